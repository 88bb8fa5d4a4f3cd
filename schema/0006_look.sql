-- Reading one record: the same words for the plain path (a person's own row security, through act) and for the hottest look
-- (consult: session, access, record and audit entry in one statement). Each text is written once and made into two functions,
-- because a kept plan belongs to one role.

do $do$
declare
  -- where a fact comes from, and when it holds (days: the last day is within; instants: the end is not)
  source constant text := $q$'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind, 'source', f.source_ref$q$;
  held constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during) - 1, $q$;
  timed constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during), $q$;
  -- A statement a section: starting a plan costs as much as running it, so what is not asked for is not in the plan.
  parts constant text[][] := array[
    array['names', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'family', f.family, 'given', f.given, 'fullName', f.full_name, <source>)
          order by f.kind <> 'name', f.recorded_at, f.id), '[]') from known_name f where f.nominal_id = nominal$q$],
    array['births', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'bornOn', f.born_on, 'place', f.place, 'asGiven', f.as_given, <source>)
          order by f.kind <> 'main', f.recorded_at, f.id), '[]') from birth f where f.nominal_id = nominal$q$],
    array['sexes', $q$select coalesce(json_agg(json_build_object(<held> 'code', f.code, <source>)
          order by f.recorded_at, f.id), '[]') from sex f where f.nominal_id = nominal$q$],
    array['nationalities', $q$select coalesce(json_agg(json_build_object(<held> 'code', f.code, <source>)
          order by f.recorded_at, f.id), '[]') from nationality f where f.nominal_id = nominal$q$],
    array['identifiers', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'asGiven', f.as_given, 'canonical', f.canonical, 'valid', f.valid, 'whyInvalid', f.why_invalid, <source>)
          order by f.kind, f.recorded_at, f.id), '[]') from identifier f where f.nominal_id = nominal$q$],
    array['addresses', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'flat', f.flat, 'line', f.line, 'town', f.town, 'postcode', f.postcode, <source>)
          order by upper(f.during) desc nulls first, lower(f.during) desc nulls last, f.id), '[]') from address f where f.nominal_id = nominal$q$],
    array['markers', $q$select coalesce(json_agg(json_build_object(<held> 'scheme', f.scheme, 'code', f.code, 'words', f.words, 'basis', f.basis, 'incidentOn', f.incident_on, 'reviewOn', f.review_on, 'verified', f.verified, <source>)
          order by f.incident_on desc nulls last, f.id), '[]') from marker f where f.nominal_id = nominal$q$],
    array['orders', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'words', f.words, 'court', f.court, 'condition', f.condition, <source>)
          order by upper(f.during) desc nulls first, f.id), '[]') from court_order f where f.nominal_id = nominal$q$],
    array['registrations', $q$select coalesce(json_agg(json_build_object(<held> 'scheme', f.scheme, 'code', f.code, 'words', f.words, <source>)
          order by f.scheme, f.code, f.id), '[]') from registration f where f.nominal_id = nominal$q$],
    array['custody', $q$select coalesce(json_agg(json_build_object(<held> 'placeCode', f.place_code, 'place', f.place, 'inCustody', f.in_custody, 'releaseOn', f.release_on, <source>)
          order by f.recorded_at desc, f.id), '[]') from custody f where f.nominal_id = nominal$q$],
    array['bases', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'words', f.words, 'counterTerrorism', f.counter_terrorism, 'confirmed', f.confirmed, <source>)
          order by f.recorded_at, f.id), '[]') from basis f where f.nominal_id = nominal$q$],
    array['statements', $q$select coalesce(json_agg(json_build_object(<held> 'kind', f.kind, 'words', f.words, <source>)
          order by f.kind, f.recorded_at, f.id), '[]') from statement f where f.nominal_id = nominal$q$],
    array['entries', $q$select coalesce(json_agg(e.line), '[]') from (
          select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, <source>) as line
            from entry f where f.nominal_id = nominal order by f.happened_at desc, f.id limit 20) e$q$],
    array['hands', $q$select json_build_object(
          'ownership', (select coalesce(json_agg(json_build_object(<timed> 'unit', u.name, 'agencyOfUnit', g.name, <source>) order by lower(f.during) desc, f.id), '[]')
                          from ownership f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal),
          'managers', (select coalesce(json_agg(json_build_object(<timed> 'officer', (select o.name from officer o where o.id = f.officer_id), 'post', (select p.title from post p where p.id = f.post_id), <source>) order by lower(f.during) desc, f.id), '[]')
                          from record_manager f where f.nominal_id = nominal),
          'assignments', (select coalesce(json_agg(json_build_object(<timed> 'officer', o.name, 'kind', f.kind, <source>) order by lower(f.during) desc, f.id), '[]')
                          from assignment f join officer o on o.id = f.officer_id where f.nominal_id = nominal),
          'partners', (select coalesce(json_agg(json_build_object(<timed> 'unit', u.name, 'agencyOfUnit', g.name, 'officer', (select o.name from officer o where o.id = f.officer_id), <source>) order by lower(f.during) desc, f.id), '[]')
                          from partner f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal),
          'arrangements', (select coalesce(json_agg(json_build_object(<timed> 'area', a.name, 'level', f.level, <source>) order by lower(f.during) desc, f.id), '[]')
                          from arrangement f join area a on a.code = f.area where f.nominal_id = nominal))$q$]];
  prefix text;
  body text;
  part text[];
