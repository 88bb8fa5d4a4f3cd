-- Handover: responsibility that ends by law (a licence, a sentence, a stay in prison) is prepared for months, by gates, and passes on its day whatever
-- the gates say: what is unmet then is recorded as passed incomplete, owned by the receiver, and put to both supervisors and the region lead. A
-- voluntary handover waits for its gates. The day is not kept here: it is what the standing release date of that kind says, so that it moves with
-- its source and its history is the fact's own.

create table handover (
  id           uuid primary key,
  nominal_id   uuid not null references nominal,
  end_kind     text not null check (length(end_kind) between 1 and 60),      -- release_date.kind; 'voluntary': no day by law
  from_unit_id uuid not null references unit,
  to_unit_id   uuid references unit check (to_unit_id <> from_unit_id),      -- null: nobody knows yet who receives
  opened_at    timestamptz not null default now(),
  opened_by    uuid references officer,                                     -- null: Concord, because the day has come near
  gates        jsonb not null check (jsonb_typeof(gates) = 'array' and jsonb_array_length(gates) between 1 and 30),
  gates_version text not null
);
create table handover_closed (
  handover_id uuid primary key references handover,
  nominal_id  uuid not null references nominal,
  how         text not null check (how in ('passed', 'passed incomplete', 'called off')),
  closed_at   timestamptz not null default now(),
  closed_by   uuid references officer,
  on_day      date,
  words       text not null default '' check (length(words) <= 500),
  unmet       text[] not null default '{}',
  check ((how = 'passed incomplete') = (cardinality(unmet) > 0)),
  check (how <> 'called off' or length(btrim(words)) >= 10)
);
create table handover_gate_met (
  id          uuid primary key default gen_random_uuid(),
  handover_id uuid not null references handover,
  nominal_id  uuid not null references nominal,
  code        text not null,
  fact_id     uuid,
  met_at      timestamptz not null default now(),
  met_by      uuid not null references officer,
  to_unit_id  uuid references unit,                                         -- who was to receive then: another accepts anew
  words       text not null default '' check (length(words) <= 500)
);
create unique index handover_gate_once on handover_gate_met (handover_id, code, coalesce(fact_id, handover_id), coalesce(to_unit_id, handover_id));
create table handover_escalation (
  handover_id uuid not null references handover,
  nominal_id  uuid not null references nominal,
  weeks       integer not null,
  escalated_at timestamptz not null default now(),
  primary key (handover_id, weeks)
);
create index handover_nominal on handover (nominal_id);
create index handover_closed_nominal on handover_closed (nominal_id);
create index handover_gate_met_nominal on handover_gate_met (nominal_id);

do $$ declare t text; begin
  foreach t in array array['handover', 'handover_closed', 'handover_gate_met', 'handover_escalation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format($p$create policy of_an_open_file on %I for select to concord_app
      using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]))$p$, t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;

