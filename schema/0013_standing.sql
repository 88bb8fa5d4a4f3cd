-- What stands of a record: now, or as it was known on a day. Facts that a correction or a withdrawal superseded (0012) no longer make an
-- audience, a headline or a page; as known on a day they do, if they were superseded later.

-- Superseded grounds give nobody access.
create or replace function exact_audience(ids uuid[]) returns table (
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
        from basis f where f.nominal_id = n.id and f.superseded_at is null) b
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
        from residence f join agency g on g.id = f.force_id where f.nominal_id = n.id and f.superseded_at is null) local
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

alter table nominal_headline drop constraint nominal_headline_status_check;
alter table nominal_headline add constraint nominal_headline_status_check check (status in ('custody', 'community', 'hospital', 'immigration detention', 'approved premises',
  'abroad', 'whereabouts unknown', 'wanted', 'bail', 'deported', 'dead', 'archived', 'unknown'));

-- What a headline is made of, on `day`, as far as it was known at `known` ('infinity': all that stands).
--
-- Status, from facts that hold on the day: dead before all else; else the latest word of where the person is (the day from which a
-- fact says it holds, else the day on which it was recorded; of one day the kind further up in the list), except that a record which is
-- archived says so instead of "in the community". src/nominals/status.ts says the same for people.
create function headline_facts(ids uuid[], day date, known timestamptz)
returns table (nominal_id uuid, name text, aliases text[], birth_years integer[], markers text[], status text, status_place text, release_on date)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
begin return query
  select n.id, coalesce(p.names[1], ''), coalesce(p.names[2:], '{}'), coalesce(y.years, '{}'), coalesce(k.words, '{}'), s.status,
         case when s.status in ('custody', 'hospital', 'immigration detention', 'approved premises', 'abroad') then nullif(s.place, '') end,
         case when s.status in ('custody', 'hospital', 'immigration detention') then coalesce(rd.on_day, s.release_on) end
    from unnest(ids) as n(id)
    left join lateral (
      -- the name the register uses comes first, then the other agencies' names, then aliases; each spelling once
      select array_agg(t.full_name order by t.rank, t.full_name) as names from (
        select f.full_name, min(case f.kind when 'name' then case g.kind when 'register' then 0 when 'police' then 1 when 'counter-terrorism' then 1
                                                             when 'probation' then 2 else 3 end else 9 end) as rank
          from known_name f join agency g on g.id = f.agency_id
         where f.nominal_id = n.id and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known) group by f.full_name) t) p on true
    left join lateral (
      select array_agg(distinct extract(year from f.born_on)::integer) as years from birth f
       where f.nominal_id = n.id and f.born_on is not null and f.kind = 'main' and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) y on true
    left join lateral (
      select array_agg(distinct f.words) as words from marker f
       where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) k on true
    left join lateral (
      select f.on_day from release_date f
       where f.nominal_id = n.id and f.kind = 'release' and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
       order by f.recorded_at desc, f.id desc limit 1) rd on true
    cross join lateral (
      select exists (select from archiving f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known))
             or coalesce((select f.words = 'ARCHIVED' from statement f
                           where f.nominal_id = n.id and f.kind = 'register status' and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
                           order by f.recorded_at desc, f.id desc limit 1), false) as archived,
             exists (select from statement f where f.nominal_id = n.id and f.kind = 'register status' and f.recorded_at <= known
                        and (f.superseded_at is null or f.superseded_at > known)) as registered) a
    left join lateral (
      select w.kind, w.place, w.release_on from (
        select f.kind, f.place, null::date as release_on, coalesce(lower(f.during), (f.recorded_at at time zone 'Europe/London')::date) as since, f.recorded_at
          from whereabouts f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
        union all
        select case when f.in_custody then 'custody' else 'community' end, f.place, f.release_on,
               coalesce(lower(f.during), (f.recorded_at at time zone 'Europe/London')::date), f.recorded_at
          from custody f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
        union all
        select 'approved premises', f.line, null, coalesce(lower(f.during), (f.recorded_at at time zone 'Europe/London')::date), f.recorded_at
          from address f where f.nominal_id = n.id and f.kind = 'AP' and lower(f.during) is not null and day <@ f.during
           and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) w
       order by w.kind = 'dead' desc, w.since desc,
                array_position(array['deported', 'custody', 'hospital', 'immigration detention', 'whereabouts unknown', 'wanted', 'approved premises', 'bail', 'abroad', 'community'], w.kind),
                w.recorded_at desc limit 1) w on true
    cross join lateral (
      select case when w.kind in ('dead', 'deported', 'custody', 'hospital', 'immigration detention') then w.kind
                  when a.archived then 'archived'
                  when w.kind is not null then w.kind
                  when a.registered then 'community'
                  else 'unknown' end as status, w.place, w.release_on) s;
end $$;
revoke all on function headline_facts(uuid[], date, timestamptz) from public;

create or replace function refresh_record(ids uuid[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
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
         name = f.name, aliases = f.aliases, birth_years = f.birth_years, markers = f.markers, status = f.status, status_place = f.status_place, release_on = f.release_on
    from exact e
    join headline_facts(ids, (now() at time zone 'Europe/London')::date, 'infinity') f on f.nominal_id = e.nominal_id
    left join unit u on u.id = e.unit_id left join agency g on g.id = u.agency_id left join duty_desk d on d.unit_id = u.id
   where h.nominal_id = e.nominal_id;
end $$;
