-- Safety notices, compartments and walls of parts came beside 0166: their panels ask as the others do.
call also_held('safety_notice');

-- Whether any safety notice stands anywhere. Not whether one stands here: the time of an answer may tell nobody of a notice that is not for them.
create function any_notice_stands() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from safety_notice s where s.ended_at is null)
$$;
revoke all on function any_notice_stands() from public;
grant execute on function any_notice_stands() to concord_app;

create or replace function walls_at_a_glance(nominal uuid) returns json language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare keeps boolean;
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return null; end if;
  keeps := keeps_walls_of(nominal);
  if exists (select from restriction r where r.nominal_id = walls_at_a_glance.nominal and now() <@ r.during)
     or exists (select from part_restriction r where r.nominal_id = walls_at_a_glance.nominal) or exists (select from part_exclusion r where r.nominal_id = walls_at_a_glance.nominal)
     or keeps and exists (select from exclusion e where e.nominal_id = walls_at_a_glance.nominal and now() <@ e.during) then
    return walls_of(nominal);
  end if;
  return json_build_object('keeps', keeps, 'restriction', null, 'exclusions', json_build_array(), 'over', json_build_array());
end $$;
