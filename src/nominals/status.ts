import { dayInWords, distanceInWords } from '#platform'
import type { SummaryFacts } from './record.facts.ts'

type Status = Pick<SummaryFacts, 'status' | 'statusPlace' | 'releaseOn'>

/** Where the person is, in words: "In custody at HMP Hewell", "In the community", and when that changes, as far as the sources say. */
export const statusInWords = ({ status, statusPlace }: Status): string => {
  if (status === 'custody') return statusPlace ? `In custody at ${statusPlace}` : 'In custody'
  if (status === 'community') return 'In the community'
  return status === 'archived' ? 'Archived: no source manages this person now' : 'Not known: no source says'
}

/**
 * The next date that is known: "Release on 5 December 2026, in 12 days"; a day that has passed without news says so. Empty
 * where none is known.
 */
export const nextDateInWords = ({ status, releaseOn }: Status, today: Temporal.PlainDate): string => {
  if (status !== 'custody' || releaseOn === null) return ''
  const day = Temporal.PlainDate.from(releaseOn)
  const passed = Temporal.PlainDate.compare(day, today) < 0
  const words = `${dayInWords(day)}, ${distanceInWords(day, today)}`
  return passed ? `Release was due on ${words}; the source does not say that it happened` : `Release on ${words}`
}
