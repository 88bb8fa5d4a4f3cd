import type { Database } from '#platform'
import { addStagedRows, finishStaging, type StagedFile } from './staging.store.ts'
import { recordsOf, UnreadableFile, type StagedRecord } from './records.ts'

/** Rows of one statement: enough that its cost is spread, few enough that memory stays small and a stop is soon. */
const rowsAtOnce = 2000
/** A batch with long texts is sent earlier. */
const charactersAtOnce = 4_000_000

type FileToStage = Pick<StagedFile, 'id' | 'agency' | 'staged'> & {
  readonly path: string
  readonly form: Parameters<typeof recordsOf>[1]
  /** The place of the reference among the headings. */
  readonly keyColumn: number
}

/**
 * Reads a file and keeps every row as it came, in batches that are each committed; goes on after the rows that are staged
 * already. Answers with how many rows are staged, and `fault` when the rest cannot be read. `stopping` ends it after a batch.
 */
export const stageFile = async (
  { pool }: Database,
  file: FileToStage,
  { stopping, progress }: { readonly stopping: AbortSignal; readonly progress: (staged: number) => void },
): Promise<{ readonly staged: number; readonly fault: string | null; readonly stopped: boolean }> => {
  const client = await pool.connect()
  let staged = file.staged
  let waiting: (StagedRecord & { readonly key: string })[] = []
  let characters = 0
  // The database writes one batch while the next is read from the file.
  let writing: Promise<void> = Promise.resolve()
  const write = async () => {
    const [rows, after] = [waiting, staged]
    ;[waiting, characters] = [[], 0]
    staged += rows.length
    await writing
    progress(after)
    writing = addStagedRows(client, file, after, rows)
    writing.catch(() => undefined) // told to whoever awaits it next
  }
  try {
    let seen = 0
    let fault: string | null = null
    try {
      for await (const record of recordsOf(file.path, file.form)) {
        if (++seen <= file.staged) continue
        waiting.push({ ...record, key: (record.cells[file.keyColumn] ?? '').trim().slice(0, 200) })
        characters += record.cells.reduce((sum, cell) => sum + cell.length, 0)
        if (waiting.length >= rowsAtOnce || characters >= charactersAtOnce) {
          await write()
          if (stopping.aborted) break
        }
      }
      if (waiting.length > 0 && !stopping.aborted) await write()
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      fault = error.message
    }
    await writing
    if (!stopping.aborted) await finishStaging(client, file.id, fault)
    progress(staged)
    return { staged, fault, stopped: stopping.aborted }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
