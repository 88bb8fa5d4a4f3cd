-- Safety notices: the one door through which a record that is hidden says anything to those who may not know of it. Whoever answers for the record
-- words a notice for those who visit or attend; it is shown at an address, at a person, or at somebody else's record, and never says what
-- lies behind. Whether its record is hidden makes no difference to where and to whom it is shown.

create table safety_notice (
  id           uuid primary key,
  nominal_id   uuid not null references nominal,                -- the record behind it, which it never names
  quote        text not null,                                    -- by chance, for this notice alone: what is quoted to the desk
  words        text not null check (length(btrim(words)) between 15 and 300),
  everybody    boolean not null,                                 -- else those of safety_notice_reader
  -- where: any of an address, a whole name with its date of birth, and another record
  address      text not null default '' check (length(address) <= 300),
  address_keys text[] not null default '{}' check (cardinality(address_keys) <= 8),
  buildings    text[] not null default '{}',
  person       text not null default '' check (length(person) <= 200),
  full_names   text[] not null default '{}' check (cardinality(full_names) <= 20),
  born_on      date,
  other_id     uuid references nominal check (other_id <> nominal_id),
  written_at   timestamptz not null default now(),
  written_by   uuid not null references officer,
  agency_id    uuid not null references agency,
  until_on     date not null,                                    -- the last day on which it is shown
  grace_days   integer not null check (grace_days between 0 and 28),
  reviewed_on  date not null,                                    -- these three follow from the latest review and the end
  review_on    date not null,
  ended_at     timestamptz,
  check (address_keys <> '{}' or full_names <> '{}' or other_id is not null),
  check ((full_names = '{}') = (born_on is null)),
  check (review_on > reviewed_on and review_on <= reviewed_on + 28),
  check (until_on >= (written_at at time zone 'Europe/London')::date and until_on <= (written_at at time zone 'Europe/London')::date + 366)
);
create table safety_notice_reader (
  id         uuid primary key default gen_random_uuid(),
  notice_id  uuid not null references safety_notice,
  nominal_id uuid not null references nominal,
  agency_id  uuid references agency,
  unit_id    uuid references unit,
  check (num_nonnulls(agency_id, unit_id) = 1)
);
create table safety_notice_review (
  id          uuid primary key default gen_random_uuid(),
  notice_id   uuid not null references safety_notice,
  nominal_id  uuid not null references nominal,
  reviewed_at timestamptz not null default now(),
  reviewed_by uuid not null references officer,
  review_on   date not null,
  words       text not null check (length(btrim(words)) between 5 and 500)
);
create table safety_notice_end (
  notice_id  uuid primary key references safety_notice,
  nominal_id uuid not null references nominal,
  ended_at   timestamptz not null default now(),
  ended_by   uuid references officer,                            -- null: its time was over
  kind       text not null check (kind in ('withdrawn', 'over', 'not reviewed')),
  words      text not null default '' check (length(words) <= 500),
  check ((kind = 'withdrawn') = (ended_by is not null)),
  check (kind <> 'withdrawn' or length(btrim(words)) >= 5)
);
-- Each time that it was put before somebody.
create table safety_notice_showing (
  id         uuid primary key default gen_random_uuid(),
  notice_id  uuid not null references safety_notice,
  nominal_id uuid not null references nominal,
  officer_id uuid not null references officer,
  agency_id  uuid not null references agency,
  unit_id    uuid not null references unit,
  how        text not null check (how in ('search', 'creating', 'record', 'address check', 'safety sheet')),
  shown_at   timestamptz not null default now()
);
create index safety_notice_nominal on safety_notice (nominal_id);
create index safety_notice_other on safety_notice (other_id) where ended_at is null;
create index safety_notice_building on safety_notice using gin (buildings) where ended_at is null;
create index safety_notice_name on safety_notice using gin (full_names) where ended_at is null;
create index safety_notice_review_due on safety_notice (review_on) where ended_at is null;
create index safety_notice_reader_of on safety_notice_reader (notice_id);
create index safety_notice_review_of on safety_notice_review (notice_id, reviewed_at desc);
create index safety_notice_showing_of on safety_notice_showing (notice_id, shown_at desc);
create index safety_notice_showing_to on safety_notice_showing (officer_id, notice_id, shown_at desc);

