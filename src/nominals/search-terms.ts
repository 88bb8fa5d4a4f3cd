import { addressWithin } from './address-within.ts'
import { birthWithin, onDay, type BirthAsked } from './birth-asked.ts'
import { readDay } from './day.ts'
import {
  soughtAddress,
  soughtDistrict,
  soughtEmail,
  soughtNumber,
  soughtOnlineName,
  soughtPostcode,
  soughtTelephone,
  soughtVehicle,
  type FactSought,
} from './fact-sought.ts'
import { identifierKeys } from './identifier-keys.ts'
import { nameWords } from './name.ts'
import { recordNumber } from './own-reference.ts'

/**
 * What a person asks for in the one search box. `facts`: for each number, postcode or address in it everything that it may be. `born`: a date of birth in it, or
 * as much of one as was typed (July 1982, 1982, aged 44).
 * `words`: what is left, as folded words of a name in the order typed, at most six; `joinedWords`: its compounds as one word,
 * for names stored so. `notUsed`: what was typed and does not count, to be shown. `why`: why nothing can be sought, else
 * null.
 */
export type SearchTerms = {
  readonly facts: readonly (readonly FactSought[])[]
  readonly born: BirthAsked | null
  readonly words: readonly string[]
  readonly joinedWords: readonly string[]
  readonly notUsed: readonly string[]
  readonly why: string | null
}

const longestSearch = 200
const mostWords = 6
/** A number typed with spaces has at most so many pieces: `NI number PE 36 05 66 A`. */
const mostPieces = 8

/** Reads the one search box. `asOf`: today, for years of two digits. */
export const searchTerms = (text: string, asOf: Temporal.PlainDate): SearchTerms => {
  if (text.length > longestSearch) return nothing(`Search for no more than ${longestSearch} characters`)
  const address = startsAsAddress.test(text.trim())
    ? soughtAddress(text, '').filter(({ kind }) => kind === 'address')
    : []
  if (address.length > 0) return { ...nothing(null), facts: [address] }
  const within = addressWithin(text)
  const places = within
    ? soughtAddress([within.line, within.town].filter(part => part !== '').join(', '), within.postcode)
    : []
  const found = taken(
    (within ? within.rest : text).split(/[\s,;]+/).filter(piece => piece !== ''),
    asOf,
  )
  const { parts, joined } = nameWords(found.left.join(' '))
  const named = parts.filter(word => !/\d/.test(word))
  const terms = {
    facts: [...places.map(place => [place]), ...found.facts],
    born: found.born[0] ?? null,
    words: named.slice(0, mostWords),
    joinedWords: joined.filter(word => !/\d/.test(word)),
    notUsed: [
      ...found.born.slice(1).map(({ from, to, words }) => (from.equals(to) ? from.toString() : words)),
      ...parts.filter(word => /\d/.test(word)),
      ...named.slice(mostWords),
    ],
  }
  return { ...terms, why: whyNothing(terms) }
}

const whyNothing = ({ facts, born, words, notUsed }: Omit<SearchTerms, 'why'>): string | null => {
  if (facts.length > 0) return null
  if (words.some(word => word.length > 1 || !/^[A-Z]$/.test(word))) return null
  if (born) return null
  if (words.length > 0) return 'Enter a name of more than one letter'
  return notUsed.length > 0
    ? 'This is not a number of any kind that Concord knows: check it, or search by name'
    : nothingToSeek
}

/** "12 High Street, TF3 4NA", "Flat 2, 12 High Street TF3 4NA": a whole text that is nothing but an address. */
const startsAsAddress = /^(?:(?:flat|apartment|apt|unit|room)\s*\w+[, ]+)?\d+[a-z]?[, ]+\p{L}/iu

/** Told where nothing was typed that anybody could be found by. */
export const nothingToSeek = 'Enter a name, a number, an address or a date of birth'

const nothing = (why: string | null): SearchTerms => ({
  facts: [],
  born: null,
  words: [],
  joinedWords: [],
  notUsed: [],
  why,
})

type Taken = {
  readonly facts: readonly (readonly FactSought[])[]
  readonly born: readonly BirthAsked[]
  readonly left: readonly string[]
}

/**
 * Dates that show that they are (strokes, a month in letters) go first, or "J 3/7/1982" would be a case reference; then numbers, or
 * the middle of "PE 12 05 66 A" would be a date; then what is left of dates.
 */
const taken = (pieces: readonly string[], asOf: Temporal.PlainDate): Taken => {
  const dates = sweep(pieces, text => (/[/.-]|\p{L}{3}/u.test(text) ? dayIn(text, asOf) : undefined))
  const months = sweep(dates.left, text => (/\d.*[/-]|\p{L}{3}.*\d/u.test(text) ? birthWithin(text, asOf) : undefined))
  const numbers = sweep(months.left, text => {
    const facts = factsIn(text, asOf)
    return facts.length > 0 ? facts : undefined
  })
  const others = sweep(numbers.left, text => dayIn(text, asOf))
  const years = sweep(others.left, text => (/\d/.test(text) ? birthWithin(text, asOf) : undefined))
  return {
    facts: numbers.found,
    born: [...dates.found, ...others.found, ...months.found, ...years.found],
    left: years.left.filter(piece => piece !== gap),
  }
}

/** Everything that a piece may be. */
const factsIn = (text: string, asOf: Temporal.PlainDate): readonly FactSought[] => {
  const strictly = { strictly: true }
  const number = recordNumber(text)
  const details = [
    number === undefined ? undefined : ({ kind: 'reference', key: number, valid: false, shown: number } as const),
    soughtPostcode(text),
    soughtDistrict(text),
    soughtTelephone(text, strictly),
    soughtVehicle(text, strictly),
    soughtEmail(text),
    soughtOnlineName(text, strictly),
  ]
  return [...identifierKeys(text, asOf).map(soughtNumber), ...details.filter(fact => fact !== undefined)]
}

const dayIn = (text: string, asOf: Temporal.PlainDate): BirthAsked | undefined => {
  const read = readDay(text, asOf)
  return 'day' in read ? onDay(read.day) : undefined
}

/** Left where something was taken out, so that what stood on its two sides is not read as one. */
const gap = ''

type Swept<Found> = { readonly found: readonly Found[]; readonly left: readonly string[] }

/** Takes out everything that `read` knows, the longest run of pieces first, so that what is written with spaces is read as a whole. */
const sweep = <Found>(pieces: readonly string[], read: (text: string) => Found | undefined): Swept<Found> => {
  const found: Found[] = []
  const left: string[] = []
  for (let from = 0; from < pieces.length;) {
    const run = longestRun(pieces, from, read)
    if (run) found.push(run.found)
    left.push(run ? gap : pieces[from]!)
    from += run?.length ?? 1
  }
  return { found, left }
}

const longestRun = <Found>(
  pieces: readonly string[],
  from: number,
  read: (text: string) => Found | undefined,
): { readonly length: number; readonly found: Found } | undefined => {
  const to = pieces.indexOf(gap, from)
  const most = Math.min(mostPieces, (to === -1 ? pieces.length : to) - from)
  for (let length = most; length > 0; length--) {
    const found = read(pieces.slice(from, from + length).join(' '))
    if (found !== undefined) return { length, found }
  }
  return undefined
}
