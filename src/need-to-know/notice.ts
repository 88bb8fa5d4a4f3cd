import { readDateOfBirth, readDay, type NoticeId } from '#nominals'
import {
  dayInWords,
  decide,
  type AgencyId,
  type Decision,
  type NominalId,
  type Refusal,
  type Role,
  type UnitId,
} from '#platform'
import policy from '../../reference/need-to-know-policy.json' with { type: 'json' }
import { keysOfAddress } from './address-check.ts'

/** Days: between reviews, of the longest notice, that one goes on being shown unreviewed, and before which its owners are reminded. */
export const noticePolicy = {
  reviewDays: policy.noticeReviewDays,
  longestDays: policy.noticeLongestDays,
  graceDays: policy.noticeGraceDays,
  remindDays: policy.noticeRemindDays,
} as const

/** Whether the role worn writes notices, for the records of the units that it supervises. The database repeats it: write_safety_notice(). */
export const writesNotices = (role: Role): boolean => role === 'supervisor' || role === 'region-lead'

/** What was filled in, as it was typed. `named`: agencies and units, by name or code. */
export type NoticeGiven = {
  readonly words: string
  readonly who: string
  readonly named: readonly string[]
  readonly flat: string
  readonly line: string
  readonly postcode: string
  readonly given: string
  readonly family: string
  readonly born: string
  readonly record: string
  readonly until: string
  readonly review: string
}

/** What the database knows of what was filled in. */
export type NoticeGround = {
  readonly today: Temporal.PlainDate
  /** For each name or code that was given, whoever bears it. */
  readonly readers: ReadonlyMap<string, readonly Reader[]>
  readonly wholeNames: readonly string[]
  /** Null: there is no such record that the writer may know of. */
  readonly other: NominalId | null
  readonly nominal: NominalId
  readonly saysOfWhom: boolean
  readonly hasDesk: boolean
}
export type Reader =
  | { readonly kind: 'agency'; readonly id: AgencyId; readonly name: string }
  | { readonly kind: 'unit'; readonly id: UnitId; readonly name: string }

export type NoticeToWrite = {
  readonly words: string
  readonly everybody: boolean
  readonly agencies: readonly AgencyId[]
  readonly units: readonly UnitId[]
  readonly address: string
  readonly addressKeys: readonly string[]
  readonly person: string
  readonly fullNames: readonly string[]
  readonly born: Temporal.PlainDate | null
  readonly other: NominalId | null
  readonly until: Temporal.PlainDate
  readonly review: Temporal.PlainDate
}

const [shortestWords, longestWords, mostReaders] = [15, 300, 50]

