import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, lchown, readdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { Stop } from '../errors.ts'

/** How a program of PostgreSQL is run so that it finds itself neither root nor nameless, for it refuses to be either. */
export type Account = {
  /** What stands before the program and its arguments. */
  readonly prefix: readonly string[]
  /** The user and group to become; `undefined`: those that we are. */
  readonly become: { readonly uid: number; readonly gid: number } | undefined
}

type Entry = { readonly name: string; readonly uid: number; readonly gid: number }

const ourselves: Account = { prefix: [], become: undefined }

const ordinaryAccounts = (): Entry[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0)

/** `postgres` where there is one; `nobody` is everywhere, and serves a demonstration. */
const accountFor = (accounts: readonly Entry[]): Entry | undefined =>
  ['postgres', 'nobody'].flatMap(wanted => accounts.filter(({ name }) => name === wanted))[0] ?? accounts[0]

/**
 * In a user namespace the program sees itself as `entry` while to the system it stays what we are: files stay ours, and folders
 * that only we may enter stay open to it. Containers often forbid it, so it is tried.
 */
const inNamespace = ({ uid, gid }: Entry): Account | undefined => {
  const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return spawnSync(prefix[0]!, [...prefix.slice(1), 'true']).status === 0 ? { prefix, become: undefined } : undefined
}

const hasName = (): boolean => {
  try {
    return userInfo().username !== ''
  } catch {
    return false // a container run under a number that /etc/passwd does not know
  }
}

/**
 * Chooses how PostgreSQL runs on `cluster`: an ordinary user runs it directly; root and the nameless in a user namespace; and
 * where that is forbidden root lets another account run it, as whom it stays on that cluster.
 * @param cluster the folder of the database, which need not exist yet
 * @throws Stop where none of this is to be had
 */
export const chooseAccount = async (cluster: string): Promise<Account> => {
  const weAreRoot = process.getuid?.() === 0
  if (!weAreRoot && hasName()) return ourselves
  const owner = await stat(cluster).catch(() => undefined)
  if (weAreRoot && owner !== undefined && owner.uid !== 0)
    return { prefix: [], become: { uid: owner.uid, gid: owner.gid } }
  const entry = accountFor(ordinaryAccounts())
  const namespace = entry && inNamespace(entry)
  if (namespace) return namespace
  if (entry && weAreRoot) return { prefix: [], become: { uid: entry.uid, gid: entry.gid } }
  throw new Stop(
    'PostgreSQL needs an account with a name and finds none here: run Concord as an ordinary user, or set DATABASE_URL.',
  )
}

/** Hands `folder` and all in it to the account that is to work on it; nothing to do when that is us. */
export const handOver = async (folder: string, { become }: Account): Promise<void> => {
  if (become === undefined || (await stat(folder)).uid === become.uid) return
  for (const entry of ['.', ...(await readdir(folder, { recursive: true }))])
    await lchown(join(folder, entry), become.uid, become.gid)
}

/** Lets the account pass through `folder` to what it owns inside, without seeing what else is there. */
export const letThrough = async (folder: string, { become }: Account): Promise<void> => {
  if (become !== undefined) await chmod(folder, 0o711)
}
