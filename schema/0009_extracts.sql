-- Extracts in: every file, every row as it came, and what became of each row. Nothing here is ever changed but a file's counters:
-- a row put right is a further version of it, and each time it is settled is a row of its own.
--
-- Rows and outcomes are written by the importer alone and in one place each (src/migration/*.store.ts), from files and rows that it
-- has just read: they have no foreign keys, whose checks would cost a third of an import.

create table extract (
  id          uuid primary key,
  name        text not null,                              -- the folder, or the name that a data steward gave
  as_of       date not null,                              -- the day on which it is read: what is in the future, and the century of two digits
  begun_at    timestamptz not null default now(),
  asked_by    uuid references officer,                    -- the data steward; null: from the command line
  agency_id   uuid references agency,                     -- theirs
  stopped_at  timestamptz,                                -- the steward asked for it to wait; null: it goes on
  finished_at timestamptz,                                -- every row settled and every nominal taken in
  check ((asked_by is null) = (agency_id is null))
);
create index extract_unfinished on extract (id) where finished_at is null;

create table extract_file (
  id         uuid primary key,
  extract_id uuid not null references extract,
  agency_id  uuid not null references agency,             -- in whose name its facts are recorded
  name       text not null,
  profile    text not null,                               -- reference/import-profiles
  kind       text not null,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  headings   text[] not null,
  encoding   text not null,
  staged     integer not null default 0,                  -- rows that stand in extract_row
  staged_at  timestamptz,                                 -- all of them do
  fault      text,                                        -- why they cannot all be read, in a sentence
  settled    integer not null default 0,                  -- rows up to this ordinal have an outcome
  loaded     integer not null default 0,
  linked     integer not null default 0,
  refused    integer not null default 0,
  check (loaded + linked + refused = settled and settled <= staged),
  unique (agency_id, profile, kind, sha256)               -- the same content is the same file: it is never loaded twice
);
create index extract_file_extract on extract_file (extract_id);

create table extract_row (
  id        uuid primary key,
  file_id   uuid not null,
  agency_id uuid not null,
  ordinal   integer not null,                             -- 1 is the first row under the heading
  line      integer not null,                             -- the physical line on which it begins; the heading's is 1
  key       text collate "C" not null,                    -- the source's reference, as it came
  cells     text[] not null,                              -- as they came, in the order of the file's headings
  digest    bigint not null,                              -- of the cells: finds a row that repeats another
  fault     text,                                         -- what is wrong with the row's form, in plain words
  unique (file_id, ordinal)
);
create index extract_row_key on extract_row (key, agency_id, digest);   -- the key first: it tells rows apart at the first look

create table extract_correction (
  row_id       uuid not null references extract_row,
  version      integer not null check (version > 0),
  agency_id    uuid not null,
  cells        text[] not null,
  corrected_by uuid not null references officer,
  corrected_at timestamptz not null default now(),
  primary key (row_id, version)
);

-- What became of a row; its last attempt is what holds. A row waits when nothing is wrong with it but its nominal is not loaded.
create table extract_outcome (
  row_id     uuid not null,
  attempt    integer not null default 1 check (attempt > 0),
  version    integer not null default 0,                  -- which cells were read: 0 as they came, else a correction
  file_id    uuid not null,
  agency_id  uuid not null,
  outcome    text not null check (outcome in ('loaded', 'linked', 'refused')),
  reasons    text[] not null default '{}',
  waits      boolean not null default false,
  nominal_id uuid,
  settled_at timestamptz not null default now(),
  primary key (row_id, attempt),
  check ((outcome = 'refused') = (nominal_id is null) and (outcome = 'refused') = (cardinality(reasons) > 0)),
  check (not waits or outcome = 'refused')
);
create index extract_outcome_refused on extract_outcome (file_id, row_id) where cardinality(reasons) > 0;
create index extract_outcome_waits on extract_outcome (agency_id) where waits;

-- Which nominal a source's reference names, and what that source's row says of who leads. Crosses walls: the importer's alone.
create table extract_reference (
  agency_id  uuid not null,
  profile    text not null,
  extract_id uuid not null,                               -- that brought it first
  key        text collate "C" not null,
  nominal_id uuid not null references nominal,
  row_id     uuid not null,
  source_ref text not null,
  rank       smallint not null,                           -- 1 the register's force, 2 the probation region, 3 the prison: the lowest leads
  unit_id    uuid references unit,                        -- null: the row does not say
  partner    boolean not null,                            -- whether the unit has a part in the case when another leads it
  manager    text not null default '',                    -- as the source writes its record manager
  mappa      boolean not null default false,              -- the source says that the person is managed under MAPPA
  mappa_level integer check (mappa_level between 1 and 3),
  primary key (key, agency_id, profile)
);
create index extract_reference_nominal on extract_reference (nominal_id);

-- A number that two nominals bear who were not made one, and why: for the reconciliation desk. Crosses walls: the importer's alone.
create table kept_apart (
  id          uuid primary key,
  row_id      uuid not null references extract_row,
  nominal_id  uuid not null references nominal,           -- whom the row became or joined
  other_id    uuid not null references nominal,
  reason      text not null,                              -- which number they share, and what speaks against one person
  found_at    timestamptz not null default now()
);
create index kept_apart_nominal on kept_apart (nominal_id);
create index kept_apart_other on kept_apart (other_id);

-- Every fact names an officer and an agency that there are. Checked once a statement: two foreign keys checked once a row cost twice
-- what writing the fact does (measured: 5 microseconds a row without, 23 with the three that a fact had). Nobody may delete either.
create function sources_stand() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct a.recorded_by, a.agency_id from added a) s
              where not exists (select from officer o where o.id = s.recorded_by) or not exists (select from agency g where g.id = s.agency_id)) then
    raise exception 'a row of % names an officer or an agency that does not exist', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
revoke all on function sources_stand() from public;

do $$ declare t text; begin
  foreach t in array array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody',
      'entry', 'statement', 'basis', 'ownership', 'record_manager', 'partner', 'arrangement', 'residence'] loop
    execute format('alter table %I drop constraint %I, drop constraint %I', t, t || '_recorded_by_fkey', t || '_agency_id_fkey');
    execute format('create trigger sources_stand_added after insert on %I referencing new table as added for each statement execute function sources_stand()', t);
    execute format('create trigger sources_stand_changed after update on %I referencing new table as added for each statement execute function sources_stand()', t);
  end loop;
end $$;

do $$
declare
  t text;
  own constant text := $q$agency_id = (select nullif(current_setting('app.agency', true), '')::uuid) and (select current_setting('app.role', true)) = 'data-steward'$q$;
  by_me constant text := $q$ = (select nullif(current_setting('app.officer', true), '')::uuid)$q$;
begin
  foreach t in array array['extract', 'extract_file', 'extract_row', 'extract_correction', 'extract_outcome', 'extract_reference', 'kept_apart'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy importer_loads on %I to concord_importer using (true) with check (true)', t);
    execute format('grant select, insert on %I to concord_importer', t);
  end loop;

  -- A data steward sees the staged rows of their own agency. Not which of them were loaded and which were linked, nor to whom:
  -- that would tell whether another agency has a record of the person. So those columns are not granted.
  foreach t in array array['extract_file', 'extract_row', 'extract_correction', 'extract_outcome'] loop
    execute format('create policy stewards_own on %I for select to concord_app using (%s)', t, own);
  end loop;
  execute format('create policy stewards_own on extract for select to concord_app using ((%s) or exists (select from extract_file f where f.extract_id = extract.id))', own);
  execute format('create policy asked_for on extract for insert to concord_app with check (%s and asked_by %s)', own, by_me);
  execute format('create policy stopped_and_started on extract for update to concord_app using (%s and asked_by is not null and finished_at is null)', own);
  execute format('create policy asked_for on extract_file for insert to concord_app with check (%s and exists (select from extract e where e.id = extract_id and e.asked_by %s))', own, by_me);
  execute format('create policy put_right on extract_correction for insert to concord_app with check (%s and corrected_by %s and exists (select from extract_row r where r.id = row_id))', own, by_me);
end $$;

grant select, insert on extract to concord_app;
grant select (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding, staged, staged_at, fault, settled, refused) on extract_file to concord_app;
grant insert (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding) on extract_file to concord_app;
grant select on extract_row to concord_app;
grant select, insert on extract_correction to concord_app;
grant select (row_id, attempt, version, file_id, agency_id, reasons, waits, settled_at) on extract_outcome to concord_app;
grant update (stopped_at) on extract to concord_app;
grant update (finished_at) on extract to concord_importer;
grant update (staged, staged_at, fault, settled, loaded, linked, refused) on extract_file to concord_importer;

-- A person whom a source now calls a counter-terrorism case is no longer managed under an area's arrangement, whose co-ordinators would
-- read it in full. Only what an extract said is ended; what people decided stays until people decide otherwise.
create function close_area_arrangements(ids uuid[], counter_terrorism_area text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update arrangement a set during = tstzrange(lower(a.during), greatest(now(), lower(a.during) + interval '1 microsecond'))
   where a.nominal_id = any(ids) and a.area <> counter_terrorism_area and a.source_kind = 'extract' and now() <@ a.during
     and exists (select from basis b where b.nominal_id = a.nominal_id and b.counter_terrorism
                    and (now() at time zone 'Europe/London')::date <@ b.during)
$$;
revoke all on function close_area_arrangements(uuid[], text) from public;
grant execute on function close_area_arrangements(uuid[], text) to concord_importer;

-- The rows that are refused and have not been settled otherwise since.
create view extract_refusal with (security_invoker) as
  select o.row_id, o.attempt, o.version, o.file_id, o.agency_id, o.reasons, o.waits, o.settled_at
    from extract_outcome o
   where cardinality(o.reasons) > 0 and not exists (select from extract_outcome l where l.row_id = o.row_id and l.attempt > o.attempt);
grant select on extract_refusal to concord_app, concord_importer;
