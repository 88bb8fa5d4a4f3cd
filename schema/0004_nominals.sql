-- The record of a person, as three rows that each carry their own audience, and the dated facts that the audiences are made from.
--
--   nominal           what access *contact* shows, and no more: a reference to quote, a duty desk, a safety instruction
--   nominal_headline  what *summary* shows: names, year of birth, lead agency and unit, status, markers in words
--   nominal_file      that one has it in full: the record's number, its manager, its basis; every fact hangs on this row
--
-- Which access one has *is* which of the three rows come back; no row is *none*, and no different from what does not exist.
-- The columns audience … steady_until are not granted to anybody: policies may use what the role may not read.

create sequence nominal_number;

create table nominal (
  id                 uuid primary key,
  quote              text not null,                       -- to be quoted on the telephone; not the record's number
  duty_desk          text not null default '',
  duty_telephone     text not null default '',
  safety_instruction text not null default 'Do not approach or visit before you have spoken to the duty desk.',
  audience           integer[] not null default '{}',
  denied             integer[] not null default '{}',
  only_for           integer[],
  only_for_shows     text check (only_for_shows in ('none', 'contact')),
  compartments       integer[] not null default '{}',
  hidden_compartments integer[] not null default '{}',
  steady_until       timestamptz                          -- when the next grant begins or ends; null: never reckoned, so seen by nobody
);

create table nominal_headline (
  nominal_id     uuid primary key references nominal,
  name           text not null default '',
  aliases        text[] not null default '{}',
  birth_years    integer[] not null default '{}',
  photograph     uuid,
  agency_name    text not null default '',
  unit_name      text not null default '',
  duty_desk      text not null default '',
  duty_telephone text not null default '',
  status         text not null default 'unknown' check (status in ('custody', 'community', 'archived', 'unknown')),
  status_place   text,
  release_on     date,
  markers        text[] not null default '{}',
  audience       integer[] not null default '{}',
  denied         integer[] not null default '{}',
  only_for       integer[],
  compartments   integer[] not null default '{}',
  steady_until   timestamptz
);

create table nominal_file (
  nominal_id        uuid primary key references nominal,
  reference         text not null,                         -- CN-26-000123
  unit_id           uuid references unit,                  -- the lead unit now; the dated truth is in ownership
  manager_id        uuid references officer,               -- the record manager now, or
  manager_post_id   uuid references post,                  -- the post that holds the case while nobody is named
  counter_terrorism boolean not null default false,
  basis_confirmed   boolean not null default false,
  changed_at        timestamptz not null default now(),
  audience          integer[] not null default '{}',
  denied            integer[] not null default '{}',
  only_for          integer[],
  compartments      integer[] not null default '{}',
  steady_until      timestamptz
);
create index nominal_file_manager on nominal_file (manager_id, changed_at desc);
create index nominal_file_unit on nominal_file (unit_id, changed_at desc);

