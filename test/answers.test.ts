// What is answered when something else than the answer is due, what the operators' log and the metrics then say, and who asks too often.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { z } from 'zod'
import { beginApiSession } from '#access'
import { Conflict, openLog, openPool, readConfiguration, type Database } from '#platform'
import { buildApp } from '../src/app.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const db = openPool(database.appUrl, { max: 4 })
after(() => db.close())

const lines: string[] = []
const standing = async (
  given: { readonly db?: Database; readonly requestsPerMinute?: number } = {},
): Promise<Awaited<ReturnType<typeof buildApp>>> => {
  const app = await buildApp({
    configuration: { ...readConfiguration({}), requestsPerMinute: given.requestsPerMinute ?? 1_000_000 },
    address: 'http://localhost',
    db: given.db ?? db,
    log: openLog({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }),
    now: () => Temporal.Now.instant(),
  })
  after(() => app.close())
  return app
}

/** An app with a route for each way in which things go wrong, for people and for programs. */
const failing = async () => {
  const app = await standing()
  const faults: Record<string, () => Promise<unknown>> = {
    conflict: async () => {
      throw new Conflict('Nothing was written.')
    },
    ours: async () => {
      throw new Error('could not read the record of Wilfred Tunnacliffe', { cause: new Error('Tunnacliffe') })
    },
    value: () => db.pool.query(`select $1::uuid`, ['Tunnacliffe']),
    nul: () => db.pool.query(`select $1::text`, ['a\0b']),
    fields: async () => z.object({ born: z.iso.date('Enter a date') }).parse({ born: 'yesterday' }),
    cancelled: () => db.pool.query(`set statement_timeout = 1; select pg_sleep(1)`),
  }
  for (const [name, fault] of Object.entries(faults))
    for (const base of ['/api/v1/faults', '/faults']) app.get(`${base}/${name}`, fault)
  return app
}
const app = await failing()

