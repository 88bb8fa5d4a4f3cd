import type { AgencyId } from '#platform'
import type { RefusedLine } from './refusal.store.ts'
import type { ExtractFileId, ExtractId, ExtractRowId } from './staging.store.ts'

/** What a data steward may know of the extracts of their agency, as the database answers it. */

/** One file of an extract as its data steward may know it. */
export type StewardsFile = {
  readonly id: ExtractFileId
  readonly name: string
  readonly profile: string
  readonly kind: string
  readonly staged: number
  readonly isStaged: boolean
  readonly fault: string | null
  readonly settled: number
  readonly refused: number
}

/** An extract with those of its files that are of the actor's agency, by name. `begunBy`: null for one from the command line. */
export type StewardsExtract = {
  readonly id: ExtractId
  readonly name: string
  readonly begunAt: Temporal.Instant
  readonly begunBy: string | null
  readonly stoppedAt: Temporal.Instant | null
  readonly finishedAt: Temporal.Instant | null
  readonly files: readonly StewardsFile[]
}

/** Where a page of refused rows begins: after this row. */
export type RefusedAfter = { readonly fileId: ExtractFileId; readonly ordinal: number }

export type ListedRow = RefusedLine & RefusedAfter & { readonly id: ExtractRowId }

/** A row that somebody put right, and when; the latest first. */
export type RowPutRight = {
  readonly id: ExtractRowId
  readonly file: string
  readonly line: number
  readonly key: string
  readonly by: string
  readonly at: Temporal.Instant
}

/** A row that was refused, as it stands now. `version`: of its last correction, 0 when nobody has corrected it. */
export type RowToPutRight = {
  readonly id: ExtractRowId
  readonly fileId: ExtractFileId
  readonly extract: ExtractId
  readonly agency: AgencyId
  readonly file: string
  readonly profile: string
  readonly kind: string
  readonly headings: readonly string[]
  readonly asOf: Temporal.PlainDate
  readonly line: number
  readonly key: string
  readonly came: readonly string[]
  readonly version: number
  readonly now: readonly string[]
  readonly correctedBy: string | null
  readonly correctedAt: Temporal.Instant | null
  /** Of which version the outcome holds, and why it is refused; empty when it is taken in. */
  readonly settledVersion: number
  /** Whether the reconciliation of its extract is signed, and when what it said was destroyed. */
  readonly isSigned: boolean
  readonly destroyedAt: Temporal.Instant | null
  readonly reasons: readonly string[]
}
