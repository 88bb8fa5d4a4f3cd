// A status follows from dated facts: defined in SQL (headline_facts) and once more in TypeScript (statusOf). Here both answer for records
// made by chance, on several days; and a headline that turns on a day says so on that day, before anything has refreshed it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { beginApiSession, upkeep } from '#access'
import { dayOf, newId, openPool, type NominalId } from '#platform'
import { statusOf, type StatusFacts } from '../src/nominals/status.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const seed = Number(process.env['CONCORD_SEED'] ?? Date.now() % 1_000_000)
const records = 400
const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

// Few days and few hours, so that facts often fall together.
const aDay = fc.integer({ min: 18, max: 27 }).map(day => `2026-11-${day}`)
const openEnded = fc.option(aDay, { nil: null, freq: 2 })
const days = fc
  .tuple(openEnded, openEnded)
  .map(([a, b]) => (a !== null && b !== null && b < a ? { from: b, to: a } : { from: a, to: b }))
const recordedAt = fc
  .tuple(fc.integer({ min: 18, max: 23 }), fc.constantFrom('00:30:00', '12:00:00', '23:45:00'))
  .map(([day, time]) => `2026-11-${day}T${time}Z`)
const id = fc.constant(null).map(() => newId<NominalId>() as string)
const fact = <Shape extends object>(shape: Shape) =>
  fc
    .tuple(id, recordedAt, days, fc.record(shape as never) as fc.Arbitrary<object>)
    .map(([id, recordedAt, period, said]) => ({ id, recordedAt, ...period, ...said }))
const few = <Fact>(one: fc.Arbitrary<Fact>) => fc.array(one, { maxLength: 3 })
const kinds = [
  'custody',
  'community',
  'hospital',
  'immigration detention',
  'approved premises',
  'abroad',
  'whereabouts unknown',
  'wanted',
  'bail',
  'deported',
  'dead',
] as const
const arbitrary = fc.record({
  whereabouts: few(fact({ kind: fc.constantFrom(...kinds), place: fc.constantFrom('', 'Elsewhere') })),
  custody: few(fact({ place: fc.constant('HMP Hewell'), inCustody: fc.boolean(), releaseOn: openEnded })),
  addresses: few(fact({ kind: fc.constantFrom('AP', 'HOME'), line: fc.constant('Elm House') })),
  releaseDates: few(fact({ kind: fc.constantFrom('release', 'hospital discharge', 'licence end'), onDay: aDay })),
  archivings: fc.array(fact({}), { maxLength: 1 }),
  statements: few(
    fact({ kind: fc.constantFrom('register status', 'manager'), words: fc.constantFrom('ARCHIVED', 'ACTIVE') }),
  ),
  bases: few(fact({ confirmed: fc.boolean(), sourceKind: fc.constantFrom('extract', 'officer') })),
}) as unknown as fc.Arbitrary<StatusFacts>

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly recordedAt: string }
const columnsOf: Readonly<Record<keyof StatusFacts, readonly [table: string, (fact: Row) => Record<string, unknown>]>> =
  {
    whereabouts: ['whereabouts', ({ kind, place }) => ({ kind, place })],
    custody: [
      'custody',
      ({ place, inCustody, releaseOn }) => ({ place_code: 'HE', place, in_custody: inCustody, release_on: releaseOn }),
    ],
    addresses: ['address', ({ kind, line }) => ({ kind, line })],
    releaseDates: ['release_date', ({ kind, onDay }) => ({ kind, on_day: onDay })],
    archivings: ['archiving', () => ({ reason: 'Ended' })],
    statements: ['statement', ({ kind, words }) => ({ kind, words })],
    bases: [
      'basis',
      ({ confirmed, sourceKind }) => ({
        kind: 'any',
        words: 'Any',
        counter_terrorism: false,
        confirmed,
        source_kind: sourceKind,
      }),
    ],
  }
const during = ({ from, to }: Row): string =>
  `[${typeof from === 'string' ? from : ''},${typeof to === 'string' ? to : ''}]`

const written = async (facts: StatusFacts): Promise<NominalId> => {
  const nominal = newId<NominalId>()
  await owner.query(`insert into nominal (id, quote) values ($1, 'STAT-0001')`, [nominal])
  for (const [section, [table, columns]] of Object.entries(columnsOf))
    for (const fact of facts[section as keyof StatusFacts] as unknown as readonly Row[])
      await addFact(owner, nominal, table, {
        id: fact.id,
        recorded_at: fact.recordedAt,
        during: during(fact),
        ...columns(fact),
      })
  return nominal
}

test(`SQL and the model agree on the status of ${records} records made by chance, on every day (CONCORD_SEED=${seed})`, async t => {
  const cases = fc.sample(arbitrary, { numRuns: records, seed })
  const ids: NominalId[] = []
  for (const facts of cases) ids.push(await written(facts))
  const met = new Set<string>()
  for (const day of ['2026-11-19', '2026-11-22', '2026-11-23', '2026-11-25']) {
    const { rows } = await owner.query<{
      nominal_id: NominalId
      status: string
      status_place: string | null
      release_on: string | null
    }>(`select nominal_id, status, status_place, release_on::text from headline_facts($1, $2, 'infinity')`, [ids, day])
    const found = new Map(rows.map(row => [row.nominal_id, row]))
    for (const [at, facts] of cases.entries()) {
      const row = found.get(ids[at]!)!
      met.add(row.status)
      assert.deepEqual(
        { status: row.status, statusPlace: row.status_place, releaseOn: row.release_on },
        statusOf(facts, Temporal.PlainDate.from(day)),
        `${day}: ${JSON.stringify(facts)}`,
      )
    }
  }
  t.diagnostic(`met: ${[...met].toSorted().join(', ')}`)
  assert.equal(met.size, 13)
})

