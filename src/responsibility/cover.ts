import { dayInWords, dayOf, type Id, type Refusal } from '#platform'
import { responsibilityPolicy } from './policy.ts'

/** As what one officer covers for another. `responsible` is the case team too. */
export const coverRoles = ['manages', 'responsible', 'supervises', 'safety-contact'] as const
export type CoverRole = (typeof coverRoles)[number]

/** From `from` (within) to `to` (not within); null: nobody knows until when. */
type Spell = { readonly from: Temporal.Instant; readonly to: Temporal.Instant | null }
/** Days in Europe/London, `to` not within. */
type Days = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate | null }

/** What is known of an officer, for who acts for them. `extendedTo`: the last day of an extension of their training. */
export type OfficerFacts = {
  readonly disabledAt: Temporal.Instant | null
  readonly vetting: readonly Days[]
  readonly training: readonly (Days & { readonly extendedTo: Temporal.PlainDate | null })[]
  readonly absences: readonly (Spell & { readonly kind: 'leave' | 'other' })[]
}
export type Cover = Spell & { readonly officer: string; readonly covering: string; readonly role: CoverRole }
export type CoverFacts = { readonly officers: ReadonlyMap<string, OfficerFacts>; readonly covers: readonly Cover[] }

/** Why an officer does not act: `at` is until when for an absence, since when for the others; null: not known, or never held. */
export type Away = {
  readonly why: 'disabled' | 'vetting' | 'training' | 'leave' | 'other'
  readonly at: Temporal.Instant | null
}
export type Acting =
  | { readonly who: 'self' }
  | { readonly who: 'cover'; readonly covering: string; readonly away: Away }
  | { readonly who: 'supervisors'; readonly away: Away }

/**
 * Who acts for `officer` as `role` at `now`: they themself; away, whoever covers and is not away too; else the supervisors of their unit.
 * `acting_for` (schema/0093) prevents, this explains; test/cover.test.ts holds both together.
 */
export const actsFor = (officer: string, role: CoverRole, facts: CoverFacts, now: Temporal.Instant): Acting => {
  const away = awayAt(facts.officers.get(officer), now)
  if (away === null) return { who: 'self' }
  const cover = facts.covers.find(each => each.officer === officer && each.role === role && holds(each, now))
  return cover && awayAt(facts.officers.get(cover.covering), now) === null
    ? { who: 'cover', covering: cover.covering, away }
    : { who: 'supervisors', away }
}

/** Why an officer is away, the gravest first; null: they act. Of whom nothing is known has no vetting. */
const awayAt = (facts: OfficerFacts | undefined, now: Temporal.Instant): Away | null => {
  if (!facts) return { why: 'vetting', at: null }
  const today = dayOf(now)
  if (facts.disabledAt && Temporal.Instant.compare(facts.disabledAt, now) <= 0)
    return { why: 'disabled', at: facts.disabledAt }
  if (!facts.vetting.some(days => lasts(days, today)))
    return {
      why: 'vetting',
      at: lapsed(
        facts.vetting.map(({ to }) => to),
        today,
      ),
    }
  const training = facts.training.map(({ from, to, extendedTo }): Days => {
    const extended = extendedTo?.add({ days: 1 }) ?? null
    return { from, to: to && extended && Temporal.PlainDate.compare(extended, to) > 0 ? extended : to }
  })
  if (!training.some(days => lasts(days, today)))
    return {
      why: 'training',
      at: lapsed(
        training.map(({ to }) => to),
        today,
      ),
    }
  const absence = facts.absences.find(each => holds(each, now))
  return absence ? { why: absence.kind, at: absence.to } : null
}

