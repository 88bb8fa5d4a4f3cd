-- An inspection window: a force shows named inspectors a named sample of its records, to read and to do nothing else with, until an end.
--
-- It is a leg of its own beside the decision about access (0005), not part of it: an inspector has *none* of every record, in search, lists,
-- tasks and pages, and reads the sample through open_inspected() alone. Walls win: a record that is closed to the inspector, restricted to
-- others or in a compartment of others is not in the sample as far as they can tell, and neither is one whose basis nobody has confirmed: it stays
-- inside the unit that leads it.

create table inspection_window (
  id        uuid primary key,
  unit_id   uuid not null references unit,                                  -- the unit that leads every record of the sample
  agency_id uuid not null references agency,
  purpose   text not null check (length(btrim(purpose)) between 10 and 500),
  handling  text[] not null,                                                -- '3x5x2:P': a grading's handling codes that an inspector reads
  opened_at timestamptz not null default now(),
  opened_by uuid not null references officer,
  ends_at   timestamptz not null,
  check (ends_at > opened_at and ends_at <= opened_at + interval '92 days')
);
create table inspection_inspector (
  window_id  uuid not null references inspection_window,
  officer_id uuid not null references officer,
  primary key (window_id, officer_id)
);
create index inspection_inspector_officer on inspection_inspector (officer_id);
create table inspection_sample (
  window_id  uuid not null references inspection_window,
  nominal_id uuid not null references nominal,
  primary key (window_id, nominal_id)
);
create index inspection_sample_nominal on inspection_sample (nominal_id);
create table inspection_closing (
  window_id uuid primary key references inspection_window,
  closed_at timestamptz not null default now(),
  closed_by uuid not null references officer,
  why       text not null default '' check (length(why) <= 300)
);

