// The number to ring now: by the hour and the date, through the desks that cover, up to one that never closes.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, openPool, type UnitId } from '#platform'
import { responsibilityUpkeep } from '#responsibility'
import {
  deskAnswering,
  keepDesk,
  showsNumber,
  testIsDue,
  type Desk,
  type Desks,
  type DeskSetting,
} from '../src/responsibility/desk.ts'
import { readDatedHours, readWeekHours, weekHoursInWords } from '../src/responsibility/desk-hours.ts'
import { chanceFrom } from './support/access-world.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const token = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'desk'))
  tokens.set(signIn, token)
  return token
}
const read = async <Answer>(signIn: string, at: string): Promise<Answer> =>
  (await (
    await fetch(`${address}/api/v1/${at}`, { headers: { authorization: `Bearer ${await tokenOf(signIn)}` } })
  ).json()) as Answer
const send = async (signIn: string, at: string, fields: Record<string, string>): Promise<number> => {
  const token = await tokenOf(signIn)
  const answer = await fetch(address + at, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `concord_session=${token}`, accept: 'text/html' },
    body: new URLSearchParams({ ...fields, formToken: formTokenOf(token) }),
  })
  return answer.status
}
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const unitOf = async (code: string) => (await idOf('select id from unit where code = $1', code)) as UnitId
const [west, north, mercia] = [await unitOf('CTWM-NM'), await unitOf('CTNW-NM'), await unitOf('22-PPU')]
const supervisor = await idOf(`select id from officer where subject = 'ctnm-supervisor'`)
const numberOf = async (unit: string) =>
  (await owner.query<{ telephone: string }>('select telephone from duty_desk where unit_id = $1', [unit])).rows[0]!
    .telephone

const set = (unit: string, { alwaysOpen, telephone, coveredBy, hours, exceptions }: DeskSetting) =>
  owner.query(
    `insert into desk_setting (id, unit_id, always_open, telephone, covered_by, hours, exceptions, recorded_by) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)`,
    [unit, alwaysOpen, telephone, coveredBy, JSON.stringify(hours), JSON.stringify(exceptions), supervisor],
  )
const open: DeskSetting = { alwaysOpen: true, telephone: null, coveredBy: null, hours: [], exceptions: [] }
const closedBut = (coveredBy: UnitId | null, hours: DeskSetting['hours'] = []): DeskSetting => ({
  ...open,
  alwaysOpen: false,
  coveredBy,
  hours,
})

