-- The local point of contact of a force: who it is and who the deputy is, whom they are to know of, what they acknowledged, and whom of the
-- shift they told.

-- The two posts of a force. Who holds them is in post_holding, and counts while they hold the role there.
create table local_contact_post (
  force_id uuid not null references agency,
  place    text not null check (place in ('contact', 'deputy')),
  post_id  uuid not null unique references post,
  primary key (force_id, place)
);
grant select on local_contact_post to concord_app;

create view local_contact_now with (security_invoker) as
  select a.id as force_id, a.code, a.name as force, v.place, h.officer_id, h.name, h.unit_id, h.since
    from agency a cross join (values ('contact'), ('deputy')) v(place)
    left join lateral (
      select o.id as officer_id, o.name, r.unit_id, lower(t.during) as since
        from local_contact_post p join post_holding t on t.post_id = p.post_id and now() <@ t.during
        join officer o on o.id = t.officer_id and o.disabled_at is null
        join role_held r on r.officer_id = o.id and r.role = 'local-contact' and now() <@ r.during
        join unit u on u.id = r.unit_id and u.agency_id = a.id
       where p.force_id = a.id and p.place = v.place order by lower(t.during) desc, o.id limit 1) h on true
   where a.kind = 'police';
grant select on local_contact_now to concord_app;

-- Whether whoever asks names the contacts of a force: its supervisors, and administrators.
create function names_local_contacts(force uuid) returns boolean language sql stable set search_path = public, pg_temp as $$
  select coalesce(current_setting('app.role', true) = 'administrator'
               or current_setting('app.role', true) = 'supervisor' and nullif(current_setting('app.agency', true), '')::uuid = force, false)
