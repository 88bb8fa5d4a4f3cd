import type { Refusal } from '#platform'
import type { FactKind, ShownFact } from './fact-kind.ts'
import { askedInWords, isAsked } from './marker-asked.ts'

/**
 * Whether a fact is an approved marker: it keeps colleagues safe, so one person asks for its correction, its end or its withdrawal, and
 * another human being confirms it (governance requirements 29 and 30). The database repeats it: approved_marker_stands() in schema/0066.
 */
export const isByTwo = (kind: FactKind, fact: ShownFact | undefined): boolean =>
  kind.table === 'marker' && fact?.['verified'] === true

/** Why something may not be asked of an approved marker: it says why, and one thing waits at a time. */
export const whyNotToAsk = (fact: ShownFact, why: string): readonly Refusal[] => [
  ...(why === '' ? [{ field: 'why', text: 'Say why: another person decides on it' }] : []),
  ...(isAsked(fact['asked'])
    ? [{ field: '', text: `Something waits for a decision already. ${askedInWords(fact['asked'])}` }]
    : []),
]
