import { workingDaysAfter } from '#need-to-know'
import { decide, type Decision, type Id, type NominalId, type OfficerId, type UnitId } from '#platform'
import { responsibilityPolicy } from './policy.ts'

export type TransferId = Id<'transfer'>
export type TransferItemId = Id<'transfer item'>

/** The most people whom one request names. The database repeats it: ask_transfer(). */
export const mostPeople = 500
const reasonLength = { shortest: 10, longest: 500 } as const

const notAtLiberty = new Set(['custody', 'hospital', 'immigration detention', 'dead', 'deported', 'archived'])

/** Whether the receiving duty desk answers within hours: counter-terrorism, and at liberty as far as anybody knows. Where nobody knows, they are. */
export const isUrgent = ({
  status,
  counterTerrorism,
}: {
  readonly status: string
  readonly counterTerrorism: boolean
}): boolean => counterTerrorism && !notAtLiberty.has(status)

/** By when a transfer that is asked at `now` is to be answered: hours that pass whatever the clock says, or working days by the clock in London. */
export const transferDue = (urgent: boolean, now: Temporal.Instant): Temporal.Instant =>
  urgent
    ? now.add({ hours: responsibilityPolicy.transferUrgentHours })
    : workingDaysAfter(now, responsibilityPolicy.transferWorkingDays)

export type TransferAnswer = 'accepted' | 'rejected' | 'withdrawn' | 'lapsed'

/** How one person's transfer stands: by the clock, whether or not anybody has written down that it lapsed. */
export const transferState = (
  { answer, dueAt }: { readonly answer: TransferAnswer | null; readonly dueAt: Temporal.Instant },
  now: Temporal.Instant,
): TransferAnswer | 'waits' => answer ?? (Temporal.Instant.compare(dueAt, now) <= 0 ? 'lapsed' : 'waits')

/** Somebody for whom whoever asks answers, and who may therefore be handed on. */
export type Transferable = {
  readonly nominal: NominalId
  readonly name: string
  readonly reference: string
  readonly status: string
  readonly unit: UnitId
  readonly unitName: string
  readonly counterTerrorism: boolean
}

export type TransferAsked = {
  readonly people: readonly Transferable[]
  readonly to: UnitId
  readonly officer: OfficerId | null
  readonly reason: string
}

/**
 * Whether a transfer may be asked as it was filled in. Refuses with every reason: nobody chosen or more than 500, people of two units, the
 * unit that leads already, an officer who is not of the unit, no reason. The database repeats it: ask_transfer().
 */
export const askTransfer = (
  given: { readonly people: readonly string[]; readonly officer: string; readonly reason: string },
  facts: {
    readonly transferable: readonly Transferable[]
    readonly to: UnitId | null
    /** The officers of that unit who answer to the name that was given. */
    readonly officers: readonly OfficerId[]
  },
): Decision<TransferAsked> => {
  const people = facts.transferable.filter(({ nominal }) => given.people.includes(nominal))
  const units = new Set(people.map(({ unit }) => unit))
  const [officer] = facts.officers
  return decide<TransferAsked>(
    [
      people.length === 0 && { field: 'people', text: 'Choose whom to transfer' },
      new Set(given.people).size > people.length &&
        people.length > 0 && { field: 'people', text: 'Choose only people of the list' },
      people.length > mostPeople && { field: 'people', text: `Choose ${mostPeople} people or fewer` },
      units.size > 1 && { field: 'people', text: 'Choose people whom one unit leads: ask once for each unit' },
      facts.to === null && { field: 'to', text: 'Choose the unit that is to answer for them' },
      facts.to !== null && units.has(facts.to) && { field: 'to', text: 'Choose a unit other than the one that leads' },
      given.officer !== '' &&
        facts.to !== null &&
        facts.officers.length !== 1 && {
          field: 'officer',
          text:
            facts.officers.length === 0
              ? 'Nobody of that unit has this name: leave it empty, and the unit names somebody'
              : 'Several officers of that unit have this name: leave it empty, and the unit names one',
        },
      given.reason.length < reasonLength.shortest && {
        field: 'reason',
        text: 'Say why, in a sentence: the unit decides by it',
      },
      given.reason.length > reasonLength.longest && {
        field: 'reason',
        text: `Say why in ${reasonLength.longest} characters or fewer`,
      },
    ],
    () => ({ people, to: facts.to!, officer: given.officer === '' ? null : officer!, reason: given.reason }),
  )
}

