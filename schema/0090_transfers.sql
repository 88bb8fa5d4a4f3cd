-- A record changes hands without a gap. Two rules of the database itself, whatever a program does, and the one way in which people do it: a
-- request by whoever answers for the record, and its acceptance by whoever receives it. Until then the sender answers for it.

-- One owner and one record manager at every moment from the first on: two spells that overlap are refused as they are written (0004), a gap
-- between two, or an end with nobody after it, when the transaction commits. A later spell begins where the earlier one ends.
create function refuse_gap() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  whose uuid := case when tg_op = 'DELETE' then old.nominal_id else new.nominal_id end;
  gap boolean;
begin
  execute format($q$
    select exists (
      select from (select t.during, lead(t.during) over (order by t.during) as next from %I t where t.nominal_id = $1) s
       where case when s.next is null then not upper_inf(s.during) else upper(s.during) is distinct from lower(s.next) end)$q$, tg_table_name)
    into gap using whose;
  if gap then
    raise exception 'a gap in % of a record: one spell begins where the other ends, and the last has no end', tg_table_name using errcode = 'CC410';
  end if;
  return null;
end $$;
revoke all on function refuse_gap() from public;
create constraint trigger without_a_gap after insert or update or delete on ownership deferrable initially deferred for each row execute function refuse_gap();
create constraint trigger without_a_gap after insert or update or delete on record_manager deferrable initially deferred for each row execute function refuse_gap();

-- Whether whoever asks answers for a unit's cases: its supervisors, those of a unit above it, and the region's leads.
create function in_charge_of(unit uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare circles constant integer[] := coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}');
begin
  return exists (select from unit u left join region r on r.code = u.region
                  where u.id = in_charge_of.unit and (current_setting('app.role', true) = 'supervisor' and u.lead_circle = any(circles)
                                      or current_setting('app.role', true) = 'region-lead' and r.circle = any(circles)));
