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

/** A database is a demonstration for ever or never: it would otherwise take one forgotten setting to open real records to everybody. */
const holdToPurpose = async (ownerUrl: string, purpose: keyof typeof refusals): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord purpose' })
  await client.connect()
  try {
    await client.query('set role concord_owner')
    await client.query(`insert into installation (name, value) values ('purpose', $1) on conflict (name) do nothing`, [
      purpose,
    ])
    const { rows } = await client.query<{ value: keyof typeof refusals }>(
      `select value from installation where name = 'purpose'`,
    )
    const was = rows[0]!.value
    if (was !== purpose) throw new Stop(refusals[was])
  } finally {
    await client.end()
  }
}

/**
 * Brings a database that has its schema to where people can sign in: the reference lists, the first administrator, and in a
 * demonstration its officers. Costs a few milliseconds where all of it stands.
 * @throws Stop for a demonstration on a database of real records, and the other way round
 */
export const prepare = async (
  ownerUrl: string,
  { demonstration, administrator }: Pick<Configuration, 'demonstration' | 'administrator'>,
): Promise<void> => {
  await holdToPurpose(ownerUrl, demonstration ? 'demonstration' : 'service')
  await loadReference(ownerUrl)
  if (administrator !== undefined) await ensureFirstAdministrator(ownerUrl, administrator)
  if (demonstration) await loadDemonstrationOfficers(ownerUrl, { demonstration })
}

/**
 * Opens the database as `openDatabase` does and prepares it: what every command that needs agencies or officers begins with.
 * Where a database administrator owns the schema (DATABASE_APP_URL alone), what they have loaded stands as it is.
 * @param progress is told in a sentence what takes its time
 */
export const openPrepared = async (
  configuration: Configuration,
  progress?: (sentence: string) => void,
): Promise<OpenDatabase> => {
  const database = await openDatabase(configuration, progress)
  try {
    if (database.ownerUrl !== undefined) await prepare(database.ownerUrl, configuration)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
