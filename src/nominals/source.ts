import { dayInWords, dayOf } from '#platform'
import type { Provenance } from './record.facts.ts'

const extractRow = /^(.+):(\d+)$/

/**
 * Where a fact comes from, in one line of small type: who says so, for which agency, the day Concord was told, and the
 * document. "West Mercia Police, 23 November 2026, visor_addresses.csv line 214". `who`: the author, where the source names one.
 */
export const sourceInWords = (
  { agency, source, recordedAt }: Pick<Provenance, 'agency' | 'source' | 'recordedAt'>,
  who = '',
): string => {
  const day = dayInWords(dayOf(Temporal.Instant.from(recordedAt)))
  const [, file, line] = extractRow.exec(source) ?? []
  const document = file ? `${file} line ${line}` : source
  return [who, agency, day, document].filter(part => part !== '').join(', ')
}

/** The first and last day of a fact in words: "since 8 December 2021", "2 April 2010 to 27 February 2012"; empty when neither is known. */
export const periodInWords = (from: string | null, to: string | null): string => {
  const words = (day: string) => dayInWords(Temporal.PlainDate.from(day))
  if (from && to) return `${words(from)} to ${words(to)}`
  if (from) return `Since ${words(from)}`
  return to ? `Until ${words(to)}` : ''
}

/** Whether a fact still holds on a day, its last day included. */
export const holdsOn = ({ to }: { readonly to: string | null }, day: Temporal.PlainDate): boolean =>
  to === null || Temporal.PlainDate.compare(Temporal.PlainDate.from(to), day) >= 0

/** Whether a fact holds on a day: begun, and not ended before it. */
export const isOn = (
  { from, to }: { readonly from: string | null; readonly to: string | null },
  day: Temporal.PlainDate,
): boolean => (from === null || from <= day.toString()) && (to === null || to >= day.toString())
