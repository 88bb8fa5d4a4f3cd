import { dayInWords, distanceInWords, type NominalId } from '#platform'
import { factKindIn } from './fact-kinds.ts'
import type { FactId } from './fact.facts.ts'
import { policyOf, type PolicyCode } from './policy.ts'

/** Why something is due; the database finds it by these names (`due_of`, schema/0017). */
export const dueRules = [
  'dead',
  'basis-none',
  'basis-ended',
  'basis-unconfirmed',
  'basis-ends',
  'basis-review',
  'pdp-review',
  'under-18-review',
  'under-18-contacts',
  'turned-18',
  'marker-review',
  'marker-approval',
  'marker-request',
  'order-review',
  'order-ends',
  'condition-ends',
  'document-expires',
  'sentence-ends',
  'release',
  'release-date',
] as const
export type DueRule = (typeof dueRules)[number]

/** Something due on a record, from its facts. `words`: what it is about; `countedFrom`: the day from which an interval was counted. */
export type Due = {
  readonly nominal: NominalId
  readonly rule: DueRule
  readonly dueOn: Temporal.PlainDate
  readonly factTable: string | null
  readonly factId: FactId | null
  readonly words: string
  readonly countedFrom: Temporal.PlainDate | null
}

/** The same in words. `why`: the rule, its source and its version, and the arithmetic; a date explains itself. */
export type DueInWords = {
  readonly what: string
  readonly when: string
  readonly overdue: boolean
  readonly why: string
  /** Where it is put right, the first first. */
  readonly links: readonly DueLink[]
}
export type DueLink = { readonly text: string; readonly href: string }

/** Eight weeks: what is to be done about a release or an expiry takes that long. */
export const daysAhead = 56

type Wording = {
  readonly what: (due: Due) => string
  /** How the day is told: "Due 3 December 2026, in 10 days" or "Ends on …"; absent: it is due now, and has no day. */
  readonly day?: readonly [coming: string, past: string]
  readonly why: string
  readonly policy?: PolicyCode
  /** What `countedFrom` is the day of. */
  readonly counted?: string
  readonly links: (due: Due) => readonly DueLink[]
}

const review = ['Due', 'Was due'] as const
const ends = ['Ends', 'Ended'] as const

const at = (due: Due, rest: string): string => `/nominals/${due.nominal}/${rest}`
const newFact =
  (text: string, kind: string, query = '') =>
  (due: Due): DueLink => ({ text, href: at(due, `facts/${kind}/new${query}`) })
const itself =
  (text: string) =>
  (due: Due): readonly DueLink[] => {
    const kind = due.factTable === null ? undefined : factKindIn(due.factTable)
    return kind && due.factId ? [{ text, href: at(due, `facts/${kind.kind}/${due.factId}`) }] : []
  }
const confirm = newFact('Confirm a basis', 'basis')
const archive = newFact('Archive the record', 'archiving')
const lawForRecord =
  'A record rests on a ground in law that holds, confirmed by a person (Data Protection Act 2018, section 35)'

