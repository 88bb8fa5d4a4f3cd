import type { NominalId } from '#platform'
import type { FactId } from './fact.facts.ts'

/** Something that somebody else said of a record. `what`: added, changed, approved, withdrawn, taken off. `by`: null for an extract. */
export type RecordChange = {
  readonly nominal: NominalId
  readonly fact: FactId
  readonly table: string
  readonly what: 'added' | 'changed' | 'approved' | 'withdrawn' | 'taken off'
  readonly at: Temporal.Instant
  readonly by: string | null
}
