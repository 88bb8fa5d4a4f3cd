import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Configuration } from './configuration.ts'
import { startEmbedded } from './embedded.ts'
import { codeOf, Stop } from './errors.ts'
import { beforeLeaving } from './leaving.ts'
import { expectAnswer, expectSchema } from './named-server.ts'
import { applySchema } from './schema.ts'

/**
 * The database as this process reaches it, with its schema applied. Each URL logs in as, or becomes, the role it is named for, and is
 * for connecting now: an embedded server that had to be started anew listens on another port.
 */
export type OpenDatabase = {
  /** Owns the database and makes the schema; `undefined` where a database administrator does that (only DATABASE_APP_URL is set). */
  readonly ownerUrl: string | undefined
  /** Role concord_app: what serves people, held by row security. */
  readonly appUrl: string
  /** Role concord_importer: loads extracts. */
  readonly importerUrl: string
  /** Role concord_destroyer: destroys what two people agreed on. */
  readonly destroyerUrl: string
  /** Role concord_jobs: takes the log up into its proofs. */
  readonly jobsUrl: string
  /** Keeps an embedded server running for as long as this process uses it; `tell`: is told in a sentence. A named server is its administrator's. */
  readonly keepUp: (tell: (sentence: string) => void) => void
  /** Leaves the database; the embedded server stops with its last user. May be called again; close your pools first. */
  readonly close: () => Promise<void>
}

const lacksPrivilege = '42501'

/** The login of `url`, become `role` as soon as it is connected. */
const asRole = (url: string, role: string): string => {
  const changed = new URL(url)
  changed.searchParams.set('options', `-c role=${role}`)
  return changed.href.replaceAll('+', '%20') // what is not JavaScript reads no plus sign as a space
}

const lackIn = (error: unknown): string | undefined =>
  codeOf(error) === lacksPrivilege
    ? (error as Error).message
    : error instanceof Error && error.cause
      ? lackIn(error.cause)
      : undefined

const applySchemaAsOwner = async (owner: string): Promise<void> => {
  try {
    await applySchema(owner)
  } catch (error) {
    const lack = lackIn(error)
    if (lack === undefined) throw error
    throw new Stop(
      `The login in DATABASE_URL must own its database and be allowed to create roles, and it is not (${lack}): let a database administrator grant it, or set DATABASE_APP_URL instead.`,
    )
  }
}

const openNamed = async ({
  owner,
  app,
  importer,
  destroyer,
  jobs,
}: Configuration['database']): Promise<OpenDatabase> => {
  if (owner) {
    await expectAnswer('DATABASE_URL', owner)
    await applySchemaAsOwner(owner)
  }
  if (app) await expectAnswer('DATABASE_APP_URL', app)
  if (app && !owner) await expectSchema(app)
  if (importer) await expectAnswer('DATABASE_IMPORTER_URL', importer)
  if (destroyer) await expectAnswer('DATABASE_DESTROYER_URL', destroyer)
  if (jobs) await expectAnswer('DATABASE_JOBS_URL', jobs)
  const base = owner ?? app
  if (base === undefined) throw new Error('openNamed is for a configuration that names a database')
  return {
    ownerUrl: owner,
    appUrl: app ?? asRole(base, 'concord_app'),
    importerUrl: importer ?? asRole(base, 'concord_importer'),
    destroyerUrl: destroyer ?? asRole(base, 'concord_destroyer'),
    jobsUrl: jobs ?? asRole(base, 'concord_jobs'),
    keepUp: () => undefined,
    close: async () => undefined,
  }
}

/** The schema makes the roles without a login; here they get the passwords that lie in the data folder. */
const giveLogins = async (url: string, passwords: Readonly<Record<string, string>>): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`begin; select pg_advisory_xact_lock(hashtext('concord logins'))`)
    for (const [role, password] of Object.entries(passwords)) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1 and not rolcanlogin', [role])
      if (rowCount)
        await client.query(
          `alter role ${client.escapeIdentifier(role)} login password ${client.escapeLiteral(password)}`,
        )
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

const openEmbedded = async (dataFolder: string, progress: (sentence: string) => void): Promise<OpenDatabase> => {
  const embedded = await startEmbedded({ dataFolder, progress })
  const close = beforeLeaving(embedded.stop)
  try {
    await applySchema(embedded.url)
    await giveLogins(embedded.url, embedded.passwords)
  } catch (error) {
    await close()
    throw error
  }
  return {
    get ownerUrl() {
      return embedded.url
    },
    get appUrl() {
      return embedded.urlOf('concord_app')
    },
    get importerUrl() {
      return embedded.urlOf('concord_importer')
    },
    get destroyerUrl() {
      return embedded.urlOf('concord_destroyer')
    },
    get jobsUrl() {
      return embedded.urlOf('concord_jobs')
    },
    keepUp: embedded.keepUp,
    close,
  }
}

/**
 * Opens the database that the configuration names, or else the embedded one in the data folder, and brings its schema up to
 * this program: every command starts here. What is open is closed when the process leaves, whoever ends it.
 * @param progress is told in a sentence what takes its time
 * @throws Stop when the server does not answer or is too old, the schema is newer than the program, or the data folder cannot be written
 */
export const openDatabase = (
  { database, dataFolder }: Pick<Configuration, 'database' | 'dataFolder'>,
  progress: (sentence: string) => void = () => undefined,
): Promise<OpenDatabase> =>
  (database.owner ?? database.app) ? openNamed(database) : openEmbedded(dataFolder, progress)

/**
 * Opens the same database for its owner and leaves its schema as it stands: for what must not change it (a backup), or has to make
 * it in its own way (a restore). `close` as in `openDatabase`.
 * @param mustExist refuses where there is no embedded database yet, and does not make one
 * @throws Stop where only DATABASE_APP_URL is set, whose login does not own the database
 */
export const openAsItStands = async (
  { database, dataFolder }: Pick<Configuration, 'database' | 'dataFolder'>,
  {
    progress = () => undefined,
    mustExist,
  }: { readonly progress?: (sentence: string) => void; readonly mustExist: boolean },
): Promise<{ readonly ownerUrl: string; readonly close: () => Promise<void> }> => {
  if (database.owner !== undefined) {
    await expectAnswer('DATABASE_URL', database.owner)
    return { ownerUrl: database.owner, close: async () => undefined }
  }
  if (database.app !== undefined)
    throw new Stop('This needs the login that owns the database, and DATABASE_APP_URL is not that: set DATABASE_URL.')
  if (mustExist && !existsSync(join(dataFolder, 'postgres')))
    throw new Stop(`There is no database in ${dataFolder}: set CONCORD_DATA or DATABASE_URL to where it is.`)
  const { url, stop } = await startEmbedded({ dataFolder, progress })
  return { ownerUrl: url, close: beforeLeaving(stop) }
}
