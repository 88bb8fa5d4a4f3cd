import { appendFile } from 'node:fs/promises'
import type { Configuration } from '#platform'

/** Where checkpoints go besides the database, so that whoever rules over that cannot rewrite what was signed; each `undefined`: nowhere. */
export type CheckpointPlaces = Configuration['checkpoints']

const mostMs = 5000

/** Sends a checkpoint off the system: to the end of a file, and to a webhook as `text/plain` by POST. Fails with the first that did not take it. */
export const sendCheckpoint = async (note: string, { file, url }: CheckpointPlaces): Promise<void> => {
  // A blank line between two notes: each begins with its origin and ends with its signatures.
  if (file !== undefined) await appendFile(file, `${note}\n`, { mode: 0o600 })
  if (url === undefined) return
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: note,
    redirect: 'error',
    signal: AbortSignal.timeout(mostMs),
  })
  await reply.body?.cancel()
  if (!reply.ok) throw new Error(`the receiver of checkpoints answered ${reply.status}`)
}
