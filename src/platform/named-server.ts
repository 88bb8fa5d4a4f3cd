import { Client } from 'pg'
import { codeOf, Stop } from './errors.ts'
import { appliedFiles, hasSchema, schemaFiles } from './schema.ts'

const oldestVersion = 150_000
const connectLimitMs = 5_000
const lacksPrivilege = '42501'
const sqlState = /^\d[0-9A-Z]{4}$/

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no machine has that name',
  EAI_AGAIN: 'no machine of that name can be found',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it took too long',
}

/** The server in words, never with the login's password. */
const nameOf = (url: string): string => {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`
}

/**
 * Makes sure that a server answers at `url` and is new enough.
 * @param setting the variable that names it, for the sentence
 * @throws Stop with the host and the reason
 */
export const expectAnswer = async (setting: string, url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectLimitMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; number: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
    )
    const { version, number } = rows[0]!
    if (number < oldestVersion)
      throw new Stop(
        `The database server at ${nameOf(url)} (${setting}) is PostgreSQL ${version}: Concord needs version 15 or later.`,
      )
  } catch (error) {
    if (error instanceof Stop) throw error
    const code = codeOf(error) ?? ''
    const verb = sqlState.test(code) ? 'refuses' : 'does not answer'
    throw new Stop(
      `The database server at ${nameOf(url)} (${setting}) ${verb}: ${reasons[code] ?? (error as Error).message}.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Where a database administrator makes the schema, the program only asks whether they have, and whether it is this program's.
 * @throws Stop with what to run; as `appliedFiles` for a newer schema
 */
export const expectSchema = async (app: string): Promise<void> => {
  const client = new Client({ connectionString: app })
  await client.connect()
  const run = 'run `npx concord schema` with DATABASE_URL set to the login that owns it'
  const name = `The database at ${nameOf(app)} (DATABASE_APP_URL)`
  try {
    if (!(await hasSchema(client))) throw new Stop(`${name} has no schema yet: ${run}.`)
    const applied = await appliedFiles(client).catch((error: unknown) => {
      if (codeOf(error) === lacksPrivilege) return [] // of a time when nobody but the owner was told
      throw error
    })
    if (applied.length < schemaFiles().length)
      throw new Stop(`${name} has an older schema than this program: ${run}, while no other program runs.`)
  } finally {
    await client.end()
  }
}