test('a record shows the number to ring now, at full, summary and contact, in search too, and nothing had to be written on it', async () => {
  const person = await aNominal(owner, {
    names: [{ forenames: 'Ottilie', surname: 'Hargreave-Lunn' }],
    bornOn: '1990-02-03',
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
  type Seen = { readonly access: string; readonly dutyTelephone: string; readonly dutyDesk: string }
  const shown = async (signIn: string) => read<Seen>(signIn, `nominals/${person}`)
  const before = await numberOf(west)
  assert.equal((await shown('ctnm-officer')).dutyTelephone, before)
  await set(west, closedBut(north))
  const elsewhere = await numberOf(north)
  assert.notEqual(before, elsewhere)
  for (const signIn of ['ctnm-officer', 'ctnm-officer-elsewhere'])
    assert.equal((await shown(signIn)).dutyTelephone, elsewhere, signIn)
  const contact = await shown('ctnm-officer-elsewhere')
  assert.equal(contact.access, 'contact')
  assert.equal(contact.dutyDesk, (await owner.query('select contact_name from duty_desk limit 1')).rows[0].contact_name)
  const search = await read<unknown>('ctnm-officer-elsewhere', 'nominals?q=Ottilie+Hargreave-Lunn&born=1990-02-03')
  assert.ok(JSON.stringify(search).includes(elsewhere) && !JSON.stringify(search).includes(before))
  // What was reckoned is past due, and nobody has reckoned it anew.
  await owner.query(`update desk_now set telephone = '0000', until = now() - interval '1 second' where unit_id = $1`, [
    west,
  ])
  assert.equal((await shown('ctnm-officer')).dutyTelephone, elsewhere)
  await Promise.all(responsibilityUpkeep.map(step => step(db)))
  assert.equal((await shown('ctnm-officer')).dutyTelephone, elsewhere)
  await set(west, open)
  assert.equal((await shown('ctnm-officer-elsewhere')).dutyTelephone, before)
})

test('round the rule: no circle, no way that ends at a desk that closes, no hours beyond a day or one over the other', async () => {
  const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code
  await assert.rejects(set(west, closedBut(null)), refused('CC411'))
  await set(west, closedBut(north))
  await assert.rejects(set(north, closedBut(west)), refused('CC411'))
  await assert.rejects(set(north, closedBut(null)), refused('CC411'))
  await set(north, closedBut(mercia))
  await assert.rejects(set(mercia, closedBut(west)), refused('CC411'))
  await set(north, open)
  const nine = { day: 1, opens: 540, closes: 1020, telephone: null }
  for (const hours of [[{ ...nine, closes: 1441 }], [{ ...nine, day: 8 }], [nine, { ...nine, opens: 600 }]])
    await assert.rejects(set(west, closedBut(north, hours)), refused('23514'))
  await set(west, open)
  const client = new pg.Client(database.appUrl)
  await client.connect()
  await client.query('begin')
  await client.query('select enter($1)', [hashOfToken(await tokenOf('ctnm-officer'))])
  await assert.rejects(
    client.query(`select set_desk(gen_random_uuid(), $1, true, '0000', null, '[]', '[]')`, [west]),
    refused('CC403'),
  )
  await client.query('rollback')
  await assert.rejects(
    client.query(`insert into desk_setting (id, unit_id, always_open) values (gen_random_uuid(), $1, true)`, [west]),
    /permission denied/,
  )
  await client.end()
})

test('two close a circle from both sides at once: one of them is refused', async () => {
  const two = [new pg.Client(database.ownerUrl), new pg.Client(database.ownerUrl)]
  await Promise.all(two.map(client => client.connect()))
  const insert = `insert into desk_setting (id, unit_id, always_open, covered_by, recorded_by) values (gen_random_uuid(), $1, false, $2, $3)`
  const done = await Promise.allSettled([
    two[0]!.query(insert, [west, north, supervisor]),
    two[1]!.query(insert, [north, west, supervisor]),
  ])
  await Promise.all(two.map(client => client.end()))
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const unit of [west, north]) await set(unit, open)
})

test('the database and the model agree, whatever the hours, at every moment, when clocks change too', async () => {
  const seed = Number(process.env.CONCORD_SEED ?? Date.now() % 1_000_000)
  const chance = chanceFrom(seed)
  const moments = [
    '2026-03-29T00:30:00Z',
    '2026-03-29T01:10:00Z',
    '2026-10-25T00:10:00Z',
    '2026-10-25T01:10:00Z',
    '2026-12-25T11:00:00Z',
    '2026-07-01T15:59:59Z',
  ]
  const desk = (unit: UnitId, telephone: string, setting: DeskSetting): Desk => ({
    unit,
    name: '',
    unitName: '',
    agency: '',
    telephone,
    setting,
  })
  const numbers = new Map<UnitId, string>()
  for (const unit of [west, north, mercia]) numbers.set(unit, await numberOf(unit))
  const some = (): DeskSetting['hours'] =>
    [1, 2, 3, 4, 5, 6, 7].flatMap(day => {
      const opens = chance.below(12) * 60 + 30 * chance.below(2)
      return chance.likely(0.7)
        ? [
            {
              day,
              opens,
              closes: opens + 60 * (1 + chance.below(11)),
              telephone: chance.likely(0.3) ? `01632 96000${day}` : null,
            },
          ]
        : []
    })
  for (let round = 0; round < 40; round++) {
    const dated = chance.likely(0.5)
      ? [{ on: '2026-12-25', opens: null, closes: null, telephone: null }]
      : [{ on: '2026-10-25', opens: 60, closes: 90, telephone: '01632 960099' }]
    const settings: [UnitId, DeskSetting][] = [
      [west, { ...closedBut(north, some()), exceptions: dated }],
      [north, chance.likely(0.5) ? { ...open, hours: some() } : closedBut(mercia, some())],
      [mercia, open],
    ]
    for (const [unit, setting] of settings.toReversed()) await set(unit, setting)
    const desks: Desks = new Map(settings.map(([unit, setting]) => [unit, desk(unit, numbers.get(unit)!, setting)]))
    for (const from of moments) {
      const moment = Temporal.Instant.from(from).add({ minutes: chance.below(120) })
      const { rows } = await owner.query<{ answers: string; telephone: string; until: Temporal.Instant }>(
        'select answers, telephone, until::text from desk_at($1, $2)',
        [west, moment.toString()],
      )
      const expected = deskAnswering(desks, west, moment)!
      assert.deepEqual(
        [rows[0]!.answers, rows[0]!.telephone],
        [expected.desk.unit, expected.telephone],
        `seed ${seed}, ${moment.toString()}`,
      )
      // and nothing changes before the moment until which it is known
      const { rows: steps } = await owner.query<{ same: boolean }>(
        `select bool_and(x.answers = $3 and x.telephone = $4) as same from generate_series($2::timestamptz, least($5::timestamptz, $2::timestamptz + interval '3 hours') - interval '1 second', interval '5 minutes') t cross join lateral desk_at($1, t) x`,
        [west, moment.toString(), rows[0]!.answers, rows[0]!.telephone, rows[0]!.until],
      )
      assert.notEqual(steps[0]!.same, false, `seed ${seed}: it changed before ${String(rows[0]!.until)}`)
    }
  }
  for (const unit of [west, north]) await set(unit, open)
})

test('the supervisors of a unit keep its desk on its page; others do not', async () => {
  const at = `/desks/${west}`
  const hours = {
    open: 'hours',
    coveredBy: north,
    hours: 'Monday to Friday 09:00 to 17:00',
    exceptions: '25/12/2026 closed',
    telephone: '',
  }
  assert.equal(await send('ctnm-officer', at, hours), 403)
  assert.equal(await send('ctnm-supervisor', at, { ...hours, hours: 'whenever' }), 422)
  assert.equal(await send('ctnm-supervisor', at, { ...hours, coveredBy: '' }), 422)
  assert.equal(await send('ctnm-supervisor', at, hours), 303)
  const { rows } = await owner.query(
    'select hours, exceptions from desk_setting where unit_id = $1 order by recorded_at desc limit 1',
    [west],
  )
  assert.equal(rows[0].hours.length, 5)
  assert.deepEqual(rows[0].exceptions, [{ on: '2026-12-25', opens: null, closes: null, telephone: null }])
  await set(west, open)
})

test('a test that is due is a task of the supervisors, once; an answered call closes it, an unanswered one does not', async () => {
  const open_ = async () =>
    (
      await owner.query(`select from task where kind = 'desk.test-due' and subject_id = $1 and closed_at is null`, [
        west,
      ])
    ).rowCount
  await Promise.all([...responsibilityUpkeep, ...responsibilityUpkeep].map(step => step(db)))
  assert.equal(await open_(), 1)
  assert.equal(await send('ctnm-officer', `/desks/${west}/tests`, { answered: 'yes' }), 403)
  assert.equal(await send('ctnm-supervisor', `/desks/${west}/tests`, { answered: 'no' }), 303)
  assert.equal(await open_(), 1)
  assert.equal(await send('ctnm-supervisor', `/desks/${west}/tests`, { answered: 'yes' }), 303)
  assert.equal(await open_(), 0)
  for (const step of responsibilityUpkeep) await step(db)
  assert.equal(await open_(), 0)
})

test('the list does not tell whose number a contact shows', async () => {
  type Listed = { readonly desks: readonly { readonly unit: string; readonly number: string | null }[] }
  const numberFor = async (signIn: string, unit: string) =>
    (await read<Listed>(signIn, 'desks')).desks.find(each => each.unit === unit)?.number
  assert.equal(await numberFor('force-officer', west), null)
  assert.equal(await numberFor('ctnm-officer-elsewhere', west), await numberOf(west))
  assert.equal(await numberFor('ctnm-officer', mercia), await numberOf(mercia))
  assert.deepEqual([showsNumber('counter-terrorism', 'prison'), showsNumber('prison', 'police')], [false, true])
})

for (const [line, hours] of [
  ['Monday 09:00 to 17:00', [[1, 540, 1020, null]]],
  [
    'sat-sun 10am-2pm 01632 960112',
    [
      [6, 600, 840, '01632 960112'],
      [7, 600, 840, '01632 960112'],
    ],
  ],
  ['Fri 22:00 to 24:00', [[5, 1320, 1440, null]]],
  ['Fri 22:00 - 00:00', [[5, 1320, 1440, null]]],
] as const)
  test(`hours are read: ${line}`, () =>
    assert.deepEqual(readWeekHours(line), {
      hours: hours.map(([day, opens, closes, telephone]) => ({ day, opens, closes, telephone })),
    }))
for (const line of [
  'Monday 17:00 to 09:00',
  'Monday 25:00 to 26:00',
  'Fri to Mon 09:00 to 10:00',
  'Someday 09:00 to 10:00',
  'Monday',
  'Monday 9 to 10 to 11',
])
  test(`hours are not read: ${line}`, () => assert.deepEqual(readWeekHours(line), { unread: [line] }))
test('dates are read, and what is written is read again', () => {
  assert.deepEqual(readDatedHours('25/12/2026 closed\n2026-12-24 9am-12:00'), {
    hours: [
      { on: '2026-12-25', opens: null, closes: null, telephone: null },
      { on: '2026-12-24', opens: 540, closes: 720, telephone: null },
    ],
  })
  assert.deepEqual(readDatedHours('31/02/2026 closed'), { unread: ['31/02/2026 closed'] })
  const given = readWeekHours('Monday to Sunday 08:30 to 23:45 01632 960000')
  assert.ok('hours' in given)
  assert.deepEqual(readWeekHours(weekHoursInWords(given.hours).join('\n')), given)
})

test('every reason against a desk at once', () => {
  const desks: Desks = new Map()
  const decision = keepDesk(
    { open: '', telephone: 'call me', coveredBy: 'x', hours: { unread: ['a'] }, exceptions: { unread: ['b'] } },
    desks,
    west,
  )
  assert.ok(!decision.agreed)
  assert.deepEqual(decision.refusals.map(({ field }) => field).toSorted(), [
    'coveredBy',
    'exceptions',
    'hours',
    'open',
    'telephone',
  ])
})

test('a test is due when the last answer is longer ago than the policy has it', () => {
  const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
  assert.equal(testIsDue(null, now), true)
  assert.equal(testIsDue(now.subtract({ hours: 31 * 24 }), now), false)
  assert.equal(testIsDue(now.subtract({ hours: 31 * 24 + 1 }), now), true)
})
