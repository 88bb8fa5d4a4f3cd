import { readDay } from './day.ts'

/**
 * A moment as it was read. `note`: what had to be decided about the clock, in a sentence for the record, else null.
 * Or why it could not be read, worded with what it was called.
 */
export type MomentRead = { readonly at: Temporal.Instant; readonly note: string | null } | { readonly why: string }

const dayAndTime =
  /^(.{6,20}?)(?:[ tT]|,? at )\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(z|utc|[+-]\d{2}:?\d{2})?$/i

/**
 * Reads a day with a time, `16/02/2025 20:05` or `2025-02-16T20:05:00`, by the clock in London, unless it says its distance
 * from UTC. When the clocks go back an hour comes twice: the first, summer time, is taken. When they go forward an hour is
 * missing: the moment an hour later on the clock is taken, `01:30` being `02:30` summer time. Both leave a note.
 * `asOf`: for years of two digits. `called`: what it is, for the reason.
 */
export const readMoment = (text: string, asOf: Temporal.PlainDate, called = 'time'): MomentRead => {
  const written = text.trim()
  if (written === '') return { why: `${called} missing` }
  const [, dayText, hour, minute, second = '0', zone] = dayAndTime.exec(written.slice(0, 60)) ?? []
  const day = dayText === undefined ? undefined : readDay(dayText, asOf)
  if (!day || !('day' in day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return { why: `${called} is not a date and time` }
  const clock = day.day.toPlainDateTime({ hour: Number(hour), minute: Number(minute), second: Number(second) })
  return zone ? atDistance(clock, zone, called) : inLondon(clock)
}

const inLondon = (clock: Temporal.PlainDateTime): MomentRead => {
  const taken = clock.toZonedDateTime('Europe/London', { disambiguation: 'compatible' })
  if (!taken.toPlainDateTime().equals(clock))
    return { at: taken.toInstant(), note: 'this hour was left out when the clocks went forward; read as an hour later' }
  const later = clock.toZonedDateTime('Europe/London', { disambiguation: 'later' })
  if (!later.equals(taken))
    return {
      at: taken.toInstant(),
      note: 'this hour came twice when the clocks went back; read as the first, summer time',
    }
  return { at: taken.toInstant(), note: null }
}

const atDistance = (clock: Temporal.PlainDateTime, zone: string, called: string): MomentRead => {
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...)(\d\d)$/, '$1:$2') : 'Z'
  if (/^.(?:1[5-9]|[2-9])|:[6-9]/.test(offset)) return { why: `${called} is not a date and time` }
  return { at: Temporal.Instant.from(`${clock.toString()}${offset}`), note: null }
}