const dayIn = (text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined => {
  const read = readDay(text, today)
  return 'day' in read ? read.day : undefined
}

/** Why the next review cannot be on that day; a day from tomorrow, within the days of the policy. */
export const reviewRefusals = (text: string, today: Temporal.PlainDate): readonly Refusal[] => {
  const day = dayIn(text, today)
  if (day === undefined) return [{ field: 'review', text: 'Enter the day of the next review, like 23 12 2026' }]
  return Temporal.PlainDate.compare(day, today) <= 0 ||
    Temporal.PlainDate.compare(day, today.add({ days: noticePolicy.reviewDays })) > 0
    ? [{ field: 'review', text: `The next review is within ${noticePolicy.reviewDays} days, from tomorrow on` }]
    : []
}

const placeRefusals = (given: NoticeGiven, { today, wholeNames, other, nominal }: NoticeGround) => {
  const hasAddress = given.line !== '' || given.postcode !== '' || given.flat !== ''
  const hasPerson = given.given !== '' || given.family !== '' || given.born !== ''
  return [
    !hasAddress &&
      !hasPerson &&
      given.record === '' && {
        field: 'line',
        text: 'Say where it is shown: at an address, at a person, or at another record',
      },
    hasAddress &&
      keysOfAddress(given).length === 0 && {
        field: 'line',
        text: 'Enter the number or name of the house, the street, and the whole postcode',
      },
    `${given.flat}, ${given.line}, ${given.postcode}`.length > 250 && {
      field: 'line',
      text: 'Use 200 characters or fewer',
    },
    hasPerson &&
      wholeNames.length === 0 && { field: 'family', text: 'Enter the whole name: a first name and a family name' },
    `${given.given} ${given.family}`.length > 200 && { field: 'family', text: 'Use 200 characters or fewer' },
    hasPerson &&
      !('day' in readDateOfBirth(given.born, today)) && {
        field: 'born',
        text: 'Enter the whole date of birth, like 3 7 1982',
      },
    given.record !== '' &&
      other === null && { field: 'record', text: 'You know of no record with this number or reference' },
    other === nominal && { field: 'record', text: 'Choose another record: whoever sees this one needs no notice' },
  ]
}

/**
 * Whether a notice may be written as it was filled in; every reason at once. The database repeats it: write_safety_notice() and the table's
 * own checks.
 */
export const writeNotice = (given: NoticeGiven, ground: NoticeGround): Decision<NoticeToWrite> => {
  const { today, readers } = ground
  const until = dayIn(given.until, today)
  const born = readDateOfBirth(given.born, today)
  const named = [...readers.values()].flat()
  return decide<NoticeToWrite>(
    [
      !ground.hasDesk && {
        field: '',
        text: 'The unit that leads has no duty desk with a number: a notice names one to ring',
      },
      given.words.length < shortestWords && {
        field: 'words',
        text: 'Say what to do or to look out for, in a sentence of its own',
      },
      given.words.length > longestWords && { field: 'words', text: `Use ${longestWords} characters or fewer` },
      ground.saysOfWhom && {
        field: 'words',
        text: 'Leave out the person’s name, the record’s number, and who answers for it: a notice never says of whom it is',
      },
      given.who !== 'everybody' && given.who !== 'named' && { field: 'who', text: 'Choose to whom it is shown' },
      given.who === 'named' && given.named.length === 0 && { field: 'named', text: 'Name an agency or a unit' },
      given.who === 'everybody' &&
        given.named.length > 0 && { field: 'named', text: 'Leave this empty, or choose those that you name' },
      given.named.length > mostReaders && { field: 'named', text: `Name ${mostReaders} at most` },
      ...given.named.map(name => {
        const found = readers.get(name) ?? []
        return (
          found.length !== 1 && {
            field: 'named',
            text: `${found.length === 0 ? 'There is no agency or unit' : 'There are several called'} “${name.slice(0, 60)}”${found.length === 0 ? '' : ': give its code'}`,
          }
        )
      }),
      ...placeRefusals(given, ground),
      until === undefined && { field: 'until', text: 'Enter the last day on which it is shown, like 23 12 2026' },
      until !== undefined &&
        (Temporal.PlainDate.compare(until, today) < 0 ||
          Temporal.PlainDate.compare(until, today.add({ days: noticePolicy.longestDays })) > 0) && {
          field: 'until',
          text: `It ends today or later, within ${noticePolicy.longestDays} days; it can be written anew`,
        },
      ...reviewRefusals(given.review, today),
    ],
    () => ({
      words: given.words,
      everybody: given.who === 'everybody',
      agencies: named.flatMap(each => (each.kind === 'agency' ? [each.id] : [])),
      units: named.flatMap(each => (each.kind === 'unit' ? [each.id] : [])),
      address: [given.flat, given.line, given.postcode].filter(text => text !== '').join(', '),
      addressKeys: keysOfAddress(given),
      person: `${given.given} ${given.family}`.trim(),
      fullNames: ground.wholeNames,
      born: 'day' in born ? born.day : null,
      other: ground.other,
      until: until!,
      review: dayIn(given.review, today)!,
    }),
  )
}

/** Whether it goes on: reviewed, with a word on why it still holds. The database repeats it: review_safety_notice(). */
export const reviewNotice = (
  given: { readonly review: string; readonly why: string },
  today: Temporal.PlainDate,
): Decision<{ readonly review: Temporal.PlainDate; readonly why: string }> =>
  decide<{ readonly review: Temporal.PlainDate; readonly why: string }>(
    [...whyRefusals('reviewWhy', given.why, 'Say what you looked at'), ...reviewRefusals(given.review, today)],
    () => ({ review: dayIn(given.review, today)!, why: given.why }),
  )
export const withdrawNotice = (why: string): Decision<{ readonly why: string }> =>
  decide<{ readonly why: string }>(whyRefusals('why', why, 'Say why it is withdrawn'), () => ({ why }))

const whyRefusals = (field: string, why: string, text: string): readonly Refusal[] => [
  ...(why.length < 5 ? [{ field, text }] : []),
  ...(why.length > 500 ? [{ field, text: 'Use 500 characters or fewer' }] : []),
]

/** A notice as whoever has its record in full reads it. */
export type SafetyNotice = {
  readonly id: NoticeId
  readonly nominal: NominalId
  readonly name: string
  readonly quote: string
  readonly words: string
  readonly everybody: boolean
  readonly readers: readonly string[]
  readonly address: string
  readonly person: string
  readonly born: Temporal.PlainDate | null
  readonly other: { readonly nominal: NominalId; readonly quote: string } | null
  readonly elsewhere: boolean
  readonly writtenAt: Temporal.Instant
  readonly writtenBy: string
  readonly until: Temporal.PlainDate
  readonly reviewedOn: Temporal.PlainDate
  readonly reviewOn: Temporal.PlainDate
  /** The last day on which it is shown, as it stands. */
  readonly shownUntil: Temporal.PlainDate
  readonly ended: {
    readonly at: Temporal.Instant
    readonly by: string | null
    readonly kind: string
    readonly words: string
  } | null
  readonly mine: boolean
  readonly showings: number
}
export type NoticeReview = {
  readonly at: Temporal.Instant
  readonly by: string
  readonly reviewOn: Temporal.PlainDate
  readonly words: string
}
export type NoticeShowing = {
  readonly at: Temporal.Instant
  readonly who: string
  readonly agency: string
  readonly unit: string
  readonly how: string
}

export type NoticeState = 'shown' | 'overdue' | 'ended'
/** Overdue is shown still: nobody reviewed it by its day, and it stops being shown some days later. */
export const stateOf = (
  { ended, shownUntil, reviewOn }: Pick<SafetyNotice, 'ended' | 'shownUntil' | 'reviewOn'>,
  today: Temporal.PlainDate,
): NoticeState => {
  if (ended !== null || Temporal.PlainDate.compare(shownUntil, today) < 0) return 'ended'
  return Temporal.PlainDate.compare(reviewOn, today) < 0 ? 'overdue' : 'shown'
}

export const stateInWords = (notice: SafetyNotice, today: Temporal.PlainDate): string => {
  const { ended, until, reviewOn, shownUntil } = notice
  const state = stateOf(notice, today)
  if (state === 'shown') return `Shown until ${dayInWords(until)}, to be reviewed by ${dayInWords(reviewOn)}`
  if (state === 'overdue')
    return `Not reviewed by ${dayInWords(reviewOn)}: shown until ${dayInWords(shownUntil)} all the same, and then no more`
  return ended?.kind === 'withdrawn' ? `Withdrawn by ${ended.by ?? ''}` : `Ended: ${ended?.kind ?? 'its time is over'}`
}

export const readersInWords = ({ everybody, readers }: Pick<SafetyNotice, 'everybody' | 'readers'>): string =>
  everybody ? 'Everybody who searches, and control rooms' : readers.join('; ')

export const placesInWords = ({ address, person, born, other, elsewhere }: SafetyNotice): string =>
  [
    ...(address === '' ? [] : [address]),
    ...(person === '' ? [] : [`${person}, born ${born === null ? '' : dayInWords(born)}`]),
    ...(other === null ? (elsewhere ? ['the record of somebody else'] : []) : [`the record ${other.quote}`]),
  ].join('; ')
