-- Reading one record: the same words for the plain path (a person's own row security, through act) and for the hottest look
-- (consult: session, access, record and audit entry in one statement). Each text is written once and made into two functions,
-- because a kept plan belongs to one role.

do $do$
declare
  source constant text := $q$'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind, 'source', f.source_ref$q$;
  held constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during) - 1, $q$;
  timed constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during), $q$;
  full_text text;
  summary_text text;
  contact_text text;
  suffix text;
  rights text;
begin
  full_text := $q$
    select json_build_object(
      'id', r.nominal_id, 'access', 'full', 'reference', r.reference, 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years,
      'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
      'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'photograph', h.photograph,
      'safetyInstruction', n.safety_instruction, 'quote', n.quote,
      'counterTerrorism', r.counter_terrorism, 'basisConfirmed', r.basis_confirmed, 'changedAt', r.changed_at,
      'recordManager', coalesce((select o.name from officer o where o.id = r.manager_id), (select p.title from post p where p.id = r.manager_post_id)),
      'names', case when 'names' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'family', f.family, 'given', f.given, 'fullName', f.full_name, %1$s)
          order by f.kind <> 'name', f.recorded_at, f.id), '[]') from known_name f where f.nominal_id = nominal) end,
      'births', case when 'births' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'bornOn', f.born_on, 'place', f.place, 'asGiven', f.as_given, %1$s)
          order by f.recorded_at, f.id), '[]') from birth f where f.nominal_id = nominal) end,
      'sexes', case when 'sexes' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'code', f.code, %1$s)
          order by f.recorded_at, f.id), '[]') from sex f where f.nominal_id = nominal) end,
      'nationalities', case when 'nationalities' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'code', f.code, %1$s)
          order by f.recorded_at, f.id), '[]') from nationality f where f.nominal_id = nominal) end,
      'identifiers', case when 'identifiers' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'asGiven', f.as_given, 'canonical', f.canonical, 'valid', f.valid, 'whyInvalid', f.why_invalid, %1$s)
          order by f.kind, f.recorded_at, f.id), '[]') from identifier f where f.nominal_id = nominal) end,
      'addresses', case when 'addresses' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'flat', f.flat, 'line', f.line, 'town', f.town, 'postcode', f.postcode, %1$s)
          order by upper(f.during) desc nulls first, lower(f.during) desc nulls last, f.id), '[]') from address f where f.nominal_id = nominal) end,
      'markers', case when 'markers' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'scheme', f.scheme, 'code', f.code, 'words', f.words, 'basis', f.basis, 'incidentOn', f.incident_on, 'reviewOn', f.review_on, 'verified', f.verified, %1$s)
          order by f.incident_on desc nulls last, f.id), '[]') from marker f where f.nominal_id = nominal) end,
      'orders', case when 'orders' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'words', f.words, 'court', f.court, 'condition', f.condition, %1$s)
          order by upper(f.during) desc nulls first, f.id), '[]') from court_order f where f.nominal_id = nominal) end,
      'registrations', case when 'registrations' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'scheme', f.scheme, 'code', f.code, 'words', f.words, %1$s)
          order by f.scheme, f.code, f.id), '[]') from registration f where f.nominal_id = nominal) end,
      'custody', case when 'custody' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'placeCode', f.place_code, 'place', f.place, 'inCustody', f.in_custody, 'releaseOn', f.release_on, %1$s)
          order by f.recorded_at desc, f.id), '[]') from custody f where f.nominal_id = nominal) end,
      'bases', case when 'bases' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'words', f.words, 'counterTerrorism', f.counter_terrorism, 'confirmed', f.confirmed, %1$s)
          order by f.recorded_at, f.id), '[]') from basis f where f.nominal_id = nominal) end,
      'statements', case when 'statements' = any(sections) then (select coalesce(json_agg(json_build_object(%2$s 'kind', f.kind, 'words', f.words, %1$s)
          order by f.kind, f.recorded_at, f.id), '[]') from statement f where f.nominal_id = nominal) end,
      'entries', case when 'entries' = any(sections) then (select coalesce(json_agg(e.line), '[]') from (
          select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, %1$s) as line
            from entry f where f.nominal_id = nominal order by f.happened_at desc, f.id limit 20) e) end,
      'hands', case when 'hands' = any(sections) then json_build_object(
          'ownership', (select coalesce(json_agg(json_build_object(%3$s 'unit', u.name, 'agencyOfUnit', g.name, %1$s) order by lower(f.during) desc, f.id), '[]')
                          from ownership f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal),
          'managers', (select coalesce(json_agg(json_build_object(%3$s 'officer', (select o.name from officer o where o.id = f.officer_id), 'post', (select p.title from post p where p.id = f.post_id), %1$s) order by lower(f.during) desc, f.id), '[]')
                          from record_manager f where f.nominal_id = nominal),
          'assignments', (select coalesce(json_agg(json_build_object(%3$s 'officer', o.name, 'kind', f.kind, %1$s) order by lower(f.during) desc, f.id), '[]')
                          from assignment f join officer o on o.id = f.officer_id where f.nominal_id = nominal),
          'partners', (select coalesce(json_agg(json_build_object(%3$s 'unit', u.name, 'agencyOfUnit', g.name, 'officer', (select o.name from officer o where o.id = f.officer_id), %1$s) order by lower(f.during) desc, f.id), '[]')
                          from partner f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal),
          'arrangements', (select coalesce(json_agg(json_build_object(%3$s 'area', a.name, 'level', f.level, %1$s) order by lower(f.during) desc, f.id), '[]')
                          from arrangement f join area a on a.code = f.area where f.nominal_id = nominal)) end)
      from nominal_file r join nominal_headline h on h.nominal_id = r.nominal_id join nominal n on n.id = r.nominal_id
     where r.nominal_id = nominal $q$;
  full_text := format(full_text, source, held, timed);
  summary_text := $q$
    select json_build_object('id', h.nominal_id, 'access', 'summary', 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years, 'photograph', h.photograph,
      'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
      'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'quote', n.quote)
      from nominal_headline h join nominal n on n.id = h.nominal_id where h.nominal_id = nominal $q$;
  contact_text := $q$
    select json_build_object('access', 'contact', 'quote', n.quote, 'dutyDesk', n.duty_desk, 'dutyTelephone', n.duty_telephone, 'safetyInstruction', n.safety_instruction)
      from nominal n where n.id = nominal $q$;

  -- record_json runs as whoever asks, under row security; kept_record_json is for consult, which has decided access already.
  foreach suffix in array array['', 'kept_'] loop
    rights := case suffix when '' then 'security invoker' else 'security definer' end;
    execute format($f$create function %1$srecord_json(nominal uuid, sections text[], access text) returns json language plpgsql stable %2$s set search_path = public, pg_temp as $b$
      declare answer json;
      begin
        if access = 'full' then %3$s;
        elsif access = 'summary' then %4$s;
        elsif access = 'contact' then %5$s; end if;
        return answer;
      end $b$ $f$, suffix, rights,
      regexp_replace(full_text, '\)\s+from nominal_file r', ') into answer from nominal_file r'),
      regexp_replace(summary_text, '\)\s+from nominal_headline h', ') into answer from nominal_headline h'),
      regexp_replace(contact_text, '\)\s+from nominal n', ') into answer from nominal n'));
    execute format('revoke all on function %srecord_json(uuid, text[], text) from public', suffix);
  end loop;
end $do$;
grant execute on function record_json(uuid, text[], text) to concord_app;

-- The hottest look in one statement: who is asking, what they may see, the record, and the entry in the log. The entry is in the
-- same transaction: when it cannot be written there is no answer. Held against the plain path by test/consult.test.ts.
do $do$ begin execute format($body$
create function consult(token text, nominal uuid, sections text[], entry uuid, client text,
                        out signed_in boolean, out access text, out body json, out stale_session uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $f$
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

  select case when f.nominal_id is not null then 'full' when h.nominal_id is not null then 'summary' else 'contact' end into access
    from nominal n
    left join nominal_headline h on h.nominal_id = n.id and %2$s
    left join nominal_file f on f.nominal_id = n.id and %3$s
   where n.id = consult.nominal and %1$s;
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
