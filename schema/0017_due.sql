-- What time alone changes: a status that turns on a day, what falls due, and what has changed since one last looked.

-- What a headline is made of, on `day`, as far as it was known at `known` ('infinity': all that stands). Anew from 0013:
--
-- Status, from facts that hold on the day: dead before all else; else the latest word of where the person is. A word is as late as the
-- day from which it says that it holds, else as the day on which it was recorded; of one day the word that names its day goes before one
-- that does not, then the kind further up in the list, then what was recorded later. A prison's word that somebody is not with it,
-- without the day since when, is no word of where they are: it ends every custody said before it, and comes after every other word.
-- A record that is archived says so instead of what does not hold the person: while an archiving holds, or the register's latest word is
-- "archived" and nobody has confirmed a basis since. A date of release counts when it was said of this stay: the one recorded last, and
-- none before the stay began. src/nominals/status.ts says the same in TypeScript, and test/status.test.ts holds the two to each other.
create or replace function headline_facts(ids uuid[], day date, known timestamptz)
returns table (nominal_id uuid, name text, aliases text[], birth_years integer[], markers text[], status text, status_place text, release_on date)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
begin return query
  select n.id, coalesce(p.names[1], ''), coalesce(p.names[2:], '{}'), coalesce(y.years, '{}'), coalesce(k.words, '{}'), s.status,
         case when s.status in ('custody', 'hospital', 'immigration detention', 'approved premises', 'abroad', 'deported') then nullif(w.place, '') end,
         case when s.status in ('custody', 'hospital', 'immigration detention') then
           case when rd.recorded_at >= w.recorded_at or w.release_on is null then rd.on_day else w.release_on end end
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
      select f.words, f.recorded_at from statement f
       where f.nominal_id = n.id and f.kind = 'register status' and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
       order by f.recorded_at desc, f.id desc limit 1) g on true
    cross join lateral (
      select exists (select from archiving f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known))
             or coalesce(g.words = 'ARCHIVED', false) and not exists (
               select from basis f where f.nominal_id = n.id and f.source_kind <> 'extract' and f.confirmed and day <@ f.during and f.recorded_at > g.recorded_at
                  and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) as archived) a
    left join lateral (
      select w.kind, w.place, w.release_on, w.recorded_at, w.first_day from (
        select f.id, f.kind, f.place, null::date as release_on, lower(f.during) as first_day, f.recorded_at, false as weak
          from whereabouts f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
        union all
        select f.id, case when f.in_custody then 'custody' else 'community' end, f.place, f.release_on, lower(f.during), f.recorded_at, not f.in_custody and lower(f.during) is null
          from custody f where f.nominal_id = n.id and day <@ f.during and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)
        union all
        select f.id, 'approved premises', f.line, null, lower(f.during), f.recorded_at, false
          from address f where f.nominal_id = n.id and f.kind = 'AP' and lower(f.during) is not null and day <@ f.during
           and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)) w
       where w.kind <> 'custody' or not exists (
         select from custody o where o.nominal_id = n.id and not o.in_custody and lower(o.during) is null and day <@ o.during
            and o.recorded_at <= known and (o.superseded_at is null or o.superseded_at > known)
            and case when w.first_day is null then (o.recorded_at, o.id) > (w.recorded_at, w.id) else (o.recorded_at at time zone 'Europe/London')::date > w.first_day end)
       order by w.kind = 'dead' desc, w.weak, coalesce(w.first_day, (w.recorded_at at time zone 'Europe/London')::date) desc, w.first_day is null,
                array_position(array['deported', 'custody', 'hospital', 'immigration detention', 'wanted', 'whereabouts unknown', 'approved premises', 'bail', 'abroad', 'community'], w.kind),
                w.recorded_at desc, w.id desc limit 1) w on true
    left join lateral (
      select f.on_day, f.recorded_at from release_date f
       where f.nominal_id = n.id and f.kind = case w.kind when 'hospital' then 'hospital discharge' else 'release' end
         and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known) and (w.first_day is null or f.on_day >= w.first_day)
       order by f.recorded_at desc, f.id desc limit 1) rd on true
    cross join lateral (
      select case when w.kind in ('dead', 'deported', 'custody', 'hospital', 'immigration detention') then w.kind
                  when a.archived then 'archived'
                  when w.kind is not null then w.kind
                  when g.words is not null then 'community'
                  else 'unknown' end as status) s;
