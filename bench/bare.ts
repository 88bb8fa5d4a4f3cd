/**
 * The floor: node:http and a pool of 16, named statements, the same fields as one JSON statement; no session, no access, no audit.
 * Usage: node bench/bare.ts DATABASE_URL PORT. The login must see everything (a superuser: no row security).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'

const [url, port] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url!, max: 16, options: '-c jit=off' })

const source = `'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind, 'source', f.source_ref`
const held = `'id', f.id, 'from', lower(f.during), 'to', upper(f.during) - 1, `
const text = `select json_build_object(
  'id', r.nominal_id, 'access', 'full', 'reference', r.reference, 'name', h.name, 'aliases', h.aliases, 'birthYears', h.birth_years,
  'agency', h.agency_name, 'unit', h.unit_name, 'dutyDesk', h.duty_desk, 'dutyTelephone', h.duty_telephone,
  'status', h.status, 'statusPlace', h.status_place, 'releaseOn', h.release_on, 'markersInWords', h.markers, 'photograph', h.photograph,
  'safetyInstruction', n.safety_instruction, 'quote', n.quote,
  'counterTerrorism', r.counter_terrorism, 'basisConfirmed', r.basis_confirmed, 'changedAt', r.changed_at,
  'recordManager', coalesce((select o.name from officer o where o.id = r.manager_id), (select p.title from post p where p.id = r.manager_post_id)),
  'names', (select coalesce(json_agg(json_build_object(${held} 'kind', f.kind, 'family', f.family, 'given', f.given, 'fullName', f.full_name, ${source})
     order by f.kind <> 'name', f.recorded_at, f.id), '[]') from known_name f where f.nominal_id = r.nominal_id),
  'addresses', (select coalesce(json_agg(json_build_object(${held} 'kind', f.kind, 'flat', f.flat, 'line', f.line, 'town', f.town, 'postcode', f.postcode, ${source})
     order by upper(f.during) desc nulls first, lower(f.during) desc nulls last, f.id), '[]') from address f where f.nominal_id = r.nominal_id),
  'markers', (select coalesce(json_agg(json_build_object(${held} 'scheme', f.scheme, 'code', f.code, 'words', f.words, 'basis', f.basis, 'incidentOn', f.incident_on, 'reviewOn', f.review_on, 'verified', f.verified, ${source})
     order by f.incident_on desc nulls last, f.id), '[]') from marker f where f.nominal_id = r.nominal_id),
  'entries', (select coalesce(json_agg(e.line), '[]') from (
     select json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, ${source}) as line
       from entry f where f.nominal_id = r.nominal_id order by f.happened_at desc, f.id limit 20) e))::text as body
  from nominal_file r join nominal_headline h on h.nominal_id = r.nominal_id join nominal n on n.id = r.nominal_id where r.nominal_id = $1`

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const { rows } = await pool.query<{ body: string }>({ name: 'read', text, values: [request.url!.slice(1)] })
    response.writeHead(rows[0] ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' })
    response.end(rows[0]?.body ?? '{}')
  } catch {
    response.writeHead(500).end()
  }
}

createServer((request, response) => void answer(request, response)).listen(Number(port), '127.0.0.1', () =>
  console.log('listening'),
)
