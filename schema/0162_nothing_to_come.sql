-- What has happened is not written before it happens, nor a day that no calendar has: the program explains (as-typed.ts, partial-birth.ts,
-- kinds/custody.ts), this prevents. Rows of extracts stand as their source wrote them, and so does what is there already.

-- Clocks differ by so much at most.
create function entry_has_happened() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.happened_at > now() + interval '5 minutes' then
    raise exception 'what is to come is no entry' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function entry_has_happened() from public;
create trigger entry_has_happened before insert on entry for each row when (new.source_kind <> 'extract') execute function entry_has_happened();
alter table whereabouts add constraint nobody_is_dead_or_sought_beforehand
  check (source_kind = 'extract' or kind not in ('dead', 'wanted', 'whereabouts unknown') or lower(during) is null
         or lower(during) <= (recorded_at at time zone 'Europe/London')::date) not valid;
-- A whole date of birth that is none. (A correction may leave what its source wrote.)
alter table birth add constraint birth_is_a_day_or_a_part_of_one
  check (source_kind = 'extract' or supersedes is not null or born_on is not null
         or as_given !~ '^[[:space:]]*([0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{2,4}|[0-9]{4}[/. -][0-9]{1,2}[/. -][0-9]{1,2})[[:space:]]*$') not valid;

-- When a record began: the first that anybody said in it, of a record that is open to whoever asks; null before anything was said.
do $do$
declare
  t text;
  moments text := '';
begin
  foreach t in array kinds_of_fact() loop
    moments := moments || format($q$ union all select min(f.recorded_at) as at from %I f where f.nominal_id = nominal $q$, t);
  end loop;
  execute format($f$create function record_began_at(nominal uuid) returns timestamptz
    language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $b$
    begin
      return (select min(m.at) from (%s) m);
    end $b$ $f$, substr(moments, 12));
end $do$;
revoke all on function record_began_at(uuid) from public;
grant execute on function record_began_at(uuid) to concord_app;
