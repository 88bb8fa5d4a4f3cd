import { readDay, type Given } from '#nominals'
import {
  dayOf,
  decide,
  type Decision,
  type Id,
  type NominalId,
  type OfficerId,
  type Refusal,
  type Role,
} from '#platform'
import policy from '../../reference/need-to-know-policy.json' with { type: 'json' }
import levels from '../../reference/vetting-levels.json' with { type: 'json' }
import { textIn } from './form.ts'
import { officerLines, type OfficerCalled } from './wall.ts'

export type CompartmentId = Id<'compartment'>

/** What a compartment is for. */
export const compartmentKinds = [
  { code: 'operation', words: 'An operation' },
  { code: 'victim', words: 'Victims' },
  { code: 'person at risk', words: 'People at risk' },
  { code: 'staff', words: 'Staff’s own details' },
] as const
export type CompartmentKind = (typeof compartmentKinds)[number]['code']
export const compartmentKindInWords = (code: string): string =>
  compartmentKinds.find(each => each.code === code)?.words ?? code

/** The levels of vetting that one may ask for (reference/vetting-levels.json). */
export const vettingLevels: readonly { readonly code: string; readonly words: string }[] = levels.rows

/** Days: between reviews of who is inside, of the longest membership, and before which its sponsor is reminded. */
export const compartmentPolicy = {
  reviewDays: policy.compartmentReviewDays,
  memberDays: policy.compartmentMemberDays,
  remindDays: policy.compartmentRemindDays,
} as const

/** Whether the role worn makes compartments. The database repeats it: make_compartment(). */
export const makesCompartments = (role: Role): boolean => role === 'supervisor' || role === 'region-lead'

export type Responsible = {
  readonly place: 'sponsor' | 'second'
  readonly officer: OfficerId
  readonly name: string
  readonly passes: boolean
}
export type CompartmentMember = {
  readonly officer: OfficerId
  readonly name: string
  readonly unit: string | null
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant | null
  readonly why: string
  /** Whether they have the vetting that it asks for: without it they see nothing of it. */
  readonly passes: boolean
}
export type Enclosed = {
  readonly nominal: NominalId
  readonly name: string
  readonly reference: string
  readonly since: Temporal.Instant
  readonly why: string
  /** Who answers for it and does not pass the compartment, in words. */
  readonly gaps: readonly string[]
}
/** A compartment as those inside read it. */
export type Compartment = {
  readonly id: CompartmentId
  readonly name: string
  readonly kind: CompartmentKind
  readonly level: string | null
  readonly levelWords: string
  readonly purpose: string
  readonly madeAt: Temporal.Instant
  readonly madeBy: string | null
  readonly reviewOn: Temporal.PlainDate | null
  /** Whether whoever reads answers for it, and whether they name who does. */
  readonly answers: boolean
  readonly namesResponsible: boolean
  readonly responsible: readonly Responsible[]
  readonly members: readonly CompartmentMember[]
  readonly former: readonly {
    readonly name: string
    readonly until: Temporal.Instant
    readonly by: string | null
    readonly why: string
  }[]
  readonly inside: readonly Enclosed[]
  readonly reviews: readonly {
    readonly at: Temporal.Instant
    readonly by: string
    readonly words: string
    readonly reviewOn: Temporal.PlainDate
  }[]
}
/** That a record lies in a compartment, or lay there, as whoever has it in full reads it. */
export type Enclosure = {
  readonly compartment: CompartmentId
  readonly name: string
  readonly kind: CompartmentKind
  readonly since: Temporal.Instant
  readonly until: Temporal.Instant | null
  readonly why: string
  readonly by: string
  readonly endedBy: string | null
  readonly endedWhy: string | null
  readonly isIn: boolean
  readonly sponsor: string | null
  readonly members: number
}

type Lacking = Refusal | false
const reasons = (field: string, text: string, fewest = 10): readonly Lacking[] => [
  text.length < fewest && { field, text: `Say why, in ${fewest} characters or more` },
  text.length > 500 && { field, text: 'Say it in 500 characters or fewer' },
]
const dayWithin = (
  field: string,
  typed: string,
  { today, days, what }: { readonly today: Temporal.PlainDate; readonly days: number; readonly what: string },
): { readonly day: Temporal.PlainDate | undefined; readonly refusals: readonly Lacking[] } => {
  const read = readDay(typed, today.add({ years: 1 }))
  const day = 'day' in read ? read.day : undefined
  return {
    day,
    refusals: [
      day === undefined && { field, text: `Enter ${what}, like 23 3 2027` },
      day !== undefined &&
        (Temporal.PlainDate.compare(day, today) <= 0 || Temporal.PlainDate.compare(day, today.add({ days })) > 0) && {
          field,
          text: `From tomorrow on, within ${days} days`,
        },
    ],
  }
}

