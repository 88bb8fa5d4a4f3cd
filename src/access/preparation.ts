import pg from 'pg'
import { openDatabase, Stop, type Configuration, type OpenDatabase } from '#platform'
import { ensureFirstAdministrator } from './administrator.store.ts'
import { loadDemonstrationOfficers } from './demonstration-officers.store.ts'
import { loadReference } from './reference.store.ts'

const refusals = {
  demonstration:
    'This database holds a demonstration, in which nobody needs a password. Start it without CONCORD_DEMO=0, or name another database.',
  service:
    'This database is not a demonstration, and in one nobody needs a password: set CONCORD_DEMO=0, or name another database.',
} as const

type Purpose = keyof typeof refusals
const purposeOf = ({ demonstration }: Pick<Configuration, 'demonstration'>): Purpose =>
  demonstration ? 'demonstration' : 'service'

const onOneConnection = async (url: string, work: (client: pg.Client) => Promise<void>): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: 'concord purpose' })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const expectPurpose = async (client: pg.Client, purpose: Purpose): Promise<void> => {
  const { rows } = await client.query<{ value: Purpose }>(`select value from installation where name = 'purpose'`)
  const was = rows[0]?.value
  if (was === undefined)
    throw new Stop(
      'This database has its schema and nothing else: run `npx concord schema` with DATABASE_URL set to the login that owns it.',
    )
  if (was !== purpose) throw new Stop(refusals[was])
}

/** A database is a demonstration for ever or never: it would otherwise take one forgotten setting to open real records to everybody. */
const holdToPurpose = (ownerUrl: string, purpose: Purpose): Promise<void> =>
  onOneConnection(ownerUrl, async client => {
    await client.query('set role concord_owner')
    await client.query(`insert into installation (name, value) values ('purpose', $1) on conflict (name) do nothing`, [
      purpose,
    ])
    await expectPurpose(client, purpose)
  })

/**
 * Brings a database that has its schema to where people can sign in: the reference lists, the first administrator, and in a
 * demonstration its officers. Costs a few milliseconds where all of it stands. Where a database administrator owns the schema
 * (no `ownerUrl`), what they have loaded stands as it is.
 * @throws Stop for a demonstration on a database of real records, and the other way round
 */
export const prepare = async (
  { ownerUrl, appUrl }: Pick<OpenDatabase, 'ownerUrl' | 'appUrl'>,
  configuration: Pick<Configuration, 'demonstration' | 'administrator'>,
): Promise<void> => {
  const { demonstration, administrator } = configuration
  if (ownerUrl === undefined) return onOneConnection(appUrl, client => expectPurpose(client, purposeOf(configuration)))
  await holdToPurpose(ownerUrl, purposeOf(configuration))
  await loadReference(ownerUrl)
  if (administrator !== undefined) await ensureFirstAdministrator(ownerUrl, administrator)
  if (demonstration) await loadDemonstrationOfficers(ownerUrl, { demonstration })
}

/**
 * Opens the database as `openDatabase` does and prepares it: what every command that needs agencies or officers begins with.
 * @param progress is told in a sentence what takes its time
 * @throws Stop as `openDatabase` and `prepare` do
 */
export const openPrepared = async (
  configuration: Configuration,
  progress?: (sentence: string) => void,
): Promise<OpenDatabase> => {
  const database = await openDatabase(configuration, progress)
  try {
    await prepare(database, configuration)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