-- One at a time for each person: asked under the lock of the file.
create function open_handover_of(nominal uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select h.id from handover h where h.nominal_id = $1 and not exists (select from handover_closed c where c.handover_id = h.id) order by h.opened_at desc limit 1
$$;

-- The day on which it ends by law, as its source says now; null: no source says, or it is voluntary.
create function handover_day(h handover) returns date language sql stable security definer set search_path = public, pg_temp as $$
  select f.on_day from release_date f where f.nominal_id = h.nominal_id and f.kind = h.end_kind and f.superseded_at is null order by f.recorded_at desc, f.id desc limit 1
$$;

-- Which gates are not met, in words: a gate for each fact is met when every order or condition that holds beyond the day is accepted.
create function handover_unmet(handover uuid) returns table (code text, words text, fact_id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare h handover; day date;
begin
  select * into h from handover x where x.id = $1;
  day := coalesce(handover_day(h), (now() at time zone 'Europe/London')::date);
  return query
    with gate as (select g->>'code' as code, g->>'words' as words, g->>'each' as each, g->>'by' as by, n from jsonb_array_elements(h.gates) with ordinality as x(g, n)),
         fact as (
           select 'court_order' as each, f.id, f.words from court_order f where f.nominal_id = h.nominal_id and f.superseded_at is null and (upper_inf(f.during) or upper(f.during) > day)
           union all
           select 'licence_condition', f.id, f.words from licence_condition f where f.nominal_id = h.nominal_id and f.superseded_at is null and (upper_inf(f.during) or upper(f.during) > day))
    select g.code, g.words || case when f.id is not null then ': ' || left(f.words, 80) else '' end, f.id
      from gate g left join fact f on f.each = g.each
     where (g.each is null or f.id is not null)
       and not exists (select from handover_gate_met m where m.handover_id = h.id and m.code = g.code and m.fact_id is not distinct from f.id
                          and (g.by not in ('receiver', 'receiving-supervisor') or m.to_unit_id is not distinct from h.to_unit_id))
     order by g.n, f.words, f.id;
end $$;

-- The counter-terrorism unit of the region of the force where the person lives or stays: who receives unless somebody is named.
create function usual_receiver(nominal uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select u.id from residence r join agency f on f.id = r.force_id join agency a on a.kind = 'counter-terrorism' and a.region = f.region
    join unit u on u.agency_id = a.id and u.active and exists (select from duty_desk d where d.unit_id = u.id)
   where r.nominal_id = $1 and now() <@ r.during and r.superseded_at is null order by lower(r.during) desc nulls last, u.code limit 1
$$;
revoke all on function open_handover_of(uuid), handover_day(handover), handover_unmet(uuid), usual_receiver(uuid) from public;
grant execute on function open_handover_of(uuid), handover_day(handover), handover_unmet(uuid), usual_receiver(uuid) to concord_app;

-- The receiving unit prepares beside the sender: it joins as a partner until responsibility passes or the handover is called off.
create function receiver_joins(h handover, by_officer uuid, by_agency uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if h.to_unit_id is null or exists (select from partner p where p.nominal_id = h.nominal_id and p.unit_id = h.to_unit_id and now() <@ p.during) then return; end if;
  insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, unit_id)
  values (gen_random_uuid(), h.nominal_id, by_officer, by_agency, 'officer', 'Handover prepared', tstzrange(now(), null), h.to_unit_id);
  perform add_task('handover.opened', 'lead', h.to_unit_id, null, h.nominal_id, h.id, '', null);
end $$;
revoke all on function receiver_joins(handover, uuid, uuid) from public;

-- Opens one, by whoever answers for the record. CC409: one is open.
create function open_handover(id uuid, nominal uuid, end_kind text, to_unit uuid, gates jsonb, version text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  f record;
  h handover;
begin
  select x.unit_id, x.manager_id into f from nominal_file x where x.nominal_id = nominal for no key update;
  if not nominal = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not may_write()
     or not coalesce(f.manager_id = me or in_charge_of(f.unit_id), false) then
    raise exception 'whoever opens a handover answers for the record' using errcode = 'CC403';
  end if;
  if open_handover_of(nominal) is not null then raise exception 'a handover is open' using errcode = 'CC409'; end if;
  insert into handover (id, nominal_id, end_kind, from_unit_id, to_unit_id, opened_by, gates, gates_version)
  values (open_handover.id, nominal, end_kind, f.unit_id, to_unit, me, gates, version) returning * into h;
  perform add_task('handover.opened', 'lead', f.unit_id, null, nominal, h.id, '', null);
  perform receiver_joins(h, me, nullif(current_setting('app.agency', true), '')::uuid);
end $$;

-- Names who receives, or another: by whoever answers for the record.
create function name_receiver(handover uuid, to_unit uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  select * into h from handover x where x.id = $1 for update;
  if not found or not h.nominal_id = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not may_write()
     or not coalesce(in_charge_of(h.from_unit_id) or exists (select from nominal_file f where f.nominal_id = h.nominal_id and f.manager_id = me and f.unit_id = h.from_unit_id), false) then
    raise exception 'whoever names the receiver answers for the record' using errcode = 'CC403';
  end if;
  if open_handover_of(h.nominal_id) is distinct from h.id then raise exception 'it is closed' using errcode = 'CC409'; end if;
  if not exists (select from unit u join duty_desk d on d.unit_id = u.id where u.id = to_unit and u.active) then
    raise exception 'a receiving unit works and has a duty desk' using errcode = 'check_violation';
  end if;
  if h.to_unit_id is not null and h.to_unit_id <> to_unit then
    update partner p set during = tstzrange(lower(p.during), greatest(now(), lower(p.during) + interval '1 microsecond'))
     where p.nominal_id = h.nominal_id and p.unit_id = h.to_unit_id and p.source_ref = 'Handover prepared' and now() <@ p.during;
  end if;
  update handover set to_unit_id = to_unit where handover.id = h.id returning * into h;
  perform receiver_joins(h, me, nullif(current_setting('app.agency', true), '')::uuid);
end $$;

-- Whether whoever asks may say of a gate that it is met: the sender's side, the receiver's, or the receiver's supervisor.
create function meets_gate(h handover, by text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  unit constant uuid := nullif(current_setting('app.unit', true), '')::uuid;
  sender constant boolean := unit = h.from_unit_id or in_charge_of(h.from_unit_id);
  receiver constant boolean := h.to_unit_id is not null and (unit = h.to_unit_id or in_charge_of(h.to_unit_id));
begin
  return may_write() and coalesce(case by when 'sender' then sender when 'receiver' then receiver when 'receiving-supervisor' then h.to_unit_id is not null and in_charge_of(h.to_unit_id)
                                          else sender or receiver end, false);
end $$;
create function meet_gate(handover uuid, code text, fact uuid, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; gate jsonb;
begin
  select * into h from handover x where x.id = $1 for update;
  select g into gate from jsonb_array_elements(h.gates) g where g->>'code' = $2;
  if gate is null or not h.nominal_id = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not meets_gate(h, gate->>'by') then
    raise exception 'it is not for whoever asks to say so' using errcode = 'CC403';
  end if;
  if not exists (select from handover_unmet(h.id) u where u.code = $2 and u.fact_id is not distinct from fact)
     or exists (select from handover_closed c where c.handover_id = h.id and c.how <> 'passed incomplete') then
    raise exception 'it is met, or the handover is closed' using errcode = 'CC409';
  end if;
  insert into handover_gate_met (handover_id, nominal_id, code, fact_id, met_by, to_unit_id, words)
  values (h.id, h.nominal_id, $2, fact, nullif(current_setting('app.officer', true), '')::uuid, h.to_unit_id, coalesce($4, ''));
  if not exists (select from handover_unmet(h.id)) then perform close_tasks_about('handover.incomplete', h.id, 'done'); end if;
end $$;

-- A voluntary handover passes when every gate is met, by the receiving supervisor; a statutory one is passed by its day alone.
create function pass_voluntarily(handover uuid, manager uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  select * into h from handover x where x.id = $1 for update;
  if not found or h.to_unit_id is null or not h.nominal_id = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not in_charge_of(h.to_unit_id) then
    raise exception 'whoever takes over answers for the receiving unit' using errcode = 'CC403';
  end if;
  if open_handover_of(h.nominal_id) is distinct from h.id then raise exception 'it is closed' using errcode = 'CC409'; end if;
  if exists (select from handover_unmet(h.id)) then raise exception 'a voluntary handover waits for its gates' using errcode = 'CC410'; end if;
  perform close_handover(h, me, nullif(current_setting('app.agency', true), '')::uuid, manager, 'Handover accepted');
end $$;

create function close_handover(h handover, by_officer uuid, by_agency uuid, manager uuid, source text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare missing text[]; day date := handover_day(h);
begin
  missing := array(select u.words from handover_unmet(h.id) u limit 100);
  perform change_hands(h.nominal_id, h.to_unit_id, manager, by_officer, by_agency, source);
  update partner p set during = tstzrange(lower(p.during), greatest(now(), lower(p.during) + interval '1 microsecond'))
   where p.nominal_id = h.nominal_id and p.unit_id = h.to_unit_id and p.source_ref = 'Handover prepared' and now() <@ p.during;
  insert into handover_closed (handover_id, nominal_id, how, closed_by, on_day, unmet)
  values (h.id, h.nominal_id, case when cardinality(missing) > 0 then 'passed incomplete' else 'passed' end,
          nullif(current_setting('app.officer', true), '')::uuid, coalesce(day, (now() at time zone 'Europe/London')::date), missing);
  perform close_tasks_about(k, h.id, 'done') from unnest(array['handover.opened', 'handover.near', 'handover.stuck']) k;
  perform add_task(case when cardinality(missing) > 0 then 'handover.incomplete' else 'handover.passed' end, 'lead', u, null, h.nominal_id, h.id,
                   cardinality(missing)::text, case when cardinality(missing) > 0 then now() end) from unnest(array[h.from_unit_id, h.to_unit_id]) u;
  if nullif(current_setting('app.officer', true), '') is null then
    perform record_audit(gen_random_uuid(), 'handover.passed', 'done', array[h.nominal_id], array['full'], array[h.id], '{}', null, null, '{}', null, 'by law');
  end if;
  if cardinality(missing) > 0 then perform tell_region(h, 'handover.incomplete', cardinality(missing)::text, now()); end if;
end $$;

-- The region lead of whoever receives; where nobody does, of whoever hands over.
create function tell_region(h handover, kind text, words text, due timestamptz) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  insert into task (id, kind, audience, to_words, nominal_id, subject_id, words, due_at)
  select gen_random_uuid(), $2, array[r.circle], 'Region lead, ' || r.name, h.nominal_id, h.id, $3, $4
    from unit u join region r on r.code = u.region where u.id = coalesce(h.to_unit_id, h.from_unit_id);
end $$;

create function call_off_handover(handover uuid, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  select * into h from handover x where x.id = $1 for update;
  if not found or not h.nominal_id = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not may_write() or not in_charge_of(h.from_unit_id) then
    raise exception 'whoever calls it off answers for the unit that leads' using errcode = 'CC403';
  end if;
  if open_handover_of(h.nominal_id) is distinct from h.id then raise exception 'it is closed' using errcode = 'CC409'; end if;
  -- nobody calls off what the law brings: the date is put right at its source
  if handover_day(h) is not null then raise exception 'a statutory end is not called off' using errcode = 'CC410'; end if;
  insert into handover_closed (handover_id, nominal_id, how, closed_by, words) values (h.id, h.nominal_id, 'called off', me, $2);
  update partner p set during = tstzrange(lower(p.during), greatest(now(), lower(p.during) + interval '1 microsecond'))
   where p.nominal_id = h.nominal_id and p.unit_id = h.to_unit_id and p.source_ref = 'Handover prepared' and now() <@ p.during;
  perform close_tasks_about(k, h.id, 'withdrawn') from unnest(array['handover.opened', 'handover.near', 'handover.stuck']) k;
end $$;

-- What the clock alone does, by every server, at most 200 a call of each. `ends`: kinds of end with the kind of agency that leads until then.
-- Preparation opens so many months before the day, or at once where less is left.
create function open_coming_handovers(ends jsonb, months integer, gates jsonb, version text) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare c record; h handover; n integer := 0; today constant date := (now() at time zone 'Europe/London')::date;
begin
  for c in
    select f.nominal_id, f.unit_id, e.kind
      from (select distinct on (d.nominal_id, d.kind) d.nominal_id, d.kind, d.on_day from release_date d where d.superseded_at is null order by d.nominal_id, d.kind, d.recorded_at desc, d.id desc) s
      join jsonb_to_recordset(ends) as e(kind text, "from" text) on e.kind = s.kind
      join nominal_file f on f.nominal_id = s.nominal_id join unit u on u.id = f.unit_id join agency a on a.id = u.agency_id and a.kind = e."from"
     where s.on_day between today and (today + make_interval(months => months))::date
       and open_handover_of(f.nominal_id) is null
       -- supervision ends with the last of its dates, a stay in prison with the first
       and not exists (select from release_date l join jsonb_to_recordset(ends) as le(kind text, "from" text) on le.kind = l.kind and le."from" = e."from"
                        where l.nominal_id = s.nominal_id and l.superseded_at is null and l.kind <> s.kind
                          and case e."from" when 'prison' then l.on_day >= today and (l.on_day, l.kind) < (s.on_day, s.kind) else (l.on_day, l.kind) > (s.on_day, s.kind) end)
       and not exists (select from handover p join handover_closed pc on pc.handover_id = p.id
                        where p.nominal_id = s.nominal_id and p.end_kind = s.kind and pc.on_day = s.on_day)
     limit 200 loop
    perform 1 from nominal_file f where f.nominal_id = c.nominal_id for no key update skip locked;
    if not found or open_handover_of(c.nominal_id) is not null then continue; end if;
    insert into handover (id, nominal_id, end_kind, from_unit_id, to_unit_id, gates, gates_version)
    values (gen_random_uuid(), c.nominal_id, c.kind, c.unit_id, nullif(usual_receiver(c.nominal_id), c.unit_id), gates, version) returning * into h;
    perform add_task('handover.opened', 'lead', c.unit_id, null, c.nominal_id, h.id, '', null);
    perform receiver_joins(h, o.id, o.agency_id) from (select x.id, x.agency_id from officer x where x.service order by x.id limit 1) o;
    n := n + 1;
  end loop;
  return n;
end $$;

create function escalate_handovers(steps integer[]) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; w integer; told integer; n integer := 0; today constant date := (now() at time zone 'Europe/London')::date; widest constant integer := (select max(x) from unnest(steps) x);
begin
  for h in select x.* from handover x where not exists (select from handover_closed c where c.handover_id = x.id)
              and handover_day(x) between today and today + 7 * widest
              and not exists (select from handover_escalation e where e.handover_id = x.id and e.weeks = (select min(y) from unnest(steps) y where handover_day(x) - today <= 7 * y))
            limit 200 for update skip locked loop
    if not exists (select from handover_unmet(h.id)) then continue; end if;
    select min(y) into w from unnest(steps) y where handover_day(h) - today <= 7 * y;
    -- the steps that were missed (the preparation opened late) are passed over
    insert into handover_escalation (handover_id, nominal_id, weeks) select h.id, h.nominal_id, y from unnest(steps) y where y >= w on conflict do nothing;
    perform close_tasks_about('handover.near', h.id, 'passed-on');
    perform add_task('handover.near', 'lead', u, null, h.nominal_id, h.id, w::text, (handover_day(h)::timestamp at time zone 'Europe/London'))
       from unnest(array[h.from_unit_id, h.to_unit_id]) u where u is not null;
    if w < widest then perform tell_region(h, 'handover.near', w::text, (handover_day(h)::timestamp at time zone 'Europe/London')); end if;
    if w = (select min(x) from unnest(steps) x) then
      perform add_task('handover.near', 'desk', u, null, h.nominal_id, h.id, w::text, (handover_day(h)::timestamp at time zone 'Europe/London'))
         from unnest(array[h.from_unit_id, h.to_unit_id]) u where u is not null;
    end if;
    n := n + 1;
  end loop;
  return n;
end $$;

-- The day has come: responsibility has passed by law, whatever the gates say. Where nobody receives, it stays where it is, and is put to the sender
-- and the region lead at once: never in nobody's hands.
create function pass_by_law() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare h handover; n integer := 0; o record; today constant date := (now() at time zone 'Europe/London')::date;
begin
  select x.id, x.agency_id into o from officer x where x.service order by x.id limit 1;
  for h in select x.* from handover x where not exists (select from handover_closed c where c.handover_id = x.id) and handover_day(x) <= today
            order by x.opened_at limit 200 for update skip locked loop
    if (select f.unit_id from nominal_file f where f.nominal_id = h.nominal_id) is distinct from h.from_unit_id then
      -- it changed hands otherwise in the meantime
      insert into handover_closed (handover_id, nominal_id, how, on_day, words) values (h.id, h.nominal_id, 'called off', handover_day(h), 'The record changed hands before the day');
      continue;
    end if;
    if h.to_unit_id is null then
      update handover set to_unit_id = nullif(usual_receiver(h.nominal_id), h.from_unit_id) where handover.id = h.id returning * into h;
    end if;
    if h.to_unit_id is null then
      if not exists (select from task t where t.kind = 'handover.stuck' and t.subject_id = h.id) then
        perform add_task('handover.stuck', 'desk', h.from_unit_id, null, h.nominal_id, h.id, '', now());
        perform tell_region(h, 'handover.stuck', '', now());
      end if;
      continue;
    end if;
    perform close_handover(h, o.id, o.agency_id, null, 'Passed by law: ' || h.end_kind || ' of ' || to_char(handover_day(h), 'FMDD FMMonth YYYY'));
    n := n + 1;
  end loop;
  return n;
end $$;
revoke all on function open_handover(uuid, uuid, text, uuid, jsonb, text), name_receiver(uuid, uuid), meets_gate(handover, text), meet_gate(uuid, text, uuid, text),
  pass_voluntarily(uuid, uuid), close_handover(handover, uuid, uuid, uuid, text), tell_region(handover, text, text, timestamptz), call_off_handover(uuid, text),
  open_coming_handovers(jsonb, integer, jsonb, text), escalate_handovers(integer[]), pass_by_law() from public;
grant execute on function open_handover(uuid, uuid, text, uuid, jsonb, text), name_receiver(uuid, uuid), meets_gate(handover, text), meet_gate(uuid, text, uuid, text),
  pass_voluntarily(uuid, uuid), call_off_handover(uuid, text), open_coming_handovers(jsonb, integer, jsonb, text), escalate_handovers(integer[]), pass_by_law() to concord_app;

-- A transfer between the two sides of an open handover is the voluntary way by another door: it waits for the gates too.
create function transfer_waits_for_gates() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.answer = 'accepted' and exists (
       select from handover h join transfer_item i on i.id = new.item_id join transfer t on t.id = i.transfer_id
        where h.id = open_handover_of(new.nominal_id) and h.from_unit_id = t.from_unit_id and h.to_unit_id = t.to_unit_id and exists (select from handover_unmet(h.id))) then
    raise exception 'a handover between the two units waits for its gates' using errcode = 'CC412';
  end if;
  return new;
end $$;
revoke all on function transfer_waits_for_gates() from public;
create trigger waits_for_gates before insert on transfer_answer for each row execute function transfer_waits_for_gates();
