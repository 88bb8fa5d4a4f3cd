import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'

// Node.js has no flock. SQLite takes its locks from the operating system, which lets go of them when their holder dies,
// however it dies: so there are no pid files here that could outlive their process or name another one.

/** Gives a lock back. */
export type Release = () => void

const sqliteBusy = 5
const pollMs = 20

/** A lock that nothing refers to would be collected, and given back, while its holder still relies on it. */
const held = new Set<DatabaseSync>()

const hold = (file: string, statement: string): Release | undefined => {
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec(statement)
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined
    throw error
  }
  held.add(lock)
  return () => {
    if (held.delete(lock)) lock.close()
  }
}

/** Holds `file` (made if absent) beside any number of others, until released or this process ends; `undefined`: somebody holds it alone. */
export const holdTogether = (file: string): Release | undefined =>
  hold(file, 'begin; select count(*) from sqlite_schema')

/** Holds `file` (made if absent) alone, until released or this process ends; `undefined`: somebody else holds it. */
export const holdAlone = (file: string): Release | undefined => hold(file, 'begin exclusive')

/** Waits until nobody else is at `work` under the same `file`, in whichever process, and then does it. */
export const oneAtATime = async <Result>(file: string, work: () => Promise<Result>): Promise<Result> => {
  let release = holdAlone(file)
  while (release === undefined) {
    await pause(pollMs)
    release = holdAlone(file)
  }
  try {
    return await work()
  } finally {
    release()
  }
}