const wordings: { readonly [Rule in DueRule]: Wording } = {
  dead: {
    what: () => 'Recorded as dead: decide on the record',
    why: 'Who has died is no longer managed; nothing else falls due on this record',
    links: due => [archive(due)],
  },
  'basis-none': {
    what: () => 'No basis holds: confirm one, or archive the record',
    why: lawForRecord,
    links: due => [confirm(due), archive(due)],
  },
  'basis-ended': {
    what: ({ words }) => `The basis has ended${about(words)}: confirm another, or archive the record`,
    day: ['Since', 'Since'],
    why: lawForRecord,
    links: due => [confirm(due), archive(due)],
  },
  'basis-unconfirmed': {
    what: () => 'The basis is still to be confirmed: confirm one, or archive the record',
    day: ['Since', 'Since'],
    why: `${lawForRecord}. Until then nobody outside the unit sees it`,
    links: due => [confirm(due), archive(due), ...itself('See what the source says')(due)],
  },
  'basis-ends': {
    what: ({ words }) => `The basis ends${about(words)}: confirm another, or prepare to archive`,
    day: ends,
    why: lawForRecord,
    links: due => [confirm(due), ...itself('See the basis')(due)],
  },
  'basis-review': {
    what: ({ words }) => `Review of the basis${about(words)}`,
    day: review,
    why: 'The day that was set when the basis was decided',
    links: itself('Review the basis'),
  },
  'pdp-review': {
    what: () => 'A superintendent authorises the management of a potentially dangerous person anew, or ends it',
    day: review,
    why: 'The day that was set, or the interval, whichever comes first',
    policy: 'pdp-review',
    counted: 'authorised',
    links: itself('Review the authorisation'),
  },
  'under-18-review': {
    what: () => 'Review of a record of somebody under 18',
    day: review,
    why: 'Counted from the day on which the basis was last recorded; recording it anew is the review',
    policy: 'under-18-review',
    counted: 'recorded',
    links: itself('Review the basis'),
  },
  'under-18-contacts': {
    what: ({ words }) => `Under 18, and nobody is recorded as ${listed(words.split('; '))}`,
    why: 'The record of somebody under 18 names them (Children Act 2004, section 11; Crime and Disorder Act 1998, section 38)',
    links: due =>
      due.words
        .split('; ')
        .map(role => newFact(`Add: ${role}`, 'contact-person', `?role=${encodeURIComponent(role)}`)(due)),
  },
  'turned-18': {
    what: ({ dueOn }) => `18 on ${dayInWords(dueOn)}: decide anew on the basis, the contacts and the markers`,
    day: ['Turns 18', 'Turned 18'],
    why: 'What was decided of a child is not carried over: a basis that was recorded before the birthday is decided again',
    links: due => [...itself('Decide on the basis')(due), archive(due)],
  },
  'marker-review': {
    what: ({ words }) => `Review of a marker: ${words}`,
    day: review,
    why: 'The day that was set with the marker; once it has passed the marker is shown as unverified (Data Protection Act 2018, section 39)',
    links: itself('Review the marker'),
  },
  'marker-approval': {
    what: ({ words }) => `A marker waits for approval: ${words}`,
    day: ['Waits since', 'Waits since'],
    why: 'A supervisor other than its author approves a marker',
    links: itself('See the marker'),
  },
  'marker-request': {
    what: ({ words }) => `A change of an approved marker waits for a decision: ${words}`,
    day: ['Waits since', 'Waits since'],
    why: 'An approved marker is changed by two people: one asks, and a supervisor who is another person decides',
    links: itself('See the marker'),
  },
  'order-review': {
    what: ({ words }) => `Review of an order: ${words}`,
    day: review,
    why: 'The day that was set with the order',
    links: itself('See the order'),
  },
  'order-ends': {
    what: ({ words }) => `An order ends: ${words}`,
    day: ends,
    why: 'The last day that its source gives',
    links: itself('See the order'),
  },
  'condition-ends': {
    what: ({ words }) => `A licence condition ends: ${shortened(words)}`,
    day: ends,
    why: 'The last day that its source gives',
    links: itself('See the condition'),
  },
  'document-expires': {
    what: ({ words }) => `An identity document expires: ${words}`,
    day: ['Expires', 'Expired'],
    why: 'The day that stands on the document',
    links: itself('See the document'),
  },
  'sentence-ends': {
    what: ({ words }) => `A sentence ends: ${shortened(words)}`,
    day: ends,
    why: 'The day that its source gives',
    links: itself('See the sentence'),
  },
  release: {
    what: ({ words }) => (words === 'hospital' ? 'Discharge from hospital' : 'Release'),
    day: ['Expected', 'Was expected'],
    why: 'The date that was recorded last of this stay; when the day has passed, record where the person is',
    links: due => [newFact('Record where the person is', 'whereabouts')(due)],
  },
  'release-date': {
    what: ({ words }) => releaseDates[words] ?? words,
    day: ['Comes', 'Was'],
    why: 'The day that its source gives',
    links: itself('See the date'),
  },
}

const releaseDates: Readonly<Record<string, string>> = {
  'parole eligibility': 'Parole eligibility date',
  'conditional release': 'Conditional release date',
  'home detention curfew': 'Home detention curfew eligibility date',
  'tariff expiry': 'Tariff expiry',
  'sentence end': 'Sentence expiry date',
  'licence end': 'Licence expiry date',
  'post-sentence supervision end': 'End of post-sentence supervision',
  'parole release': 'Release on parole',
  'court release': 'Release by order of a court',
  'court end': 'Supervision ended by a court',
}

const about = (words: string): string => (words === '' ? '' : ` (${words})`)
const longestWords = 120
const shortened = (words: string): string => (words.length > longestWords ? `${words.slice(0, longestWords)} …` : words)
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`

/** Something due in words, with the rule that its day follows from and where it is put right. */
export const dueInWords = (due: Due, today: Temporal.PlainDate): DueInWords => {
  const { what, day, why, policy, counted, links } = wordings[due.rule]
  const passed = Temporal.PlainDate.compare(due.dueOn, today) < 0
  return {
    what: what(due),
    when: day ? `${day[passed ? 1 : 0]} ${dayInWords(due.dueOn)}, ${distanceInWords(due.dueOn, today)}` : 'Due now',
    overdue: passed && !coming.has(due.rule),
    why: [why, ...(policy ? policyInWords(policy, due.countedFrom, counted ?? '') : [])].join('. '),
    links: links(due),
  }
}

/** What waits or ends is late from no day of its own. */
const coming = new Set<DueRule>(['marker-approval', 'marker-request', 'basis-unconfirmed'])

const policyInWords = (code: PolicyCode, from: Temporal.PlainDate | null, counted: string): readonly string[] => {
  const { words, source, version, placeholder } = policyOf(code)
  return [
    `${words} (${source}; the interval as set on ${dayInWords(Temporal.PlainDate.from(version))}${placeholder === null ? '' : ', not confirmed'})`,
    ...(from && counted !== '' ? [`The basis was ${counted} on ${dayInWords(from)}`] : []),
  ]
}
