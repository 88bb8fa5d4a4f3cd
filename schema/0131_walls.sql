-- Who may see one record, beside what everybody's role gives: a restriction (only those on a list), exclusions (everybody but these), and what an
-- officer declares of themself. The tables and their place in the decision are of 0004 and 0005 (deny wins, first match); here they get their
-- reason, their end, and the only doors by which they are written. src/need-to-know/wall.ts and declaration.ts say the same.

-- What somebody says of themself: that they are the person, or kin, or otherwise too near. From a record, or beforehand, by name and date of
-- birth, whether or not there is a record: which of the two it is, and of whom, is not granted to be read.
create table declaration (
  id          uuid primary key,
  officer_id  uuid not null references officer,
  agency_id   uuid not null references agency,
  kind        text not null check (kind in ('self', 'family', 'conflict')),
  words       text not null check (length(btrim(words)) between 3 and 500),       -- how they are connected
  how         text not null check (how in ('record', 'beforehand')),
  called      text not null default '' check (length(called) <= 200),             -- beforehand: as they wrote the name
  full_names  text[] not null default '{}' check (cardinality(full_names) <= 20),
  born        date,
  nominal_id  uuid references nominal,
  declared_at timestamptz not null default now(),
  check ((how = 'record') = (nominal_id is not null)),
  check (how = 'record' or (length(btrim(called)) > 0 and cardinality(full_names) > 0 and born is not null))
);
create index declaration_officer on declaration (officer_id, declared_at desc);
create index declaration_nominal on declaration (nominal_id);
create index declaration_born on declaration (born) where how = 'beforehand';
-- Which records a declaration made beforehand was found to be about. Once: a supervisor who ended the exclusion is not asked again.
create table declaration_found (
  declaration_id uuid not null references declaration,
  nominal_id     uuid not null references nominal,
  found_at       timestamptz not null default now(),
  primary key (declaration_id, nominal_id)
);
create index declaration_found_nominal on declaration_found (nominal_id);

alter table exclusion
  add column kind text not null default 'set' check (kind in ('set', 'self', 'family', 'conflict')),
  add column why text not null default '' check (length(why) <= 500),
  add column declaration_id uuid references declaration,
  add column ended_at timestamptz,
  add column ended_by uuid references officer,
  add column ended_why text check (length(btrim(ended_why)) between 10 and 500),
  add constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3)),
  -- whoever it keeps out does not end it, whatever the program does
  add constraint never_by_whom_it_keeps_out check (ended_by <> officer_id and (kind = 'set' or ended_by is null or ended_by <> recorded_by));
create index exclusion_officer on exclusion (officer_id);
create index exclusion_declaration on exclusion (declaration_id);
alter table restriction
  add column why text not null default '' check (length(why) <= 500),
  add column ended_at timestamptz,
  add column ended_by uuid references officer,
  add column ended_why text check (length(btrim(ended_why)) between 10 and 500),
  add constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3));

-- Kept: an exclusion and a restriction end, and nothing else of them changes.
create function wall_only_ends() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - array['during', 'ended_at', 'ended_by', 'ended_why'] <> to_jsonb(old) - array['during', 'ended_at', 'ended_by', 'ended_why']
     or not new.during <@ old.during or lower(new.during) is distinct from lower(old.during) or old.ended_at is not null then
    raise exception 'an exclusion and a restriction are kept: they end' using errcode = 'check_violation';
  end if;
  -- another account of the same human being is nobody else
  if tg_table_name = 'exclusion' then
    if new.ended_by is not null and (same_human(new.ended_by, new.officer_id) or new.kind <> 'set' and same_human(new.ended_by, new.recorded_by)) then
      raise exception 'whoever it keeps out does not end it' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
revoke all on function wall_only_ends() from public;
create trigger only_ends before update or delete on exclusion for each row execute function wall_only_ends();
create trigger only_ends before update or delete on restriction for each row execute function wall_only_ends();

