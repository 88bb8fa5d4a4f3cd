import type pg from 'pg'
import type { Database, OfficerId } from '#platform'
import { correctionToSettle, fileOfRow, isAllSettled, rowsWaitingFor, type RowAnew } from './correction.store.ts'
import { fileReader } from './file-reader.ts'
import type { Ground } from './ground.store.ts'
import { enterAsImporter, type Outcome } from './load.store.ts'
import { inTransaction } from './one-transaction.ts'
import { settleBatch } from './settling.store.ts'
import { filesAsTheyStand, type ExtractRowId } from './staging.store.ts'
import { takeIn } from './taking-in.store.ts'

/** What came of a correction: it is taken in, with so many rows that waited for it, or refused again with every reason. */
export type PutRight = { readonly alsoTakenIn: number } | { readonly reasons: readonly string[] }

/**
 * Settles the last correction of a refused row, alone among all batches: the row, the rows that wait for its nominal, and the
 * nominal itself, all of it or nothing. The log's entries are the importer's, on behalf of whoever corrected it. `undefined`:
 * there was nothing to settle, because another server was quicker.
 */
export const settleCorrection = (db: Database, ground: Ground, id: ExtractRowId): Promise<PutRight | undefined> =>
  inTransaction(db, async client => {
    await enterAsImporter(client, ground.importer, 'alone')
    const fileId = await fileOfRow(client, id)
    if (!fileId) return undefined
    const [file] = await filesAsTheyStand(client, [fileId])
    const reader = fileReader(ground, file!)
    const row = await correctionToSettle(client, id, reader.file.row)
    if (!row) return undefined
    const onBehalfOf = row.by
    const [outcome] = await settleAnew(client, ground, [row], onBehalfOf)
    if (outcome!.nominal === null) return { reasons: outcome!.reasons }

    let alsoTakenIn = 0
    if (reader.file.row === 'person') {
      const { key } = reader.read(row.cells, row.fault, file!.asOf)
      const waiting = Map.groupBy(await rowsWaitingFor(client, file!, key), each => each.file)
      for (const child of await filesAsTheyStand(client, [...waiting.keys()])) {
        const childReader = fileReader(ground, child)
        if (childReader.file.of !== reader.file.kind) continue
        const theirs = waiting
          .get(child.id)!
          .filter(each => childReader.read(each.cells, each.fault, child.asOf).key === key)
        if (theirs.length === 0) continue
        const outcomes = await settleAnew(client, ground, theirs, onBehalfOf)
        alsoTakenIn += outcomes.filter(each => each.nominal !== null).length
      }
    }
    // While rows of the extract are still being settled, its end takes all of its nominals in, this one among them.
    if (await isAllSettled(client, file!.id)) await takeIn(client, ground, [outcome!.nominal], onBehalfOf)
    return { alsoTakenIn }
  })

/**
 * Settles refused rows once more, as they came or as they were last put right, of whatever files. In the caller's transaction, after
 * `enterAsImporter`.
 */
export const settleAnew = async (
  client: pg.PoolClient,
  ground: Ground,
  rows: readonly RowAnew[],
  onBehalfOf: OfficerId | null,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = []
  const byFile = Map.groupBy(rows, ({ file }) => file)
  for (const file of await filesAsTheyStand(client, [...byFile.keys()])) {
    const reader = fileReader(ground, file)
    const readings = byFile.get(file.id)!.map(row => ({ row, reading: reader.read(row.cells, row.fault, file.asOf) }))
    outcomes.push(...(await settleBatch(client, ground, { file, reader, rows: readings, upTo: null, onBehalfOf })))
  }
  return outcomes
}
