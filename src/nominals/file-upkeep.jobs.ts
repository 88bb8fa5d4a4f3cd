import { readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Surroundings } from '#platform'
import type { FileObjectId, FilePlaces } from './file-places.ts'

/** Folders of files that are being added are called so, in the system's folder for what is temporary. */
export const filesFolder = (): string => join(tmpdir(), 'concord-file-')

const everyMs = 10 * 60_000
const foldersKeptMs = 60 * 60_000
const atOnce = 20 // a transaction is open meanwhile

/**
 * Clears away what uploads that failed have left in places: noted an hour ago and named by no file. The notes are locked meanwhile, and
 * one is forgotten only after its bytes are gone, so that nothing is left that nobody knows of. Answers with how many there were.
 */
export const clearStrays = async (
  { db, log }: Pick<Surroundings, 'db' | 'log'>,
  places: FilePlaces,
): Promise<number> => {
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ id: FileObjectId; store: string }>(
      'select id, store from stray_file_objects($1)',
      [atOnce],
    )
    const gone: FileObjectId[] = []
    for (const [store, strays] of Map.groupBy(rows, row => row.store)) {
      const place = places.called(store)
      const ids = strays.map(({ id }) => id)
      if (!place) log.warn({ store, count: ids.length }, 'strays in a place that this server is not set up for')
      else {
        await place.remove(ids)
        gone.push(...ids)
      }
    }
    await client.query('select clear_file_objects($1)', [gone])
    await client.query('commit')
    return gone.length
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** A server that was killed leaves the folder of an upload behind, and nobody would come back to it. */
const clearFolders = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name)
    if (!path.startsWith(filesFolder())) continue
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > foldersKeptMs) await rm(path, { recursive: true, force: true })
  }
}

/** Does both at the start and every ten minutes, on every server; each leaves to the others what they are at. */
export const keepFilesTidy = (
  app: FastifyInstance,
  surroundings: Pick<Surroundings, 'db' | 'log'>,
  places: FilePlaces,
): void => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const ending = new AbortController()
  const round = async (): Promise<void> => {
    await clearFolders()
    while (!ending.signal.aborted) if ((await clearStrays(surroundings, places)) < atOnce) break
  }
  const run = () => {
    running = round()
      .catch((error: unknown) => surroundings.log.warn({ err: error }, 'strays could not be cleared away'))
      .finally(() => {
        if (!ending.signal.aborted) timer = setTimeout(run, everyMs).unref()
      })
  }
  app.addHook('onListen', async () => run())
  app.addHook('onClose', async () => {
    ending.abort()
    clearTimeout(timer)
    await running
  })
}
