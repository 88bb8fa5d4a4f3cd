-- A record that somebody opens by its address and has as a contact is told to whoever answers for it, as one that a search shows (0086).

-- Left by the look itself, in its transaction; taken by a server afterwards.
create table contact_opened (
  id         uuid primary key default gen_random_uuid(),
  nominal_id uuid not null references nominal,
  officer_id uuid not null references officer,
  agency_id  uuid not null references agency,
  opened_at  timestamptz not null default now()
);
create index contact_opened_in_turn on contact_opened (opened_at);
alter table contact_opened enable row level security;
alter table contact_opened force row level security;
create policy owner_keeps on contact_opened to concord_owner using (true) with check (true);

-- Each look is a touch of its own; a task is made once in `quiet_minutes` for one officer and record, whichever way they came.
alter table record_touch add column told boolean not null default true;

create function leave_contact(nominal uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if access_now(nominal) is distinct from 'contact' then raise exception 'only a contact is left to be told' using errcode = 'insufficient_privilege'; end if;
  insert into contact_opened (nominal_id, officer_id, agency_id)
  values (nominal, nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.agency', true), '')::uuid);
end $$;

do $do$
declare
  was text;
  becomes text;
begin
  was := pg_get_functiondef('consult(text, uuid, text[], uuid, text)'::regprocedure);
  becomes := replace(was, $t$access := coalesce(access, 'none');$t$, $t$access := coalesce(access, 'none');
  if access = 'contact' then
    insert into contact_opened (nominal_id, officer_id, agency_id) values (consult.nominal, who.officer_id, who.agency_id);
  end if;$t$);
  if becomes = was then raise exception 'consult does not read as 0006 wrote it'; end if;
  execute becomes;
  was := pg_get_functiondef('tell_owners(integer, integer)'::regprocedure);
  becomes := replace(was, 'and t.kind = r.kind', 'and t.kind = r.kind and t.told');
  if becomes = was then raise exception 'tell_owners does not read as 0086 wrote it'; end if;
  execute becomes;
end $do$;

create function tell_openings(quiet_minutes integer, most integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  o contact_opened;
  touch uuid;
  again boolean;
  n integer := 0;
begin
  for o in select c.* from contact_opened c order by c.opened_at limit least(most, 500) for update skip locked loop
    again := exists (select from record_touch t where t.officer_id = o.officer_id and t.nominal_id = o.nominal_id and t.kind = 'contact.shown' and t.told
                        and t.touched_at > o.opened_at - make_interval(mins => quiet_minutes));
    insert into record_touch (nominal_id, officer_id, agency_id, kind, how, touched_at, told)
    values (o.nominal_id, o.officer_id, o.agency_id, 'contact.shown', 'opened', o.opened_at, not again) returning id into touch;
    if not again and exists (select from ownership w where w.nominal_id = o.nominal_id and now() <@ w.during) then
      perform add_task('contact.shown', 'owner', o.nominal_id, null, o.nominal_id, touch,
        (select f.name || ', ' || g.name || ' (opened by its address)' from officer f, agency g where f.id = o.officer_id and g.id = o.agency_id), null);
    end if;
    delete from contact_opened c where c.id = o.id;
    n := n + 1;
  end loop;
  return n;
end $$;

-- One open request of an officer for a record. Two that are sent at once do not see one another (each reads the database as it was when it began), so
-- the rule is a key: whoever comes second is told to look again, and then sees the first.
create table access_request_open (
  officer_id uuid not null references officer,
  nominal_id uuid not null references nominal,
  request_id uuid not null references access_request,
  primary key (officer_id, nominal_id)
);
alter table access_request_open enable row level security;
alter table access_request_open force row level security;
create policy owner_keeps on access_request_open to concord_owner using (true) with check (true);
insert into access_request_open (officer_id, nominal_id, request_id)
select distinct on (r.officer_id, r.nominal_id) r.officer_id, r.nominal_id, r.id from access_request r
 where not exists (select from access_answer a where a.request_id = r.id) order by r.officer_id, r.nominal_id, r.asked_at desc;

create function request_opened() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into access_request_open (officer_id, nominal_id, request_id) values (new.officer_id, new.nominal_id, new.id);
  return null;
exception when unique_violation then raise exception 'one request at a time' using errcode = 'serialization_failure';
end $$;
create function request_answered() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from access_request_open o where o.request_id = new.request_id;
  return null;
end $$;
create trigger one_at_a_time after insert on access_request for each row execute function request_opened();
create trigger makes_room after insert on access_answer for each row execute function request_answered();

revoke all on function leave_contact(uuid), tell_openings(integer, integer), request_opened(), request_answered() from public;
grant execute on function leave_contact(uuid), tell_openings(integer, integer) to concord_app;
