import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#platform'

const askAgainMs = 300

type Waiting = { readonly stopping: AbortSignal; readonly waiting: () => void }

/**
 * Does `work` while nobody else on this database does what bears the same name; until then it waits, and says so once. The lock
 * goes with the connection, so a program that is killed holds nobody up. `undefined`: `stopping` came first; a signal that has
 * come already makes it ask once and not wait.
 */
export const whileAlone = async <Result>(
  { pool }: Database,
  name: string,
  { stopping, waiting }: Waiting,
  work: () => Promise<Result>,
): Promise<Result | undefined> => {
  const client = await pool.connect()
  try {
    for (let told = false; ; told = true) {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [
        name,
      ])
      if (rows[0]!.mine) break
      if (!told) waiting()
      if (stopping.aborted) return undefined
      await pause(askAgainMs)
    }
    return await work()
  } finally {
    // Given back before the answer, so that whoever comes next finds it free; should that fail, it ends with the connection.
    await client.query('select pg_advisory_unlock(hashtext($1))', [name]).catch(() => undefined)
    client.release(true)
  }
}

/** Does `work` while no other import of this database is under way, as `whileAlone`. */
export const whileAloneImporting = <Result>(
  db: Database,
  waiting: Waiting,
  work: () => Promise<Result>,
): Promise<Result | undefined> => whileAlone(db, 'concord import', waiting, work)
