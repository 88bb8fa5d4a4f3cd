// A request with an Idempotency-Key is done once, whatever goes wrong between the work and its answer.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession, upkeep } from '#access'
import { act, hashOfToken, openPool } from '#platform'
import { sql } from 'kysely'
import { aNominal, addFact } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const nominal = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Ambrose', surname: 'Tarnwick' }],
  manager: 'ctnm-officer',
})
const token = await beginApiSession(db, 'ctnm-officer', 'idempotency')
const colleague = await beginApiSession(db, 'ctnm-supervisor', 'idempotency')
const at = `/api/v1/nominals/${nominal}/facts/language`

type Sent = {
  readonly key?: string
  readonly body?: object
  readonly as?: string
  readonly to?: string
  readonly more?: object
}
const send = async ({ key, body = { language: 'Welsh', interpreter: 'no' }, as = token, to = at, more = {} }: Sent) => {
  const reply = await fetch(address + to, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${as}`,
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...more,
    },
    body: JSON.stringify(body),
  })
  return {
    status: reply.status,
    body: await reply.text(),
    told: Object.fromEntries(
      ['location', 'etag', 'content-type', 'idempotency-replayed', 'retry-after'].map(name => [
        name,
        reply.headers.get(name),
      ]),
    ),
  }
}
const written = async (language: string): Promise<number> =>
  Number(
    (await owner.query(`select count(*) from language where nominal_id = $1 and language = $2`, [nominal, language]))
      .rows[0].count,
  )
const lastEntry = async (as = token) =>
  (
    await owner.query(
      `select e.action, e.outcome, array(select s.nominal_id::text || ' ' || s.access from audit_subject s where s.entry_id = e.id) as subjects
         from audit_entry e where e.session_id = (select id from session where token_hash = $1) order by e.at desc, e.id desc limit 1`,
      [hashOfToken(as)],
    )
  ).rows[0]

test('the same request with the same key is answered as it was, and nothing is done a second time', async () => {
  const key = randomUUID()
  const body = { language: 'Cornish', interpreter: 'no' }
  const first = await send({ key, body })
  const again = await send({ key, body })
  assert.equal(first.status, 201)
  assert.deepEqual(again, { ...first, told: { ...first.told, 'idempotency-replayed': 'true' } })
  assert.ok(first.told.location && first.told.etag)
  assert.equal(await written('Cornish'), 1)
  // Shown again is looked at again.
  assert.deepEqual(await lastEntry(), {
    action: 'answer.repeated',
    outcome: 'done',
    subjects: [`${nominal} full`],
  })
})

test('what was refused is refused again in the same words', async () => {
  const key = randomUUID()
  const first = await send({ key, body: { language: '' } })
  assert.equal(first.status, 422)
  assert.deepEqual((await send({ key, body: { language: '' } })).body, first.body)
})

test('the same key with another body, another address or another condition is refused, and nothing is done', async () => {
  const key = randomUUID()
  const body = { language: 'Manx', interpreter: 'no' }
  const first = await send({ key, body })
  assert.equal(first.status, 201)
  for (const other of [
    { body: { language: 'Manx', interpreter: 'yes' } },
    { body, to: `/api/v1/nominals/${nominal}/facts/adjustment` },
    { body, more: { 'if-match': '"1"' } },
  ]) {
    const told = await send({ key, ...other })
    assert.equal(told.status, 422, told.body)
    assert.match(told.body, /came with another request/)
  }
  assert.equal(await written('Manx'), 1)
  assert.equal((await lastEntry()).outcome, 'refused')
})

test('a key is an officer’s own: a colleague’s request with it is another', async () => {
  const key = randomUUID()
  const body = { language: 'Breton', interpreter: 'no' }
  assert.equal((await send({ key, body })).status, 201)
  const theirs = await send({ key, body, as: colleague })
  assert.equal(theirs.status, 201)
  assert.equal(theirs.told['idempotency-replayed'], null)
  assert.equal(await written('Breton'), 2)
})

test('without a key the same twice is two', async () => {
  const body = { language: 'Irish', interpreter: 'no' }
  await send({ body })
  await send({ body })
  assert.equal(await written('Irish'), 2)
})

test('ten at once with one key: one writes, and the others are told so or answered the same', async () => {
  const key = randomUUID()
  const body = { language: 'Scots', interpreter: 'no' }
  const answers = await Promise.all(Array.from({ length: 10 }, () => send({ key, body })))
  assert.equal(await written('Scots'), 1)
  for (const { status, told } of answers) {
    assert.ok([201, 409].includes(status), String(status))
    if (status === 409) assert.equal(told['retry-after'], '1')
  }
  const done = answers.filter(
    ({ told }) => told['idempotency-replayed'] === null && told.location?.includes('language'),
  )
  assert.equal(done.length, 1, 'whoever wrote is told so, however many ask meanwhile')
  const later = await send({ key, body })
  assert.deepEqual([later.status, later.body], [201, done[0]!.body])
})

test('a crash before the work is committed leaves no key: asked again, it is done', async () => {
  const key = randomUUID()
  const body = { language: 'Jèrriais', interpreter: 'no' }
  await owner.query(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`)
  await owner.query(`create trigger broken before insert on language for each row execute function broken()`)
  assert.equal((await send({ key, body })).status, 500)
  await owner.query(`drop trigger broken on language`)
  assert.equal((await send({ key, body })).status, 201)
  assert.equal(await written('Jèrriais'), 1)
})

