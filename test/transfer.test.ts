// A record changes hands without a gap: by a request that the receiving unit accepts, and never otherwise, whatever a program does.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, openPool, type NominalId } from '#platform'
import { responsibilityUpkeep } from '#responsibility'
import { isUrgent, transferDue, transferState } from '../src/responsibility/transfer.ts'
import { aNominal, addFact } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const token = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'transfer'))
  tokens.set(signIn, token)
  return token
}
/** What of an answer is looked at here. */
type Answered = {
  readonly id: string
  readonly access: string
  readonly reason: string
  readonly transfers: readonly { readonly id: string }[]
  readonly tasks: readonly { readonly nominal: string | null }[]
  readonly errors: readonly { readonly field: string }[]
  readonly people: readonly {
    readonly nominal: NominalId
    readonly name: string | null
    readonly quote: string
    readonly urgent: boolean
    readonly state: string
  }[]
}
const asked = async (signIn: string, method: string, at: string, body?: unknown) => {
  const answer = await fetch(`${address}/api/v1/${at}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answered }
}
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const unitOf = (code: string) => idOf('select id from unit where code = $1', code)
const officerOf = (signIn: string) => idOf('select id from officer where subject = $1', signIn)
const [west, north] = [await unitOf('CTWM-NM'), await unitOf('CTNW-NM')]

// CTP North West has an officer in the demonstration, and here a supervisor and another.
const northOfficer = await officerOf('ctnm-officer-elsewhere')
for (const subject of ['north-one', 'north-two'])
  await owner.query(
    `with o as (insert into officer (id, agency_id, subject, name) select gen_random_uuid(), u.agency_id, $1, 'DS ' || $1 from unit u where u.id = $2 returning id),
          r as (insert into role_held (id, officer_id, unit_id, role, during) select gen_random_uuid(), id, $2, 'supervisor', tstzrange(now() - interval '1 day', null) from o),
          v as (insert into vetting (id, officer_id, level, during) select gen_random_uuid(), id, 'SC', daterange(current_date - 9, current_date + 9) from o)
     insert into training (id, officer_id, course, during) select gen_random_uuid(), id, 'user', daterange(current_date - 9, current_date + 9) from o`,
    [subject, north],
  )

let n = 0
const somebody = (manager = 'ctnm-officer', more = {}) =>
  aNominal(owner, {
    names: [{ forenames: `Halvard${(n += 1)}`, surname: 'Brackenshaw' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager,
    ...more,
  })
const reason = 'He has moved to Preston and reports there from Monday'
const request = (people: readonly NominalId[], as = 'ctnm-officer', more = {}) =>
  asked(as, 'POST', 'transfers', { people, to: north, reason, ...more })
const answer = (transfer: string, people: readonly NominalId[], given: object, as = 'north-one') =>
  asked(as, 'POST', `transfers/${transfer}/answers`, { people, ...given })

const handsOf = async (nominal: NominalId) =>
  (
    await owner.query<{ unit: string; manager: string | null; post: string | null; spells: number; whole: boolean }>(
      `select w.unit_id as unit, m.officer_id as manager, m.post_id as post, (select count(*)::int from ownership x where x.nominal_id = w.nominal_id) as spells,
              (select range_agg(x.during order by x.during) = range_agg(y.during) from ownership x, record_manager y where x.nominal_id = w.nominal_id and y.nominal_id = w.nominal_id) as whole
         from ownership w join record_manager m on m.nominal_id = w.nominal_id and now() <@ m.during where w.nominal_id = $1 and now() <@ w.during`,
      [nominal],
    )
  ).rows[0]!

test('accepted: owner and record manager change at one moment, and until then nothing has', async () => {
  const person = await somebody()
  const made = await request([person], 'ctnm-officer', { officer: 'DC Callum Birtwell' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(made.body.people[0]!.urgent, true)
  assert.equal((await handsOf(person)).unit, west)
  const accepted = await answer(made.body.id, [person], { answer: 'accepted', manager: northOfficer })
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
  assert.equal(accepted.body.people[0]!.state, 'accepted')
  const hands = await handsOf(person)
  assert.deepEqual([hands.unit, hands.manager, hands.spells, hands.whole], [north, northOfficer, 2, true])
  assert.equal((await asked('ctnm-officer-elsewhere', 'GET', `nominals/${person}`)).body.access, 'full')
  assert.equal((await asked('ctnm-officer', 'GET', `nominals/${person}`)).body.access, 'contact')
})

test('the receiving side sees before it accepts what its access gives, and the words of the request', async () => {
  const person = await somebody()
  const { body } = await request([person])
  const seen = await asked('north-one', 'GET', `transfers/${body.id}`)
  assert.equal(seen.body.reason, reason)
  assert.equal(seen.body.people[0]!.name, null)
  assert.match(seen.body.people[0]!.quote, /^\w{4}-\w{4}$/)
  assert.equal((await asked('north-one', 'GET', `nominals/${person}`)).body.access, 'contact')
  assert.equal((await asked('force-officer', 'GET', `transfers/${body.id}`)).status, 404)
})

test('a request of somebody from whom one is kept is not there, in a task neither', async () => {
  const person = await somebody('ctnm-officer')
  const { body } = await request([person])
  const before = (await asked('north-two', 'GET', 'transfers')).body.transfers.length
  await addFact(owner, person, 'exclusion', { officer_id: await officerOf('north-two'), during: '[2020-01-01,)' })
  assert.equal((await asked('north-two', 'GET', `transfers/${body.id}`)).status, 404)
  assert.equal((await asked('north-two', 'GET', 'transfers')).body.transfers.length, before - 1)
  assert.ok(!(await asked('north-two', 'GET', 'tasks')).body.tasks.some(task => task.nominal === person))
  assert.ok((await asked('north-one', 'GET', 'transfers')).body.transfers.some(({ id }) => id === body.id))
})

test('a caseload is one request; each is accepted, rejected or left by itself', async () => {
  const people = [await somebody(), await somebody(), await somebody()]
  const { body } = await request(people, 'ctnm-supervisor')
  const [first, second, third] = people as [NominalId, NominalId, NominalId]
  assert.equal((await answer(body.id, [first], { answer: 'accepted' })).status, 200)
  assert.equal((await answer(body.id, [second], { answer: 'rejected' })).status, 422)
  const rejected = await answer(body.id, [second], { answer: 'rejected', words: 'She lives in Telford still' })
  const states = new Map(rejected.body.people.map(each => [each.nominal, each.state]))
  assert.deepEqual([states.get(first), states.get(second), states.get(third)], ['accepted', 'rejected', 'waits'])
  const hands = await handsOf(first)
  assert.ok(hands.post !== null && hands.manager === null)
  assert.equal((await handsOf(second)).unit, west)
})

test('only whoever answers for them asks, only whoever receives accepts, only the sender withdraws', async () => {
  const person = await somebody()
  assert.equal((await request([person], 'ctnm-officer-elsewhere')).status, 422)
  assert.equal((await request([person], 'auditor')).status, 403)
  const { body } = await request([person])
  assert.equal((await answer(body.id, [person], { answer: 'accepted' }, 'ctnm-supervisor')).status, 422)
  assert.equal((await answer(body.id, [person], { answer: 'withdrawn' }, 'north-one')).status, 422)
  assert.equal((await request([person])).status, 422) // one waits already
  assert.equal((await answer(body.id, [person], { answer: 'withdrawn' }, 'ctnm-officer')).status, 200)
  assert.equal((await answer(body.id, [person], { answer: 'accepted' })).status, 422)
  assert.equal((await handsOf(person)).unit, west)
})

test('every reason at once', async () => {
  const { status, body } = await asked('ctnm-officer', 'POST', 'transfers', { people: [], to: 'x', reason: 'No' })
  assert.equal(status, 422)
  assert.deepEqual(body.errors.map(({ field }) => field).toSorted(), ['people', 'reason', 'to'])
})

test('two people accept at once: one takes over, the other is told, and there is one owner', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await somebody()
    const { body } = await request([person])
    const both = await Promise.all(
      ['north-one', 'north-two'].map(as => answer(body.id, [person], { answer: 'accepted' }, as)),
    )
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 422],
    )
    const hands = await handsOf(person)
    assert.deepEqual([hands.unit, hands.spells, hands.whole], [north, 2, true])
  }
})

test('lapsed: the clock says so at once, upkeep writes it down once and tells both units, and the sender answers for them', async () => {
  const person = await somebody()
  const { body } = await request([person])
  await owner.query(`update transfer_item set due_at = now() - interval '1 second' where transfer_id = $1`, [body.id])
  assert.equal((await asked('north-one', 'GET', `transfers/${body.id}`)).body.people[0]!.state, 'lapsed')
  assert.equal((await answer(body.id, [person], { answer: 'accepted' })).status, 422)
  await Promise.all([...responsibilityUpkeep, ...responsibilityUpkeep].map(step => step(db)))
  const { rows } = await owner.query<{ kind: string; open: boolean; n: number }>(
    `select kind, closed_at is null as open, count(*)::int as n from task where nominal_id = $1 group by 1, 2 order by 1, 2`,
    [person],
  )
  assert.deepEqual(rows, [
    { kind: 'transfer.lapsed', open: true, n: 2 },
    { kind: 'transfer.waits', open: false, n: 1 },
  ])
  assert.equal((await handsOf(person)).unit, west)
})

/** Statements as an officer's transaction has them, with the record open, round every rule of TypeScript. */
const round = async (signIn: string, nominal: NominalId, statement: string, values: unknown[]) => {
  const client = new pg.Client(database.appUrl)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select enter($1)', [hashOfToken(await tokenOf(signIn))])
    await client.query('select open_records(array[$1::uuid])', [nominal])
    await client.query(statement, values)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code

test('round the rule: nobody asks for another’s record, accepts for another’s unit, writes a transfer by hand, or sets a moment of their own', async () => {
  const person = await somebody()
  const ask = 'select ask_transfer(gen_random_uuid(), array[$1::uuid], array[$2::timestamptz], $3, null, $4)'
  const soon = Temporal.Now.instant().add({ hours: 1 }).toString()
  await assert.rejects(round('ctnm-officer-elsewhere', person, ask, [person, soon, north, reason]), refused('CC403'))
  await assert.rejects(
    round('ctnm-officer', person, ask, [person, Temporal.Now.instant().add({ hours: 72 }).toString(), north, reason]),
    refused('23514'),
  )
  const { body } = await request([person])
  const item = await idOf('select id from transfer_item where transfer_id = $1', body.id)
  const accept = `select answer_transfer($1, 'accepted', '', null)`
  await assert.rejects(round('ctnm-supervisor', person, accept, [item]), refused('CC403'))
  await assert.rejects(round('force-officer', person, accept, [item]), refused('CC403'))
  for (const table of ['transfer', 'transfer_item', 'transfer_answer', 'ownership', 'record_manager'])
    await assert.rejects(
      round('ctnm-supervisor', person, `update ${table} set id = id`, []),
      /permission denied|does not exist/,
    )
  await assert.rejects(
    round('ctnm-supervisor', person, `select change_hands($1, $2, null, null, null, '')`, [person, north]),
    /permission denied/,
  )
})

test('round everything: the owner of the database itself leaves neither a gap nor an overlap', async () => {
  const person = await somebody()
  const inOne = async (...statements: string[]) => {
    await owner.query('begin')
    try {
      for (const statement of statements) await owner.query(statement, statement.includes('$1') ? [person] : [])
      await owner.query('commit')
    } catch (error) {
      await owner.query('rollback')
      throw error
    }
  }
  for (const [table, column] of [
    ['ownership', 'unit_id'],
    ['record_manager', 'officer_id'],
  ] as const) {
    const next = (from: string) =>
      `insert into ${table} (id, nominal_id, recorded_by, agency_id, source_kind, during, ${column})
       select gen_random_uuid(), nominal_id, recorded_by, agency_id, source_kind, tstzrange(${from}, null), ${column} from ${table} where nominal_id = $1`
    const close = `update ${table} set during = tstzrange(lower(during), now()) where nominal_id = $1`
    await assert.rejects(inOne(close), refused('CC410'))
    await assert.rejects(inOne(close, next(`now() + interval '1 second'`)), refused('CC410'))
    await assert.rejects(inOne(next('now()')), refused('23P01'))
    await assert.rejects(
      inOne(`update ${table} set during = tstzrange(lower(during), now() + interval '9 days') where nominal_id = $1`),
      refused('CC410'),
    )
    await inOne(close, next('now()'))
    await assert.rejects(inOne(`delete from ${table} where nominal_id = $1 and upper_inf(during)`), refused('CC410'))
  }
})

test('killed in between: nothing has changed hands, and somebody else accepts', async () => {
  const person = await somebody()
  const { body } = await request([person])
  const item = await idOf('select id from transfer_item where transfer_id = $1', body.id)
  const program = `
    import pg from 'pg'
    const client = new pg.Client(process.env.URL)
    await client.connect()
    await client.query('begin')
    await client.query('select enter($1)', [process.env.HASH])
    await client.query("select answer_transfer($1, 'accepted', '', null)", [process.env.ITEM])
    console.log('between')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, URL: database.appUrl, HASH: hashOfToken(await tokenOf('north-two')), ITEM: item },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal((await handsOf(person)).unit, west)
  assert.equal((await answer(body.id, [person], { answer: 'accepted' }, 'north-one')).status, 200)
  assert.deepEqual([(await handsOf(person)).unit, (await handsOf(person)).whole], [north, true])
})

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/London]`).toInstant()
for (const [why, urgent, askedAt, due] of [
  ['two hours, at night too', true, '2026-11-28T23:30', '2026-11-29T01:30'],
  ['two hours that pass while clocks go back', true, '2026-10-25T00:30', '2026-10-25T01:30'],
  ['a week without a holiday', false, '2026-11-25T09:00', '2026-12-02T09:00'],
  ['asked on a Saturday', false, '2026-11-28T10:00', '2026-12-04T10:00'],
  ['over Christmas and Boxing Day (on Monday) and New Year', false, '2026-12-23T15:00', '2027-01-04T15:00'],
  [
    'over the day on which clocks go forward, the same hour by the clock',
    false,
    '2027-03-25T16:00',
    '2027-04-05T16:00',
  ],
] as const)
  test(`a transfer is to be answered: ${why}`, () =>
    assert.equal(
      transferDue(urgent, at(askedAt)).toString(),
      why.includes('go back') ? at(askedAt).add({ hours: 2 }).toString() : at(due).toString(),
    ))

for (const [status, counterTerrorism, urgent] of [
  ['community', true, true],
  ['unknown', true, true],
  ['wanted', true, true],
  ['custody', true, false],
  ['hospital', true, false],
  ['community', false, false],
] as const)
  test(`${status}, ${counterTerrorism ? 'counter-terrorism' : 'another case'}: ${urgent ? 'urgent' : 'not urgent'}`, () =>
    assert.equal(isUrgent({ status, counterTerrorism }), urgent))

test('it lapses at the very moment, and an answer stands whatever the clock says', () => {
  const dueAt = at('2026-11-25T09:00')
  assert.equal(transferState({ answer: null, dueAt }, dueAt.subtract({ nanoseconds: 1 })), 'waits')
  assert.equal(transferState({ answer: null, dueAt }, dueAt), 'lapsed')
  assert.equal(transferState({ answer: 'accepted', dueAt }, dueAt.add({ hours: 1 })), 'accepted')
})
