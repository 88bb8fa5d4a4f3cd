import type { NoticeId } from '#nominals'
import { dayInWords, momentInWords, type NominalId, type Refusal } from '#platform'
import {
  boardView,
  line,
  linked,
  oneOfFew,
  plain,
  sentences,
  type BoardForm,
  type BoardList,
  type BoardView,
} from './board.views.ts'
import {
  noticePolicy,
  placesInWords,
  readersInWords,
  stateInWords,
  stateOf,
  writesNotices,
  type NoticeGiven,
  type SafetyNotice,
} from './notice.ts'
import type { NoticeLook, NoticesOfRecord } from './noticing.ts'

export const noticesAddress = '/safety-notices'
export const noticeAddress = (id: NoticeId): string => `${noticesAddress}/${id}`
export const noticesOfAddress = (nominal: NominalId): string => `/nominals/${nominal}/safety-notices`

const nobody: NoticeGiven = {
  words: '',
  who: '',
  named: [],
  flat: '',
  line: '',
  postcode: '',
  given: '',
  family: '',
  born: '',
  record: '',
  until: '',
  review: '',
}
/** The form before anything is typed: the next review as late as it may be. */
export const blankNotice = (today: Temporal.PlainDate): NoticeGiven => ({
  ...nobody,
  review: dayInWords(today.add({ days: noticePolicy.reviewDays })),
})

const listOf = (
  notices: readonly SafetyNotice[],
  today: Temporal.PlainDate,
  {
    id,
    title,
    empty,
    named,
  }: { readonly id: string; readonly title: string; readonly empty: string; readonly named: boolean },
): BoardList => ({
  id,
  title,
  count: notices.length === 1 ? '1 notice' : `${notices.length} notices`,
  head: ['Quote', ...(named ? ['Record'] : []), 'What it says', 'Where', 'To whom', 'State'],
  rows: notices.map(notice => [
    linked(notice.quote, noticeAddress(notice.id)),
    ...(named ? [linked(notice.name, `/nominals/${notice.nominal}`)] : []),
    plain(notice.words),
    plain(placesInWords(notice)),
    plain(readersInWords(notice)),
    plain(stateInWords(notice, today)),
  ]),
  empty,
})

const whatItIs = [
  'A safety notice is all that reaches those who may not know of this record. You word it for whoever visits or attends: what to do, or what to look out for.',
  'It looks the same whatever lies behind: your words, the duty desk to ring, and a reference of its own to quote. It never says of whom it is, that there is a record, who answers for it, or where anything comes from.',
]

const formOf = (nominal: NominalId, given: NoticeGiven, refusals: readonly Refusal[]): BoardForm => ({
  id: 'write',
  title: 'Write a safety notice',
  intro: whatItIs,
  action: noticesOfAddress(nominal),
  submit: 'Put it up',
  hidden: [],
  fields: [
    sentences(
      {
        name: 'words',
        label: 'What it says',
        hint: '300 characters or fewer. Like: Do not visit alone; a large dog is kept loose at the back',
        value: given.words,
      },
      refusals,
    ),
    oneOfFew(
      { name: 'who', label: 'To whom it is shown', value: given.who },
      [
        { code: 'named', words: 'Vetted officers of the agencies or units that I name' },
        { code: 'everybody', words: 'Everybody who searches, and every control room' },
      ],
      refusals,
    ),
    sentences(
      {
        name: 'named',
        label: 'Agencies and units',
        hint: 'A line each, by name or code, like West Mercia Police. A police force’s control room is among its officers',
        value: given.named.join('\n'),
      },
      refusals,
    ),
    line({ name: 'flat', label: 'Shown at an address: flat or room', value: given.flat }, refusals),
    line({ name: 'line', label: 'Number or name, and street', value: given.line }, refusals),
    line({ name: 'postcode', label: 'Postcode', value: given.postcode }, refusals),
    line(
      {
        name: 'given',
        label: 'Shown at a person: first names',
        hint: 'To whoever searches for, or records, this whole name with this date of birth',
        value: given.given,
      },
      refusals,
    ),
    line({ name: 'family', label: 'Family name', value: given.family }, refusals),
    line({ name: 'born', label: 'Date of birth', value: given.born }, refusals),
    line(
      {
        name: 'record',
        label: 'Shown at another record: its number or reference to quote',
        hint: 'Of somebody whom they visit, and of whom you may know',
        value: given.record,
      },
      refusals,
    ),
    line(
      { name: 'until', label: 'Last day on which it is shown', hint: 'Within a year', value: given.until },
      refusals,
    ),
    line(
      {
        name: 'review',
        label: 'Next review',
        hint: `Within ${noticePolicy.reviewDays} days. You are reminded ${noticePolicy.remindDays} days before`,
        value: given.review,
      },
      refusals,
    ),
  ],
})

