import { dayInWords, momentInWords, timeInWords, type PageView, type Refusal } from '#platform'
import {
  deskOf,
  noticeView,
  type DeskView,
  type Given,
  type NoticeView,
  type PhotographShown,
  type ShownNotice,
} from '#nominals'
import { isOpen, outcomeInWords, reviewOutcomes, type EmergencyUse, type SafetySheet } from './emergency.ts'
import { choiceField, errorsOf, lineField, sentencesField, textIn } from './form.ts'
import { emergencyPolicy, emergencyReasonInWords, emergencyReasons } from './policy.ts'
import type { UseSeen } from './emergency-looking.ts'

export type EmergencyFormView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly back: string
  readonly action: string
  readonly what: readonly string[]
  /** Where one signs in anew first; null: that was done a moment ago. */
  readonly again: string | null
  readonly fields: { readonly code: object; readonly reason: object }
  readonly earlier: readonly { readonly href: string; readonly words: string }[]
}

/** What the safety sheet shows, fit for a telephone. */
export type SafetySheetView = PageView & {
  readonly until: string
  readonly untilMoment: string
  readonly reason: string
  readonly instruction: string
  readonly desk: DeskView
  readonly quote: string
  readonly markers: readonly { readonly words: string; readonly more: string }[]
  readonly photograph: { readonly source: string | null; readonly recent: string } | null
  readonly addresses: readonly { readonly line: string; readonly who: string }[]
  readonly conditions: readonly { readonly words: string; readonly more: string }[]
  readonly vehicles: readonly { readonly registration: string; readonly more: string }[]
  readonly safetyNotices: readonly NoticeView[]
  readonly end: string
  readonly errors: EmergencyFormView['errors']
  readonly fields: { readonly why: object }
}

export type EmergencyUseView = PageView & {
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly record: string | null
  readonly errors: EmergencyFormView['errors']
  readonly end: { readonly action: string; readonly why: object } | null
  readonly review: { readonly action: string; readonly outcome: object; readonly words: object } | null
}

declare module 'fastify' {
  interface PageViews {
    'need-to-know/emergency-form': EmergencyFormView
    'need-to-know/safety-sheet': SafetySheetView
    'need-to-know/emergency-use': EmergencyUseView
  }
}

export const useAddress = (id: string): string => `/emergency-access/${id}`

const titled = (title: string, refusals: readonly Refusal[]): string =>
  `${refusals.length > 0 ? 'Error: ' : ''}${title}`

const minutes = emergencyPolicy.emergencyMinutes

/** `again`: where one signs in anew; null where it was done. The page names nobody. */
export const emergencyFormView = (
  nominal: string,
  {
    given,
    refusals,
    again,
    earlier,
    now,
  }: {
    readonly given: Given
    readonly refusals: readonly Refusal[]
    readonly again: string | null
    readonly earlier: readonly EmergencyUse[]
    readonly now: Temporal.Instant
  },
): EmergencyFormView => ({
  title: titled('Emergency access', refusals),
  aboutPeople: true,
  errors: errorsOf(refusals),
  back: `/nominals/${nominal}`,
  action: `/nominals/${nominal}/emergency-access`,
  what: [
    `It opens the safety sheet for ${minutes} minutes: the markers, present addresses and who is there, conditions in force, vehicles, the photograph, the safety instruction and the duty number. Nothing else of the record.`,
    'The duty desk of whoever answers for the record and an auditor are told at once, with your name and your reason. Somebody outside your own line reviews it afterwards.',
    'If it can wait, ring the duty desk or ask for more.',
  ],
  again,
  fields: {
    code: choiceField(
      { name: 'code', label: 'What is the emergency?', value: textIn(given, 'code') },
      emergencyReasons,
      refusals,
    ),
    reason: sentencesField(
      {
        name: 'reason',
        label: 'Why you need the safety sheet now',
        hint: 'It stands in the log, and is read by whoever reviews this',
        value: textIn(given, 'reason'),
      },
      refusals,
    ),
  },
  earlier: earlier.map(use => ({ href: useAddress(use.id), words: useInWords(use, now) })),
})

/** "Opened 25 November 2026 at 6:40pm by DC A. Example, West Mercia Police: open until 7:40pm". */
export const useInWords = (use: EmergencyUse, now: Temporal.Instant): string =>
  `Opened ${momentInWords(use.openedAt)} by ${use.by}, ${use.agency}: ${stateInWords(use, now)}`

