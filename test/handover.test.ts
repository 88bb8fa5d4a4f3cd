// Responsibility that ends by law is prepared for months, by gates, and passes on its day whatever they say; a voluntary one waits for them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { dayOf, openPool, type NominalId } from '#platform'
import {
  escalationReached,
  handoverPolicy,
  mayMeet,
  opensOn,
  statutoryEnd,
  type GateBy,
} from '../src/responsibility/handover.ts'
import { keepHandovers } from '../src/responsibility/handover.upkeep.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const today = day('2026-11-25')

const ends: readonly (readonly [string, string, readonly (readonly [string, string])[], string | undefined])[] = [
  [
    'of supervision the last of its dates counts',
    'probation',
    [
      ['licence end', '2027-01-10'],
      ['sentence end', '2027-03-01'],
    ],
    'sentence end 2027-03-01',
  ],
  [
    'post-sentence supervision comes after the licence',
    'probation',
    [
      ['licence end', '2027-01-10'],
      ['post-sentence supervision end', '2027-06-10'],
    ],
    'post-sentence supervision end 2027-06-10',
  ],
  [
    'of a stay in prison the first that is still to come',
    'prison',
    [
      ['conditional release', '2027-02-01'],
      ['parole release', '2027-01-05'],
      ['release', '2026-01-01'],
    ],
    'parole release 2027-01-05',
  ],
  ['today is still to come', 'prison', [['release', '2026-11-25']], 'release 2026-11-25'],
  ['a licence that has ended is prepared no more', 'probation', [['licence end', '2026-11-24']], undefined],
  [
    'a date of another kind is none',
    'probation',
    [
      ['parole eligibility', '2027-01-05'],
      ['release', '2027-01-01'],
    ],
    undefined,
  ],
  ['what the police lead has no end by law here', 'counter-terrorism', [['licence end', '2027-01-10']], undefined],
]
for (const [words, from, dates, expected] of ends)
  test(`the end that counts: ${words}`, () => {
    const end = statutoryEnd(
      dates.map(([kind, onDay]) => ({ kind, onDay: day(onDay) })),
      from,
      today,
    )
    assert.equal(end && `${end.kind} ${end.onDay.toString()}`, expected)
  })

for (const [on, expected] of [
  ['2027-05-31', '2026-11-30'],
  ['2027-08-31', '2027-02-28'],
  ['2028-08-31', '2028-02-29'],
] as const)
  test(`preparation for ${on} opens on ${expected}`, () => assert.equal(opensOn(day(on)).toString(), expected))

for (const [on, expected] of [
  ['2027-02-18', null],
  ['2027-02-17', 12],
  ['2027-01-06', 6],
  ['2026-12-09', 2],
  ['2026-11-25', 2],
  ['2026-11-24', null],
] as const)
  test(`the step of escalation reached for ${on} is ${expected ?? 'none'}`, () =>
    assert.equal(escalationReached(day(on), today), expected))

const none = { sender: false, receiver: false, receivingSupervisor: false }
for (const [by, sides, may] of [
  ['sender', { ...none, sender: true }, true],
  ['sender', { ...none, receiver: true }, false],
  ['receiver', { ...none, receiver: true }, true],
  ['receiver', { ...none, sender: true }, false],
  ['receiving-supervisor', { ...none, receiver: true }, false],
  ['receiving-supervisor', { ...none, receivingSupervisor: true }, true],
  ['either', { ...none, sender: true }, true],
  ['either', none, false],
] as const satisfies readonly (readonly [GateBy, typeof none, boolean])[])
  test(`a gate of ${by} is ${may ? '' : 'not '}for ${JSON.stringify(sides)} to meet`, () =>
    assert.equal(mayMeet(by, sides), may))

// Against the database: a record of the National Security Division, and CTP West Midlands that receives it.
const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const west = await idOf(`select id from unit where code = 'CTWM-NM'`)
const north = await idOf(`select id from unit where code = 'CTNW-NM'`)
const force = await idOf(`select id from agency where code = '22'`)

