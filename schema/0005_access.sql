-- Who may see what: defined once, here, from dated facts (the design's list, first match wins). The TypeScript model in
-- src/access/access.ts says the same in words for people, and test/access.test.ts holds the two against each other.
--
--   1 exclusion                                   none
--   2 restriction list without the officer        none, or contact, as set
--   3 compartment without the officer             none, or contact, as set
--   4 named, assigned, case team, its supervisor, duty officer on shift, named partner    full
--   5 MAPPA co-ordinator of the case's arrangement                                        full
--   6 counter-terrorism: rest of the owning unit  summary;  local contact of the force of residence  summary;  any other vetted officer  contact
--   7 other cases: local contact of the force of residence, the lead agency's vetted officers, vetted officers of a responsible authority   summary
--   8 else                                        none
-- A basis that is still to be confirmed keeps the record inside the unit that leads it.

-- What the facts say now, for many nominals at once. The file's audience is within the headline's, and that within the contact row's.
create function exact_audience(ids uuid[]) returns table (
  nominal_id uuid, file integer[], headline integer[], contact integer[], denied integer[],
  only_for integer[], only_for_shows text, compartments integer[], hidden_compartments integer[],
  unit_id uuid, counter_terrorism boolean, confirmed boolean, steady_until timestamptz)
-- (plpgsql for its kept plan: planning this anew takes ten times as long as running it)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
begin return query
  with clock as (select now() as moment, (now() at time zone 'Europe/London')::date as day)
  select n.id, a.file, a.headline, a.contact, coalesce(x.circles, '{}'), r.members, r.shows, coalesce(k.circles, '{}'), coalesce(k.hidden, '{}'),
         o.unit_id, b.ct, b.confirmed,
         coalesce(least(o.edge, b.edge, named.edge, manager.edge, joined.edge, arranged.edge, local.edge, x.edge, r.edge, k.edge), 'infinity')
    from unnest(ids) as n(id)
    cross join clock
    -- Each fact is read once: whether it holds now, and when it next begins to or ceases to. (least() passes over what is null.)
    left join lateral (
      select t.unit_id, u.circle, u.lead_circle, u.duty_circle, g.circle as agency_circle, rg.circle as region_circle, t.edge
        from (select (array_agg(w.unit_id) filter (where moment <@ w.during))[1] as unit_id,
                     least(min(lower(w.during)) filter (where lower(w.during) > moment), min(upper(w.during)) filter (where upper(w.during) > moment)) as edge
                from ownership w where w.nominal_id = n.id) t
        left join unit u on u.id = t.unit_id left join agency g on g.id = u.agency_id left join region rg on rg.code = u.region) o on true
    cross join lateral (
      select coalesce(bool_or(f.counter_terrorism) filter (where day <@ f.during), false) as ct, coalesce(bool_or(f.confirmed) filter (where day <@ f.during), false) as confirmed,
             least(min(lower(f.during)) filter (where lower(f.during) > day), min(upper(f.during)) filter (where upper(f.during) > day))::timestamp at time zone 'Europe/London' as edge
        from basis f where f.nominal_id = n.id) b
    cross join lateral (
      select array_agg(c.circle) filter (where moment <@ f.during) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from assignment f join officer c on c.id = f.officer_id where f.nominal_id = n.id) named
    cross join lateral (
      select array_agg(c.circle) filter (where moment <@ f.during and c.circle is not null) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from record_manager f left join officer c on c.id = f.officer_id where f.nominal_id = n.id) manager
    cross join lateral (
      -- a partner unit that has named nobody yet: its supervisors and its duty officer on shift, not the whole unit
      select array_agg(coalesce(c.circle, u.lead_circle)) filter (where moment <@ f.during)
               || array_agg(u.duty_circle) filter (where moment <@ f.during and f.officer_id is null) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from partner f join unit u on u.id = f.unit_id left join officer c on c.id = f.officer_id where f.nominal_id = n.id) joined
    cross join lateral (
      select array_agg(ar.circle) filter (where moment <@ f.during) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from arrangement f join area ar on ar.code = f.area where f.nominal_id = n.id) arranged
    cross join lateral (
      select array_agg(g.local_circle) filter (where moment <@ f.during) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from residence f join agency g on g.id = f.force_id where f.nominal_id = n.id) local
    cross join lateral (
      select array_agg(c.circle) filter (where moment <@ f.during) as circles,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from exclusion f join officer c on c.id = f.officer_id where f.nominal_id = n.id) x
    cross join lateral (
      -- at most one restriction holds at a time; null members: none does
      select (array_agg(f.shows) filter (where moment <@ f.during))[1] as shows,
             case when bool_or(moment <@ f.during) then coalesce((
               select array_agg(c.circle) from restriction f2 join restriction_member m on m.restriction_id = f2.id join officer c on c.id = m.officer_id
                where f2.nominal_id = n.id and moment <@ f2.during and moment <@ m.during), '{}') end as members,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment),
                   min(e.edge)) as edge
        from restriction f
        left join lateral (select least(min(lower(m.during)) filter (where lower(m.during) > moment), min(upper(m.during)) filter (where upper(m.during) > moment)) as edge
                             from restriction_member m where m.restriction_id = f.id) e on true
       where f.nominal_id = n.id) r
    cross join lateral (
      select array_agg(c.circle) filter (where moment <@ f.during) as circles, array_agg(c.circle) filter (where moment <@ f.during and c.shows = 'none') as hidden,
             least(min(lower(f.during)) filter (where lower(f.during) > moment), min(upper(f.during)) filter (where upper(f.during) > moment)) as edge
        from compartment_of f join compartment c on c.id = f.compartment_id where f.nominal_id = n.id) k
    cross join lateral (
      select core.file, wide.headline,
             wide.headline || case when b.ct and b.confirmed then array[1] else '{}' end as contact
        from (select array_remove(
                coalesce(named.circles, '{}') || coalesce(manager.circles, '{}') || array[o.lead_circle, o.duty_circle]
                || case when b.ct then '{}' else array[o.circle] end
                || case when b.ct and b.confirmed then array[o.region_circle] else '{}' end
                || case when b.confirmed then coalesce(joined.circles, '{}') || coalesce(arranged.circles, '{}') else '{}' end, null) as file) core
        cross join lateral (select array_remove(
                core.file || o.circle
                || case when b.confirmed then coalesce(local.circles, '{}') else '{}' end
                || case when b.confirmed and not b.ct then array[o.agency_circle, 2] else '{}' end, null) as headline) wide) a;
