import { compact, longestNumber } from './identifier-reading.ts'
import { identifierKinds, readIdentifier, type IdentifierKind } from './identifier.ts'

/** A number that a typed text may be. `key` is compared with the stored `Identifier.key`; `valid`: the design gives *contact* only for a valid one. */
export type IdentifierKey = { readonly kind: IdentifierKind; readonly key: string; readonly valid: boolean }

/** What people write before a number to say which it is. */
const labels: readonly (readonly [RegExp, IdentifierKind])[] = [
  [/^pnc( ?id)?\b/i, 'pnc'],
  [/^cro\b/i, 'cro'],
  [/^(noms|prison)\b/i, 'noms'],
  [/^crn\b/i, 'crn'],
  [/^(ni|nino|national insurance)\b/i, 'nino'],
  [/^visor\b/i, 'register-reference'],
  [/^driving licence\b/i, 'driving-licence'],
  [/^passport\b/i, 'passport'],
  [/^asn\b/i, 'asn'],
]

/**
 * Everything that a typed text may be, in any written form (spaces, strokes, case, missing noughts): one key for each kind
 * that it has the form of. A label before it ("PNC 02/73319Z", "CRN: X320741") leaves one kind. A wrong check letter gives
 * the key under which such a number is kept, marked as not valid. Empty: it is no number of any kind.
 */
export const identifierKeys = (text: string, asOf: Temporal.PlainDate): readonly IdentifierKey[] => {
  if (text.length > 2 * longestNumber || !/\d/.test(text)) return []
  const { only, number } = withoutLabel(text.trim())
  return (only ? [only] : identifierKinds).flatMap(kind => keysOfKind(kind, number, asOf))
}

const withoutLabel = (text: string): { readonly only: IdentifierKind | null; readonly number: string } => {
  for (const [label, kind] of labels)
    if (label.test(text))
      return {
        only: kind,
        number: text
          .replace(label, '')
          .replace(/^\s*(number|no|ref)\b/i, '')
          .replace(/^[\s.:#]+/, ''),
      }
  return { only: null, number: text }
}

const keysOfKind = (kind: IdentifierKind, number: string, asOf: Temporal.PlainDate): readonly IdentifierKey[] => {
  const { key, valid, canonical } = readIdentifier(kind, number, asOf)
  if (kind === 'nino' && canonical) return ninoKeys(canonical)
  if (kind === 'pnc') return pncKeys(number, { kind, key, valid }, asOf)
  return valid || hasForm(key) ? [{ kind, key, valid }] : []
}

/** The key of a number without the form of its kind is bare letters and digits; with the form (if a wrong letter) it has a stroke. */
const hasForm = (key: string): boolean => key.includes('/')

/** A person may write the whole year and drop the noughts and the stroke, `200273319Z`; an extract never does. */
const pncKeys = (number: string, plain: IdentifierKey, asOf: Temporal.PlainDate): readonly IdentifierKey[] => {
  const [, year, rest] = /^((?:19|20)\d{2})(\d{1,5}[A-Z])$/.exec(compact(number)) ?? []
  const wholeYear = year && rest ? readIdentifier('pnc', `${year}/${rest}`, asOf) : undefined
  return [
    ...(plain.valid || hasForm(plain.key) ? [plain] : []),
    ...(wholeYear?.valid && wholeYear.key !== plain.key ? [{ ...plain, key: wholeYear.key, valid: true }] : []),
  ]
}

/** The suffix is often left off, by the typist or in the extract. */
const ninoKeys = (canonical: string): readonly IdentifierKey[] => {
  const bare = canonical.slice(0, 8)
  const suffixes = canonical.length === 9 ? ['', canonical.slice(8)] : ['', 'A', 'B', 'C', 'D']
  return suffixes.map(suffix => ({ kind: 'nino', key: bare + suffix, valid: true }))
}