const tokens = new Map<string, string>()
const asked = async (signIn: string, method: string, at: string, body?: unknown) => {
  const token = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'handover'))
  tokens.set(signIn, token)
  const answer = await fetch(`${address}/api/v1/${at}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status: answer.status,
    body: (await answer.json()) as {
      id: string
      end: string
      day: string | null
      to: string | null
      unmet: { gate: string; words: string }[]
      met: { words: string }[]
      closed: { how: string; unmet: string[] } | null
      errors: { field: string; text: string }[]
      tasks: { kind: string; nominal: string | null }[]
    },
  }
}
const on = (days: number) => dayOf(Temporal.Now.instant()).add({ days }).toString()
let n = 0
const somebody = async (licenceEnds: number | null, more: { residence?: boolean } = {}): Promise<NominalId> => {
  const id = await aNominal(owner, {
    names: [{ forenames: `Sefton${(n += 1)}`, surname: 'Oldbarrow' }],
    unit: 'N43',
    counterTerrorism: true,
    manager: 'nsd-practitioner',
  })
  if (licenceEnds !== null) await addFact(owner, id, 'release_date', { kind: 'licence end', on_day: on(licenceEnds) })
  await addFact(owner, id, 'court_order', {
    kind: 'SHPO',
    words: 'Notification order',
    during: '[2024-01-01,2034-01-01)',
  })
  if (more.residence !== false) await addFact(owner, id, 'residence', { force_id: force, during: '[2020-01-01,)' })
  return id
}
const unitOf = async (nominal: NominalId) =>
  idOf('select unit_id as id from ownership where nominal_id = $1 and now() <@ during', nominal)
const unbroken = async (nominal: NominalId) =>
  (
    await owner.query<{ spells: number; whole: boolean }>(
      `select count(*)::int as spells, coalesce(bool_and(next is null and upper_inf(during) or upper(during) = lower(next)), false) as whole
       from (select during, lead(during) over (order by during) as next from ownership where nominal_id = $1) t`,
      [nominal],
    )
  ).rows[0]!
const tick = () => keepHandovers(db)
const tasksOf = async (signIn: string, nominal: NominalId): Promise<string[]> =>
  (await asked(signIn, 'GET', 'tasks')).body.tasks.filter(task => task.nominal === nominal).map(({ kind }) => kind)
const the = (nominal: NominalId, signIn = 'nsd-senior') => asked(signIn, 'GET', `nominals/${nominal}/handover`)

test('five months before the licence ends the preparation opens by itself, and the unit of the region joins', async () => {
  const person = await somebody(150)
  await tick()
  await tick()
  const { status, body } = await the(person)
  assert.equal(status, 200)
  assert.deepEqual([body.end, body.day, body.closed], ['licence end', on(150), null])
  assert.match(body.to ?? '', /CTP West Midlands/)
  assert.ok(body.unmet.some(({ words }) => words === 'Orders in force accepted: Notification order'))
  assert.deepEqual(await tasksOf('nsd-senior', person), ['handover.opened'])
  assert.deepEqual(await tasksOf('ctnm-supervisor', person), ['handover.opened'])
  assert.equal((await the(person, 'ctnm-supervisor')).status, 200)
  assert.equal(await unitOf(person), await idOf(`select id from unit where code = 'N43'`))
})

test('seven months before, nothing is prepared yet', async () => {
  const person = await somebody(215)
  await tick()
  assert.equal((await the(person)).status, 404)
})

test('on the day responsibility passes by law with gates unmet: recorded so, and put to both supervisors and the region lead', async () => {
  const person = await somebody(0)
  await tick()
  assert.equal(await unitOf(person), west)
  assert.deepEqual(await unbroken(person), { spells: 2, whole: true })
  const { body } = await the(person, 'ctnm-supervisor')
  assert.equal(body.closed?.how, 'passed incomplete')
  assert.equal(body.closed?.unmet.length, body.unmet.length)
  for (const signIn of ['ctnm-supervisor', 'ctnm-region-lead'])
    assert.ok((await tasksOf(signIn, person)).includes('handover.incomplete'), signIn)
  assert.equal(
    (await owner.query(`select 1 from task where kind = 'handover.incomplete' and nominal_id = $1`, [person])).rowCount,
    3,
  )
  assert.equal(
    (
      await owner.query(
        `select 1 from audit_subject s join audit_entry e on e.id = s.entry_id where s.nominal_id = $1 and e.action = 'handover.passed'`,
        [person],
      )
    ).rowCount,
    1,
  )
  // and it is passed once
  await tick()
  assert.deepEqual(await unbroken(person), { spells: 2, whole: true })
})

test('what was missing is met afterwards, by whoever owns it, and the task is closed for everybody', async () => {
  const person = await somebody(0)
  await tick()
  for (const { gate } of (await the(person, 'ctnm-supervisor')).body.unmet) {
    const by = gate === 'partners' || gate === 'visits' ? undefined : 'ctnm-supervisor'
    if (by)
      assert.equal(
        (await asked(by, 'POST', `nominals/${person}/handover/gates`, { gate, said: 'Done' })).status,
        200,
        gate,
      )
  }
  assert.deepEqual(
    (await the(person, 'ctnm-supervisor')).body.unmet.map(({ gate }) => gate),
    ['partners', 'visits'],
  )
})

test('two weeks before, with gates unmet, it is escalated once, to the region lead and both duty desks too', async () => {
  const person = await somebody(13)
  await tick()
  await tick()
  for (const signIn of ['nsd-senior', 'ctnm-supervisor', 'ctnm-region-lead'])
    assert.ok((await tasksOf(signIn, person)).includes('handover.near'), signIn)
  const { rowCount } = await owner.query(
    `select 1 from task where kind = 'handover.near' and nominal_id = $1 and closed_at is null`,
    [person],
  )
  assert.equal(rowCount, 5)
})

test('the day moves with its source: a licence end put right is followed, and nothing passes on the day that was wrong', async () => {
  const person = await somebody(20)
  await tick()
  const first = await idOf(`select id from release_date where nominal_id = $1`, person)
  await owner.query(`update release_date set superseded_at = now() where id = $1`, [first]).catch(() => undefined)
  await addFact(owner, person, 'release_date', { kind: 'licence end', on_day: on(90) })
  assert.equal((await the(person)).body.day, on(90))
})

test('where nobody receives on the day, it stays where it is, and the sender’s desk and region are told: never in nobody’s hands', async () => {
  const person = await somebody(0, { residence: false })
  await tick()
  assert.equal(await unitOf(person), await idOf(`select id from unit where code = 'N43'`))
  assert.ok((await tasksOf('nsd-senior', person)).includes('handover.stuck'))
  assert.equal((await asked('nsd-senior', 'POST', `nominals/${person}/handover/receiver`, { to: north })).status, 200)
  await tick()
  assert.equal(await unitOf(person), north)
})

test('a voluntary handover waits for every gate, then the receiving supervisor takes it', async () => {
  const person = await somebody(null)
  assert.equal((await asked('nsd-senior', 'POST', `nominals/${person}/handover`, { to: '' })).status, 422)
  const opened = await asked('nsd-senior', 'POST', `nominals/${person}/handover`, { to: west })
  assert.deepEqual([opened.status, opened.body.end], [200, 'voluntary'])
  const early = await asked('ctnm-supervisor', 'POST', `nominals/${person}/handover/passing`, {})
  assert.equal(early.status, 422)
  assert.equal(early.body.errors.length, opened.body.unmet.length)
  for (const { gate } of opened.body.unmet) {
    const by = gate === 'partners' || gate === 'visits' ? 'nsd-senior' : 'ctnm-supervisor'
    const other = by === 'nsd-senior' ? 'ctnm-supervisor' : 'nsd-senior'
    if (gate !== 'joint-risk-review')
      assert.equal(
        (await asked(other, 'POST', `nominals/${person}/handover/gates`, { gate, said: '' })).status,
        422,
        gate,
      )
    assert.equal(
      (await asked(by, 'POST', `nominals/${person}/handover/gates`, { gate, said: 'Done' })).status,
      200,
      gate,
    )
  }
  assert.equal((await asked('ctnm-supervisor', 'POST', `nominals/${person}/handover/passing`, {})).status, 200)
  assert.equal(await unitOf(person), west)
  assert.deepEqual(await unbroken(person), { spells: 2, whole: true })
  assert.equal((await the(person, 'ctnm-supervisor')).body.closed?.how, 'passed')
})

test('round the rule: the database passes no voluntary handover with a gate unmet, opens no second, and calls off no day of the law', async () => {
  const person = await somebody(40)
  await tick()
  const { id } = (await the(person)).body
  const session = async (signIn: string, text: string, ...values: unknown[]): Promise<string> => {
    const client = new pg.Client(database.appUrl)
    await client.connect()
    try {
      const hash = await idOf(
        `select s.token_hash as id from session s join officer o on o.id = s.officer_id where o.subject = $1 order by s.started_at desc limit 1`,
        signIn,
      )
      await client.query('set role concord_app').catch(() => undefined)
      await client.query('begin')
      await client.query('select enter($1)', [hash])
      await client.query('select * from open_records(array[$1::uuid])', [person])
      await client.query(text, values)
      return 'done'
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.end()
    }
  }
  await the(person, 'ctnm-supervisor')
  assert.equal(await session('ctnm-supervisor', 'select pass_voluntarily($1, null)', id), 'CC410')
  assert.equal(
    await session(
      'nsd-senior',
      `select open_handover(gen_random_uuid(), $1, 'voluntary', $2, '[{"code":"x","words":"x","by":"either","each":null}]', 'x')`,
      person,
      west,
    ),
    'CC409',
  )
  assert.equal(await session('nsd-senior', `select call_off_handover($1, 'It is not wanted any more')`, id), 'CC410')
  assert.equal(await session('ctnm-supervisor', `select name_receiver($1, $2)`, id, north), 'CC403')
  assert.equal(await session('nsd-senior', `select meet_gate($1, 'acknowledgement', null, '')`, id), 'CC403')
})

test('a transfer between the two units of an open handover is the same door, and waits for the gates too', async () => {
  const person = await somebody(40)
  await tick()
  const made = await asked('nsd-senior', 'POST', 'transfers', {
    people: [person],
    to: west,
    reason: 'It goes to them in any case',
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const accepted = await asked('ctnm-supervisor', 'POST', `transfers/${made.body.id}/answers`, {
    people: [person],
    answer: 'accepted',
  })
  assert.equal(accepted.status, 422, JSON.stringify(accepted.body))
  assert.match(accepted.body.errors[0]!.text, /waits for its gates/)
  assert.notEqual(await unitOf(person), west)
})

test('another receiver accepts anew what the first had accepted', async () => {
  const person = await somebody(40)
  await tick()
  assert.equal(
    (await asked('ctnm-supervisor', 'POST', `nominals/${person}/handover/gates`, { gate: 'acknowledgement', said: '' }))
      .status,
    200,
  )
  assert.ok(!(await the(person)).body.unmet.some(({ gate }) => gate === 'acknowledgement'))
  assert.equal((await asked('nsd-senior', 'POST', `nominals/${person}/handover/receiver`, { to: north })).status, 200)
  assert.ok((await the(person)).body.unmet.some(({ gate }) => gate === 'acknowledgement'))
  assert.notEqual((await the(person, 'ctnm-supervisor')).status, 200)
})

test('every end and every gate of the list has its source or its side', () => {
  for (const { kind, source } of handoverPolicy.ends) assert.ok(source !== '', kind)
  for (const { code, by } of handoverPolicy.rows)
    assert.ok(['sender', 'receiver', 'receiving-supervisor', 'either'].includes(by), code)
})

test('a date that the receiving side types brings nothing about: the law’s day is what the side that hands over says, or an extract', async () => {
  const person = await aNominal(owner, {
    names: [{ forenames: 'Sefton', surname: 'Typed-Elsewhere' }],
    unit: 'N43',
    counterTerrorism: true,
    manager: 'nsd-practitioner',
  })
  const said = async (unit: string, kind: string): Promise<void> => {
    const { rows } = await owner.query<{ officer: string; agency: string }>(
      `select o.id as officer, o.agency_id as agency from officer o join unit u on u.agency_id = o.agency_id where u.code = $1 and not o.service order by o.id limit 1`,
      [unit],
    )
    await addFact(owner, person, 'release_date', {
      kind,
      on_day: on(0),
      source_kind: 'officer',
      recorded_by: rows[0]!.officer,
      agency_id: rows[0]!.agency,
    })
  }
  const leads = async () =>
    (
      await owner.query<{ code: string }>(
        'select u.code from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = $1',
        [person],
      )
    ).rows[0]!.code
  await said('CTWM-NM', 'licence end')
  await tick()
  assert.equal(await leads(), 'N43')
  await said('N43', 'licence end')
  await tick()
  const { rowCount } = await owner.query('select from handover where nominal_id = $1', [person])
  assert.equal(rowCount, 1)
})
