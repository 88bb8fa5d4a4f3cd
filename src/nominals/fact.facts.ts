import type { AgencyId, Id } from '#platform'
import type { ShownFact } from './fact-kind.ts'

/** A version of a fact: a row of its table. */
export type FactId = Id<'fact'>

/** One version of a fact, as the record's JSON has it, with what became of it. `current`: the version that stands; null: withdrawn. */
export type FactVersion = { readonly fact: ShownFact; readonly current: FactId | null; readonly agency: AgencyId }

/** What was ever said of a record, newest first. */
export type HistoryRow = {
  readonly id: FactId
  readonly kind: string // the table
  readonly recorded_at: Temporal.Instant
  readonly supersedes: FactId | null
  readonly superseded_at: Temporal.Instant | null
  readonly superseded_by: FactId | null
  readonly why: string
  readonly source_kind: 'extract' | 'officer' | 'partner'
  readonly source: string
  readonly by: string
  readonly agency: string
  readonly said: Readonly<Record<string, unknown>>
  readonly withdrawn_reason: string | null
  readonly withdrawn_by: string | null
}

export type HistoryPlace = { readonly at: Temporal.Instant; readonly id: FactId }
