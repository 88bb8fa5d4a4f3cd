-- The reconciliation desk: two records that may be of one person are put to it, across the walls, and it says whether they are. Pairs come from kept_apart
-- (an extract's row, or somebody who made a record: 0009, 0018), where nothing that a denied officer does or sees depends on them.
--
-- A pair is of two records, whichever was found first; it goes by the id of the first finding. What the desk decides is kept and never changed: the
-- latest decision holds. "Different" is not asked again, unless something is found after it.

create index kept_apart_pair on kept_apart (least(nominal_id, other_id), greatest(nominal_id, other_id), found_at, id);
-- Both are records of somebody; nobody is kept apart from themself.
alter table kept_apart add constraint two_records check (nominal_id <> other_id) not valid;

create table pair_decision (
  id         uuid primary key,
  one_id     uuid not null references nominal,
  other_id   uuid not null references nominal,
  nth        integer not null check (nth > 0),             -- so that two who decide at once are told of one another
  outcome    text not null check (outcome in ('same', 'different', 'not sure', 'taken back')),
  reason     text not null check (length(btrim(reason)) between 10 and 1000),
  decided_at timestamptz not null default clock_timestamp(),
  decided_by uuid not null references officer,
  check (one_id < other_id),
  unique (one_id, other_id, nth)
);
create index pair_decision_other on pair_decision (other_id);
-- What was done about two records that are of one person: whom the desk rang, what was agreed, and that it is settled.
create table pair_step (
  id          uuid primary key,
  decision_id uuid not null references pair_decision,
  kind        text not null check (kind in ('note', 'settled')),
  words       text not null check (length(btrim(words)) between 10 and 1000),
  taken_at    timestamptz not null default clock_timestamp(),
  taken_by    uuid not null references officer
);
create index pair_step_decision on pair_step (decision_id, taken_at);
create unique index pair_step_settled on pair_step (decision_id) where kind = 'settled';

create function pairs_are_kept() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'what the reconciliation desk decided and did is kept' using errcode = 'check_violation';
end $$;
create trigger kept before update or delete on pair_decision for each row execute function pairs_are_kept();
create trigger kept before update or delete on pair_step for each row execute function pairs_are_kept();

do $$ declare t text; begin
  foreach t in array array['pair_decision', 'pair_step'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
end $$;
-- Whoever sees both records, at summary at least, sees what was decided of them; nobody else but the desk, which reads through the functions below.
create policy of_both on pair_decision for select to concord_app using (
  exists (select from nominal_headline h where h.nominal_id = one_id) and exists (select from nominal_headline h where h.nominal_id = other_id));
grant select (one_id, other_id, nth, outcome, decided_at) on pair_decision to concord_app;

-- Whether whoever asks is at the desk, and fit to be: vetting and training that lapse take it away at the next request, as access to records. (The role
-- itself opens no record, so it has no circles.) An exclusion wins here as everywhere.
create function at_the_desk() returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  return coalesce(current_setting('app.role', true) = 'reconciliation-desk' and me is not null
    and (select a.why is null or a.why not in ('disabled', 'vetting', 'training') from away_at(me, now()) a), false);
end $$;
create function kept_from_me(nominal uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from exclusion e join officer o on o.id = e.officer_id
                  where e.nominal_id = $1 and now() <@ e.during and same_human(o.id, nullif(current_setting('app.officer', true), '')::uuid))
$$;

-- The pairs, each with its latest decision. `state`: 'waiting' (nobody decided, or something was found since), 'not sure', 'same' (to be settled with those who
-- answer), 'settled', 'different'. Without those that the actor is kept out of.
create function pairs_for_me() returns table (pair uuid, one_id uuid, other_id uuid, found_at timestamptz, latest_found_at timestamptz, findings integer, state text, decided_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
begin
  if not at_the_desk() then return; end if;
  return query
    with found as (
      select (array_agg(k.id order by k.found_at, k.id))[1] as pair, least(k.nominal_id, k.other_id) as one, greatest(k.nominal_id, k.other_id) as other,
             min(k.found_at) as first_at, max(k.found_at) as last_at, count(*)::integer as n
        from kept_apart k where k.nominal_id <> k.other_id group by 2, 3)
    select f.pair, f.one, f.other, f.first_at, f.last_at, f.n,
           case when d.outcome is null or d.outcome = 'taken back' or d.outcome in ('different', 'not sure') and f.last_at > d.decided_at then 'waiting'
                when d.outcome = 'same' and exists (select from pair_step s where s.decision_id = d.id and s.kind = 'settled') then 'settled'
                else d.outcome end,
           d.decided_at
      from found f
      left join lateral (select x.* from pair_decision x where x.one_id = f.one and x.other_id = f.other order by x.nth desc limit 1) d on true
     where not exists (select from exclusion e where e.nominal_id in (f.one, f.other) and now() <@ e.during and same_human(e.officer_id, nullif(current_setting('app.officer', true), '')::uuid));
end $$;

create function pair_counts() returns table (state text, pairs integer) language sql stable security definer set search_path = public, pg_temp as $$
  select p.state, count(*)::integer from pairs_for_me() p group by 1
$$;
create function pairs_in_state(wanted text, most integer) returns table (pair uuid, found_at timestamptz, latest_found_at timestamptz, findings integer, decided_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.pair, p.found_at, p.latest_found_at, p.findings, p.decided_at from pairs_for_me() p where p.state = $1 order by p.found_at, p.pair limit least($2, 200)
$$;
-- The next that waits after one, in order of finding; those nobody was sure of come last. Null: nothing waits.
create function next_pair(after_pair uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (select p.*, row_number() over (order by p.state <> 'waiting', p.found_at, p.pair) as place from pairs_for_me() p where p.state in ('waiting', 'not sure')),
       here as (select coalesce((select m.place from mine m where m.pair = $1), 0) as place)
  select m.pair from mine m, here where m.pair is distinct from $1 order by m.place <= here.place, m.place limit 1
$$;

-- One side of a pair: what tells who somebody is, who answers, and who may see the record; nothing else of it.
create function pair_side(about uuid) returns json language sql stable security definer set search_path = public, pg_temp as $$
  select json_build_object(
    'nominal', f.nominal_id, 'reference', f.reference, 'name', h.name, 'status', h.status, 'agency', h.agency_name, 'unit', h.unit_name,
    'dutyDesk', n.duty_desk, 'dutyTelephone', n.duty_telephone, 'quote', n.quote,
    'manager', coalesce((select o.name from officer o where o.id = f.manager_id), (select p.title from post p where p.id = f.manager_post_id)),
    'counterTerrorism', f.counter_terrorism, 'basisConfirmed', f.basis_confirmed,
    'names', (select coalesce(json_agg(json_build_object('kind', x.kind, 'full', x.full_name, 'family', x.family, 'given', x.given, 'agency', g.name) order by x.kind <> 'name', x.full_name, x.id), '[]')
                from known_name x join agency g on g.id = x.agency_id where x.nominal_id = $1 and x.superseded_at is null),
    'births', (select coalesce(json_agg(json_build_object('bornOn', x.born_on, 'asGiven', x.as_given, 'alias', x.kind = 'alias', 'agency', g.name) order by x.kind <> 'main', x.born_on, x.id), '[]')
                 from birth x join agency g on g.id = x.agency_id where x.nominal_id = $1 and x.superseded_at is null),
    'sexes', (select coalesce(json_agg(distinct x.code), '[]') from sex x where x.nominal_id = $1 and x.superseded_at is null),
    'nationalities', (select coalesce(json_agg(distinct x.code), '[]') from nationality x where x.nominal_id = $1 and x.superseded_at is null),
    'identifiers', (select coalesce(json_agg(json_build_object('kind', x.kind, 'asGiven', x.as_given, 'canonical', x.canonical, 'agency', g.name) order by x.kind, x.as_given, x.id), '[]')
                      from identifier x join agency g on g.id = x.agency_id where x.nominal_id = $1 and x.superseded_at is null),
    'addresses', (select coalesce(json_agg(json_build_object('key', x.address_key, 'words', concat_ws(', ', nullif(x.flat, ''), nullif(x.line, ''), nullif(x.town, ''), x.postcode),
                      'agency', g.name) order by upper(x.during) desc nulls first, x.id), '[]')
                    from address x join agency g on g.id = x.agency_id where x.nominal_id = $1 and x.superseded_at is null),
    'onlyFor', (select json_build_object('shows', r.shows, 'officers', (select count(*) from restriction_member m where m.restriction_id = r.id and now() <@ m.during))
                  from restriction r where r.nominal_id = $1 and now() <@ r.during),
    'compartments', (select coalesce(json_agg(c.name order by c.name), '[]') from compartment_of x join compartment c on c.id = x.compartment_id where x.nominal_id = $1 and now() <@ x.during),
    'excluded', (select count(*) from exclusion e where e.nominal_id = $1 and now() <@ e.during),
    'partners', (select coalesce(json_agg(distinct u.name), '[]') from partner x join unit u on u.id = x.unit_id where x.nominal_id = $1 and now() <@ x.during))
    from nominal_file f join headline_on_the_day h on h.nominal_id = f.nominal_id join contact_now n on n.id = f.nominal_id where f.nominal_id = $1
$$;

-- A pair, side by side, by whichever of its findings; null: it is not there for whoever asks.
create function pair_seen(finding uuid) returns json language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  p record;
begin
  if not at_the_desk() then return null; end if;
  select least(k.nominal_id, k.other_id) as one, greatest(k.nominal_id, k.other_id) as other into p from kept_apart k where k.id = finding and k.nominal_id <> k.other_id;
  if p.one is null or kept_from_me(p.one) or kept_from_me(p.other) then return null; end if;
  return (
    select json_build_object('pair', m.pair, 'state', m.state, 'one', pair_side(p.one), 'other', pair_side(p.other),
      'findings', (select json_agg(json_build_object('reason', k.reason, 'somebodyElse', k.somebody_else, 'by', coalesce(o.name, ''), 'at', k.found_at) order by k.found_at, k.id)
                     from kept_apart k left join officer o on o.id = k.made_by where least(k.nominal_id, k.other_id) = p.one and greatest(k.nominal_id, k.other_id) = p.other),
      'decisions', (select coalesce(json_agg(json_build_object('id', d.id, 'outcome', d.outcome, 'reason', d.reason, 'by', o.name, 'at', d.decided_at,
                        'steps', (select coalesce(json_agg(json_build_object('id', s.id, 'kind', s.kind, 'words', s.words, 'by', w.name, 'at', s.taken_at) order by s.taken_at, s.id), '[]')
                                    from pair_step s join officer w on w.id = s.taken_by where s.decision_id = d.id)) order by d.nth desc), '[]')
                      from pair_decision d join officer o on o.id = d.decided_by where d.one_id = p.one and d.other_id = p.other))
      from pairs_for_me() m where m.one_id = p.one and m.other_id = p.other);
end $$;

-- What the desk decides. `seen`: the decision that was on the page, null where none; another one meanwhile is a conflict.
-- Of one person: those who answer for either record are told that the desk will ring, and nothing of the other side.
create function decide_pair(id uuid, finding uuid, outcome text, reason text, seen uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  p record;
  latest pair_decision;
  about uuid;
begin
  select least(k.nominal_id, k.other_id) as one, greatest(k.nominal_id, k.other_id) as other into p from kept_apart k where k.id = finding and k.nominal_id <> k.other_id;
  if not at_the_desk() or p.one is null or kept_from_me(p.one) or kept_from_me(p.other) then
    raise exception 'pairs are decided by the reconciliation desk' using errcode = 'CC403';
  end if;
  select d.* into latest from pair_decision d where d.one_id = p.one and d.other_id = p.other order by d.nth desc limit 1;
  if latest.id is distinct from seen then raise exception 'somebody has decided meanwhile' using errcode = 'CC409'; end if;
  if outcome = 'taken back' and (latest.id is null or latest.outcome = 'taken back') then raise exception 'there is nothing to take back' using errcode = 'CC409'; end if;
  if latest.outcome = 'same' and outcome <> 'taken back' then raise exception 'what was found to be one person is taken back first' using errcode = 'CC409'; end if;
  begin
    insert into pair_decision (id, one_id, other_id, nth, outcome, reason, decided_by)
    values (id, p.one, p.other, coalesce(latest.nth, 0) + 1, outcome, btrim(reason), nullif(current_setting('app.officer', true), '')::uuid);
  -- (somebody was quicker by a moment: tried again, it is found as it is now)
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
  if latest.outcome = 'same' then perform close_tasks_about('reconciliation.same', latest.id, 'withdrawn'); end if;
  if outcome = 'same' or latest.outcome = 'same' then
    foreach about in array array[p.one, p.other] loop
      continue when not exists (select from ownership w where w.nominal_id = about and now() <@ w.during);
      perform add_task(case outcome when 'same' then 'reconciliation.same' else 'reconciliation.taken-back' end, 'owner', about, null, about, id, '', null);
    end loop;
  end if;
end $$;

-- Whom the desk rang and what was agreed, on a pair that is of one person; and that it is settled, once.
create function take_pair_step(id uuid, finding uuid, kind text, words text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  p record;
  latest pair_decision;
begin
  select least(k.nominal_id, k.other_id) as one, greatest(k.nominal_id, k.other_id) as other into p from kept_apart k where k.id = finding and k.nominal_id <> k.other_id;
  if not at_the_desk() or p.one is null or kept_from_me(p.one) or kept_from_me(p.other) then
    raise exception 'pairs are settled by the reconciliation desk' using errcode = 'CC403';
  end if;
  select d.* into latest from pair_decision d where d.one_id = p.one and d.other_id = p.other order by d.nth desc limit 1;
  if latest.outcome is distinct from 'same' or exists (select from pair_step s where s.decision_id = latest.id and s.kind = 'settled') then
    raise exception 'there is nothing to settle' using errcode = 'CC409';
  end if;
  begin
    insert into pair_step (id, decision_id, kind, words, taken_by) values (id, latest.id, kind, btrim(words), nullif(current_setting('app.officer', true), '')::uuid);
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
  if kind = 'settled' then perform close_tasks_about('reconciliation.same', latest.id, 'done'); end if;
end $$;

-- Records that are of one person with an open one, as far as the actor sees those at summary. As whoever asks, under row security.
create function same_person_as(nominal uuid) returns table (nominal_id uuid, name text, reference text, decided_at timestamptz)
language sql stable set search_path = public, pg_temp as $$
  select h.nominal_id, h.name, f.reference, d.decided_at
    from pair_decision d
    join nominal_headline h on h.nominal_id = case d.one_id when $1 then d.other_id else d.one_id end
    left join nominal_file f on f.nominal_id = h.nominal_id
   where $1 in (d.one_id, d.other_id) and d.outcome = 'same'
     and not exists (select from pair_decision l where l.one_id = d.one_id and l.other_id = d.other_id and l.nth > d.nth)
   order by h.name, h.nominal_id limit 20
$$;

revoke all on function pairs_are_kept(), at_the_desk(), kept_from_me(uuid), pairs_for_me(), pair_counts(), pairs_in_state(text, integer), next_pair(uuid), pair_side(uuid), pair_seen(uuid),
  decide_pair(uuid, uuid, text, text, uuid), take_pair_step(uuid, uuid, text, text), same_person_as(uuid) from public;
grant execute on function pair_counts(), pairs_in_state(text, integer), next_pair(uuid), pair_seen(uuid), decide_pair(uuid, uuid, text, text, uuid), take_pair_step(uuid, uuid, text, text),
  same_person_as(uuid) to concord_app;
