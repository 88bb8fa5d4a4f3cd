-- While somebody is away, whoever covers for them acts in their own name: as a supervisor for the units of the one who is away, and with what is due from
-- them in their own list of tasks. And training that ends is extended once, by a supervisor, with a reason. src/responsibility/ says the same.

-- Units whose supervisor is away and covered by this officer.
create function units_supervised_in_cover(officer uuid) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct r.unit_id from cover c join role_held r on r.officer_id = c.officer_id and r.role = 'supervisor' and now() <@ r.during
   where c.covering_id = $1 and c.role = 'supervises' and now() <@ c.during and (select a.why from away_at(c.officer_id, now()) a) is not null
$$;
-- The circles of the officers who are away and whom this one covers as anything: what is due from them is shown to whoever covers, and nothing else
-- follows from it: whether a record may be known of is asked of the circles of whoever reads.
create function circles_stood_in_for(officer uuid) returns integer[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct o.circle), '{}') from cover c join officer o on o.id = c.officer_id
   where c.covering_id = $1 and now() <@ c.during and (select a.why from away_at(c.officer_id, now()) a) is not null
$$;
revoke all on function units_supervised_in_cover(uuid), circles_stood_in_for(uuid) from public;

do $do$
declare
  was text := pg_get_functiondef('actor_of(text)'::regprocedure);
  made text;
begin
  made := replace(was, 'select o.unit_id, o.lead_circle union select u.id, u.lead_circle from unit u join below b on u.parent_id = b.id)',
    'select u.id, u.lead_circle from unit u where u.id = o.unit_id or u.id in (select units_supervised_in_cover(o.officer_id))
          union select u.id, u.lead_circle from unit u join below b on u.parent_id = b.id)');
  if made = was then raise exception 'actor_of is not as expected'; end if;
  execute made;
  was := pg_get_functiondef('enter(text)'::regprocedure);
  made := replace(was, 'open_tasks_of(who.circles,', 'open_tasks_of(who.circles || nullif(current_setting(''app.stands_in_for'', true), '''')::integer[],');
  made := replace(made, E'  who.open_tasks :=', E'  perform set_config(''app.stands_in_for'', case when who.circles = ''{}'' then ''{}'' else circles_stood_in_for(who.officer_id)::text end, true);\n  who.open_tasks :=');
  if strpos(made, 'stands_in_for'', true), '''')') = 0 or strpos(made, 'circles_stood_in_for') = 0 then raise exception 'enter is not as expected'; end if;
  execute made;
end $do$;

alter policy addressed on task using (
  (audience && ((select nullif(current_setting('app.circles', true), '')::integer[]) || (select nullif(current_setting('app.stands_in_for', true), '')::integer[]))
   or (to_role = (select nullif(current_setting('app.role', true), ''))
       and (agency_id is null or agency_id = (select nullif(current_setting('app.agency', true), '')::uuid))))
  and (nominal_id is null or exists (select from nominal n where n.id = nominal_id)));

-- Who covers as a supervisor is one: the role is not lent.
create function supervisors_cover_supervisors() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.role = 'supervises' and not exists (select from role_held r where r.officer_id = new.covering_id and r.role in ('supervisor', 'region-lead') and lower(new.during) <@ r.during) then
    raise exception 'who covers as a supervisor is one on the first day' using errcode = 'CC412';
  end if;
  return new;
end $$;
revoke all on function supervisors_cover_supervisors() from public;
create trigger by_a_supervisor before insert on cover for each row execute function supervisors_cover_supervisors();

-- Training is extended once, by at most 28 days, with a reason, by whoever supervises a unit of the officer's and is not they. Vetting never is.
create function extended_once() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.extended_to is not null and (new.extended_to, new.extended_by, new.extension_reason) is distinct from (old.extended_to, old.extended_by, old.extension_reason) then
    raise exception 'training is extended once' using errcode = 'CC409';
  end if;
  return new;
end $$;
revoke all on function extended_once() from public;
create trigger extended_once before update on training for each row execute function extended_once();
alter table training add constraint extended_with_a_reason check (length(btrim(extension_reason)) between 10 and 500),
  add constraint extended_beyond_its_end check (extended_to >= upper(during));

create function extend_training(training uuid, last_day date, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  t training;
begin
  select * into t from training x where x.id = training for update;
  if t.id is null or not may_write() or t.officer_id = me
     or not exists (select from role_held r where r.officer_id = t.officer_id and now() <@ r.during and in_charge_of(r.unit_id)) then
    raise exception 'training is extended by whoever supervises the officer' using errcode = 'CC403';
  end if;
  if t.extended_to is not null or exists (select from training x where x.officer_id = t.officer_id and upper(x.during) > upper(t.during))
     or last_day < (now() at time zone 'Europe/London')::date then
    raise exception 'it has been extended, is not the latest, or would have ended' using errcode = 'CC409';
  end if;
  update training x set extended_to = last_day, extended_by = me, extension_reason = btrim(why) where x.id = training;
end $$;
-- The officers of the units that whoever asks supervises, with the ends of their vetting and of their latest training.
create function standing_of_officers() returns table (officer uuid, name text, unit text, vetted_to date, training uuid, course text, trained_to date, extended_to date, extended_by text, extension_reason text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not may_write() then return; end if;
  return query
    with held as materialized (
      select distinct on (r.officer_id) r.officer_id, u.name as unit from role_held r join unit u on u.id = r.unit_id
       where now() <@ r.during and u.agency_id = nullif(current_setting('app.agency', true), '')::uuid and in_charge_of(u.id) order by r.officer_id, r.role = 'officer' desc, u.name)
    select o.id, o.name, h.unit, (select max(upper(v.during)) - 1 from vetting v where v.officer_id = o.id),
           t.id, t.course, upper(t.during) - 1, t.extended_to, (select x.name from officer x where x.id = t.extended_by), t.extension_reason
      from held h join officer o on o.id = h.officer_id and not o.service and o.disabled_at is null
      left join lateral (select * from training t where t.officer_id = o.id order by upper(t.during) desc nulls first, t.id limit 1) t on true
     order by least(coalesce(t.extended_to, upper(t.during) - 1), (select max(upper(v.during)) - 1 from vetting v where v.officer_id = o.id)) nulls first, o.name, o.id limit 500;
end $$;
revoke all on function extend_training(uuid, date, text), standing_of_officers() from public;
grant execute on function extend_training(uuid, date, text), standing_of_officers() to concord_app;
