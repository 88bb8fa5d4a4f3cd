import { dayInWords, decide, type Decision, type Id } from '#platform'
import policy from '../../reference/disclosure-policy.json' with { type: 'json' }
import { readDayTyped } from './as-typed.ts'
import { factKindsOf } from './fact-kinds.ts'
import type { Given } from './fact-reading.ts'
import type { RecordSection } from './record.sections.ts'

export type DisclosureId = Id<'disclosure'>

/** What a record may be disclosed for: `reference/disclosure-policy.json`, which is each authority's own. */
export const purposes: readonly { readonly code: string; readonly words: string }[] = policy.rows
export const purposeInWords = (code: string): string => purposes.find(each => each.code === code)?.words ?? code

/** The parts of a record from which one chooses, in the order in which they are printed. */
export const disclosureParts = [
  { code: 'markers', words: 'Markers' },
  { code: 'identity', words: 'Identity' },
  { code: 'person', words: 'The person' },
  { code: 'places', words: 'Places and contact' },
  { code: 'life', words: 'Life' },
  { code: 'orders', words: 'Orders and conditions' },
  { code: 'custody', words: 'Custody and release dates' },
  { code: 'management', words: 'Basis and management' },
  { code: 'registrations', words: 'Registrations and alerts' },
  { code: 'links', words: 'Links' },
  { code: 'chronology', words: 'Chronology' },
  { code: 'hands', words: 'Who has access' },
] as const
export type DisclosurePart = (typeof disclosureParts)[number]['code']

const others: { readonly [Part in DisclosurePart]?: readonly RecordSection[] } = {
  markers: ['markers'],
  custody: ['custody'],
  registrations: ['registrations'],
  hands: ['hands', 'statements'],
}

/** Which sections of the record a part is made of; the chronology is read by itself. */
export const sectionsOf = (part: DisclosurePart): readonly RecordSection[] => [
  ...new Set([
    ...(part === 'chronology' || part === 'markers' || part === 'hands' || part === 'registrations'
      ? []
      : factKindsOf(part).flatMap(({ section }) => (section === 'files' ? [] : [section]))),
    ...(others[part] ?? []),
  ]),
]

/** What somebody asks for, read and held against every rule. */
export type DisclosureAsked = {
  readonly purpose: string
  readonly why: string
  readonly recipient: string
  readonly destroyBy: Temporal.PlainDate
  readonly parts: readonly DisclosurePart[]
}

const longest = { why: 500, recipient: 200 } as const

/** The person's own right of access (Data Protection Act 2018 s.45): the copy goes to whom it is about. */
const toThePerson = 'right-of-access'

/** The day on which a copy is to be destroyed unless somebody says otherwise. */
export const defaultDestroyBy = (today: Temporal.PlainDate): Temporal.PlainDate =>
  today.add({ days: policy.destroyAfterDays })

const textIn = (given: Given, name: string): string =>
  typeof given[name] === 'string' ? given[name].replaceAll(/\s+/g, ' ').trim() : ''

/** The parts that a form (one or several of the same name) or a program (a list) asks for; what is none of them counts too. */
export const partsIn = (given: Given): readonly string[] => {
  const asked: unknown = given['parts']
  return [...new Set([asked].flat().filter(part => typeof part === 'string'))]
}

/** Reads what is asked; every reason against it at once. `today`: in London. */
export const readDisclosure = (given: Given, today: Temporal.PlainDate): Decision<DisclosureAsked> => {
  const [purpose, why, recipient] = [textIn(given, 'purpose'), textIn(given, 'why'), textIn(given, 'recipient')]
  const written = textIn(given, 'destroyBy')
  const read =
    written === '' ? { day: defaultDestroyBy(today) } : readDayTyped(written, today, today.add({ years: 20 }))
  const last = today.add({ days: policy.longestDays })
  const asked = partsIn(given)
  const parts = disclosureParts.map(({ code }) => code).filter(code => asked.includes(code))
  const day = 'day' in read ? read.day : undefined
  return decide<DisclosureAsked>(
    [
      !purposes.some(({ code }) => code === purpose) && { field: 'purpose', text: 'Choose what it is for' },
      why === '' && { field: 'why', text: 'Say in words why it is needed' },
      why.length > longest.why && { field: 'why', text: `Say it in ${longest.why} characters or fewer` },
      recipient === '' && { field: 'recipient', text: 'Say who it is for: a name and where they work' },
      recipient.length > longest.recipient && {
        field: 'recipient',
        text: `Say it in ${longest.recipient} characters or fewer`,
      },
      day === undefined && { field: 'destroyBy', text: 'Enter a date, like 23 11 2026' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, today) <= 0 && { field: 'destroyBy', text: 'Enter a date after today' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, last) > 0 && {
          field: 'destroyBy',
          text: `Enter a date up to ${dayInWords(last)}`,
        },
      parts.length === 0 && { field: 'parts', text: 'Choose what is needed, and no more' },
      // Entries may be marked not to be shown to the person, privileged, or their originator's: until each is asked about, none goes to them from here.
      purpose === toThePerson &&
        parts.includes('chronology') && {
          field: 'parts',
          text: 'Leave the chronology out: what of it may be shown to the person is decided entry by entry, and not here',
        },
      parts.length < asked.length && { field: 'parts', text: 'Choose from the parts of the record' },
    ],
    () => ({ purpose, why, recipient, destroyBy: day!, parts }),
  )
}

/** Markings from the lowest; one that is not among them counts as higher than all. */
const markings: readonly string[] = ['OFFICIAL', 'OFFICIAL-SENSITIVE']
/** What a page about a person bears at least. */
const ofARecord = 'OFFICIAL-SENSITIVE'

/** The highest marking of the parts of something about a person. */
export const highestMarking = (parts: readonly string[]): string => {
  const rank = (marking: string): number => {
    const place = markings.indexOf(marking)
    return place < 0 ? markings.length : place
  }
  return parts.reduce((highest, each) => (rank(each) > rank(highest) ? each : highest), ofARecord)
}

/** What is said of entries that were left out; null: none were. */
export const leftOutInWords = (leftOut: number): string | null =>
  leftOut === 0
    ? null
    : `${leftOut === 1 ? '1 entry is' : `${leftOut} entries are`} left out, because what ${leftOut === 1 ? 'it says' : 'they say'} may be passed on under conditions only. Ask the unit that manages the record.`
