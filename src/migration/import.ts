import { Stop, type AgencyId, type Database, type Tell } from '#platform'
import { twoAtOnce } from './at-once.ts'
import { lookThrough, type DeliveredFile } from './delivery.ts'
import type { Ground } from './ground.store.ts'
import { whileAloneImporting } from './import-lock.ts'
import { loadFiles } from './load.ts'
import { inTransaction } from './one-transaction.ts'
import { stageFile } from './staging.ts'
import {
  beginExtract,
  fileWithContent,
  filesAsTheyStand,
  type ExtractFileId,
  type StagedFile,
} from './staging.store.ts'

export type ImportRequest = {
  readonly name: string
  readonly paths: readonly string[]
  readonly agency: AgencyId | null
  readonly asOf: Temporal.PlainDate
  readonly stopping: AbortSignal
  readonly tell: Tell
}

/** The files as they stand now, in the order of their names; `finished`: every row has an outcome and every nominal is taken in. */
export type Imported = { readonly files: readonly StagedFile[]; readonly finished: boolean }

/**
 * Imports files: stages every row of all of them, then loads. A file that cannot be read to its end stops everything before
 * anything is loaded. Content that was loaded before is not loaded again, content that was begun goes on where it was.
 * Throws `Stop` with a sentence for each file at fault.
 */
export const importFiles = async (db: Database, ground: Ground, request: ImportRequest): Promise<Imported> => {
  const { stopping, tell } = request
  const { files, faults, notes } = await lookThrough(ground, request.paths, request.agency)
  for (const sentence of notes) tell({ sentence })
  if (faults.length > 0) throw new Stop([...faults, 'Nothing was loaded.'].join('\n'))
  if (files.length === 0) throw new Stop('None of these files is an extract that Concord knows. Nothing was loaded.')

  const waiting = () => tell({ sentence: 'Another import is under way: waiting for it to end.' })
  const imported = await whileAloneImporting(db, { stopping, waiting }, async () => {
    const known = await filesInDatabase(db, files, request)
    const staged = await stageAll(db, files, known, request)
    if (!staged)
      return {
        files: await filesAsTheyStand(
          db.pool,
          known.map(({ id }) => id),
        ),
        finished: false,
      }
    const finished = await loadFiles(db, ground, staged, {
      stopping,
      progress: far =>
        tell(
          'file' in far
            ? { doing: far.file, done: far.done, of: far.of }
            : { doing: 'taking nominals in', done: far.takenIn, of: far.of },
        ),
    })
    return {
      files: await filesAsTheyStand(
        db.pool,
        known.map(({ id }) => id),
      ),
      finished,
    }
  })
  return imported ?? { files: [], finished: false }
}

/** The files as the database knows them; those that it does not know begin an extract. */
const filesInDatabase = (
  db: Database,
  files: readonly DeliveredFile[],
  { name, asOf }: ImportRequest,
): Promise<readonly StagedFile[]> =>
  inTransaction(db, async client => {
    const known: (StagedFile | undefined)[] = []
    for (const { file } of files) known.push(await fileWithContent(client, file))
    const unknown = files.filter((_, index) => known[index] === undefined)
    const begun =
      unknown.length === 0
        ? []
        : await beginExtract(
            client,
            { name, asOf, askedBy: null, agency: null },
            unknown.map(({ file }) => file),
          )
    const added = [...(await filesAsTheyStand(client, begun))]
    return known.map(file => file ?? added.shift()!)
  })

/** Answers with the files as they stand when all are staged; undefined when it was stopped. */
const stageAll = async (
  db: Database,
  files: readonly DeliveredFile[],
  known: readonly StagedFile[],
  { stopping, tell }: ImportRequest,
): Promise<readonly StagedFile[] | undefined> => {
  const faults: string[] = []
  const waiting = [...files.entries()].filter(([index]) => !known[index]!.isStaged)
  // Two files at once: the database writes rows of one while the other is being cut into rows.
  await twoAtOnce(async () => {
    for (let next = waiting.shift(); next && !stopping.aborted; next = waiting.shift()) {
      const [index, { path, recognised, file }] = next
      const staged = known[index]!
      const { fault } = await stageFile(
        db,
        { ...staged, ...howToStage(path, recognised, file.encoding) },
        { stopping, progress: done => tell({ doing: `reading ${staged.name}`, done, of: null }) },
      )
      if (fault !== null) faults.push(`${staged.name} ${fault}.`)
    }
  })
  if (stopping.aborted) return undefined
  if (faults.length > 0) throw new Stop([...faults, 'Nothing was loaded.'].join('\n'))
  const ids: readonly ExtractFileId[] = known.map(({ id }) => id)
  return filesAsTheyStand(db.pool, ids)
}

/** What staging needs to know of a file's form. */
export const howToStage = (
  path: string,
  { profile, file, separator, headings }: DeliveredFile['recognised'],
  encoding: DeliveredFile['file']['encoding'],
) => ({
  path,
  form: { encoding, separator, headings, raggedRow: profile.raggedRow },
  keyColumn: headings.indexOf(file.key),
})