const today = dayOf(Temporal.Now.instant())
const tomorrow = today.add({ days: 1 })
const token = await beginApiSession(db, 'ctnm-officer', 'status')
const headlineOf = async (
  nominal: NominalId,
): Promise<{ status: string; markersInWords: readonly string[]; changedAt: string }> =>
  (await (
    await fetch(`${address}/api/v1/nominals/${nominal}?sections=names`, {
      headers: { authorization: `Bearer ${token}` },
    })
  ).json()) as never
const rowOf = async (nominal: NominalId): Promise<{ status: string; turns: string }> =>
  (
    await owner.query<{ status: string; turns: string }>(
      `select status, coalesce((turns_at at time zone 'Europe/London')::text, '') as turns from nominal_headline where nominal_id = $1`,
      [nominal],
    )
  ).rows[0]!

const midnightOf = (day: Temporal.PlainDate): string => `${day.toString()} 00:00:00`

test('a headline says when it turns next: the first midnight at which one of its facts begins or ends', async () => {
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
  assert.equal((await rowOf(nominal)).turns, 'infinity')
  for (const [table, values, turns] of [
    [
      'address',
      { kind: 'AP', line: 'Elm House', during: `[${today.add({ days: 40 }).toString()},)` },
      today.add({ days: 40 }),
    ],
    [
      'address',
      { kind: 'HOME', line: '1 Mill Lane', during: `[${today.add({ days: 1 }).toString()},)` },
      today.add({ days: 40 }),
    ],
    [
      'marker',
      { scheme: 'any', code: 'V', words: 'Violent', during: `[,${today.add({ days: 29 }).toString()}]` },
      today.add({ days: 30 }),
    ],
    [
      'custody',
      { place_code: 'HE', place: 'HMP Hewell', in_custody: true, during: `[,${today.add({ days: 19 }).toString()}]` },
      today.add({ days: 20 }),
    ],
    ['archiving', { reason: 'Ended', during: `[${today.add({ days: 10 }).toString()},)` }, today.add({ days: 10 })],
    [
      'basis',
      {
        kind: 'any',
        words: 'Any',
        counter_terrorism: true,
        confirmed: true,
        during: `[,${today.add({ days: 4 }).toString()}]`,
      },
      today.add({ days: 5 }),
    ],
    ['whereabouts', { kind: 'abroad', place: 'France', during: `[${tomorrow.toString()},)` }, tomorrow],
  ] as const) {
    await addFact(owner, nominal, table, values)
    assert.equal((await rowOf(nominal)).turns, midnightOf(turns), table)
  }
})

/** What stands on the morning after: facts that were recorded before, with nothing having run since they began or ended. */
const overnight = async (write: () => Promise<void>, nominal: NominalId): Promise<void> => {
  await owner.query(`set session_replication_role = replica`)
  await write()
  await owner.query(`set session_replication_role = origin`)
  await owner.query(`update nominal_headline set turns_at = $2 where nominal_id = $1`, [nominal, midnightOf(today)])
}

for (const [sentence, table, values, before, after] of [
  [
    'a stay abroad that begins today',
    'whereabouts',
    { kind: 'abroad', place: 'France', during: `[${today.toString()},)` },
    'unknown',
    'abroad',
  ],
  [
    'custody that ended yesterday',
    'custody',
    { place_code: 'HE', place: 'HMP Hewell', in_custody: true, during: `[,${today.subtract({ days: 1 }).toString()}]` },
    'custody',
    'unknown',
  ],
  [
    'an archiving that begins today',
    'archiving',
    { reason: 'Ended', during: `[${today.toString()},)` },
    'unknown',
    'archived',
  ],
] as const)
  test(`${sentence} is read on the day by whoever reads the record, and soon stands everywhere`, async () => {
    const nominal = await aNominal(owner, {
      names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
      unit: 'CTWM-NM',
      counterTerrorism: true,
      manager: 'ctnm-officer',
    })
    await overnight(() => addFact(owner, nominal, table, values), nominal)
    await owner.query(`update nominal_headline set status = $2 where nominal_id = $1`, [nominal, before])
    const changedAt = (await headlineOf(nominal)).changedAt
    assert.equal((await headlineOf(nominal)).status, after)
    assert.equal((await rowOf(nominal)).status, before)
    await upkeep(db)
    assert.equal((await rowOf(nominal)).status, after)
    assert.equal((await rowOf(nominal)).turns, 'infinity')
    // That a day has come is no change that somebody made.
    assert.equal((await headlineOf(nominal)).changedAt, changedAt)
  })

test('a marker that ended yesterday stands no more in the headline', async () => {
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    markers: ['Violent'],
  })
  await overnight(async () => {
    await owner.query(`update marker set during = daterange(null, $2::date) where nominal_id = $1`, [
      nominal,
      today.toString(),
    ])
  }, nominal)
  assert.deepEqual((await headlineOf(nominal)).markersInWords, [])
})

test('the exact way gives nothing of a record that one may not know of', async () => {
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    excluded: ['ctnm-officer'],
  })
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    const {
      rows: [session],
    } = await owner.query<{ token_hash: string }>(
      `select token_hash from session where officer_id = (select id from officer where subject = 'ctnm-officer') limit 1`,
    )
    await client.query('select enter($1)', [session!.token_hash])
    assert.equal((await client.query(`select * from turned_headline($1, '-infinity')`, [nominal])).rowCount, 0)
  } finally {
    await client.query('rollback')
    client.release()
  }
})