end $$;
revoke all on function headline_facts(uuid[], date, timestamptz) from public;

-- The next moment at which one of the dated facts that a headline is made from begins or ends: midnight in London; 'infinity': none does.
create function headline_turns(ids uuid[]) returns table (nominal_id uuid, turns_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare today date := (now() at time zone 'Europe/London')::date;
begin return query
  select n.id, coalesce(e.day::timestamp at time zone 'Europe/London', 'infinity')
    from unnest(ids) as n(id)
    cross join lateral (
      select least(min(lower(t.during)) filter (where lower(t.during) > today), min(upper(t.during)) filter (where upper(t.during) > today)) as day from (
        select f.during from whereabouts f where f.nominal_id = n.id and f.superseded_at is null
        union all select f.during from custody f where f.nominal_id = n.id and f.superseded_at is null
        union all select f.during from address f where f.nominal_id = n.id and f.kind = 'AP' and f.superseded_at is null
        union all select f.during from marker f where f.nominal_id = n.id and f.superseded_at is null
        union all select f.during from archiving f where f.nominal_id = n.id and f.superseded_at is null
        union all select f.during from basis f where f.nominal_id = n.id and f.superseded_at is null) t) e;
end $$;
revoke all on function headline_turns(uuid[]) from public;

-- Every headline that stands is made anew once (the rule above is a new one); a later one when it turns.
alter table nominal_headline add column turns_at timestamptz not null default '-infinity';
alter table nominal_headline alter column turns_at set default 'infinity';
create index nominal_headline_turns_at on nominal_headline (turns_at) where turns_at < 'infinity';
grant select (turns_at) on nominal_headline to concord_app;

-- `changed`: whether somebody has said something of these records; that a day has come is no change.
create function reckon(ids uuid[], changed boolean) returns void language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
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
           unit_id = e.unit_id, counter_terrorism = e.counter_terrorism, basis_confirmed = e.confirmed, changed_at = case when changed then now() else f.changed_at end,
           manager_id = m.officer_id, manager_post_id = m.post_id
      from exact e left join record_manager m on m.nominal_id = e.nominal_id and now() <@ m.during
     where f.nominal_id = e.nominal_id)
  update nominal_headline h
     set audience = e.headline, denied = e.denied, only_for = e.only_for, compartments = e.compartments, steady_until = e.steady_until,
         agency_name = coalesce(g.name, ''), unit_name = coalesce(u.name, ''), duty_desk = coalesce(d.name, ''), duty_telephone = coalesce(d.telephone, ''),
         name = f.name, aliases = f.aliases, birth_years = f.birth_years, markers = f.markers, status = f.status, status_place = f.status_place, release_on = f.release_on,
         turns_at = t.turns_at
    from exact e
    join headline_facts(ids, (now() at time zone 'Europe/London')::date, 'infinity') f on f.nominal_id = e.nominal_id
    join headline_turns(ids) t on t.nominal_id = e.nominal_id
    left join unit u on u.id = e.unit_id left join agency g on g.id = u.agency_id left join duty_desk d on d.unit_id = u.id
   where h.nominal_id = e.nominal_id;
end $$;
revoke all on function reckon(uuid[], boolean) from public;
create or replace function refresh_record(ids uuid[]) returns void language sql volatile security definer set search_path = public, pg_temp as $$ select reckon(ids, true) $$;

-- Past-due rows are right anyway (the exact way); this makes them fast again. At most 500 of each a call.
create or replace function refresh_past_due() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  granted uuid[];
  turned uuid[];
