/**
 * The floor of the search: node:http and a pool of 16, and what one would write first: trigrams over whole names, 25 best, with what a row
 * of results shows; no session, no access, no nicknames, no log. Usage: node bench/search-bare.ts DATABASE_URL PORT. The login must see
 * everything (a superuser: no row security).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'

const [url, port] = process.argv.slice(2)
// 0.45, as it would be set for names of people: at the 0.3 that it begins with it takes several times as long.
const pool = new pg.Pool({
  connectionString: url!,
  max: 16,
  options: '-c jit=off -c pg_trgm.similarity_threshold=0.45',
})

const text = `select h.nominal_id as id, h.name, k.full_name as "matchedName", h.birth_years as "birthYears", h.agency_name as agency, h.unit_name as unit,
       h.status, h.status_place as "statusPlace", h.markers as "markersInWords", (select b.born_on::text from birth b where b.nominal_id = h.nominal_id limit 1) as "bornOn"
  from (select nominal_id, full_name, similarity(full_name, $1) as alike from known_name where full_name % $1 order by 3 desc limit 25) k
  join nominal_headline h on h.nominal_id = k.nominal_id order by k.alike desc`

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const q = new URL(request.url!, 'http://localhost').searchParams.get('q') ?? ''
    const { rows } = await pool.query({ name: 'search', text, values: [q] })
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify({ hits: rows }))
  } catch {
    response.writeHead(500).end()
  }
}

createServer((request, response) => void answer(request, response)).listen(Number(port), '127.0.0.1', () =>
  console.log('listening'),
)