-- Whoever has the record in full reads what was written for it. To those who are shown a notice none of these tables shows anything.
do $$ declare t text; begin
  foreach t in array array['safety_notice', 'safety_notice_reader', 'safety_notice_review', 'safety_notice_end', 'safety_notice_showing'] loop
    execute format('create index if not exists %I on %I (nominal_id)', t || '_nominal', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy of_a_full_record on %1$I for select to concord_app using (exists (select from nominal_file f where f.nominal_id = %1$I.nominal_id))', t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;

-- The last day on which a notice is shown: its own, or some days after a review that nobody made.
create function shown_until(notice safety_notice) returns date language sql immutable set search_path = public, pg_temp as $$
  select least(notice.until_on, notice.review_on + notice.grace_days)
$$;

-- Whether words say of whom they are, of a record that is open: the number or the reference of the record, a whole name of the person, or somebody who answers for it.
create function says_of_whom(nominal uuid, words text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) or exists (
    select from (
      select f.reference as said from nominal_file f where f.nominal_id = nominal
      union all select n.quote from nominal n where n.id = nominal
      union all select k.full_name from known_name k where k.nominal_id = nominal and k.full_name like '% %'
      union all select o.name from record_manager m join officer o on o.id = m.officer_id where m.nominal_id = nominal and now() <@ m.during
      union all select o.name from assignment a join officer o on o.id = a.officer_id where a.nominal_id = nominal and now() <@ a.during
      union all select o.name from officer o where o.id = nullif(current_setting('app.officer', true), '')::uuid) s
     where length(s.said) > 3 and position(lower(s.said) in lower(words)) > 0)
    or words ~* '\mCN-\d\d-\d{4,}'
$$;

-- Writes one, in the actor's name: by whoever supervises the unit that leads a record that they have in full.
create function write_safety_notice(id uuid, nominal uuid, quote text, words text, until date, review date, grace integer, everybody boolean, agencies uuid[], units uuid[],
  address text, keys text[], person text, names text[], born date, other uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  today constant date := (now() at time zone 'Europe/London')::date;
  lead uuid;
begin
  select w.unit_id into lead from ownership w where w.nominal_id = nominal and now() <@ w.during;
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]) and in_charge_of(lead), false) then
    raise exception 'a safety notice is written by whoever supervises the unit that leads the record' using errcode = 'CC403';
  end if;
  if not coalesce(review > today and review <= today + 28 and until >= today and until <= today + 366, false) then
    raise exception 'a notice is reviewed within 28 days, and ends' using errcode = 'check_violation';
  end if;
  if coalesce(says_of_whom(nominal, words), true) then raise exception 'a notice never says of whom it is' using errcode = 'check_violation'; end if;
  if not coalesce(everybody, false) and cardinality(agencies) + cardinality(units) = 0 or everybody and cardinality(agencies) + cardinality(units) > 0
     or cardinality(agencies) + cardinality(units) > 50 then
    raise exception 'a notice is for everybody, or for named agencies and units' using errcode = 'check_violation';
  end if;
  if exists (select from unnest(keys) k where k is null or building_of(k) !~ '^[A-Z0-9]+ [A-Z0-9]+\|.') then raise exception 'this is no exact address' using errcode = 'check_violation'; end if;
  if other is not null and access_now(other) is null then raise exception 'there is no such record' using errcode = 'check_violation'; end if;
  if coalesce((select c.duty_telephone from contact_now c where c.id = nominal), '') = '' then
    raise exception 'a notice names a desk to ring' using errcode = 'check_violation';
  end if;
  insert into safety_notice (id, nominal_id, quote, words, everybody, address, address_keys, buildings, person, full_names, born_on, other_id, written_by, agency_id,
                             until_on, grace_days, reviewed_on, review_on)
  values (id, nominal, quote, btrim(words), everybody, btrim(address), keys, array(select distinct building_of(k) from unnest(keys) k), btrim(person), names, born, other,
          nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.agency', true), '')::uuid, until, grace, today, review);
  insert into safety_notice_reader (notice_id, nominal_id, agency_id) select id, nominal, a from (select distinct unnest(agencies) as a) x;
  insert into safety_notice_reader (notice_id, nominal_id, unit_id) select id, nominal, u from (select distinct unnest(units) as u) x;
end $$;

-- A notice that stands, locked, for whoever supervises the unit that leads its record and has that in full.
create function notice_in_charge(notice uuid) returns safety_notice language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  n safety_notice;
  lead uuid;
begin
  select * into n from safety_notice s where s.id = notice for no key update;
  select w.unit_id into lead from ownership w where w.nominal_id = n.nominal_id and now() <@ w.during;
  if not coalesce(access_now(n.nominal_id) = 'full' and in_charge_of(lead), false) then
    raise exception 'whoever supervises the unit that leads the record decides on its notices' using errcode = 'CC403';
  end if;
  if n.ended_at is not null or shown_until(n) < (now() at time zone 'Europe/London')::date then
    raise exception 'this notice has ended' using errcode = 'CC409';
  end if;
  return n;
end $$;
create function close_notice_tasks(notice uuid, outcome text) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  select close_tasks_about(k, notice, outcome) from unnest(array['safety-notice.review', 'safety-notice.overdue', 'safety-notice.last-days', 'safety-notice.ending']) k
$$;
create function review_safety_notice(notice uuid, review date, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  today constant date := (now() at time zone 'Europe/London')::date;
  n safety_notice := notice_in_charge(notice);
begin
  if not coalesce(review > today and review <= today + 28, false) then raise exception 'a notice is reviewed within 28 days' using errcode = 'check_violation'; end if;
  insert into safety_notice_review (notice_id, nominal_id, reviewed_by, review_on, words)
  values (notice, n.nominal_id, nullif(current_setting('app.officer', true), '')::uuid, review, btrim(words));
  update safety_notice s set reviewed_on = today, review_on = review where s.id = notice;
  perform close_notice_tasks(notice, 'done');
end $$;
create function withdraw_safety_notice(notice uuid, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare n safety_notice := notice_in_charge(notice);
begin
  insert into safety_notice_end (notice_id, nominal_id, ended_by, kind, words)
  values (notice, n.nominal_id, nullif(current_setting('app.officer', true), '')::uuid, 'withdrawn', btrim(words));
  update safety_notice s set ended_at = now() where s.id = notice;
  perform close_notice_tasks(notice, 'withdrawn');
end $$;

-- Whether one is for whoever asks, and is shown today: to a vetted officer of those it names, or a control room, which has no access to records
-- but attends.
create function is_notice_for_me(n safety_notice) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return n.ended_at is null and shown_until(n) >= (now() at time zone 'Europe/London')::date
     and (coalesce(cardinality(nullif(current_setting('app.circles', true), '')::integer[]), 0) > 0 or coalesce(current_setting('app.role', true) = 'control-room', false))
     and (n.everybody or exists (
       select from safety_notice_reader r where r.notice_id = n.id
          and (r.agency_id = nullif(current_setting('app.agency', true), '')::uuid or r.unit_id = nullif(current_setting('app.unit', true), '')::uuid)));
end $$;

-- Where a notice at these addresses stands to those that are asked: 'here', 'another flat', 'building' (as in known_at_address), or nowhere.
create function notice_place(have text[], asked text[]) returns text language sql immutable set search_path = public, pg_temp as $$
  select case when have && asked then 'here'
              else (select max(case when flat_of(a) = '' and flat_of(h) <> '' then 'another flat' when flat_of(a) <> '' and flat_of(h) = '' then 'building' end)
                      from unnest(have) h, unnest(asked) a where building_of(h) = building_of(a)) end
$$;

-- That somebody was shown one: a row each time, and those who answer for the record are told, once an hour for the same officer.
create function keep_showing(n safety_notice, how text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  said text;
begin
  if not exists (select from safety_notice_showing s where s.officer_id = me and s.notice_id = n.id and s.shown_at > now() - interval '1 hour')
     and exists (select from ownership w where w.nominal_id = n.nominal_id and now() <@ w.during) then
    select o.name || ', ' || g.name into said from officer o join agency g on g.id = nullif(current_setting('app.agency', true), '')::uuid where o.id = me;
    perform add_task('safety-notice.shown', 'owner', n.nominal_id, null, n.nominal_id, n.id, said || ' (' || how || ')', null);
  end if;
  insert into safety_notice_showing (notice_id, nominal_id, officer_id, agency_id, unit_id, how)
  values (n.id, n.nominal_id, me, nullif(current_setting('app.agency', true), '')::uuid, nullif(current_setting('app.unit', true), '')::uuid, how);
end $$;

-- What is shown to whoever asks: at addresses, at a whole name with a whole date of birth, at records of which they may know; 20 at most. On
-- the page of a record (`how`), where it is open in full, also at its present addresses and at its own names and dates of birth. `notice` and
-- `hidden` are for the log alone.
create function show_notices(how text, keys text[], full_names text[], born date, nominals uuid[])
returns table (notice uuid, hidden uuid, at_record uuid, place text, words text, confirmed_on date, quote text, desk text, telephone text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  n safety_notice;
  at_keys text[] := keys;
  at_names text[] := full_names;
  at_days date[] := array_remove(array[born], null);
  opened constant uuid[] := coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}');
begin
  if cardinality(keys) > 500 or cardinality(full_names) > 500 or cardinality(nominals) > 200 then
    raise exception 'nobody asks for as much at once' using errcode = 'program_limit_exceeded';
  end if;
  if how = 'record' then
    at_keys := keys || array(select a.address_key from address a where a.nominal_id = any(nominals) and a.nominal_id = any(opened) and a.address_key is not null
                                and a.superseded_at is null and (now() at time zone 'Europe/London')::date <@ a.during limit 100);
    at_names := full_names || array(select k.key from full_name_key k where k.nominal_id = any(nominals) and k.nominal_id = any(opened) limit 200);
    at_days := at_days || array(select b.born_on from birth b where b.nominal_id = any(nominals) and b.nominal_id = any(opened) and b.born_on is not null and b.superseded_at is null limit 50);
  end if;
  for n in
    select m.* from safety_notice m
     where m.ended_at is null and (m.other_id = any(nominals) and access_now(m.other_id) is not null
            or m.full_names && at_names and m.born_on = any(at_days)
            or m.buildings && array(select building_of(k) from unnest(at_keys) k) and notice_place(m.address_keys, at_keys) is not null)
       and is_notice_for_me(m)
       -- (the page of the record behind it lists its notices itself)
       and not (how = 'record' and m.nominal_id = any(nominals))
     order by m.written_at, m.id limit 20 loop
    perform keep_showing(n, how);
    notice := n.id; hidden := n.nominal_id; words := n.words; confirmed_on := n.reviewed_on; quote := n.quote;
    at_record := case when n.other_id = any(nominals) then n.other_id end;
    place := coalesce(notice_place(n.address_keys, at_keys), case when at_record is null then 'person' else 'record' end);
    select c.duty_desk, c.duty_telephone into desk, telephone from contact_now c where c.id = n.nominal_id;
    return next;
  end loop;
end $$;

-- The address check: its door for notices, and its answer with what the notice itself is quoted by, never its record.
drop function notices_at_address(text[]);
create function notices_at_address(keys text[]) returns setof safety_notice language sql stable security definer set search_path = public, pg_temp as $$
  select n.* from safety_notice n
   where n.ended_at is null and n.buildings && array(select building_of(k) from unnest(keys) k) and notice_place(n.address_keys, keys) is not null and is_notice_for_me(n) order by n.written_at, n.id limit 20
$$;
do $do$
declare
  change record;
  was text;
  becomes text;
begin
  for change in select * from (values
      ('known_at_address(text[], uuid)', E'    union all\n    select w.nominal_id, true, w.place, w.instruction from notices_at_address(keys) w\n', ''),
      ('check_address(text[], text)', E'  select coalesce(jsonb_agg(x), \'[]\') into checked from known_at_address(keys, me) x;\n',
       E'  select coalesce(jsonb_agg(x), \'[]\') into checked from (\n'
       || E'    select a.nominal_id, a.told, a.place, a.instruction, null::text as quote from known_at_address(keys, me) a\n'
       || E'    union all select n.nominal_id, true, notice_place(n.address_keys, keys), n.words, n.quote from notices_at_address(keys) n) x;\n'
       || E'  perform keep_showing(n, \'address check\') from notices_at_address(keys) n;\n'),
      ('check_address(text[], text)', 'select c.place, c.instruction, w.duty_desk, w.duty_telephone, w.quote from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text)',
       'select c.place, c.instruction, w.duty_desk, w.duty_telephone, coalesce(c.quote, w.quote) as quote from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text, quote text)')
      ) v(function, text, instead) loop
    was := pg_get_functiondef(change.function::regprocedure);
    becomes := replace(was, change.text, change.instead);
    if becomes = was then raise exception '% does not check an address as expected', change.function; end if;
    execute becomes;
  end loop;
end $do$;

-- What time makes necessary: a reminder before the review and before the end; when a review was missed, those who answer and the region leads
-- of their agency are told on the day, and again three days before it stops being shown; and all of them when it has ended.
create function keep_safety_notices(remind_days integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  today constant date := (now() at time zone 'Europe/London')::date;
  n safety_notice;
  whose uuid;
  count integer := 0;
  said text;
  ending text;
begin
  for n in select * from safety_notice s where s.ended_at is null
              and (s.review_on - remind_days <= today or s.until_on - remind_days <= today) order by s.review_on, s.id limit 500 for no key update skip locked loop
    select u.agency_id into whose from ownership w join unit u on u.id = w.unit_id where w.nominal_id = n.nominal_id and now() <@ w.during;
    continue when whose is null;
    said := 'notice ' || n.quote;
    if shown_until(n) < today then
      ending := case when n.until_on < today then 'over' else 'not reviewed' end;
      insert into safety_notice_end (notice_id, nominal_id, kind) values (n.id, n.nominal_id, ending);
      update safety_notice s set ended_at = now() where s.id = n.id;
      perform close_notice_tasks(n.id, 'lapsed'), add_task('safety-notice.ended', 'owner', n.nominal_id, null, n.nominal_id, n.id, said || ': ' || case ending when 'over' then 'its last day is over' else 'nobody reviewed it' end, null);
      if ending = 'not reviewed' then
        perform add_task('safety-notice.ended', 'role', whose, 'region-lead', n.nominal_id, n.id, said || ': nobody reviewed it', null);
      end if;
      count := count + 1;
    else
      count := count
        + remind_of_notice(n, 'safety-notice.review', n.review_on - remind_days <= today and n.review_on <= n.until_on, n.review_on, said, null)
        + remind_of_notice(n, 'safety-notice.ending', n.until_on - remind_days <= today, n.until_on, said, null)
        + remind_of_notice(n, 'safety-notice.overdue', n.review_on < today, n.review_on + n.grace_days, said, whose)
        + remind_of_notice(n, 'safety-notice.last-days', n.review_on < today and n.review_on + n.grace_days - 3 <= today, n.review_on + n.grace_days, said, whose);
    end if;
  end loop;
  return count;
end $$;
-- Once for each review: a task of this kind since the last one is enough. `leads`: the agency whose region leads are told too.
create function remind_of_notice(n safety_notice, kind text, due boolean, by_day date, said text, leads uuid) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare at_end timestamptz := (by_day + 1)::timestamp at time zone 'Europe/London';
begin
  if not due or exists (
       select from task t where t.kind = kind and t.subject_id = n.id
          and t.recorded_at >= greatest(n.written_at, coalesce((select max(r.reviewed_at) from safety_notice_review r where r.notice_id = n.id), n.written_at))) then
    return 0;
  end if;
  perform add_task(kind, 'owner', n.nominal_id, null, n.nominal_id, n.id, said, at_end);
  if leads is not null then perform add_task(kind, 'role', leads, 'region-lead', n.nominal_id, n.id, said, at_end); end if;
  return 1;
end $$;

do $$ declare f text; begin
  foreach f in array array['shown_until(safety_notice)', 'says_of_whom(uuid, text)', 'write_safety_notice(uuid, uuid, text, text, date, date, integer, boolean, uuid[], uuid[], text, text[], text, text[], date, uuid)',
    'notice_in_charge(uuid)', 'close_notice_tasks(uuid, text)', 'review_safety_notice(uuid, date, text)', 'withdraw_safety_notice(uuid, text)', 'is_notice_for_me(safety_notice)', 'notice_place(text[], text[])',
    'keep_showing(safety_notice, text)', 'show_notices(text, text[], text[], date, uuid[])', 'notices_at_address(text[])', 'keep_safety_notices(integer)',
    'remind_of_notice(safety_notice, text, boolean, date, text, uuid)'] loop
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function says_of_whom(uuid, text), write_safety_notice(uuid, uuid, text, text, date, date, integer, boolean, uuid[], uuid[], text, text[], text, text[], date, uuid),
  review_safety_notice(uuid, date, text), withdraw_safety_notice(uuid, text), show_notices(text, text[], text[], date, uuid[]), keep_safety_notices(integer) to concord_app;
