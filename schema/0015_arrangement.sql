-- The MAPPA arrangement under which a case is managed, and its level, as the lead agency states it (Criminal Justice Act 2003, section 325;
-- MAPPA guidance, chapter 7). An arrangement opens the record to its co-ordinators, so it is closed and begun in one step, by those who
-- write on the record in the lead agency's name, and a counter-terrorism case is under CT MAPPA or under none: geography opens nothing.
create function set_arrangement(nominal uuid, id uuid, new_area text, new_level integer, source text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  mine constant uuid := nullif(current_setting('app.agency', true), '')::uuid;
  lead uuid;
  is_ct boolean;
begin
  if not may_write() or not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then
    raise exception 'the record is not open to whoever asks' using errcode = 'insufficient_privilege';
  end if;
  select u.agency_id, f.counter_terrorism into lead, is_ct from nominal_file f left join unit u on u.id = f.unit_id where f.nominal_id = nominal for no key update of f;
  if lead is distinct from mine then raise exception 'the lead agency states the arrangement' using errcode = 'CC403'; end if;
  if is_ct and new_area is not null and not exists (select from unit u join agency g on g.id = u.agency_id where u.area = new_area and g.kind = 'counter-terrorism') then
    raise exception 'a counter-terrorism case is managed under CT MAPPA' using errcode = 'check_violation';
  end if;
  update arrangement a set during = tstzrange(lower(a.during), greatest(now(), lower(a.during) + interval '1 microsecond'))
   where a.nominal_id = nominal and now() <@ a.during;
  if new_area is not null then
    insert into arrangement (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, area, level)
    values (id, nominal, me, mine, 'officer', source, tstzrange(now(), null), new_area, new_level);
  end if;
  update nominal_file f set changed_at = now() where f.nominal_id = nominal;
end $$;
revoke all on function set_arrangement(uuid, uuid, text, integer, text) from public;
grant execute on function set_arrangement(uuid, uuid, text, integer, text) to concord_app;
