import type pg from 'pg'
import type { NominalId, OfficerId } from '#platform'
import { indexNames, newQuote } from '#nominals'
import { asPlanned, byIndex } from './by-index.store.ts'
import { addFacts } from './fact.store.ts'
import type { Ground } from './ground.store.ts'
import { knownPeople } from './linking.ts'
import {
  addOutcomes,
  auditBatch,
  firstRowsOf,
  referencesBrought,
  repeatsAmong,
  type Outcome,
  type RowToSettle,
} from './load.store.ts'
import { addKeptApart, addNominals, addReferences, nominalsOfReferences, peopleWithNumbers } from './person.store.ts'
import type { FileReader } from './file-reader.ts'
import { settleChildren, settlePersons, type ReadRow, type Settlement } from './settling.ts'
import type { ExtractId, StagedFile } from './staging.store.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** How a batch is settled. `upTo`: the ordinal up to which the file is settled with it; null for rows that are settled anew. */
export type Batch = {
  readonly file: StagedFile
  readonly reader: FileReader
  readonly rows: readonly ReadRow[]
  readonly upTo: number | null
  readonly onBehalfOf: OfficerId | null
}

/**
 * Settles a batch of rows of one file: their outcomes, the nominals and facts that follow, the names' keys, and the log's entry.
 * In the caller's transaction, after `enterAsImporter`.
 */
export const settleBatch = async (client: Client, ground: Ground, batch: Batch): Promise<readonly Outcome[]> => {
  const { file, reader, rows } = batch
  await client.query(byIndex)
  const settlement =
    reader.file.row === 'person' ? await settledPersons(client, batch) : await settledChildren(client, batch)
  await write(client, ground, file, settlement)
  await addOutcomes(client, file, settlement.outcomes, batch.upTo)
  await auditBatch(client, {
    action: batch.upTo === null ? 'extract-row.put-right' : 'extract.loaded',
    nominals: [...new Set(settlement.outcomes.flatMap(({ nominal }) => nominal ?? []))],
    records: batch.upTo === null ? rows.map(({ row }) => row.id) : [file.extract, file.id],
    onBehalfOf: batch.onBehalfOf,
  })
  return settlement.outcomes
}

const settledPersons = async (client: Client, { file, reader, rows }: Batch): Promise<Settlement> => {
  const keys = rows.map(({ reading }) => reading.key)
  // Asked again, and not as it was when the row was fetched: another row may have brought the reference since.
  const references = await nominalsOfReferences(client, file.agency, file.profile, keys)
  const moved = await firstRowsOf(
    client,
    file,
    rows.flatMap(({ row, reading }) => (isUnderAnotherReference(row, reading.key) ? [reading.key] : [])),
  )
  const people = await peopleWithNumbers(
    client,
    rows.flatMap(({ reading }) => reading.person?.facts.identifiers ?? []),
  )
  return settlePersons(rows, {
    fileName: file.name,
    checks: reader.checks,
    known: knownPeople(people),
    isUsedTwice: ({ row, reading }) => {
      const known = references.get(reading.key)
      // It must be a new one: somebody else's would take the row to them.
      if (isUnderAnotherReference(row, reading.key)) return known !== undefined || moved.has(reading.key)
      return row.again || (known !== undefined && known.extract === file.extract && known.row !== row.id)
    },
    nominalOf: key => references.get(key)?.nominal,
  })
}

/** Put right under a reference that it did not come with. */
const isUnderAnotherReference = (row: RowToSettle, key: string): boolean => row.version > 0 && key !== row.key

const settledChildren = async (client: Client, { file, reader, rows }: Batch): Promise<Settlement> => {
  const repeats = await repeatsAmong(
    client,
    file,
    rows.flatMap(({ row }) => (row.again ? [row.id] : [])),
  )
  const moved = await nominalsOfReferences(
    client,
    file.agency,
    file.profile,
    rows.flatMap(({ row, reading }) => (isUnderAnotherReference(row, reading.key) ? [reading.key] : [])),
  )
  const references = new Map<string, { readonly nominal: NominalId; readonly extract: ExtractId | null }>(moved)
  for (const { row } of rows)
    if (row.nominal !== null) references.set(row.key, { nominal: row.nominal, extract: row.broughtBy })
  const brought = await referencesBrought(
    client,
    file,
    reader.file.of ?? '',
    rows.flatMap(({ reading }) => (references.has(reading.key) ? [] : [reading.key])),
  )
  return settleChildren(rows, {
    fileName: file.name,
    checks: reader.checks,
    parentOf: key => {
      const found = references.get(key)
      return found && { nominal: found.nominal, isKnown: found.extract !== file.extract }
    },
    isParentRefused: key => brought.has(key),
    repeats,
  })
}

const write = async (
  client: Client,
  ground: Ground,
  file: StagedFile,
  { facts, newNominals, references, apart }: Settlement,
): Promise<void> => {
  await addNominals(
    client,
    newNominals.map(nominal => ({ nominal, quote: newQuote() })),
    file.asOf.year,
  )
  const { names } = await addFacts(client, facts, { recordedBy: ground.importer.id, agency: file.agency })
  await addReferences(
    client,
    file,
    references.map(({ unitCode, ...reference }) => ({
      ...reference,
      unit: ground.unitIds.get(unitCode ?? '') ?? null,
    })),
  )
  await addKeptApart(client, apart)
  await client.query(asPlanned)
  await indexNames(
    client,
    names.flatMap(({ nameId, sourced: { nominal, fact } }) =>
      fact.table === 'known_name'
        ? [
            {
              nameId,
              nominalId: nominal,
              fullName: fact.values.full_name,
              surname: fact.values.family,
              forenames: fact.values.given,
            },
          ]
        : [],
    ),
  )
}
