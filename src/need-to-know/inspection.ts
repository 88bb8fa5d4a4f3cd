import { readDayTyped } from '#nominals'
import {
  dayOf,
  decide,
  momentInWords,
  type Decision,
  type Id,
  type NominalId,
  type OfficerId,
  type Role,
  type UnitId,
} from '#platform'
import gradings from '../../reference/grading-schemes.json' with { type: 'json' }
import policy from '../../reference/inspection-policy.json' with { type: 'json' }

export type InspectionId = Id<'inspection window'>

export const inspectionPolicy: {
  readonly longestDays: number
  readonly mostPeople: number
  readonly mostInspectors: number
  readonly handling: readonly string[]
} = policy

/** Every handling code of every scheme, as a window names it. */
export const handlingCodes: readonly { readonly code: string; readonly words: string }[] = gradings.schemes.flatMap(
  scheme =>
    scheme.handling.map(({ code, words }) => ({
      code: `${scheme.code}:${code}`,
      words: `${scheme.words}, ${code}: ${words}`,
    })),
)

/** The facts from which it is decided whether somebody reads a record in a window. Spells hold now. */
export type InspectionFacts = {
  readonly role: Role
  readonly officer: string
  readonly compartments: readonly string[]
  readonly window: {
    readonly inspectors: readonly string[]
    readonly sample: readonly string[]
    readonly opensAt: Temporal.Instant
    readonly endsAt: Temporal.Instant
    readonly closed: boolean
  }
  readonly record: {
    readonly id: string
    /** Whether somebody confirmed its basis; before that it stays inside the unit that leads it. */
    readonly confirmed: boolean
    readonly excluded: readonly string[]
    /** Null: no restriction holds. */
    readonly onlyFor: readonly string[] | null
    readonly compartments: readonly string[]
  }
}

/**
 * Whether an inspector reads a record in a window: it is open, it names them, the record is in its sample, and no wall stands between. It
 * explains; `inspects` in schema/0107 prevents; test/inspection.test.ts holds the two together.
 */
export const mayInspect = (
  { role, officer, compartments, window, record }: InspectionFacts,
  now: Temporal.Instant,
): boolean =>
  role === 'inspector' &&
  !window.closed &&
  Temporal.Instant.compare(window.opensAt, now) <= 0 &&
  Temporal.Instant.compare(now, window.endsAt) < 0 &&
  window.inspectors.includes(officer) &&
  window.sample.includes(record.id) &&
  record.confirmed &&
  !record.excluded.includes(officer) &&
  (record.onlyFor === null || record.onlyFor.includes(officer)) &&
  record.compartments.every(each => compartments.includes(each))

/** Whether the role worn opens windows, for the records that it supervises. The database repeats it: open_inspection_window(). */
export const opensWindows = (role: Role): boolean => role === 'supervisor' || role === 'region-lead'

export type WindowGiven = {
  readonly sample: readonly string[]
  readonly inspectors: readonly string[]
  readonly ends: string
  readonly handling: readonly string[]
  readonly purpose: string
}
export type WindowToOpen = {
  readonly nominals: readonly NominalId[]
  readonly officers: readonly OfficerId[]
  readonly endsAt: Temporal.Instant
  readonly handling: readonly string[]
  readonly purpose: string
}
export type SampleRecord = {
  readonly nominal: NominalId
  readonly reference: string
  readonly unit: UnitId
  readonly supervised: boolean
}

/**
 * Whether a window may be opened as it was filled in; `ends` is its last day, in London. Refuses with every reason: nobody, too many, or
 * numbers of no record one has; records of two units or of another's; no inspector; an end that has passed or is too far; no purpose. The
 * database repeats it: open_inspection_window().
 */
