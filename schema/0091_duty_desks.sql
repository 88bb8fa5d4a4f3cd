-- The number to ring now. A desk has hours, by the day of the week and by date, with numbers of their own where they have any; while it is
-- closed another desk covers it, and that one another, up to one that never closes. What summary and contact show follows by the clock.

-- What its supervisors have said of a desk: the latest row holds, and the others are kept. Nothing said: the desk of reference/, never closed.
create table desk_setting (
  id           uuid primary key,
  unit_id      uuid not null references duty_desk,
  always_open  boolean not null,
  telephone    text check (length(btrim(telephone)) between 3 and 30),   -- instead of the one of reference/
  covered_by   uuid references duty_desk check (covered_by <> unit_id),
  hours        jsonb not null default '[]',   -- [{"day": 1 … 7 from Monday, "opens": minute, "closes": minute, "telephone": null or its own}]
  exceptions   jsonb not null default '[]',   -- [{"on": "2026-12-25", "opens": minute or null (closed), "closes": …, "telephone": …}], instead of that day's hours
  recorded_at  timestamptz not null default clock_timestamp(),
  recorded_by  uuid not null references officer
);
create index desk_setting_unit on desk_setting (unit_id, recorded_at desc);
create table desk_test (
  id          uuid primary key,
  unit_id     uuid not null references duty_desk,
  tested_at   timestamptz not null default now(),
  tested_by   uuid not null references officer,
  answered    boolean not null,
  words       text not null default '' check (length(words) <= 300)
);
create index desk_test_unit on desk_test (unit_id, tested_at desc);
-- Which desk answers for each now, and until when that is known: reckoned whenever a desk is changed, and by the clock.
create table desk_now (
  unit_id      uuid primary key references duty_desk,
  answers      uuid not null references duty_desk,
  name         text not null,
  contact_name text not null,
  telephone    text not null,
  until        timestamptz not null
);
do $$ declare t text; begin
  foreach t in array array['desk_setting', 'desk_test', 'desk_now'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy for_everybody on %I for select to concord_app using (true)', t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;

-- One span of hours of one day, in minutes after midnight by the clock in London.
create function desk_spans(setting desk_setting, on_day date) returns table (opens integer, closes integer, telephone text)
language sql immutable set search_path = public, pg_temp as $$
  select (e ->> 'opens')::integer, (e ->> 'closes')::integer, e ->> 'telephone' from jsonb_array_elements(setting.exceptions) e
   where (e ->> 'on')::date = on_day and e ->> 'opens' is not null
  union all
  select (h ->> 'opens')::integer, (h ->> 'closes')::integer, h ->> 'telephone' from jsonb_array_elements(setting.hours) h
   where (h ->> 'day')::integer = extract(isodow from on_day)
     and not exists (select from jsonb_array_elements(setting.exceptions) e where (e ->> 'on')::date = on_day)
$$;

-- Which desk answers for a unit's at a moment, and until when no desk on the way opens, closes or changes its number.
create function desk_at(unit uuid, moment timestamptz) returns table (answers uuid, name text, contact_name text, telephone text, until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  here uuid := desk_at.unit;
  d record;
  s desk_setting;
  hours record;
  span_telephone text;
  edge timestamptz := 'infinity';
  found_edge timestamptz;
  local constant timestamp := moment at time zone 'Europe/London';
  is_open boolean;
begin
  for step in 1..20 loop
    select * into d from duty_desk x where x.unit_id = here;
    if not found then return; end if;
    s := null;
    select * into s from desk_setting x where x.unit_id = here order by x.recorded_at desc, x.id desc limit 1;
    is_open := s.id is null or s.always_open;
    span_telephone := null;
    if s.id is not null then
      select x.* into hours from desk_spans(s, local::date) x where extract(hour from local) * 60 + extract(minute from local) >= x.opens
                                                              and extract(hour from local) * 60 + extract(minute from local) < x.closes limit 1;
      if found then
        is_open := true;
        span_telephone := hours.telephone;
      end if;
      -- (01:00 is when clocks change; and an hour before each too, because an hour that comes twice in October has two such moments)
      select min(e.at) into found_edge
        from generate_series(0, 8) n, lateral desk_spans(s, local::date + n) x, lateral (values (x.opens), (x.closes), (0), (60), (1440)) m(minute),
             lateral (select (local::date + n + make_interval(mins => m.minute)) at time zone 'Europe/London' as wall) w,
             lateral (values (w.wall), (w.wall - interval '1 hour')) e(at)
       where e.at > moment;
      edge := least(edge, coalesce(found_edge, 'infinity'), moment + interval '8 days');
    end if;
    if is_open or s.covered_by is null then
      return query select here, d.name, d.contact_name, coalesce(span_telephone, s.telephone, d.telephone), edge;
      return;
    end if;
    here := s.covered_by;
  end loop;
end $$;
revoke all on function desk_at(uuid, timestamptz) from public;
grant execute on function desk_at(uuid, timestamptz) to concord_app;

create function reckon_desks(past_due boolean) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  insert into desk_now (unit_id, answers, name, contact_name, telephone, until)
  select d.unit_id, x.answers, x.name, x.contact_name, x.telephone, x.until from duty_desk d cross join lateral desk_at(d.unit_id, clock_timestamp()) x
   where not past_due or exists (select from desk_now w where w.unit_id = d.unit_id and w.until <= now())
   order by d.unit_id
  on conflict (unit_id) do update set answers = excluded.answers, name = excluded.name, contact_name = excluded.contact_name,
    telephone = excluded.telephone, until = excluded.until
    where (desk_now.answers, desk_now.name, desk_now.contact_name, desk_now.telephone, desk_now.until)
          is distinct from (excluded.answers, excluded.name, excluded.contact_name, excluded.telephone, excluded.until);
  get diagnostics n = row_count;
  return n;
end $$;
create function reckon_desks_at_once() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform reckon_desks(false);
  return null;
end $$;
create trigger reckon_desks after insert or update on duty_desk for each statement execute function reckon_desks_at_once();
create trigger reckon_desks after insert on desk_setting for each statement execute function reckon_desks_at_once();
revoke all on function reckon_desks(boolean), reckon_desks_at_once(), desk_spans(desk_setting, date) from public;
grant execute on function reckon_desks(boolean) to concord_app;

-- From every desk the way leads, without a circle, to one that never closes: when the transaction commits, whoever wrote.
create function refuse_silence() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  start uuid;
  here uuid;
  s desk_setting;
  step integer;
begin
  perform pg_advisory_xact_lock(hashtext('concord duty desks'));    -- two people who close a circle at once wait for each other
  for start in select unit_id from duty_desk loop
    here := start;
    step := 0;
    loop
      s := null;
      select * into s from desk_setting x where x.unit_id = here order by x.recorded_at desc, x.id desc limit 1;
      exit when s.id is null or s.always_open;
      step := step + 1;
      if s.covered_by is null or step > 20 then
        raise exception 'a duty desk that closes is covered, without a circle, up to one that never closes' using errcode = 'CC411';
      end if;
      here := s.covered_by;
    end loop;
  end loop;
  return null;
end $$;
revoke all on function refuse_silence() from public;
create constraint trigger without_silence after insert on desk_setting deferrable initially deferred for each row execute function refuse_silence();

create function refuse_hours() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if jsonb_array_length(new.hours) > 50 or jsonb_array_length(new.exceptions) > 100
     or exists (select from jsonb_array_elements(new.hours) h
                 where coalesce((h ->> 'day')::integer not between 1 and 7 or (h ->> 'opens')::integer < 0 or (h ->> 'closes')::integer > 1440 or (h ->> 'opens')::integer >= (h ->> 'closes')::integer, true))
     or exists (select from jsonb_array_elements(new.exceptions) e
                 where coalesce((e ->> 'on')::date is null or e ->> 'opens' is not null
                       and coalesce((e ->> 'opens')::integer < 0 or (e ->> 'closes')::integer > 1440 or (e ->> 'opens')::integer >= (e ->> 'closes')::integer, true), true))
     or exists (select from (select h.value ->> 'day' as day, h.ordinality as n, int4range((h.value ->> 'opens')::integer, (h.value ->> 'closes')::integer) as span from jsonb_array_elements(new.hours) with ordinality h) a
                  join (select h.value ->> 'day' as day, h.ordinality as n, int4range((h.value ->> 'opens')::integer, (h.value ->> 'closes')::integer) as span from jsonb_array_elements(new.hours) with ordinality h) b
                    on a.day = b.day and a.n < b.n and a.span && b.span) then
    raise exception 'hours lie within a day, and do not overlap' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_hours before insert on desk_setting for each row execute function refuse_hours();

-- By the supervisors of the unit, and the region's leads. A setting that stands is never changed, only followed by another.
create function set_desk(id uuid, unit uuid, always_open boolean, telephone text, covered_by uuid, hours jsonb, exceptions jsonb) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(in_charge_of(unit), false) then raise exception 'the supervisors of a unit keep its desk' using errcode = 'CC403'; end if;
  insert into desk_setting (id, unit_id, always_open, telephone, covered_by, hours, exceptions, recorded_by)
  values (id, unit, always_open, telephone, covered_by, hours, exceptions, nullif(current_setting('app.officer', true), '')::uuid);
end $$;
create function test_desk(id uuid, unit uuid, answered boolean, words text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(in_charge_of(unit), false) then raise exception 'the supervisors of a unit test its desk' using errcode = 'CC403'; end if;
  insert into desk_test (id, unit_id, tested_by, answered, words) values (id, unit, nullif(current_setting('app.officer', true), '')::uuid, answered, words);
  if answered then perform close_tasks_about('desk.test-due', unit, 'done'); end if;
end $$;
-- A task to the supervisors of each unit that has any, where the last call that was answered is longer ago than that; one at a time.
create function ask_desk_tests(days integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare d record; n integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord desk tests')) then return 0; end if;
  for d in select x.unit_id, max(t.tested_at) as last from duty_desk x join unit u on u.id = x.unit_id and u.active
             left join desk_test t on t.unit_id = x.unit_id and t.answered
            where exists (select from role_held r where r.unit_id = x.unit_id and r.role = 'supervisor' and now() <@ r.during)
              and not exists (select from task k where k.kind = 'desk.test-due' and k.subject_id = x.unit_id and k.closed_at is null)
            group by x.unit_id having max(t.tested_at) is null or max(t.tested_at) < now() - make_interval(days => days) limit 500 loop
    perform add_task('desk.test-due', 'lead', d.unit_id, null, null, d.unit_id,
                     case when d.last is null then 'never' else to_char(d.last at time zone 'Europe/London', 'YYYY-MM-DD') end, now() + interval '7 days');
    n := n + 1;
  end loop;
  return n;
end $$;
revoke all on function set_desk(uuid, uuid, boolean, text, uuid, jsonb, jsonb), test_desk(uuid, uuid, boolean, text), ask_desk_tests(integer) from public;
grant execute on function set_desk(uuid, uuid, boolean, text, uuid, jsonb, jsonb), test_desk(uuid, uuid, boolean, text), ask_desk_tests(integer) to concord_app;

-- Every record knows whose desk it is, and what is shown is read by the clock: one row by its key, or reckoned while that row is past due.
alter table nominal add column desk_unit_id uuid;
alter table nominal_headline add column desk_unit_id uuid;
grant select (desk_unit_id) on nominal to concord_app;
grant select (desk_unit_id) on nominal_headline to concord_app;
update nominal n set desk_unit_id = f.unit_id from nominal_file f join duty_desk d on d.unit_id = f.unit_id where f.nominal_id = n.id;
update nominal_headline h set desk_unit_id = f.unit_id from nominal_file f join duty_desk d on d.unit_id = f.unit_id where f.nominal_id = h.nominal_id;
select reckon_desks(false);

create or replace view headline_on_the_day with (security_invoker) as
  select h.nominal_id, h.name, h.aliases, h.birth_years, h.photograph, h.agency_name, h.unit_name,
         coalesce((select k.name from desk_now k where k.unit_id = h.desk_unit_id and k.until > now()), (select k.name from desk_at(h.desk_unit_id, now()) k), h.duty_desk) as duty_desk,
         coalesce((select k.telephone from desk_now k where k.unit_id = h.desk_unit_id and k.until > now()), (select k.telephone from desk_at(h.desk_unit_id, now()) k), h.duty_telephone) as duty_telephone,
         coalesce(t.markers, h.markers) as markers, coalesce(t.status, h.status) as status,
         case when t.status is null then h.status_place else t.status_place end as status_place,
         case when t.status is null then h.release_on else t.release_on end as release_on
    from nominal_headline h left join lateral turned_headline(h.nominal_id, h.turns_at) t on true;
create view contact_now with (security_invoker) as
  select n.id, n.quote, n.safety_instruction,
         coalesce((select k.contact_name from desk_now k where k.unit_id = n.desk_unit_id and k.until > now()), (select k.contact_name from desk_at(n.desk_unit_id, now()) k), n.duty_desk) as duty_desk,
         coalesce((select k.telephone from desk_now k where k.unit_id = n.desk_unit_id and k.until > now()), (select k.telephone from desk_at(n.desk_unit_id, now()) k), n.duty_telephone) as duty_telephone
    from nominal n;
grant select on contact_now to concord_app;

do $$
declare
  reading record;
  was text;
  becomes text;
begin
  for reading in select * from (values
      ('record_json(uuid, text[], text)', 'into answer from nominal n where n.id = nominal', 'into answer from contact_now n where n.id = nominal'),
      ('kept_record_json(uuid, text[], text)', 'into answer from nominal n where n.id = nominal', 'into answer from contact_now n where n.id = nominal'),
      ('known_record_json(uuid, text[], timestamptz, date)', 'join nominal_headline l on l.nominal_id', 'join headline_on_the_day l on l.nominal_id'),
      ('reckon(uuid[], boolean)', 'duty_desk = coalesce(d.', 'desk_unit_id = d.unit_id, duty_desk = coalesce(d.')) v(function, text, instead) loop
    was := pg_get_functiondef(reading.function::regprocedure);
    becomes := replace(was, reading.text, reading.instead);
    if becomes = was then raise exception '% does not read the desk as expected', reading.function; end if;
    execute becomes;
  end loop;
end $$;