do $$ declare t text; begin
  foreach t in array array['inspection_window', 'inspection_inspector', 'inspection_sample', 'inspection_closing'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
  end loop;
end $$;

-- Whether a window is open to the officer who asks, as an inspector who is named in it.
create function is_open_to_me(inspection uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(current_setting('app.role', true) = 'inspector' and exists (
    select from inspection_window w join inspection_inspector i on i.window_id = w.id
     where w.id = is_open_to_me.inspection and i.officer_id = nullif(current_setting('app.officer', true), '')::uuid and now() >= w.opened_at and now() < w.ends_at
       and not exists (select from inspection_closing c where c.window_id = w.id)), false)
$$;
-- THE answer: may whoever asks read this record in this window? src/need-to-know/inspection.ts says the same for people.
create function inspects(inspection uuid, nominal uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
declare
  mine integer[];
  a record;
begin
  if not is_open_to_me(inspection) then return false; end if;
  select array_agg(o.circle) || array(select c.circle from compartment_member m join compartment c on c.id = m.compartment_id where m.officer_id = o.id and now() <@ m.during)
    into mine from officer o where o.id = nullif(current_setting('app.officer', true), '')::uuid group by o.id;
  select * into a from exact_audience(array[nominal]);
  return coalesce(exists (select from inspection_sample s join nominal n on n.id = s.nominal_id where s.window_id = inspection and s.nominal_id = inspects.nominal and n.steady_until is not null)
    and a.confirmed and not a.denied && mine and (a.only_for is null or a.only_for && mine) and a.compartments <@ mine, false);
end $$;

create policy ones_own_or_ones_units on inspection_window for select to concord_app using (is_open_to_me(id) or in_charge_of(unit_id));
create policy of_a_window on inspection_inspector for select to concord_app using (exists (select from inspection_window w where w.id = window_id));
create policy of_a_window on inspection_closing for select to concord_app using (exists (select from inspection_window w where w.id = window_id));
create policy of_a_window_and_a_person on inspection_sample for select to concord_app using (
  exists (select from inspection_window w where w.id = window_id) and exists (select from nominal n where n.id = nominal_id));

-- Opens one. By whoever supervises the unit that leads every record of the sample, for others than themselves who hold the role.
create function open_inspection_window(id uuid, officers uuid[], nominals uuid[], ends timestamptz, handling text[], purpose text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  opened constant uuid[] := coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}');
  units uuid[];
begin
  if coalesce(cardinality(nominals), 0) not between 1 and 200 or coalesce(cardinality(officers), 0) not between 1 and 20 or handling is null then
    raise exception 'a window has 1 to 200 records and 1 to 20 inspectors' using errcode = 'check_violation';
  end if;
  perform 1 from nominal_file f where f.nominal_id = any(nominals) order by f.nominal_id for share;
  select array_agg(distinct f.unit_id) into units from nominal_file f where f.nominal_id = any(nominals);
  if cardinality(units) is distinct from 1 or not coalesce(in_charge_of(units[1]), false) or not nominals <@ opened then
    raise exception 'a window is opened by whoever supervises the unit that leads the records' using errcode = 'CC403';
  end if;
  if me = any(officers) or exists (select from unnest(officers) x where not exists (
       select from role_held r join officer o on o.id = r.officer_id where r.officer_id = x and r.role = 'inspector' and now() <@ r.during and o.disabled_at is null)) then
    raise exception 'a window is for others, who hold the role of an inspector' using errcode = 'CC403';
  end if;
  insert into inspection_window (id, unit_id, agency_id, purpose, handling, opened_by, ends_at)
  values (id, units[1], nullif(current_setting('app.agency', true), '')::uuid, purpose, handling, me, ends);
  insert into inspection_inspector (window_id, officer_id) select distinct id, x from unnest(officers) x;
  insert into inspection_sample (window_id, nominal_id) select distinct id, x from unnest(nominals) x;
end $$;
create function close_inspection_window(inspection uuid, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from inspection_window w where w.id = inspection and in_charge_of(w.unit_id)) then
    raise exception 'a window is closed by whoever supervises the unit' using errcode = 'CC403';
  end if;
  insert into inspection_closing (window_id, closed_by, why) values (inspection, nullif(current_setting('app.officer', true), '')::uuid, why) on conflict do nothing;
end $$;

-- What an inspector sees of the sample: as far as it is there for them.
create function inspected_sample(inspection uuid) returns table (nominal_id uuid, reference text, name text, status text, unit text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  select f.nominal_id, f.reference, h.name, h.status, h.unit_name from inspection_sample s
    join nominal_file f on f.nominal_id = s.nominal_id join nominal_headline h on h.nominal_id = s.nominal_id
   where s.window_id = inspection and inspects(inspection, s.nominal_id) order by h.name, f.reference limit 200;
end $$;
-- Opens one record of it, for this transaction and for reading its facts: with its headline. No row: it is not there.
create function open_inspected(inspection uuid, nominal uuid)
returns table (reference text, name text, aliases text[], birth_years integer[], agency text, unit text, status text, markers text[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not inspects(inspection, nominal) then return; end if;
  perform set_config('app.open', array[nominal]::text, true),
          set_config('app.handling', (select w.handling::text from inspection_window w where w.id = inspection), true);
  return query select f.reference, h.name, h.aliases, h.birth_years, h.agency_name, h.unit_name, h.status, h.markers
    from nominal_file f join headline_on_the_day h on h.nominal_id = f.nominal_id where f.nominal_id = nominal;
end $$;

-- Intelligence above the agreed handling is as if it were not there, and so is what says that more is held elsewhere.
create policy within_the_agreed_handling on entry as restrictive for select to concord_app using (
  (select current_setting('app.role', true)) is distinct from 'inspector'
  or held_elsewhere = '' and (handling_code is null or grading_scheme || ':' || handling_code = any((select nullif(current_setting('app.handling', true), '')::text[])::text[])));

revoke all on function is_open_to_me(uuid), inspects(uuid, uuid), open_inspection_window(uuid, uuid[], uuid[], timestamptz, text[], text), close_inspection_window(uuid, text),
  inspected_sample(uuid), open_inspected(uuid, uuid) from public;
grant execute on function is_open_to_me(uuid), inspects(uuid, uuid), open_inspection_window(uuid, uuid[], uuid[], timestamptz, text[], text), close_inspection_window(uuid, text),
  inspected_sample(uuid), open_inspected(uuid, uuid) to concord_app;
