import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Stop } from '../errors.ts'
import { handOver, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** The logins of the embedded database; random, made once, kept in the data folder for its owner alone. */
export type Passwords = {
  readonly concord: string
  readonly concord_app: string
  readonly concord_importer: string
  readonly concord_destroyer: string
  readonly concord_jobs: string
}
const cameLater = ['concord_destroyer', 'concord_jobs'] as const

const newPassword = () => randomBytes(24).toString('base64url')

const keep = async (file: string, passwords: Passwords): Promise<Passwords> => {
  const beside = `${file}.${process.pid}`
  await writeFile(beside, JSON.stringify(passwords), { mode: 0o600, flush: true })
  await rename(beside, file)
  return passwords
}

/** Reads the passwords of the database on `cluster`, or makes them for a new one; a role that came since a database was made gets one then. */
export const passwordsFor = async (cluster: string): Promise<Passwords> => {
  const file = `${cluster}-passwords.json`
  if (existsSync(file)) {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Omit<Passwords, (typeof cameLater)[number]> &
      Partial<Passwords>
    const whole = { ...(Object.fromEntries(cameLater.map(role => [role, newPassword()])) as Passwords), ...kept }
    return cameLater.every(role => kept[role] !== undefined) ? whole : keep(file, whole)
  }
  if (existsSync(cluster)) throw new Stop(`The passwords of the database are missing: put ${file} back beside it.`)
  return keep(file, {
    concord: newPassword(),
    concord_app: newPassword(),
    concord_importer: newPassword(),
    concord_destroyer: newPassword(),
    concord_jobs: newPassword(),
  })
}

const run = async (
  account: Account,
  program: string,
  parameters: readonly string[],
  environment: Binaries['environment'],
): Promise<void> => {
  const [first, ...leading] = [...account.prefix, program]
  const child = spawn(first, [...leading, ...parameters], {
    ...account.become,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk))
  const code = await new Promise<number | string | null>(resolve =>
    child.once('error', ({ message }) => resolve(message)).once('close', resolve),
  )
  if (code === 0) return
  const reason = words.split('\n').find(line => /error|FATAL/i.test(line)) ?? String(code)
  const advice = account.become
    ? ' PostgreSQL does not run as root, and user namespaces are switched off here: run Concord as an ordinary user, or set DATABASE_URL.'
    : ''
  throw new Stop(`The database could not be made: ${reason}.${advice}`)
}

/**
 * Makes a new cluster: UTF-8, sorted by code point (ICU collations are there to be asked for by name), and no way in without a
 * password. It is made beside its place and moved there when it is whole, so that a start that was killed leaves no half.
 * @param durable wait until all of it is on disk
 */
export const makeCluster = async (
  binaries: Binaries,
  account: Account,
  cluster: string,
  passwords: Passwords,
  durable: boolean,
): Promise<void> => {
  const half = `${cluster}-half`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  const passwordFile = join(half, 'password')
  await writeFile(passwordFile, passwords.concord, { mode: 0o600 })
  await mkdir(join(half, 'postgres'), { mode: 0o700 })
  await handOver(half, account)
  const encoding = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=concord', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const options = [...access, ...encoding, ...(durable ? [] : ['--no-sync'])]
  await run(account, binaries.initdb, ['-D', join(half, 'postgres'), ...options], binaries.environment)
  await rename(join(half, 'postgres'), cluster)
  await rm(half, { recursive: true })
}