begin
  select array_agg(t.id) into granted from (select id from nominal where steady_until <= now() order by steady_until limit 500 for update skip locked) t;
  select array_agg(t.id) into turned from (
    select n.id from nominal_headline h join nominal n on n.id = h.nominal_id
     where h.turns_at <= now() and n.steady_until is not null order by h.turns_at limit 500 for update of n skip locked) t;
  if granted is null and turned is null then return 0; end if;
  perform reckon(array(select distinct unnest(coalesce(granted, '{}') || coalesce(turned, '{}'))), false);
  return coalesce(cardinality(granted), 0) + coalesce(cardinality(turned), 0);
end $$;

-- A headline that has turned since it was written is read the exact way, until the next round of upkeep.
create function turned_headline(nominal uuid, turns_at timestamptz) returns table (markers text[], status text, status_place text, release_on date)
language plpgsql stable rows 1 security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if turned_headline.turns_at > now() or not exact_within(nominal, 'summary') then return; end if;
  return query select f.markers, f.status, f.status_place, f.release_on
                 from headline_facts(array[nominal], (now() at time zone 'Europe/London')::date, 'infinity') f;
end $$;
revoke all on function turned_headline(uuid, timestamptz) from public;
grant execute on function turned_headline(uuid, timestamptz) to concord_app;
create view headline_on_the_day with (security_invoker) as
  select h.nominal_id, h.name, h.aliases, h.birth_years, h.photograph, h.agency_name, h.unit_name, h.duty_desk, h.duty_telephone,
         coalesce(t.markers, h.markers) as markers, coalesce(t.status, h.status) as status,
         case when t.status is null then h.status_place else t.status_place end as status_place,
         case when t.status is null then h.release_on else t.release_on end as release_on
    from nominal_headline h left join lateral turned_headline(h.nominal_id, h.turns_at) t on true;
grant select on headline_on_the_day to concord_app;

-- The record shows the headline of the day: the two readings of 0014, with the view in the table's place.
do $$
declare
  reading regprocedure;
  was text;
  becomes text;
begin
  foreach reading in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)']::regprocedure[] loop
    was := pg_get_functiondef(reading);
    becomes := replace(replace(was, 'join nominal_headline h on h.nominal_id = r.nominal_id', 'join headline_on_the_day h on h.nominal_id = r.nominal_id'),
                       'from nominal_headline h join nominal n', 'from headline_on_the_day h join nominal n');
    if length(becomes) - length(was) <> 2 * (length('headline_on_the_day') - length('nominal_headline')) then raise exception '% does not read the headline as 0014 wrote it', reading; end if;
    execute becomes;
  end loop;
end $$;

-- A referral to Prevent is no ground for a record, and is not kept where grounds are kept. The patterns are those of
-- src/reference/prevent.ts, which explains; test/prevent.test.ts holds the two to each other. (What stands already is left to people.)
create function names_prevent_referral(words text) returns boolean language sql immutable set search_path = public, pg_temp as $$
  select words ~* 'prevent|channel' and (
       words ~ '\y(?:Prevent|PREVENT)[ -]+(?:[Rr]eferrals?|REFERRALS?|[Rr]eferred|REFERRED|[Cc]ases?|CASES?|[Pp]rogramme|PROGRAMME)\y'
    or words ~ '\y(?:[Rr]efer|REFER)\w* (?:\w+ ){0,3}?(?:[Tt]o|TO|[Ii]nto|INTO|[Uu]nder|UNDER) (?:[Tt]he )?Prevent\y'
    or words ~* '\yrefer\w* (?:\w+ ){0,3}?(?:to|into|under) (?:the )?prevent(?:\s*$|\s*[.,;:)]|\s+(?:in|on|by|and|because|after|before|for|as|team|officer|programme|panel)\y)'
    or words ~* '(?:^|\y(?:a|an|the|this|that|his|her|their|one|earlier|previous|former|old|another) )prevent (?:referral|case|programme)\y'
    or words ~* '\ychannel (?:panel|programme)\y'
    or words ~ '\y[Rr]efer\w* (?:\w+ ){0,3}?to Channel\y'
    or words ~ '\yChannel [Rr]eferral')
