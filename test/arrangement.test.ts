// The MAPPA arrangement of a case: who states it, whom it opens the record to, and what the database refuses.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, openPool, type AgencyId, type NominalId } from '#platform'
import { counterTerrorismArea, stateArrangement } from '../src/nominals/arrangement.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const person = { names: [{ forenames: 'Orrin', surname: 'Vesperlane' }] }
const [us, them] = [
  '00000000-0000-7000-8000-000000000001',
  '00000000-0000-7000-8000-000000000002',
] as readonly string[] as readonly [AgencyId, AgencyId]

for (const [what, given, facts, reasons] of [
  ['a case of an area at level 2', { area: 'west-mercia', level: '2' }, {}, []],
  ['no arrangement at all', { area: 'none', level: '' }, {}, []],
  ['nothing chosen', {}, {}, ['Choose the arrangement, or that there is none']],
  ['a level there is not', { area: 'west-mercia', level: '4' }, {}, ['Level must be 1, 2 or 3, or be left out']],
  [
    'another agency’s case',
    { area: 'west-mercia' },
    { lead: them },
    ['The lead agency states the arrangement: ask them'],
  ],
  [
    'a counter-terrorism case by geography',
    { area: 'west-mercia' },
    { isCounterTerrorism: true },
    ['A counter-terrorism case is managed under CT MAPPA, whose co-ordinators alone may read it'],
  ],
  [
    'any other case under CT MAPPA',
    { area: counterTerrorismArea },
    {},
    ['CT MAPPA is for counter-terrorism cases: confirm the basis as one first'],
  ],
  ['a place that is no area', { area: 'atlantis', level: '2' }, {}, ['Arrangement must be one of the list']],
] as const)
  test(`${what}: ${reasons.length === 0 ? 'may be stated' : 'is refused, with every reason'}`, () => {
    const decision = stateArrangement(given, { lead: us, mine: us, isCounterTerrorism: false, ...facts })
    assert.deepEqual(decision.agreed ? [] : decision.refusals.map(({ text }) => text), reasons)
  })

const seenBy = async (signIn: string, nominal: NominalId): Promise<number> => {
  const token = await beginApiSession(db, signIn, 'arrangement')
  return (await fetch(`${address}/api/v1/nominals/${nominal}`, { headers: { authorization: `Bearer ${token}` } }))
    .status
}

test('stating an arrangement opens the record to its co-ordinators from that moment, and ending it closes it', async () => {
  const record = await aNominal(owner, { ...person, unit: '22-PPU', manager: 'force-officer' })
  const officer = visitor(address)
  await officer.signIn('force-officer')
  assert.equal(await seenBy('mappa-coordinator', record), 404)
  assert.equal((await officer.get(`/nominals/${record}/arrangement`)).status, 200)
  assert.equal((await officer.post(`/nominals/${record}/arrangement`, { area: 'west-mercia', level: '2' })).status, 303)
  assert.equal(await seenBy('mappa-coordinator', record), 200)
  assert.match(await (await officer.get(`/nominals/${record}`)).text(), /West Mercia, level 2/)
  assert.equal((await officer.post(`/nominals/${record}/arrangement`, { area: 'none' })).status, 303)
  assert.equal(await seenBy('mappa-coordinator', record), 404)
})

test('an officer of another agency and one who sees less change nothing, and a refusal is on record', async () => {
  const record = await aNominal(owner, { ...person, unit: '22-PPU', manager: 'force-officer' })
  const [{ id }] = (await owner.query<{ id: string }>(`select id from officer where subject = 'nsd-practitioner'`))
    .rows as [{ id: string }]
  await addFact(owner, record, 'assignment', { officer_id: id, kind: 'named' })
  const practitioner = visitor(address)
  await practitioner.signIn('nsd-practitioner')
  const reply = await practitioner.post(`/nominals/${record}/arrangement`, { area: 'west-mercia', level: '3' })
  assert.equal(reply.status, 422)
  assert.match(await reply.text(), /The lead agency states the arrangement/)
  const { rows } = await owner.query(
    `select e.outcome from audit_entry e join audit_subject s on s.entry_id = e.id where s.nominal_id = $1 and e.action = 'arrangement.stated'`,
    [record],
  )
  assert.deepEqual(rows, [{ outcome: 'refused' }])
  assert.equal((await owner.query('select from arrangement where nominal_id = $1', [record])).rowCount, 0)
})

test('the database refuses what the program would', async () => {
  const [ours, terrorism] = [
    await aNominal(owner, { ...person, unit: '22-PPU', manager: 'force-officer' }),
    await aNominal(owner, { ...person, unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' }),
  ]
  const tryAs = async (signIn: string, nominal: NominalId, open: boolean): Promise<string> => {
    const token = hashOfToken(await beginApiSession(db, signIn, 'arrangement'))
    const client = await db.pool.connect()
    try {
      await client.query('begin')
      await client.query(`select enter('${token}')`)
      if (open) await client.query('select open_records(array[$1::uuid])', [nominal])
      await client.query(`select set_arrangement($1, gen_random_uuid(), 'west-mercia', 1, '')`, [nominal])
      return 'stated'
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  assert.equal(await tryAs('force-officer', ours, true), 'stated')
  assert.equal(await tryAs('force-officer', ours, false), '42501')
  assert.equal(await tryAs('mappa-coordinator', ours, true), '42501')
  assert.equal(await tryAs('ctnm-officer', terrorism, true), '23514')
})
