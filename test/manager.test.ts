// Which officer of the unit that leads manages a record is named by whoever is in charge there; never somebody who may not see it, and without a gap.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool, type NominalId } from '#platform'
import { readManager } from '../src/responsibility/manager.ts'
import type { UnitOfficer } from '../src/responsibility/transfer.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const officers = [
  { id: 'a', name: 'DC Ada Example' },
  { id: 'b', name: 'DC Ben Example' },
] as unknown as readonly UnitOfficer[]
for (const [given, said] of [
  ['a', null],
  ['dc ben example', null],
  ['', /Choose an officer of the unit/],
  ['DC Somebody Else', /officer or supervisor of the unit that leads/],
] as const)
  test(`named as “${given}”`, () => {
    const decision = readManager(given, { officers, manager: null })
    if (said === null) assert.ok(decision.agreed)
    else assert.match(decision.agreed ? '' : decision.refusals[0]!.text, said)
  })

const officerOf = async (signIn: string): Promise<string> =>
  (await owner.query<{ id: string }>('select id from officer where subject = $1', [signIn])).rows[0]!.id
const aColleague = async (name: string): Promise<string> => {
  const id = newId() as string
  await owner.query(
    `insert into officer (id, agency_id, name, subject) select $1, agency_id, $2, $2 from unit where code = 'CTWM-NM'`,
    [id, name],
  )
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) select $1, $2, id, 'officer', tstzrange(now() - interval '1 day', null) from unit where code = 'CTWM-NM'`,
    [newId(), id],
  )
  await owner.query(
    `insert into vetting (id, officer_id, level, during) values ($1, $2, 'SC', daterange('2026-01-01', null))`,
    [newId(), id],
  )
  await owner.query(
    `insert into training (id, officer_id, course, during) values ($1, $2, 'user', daterange('2026-01-01', '2030-01-01'))`,
    [newId(), id],
  )
  return id
}
const named = async (signIn: string, nominal: NominalId, officer: string) => {
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}/manager`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await beginApiSession(db, signIn, 'manager')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ officer }),
  })
  return { status: reply.status, text: await reply.text() }
}
const accessTo = async (signIn: string, nominal: NominalId): Promise<string> => {
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}`, {
    headers: { authorization: `Bearer ${await beginApiSession(db, signIn, 'manager')}` },
  })
  return reply.status === 200 ? ((await reply.json()) as { access: string }).access : String(reply.status)
}
const aRecord = () =>
  aNominal(owner, {
    names: [{ forenames: 'Edwin', surname: 'Harrowgate-Moss' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })

test('a supervisor names a colleague, who reads the record from then on and is told; the former manager does not manage it', async () => {
  const nominal = await aRecord()
  const colleague = await aColleague('DC Named One')
  assert.equal(await accessTo('DC Named One', nominal), 'summary')
  assert.equal((await named('ctnm-officer', nominal, colleague)).status, 403, 'an officer names nobody')
  const done = await named('ctnm-supervisor', nominal, colleague)
  assert.equal(done.status, 200, done.text)
  assert.match(done.text, /DC Named One/)
  assert.equal(await accessTo('DC Named One', nominal), 'full')
  assert.equal(await accessTo('ctnm-officer', nominal), 'summary')
  const { rowCount } = await owner.query(
    `select from task where kind = 'manager.named' and nominal_id = $1 and closed_at is null`,
    [nominal],
  )
  assert.equal(rowCount, 1)
  const again = await named('ctnm-supervisor', nominal, colleague)
  assert.equal(again.status, 422)
  assert.match(again.text, /manages the record already/)
  const { rows } = await owner.query<{ spells: number; gaps: number }>(
    `select count(*)::int as spells, (count(*) filter (where upper(during) is not null and not exists (select from record_manager n where n.nominal_id = m.nominal_id and lower(n.during) = upper(m.during))))::int as gaps from record_manager m where nominal_id = $1`,
    [nominal],
  )
  assert.deepEqual(rows[0], { spells: 2, gaps: 0 })
})

test('nobody is named who may not see the record, whatever the program lets pass', async () => {
  const nominal = await aRecord()
  const colleague = await aColleague('DC Kept Out')
  await owner.query(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id, kind, why) select $1, $2, id, agency_id, 'officer', tstzrange(now() - interval '1 minute', null), $3, 'set', 'Knows the family' from officer where subject = 'ctnm-supervisor'`,
    [newId(), nominal, colleague],
  )
  const refused = await named('ctnm-supervisor', nominal, colleague)
  assert.equal(refused.status, 422)
  assert.match(refused.text, /may not see this record/)
  const elsewhere = await officerOf('force-officer')
  assert.equal((await named('ctnm-supervisor', nominal, elsewhere)).status, 422)
  const client = new pg.Client(database.appUrl)
  await client.connect()
  await client.query('begin')
  await client.query('select enter($1)', [hashOfToken(await beginApiSession(db, 'ctnm-supervisor', 'manager'))])
  await client.query('select open_record($1)', [nominal])
  await assert.rejects(client.query('select name_manager($1, $2)', [nominal, elsewhere]), { code: '23514' })
  await client.query('rollback')
  await client.end()
})
