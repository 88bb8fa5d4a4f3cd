-- A page asks for every section of a record, and most hold nothing: starting the statement of an empty section costs as much as reading one. So
-- what holds anything at all is asked first, in one statement, and only that is read (measured: 36 sections, of which 6 hold something). A
-- program that names a few sections is not asked for more.
--
-- sections_held answers of a record that this transaction has opened (open_record), and otherwise that everything may hold something, which tells
-- nothing. kept_sections_held is for kept_record_json, as in 0006. A bit for each section, in the order in which record_json reads them.
do $do$
declare
  name text;
  was text;
  becomes text;
  section text;
  block text;
  head text;
  tail text;
  held_in text;
  bit bigint;
  probes text[] := '{}';
  prefix text;
begin
  foreach name in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)'] loop
    was := pg_get_functiondef(name::regprocedure);
    becomes := was;
    bit := 1;
    for section in select m[1] from regexp_matches(was, $r$if '(\w+)' = any\(sections\) then$r$, 'g') m loop
      head := format('if %L = any(sections) then', section);
      tail := format($t$answer := answer || ',"%s":' || piece::text;$t$, section);
      block := split_part(split_part(becomes, head, 2), tail, 1);
      held_in := substring(block from 'from (\w+) f where f\.nominal_id = nominal and f\.superseded_at is null');
      continue when held_in is null;                                  -- what is put together from several tables is read as it was
      becomes := replace(becomes, head || block || tail,
        format($t$%1$s
            if held & %2$s = 0 then answer := answer || ',"%3$s":[]';
            else%4$s%5$s
            end if;$t$, head, bit, section, block, tail));
      if name like 'record_json%' then probes := probes || format('case when exists (select from %I f where f.nominal_id = of_whom) then %s::bigint else 0 end', held_in, bit); end if;
      bit := bit * 2;
    end loop;
    becomes := replace(replace(becomes, 'declare answer text; piece json;', 'declare answer text; piece json; held bigint := -1;'), 'answer := left(piece::text, -1);',
      format($t$answer := left(piece::text, -1);
            if cardinality(sections) > 8 then held := %ssections_held(nominal); end if;$t$, case when name like 'kept%' then 'kept_' else '' end));
    if position('held bigint' in becomes) = 0 or position('sections_held' in becomes) = 0 or bit <> power(2, 36) then
      raise exception '% does not read its sections as 0014 did (% of them)', name, log(2, bit);
    end if;
    execute becomes;
  end loop;
  foreach prefix in array array['', 'kept_'] loop
    execute format($f$create function %1$ssections_held(of_whom uuid) returns bigint language plpgsql stable security definer
      set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
      begin
        %2$s
        return %3$s;
      end $b$ $f$, prefix, case prefix when '' then $c$if not coalesce(of_whom = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return -1; end if;$c$ else '' end,
      array_to_string(probes, ' + '));
    execute format('revoke all on function %ssections_held(uuid) from public', prefix);
  end loop;
end $do$;
grant execute on function sections_held(uuid) to concord_app;
