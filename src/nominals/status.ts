import { dayInWords, distanceInWords } from '#platform'
import type { SummaryFacts } from './record.facts.ts'

type Status = Pick<SummaryFacts, 'status' | 'statusPlace' | 'releaseOn'>

/** Where the person is, in words: "In custody at HMP Hewell", "In the community", and when that changes, as far as the sources say. */
export const statusInWords = ({ status, statusPlace }: Status): string => {
  const { words, at } = inWords[status]
  return statusPlace && at ? `${words} ${at} ${statusPlace}` : words
}

const inWords: { readonly [Kind in Status['status']]: { readonly words: string; readonly at: string } } = {
  custody: { words: 'In custody', at: 'at' },
  community: { words: 'In the community', at: '' },
  hospital: { words: 'In hospital', at: 'at' },
  'immigration detention': { words: 'In immigration detention', at: 'at' },
  'approved premises': { words: 'In approved premises', at: 'at' },
  abroad: { words: 'Abroad', at: 'in' },
  'whereabouts unknown': { words: 'Whereabouts unknown', at: '' },
  wanted: { words: 'Wanted', at: '' },
  bail: { words: 'On bail', at: '' },
  deported: { words: 'Deported', at: '' },
  dead: { words: 'Dead', at: '' },
  archived: { words: 'Archived: no source manages this person now', at: '' },
  unknown: { words: 'Not known: no source says', at: '' },
}

/** Every status that a record may have, in the order in which people choose. */
export const recordStatuses = Object.keys(inWords) as readonly Status['status'][]

/** Held somewhere: a release or discharge is what comes next. */
const held = new Set<Status['status']>(['custody', 'hospital', 'immigration detention'])

/**
 * The next date that is known: "Release on 5 December 2026, in 12 days"; a day that has passed without news says so. Empty
 * where none is known.
 */
export const nextDateInWords = ({ status, releaseOn }: Status, today: Temporal.PlainDate): string => {
  if (!held.has(status) || releaseOn === null) return ''
  const day = Temporal.PlainDate.from(releaseOn)
  const passed = Temporal.PlainDate.compare(day, today) < 0
  const words = `${dayInWords(day)}, ${distanceInWords(day, today)}`
  return passed ? `Release was due on ${words}; the source does not say that it happened` : `Release on ${words}`
}
