-- A number that somebody writes on a record that is there already, and that another record bears too, makes a pair for the reconciliation desk as it does
-- when a record is made. By a clock of its own: neither the answer to whoever writes it nor its time can tell that there is another record.
create index identifier_written on identifier (recorded_at) where source_kind = 'officer';

-- What was written in the last week and not put to the desk since. A correction that says the same number again is nothing new. Every server may.
create function find_pairs() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  if not pg_try_advisory_xact_lock(hashtext('concord pairs')) then return 0; end if;
  insert into kept_apart (id, nominal_id, other_id, made_by, reason)
  select gen_random_uuid(), i.nominal_id, o.nominal_id, (array_agg(i.recorded_by order by i.recorded_at, i.id))[1],
         string_agg(distinct format('shares the number %s (%s)', i.canonical, i.kind), '; ')
    from identifier i
    join identifier o on o.kind = i.kind and o.canonical = i.canonical and o.valid and o.superseded_at is null and o.nominal_id <> i.nominal_id
   where i.source_kind = 'officer' and i.valid and i.superseded_at is null and i.recorded_at > now() - interval '7 days'
     and not exists (select from identifier e where e.nominal_id = i.nominal_id and e.kind = i.kind and e.canonical = i.canonical and e.recorded_at < i.recorded_at)
     and not exists (select from kept_apart k where least(k.nominal_id, k.other_id) = least(i.nominal_id, o.nominal_id)
                        and greatest(k.nominal_id, k.other_id) = greatest(i.nominal_id, o.nominal_id) and k.found_at >= i.recorded_at)
   group by i.nominal_id, o.nominal_id order by i.nominal_id, o.nominal_id limit 200;
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function find_pairs() from public;
grant execute on function find_pairs() to concord_app;
