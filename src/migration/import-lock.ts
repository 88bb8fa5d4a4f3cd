import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '#platform'

const askAgainMs = 300

/**
 * Does `work` while no other import of this database is under way; until then it waits, and says so once. The lock goes with the
 * connection, so an import that is killed holds nobody up. `undefined`: `stopping` came first.
 */
export const whileAloneImporting = async <Result>(
  { pool }: Database,
  { stopping, waiting }: { readonly stopping: AbortSignal; readonly waiting: () => void },
  work: () => Promise<Result>,
): Promise<Result | undefined> => {
  const client = await pool.connect()
  try {
    for (let told = false; ; told = true) {
      const { rows } = await client.query<{ mine: boolean }>(
        `select pg_try_advisory_lock(hashtext('concord import')) as mine`,
      )
      if (rows[0]!.mine) break
      if (!told) waiting()
      if (stopping.aborted) return undefined
      await pause(askAgainMs)
    }
    return await work()
  } finally {
    // Closed and not given back: the lock ends with the connection.
    client.release(true)
  }
}