export const openWindow = (
  given: WindowGiven,
  found: readonly SampleRecord[],
  inspectors: readonly { readonly id: OfficerId }[],
  now: Temporal.Instant,
): Decision<WindowToOpen> => {
  const missing = given.sample.filter(each => !found.some(({ reference }) => reference === each))
  const officers = inspectors.filter(({ id }) => given.inspectors.includes(id)).map(({ id }) => id)
  const today = dayOf(now)
  const read = readDayTyped(given.ends, today, today.add({ years: 20 }))
  const last = 'day' in read ? read.day : null
  const longest = today.add({ days: inspectionPolicy.longestDays })
  return decide<WindowToOpen>(
    [
      given.sample.length === 0 && { field: 'sample', text: 'Enter the record numbers of the sample' },
      given.sample.length > inspectionPolicy.mostPeople && {
        field: 'sample',
        text: `Choose ${inspectionPolicy.mostPeople} records or fewer`,
      },
      missing.length > 0 && {
        field: 'sample',
        text: `No record that you have in full has the number ${missing.slice(0, 5).join(', ')}`,
      },
      (found.some(({ supervised }) => !supervised) || new Set(found.map(({ unit }) => unit)).size > 1) && {
        field: 'sample',
        text: 'Choose records of one unit that you supervise',
      },
      officers.length === 0 && { field: 'inspectors', text: 'Choose who inspects' },
      new Set(given.inspectors).size > officers.length &&
        officers.length > 0 && { field: 'inspectors', text: 'Choose only inspectors of the list' },
      officers.length > inspectionPolicy.mostInspectors && {
        field: 'inspectors',
        text: `Choose ${inspectionPolicy.mostInspectors} inspectors or fewer`,
      },
      last === null && { field: 'ends', text: 'Enter the last day, like 12 1 2027' },
      last !== null &&
        Temporal.PlainDate.compare(last, today) < 0 && { field: 'ends', text: 'Enter a day that has not passed' },
      last !== null &&
        Temporal.PlainDate.compare(last, longest) > 0 && {
          field: 'ends',
          text: `Enter a day within ${inspectionPolicy.longestDays} days`,
        },
      given.handling.some(code => !handlingCodes.some(each => each.code === code)) && {
        field: 'handling',
        text: 'Choose only handling codes of the list',
      },
      given.purpose.length < 10 && { field: 'purpose', text: 'Say what is inspected, in a sentence' },
      given.purpose.length > 500 && { field: 'purpose', text: 'Say it in 500 characters or fewer' },
    ],
    () => ({
      nominals: found.map(({ nominal }) => nominal),
      officers,
      endsAt: last!.add({ days: 1 }).toZonedDateTime('Europe/London').toInstant(),
      handling: given.handling,
      purpose: given.purpose,
    }),
  )
}

/** A window as whoever opened it, or is named in it, sees it. */
export type InspectionWindow = {
  readonly id: InspectionId
  readonly unit: string
  readonly agency: string
  readonly purpose: string
  readonly handling: readonly string[]
  readonly openedAt: Temporal.Instant
  readonly openedBy: string
  readonly endsAt: Temporal.Instant
  readonly closedAt: Temporal.Instant | null
  readonly inspectors: readonly string[]
  readonly people: number
  readonly mayClose: boolean
}

/** Somebody of a sample, as far as they are there for whoever looks. */
export type Inspected = {
  readonly nominal: NominalId
  readonly reference: string
  readonly name: string
  readonly status: string
  readonly unit: string
}

/** What stands at the top of a record that is inspected. */
export type InspectedHeadline = {
  readonly reference: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly birthYears: readonly number[]
  readonly agency: string
  readonly unit: string
  readonly status: string
  readonly markers: readonly string[]
}

export const isWindowOpen = (
  { endsAt, closedAt }: Pick<InspectionWindow, 'endsAt' | 'closedAt'>,
  now: Temporal.Instant,
): boolean => closedAt === null && Temporal.Instant.compare(now, endsAt) < 0

export const windowInWords = (window: InspectionWindow, now: Temporal.Instant): string => {
  if (window.closedAt) return `Closed by hand, ${momentInWords(window.closedAt)}`
  return isWindowOpen(window, now)
    ? `Open until ${momentInWords(window.endsAt)}`
    : `Ended by itself, ${momentInWords(window.endsAt)}`
}
