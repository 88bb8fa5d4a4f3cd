import { readMomentTyped, whyAhead } from '#nominals'
import {
  dayOf,
  decide,
  distanceInWords,
  momentInWords,
  type AgencyId,
  type Decision,
  type Id,
  type NominalId,
  type OfficerId,
  type Role,
} from '#platform'
import policy from '../../reference/local-contact-policy.json' with { type: 'json' }
import { workingDaysAfter } from './working-days.ts'

export type ArrivalId = Id<'local arrival'>
export type TellingId = Id<'local telling'>

/** From how many days before a release its force is told, and by how many working days it acknowledges whom it is told of. */
export const localContactPolicy: { readonly releaseNoticeDays: number; readonly acknowledgeWorkingDays: number } =
  policy

/** By when somebody who comes to a force at `now` is acknowledged, by the clock in London. */
export const acknowledgeBy = (now: Temporal.Instant): Temporal.Instant =>
  workingDaysAfter(now, localContactPolicy.acknowledgeWorkingDays)

export const contactPlaces = ['contact', 'deputy'] as const
export type ContactPlace = (typeof contactPlaces)[number]
export const placeInWords: Readonly<Record<ContactPlace, string>> = {
  contact: 'Local point of contact',
  deputy: 'Deputy',
}

/** A force, and who its local point of contact and the deputy are; null: nobody is named, which is a gap. */
export type ForceContacts = {
  readonly force: AgencyId
  readonly name: string
  readonly contact: { readonly officer: OfficerId; readonly name: string } | null
  readonly deputy: { readonly officer: OfficerId; readonly name: string } | null
  readonly mayName: boolean
}

/** What a force lacks, in words; empty where it has both. */
export const gapsOf = ({ contact, deputy }: Pick<ForceContacts, 'contact' | 'deputy'>): readonly string[] => [
  ...(contact === null ? ['No local point of contact is named'] : []),
  ...(deputy === null ? ['No deputy is named'] : []),
]

export type ContactNamed = {
  readonly force: AgencyId
  readonly place: ContactPlace
  readonly officer: OfficerId
}

/**
 * Whether somebody may be named as they were chosen. Refuses with every reason: no place, nobody who holds the role there, the other
 * place's own holder. The database repeats it: name_local_contact().
 */
export const nameContact = (
  given: { readonly place: string; readonly officer: string },
  force: ForceContacts,
  candidates: readonly { readonly id: OfficerId }[],
): Decision<ContactNamed> => {
  const place = contactPlaces.find(each => each === given.place)
  const officer = candidates.find(({ id }) => id === given.officer)?.id
  const other = place === 'contact' ? force.deputy : force.contact
  return decide<ContactNamed>(
    [
      place === undefined && { field: 'place', text: 'Choose whether they are the contact or the deputy' },
      officer === undefined && { field: 'officer', text: 'Choose somebody who holds the role in this force' },
      place !== undefined &&
        officer !== undefined &&
        other?.officer === officer && { field: 'officer', text: 'The deputy is somebody else than the contact' },
    ],
    () => ({ force: force.force, place: place!, officer: officer! }),
  )
}

/** Who of the shift was told what, and when. */
export type Telling = {
  readonly id: TellingId
  readonly toldAt: Temporal.Instant
  readonly who: string
  readonly instruction: string
  readonly by: string
}

/** Somebody of whom a force is to know, as its local contacts and their owner see it. */
export type Arrival = {
  readonly id: ArrivalId
  readonly nominal: NominalId
  readonly name: string
  readonly quote: string
  readonly markers: readonly string[]
  readonly force: string
  readonly kind: 'lives' | 'release'
  readonly releaseOn: string | null
  readonly notedAt: Temporal.Instant
  readonly dueAt: Temporal.Instant
  readonly endedAt: Temporal.Instant | null
  readonly acknowledged: { readonly at: Temporal.Instant; readonly by: string; readonly words: string } | null
  readonly escalatedAt: Temporal.Instant | null
  readonly tellings: readonly Telling[]
}

export const kindInWords = ({ kind, force }: Pick<Arrival, 'kind' | 'force'>): string =>
  kind === 'lives' ? `Lives or stays in the area of ${force}` : `About to be released to the area of ${force}`

/** How an arrival stands: acknowledged by whom and when, or by when it is due. */
export const arrivalInWords = (
  { acknowledged, dueAt, endedAt, escalatedAt }: Arrival,
  now: Temporal.Instant,
): string => {
  const at = (moment: Temporal.Instant) => momentInWords(moment)
  if (acknowledged) return `Acknowledged by ${acknowledged.by}, ${at(acknowledged.at)}`
  if (endedAt) return `Not acknowledged before it ended, ${at(endedAt)}`
  if (Temporal.Instant.compare(dueAt, now) > 0)
    return `To be acknowledged by ${at(dueAt)}, ${distanceInWords(dayOf(dueAt), dayOf(now))}`
  return `Not acknowledged; it was due ${at(dueAt)}${escalatedAt ? ', and was put to their supervisor and to the owner' : ''}`
}

/** Whether the role worn acknowledges and tells. The database repeats it: its policies. */
export const isLocalContact = (role: Role): boolean => role === 'local-contact'

const longestWords = 500

/** Refuses one that was acknowledged already, one that has ended, and too many words. */
export const acknowledge = (words: string, arrival: Arrival): Decision<{ readonly words: string }> =>
  decide(
    [
      arrival.acknowledged !== null && {
        field: 'words',
        text: `${arrival.acknowledged.by} has acknowledged it already`,
      },
      words.length > longestWords && { field: 'words', text: `Say it in ${longestWords} characters or fewer` },
    ],
    () => ({ words }),
  )

export type TellingGiven = { readonly when: string; readonly who: string; readonly instruction: string }
export type TellingToKeep = {
  readonly toldAt: Temporal.Instant
  readonly who: string
  readonly instruction: string
}

/** Refuses nobody told, no instruction, a moment that is none or is to come. `when`: empty for now. */
export const tellShift = (given: TellingGiven, now: Temporal.Instant): Decision<TellingToKeep> => {
  const read = given.when === '' ? { at: now } : readMomentTyped(given.when, now)
  const toldAt = 'at' in read ? read.at : null
  const ahead = toldAt && whyAhead(toldAt, now, 'When they were told')
  return decide<TellingToKeep>(
    [
      given.who.length < 3 && { field: 'who', text: 'Enter who was told, by name or by role' },
      given.who.length > 200 && { field: 'who', text: 'Use 200 characters or fewer' },
      given.instruction.length < 3 && { field: 'instruction', text: 'Enter what they were told to do' },
      given.instruction.length > longestWords && {
        field: 'instruction',
        text: `Say it in ${longestWords} characters or fewer`,
      },
      toldAt === null && {
        field: 'when',
        text: 'Enter a day and a time, like 25 11 2026 14:30, or a time alone for today',
      },
      ahead !== null && { field: 'when', text: ahead },
    ],
    () => ({ toldAt: toldAt!, who: given.who, instruction: given.instruction }),
  )
}