-- Facts share the provenance columns. `during` is when the fact holds, recorded_at when it was said, by whom and for which agency,
-- and source_ref where it stands in the source: for an extract "visor_addresses.csv:214", file and physical line.
do $$
declare
  kind text;
  provenance constant text := '
    id uuid primary key,
    nominal_id uuid not null references nominal,
    recorded_at timestamptz not null default now(),
    recorded_by uuid not null references officer,
    agency_id uuid not null references agency,
    source_kind text not null check (source_kind in (''extract'', ''officer'', ''partner'')),
    source_ref text not null default '''',
    source_row uuid,
    supersedes uuid,';
  dated constant text := 'during daterange not null default ''(,)'' check (not isempty(during)),';
  timed constant text := 'during tstzrange not null default tstzrange(now(), null) check (not isempty(during)),';
begin
  -- what the person is called, was born, bears, and where they live
  execute 'create table known_name (' || provenance || dated || $c$
    kind text not null, family text not null default '', given text not null default '', full_name text not null)$c$;
  execute 'create table birth (' || provenance || dated || $c$
    kind text not null default 'main' check (kind in ('main', 'alias')), born_on date, place text, as_given text not null default '')$c$;
  execute 'create table sex (' || provenance || dated || $c$ code text not null)$c$;
  execute 'create table nationality (' || provenance || dated || $c$ code text not null)$c$;
  execute 'create table identifier (' || provenance || dated || $c$
    kind text not null, as_given text not null, canonical text, valid boolean not null, why_invalid text,
    check (valid = (canonical is not null)), check (valid = (why_invalid is null)))$c$;
  execute 'create table address (' || provenance || dated || $c$
    kind text not null, flat text not null default '', line text not null default '', town text not null default '', postcode text, address_key text)$c$;
  -- what officers must know, what is in force, and what was written
  execute 'create table marker (' || provenance || dated || $c$
    scheme text not null, code text not null, words text not null, basis text not null default '', incident_on date,
    approved_by uuid references officer, review_on date, verified boolean not null default false)$c$;
  execute 'create table court_order (' || provenance || dated || $c$
    kind text not null, words text not null, court text not null default '', condition text not null default '')$c$;
  execute 'create table registration (' || provenance || dated || $c$
    scheme text not null, code text not null, words text not null)$c$;
  execute 'create table custody (' || provenance || dated || $c$
    place_code text not null, place text not null, in_custody boolean not null, release_on date)$c$;
  execute 'create table entry (' || provenance || $c$
    happened_at timestamptz not null, kind text not null, kind_words text not null,
    type text not null check (type in ('fact', 'reported', 'opinion', 'assessment')), author text not null default '', words text not null)$c$;
  execute 'create table statement (' || provenance || dated || $c$
    kind text not null, words text not null)$c$;                       -- what a source says of itself: its manager, its status, its last change
  -- what access is made from
  execute 'create table basis (' || provenance || dated || $c$
    kind text not null, words text not null, counter_terrorism boolean not null, confirmed boolean not null, decided_by uuid references officer)$c$;
  execute 'create table ownership (' || provenance || timed || $c$
    unit_id uuid not null references unit,
    exclude using gist (nominal_id with =, during with &&))$c$;
  execute 'create table record_manager (' || provenance || timed || $c$
    officer_id uuid references officer, post_id uuid references post, check (num_nonnulls(officer_id, post_id) = 1),
    exclude using gist (nominal_id with =, during with &&))$c$;
  execute 'create table assignment (' || provenance || timed || $c$
    officer_id uuid not null references officer, kind text not null check (kind in ('responsible', 'case team', 'named')))$c$;
  execute 'create table partner (' || provenance || timed || $c$
    unit_id uuid not null references unit, officer_id uuid references officer)$c$;
  execute 'create table arrangement (' || provenance || timed || $c$
    area text not null references area, level integer check (level between 1 and 3))$c$;
  execute 'create table residence (' || provenance || timed || $c$
    force_id uuid not null references agency)$c$;
  execute 'create table exclusion (' || provenance || timed || $c$
    officer_id uuid not null references officer)$c$;
  execute 'create table restriction (' || provenance || timed || $c$
    shows text not null check (shows in ('none', 'contact')),
    exclude using gist (nominal_id with =, during with &&))$c$;
  execute 'create table compartment_of (' || provenance || timed || $c$
    compartment_id uuid not null references compartment)$c$;

  foreach kind in array array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody',
      'statement', 'basis', 'ownership', 'record_manager', 'assignment', 'partner', 'arrangement', 'residence', 'exclusion', 'restriction', 'compartment_of'] loop
    execute format('create index %I on %I (nominal_id)', kind || '_nominal', kind);
  end loop;
end $$;
create table restriction_member (
  id             uuid primary key,
  restriction_id uuid not null references restriction,
  officer_id     uuid not null references officer,
  during         tstzrange not null default tstzrange(now(), null) check (not isempty(during)),
  exclude using gist (restriction_id with =, officer_id with =, during with &&)
);
create index entry_nominal on entry (nominal_id, happened_at desc, id);
create index identifier_canonical on identifier (kind, canonical) where valid;
create index address_exact on address (address_key) where address_key is not null;
create index birth_born_on on birth (born_on);

do $$ declare t text; begin
  foreach t in array array['nominal', 'nominal_headline', 'nominal_file', 'known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker',
      'court_order', 'registration', 'custody', 'entry', 'statement', 'basis', 'ownership', 'record_manager', 'assignment', 'partner', 'arrangement',
      'residence', 'exclusion', 'restriction', 'restriction_member', 'compartment_of', 'compartment', 'compartment_member'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
end $$;
