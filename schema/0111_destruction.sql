-- Destruction: what is under seal goes for good when one human being asks for it and another confirms. It is carried out under a role of its own,
-- concord_destroyer, which may do this and nothing else; concord_app deletes no fact. What stays says who, when, what kind and why.

create table destruction_request (
  id         uuid primary key,
  sealing_id uuid not null references sealing,
  why        text not null check (length(btrim(why)) between 5 and 500),
  asked_at   timestamptz not null default now(),
  asked_by   uuid not null references officer
);
create index destruction_request_sealing on destruction_request (sealing_id);
create table destruction_decision (
  request_id uuid primary key references destruction_request,
  outcome    text not null check (outcome in ('confirmed', 'refused', 'taken back')),
  why        text not null default '' check (length(why) <= 500),
  decided_at timestamptz not null default now(),
  decided_by uuid not null references officer,
  check (outcome <> 'refused' or btrim(why) <> '')
);
create table destruction (
  sealing_id   uuid primary key references sealing,
  request_id   uuid not null references destruction_request,
  rows         integer not null,                                        -- of every table; what a row said is nowhere any more
  objects      integer not null,                                        -- places of sealed bytes
  destroyed_at timestamptz not null default now()
);

-- Two accounts of one human being are one: the same name, however it is written. Two people of one name count as one, and a third confirms.
create function same_human(a uuid, b uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select $1 = $2 or exists (select from officer x, officer y where x.id = $1 and y.id = $2
    and (lower(regexp_replace(btrim(x.name), '\s+', ' ', 'g')) = lower(regexp_replace(btrim(y.name), '\s+', ' ', 'g')) or x.subject = y.subject))
$$;

-- Whatever is written here, by whichever program: another human being decides, and only who asked takes it back.
create function destroyed_by_two() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare asker uuid;
begin
  select r.asked_by into asker from destruction_request r where r.id = new.request_id;
  if new.outcome = 'taken back' then
    if asker is distinct from new.decided_by then raise exception 'only who asked for it takes it back' using errcode = 'check_violation'; end if;
  elsif coalesce(same_human(asker, new.decided_by), true) then
    raise exception 'another human being decides than the one who asked' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger destroyed_by_two before insert or update on destruction_decision for each row execute function destroyed_by_two();

-- What two people have agreed on and nobody has carried out.
create function is_to_be_destroyed(sealing uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from destruction_request r join destruction_decision d on d.request_id = r.id and d.outcome = 'confirmed' where r.sealing_id = $1)
    and not exists (select from unsealing u where u.sealing_id = $1)
$$;

do $$ declare t text; begin
  foreach t in array array['destruction_request', 'destruction_decision', 'destruction'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
    if t <> 'destruction_decision' then
      execute format('create policy of_a_sealing on %I for select to concord_app using (exists (select from sealing s where s.id = sealing_id))', t);
    end if;
  end loop;
end $$;
create policy of_a_request on destruction_decision for select to concord_app using (exists (select from destruction_request r where r.id = request_id));

-- Asks, in the name of whoever sealed it or of the data-protection officer.
create function ask_destruction(request uuid, sealing uuid, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  s sealing;
begin
  select * into s from sealing x where x.id = sealing for update;
  if not coalesce(current_setting('app.role', true) = 'data-protection-officer' or s.sealed_by = me and in_charge_of(s.unit_id), false) then
    raise exception 'destruction is asked for by whoever sealed it or the data-protection officer' using errcode = 'CC403';
  end if;
  if not exists (select from sealed_row r where r.sealing_id = sealing)
     or exists (select from destruction_request r where r.sealing_id = sealing and not exists (select from destruction_decision d where d.request_id = r.id and d.outcome <> 'confirmed')) then
    raise exception 'nothing is under this seal, or its destruction has been asked for' using errcode = 'CC409';
  end if;
  insert into destruction_request (id, sealing_id, why, asked_by) values (request, sealing, why, me);
  perform add_task('destruction.asked', 'role', null, 'data-protection-officer', null, sealing, s.kind, null);
end $$;

-- Decides: confirms or refuses, by a data-protection officer who is another human being; or takes back what one asked for.
create function decide_destruction(request uuid, outcome text, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  r destruction_request;
begin
  select * into r from destruction_request x where x.id = request for update;
  perform 1 from sealing s where s.id = r.sealing_id for update;
  if not coalesce(case outcome when 'taken back' then r.asked_by = me else current_setting('app.role', true) = 'data-protection-officer' and not same_human(r.asked_by, me) end, false) then
    raise exception 'another human being, the data-protection officer, decides' using errcode = 'CC403';
  end if;
  if exists (select from destruction_decision d where d.request_id = request) or not exists (select from sealed_row x where x.sealing_id = r.sealing_id) then
    raise exception 'it has been decided' using errcode = 'CC409';
  end if;
  insert into destruction_decision (request_id, outcome, why, decided_by) values (request, outcome, why, me);
  perform close_tasks_about('destruction.asked', r.sealing_id, case outcome when 'taken back' then 'withdrawn' else 'done' end);
  if outcome <> 'taken back' then perform add_task('destruction.decided', 'officer', r.asked_by, null, null, r.sealing_id, outcome, null); end if;
end $$;

-- A seal whose destruction is confirmed is not opened any more.
create function confirmed_is_final() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if is_to_be_destroyed(new.sealing_id) then raise exception 'its destruction is confirmed' using errcode = 'CC409'; end if;
  return new;
end $$;
create trigger confirmed_is_final before insert on unsealing for each row execute function confirmed_is_final();

-- The role that destroys. It reads which rows there are and not what they say, and deletes what two people have agreed on.
grant select (sealing_id, ordinal, table_name, nominal_id), delete on sealed_row to concord_destroyer;
create policy two_people_agreed_see on sealed_row for select to concord_destroyer using (is_to_be_destroyed(sealing_id));
create policy two_people_agreed on sealed_row for delete to concord_destroyer using (is_to_be_destroyed(sealing_id));
grant select (object_id, sealing_id) on sealed_object to concord_destroyer;
create policy two_people_agreed on sealed_object for select to concord_destroyer using (is_to_be_destroyed(sealing_id));
grant select (id, store), delete on file_object to concord_destroyer;
create policy two_people_agreed_see on file_object for select to concord_destroyer using (exists (select from sealed_object o where o.object_id = file_object.id));
create policy two_people_agreed on file_object for delete to concord_destroyer using (exists (select from sealed_object o where o.object_id = file_object.id));
grant select (sealing_id), insert (sealing_id, request_id, rows, objects) on destruction to concord_destroyer;
create policy two_people_agreed_see on destruction for select to concord_destroyer using (true);
create policy two_people_agreed on destruction for insert to concord_destroyer with check (is_to_be_destroyed(sealing_id));
-- Its entries in the log are nobody's who is signed in; on whose word it acted, each says.
create policy by_nobody on audit_entry for insert to concord_destroyer with check (officer_id is null);
create policy with_its_entry_too on audit_subject for insert to concord_destroyer with check (true);
grant insert (id, at, officer_id, role, agency_id, unit_id, session_id, on_behalf_of, action, outcome, records, field_groups, purpose_code, purpose_words, recipients, client)
  on audit_entry to concord_destroyer;
grant insert (entry_id, at, ordinal, nominal_id, access) on audit_subject to concord_destroyer;

-- What waits for it, the oldest first, held until the transaction ends: another server passes over it.
create function destructions_due(most integer) returns table (sealing_id uuid, request_id uuid, nominal_id uuid, confirmed_by uuid, objects uuid[], stores text[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  with due as materialized (
    select s.id, s.nominal_id from sealing s
     where exists (select from sealed_row r where r.sealing_id = s.id) and is_to_be_destroyed(s.id)
     order by s.sealed_at, s.id limit least(most, 100) for update skip locked)
  select d.id, r.id, d.nominal_id, x.decided_by, coalesce(o.ids, '{}'), coalesce(o.stores, '{}')
    from due d join destruction_request r on r.sealing_id = d.id join destruction_decision x on x.request_id = r.id and x.outcome = 'confirmed'
    left join lateral (select array_agg(f.id order by f.id) as ids, array_agg(f.store order by f.id) as stores
                         from sealed_object o join file_object f on f.id = o.object_id where o.sealing_id = d.id) o on true;
end $$;
-- The staged rows that the destroyed facts came from go with them. (A word of a name stays in the list of words that search compares with: it is of
-- nobody any more, and to delete one that another name is just taking up would make that name unfindable.)
create function forget_sources_of(sealing uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare sources uuid[];
begin
  if not is_to_be_destroyed(sealing) then raise exception 'nobody has confirmed it' using errcode = 'CC403'; end if;
  select array_agg(distinct (r.said ->> 'source_row')::uuid) into sources from sealed_row r where r.sealing_id = sealing and r.said ->> 'source_row' is not null;
  update extract_row x set cells = '{}' where x.id = any(sources);
  update extract_correction x set cells = '{}' where x.row_id = any(sources);
end $$;
-- Carries one out, as the role that asks: nothing here runs with the rights of another but the clearing of what it came from.
create function destroy_sealed(sealing uuid, request uuid) returns integer language plpgsql volatile security invoker set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  gone integer;
  places integer;
begin
  perform forget_sources_of(sealing);
  delete from file_object o where o.id in (select x.object_id from sealed_object x where x.sealing_id = sealing);
  get diagnostics places = row_count;
  insert into destruction (sealing_id, request_id, rows, objects)
  values (sealing, request, (select count(*)::integer from sealed_row r where r.sealing_id = sealing), places);
  delete from sealed_row r where r.sealing_id = sealing;
  get diagnostics gone = row_count;
  return gone;
end $$;

revoke all on function same_human(uuid, uuid), destroyed_by_two(), is_to_be_destroyed(uuid), ask_destruction(uuid, uuid, text), decide_destruction(uuid, text, text),
  confirmed_is_final(), destructions_due(integer), forget_sources_of(uuid), destroy_sealed(uuid, uuid) from public;
grant execute on function same_human(uuid, uuid), ask_destruction(uuid, uuid, text), decide_destruction(uuid, text, text) to concord_app;
grant execute on function is_to_be_destroyed(uuid), destructions_due(integer), forget_sources_of(uuid), destroy_sealed(uuid, uuid) to concord_destroyer;
