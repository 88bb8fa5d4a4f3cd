import type { Logger } from 'pino'
import type { Database } from '#platform'
import { correctionsLeftOver } from './correction.store.ts'
import type { Ground } from './ground.store.ts'
import { whileAloneImporting } from './import-lock.ts'
import { loadFiles } from './load.ts'
import { settleCorrection } from './putting-right.ts'
import { isStopped, unfinishedFiles, type ExtractId, type StagedFile } from './staging.store.ts'

/** How often a server looks for what another began, stopped or left behind when it ended. */
const everyMs = 2000
/** How soon a stop that was asked for on another server is heard. */
const hearEveryMs = 500
/** An extract that could not be loaded is tried again, after the others. */
const againAfterMs = 60_000
/** Rows of a transaction, fewer than on the command line: between two of them the server answers people. */
const rowsAtOnce = 250
const correctionsAtOnce = 50

/** What loads extracts beside the serving. */
export type BackgroundLoad = {
  readonly begin: () => void
  /** There is something to do now, or somebody asked for a stop. */
  readonly wake: () => void
  /** Stops after the batch at hand; what is left goes on here or on another server. */
  readonly end: () => Promise<void>
}

/**
 * Loads what stewards brought on the page, one extract at a time and, by the importer's lock, on one server at a time. Nothing is
 * remembered but what the database says: which extracts are unfinished, how far each file is settled, and who asked for a stop. So
 * a server that ends, by whatever cause, is followed by any other.
 */
export const loadInBackground = (
  db: Database,
  ground: () => Promise<Ground>,
  log: Pick<Logger, 'warn' | 'info'>,
): BackgroundLoad => {
  const ending = new AbortController()
  const failedAt = new Map<ExtractId, number>()
  let [running, wanted]: [Promise<void> | undefined, boolean] = [undefined, false]
  let timer: NodeJS.Timeout | undefined
  let hear = (): void => undefined

  const next = async (): Promise<readonly StagedFile[]> => {
    const files = await unfinishedFiles(db.pool)
    const ready = files.find(({ extract }) => performance.now() - (failedAt.get(extract) ?? -Infinity) > againAfterMs)
    return files.filter(({ extract }) => extract === ready?.extract)
  }

  const load = async (files: readonly StagedFile[]): Promise<void> => {
    const { extract } = files[0]!
    const stopped = new AbortController()
    hear = () =>
      void isStopped(db.pool, extract)
        .then(asked => asked && stopped.abort())
        .catch(() => undefined) // asked again in a moment
    const hearing = setInterval(hear, hearEveryMs)
    try {
      const stopping = AbortSignal.any([ending.signal, stopped.signal])
      const finished = await loadFiles(db, await ground(), files, { stopping, rowsAtOnce, progress: () => undefined })
      failedAt.delete(extract)
      log.info({ extract, finished }, finished ? 'extract loaded' : 'extract waits')
    } catch (error) {
      failedAt.set(extract, performance.now())
      log.warn({ err: error, extract }, 'an extract could not be loaded and will be tried again')
    } finally {
      clearInterval(hearing)
    }
  }

  const settleLeftOver = async (): Promise<void> => {
    for (const row of await correctionsLeftOver(db.pool, correctionsAtOnce)) {
      if (ending.signal.aborted) return
      await settleCorrection(db, await ground(), row)
    }
  }

  const work = async (): Promise<void> => {
    await settleLeftOver()
    if ((await next()).length === 0) return
    // Asked once: whoever holds the lock is loading, and here it is asked again soon.
    const once = { stopping: AbortSignal.abort(), waiting: () => undefined }
    await whileAloneImporting(db, once, async () => {
      for (let files = await next(); files.length > 0 && !ending.signal.aborted; files = await next()) await load(files)
    })
  }

  const run = (): void => {
    clearTimeout(timer)
    if (ending.signal.aborted) return
    if (running) {
      wanted = true
      hear()
      return
    }
    running = work()
      .catch((error: unknown) => log.warn({ err: error }, 'loading extracts failed and will be tried again'))
      .finally(() => {
        running = undefined
        if (ending.signal.aborted) return
        timer = setTimeout(run, wanted ? 0 : everyMs).unref()
        wanted = false
      })
  }

  return {
    begin: run,
    wake: run,
    end: async () => {
      ending.abort()
      clearTimeout(timer)
      await running
    },
  }
}
