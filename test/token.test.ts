// `concord token`, as a program of its own, on a database that a server may be using.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { hashOfToken } from '#platform'
import { freshDatabase } from './support/database.ts'
import { concord } from './support/program.ts'
import { startServer } from './support/server.ts'

const database = await freshDatabase()
const token = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const { ended, said } = concord(['token', ...args], {
    environment: { DATABASE_URL: database.ownerUrl, ...environment },
  })
  return { code: await ended, ...said }
}

test('on a database that has nothing but its schema it prints a token, and only that, and the token works', async () => {
  const { code, out, err } = await token(['--as', 'ctnm-officer'])
  assert.equal(code, 0, err)
  assert.match(out, /^[\w-]{43}\n$/)
  const { address } = await startServer(database)
  const me = await fetch(`${address}/api/v1/me`, { headers: { authorization: `Bearer ${out.trim()}` } })
  const { officer, session } = (await me.json()) as {
    officer: { name: string }
    session: { kind: string; endsAt: string }
  }
  assert.equal(officer.name, 'DC Ruth Ashdown')
  assert.equal(session.kind, 'api')
  const hours = Temporal.Now.instant().until(Temporal.Instant.from(session.endsAt)).total('hours')
  assert.ok(hours > 11.9 && hours <= 12, `${hours}`)

  const client = new pg.Client(database.ownerUrl)
  await client.connect()
  const { rows } = await client.query(
    `select e.action, o.subject from audit_entry e join session s on s.id = e.session_id join officer o on o.id = e.officer_id
      where s.token_hash = $1 order by e.at`,
    [hashOfToken(out.trim())],
  )
  await client.end()
  assert.deepEqual(rows, [
    { action: 'session.begun', subject: 'ctnm-officer' },
    { action: 'session.viewed', subject: 'ctnm-officer' },
  ])
})

test('a token of nobody, or of no name at all, is wrong use, and the names are listed', async () => {
  for (const args of [['--as', 'nobody'], []]) {
    const { code, out, err } = await token(args)
    assert.equal(code, 2)
    assert.equal(out, '')
    assert.match(err, /ctnm-officer, ctnm-supervisor/)
  }
})

test('outside a demonstration no token is printed, in one sentence', async () => {
  const { code, out, err } = await token(['--as', 'ctnm-officer'], { CONCORD_DEMO: '0' })
  assert.equal(code, 1)
  assert.equal(out, '')
  assert.match(err, /^Tokens are printed in a demonstration only[^\n]*\n$/)
})