$$;
alter table basis add constraint basis_no_referral_to_prevent check (not names_prevent_referral(offence)) not valid;
alter table offence add constraint offence_no_referral_to_prevent check (not names_prevent_referral(words)) not valid;
alter table registration add constraint registration_no_referral_to_prevent check (not names_prevent_referral(words)) not valid;
alter table entry add constraint entry_no_referral_to_prevent check (kind <> 'REFERRAL' or not names_prevent_referral(words)) not valid;

-- The first day of being 18, and 1 March for somebody born on 29 February (src/nominals/under-18.ts).
create function eighteenth_birthday(born date) returns date language sql immutable strict set search_path = public, pg_temp as $$
  select d + case when extract(day from d) = extract(day from born) then 0 else 1 end from (select (born + interval '18 years')::date as d) t
$$;
revoke all on function eighteenth_birthday(date), names_prevent_referral(text) from public;
grant execute on function eighteenth_birthday(date), names_prevent_referral(text) to concord_app, concord_importer;

-- What is due on these records, as whoever asks, under row security: of records that they have opened (open_records). Up to `days_ahead`
-- days from `day`, and everything that should have been done before. Nothing is due on an archived record, and on somebody who has died
-- only that somebody decides on the record. `counted_from`: the day from which an interval was counted; `words`: what it is about.
-- The rules in words, with their sources: src/nominals/due.ts.
create function due_of(ids uuid[], day date, days_ahead integer, under_18_months integer, pdp_months integer)
returns table (nominal_id uuid, rule text, due_on date, fact_table text, fact_id uuid, words text, counted_from date)
-- (the kept plan expects few records; by nested loops a thousand of them would cost a thousand times a thousand looks)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
  until date := day + days_ahead;
