import {
  dayInWords,
  dayOf,
  decide,
  type Decision,
  type Id,
  type NominalId,
  type OfficerId,
  type Refusal,
} from '#platform'
import { readDay, type FactId, type Given } from '#nominals'
import policy from '../../reference/need-to-know-policy.json' with { type: 'json' }
import { connectionInWords, type ConnectionKind } from './connection.ts'
import { textIn } from './form.ts'

export type ExclusionId = Id<'exclusion'>
export type RestrictionId = Id<'restriction'>
export type Shows = 'none' | 'contact'

/** What may have walls of its own within a record. */
export type PartKind = 'entry' | 'file'
export const isPartKind = (kind: string): kind is PartKind => kind === 'entry' || kind === 'file'

/** Whose walls: a record's, or those of one entry or file of it, by any of its versions. */
export type WallsOf = {
  readonly nominal: NominalId
  readonly part: { readonly kind: PartKind; readonly id: FactId } | null
}

/** An officer as whoever fills in a list may mean them. `asked`: the line that was typed. */
export type OfficerCalled = {
  readonly asked: string
  readonly id: OfficerId
  readonly name: string
  readonly unit: string
}

/** Only these see the record. */
export type Restriction = {
  readonly id: RestrictionId
  readonly shows: Shows
  readonly why: string
  readonly setBy: string
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant | null
  readonly members: readonly { readonly officer: OfficerId; readonly name: string; readonly unit: string | null }[]
}

/** Everybody but this officer. */
export type Exclusion = {
  readonly id: ExclusionId
  readonly officerId: OfficerId
  readonly officer: string
  readonly kind: 'set' | ConnectionKind
  readonly why: string
  readonly setBy: string
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant | null
}

/** One that is over. `kind`: an exclusion's, or what a restriction showed; `endedBy`: null where its time ended it. */
export type WallOver = {
  readonly id: string
  readonly what: 'exclusion' | 'restriction'
  readonly whom: string
  readonly kind: string
  readonly why: string
  readonly setBy: string
  readonly from: Temporal.Instant
  readonly at: Temporal.Instant
  readonly endedBy: string | null
  readonly endedWhy: string | null
}

/** Who may see a record, as one who has it in full may know it. `keeps`: whether they set and end these; only then are exclusions there. */
export type Walls = {
  readonly keeps: boolean
  readonly restriction: Restriction | null
  readonly exclusions: readonly Exclusion[]
  readonly over: readonly WallOver[]
  /** Of a record: its entries and files that have walls of their own now, of those that are seen. */
  readonly parts: readonly PartWithWalls[]
}

export type PartWithWalls = { readonly kind: PartKind; readonly id: FactId; readonly restricted: boolean }

/** What everybody else is shown of a restricted record. */
export const showsInWords: Readonly<Record<Shows, string>> = {
  none: 'Nothing: to everybody else the record does not exist',
  contact: 'Contact: the reference to quote, the duty desk and the safety instruction, to vetted officers',
}

/** "Set by DS G. Penhallow", or what the officer declared. */
export const exclusionInWords = ({ kind, setBy }: Pick<Exclusion, 'kind' | 'setBy'>): string =>
  kind === 'set' ? `Set by ${setBy}` : `Declared by themself: ${connectionInWords(kind).toLowerCase()}`

/** "until 3 December 2026", the last day within; "with no end". */
export const untilInWords = (until: Temporal.Instant | null): string =>
  until === null ? 'with no end' : `until ${dayInWords(dayOf(until.subtract({ nanoseconds: 1 })))}`

/** "2 entries and 1 file". */
export const partsInWords = (parts: readonly PartWithWalls[]): string =>
  (
    [
      ['entry', 'entry', 'entries'],
      ['file', 'file', 'files'],
    ] as const
  )
    .flatMap(([kind, one, several]) => {
      const count = parts.filter(each => each.kind === kind).length
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
    })
    .join(' and ')

/** Who may see it, as those on the list read it. `what`: "this record", "this entry". */
export const restrictionInWords = (
  { members, setBy, until, why }: Restriction,
  what = 'this record',
): readonly string[] => [
  `Only ${listInWords(members.map(({ name }) => name))} may see ${what}. Set by ${setBy}, ${untilInWords(until)}.`,
  ...(why === '' ? [] : [`Why: ${why}`]),
]