/** Whom a line means: one officer with enough vetting, or why nobody. `enough`: those whose vetting is enough. */
const officerMeant = (
  field: string,
  typed: string,
  found: readonly OfficerCalled[],
  enough: readonly OfficerId[],
): { readonly officer: OfficerCalled | undefined; readonly refusals: readonly Lacking[] } => {
  const [line, ...more] = officerLines(typed)
  const those = line === undefined || more.length > 0 ? [] : found.filter(({ asked }) => asked === line)
  const [officer] = those.length === 1 ? those : []
  return {
    officer,
    refusals: [
      line === undefined && { field, text: 'Enter the rank and name of one officer' },
      line !== undefined && those.length === 0 && { field, text: `No officer is called “${line.slice(0, 60)}”` },
      those.length > 1 && {
        field,
        text: `${those.length} officers are called “${line}”: add the unit, like ${those[0]!.name}, ${those[0]!.unit}`,
      },
      officer !== undefined &&
        !enough.includes(officer.id) && {
          field,
          text: `${officer.name} does not hold the vetting that it asks for: they would see nothing of it`,
        },
    ],
  }
}

export type CompartmentToMake = {
  readonly name: string
  readonly kind: CompartmentKind
  readonly level: string
  readonly purpose: string
  readonly second: OfficerId
  readonly review: Temporal.PlainDate
}
/** Reads a new compartment; whoever makes it is its sponsor. Every reason at once. The database repeats it: make_compartment(). */
export const readCompartment = (
  given: Given,
  facts: {
    readonly found: readonly OfficerCalled[]
    readonly enough: readonly OfficerId[]
    readonly me: OfficerId
    readonly today: Temporal.PlainDate
  },
): Decision<CompartmentToMake> => {
  const [name, purpose] = [textIn(given, 'name').replaceAll('\n', ' '), textIn(given, 'purpose')]
  const kind = compartmentKinds.find(({ code }) => code === textIn(given, 'kind'))?.code
  const level = vettingLevels.find(({ code }) => code === textIn(given, 'level'))?.code
  const second = officerMeant(
    'second',
    textIn(given, 'second'),
    facts.found,
    level ? facts.enough : facts.found.map(({ id }) => id),
  )
  const review = dayWithin('review', textIn(given, 'review'), {
    today: facts.today,
    days: compartmentPolicy.reviewDays,
    what: 'the day on which you review who is inside',
  })
  return decide<CompartmentToMake>(
    [
      (name.length < 3 || name.length > 60) && {
        field: 'name',
        text: 'Give it a name of 3 to 60 characters that tells an outsider nothing',
      },
      kind === undefined && { field: 'kind', text: 'Choose what it is for' },
      level === undefined && { field: 'level', text: 'Choose the vetting that it asks for' },
      level !== undefined &&
        !facts.enough.includes(facts.me) && {
          field: 'level',
          text: 'You do not hold this vetting yourself: whoever makes a compartment is inside it',
        },
      ...reasons('purpose', purpose),
      ...second.refusals,
      second.officer?.id === facts.me && { field: 'second', text: 'Name somebody else: you are its sponsor' },
      ...review.refusals,
    ],
    () => ({ name, kind: kind!, level: level!, purpose, second: second.officer!.id, review: review.day! }),
  )
}

const endOf = (day: Temporal.PlainDate): Temporal.Instant =>
  day.add({ days: 1 }).toZonedDateTime({ timeZone: 'Europe/London' }).toInstant()

/** Reads a member, or a new time for one. The database repeats it: add_compartment_member(). */
export const readMember = (
  given: Given,
  facts: {
    readonly found: readonly OfficerCalled[]
    readonly enough: readonly OfficerId[]
    readonly today: Temporal.PlainDate
  },
): Decision<{ readonly officer: OfficerId; readonly until: Temporal.Instant; readonly why: string }> => {
  const member = officerMeant('officer', textIn(given, 'officer'), facts.found, facts.enough)
  const why = textIn(given, 'why')
  const until = dayWithin('until', textIn(given, 'until'), {
    today: facts.today,
    days: compartmentPolicy.memberDays,
    what: 'the last day',
  })
  return decide([...member.refusals, ...until.refusals, ...reasons('why', why, 5)], () => ({
    officer: member.officer!.id,
    until: endOf(until.day!),
    why,
  }))
}

/**
 * Reads whose membership ends. Refused for whoever answers for the compartment, or for a record inside. `hands`: of how many records inside each
 * answers. The database repeats it: end_compartment_member().
 */
