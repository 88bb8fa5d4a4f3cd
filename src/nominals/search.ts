import { dayInWords, decide, type Decision, type Refusal } from '#platform'
import { readDay } from './day.ts'
import type { IdentifierKey } from './identifier-keys.ts'
import { identifierKindInWords, type IdentifierKind } from './identifier.ts'
import { nameQuestion, type NameQuestion } from './name-question.ts'
import { ownReference } from './own-reference.ts'
import { searchTerms, type SearchTerms } from './search-terms.ts'

/** What is sought: numbers, else a name with or without a date of birth. */
export type Question = {
  readonly identifiers: readonly IdentifierKey[]
  /** A reference that Concord gave; see own-reference.ts. */
  readonly reference: string | null
  readonly name: NameQuestion | null
  readonly bornOn: Temporal.PlainDate | null
}

/** A question, with how it was understood, in words, for whoever found nothing. */
export type Understood = Question & { readonly tried: readonly string[] }

/**
 * Reads what was typed. `bornOn`: given apart from the text, it comes before a date within it. `today`: for years of two digits.
 * Refused, with the reason for the field `q`, where there is nothing to seek.
 */
export const understand = (
  text: string,
  bornOn: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Decision<Understood> => {
  const terms = searchTerms(text, today)
  const reference = ownReference(text) ?? null
  const asked = reference?.startsWith('CN-') === true ? { ...terms, words: [], joinedWords: [] } : terms
  return decide(
    [terms.why !== null && reference === null && { field: 'q', text: terms.why }, ...noDates(text, today)],
    () => {
      const day = bornOn ?? terms.bornOn
      return {
        identifiers: terms.identifiers,
        reference,
        name: asked.words.length > 0 ? nameQuestion({ parts: asked.words, joined: asked.joinedWords }) : null,
        bornOn: day,
        tried: triedInWords(asked, reference, day),
      }
    },
  )
}

const dateShapes = [/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/, /^\d{1,2}[- ]?[a-z]{3,9}[- ]?\d{4}$/i]

/** What was meant as a date and is none: leaving it out in silence would let an officer believe that it had been compared. */
const noDates = (text: string, today: Temporal.PlainDate): readonly Refusal[] =>
  text
    .split(/[\s,;]+/)
    .filter(piece => dateShapes.some(shape => shape.test(piece)) && !('day' in readDay(piece, today)))
    .map(piece => ({ field: 'q', text: `${piece} is not a date. Correct it, or leave it out` }))

const triedInWords = (
  { identifiers, words, notUsed }: SearchTerms,
  reference: string | null,
  bornOn: Temporal.PlainDate | null,
): readonly string[] => [
  ...(reference === null ? [] : [`The reference ${reference}`]),
  ...numbersTried(identifiers).map(([kind, keys]) => `The ${identifierKindInWords(kind)} ${keys.join(' or ')}`),
  ...(words.length === 0
    ? []
    : [`Names with ${words.map(shown).join(', ')}${bornOn ? `, born on ${dayInWords(bornOn)}` : ''}`]),
  ...(notUsed.length === 0 ? [] : [`Left out, because it is no name, number or date: ${notUsed.join(', ')}`]),
]

const numbersTried = (
  identifiers: SearchTerms['identifiers'],
): readonly (readonly [IdentifierKind, readonly string[]])[] =>
  [...Map.groupBy(identifiers, ({ kind }) => kind)].map(([kind, found]) => [kind, found.map(({ key }) => key)])

const shown = (word: string): string => {
  const [first = '', ...rest] = word
  return first + rest.join('').toLowerCase()
}
