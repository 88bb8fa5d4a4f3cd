import { decide, type Decision, type Refusal } from '#platform'
import { readBirth, type BirthAsked } from './birth-asked.ts'
import { readDay } from './day.ts'
import {
  soughtAddress,
  soughtDistrict,
  soughtEmail,
  soughtInWords,
  soughtNumber,
  soughtOnlineName,
  soughtPostcode,
  soughtTelephone,
  soughtVehicle,
  type FactSought,
} from './fact-sought.ts'
import { identifierKeys } from './identifier-keys.ts'
import { nameQuestion, type NameQuestion } from './name-question.ts'
import { ownReference } from './own-reference.ts'
import {
  agesOf,
  filterRefusals,
  filtersInWords,
  filtersOf,
  noFilters,
  type Filters,
  type FiltersTyped,
} from './search-filters.ts'
import { nothingToSeek, searchTerms, type SearchTerms } from './search-terms.ts'

/** A search as somebody typed it: the one box, and the fields of the form for more; empty where nothing stands. */
export type Typed = FiltersTyped & {
  readonly q: string
  readonly born: string
  readonly identifier: string
  readonly address: string
  readonly postcode: string
  readonly telephone: string
  readonly vehicle: string
  readonly email: string
  readonly onlineName: string
}

export const nothingTyped: Typed = {
  ...noFilters,
  q: '',
  born: '',
  identifier: '',
  address: '',
  postcode: '',
  telephone: '',
  vehicle: '',
  email: '',
  onlineName: '',
}

/**
 * What is sought. `facts`: groups of facts of which a record must hold one each; `name`: words of a name; `born`: days of birth, both
 * within. All of it together, as far as it is given. `lowers`: a date of birth was typed, and it lowers whoever bears that very name and was
 * born otherwise; without it `born` excludes. `aged`: the filter by age, which excludes anyhow.
 */
export type Question = {
  readonly facts: readonly (readonly FactSought[])[]
  readonly name: NameQuestion | null
  readonly born: BirthAsked | null
  readonly lowers: boolean
  readonly aged: BirthAsked | null
  readonly filters: Filters | null
}

/** A question, with how it was understood, in words, and what else would find somebody, for whoever found nothing. */
export type Understood = Question & { readonly tried: readonly string[]; readonly advice: readonly string[] }

const longestField = 200

/**
 * Reads a search. `today`: for years of two digits and for ages. Refused, with every reason for its field, where something cannot be
 * read, or where there is nothing to seek by: filters alone, or an age, find nobody.
 */
export const understand = (typed: Typed, today: Temporal.PlainDate): Decision<Understood> => {
  const box = boxOf(typed.q, today)
  const born = typed.born.trim() === '' ? null : readBirth(typed.born, today)
  const fields = fieldsOf(typed, today)
  const asksByField = fields.groups.length > 0 || fields.refusals.length > 0
  const boxMatters = typed.q.trim() !== '' || !asksByField
  const bornAsked = born && 'born' in born ? born.born : box.terms.born
  const ages = agesOf(typed, today)
  const days = bornAsked && ages ? both(bornAsked, ages) : (bornAsked ?? ages)
  return decide(
    [
      ...(boxMatters ? nothingToSeekBy(typed, box, days) : []),
      ...noDates(typed.q, today),
      born !== null && 'why' in born && { field: 'born', text: born.why },
      ...fields.refusals,
      ...filterRefusals(typed),
      days === 'nobody' && { field: 'ageFrom', text: 'Nobody born then is of that age' },
    ],
    () => {
      const facts = [...box.groups, ...fields.groups]
      const named = box.terms.words.length > 0 && !box.isOurNumber
      const asked = days === 'nobody' ? null : days
      return {
        facts,
        name: named ? nameQuestion({ parts: box.terms.words, joined: box.terms.joinedWords }) : null,
        born: asked,
        lowers: bornAsked !== null,
        aged: ages,
        filters: filtersOf(typed),
        advice: [...(bornAsked === null ? [] : [withoutBirth]), ...adviceOn(facts, named ? box.terms.words : [])],
        tried: triedInWords(facts, named ? box.terms : { ...box.terms, words: [] }, asked, typed),
      }
    },
  )
}

