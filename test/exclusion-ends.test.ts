// What an exclusion ends besides access: emergency access that is open, and a request that waits. And who then answers in somebody's absence.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const officerOf = (signIn: string) => idOf('select id from officer where subject = $1', signIn)
const aRecord = () =>
  aNominal(owner, {
    names: [{ forenames: 'Lambert', surname: 'Oakenshaw-Pell' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
const exclude = (nominal: string, officer: string, why = 'Knows the family well') =>
  owner.query(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id, kind, why)
     select $1, $2, id, agency_id, 'officer', tstzrange(now() - interval '1 second', null), $3, 'set', $4 from officer where subject = 'ctnm-supervisor'`,
    [newId(), nominal, officer, why],
  )

test('an emergency access that is open ends with the exclusion, and its review waits no longer for it to end', async () => {
  const [nominal, officer] = [await aRecord(), await officerOf('ctnm-officer-elsewhere')]
  const emergency = await idOf(
    `insert into emergency_access (id, nominal_id, officer_id, role, agency_id, unit_id, session_id, found, code, reason, ends_at)
     select $1, $2, o.id, 'officer', o.agency_id, r.unit_id, $1, 'contact', 'other', 'Shots were reported there', now() + interval '1 hour'
       from officer o join role_held r on r.officer_id = o.id where o.id = $3 limit 1 returning id`,
    newId(),
    nominal,
    officer,
  )
  await exclude(nominal, officer)
  const { rows } = await owner.query<{ why: string }>('select why from emergency_end where emergency_id = $1', [
    emergency,
  ])
  assert.deepEqual(rows, [{ why: 'Excluded from the record' }])
})

test('a request that waits is closed, its task with it, and its officer is told nothing', async () => {
  const [nominal, officer] = [await aRecord(), await officerOf('ctnm-officer-elsewhere')]
  const request = await idOf(
    `insert into access_request (id, nominal_id, officer_id, role, agency_id, unit_id, purpose, lapses_at)
     select $1, $2, o.id, 'officer', o.agency_id, r.unit_id, 'Visiting the same address', now() + interval '2 days'
       from officer o join role_held r on r.officer_id = o.id where o.id = $3 limit 1 returning id`,
    newId(),
    nominal,
    officer,
  )
  await owner.query(`select add_task('access.asked', 'owner', $1, null, $1, $2, '', null)`, [nominal, request])
  await exclude(nominal, officer)
  assert.equal(
    (await owner.query('select answer from access_answer where request_id = $1', [request])).rows[0]?.answer,
    'lapsed',
  )
  const { rows } = await owner.query<{ kind: string; open: boolean }>(
    'select kind, closed_at is null as open from task where nominal_id = $1 order by kind',
    [nominal],
  )
  assert.deepEqual(rows, [{ kind: 'access.asked', open: false }])
  const client = new pg.Client(database.appUrl)
  await client.connect()
  await client.query('begin')
  await client.query('select enter($1)', [hashOfToken(await beginApiSession(db, 'ctnm-supervisor', 'exclusion'))])
  await client.query('select open_record($1)', [nominal])
  await assert.rejects(
    client.query(`select answer_request($1, 'granted', 'They may', now() + interval '3 days')`, [request]),
    { code: '40001' },
  )
  await client.query('rollback')
  await client.end()
})

test('whoever covers and is excluded does not answer for that record: the supervisors do', async () => {
  const [nominal, manager, covering] = [
    await aRecord(),
    await officerOf('ctnm-officer'),
    await officerOf('ctnm-supervisor'),
  ]
  await owner.query(
    `insert into absence (id, officer_id, during, kind, recorded_by) values ($1, $2, tstzrange(now() - interval '1 minute', null), 'leave', $2)`,
    [newId(), manager],
  )
  await owner.query(
    `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, 'manages', tstzrange(now() - interval '1 minute', now() + interval '9 days'), $2)`,
    [newId(), manager, covering],
  )
  const answers = async () => {
    await owner.query('begin')
    await owner.query(`select set_config('app.open', $1, true)`, [`{${nominal}}`])
    const { rows } = await owner.query<{ covering: string | null }>('select covering from away_from($1)', [nominal])
    await owner.query('rollback')
    return rows[0]?.covering
  }
  assert.equal(typeof (await answers()), 'string')
  await owner.query(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id, kind, why)
     select $1, $2, $3, agency_id, 'officer', tstzrange(now() - interval '1 second', null), $4, 'set', 'Knows the family well' from officer where id = $3`,
    [newId(), nominal, manager, covering],
  )
  assert.equal(await answers(), null)
})