/** The notices of one record, and for whoever supervises it the form that writes one more. */
export const noticesOfView = (
  nominal: NominalId,
  name: string,
  { supervised, notices, refusals }: NoticesOfRecord,
  given: NoticeGiven,
  today: Temporal.PlainDate,
): BoardView =>
  boardView({
    heading: `Safety notices of ${name}`,
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: supervised
      ? []
      : [
          'Written by whoever supervises the unit that leads this record. They are shown to those who may not know of it.',
        ],
    lists: [listOf(notices, today, { id: 'notices', title: 'Notices', empty: 'None was written.', named: false })],
    forms: supervised ? [formOf(nominal, given, refusals)] : [],
  })

/** What a desk that is rung looks up. */
export const standingView = (notices: readonly SafetyNotice[], today: Temporal.PlainDate): BoardView =>
  boardView({
    heading: 'Safety notices',
    back: { text: 'Home', href: '/' },
    aboutPeople: notices.length > 0,
    intro: [
      'The notices that are shown now for records that you have in full. Whoever was shown one rings the duty desk and quotes its reference.',
      'A new one is written from the page of its record.',
    ],
    lists: [
      listOf(notices, today, {
        id: 'notices',
        title: 'Shown now',
        empty: 'None, for records that you have in full.',
        named: true,
      }),
    ],
  })

export type NoticeTyped = { readonly review?: string; readonly reviewWhy?: string; readonly why?: string }

/** One notice: what it says, its reviews, to whom it was shown; and for whoever supervises it, to review and to withdraw it. */
export const noticeBoard = (
  { notice, reviews, showings, actor, refusals }: Extract<NoticeLook, { readonly came: 'open' | 'done' }>,
  typed: NoticeTyped,
  today: Temporal.PlainDate,
): BoardView => {
  const stands = stateOf(notice, today) !== 'ended'
  const may = stands && writesNotices(actor.role) && notice.mine
  return boardView({
    heading: `Safety notice ${notice.quote}`,
    back: { text: `Safety notices of ${notice.name}`, href: noticesOfAddress(notice.nominal) },
    aboutPeople: true,
    refusals,
    intro: [
      notice.words,
      `Where: ${placesInWords(notice)}.`,
      `To whom: ${readersInWords(notice)}.`,
      `${stateInWords(notice, today)}.${notice.ended && notice.ended.words ? ` ${notice.ended.words}` : ''}`,
      `Written by ${notice.writtenBy}, ${momentInWords(notice.writtenAt)}. Last confirmed on ${dayInWords(notice.reviewedOn)}.`,
    ],
    links: [{ text: notice.name, href: `/nominals/${notice.nominal}` }],
    lists: [
      {
        id: 'reviews',
        title: 'Reviews',
        count: 'The latest first',
        head: ['When', 'By', 'What was looked at', 'Next review'],
        rows: reviews.map(({ at, by, words, reviewOn }) => [
          plain(momentInWords(at)),
          plain(by),
          plain(words),
          plain(dayInWords(reviewOn)),
        ]),
        empty: 'None yet.',
      },
      {
        id: 'showings',
        title: 'Shown to',
        count:
          notice.showings > showings.length
            ? `The latest ${showings.length} of ${notice.showings}`
            : 'The latest first',
        head: ['When', 'Who', 'Agency and unit', 'Where'],
        rows: showings.map(({ at, who, agency, unit, how }) => [
          plain(momentInWords(at)),
          plain(who),
          plain(`${agency}: ${unit}`),
          plain(waysInWords[how] ?? how),
        ]),
        empty: 'Nobody yet.',
      },
    ],
    forms: may ? decisions(notice, typed, refusals, today) : [],
  })
}

const waysInWords: Readonly<Record<string, string>> = {
  search: 'A search',
  creating: 'Before recording somebody',
  record: 'The page of a record',
  'address check': 'A check of an address',
  'safety sheet': 'A safety sheet',
}

const decisions = (
  { id }: SafetyNotice,
  typed: NoticeTyped,
  refusals: readonly Refusal[],
  today: Temporal.PlainDate,
): readonly BoardForm[] => [
  {
    id: 'review-it',
    title: 'It still holds',
    intro: [
      `A notice that nobody reviews goes on being shown for ${noticePolicy.graceDays} days, because somebody may rely on it, and then ends. The region lead is told.`,
    ],
    action: `${noticeAddress(id)}/review`,
    submit: 'Confirm it',
    hidden: [],
    fields: [
      sentences(
        {
          name: 'reviewWhy',
          label: 'What you looked at',
          hint: 'In a sentence: is it still so, are these still the words and the people?',
          value: typed.reviewWhy ?? '',
        },
        refusals,
      ),
      line(
        {
          name: 'review',
          label: 'Next review',
          value: typed.review ?? dayInWords(today.add({ days: noticePolicy.reviewDays })),
        },
        refusals,
      ),
    ],
  },
  {
    id: 'withdraw',
    title: 'It holds no more',
    intro: ['It is shown to nobody from this moment on. To change its words withdraw it and write another.'],
    action: `${noticeAddress(id)}/withdrawal`,
    submit: 'Withdraw it',
    hidden: [],
    fields: [sentences({ name: 'why', label: 'Why', value: typed.why ?? '' }, refusals)],
  },
]