begin
  -- record_json runs as whoever asks, under row security; kept_record_json is for consult, which has decided access already.
  foreach prefix in array array['', 'kept_'] loop
    body := '';
    foreach part slice 1 in array parts loop
      body := body || format($p$
          if %L = any(sections) then
            %s;
            answer := answer || ',"%s":' || piece::text;
          end if;$p$, part[1],
        regexp_replace(replace(replace(replace(part[2], '<source>', source), '<held>', held), '<timed>', timed), '^select ', 'select into piece '), part[1]);
    end loop;
    execute format($f$create function %1$srecord_json(nominal uuid, sections text[], access text) returns text language plpgsql stable %2$s
      set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
      declare answer text; piece json;
      begin
        if access = 'full' then
          select json_build_object(
      'id', r.nominal_id, 'access', 'full', 'reference', r.reference, 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years,
      'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
      'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'photograph', h.photograph,
      'safetyInstruction', n.safety_instruction, 'quote', n.quote,
      'counterTerrorism', r.counter_terrorism, 'basisConfirmed', r.basis_confirmed, 'changedAt', r.changed_at,
      'recordManager', coalesce((select o.name from officer o where o.id = r.manager_id), (select p.title from post p where p.id = r.manager_post_id)))
            into piece from nominal_file r join nominal_headline h on h.nominal_id = r.nominal_id join nominal n on n.id = r.nominal_id
           where r.nominal_id = nominal;
          if piece is null then return null; end if;
          answer := left(piece::text, -1);
          %3$s
          answer := answer || '}';
        elsif access = 'summary' then
          select json_build_object('id', h.nominal_id, 'access', 'summary', 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years, 'photograph', h.photograph,
              'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
              'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'quote', n.quote)
            into answer from nominal_headline h join nominal n on n.id = h.nominal_id where h.nominal_id = nominal;
        elsif access = 'contact' then
          select json_build_object('access', 'contact', 'quote', n.quote, 'dutyDesk', n.duty_desk, 'dutyTelephone', n.duty_telephone, 'safetyInstruction', n.safety_instruction)
            into answer from nominal n where n.id = nominal;
        end if;
        return answer;
      end $b$ $f$, prefix, case prefix when '' then 'security invoker' else 'security definer' end, body);
    execute format('revoke all on function %srecord_json(uuid, text[], text) from public', prefix);
  end loop;
end $do$;
grant execute on function record_json(uuid, text[], text) to concord_app;

-- The hottest look in one statement: who is asking, what they may see, the record, and the entry in the log. The entry is in the
-- same transaction: when it cannot be written there is no answer. Held against the plain path by test/consult.test.ts.
do $do$ begin execute format($body$
create function consult(token text, nominal uuid, sections text[], entry uuid, client text,
                        out signed_in boolean, out access text, out body text, out stale_session uuid)
language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
declare
  who actor := actor_of(token);
  circles integer[];
  moment timestamptz := clock_timestamp();
begin
  signed_in := who.session_id is not null;
  if not signed_in then return; end if;
  if who.seen_at < now() - interval '1 minute' then stale_session := who.session_id; end if;
  circles := who.circles;
  perform set_config('app.circles', circles::text, true);               -- for exact_within, where a grant has begun or ended

  -- Most looks are at a record one has in full: that row is tried first, alone.
  if exists (select from nominal_file f where f.nominal_id = consult.nominal and %3$s) then access := 'full';
  else
    select case when h.nominal_id is not null then 'summary' else 'contact' end into access
      from nominal n left join nominal_headline h on h.nominal_id = n.id and %2$s
     where n.id = consult.nominal and %1$s;
  end if;
  access := coalesce(access, 'none');
  body := kept_record_json(consult.nominal, sections, access);

  insert into audit_entry (id, at, officer_id, role, agency_id, unit_id, session_id, action, outcome, field_groups, client)
  values (entry, moment, who.officer_id, who.role, who.agency_id, who.unit_id, who.session_id,
          case access when 'none' then 'nominal.absent' else 'nominal.viewed' end, case access when 'none' then 'absent' else 'done' end,
          case access when 'full' then array['headline'] || sections when 'summary' then array['headline'] when 'contact' then array['contact'] else '{}' end, left(consult.client, 200));
  insert into audit_subject (entry_id, at, ordinal, nominal_id, access) values (entry, moment, 1, consult.nominal, access);
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;
revoke all on function consult(text, uuid, text[], uuid, text) from public;
grant execute on function consult(text, uuid, text[], uuid, text) to concord_app;