alter table declaration enable row level security;
alter table declaration force row level security;
alter table declaration_found enable row level security;
alter table declaration_found force row level security;
create policy owner_keeps on declaration to concord_owner using (true) with check (true);
create policy owner_keeps on declaration_found to concord_owner using (true) with check (true);
create policy ones_own on declaration for select to concord_app using (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid));
grant select (id, officer_id, kind, words, how, called, born, declared_at) on declaration to concord_app;

-- Whether whoever asks answers for who may see a record: a supervisor of the unit that leads, or its region lead, with the record open in full.
create function keeps_walls_of(nominal uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce(may_write() and nominal = any(nullif(current_setting('app.open', true), '')::uuid[])
    and (select in_charge_of(f.unit_id) from nominal_file f where f.nominal_id = keeps_walls_of.nominal), false);
end $$;

-- Who keeps the walls of a record that this unit of this region leads, and is not kept out of it themself.
create function keepers_of(nominal uuid, unit uuid, region text) returns table (officer_id uuid, role text, any_supervisor boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, k.role, bool_or(k.role = 'supervisor') over ()
    from (select o.id, max(h.role) as role
            from role_held h join officer o on o.id = h.officer_id and o.disabled_at is null join unit x on x.id = h.unit_id
           where now() <@ h.during and (h.role = 'supervisor' and h.unit_id = $2 or h.role = 'region-lead' and x.region = $3)
             and not exists (select from exclusion e where e.nominal_id = $1 and e.officer_id = o.id and now() <@ e.during)
           group by o.id) k
$$;
revoke all on function keepers_of(uuid, uuid, text) from public;
-- A list may not leave a record in nobody's hands. Where nobody on it keeps its walls (any more: they left, were disabled or are excluded), the
-- supervisors of the unit that leads are put on it, or where every one of them is excluded the region leads, and are told. `nominal`: of one
-- record, or with null of all; every server may, again and again.
create function keep_lists_in_hands(nominal uuid) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare r record; n integer := 0; those uuid[];
begin
  if nominal is null and not pg_try_advisory_xact_lock(hashtext('concord lists in hands')) then return 0; end if;
  for r in
    select x.id, x.nominal_id, w.unit_id, u.region
      from restriction x join ownership w on w.nominal_id = x.nominal_id and now() <@ w.during join unit u on u.id = w.unit_id
     where now() <@ x.during and (nominal is null or x.nominal_id = nominal)
       and not exists (select from restriction_member m join keepers_of(x.nominal_id, w.unit_id, u.region) k on k.officer_id = m.officer_id
                        where m.restriction_id = x.id and now() <@ m.during)
     limit 200 loop
    select array_agg(k.officer_id) filter (where k.role = 'supervisor' or not k.any_supervisor) into those from keepers_of(r.nominal_id, r.unit_id, r.region) k;
    continue when those is null;
    insert into restriction_member (id, restriction_id, officer_id, during) select gen_random_uuid(), r.id, t, tstzrange(now(), null) from unnest(those) t;
    perform add_task('restriction.widened', 'officer', t, null, r.nominal_id, r.id, '', null) from unnest(those) t;
    n := n + 1;
  end loop;
  return n;
end $$;
revoke all on function keep_lists_in_hands(uuid) from public;
grant execute on function keep_lists_in_hands(uuid) to concord_app;

-- Keeps an officer out, and passes on what they held of the record, so that nobody answers for it who cannot see it: record manager becomes the
-- unit's unallocated cases (its supervisors answer), a partner's named officer becomes the partner unit. For the functions below alone.
create function keep_out(id uuid, nominal uuid, officer uuid, kind text, why text, until timestamptz, declaration uuid, by_officer uuid, by_agency uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  at timestamptz;
  lead uuid;
  holding uuid;
  p record;
  said text := (select o.name from officer o where o.id = officer);
  passed text[] := '{}';
  task_kind constant text := case kind when 'set' then 'exclusion.passed-on' else 'exclusion.declared' end;
begin
  perform 1 from nominal_file f where f.nominal_id = nominal for no key update;
  if exists (select from exclusion e where e.nominal_id = nominal and e.officer_id = officer and now() <@ e.during) then
    raise exception 'the officer is kept out already' using errcode = 'serialization_failure';
  end if;
  insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id, kind, why, declaration_id)
  values (id, nominal, by_officer, by_agency, 'officer', tstzrange(now(), until), officer, kind, why, declaration);
  select w.unit_id into lead from ownership w where w.nominal_id = nominal and now() <@ w.during;

  if lead is not null and exists (select from record_manager m where m.nominal_id = nominal and m.officer_id = officer and now() <@ m.during) then
    select x.id into holding from post x where x.unit_id = lead and x.unallocated;
    if holding is null then
      insert into post (id, unit_id, title, unallocated) values (gen_random_uuid(), lead, 'Cases that nobody is named for', true) returning post.id into holding;
    end if;
    select greatest(now(), max(lower(m.during)) + interval '1 microsecond') into at from record_manager m where m.nominal_id = nominal;
    update record_manager m set during = tstzrange(lower(m.during), at) where m.nominal_id = nominal and m.during @> at;
    insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, post_id)
    values (gen_random_uuid(), nominal, by_officer, by_agency, 'officer', 'Passed on to the supervisors', tstzrange(at, null), holding);
    passed := passed || 'record manager'::text;
  end if;
  if exists (select from assignment a where a.nominal_id = nominal and a.officer_id = officer and now() <@ a.during) then
    update assignment a set during = tstzrange(lower(a.during), greatest(now(), lower(a.during) + interval '1 microsecond'))
     where a.nominal_id = nominal and a.officer_id = officer and now() <@ a.during;
    passed := passed || 'named on the case'::text;
  end if;
  for p in select x.* from partner x where x.nominal_id = nominal and x.officer_id = officer and now() <@ x.during loop
    at := greatest(now(), lower(p.during) + interval '1 microsecond');
    update partner x set during = tstzrange(lower(x.during), at) where x.id = p.id;
    if not exists (select from partner x where x.nominal_id = nominal and x.unit_id = p.unit_id and x.officer_id is null and at <@ x.during) then
      insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, unit_id, access)
      values (gen_random_uuid(), nominal, by_officer, by_agency, 'officer', p.source_ref, tstzrange(at, upper(p.during)), p.unit_id, p.access);
    end if;
    perform add_task('exclusion.passed-on', 'lead', p.unit_id, null, nominal, id, said, null);
    passed := passed || 'partner'::text;
  end loop;

  -- Told: those who answer for the record, and where the officer is the only one of them, the region leads of their agency.
  if lead is not null and (kind <> 'set' or cardinality(passed) > 0) then
    perform add_task(task_kind, 'lead', lead, null, nominal, id, said || case when cardinality(passed) > 0 then ': ' || array_to_string(passed, ', ') else '' end, null);
    if not exists (
        with recursive above(id, parent_id) as (
          select u.id, u.parent_id from unit u where u.id = lead union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id)
        select from role_held r join above a on a.id = r.unit_id join officer o on o.id = r.officer_id
         where r.role = 'supervisor' and now() <@ r.during and r.officer_id <> officer and o.disabled_at is null) then
      perform add_task(task_kind, 'role', u.agency_id, 'region-lead', nominal, id, said, null) from unit u where u.id = lead;
    end if;
  end if;
  perform keep_lists_in_hands(nominal);
