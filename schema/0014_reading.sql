-- Reading one record, with every kind of fact (0012): the words of 0006 written anew, made into three functions. record_json reads as
-- whoever asks, under row security; kept_record_json is for consult, which has decided access already; known_record_json gives the
-- record as it was known at a moment, about that day. Only what stands is shown; an entry's corrections hang under it.

-- What the headline was, for a record that is open to whoever asks.
create function known_headline(nominal uuid, day date, known timestamptz)
returns table (name text, aliases text[], birth_years integer[], markers text[], status text, status_place text, release_on date, counter_terrorism boolean, basis_confirmed boolean,
               agency_name text, unit_name text, manager text)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.name, f.aliases, f.birth_years, f.markers, f.status, f.status_place, f.release_on, b.ct, b.confirmed, o.agency, o.unit, m.name
    from headline_facts(array[$1], $2, $3) f
   cross join lateral (
     select coalesce(bool_or(s.counter_terrorism), false) as ct, coalesce(bool_or(s.confirmed), false) as confirmed from basis s
      where s.nominal_id = $1 and $2 <@ s.during and s.recorded_at <= $3 and (s.superseded_at is null or s.superseded_at > $3)) b
    left join lateral (
      select u.name as unit, g.name as agency from ownership w join unit u on u.id = w.unit_id join agency g on g.id = u.agency_id
       where w.nominal_id = $1 and w.recorded_at <= $3 and least($3, now()) <@ w.during limit 1) o on true
    left join lateral (
      select coalesce(f2.name, p.title) as name from record_manager w left join officer f2 on f2.id = w.officer_id left join post p on p.id = w.post_id
       where w.nominal_id = $1 and w.recorded_at <= $3 and least($3, now()) <@ w.during limit 1) m on true
   where $1 = any(nullif(current_setting('app.open', true), '')::uuid[])
$$;
revoke all on function known_headline(uuid, date, timestamptz) from public;
grant execute on function known_headline(uuid, date, timestamptz) to concord_app;

