-- The record, complete: the kinds of fact that a record holds beyond what extracts bring, and how any of them is written, corrected,
-- ended and withdrawn without losing what was said before.
--
-- A fact is never overwritten. A correction is a further row that names the one it supersedes; ending a fact is the same row again with
-- an end; withdrawing it is a row in `withdrawal`. The row that no longer stands is told so once, by trigger: `superseded_at` is the
-- moment from which the record says something else. So "as known on" a day is recorded_at <= day < superseded_at, and nothing else.

do $$
declare
  kind text;
  provenance constant text := '
    id uuid primary key,
    nominal_id uuid not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid not null,
    agency_id uuid not null,
    source_kind text not null check (source_kind in (''extract'', ''officer'', ''partner'')),
    source_ref text not null default '''',
    source_row uuid,
    supersedes uuid,
    during daterange not null default ''(,)'' check (not isempty(during)),';
begin
  -- identity
  execute 'create table ethnicity (' || provenance || $c$ code text not null, said_by text not null check (said_by in ('person', 'officer', 'source')))$c$;
  execute 'create table description (' || provenance || $c$ height_cm integer check (height_cm between 30 and 260), build text not null default '', hair text not null default '', eyes text not null default '', words text not null default '')$c$;
  execute 'create table mark (' || provenance || $c$ kind text not null, body_part text not null default '', words text not null)$c$;
  -- the person
  execute 'create table language (' || provenance || $c$ language text not null, interpreter boolean not null default false, not_by text not null default '', words text not null default '')$c$;
  execute 'create table adjustment (' || provenance || $c$ need text not null, adjustment text not null default '')$c$;
  execute 'create table contact_person (' || provenance || $c$ role text not null, name text not null, organisation text not null default '', telephone text not null default '', words text not null default '')$c$;
  execute 'create table self_risk (' || provenance || $c$ type text not null check (type in ('fact', 'reported', 'opinion', 'assessment')), words text not null, author text not null default '')$c$;
  -- life
  execute 'create table telephone (' || provenance || $c$ kind text not null, number text not null, key text collate "C", words text not null default '')$c$;
  execute 'create table email (' || provenance || $c$ address text not null, key text collate "C" not null, words text not null default '')$c$;
  execute 'create table online_name (' || provenance || $c$ service text not null, name text not null, key text collate "C" not null, words text not null default '')$c$;
  execute 'create table vehicle (' || provenance || $c$ registration text not null, key text collate "C" not null, make_and_model text not null default '', colour text not null default '', right_of_use text not null)$c$;
  execute 'create table account (' || provenance || $c$ kind text not null, institution text not null, number text not null default '', holder text not null default '')$c$;
  execute 'create table identity_document (' || provenance || $c$ kind text not null, number text not null, country text not null default '', in_name text not null default '', expires_on date)$c$;
  execute 'create table employment (' || provenance || $c$ employer text not null, occupation text not null default '', place text not null default '', words text not null default '')$c$;
  execute 'create table education (' || provenance || $c$ provider text not null, course text not null default '', place text not null default '', words text not null default '')$c$;
  execute 'create table associate (' || provenance || $c$ relation text not null, name text not null default '', other_id uuid references nominal, words text not null default '',
    check (other_id is not null or name <> ''), check (other_id <> nominal_id))$c$;
  -- where the person is, and what a court said
  execute 'create table whereabouts (' || provenance || $c$ kind text not null check (kind in ('custody', 'community', 'hospital', 'immigration detention', 'approved premises',
    'abroad', 'whereabouts unknown', 'wanted', 'bail', 'deported', 'dead')), place text not null default '', words text not null default '')$c$;
  execute 'create table release_date (' || provenance || $c$ kind text not null, on_day date not null, words text not null default '')$c$;
  execute 'create table offence (' || provenance || $c$ code text not null default '', words text not null, committed_on date, convicted_on date, court text not null default '', terrorism text not null check (terrorism in ('terrorism offence', 'terrorist connection', 'no')))$c$;
  execute 'create table sentence (' || provenance || $c$ kind text not null, words text not null, court text not null default '', sentenced_on date, ends_on date)$c$;
  execute 'create table licence_condition (' || provenance || $c$ kind text not null, words text not null, set_by text not null default '')$c$;
  -- why the record is here, and how the case is managed, as its source stated it
  execute 'create table category (' || provenance || $c$ category text not null, decided_by text not null default '', words text not null default '')$c$;
  execute 'create table risk_of_harm (' || provenance || $c$ level text not null, to_whom text not null, by_whom text not null, assessed_on date not null, tool text not null default '', words text not null default '')$c$;
  execute 'create table archiving (' || provenance || $c$ reason text not null)$c$;

  foreach kind in array array['ethnicity', 'description', 'mark', 'language', 'adjustment', 'contact_person', 'self_risk', 'telephone', 'email', 'online_name', 'vehicle',
      'account', 'identity_document', 'employment', 'education', 'associate', 'whereabouts', 'release_date', 'offence', 'sentence', 'licence_condition', 'category',
      'risk_of_harm', 'archiving'] loop
    execute format('create index %I on %I (nominal_id)', kind || '_nominal', kind);
    execute format('alter table %I enable row level security', kind);
    execute format('alter table %I force row level security', kind);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', kind);
    execute format('create policy importer_loads on %I to concord_importer using (true) with check (true)', kind);
    execute format('grant select, insert on %I to concord_importer', kind);
    execute format('create trigger sources_stand_added after insert on %I referencing new table as added for each statement execute function sources_stand()', kind);
    execute format('create trigger sources_stand_changed after update on %I referencing new table as added for each statement execute function sources_stand()', kind);
    execute format('create trigger refresh_after_insert after insert on %I referencing new table as changed for each statement execute function facts_changed()', kind);
  end loop;
end $$;
create index telephone_key on telephone (key) where key is not null;
create index email_key on email (key);
create index online_name_key on online_name (key);
create index vehicle_key on vehicle (key);

-- What the kinds that extracts bring were lacking.
alter table known_name add column script text not null default '';
alter table address add column occupants text not null default '', add column children text not null default 'not known' check (children in ('yes', 'no', 'not known'));
alter table residence add column address_id uuid;                      -- the address that an officer recorded; an extract's have their row in common
alter table basis add column decider text not null default '', add column decider_rank text not null default '', add column offence text not null default '',
  add column review_on date;
alter table court_order add column review_on date;
alter table marker add column source text not null default '', add column scope text not null default 'person' check (scope in ('person', 'address', 'vehicle'));
-- A marker that a person sets rests on a specific incident accurately recorded, and is looked at again (governance requirement 29). One
-- that is being ended needs no ground any more.
alter table marker add constraint marker_has_its_ground check (source_kind = 'extract' or basis <> '' and incident_on is not null and review_on is not null
  or coalesce(upper(during) <= (recorded_at at time zone 'UTC')::date + 1, false));
-- A potentially dangerous person is authorised by a superintendent or above; a discretionary case names the offence.
alter table basis add constraint basis_has_its_ground check (source_kind = 'extract' or coalesce(upper(during) <= (recorded_at at time zone 'UTC')::date + 1, false) or
  (kind <> 'pdp-authorised' or decider <> '' and decider_rank in ('superintendent', 'chief superintendent', 'assistant chief constable', 'deputy chief constable', 'chief constable', 'commander'))
  and (kind <> 'discretionary' or offence <> '' and decider <> ''));

-- Entries: marking, the grading of intelligence with the scheme stored beside the grade, and what holds for whoever passes it on.
alter table entry add column marking text not null default 'OFFICIAL-SENSITIVE',
  add column grading_scheme text, add column source_grade text, add column information_grade text, add column handling_code text,
  add column handling_conditions text not null default '', add column held_elsewhere text not null default '';
alter table entry add constraint grades_have_their_scheme check (num_nonnulls(grading_scheme, source_grade, information_grade, handling_code) in (0, 4));
alter table entry add constraint nothing_above_official check (marking ~ '^OFFICIAL');

-- A marker that an officer sets is approved by another human being.
create table marker_approval (
  marker_id   uuid primary key references marker,
  nominal_id  uuid not null references nominal,
  approved_by uuid not null references officer,
  approved_at timestamptz not null default now()
);
create function approved_by_another() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare author uuid; about uuid;
begin
  select m.recorded_by, m.nominal_id into author, about from marker m where m.id = new.marker_id;
  if about is distinct from new.nominal_id then raise exception 'the marker is not of this nominal' using errcode = 'check_violation'; end if;
  if author = new.approved_by then raise exception 'a marker is approved by another person than its author' using errcode = 'check_violation'; end if;
  return new;
end $$;
revoke all on function approved_by_another() from public;
create trigger approved_by_another before insert on marker_approval for each row execute function approved_by_another();

-- A fact that should not be there: it stands no more, and why. The row itself is kept.
create table withdrawal (
  id          uuid primary key,
  nominal_id  uuid not null references nominal,
  fact_table  text not null,
  fact_id     uuid not null unique,
  reason      text not null check (length(reason) between 1 and 500),
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  agency_id   uuid not null references agency
);
create index withdrawal_nominal on withdrawal (nominal_id);

-- Every kind of fact that people write. The list is here once; the functions below and in 0013 are made from it.
create function kinds_of_fact() returns text[] language sql immutable set search_path = public, pg_temp as $$
  select array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody', 'entry', 'statement', 'basis',
    'ethnicity', 'description', 'mark', 'language', 'adjustment', 'contact_person', 'self_risk', 'telephone', 'email', 'online_name', 'vehicle',
    'account', 'identity_document', 'employment', 'education', 'associate', 'whereabouts', 'release_date', 'offence', 'sentence', 'licence_condition', 'category',
    'risk_of_harm', 'archiving', 'residence']
$$;

-- Who may write: the roles that work on nominals, in their own name and their own agency's, on a record that is open to them in full.
create function may_write() returns boolean language sql stable set search_path = public, pg_temp as $$
  select coalesce(current_setting('app.role', true) in ('officer', 'supervisor', 'region-lead', 'duty-officer'), false)
$$;

-- The row that a new one supersedes stands no more. Two people who correct one fact at once: the second is told, and nothing is lost.
create function supersede() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  old record;
  lead uuid;
begin
  execute format('select nominal_id, agency_id, source_row, superseded_at from %I where id = $1 for update', tg_table_name) into old using new.supersedes;
  if old.nominal_id is distinct from new.nominal_id then raise exception 'a correction is of the same nominal' using errcode = 'check_violation'; end if;
  if old.superseded_at is not null then raise exception 'the fact has been changed since' using errcode = 'CC409'; end if;
  select u.agency_id into lead from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = new.nominal_id;
  if new.source_kind <> 'extract' and new.agency_id not in (old.agency_id, coalesce(lead, old.agency_id)) then
    raise exception 'a fact is corrected by its own agency or by the lead agency' using errcode = 'CC403';
  end if;
  execute format('update %I set superseded_at = $1, superseded_by = $2 where id = $3', tg_table_name) using new.recorded_at, new.id, new.supersedes;
  return null;
end $$;
create function withdraw() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  old record;
  lead uuid;
begin
  if new.fact_table <> all(kinds_of_fact()) then raise exception 'no such kind of fact' using errcode = 'check_violation'; end if;
  execute format('select nominal_id, agency_id, superseded_at from %I where id = $1 for update', new.fact_table) into old using new.fact_id;
  if old.nominal_id is distinct from new.nominal_id then raise exception 'a withdrawal is of the same nominal' using errcode = 'check_violation'; end if;
  if old.superseded_at is not null then raise exception 'the fact has been changed since' using errcode = 'CC409'; end if;
  select u.agency_id into lead from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = new.nominal_id;
  if new.agency_id not in (old.agency_id, coalesce(lead, old.agency_id)) then
    raise exception 'a fact is withdrawn by its own agency or by the lead agency' using errcode = 'CC403';
  end if;
  execute format('update %I set superseded_at = $1 where id = $2', new.fact_table) using new.recorded_at, new.fact_id;
  return null;
end $$;
-- Where somebody lives follows from the address: when that stands no more, neither does what it told the force there.
create function residence_follows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update residence r set superseded_at = new.superseded_at
   where r.nominal_id = new.nominal_id and r.superseded_at is null and (r.address_id = new.id or r.source_row is not null and r.source_row = new.source_row);
  return null;
end $$;
-- When anybody but an import wrote, for the caseload's order and for "since I last looked".
create function record_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (select nominal_id from added where source_kind <> 'extract');
  return null;
end $$;
revoke all on function supersede(), withdraw(), residence_follows(), record_changed() from public;

do $$
declare
  t text;
  columns text;
  me constant text := $q$(select nullif(current_setting('app.officer', true), '')::uuid)$q$;
  mine constant text := $q$(select nullif(current_setting('app.agency', true), '')::uuid)$q$;
  open constant text := $q$nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])$q$;
begin
  foreach t in array kinds_of_fact() loop
    execute format($f$alter table %I add column why text not null default '' check (length(why) <= 500), add column superseded_at timestamptz, add column superseded_by uuid$f$, t);
    execute format('create trigger supersede after insert on %I for each row when (new.supersedes is not null) execute function supersede()', t);
    execute format('create trigger record_changed after insert on %I referencing new table as added for each statement execute function record_changed()', t);
    execute format('drop policy if exists of_an_open_file on %I', t);
    execute format('create policy of_an_open_file on %I for select to concord_app using (%s%s)', t, open,
      -- a link to another nominal is for those who may know of both
      case t when 'associate' then ' and (other_id is null or exists (select from nominal_headline h where h.nominal_id = other_id))' else '' end);
    execute format('create policy in_ones_own_name on %I for insert to concord_app with check (%s and recorded_by = %s and agency_id = %s and source_kind in (''officer'', ''partner'') and (select may_write())%s)',
      t, open, me, mine, case t when 'associate' then ' and (other_id is null or exists (select from nominal_headline h where h.nominal_id = other_id))' else '' end);
    select string_agg(quote_ident(a.attname), ', ') into columns from pg_attribute a
     where a.attrelid = t::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('recorded_at', 'source_row', 'superseded_at', 'superseded_by');
    execute format('grant select on %I to concord_app', t);
    execute format('grant insert (%s) on %I to concord_app', columns, t);
  end loop;
  create trigger withdraw after insert on withdrawal for each row execute function withdraw();
  create trigger residence_follows after update of superseded_at on address for each row when (new.superseded_at is not null and old.superseded_at is null) execute function residence_follows();

  foreach t in array array['marker_approval', 'withdrawal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy of_an_open_file on %I for select to concord_app using (%s)', t, open);
    execute format('grant select on %I to concord_app', t);
  end loop;
  execute format('create policy in_ones_own_name on withdrawal for insert to concord_app with check (%s and recorded_by = %s and agency_id = %s and (select may_write()))', open, me, mine);
  grant insert (id, nominal_id, fact_table, fact_id, reason, recorded_by, agency_id) on withdrawal to concord_app;
  execute format('create policy by_a_supervisor on marker_approval for insert to concord_app with check (%s and approved_by = %s and (select current_setting(''app.role'', true)) in (''supervisor'', ''region-lead''))', open, me);
  grant insert (marker_id, nominal_id, approved_by) on marker_approval to concord_app;
  -- superseding changes what is shown and who may see: the same refresh as an insert's (0005), for the kinds that had no trigger on update
  foreach t in array array['ethnicity', 'description', 'mark', 'language', 'adjustment', 'contact_person', 'self_risk', 'telephone', 'email', 'online_name', 'vehicle',
      'account', 'identity_document', 'employment', 'education', 'associate', 'offence', 'sentence', 'licence_condition', 'category', 'risk_of_harm'] loop
    execute format('drop trigger refresh_after_insert on %I', t);      -- nothing of a headline is made from these
  end loop;
  foreach t in array array['whereabouts', 'release_date', 'archiving', 'address'] loop
    execute format('create trigger refresh_after_update after update on %I referencing new table as changed old table as was for each statement execute function facts_changed()', t);
  end loop;
  create trigger refresh_after_insert after insert on address referencing new table as changed for each statement execute function facts_changed();
  grant execute on function may_write() to concord_app;
end $$;

-- Ends a fact: the same again, with an end, in the name of whoever asks; as they, under row security. What it says is not looked at anew:
-- a marker whose review is long overdue can be ended too.
create function end_fact(kind text, fact uuid, new_id uuid, officer uuid, agency uuid, last_day date, source text, why text) returns uuid
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  columns text;
  made uuid;
begin
  if kind <> all(kinds_of_fact()) then raise exception 'no such kind of fact' using errcode = 'check_violation'; end if;
  select string_agg(quote_ident(a.attname), ', ') into columns from pg_attribute a
   where a.attrelid = kind::regclass and a.attnum > 0 and not a.attisdropped
     and a.attname not in ('id', 'nominal_id', 'recorded_at', 'recorded_by', 'agency_id', 'source_kind', 'source_ref', 'source_row', 'supersedes', 'during', 'why', 'superseded_at', 'superseded_by');
  execute format('insert into %1$I (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, supersedes, why, during, %2$s)
                  select $2, f.nominal_id, $3, $4, ''officer'', $6, f.id, $7, daterange(lower(f.during), $5 + 1), %3$s from %1$I f where f.id = $1 returning id',
                 kind, columns, (select string_agg('f.' || c, ', ') from unnest(string_to_array(columns, ', ')) c))
    into made using fact, new_id, officer, agency, last_day, source, why;
  return made;
end $$;
revoke all on function end_fact(text, uuid, uuid, uuid, uuid, date, text, text) from public;
grant execute on function end_fact(text, uuid, uuid, uuid, uuid, date, text, text) to concord_app;
