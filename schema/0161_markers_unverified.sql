-- A marker that nobody has verified says so wherever its word stands: in a headline and all that reads one (search, Home, summary, transfers, local
-- contacts, inspections, programs), and on the safety sheet. Until now only the record's own page did.

-- What stands against a marker on a day, as far as it was known: null where it is verified and its review has not passed. src/nominals/
-- safety.views.ts says the same of each ground.
create function marker_caution(m marker, day date, known timestamptz) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select case when m.verified or m.source_kind <> 'extract' and exists (select from marker_approval a where a.marker_id = m.id and a.approved_at <= known)
              then case when m.review_on < day then 'unverified since ' || to_char(m.review_on, 'FMDD FMMonth YYYY') end
              when m.source_kind <> 'extract' then 'not yet approved'
              else 'unverified, from ' || case m.scheme when 'pnc-warning-signals' then 'the register' when 'probation-registrations' then 'probation’s registrations'
                                                        when 'prison-alerts' then 'the prison’s alerts' else 'the source' end end
$$;

-- The markers of a headline in words: each word once, with what stands against the best of its grounds.
create function markers_in_words(nominal uuid, day date, known timestamptz) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_agg(w.words || coalesce(' (' || w.caution || ')', '') order by w.words) from (
    select distinct on (f.words) f.words, c.caution
      from marker f cross join lateral (select marker_caution(f, day, known) as caution) c
     where f.nominal_id = nominal and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
     order by f.words, c.caution is null desc, starts_with(c.caution, 'unverified since') desc, c.caution) w
$$;
revoke all on function marker_caution(marker, date, timestamptz), markers_in_words(uuid, date, timestamptz) from public;

do $do$
declare
  was text;
  becomes text;
begin
  was := pg_get_functiondef('headline_facts(uuid[], date, timestamptz)'::regprocedure);
  becomes := replace(was, $t$    left join lateral (
      select array_agg(distinct f.words) as words from marker f
       where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) k on true$t$,
    $t$    left join lateral (
      select case when exists (select from marker f where f.nominal_id = n.id) then markers_in_words(n.id, day, known) end as words) k on true$t$);
  if becomes = was then raise exception 'headline_facts does not read its markers as 0017 did'; end if;
  execute becomes;

  -- The day after a review turns a headline.
  was := pg_get_functiondef('headline_turns(uuid[])'::regprocedure);
  becomes := replace(was, $t$union all select f.during from archiving f$t$,
    $t$union all select daterange(null, f.review_on, '[]') from marker f where f.nominal_id = n.id and f.superseded_at is null and f.review_on is not null
        union all select f.during from archiving f$t$);
  if becomes = was then raise exception 'headline_turns does not read its days as 0017 did'; end if;
  execute becomes;

  was := pg_get_functiondef('emergency_sheet(uuid)'::regprocedure);
  becomes := replace(was, $t$json_build_object('words', m.words, 'basis'$t$,
    $t$json_build_object('words', m.words || coalesce(' (' || marker_caution(m, day, 'infinity') || ')', ''), 'basis'$t$);
  if becomes = was then raise exception 'emergency_sheet does not read its markers as 0085 did'; end if;
  execute becomes;
end $do$;

-- Whoever approves a marker changes what a headline says of it.
create function approved_marker_is_told() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform reckon(array(select distinct nominal_id from added), true);
  return null;
end $$;
revoke all on function approved_marker_is_told() from public;
create trigger approved_marker_is_told after insert on marker_approval referencing new table as added for each statement execute function approved_marker_is_told();

update nominal_headline h set markers = f.markers, turns_at = t.turns_at
  from headline_facts(array(select distinct m.nominal_id from marker m where m.superseded_at is null), (now() at time zone 'Europe/London')::date, 'infinity') f
  join headline_turns(array(select distinct m.nominal_id from marker m where m.superseded_at is null)) t on t.nominal_id = f.nominal_id
 where h.nominal_id = f.nominal_id;
