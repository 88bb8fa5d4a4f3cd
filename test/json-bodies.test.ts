// What a program sends is read in one way only, and what cannot be read is refused with the field and the reason.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { beginApiSession } from '#access'
import { openPool } from '#platform'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const db = openPool(database.appUrl, { max: 2 })
after(() => db.close())
const token = await beginApiSession(db, 'ctnm-officer', 'json bodies')

const send = async (body: string, type: string) => {
  const reply = await fetch(`${address}/api/v1/nominals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body,
  })
  assert.match(reply.headers.get('content-type')!, /^application\/problem\+json/)
  const { errors } = (await reply.json()) as { errors?: { field: string; text: string }[] }
  return { status: reply.status, errors: errors ?? [] }
}
const names = (many: number) => JSON.stringify({ names: Array.from({ length: many }, () => ({ given: 'Orrin' })) })

for (const [what, body, type, status, field, reason] of [
  ['JSON that is none', '{"names":', 'application/json', 400, '', /not JSON that can be read/],
  ['nothing', ' ', 'application/json', 400, '', /The body is empty/],
  [
    'a name given twice',
    '{"names":[{"given":"A","given":"B"}]}',
    'application/json',
    400,
    'names.0.given',
    /given twice/,
  ],
  ['a name given twice in disguise', '{"sex":"M","\\u0073ex":"F"}', 'application/json', 400, 'sex', /given twice/],
  ['more names than are taken', names(6), 'application/json', 400, 'names', /5 names at most/],
  ['a form of a page', 'names=Orrin', 'application/x-www-form-urlencoded', 415, 'Content-Type', /application\/json/],
  ['text', names(1), 'text/plain', 415, 'Content-Type', /application\/json/],
  ['XML', '<a/>', 'application/xml', 415, 'Content-Type', /application\/json/],
  ['what nobody sees', '{"names":[{"given":"Or\\u202erin"}]}', 'application/json', 422, 'names.0.given', /U\+202E/],
] as const)
  test(`${what} is refused with ${status}, the field and the reason`, async () => {
    const told = await send(body, type)
    assert.equal(told.status, status, JSON.stringify(told))
    assert.equal(told.errors[0]?.field, field)
    assert.match(told.errors[0].text, reason)
  })

test('what is described as at most five is five in the description of the API, too', async () => {
  const { components } = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as {
    components: { schemas: Record<string, { properties?: Record<string, { maxItems?: number }> }> }
  }
  const made = Object.entries(components.schemas).find(([name]) => name.startsWith('NewNominal'))![1]
  assert.deepEqual([made.properties!['names']!.maxItems, made.properties!['identifiers']!.maxItems], [5, 10])
})
