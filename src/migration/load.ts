import type pg from 'pg'
import { codeOf, type Database, type OfficerId } from '#platform'
import { fileReader, type FileReader } from './file-reader.ts'
import type { Ground } from './ground.store.ts'
import { enterAsImporter, rowsAfter } from './load.store.ts'
import { inTransaction } from './one-transaction.ts'
import { allEnded, twoAtOnce } from './at-once.ts'
import { byIndex } from './by-index.store.ts'
import { rowsWhoseNominalCame } from './correction.store.ts'
import { settleAnew } from './putting-right.ts'
import { settleBatch } from './settling.store.ts'
import type { ReadRow } from './settling.ts'
import type { ExtractFileId, StagedFile } from './staging.store.ts'
import { finishExtracts, nominalsOfFiles, takeIn } from './taking-in.store.ts'

/** Rows of one transaction: enough that a commit is cheap, few enough that a stop is soon and other work gets its turn. */
const rowsAtOnce = 2000
const nominalsAtOnce = 1000

export type LoadProgress = (
  sentence:
    | { readonly file: string; readonly done: number; readonly of: number }
    | { readonly takenIn: number; readonly of: number },
) => void
export type LoadControl = {
  readonly stopping: AbortSignal
  readonly progress: LoadProgress
  readonly rowsAtOnce?: number
}

/**
 * Loads staged files: settles every row that has no outcome, persons before what belongs to them, then takes the nominals in.
 * Each batch is one transaction, so whenever this ends, by whatever cause, the next call goes on where it was.
 * Answers false when `stopping` ended it before the end.
 *
 * Rows that say who somebody is are settled one after another, the register's first, because what one becomes the next may join.
 * The other files follow beside them, two at a time, as soon as their own nominals are in: while the database writes a batch of one,
 * the next batch of another is made.
 */
export const loadFiles = async (
  db: Database,
  ground: Ground,
  files: readonly StagedFile[],
  control: LoadControl,
): Promise<boolean> => {
  const rank = ({ reader }: FileInHand) =>
    ground.reference.profiles.indexOf(reader.profile) * 2 + (reader.file.row === 'person' ? 0 : 1)
  const inHand = files.map(file => ({ file, reader: fileReader(ground, file) })).toSorted((a, b) => rank(a) - rank(b))
  const identifying = new Map(inHand.filter(isIdentifying).map(each => [each, Promise.withResolvers<boolean>()]))
  // Heard also when another way fails first.
  for (const { promise } of identifying.values()) promise.catch(() => undefined)

  const whoSomebodyIs = async () => {
    for (const [each, done] of identifying) {
      const loaded = await loadFile(db, ground, each, control).catch((error: unknown) => {
        for (const other of identifying.values()) other.reject(error)
        throw error
      })
      done.resolve(loaded)
      if (!loaded) for (const other of identifying.values()) other.resolve(false)
      if (!loaded) return false
    }
    return true
  }
  const belonging = inHand.filter(each => !isIdentifying(each))
  const whatBelongsToThem = async () => {
    for (let each = belonging.shift(); each; each = belonging.shift()) {
      const { profile, file } = each.reader
      const own = [...identifying].filter(([{ reader }]) => reader.profile === profile && reader.file.kind === file.of)
      const ready = await Promise.all(own.map(([, done]) => done.promise))
      if (ready.includes(false) || !(await loadFile(db, ground, each, control))) return false
    }
    return true
  }
  const ways = await allEnded([whoSomebodyIs(), whatBelongsToThem(), whatBelongsToThem()])
  const loaded = ways.every(way => way)
  return loaded && (await catchUp(db, ground, inHand, control)) && takeAllIn(db, ground, files, control)
}

/** Rows of earlier extracts that waited for a nominal which these files brought are settled now. */
const catchUp = async (
  db: Database,
  ground: Ground,
  inHand: readonly FileInHand[],
  control: LoadControl,
): Promise<boolean> => {
  for (const { file, reader } of inHand.filter(({ reader }) => reader.file.row === 'person'))
    for (const children of reader.profile.files.filter(({ of }) => of === reader.file.kind))
      for (;;) {
        const rows = await inTransaction(db, async client => {
          await client.query(byIndex)
          return rowsWhoseNominalCame(client, file, children, rowsAtOnce)
        })
        if (rows.length === 0) break
        if (control.stopping.aborted) return false
        const outcomes = await inBatch(db, ground, client => settleAnew(client, ground, rows, file.askedBy))
        // None of them left the waiting: asking again would bring the same.
        if (outcomes.every(({ waits }) => waits)) break
      }
  return true
}

type FileInHand = { readonly file: StagedFile; readonly reader: FileReader }

/** Whether its rows hold what people are joined by: aliases do, addresses do not. */
const isIdentifying = ({ reader }: FileInHand): boolean =>
  reader.file.facts.some(({ fact }) => fact === 'known_name' || fact === 'birth' || fact === 'identifier')

const loadFile = async (
  db: Database,
  ground: Ground,
  { file, reader }: FileInHand,
  control: LoadControl,
): Promise<boolean> => {
  const limit = control.rowsAtOnce ?? rowsAtOnce
  const read = async (after: number): Promise<readonly ReadRow[]> =>
    (await rowsAfter(db.pool, file, reader.file.row, after, limit)).map(row => ({
      row,
      reading: reader.read(row.cells, row.fault, file.asOf),
    }))
  let settled = file.settled
  let next = read(settled)
  for (;;) {
    const rows = await next
    const last = rows.at(-1)
    if (!last) return true
    if (control.stopping.aborted) return false
    // The next rows are read while the database writes these.
    next = read(last.row.ordinal)
    next.catch(() => undefined) // told when it is awaited
    await inBatch(db, ground, client =>
      settleBatch(client, ground, { file, reader, rows, upTo: last.row.ordinal, onBehalfOf: file.askedBy }),
    )
    settled = last.row.ordinal
    control.progress({ file: file.name, done: settled, of: file.staged })
  }
}

const takeAllIn = async (
  db: Database,
  ground: Ground,
  files: readonly StagedFile[],
  control: LoadControl,
): Promise<boolean> => {
  const unfinished = files.filter(file => !file.isFinished)
  const ids: readonly ExtractFileId[] = unfinished.map(({ id }) => id)
  const nominals = await nominalsOfFiles(db.pool, ids)
  const onBehalfOf: OfficerId | null = unfinished[0]?.askedBy ?? null
  let [begun, done] = [0, 0]
  await twoAtOnce(async () => {
    while (begun < nominals.length && !control.stopping.aborted) {
      const some = nominals.slice(begun, (begun += nominalsAtOnce))
      await inBatch(db, ground, client => takeIn(client, ground, some, onBehalfOf))
      done += some.length
      control.progress({ takenIn: done, of: nominals.length })
    }
  })
  if (done < nominals.length) return false
  await finishExtracts(db.pool, ids)
  return true
}

const mostTries = 3

/** One transaction of the importer, tried again when it met another's rows. `work` has no effect outside of it. */
export const inBatch = async <Result>(
  db: Database,
  ground: Ground,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt++)
    try {
      return await inTransaction(db, async client => {
        await enterAsImporter(client, ground.importer, 'with other batches')
        return work(client)
      })
    } catch (error) {
      if (attempt === mostTries || !['40001', '40P01'].includes(codeOf(error) ?? '')) throw error
    }
}
