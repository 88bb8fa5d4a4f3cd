import { decide, type Access, type Decision, type Id, type NominalId, type OfficerId } from '#platform'
import type { Given } from '#nominals'
import { textIn } from './form.ts'
import { emergencyPolicy, emergencyReasons } from './policy.ts'

export type EmergencyId = Id<'emergency access'>

/** A use of emergency access, as it was opened, ended and reviewed. Names are of officers. */
export type EmergencyUse = {
  readonly id: EmergencyId
  readonly nominal: NominalId
  readonly officer: OfficerId
  readonly by: string
  readonly agency: string
  readonly unit: string
  readonly code: string
  readonly reason: string
  readonly openedAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly ended: { readonly at: Temporal.Instant; readonly by: string; readonly why: string } | null
  readonly review: {
    readonly at: Temporal.Instant
    readonly by: string
    readonly outcome: ReviewOutcome
    readonly words: string
  } | null
}

/** The accesses from which the safety sheet may be opened: at *full* nothing is wanting, and *none* is no record at all. */
export const mayOpenFrom = (access: Access): boolean => access === 'summary' || access === 'contact'

/** Whether it is open: until its end, unless it was ended before. It ends by itself. */
export const isOpen = ({ endsAt, ended }: Pick<EmergencyUse, 'endsAt' | 'ended'>, now: Temporal.Instant): boolean =>
  ended === null && Temporal.Instant.compare(now, endsAt) < 0

const [fewest, most] = [10, 500]

export type EmergencyAsked = { readonly code: string; readonly reason: string; readonly minutes: number }

/** Reads why somebody wants the safety sheet; `proved`: they have signed in anew a moment ago. Every reason against it at once. */
export const readEmergency = (given: Given, proved: boolean): Decision<EmergencyAsked> => {
  const [code, reason] = [textIn(given, 'code'), textIn(given, 'reason')]
  return decide(
    [
      !proved && { field: 'again', text: 'Sign in again first: it was more than five minutes ago' },
      !emergencyReasons.some(each => each.code === code) && { field: 'code', text: 'Choose what the emergency is' },
      reason.length < fewest && { field: 'reason', text: `Say in words why, in ${fewest} characters or more` },
      reason.length > most && { field: 'reason', text: `Say it in ${most} characters or fewer` },
    ],
    () => ({ code, reason, minutes: emergencyPolicy.emergencyMinutes }),
  )
}

export type ReviewOutcome = 'justified' | 'not-justified' | 'passed-on'
export const reviewOutcomes: readonly { readonly code: ReviewOutcome; readonly words: string }[] = [
  { code: 'justified', words: 'It was justified' },
  { code: 'not-justified', words: 'It was not justified' },
  { code: 'passed-on', words: 'I have passed it on to professional standards or the data-protection officer' },
]
export const outcomeInWords = (outcome: ReviewOutcome): string =>
  reviewOutcomes.find(({ code }) => code === outcome)?.words ?? outcome

const longestReview = 1000

/** Reads what a reviewer says of a use; the use must be over. */
export const readReview = (
  given: Given,
  use: Pick<EmergencyUse, 'endsAt' | 'ended' | 'review'>,
  now: Temporal.Instant,
): Decision<{ readonly outcome: ReviewOutcome; readonly words: string }> => {
  const words = textIn(given, 'words')
  const outcome = reviewOutcomes.find(({ code }) => code === textIn(given, 'outcome'))?.code
  return decide(
    [
      isOpen(use, now) && { field: '', text: 'It is open still. End it first, or wait until it is over' },
      use.review !== null && { field: '', text: 'It has been reviewed' },
      outcome === undefined && { field: 'outcome', text: 'Choose what you find' },
      words.length < fewest && { field: 'words', text: `Say why, in ${fewest} characters or more` },
      words.length > longestReview && { field: 'words', text: `Say it in ${longestReview} characters or fewer` },
    ],
    () => ({ outcome: outcome!, words }),
  )
}

/** Reads why an emergency access is ended before its time. */
export const readEnd = (
  given: Given,
  use: Pick<EmergencyUse, 'endsAt' | 'ended'>,
  now: Temporal.Instant,
): Decision<{ readonly why: string }> => {
  const why = textIn(given, 'why')
  return decide(
    [
      !isOpen(use, now) && { field: '', text: 'It is over already' },
      why === '' && { field: 'why', text: 'Say why it ends now' },
      why.length > most && { field: 'why', text: `Say it in ${most} characters or fewer` },
    ],
    () => ({ why }),
  )
}

/** What the safety sheet holds, and nothing else of a record (`emergency_sheet`, schema/0085). Days are "2026-11-23". */
export type SafetySheet = {
  readonly nominal: NominalId
  readonly quote: string
  readonly dutyDesk: string
  readonly dutyTelephone: string
  readonly safetyInstruction: string
  readonly markers: readonly {
    readonly words: string
    readonly basis: string
    readonly incidentOn: string | null
    readonly reviewOn: string | null
  }[]
  readonly addresses: readonly {
    readonly kind: string
    readonly flat: string
    readonly line: string
    readonly town: string
    readonly postcode: string | null
    readonly occupants: string
    readonly children: 'yes' | 'no' | 'not known'
  }[]
  readonly conditions: readonly { readonly words: string; readonly condition: string; readonly setBy: string }[]
  readonly vehicles: readonly {
    readonly registration: string
    readonly makeAndModel: string
    readonly colour: string
  }[]
}

/** The groups of fields that the sheet shows, for the log. */
export const sheetGroups = [
  'markers',
  'addresses',
  'orders',
  'conditions',
  'vehicles',
  'photograph',
  'contact',
] as const
