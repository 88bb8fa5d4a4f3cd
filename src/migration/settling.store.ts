import { randomInt } from 'node:crypto'
import type pg from 'pg'
import type { OfficerId } from '#platform'
import { indexNames } from '#nominals'
import { addFacts } from './fact.store.ts'
import type { Ground } from './ground.store.ts'
import { knownPeople } from './linking.ts'
import { addOutcomes, auditBatch, firstRowsOf, referencesBrought, repeatsAmong, type Outcome } from './load.store.ts'
import { addKeptApart, addNominals, addReferences, nominalsOfReferences, peopleWithNumbers } from './person.store.ts'
import type { FileReader } from './file-reader.ts'
import { settleChildren, settlePersons, type ReadRow, type Settlement } from './settling.ts'
import type { StagedFile } from './staging.store.ts'

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

// Each row looks up what it needs by index, whatever the planner believes: the tables grow under it, what it knows of them is a batch
// old, and a plan made for an empty table compares everything with everything (measured: 25 times the whole import's cost).
const plans = ['seqscan', 'hashjoin', 'mergejoin', 'material']
const byIndex = plans.map(plan => `set local enable_${plan} = off`).join('; ')
const asPlanned = plans.map(plan => `set local enable_${plan} = on`).join('; ')

const settledPersons = async (client: Client, { file, reader, rows }: Batch): Promise<Settlement> => {
  const keys = rows.map(({ reading }) => reading.key)
  const firstRows = await firstRowsOf(client, file, keys)
  const references = await nominalsOfReferences(client, file.agency, file.profile, keys)
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
      // Put right under another reference it must be a new one: somebody else's would take the row to them.
      if (row.version > 0 && reading.key !== row.key) return known !== undefined || firstRows.has(reading.key)
      return (
        (firstRows.get(reading.key) ?? row.ordinal) < row.ordinal ||
        (known !== undefined && known.extract === file.extract && known.row !== row.id)
      )
    },
    nominalOf: key => references.get(key)?.nominal,
  })
}

const settledChildren = async (client: Client, { file, reader, rows }: Batch): Promise<Settlement> => {
  const keys = [...new Set(rows.map(({ reading }) => reading.key))]
  const references = await nominalsOfReferences(client, file.agency, file.profile, keys)
  const repeats = await repeatsAmong(
    client,
    file,
    rows.map(({ row }) => row.id),
  )
  const brought = await referencesBrought(
    client,
    file,
    reader.file.of ?? '',
    keys.filter(key => !references.has(key)),
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

/** Letters and digits that are not taken for one another on the telephone. */
const quotable = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What a caller quotes, `K7QM-3XWD`: by chance, so that it tells nothing of the record and none follows from another. */
const newQuote = (): string => {
  const letters = Array.from({ length: 8 }, () => quotable[randomInt(quotable.length)]!)
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
