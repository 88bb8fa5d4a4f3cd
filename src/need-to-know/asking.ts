import { dayOf, decide, type Access, type Decision, type Id, type NominalId, type OfficerId } from '#platform'
import { readDayTyped, type Given } from '#nominals'
import { textIn } from './form.ts'
import { emergencyPolicy } from './policy.ts'

export type RequestId = Id<'access request'>
export type AnswerKind = 'granted' | 'refused' | 'lapsed' | 'withdrawn'

/** A request for more of a record, as far as its reader may know. `by`: who asked; `answer`: null while it waits. */
export type AccessRequest = {
  readonly id: RequestId
  readonly nominal: NominalId
  readonly officer: OfficerId
  readonly by: string
  readonly agency: string
  readonly unit: string
  readonly purpose: string
  readonly askedAt: Temporal.Instant
  readonly lapsesAt: Temporal.Instant
  readonly answer: {
    readonly kind: AnswerKind
    readonly words: string
    readonly at: Temporal.Instant
    readonly by: string | null
    readonly until: Temporal.Instant | null
  } | null
}

/** From which accesses one may ask for more. */
export const mayAskFrom = (access: Access): boolean => access === 'summary' || access === 'contact'

const [fewest, most] = [10, 500]

/** Reads what somebody wants it for; `waits`: a request of theirs for this record waits already. */
export const readRequest = (given: Given, waits: boolean): Decision<{ readonly purpose: string }> => {
  const purpose = textIn(given, 'purpose')
  return decide(
    [
      waits && { field: '', text: 'A request of yours waits already. Ring the desk if it cannot wait' },
      purpose.length < fewest && {
        field: 'purpose',
        text: `Say what you need it for, in ${fewest} characters or more`,
      },
      purpose.length > most && { field: 'purpose', text: `Say it in ${most} characters or fewer` },
    ],
    () => ({ purpose }),
  )
}

export const answers: readonly { readonly code: 'granted' | 'refused'; readonly words: string }[] = [
  { code: 'granted', words: 'Grant access to the record, by name, for a time' },
  { code: 'refused', words: 'Refuse it' },
]

export type AnswerGiven = {
  readonly answer: 'granted' | 'refused'
  readonly words: string
  /** The end of the last day, in London; null: refused. */
  readonly until: Temporal.Instant | null
}

/** The last day of access unless somebody says otherwise, and the last that may be chosen. */
export const defaultUntil = (today: Temporal.PlainDate): Temporal.PlainDate =>
  today.add({ days: emergencyPolicy.grantedDefaultDays })
const latestUntil = (today: Temporal.PlainDate): Temporal.PlainDate =>
  today.add({ days: emergencyPolicy.grantedLongestDays })

/** Reads an answer to a request that waits, with every reason against it. */
export const readAnswer = (
  given: Given,
  request: Pick<AccessRequest, 'answer' | 'lapsesAt'>,
  now: Temporal.Instant,
): Decision<AnswerGiven> => {
  const today = dayOf(now)
  const answer = answers.find(({ code }) => code === textIn(given, 'answer'))?.code
  const words = textIn(given, 'words')
  const written = textIn(given, 'until')
  const read = written === '' ? { day: defaultUntil(today) } : readDayTyped(written, today, today.add({ years: 1 }))
  const day = 'day' in read ? read.day : undefined
  const granting = answer === 'granted'
  return decide(
    [
      request.answer !== null && { field: '', text: 'It has been answered' },
      answer === undefined && { field: 'answer', text: 'Choose whether you grant it' },
      words === '' && { field: 'words', text: 'Say why: whoever asked reads it' },
      words.length > most && { field: 'words', text: `Say it in ${most} characters or fewer` },
      granting && day === undefined && { field: 'until', text: 'Enter a date, like 23 11 2026' },
      granting &&
        day !== undefined &&
        Temporal.PlainDate.compare(day, today) < 0 && { field: 'until', text: 'Enter today or a date to come' },
      granting &&
        day !== undefined &&
        Temporal.PlainDate.compare(day, latestUntil(today)) > 0 && {
          field: 'until',
          text: `Access by name is for ${emergencyPolicy.grantedLongestDays} days at most`,
        },
    ],
    () => ({ answer: answer!, words, until: granting ? endOf(day!) : null }),
  )
}

const endOf = (day: Temporal.PlainDate): Temporal.Instant =>
  day.add({ days: 1 }).toZonedDateTime({ timeZone: 'Europe/London' }).toInstant()
