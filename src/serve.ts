import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  beforeLeaving,
  codeOf,
  faultInWords,
  keepMemorySmall,
  listening,
  openDatabase,
  openLog,
  openPool,
  portToListenOn,
  readConfiguration,
  Stop,
  type Command,
  type Configuration,
  type Database,
  type OpenDatabase,
  type Progress,
} from '#platform'

/** Outside a demonstration nothing is guessed that a stranger could guess too. */
const refuseGuesses = ({ demonstration, signIn, url }: Configuration): void => {
  if (!demonstration && (signIn === undefined || url === undefined))
    throw new Stop(
      'With CONCORD_DEMO=0 set CONCORD_URL (the address people type) and OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
    )
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

const signInsInWords = (people: readonly (readonly [signIn: string, who: string])[]): string => {
  const width = Math.max(...people.map(([signIn]) => signIn.length))
  const lines = people.map(([signIn, who]) => `  ${signIn.padEnd(width)}  ${who}`)
  return `This is a demonstration with invented people. Sign in as any of these, without a password:\n${lines.join('\n')}`
}

const fillAttempts = 5
const fillAgainAfterMs = 3_000

/**
 * Beside the serving: people can sign in and look round at once. What was broken off, by a database server that ended for
 * instance, goes on in a moment, and at the latest at the next start.
 */
const fillDemonstration = async (
  database: Pick<OpenDatabase, 'ownerUrl' | 'importerUrl'>,
  stopping: AbortSignal,
  startedAt: number,
): Promise<void> => {
  const { loadDemonstration } = await import('#migration')
  let told = false
  const tell = (progress: Progress) => {
    if (!told && 'doing' in progress) {
      told = true
      console.log('Filling the demonstration with invented people (first start only).')
    }
  }
  for (let attempt = 1; attempt <= fillAttempts && !stopping.aborted; attempt++)
    try {
      const complete = await loadDemonstration(database, { stopping, tell })
      if (told && complete) console.log(`The demonstration is complete (${seconds(startedAt)}).`)
      return
    } catch (error) {
      if (attempt === fillAttempts && !stopping.aborted)
        console.error(`The demonstration's people could not be loaded: ${faultInWords(error)}`)
      else await pause(fillAgainAfterMs, undefined, { signal: stopping }).catch(() => undefined)
    }
}

/** A pool for the extracts that people bring; `undefined` where the login may not become the importer, which is no reason not to serve. */
const openImporter = async (importerUrl: () => string): Promise<Database | undefined> => {
  const importer = openPool(importerUrl, { max: 10, name: 'concord loading' })
  try {
    await importer.pool.query('select from extract limit 1')
    return importer
  } catch (error) {
    await importer.close()
    console.error(
      `Extracts cannot be loaded on a page, because the importer's login does not work (${codeOf(error) ?? 'no answer'}): set DATABASE_IMPORTER_URL.`,
    )
    return undefined
  }
}

/** A pool that may destroy what two people agreed on; `undefined` where the login may not become concord_destroyer, which is no reason not to serve. */
const openDestroyer = async (destroyerUrl: () => string): Promise<Database | undefined> => {
  const destroyer = openPool(destroyerUrl, { max: 1, name: 'concord destroying' })
  try {
    await destroyer.pool.query('select sealing_id from destruction limit 1')
    return destroyer
  } catch (error) {
    await destroyer.close()
    console.error(
      `What is confirmed to be destroyed waits, because the destroyer's login does not work (${codeOf(error) ?? 'no answer'}): set DATABASE_DESTROYER_URL.`,
    )
    return undefined
  }
}

/** A pool that takes the log up; `undefined` where the login may not become concord_jobs: the log is written all the same, and proved later. */
const openJobs = async (jobsUrl: () => string): Promise<Database | undefined> => {
  const jobs = openPool(jobsUrl, { max: 1, name: 'concord log' })
  try {
    await jobs.pool.query('select size from log_checkpoint limit 1')
    return jobs
  } catch (error) {
    await jobs.close()
    console.error(
      `The log is written and not yet proved, because the login for that does not work (${codeOf(error) ?? 'no answer'}): set DATABASE_JOBS_URL.`,
    )
    return undefined
  }
}

/** Beside the serving: words that an older version of the program keyed get the keys of this one. Names are found by the old ones meanwhile. */
const keyNamesAnew = async (importer: Database, stopping: AbortSignal): Promise<void> => {
  const { keyWordsAnew } = await import('#nominals')
  try {
    const words = await keyWordsAnew(importer.pool, stopping)
    if (words > 0) console.log(`The search keys of ${words} words were made anew.`)
  } catch (error) {
    if (!stopping.aborted) console.error(`The search keys could not be made anew: ${faultInWords(error)}`)
  }
}

const serve = async (stopping: AbortSignal): Promise<0> => {
  const startedAt = performance.now() - process.uptime() * 1000
  keepMemorySmall()
  const configuration = readConfiguration(process.env)
  refuseGuesses(configuration)
  const { host } = configuration
  const port = await portToListenOn(host, configuration.port)
  const address = configuration.url ?? `http://localhost:${port}`

  // The server's parts are read from disk while the database stands up.
  const [{ buildApp }, { demonstrationSignIns, prepare, roleInWords }, { keepTelling }, { keepSequencing }, database] =
    await Promise.all([
      import('./app.ts'),
      import('#access'),
      import('#need-to-know'),
      import('#audit'),
      openDatabase(configuration, sentence => console.log(sentence)),
    ])
  await prepare(database, configuration)
  const log = openLog(configuration)
  database.keepUp(sentence => log.warn(sentence))
  const db = openPool(() => database.appUrl)
  const importer = await openImporter(() => database.importerUrl)
  const destroyer = await openDestroyer(() => database.destroyerUrl)
  const jobs = await openJobs(() => database.jobsUrl)
  const closePools = beforeLeaving(async () => {
    await Promise.all([db.close(), importer?.close(), destroyer?.close(), jobs?.close()])
  })
  const app = await buildApp(
    { configuration, address, db, log, now: () => Temporal.Now.instant() },
    { importer, destroyer },
  )
  keepTelling(app, { db, log })
  if (jobs) keepSequencing(app, { log, configuration }, jobs)
  const closeApp = beforeLeaving(() => app.close())
  await listening(app.listen({ host, port }), host, port)
  console.log(`Concord is at ${address} (${seconds(startedAt)}). Ctrl-C stops it.`)
  if (configuration.demonstration)
    console.log(
      signInsInWords(demonstrationSignIns.map(({ signIn, name, role }) => [signIn, `${name}, ${roleInWords(role)}`])),
    )

  const keying = importer && keyNamesAnew(importer, stopping)
  const filling = configuration.demonstration ? fillDemonstration(database, stopping, startedAt) : undefined
  if (!stopping.aborted) await new Promise(resolve => stopping.addEventListener('abort', resolve, { once: true }))
  console.log('Stopping.')
  await Promise.all([filling, keying])
  await closeApp()
  await closePools()
  await database.close()
  return 0
}

/** `concord serve`, which is also `npm start`: the server, on its own database unless DATABASE_URL names one. */
export const serveCommand: Command = {
  summary: 'run the server',
  usage: `npx concord serve

Serves at http://localhost:3000 (PORT, HOST, CONCORD_URL), as a demonstration unless CONCORD_DEMO=0, on an embedded
PostgreSQL in ./data (CONCORD_DATA) unless DATABASE_URL or DATABASE_APP_URL names a server. Ctrl-C stops everything.`,
  run: async (args, stopping) => {
    parseArgs({ args: [...args] })
    return serve(stopping)
  },
}
