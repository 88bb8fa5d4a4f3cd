import { decide, type Decision, type Refusal } from '#platform'
import { readDayTyped } from './as-typed.ts'

/** Which entries of a chronology are wanted. Days are in London, the last included; null or none: all. `words`: single words and phrases. */
export type ChronologyQuestion = {
  readonly kinds: readonly string[]
  readonly agency: string | null // its code
  readonly from: Temporal.PlainDate | null
  readonly to: Temporal.PlainDate | null
  readonly words: readonly string[]
  /** Codes of markings and of caveats: an entry bears one of the first, and any of the second. */
  readonly markings: readonly string[]
  readonly caveats: readonly string[]
  readonly on: Temporal.PlainDate | null // as known at the end of that day
}

/** What an address says of it, as it came. */
export type ChronologyAsked = {
  readonly [Name in 'kind' | 'agency' | 'from' | 'to' | 'words' | 'marking' | 'caveat' | 'on']?: unknown
}

/** More kinds than there are, and more words than anybody looks for at once. */
const [mostKinds, mostWords, longestWords] = [60, 10, 200]
/** A kind or an agency in an address: longer than any code. */
const longestCode = 60

/** Every entry, as known at the end of a day, or now. */
export const unfiltered = (on: Temporal.PlainDate | null): ChronologyQuestion => ({
  kinds: [],
  agency: null,
  from: null,
  to: null,
  words: [],
  markings: [],
  caveats: [],
  on,
})

/**
 * Reads what is asked of a chronology: kinds apart by commas or given several times, days as people type them, words with phrases
 * in quotation marks. Pure; refuses with every reason. `today`: in London.
 */
export const readChronologyQuestion = (
  asked: ChronologyAsked,
  today: Temporal.PlainDate,
): Decision<ChronologyQuestion> => {
  const refusals: Refusal[] = []
  const day = (field: 'from' | 'to' | 'on', called: string): Temporal.PlainDate | null => {
    const text = textOf(asked[field])
    if (text === '') return null
    const read = readDayTyped(text, today)
    if ('day' in read) return read.day
    refusals.push({ field, text: `${called} must be a date, like 23 11 2026` })
    return null
  }
  const [from, to, on] = [day('from', 'The first day'), day('to', 'The last day'), day('on', 'The day')]
  const kinds = kindsIn(asked.kind)
  const [markings, caveats] = [kindsIn(asked.marking), kindsIn(asked.caveat)]
  const typed = textOf(asked.words)
  const words = wordsIn(typed)
  return decide(
    [
      ...refusals,
      from && to && Temporal.PlainDate.compare(to, from) < 0
        ? { field: 'to', text: 'The last day must not be before the first' }
        : undefined,
      on && Temporal.PlainDate.compare(on, today) > 0
        ? { field: 'on', text: 'The day must be today or in the past' }
        : undefined,
      kinds.length > mostKinds && { field: 'kind', text: `Choose at most ${mostKinds} kinds of entry` },
      kinds.some(kind => kind.length > longestCode) && { field: 'kind', text: 'That is no kind of entry' },
      fitsNot(markings) && { field: 'marking', text: 'That is no marking' },
      fitsNot(caveats) && { field: 'caveat', text: 'That is no handling caveat' },
      textOf(asked.agency).length > longestCode && { field: 'agency', text: 'That is no agency' },
      typed.length > longestWords && { field: 'words', text: `Enter ${longestWords} characters or fewer` },
      words.length > mostWords && { field: 'words', text: `Enter ${mostWords} words or fewer` },
    ],
    () => ({
      kinds,
      agency: textOf(asked.agency) || null,
      from,
      to,
      words,
      markings,
      caveats,
      // Of today everything is known.
      on: on && Temporal.PlainDate.compare(on, today) < 0 ? on : null,
    }),
  )
}

const fitsNot = (codes: readonly string[]): boolean =>
  codes.length > mostKinds || codes.some(code => code.length > longestCode)

const textOf = (given: unknown): string => (typeof given === 'string' ? given.replaceAll(/\p{Cc}/gu, ' ').trim() : '')

const kindsIn = (given: unknown): readonly string[] => [
  ...new Set(
    (Array.isArray(given) ? given : [given]).flatMap(each => textOf(each).split(',').map(textOf)).filter(Boolean),
  ),
]

/** Words and phrases, each once: `mother "new job"` is two. */
const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/["“”]([^"“”]+)["“”]|([^\s"“”]+)/g)]
      .map(([, phrase, word]) => (phrase ?? word ?? '').trim().replaceAll(/\s+/g, ' '))
      .filter(word => /[\p{L}\p{N}]/u.test(word)),
  ),
]

/**
 * A word as a regular expression of PostgreSQL that also JavaScript reads but for its beginning: words that begin so, in any case of
 * letters, blanks of any width, one kind of apostrophe. `begins`: how the expression says "at the beginning of a word".
 */
export const patternOf = (word: string, begins = '\\m'): string => {
  const literal = word
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`\s+`)
  return /^[\p{L}\p{N}]/u.test(word) ? `${begins}${literal}` : literal
}

/** The last microsecond of a day in London. */
export const endOfDay = (day: Temporal.PlainDate): Temporal.Instant =>
  day.add({ days: 1 }).toZonedDateTime('Europe/London').toInstant().subtract({ microseconds: 1 })
