-- Files that an entry of a chronology carries. A link is of the entry as it was first written and of the file as it was first added, so that a
-- correction of either carries it on; it is taken off by a row that says why, and both rows are kept.

create table attachment (
  id          uuid primary key,
  nominal_id  uuid not null references nominal,
  entry_id    uuid not null,
  file_id     uuid not null references file,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  agency_id   uuid not null references agency,
  unique (id, nominal_id),
  foreign key (file_id, nominal_id) references file (id, nominal_id)
);
create index attachment_entry on attachment (entry_id);
create index attachment_file on attachment (file_id);
create index attachment_nominal on attachment (nominal_id);

create table attachment_taken_off (
  attachment_id uuid primary key,
  nominal_id    uuid not null,
  why           text not null check (length(btrim(why)) between 1 and 500),
  recorded_at   timestamptz not null default now(),
  recorded_by   uuid not null references officer,
  agency_id     uuid not null references agency,
  foreign key (attachment_id, nominal_id) references attachment (id, nominal_id)
);
create index attachment_taken_off_nominal on attachment_taken_off (nominal_id);

do $$
declare
  t text;
  me constant text := $q$(select nullif(current_setting('app.officer', true), '')::uuid)$q$;
  mine constant text := $q$(select nullif(current_setting('app.agency', true), '')::uuid)$q$;
  open constant text := $q$nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])$q$;