end $$;
revoke all on function exact_audience(uuid[]) from public;

-- The predicates, written once and put into policies and into the one-statement look (consult) by format(): a function
-- called in a policy is not inlined, and costs a call a row.
--   %1$s the circles of whoever asks    %2$s the nominal's id    %3$s which table's columns (a prefix, or nothing)
create function access_predicate(level text, circles text, id text, prefix text) returns text language sql immutable set search_path = public, pg_temp as $$
  select case level
    when 'contact' then format($p$(case when %3$ssteady_until > now() then
        not %3$sdenied && %1$s and case
          when %3$sonly_for is not null and not %3$sonly_for && %1$s then %3$sonly_for_shows = 'contact' and 1 = any(%1$s::integer[])
          when not %3$scompartments <@ %1$s then %3$shidden_compartments <@ %1$s and 1 = any(%1$s::integer[])
          else %3$saudience && %1$s end
      when %3$ssteady_until is null then false
      else exact_within(%2$s, 'contact') end)$p$, circles, id, prefix)
    else format($p$(case when %3$ssteady_until > now() then
        %3$saudience && %1$s and not %3$sdenied && %1$s and %3$scompartments <@ %1$s and (%3$sonly_for is null or %3$sonly_for && %1$s)
      when %3$ssteady_until is null then false
      else exact_within(%2$s, %4$L) end)$p$, circles, id, prefix, level) end
$$;
revoke all on function access_predicate(text, text, text, text) from public;

