import { dayOf, momentInWords } from '#platform'
import { readDay, type DayRead } from './day.ts'
import { readMoment, type MomentRead } from './moment.ts'
import { readTimeOfDay, timePattern } from './time-of-day.ts'

const longest = 40 // characters; the forms of a day and of a moment are shorter

/** The words for a day that people type, as a date: "yesterday at 18:40" becomes "2026-11-22 at 18:40". `today`: in London. */
const dated = (text: string, today: Temporal.PlainDate): string =>
  text
    .trim()
    .replace(/^today\b/i, today.toString())
    .replace(/^yesterday\b/i, today.subtract({ days: 1 }).toString())
    .replace(/^tomorrow\b/i, today.add({ days: 1 }).toString())

/**
 * Reads a day as people type it: `today`, `yesterday`, `tomorrow`, or in any form of day.ts. Everywhere that somebody types a date. `asOf`: the latest
 * that a year of two digits may be, today unless it may lie ahead.
 */
export const readDayTyped = (
  text: string,
  today: Temporal.PlainDate,
  asOf: Temporal.PlainDate = today,
  called = 'date',
): DayRead => (text.length > longest ? { why: `${called} is not a date` } : readDay(dated(text, today), asOf, called))

const dayAndTime = new RegExp(String.raw`^(?:(.+?)(?:\s*,\s*|\s+))?(?:at\s+)?(${timePattern})$`, 'i')

/**
 * Reads a moment as people type it, by the clock in London: a day in any form with a time in any (time-of-day.ts), `now`, a time alone, which
 * is today's, or a day alone, which is its midday, or now where midday is still to come. Everywhere that somebody types a time. The notes are
 * those of `readMoment`.
 */
export const readMomentTyped = (text: string, now: Temporal.Instant, called = 'time'): MomentRead => {
  const none = { why: `${called} is not a date and time` }
  const [today, written] = [dayOf(now), text.trim()]
  if (written === '') return { why: `${called} missing` }
  if (written.length > longest) return none
  if (/^now$/i.test(written)) return { at: now, note: null }
  const inFull = dated(written, today)
  const alone = readDay(inFull, today)
  if ('day' in alone) return middayOf(alone.day, now)
  const whole = readMoment(inFull, today, called)
  if ('at' in whole) return whole
  const [, before, time = ''] = dayAndTime.exec(inFull) ?? []
  const minutes = readTimeOfDay(time)
  const day = before === undefined ? { day: today } : readDay(before.replace(/\s+at$/i, ''), today)
  if (minutes === undefined || !('day' in day)) return none
  return readMoment(`${day.day.toString()} ${onTheClock(minutes)}`, today, called)
}

const middayOf = (day: Temporal.PlainDate, now: Temporal.Instant): MomentRead => {
  const midday = day.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '12:00' }).toInstant()
  return { at: day.equals(dayOf(now)) && Temporal.Instant.compare(midday, now) > 0 ? now : midday, note: null }
}

const onTheClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** How far the clock of whoever writes may be before ours. The database allows as much (schema/0162). */
export const clockLeeway = { minutes: 5 } as const

/** Why a moment of what has happened may not be: it is to come. Null: it has come, as far as clocks agree. `called`: "When it happened". */
export const whyAhead = (at: Temporal.Instant, now: Temporal.Instant, called: string): string | null =>
  Temporal.Instant.compare(at, now.add(clockLeeway)) > 0
    ? `${called} must not be in the future: it was read as ${momentInWords(at)}`
    : null
