import type { NominalId, Tx } from '#platform'
import { extractOnly, extractOnlyInWords } from './extract-only.ts'
import { capitalised, type FactKind, type ShownFact } from './fact-kind.ts'
import { factKindCalled, factKindIn, factKinds } from './fact-kinds.ts'
import type { FactId } from './fact.facts.ts'
import { fileSaid } from './kinds/file-said.ts'
import { extractOnlyFacts, rowOf, standingFacts, storedFacts } from './fact.store.ts'

/** A fact in words. `when`: when it was recorded; null: its source does not say. */
export type FactLine = { readonly label: string; readonly value: string; readonly source: string }

/** What stands of one kind, in words, with who says so. `ids`: the rows, for the log. */
export type FactsInWords = {
  readonly kind: string
  readonly title: string
  readonly ids: readonly string[]
  readonly lines: readonly FactLine[]
}

const mostOfAKind = 200

/**
 * Everything that stands of a record, kind by kind, 200 of each at most: for a page that is to be read and leads nowhere. Under row
 * security: of a record whose facts are not open there is nothing.
 */
export const factsInWords = async (
  tx: Tx,
  nominal: NominalId,
  today: Temporal.PlainDate,
): Promise<readonly FactsInWords[]> => {
  const found: FactsInWords[] = []
  for (const kind of factKinds) {
    const facts = await standingFacts(tx, kind, nominal, mostOfAKind)
    if (facts.length === 0) continue
    found.push({
      kind: kind.kind,
      title: capitalised(kind.many),
      ids: facts.map(({ id }) => id),
      lines: facts.map(fact => lineOf(kind, fact, today)),
    })
  }
  return found
}

const lineOf = (kind: FactKind, fact: ShownFact, today: Temporal.PlainDate): FactLine => {
  const { label, value, details = [], caution } = kind.shows(fact, today)
  return {
    label,
    value: [value, ...details, caution].filter(text => typeof text === 'string' && text !== '').join('. '),
    source: typeof fact['agency'] === 'string' ? fact['agency'] : '',
  }
}

/** What stands of files, and of the kinds that extracts bring and nobody writes here, in words; as `factsInWords`. */
export const otherFactsInWords = async (
  tx: Tx,
  nominal: NominalId,
  today: Temporal.PlainDate,
): Promise<readonly FactsInWords[]> => {
  const files = await standingFacts(tx, fileSaid, nominal, mostOfAKind)
  const found: FactsInWords[] = []
  if (files.length > 0)
    found.push({
      kind: fileSaid.kind,
      title: capitalised(fileSaid.many),
      ids: files.map(({ id }) => id),
      lines: files.map(fact => lineOf(fileSaid, fact, today)),
    })
  for (const { table, many, one } of extractOnly) {
    const facts = await extractOnlyFacts(tx, table, nominal, mostOfAKind)
    if (facts.length === 0) continue
    found.push({
      kind: table,
      title: capitalised(many),
      ids: facts.map(({ id }) => id),
      lines: facts.map(({ row, agency }) => ({
        label: capitalised(one),
        value: extractOnlyInWords(table, row),
        source: agency,
      })),
    })
  }
  return found
}

const describedIn = (table: string): FactKind | undefined => (table === fileSaid.table ? fileSaid : factKindIn(table))

/** A kind of fact as an address names it, or a table; undefined: there is none. */
export const kindNamed = (
  name: string,
): { readonly kind: string; readonly table: string; readonly one: string } | undefined => {
  const found = factKindCalled(name) ?? describedIn(name)
  if (found) return found
  const only = extractOnly.find(({ table }) => table === name)
  return only && { kind: only.table, ...only }
}

/** Rows of a table as they were taken out of it (JSON), in words, in their order. */
export const storedInWords = async (
  tx: Tx,
  table: string,
  rows: readonly unknown[],
  today: Temporal.PlainDate,
): Promise<readonly FactLine[]> => {
  const kind = describedIn(table)
  if (kind) return (await storedFacts(tx, kind, rows)).map(fact => lineOf(kind, fact, today))
  return rows.map(row => ({
    label: capitalised(kindNamed(table)?.one ?? table),
    value: extractOnlyInWords(table, row as Readonly<Record<string, unknown>>),
    source: '',
  }))
}

/** One fact of an open record in words, whichever version stands; undefined: the record has none such. */
export const factNamed = async (
  tx: Tx,
  nominal: NominalId,
  { table }: { readonly table: string },
  fact: FactId,
  today: Temporal.PlainDate,
): Promise<FactLine | undefined> => {
  const [row] = await rowOf(tx, table, nominal, fact)
  return row === undefined ? undefined : (await storedInWords(tx, table, [row], today))[0]
}