end $$;
revoke all on function keep_out(uuid, uuid, uuid, text, text, timestamptz, uuid, uuid, uuid) from public;

-- By whoever keeps the walls of a record: an officer is kept out, with a reason. Who is already was kept out meanwhile: tried again, it is found. One's own connection is declared.
create function set_exclusion(id uuid, nominal uuid, officer uuid, why text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  if officer = me then raise exception 'a connection of one''s own is declared' using errcode = 'check_violation'; end if;
  if coalesce(length(btrim(why)), 0) < 10 or until <= now() then raise exception 'an exclusion has a reason, and an end to come or none' using errcode = 'check_violation'; end if;
  if not exists (select from officer o where o.id = set_exclusion.officer and not o.service) then raise exception 'no such officer' using errcode = 'check_violation'; end if;
  perform keep_out(id, nominal, officer, 'set', btrim(why), until, null, me, nullif(current_setting('app.agency', true), '')::uuid);
end $$;
-- Ended by whoever keeps the walls, with a reason; never by whom it keeps out, who does not see the record, and never by who declared it.
create function end_exclusion(exclusion uuid, nominal uuid, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  update exclusion e set during = tstzrange(lower(e.during), greatest(now(), lower(e.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = btrim(end_exclusion.why)
   where e.id = end_exclusion.exclusion and e.nominal_id = end_exclusion.nominal and now() <@ e.during;
  if not found then raise exception 'it has ended' using errcode = 'serialization_failure'; end if;
  perform close_tasks_about('exclusion.declared', exclusion, 'done'), close_tasks_about('exclusion.passed-on', exclusion, 'done');
end $$;

-- Only those on the list see the record from now. Whoever sets it is on the list, and one more who is not them; so is its record manager. It has
-- an end. One that holds already is ended by it, and kept.
create function set_restriction(id uuid, nominal uuid, officers uuid[], shows text, why text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  members constant uuid[] := array(select distinct o.id from officer o where o.id = any(set_restriction.officers || me) and not o.service and o.disabled_at is null);
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  perform 1 from nominal_file f where f.nominal_id = set_restriction.nominal for no key update;
  if cardinality(members) not between 2 and 50 then raise exception 'a list has 2 to 50 officers' using errcode = 'check_violation'; end if;
  if coalesce(length(btrim(why)), 0) < 10 or until is null or until <= now() or until > now() + interval '1 year 2 days' then
    raise exception 'a restriction has a reason, and an end within a year' using errcode = 'check_violation';
  end if;
  if exists (select from record_manager m where m.nominal_id = set_restriction.nominal and now() <@ m.during and not m.officer_id = any(members)) then
    raise exception 'the record manager is on the list' using errcode = 'check_violation';
  end if;
  update restriction r set during = tstzrange(lower(r.during), greatest(now(), lower(r.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = 'Set anew with another list'
   where r.nominal_id = set_restriction.nominal and now() <@ r.during;
  insert into restriction (id, nominal_id, recorded_by, agency_id, source_kind, during, shows, why)
  values (id, nominal, me, nullif(current_setting('app.agency', true), '')::uuid, 'officer',
          tstzrange(now(), until), shows, btrim(why));
  insert into restriction_member (id, restriction_id, officer_id, during)
  select gen_random_uuid(), set_restriction.id, m, tstzrange(now(), null) from unnest(members) m;
end $$;
create function end_restriction(nominal uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not keeps_walls_of(nominal) then raise exception 'whoever asks does not answer for who sees the record' using errcode = 'CC403'; end if;
  update restriction r set during = tstzrange(lower(r.during), greatest(now(), lower(r.during) + interval '1 microsecond')), ended_at = now(),
         ended_by = nullif(current_setting('app.officer', true), '')::uuid, ended_why = btrim(end_restriction.why)
   where r.nominal_id = end_restriction.nominal and now() <@ r.during;
  if not found then raise exception 'there is no restriction now' using errcode = 'serialization_failure'; end if;
end $$;

-- Responsibility may not pass to somebody whom the list keeps out: whoever becomes record manager, and the supervisors of a unit that begins to
-- lead, are on the list from that moment. Who then should not be is for them to say, by setting it anew. An exclusion still wins.
do $do$
declare was constant text := pg_get_functiondef('change_hands(uuid, uuid, uuid, uuid, uuid, text)'::regprocedure);
begin
  if was !~ E'officer, post\\);\n *end' then raise exception 'change_hands is not as expected'; end if;
  execute regexp_replace(was, E'(officer, post\\);\n)( *end)', E'\\1' || $new$  insert into restriction_member (id, restriction_id, officer_id, during)
  select gen_random_uuid(), r.id, x.officer_id, tstzrange(now(), null)
    from restriction r cross join (
      select change_hands.officer as officer_id where change_hands.officer is not null
      union select h.officer_id from role_held h where h.unit_id = to_unit and h.role = 'supervisor' and now() <@ h.during) x
   where r.nominal_id = change_hands.nominal and now() <@ r.during
     and not exists (select from restriction_member m where m.restriction_id = r.id and m.officer_id = x.officer_id and now() <@ m.during);
$new$ || E'\\2');
end $do$;

-- What an open record says of who may see it. The restriction to everybody who has it in full; exclusions and what is over to whoever keeps them.
create function walls_of(nominal uuid) returns json language plpgsql stable security definer set search_path = public, pg_temp as $$
declare keeps constant boolean := keeps_walls_of(nominal);
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return null; end if;
  return json_build_object(
    'keeps', keeps,
    'restriction', (
      select json_build_object('id', r.id, 'shows', r.shows, 'why', r.why, 'setBy', o.name, 'from', lower(r.during), 'until', upper(r.during),
               'members', (select coalesce(json_agg(json_build_object('officer', p.id, 'name', p.name, 'unit', u.name) order by p.name, p.id), '[]')
                             from restriction_member m join officer p on p.id = m.officer_id
                             left join lateral (select x.name from role_held h join unit x on x.id = h.unit_id
                                                 where h.officer_id = p.id and now() <@ h.during order by h.role = 'officer' desc, h.id limit 1) u on true
                            where m.restriction_id = r.id and now() <@ m.during))
        from restriction r join officer o on o.id = r.recorded_by where r.nominal_id = walls_of.nominal and now() <@ r.during),
    'exclusions', case when keeps then (
      select coalesce(json_agg(x.line order by x.name, x.id), '[]') from (
        select e.id, p.name, json_build_object('id', e.id, 'officerId', p.id, 'officer', p.name, 'kind', e.kind, 'why', coalesce(d.words, e.why), 'setBy', o.name,
                 'from', lower(e.during), 'until', upper(e.during)) as line
          from exclusion e join officer p on p.id = e.officer_id join officer o on o.id = e.recorded_by left join declaration d on d.id = e.declaration_id
         where e.nominal_id = walls_of.nominal and now() <@ e.during order by p.name, e.id limit 200) x) else '[]' end,
    'over', case when keeps then (
      select coalesce(json_agg(x.line order by x.at desc, x.id), '[]') from (
        select t.id, t.at, json_build_object('id', t.id, 'what', t.what, 'whom', t.whom, 'kind', t.kind, 'why', t.why, 'setBy', t.set_by, 'from', t.since, 'at', t.at, 'endedBy', t.ended_by, 'endedWhy', t.ended_why) as line
          from (
            select e.id, 'exclusion' as what, p.name as whom, e.kind, coalesce(d.words, e.why) as why, o.name as set_by, lower(e.during) as since, upper(e.during) as at,
                   (select q.name from officer q where q.id = e.ended_by) as ended_by, e.ended_why
              from exclusion e join officer p on p.id = e.officer_id join officer o on o.id = e.recorded_by left join declaration d on d.id = e.declaration_id
             where e.nominal_id = walls_of.nominal and upper(e.during) <= now()
            union all
            select r.id, 'restriction', '', r.shows, r.why, o.name, lower(r.during), upper(r.during), (select q.name from officer q where q.id = r.ended_by), r.ended_why
              from restriction r join officer o on o.id = r.recorded_by where r.nominal_id = walls_of.nominal and upper(r.during) <= now()) t
         order by t.at desc, t.id limit 100) x) else '[]' end);
end $$;

-- An officer declares what they are to somebody: from a record that they may know of, or beforehand. From that moment the record is none to them.
create function declare_connection(id uuid, nominal uuid, kind text, words text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  agency constant uuid := nullif(current_setting('app.agency', true), '')::uuid;
begin
  if me is null or access_now(nominal) is null then raise exception 'there is no such record' using errcode = 'CC403'; end if;
  insert into declaration (id, officer_id, agency_id, kind, words, how, nominal_id) values (id, me, agency, kind, btrim(words), 'record', nominal);
  perform keep_out(gen_random_uuid(), nominal, me, kind, '', null, id, me, agency);
end $$;
-- Beforehand: nothing is looked for here, so that neither the answer nor its time can tell whether there is a record.
create function declare_beforehand(id uuid, kind text, words text, called text, full_names text[], born date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if me is null then raise exception 'nobody declares' using errcode = 'CC403'; end if;
  if (select count(*) from declaration d where d.officer_id = me and d.declared_at > now() - interval '1 day') >= 50 then
    raise exception 'nobody declares as much in a day' using errcode = 'program_limit_exceeded';
  end if;
  insert into declaration (id, officer_id, agency_id, kind, words, how, called, full_names, born)
  values (id, me, nullif(current_setting('app.agency', true), '')::uuid, kind, btrim(words), 'beforehand', btrim(called), full_names, born);
end $$;
-- Finds, by a clock of its own, the records that declarations made beforehand are about, those that were made since too, and keeps the officer
-- out of each: the whole name and the full date of birth, as for contact. At most 200 at once; every server may.
create function find_declared() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare f record; n integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord declarations')) then return 0; end if;
  for f in
    select distinct d.id, d.officer_id, d.agency_id, d.kind, k.nominal_id
      from declaration d join birth b on b.born_on = d.born and b.superseded_at is null
      join full_name_key k on k.nominal_id = b.nominal_id and k.key = any(d.full_names collate "C")
     where d.how = 'beforehand'
       and not exists (select from declaration_found x where x.declaration_id = d.id and x.nominal_id = k.nominal_id) limit 200 loop
    insert into declaration_found (declaration_id, nominal_id) values (f.id, f.nominal_id) on conflict do nothing;
    if found and not exists (select from exclusion e where e.nominal_id = f.nominal_id and e.officer_id = f.officer_id and now() <@ e.during) then
      perform keep_out(gen_random_uuid(), f.nominal_id, f.officer_id, f.kind, '', null, f.id, f.officer_id, f.agency_id);
    end if;
    n := n + 1;
  end loop;
  return n;
end $$;
-- Officers called so, with or without their rank, with the unit of the role that they hold: for whoever fills in a list.
create function officers_called(names text[]) returns table (asked text, id uuid, name text, unit text) language sql stable security definer set search_path = public, pg_temp as $$
  select a.asked, o.id, o.name, u.name
    from unnest(names[1:60]) as a(asked)
    cross join lateral (select lower(btrim(split_part(a.asked, ',', 1))) as name) t
    join officer o on (t.name in (lower(o.name), lower(o.source_name)) or strpos(t.name, ' ') > 0 and right(lower(o.name), length(t.name) + 1) = ' ' || t.name)
     and o.disabled_at is null and not o.service
    join lateral (select x.name from role_held h join unit x on x.id = h.unit_id where h.officer_id = o.id and now() <@ h.during order by h.role = 'officer' desc, h.id limit 1) u on true
   where strpos(a.asked, ',') = 0 or lower(btrim(substr(a.asked, strpos(a.asked, ',') + 1))) = lower(u.name)
   order by 1, 3, 2 limit 500
$$;

revoke all on function keeps_walls_of(uuid), set_exclusion(uuid, uuid, uuid, text, timestamptz), end_exclusion(uuid, uuid, text),
  set_restriction(uuid, uuid, uuid[], text, text, timestamptz), end_restriction(uuid, text), walls_of(uuid), declare_connection(uuid, uuid, text, text),
  declare_beforehand(uuid, text, text, text, text[], date), find_declared(), officers_called(text[]) from public;
grant execute on function keeps_walls_of(uuid), set_exclusion(uuid, uuid, uuid, text, timestamptz), end_exclusion(uuid, uuid, text),
  set_restriction(uuid, uuid, uuid[], text, text, timestamptz), end_restriction(uuid, text), walls_of(uuid), declare_connection(uuid, uuid, text, text),
  declare_beforehand(uuid, text, text, text, text[], date), find_declared(), officers_called(text[]) to concord_app;
