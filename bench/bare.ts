/**
 * The floor: node:http and a pool of 16, named statements, each answer one statement; no session, no access, no audit, no trigger.
 * Usage: node bench/bare.ts DATABASE_URL PORT. The login must see everything (a superuser: no row security).
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { caseload, newEntry, record } from './bare-statements.ts'

const [url, port] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url!, max: 16, options: '-c jit=off -c session_replication_role=replica' })

type Answered = { readonly status: number; readonly body: string }
const read = async (name: string, statement: string, about: string): Promise<Answered> => {
  const { rows } = await pool.query<{ body: string }>({ name, text: statement, values: [about] })
  return rows[0] ? { status: 200, body: rows[0].body } : { status: 404, body: '{}' }
}

type Sent = Record<'happenedAt' | 'kind' | 'type' | 'words' | 'marking' | 'source', string>
const add = async (nominal: string, officer: string, sent: string): Promise<Answered> => {
  const { happenedAt, kind, type, words, marking, source } = JSON.parse(sent) as Sent
  const id = randomUUID()
  const values = [id, nominal, officer, source, happenedAt, kind, 'Visit', type, words, marking]
  await pool.query({ name: 'add', text: newEntry, values })
  return { status: 201, body: JSON.stringify({ id }) }
}

const answerTo = async (request: IncomingMessage): Promise<Answered> => {
  const [, what, about, officer] = request.url!.split('/')
  if (what === 'entries') return add(about!, officer!, await text(request))
  return what === 'caseloads' ? read('caseload', caseload, about!) : read('record', record, about!)
}

const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const { status, body } = await answerTo(request)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body)
  } catch {
    response.writeHead(500).end()
  }
}

createServer((request, response) => void serve(request, response)).listen(Number(port), '127.0.0.1', () =>
  console.log('listening'),
)
