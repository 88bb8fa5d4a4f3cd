import type { NominalId } from '#platform'
import type { Due } from './due.ts'
import type { RecordChange } from './last-look.facts.ts'
import type { RecordStatus } from './record.facts.ts'

/** Whose cases somebody answers for: those they manage, or, for a supervisor, their whole unit's. */
export type Scope = 'mine' | 'unit'

/** One record of a caseload, with what its headline says today. */
export type Case = {
  readonly nominal: NominalId
  readonly changedAt: Temporal.Instant
  readonly reference: string
  readonly name: string
  readonly markers: readonly string[]
  readonly status: RecordStatus
  readonly statusPlace: string | null
  readonly releaseOn: Temporal.PlainDate | null
}

/** Where a page of a caseload ends: the rows are in order of their last change, the newest first. */
export type CaseloadPlace = { readonly changedAt: string; readonly nominal: NominalId }

/** Something due with the person it is about. */
export type DueOfSomebody = Due & { readonly name: string; readonly reference: string }

/** Of what is due: everything but what waits for a supervisor, only that, or both. */
export type DuePart = 'own' | 'waiting' | 'all'

/** Where a page of what is due ends. */
export type DuePlace = Pick<Due, 'dueOn' | 'nominal' | 'rule' | 'factId'>

/** Changes of one kind, with the person whose record it is. `at` and `by`: the latest of them. */
export type ChangesOfSomebody = Omit<RecordChange, 'fact'> & {
  readonly count: number
  readonly name: string
  readonly reference: string
}