/** Whoever was born in one year are few enough to be gone through; those of an age of about 40 are not. */
const mostDaysAlone = 366

/** Why nobody can be sought by what stands in the box, or by what is given beside an empty one. */
const nothingToSeekBy = (
  typed: Typed,
  { terms, reference }: Box,
  days: BirthAsked | 'nobody' | null,
): readonly Refusal[] => {
  const isEmpty = typed.q.trim() === ''
  if (reference !== null || terms.words.length > 0 || terms.facts.length > 0)
    return terms.why === null || reference !== null ? [] : [{ field: 'q', text: terms.why }]
  if (days === 'nobody' || (days === null && !isEmpty)) return [{ field: 'q', text: terms.why ?? nothingToSeek }]
  if (days !== null)
    return days.from.until(days.to, { largestUnit: 'day' }).days < mostDaysAlone
      ? []
      : [{ field: typed.born !== '' ? 'born' : isEmpty ? 'ageFrom' : 'q', text: tooManyOfAge }]
  return [{ field: 'q', text: filtersInWords(typed).length > 0 ? tooManyPass : nothingToSeek }]
}

const tooManyOfAge =
  'Too many people are of that age: add a name, a number or an address, or give the year, the month or the day of birth'
const tooManyPass = 'That alone is too many people: add a name, a number, an address, a postcode, or a year of birth'

/** Those who are of both spells of birth; nobody where there is no day in both. */
const both = (one: BirthAsked, other: BirthAsked): BirthAsked | 'nobody' => {
  const later = Temporal.PlainDate.compare(one.from, other.from) > 0 ? one.from : other.from
  const sooner = Temporal.PlainDate.compare(one.to, other.to) < 0 ? one.to : other.to
  if (Temporal.PlainDate.compare(later, sooner) > 0) return 'nobody'
  return { from: later, to: sooner, words: `${one.words}, ${other.words}` }
}

type Box = {
  readonly terms: SearchTerms
  readonly reference: string | null
  readonly isOurNumber: boolean
  readonly groups: readonly (readonly FactSought[])[]
}

/** The one box. A text that may be a reference of our own is sought as one; only the record's own number can be nothing else. */
const boxOf = (text: string, today: Temporal.PlainDate): Box => {
  const terms = searchTerms(text, today)
  const reference = ownReference(text) ?? null
  const isOurNumber = reference?.startsWith('CN-') === true
  const ours = ourReference(text)
  const others = terms.facts.flat().filter(({ kind }) => kind !== 'reference')
  return { terms, reference, isOurNumber, groups: ours.length > 0 ? [[...ours, ...others]] : terms.facts }
}

type Fields = { readonly groups: readonly (readonly FactSought[])[]; readonly refusals: readonly Refusal[] }

/** Each field for one fact: how it is read, and what is told where it cannot be. */
const singleFields: readonly {
  readonly field: 'identifier' | 'telephone' | 'vehicle' | 'email' | 'onlineName'
  readonly read: (text: string, today: Temporal.PlainDate) => readonly FactSought[]
  readonly why: string
}[] = [
  {
    field: 'identifier',
    read: (text, today) => [...ourReference(text), ...identifierKeys(text, today).map(soughtNumber)],
    why: 'This is not a number of any kind that Concord knows: check it, or leave it out',
  },
  {
    field: 'telephone',
    read: text => listOf(soughtTelephone(text)),
    why: 'Enter a telephone number of six digits or more, like 07700 900123',
  },
  { field: 'vehicle', read: text => listOf(soughtVehicle(text)), why: 'Enter a registration, like AB12 CDE' },
  { field: 'email', read: text => listOf(soughtEmail(text)), why: 'Enter an email address, like name@example.org' },
  { field: 'onlineName', read: text => listOf(soughtOnlineName(text)), why: 'Enter a name of two letters or more' },
]

const listOf = (fact: FactSought | undefined): readonly FactSought[] => (fact ? [fact] : [])

const ourReference = (text: string): readonly FactSought[] => {
  const reference = ownReference(text)
  if (reference === undefined) return []
  return [{ kind: reference.startsWith('CN-') ? 'reference' : 'quote', key: reference, valid: false, shown: reference }]
}

