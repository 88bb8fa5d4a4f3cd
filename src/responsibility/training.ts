import { dayInWords, decide, type Decision, type Id, type OfficerId } from '#platform'
import { readDay } from '#nominals'
import { responsibilityPolicy } from './policy.ts'

export type TrainingId = Id<'training'>

/** An officer of the units that somebody supervises. Days in Europe/London, each the last within; null: none, or without an end. */
export type OfficerStanding = {
  readonly officer: OfficerId
  readonly name: string
  readonly unit: string
  readonly vettedTo: Temporal.PlainDate | null
  readonly training: TrainingId | null
  readonly course: string | null
  readonly trainedTo: Temporal.PlainDate | null
  readonly extendedTo: Temporal.PlainDate | null
  readonly extendedBy: string | null
  readonly extensionReason: string | null
}

/** The last day to which training may be extended, once: `trainingExtensionDays` after its end (the design: 28; a supervisor, with a reason; vetting never). */
export const latestExtension = (trainedTo: Temporal.PlainDate): Temporal.PlainDate =>
  trainedTo.add({ days: responsibilityPolicy.trainingExtensionDays })

/** Whether it can be extended at all: of somebody else, with an end, not extended before, and not lapsed for longer than an extension reaches. */
export const canBeExtended = (
  { officer, trainedTo, extendedTo }: Pick<OfficerStanding, 'officer' | 'trainedTo' | 'extendedTo'>,
  me: OfficerId,
  today: Temporal.PlainDate,
): boolean =>
  officer !== me &&
  extendedTo === null &&
  trainedTo !== null &&
  Temporal.PlainDate.compare(latestExtension(trainedTo), today) >= 0

export type ExtensionGiven = {
  readonly training: TrainingId
  readonly lastDay: Temporal.PlainDate
  readonly why: string
}

const [fewest, most] = [10, 500]

/**
 * Reads an extension: `officer` of those whose training can be extended, `lastDay` after its end and within 28 days of it, and why. Refuses with every
 * reason. The database repeats it: extend_training().
 */
export const readExtension = (
  given: { readonly officer: string; readonly lastDay: string; readonly why: string },
  officers: readonly OfficerStanding[],
  me: OfficerId,
  today: Temporal.PlainDate,
): Decision<ExtensionGiven> => {
  const chosen = officers.find(each => each.officer === given.officer)
  const whose = chosen && canBeExtended(chosen, me, today) ? chosen : undefined
  const read = given.lastDay === '' ? { why: '' } : readDay(given.lastDay, today.add({ years: 1 }))
  const day = 'day' in read ? read.day : undefined
  const latest = whose?.trainedTo ? latestExtension(whose.trainedTo) : undefined
  return decide<ExtensionGiven>(
    [
      whose === undefined && {
        field: 'officer',
        text:
          chosen?.officer === me
            ? 'Nobody extends their own training: ask another supervisor'
            : chosen?.extendedTo
              ? `The training of ${chosen.name} has been extended once: they must take the course`
              : 'Choose an officer whose training can be extended',
      },
      day === undefined && { field: 'lastDay', text: 'Enter the last day, like 23 11 2026' },
      day !== undefined &&
        (Temporal.PlainDate.compare(day, today) < 0 ||
          (whose?.trainedTo != null && Temporal.PlainDate.compare(day, whose.trainedTo) <= 0)) && {
          field: 'lastDay',
          text: 'Enter a day after the training ends, and not before today',
        },
      day !== undefined &&
        latest !== undefined &&
        Temporal.PlainDate.compare(day, latest) > 0 && {
          field: 'lastDay',
          text: `Training is extended by ${responsibilityPolicy.trainingExtensionDays} days at most: until ${dayInWords(latest)}`,
        },
      given.why.length < fewest && { field: 'why', text: `Say why, in ${fewest} characters or more` },
      given.why.length > most && { field: 'why', text: `Say it in ${most} characters or fewer` },
    ],
    () => ({ training: whose!.training!, lastDay: day!, why: given.why }),
  )
}

/** "until 3 December 2026", "lapsed on 1 March 2026", "none". */
export const lastsInWords = (lastDay: Temporal.PlainDate | null, today: Temporal.PlainDate): string => {
  if (lastDay === null) return 'None'
  return Temporal.PlainDate.compare(lastDay, today) < 0
    ? `Lapsed after ${dayInWords(lastDay)}`
    : `Until ${dayInWords(lastDay)}`
}
