-- The address safety check of control rooms: is there something to know before somebody attends an address? Yes or no, what to do first, and
-- whom to ring. It never says who, how many, or why.

-- One building without regard to the flat, from the key of a dwelling: "TF3 4NA|2|12 THIMBLE LANE" and "TF3 4NA||12 THIMBLE LANE" are of one.
create function building_of(address_key text) returns text language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select split_part(address_key, '|', 1) || '|' || split_part(address_key, '|', 3)
$$;
create function flat_of(address_key text) returns text language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select split_part(address_key, '|', 2)
$$;
create index address_building on address (building_of(address_key)) where address_key is not null;

-- What safety notices say of an address: they are the one door through which a record that is hidden from control rooms says anything here.
-- Whoever builds notices writes this function anew (`create or replace`); until then there are none. `place` as in known_at_address.
create function notices_at_address(keys text[]) returns table (nominal_id uuid, place text, instruction text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return; end $$;

-- THE answer for an address, asked by the officer with these circles: every record with a present address there. `told`: false where the
-- record is hidden from control rooms, so that only the log and whoever answers for it learn of the check.
--   place: 'here'          the dwelling that was asked, or the house, where no flat was asked and none is known
--          'another flat'  no flat was asked, and the record has one
--          'building'      a flat was asked, and the record has none
-- A record is hidden here as it is anywhere: its basis is not confirmed, this officer is excluded, it is restricted or in a compartment that
-- shows nothing. Someone dead is nobody to know of. "No known danger" is the one instruction that alone is nothing to know; a marker that
-- stands always is something.
create function known_at_address(keys text[], officer uuid) returns table (nominal_id uuid, told boolean, place text, instruction text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
  mine integer[] := array(select o.circle from officer o where o.id = known_at_address.officer);
begin
  return query
    with there as materialized (
      select a.nominal_id,
             bool_or(a.address_key = any(keys)) as here, bool_or(flat_of(a.address_key) = '') as whole
        from address a
       where building_of(a.address_key) = any(array(select building_of(k) from unnest(keys) k)) and a.superseded_at is null
         and (now() at time zone 'Europe/London')::date <@ a.during
         and (a.address_key = any(keys) or flat_of(a.address_key) = '' or exists (select from unnest(keys) k where flat_of(k) = ''))
       group by 1 order by 1 limit 50),
    -- as many are reckoned where nobody is as where somebody is
    audience as (
      select e.* from exact_audience(array(select t.nominal_id from there t) || array_fill(gen_random_uuid(), array[greatest(4 - (select count(*)::integer from there), 0)])) e)
    select t.nominal_id,
           e.confirmed and not e.denied && mine and (e.only_for is null or e.only_for_shows = 'contact') and e.hidden_compartments = '{}'
             and h.status <> 'dead' and (n.safety_instruction !~* '^\s*no known danger' or exists (
               select from marker m where m.nominal_id = t.nominal_id and m.superseded_at is null and (now() at time zone 'Europe/London')::date <@ m.during)),
           case when t.here then 'here' when t.whole then 'building' else 'another flat' end,
           n.safety_instruction
      from there t join audience e on e.nominal_id = t.nominal_id join nominal n on n.id = t.nominal_id join headline_on_the_day h on h.nominal_id = t.nominal_id
    union all
    select w.nominal_id, true, w.place, w.instruction from notices_at_address(keys) w
    order by 1;
end $$;

-- When a record's owner was last told that an address of theirs was checked: once an hour at most.
create table address_check_told (
  nominal_id uuid primary key references nominal,
  told_at    timestamptz not null
);
alter table address_check_told enable row level security;
alter table address_check_told force row level security;
create policy owner_keeps on address_check_told to concord_owner using (true) with check (true);

-- The check, for control rooms and nobody else. `answer`: each desk once, with its number and a reference to quote, and each of its
-- instructions once for each place. `told` and `untold`: whom the check was about, for the log alone.
create function check_address(keys text[], incident text) returns table (answer jsonb, told uuid[], untold uuid[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  agency_name text;
  checked jsonb;
  k record;
  said boolean;
begin
  if current_setting('app.role', true) is distinct from 'control-room' then raise exception 'only a control room checks an address' using errcode = 'CC403'; end if;
  if coalesce(cardinality(keys), 0) not between 1 and 8 or exists (select from unnest(keys) x where x is null or building_of(x) !~ '^[A-Z0-9]+ [A-Z0-9]+\|.') then
    raise exception 'an address to check is 1 to 8 keys of a dwelling' using errcode = 'check_violation';
  end if;
  if coalesce(length(btrim(incident)), 0) not between 1 and 40 then raise exception 'a check is for an incident' using errcode = 'check_violation'; end if;
  select a.name into agency_name from agency a where a.id = nullif(current_setting('app.agency', true), '')::uuid;
  select coalesce(jsonb_agg(x), '[]') into checked from known_at_address(keys, me) x;
  for k in select c.nominal_id, bool_or(c.told) as told from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text) group by 1 order by 1 loop
    said := false;
    insert into address_check_told as t (nominal_id, told_at) values (k.nominal_id, now())
      on conflict (nominal_id) do update set told_at = now() where t.told_at <= now() - interval '1 hour' returning true into said;
    if said then
      perform add_task('address.checked', 'owner', k.nominal_id, null, k.nominal_id, null,
                       agency_name || ', incident ' || btrim(incident) || ': ' || case when k.told then 'told to ring the desk' else 'told nothing' end, null);
    end if;
  end loop;
  return query
    with lines as (
      select c.place, c.instruction, w.duty_desk, w.duty_telephone, w.quote from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text) join contact_now w on w.id = c.nominal_id where c.told),
    desks as (
      select l.duty_desk, l.duty_telephone, min(l.quote) as quote,
             (select jsonb_agg(jsonb_build_object('instruction', i.instruction, 'place', i.place) order by i.place desc, i.instruction)
                from (select distinct x.instruction, x.place from lines x where x.duty_desk = l.duty_desk and x.duty_telephone = l.duty_telephone) i) as instructions
        from lines l group by 1, 2)
    select coalesce((select jsonb_agg(jsonb_build_object('desk', d.duty_desk, 'telephone', d.duty_telephone, 'quote', d.quote, 'instructions', d.instructions) order by d.duty_desk, d.duty_telephone) from desks d), '[]'),
           array(select distinct c.nominal_id from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text) where c.told order by 1),
           array(select c.nominal_id from jsonb_to_recordset(checked) as c(nominal_id uuid, told boolean, place text, instruction text) group by 1 having not bool_or(c.told) order by 1);
end $$;
revoke all on function building_of(text), flat_of(text), notices_at_address(text[]), known_at_address(text[], uuid), check_address(text[], text) from public;
grant execute on function building_of(text), flat_of(text) to concord_app, concord_importer, concord_owner;
grant execute on function check_address(text[], text) to concord_app;
