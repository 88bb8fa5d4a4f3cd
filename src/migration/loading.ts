import { readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Database, Surroundings } from '#platform'
import type { Reference } from '#reference'
import { loadInBackground, type BackgroundLoad } from './background-load.jobs.ts'
import { groundOf, type Ground } from './ground.store.ts'

/** What loads, where this server has a login for it. `ground` is read anew each time: units and officers change. */
export type Loading = {
  readonly importer: Database
  readonly ground: () => Promise<Ground>
  readonly load: BackgroundLoad
  /** The server is ending: what is being read stops after its batch. */
  readonly stopping: AbortSignal
}

/** What people are told where it has none. */
export const cannotLoad =
  'This server loads no extracts: it was started without a login for the importer. Nothing was kept; tell whoever runs it'

/** Folders of uploads are called so, in the system's folder for what is temporary. */
export const uploadFolder = join(tmpdir(), 'concord-upload-')

/** Begins to load when the server listens, and ends with it: after the batch at hand, before its pools are closed. */
export const beginLoading = (
  app: FastifyInstance,
  { log }: Pick<Surroundings, 'log'>,
  reference: () => Reference,
  importer: Database,
): Loading => {
  const ending = new AbortController()
  const ground = () => groundOf(importer.pool, reference())
  const load = loadInBackground(importer, ground, log)
  app.addHook('onListen', async () => {
    load.begin()
    void clearAway().catch((error: unknown) => log.warn({ err: error }, 'old uploads could not be cleared away'))
  })
  app.addHook('preClose', async () => ending.abort())
  app.addHook('onClose', () => load.end())
  return { importer, ground, load, stopping: ending.signal }
}

const keptForMs = 24 * 60 * 60 * 1000

/** A server that was killed leaves the files of an upload behind, and nobody would come back to them. */
const clearAway = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name)
    if (!path.startsWith(uploadFolder)) continue
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > keptForMs) await rm(path, { recursive: true, force: true })
  }
}
