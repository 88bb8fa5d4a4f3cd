import type { HistoryPlace } from './fact.facts.ts'
import type { EntryFact } from './record.facts.ts'

/** How many entries bear a marking or a caveat. */
export type HandlingCount = { readonly code: string; readonly count: number }

/** A page of a chronology. Counts are of what the reader may see, and of nothing else: the record is open to them in full. */
export type Chronology = {
  readonly everything: number // without any filter
  readonly total: number // that all filters let through
  readonly kinds: readonly { readonly code: string; readonly words: string; readonly count: number }[] // under the other filters
  readonly agencies: readonly { readonly code: string; readonly name: string; readonly count: number }[]
  readonly markings: readonly HandlingCount[] // under the other filters, the lowest first
  readonly caveats: readonly HandlingCount[]
  readonly entries: readonly EntryFact[]
  readonly next: HistoryPlace | null // where the page ends; null: there are no more
}