-- The slow and exact way, for a record one of whose grants has begun or ended since its audience was last written.
create function exact_within(nominal uuid, level text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
  a record;
begin
  select * into a from exact_audience(array[nominal]);
  if a.denied && circles then return false; end if;
  if a.only_for is not null and not a.only_for && circles then return level = 'contact' and a.only_for_shows = 'contact' and 1 = any(circles); end if;
  if not a.compartments <@ circles then return level = 'contact' and a.hidden_compartments <@ circles and 1 = any(circles); end if;
  return case level when 'full' then a.file when 'summary' then a.headline else a.contact end && circles;
end $$;
revoke all on function exact_within(uuid, text) from public;
grant execute on function exact_within(uuid, text) to concord_app;

-- Writes the audiences, and what summary and contact show, from the facts. The rows of `nominal` are locked first and the facts
-- read in a later statement: otherwise two people who add a partner at once would each write an audience without the other's.
create function refresh_record(ids uuid[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
begin
  -- (no key update: the foreign key of the fact just inserted holds a key share of the same row, and two of them must not wait for each other)
  perform 1 from nominal n where n.id = any(ids) order by n.id for no key update;

  with exact as materialized (select * from exact_audience(ids)),
  shown as (
    update nominal n
       set audience = e.contact, denied = e.denied, only_for = e.only_for, only_for_shows = e.only_for_shows, compartments = e.compartments,
           hidden_compartments = e.hidden_compartments, steady_until = e.steady_until,
           duty_desk = coalesce(d.contact_name, ''), duty_telephone = coalesce(d.telephone, '')
      from exact e left join duty_desk d on d.unit_id = e.unit_id
     where n.id = e.nominal_id),
  filed as (
    update nominal_file f
       set audience = e.file, denied = e.denied, only_for = e.only_for, compartments = e.compartments, steady_until = e.steady_until,
           unit_id = e.unit_id, counter_terrorism = e.counter_terrorism, basis_confirmed = e.confirmed, changed_at = now(),
           manager_id = m.officer_id, manager_post_id = m.post_id
      from exact e left join record_manager m on m.nominal_id = e.nominal_id and now() <@ m.during
     where f.nominal_id = e.nominal_id)
  update nominal_headline h
     set audience = e.headline, denied = e.denied, only_for = e.only_for, compartments = e.compartments, steady_until = e.steady_until,
         agency_name = coalesce(g.name, ''), unit_name = coalesce(u.name, ''), duty_desk = coalesce(d.name, ''), duty_telephone = coalesce(d.telephone, ''),
         name = coalesce(p.names[1], ''), aliases = coalesce(p.names[2:], '{}'), birth_years = coalesce(y.years, '{}'),
         markers = coalesce(k.words, '{}'), status = c.status, status_place = c.place, release_on = c.release_on
    from exact e
    left join unit u on u.id = e.unit_id left join agency g on g.id = u.agency_id left join duty_desk d on d.unit_id = u.id
    left join lateral (
      -- the name the register uses comes first, then the other agencies' names, then aliases; each spelling once
      select array_agg(t.full_name order by t.rank, t.full_name) as names from (
        select f.full_name, min(case f.kind when 'name' then case g2.kind when 'register' then 0 when 'police' then 1 when 'counter-terrorism' then 1
                                                             when 'probation' then 2 else 3 end else 9 end) as rank
          from known_name f join agency g2 on g2.id = f.agency_id where f.nominal_id = e.nominal_id group by f.full_name) t) p on true
    left join lateral (
      select array_agg(distinct extract(year from f.born_on)::integer) as years from birth f
       where f.nominal_id = e.nominal_id and f.born_on is not null and f.kind = 'main') y on true
    left join lateral (
      select array_agg(distinct f.words) as words from marker f
       where f.nominal_id = e.nominal_id and (now() at time zone 'Europe/London')::date <@ f.during) k on true
    cross join lateral (
      select case when cu.in_custody then 'custody' when arch.archived then 'archived' when cu.in_custody is null and arch.archived is null then 'unknown' else 'community' end as status,
             case when cu.in_custody then cu.place end as place, case when cu.in_custody then cu.release_on end as release_on
        from (select) one
        left join lateral (select f.in_custody, f.place, f.release_on from custody f
                            where f.nominal_id = e.nominal_id and (now() at time zone 'Europe/London')::date <@ f.during order by f.recorded_at desc, f.id desc limit 1) cu on true
        left join lateral (select f.words = 'ARCHIVED' as archived from statement f
                            where f.nominal_id = e.nominal_id and f.kind = 'register status' order by f.recorded_at desc, f.id desc limit 1) arch on true) c
   where h.nominal_id = e.nominal_id;
end $$;
revoke all on function refresh_record(uuid[]) from public;
-- A new record is seen by nobody until it has been reckoned once; whoever makes one calls this last, when its facts are in.
grant execute on function refresh_record(uuid[]) to concord_importer;

-- Past-due rows are right anyway (the exact way); this makes them fast again. At most 500 a call.
create function refresh_past_due() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(t.id) into ids from (select id from nominal where steady_until <= now() order by steady_until limit 500 for update skip locked) t;
  if ids is not null then perform refresh_record(ids); end if;
  return coalesce(cardinality(ids), 0);
end $$;
create index nominal_steady_until on nominal (steady_until) where steady_until < 'infinity';
revoke all on function refresh_past_due() from public;
grant execute on function refresh_past_due() to concord_app;

-- Every change of a fact that access or a headline is made from writes them anew, in the same transaction, whoever makes it.
create function facts_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  if tg_table_name = 'restriction_member' then
    if tg_op = 'INSERT' then
      select array_agg(distinct r.nominal_id) into ids from changed c join restriction r on r.id = c.restriction_id;
    else
      select array_agg(distinct r.nominal_id) into ids from (select restriction_id from changed union select restriction_id from was) c join restriction r on r.id = c.restriction_id;
    end if;
  elsif tg_op = 'INSERT' then
    select array_agg(distinct c.nominal_id) into ids from changed c;
  else
    select array_agg(distinct c.nominal_id) into ids from (select nominal_id from changed union select nominal_id from was) c;
  end if;
  -- records not yet reckoned are left for whoever is making them: they are invisible until then
  select array_agg(n.id) into ids from nominal n where n.id = any(ids) and n.steady_until is not null;
  if ids is not null then perform refresh_record(ids); end if;
  return null;
end $$;
revoke all on function facts_changed() from public;

do $$ declare t text; begin
  foreach t in array array['known_name', 'birth', 'marker', 'custody', 'statement', 'basis', 'ownership', 'record_manager', 'assignment', 'partner',
      'arrangement', 'residence', 'exclusion', 'restriction', 'restriction_member', 'compartment_of'] loop
    execute format('create trigger refresh_after_insert after insert on %I referencing new table as changed for each statement execute function facts_changed()', t);
    execute format('create trigger refresh_after_update after update on %I referencing new table as changed old table as was for each statement execute function facts_changed()', t);
  end loop;
end $$;

create function desk_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(f.nominal_id) into ids from nominal_file f join nominal n on n.id = f.nominal_id where f.unit_id = new.unit_id and n.steady_until is not null;
  if ids is not null then perform refresh_record(ids); end if;
  return null;
end $$;
create trigger refresh_after_desk after insert or update on duty_desk for each row execute function desk_changed();
create function compartment_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct f.nominal_id) into ids from compartment_of f join nominal n on n.id = f.nominal_id where f.compartment_id = new.id and n.steady_until is not null;
  if ids is not null then perform refresh_record(ids); end if;
  return null;
end $$;
create trigger refresh_after_compartment after update on compartment for each row execute function compartment_changed();
revoke all on function desk_changed(), compartment_changed() from public;

-- The three rows: need to know. The children: only of a file that open_records() has opened in this transaction.
do $$
declare
  mine constant text := $q$(select nullif(current_setting('app.circles', true), '')::integer[])$q$;
  t text;
begin
  execute format('create policy need_to_know on nominal for select to concord_app using (%s)', access_predicate('contact', mine, 'id', ''));
  execute format('create policy need_to_know on nominal_headline for select to concord_app using (%s)', access_predicate('summary', mine, 'nominal_id', ''));
  execute format('create policy need_to_know on nominal_file for select to concord_app using (%s)', access_predicate('full', mine, 'nominal_id', ''));
  foreach t in array array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody',
      'entry', 'statement', 'basis', 'ownership', 'record_manager', 'assignment', 'partner', 'arrangement', 'residence'] loop
    execute format($p$create policy of_an_open_file on %I for select to concord_app
      using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]))$p$, t);
    execute format('grant select on %I to concord_app', t);
  end loop;
  foreach t in array array['nominal', 'nominal_headline', 'nominal_file', 'known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker',
      'court_order', 'registration', 'custody', 'entry', 'statement', 'basis', 'ownership', 'record_manager', 'assignment', 'partner', 'arrangement', 'residence'] loop
    execute format('create policy importer_loads on %I to concord_importer using (true) with check (true)', t);
    execute format('grant select, insert on %I to concord_importer', t);
  end loop;
