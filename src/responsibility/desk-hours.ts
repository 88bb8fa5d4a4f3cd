import { readTimeOfDay, timePattern } from '#nominals'

/** A span of hours, in minutes after midnight by the clock in London; the end is not within. `telephone`: a number for these hours alone. */
type Span = { readonly opens: number; readonly closes: number; readonly telephone: string | null }
/** Hours of every week; 1 is Monday. */
export type WeekHours = Span & { readonly day: number }
/** Instead of the week's hours on one date; without hours the desk is closed. */
export type DatedHours = {
  readonly on: string
  readonly opens: number | null
  readonly closes: number | null
  readonly telephone: string | null
}

/** What was read of some lines, or the lines that could not be read. */
export type HoursRead<Hours> = { readonly hours: readonly Hours[] } | { readonly unread: readonly string[] }

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const dayMinutes = 1440

const dayNumber = (text: string): number | undefined => {
  const at = days.findIndex(day => text.length >= 3 && day.toLowerCase().startsWith(text.toLowerCase()))
  return at < 0 ? undefined : at + 1
}

/** A time as people type it, or "24:00", as minutes. */
const minuteOf = (text: string): number | undefined =>
  /^24[:.]?00$/.test(text) ? dayMinutes : (readTimeOfDay(text) ?? readTimeOfDay(`${text}:00`))

const spanOf = (text: string): Omit<Span, 'telephone'> | undefined => {
  const [from, to, more] = text.split(/\s*(?:-|–|\bto\b)\s*/)
  if (from === undefined || to === undefined || more !== undefined) return undefined
  const [opens, until] = [minuteOf(from), minuteOf(to)]
  const closes = until === 0 ? dayMinutes : until
  return opens === undefined || closes === undefined || closes <= opens ? undefined : { opens, closes }
}

const telephoneForm = /^\+?[\d ()]{3,30}$/
const time = String.raw`(?:${timePattern}|\d{1,2})`
const times = String.raw`${time}\s*(?:-|–|to)\s*${time}`

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.replaceAll(/\s+/g, ' ').trim())
    .filter(line => line !== '')

const readLines = <Hours>(text: string, read: (line: string) => readonly Hours[] | undefined): HoursRead<Hours> => {
  const lines = linesOf(text).map(line => ({ line, hours: read(line) }))
  const unread = lines.filter(({ hours }) => hours === undefined).map(({ line }) => line)
  return unread.length > 0 ? { unread } : { hours: lines.flatMap(({ hours }) => hours ?? []) }
}

const telephoneIn = (text: string | undefined): string | null | undefined =>
  text === undefined || text === '' ? null : telephoneForm.test(text) ? text : undefined

/** The week's hours, a line each: "Monday to Friday 09:00 to 17:00", "Sat 10am-2pm 01632 960112". */
export const readWeekHours = (text: string): HoursRead<WeekHours> =>
  readLines<WeekHours>(text, line => {
    const [, first, last, span, number] =
      new RegExp(String.raw`^([a-z]+)(?:\s*(?:-|–|to)\s*([a-z]+))?,? (${times})(?:,? (.+))?$`, 'i').exec(line) ?? []
    const from = dayNumber(first ?? '')
    const to = last === undefined ? from : dayNumber(last)
    const [hours, telephone] = [spanOf(span ?? ''), telephoneIn(number)]
    if (from === undefined || to === undefined || to < from || !hours || telephone === undefined) return undefined
    return Array.from({ length: to - from + 1 }, (_, n) => ({ day: from + n, ...hours, telephone }))
  })

/** Hours of single dates, a line each: "2026-12-25 closed", "25/12/2026 10:00 to 14:00 01632 960112". */
export const readDatedHours = (text: string): HoursRead<DatedHours> =>
  readLines<DatedHours>(text, line => {
    const [, date, span, number] =
      new RegExp(String.raw`^(\S+):?,? (closed|${times})(?:,? (.+))?$`, 'i').exec(line) ?? []
    const on = dateOf(date ?? '')
    const telephone = telephoneIn(number)
    if (on === undefined || telephone === undefined) return undefined
    if (span!.toLowerCase() === 'closed') return [{ on, opens: null, closes: null, telephone: null }]
    const hours = spanOf(span!)
    return hours && [{ on, ...hours, telephone }]
  })

const dateOf = (text: string): string | undefined => {
  const [, d, m, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  try {
    return Temporal.PlainDate.from(y === undefined ? text : { year: Number(y), month: Number(m), day: Number(d) }, {
      overflow: 'reject',
    }).toString()
  } catch {
    return undefined
  }
}

/** Days on which two spans of the week's hours overlap, in words. */
export const overlaps = (hours: readonly WeekHours[]): readonly string[] => [
  ...new Set(
    hours.flatMap((one, at) =>
      hours
        .slice(at + 1)
        .filter(two => one.day === two.day && one.opens < two.closes && two.opens < one.closes)
        .map(({ day }) => days[day - 1]!),
    ),
  ),
]

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const rest = ({ opens, closes, telephone }: Span): string =>
  `${clock(opens)} to ${clock(closes)}${telephone === null ? '' : ` ${telephone}`}`

/** As they are typed, a line each. */
export const weekHoursInWords = (hours: readonly WeekHours[]): readonly string[] =>
  hours.map(each => `${days[each.day - 1]!} ${rest(each)}`)
export const datedHoursInWords = (hours: readonly DatedHours[]): readonly string[] =>
  hours.map(({ on, opens, closes, telephone }) =>
    opens === null || closes === null ? `${on} closed` : `${on} ${rest({ opens, closes, telephone })}`,
  )