$$;
-- Names one: the holding that stands ends at this moment, and the new one begins. The same person does not hold both.
create function name_local_contact(force uuid, place text, officer uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare where_held uuid; named uuid;
begin
  if not names_local_contacts(force) then raise exception 'the supervisors of a force, or an administrator, name its local contacts' using errcode = 'CC403'; end if;
  perform 1 from agency a where a.id = force and a.kind = 'police' for no key update;
  if not found or coalesce(place not in ('contact', 'deputy'), true) then raise exception 'a force has a contact and a deputy' using errcode = 'check_violation'; end if;
  select r.unit_id into where_held from role_held r join unit u on u.id = r.unit_id join officer o on o.id = r.officer_id
   where r.officer_id = officer and r.role = 'local-contact' and now() <@ r.during and u.agency_id = force and o.disabled_at is null order by r.unit_id limit 1;
  if where_held is null then raise exception 'only somebody who holds the role there is named' using errcode = 'check_violation'; end if;
  if exists (select from local_contact_now n where n.force_id = force and n.place <> name_local_contact.place and n.officer_id = officer) then
    raise exception 'the deputy is somebody else' using errcode = 'check_violation';
  end if;
  select p.post_id into named from local_contact_post p where p.force_id = force and p.place = name_local_contact.place;
  if named is null then
    insert into post (id, unit_id, title) values (gen_random_uuid(), where_held, case place when 'contact' then 'Local point of contact' else 'Deputy local point of contact' end)
      on conflict (unit_id, title) do update set title = excluded.title returning id into named;
    insert into local_contact_post (force_id, place, post_id) values (force, place, named);
  end if;
  if exists (select from post_holding h where h.post_id = named and h.officer_id = officer and now() <@ h.during) then return; end if;
  update post_holding h set during = tstzrange(lower(h.during), now()) where h.post_id = named and now() <@ h.during and lower(h.during) < now();
  insert into post_holding (id, post_id, officer_id, during) values (gen_random_uuid(), named, officer, tstzrange(now(), null));
end $$;

-- Somebody about to be released: the force of each address that is theirs on that day has them in summary from some days before. It is a
-- residence that follows from the date and the address, so that what access is made from stays one thing.
alter table residence add column follows uuid;          -- the release date, or the custody of an extract, that it follows from
create index residence_follows on residence (follows) where follows is not null;
create index release_date_coming on release_date (on_day) where superseded_at is null and kind = 'release';
create index custody_release on custody (release_on) where superseded_at is null and in_custody;

-- Reckons these anew: what is expected and not written is written, what is written and not expected stands no more.
create function expect_releases(days integer) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare
  today constant date := (now() at time zone 'Europe/London')::date;
  expected jsonb;
  n integer;
  gone integer;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord expected releases')) then return 0; end if;
  if coalesce(days not between 1 and 366, true) then raise exception 'releases are told 1 to 366 days before' using errcode = 'check_violation'; end if;
  with coming as (
    -- the latest word of an officer, else that of the extract
    select distinct on (c.nominal_id) c.nominal_id, c.id, c.on_day, c.agency_id, c.recorded_by from (
      select f.nominal_id, f.id, f.on_day, f.agency_id, f.recorded_by, 0 as rank, f.recorded_at from release_date f
       where f.kind = 'release' and f.superseded_at is null
         and f.nominal_id in (select x.nominal_id from release_date x where x.kind = 'release' and x.superseded_at is null and x.on_day between today and today + days)
      union all
      select f.nominal_id, f.id, f.release_on, f.agency_id, f.recorded_by, 1, f.recorded_at from custody f
       where f.in_custody and f.superseded_at is null and today <@ f.during and f.release_on between today and today + days
         and not exists (select from release_date x where x.nominal_id = f.nominal_id and x.kind = 'release' and x.superseded_at is null)) c
     order by c.nominal_id, c.rank, c.recorded_at desc, c.id desc),
  reckoned as (
  select distinct on (r.nominal_id, r.force_id) r.nominal_id, r.force_id, c.id as follows, r.address_id, c.agency_id, c.recorded_by,
         tstzrange((c.on_day - days)::timestamp at time zone 'Europe/London', (c.on_day + 1)::timestamp at time zone 'Europe/London') as during
    from coming c join residence r on r.nominal_id = c.nominal_id and r.superseded_at is null and r.follows is null
   where c.on_day between today and today + days
     and (lower(r.during) is null or (lower(r.during) at time zone 'Europe/London')::date <= c.on_day)
     and (upper(r.during) is null or (upper(r.during) at time zone 'Europe/London')::date > c.on_day)
   order by r.nominal_id, r.force_id, r.id)
  select coalesce(jsonb_agg(to_jsonb(x)), '[]') into expected from reckoned x;
  update residence r set superseded_at = now()
   where r.follows is not null and r.superseded_at is null and upper(r.during) > now()
     and not exists (select from jsonb_to_recordset(expected) as e(nominal_id uuid, force_id uuid, follows uuid, address_id uuid, agency_id uuid, recorded_by uuid, during tstzrange) where e.nominal_id = r.nominal_id and e.force_id = r.force_id and e.follows = r.follows and e.during = r.during);
  get diagnostics gone = row_count;
  insert into residence (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, force_id, address_id, follows)
  select gen_random_uuid(), e.nominal_id, e.recorded_by, e.agency_id, 'officer', '', e.during, e.force_id, e.address_id, e.follows from jsonb_to_recordset(expected) as e(nominal_id uuid, force_id uuid, follows uuid, address_id uuid, agency_id uuid, recorded_by uuid, during tstzrange)
   where not exists (select from residence r where r.nominal_id = e.nominal_id and r.force_id = e.force_id and r.follows = e.follows and r.during = e.during and r.superseded_at is null);
  get diagnostics n = row_count;
  return n + gone;
end $$;
-- A date that stands no more takes the access with it at once, in the same transaction.
create function release_unsaid() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update residence r set superseded_at = new.superseded_at where r.follows = new.id and r.superseded_at is null;
  return null;
end $$;
create trigger release_unsaid after update of superseded_at on release_date for each row when (new.superseded_at is not null and old.superseded_at is null) execute function release_unsaid();
create trigger release_unsaid after update of superseded_at on custody for each row when (new.superseded_at is not null and old.superseded_at is null) execute function release_unsaid();

-- Somebody of whom a force is to know: from when they live or stay there, or are about to be released there.
create table local_arrival (
  id         uuid primary key default gen_random_uuid(),
  nominal_id uuid not null references nominal,
  force_id   uuid not null references agency,
  kind       text not null check (kind in ('lives', 'release')),
  noted_at   timestamptz not null default now(),
  due_at     timestamptz not null check (due_at > noted_at),
  ended_at   timestamptz                                 -- when they no longer did; the row is kept
);
create unique index local_arrival_open on local_arrival (nominal_id, force_id, kind) where ended_at is null;
create index local_arrival_force on local_arrival (force_id, noted_at desc);
create table local_acknowledgement (
  arrival_id      uuid primary key references local_arrival,
  nominal_id      uuid not null references nominal,
  acknowledged_at timestamptz not null default now(),
  acknowledged_by uuid not null references officer,
  words           text not null default '' check (length(words) <= 500)
);
create table local_escalation (
  arrival_id   uuid primary key references local_arrival,
  nominal_id   uuid not null references nominal,
  escalated_at timestamptz not null default now()
);
create table local_telling (
  id          uuid primary key,
  arrival_id  uuid not null references local_arrival,
  nominal_id  uuid not null references nominal,
  told_at     timestamptz not null,
  who         text not null check (length(btrim(who)) between 3 and 200),          -- names or roles
  instruction text not null check (length(btrim(instruction)) between 3 and 500),  -- what they were told to do
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  check (told_at <= recorded_at + interval '1 minute')
);
create index local_telling_arrival on local_telling (arrival_id, told_at desc);
create index local_telling_nominal on local_telling (nominal_id);
create index local_acknowledgement_nominal on local_acknowledgement (nominal_id);
create index local_escalation_nominal on local_escalation (nominal_id);

do $$
declare
  t text;
  me constant text := $q$(select nullif(current_setting('app.officer', true), '')::uuid)$q$;
begin
  foreach t in array array['local_arrival', 'local_acknowledgement', 'local_escalation', 'local_telling'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
  end loop;
  -- the local contacts of the force while they may know of the person, and whoever has the record open
  create policy of_ones_force_or_an_open_file on local_arrival for select to concord_app using (
    nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])
    or (select current_setting('app.role', true)) = 'local-contact' and force_id = (select nullif(current_setting('app.agency', true), '')::uuid)
       and exists (select from nominal_headline h where h.nominal_id = local_arrival.nominal_id));
  foreach t in array array['local_acknowledgement', 'local_escalation', 'local_telling'] loop
    execute format('create policy of_an_arrival on %I for select to concord_app using (exists (select from local_arrival a where a.id = arrival_id))', t);
  end loop;
  foreach t in array array['local_acknowledgement', 'local_telling'] loop
    execute format($f$create policy by_the_local_contact on %I for insert to concord_app with check (
      %I = %s and (select current_setting('app.role', true)) = 'local-contact' and exists (select from local_arrival a where a.id = arrival_id and a.nominal_id = %I.nominal_id
        and a.force_id = (select nullif(current_setting('app.agency', true), '')::uuid)))$f$,
      t, case t when 'local_telling' then 'recorded_by' else 'acknowledged_by' end, me, t);
  end loop;
