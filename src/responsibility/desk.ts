import { decide, type Decision, type Id, type UnitId } from '#platform'
import { overlaps, type DatedHours, type HoursRead, type WeekHours } from './desk-hours.ts'
import { responsibilityPolicy } from './policy.ts'

export type DeskSettingId = Id<'desk setting'>
export type DeskTestId = Id<'desk test'>

/** What the supervisors of a unit keep of its desk. */
export type DeskSetting = {
  readonly alwaysOpen: boolean
  /** Instead of the number of `reference/`; null: that one. */
  readonly telephone: string | null
  /** The desk that answers while this one is closed. */
  readonly coveredBy: UnitId | null
  readonly hours: readonly WeekHours[]
  readonly exceptions: readonly DatedHours[]
}

export type Desk = {
  readonly unit: UnitId
  readonly name: string
  readonly unitName: string
  readonly agency: string
  /** Nothing was kept of it yet where null: it never closes. */
  readonly setting: DeskSetting | null
  readonly telephone: string
}
export type Desks = ReadonlyMap<UnitId, Desk>

/** Which desk answers, by which number, and the desks on the way that are closed. */
export type Answering = { readonly desk: Desk; readonly telephone: string; readonly closed: readonly Desk[] }

const longestChain = 20

/**
 * Which desk answers for a unit's at `now`: its own, or while it is closed the one that covers it, up to one that never closes. Undefined where
 * the unit has none. The database says the same, and is what a record shows: desk_at(), schema/0091.
 */
export const deskAnswering = (desks: Desks, unit: UnitId, now: Temporal.Instant): Answering | undefined => {
  const closed: Desk[] = []
  for (let here = desks.get(unit); here && closed.length < longestChain;) {
    const { setting } = here
    const span = setting && spanAt(setting, now)
    if (!setting || setting.alwaysOpen || span || setting.coveredBy === null)
      return { desk: here, telephone: span?.telephone ?? setting?.telephone ?? here.telephone, closed }
    closed.push(here)
    here = desks.get(setting.coveredBy)
  }
  return undefined
}

/** The hours within which `now` falls: of the date where there are any, else of the day of the week; by the clock in London. */
const spanAt = ({ hours, exceptions }: DeskSetting, now: Temporal.Instant) => {
  const at = now.toZonedDateTimeISO('Europe/London')
  const minute = at.hour * 60 + at.minute
  const dated = exceptions.filter(({ on }) => on === at.toPlainDate().toString())
  const spans = dated.length > 0 ? dated : hours.filter(({ day }) => day === at.dayOfWeek)
  return spans.find(({ opens, closes }) => opens !== null && closes !== null && minute >= opens && minute < closes)
}

/** Where the way from one desk by those that cover it comes to an end: one that never closes, one that closes, or nowhere (a circle). */
export const chainEnd = (desks: Desks, unit: UnitId, setting: DeskSetting): 'open' | 'closes' | 'circle' => {
  let step: { unit: UnitId; setting: DeskSetting | null } | undefined = { unit, setting }
  for (const seen = new Set<UnitId>(); step;) {
    if (step.setting === null || step.setting.alwaysOpen) return 'open'
    if (seen.has(step.unit)) return 'circle'
    seen.add(step.unit)
    const next: UnitId | null = step.setting.coveredBy
    if (next === null) return 'closes'
    if (next === unit) return 'circle'
    step = desks.get(next)
  }
  return 'closes'
}

/**
 * Whether a desk may be kept as it was filled in: lines that cannot be read, hours that overlap, a desk that closes and that nobody covers, a
 * circle, a way that ends at a desk that closes; all at once. The database repeats it: refuse_hours(), refuse_silence().
 */
export const keepDesk = (
  given: {
    readonly open: string
    readonly telephone: string
    readonly coveredBy: string
    readonly hours: HoursRead<WeekHours>
    readonly exceptions: HoursRead<DatedHours>
  },
  desks: Desks,
  unit: UnitId,
): Decision<DeskSetting> => {
  const unread = (read: HoursRead<unknown>): readonly string[] => ('unread' in read ? read.unread : [])
  const hours = 'hours' in given.hours ? given.hours.hours : []
  const exceptions = 'hours' in given.exceptions ? given.exceptions.hours : []
  const cover = [...desks.keys()].find(each => each === given.coveredBy) ?? null
  const alwaysOpen = given.open === 'always'
  const setting: DeskSetting = {
    alwaysOpen,
    telephone: given.telephone === '' ? null : given.telephone,
    coveredBy: cover,
    hours,
    exceptions,
  }
  const end = chainEnd(desks, unit, setting)
  return decide(
    [
      given.open !== 'always' && given.open !== 'hours' && { field: 'open', text: 'Choose whether the desk closes' },
      given.telephone !== '' &&
        !/^\+?[\d ()]{3,30}$/.test(given.telephone) && { field: 'telephone', text: 'Write the number in digits' },
      unread(given.hours).length > 0 && {
        field: 'hours',
        text: `Write a line for each, like Monday to Friday 09:00 to 17:00. Not understood: ${unread(given.hours).join('; ').slice(0, 200)}`,
      },
      unread(given.exceptions).length > 0 && {
        field: 'exceptions',
        text: `Write a line for each, like 25/12/2026 closed. Not understood: ${unread(given.exceptions).join('; ').slice(0, 200)}`,
      },
      hours.length > 50 && { field: 'hours', text: 'Write 50 spans of hours or fewer' },
      exceptions.length > 100 && { field: 'exceptions', text: 'Write 100 dates or fewer' },
      overlaps(hours).length > 0 && { field: 'hours', text: `Hours overlap on ${overlaps(hours).join(', ')}` },
      given.coveredBy !== '' && cover === null && { field: 'coveredBy', text: 'Choose a desk of the list' },
      cover === unit && { field: 'coveredBy', text: 'Choose another desk than this one' },
      given.open === 'hours' &&
        cover === null && { field: 'coveredBy', text: 'Say which desk answers while this one is closed' },
      given.open === 'hours' &&
        cover !== null &&
        cover !== unit &&
        end === 'circle' && {
          field: 'coveredBy',
          text: 'Choose a desk that is not itself covered by this one: nobody would answer',
        },
      given.open === 'hours' &&
        cover !== null &&
        end === 'closes' && { field: 'coveredBy', text: 'Choose a desk that never closes, or that such a one covers' },
    ],
    () => setting,
  )
}

/** Whether a desk is to be tested: the last call that was answered is longer ago than the policy has it, or there was none. */
export const testIsDue = (answeredAt: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  answeredAt === null ||
  Temporal.Instant.compare(answeredAt.add({ hours: 24 * responsibilityPolicy.deskTestDays }), now) < 0

/**
 * Whether somebody is shown the number of a desk in the list. A contact shows a number and never whose it is; so that nobody finds out by the
 * list, numbers of counter-terrorism desks are shown there to their own colleagues alone. On a record everybody is shown the number they need.
 */
export const showsNumber = (deskKind: string, ownKind: string): boolean =>
  deskKind !== 'counter-terrorism' || ownKind === 'counter-terrorism'
