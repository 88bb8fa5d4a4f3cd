import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { upkeep } from '#access'
import { newId, openPool, type Access } from '#platform'
import { decideAccess, type Case } from '../src/access/access.ts'
import { freshDatabase } from './support/database.ts'
import {
  caseOfChance,
  chanceFrom,
  peopleWorld,
  statementsOf,
  writeRecord,
  type Officer,
} from './support/access-world.ts'

// The rule is defined once in SQL and once as a model in TypeScript. Here both answer for every officer and every case of a
// world made by chance, and for the same world after grants have begun and ended. CONCORD_SEED repeats a world that failed;
// CONCORD_CASES and CONCORD_OFFICERS make it larger than the run of every day has time for.
const seed = Number(process.env.CONCORD_SEED ?? Date.now() % 1_000_000)
const CASES = Number(process.env.CONCORD_CASES ?? 160)
const OFFICERS = Number(process.env.CONCORD_OFFICERS ?? 110)

let ownerUrl: string
let appUrl: string
let owner: pg.Client
let app: pg.Client
let officers: readonly Officer[]
let world: Awaited<ReturnType<typeof peopleWorld>>
const cases = new Map<string, Case>()
const chance = chanceFrom(seed)

before(async () => {
  const database = await freshDatabase()
  ownerUrl = database.ownerUrl
  appUrl = database.appUrl
  owner = new pg.Client({ connectionString: ownerUrl })
  app = new pg.Client({ connectionString: database.appUrl })
  await owner.connect()
  await app.connect()
  world = await peopleWorld(owner, chance, { officers: OFFICERS })
  officers = world.officers
  const now = Temporal.Now.instant()
  // Some are away and covered before there is a record, the others only after.
  const half = Math.floor(world.standIns.statements.length / 2)
  for (const [text, values] of world.standIns.statements.slice(0, half)) await owner.query(text, values)
  for (let n = 0; n < CASES; n++) {
    const nominal = newId() as string
    const subject = caseOfChance(world, chance, now)
    cases.set(nominal, subject)
    const statements = statementsOf(nominal, subject, officers[0]!)
    // Some facts are there when the record is first reckoned; the rest arrive later and must go through the triggers.
    const first = chance.below(statements.length + 1)
    await owner.query('begin')
    await writeRecord(owner, nominal)
    for (const [text, values] of statements.slice(0, first)) await owner.query(text, values)
    await owner.query('select refresh_record(array[$1::uuid])', [nominal])
    await owner.query('commit')
    for (const [text, values] of statements.slice(first)) await owner.query(text, values)
  }
  for (const [text, values] of world.standIns.statements.slice(half)) await owner.query(text, values)
})
after(async () => {
  await owner?.end()
  await app?.end()
})

type Found = {
  readonly access: Map<string, Access>
  readonly rows: Record<'nominal' | 'nominal_headline' | 'nominal_file', Set<string>>
}

/** What the database gives this officer: by open_records, and by what row security leaves of the three tables. */
const foundBy = async (officer: Officer): Promise<Found> => {
  await app.query('begin isolation level repeatable read')
  try {
    await app.query('select enter($1)', [officer.tokenHash])
    const idsOf = async (text: string) => new Set((await app.query<{ id: string }>(text)).rows.map(row => row.id))
    const rows = {
      nominal: await idsOf('select id from nominal'),
      nominal_headline: await idsOf('select nominal_id as id from nominal_headline'),
      nominal_file: await idsOf('select nominal_id as id from nominal_file'),
    }
    const { rows: opened } = await app.query<{ id: string; access: Access }>(
      'select id, access from open_records($1)',
      [[...cases.keys()]],
    )
    return { access: new Map(opened.map(({ id, access }) => [id, access])), rows }
  } finally {
    await app.query('rollback')
  }
}

const levels = { none: 0, contact: 1, summary: 2, full: 3 } as const

