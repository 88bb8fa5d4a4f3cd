import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { dayOf, openPool, type OpenDatabase, type Tell } from '#platform'
import { filesIn } from '../delivery.ts'
import { groundOf } from '../ground.store.ts'
import { importFiles } from '../import.ts'
import { addInstructions } from './instructions.ts'
import { addPortraits } from './portraits.ts'
import { addCompartment } from './compartments.ts'
import { addNotice } from './notices.ts'
import { addWalls } from './walls.ts'
import { addWritten } from './written.ts'

/** Which people there are, whatever the day. */
export const demonstrationOrder = { people: 1000, seed: 22 } as const
const { people, seed } = demonstrationOrder

/**
 * Fills a demonstration with its people, by the way everybody's extracts take: three agencies' files are written, and imported; some get drawn
 * placeholders for photographs, entries that no extract brings, and one list and one exclusion.
 * Done once a database; begun and broken off, it goes on where it was, because the same seed and day give the same bytes.
 * Answers false when `stopping` ended it before the end. Where a database administrator owns the schema (no owner's address),
 * it does nothing and answers true.
 */
export const loadDemonstration = async (
  { ownerUrl, importerUrl }: Pick<OpenDatabase, 'ownerUrl' | 'importerUrl'>,
  { stopping, tell }: { readonly stopping: AbortSignal; readonly tell: Tell },
): Promise<boolean> => {
  if (ownerUrl === undefined) return true
  const asOf = await dayToLoadFor(ownerUrl)
  if (asOf === null) return true
  const folder = await mkdtemp(join(tmpdir(), 'concord-demonstration-'))
  const db = openPool(importerUrl, { max: 6, name: 'concord demonstration' })
  try {
    // The lists that names are made from take a while to read, and most servers never need them.
    const { writeExtracts } = await import('./write.ts')
    await writeExtracts(folder, { seed, people, asOf })
    const ground = await groundOf(db.pool)
    const { finished } = await importFiles(db, ground, {
      name: 'The demonstration’s people',
      paths: await filesIn(folder),
      agency: null,
      asOf,
      stopping,
      tell,
    })
    const complete = finished && (await addPortraits(db, ground, { seed, asOf, stopping }))
    const written = complete && (await addWritten(db, ground.reference, { seed, asOf, stopping }))
    if (written) for (const add of [addWalls, addNotice, addCompartment, addInstructions]) await asOwner(ownerUrl, add)
    if (written) await remember(ownerUrl)
    return written
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The day for which the people are, or were begun to be, invented; null when they are all there. */
const dayToLoadFor = (ownerUrl: string): Promise<Temporal.PlainDate | null> =>
  asOwner(ownerUrl, async client => {
    await client.query(
      `insert into installation (name, value) values ('demonstration day', $1) on conflict (name) do nothing`,
      [dayOf(Temporal.Now.instant()).toString()],
    )
    const { rows } = await client.query<{ name: string; value: string }>(
      `select name, value from installation where name in ('demonstration day', 'demonstration loaded')`,
    )
    const valueOf = (name: string) => rows.find(row => row.name === name)?.value
    return valueOf('demonstration loaded') === undefined ? Temporal.PlainDate.from(valueOf('demonstration day')!) : null
  })

const remember = (ownerUrl: string): Promise<void> =>
  asOwner(ownerUrl, async client => {
    await client.query(
      `insert into installation (name, value) values ('demonstration loaded', $1) on conflict (name) do nothing`,
      [`${people} people, seed ${seed}`],
    )
  })

const asOwner = async <Result>(ownerUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord demonstration' })
  await client.connect()
  try {
    await client.query('set role concord_owner')
    return await work(client)
  } finally {
    await client.end()
  }
}
