import { existsSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { chooseAccount, handOver, letThrough, type Account } from './embedded/account.ts'
import { findBinaries, type Binaries } from './embedded/binaries.ts'
import { makeCluster, passwordsFor, type Passwords } from './embedded/cluster.ts'
import { holdAlone, holdTogether, oneAtATime } from './embedded/lock.ts'
import {
  findPostmaster,
  startPostmaster,
  stillRuns,
  stopPostmaster,
  type Postmaster,
  type Settings,
} from './embedded/postmaster.ts'
import { watch } from './embedded/watch.ts'
import { codeOf, Stop } from './errors.ts'

const ours: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // A statement that fails would stand in the server's log with its values, and those are about people.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

/** The embedded database as one process uses it. Its port changes when its server is started anew, so that a URL is for connecting now. */
export type EmbeddedDatabase = {
  /** Connects as `concord`, who owns the database "concord" and everything in its cluster. */
  readonly url: string
  /** Connects as a role that the schema has made, once it has been given its password. */
  readonly urlOf: (role: keyof Passwords) => string
  readonly passwords: Passwords
  /**
   * From now on a server that ends without our word (killed, or for want of memory) is started again, or joined where another
   * process has started it. `tell`: is told in a sentence.
   */
  readonly keepUp: (tell: (sentence: string) => void) => void
  /** Leaves; the server stops when its last user leaves. May be called again. */
  readonly stop: () => Promise<void>
}

/** @param url of the database "concord", which may not be there yet */
const ensureDatabase = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url.replace(/concord$/, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'concord'`)
    if (rowCount === 0) await client.query('create database concord')
  } finally {
    await client.end()
  }
}

/** Step by step: where the system says "there is no such place" and means "not here", as in /proc, Node.js's own way never ends. */
const makeFolders = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) await makeFolders(dirname(folder))
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error // another start has just made it
  })
}

/** The lock is made to find out: what is asked about permissions says yes to root in places where nothing can be made. */
const makeDataFolder = async (dataFolder: string, lock: string): Promise<void> => {
  try {
    await makeFolders(dataFolder)
    await (await open(lock, 'a')).close()
  } catch (error) {
    throw new Stop(
      `The data folder ${dataFolder} cannot be written (${codeOf(error) ?? 'no reason given'}): set CONCORD_DATA to one that can.`,
    )
  }
}

type Place = {
  readonly dataFolder: string
  readonly cluster: string
  readonly passwords: Passwords
  readonly settings: Settings
  readonly progress: (sentence: string) => void
}

/** Makes the cluster if there is none, and starts its server if none runs. */
const standUp = async ({ dataFolder, cluster, passwords, settings, progress }: Place): Promise<Postmaster> => {
  const found = await findPostmaster(cluster)
  if (found) return found
  const binaries: Binaries = findBinaries(dataFolder)
  const account: Account = await chooseAccount(cluster)
  await letThrough(dataFolder, account)
  if (!existsSync(cluster)) {
    progress(`Making the database in ${dataFolder} (first start only).`)
    await makeCluster(binaries, account, cluster, passwords, settings['fsync'] !== 'off')
  }
  await handOver(cluster, account)
  return startPostmaster(binaries, account, cluster, { ...ours, ...settings })
}

/**
 * Starts the PostgreSQL that npm installed on `dataFolder`, or joins the one that already runs there: started by another
 * command, or left behind by a process that was killed. Several processes may use one folder at once.
 * @param settings PostgreSQL's, over ours; tests switch `fsync` off
 * @param progress is told in a sentence what takes its time
 * @throws Stop when the folder cannot be written, or PostgreSQL cannot run here
 */
export const startEmbedded = async ({
  dataFolder,
  settings = {},
  progress = () => undefined,
}: {
  readonly dataFolder: string
  readonly settings?: Settings
  readonly progress?: (sentence: string) => void
}): Promise<EmbeddedDatabase> => {
  const cluster = join(dataFolder, 'postgres')
  const [entrance, users] = [join(dataFolder, 'entrance.lock'), join(dataFolder, 'users.lock')]
  await makeDataFolder(dataFolder, entrance)

  return oneAtATime(entrance, async () => {
    const leave = holdTogether(users)
    if (leave === undefined) throw new Error('users.lock is held alone only by one who has passed the entrance')
    const passwords = await passwordsFor(cluster)
    const place: Place = { dataFolder, cluster, passwords, settings, progress }
    let server = await standUp(place)
    const urlOf = (role: keyof Passwords) => `postgres://${role}:${passwords[role]}@127.0.0.1:${server.port}/concord`
    await ensureDatabase(urlOf('concord'))

    let stopped: Promise<void> | undefined
    let endWatch = (): void => undefined
    const keepUp: EmbeddedDatabase['keepUp'] = tell => {
      endWatch = watch({
        stands: () => stillRuns(server, cluster),
        putRight: async () => {
          if (!existsSync(cluster))
            throw new Stop(`The database has gone from ${cluster}: put it back, or stop Concord.`)
          await oneAtATime(entrance, async () => {
            if (stopped) return
            const known = server
            server = await standUp(place)
            if (server.pid === known.pid) return // its file was being written when it was looked at
            tell('The database server had ended without our word. It runs again, with everything that was committed.')
          })
        },
        tell,
      })
    }
    const stop = () => {
      endWatch()
      return oneAtATime(entrance, async () => {
        leave()
        const nobodyLeft = holdAlone(users)
        if (nobodyLeft === undefined) return
        await stopPostmaster(cluster)
        nobodyLeft()
      })
    }
    return {
      get url() {
        return urlOf('concord')
      },
      urlOf,
      passwords,
      keepUp,
      stop: () => (stopped ??= stop()),
    }
  })
}