/** @param asking which officers ask: all, or for the exact path, which takes a hundred times as long, every ninth */
const holdAgainstModel = async (asking: readonly Officer[] = officers): Promise<Record<Access, number>> => {
  const now = Temporal.Now.instant()
  const counts = { none: 0, contact: 0, summary: 0, full: 0 }
  const disagreements: string[] = []
  for (const officer of asking) {
    const { access, rows } = await foundBy(officer)
    for (const [nominal, subject] of cases) {
      const expected = decideAccess(officer, subject, now)
      counts[expected]++
      const found = access.get(nominal) ?? 'none'
      const seen = rows.nominal_file.has(nominal)
        ? 3
        : rows.nominal_headline.has(nominal)
          ? 2
          : rows.nominal.has(nominal)
            ? 1
            : 0
      if (found !== expected || seen !== levels[expected])
        disagreements.push(
          `seed ${seed}: ${officer.role} expects ${expected}, open_records says ${found}, rows say ${seen}: ${JSON.stringify(subject)}`,
        )
    }
  }
  assert.deepEqual(disagreements.slice(0, 3), [], `${disagreements.length} disagreements`)
  return counts
}

test('SQL and model agree for every officer and every case, whether facts came before or after the first reckoning', async () => {
  const counts = await holdAgainstModel()
  // A world in which nobody sees anything would agree as well.
  for (const access of ['full', 'summary', 'contact', 'none'] as const)
    assert.ok(counts[access] > 200, `${access}: ${counts[access]}`)
})

test('in that world somebody sees in full only because they cover, and nobody through a wall', () => {
  const now = Temporal.Now.instant()
  let through = 0
  for (const officer of officers)
    for (const subject of cases.values()) {
      const without = decideAccess(officer, { ...subject, covers: [] }, now)
      if (decideAccess(officer, subject, now) !== without) through++
      const walled = { ...subject, exclusions: [{ officer: officer.officer, from: now, to: null }] }
      assert.equal(decideAccess(officer, walled, now), 'none')
    }
  assert.ok(through > 0, `seed ${seed}`)
  const inCover = officers.filter(({ supervises }) =>
    supervises.some(id => !world.units.some(unit => unit.id === id && [unit.id, unit.parent].includes(supervises[0]!))),
  )
  assert.ok(inCover.length > 0, `seed ${seed}: nobody covers for a supervisor`)
})

test('they agree on the exact path, when the next change is overdue for every record', async () => {
  await owner.query(`update nominal set steady_until = now() - interval '1 second'`)
  await owner.query(`update nominal_headline set steady_until = now() - interval '1 second'`)
  await owner.query(`update nominal_file set steady_until = now() - interval '1 second'`)
  await holdAgainstModel(officers.filter((_, n) => n % 9 === 0))
})

test('refreshing what is past due puts the written audiences right again', async () => {
  const db = openPool(appUrl, { max: 1 })
  await upkeep(db)
  await db.close()
  const { rows } = await owner.query<{ overdue: number }>(
    'select count(*)::int as overdue from nominal where steady_until <= now()',
  )
  assert.equal(rows[0]!.overdue, 0)
  await holdAgainstModel()
})

/**
 * Time passes: what was to end in two days has ended a minute ago, and what was to begin tomorrow has begun. The facts are moved
 * without their triggers and the audiences left as they were written, which is how a record stands a minute after such a moment.
 */
