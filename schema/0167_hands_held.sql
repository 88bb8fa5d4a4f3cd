-- Whose hands a record is in, read as its sections are (0122): officers on the case, partners and MAPPA arrangements only where it has any. They were
-- three of the five parts of one statement, and starting them cost more than reading the others.
do $do$
declare
  name text;
  prefix text;
  was text;
  becomes text;
  hands text;
  part text;
  parts constant text[] := array['assignments', 'partners', 'arrangements'];
  tables constant text[] := array['assignment', 'partner', 'arrangement'];
  reads text;
begin
  foreach prefix in array array['', 'kept_'] loop
    name := format('%srecord_json(uuid, text[], text)', prefix);
    was := pg_get_functiondef(name::regprocedure);
    hands := substring(was from $r$if 'hands' = any\(sections\) then\s*(select into piece json_build_object\(.*?\);\s*answer := answer \|\| ',"hands":' \|\| piece::text;)$r$);
    becomes := regexp_replace(hands, E',\\s*''assignments''.*$', '') || $t$);
            answer := answer || ',"hands":' || left(piece::text, -1);$t$;
    for n in 1..3 loop
      part := substring(hands from format($r$'%s', (\(select .*? where f\.nominal_id = nominal \))$r$, parts[n]));
      if part is null then raise exception '% does not read % as 0006 did', name, parts[n]; end if;
      becomes := becomes || format($t$
            if held & %1$s = 0 then answer := answer || ', "%2$s" : []';
            else
            piece := %3$s;
            answer := answer || ', "%2$s" : ' || piece::text;
            end if;$t$, (power(2, 35 + n))::bigint, parts[n], part);
    end loop;
    becomes := replace(was, hands, becomes || $t$
            answer := answer || '}';$t$);
    if becomes = was or hands is null then raise exception '% does not read its hands as 0006 did', name; end if;
    execute becomes;

    name := format('%ssections_held(uuid)', prefix);
    was := pg_get_functiondef(name::regprocedure);
    reads := (select string_agg(format(' + case when exists (select from %I f where f.nominal_id = of_whom) then %s::bigint else 0 end', tables[n], (power(2, 35 + n))::bigint), '')
                from generate_series(1, 3) n);
    becomes := regexp_replace(was, $r$(34359738368::bigint else 0 end);$r$, '\1' || reads || ';');
    if becomes = was then raise exception '% does not tell of its sections as 0122 did', name; end if;
    execute becomes;
  end loop;
end $do$;
