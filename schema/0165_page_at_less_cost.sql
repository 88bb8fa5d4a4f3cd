-- The page of a record read at less cost. Nothing of what anybody may see changes: what was begun for every record to say nothing is begun only where
-- there is something to say.

-- A headline that has not turned is not asked for the exact way (0061; 0091 wrote the view anew without it).
create or replace view headline_on_the_day with (security_invoker) as
  select h.nominal_id, h.name, h.aliases, h.birth_years, h.photograph, h.agency_name, h.unit_name,
         coalesce((select k.name from desk_now k where k.unit_id = h.desk_unit_id and k.until > now()), (select k.name from desk_at(h.desk_unit_id, now()) k), h.duty_desk) as duty_desk,
         coalesce((select k.telephone from desk_now k where k.unit_id = h.desk_unit_id and k.until > now()), (select k.telephone from desk_at(h.desk_unit_id, now()) k), h.duty_telephone) as duty_telephone,
         coalesce(t.markers, h.markers) as markers, coalesce(t.status, h.status) as status,
         case when t.status is null then h.status_place else t.status_place end as status_place,
         case when t.status is null then h.release_on else t.release_on end as release_on
    from nominal_headline h
    left join lateral (select x.* from turned_headline(h.nominal_id, h.turns_at) x where (h.turns_at > now()) is not true) t on true;

-- A desk without its row, as a database has it that was filled without triggers, is reckoned with those past due: until then each of its records had it
-- reckoned for every reader.
create or replace function reckon_desks(past_due boolean) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  insert into desk_now (unit_id, answers, name, contact_name, telephone, until)
  select d.unit_id, x.answers, x.name, x.contact_name, x.telephone, x.until from duty_desk d cross join lateral desk_at(d.unit_id, clock_timestamp()) x
   where not past_due or not exists (select from desk_now w where w.unit_id = d.unit_id and w.until > now())
   order by d.unit_id
  on conflict (unit_id) do update set answers = excluded.answers, name = excluded.name, contact_name = excluded.contact_name,
    telephone = excluded.telephone, until = excluded.until
    where (desk_now.answers, desk_now.name, desk_now.contact_name, desk_now.telephone, desk_now.until)
          is distinct from (excluded.answers, excluded.name, excluded.contact_name, excluded.telephone, excluded.until);
  get diagnostics n = row_count;
  return n;
end $$;
select reckon_desks(true);

-- Whether anybody who answers for an open record is away (away_at, 0093), in one statement: away_from is asked only then.
create function any_away(nominal uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare today constant date := (now() at time zone 'Europe/London')::date;
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return false; end if;
  return exists (
    select from (select m.officer_id from record_manager m where m.nominal_id = any_away.nominal and m.officer_id is not null and now() <@ m.during
                 union all select s.officer_id from assignment s where s.nominal_id = any_away.nominal and s.kind = 'responsible' and now() <@ s.during) g
      join officer o on o.id = g.officer_id
     where o.disabled_at <= now()
        or not exists (select from vetting v where v.officer_id = g.officer_id and today <@ v.during)
        or not exists (select from training t where t.officer_id = g.officer_id and (today <@ t.during or coalesce(today between lower(t.during) and t.extended_to, false)))
        or exists (select from absence a where a.officer_id = g.officer_id and now() <@ a.during));
end $$;
revoke all on function any_away(uuid) from public;
grant execute on function any_away(uuid) to concord_app;
