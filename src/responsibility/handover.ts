import { decide, dayInWords, distanceInWords, type Decision, type Id, type NominalId, type UnitId } from '#platform'
import policy from '../../reference/handover-gates.json' with { type: 'json' }

export type HandoverId = Id<'handover'>

/** Who may say of a gate that it is met. */
export type GateBy = 'sender' | 'receiver' | 'receiving-supervisor' | 'either'
/** What is done before responsibility passes. `each`: for every fact of this table that goes on beyond the day. */
export type Gate = {
  readonly code: string
  readonly words: string
  readonly by: GateBy
  readonly each: 'court_order' | 'licence_condition' | null
}
/** What the law ends, as a release date's kind says it; `from`: the kind of agency that leads until then. */
export type StatutoryEnd = {
  readonly kind: string
  readonly from: 'probation' | 'prison'
  readonly words: string
  readonly source: string
}

/** The gates, the ends and the intervals that an authority sets (`reference/handover-gates.json`). */
export const handoverPolicy: {
  readonly version: string
  readonly opensMonthsBefore: number
  readonly escalatesWeeksBefore: readonly number[]
  readonly ends: readonly StatutoryEnd[]
  readonly rows: readonly Gate[]
} = policy as unknown as typeof handoverPolicy

/** A day that a source gives for one kind of end; standing, the latest of its kind. */
export type EndDate = { readonly kind: string; readonly onDay: Temporal.PlainDate }

/**
 * Which end counts for a record that an agency of this kind leads, on a day in London: of supervision the last of its dates, of a stay in prison the
 * first that is still to come. Undefined where no source gives one, or where it has passed.
 */
export const statutoryEnd = (
  dates: readonly EndDate[],
  from: string,
  today: Temporal.PlainDate,
): (StatutoryEnd & { readonly onDay: Temporal.PlainDate }) | undefined => {
  const found = dates
    .flatMap(({ kind, onDay }) =>
      handoverPolicy.ends.filter(end => end.kind === kind && end.from === from).map(end => ({ ...end, onDay })),
    )
    .toSorted((a, b) => Temporal.PlainDate.compare(a.onDay, b.onDay) || a.kind.localeCompare(b.kind))
  const coming = found.filter(({ onDay }) => Temporal.PlainDate.compare(onDay, today) >= 0)
  return from === 'prison' ? coming[0] : found.at(-1) === coming.at(-1) ? coming.at(-1) : undefined
}

/** The first day on which a handover is prepared: so many months before its day; where less is left, at once. */
export const opensOn = (day: Temporal.PlainDate): Temporal.PlainDate =>
  day.subtract({ months: handoverPolicy.opensMonthsBefore })

/** The step of escalation that a day has reached, in weeks before it; null: none yet, or the day has passed. */
export const escalationReached = (day: Temporal.PlainDate, today: Temporal.PlainDate): number | null => {
  const left = today.until(day).days
  if (left < 0) return null
  return handoverPolicy.escalatesWeeksBefore.filter(weeks => left <= 7 * weeks).toSorted((a, b) => a - b)[0] ?? null
}

/** The sides of whoever asks, in one handover. */
export type Sides = { readonly sender: boolean; readonly receiver: boolean; readonly receivingSupervisor: boolean }

/** Whether somebody on these sides may say that a gate is met. The database says the same (`meets_gate`, schema/0100). */
export const mayMeet = (by: GateBy, { sender, receiver, receivingSupervisor }: Sides): boolean => {
  if (by === 'sender') return sender
  if (by === 'receiver') return receiver
  if (by === 'receiving-supervisor') return receivingSupervisor
  return sender || receiver
}

/** A gate that is not met yet; `fact`: the order or condition that is not accepted. */
export type Unmet = { readonly code: string; readonly words: string; readonly fact: string | null }
export type Met = { readonly words: string; readonly at: Temporal.Instant; readonly by: string; readonly said: string }

export type Handover = {
  readonly id: HandoverId
  readonly nominal: NominalId
  /** A kind of end, or `voluntary`. */
  readonly end: string
  readonly day: Temporal.PlainDate | null
  readonly from: string
  readonly to: string | null
  readonly toUnit: UnitId | null
  readonly openedAt: Temporal.Instant
  readonly openedBy: string | null
  readonly gates: readonly Gate[]
  readonly gatesVersion: string
  readonly unmet: readonly Unmet[]
  readonly met: readonly Met[]
  readonly closed: {
    readonly how: 'passed' | 'passed incomplete' | 'called off'
    readonly at: Temporal.Instant
    readonly by: string | null
    readonly day: Temporal.PlainDate | null
    readonly words: string
    readonly unmet: readonly string[]
  } | null
  readonly sides: Sides
  /** Whether whoever asks answers for the record, and for the unit that leads. */
  readonly mayName: boolean
  readonly mayCallOff: boolean
}

const endWords = (kind: string): string =>
  handoverPolicy.ends.find(end => end.kind === kind)?.words ?? 'A voluntary handover'

/** Why it passes when it does, with the arithmetic; days in London. */
export const dayOfHandover = ({ end, day }: Pick<Handover, 'end' | 'day'>, today: Temporal.PlainDate): string => {
  if (end === 'voluntary')
    return 'A voluntary handover: it passes when every gate is met and the receiving supervisor takes it, and not before'
  const found = handoverPolicy.ends.find(({ kind }) => kind === end)
  if (!day) return `${endWords(end)}, and no source gives the day now: put it right among the release dates`
  return `${endWords(end)} on ${dayInWords(day)}, ${distanceInWords(day, today)} (${found?.source ?? 'as its source says'}). On that day responsibility passes by law, whatever the gates say; prepared since ${dayInWords(opensOn(day))} or as soon as the day was known`
}

/** What stands against a voluntary passing: every gate that is not met, in words. */
export const passVoluntarily = (handover: Handover): Decision<true> =>
  decide(
    [
      handover.closed !== null && { field: '', text: 'This handover is closed' },
      handover.toUnit === null && { field: '', text: 'Name the unit that receives' },
      !handover.sides.receivingSupervisor && { field: '', text: 'A supervisor of the receiving unit takes over' },
      ...handover.unmet.map(({ words }) => ({ field: '', text: `Not met: ${words}` })),
    ],
    () => true as const,
  )

/** Saying that a gate is met; every reason against it at once. `said`: what shows it, at most 500 characters. */
export const meetGate = (
  handover: Handover,
  asked: { readonly code: string; readonly fact: string | null; readonly said: string },
): Decision<{ readonly code: string; readonly fact: string | null; readonly said: string }> => {
  const gate = handover.gates.find(({ code }) => code === asked.code)
  const unmet = handover.unmet.some(({ code, fact }) => code === asked.code && fact === asked.fact)
  return decide(
    [
      !gate && { field: 'gate', text: 'Choose a gate of this handover' },
      gate !== undefined && !unmet && { field: 'gate', text: 'It is met already' },
      gate !== undefined &&
        !mayMeet(gate.by, handover.sides) && { field: 'gate', text: `That is for ${sideInWords[gate.by]} to say` },
      asked.said.length > 500 && { field: 'said', text: 'Say it in 500 characters or fewer' },
      handover.closed !== null &&
        handover.closed.how !== 'passed incomplete' && { field: '', text: 'This handover is closed' },
    ],
    () => asked,
  )
}

export const sideInWords: Readonly<Record<GateBy, string>> = {
  sender: 'the unit that hands over',
  receiver: 'the unit that receives',
  'receiving-supervisor': 'the supervisor of the unit that receives',
  either: 'either unit',
}
