import { croForms, readCro } from './cro.ts'
import { compact, longestNumber, type NumberRead } from './identifier-reading.ts'
import {
  readAsn,
  readCrn,
  readDrivingLicence,
  readNino,
  readNoms,
  readPassport,
  readRegisterReference,
} from './other-numbers.ts'
import { pncForms, readPnc } from './pnc.ts'

type Kind = {
  /** As it stands in a sentence: "the PNC number". */
  readonly words: string
  /** Whether a person has one for good: then sharing it is evidence of one person, and having two a contradiction. */
  readonly onePerPerson: boolean
  readonly read: (text: string, asOf: Temporal.PlainDate) => NumberRead
}

/** Every kind of number by which the agencies know a person. */
const kinds = {
  asn: { words: 'arrest summons number', onePerPerson: false, read: readAsn },
  crn: { words: 'CRN', onePerPerson: true, read: readCrn },
  cro: { words: 'CRO number', onePerPerson: true, read: readCro },
  'driving-licence': { words: 'driving licence number', onePerPerson: false, read: readDrivingLicence },
  nino: { words: 'National Insurance number', onePerPerson: true, read: readNino },
  noms: { words: 'prison number', onePerPerson: true, read: readNoms },
  passport: { words: 'passport number', onePerPerson: false, read: readPassport },
  pnc: { words: 'PNC number', onePerPerson: true, read: readPnc },
  'register-reference': { words: 'register reference', onePerPerson: true, read: readRegisterReference },
} satisfies Record<string, Kind>

export type IdentifierKind = keyof typeof kinds

/**
 * A number as an agency gave it. `canonical`: the form under which equal numbers are equal; null when it is not valid.
 * `key`: what to store for finding it and to compare with `identifierKeys`: the canonical form, else the same form of a
 * number with a wrong check letter, else its bare letters and digits. `why`: why it is not valid, in plain words.
 */
export type Identifier = {
  readonly kind: IdentifierKind
  readonly asGiven: string
  readonly canonical: string | null
  readonly key: string
  readonly valid: boolean
  readonly why: string | null
}

export const identifierKinds = Object.keys(kinds) as readonly IdentifierKind[]

/** The kind as it stands in a sentence: "PNC number". */
export const identifierKindInWords = (kind: IdentifierKind): string => kinds[kind].words

/** Whether a person has one number of this kind for good (PNC, CRO, prison, probation, National Insurance, register), and not several in turn (passports, licences, arrests). */
export const onePerPerson = (kind: IdentifierKind): boolean => kinds[kind].onePerPerson

/** Reads a number as an agency wrote it. One that is not valid keeps its text and says why. `asOf`: for the century of a PNC number. */
export const readIdentifier = (kind: IdentifierKind, text: string, asOf: Temporal.PlainDate): Identifier => {
  const read: NumberRead =
    text.length > longestNumber ? { why: `longer than any ${kinds[kind].words}` } : kinds[kind].read(text, asOf)
  if ('canonical' in read)
    return { kind, asGiven: text, canonical: read.canonical, key: read.canonical, valid: true, why: null }
  const key = read.form ?? compact(text).slice(0, longestNumber)
  return { kind, asGiven: text, canonical: null, key, valid: false, why: read.why }
}

/** The forms in which people write a valid number, the canonical first, each of which reads back to it; of one not valid, only its text. */
export const writtenForms = ({ kind, asGiven, canonical }: Identifier, asOf: Temporal.PlainDate): readonly string[] => {
  if (canonical === null) return [asGiven]
  if (kind === 'pnc') return pncForms(canonical, asOf)
  if (kind === 'cro') return croForms(canonical)
  if (kind === 'register-reference') return [canonical, compact(canonical), canonical.replace(/\/0+(?=\d)/, '/')]
  if (kind === 'nino') return [canonical, canonical.replace(/^(..)(..)(..)(..)/, '$1 $2 $3 $4 ').trim()]
  return [canonical]
}
