import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { readConfiguration } from '../../src/platform/configuration.ts'
import { startEmbedded } from '../../src/platform/embedded.ts'
import { holdAlone } from '../../src/platform/embedded/lock.ts'
import { stopPostmaster } from '../../src/platform/embedded/postmaster.ts'
import { openDatabase } from '../../src/platform/servers.ts'

/** How the files of a run learn of the template that the global setup has made. */
export const templateVariable = 'CONCORD_TEST_TEMPLATE'

/** The template database as each role reaches it. Nobody may be connected to it while it is cloned. */
export type TemplateUrls = {
  readonly owner: string
  readonly app: string
  readonly importer: string
  readonly destroyer: string
  readonly jobs: string
}

export type Template = { readonly urls: TemplateUrls; readonly tearDown: () => Promise<void> }

const prefix = 'concord-test-'

// A test cluster is thrown away, so it need not survive a power cut; several files hold their pools at once.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** A run that was killed leaves its server behind, and nobody would ever come back to its folder. */
const clearAway = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(prefix))) {
    const users = join(tmpdir(), name, 'users.lock')
    const release = existsSync(users) ? holdAlone(users) : undefined
    if (release === undefined) continue
    await stopPostmaster(join(tmpdir(), name, 'postgres'))
    release()
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

const onEmbedded = async (): Promise<Template> => {
  await clearAway()
  const dataFolder = mkdtempSync(join(tmpdir(), prefix))
  const server = await startEmbedded({ dataFolder, settings })
  // Joins the server that runs there, gives it the schema, and the roles their passwords.
  const { ownerUrl, appUrl, importerUrl, destroyerUrl, jobsUrl, close } = await openDatabase({
    database: readConfiguration({}).database,
    dataFolder,
  })
  return {
    urls: { owner: ownerUrl!, app: appUrl, importer: importerUrl, destroyer: destroyerUrl, jobs: jobsUrl },
    tearDown: async () => {
      await close()
      await server.stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Connected only while it works: a connection that stays keeps a file that is run by itself from ending. */
const onServerOf = async (url: string, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const onServer = async (url: string): Promise<Template> => {
  const name = `concord_test_${randomBytes(4).toString('hex')}`
  await onServerOf(url, client => client.query(`create database ${name}`))
  const owner = new URL(url)
  owner.pathname = `/${name}`
  const { ownerUrl, appUrl, importerUrl, destroyerUrl, jobsUrl } = await openDatabase(
    readConfiguration({ DATABASE_URL: owner.href }),
  )
  return {
    urls: { owner: ownerUrl!, app: appUrl, importer: importerUrl, destroyer: destroyerUrl, jobs: jobsUrl },
    tearDown: () =>
      onServerOf(url, async client => {
        const { rows } = await client.query<{ name: string }>(
          'select datname as name from pg_database where starts_with(datname, $1)',
          [name],
        )
        for (const database of rows) await client.query(`drop database ${database.name} with (force)`)
      }),
  }
}

/** Makes the template: on the server of DATABASE_URL where that is set, or else on an embedded one in a temporary folder. */
export const makeTemplate = (): Promise<Template> =>
  process.env['DATABASE_URL'] ? onServer(process.env['DATABASE_URL']) : onEmbedded()

let standing: Promise<Template> | undefined

/** The template for a file that is run by itself: made once, gone when the file has nothing left to do. */
export const standTemplateUp = (): Promise<Template> => {
  if (standing === undefined) {
    standing = makeTemplate()
    process.once('beforeExit', () => void standing?.then(({ tearDown }) => tearDown()))
  }
  return standing
}