begin return query
  with person as materialized (
    select h.nominal_id, h.status, h.release_on, h.status_place from headline_on_the_day h
     where h.nominal_id = any(ids) and h.status <> 'archived'
       and not exists (select from archiving a where a.nominal_id = h.nominal_id and a.superseded_at is null and day <@ a.during)),
  alive as materialized (select p.* from person p where p.status <> 'dead'),
  bases as materialized (
    select f.nominal_id, f.id, f.kind, f.words, f.confirmed, f.during, f.review_on, (f.recorded_at at time zone 'Europe/London')::date as recorded_on
      from basis f join alive p on p.nominal_id = f.nominal_id where f.nominal_id = any(ids) and f.superseded_at is null),
  holding as materialized (
    select distinct on (b.nominal_id) b.nominal_id, b.id, b.recorded_on from bases b where b.confirmed and day <@ b.during order by b.nominal_id, b.recorded_on desc, b.id desc),
  born as materialized (
    select f.nominal_id, eighteenth_birthday(max(f.born_on)) as eighteen_on from birth f join alive p on p.nominal_id = f.nominal_id
     where f.nominal_id = any(ids) and f.superseded_at is null and f.kind = 'main' and f.born_on <= day group by f.nominal_id)

  select p.nominal_id, 'dead', day, null, null::uuid, '', null::date from person p where p.status = 'dead'

  union all
  select b.nominal_id, case when bool_or(day <@ b.during) then 'basis-unconfirmed' when bool_or(upper(b.during) <= day) then 'basis-ended' else 'basis-none' end,
         coalesce(case when bool_or(day <@ b.during) then min(b.recorded_on) filter (where day <@ b.during) else max(upper(b.during)) filter (where upper(b.during) <= day) end, day),
         case when bool_or(day <@ b.during) then 'basis' end, (array_agg(b.id order by b.recorded_on desc) filter (where day <@ b.during))[1],
         coalesce((array_agg(b.words order by b.recorded_on desc) filter (where day <@ b.during or upper(b.during) <= day))[1], ''), null
    from bases b where not exists (select from holding h where h.nominal_id = b.nominal_id) group by b.nominal_id
  union all
  select p.nominal_id, 'basis-none', day, null, null, '', null from alive p where not exists (select from bases b where b.nominal_id = p.nominal_id)
  union all
  select b.nominal_id, 'basis-ends', upper(b.during) - 1, 'basis', b.id, b.words, null from bases b
   where b.confirmed and day <@ b.during and upper(b.during) - 1 <= until
     and not exists (select from bases other where other.nominal_id = b.nominal_id and other.confirmed and upper(b.during) <@ other.during)
  union all
  select b.nominal_id, 'basis-review', b.review_on, 'basis', b.id, b.words, null from bases b
   where b.confirmed and day <@ b.during and b.kind <> 'pdp-authorised' and b.review_on <= until
  union all
  select t.nominal_id, 'pdp-review', t.due, 'basis', t.id, t.words, t.authorised_on from (
    select b.nominal_id, b.id, b.words, coalesce(lower(b.during), b.recorded_on) as authorised_on,
           least(b.review_on, (coalesce(lower(b.during), b.recorded_on) + make_interval(months => pdp_months))::date) as due
      from bases b where b.confirmed and day <@ b.during and b.kind = 'pdp-authorised') t where t.due <= until

  union all
  select t.nominal_id, 'under-18-review', t.due, 'basis', t.id, '', t.recorded_on from (
    select h.nominal_id, h.id, h.recorded_on, (h.recorded_on + make_interval(months => under_18_months))::date as due
      from holding h join born y on y.nominal_id = h.nominal_id where y.eighteen_on > day) t where t.due <= until
  union all
  select y.nominal_id, 'under-18-contacts', day, null, null, array_to_string(m.roles, '; '), null
    from born y cross join lateral (
      select array_agg(r.role order by r.place) as roles from unnest(array['youth justice worker', 'parent or carer', 'appropriate adult', 'children’s social care']) with ordinality r(role, place)
       where not exists (select from contact_person c where c.nominal_id = y.nominal_id and c.superseded_at is null and c.role = r.role and day <@ c.during)) m
   where y.eighteen_on > day and m.roles is not null
  union all
  -- decided anew: a basis recorded on the birthday or after it
  select y.nominal_id, 'turned-18', y.eighteen_on, 'basis', h.id, '', null from born y join holding h on h.nominal_id = y.nominal_id
   where y.eighteen_on <= until and h.recorded_on < y.eighteen_on

  union all
  select f.nominal_id, 'marker-review', f.review_on, 'marker', f.id, f.words, null from marker f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and f.review_on <= until
  union all
  select f.nominal_id, 'marker-approval', (f.recorded_at at time zone 'Europe/London')::date, 'marker', f.id, f.words, null from marker f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and f.source_kind <> 'extract'
     and not exists (select from marker_approval a where a.marker_id = f.id)
  union all
  select f.nominal_id, 'order-review', f.review_on, 'court_order', f.id, f.words, null from court_order f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and f.review_on <= until
  union all
  select f.nominal_id, 'order-ends', upper(f.during) - 1, 'court_order', f.id, f.words, null from court_order f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and upper(f.during) - 1 <= until
  union all
  select f.nominal_id, 'condition-ends', upper(f.during) - 1, 'licence_condition', f.id, f.words, null from licence_condition f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and upper(f.during) - 1 <= until
  union all
  select f.nominal_id, 'document-expires', f.expires_on, 'identity_document', f.id, f.kind, null from identity_document f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and day <@ f.during and f.expires_on between day and until
  union all
  select f.nominal_id, 'sentence-ends', f.ends_on, 'sentence', f.id, f.words, null from sentence f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and f.ends_on between day and until

  union all
  select p.nominal_id, 'release', p.release_on, null, null, p.status, null from alive p
   where p.status in ('custody', 'hospital', 'immigration detention') and p.release_on <= until
  union all
  select f.nominal_id, 'release-date', f.on_day, 'release_date', f.id, f.kind, null from release_date f join alive p on p.nominal_id = f.nominal_id
   where f.nominal_id = any(ids) and f.superseded_at is null and f.on_day between day and until and f.kind not in ('release', 'hospital discharge');
