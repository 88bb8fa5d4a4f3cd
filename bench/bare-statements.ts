/**
 * What the bare server asks: the same fields as Concord's answers of today, written as one would write them without session, access, audit
 * or history, each one statement.
 */

const source = `'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind, 'source', f.source_ref,
  'by', case when f.source_kind <> 'extract' then (select o.name from officer o where o.id = f.recorded_by) end, 'why', f.why`
const held = `'id', f.id, 'from', lower(f.during), 'to', upper(f.during) - 1`
const stands = 'f.nominal_id = r.nominal_id and f.superseded_at is null'
const grading = (row: string) =>
  `case when ${row}.grading_scheme is not null then json_build_object('scheme', ${row}.grading_scheme, 'source', ${row}.source_grade, 'information', ${row}.information_grade, 'handling', ${row}.handling_code, 'conditions', ${row}.handling_conditions) end`
const corrections = `json_build_object(
  'corrections', (with recursive later as (select c.* from entry c where c.supersedes = f.id union all select c.* from entry c join later l on c.supersedes = l.id)
     select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'kindWords', c.kind_words, 'marking', c.marking, 'caveats', c.caveats, 'grading', ${grading('c')},
         'heldElsewhere', c.held_elsewhere, 'heldTelephone', c.held_telephone, 'words', c.words, 'type', c.type, 'happenedAt', c.happened_at, 'why', c.why, 'recordedAt', c.recorded_at,
         'by', (select o.name from officer o where o.id = c.recorded_by), 'agency', (select g.name from agency g where g.id = c.agency_id)) order by c.recorded_at, c.id), '[]') from later c),
  'withdrawn', (select json_build_object('reason', w.reason, 'at', w.recorded_at, 'by', (select o.name from officer o where o.id = w.recorded_by)) from withdrawal w where w.fact_id = f.id))`

/** One record ($1): headline, names, addresses, markers and the latest 20 entries. */
export const record = `select json_build_object(
  'id', r.nominal_id, 'access', 'full', 'reference', r.reference, 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years,
  'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
  'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'photograph', h.photograph,
  'safetyInstruction', n.safety_instruction, 'quote', n.quote,
  'counterTerrorism', r.counter_terrorism, 'basisConfirmed', r.basis_confirmed, 'changedAt', r.changed_at,
  'recordManager', coalesce((select o.name from officer o where o.id = r.manager_id), (select p.title from post p where p.id = r.manager_post_id)),
  'names', (select coalesce(json_agg(json_build_object(${held}, 'kind', f.kind, 'family', f.family, 'given', f.given, 'fullName', f.full_name, 'script', f.script, ${source})
     order by f.kind <> 'name', f.recorded_at, f.id), '[]') from known_name f where ${stands}),
  'addresses', (select coalesce(json_agg(json_build_object(${held}, 'kind', f.kind, 'flat', f.flat, 'line', f.line, 'town', f.town, 'postcode', f.postcode, 'occupants', f.occupants, 'children', f.children, ${source})
     order by upper(f.during) desc nulls first, lower(f.during) desc nulls last, f.id), '[]') from address f where ${stands}),
  'markers', (select coalesce(json_agg(json_build_object(${held}, 'scheme', f.scheme, 'code', f.code, 'words', f.words, 'basis', f.basis, 'incidentOn', f.incident_on, 'reviewOn', f.review_on, 'origin', f.source, 'scope', f.scope, 'about', f.about,
       'aboutInWords', case when f.about is null then '' else marker_about(f.about, f.scope, 'infinity') end,
       'asked', case when exists (select from marker_request r where r.marker_id = f.id) then marker_asked(f.id, 'infinity') end,
       'approvedAt', case when f.source_kind <> 'extract' then (select a.approved_at from marker_approval a where a.marker_id = f.id) end,
       'verified', f.verified or f.source_kind <> 'extract' and exists (select from marker_approval a where a.marker_id = f.id),
       'approvedBy', case when f.source_kind <> 'extract' then (select o.name from marker_approval a join officer o on o.id = a.approved_by where a.marker_id = f.id) end, ${source})
     order by f.incident_on desc nulls last, f.id), '[]') from marker f where ${stands}),
  'entries', (select coalesce(json_agg(e.line), '[]') from (
     select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, 'marking', f.marking, 'caveats', f.caveats,
         'grading', ${grading('f')}, 'heldElsewhere', f.held_elsewhere, 'heldTelephone', f.held_telephone,
         'standsCorrected', case when f.superseded_at is not null then ${corrections} end, ${source}) as line
       from entry f where f.nominal_id = r.nominal_id and f.supersedes is null order by f.happened_at desc, f.id limit 20) e))::text as body
  from nominal_file r join nominal_headline h on h.nominal_id = r.nominal_id join nominal n on n.id = r.nominal_id where r.nominal_id = $1`

/** The 25 records of an officer ($1) that changed last, and how many there are. */
export const caseload = `select json_build_object('of', 'mine', 'rows', coalesce(json_agg(json_build_object(
    'id', c.nominal_id, 'reference', c.reference, 'name', c.name, 'markersInWords', c.markers, 'status', c.status, 'statusPlace', c.status_place, 'releaseOn', c.release_on, 'changedAt', c.changed_at)
    order by c.changed_at desc, c.nominal_id desc), '[]'), 'total', (select count(*) from nominal_file f where f.manager_id = $1), 'next', null)::text as body
  from (select f.nominal_id, f.reference, f.changed_at, h.name, h.markers, h.status, h.status_place, h.release_on from nominal_file f join nominal_headline h on h.nominal_id = f.nominal_id
         where f.manager_id = $1 order by f.changed_at desc, f.nominal_id desc limit 25) c`

/** One entry, as it comes from Concord: id, nominal, officer, and the fields that were sent. */
export const newEntry = `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, happened_at, kind, kind_words, type, author, words, marking)
  select $1, $2, o.id, o.agency_id, 'officer', $4, $5, $6, $7, $8, o.name, $9, $10 from officer o where o.id = $3`