export const readMemberEnd = (
  given: Given,
  { members, responsible }: Pick<Compartment, 'members' | 'responsible'>,
  hands: number,
): Decision<{ readonly officer: OfficerId; readonly why: string }> => {
  const member = members.find(({ officer }) => officer === textIn(given, 'member'))
  const why = textIn(given, 'endWhy')
  const place = responsible.find(({ officer }) => officer === member?.officer)?.place
  return decide(
    [
      member === undefined && { field: 'member', text: 'Choose a member' },
      place !== undefined && {
        field: 'member',
        text: `${member?.name ?? ''} is its ${place === 'sponsor' ? 'sponsor' : 'second responsible person'}: name another first`,
      },
      hands > 0 && {
        field: 'member',
        text: `${member?.name ?? ''} answers for ${hands === 1 ? 'a record' : `${hands} records`} inside: hand ${hands === 1 ? 'it' : 'them'} over first`,
      },
      ...reasons('endWhy', why, 5),
    ],
    () => ({ officer: member!.officer, why }),
  )
}

/** Reads who answers for it from now. The database repeats it: set_compartment_responsible(). */
export const readResponsible = (
  given: Given,
  { members, responsible }: Pick<Compartment, 'members' | 'responsible'>,
): Decision<{ readonly place: 'sponsor' | 'second'; readonly officer: OfficerId }> => {
  const place = (['sponsor', 'second'] as const).find(each => each === textIn(given, 'place'))
  const member = members.find(({ officer }) => officer === textIn(given, 'holder'))
  return decide<{ readonly place: 'sponsor' | 'second'; readonly officer: OfficerId }>(
    [
      place === undefined && { field: 'place', text: 'Choose what they become' },
      member === undefined && { field: 'holder', text: 'Choose a member' },
      member?.passes === false && {
        field: 'holder',
        text: `${member.name} does not hold the vetting that it asks for`,
      },
      member !== undefined &&
        responsible.some(each => each.officer === member.officer && each.place !== place) && {
          field: 'holder',
          text: 'The sponsor and the second responsible person are two people',
        },
    ],
    () => ({ place: place!, officer: member!.officer }),
  )
}

/** Reads a review of who is inside. The database repeats it: review_compartment(). */
export const readReview = (
  given: Given,
  today: Temporal.PlainDate,
): Decision<{ readonly review: Temporal.PlainDate; readonly words: string }> => {
  const words = textIn(given, 'reviewed')
  const review = dayWithin('review', textIn(given, 'review'), {
    today,
    days: compartmentPolicy.reviewDays,
    what: 'the day of the next review',
  })
  return decide(
    [
      words.length < 10 && { field: 'reviewed', text: 'Say what you looked at, in 10 characters or more' },
      words.length > 500 && { field: 'reviewed', text: 'Say it in 500 characters or fewer' },
      ...review.refusals,
    ],
    () => ({ review: review.day!, words }),
  )
}

/** Reads why it ends. Refused while records are inside: they would be open to everybody at once. */
export const readCompartmentEnd = (
  given: Given,
  { inside }: Pick<Compartment, 'inside'>,
): Decision<{ readonly why: string }> => {
  const why = textIn(given, 'over')
  return decide(
    [
      inside.length > 0 && {
        field: '',
        text: 'Records are inside: take each of them out first, or everybody would see them',
      },
      ...reasons('over', why),
    ],
    () => ({ why }),
  )
}

/** Reads into which compartment a record is put. `gaps`: who answers for it and does not pass. The database repeats it: enclose_record(). */
export const readEnclosing = (
  given: Given,
  facts: {
    readonly mine: readonly Pick<Compartment, 'id' | 'name'>[]
    readonly in: readonly Enclosure[]
    readonly gaps: readonly { readonly name: string; readonly as_what: string }[]
  },
): Decision<{ readonly compartment: CompartmentId; readonly why: string }> => {
  const which = facts.mine.find(({ id }) => id === textIn(given, 'compartment'))
  const why = textIn(given, 'why')
  return decide(
    [
      which === undefined && { field: 'compartment', text: 'Choose a compartment that you are inside' },
      which !== undefined &&
        facts.in.some(({ compartment, isIn }) => isIn && compartment === which.id) && {
          field: 'compartment',
          text: 'The record is in it already',
        },
      ...facts.gaps.map(({ name, as_what }) => ({
        field: 'compartment',
        text: `${name} (${as_what}) is not inside, and could not see the record any more: make them a member, or hand over first`,
      })),
      ...reasons('why', why),
    ],
    () => ({ compartment: which!.id, why }),
  )
}
/** Reads out of which it is taken. */
export const readRelease = (
  given: Given,
  facts: { readonly in: readonly Enclosure[] },
): Decision<{ readonly compartment: CompartmentId; readonly why: string }> => {
  const which = facts.in.find(({ compartment, isIn }) => isIn && compartment === textIn(given, 'out'))
  const why = textIn(given, 'outWhy')
  return decide(
    [
      which === undefined && { field: 'out', text: 'Choose the compartment that it is taken out of' },
      ...reasons('outWhy', why),
    ],
    () => ({ compartment: which!.compartment, why }),
  )
}

/** "until 3 December 2027", the last day within. */
export const lastDayOf = (until: Temporal.Instant): Temporal.PlainDate => dayOf(until.subtract({ nanoseconds: 1 }))
