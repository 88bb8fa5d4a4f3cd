import { newId, type NominalId } from '#platform'
import type { Apart, Reference } from './person.store.ts'
import type { SourcedFact } from './fact.store.ts'
import type { KnownPeople } from './linking.ts'
import type { Outcome, RowToSettle } from './load.store.ts'
import type { RowChecks } from './row-check.ts'
import type { RowReading } from './row-reader.ts'
import type { ExtractRowId } from './staging.store.ts'

/** A row with what was read from it. */
export type ReadRow = { readonly row: RowToSettle; readonly reading: RowReading }

/** Everything that a batch writes. */
export type Settlement = {
  readonly outcomes: readonly Outcome[]
  readonly facts: readonly SourcedFact[]
  readonly newNominals: readonly NominalId[]
  readonly references: readonly (Omit<Reference, 'unit'> & { readonly unitCode: string | null })[]
  readonly apart: readonly Apart[]
}

const refused = (row: RowToSettle, reasons: readonly string[], waits = false): Outcome => ({
  row,
  outcome: 'refused',
  reasons,
  waits,
  nominal: null,
})

type Before = {
  /** The name under which the file's facts give their source. */
  readonly fileName: string
  readonly checks: RowChecks
  readonly known: KnownPeople
  /** Whether the row's reference stands on an earlier row of its file, or was brought by another file of the same extract. */
  readonly isUsedTwice: (read: ReadRow) => boolean
  /** The nominal that the reference named in an earlier extract. */
  readonly nominalOf: (key: string) => NominalId | undefined
}

/**
 * Decides what person rows become: refused with every reason, linked to the nominal that their reference or their numbers name,
 * or a new nominal. In order, since what one row becomes the next may join.
 */
export const settlePersons = (rows: readonly ReadRow[], before: Before): Settlement => {
  const settled = {
    outcomes: [] as Outcome[],
    facts: [] as SourcedFact[],
    newNominals: [] as NominalId[],
    references: [] as Settlement['references'][number][],
    apart: [] as Apart[],
  }
  for (const read of rows) {
    const { row, reading } = read
    const reasons = [
      ...reading.refusals.map(({ text }) => text),
      ...(before.checks.usedTwice !== null && reading.key !== '' && before.isUsedTwice(read)
        ? [before.checks.usedTwice]
        : []),
    ]
    if (reasons.length > 0 || !reading.person) {
      settled.outcomes.push(refused(row, reasons))
      continue
    }
    const { facts, lead } = reading.person
    const named = before.nominalOf(reading.key)
    const decision = named ? ({ outcome: 'joined', nominal: named } as const) : before.known.decide(facts)
    const nominal = decision.outcome === 'joined' ? decision.nominal : newId<NominalId>()
    if (decision.outcome !== 'joined') settled.newNominals.push(nominal)
    if (decision.outcome === 'apart')
      settled.apart.push(
        ...decision.reasons.map(reason => ({
          id: newId(),
          row: row.id,
          nominal,
          other: reason.nominal,
          reason: reason.text,
        })),
      )
    before.known.remember(nominal, facts)
    const sourceRef = `${before.fileName}:${row.line}`
    const isKnown = named !== undefined
    settled.facts.push(...reading.facts.map(fact => ({ nominal, fact, row: row.id, sourceRef, isKnown })))
    if (!named)
      settled.references.push({
        key: reading.key,
        nominal,
        row: row.id,
        sourceRef,
        rank: lead.rank,
        unitCode: lead.unit,
        partner: lead.partner,
        manager: lead.manager,
        mappa: lead.mappa !== null,
        mappaLevel: lead.mappa?.level ?? null,
      })
    settled.outcomes.push({
      row,
      outcome: decision.outcome === 'joined' ? 'linked' : 'loaded',
      reasons: [],
      waits: false,
      nominal,
    })
  }
  return settled
}

type Parents = {
  readonly fileName: string
  readonly checks: RowChecks
  /** The nominal of a reference, and whether an earlier extract brought it. */
  readonly parentOf: (key: string) => { readonly nominal: NominalId; readonly isKnown: boolean } | undefined
  /** Whether a person row with the reference was brought and refused. */
  readonly isParentRefused: (key: string) => boolean
  /** Rows that repeat one that is loaded. */
  readonly repeats: ReadonlySet<ExtractRowId>
}

/** The reason for a row whose nominal was brought and refused: nothing is wrong with the row, and it waits. */
export const parentRefused = 'the nominal with this reference was refused'

/** Decides what becomes of rows that belong to a nominal: refused, waiting for it, a repetition, or loaded. */
export const settleChildren = (rows: readonly ReadRow[], before: Parents): Settlement => {
  const outcomes: Outcome[] = []
  const facts: SourcedFact[] = []
  const inBatch = new Set<string>()
  for (const { row, reading } of rows) {
    const parent = before.parentOf(reading.key)
    const reasons = reading.refusals.map(({ text }) => text)
    const missing = parent === undefined && reading.key !== '' && before.checks.noPerson !== null
    if (missing && row.fault === null)
      reasons.push(before.isParentRefused(reading.key) ? parentRefused : before.checks.noPerson)
    if (reasons.length > 0 || parent === undefined) {
      outcomes.push(refused(row, reasons, missing && reading.refusals.length === 0))
      continue
    }
    const { nominal, isKnown } = parent
    const cells = JSON.stringify(row.cells)
    const repeats = before.repeats.has(row.id) || inBatch.has(cells)
    inBatch.add(cells)
    const sourceRef = `${before.fileName}:${row.line}`
    if (!repeats) facts.push(...reading.facts.map(fact => ({ nominal, fact, row: row.id, sourceRef, isKnown })))
    outcomes.push({ row, outcome: repeats ? 'linked' : 'loaded', reasons: [], waits: false, nominal })
  }
  return { outcomes, facts, newNominals: [], references: [], apart: [] }
}