const holds = ({ from, to }: Spell, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(from, now) <= 0 && (to === null || Temporal.Instant.compare(now, to) < 0)

const lasts = ({ from, to }: Days, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(from, day) <= 0 && (to === null || Temporal.PlainDate.compare(day, to) < 0)

/** The midnight in London at which the last of them ended. */
const lapsed = (ends: readonly (Temporal.PlainDate | null)[], today: Temporal.PlainDate): Temporal.Instant | null =>
  ends
    .filter((end): end is Temporal.PlainDate => end !== null && Temporal.PlainDate.compare(end, today) <= 0)
    .toSorted((one, other) => Temporal.PlainDate.compare(one, other))
    .at(-1)
    ?.toZonedDateTime('Europe/London')
    .toInstant() ?? null

/** "on leave until 3 December 2026", "vetting lapsed on 1 March 2026": to stand after a name. */
export const awayInWords = ({ why, at }: Away): string => {
  const ends = why === 'leave' || why === 'other'
  // An absence ends with its last day, at the midnight after it.
  const day = at && dayInWords(dayOf(ends ? at.subtract({ nanoseconds: 1 }) : at))
  if (why === 'leave') return day ? `on leave until ${day}` : 'on leave'
  if (why === 'other') return day ? `away until ${day}` : 'away'
  if (why === 'disabled') return day ? `account disabled on ${day}` : 'account disabled'
  return day ? `${why} lapsed on ${day}` : `no ${why} in force`
}

const called: Record<CoverRole, string> = {
  manages: 'Record manager',
  responsible: 'Responsible officer',
  supervises: 'Supervisor',
  'safety-contact': 'Safety contact',
}

/** As what somebody covers, on the screen. */
export const coverRoleInWords = (role: CoverRole): string => called[role]

/** One sentence for the page of a person: who is away, and who answers. `covering` null: nobody covers. */
export const coverInWords = (
  role: CoverRole,
  officer: string,
  away: Away,
  covering: string | null,
  unit: string,
): string =>
  `${called[role]}: ${officer}, ${awayInWords(away)}; ${covering ? `${covering} covers.` : `nobody covers: the supervisors of ${unit} answer.`}`

export type AbsenceId = Id<'absence'>
export type CoverId = Id<'cover'>

/** An absence to be kept; why somebody is away is not. */
export type NewAbsence = Spell & { readonly officer: string; readonly kind: 'leave' | 'other' }

/** What somebody asks to be kept: `officer` is covered by `covering` as `role`. */
export type NewCover = {
  readonly officer: string
  readonly covering: string
  readonly role: CoverRole
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/**
 * Whether a cover can be kept: by another officer, for a time that ends, `longestCoverDays` at most, and without a circle.
 * @param covers those that stand already
 */
export const refusalsOfCover = (asked: NewCover, covers: readonly Cover[]): readonly Refusal[] => [
  ...(asked.officer === asked.covering
    ? [{ field: 'covering', text: 'Choose somebody else: nobody covers for themself' }]
    : []),
  ...(Temporal.Instant.compare(asked.from, asked.to) >= 0
    ? [{ field: 'to', text: 'The last day must be after the first' }]
    : []),
  ...(asked.from.until(asked.to).total('hours') / 24 > responsibilityPolicy.longestCoverDays
    ? [
        {
          field: 'to',
          text: `Cover lasts ${responsibilityPolicy.longestCoverDays} days at most: agree it again before it ends`,
        },
      ]
    : []),
  ...(asked.officer !== asked.covering && leadsBack(asked.covering, asked.officer, asked, covers)
    ? [
        {
          field: 'covering',
          text: 'They are covered, at that time, by the officer whom they would cover: nobody would answer',
        },
      ]
    : []),
]

/** Whether cover leads from `here` to `back` through covers that hold at one and the same time. */
const leadsBack = (
  here: string,
  back: string,
  within: { readonly from: Temporal.Instant; readonly to: Temporal.Instant | null },
  covers: readonly Cover[],
): boolean =>
  here === back ||
  covers
    .filter(each => each.officer === here)
    .some(each => {
      const common = overlap(within, each)
      return common !== null && leadsBack(each.covering, back, common, covers)
    })

const overlap = (one: Spell, other: Spell): Spell | null => {
  const from = Temporal.Instant.compare(one.from, other.from) > 0 ? one.from : other.from
  const to =
    one.to === null || (other.to !== null && Temporal.Instant.compare(other.to, one.to) < 0) ? other.to : one.to
  return to !== null && Temporal.Instant.compare(from, to) >= 0 ? null : { from, to }
}

export type AbsenceKept = {
  readonly id: string
  readonly officer: string
  readonly kind: 'leave' | 'other'
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant | null
  readonly keeps: boolean
}
export type CoverRow = {
  readonly id: string
  readonly officer: string
  readonly officerId: string
  readonly covering: string
  readonly coveringId: string
  readonly role: CoverRole
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly keeps: boolean
}
/** Whose absence and cover the actor keeps, and those that hold or are to come. `keeps`: whether the actor may end it. */
export type CoverKept = {
  readonly officers: readonly { readonly id: string; readonly name: string }[]
  readonly absences: readonly AbsenceKept[]
  readonly covers: readonly CoverRow[]
}