end $$;
revoke all on function due_of(uuid[], date, integer, integer, integer) from public;
grant execute on function due_of(uuid[], date, integer, integer, integer) to concord_app;

-- When an officer last looked at a record they have in full: never the log, which no working page reads. Looks that follow each other
-- within half an hour are one look, so that going back to the page does not take away what it had to tell.
create table last_look (
  officer_id uuid not null references officer,
  nominal_id uuid not null references nominal,
  since      timestamptz,                                -- when the look before this one ended; null: this is the first
  looked_at  timestamptz not null default now(),
  primary key (officer_id, nominal_id)
);
create index last_look_nominal on last_look (nominal_id);
alter table last_look enable row level security;
alter table last_look force row level security;
do $$
declare
  me constant text := $q$officer_id = (select nullif(current_setting('app.officer', true), '')::uuid)$q$;
  open constant text := $q$nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])$q$;
begin
  create policy owner_keeps on last_look to concord_owner using (true) with check (true);
  execute format('create policy ones_own on last_look for select to concord_app using (%s)', me);
  execute format('create policy ones_own_begun on last_look for insert to concord_app with check (%s and %s)', me, open);
  execute format('create policy ones_own_moved on last_look for update to concord_app using (%s) with check (%1$s and %s)', me, open);
end $$;
grant select, insert on last_look to concord_app;
grant update (since, looked_at) on last_look to concord_app;

-- What others said of these records since a moment each: added, changed, approved and withdrawn, what was said and put right meanwhile once.
-- As whoever asks, under row security.
do $do$
declare
  t text;
  rows text := '';
begin
  foreach t in array kinds_of_fact() loop
    continue when t = 'residence';
    rows := rows || format($q$
        select f.nominal_id, f.id, %L as kind, case when f.supersedes is null then 'added' else 'changed' end as what, f.recorded_at as at, f.recorded_by as by_id
          from %I f join since w on w.nominal_id = f.nominal_id
         where f.nominal_id = any(ids) and f.superseded_at is null and f.recorded_at > w.since and f.recorded_by is distinct from me
        union all $q$, t, t);
  end loop;
  execute format($f$create function changes_since(ids uuid[], sinces timestamptz[], me uuid)
    returns table (nominal_id uuid, id uuid, kind text, what text, at timestamptz, by text)
    language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off as $b$
    #variable_conflict use_column
    begin return query
      with since as materialized (select * from unnest(ids, sinces) as w(nominal_id, since))
      select c.nominal_id, c.id, c.kind, c.what, c.at, o.name
        from (%s
        select x.nominal_id, x.fact_id, x.fact_table, 'withdrawn', x.recorded_at, x.recorded_by from withdrawal x join since w on w.nominal_id = x.nominal_id
         where x.nominal_id = any(ids) and x.recorded_at > w.since and x.recorded_by is distinct from me
        union all
        select a.nominal_id, a.marker_id, 'marker', 'approved', a.approved_at, a.approved_by from marker_approval a join since w on w.nominal_id = a.nominal_id
         where a.nominal_id = any(ids) and a.approved_at > w.since and a.approved_by is distinct from me) c
        left join officer o on o.id = c.by_id and not o.service;
    end $b$ $f$, rows);
end $do$;
revoke all on function changes_since(uuid[], timestamptz[], uuid) from public;
grant execute on function changes_since(uuid[], timestamptz[], uuid) to concord_app;

-- A withdrawal and an approval change a record as much as a fact does (0012 tells of facts).
create function record_changed_besides() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (select nominal_id from added);
  return null;
end $$;
revoke all on function record_changed_besides() from public;
create trigger record_changed after insert on withdrawal referencing new table as added for each statement execute function record_changed_besides();
create trigger record_changed after insert on marker_approval referencing new table as added for each statement execute function record_changed_besides();