end $$;
-- The same, or its duty officer on shift: who may take over a case.
create function receives_for(unit uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return in_charge_of(unit) or current_setting('app.role', true) = 'duty-officer' and exists (
    select from unit u where u.id = receives_for.unit and u.duty_circle = any(coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}')));
end $$;
revoke all on function in_charge_of(uuid), receives_for(uuid) from public;
grant execute on function in_charge_of(uuid), receives_for(uuid) to concord_app;

create table transfer (
  id            uuid primary key,
  from_unit_id  uuid not null references unit,
  to_unit_id    uuid not null references unit check (to_unit_id <> from_unit_id),
  to_officer_id uuid references officer,
  reason        text not null check (length(btrim(reason)) between 10 and 500),
  asked_by      uuid not null references officer,
  agency_id     uuid not null references agency,
  asked_at      timestamptz not null default now(),
  audience      integer[] not null
);
create table transfer_item (
  id          uuid primary key default gen_random_uuid(),
  transfer_id uuid not null references transfer,
  nominal_id  uuid not null references nominal,
  urgent      boolean not null,                       -- counter-terrorism, and at liberty when it was asked
  due_at      timestamptz not null,                   -- by when it is answered, or lapses
  audience    integer[] not null,
  unique (transfer_id, nominal_id)
);
create index transfer_item_nominal on transfer_item (nominal_id);
create index transfer_item_due on transfer_item (due_at);
create table transfer_answer (
  item_id     uuid primary key references transfer_item,
  nominal_id  uuid not null references nominal,
  answer      text not null check (answer in ('accepted', 'rejected', 'withdrawn', 'lapsed')),
  words       text not null default '' check (length(words) <= 500),
  manager_id  uuid references officer,                -- whom the receiver named; with null and accepted, the unit's unallocated cases
  answered_at timestamptz not null default now(),
  answered_by uuid references officer,
  check ((answer = 'lapsed') = (answered_by is null)),
  check (answer <> 'rejected' or length(btrim(words)) >= 10)
);

do $$ declare t text; begin
  foreach t in array array['transfer', 'transfer_item', 'transfer_answer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;
-- Whom it concerns, and of them those who may know of the person; and whoever has the record open. A request of which one may know of nobody
-- is not there.
create policy whom_it_concerns on transfer_item for select to concord_app using (
  (audience && (select nullif(current_setting('app.circles', true), '')::integer[])
   or nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]))
  and exists (select from nominal n where n.id = nominal_id));
create policy of_an_item on transfer for select to concord_app using (exists (select from transfer_item i where i.transfer_id = transfer.id));
create policy of_an_item on transfer_answer for select to concord_app using (exists (select from transfer_item i where i.id = item_id));

-- Asks for a transfer of 1 to 500 records that the same unit leads. Whoever asks answers for each of them. The moments by which they are to
-- be answered are reckoned by the program (working days); here they are held to their bounds.
create function ask_transfer(id uuid, nominals uuid[], due timestamptz[], to_unit uuid, to_officer uuid, reason text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  opened constant uuid[] := coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}');
  f record;
  item uuid;
  from_unit uuid;
  those integer[];
  n integer := 0;
begin
  if not may_write() or coalesce(cardinality(nominals), 0) not between 1 and 500 or cardinality(due) <> cardinality(nominals) then
    raise exception 'a transfer is asked of 1 to 500 records' using errcode = 'check_violation';
  end if;
  perform 1 from nominal_file x where x.nominal_id = any(nominals) order by x.nominal_id for no key update;
  select x.unit_id into from_unit from nominal_file x where x.nominal_id = nominals[1];
  if from_unit is null then raise exception 'nobody leads the record' using errcode = 'CC403'; end if;
  select array[a.lead_circle, a.duty_circle, b.lead_circle, b.duty_circle]
         || array(select r.circle from region r where r.code in (a.region, b.region))
         || array(select o.circle from officer o where o.id in (me, to_officer))
    into those from unit a, unit b where a.id = from_unit and b.id = to_unit and b.active;
  if those is null then raise exception 'no such unit' using errcode = 'check_violation'; end if;
  insert into transfer (id, from_unit_id, to_unit_id, to_officer_id, reason, asked_by, agency_id, audience)
  values (ask_transfer.id, from_unit, to_unit, to_officer, ask_transfer.reason, me, nullif(current_setting('app.agency', true), '')::uuid, those);
  for f in select x.nominal_id, x.unit_id, x.manager_id, x.counter_terrorism and h.status not in ('custody', 'hospital', 'immigration detention', 'dead', 'deported', 'archived') as urgent, d.at
             from unnest(nominals, due) as d(nominal_id, at) join nominal_file x on x.nominal_id = d.nominal_id join nominal_headline h on h.nominal_id = x.nominal_id loop
    if not f.nominal_id = any(opened) or f.unit_id is distinct from from_unit or not coalesce(f.manager_id = me or in_charge_of(from_unit), false) then
      raise exception 'whoever asks does not answer for the record' using errcode = 'CC403';
    end if;
    if exists (select from transfer_item i left join transfer_answer a on a.item_id = i.id where i.nominal_id = f.nominal_id and a.item_id is null and i.due_at > now()) then
      raise exception 'a transfer of the record waits for an answer' using errcode = 'CC409';
    end if;
    if f.at is null or f.at <= now() or f.at > now() + (case when f.urgent then interval '1 day' else interval '31 days' end) then
      raise exception 'the moment by which it is answered is out of bounds' using errcode = 'check_violation';
    end if;
    insert into transfer_item (transfer_id, nominal_id, urgent, due_at, audience) values (ask_transfer.id, f.nominal_id, f.urgent, f.at, those) returning transfer_item.id into item;
    perform add_task('transfer.waits', case when f.urgent then 'desk' else 'lead' end, to_unit, null, f.nominal_id, item, ask_transfer.id::text, f.at);
    n := n + 1;
  end loop;
  if n <> cardinality(nominals) then raise exception 'no such record' using errcode = 'CC403'; end if;
end $$;

-- Owner and record manager change at one moment. For whoever changes hands by a rule of their own (a transfer, a handover); nobody else may.
create function change_hands(nominal uuid, to_unit uuid, officer uuid, by_officer uuid, by_agency uuid, source text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare at timestamptz; post uuid;
begin
  perform 1 from nominal_file f where f.nominal_id = nominal for no key update;
  select greatest(now(), max(t.begun) + interval '1 microsecond') into at from (
    select lower(w.during) as begun from ownership w where w.nominal_id = nominal union all select lower(m.during) from record_manager m where m.nominal_id = nominal) t;
  if officer is null then select p.id into post from post p where p.unit_id = to_unit and p.unallocated; end if;
  update ownership w set during = tstzrange(lower(w.during), at) where w.nominal_id = nominal and w.during @> at;
  insert into ownership (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, unit_id)
  values (gen_random_uuid(), nominal, by_officer, by_agency, 'officer', source, tstzrange(at, null), to_unit);
  update record_manager m set during = tstzrange(lower(m.during), at) where m.nominal_id = nominal and m.during @> at;
  insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, officer_id, post_id)
  values (gen_random_uuid(), nominal, by_officer, by_agency, 'officer', source, tstzrange(at, null), officer, post);
end $$;
revoke all on function change_hands(uuid, uuid, uuid, uuid, uuid, text) from public;

-- Answers one person's transfer. Accepted or rejected by whoever receives for the unit, withdrawn by whoever asked or answers for the unit that
-- leads. CC409: it was answered, or has lapsed, or the record has changed hands since.
create function answer_transfer(item uuid, given text, words text, manager uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  i record;
begin
  select x.*, t.from_unit_id, t.to_unit_id, t.asked_by, f.unit_id into i
    from transfer_item x join transfer t on t.id = x.transfer_id join nominal_file f on f.nominal_id = x.nominal_id where x.id = item for no key update of x, f;
  if not found or not coalesce(exact_within(i.nominal_id, 'contact'), false) or not coalesce(case given
       when 'withdrawn' then i.asked_by = me or in_charge_of(i.from_unit_id)
       else receives_for(i.to_unit_id) end, false) then
    raise exception 'it is not for whoever asks to answer' using errcode = 'CC403';
  end if;
  if exists (select from transfer_answer a where a.item_id = item) or i.due_at <= now() or i.unit_id is distinct from i.from_unit_id then
    raise exception 'it was answered, or has lapsed' using errcode = 'CC409';
  end if;
  if given not in ('accepted', 'rejected', 'withdrawn') then raise exception 'no such answer' using errcode = 'check_violation'; end if;
  if given = 'accepted' and manager is not null and not exists (
       select from role_held r join officer o on o.id = r.officer_id where r.officer_id = manager and r.unit_id = i.to_unit_id and now() <@ r.during
          and r.role in ('officer', 'supervisor') and o.disabled_at is null)
     or exists (select from exclusion e where e.nominal_id = i.nominal_id and e.officer_id = manager and now() <@ e.during) then
    raise exception 'a record manager is an officer of the unit that receives' using errcode = 'check_violation';
  end if;
  insert into transfer_answer (item_id, nominal_id, answer, words, manager_id, answered_by)
  values (item, i.nominal_id, given, answer_transfer.words, case given when 'accepted' then manager end, me);
  if given = 'accepted' then
    perform change_hands(i.nominal_id, i.to_unit_id, manager, me, nullif(current_setting('app.agency', true), '')::uuid, 'Transfer accepted');
    -- the case team of the unit that leads no longer
    update assignment a set during = tstzrange(lower(a.during), greatest(now(), lower(a.during) + interval '1 microsecond'))
     where a.nominal_id = i.nominal_id and a.kind = 'case team' and now() <@ a.during
       and exists (select from role_held r where r.officer_id = a.officer_id and r.unit_id = i.from_unit_id and now() <@ r.during)
       and not exists (select from role_held r where r.officer_id = a.officer_id and r.unit_id = i.to_unit_id and now() <@ r.during);
  end if;
  perform close_tasks_about('transfer.waits', item, case given when 'withdrawn' then 'withdrawn' else 'done' end);
  if given <> 'withdrawn' then
    perform add_task('transfer.answered', 'officer', i.asked_by, null, i.nominal_id, item, given || ' ' || i.transfer_id, null);
  end if;
end $$;
revoke all on function ask_transfer(uuid, uuid[], timestamptz[], uuid, uuid, text), answer_transfer(uuid, text, text, uuid) from public;
grant execute on function ask_transfer(uuid, uuid[], timestamptz[], uuid, uuid, text), answer_transfer(uuid, text, text, uuid) to concord_app;

-- What nobody answered in time has lapsed (the clock says so; this writes it down), and both units' supervisors are told: the sender answers
-- for the record still. At most 200 a call.
create function lapse_transfers() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare i record; n integer := 0;
begin
  for i in select x.id, x.nominal_id, t.id as transfer_id, t.from_unit_id, t.to_unit_id
             from transfer_item x join transfer t on t.id = x.transfer_id
            where x.due_at <= now() and not exists (select from transfer_answer a where a.item_id = x.id) order by x.due_at limit 200 for update of x skip locked loop
    insert into transfer_answer (item_id, nominal_id, answer) values (i.id, i.nominal_id, 'lapsed') on conflict do nothing;
    if found then
      perform close_tasks_about('transfer.waits', i.id, 'lapsed');
      perform add_task('transfer.lapsed', 'desk', i.from_unit_id, null, i.nominal_id, i.id, i.transfer_id::text, null);
      perform add_task('transfer.lapsed', 'desk', i.to_unit_id, null, i.nominal_id, i.id, i.transfer_id::text, null);
      n := n + 1;
    end if;
  end loop;
  return n;
end $$;
revoke all on function lapse_transfers() from public;
grant execute on function lapse_transfers() to concord_app;

-- What a request shows of a person, and a list of whom one may transfer: the order of the page, under row security.
create function transferable(whom uuid) returns table (nominal_id uuid, name text, reference text, status text, unit_id uuid, unit_name text, counter_terrorism boolean)
language sql stable set search_path = public, pg_temp as $$
  select f.nominal_id, h.name, f.reference, h.status, f.unit_id, u.name, f.counter_terrorism
    from nominal_file f join nominal_headline h on h.nominal_id = f.nominal_id join unit u on u.id = f.unit_id
   where (whom is null or f.nominal_id = whom)
     and (f.manager_id = nullif(current_setting('app.officer', true), '')::uuid or f.unit_id in (select c.id from unit c where in_charge_of(c.id)))
   order by h.name, f.nominal_id limit 501
$$;
revoke all on function transferable(uuid) from public;
grant execute on function transferable(uuid) to concord_app;
