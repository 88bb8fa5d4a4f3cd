-- What a record holds besides its sections is asked once, as it is opened, in one statement; what it does not hold is not read. And three readers of one
-- record that began dozens of plans to find nothing ask first whether there is anything.

-- Which of these tables hold anything about a record that this transaction has opened. That there is something is told to the program alone, and only of
-- what row security lets everybody read who has the record open.
do $do$ begin
  execute format($f$create function record_holds(nominal uuid) returns text[] language plpgsql stable security definer
    set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
    begin
      if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return '{}'; end if;
      return array_remove(array[%s]::text[], null);
    end $b$ $f$, (select string_agg(format('case when exists (select from %1$I f where f.nominal_id = record_holds.nominal) then %1$L end', t), ', ')
                    from unnest(array['file', 'attachment', 'emergency_access', 'access_request', 'local_arrival', 'transfer_item', 'handover', 'partner']) t));
end $do$;
revoke all on function record_holds(uuid) from public;

-- One table more, for the schema file that makes it.
create procedure also_held(held_in regclass) language plpgsql set search_path = public, pg_temp as $$
declare was constant text := pg_get_functiondef('record_holds(uuid)'::regprocedure);
begin
  if position(']::text[], null)' in was) = 0 then raise exception 'record_holds does not read as 0166 wrote it'; end if;
  execute replace(was, ']::text[], null)', format(', case when exists (select from %1$I f where f.nominal_id = record_holds.nominal) then %1$L end]::text[], null)', held_in));
end $$;
revoke all on procedure also_held(regclass) from public;

-- One record opened (open_record), and what it holds where that is full.
create function open_with_holds(nominal uuid, out access text, out holds text[]) language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  access := open_record(nominal);
  holds := case when access = 'full' then record_holds(nominal) else '{}' end;
end $$;
revoke all on function open_with_holds(uuid) from public;
grant execute on function open_with_holds(uuid) to concord_app;