const mostNamed = 8
const listInWords = (names: readonly string[]): string => {
  const named = names.slice(0, mostNamed)
  const others = names.length - named.length
  const all = others > 0 ? [...named, `${others} more`] : named
  return all.length < 2 ? (all[0] ?? 'nobody') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)!}`
}

const [fewest, most, fewestOfficers, mostOfficers] = [10, 500, 2, 50]

const reasonRefusals = (field: string, text: string): readonly (Refusal | false)[] => [
  text.length < fewest && { field, text: `Say why, in ${fewest} characters or more` },
  text.length > most && { field, text: `Say it in ${most} characters or fewer` },
]

/** The end of a last day as it was typed; empty: none. */
const readUntil = (typed: string, today: Temporal.PlainDate) => {
  if (typed === '') return { none: true as const }
  const read = readDay(typed, today.add({ years: 1 }))
  return 'day' in read ? { day: read.day } : { why: 'Enter the last day, like 23 11 2027' }
}
const endOf = (day: Temporal.PlainDate): Temporal.Instant =>
  day.add({ days: 1 }).toZonedDateTime({ timeZone: 'Europe/London' }).toInstant()

/** The lines of a list of officers. */
export const officerLines = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== ''),
  ),
]

/** Whom each line means: one officer, or why none. */
const meant = (lines: readonly string[], found: readonly OfficerCalled[]) =>
  lines.map(line => {
    const those = found.filter(({ asked }) => asked === line)
    return {
      line,
      officer: those.length === 1 ? those[0]! : null,
      why:
        those.length === 0
          ? `No officer is called “${line}”`
          : `${those.length} officers are called “${line}”: add the unit, like ${those[0]!.name}, ${those[0]!.unit}`,
    }
  })

export type RestrictionGiven = {
  readonly officers: readonly OfficerId[]
  readonly shows: Shows
  readonly why: string
  readonly until: Temporal.Instant
}

/**
 * Reads a restriction. `manager`: the record manager, who must be on the list of a record; `what`: of a part everybody else is shown nothing.
 * The database repeats it: set_restriction(), set_part_restriction(). Whoever sets it is on the list without being named.
 */
export const readRestriction = (
  given: Given,
  facts: {
    readonly found: readonly OfficerCalled[]
    readonly me: OfficerId
    readonly what: 'record' | PartKind
    readonly manager: { readonly id: OfficerId; readonly name: string } | null
    readonly today: Temporal.PlainDate
  },
): Decision<RestrictionGiven> => {
  const lines = meant(officerLines(textIn(given, 'officers')), facts.found)
  const officers = [...new Set([facts.me, ...lines.flatMap(({ officer }) => (officer ? [officer.id] : []))])]
  const shows =
    facts.what === 'record' ? (['none', 'contact'] as const).find(each => each === textIn(given, 'shows')) : 'none'
  const why = textIn(given, 'reason')
  const until = readUntil(textIn(given, 'until'), facts.today)
  const day = 'day' in until ? until.day : undefined
  return decide<RestrictionGiven>(
    [
      ...lines.map(({ officer, why: text }) => officer === null && { field: 'officers', text }),
      officers.length < fewestOfficers &&
        lines.every(({ officer }) => officer !== null) && {
          field: 'officers',
          text: `Name one more officer at least: ${facts.what === 'file' ? 'a file' : facts.what === 'entry' ? 'an entry' : 'a record'} that one person alone can see is in nobody’s hands when they are away`,
        },
      officers.length > mostOfficers && { field: 'officers', text: `Name ${mostOfficers} officers or fewer` },
      facts.manager !== null &&
        !officers.includes(facts.manager.id) && {
          field: 'officers',
          text: `${facts.manager.name} is the record manager: name them too, or hand the record to somebody else first`,
        },
      shows === undefined && { field: 'shows', text: 'Choose what everybody else is shown' },
      ...reasonRefusals('reason', why),
      day === undefined && { field: 'until', text: 'Enter the last day, like 23 11 2027' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, facts.today) < 0 && { field: 'until', text: 'Enter today or a later day' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, facts.today.add({ days: policy.restrictionLongestDays })) > 0 && {
          field: 'until',
          text: `A restriction holds for ${policy.restrictionLongestDays} days at most; then it is looked at, and set anew where it is needed still`,
        },
    ],
    () => ({ officers, shows: shows!, why, until: endOf(day!) }),
  )
}

export type ExclusionGiven = {
  readonly officer: OfficerId
  readonly why: string
  readonly until: Temporal.Instant | null
}

/** Reads an exclusion of one officer. The database repeats it: set_exclusion(). */
export const readExclusion = (
  given: Given,
  facts: {
    readonly found: readonly OfficerCalled[]
    readonly me: OfficerId
    readonly what: 'record' | PartKind
    /** Whom it keeps out already. */
    readonly kept: readonly OfficerId[]
    readonly today: Temporal.PlainDate
  },
): Decision<ExclusionGiven> => {
  const lines = meant(officerLines(textIn(given, 'officer')), facts.found)
  const officer = lines.length === 1 ? lines[0]!.officer : null
  const why = textIn(given, 'why')
  const until = readUntil(textIn(given, 'last'), facts.today)
  return decide<ExclusionGiven>(
    [
      lines.length !== 1 && { field: 'officer', text: 'Enter the rank and name of one officer' },
      lines.length === 1 && officer === null && { field: 'officer', text: lines[0]!.why },
      officer?.id === facts.me && {
        field: 'officer',
        text:
          facts.what === 'record'
            ? 'A connection of your own is declared: use “Declare a connection” on the record'
            : 'You answer for who may see it: ask another supervisor to exclude you',
      },
      officer !== null &&
        facts.kept.includes(officer.id) && { field: 'officer', text: `${officer.name} is excluded already` },
      ...reasonRefusals('why', why),
      'why' in until && { field: 'last', text: until.why },
      'day' in until &&
        Temporal.PlainDate.compare(until.day, facts.today) < 0 && { field: 'last', text: 'Enter today or a later day' },
    ],
    () => ({ officer: officer!.id, why, until: 'day' in until ? endOf(until.day) : null }),
  )
}

/** Reads why one is ended, and which. */
export const readEnding = <Kept extends { readonly id: string }>(
  given: Given,
  facts: { readonly those: readonly Kept[]; readonly field: 'exclusion' | 'restriction' },
): Decision<{ readonly which: Kept; readonly why: string }> => {
  const asked = textIn(given, facts.field)
  const which = facts.field === 'restriction' ? facts.those[0] : facts.those.find(({ id }) => id === asked)
  const reason = facts.field === 'restriction' ? 'over' : 'ending'
  const why = textIn(given, reason)
  return decide(
    [
      which === undefined && {
        field: facts.field === 'restriction' ? '' : facts.field,
        text: facts.field === 'restriction' ? 'There is no restriction now' : 'Choose one that holds now',
      },
      ...reasonRefusals(reason, why),
    ],
    () => ({ which: which!, why }),
  )
}
