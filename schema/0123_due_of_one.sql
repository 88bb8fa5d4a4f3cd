-- What is due on one record, for its own page: the very branches of due_of (0017), of which each costs its start whether or not the record has
-- anything of its kind (measured: two thirds of the cost on a record without orders, sentences or documents). So a branch that reads one kind of
-- fact is begun only where the record has one that stands. The text is due_of's own, taken apart, and test/due.test.ts holds both equal.
do $do$
declare
  was text := (select p.prosrc from pg_proc p where p.oid = 'due_of(uuid[], date, integer, integer, integer)'::regprocedure);
  query text := substring(was from 'begin return query\n(.*);\s*end\s*$');
  ctes text := substring(query from '^(.*?)\n\n  select p\.nominal_id, ''dead''');
  branches text[] := regexp_split_to_array(substr(query, length(ctes) + 1), '\n\s*union all\n');
  branch text;
  read text;
  always text[] := '{}';
  sometimes text := '';
  before text := '';
  closing text := '';
begin
  foreach branch in array branches loop
    read := coalesce(substring(branch from 'from (\w+) f join alive'), case when branch ~ 'from marker_request r join' then 'marker' end);
    if read is null then always := always || branch;
    else branch := regexp_replace(branch, ', null(\s+from)', ', null::date\1');                  -- the first branch of due_of says it for all
    end if;
    continue when read is null;
    if read = before then sometimes := sometimes || E'\n  union all\n' || branch;
    else
      sometimes := sometimes || closing || format(E'\n  if exists (select from %I f where f.nominal_id = ids[1] and f.superseded_at is null) then return query\n%s\n%s', read, ctes, branch);
      closing := E';\n  end if;';
      before := read;
    end if;
  end loop;
  sometimes := sometimes || closing;
  if cardinality(branches) <> 19 or cardinality(always) <> 10 then
    raise exception 'due_of is not put together as 0017 did: % branches, % always', cardinality(branches), cardinality(always);
  end if;
  execute format($f$create function due_of_one(nominal uuid, day date, days_ahead integer, under_18_months integer, pdp_months integer)
    returns table (nominal_id uuid, rule text, due_on date, fact_table text, fact_id uuid, words text, counted_from date)
    language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $b$
#variable_conflict use_column
declare
  until date := day + days_ahead;
  ids constant uuid[] := array[nominal];
begin
  return query
%1$s
%2$s;
%3$s
end $b$ $f$, ctes, array_to_string(always, E'\n  union all\n'), sometimes);
end $do$;
revoke all on function due_of_one(uuid, date, integer, integer, integer) from public;
grant execute on function due_of_one(uuid, date, integer, integer, integer) to concord_app;
