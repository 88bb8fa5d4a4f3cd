-- The page of a record asks whether whoever reads may hand that one on. Which units they are in charge of was reckoned for every unit that there is
-- (measured: 10 ms of every page, more than all the rest of it); of one record it is asked of the unit that leads it. As 0090 in all else.
create or replace function transferable(whom uuid) returns table (nominal_id uuid, name text, reference text, status text, unit_id uuid, unit_name text, counter_terrorism boolean)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if whom is not null then
    return query
      select f.nominal_id, h.name, f.reference, h.status, f.unit_id, u.name, f.counter_terrorism
        from nominal_file f join nominal_headline h on h.nominal_id = f.nominal_id join unit u on u.id = f.unit_id
       where f.nominal_id = whom and (f.manager_id = me or in_charge_of(f.unit_id));
    return;
  end if;
  return query
    select f.nominal_id, h.name, f.reference, h.status, f.unit_id, u.name, f.counter_terrorism
      from nominal_file f join nominal_headline h on h.nominal_id = f.nominal_id join unit u on u.id = f.unit_id
     where f.manager_id = me or f.unit_id in (select c.id from unit c where in_charge_of(c.id))
     order by h.name, f.nominal_id limit 501;
end $$;