end $$;
grant insert (arrival_id, nominal_id, acknowledged_by, words) on local_acknowledgement to concord_app;
grant insert (id, arrival_id, nominal_id, told_at, who, instruction, recorded_by) on local_telling to concord_app;

-- An acknowledgement closes what waited for it, whoever wrote it.
create function local_acknowledged() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform close_tasks_about('local-contact.waits', new.arrival_id, 'done'), close_tasks_about('local-contact.overdue', new.arrival_id, 'done');
  return null;
end $$;
create trigger local_acknowledged after insert on local_acknowledgement for each row execute function local_acknowledged();

-- Notes who has come to each force, with a task to its local contacts, and who has gone; `due`: by when it is acknowledged. Only of records
-- that its local contacts may see: a wall that goes up ends it, one that comes down begins it. At most 500 at once; every server may.
create function note_local_arrivals(due timestamptz) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare a record; n integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord local arrivals')) then return 0; end if;
  with here as (
    select distinct r.nominal_id, r.force_id, case when r.follows is null then 'lives' else 'release' end as kind
      from residence r join agency g on g.id = r.force_id and g.kind = 'police' join nominal_headline h on h.nominal_id = r.nominal_id
     where r.superseded_at is null and now() <@ r.during and h.audience && array[g.local_circle] and h.only_for is null and h.compartments = '{}'
       and h.status not in ('dead', 'deported')),
  gone as (
    update local_arrival x set ended_at = now() where x.ended_at is null
       and not exists (select from here where here.nominal_id = x.nominal_id and here.force_id = x.force_id and here.kind = x.kind) returning x.id),
  closed as (select close_tasks_about('local-contact.waits', gone.id, 'lapsed') + close_tasks_about('local-contact.overdue', gone.id, 'lapsed') from gone)
  select count(*) into n from closed;
  for a in
    insert into local_arrival (nominal_id, force_id, kind, due_at)
    select distinct r.nominal_id, r.force_id, case when r.follows is null then 'lives' else 'release' end, due
      from residence r join agency g on g.id = r.force_id and g.kind = 'police' join nominal_headline h on h.nominal_id = r.nominal_id
     where r.superseded_at is null and now() <@ r.during and h.audience && array[g.local_circle] and h.only_for is null and h.compartments = '{}'
       and h.status not in ('dead', 'deported')
       and not exists (select from local_arrival x where x.nominal_id = r.nominal_id and x.force_id = r.force_id and x.ended_at is null
                          and x.kind = case when r.follows is null then 'lives' else 'release' end)
     limit 500 on conflict do nothing returning id, nominal_id, force_id, kind loop
    perform add_task('local-contact.waits', 'role', a.force_id, 'local-contact', a.nominal_id, a.id, a.kind, due);
    n := n + 1;
  end loop;
  return n;
