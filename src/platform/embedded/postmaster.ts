import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, Stop } from '../errors.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** A running database server: its first process, and the port on loopback where it answers. */
export type Postmaster = { readonly pid: number; readonly port: number }

/** Settings of PostgreSQL by name, as postgresql.conf would write them. */
export type Settings = Readonly<Record<string, string>>

const pollMs = 15
const startLimitMs = 300_000 // recovery after a crash during a long import may take minutes
const stopLimitMs = 60_000
const freePortAttempts = 5

/** A port on loopback that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string')
    throw new Error('a listening TCP server has an address with a port')
  return address.port
}

/** The lines of postmaster.pid: pid, folder, start, port, socket folder, address, shared memory, state. Absent: no server. */
const pidFile = (cluster: string): string[] => {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** A pid outlives its process in the file, and the number may be somebody else's by now: PostgreSQL works inside its folder. */
const worksIn = (pid: number, cluster: string): boolean => {
  try {
    return process.platform === 'linux'
      ? readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false
  }
}

const livingPid = (cluster: string): number | undefined => {
  const pid = Number(pidFile(cluster)[0])
  return pid > 0 && worksIn(pid, cluster) ? pid : undefined
}

/** Cheaper than to ask `ps`, and enough for a number that was seen to be the server's a moment ago. */
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM' // another account's, and there
  }
}

/** Whether it is still this server that works on `cluster`, and not none, or another that was started since. */
export const stillRuns = ({ pid }: Postmaster, cluster: string): boolean =>
  Number(pidFile(cluster)[0]) === pid && (process.platform === 'linux' ? worksIn(pid, cluster) : isThere(pid))

/** The server that runs on `cluster` and says it is ready, if any. */
const findReady = (cluster: string): Postmaster | undefined => {
  const pid = livingPid(cluster)
  const [, , , port, , , , state] = pidFile(cluster)
  return pid !== undefined && state?.trim() === 'ready' ? { pid, port: Number(port) } : undefined
}

/**
 * The server that already runs on `cluster`, waited for while it is on its way up or down; `undefined`: none runs. A file left
 * by a dead server goes, for PostgreSQL would not start beside another process that has got the same number since.
 */
export const findPostmaster = async (cluster: string): Promise<Postmaster | undefined> => {
  for (const end = Date.now() + startLimitMs; livingPid(cluster) !== undefined; await pause(pollMs)) {
    const ready = findReady(cluster)
    if (ready) return ready
    if (Date.now() > end)
      throw new Stop(`The database server on ${cluster} is neither ready nor gone: see ${cluster}.log.`)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  return undefined
}

/** Started detached, in a session of its own: Ctrl-C in a terminal must reach it by our word only, after the work is done. */
const launch = (binaries: Binaries, account: Account, cluster: string, settings: Settings): ChildProcess => {
  const [program, ...leading] = [...account.prefix, binaries.postgres]
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(`${cluster}.log`, 'a', 0o600)
  const child = spawn(program, [...leading, '-D', cluster, ...options], {
    ...account.become,
    env: binaries.environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.on('error', () => undefined) // then it has an exit code, which is what is looked at
  child.unref()
  return child
}

const lastWords = (cluster: string): string =>
  readFileSync(`${cluster}.log`, 'utf8')
    .trim()
    .split('\n')
    .findLast(line => /FATAL|error/i.test(line)) ?? 'it does not say why'

/**
 * Starts a server on `cluster`, on a free port of loopback, and waits until it is ready. Tried several times: the port may be
 * taken meanwhile, and the last processes of a killed server need a moment to go.
 * @throws Stop with PostgreSQL's own reason
 */
export const startPostmaster = async (
  binaries: Binaries,
  account: Account,
  cluster: string,
  settings: Settings,
): Promise<Postmaster> => {
  for (let attempt = 1; attempt <= freePortAttempts; attempt += 1) {
    const port = await freePort()
    const child = launch(binaries, account, cluster, { ...settings, port: String(port) })
    for (
      const end = Date.now() + startLimitMs;
      child.exitCode === null && child.signalCode === null && Date.now() < end;
      await pause(pollMs)
    ) {
      const ready = findReady(cluster)
      if (ready) return ready
    }
    await pause(attempt * 100)
  }
  throw new Stop(`The embedded PostgreSQL did not start: ${lastWords(cluster)} (${cluster}.log)`)
}

/** Stops the server in order (open transactions are rolled back, everything committed is on disk) and waits until it is gone. */
export const stopPostmaster = async (cluster: string): Promise<void> => {
  const pid = livingPid(cluster)
  if (pid === undefined) return
  process.kill(pid, 'SIGINT')
  const gone = async () => {
    for (const end = Date.now() + stopLimitMs; Date.now() < end; await pause(pollMs))
      if (livingPid(cluster) !== pid) return true
    return false
  }
  if (!(await gone())) process.kill(pid, 'SIGQUIT')
}
