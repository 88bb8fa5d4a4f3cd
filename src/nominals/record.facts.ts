import type { NominalId } from '#platform'
import type { ShownFact } from './fact-kind.ts'
import type { Attachment } from './attachment.ts'
import type { Grading } from './grading.ts'
import type { MarkerAsked } from './marker-asked.ts'
import type { IdentifierKind } from './identifier.ts'
import type { RecordSection } from './record.sections.ts'

/** A record as the database answers it (`record_json`, `consult`): what access *full* shows. Days are "2026-11-23", moments ISO with a zone. */

/** Which extract, officer or partner said so, for which agency, and when Concord was told. `source`: for an extract "visor_addresses.csv:214". */
export type Provenance = {
  readonly recordedAt: string
  readonly agency: string
  readonly sourceKind: 'extract' | 'officer' | 'partner'
  readonly source: string
  readonly by: string | null // the officer who recorded it; null: an extract
  readonly why: string // the reason of a correction
}

/** A fact that holds on days: `from` and `to` are its first and last day, null where open. */
export type DatedFact = Provenance & { readonly id: string; readonly from: string | null; readonly to: string | null }

export type NameFact = DatedFact & {
  readonly kind: string
  readonly family: string
  readonly given: string
  readonly fullName: string
}
export type BirthFact = DatedFact & {
  readonly kind: 'main' | 'alias' // an alias's: given with another name, and so no doubt of the person's own
  readonly bornOn: string | null
  readonly place: string | null
  readonly asGiven: string
}
export type CodeFact = DatedFact & { readonly code: string }
export type IdentifierFact = DatedFact & {
  readonly kind: IdentifierKind
  readonly asGiven: string
  readonly canonical: string | null
  readonly valid: boolean
  readonly whyInvalid: string | null
}
export type AddressFact = DatedFact & {
  readonly kind: string
  readonly flat: string
  readonly line: string
  readonly town: string
  readonly postcode: string | null
}
export type MarkerFact = DatedFact & {
  readonly scheme: string
  readonly code: string
  readonly words: string
  readonly basis: string
  readonly incidentOn: string | null
  readonly reviewOn: string | null
  readonly verified: boolean
  readonly approvedBy: string | null // for what an officer set
  readonly approvedAt: string | null
  readonly scope: 'person' | 'address' | 'vehicle'
  readonly about: string | null
  readonly aboutInWords: string // empty: it is about the person
  readonly asked: MarkerAsked | null // what waits for another person's decision
}
export type OrderFact = DatedFact & {
  readonly kind: string
  readonly words: string
  readonly court: string
  readonly condition: string
}
export type RegistrationFact = DatedFact & { readonly scheme: string; readonly code: string; readonly words: string }
export type CustodyFact = DatedFact & {
  readonly placeCode: string
  readonly place: string
  readonly inCustody: boolean
  readonly releaseOn: string | null
}
export type BasisFact = DatedFact & {
  readonly kind: string
  readonly words: string
  readonly counterTerrorism: boolean
  readonly confirmed: boolean
}
export type StatementFact = DatedFact & { readonly kind: string; readonly words: string }
export type EntryFact = Provenance & {
  readonly id: string
  readonly happenedAt: string
  readonly kind: string
  readonly kindWords: string
  readonly type: 'fact' | 'reported' | 'opinion' | 'assessment'
  readonly author: string
  readonly words: string
  readonly marking: string
  readonly caveats: readonly string[]
  readonly grading: Grading | null
  readonly heldElsewhere: string // whom to ask for what is held at a higher classification; empty: this is not about such a thing
  readonly heldTelephone: string
  /** The files that it carries, where a chronology was asked for; a record's own sections do not have them. */
  readonly files?: readonly Attachment[]
  /** What hangs under it; null: it stands as it was written. */
  readonly standsCorrected: {
    readonly corrections: readonly EntryCorrection[]
    readonly withdrawn: { readonly reason: string; readonly at: string; readonly by: string } | null
  } | null
}

/** A correction says everything again; what is the same as before is not shown twice. */
export type EntryCorrection = {
  readonly id: string
  readonly kind: string
  readonly kindWords: string
  readonly marking: string
  readonly caveats: readonly string[]
  readonly grading: Grading | null
  readonly heldElsewhere: string
  readonly heldTelephone: string
  readonly words: string
  readonly type: EntryFact['type']
  readonly happenedAt: string
  readonly why: string
  readonly recordedAt: string
  readonly by: string
  readonly agency: string
}

/** Whose hands the record is in, and was. `from` and `to` are moments here. */
export type Hands = {
  readonly ownership: readonly (DatedFact & { readonly unit: string; readonly agencyOfUnit: string })[]
  readonly managers: readonly (DatedFact & { readonly officer: string | null; readonly post: string | null })[]
  readonly assignments: readonly (DatedFact & { readonly officer: string; readonly kind: string })[]
  readonly partners: readonly (DatedFact & {
    readonly unit: string
    readonly agencyOfUnit: string
    readonly officer: string | null
  })[]
  readonly arrangements: readonly (DatedFact & { readonly area: string; readonly level: number | null })[]
}

export type RecordStatus =
  | 'custody'
  | 'community'
  | 'hospital'
  | 'immigration detention'
  | 'approved premises'
  | 'abroad'
  | 'whereabouts unknown'
  | 'wanted'
  | 'bail'
  | 'deported'
  | 'dead'
  | 'archived'
  | 'unknown'

/** What *summary* shows. */
export type SummaryFacts = {
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly birthYears: readonly number[]
  readonly photograph: string | null
  readonly agency: string
  readonly unit: string
  readonly dutyDesk: string
  readonly dutyTelephone: string
  readonly status: RecordStatus
  readonly statusPlace: string | null
  readonly releaseOn: string | null
  readonly markersInWords: readonly string[]
  readonly quote: string
}

/** What *contact* shows. */
export type ContactFacts = {
  readonly quote: string
  readonly dutyDesk: string
  readonly dutyTelephone: string
  readonly safetyInstruction: string
}

/** The same where it was found by a search: `id` leads to its page, and to asking for more. */
export type ContactHit = ContactFacts & { readonly id: NominalId }

/** What *full* shows: every fact with its source; the latest 20 entries. */
export type RecordFacts = SummaryFacts & {
  readonly reference: string
  readonly safetyInstruction: string
  readonly counterTerrorism: boolean
  readonly basisConfirmed: boolean
  readonly recordManager: string | null
  readonly names: readonly NameFact[]
  readonly births: readonly BirthFact[]
  readonly sexes: readonly CodeFact[]
  readonly nationalities: readonly CodeFact[]
  readonly identifiers: readonly IdentifierFact[]
  readonly addresses: readonly AddressFact[]
  readonly markers: readonly MarkerFact[]
  readonly orders: readonly OrderFact[]
  readonly registrations: readonly RegistrationFact[]
  readonly custody: readonly CustodyFact[]
  readonly bases: readonly BasisFact[]
  readonly statements: readonly StatementFact[]
  readonly entries: readonly EntryFact[]
  readonly hands: Hands
} & { readonly [Section in RecordedSection]: readonly ShownFact[] }

/** The kinds that are shown by what `fact-kinds.ts` says of them, and by nothing else. */
export type RecordedSection = Exclude<
  RecordSection,
  | 'names'
  | 'births'
  | 'sexes'
  | 'nationalities'
  | 'identifiers'
  | 'addresses'
  | 'markers'
  | 'orders'
  | 'registrations'
  | 'custody'
  | 'bases'
  | 'statements'
  | 'entries'
  | 'hands'
>