/** One person of a request, as far as whoever looks may know of them. */
export type TransferItem = {
  readonly id: TransferItemId
  readonly nominal: NominalId
  /** Name at *summary* and above; null: only the reference to quote is known. */
  readonly name: string | null
  readonly quote: string
  readonly status: string | null
  readonly markers: readonly string[]
  readonly urgent: boolean
  readonly dueAt: Temporal.Instant
  readonly answer: TransferAnswer | null
  readonly words: string
  readonly manager: string | null
  readonly answeredBy: string | null
  readonly answeredAt: Temporal.Instant | null
}

export type Transfer = {
  readonly id: TransferId
  readonly from: string
  readonly to: string
  readonly toUnit: UnitId
  readonly officer: string | null
  readonly reason: string
  readonly askedBy: string
  readonly askedAt: Temporal.Instant
  readonly mayAnswer: boolean
  readonly mayWithdraw: boolean
  readonly items: readonly TransferItem[]
}

export type TransferAnswered = {
  readonly answer: 'accepted' | 'rejected' | 'withdrawn'
  readonly items: readonly TransferItem[]
  readonly words: string
  readonly manager: OfficerId | null
}

/**
 * Whether a request may be answered as it was filled in, for those of its people who were chosen; the others are left. Refuses with every
 * reason. The database repeats it: answer_transfer().
 */
export const answerTransfer = (
  given: {
    readonly answer: string
    readonly people: readonly string[]
    readonly words: string
    readonly manager: string
  },
  transfer: Transfer,
  officers: readonly { readonly id: OfficerId }[],
  now: Temporal.Instant,
): Decision<TransferAnswered> => {
  const items = transfer.items.filter(({ nominal }) => given.people.includes(nominal))
  const answer = (['accepted', 'rejected', 'withdrawn'] as const).find(each => each === given.answer)
  const manager = officers.find(({ id }) => id === given.manager)?.id ?? null
  return decide<TransferAnswered>(
    [
      answer === undefined && { field: 'answer', text: 'Choose what you answer' },
      answer === 'withdrawn' &&
        !transfer.mayWithdraw && {
          field: 'answer',
          text: 'Only whoever asked, or a supervisor of their unit, withdraws it',
        },
      (answer === 'accepted' || answer === 'rejected') &&
        !transfer.mayAnswer && {
          field: 'answer',
          text: 'Only a supervisor of the receiving unit, or its duty officer on shift, accepts or rejects',
        },
      items.length === 0 && { field: 'people', text: 'Choose the people for whom this is your answer' },
      items.some(item => transferState(item, now) !== 'waits') && {
        field: 'people',
        text: 'Some of them were answered meanwhile, or have lapsed: see how they stand now, and choose again',
      },
      answer === 'rejected' &&
        given.words.length < reasonLength.shortest && {
          field: 'words',
          text: 'Say why not, in a sentence: they answer for the person still',
        },
      given.words.length > reasonLength.longest && {
        field: 'words',
        text: `Say it in ${reasonLength.longest} characters or fewer`,
      },
      answer === 'accepted' &&
        given.manager !== '' &&
        manager === null && { field: 'manager', text: 'Choose an officer of the list' },
    ],
    () => ({ answer: answer!, items, words: given.words, manager: answer === 'accepted' ? manager : null }),
  )
}

/** A unit to which cases may be handed: one that works still and has a duty desk. */
export type ReceivingUnit = { readonly id: UnitId; readonly name: string; readonly agency: string }

/** Somebody of a unit who may manage a record. */
export type UnitOfficer = { readonly id: OfficerId; readonly name: string }

/** A request in a list: how many of its people one may know of, and how many of them wait. */
export type TransferInList = Omit<Transfer, 'items'> & {
  readonly people: number
  readonly waiting: number
  readonly dueAt: Temporal.Instant | null
}
