-- Who may see one entry of a chronology, or one file: a list (only these), exclusions (not these); deny wins. What somebody may not see of a record
-- is not there for them: not on a page, in a count, a time, a copy or a search, and nor is what hangs on it (docs/decisions/walls-of-parts.md).
--
-- One mechanism: a row that has, or ever had, a wall says by which first version its walls are kept (walled_as); a restrictive policy on every table that
-- holds such rows, for every role, asks sees_part() about those rows alone. Row security is forced on the owner too, so that functions with the owner's rights see
-- through the same policy, those of today and those to come. What has no wall costs one comparison with null.

create table part_restriction (
  id          uuid primary key,
  nominal_id  uuid not null references nominal,
  part_kind   text not null check (part_kind in ('entry', 'file')),
  part_id     uuid not null,                                             -- the version that was first
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  agency_id   uuid not null references agency,
  during      tstzrange not null check (not isempty(during) and not upper_inf(during)),
  why         text not null check (length(btrim(why)) between 10 and 500),
  ended_at    timestamptz,
  ended_by    uuid references officer,
  ended_why   text check (length(btrim(ended_why)) between 10 and 500),
  constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3)),
  exclude using gist (part_id with =, during with &&)
);
create table part_restriction_member (
  restriction_id uuid not null references part_restriction,
  officer_id     uuid not null references officer,
  since          timestamptz not null default now(),
  primary key (restriction_id, officer_id)
);
create table part_exclusion (
  id          uuid primary key,
  nominal_id  uuid not null references nominal,
  part_kind   text not null check (part_kind in ('entry', 'file')),
  part_id     uuid not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  agency_id   uuid not null references agency,
  during      tstzrange not null check (not isempty(during)),
  officer_id  uuid not null references officer check (officer_id <> recorded_by),
  why         text not null check (length(btrim(why)) between 10 and 500),
  ended_at    timestamptz,
  ended_by    uuid references officer check (ended_by <> officer_id),
  ended_why   text check (length(btrim(ended_why)) between 10 and 500),
  constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3)),
  exclude using gist (part_id with =, officer_id with =, during with &&)
);
create index part_restriction_nominal on part_restriction (nominal_id);
create index part_exclusion_nominal on part_exclusion (nominal_id);
create index part_restriction_member_officer on part_restriction_member (officer_id);
create trigger only_ends before update or delete on part_restriction for each row execute function wall_only_ends();
create trigger only_ends before update or delete on part_exclusion for each row execute function wall_only_ends();
do $$ declare t text; begin
  foreach t in array array['part_restriction', 'part_restriction_member', 'part_exclusion'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
end $$;

-- Null: it never had a wall. Kept when the wall ends; what then lets it be seen is sees_part().
alter table entry add column walled_as uuid;
alter table file add column walled_as uuid;
alter table file_content add column walled_as uuid;
alter table withdrawal add column walled_as uuid;
-- a link is of the first version of an entry and the first of a file already
alter table attachment add column walled boolean not null default false;
alter table attachment_taken_off add column walled boolean not null default false;
-- a copy that was passed on: which parts with walls it may carry
alter table disclosure add column walled_as uuid[] not null default '{}';
create index entry_walled on entry (walled_as) where walled_as is not null;
create index file_walled on file (walled_as) where walled_as is not null;

-- Whether an officer passes the walls of a part itself.
create function passes_walls(part uuid, officer uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from part_exclusion e where e.part_id = $1 and e.officer_id = $2 and now() <@ e.during)
     and not exists (select from part_restriction r where r.part_id = $1 and now() <@ r.during
                        and not exists (select from part_restriction_member m where m.restriction_id = r.id and m.officer_id = $2))
$$;
-- The entries that carry a file, or ever did. (Beyond the walls, because sees_part() asks it: whoever does not see an entry does not see its files.)
create function entries_carrying(file uuid) returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
declare was constant text := coalesce(current_setting('app.beyond_walls', true), '');
begin
  perform set_config('app.beyond_walls', 'on', true);
  return query select a.entry_id from attachment a where a.file_id = entries_carrying.file;
  perform set_config('app.beyond_walls', was, true);
end $$;
-- Whether whoever asks sees a part that has walls. Who asks is told by enter(), or in the one-statement look by their circles alone. Where nobody asks (an
-- import, a backup, upkeep) everything is seen; where somebody asks who is not found, nothing.
create function sees_part(part uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  circles constant text := nullif(current_setting('app.circles', true), '');
begin
  if current_setting('app.beyond_walls', true) = 'on' then return true; end if;
  if me is null then
    if circles is null then return true; end if;
    select o.id into me from officer o where o.circle = any(circles::integer[]);
    if me is null then return false; end if;
  end if;
  return coalesce(passes_walls(part, me) and not exists (select from entries_carrying(part) c where not passes_walls(c, me)), false);
end $$;
create function sees_parts(parts uuid[]) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(bool_and(sees_part(p)), true) from unnest($1) p
$$;
-- Whether a part has a wall at all now, whoever asks: then it is in nothing that is shown to all alike (the photograph of a headline).
create function has_walls(part uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from (select $1 as id union all select entries_carrying($1)) p
                  where exists (select from part_exclusion e where e.part_id = p.id and now() <@ e.during)
                     or exists (select from part_restriction r where r.part_id = p.id and now() <@ r.during))
$$;
revoke all on function passes_walls(uuid, uuid), entries_carrying(uuid), has_walls(uuid) from public;
-- (policies call these: they say of an id whether whoever asks may see it, and of one that does not exist that they may)
revoke all on function sees_part(uuid), sees_parts(uuid[]) from public;
grant execute on function sees_part(uuid), sees_parts(uuid[]) to concord_app, concord_importer, concord_destroyer;

create policy within_its_walls on entry as restrictive for select using (walled_as is null or sees_part(walled_as));
create policy within_its_walls on file as restrictive for select using (walled_as is null or sees_part(walled_as));
create policy within_its_walls on file_content as restrictive for select using (walled_as is null or sees_part(walled_as));
create policy within_its_walls on withdrawal as restrictive for select using (walled_as is null or sees_part(walled_as));
create policy within_its_walls on attachment as restrictive for select using (not walled or sees_part(entry_id) and sees_part(file_id));
create policy within_its_walls on attachment_taken_off as restrictive for select
  using (not walled or exists (select from attachment a where a.id = attachment_id));
create policy within_its_walls on disclosure as restrictive for select using (walled_as = '{}' or sees_parts(walled_as));

-- What comes to a part that has walls has them too: a correction, a withdrawal, the bytes of a file, a link.
create function walls_are_carried_on() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare was constant text := coalesce(current_setting('app.beyond_walls', true), '');
begin
  perform set_config('app.beyond_walls', 'on', true);
  if tg_table_name = 'entry' then
    select e.walled_as into new.walled_as from entry e where e.id = new.supersedes;
  elsif tg_table_name = 'file' then
    if new.supersedes is not null then
      select f.walled_as into new.walled_as from file f where f.id = new.supersedes;
    -- An extract that brings again what has walls passes over it, as over any file that is there.
    elsif new.source_kind = 'extract' and exists (select from file f where f.nominal_id = new.nominal_id and f.given_sha256 = new.given_sha256
                                                    and f.superseded_at is null and f.walled_as is not null) then
      perform set_config('app.beyond_walls', was, true);
      return null;
    end if;
  elsif tg_table_name = 'file_content' then
    select f.walled_as into new.walled_as from file f where f.id = new.file_id;
  elsif tg_table_name = 'withdrawal' then
    if new.fact_table = 'entry' then select e.walled_as into new.walled_as from entry e where e.id = new.fact_id; end if;
    if new.fact_table = 'file' then select f.walled_as into new.walled_as from file f where f.id = new.fact_id; end if;
  elsif tg_table_name = 'attachment' then
    new.walled := exists (select from entry e where e.id = new.entry_id and e.walled_as is not null)
               or exists (select from file f where f.id = new.file_id and f.walled_as is not null);
  elsif tg_table_name = 'attachment_taken_off' then
    new.walled := exists (select from attachment a where a.id = new.attachment_id and a.walled);
  end if;
  perform set_config('app.beyond_walls', was, true);
  return new;
end $$;
create trigger walls_are_carried_on before insert on entry for each row when (new.supersedes is not null) execute function walls_are_carried_on();
create trigger walls_are_carried_on before insert on file for each row execute function walls_are_carried_on();
create trigger walls_are_carried_on before insert on file_content for each row execute function walls_are_carried_on();
create trigger walls_are_carried_on before insert on withdrawal for each row when (new.fact_table in ('entry', 'file')) execute function walls_are_carried_on();
create trigger walls_are_carried_on before insert on attachment for each row execute function walls_are_carried_on();
create trigger walls_are_carried_on before insert on attachment_taken_off for each row execute function walls_are_carried_on();

-- Marks a part and what hangs on it, once and for good; of an entry its files too.
create function mark_walled(kind text, part uuid, nominal uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare chain uuid[]; first_at timestamptz; f uuid; was constant text := coalesce(current_setting('app.beyond_walls', true), '');
begin
  perform set_config('app.beyond_walls', 'on', true);
  if kind = 'entry' then
    with recursive c as (select e.id, e.recorded_at from entry e where e.id = part union select e.id, e.recorded_at from c join entry e on e.supersedes = c.id)
    select array_agg(c.id), min(c.recorded_at) into chain, first_at from c;
    update entry e set walled_as = part where e.id = any(chain) and e.walled_as is null;
    update attachment a set walled = true where a.entry_id = part and not a.walled;
    for f in select distinct a.file_id from attachment a where a.entry_id = part loop perform mark_walled('file', f, nominal); end loop;
  else
    with recursive c as (select e.id, e.recorded_at from file e where e.id = part union select e.id, e.recorded_at from c join file e on e.nominal_id = nominal and e.supersedes = c.id)
    select array_agg(c.id), min(c.recorded_at) into chain, first_at from c;
    update file e set walled_as = part where e.id = any(chain) and e.walled_as is null;
    update file_content e set walled_as = part where e.file_id = any(chain) and e.walled_as is null;
    update attachment a set walled = true where a.file_id = part and not a.walled;
  end if;
  update withdrawal w set walled_as = part where w.fact_table = kind and w.fact_id = any(chain) and w.walled_as is null;
  update attachment_taken_off t set walled = true where t.nominal_id = nominal and not t.walled and exists (select from attachment a where a.id = t.attachment_id and a.walled);
  -- a copy that went out with it is told to nobody who may not see it
  update disclosure d set walled_as = d.walled_as || part
   where d.nominal_id = nominal and 'chronology' = any(d.parts) and d.recorded_at >= first_at and not part = any(d.walled_as);
  -- what is kept for a day to be answered again, and what somebody had begun to type in its place
  update idempotency_key k set status = null, headers = null, body = null, answered_at = null where k.subjects @> array[nominal];
  delete from draft d where exists (select from unnest(chain) c where position(c::text in d.at) > 0 or position(c::text in d.action) > 0);
  perform set_config('app.beyond_walls', was, true);
end $$;
revoke all on function walls_are_carried_on(), mark_walled(text, uuid, uuid) from public;
-- A file that comes to an entry that has walls comes within them.
create function file_comes_within_walls() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare was constant text := coalesce(current_setting('app.beyond_walls', true), ''); comes boolean;
begin
  perform set_config('app.beyond_walls', 'on', true);
  comes := exists (select from entry e where e.id = new.entry_id and e.walled_as is not null) and exists (select from file f where f.id = new.file_id and f.walled_as is null);
  perform set_config('app.beyond_walls', was, true);
  if comes then perform mark_walled('file', new.file_id, new.nominal_id), refresh_photograph(new.nominal_id); end if;
  return null;
end $$;
revoke all on function file_comes_within_walls() from public;
create trigger file_comes_within_walls after insert on attachment for each row when (new.walled) execute function file_comes_within_walls();
-- A copy says of itself which parts with walls its maker saw when it was made.
create function disclosure_within_walls() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if 'chronology' = any(new.parts) then
    new.walled_as := array(select e.walled_as from entry e where e.nominal_id = new.nominal_id and e.walled_as is not null
                           union select f.walled_as from file f where f.nominal_id = new.nominal_id and f.walled_as is not null);
  end if;
  return new;
end $$;
revoke all on function disclosure_within_walls() from public;
create trigger disclosure_within_walls before insert on disclosure for each row execute function disclosure_within_walls();

-- The same bytes beside a file that somebody may not see are a first time to them: what is kept once is what everybody sees.
drop index file_given_once;
create unique index file_given_once on file (nominal_id, given_sha256) where supersedes is null and superseded_at is null and walled_as is null;

-- The moment at which a record last changed is shown to all alike, so what has walls does not move it.
create function part_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (
    select k.nominal_id from nominal_file k
     where k.nominal_id in (select nominal_id from added where source_kind <> 'extract' and walled_as is null) and k.changed_at < now() - interval '2 seconds'
       for no key update skip locked);
  return null;
end $$;
create function withdrawal_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (select nominal_id from added where walled_as is null);
  return null;
end $$;
create function attachment_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (select nominal_id from added where not walled);
  return null;
end $$;
revoke all on function part_changed(), withdrawal_changed(), attachment_changed() from public;
do $do$
declare t text; was text;
begin
  foreach t in array array['entry', 'withdrawal', 'attachment', 'attachment_taken_off'] loop
    select pg_get_triggerdef(g.oid) into was from pg_trigger g where g.tgrelid = t::regclass and g.tgname = 'record_changed';
    if was is null or was !~ (case t when 'entry' then 'record_changed\(\)' else 'record_changed_besides\(\)' end) then raise exception 'record_changed of % is not as expected: %', t, was; end if;
    execute format('drop trigger record_changed on %I', t);
    execute format('create trigger record_changed after insert on %I referencing new table as added for each statement execute function %s()', t,
      case t when 'entry' then 'part_changed' when 'withdrawal' then 'withdrawal_changed' else 'attachment_changed' end);
  end loop;
end $do$;

-- The photograph of a headline is shown to all alike: never one that has a wall now.
create or replace function refresh_photograph(nominal uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare was constant text := coalesce(current_setting('app.beyond_walls', true), '');
begin
  perform set_config('app.beyond_walls', 'on', true);
  update nominal_headline h set photograph = p.id, photograph_taken_on = p.taken_on
    from (select refresh_photograph.nominal as nominal_id) n
    left join lateral (select f.id, f.taken_on from file f
                        where f.nominal_id = n.nominal_id and f.kind = 'photograph' and f.superseded_at is null and (f.walled_as is null or not has_walls(f.walled_as))
                        order by f.taken_on desc nulls last, f.recorded_at desc, f.id desc limit 1) p on true
   where h.nominal_id = n.nominal_id and (h.photograph, h.photograph_taken_on) is distinct from (p.id, p.taken_on);
  perform set_config('app.beyond_walls', was, true);
end $$;
do $do$
declare was constant text := pg_get_functiondef('photographs_changed()'::regprocedure); becomes text := was; p text[];
begin
  foreach p slice 1 in array array[
    ['declare ids uuid[];', $q$declare ids uuid[]; was constant text := coalesce(current_setting('app.beyond_walls', true), '');$q$],
    ['  update nominal_headline h', $q$  perform set_config('app.beyond_walls', 'on', true);
  update nominal_headline h$q$],
    ['and f.superseded_at is null' || E'\n', 'and f.superseded_at is null and (f.walled_as is null or not has_walls(f.walled_as))' || E'\n'],
    ['  update nominal_file f set changed_at = now() where f.nominal_id = any(ids);', $q$  perform set_config('app.beyond_walls', was, true);
  update nominal_file f set changed_at = now() where f.nominal_id in (select c.nominal_id from changed c where c.walled_as is null);$q$]] loop
    if position(p[1] in becomes) = 0 then raise exception 'photographs_changed is not as 0020 wrote it: %', p[1]; end if;
    becomes := replace(becomes, p[1], p[2]);
  end loop;
  execute becomes;
end $do$;
-- What is sealed goes with everything that hangs on it, whoever sees that. (Which fact it is was found by whoever seals, within the walls.)
do $do$
declare was constant text := pg_get_functiondef('put_under_seal(uuid, uuid, text, text, uuid[])'::regprocedure); becomes text := was; p text[];
begin
  foreach p slice 1 in array array[
    ['declare moved integer;', $q$declare was constant text := coalesce(current_setting('app.beyond_walls', true), ''); moved integer;$q$],
    [E'begin\n', $q$begin
  perform set_config('app.beyond_walls', 'on', true);
$q$],
    ['  if not whole then', $q$  perform set_config('app.beyond_walls', was, true);
  if not whole then$q$]] loop
    if position(p[1] in becomes) = 0 then raise exception 'put_under_seal is not as 0110 wrote it: %', p[1]; end if;
    becomes := replace(becomes, p[1], p[2]);
  end loop;
  execute becomes;
end $do$;

-- The history says what a version said, not by what its walls are kept.
do $do$
declare was constant text := pg_get_functiondef('history_of(uuid, text, timestamp with time zone, uuid, integer)'::regprocedure); becomes text;
begin
  becomes := replace(was, $q$'given_type', 'given_size'$q$, $q$'walled_as', 'given_type', 'given_size'$q$);
  if becomes = was then raise exception 'history_of is not as expected'; end if;
  execute becomes;
end $do$;

-- The first version of an entry or a file of an open record, as whoever asks sees it; null: there is none for them.
create function part_of(nominal uuid, kind text, part uuid) returns uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return null; end if;
  if kind = 'entry' then return (select entry_first(e.id) from entry e where e.id = part and e.nominal_id = nominal); end if;
  if kind = 'file' then return (select file_first(f.id) from file f where f.id = part and f.nominal_id = nominal); end if;
  return null;
end $$;

-- Where nobody on a list keeps the walls of the record any more, supervisors are put on it, as on a record's (0131); and a photograph whose wall its time has ended
-- may stand in the headline again. Every server may, again and again.
create function keep_part_lists() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare r record; n integer := 0; those uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtext('concord lists of parts')) then return 0; end if;
  for r in
    select x.id, x.nominal_id, x.part_id, w.unit_id, u.region
      from part_restriction x join ownership w on w.nominal_id = x.nominal_id and now() <@ w.during join unit u on u.id = w.unit_id
     where now() <@ x.during
       and not exists (select from part_restriction_member m join keepers_of(x.nominal_id, w.unit_id, u.region) k on k.officer_id = m.officer_id
                        where m.restriction_id = x.id
                          and not exists (select from part_exclusion e where e.part_id = x.part_id and e.officer_id = m.officer_id and now() <@ e.during))
     limit 200 loop
    with able as (select k.officer_id, k.role from keepers_of(r.nominal_id, r.unit_id, r.region) k
                   where not exists (select from part_exclusion e where e.part_id = r.part_id and e.officer_id = k.officer_id and now() <@ e.during))
    select array_agg(a.officer_id) into those from able a where a.role = 'supervisor' or not exists (select from able where role = 'supervisor');
    continue when those is null;
    insert into part_restriction_member (restriction_id, officer_id) select r.id, t from unnest(those) t on conflict do nothing;
    n := n + 1;
  end loop;
  perform refresh_photograph(t.nominal_id) from (
    select distinct x.nominal_id from (
      select p.nominal_id, p.during from part_restriction p union all select p.nominal_id, p.during from part_exclusion p) x
     where upper(x.during) between now() - interval '8 days' and now()) t;
  return n;
end $$;

-- By whoever keeps the walls of the record and sees the part: only those on the list see it from now, whoever sets it among them.
create function set_part_restriction(id uuid, nominal uuid, kind text, part uuid, officers uuid[], why text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  first uuid;
  members constant uuid[] := array(select distinct o.id from officer o where o.id = any(set_part_restriction.officers || me) and not o.service and o.disabled_at is null);
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  perform 1 from nominal_file f where f.nominal_id = set_part_restriction.nominal for no key update;
  first := part_of(nominal, kind, part);
  if first is null then raise exception 'there is no such part' using errcode = 'CC403'; end if;
  if cardinality(members) not between 2 and 50 then raise exception 'a list has 2 to 50 officers' using errcode = 'check_violation'; end if;
  if coalesce(length(btrim(why)), 0) < 10 or until is null or until <= now() or until > now() + interval '1 year 2 days' then
    raise exception 'a restriction has a reason, and an end within a year' using errcode = 'check_violation';
  end if;
  update part_restriction r set during = tstzrange(lower(r.during), greatest(now(), lower(r.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = 'Set anew with another list'
   where r.part_id = first and now() <@ r.during;
  insert into part_restriction (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, why)
  values (set_part_restriction.id, nominal, kind, first, me, nullif(current_setting('app.agency', true), '')::uuid, tstzrange(now(), until), btrim(why));
  insert into part_restriction_member (restriction_id, officer_id) select set_part_restriction.id, m from unnest(members) m;
  perform mark_walled(kind, first, nominal), refresh_photograph(nominal);
end $$;
create function end_part_restriction(nominal uuid, kind text, part uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare first uuid;
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  first := part_of(nominal, kind, part);
  update part_restriction r set during = tstzrange(lower(r.during), greatest(now(), lower(r.during) + interval '1 microsecond')), ended_at = now(),
         ended_by = nullif(current_setting('app.officer', true), '')::uuid, ended_why = btrim(end_part_restriction.why)
   where r.part_id = first and now() <@ r.during;
  if not found then raise exception 'there is no restriction now' using errcode = 'serialization_failure'; end if;
  perform refresh_photograph(nominal);
end $$;
create function set_part_exclusion(id uuid, nominal uuid, kind text, part uuid, officer uuid, why text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid; first uuid;
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  perform 1 from nominal_file f where f.nominal_id = set_part_exclusion.nominal for no key update;
  first := part_of(nominal, kind, part);
  if first is null then raise exception 'there is no such part' using errcode = 'CC403'; end if;
  if coalesce(length(btrim(why)), 0) < 10 or until <= now() then raise exception 'an exclusion has a reason, and an end to come or none' using errcode = 'check_violation'; end if;
  if not exists (select from officer o where o.id = set_part_exclusion.officer and not o.service) then raise exception 'no such officer' using errcode = 'check_violation'; end if;
  if exists (select from part_exclusion e where e.part_id = first and e.officer_id = set_part_exclusion.officer and now() <@ e.during) then
    raise exception 'the officer is kept out already' using errcode = 'serialization_failure';
  end if;
  insert into part_exclusion (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, officer_id, why)
  values (set_part_exclusion.id, nominal, kind, first, me, nullif(current_setting('app.agency', true), '')::uuid, tstzrange(now(), until), set_part_exclusion.officer, btrim(why));
  perform mark_walled(kind, first, nominal), refresh_photograph(nominal);
end $$;
create function end_part_exclusion(exclusion uuid, nominal uuid, kind text, part uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare first uuid;
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  first := part_of(nominal, kind, part);
  update part_exclusion e set during = tstzrange(lower(e.during), greatest(now(), lower(e.during) + interval '1 microsecond')), ended_at = now(),
         ended_by = nullif(current_setting('app.officer', true), '')::uuid, ended_why = btrim(end_part_exclusion.why)
   where e.id = end_part_exclusion.exclusion and e.part_id = first and now() <@ e.during;
  if not found then raise exception 'it has ended' using errcode = 'serialization_failure'; end if;
  perform refresh_photograph(nominal);
end $$;

-- What a part says of who may see it, to whoever sees it; exclusions and what is over to whoever keeps the record's walls. Null: there is no such part for them.
create function walls_of_part(nominal uuid, kind text, part uuid) returns json language plpgsql stable security definer set search_path = public, pg_temp as $$
declare keeps constant boolean := keeps_walls_of(nominal); first constant uuid := part_of(nominal, kind, part);
begin
  if first is null then return null; end if;
  return json_build_object(
    'keeps', keeps,
    'restriction', (
      select json_build_object('id', r.id, 'shows', 'none', 'why', r.why, 'setBy', o.name, 'from', lower(r.during), 'until', upper(r.during),
               'members', (select coalesce(json_agg(json_build_object('officer', p.id, 'name', p.name, 'unit', u.name) order by p.name, p.id), '[]')
                             from part_restriction_member m join officer p on p.id = m.officer_id
                             left join lateral (select x.name from role_held h join unit x on x.id = h.unit_id
                                                 where h.officer_id = p.id and now() <@ h.during order by h.role = 'officer' desc, h.id limit 1) u on true
                            where m.restriction_id = r.id))
        from part_restriction r join officer o on o.id = r.recorded_by where r.part_id = first and now() <@ r.during),
    'exclusions', case when keeps then (
      select coalesce(json_agg(json_build_object('id', e.id, 'officerId', p.id, 'officer', p.name, 'kind', 'set', 'why', e.why, 'setBy', o.name,
               'from', lower(e.during), 'until', upper(e.during)) order by p.name, e.id), '[]')
        from part_exclusion e join officer p on p.id = e.officer_id join officer o on o.id = e.recorded_by where e.part_id = first and now() <@ e.during) else '[]' end,
    'over', case when keeps then (
      select coalesce(json_agg(x.line order by x.at desc, x.id), '[]') from (
        select t.id, t.at, json_build_object('id', t.id, 'what', t.what, 'whom', t.whom, 'kind', t.kind, 'why', t.why, 'setBy', t.set_by, 'from', t.since, 'at', t.at, 'endedBy', t.ended_by, 'endedWhy', t.ended_why) as line
          from (
            select e.id, 'exclusion' as what, p.name as whom, 'set' as kind, e.why, o.name as set_by, lower(e.during) as since, upper(e.during) as at,
                   (select q.name from officer q where q.id = e.ended_by) as ended_by, e.ended_why
              from part_exclusion e join officer p on p.id = e.officer_id join officer o on o.id = e.recorded_by where e.part_id = first and upper(e.during) <= now()
            union all
            select r.id, 'restriction', '', 'none', r.why, o.name, lower(r.during), upper(r.during), (select q.name from officer q where q.id = r.ended_by), r.ended_why
              from part_restriction r join officer o on o.id = r.recorded_by where r.part_id = first and upper(r.during) <= now()) t
         order by t.at desc, t.id limit 100) x) else '[]' end);
end $$;
-- Which of a record's entries and files have a wall now, of those that whoever asks sees: so that it can be said beside them.
create function parts_with_walls(nominal uuid) returns table (kind text, id uuid, restricted boolean) language sql stable security definer set search_path = public, pg_temp as $$
  select 'entry', e.id, exists (select from part_restriction r where r.part_id = e.walled_as and now() <@ r.during) from entry e
   where e.nominal_id = $1 and e.walled_as is not null and e.superseded_at is null and has_walls(e.walled_as) and $1 = any(nullif(current_setting('app.open', true), '')::uuid[])
  union all
  select 'file', f.id, exists (select from part_restriction r where r.part_id = f.walled_as and now() <@ r.during) from file f
   where f.nominal_id = $1 and f.walled_as is not null and f.superseded_at is null and has_walls(f.walled_as) and $1 = any(nullif(current_setting('app.open', true), '')::uuid[])
$$;

-- A record says it of itself too.
do $do$
declare was constant text := pg_get_functiondef('walls_of(uuid)'::regprocedure); becomes text;
begin
  becomes := replace(was, $q$'keeps', keeps,$q$, $q$'keeps', keeps,
    'parts', (select coalesce(json_agg(json_build_object('kind', p.kind, 'id', p.id, 'restricted', p.restricted) order by p.kind, p.id), '[]') from parts_with_walls(walls_of.nominal) p),$q$);
  if becomes = was then raise exception 'walls_of is not as 0131 wrote it'; end if;
  execute becomes;
end $do$;

revoke all on function part_of(uuid, text, uuid), keep_part_lists(), set_part_restriction(uuid, uuid, text, uuid, uuid[], text, timestamptz), end_part_restriction(uuid, text, uuid, text),
  set_part_exclusion(uuid, uuid, text, uuid, uuid, text, timestamptz), end_part_exclusion(uuid, uuid, text, uuid, text), walls_of_part(uuid, text, uuid), parts_with_walls(uuid) from public;
grant execute on function keep_part_lists(), set_part_restriction(uuid, uuid, text, uuid, uuid[], text, timestamptz), end_part_restriction(uuid, text, uuid, text),
  set_part_exclusion(uuid, uuid, text, uuid, uuid, text, timestamptz), end_part_exclusion(uuid, uuid, text, uuid, text), walls_of_part(uuid, text, uuid), parts_with_walls(uuid) to concord_app;
