-- Photographs and documents about a person. A file is a fact with the shared provenance columns; its bytes lie sealed in chunks of this
-- database or in a bucket (docs/decisions/files.md), under a key that only the row here has.
--
--   file          the fact: what it is, of when, from whom, under which marking
--   file_content  what is kept of it: the whole, and of a photograph a small size; where, how large, its hash, its key
--   file_object   a place for sealed bytes, noted before the first byte is written there
--   file_chunk    the sealed bytes of a place in this database
--
-- A place that no file names an hour after it was begun belongs to an upload that failed, and is cleared away.

create table file_object (
  id        uuid primary key,
  store     text not null check (store in ('database', 's3')),
  begun_at  timestamptz not null default now()
);
create index file_object_begun_at on file_object (begun_at);

create table file_chunk (
  object_id uuid not null references file_object on delete cascade,
  ordinal   integer not null check (ordinal between 0 and 400),
  sealed    bytea not null check (octet_length(sealed) between 16 and 262160),   -- 256 KiB and its seal
  primary key (object_id, ordinal)
);
alter table file_chunk alter column sealed set storage external;               -- what is encrypted does not compress

create table file (
  id           uuid primary key,
  nominal_id   uuid not null references nominal,
  recorded_at  timestamptz not null default now(),
  recorded_by  uuid not null references officer,
  agency_id    uuid not null references agency,
  source_kind  text not null check (source_kind in ('extract', 'officer', 'partner')),
  source_ref   text not null default '',
  source_row   uuid,
  supersedes   uuid,
  why          text not null default '' check (length(why) <= 500),
  superseded_at timestamptz,                                                    -- as of every fact (0012)
  superseded_by uuid,
  kind         text not null check (kind in ('photograph', 'document')),
  taken_on     date,                                                            -- of a photograph; null: nobody knows
  description  text not null check (length(description) between 1 and 500),
  marking      text not null check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),   -- nothing above may be held here
  caveats      text[] not null default '{}' check (cardinality(caveats) <= 6),
  name         text not null check (length(name) between 1 and 120),            -- as sent, cleaned
  given_type   text not null,                                                   -- what came, found from its content
  given_size   bigint not null check (given_size > 0),                          -- bytes
  given_sha256 text not null check (given_sha256 ~ '^[0-9a-f]{64}$'),
  rewritten    boolean not null,                                                -- what is kept was made anew from what came
  unique (id, nominal_id),
  foreign key (supersedes, nominal_id) references file (id, nominal_id),        -- a correction is of the same record
  check (kind = 'photograph' or taken_on is null),
  check (taken_on <= (recorded_at at time zone 'Europe/London')::date),
  -- The rule of src/nominals/marked-too-high.ts at its plainest: what stands alone on a line as a marking, or is called one.
  check (concat_ws(E'\n', description, name) !~* '(^|\n)[^[:alnum:]]*(uk |nato )?(top[ -]?)?secret[^[:alnum:]]*(\n|$)'),
  check (concat_ws(E'\n', description, name) !~* '(classification|classified|marking|marked)( as)?[ :]+(uk |nato )?(top[ -]?)?secret')
);
create index file_nominal on file (nominal_id, recorded_at desc, id desc);
-- Sent twice is kept once. Within one record, so that it tells nothing across a wall; a correction names what it corrects.
create unique index file_given_once on file (nominal_id, given_sha256) where supersedes is null and superseded_at is null;

create table file_content (
  file_id    uuid not null,
  form       text not null check (form in ('whole', 'small')),
  nominal_id uuid not null references nominal,
  object_id  uuid not null references file_object,
  media_type text not null,
  size       bigint not null check (size > 0 and size <= 26214400),             -- bytes before sealing; 25 MiB
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),                   -- of the bytes before sealing
  key        bytea not null check (octet_length(key) = 32),                     -- AES-256-GCM
  primary key (file_id, form),
  foreign key (file_id, nominal_id) references file (id, nominal_id)
);

create index file_content_object on file_content (object_id);
create trigger supersede after insert on file for each row when (new.supersedes is not null) execute function supersede();

alter table nominal_headline add column photograph_taken_on date;
grant select (photograph_taken_on) on nominal_headline to concord_app;

do $$ declare t text; begin
  foreach t in array array['file', 'file_content', 'file_object', 'file_chunk'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy importer_loads on %I to concord_importer using (true) with check (true)', t);
    execute format('grant select, insert on %I to concord_importer', t);
  end loop;
  foreach t in array array['file', 'file_content'] loop
    execute format($p$create policy of_an_open_file on %I for select to concord_app
      using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]))$p$, t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;

-- Whoever has the headline may see the photograph in it: its bytes, and nothing that was written about it.
create policy in_a_headline on file_content for select to concord_app
  using (exists (select from nominal_headline h where h.nominal_id = file_content.nominal_id and h.photograph = file_content.file_id));