end $$;
grant select (id, quote, duty_desk, duty_telephone, safety_instruction) on nominal to concord_app;
grant select (nominal_id, name, aliases, birth_years, photograph, agency_name, unit_name, duty_desk, duty_telephone, status, status_place, release_on, markers)
  on nominal_headline to concord_app;
grant select (nominal_id, reference, unit_id, manager_id, manager_post_id, counter_terrorism, basis_confirmed, changed_at) on nominal_file to concord_app;
grant usage on sequence nominal_number to concord_importer;

-- Which access the actor has to each of these, and opens, for this transaction, the files that are full. What is none is not in the answer.
do $do$ begin execute format($body$
create function open_records(ids uuid[]) returns table (id uuid, access text) language plpgsql volatile security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if cardinality(ids) > 1000 then raise exception 'open_records opens at most 1000 records at once' using errcode = 'program_limit_exceeded'; end if;
  return query
    with found as materialized (
      select n.id, case when f.nominal_id is not null then 'full' when h.nominal_id is not null then 'summary' else 'contact' end as access
        from nominal n
        left join nominal_headline h on h.nominal_id = n.id and %2$s
        left join nominal_file f on f.nominal_id = n.id and %3$s
       where n.id = any(ids) and %1$s),
    opened as materialized (
      select set_config('app.open', ((coalesce(nullif(current_setting('app.open', true), ''), '{}'))::uuid[] || coalesce(array_agg(found.id), '{}'))::text, true) as done
        from found where found.access = 'full')
    select found.id, found.access from found cross join opened;
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;
revoke all on function open_records(uuid[]) from public;
grant execute on function open_records(uuid[]) to concord_app;
