import type { AuditEntry } from '#platform'
import type { IdentifierKind } from './identifier.ts'
import type { PersonName } from './name.ts'
import type { ContactHit } from './record.facts.ts'
import type { HitFacts } from './search.facts.ts'

/** What is known of somebody who may be on record already. `identifiers`: as they were typed; a kind where one was chosen. */
export type SomebodyKnown = {
  readonly names: readonly PersonName[]
  readonly bornOn: Temporal.PlainDate | null
  readonly identifiers: readonly { readonly kind: IdentifierKind | null; readonly text: string }[]
}

/**
 * Who that may be, as far as the actor may learn: records at *full* and *summary* with why they are like, the most telling first;
 * `contacts` for a valid number or a full name with the full date of birth. `subjects`: everyone in it, for the log.
 */
export type Candidates = {
  readonly hits: readonly HitFacts[]
  readonly contacts: readonly ContactHit[]
  readonly subjects: NonNullable<AuditEntry['subjects']>
}