begin
  foreach t in array array['attachment', 'attachment_taken_off'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy of_an_open_file on %I for select to concord_app using (%s)', t, open);
    execute format('create policy in_ones_own_name on %I for insert to concord_app with check (%s and recorded_by = %s and agency_id = %s and recorded_at = now() and (select may_write()))', t, open, me, mine);
    execute format('grant select on %I to concord_app', t);
    execute format('create trigger record_changed after insert on %I referencing new table as added for each statement execute function record_changed_besides()', t);
  end loop;
end $$;
grant insert (id, nominal_id, entry_id, file_id, recorded_by, agency_id) on attachment to concord_app;
grant insert (attachment_id, nominal_id, why, recorded_by, agency_id) on attachment_taken_off to concord_app;

-- The version that stands of an entry or a file, by any of its versions; null: it was withdrawn. And the one that was first.
create function entry_first(entry uuid) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive before as (select e.id, e.supersedes, 1 as step from entry e where e.id = $1
                            union all select e.id, e.supersedes, b.step + 1 from before b join entry e on e.id = b.supersedes where b.step < 1000)
  select b.id from before b where b.supersedes is null
$$;
create function entry_standing(entry uuid) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive later as (select e.id, e.superseded_at, e.superseded_by, 1 as step from entry e where e.id = $1
                           union all select e.id, e.superseded_at, e.superseded_by, l.step + 1 from later l join entry e on e.id = l.superseded_by where l.step < 1000)
  select l.id from later l where l.superseded_at is null
$$;
create function file_first(file uuid) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive before as (select f.id, f.supersedes, 1 as step from file f where f.id = $1
                            union all select f.id, f.supersedes, b.step + 1 from before b join file f on f.id = b.supersedes where b.step < 1000)
  select b.id from before b where b.supersedes is null
$$;
-- `known`: at a moment; 'infinity': now.
create function file_version(file uuid, known timestamptz) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive later as (select f.id, f.superseded_at, f.superseded_by, 1 as step from file f where f.id = $1
                           union all select f.id, f.superseded_at, f.superseded_by, l.step + 1 from later l join file f on f.id = l.superseded_by
                                      where l.superseded_at <= known and l.step < 1000)
  select l.id from later l where l.superseded_at is null or l.superseded_at > known
$$;

-- What holds of a link, whoever writes it: both ends are of the record, stand and are given by their first versions; what is held elsewhere has no
-- content here, and so no file; nothing is attached twice; 20 at most. An entry is its own agency's, and the lead agency's to put right (0012).
create function attachment_is_in_order() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  standing record;
  lead uuid;
begin
  perform 1 from nominal_file f where f.nominal_id = new.nominal_id for no key update;   -- one after the other, for the limit and for twice
  select e.* into standing from entry e where e.id = entry_standing(new.entry_id) and e.nominal_id = new.nominal_id;
  if standing.id is null or entry_first(new.entry_id) <> new.entry_id then raise exception 'the entry does not stand' using errcode = 'CC409'; end if;
  if file_version(new.file_id, 'infinity') is null or file_first(new.file_id) <> new.file_id then raise exception 'the file does not stand' using errcode = 'CC409'; end if;
  if standing.held_elsewhere <> '' then raise exception 'what is held elsewhere has no file here' using errcode = 'check_violation'; end if;
  if exists (select from attachment a where a.entry_id = new.entry_id and a.file_id = new.file_id and not exists (select from attachment_taken_off t where t.attachment_id = a.id)) then
    raise exception 'the file is attached already' using errcode = 'CC409';
  end if;
  if (select count(*) from attachment a where a.entry_id = new.entry_id and not exists (select from attachment_taken_off t where t.attachment_id = a.id)) >= 20 then
    raise exception 'an entry carries 20 files at most' using errcode = 'check_violation';
  end if;
  select u.agency_id into lead from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = new.nominal_id;
  if new.agency_id not in (standing.agency_id, coalesce(lead, standing.agency_id)) then
    raise exception 'a file is attached by the agency of the entry or by the lead agency' using errcode = 'CC403';
  end if;
  return new;
end $$;
create trigger attachment_is_in_order before insert on attachment for each row execute function attachment_is_in_order();
create function attachment_is_taken_off_in_order() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  theirs uuid;
  of_entry uuid;
  lead uuid;
begin
  select a.agency_id, e.agency_id into theirs, of_entry from attachment a join entry e on e.id = a.entry_id where a.id = new.attachment_id;
  select u.agency_id into lead from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = new.nominal_id;
  if coalesce(new.agency_id not in (theirs, of_entry, coalesce(lead, theirs)), true) then
    raise exception 'a file is taken off by the agency of the entry or by the lead agency' using errcode = 'CC403';
  end if;
  return new;
end $$;
create trigger attachment_is_taken_off_in_order before insert on attachment_taken_off for each row execute function attachment_is_taken_off_in_order();

-- The files that these entries of open records carry, by whichever version of an entry is asked, at a moment ('infinity': now). Of a file that was
-- withdrawn by now it is said that it was, and nothing else of it: not from an earlier day either.
create function attachments_of(entries uuid[], known timestamptz)
  returns table (entry_id uuid, id uuid, file_id uuid, name text, description text, kind text, marking text, caveats text[], withdrawn boolean, attached_at timestamptz, by text, agency text)
language sql stable set search_path = public, pg_temp as $$
  select x.entry, a.id, f.id, case when g.gone then '' else f.name end, case when g.gone then '' else f.description end, f.kind, f.marking, f.caveats, g.gone, a.recorded_at, o.name, c.name
    from unnest($1) as x(entry) join attachment a on a.entry_id = entry_first(x.entry)
    cross join lateral (select file_version(a.file_id, 'infinity') is null as gone) g
    join file f on f.id = coalesce(file_version(a.file_id, known), a.file_id)
    join officer o on o.id = a.recorded_by join agency c on c.id = a.agency_id
   where a.recorded_at <= known and not exists (select from attachment_taken_off t where t.attachment_id = a.id and t.recorded_at <= known)
   order by a.recorded_at, a.id
$$;

-- Whether an entry may leave Concord, as src/nominals/may-leave.ts explains it: never what may be passed on under conditions (3x5x2: C), nor
-- intelligence of which nobody said who may have it, nor a pointer to what is held at a higher classification.
create function may_leave(kind text, grading_scheme text, handling_code text, held_elsewhere text) returns boolean language sql immutable set search_path = public, pg_temp as $$
  select held_elsewhere = '' and case when grading_scheme is null then kind <> 'INTEL' else coalesce(handling_code = 'P', false) end
$$;
-- The files that leave with these entries: none that another entry of the record carries which may not leave, and none that is withdrawn.
create function attachments_to_disclose(entries uuid[], known timestamptz)
  returns table (entry_id uuid, id uuid, file_id uuid, name text, description text, kind text, marking text, caveats text[], withdrawn boolean, attached_at timestamptz, by text, agency text)
language sql stable set search_path = public, pg_temp as $$
  select l.* from attachments_of($1, $2) l join attachment a on a.id = l.id
   where not l.withdrawn and not exists (
     select from attachment b join entry e on e.id = entry_standing(b.entry_id)
      where b.file_id = a.file_id and not may_leave(e.kind, e.grading_scheme, e.handling_code, e.held_elsewhere)
        and not exists (select from attachment_taken_off t where t.attachment_id = b.id))
$$;
do $do$
declare
  was text := pg_get_functiondef('entries_to_disclose(uuid, timestamptz, integer)'::regprocedure);
  becomes text := replace(was, $q$coalesce(e.handling_code in ('P'), true) and e.held_elsewhere = '' as free$q$,
    'may_leave(e.kind, e.grading_scheme, e.handling_code, e.held_elsewhere) as free');
begin
  if becomes = was then raise exception 'entries_to_disclose does not leave out as 0054 wrote it'; end if;
  execute becomes;
end $do$;

revoke all on function entry_first(uuid), entry_standing(uuid), file_first(uuid), file_version(uuid, timestamptz), attachment_is_in_order(), attachment_is_taken_off_in_order(),
  attachments_of(uuid[], timestamptz), may_leave(text, text, text, text), attachments_to_disclose(uuid[], timestamptz) from public;
grant execute on function entry_first(uuid), entry_standing(uuid), file_first(uuid), file_version(uuid, timestamptz), attachments_of(uuid[], timestamptz),
  may_leave(text, text, text, text), attachments_to_disclose(uuid[], timestamptz) to concord_app;