for (const [name, status] of [
  ['conflict', 503],
  ['ours', 500],
  ['value', 400],
  ['nul', 400],
  ['fields', 400],
  ['cancelled', 503],
] as const)
  test(`${name}: ${status}, for people and for programs, in words that tell nothing`, async () => {
    const program = await app.inject(`/api/v1/faults/${name}`)
    const person = await app.inject(`/faults/${name}`)
    assert.deepEqual([program.statusCode, person.statusCode], [status, status])
    assert.equal(program.headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.equal(person.headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(program.json<{ status: number }>().status, status)
    for (const { body, headers } of [program, person]) {
      assert.doesNotMatch(body, /Tunnacliffe|yesterday|uuid/)
      assert.equal(headers['cache-control'], 'no-store')
      assert.ok(headers['content-security-policy'])
      if (status === 503) assert.ok(Number(headers['retry-after']) >= 1)
    }
  })

test('a method that an address does not take is told with those that it takes', async () => {
  const program = await app.inject({ method: 'DELETE', url: '/api/v1/nominals/nonsense?q=Tunnacliffe' })
  assert.equal(program.statusCode, 405)
  assert.equal(program.headers['allow'], 'GET, HEAD')
  assert.equal(program.headers['content-type'], 'application/problem+json; charset=utf-8')
  assert.equal(
    program.json<{ detail: string }>().detail,
    'At this address one can only GET, HEAD. Nothing was changed.',
  )
  const person = await app.inject({ url: '/sign-out', headers: { accept: 'text/html' } })
  assert.deepEqual([person.statusCode, person.headers['allow']], [405, 'POST'])
  assert.match(person.body, /Go to the page where you were/)
})

test('nobody holds a connection for ever by sending half a request', () => {
  assert.deepEqual([app.server.requestTimeout, app.server.timeout], [1_800_000, 300_000])
})

test('every field at fault is named', async () => {
  const { errors } = (await app.inject('/api/v1/faults/fields')).json<{ errors: object[] }>()
  assert.deepEqual(errors, [{ field: 'born', text: 'Enter a date' }])
})

test('a fault of ours is in the log by where it happened, under the reference that the person was told, without content', async () => {
  lines.length = 0
  const { reference } = (await app.inject('/api/v1/faults/ours')).json<{ reference: string }>()
  const line = lines.find(each => each.includes('"level":50'))!
  assert.ok(line.includes(reference))
  assert.match(line, /answers\.test\.ts/)
  assert.doesNotMatch(lines.join(''), /Tunnacliffe/)
  const page = (await app.inject('/faults/ours')).body
  assert.match(page, /tell support this reference: [0-9a-f]{12}/)
})

test('requests are logged and counted by route pattern: no id, no name and no search word', async () => {
  lines.length = 0
  const token = await beginApiSession(db, 'ctnm-officer', 'test')
  const headers = { authorization: `Bearer ${token}` }
  await app.inject({ url: '/api/v1/nominals/0198c0de-0000-7000-8000-00000000dead', headers })
  await app.inject({ url: '/api/v1/nominals?q=Tunnacliffe', headers })
  await app.inject({ url: '/Tunnacliffe', headers })
  await app.inject({ url: '/%Tunnacliffe', headers })
  const metrics = (await app.inject('/metrics')).body
  for (const text of [lines.join(''), metrics]) {
    assert.match(text, /\/api\/v1\/nominals\/:id/)
    assert.doesNotMatch(text, /Tunnacliffe|00000000dead/)
    assert.ok(!text.includes(token))
  }
  assert.match(
    metrics,
    /concord_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/nominals",status="200"\} 1/,
  )
  assert.match(metrics, /concord_database_connections\{state="open"\} \d/)
  assert.match(metrics, /process_cpu_seconds_total/)
})

test('while the database does not answer, health says so and everybody is told to come back', async () => {
  const away = openPool('postgres://nobody@127.0.0.1:9/nothing', { max: 1 })
  const app = await standing({ db: away })
  const health = await app.inject('/health')
  assert.equal(health.statusCode, 503)
  assert.deepEqual(health.json(), { status: 'the database does not answer' })
  const reply = await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${'x'.repeat(43)}` } })
  assert.equal(reply.statusCode, 503)
  assert.equal(reply.headers['retry-after'], '5')
  const page = await app.inject({ url: '/', headers: { cookie: `concord_session=${'x'.repeat(43)}` } })
  assert.equal(page.statusCode, 503)
  assert.match(page.body, /ring the duty desk/)
  await away.close()
})

test('a connection that breaks between two statements fails the next one, is replaced, and ends nothing else', async () => {
  const [broken, others] = [openPool(database.appUrl, { max: 1 }), openPool(database.ownerUrl, { max: 1 })]
  const client = await broken.pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const gone = new Promise(resolve => client.once('end', resolve))
  await others.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
  await gone
  await assert.rejects(client.query('select 1'))
  client.release()
  assert.deepEqual((await broken.pool.query('select 1 as one')).rows, [{ one: 1 }])
  await Promise.all([broken.close(), others.close()])
})

test('health says that the database answers, and nothing else', async () => {
  assert.deepEqual((await app.inject('/health')).json(), { status: 'ok' })
})

test('whoever asks too often waits, and nobody waits for somebody else', async () => {
  const app = await standing({ requestsPerMinute: 60 })
  const [first, second] = [await beginApiSession(db, 'auditor', 'test'), await beginApiSession(db, 'auditor', 'test')]
  const me = (token: string) => app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
  assert.equal((await me(first)).statusCode, 200, 'a session not seen before draws on its address')
  for (let count = 0; count < 60; count++) assert.equal((await me(first)).statusCode, 200)
  const refused = await me(first)
  assert.equal(refused.statusCode, 429)
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.equal((await me(second)).statusCode, 200)
  const page = await app.inject({ url: '/', headers: { cookie: `concord_session=${first}` } })
  assert.equal(page.statusCode, 429)
  assert.match(page.body, /Too many requests/)
  assert.equal((await app.inject('/health')).statusCode, 200, 'health is for everybody')
})

test('an address that tries tokens which sign nobody in is stopped long before its share of requests', async () => {
  const app = await standing({ requestsPerMinute: 100 })
  const guess = (count: number) =>
    app.inject({
      url: '/api/v1/me',
      headers: { authorization: `Bearer ${String(count).padStart(43, 'x')}` },
    })
  const answers: number[] = []
  for (let count = 0; count < 12; count++) answers.push((await guess(count)).statusCode)
  assert.deepEqual(answers, [...Array<number>(10).fill(401), 429, 429])
})

/** What `count` requests are answered with, each with a token of its own that nobody was given. */
const withInventedCookies = async (app: Awaited<ReturnType<typeof standing>>, url: string, count: number) => {
  const answers: number[] = []
  for (let each = 0; each < count; each++) {
    const invented = randomBytes(32).toString('base64url')
    const credentials = each % 2 ? { authorization: `Bearer ${invented}` } : { cookie: `concord_session=${invented}` }
    answers.push((await app.inject({ url, headers: { host: 'localhost', ...credentials } })).statusCode)
  }
  return answers
}

for (const [url, served] of [
  ['/sign-in', 200],
  ['/sign-in/start', 302],
  ['/demonstration-provider/jwks', 200],
  ['/nothing-here', 404],
] as const)
  test(`${url}: at the door an address has one share, whatever tokens it invents`, async () => {
    const app = await standing({ requestsPerMinute: 60 })
    const token = await beginApiSession(db, 'auditor', 'test')
    const me = () => app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
    assert.equal((await me()).statusCode, 200)
    const answers = await withInventedCookies(app, url, 64)
    assert.deepEqual(answers, [...Array<number>(59).fill(served), ...Array<number>(5).fill(429)])
    assert.equal((await me()).statusCode, 200, 'a session that stands keeps its own share')
  })

test('a session that ended draws on its address again', async () => {
  const app = await standing({ requestsPerMinute: 60 })
  const token = await beginApiSession(db, 'auditor', 'test')
  const me = () => app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
  assert.equal((await me()).statusCode, 200)
  await withInventedCookies(app, '/nothing-here', 60)
  assert.equal((await me()).statusCode, 200)
  const owner = openPool(database.ownerUrl, { max: 1 })
  await owner.pool.query('update session set ended_at = now() where token_hash = $1', [
    createHash('sha256').update(token).digest('hex'),
  ])
  await owner.close()
  assert.equal((await me()).statusCode, 401)
  assert.equal((await me()).statusCode, 429)
})