const stateInWords = (use: EmergencyUse, now: Temporal.Instant): string => {
  if (isOpen(use, now)) return `open until ${timeInWords(use.endsAt)}`
  const over = use.ended ? `ended ${momentInWords(use.ended.at)}` : `over since ${momentInWords(use.endsAt)}`
  return `${over}, ${use.review ? 'reviewed' : 'to be reviewed'}`
}

const childrenInWords = {
  yes: 'Children live there',
  no: 'No children live there',
  'not known': 'Whether children live there is not known',
} as const

const joined = (parts: readonly (string | null)[], between: string): string =>
  parts.filter(part => part !== null && part !== '').join(between)

/** The safety sheet. `refusals`: of the form that ends it. */
export const safetySheetView = (
  use: EmergencyUse,
  sheet: SafetySheet,
  { photograph, notices }: { readonly photograph: PhotographShown | null; readonly notices: readonly ShownNotice[] },
  refusals: readonly Refusal[] = [],
): SafetySheetView => ({
  title: titled('Safety sheet', refusals),
  aboutPeople: true,
  until: `Open until ${timeInWords(use.endsAt)}. It closes by itself.`,
  untilMoment: use.endsAt.toString(),
  reason: `${emergencyReasonInWords(use.code)}. ${use.reason}`,
  instruction: sheet.safetyInstruction,
  desk: deskOf(sheet),
  quote: sheet.quote,
  markers: sheet.markers.map(({ words, basis, incidentOn }) => ({
    words,
    more: joined([basis, incidentOn && dayInWords(Temporal.PlainDate.from(incidentOn))], ', '),
  })),
  photograph: photograph && {
    source: photograph.source,
    recent:
      photograph.takenOn === null
        ? 'When it was taken is not known'
        : `Taken ${dayInWords(Temporal.PlainDate.from(photograph.takenOn))}`,
  },
  addresses: sheet.addresses.map(({ flat, line, town, postcode, occupants, children }) => ({
    line: joined([flat, line, town, postcode], ', '),
    who: joined(
      [occupants === '' ? 'Who else is there is not known' : `There: ${occupants}`, childrenInWords[children]],
      '. ',
    ),
  })),
  conditions: sheet.conditions.map(({ words, condition, setBy }) => ({
    words,
    more: joined([condition, setBy], '. '),
  })),
  vehicles: sheet.vehicles.map(({ registration, makeAndModel, colour }) => ({
    registration,
    more: joined([colour, makeAndModel], ' '),
  })),
  safetyNotices: notices.map(noticeView),
  end: `${useAddress(use.id)}/end`,
  errors: errorsOf(refusals),
  fields: { why: whyField('', refusals) },
})

const whyField = (value: string, refusals: readonly Refusal[]): object =>
  lineField({ name: 'why', label: 'Why it ends now', value }, refusals)

/** That emergency access was used, for its user afterwards, for those who answer for the record, and for an auditor. */
export const emergencyUseView = (
  { use, access, mayEnd, mayReview }: UseSeen,
  now: Temporal.Instant,
  { given, refusals }: { readonly given: Given; readonly refusals: readonly Refusal[] },
): EmergencyUseView => ({
  title: titled('Emergency access', refusals),
  aboutPeople: true,
  facts: [
    { label: 'Used by', value: `${use.by}, ${use.unit}, ${use.agency}` },
    { label: 'Opened', value: momentInWords(use.openedAt) },
    { label: 'For', value: `${emergencyReasonInWords(use.code)}. ${use.reason}` },
    {
      label: isOpen(use, now) ? 'Open until' : 'Ended',
      value: use.ended
        ? `${momentInWords(use.ended.at)}, by ${use.ended.by}: ${use.ended.why}`
        : momentInWords(use.endsAt),
    },
    {
      label: 'Review',
      value: use.review
        ? `${outcomeInWords(use.review.outcome)}. ${use.review.words} (${use.review.by}, ${momentInWords(use.review.at)})`
        : 'To be reviewed by somebody outside the user’s own line',
    },
  ],
  record: access === 'none' ? null : `/nominals/${use.nominal}`,
  errors: errorsOf(refusals),
  end: mayEnd ? { action: `${useAddress(use.id)}/end`, why: whyField(textIn(given, 'why'), refusals) } : null,
  review: mayReview
    ? {
        action: `${useAddress(use.id)}/review`,
        outcome: choiceField(
          { name: 'outcome', label: 'What do you find?', value: textIn(given, 'outcome') },
          reviewOutcomes,
          refusals,
        ),
        words: sentencesField({ name: 'words', label: 'Why', value: textIn(given, 'words') }, refusals),
      }
    : null,
})