test('a grant ends and begins to the second, although nothing has rewritten the audience', async () => {
  const moved = new Map<string, Case>()
  const now = Temporal.Now.instant()
  const minuteAgo = now.subtract({ minutes: 1 })
  const shift = <Fact extends { from: Temporal.Instant; to: Temporal.Instant | null }>(fact: Fact): Fact => {
    if (Temporal.Instant.compare(fact.from, now) > 0) return { ...fact, from: minuteAgo }
    if (fact.to !== null && Temporal.Instant.compare(fact.to, now) > 0) return { ...fact, to: minuteAgo }
    return fact
  }
  for (const [nominal, subject] of cases)
    moved.set(nominal, {
      ...subject,
      named: subject.named.map(shift),
      partners: subject.partners.map(shift),
      arrangements: subject.arrangements.map(shift),
      residences: subject.residences.map(shift),
      exclusions: subject.exclusions.map(shift),
      restrictions: subject.restrictions.map(fact => shift({ ...fact, members: fact.members.map(shift) })),
      compartments: subject.compartments.map(shift),
    })
  await owner.query('begin')
  await owner.query('set local session_replication_role = replica')
  for (const table of [
    'assignment',
    'partner',
    'arrangement',
    'residence',
    'exclusion',
    'restriction',
    'restriction_member',
    'compartment_of',
  ])
    await owner.query(
      `update ${table} set during = case when lower(during) > $1 then tstzrange($2, upper(during)) when upper(during) > $1 then tstzrange(lower(during), $2) else during end`,
      [now.toString(), minuteAgo.toString()],
    )
  await owner.query(`update nominal set steady_until = $1 where steady_until < 'infinity'`, [minuteAgo.toString()])
  await owner.query(`update nominal_headline set steady_until = $1 where steady_until < 'infinity'`, [
    minuteAgo.toString(),
  ])
  await owner.query(`update nominal_file set steady_until = $1 where steady_until < 'infinity'`, [minuteAgo.toString()])
  await owner.query('commit')
  for (const [nominal, subject] of moved) cases.set(nominal, subject)
  await holdAgainstModel(officers.filter((_, n) => n % 9 === 4))
})

test('two people named at once are both in the audience afterwards, and neither waits in vain', async () => {
  const two = [officers[0]!, officers[1]!]
  const clients = two.map(() => new pg.Client({ connectionString: ownerUrl }))
  await Promise.all(clients.map(client => client.connect()))
  try {
    // Many times over: an interleaving that goes wrong shows in some rounds only.
    for (const nominal of [...cases.keys()].slice(0, 25)) {
      await Promise.all(
        two.map(async (officer, n) => {
          await clients[n]!.query('begin')
          await clients[n]!.query(
            `insert into assignment (id, nominal_id, recorded_by, agency_id, source_kind, officer_id, kind) values ($1, $2, $3, $4, 'officer', $3, 'named')`,
            [newId(), nominal, officer.officer, officer.agency],
          )
          await clients[n]!.query('commit')
        }),
      )
      // Or the written audience says of itself that it is past due: whoever waited began before the other's grant did.
      const { rows } = await owner.query<{ both: boolean }>(
        `select array(select circle from officer where id = any($2)) <@ audience or steady_until <= now() as both from nominal_file where nominal_id = $1`,
        [nominal, two.map(({ officer }) => officer)],
      )
      assert.equal(rows[0]!.both, true)
    }
  } finally {
    await Promise.all(clients.map(client => client.end()))
  }
})

test('a record that was never reckoned is seen by nobody, not even by its own unit', async () => {
  const nominal = newId() as string
  await writeRecord(owner, nominal)
  const seen = await Promise.all([officers[0]!].map(foundBy))
  assert.equal(seen[0]!.rows.nominal.has(nominal), false)
})

test('without an actor there are no rows, and no error', async () => {
  for (const table of ['nominal', 'nominal_headline', 'nominal_file', 'known_name', 'entry'])
    assert.equal((await app.query(`select from ${table} limit 1`)).rowCount, 0)
})

test('the audiences and the walls cannot be read or written by the server', async () => {
  for (const text of [
    'select audience from nominal',
    'select * from nominal_file',
    'select from exclusion',
    'select from restriction',
    'select from compartment',
    'update nominal_file set manager_id = null',
    'delete from entry',
    'delete from audit_entry',
    'update audit_entry set action = action',
    'select from audit_entry',
    'select from session',
  ])
    await assert.rejects(app.query(text), /permission denied/, text)
})