do $do$
declare
  -- who says so, for which agency, and where it stands in the source; at full access the officer who recorded it is named
  source constant text := $q$'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind, 'source', f.source_ref,
    'by', case when f.source_kind <> 'extract' then (select o.name from officer o where o.id = f.recorded_by) end, 'why', f.why$q$;
  held constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during) - 1, $q$;
  timed constant text := $q$'id', f.id, 'from', lower(f.during), 'to', upper(f.during), $q$;
  -- section, table, what it shows beside the days and the source, order
  plain constant text[][] := array[
    array['names', 'known_name', $q$'kind', f.kind, 'family', f.family, 'given', f.given, 'fullName', f.full_name, 'script', f.script$q$, $q$f.kind <> 'name', f.recorded_at, f.id$q$],
    array['births', 'birth', $q$'kind', f.kind, 'bornOn', f.born_on, 'place', f.place, 'asGiven', f.as_given$q$, $q$f.kind <> 'main', f.recorded_at, f.id$q$],
    array['sexes', 'sex', $q$'code', f.code$q$, 'f.recorded_at, f.id'],
    array['nationalities', 'nationality', $q$'code', f.code$q$, 'f.recorded_at, f.id'],
    array['ethnicities', 'ethnicity', $q$'code', f.code, 'saidBy', f.said_by$q$, 'f.recorded_at, f.id'],
    array['identifiers', 'identifier', $q$'kind', f.kind, 'asGiven', f.as_given, 'canonical', f.canonical, 'valid', f.valid, 'whyInvalid', f.why_invalid$q$, 'f.kind, f.recorded_at, f.id'],
    array['descriptions', 'description', $q$'heightCm', f.height_cm, 'build', f.build, 'hair', f.hair, 'eyes', f.eyes, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['marks', 'mark', $q$'kind', f.kind, 'bodyPart', f.body_part, 'words', f.words$q$, 'f.recorded_at, f.id'],
    array['languages', 'language', $q$'language', f.language, 'interpreter', f.interpreter, 'notBy', f.not_by, 'words', f.words$q$, 'f.recorded_at, f.id'],
    array['adjustments', 'adjustment', $q$'need', f.need, 'adjustment', f.adjustment$q$, 'f.recorded_at, f.id'],
    array['contactPersons', 'contact_person', $q$'role', f.role, 'name', f.name, 'organisation', f.organisation, 'telephone', f.telephone, 'words', f.words$q$, 'f.role, f.recorded_at, f.id'],
    array['selfRisks', 'self_risk', $q$'type', f.type, 'words', f.words, 'author', f.author$q$, 'f.recorded_at desc, f.id'],
    array['addresses', 'address', $q$'kind', f.kind, 'flat', f.flat, 'line', f.line, 'town', f.town, 'postcode', f.postcode, 'occupants', f.occupants, 'children', f.children$q$,
          'upper(f.during) desc nulls first, lower(f.during) desc nulls last, f.id'],
    array['telephones', 'telephone', $q$'kind', f.kind, 'number', f.number, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['emails', 'email', $q$'address', f.address, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['onlineNames', 'online_name', $q$'service', f.service, 'name', f.name, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['vehicles', 'vehicle', $q$'registration', f.registration, 'makeAndModel', f.make_and_model, 'colour', f.colour, 'rightOfUse', f.right_of_use$q$, 'f.recorded_at desc, f.id'],
    array['accounts', 'account', $q$'kind', f.kind, 'institution', f.institution, 'number', f.number, 'holder', f.holder$q$, 'f.recorded_at desc, f.id'],
    array['identityDocuments', 'identity_document', $q$'kind', f.kind, 'number', f.number, 'country', f.country, 'inName', f.in_name, 'expiresOn', f.expires_on$q$, 'f.recorded_at desc, f.id'],
    array['employments', 'employment', $q$'employer', f.employer, 'occupation', f.occupation, 'place', f.place, 'words', f.words$q$, 'upper(f.during) desc nulls first, f.recorded_at desc, f.id'],
    array['educations', 'education', $q$'provider', f.provider, 'course', f.course, 'place', f.place, 'words', f.words$q$, 'upper(f.during) desc nulls first, f.recorded_at desc, f.id'],
    array['associates', 'associate', $q$'relation', f.relation, 'name', coalesce((select h.name from nominal_headline h where h.nominal_id = f.other_id), f.name), 'nominal', f.other_id, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['orders', 'court_order', $q$'kind', f.kind, 'words', f.words, 'court', f.court, 'condition', f.condition, 'reviewOn', f.review_on$q$, 'upper(f.during) desc nulls first, f.id'],
    array['licenceConditions', 'licence_condition', $q$'kind', f.kind, 'words', f.words, 'setBy', f.set_by$q$, 'upper(f.during) desc nulls first, f.recorded_at, f.id'],
    array['offences', 'offence', $q$'code', f.code, 'words', f.words, 'committedOn', f.committed_on, 'convictedOn', f.convicted_on, 'court', f.court, 'terrorism', f.terrorism$q$, 'f.convicted_on desc nulls last, f.id'],
    array['sentences', 'sentence', $q$'kind', f.kind, 'words', f.words, 'court', f.court, 'sentencedOn', f.sentenced_on, 'endsOn', f.ends_on$q$, 'f.sentenced_on desc nulls last, f.id'],
    array['registrations', 'registration', $q$'scheme', f.scheme, 'code', f.code, 'words', f.words$q$, 'f.scheme, f.code, f.id'],
    array['categories', 'category', $q$'category', f.category, 'decidedBy', f.decided_by, 'words', f.words$q$, 'f.recorded_at desc, f.id'],
    array['risksOfHarm', 'risk_of_harm', $q$'level', f.level, 'toWhom', f.to_whom, 'byWhom', f.by_whom, 'assessedOn', f.assessed_on, 'tool', f.tool, 'words', f.words$q$, 'f.assessed_on desc, f.id'],
    array['custody', 'custody', $q$'placeCode', f.place_code, 'place', f.place, 'inCustody', f.in_custody, 'releaseOn', f.release_on$q$, 'f.recorded_at desc, f.id'],
    array['whereabouts', 'whereabouts', $q$'kind', f.kind, 'place', f.place, 'words', f.words$q$, 'lower(f.during) desc nulls last, f.recorded_at desc, f.id'],
    array['releaseDates', 'release_date', $q$'kind', f.kind, 'onDay', f.on_day, 'words', f.words$q$, 'f.on_day, f.id'],
    array['bases', 'basis', $q$'kind', f.kind, 'words', f.words, 'counterTerrorism', f.counter_terrorism, 'confirmed', f.confirmed, 'decider', f.decider, 'deciderRank', f.decider_rank, 'offence', f.offence, 'reviewOn', f.review_on$q$, 'f.recorded_at, f.id'],
    array['archivings', 'archiving', $q$'reason', f.reason$q$, 'f.recorded_at desc, f.id'],
    array['statements', 'statement', $q$'kind', f.kind, 'words', f.words$q$, 'f.kind, f.recorded_at, f.id'],
    array['markers', 'marker', $q$'scheme', f.scheme, 'code', f.code, 'words', f.words, 'basis', f.basis, 'incidentOn', f.incident_on, 'reviewOn', f.review_on, 'origin', f.source, 'scope', f.scope,
          'verified', f.verified or f.source_kind <> 'extract' and exists (select from marker_approval a where a.marker_id = f.id),
          'approvedBy', case when f.source_kind <> 'extract' then (select o.name from marker_approval a join officer o on o.id = a.approved_by where a.marker_id = f.id) end$q$,
          'f.incident_on desc nulls last, f.id']];
  special constant text[][] := array[
    array['entries', $q$select coalesce(json_agg(e.line), '[]') from (
          select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, 'marking', f.marking,
            'grading', case when f.grading_scheme is not null then json_build_object('scheme', f.grading_scheme, 'source', f.source_grade, 'information', f.information_grade, 'handling', f.handling_code, 'conditions', f.handling_conditions) end,
            'heldElsewhere', f.held_elsewhere, 'standsCorrected', case when f.superseded_at is not null then <corrections> end, <source>) as line
            from entry f where f.nominal_id = nominal and f.supersedes is null <until> order by f.happened_at desc, f.id limit 20) e$q$],
    array['hands', $q$select json_build_object(
          'ownership', (select coalesce(json_agg(json_build_object(<timed> 'unit', u.name, 'agencyOfUnit', g.name, <source>) order by lower(f.during) desc, f.id), '[]')
                          from ownership f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal <until>),
          'managers', (select coalesce(json_agg(json_build_object(<timed> 'officer', (select o.name from officer o where o.id = f.officer_id), 'post', (select p.title from post p where p.id = f.post_id), <source>) order by lower(f.during) desc, f.id), '[]')
                          from record_manager f where f.nominal_id = nominal <until>),
          'assignments', (select coalesce(json_agg(json_build_object(<timed> 'officer', o.name, 'kind', f.kind, <source>) order by lower(f.during) desc, f.id), '[]')
                          from assignment f join officer o on o.id = f.officer_id where f.nominal_id = nominal <until>),
          'partners', (select coalesce(json_agg(json_build_object(<timed> 'unit', u.name, 'agencyOfUnit', g.name, 'officer', (select o.name from officer o where o.id = f.officer_id), <source>) order by lower(f.during) desc, f.id), '[]')
                          from partner f join unit u on u.id = f.unit_id join agency g on g.id = u.agency_id where f.nominal_id = nominal <until>),
          'arrangements', (select coalesce(json_agg(json_build_object(<timed> 'area', a.name, 'level', f.level, <source>) order by lower(f.during) desc, f.id), '[]')
                          from arrangement f join area a on a.code = f.area where f.nominal_id = nominal <until>))$q$]];
  -- every word of what hangs under an entry: its corrections, oldest first, and its withdrawal
  corrections constant text := $q$json_build_object(
      'corrections', (with recursive later as (
          select c.* from entry c where c.supersedes = f.id <until c>
          union all select c.* from entry c join later l on c.supersedes = l.id where true <until c>)
        select coalesce(json_agg(json_build_object('id', c.id, 'words', c.words, 'type', c.type, 'happenedAt', c.happened_at, 'why', c.why, 'recordedAt', c.recorded_at,
            'by', (select o.name from officer o where o.id = c.recorded_by), 'agency', (select g.name from agency g where g.id = c.agency_id)) order by c.recorded_at, c.id), '[]') from later c),
      'withdrawn', (select json_build_object('reason', w.reason, 'at', w.recorded_at, 'by', (select o.name from officer o where o.id = w.recorded_by))
                      from withdrawal w where w.fact_id = f.id <until w> ))$q$;
  variant record;
  body text;
  part text[];
  stands text;
begin
  -- the tables of hands have no `why` of their own (they are closed, not superseded)
  for variant in select * from (values
      ('record_json(nominal uuid, sections text[], access text)', 'security invoker', false),
      ('kept_record_json(nominal uuid, sections text[], access text)', 'security definer', false),
      ('known_record_json(nominal uuid, sections text[], known timestamptz, day date)', 'security invoker', true)) v(signature, security, past) loop
    stands := case when variant.past then 'and f.recorded_at <= known and (f.superseded_at is null or f.superseded_at > known)' else 'and f.superseded_at is null' end;
    body := '';
    foreach part slice 1 in array plain loop
      body := body || format($p$
          if %L = any(sections) then
            select into piece coalesce(json_agg(json_build_object(%s%s, %s) order by %s), '[]') from %I f where f.nominal_id = nominal %s;
            answer := answer || ',"%s":' || piece::text;
          end if;$p$, part[1], held, part[3], source, part[4], part[2],
        -- consult reads past row security, so it asks here what the policy of associates asks (0012)
        stands || case when part[1] = 'associates' and variant.security = 'security definer' then format(
          ' and (f.other_id is null or exists (select from nominal_headline h where h.nominal_id = f.other_id and %s))',
          access_predicate('summary', $q$(nullif(current_setting('app.circles', true), '')::integer[])$q$, 'h.nominal_id', 'h.')) else '' end, part[1]);
    end loop;
    foreach part slice 1 in array special loop
      part[2] := replace(part[2], '<corrections>', corrections);
      part[2] := regexp_replace(part[2], '<until (\w)>', case when variant.past then 'and \1.recorded_at <= known' else '' end, 'g');
      part[2] := replace(part[2], '<until>', case when variant.past then 'and f.recorded_at <= known' else '' end);
      if part[1] = 'hands' then part[2] := replace(part[2], '<source>', replace(source, 'f.why', quote_literal(''))); end if;
      part[2] := replace(replace(part[2], '<source>', source), '<timed>', timed);
      body := body || format($p$
          if %L = any(sections) then
            %s;
            answer := answer || ',"%s":' || piece::text;
          end if;$p$, part[1], regexp_replace(part[2], '^select ', 'select into piece '), part[1]);
    end loop;
    if variant.past then
      execute format($f$create function %1$s returns text language plpgsql stable %2$s
        set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
        declare answer text; piece json;
        begin
          select json_build_object(
        'id', r.nominal_id, 'access', 'full', 'reference', r.reference, 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years,
        'agency', coalesce(h.agency_name, ''), 'unit', coalesce(h.unit_name, ''), 'dutyDesk', l.duty_desk, 'dutyTelephone', l.duty_telephone,
        'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'photograph', null,
        'safetyInstruction', n.safety_instruction, 'quote', n.quote,
        'counterTerrorism', h.counter_terrorism, 'basisConfirmed', h.basis_confirmed, 'changedAt', r.changed_at, 'recordManager', h.manager)
            into piece from nominal_file r join nominal_headline l on l.nominal_id = r.nominal_id join nominal n on n.id = r.nominal_id
           cross join known_headline(r.nominal_id, day, known) h where r.nominal_id = nominal;
          if piece is null then return null; end if;
          answer := left(piece::text, -1);
          %3$s
          return answer || '}';
        end $b$ $f$, variant.signature, variant.security, body);
    else
      execute format($f$create or replace function %1$s returns text language plpgsql stable %2$s
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
        end $b$ $f$, variant.signature, variant.security, body);
    end if;
  end loop;
end $do$;
revoke all on function known_record_json(uuid, text[], timestamptz, date) from public;
grant execute on function known_record_json(uuid, text[], timestamptz, date) to concord_app;

-- The history of a record, and of one fact in it: every row that was ever written, who wrote it and for which agency, what it said, and
-- what became of it. As whoever asks, under row security. Newest first, `room` at most, before (`at`, `before_id`) where given.
do $do$
declare
  t text;
  rows text := '';
begin
  foreach t in array kinds_of_fact() loop
    continue when t = 'residence';
    rows := rows || case when rows = '' then '' else ' union all ' end || format($q$
      select f.id, %L as kind, f.recorded_at, f.supersedes, f.superseded_at, f.superseded_by, f.why, f.source_kind, f.source_ref, f.recorded_by, f.agency_id,
             to_jsonb(f) - array['id', 'nominal_id', 'recorded_at', 'recorded_by', 'agency_id', 'source_kind', 'source_ref', 'source_row', 'supersedes', 'superseded_at', 'superseded_by', 'why', 'key', 'address_key'] as said
        from %I f where f.nominal_id = nominal$q$, t, t);
  end loop;
  execute format($f$create function history_of(nominal uuid, only_kind text, at timestamptz, before_id uuid, room integer)
    returns table (id uuid, kind text, recorded_at timestamptz, supersedes uuid, superseded_at timestamptz, superseded_by uuid, why text, source_kind text, source text, by text, agency text, said jsonb,
                   withdrawn_reason text, withdrawn_by text)
    language plpgsql stable set search_path = public, pg_temp as $b$
    #variable_conflict use_column
    begin return query
      select h.id, h.kind, h.recorded_at, h.supersedes, h.superseded_at, h.superseded_by, h.why, h.source_kind, h.source_ref, (select o.name from officer o where o.id = h.recorded_by),
             (select g.name from agency g where g.id = h.agency_id), h.said, w.reason, (select o.name from officer o where o.id = w.recorded_by)
        from (%s) h left join withdrawal w on w.fact_id = h.id
       where (only_kind is null or h.kind = only_kind) and (before_id is null or (h.recorded_at, h.id) < (at, before_id))
       order by h.recorded_at desc, h.id desc limit room;
    end $b$ $f$, rows);
end $do$;
revoke all on function history_of(uuid, text, timestamptz, uuid, integer) from public;
grant execute on function history_of(uuid, text, timestamptz, uuid, integer) to concord_app;

-- The chronology of an open record, as known at a moment: how many entries, and the latest of them with what hangs under each.
create function chronology_of(nominal uuid, known timestamptz, room integer) returns table (total integer, entries json)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  select (select count(*)::integer from entry f where f.nominal_id = nominal and f.supersedes is null and f.recorded_at <= known),
         (select coalesce(json_agg(e.line), '[]') from (
            select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, 'marking', f.marking,
                     'grading', case when f.grading_scheme is not null then json_build_object('scheme', f.grading_scheme, 'source', f.source_grade, 'information', f.information_grade, 'handling', f.handling_code, 'conditions', f.handling_conditions) end,
                     'heldElsewhere', f.held_elsewhere,
                     'standsCorrected', case when f.superseded_at is not null then json_build_object(
                        'corrections', (with recursive later as (
                            select c.* from entry c where c.supersedes = f.id and c.recorded_at <= known
                            union all select c.* from entry c join later l on c.supersedes = l.id where c.recorded_at <= known)
                          select coalesce(json_agg(json_build_object('id', c.id, 'words', c.words, 'type', c.type, 'happenedAt', c.happened_at, 'why', c.why, 'recordedAt', c.recorded_at,
                              'by', (select o.name from officer o where o.id = c.recorded_by), 'agency', (select g.name from agency g where g.id = c.agency_id)) order by c.recorded_at, c.id), '[]') from later c),
                        'withdrawn', (select json_build_object('reason', w.reason, 'at', w.recorded_at, 'by', (select o.name from officer o where o.id = w.recorded_by))
                                        from withdrawal w where w.fact_id = f.id and w.recorded_at <= known)) end,
                     'recordedAt', f.recorded_at, 'agency', g.name, 'sourceKind', f.source_kind, 'source', f.source_ref,
                     'by', case when f.source_kind <> 'extract' then (select o.name from officer o where o.id = f.recorded_by) end, 'why', f.why) as line
              from entry f join agency g on g.id = f.agency_id
             where f.nominal_id = nominal and f.supersedes is null and f.recorded_at <= known order by f.happened_at desc, f.id limit room) e);
end $$;
revoke all on function chronology_of(uuid, timestamptz, integer) from public;
grant execute on function chronology_of(uuid, timestamptz, integer) to concord_app;
