// What the demonstration's officers wrote: typed events, graded intelligence and corrections, for people who can be met, and once only.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { openPool } from '#platform'
import { readReference } from '#reference'
import { addWritten } from '../src/migration/demonstration/written.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.importerUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

test('those in the community have stories with every sort of entry in them, those in prison have none, and a second loading adds nothing', async () => {
  const person = { names: [{ forenames: 'Orrin', surname: 'Vesperlane' }], unit: 'CTWM-NM', manager: 'ctnm-officer' }
  for (let n = 0; n < 10; n++) {
    const record = await aNominal(owner, person)
    await addFact(owner, record, 'whereabouts', { kind: 'community', during: '[2026-01-01,)' })
  }
  const inPrison = await aNominal(owner, person)
  await addFact(owner, inPrison, 'whereabouts', { kind: 'custody', place: 'HMP Hewell', during: '[2026-01-01,)' })
  const asOf = Temporal.PlainDate.from('2026-11-23')
  const entries = async () =>
    (
      await owner.query<{
        all: number
        kinds: number
        graded: number
        corrected: number
        held: number
        prison: number
      }>(
        `select count(*)::int as all, count(distinct kind)::int as kinds, count(grading_scheme)::int as graded, count(supersedes)::int as corrected,
                count(*) filter (where held_elsewhere <> '')::int as held, count(*) filter (where nominal_id = $1)::int as prison from entry`,
        [inPrison],
      )
    ).rows[0]!
  await addWritten(db, readReference(), { seed: 22, asOf, stopping: new AbortController().signal })
  const first = await entries()
  assert.ok(
    first.all >= 40 && first.kinds >= 15 && first.graded >= 6 && first.corrected >= 4 && first.held === 2,
    JSON.stringify(first),
  )
  assert.equal(first.prison, 0)
  await addWritten(db, readReference(), { seed: 22, asOf, stopping: new AbortController().signal })
  assert.deepEqual(await entries(), first)
})