end $$;
-- What nobody acknowledged in time is put to the supervisors of the contact's unit (of the force, where nobody is named) and to the owner.
create function escalate_local_arrivals() returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare a record; n integer := 0; lead_unit uuid; force_name text;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord local escalations')) then return 0; end if;
  for a in select x.* from local_arrival x where x.ended_at is null and x.due_at <= now()
             and not exists (select from local_acknowledgement k where k.arrival_id = x.id) and not exists (select from local_escalation e where e.arrival_id = x.id) order by x.due_at limit 200 loop
    insert into local_escalation (arrival_id, nominal_id) values (a.id, a.nominal_id);
    select g.name into force_name from agency g where g.id = a.force_id;
    select c.unit_id into lead_unit from local_contact_now c where c.force_id = a.force_id and c.officer_id is not null order by c.place limit 1;
    if lead_unit is not null then perform add_task('local-contact.overdue', 'lead', lead_unit, null, a.nominal_id, a.id, force_name, null);
    else perform add_task('local-contact.overdue', 'role', a.force_id, 'supervisor', a.nominal_id, a.id, force_name, null); end if;
    if exists (select from ownership w where w.nominal_id = a.nominal_id and now() <@ w.during) then
      perform add_task('local-contact.overdue', 'owner', a.nominal_id, null, a.nominal_id, a.id, force_name, null);
    end if;
    n := n + 1;
  end loop;
  return n;
end $$;
revoke all on function names_local_contacts(uuid), name_local_contact(uuid, text, uuid), expect_releases(integer), release_unsaid(), local_acknowledged(),
  note_local_arrivals(timestamptz), escalate_local_arrivals() from public;
grant execute on function names_local_contacts(uuid), name_local_contact(uuid, text, uuid), expect_releases(integer), note_local_arrivals(timestamptz), escalate_local_arrivals() to concord_app;
