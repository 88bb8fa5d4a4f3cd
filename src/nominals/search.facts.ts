import type { RecordStatus } from './record.facts.ts'

/** Somebody found, at *full* or *summary*. `matchedName`: the alias that matched, where it was not the name itself. */
export type HitFacts = {
  readonly id: string
  readonly access: 'full' | 'summary'
  readonly name: string
  readonly matchedName: string | null
  readonly bornOn: string | null // at full
  readonly birthYears: readonly number[]
  readonly isExact: boolean // whether every word of the name that was asked stands in theirs, or no name was asked
  readonly birthDiffers: boolean // a date of birth was asked, and theirs is another or is not known
  readonly identifier: { readonly kind: string; readonly value: string } | null // the one that matched; kind in words
  readonly agency: string
  readonly unit: string
  readonly recordManager: string | null // at full
  readonly status: RecordStatus
  readonly statusPlace: string | null
  readonly markersInWords: readonly string[]
  readonly why: readonly string[] // "Same surname; forename sounds alike"
}

/** An agency that may lead a record, for choosing from. */
export type AgencyChoice = { readonly code: string; readonly name: string }