-- Whether whoever asks answers for an open record: they manage it, or are in charge of the unit that leads it.
create function answers_for(nominal uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return false; end if;
  return coalesce((select f.manager_id = nullif(current_setting('app.officer', true), '')::uuid or in_charge_of(f.unit_id) from nominal_file f where f.nominal_id = answers_for.nominal), false);
end $$;
revoke all on function answers_for(uuid) from public;
grant execute on function answers_for(uuid) to concord_app;

-- To whoever answers for an open record and writes: the kind of agency that leads, and the ends that its sources give. Null to others.
create function ends_to_hand_over(nominal uuid) returns json language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if not may_write() or not answers_for(nominal) then return null; end if;
  return (select json_build_object('from', a.kind, 'dates',
            (select coalesce(json_agg(json_build_object('kind', d.kind, 'onDay', d.on_day)), '[]') from (
               select distinct on (d.kind) d.kind, d.on_day from release_date d
                where d.nominal_id = ends_to_hand_over.nominal and d.superseded_at is null order by d.kind, d.recorded_at desc, d.id desc) d))
            from nominal_file f join unit u on u.id = f.unit_id join agency a on a.id = u.agency_id where f.nominal_id = ends_to_hand_over.nominal);
end $$;
revoke all on function ends_to_hand_over(uuid) from public;
grant execute on function ends_to_hand_over(uuid) to concord_app;

-- Whether others said anything of an open record since a moment (the branches of changes_since, without what they say): mostly nobody did, and the two
-- score statements of changes_since were begun to find that (measured: 2 ms).
do $do$
declare
  was constant text := (select p.prosrc from pg_proc p where p.oid = 'changes_since(uuid[], timestamptz[], uuid)'::regprocedure);
  probes constant text[] := array(
    select format('exists (select from %1$I %2$s where %2$s.nominal_id = changed_since.nominal and %3$s)', m[1], m[2], replace(m[3], 'w.since', 'changed_since.since'))
      from regexp_matches(was, 'from (\w+) (\w)(?: join attachment a on a\.id = t\.attachment_id)? join since w on [^\n]+\n\s+where \w\.nominal_id = any\(ids\) and ([^\n]*? is distinct from me)', 'g') m);
begin
  if cardinality(probes) <> (select count(*) + 1 from regexp_matches(was, 'union all', 'g')) or cardinality(probes) < 40 then
    raise exception 'changes_since is not put together as 0068 and 0125 did: % tables', cardinality(probes);
  end if;
  execute format($f$create function changed_since(nominal uuid, since timestamptz, me uuid) returns boolean language plpgsql stable security definer
    set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
    begin
      if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return true; end if;
      return %s;
    end $b$ $f$, array_to_string(probes, E'\n        or '));
end $do$;
revoke all on function changed_since(uuid, timestamptz, uuid) from public;
grant execute on function changed_since(uuid, timestamptz, uuid) to concord_app;

-- What is due on one record (0123): one statement tells which of its branches could find anything, and only those are begun. Of a record that stands on a
-- confirmed basis with nothing near, whose eighteenth birthday was before it, and whose markers and orders are in order, that is none.
do $do$
declare
  was text := pg_get_functiondef('due_of_one(uuid, date, integer, integer, integer)'::regprocedure);
  becomes text := was;
  n integer;
begin
  becomes := regexp_replace(becomes, $r$ids constant uuid\[\] := array\[nominal\];\s*begin\s*return query$r$, $t$ids constant uuid[] := array[nominal];
  near record;
begin
  select h.status = 'dead' or coalesce(h.status in ('custody', 'hospital', 'immigration detention') and h.release_on <= until, false)
           or not exists (select from basis f where f.nominal_id = ids[1] and f.superseded_at is null and f.confirmed and day <@ f.during)
           or exists (select from basis f where f.nominal_id = ids[1] and f.superseded_at is null and f.confirmed and day <@ f.during
                        and (upper(f.during) - 1 <= until or f.review_on <= until or f.kind = 'pdp-authorised'))
           or exists (select from birth f where f.nominal_id = ids[1] and f.superseded_at is null and f.kind = 'main'
                        and (f.born_on + interval '18 years 1 day')::date > least(day, (
                          select min((b.recorded_at at time zone 'Europe/London')::date) from basis b where b.nominal_id = ids[1] and b.superseded_at is null))) as always,
         exists (select from marker f where f.nominal_id = ids[1] and f.superseded_at is null and (f.review_on <= until or f.source_kind <> 'extract'
                   or exists (select from marker_request r where r.marker_id = f.id))) as marker,
         exists (select from court_order f where f.nominal_id = ids[1] and f.superseded_at is null) as court_order,
         exists (select from licence_condition f where f.nominal_id = ids[1] and f.superseded_at is null) as licence_condition,
         exists (select from identity_document f where f.nominal_id = ids[1] and f.superseded_at is null) as identity_document,
         exists (select from sentence f where f.nominal_id = ids[1] and f.superseded_at is null) as sentence,
         exists (select from release_date f where f.nominal_id = ids[1] and f.superseded_at is null) as release_date
    into near from headline_on_the_day h where h.nominal_id = ids[1];
  if not found then return; end if;
  if near.always then return query$t$);
  becomes := regexp_replace(becomes, $r$;\s*if exists \(select from marker f$r$, $t$;
  end if;
  if exists (select from marker f$t$);
  n := (select count(*) from regexp_matches(becomes, 'if exists \(select from \w+ f where f\.nominal_id = ids\[1\] and f\.superseded_at is null\) then', 'g'));
  becomes := regexp_replace(becomes, 'if exists \(select from (\w+) f where f\.nominal_id = ids\[1\] and f\.superseded_at is null\) then', 'if near.\1 then', 'g');
  if n <> 6 or position('if near.always then' in becomes) = 0 or (select count(*) from regexp_matches(becomes, '\mend if;', 'g')) <> 8 then
    raise exception 'due_of_one is not put together as 0123 did: % kinds', n;
  end if;
  execute becomes;
end $do$;

-- Who may see an open record (walls_of, 0131), for its page: where no restriction holds, and to its keepers no exclusion, that is told without reading either.
create function walls_at_a_glance(nominal uuid) returns json language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare keeps boolean;
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return null; end if;
  keeps := keeps_walls_of(nominal);
  if exists (select from restriction r where r.nominal_id = walls_at_a_glance.nominal and now() <@ r.during)
     or keeps and exists (select from exclusion e where e.nominal_id = walls_at_a_glance.nominal and now() <@ e.during) then
    return walls_of(nominal);
  end if;
  return json_build_object('keeps', keeps, 'restriction', null, 'exclusions', json_build_array(), 'over', json_build_array());
end $$;
revoke all on function walls_at_a_glance(uuid) from public;
grant execute on function walls_at_a_glance(uuid) to concord_app;