create policy of_a_content on file_object for select to concord_app
  using (exists (select from file_content c where c.object_id = file_object.id));
grant select (id, store) on file_object to concord_app;

-- Whose a file is, so that the record can be opened or not: the answer is for open_records() and is shown to nobody.
create function nominal_of_file(file uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select f.nominal_id from file f where f.id = $1
$$;
revoke all on function nominal_of_file(uuid) from public;
grant execute on function nominal_of_file(uuid) to concord_app;

-- An officer adds to a record that is open to them in full, in their own and their agency's name; the contents with the file, never later.
create policy added_by_an_officer on file for insert to concord_app with check (
  nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])
  and recorded_by = (select nullif(current_setting('app.officer', true), '')::uuid)
  and agency_id = (select nullif(current_setting('app.agency', true), '')::uuid)
  and (select may_write())
  and recorded_at = now() and source_kind = 'officer');
create policy added_with_its_file on file_content for insert to concord_app with check (
  exists (select from file f where f.id = file_id and f.nominal_id = file_content.nominal_id and f.recorded_at = now()
             and f.recorded_by = (select nullif(current_setting('app.officer', true), '')::uuid)));
grant insert (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, supersedes, why, kind, taken_on, description, marking, caveats, name, given_type,
              given_size, given_sha256, rewritten) on file to concord_app;
grant insert on file_content to concord_app;

-- Sealed bytes come before the row that names them, so they are written by nobody in particular, and only into a place that no file names.
create function file_object_is_free(object uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from file_object o where o.id = $1 and o.store = 'database') and not exists (select from file_content c where c.object_id = $1)
$$;
revoke all on function file_object_is_free(uuid) from public;
grant execute on function file_object_is_free(uuid) to concord_app, concord_importer;
create policy begun on file_object for insert to concord_app with check (begun_at = now());
create policy into_a_free_place on file_chunk for insert to concord_app with check (file_object_is_free(object_id));
grant insert (id, store) on file_object to concord_app;
grant insert on file_chunk to concord_app;

-- No one is granted to read chunks. The key that an audited look found opens them: its hash is asked for, so that whoever has not looked
-- cannot fetch even what they could not read.
create function sealed_chunk(object uuid, chunk integer, key_sha256 text) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
  select k.sealed from file_chunk k
   where k.object_id = $1 and k.ordinal = $2
     and exists (select from file_content c where c.object_id = $1 and encode(sha256(c.key), 'hex') = $3)
$$;
revoke all on function sealed_chunk(uuid, integer, text) from public;
grant execute on function sealed_chunk(uuid, integer, text) to concord_app;

-- Uploads that failed. They are locked until the transaction ends, so that a file which is being added to one waits and then fails whole.
create function stray_file_objects(most integer) returns table (id uuid, store text)
language sql volatile security definer set search_path = public, pg_temp as $$
  select o.id, o.store from file_object o
   where o.begun_at < now() - interval '1 hour' and not exists (select from file_content c where c.object_id = o.id)
   order by o.begun_at limit least($1, 1000) for update of o skip locked
$$;
create function clear_file_objects(ids uuid[]) returns integer
language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (delete from file_object o
                 where o.id = any($1) and o.begun_at < now() - interval '1 hour' and not exists (select from file_content c where c.object_id = o.id)
                returning 1)
  select count(*)::integer from gone
$$;
revoke all on function stray_file_objects(integer), clear_file_objects(uuid[]) from public;
grant execute on function stray_file_objects(integer), clear_file_objects(uuid[]) to concord_app;
create index file_content_nominal on file_content (nominal_id);

-- The newest photograph that stands is the one in the headline; one that nobody can date comes after those with a date.
create function photographs_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct c.nominal_id) into ids from changed c;
  if ids is null then return null; end if;
  perform 1 from nominal n where n.id = any(ids) order by n.id for no key update;
  update nominal_headline h set photograph = p.id, photograph_taken_on = p.taken_on
    from unnest(ids) as n(id)
    left join lateral (select f.id, f.taken_on from file f
                        where f.nominal_id = n.id and f.kind = 'photograph' and f.superseded_at is null
                        order by f.taken_on desc nulls last, f.recorded_at desc, f.id desc limit 1) p on true
   where h.nominal_id = n.id and (h.photograph, h.photograph_taken_on) is distinct from (p.id, p.taken_on);
  update nominal_file f set changed_at = now() where f.nominal_id = any(ids);
  return null;
end $$;
revoke all on function photographs_changed() from public;
create trigger photographs_after_insert after insert on file referencing new table as changed for each statement execute function photographs_changed();
create trigger photographs_after_update after update on file referencing new table as changed for each statement execute function photographs_changed();
