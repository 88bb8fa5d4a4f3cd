-- Agencies, units, duty desks, posts, officers, and what takes access away again: vetting and training with their ends.
--
-- A *circle* is a number for "those who …": every unit, officer, region, area and compartment has its own, drawn from one
-- sequence, so that "who may see this record" and "who is asking" are two short arrays of numbers that either meet or do not.
-- An actor holds four to six of them. Two are fixed: 1 is every vetted officer, 2 every vetted officer of a responsible authority.

create sequence circle_number as integer start with 100;
grant usage on sequence circle_number to concord_importer;

create table region (
  code        text primary key,
  name        text not null,
  placeholder text,                                   -- why this row is not confirmed; null: confirmed
  circle      integer not null unique default nextval('circle_number')
);
comment on table region is 'A counter-terrorism policing region. Its region leads hold its circle.';

create table area (
  code        text primary key,
  name        text not null,
  placeholder text,
  circle      integer not null unique default nextval('circle_number')
);
comment on table area is 'A MAPPA area, or CT MAPPA: the arrangement under which a case is managed. Its co-ordinators hold its circle.';

create table agency (
  id          uuid primary key,
  code        text not null unique,
  name        text not null,
  name_welsh  text,
  kind        text not null check (kind in ('police', 'counter-terrorism', 'probation', 'prison', 'oversight', 'register')),
  region      text references region,
  area        text references area,
  source      text,
  placeholder text,
  circle      integer not null unique default nextval('circle_number'),
  local_circle integer not null unique default nextval('circle_number')
);
comment on column agency.local_circle is 'Held by the local points of contact of this force: they see, in summary, everyone who lives or stays there.';

create table unit (
  id          uuid primary key,
  agency_id   uuid not null references agency,
  parent_id   uuid references unit,
  code        text not null unique,
  name        text not null,
  kind        text not null,
  region      text references region,
  area        text references area,
  active      boolean not null default true,
  placeholder text,
  circle      integer not null unique default nextval('circle_number'),
  lead_circle integer not null unique default nextval('circle_number'),
  duty_circle integer not null unique default nextval('circle_number'),
  check (parent_id <> id)
);
create index unit_agency on unit (agency_id);
create index unit_parent on unit (parent_id);

create table duty_desk (
  unit_id      uuid primary key references unit,
  name         text not null,
  contact_name text not null,                         -- what access *contact* shows: never a specialist unit's name
  telephone    text not null
);

create table officer (
  id          uuid primary key,
  agency_id   uuid not null references agency,
  subject     text unique,                            -- the sign-in provider's name for this person; null: cannot sign in
  name        text not null,
  source_name text,                                   -- as extracts write it, for example "DC R. Ashdown"
  service     boolean not null default false,         -- a program, for example the importer
  disabled_at timestamptz,
  circle      integer not null unique default nextval('circle_number')
);
create index officer_source_name on officer (source_name);

create table post (
  id          uuid primary key,
  unit_id     uuid not null references unit,
  title       text not null,
  unallocated boolean not null default false,         -- holds the unit's cases that nobody is named for
  unique (unit_id, title)
);
create unique index post_unallocated on post (unit_id) where unallocated;

create table post_holding (
  id          uuid primary key,
  post_id     uuid not null references post,
  officer_id  uuid not null references officer,
  during      tstzrange not null check (not isempty(during)),
  exclude using gist (post_id with =, officer_id with =, during with &&)
);

create table role_held (
  id          uuid primary key,
  officer_id  uuid not null references officer,
  unit_id     uuid not null references unit,
  role        text not null check (role in ('officer', 'supervisor', 'region-lead', 'duty-officer', 'local-contact', 'control-room',
                'mappa-coordinator', 'national-coordinator', 'interventions-lead', 'reconciliation-desk', 'commissioner-reader',
                'inspector', 'auditor', 'data-protection-officer', 'data-steward', 'administrator')),
  during      tstzrange not null check (not isempty(during)),
  exclude using gist (officer_id with =, unit_id with =, role with =, during with &&)
);

create table vetting (
  id          uuid primary key,
  officer_id  uuid not null references officer,
  level       text not null,
  during      daterange not null check (not isempty(during)),   -- days in Europe/London
  source      text
);
create index vetting_officer on vetting (officer_id);

create table training (
  id           uuid primary key,
  officer_id   uuid not null references officer,
  course       text not null,
  during       daterange not null check (not isempty(during)),  -- days in Europe/London
  extended_to  date,                                            -- once, by a supervisor, at most 28 days, with a reason
  extended_by  uuid references officer,
  extension_reason text,
  check ((extended_to is null) = (extended_by is null) and (extended_to is null) = (extension_reason is null)),
  check (extended_by <> officer_id),
  check (extended_to - upper(during) < 28)                      -- upper() is the first day after the last
);
create index training_officer on training (officer_id);

create table duty_shift (
  id          uuid primary key,
  unit_id     uuid not null references unit,
  officer_id  uuid not null references officer,
  during      tstzrange not null check (not isempty(during)),
  exclude using gist (unit_id with =, officer_id with =, during with &&)
);

create index duty_shift_officer on duty_shift (officer_id);

create table compartment (
  id          uuid primary key,
  name        text not null,
  shows       text not null check (shows in ('none', 'contact')),
  circle      integer not null unique default nextval('circle_number')
);
create table compartment_member (
  id             uuid primary key,
  compartment_id uuid not null references compartment,
  officer_id     uuid not null references officer,
  during         tstzrange not null check (not isempty(during)),
  exclude using gist (compartment_id with =, officer_id with =, during with &&)
);
create index compartment_member_officer on compartment_member (officer_id);

-- Reference rows are read by everyone who is signed in and written when reference/ is loaded. Compartments are read by nobody:
-- their names alone would tell.
grant select on region, area, agency, unit, duty_desk, officer, post, post_holding, role_held, vetting, training, duty_shift to concord_app, concord_importer;