test('a crash between the work and the keeping of its answer: asked again, it is told as done with where to read it', async () => {
  const key = randomUUID()
  const body = { language: 'Guernésiais', interpreter: 'no' }
  await owner.query(`create trigger broken before update on idempotency_key for each row execute function broken()`)
  assert.equal((await send({ key, body })).status, 201)
  await owner.query(`drop trigger broken on idempotency_key`)
  const again = await send({ key, body })
  assert.equal(again.status, 409)
  assert.equal(again.told.location, `/api/v1/nominals/${nominal}`)
  assert.equal(again.told['retry-after'], '1')
  assert.equal(await written('Guernésiais'), 1)
})

test('an answer about somebody whom one may not see any more is not given again', async () => {
  const other = await aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    names: [{ forenames: 'Bettony', surname: 'Tarnwick' }],
    manager: 'ctnm-officer',
  })
  const [key, to] = [randomUUID(), `/api/v1/nominals/${other}/facts/language`]
  assert.equal((await send({ key, to })).status, 201)
  const { rows } = await owner.query(`select id from officer where subject = 'ctnm-officer'`)
  await addFact(owner, other, 'exclusion', { officer_id: rows[0].id, during: '[2020-01-01,)' })
  const [hidden, absent] = [
    await send({ key, to }),
    await send({ key: randomUUID(), to: `/api/v1/nominals/${randomUUID()}/facts/language` }),
  ]
  assert.equal(hidden.status, 404)
  assert.deepEqual(hidden, absent)
})

test('what cannot be a key is refused as that', async () => {
  for (const key of ['a b', 'k'.repeat(256), 'ключ'.slice(0, 0) || 'é'])
    assert.equal((await send({ key })).status, 400, key)
})

test('after 24 hours a key is forgotten, by the upkeep and by whoever comes with it', async () => {
  const keys = [randomUUID(), randomUUID()]
  const body = { language: 'Romani', interpreter: 'no' }
  for (const key of keys) await send({ key, body })
  await owner.query(`update idempotency_key set asked_at = now() - interval '25 hours' where key = any($1)`, [keys])
  assert.equal((await send({ key: keys[0]!, body })).status, 201)
  await upkeep(db)
  const { rows } = await owner.query(`select key from idempotency_key where key = any($1)`, [keys])
  assert.deepEqual(rows, [{ key: keys[0] }])
  assert.equal(await written('Romani'), 3)
})

test('round the program: nobody reads or takes another officer’s key', async () => {
  const key = randomUUID()
  await send({ key })
  const caller = { tokenHash: hashOfToken(colleague), client: 'test' }
  const seen = await act(db, caller, async tx => {
    const { rows } = await sql<{ count: number }>`select count(*) from idempotency_key where key = ${key}`.execute(tx)
    const gone = await sql`delete from idempotency_key where key = ${key}`.execute(tx)
    return { result: [rows[0]!.count, Number(gone.numAffectedRows)], audit: { action: 'test.looked' } }
  })
  assert.deepEqual(seen, [0, 0])
  await assert.rejects(
    act(db, caller, async tx => {
      await sql`insert into idempotency_key (officer_id, key, asked, claim)
                select o.id, 'x', repeat('0', 64), gen_random_uuid() from officer o where o.subject = 'ctnm-officer'`.execute(
        tx,
      )
      return { result: null, audit: { action: 'test.looked' } }
    }),
    /row-level security/,
  )
  const { rows } = await owner.query(`select count(*) from idempotency_key where key = $1`, [key])
  assert.equal(Number(rows[0].count), 1)
})