const fieldsOf = (typed: Typed, today: Temporal.PlainDate): Fields => {
  const single = singleFields
    .filter(({ field }) => typed[field].trim() !== '')
    .map(({ field, read, why }) => {
      const text = typed[field].trim()
      const facts = text.length > longestField ? [] : read(text, today)
      return { facts, refusal: { field, text: why } }
    })
  const place = placeOf(typed)
  return {
    groups: [...single.flatMap(({ facts }) => (facts.length > 0 ? [facts] : [])), ...place.groups],
    refusals: [...single.flatMap(({ facts, refusal }) => (facts.length > 0 ? [] : [refusal])), ...place.refusals],
  }
}

/** An address and its postcode are one question, because together they may be one dwelling. */
const placeOf = ({ address, postcode }: Typed): Fields => {
  const [line, code] = [address.trim(), postcode.trim()]
  const whole = soughtPostcode(code)
  const part = whole ? undefined : soughtDistrict(code)
  const found =
    line.length > longestField
      ? []
      : [...(line === '' ? listOf(whole) : soughtAddress(line, whole ? code : '')), ...listOf(part)]
  return {
    groups: found.map(fact => [fact]),
    refusals: [
      ...(code !== '' && !whole && !part
        ? [{ field: 'postcode', text: 'Enter a postcode, like TF3 4NA, or its beginning, like TF3, or leave it empty' }]
        : []),
      ...(line !== '' && found.every(({ kind }) => kind === 'district')
        ? [{ field: 'address', text: 'Enter a number and street, with the postcode if you have it' }]
        : []),
    ],
  }
}

const dateShapes = [/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/, /^\d{1,2}[- ]?[a-z]{3,9}[- ]?\d{4}$/i]

/** What was meant as a date and is none: leaving it out in silence would let an officer believe that it had been compared. */
const noDates = (text: string, today: Temporal.PlainDate): readonly Refusal[] =>
  text
    .split(/[\s,;]+/)
    .filter(piece => dateShapes.some(shape => shape.test(piece)) && !('day' in readDay(piece, today)))
    .map(piece => ({ field: 'q', text: `${piece} is not a date. Correct it, or leave it out` }))

const withoutBirth = 'Leave the date of birth out, or give less of it: the year alone, or an age.'
const inPart: readonly string[] = ['postcode', 'district', 'street']

/** What finds nobody below full, or was read as a name and may have been a town. */
const adviceOn = (facts: Question['facts'], words: readonly string[]): readonly string[] => {
  const sought = facts.flat()
  return [
    ...(sought.some(({ kind, key }) => kind === 'street' && /^\d/.test(key))
      ? ['Leave out the house number, for everyone in the street.']
      : []),
    ...(sought.some(({ kind }) => inPart.includes(kind))
      ? [
          'A street or a postcode finds only records that you have in full. The house number with the whole postcode also tells you whom to ring.',
        ]
      : []),
    ...(sought.some(({ kind }) => kind === 'reference')
      ? ['A record’s number finds only what you have in full. The reference to quote finds from summary up.']
      : []),
    ...(words.length === 1 && sought.length === 0
      ? ['If that is a town, put it under “Place”, with a name, a street or a year of birth.']
      : []),
  ]
}

const triedInWords = (
  facts: readonly (readonly FactSought[])[],
  { words, notUsed }: Pick<SearchTerms, 'words' | 'notUsed'>,
  born: BirthAsked | null,
  typed: Typed,
): readonly string[] => {
  const narrowed = [...(born ? [`born ${born.words}`] : []), ...filtersInWords(typed)]
  return [
    ...facts.flatMap(group =>
      [...Map.groupBy(group, ({ kind }) => kind)].map(
        ([kind, same]) => `The ${soughtInWords(kind)} ${same.map(({ shown }) => shown).join(' or ')}`,
      ),
    ),
    ...(words.length === 0 ? [] : [`Names with ${words.map(inSmallLetters).join(', ')}`]),
    ...(narrowed.length === 0 ? [] : [`Only those ${narrowed.join(', ')}`]),
    ...(notUsed.length === 0 ? [] : [`Left out, because it is no name, number or date: ${notUsed.join(', ')}`]),
  ]
}

const inSmallLetters = (word: string): string => {
  const [first = '', ...rest] = word
  return first + rest.join('').toLowerCase()
}
