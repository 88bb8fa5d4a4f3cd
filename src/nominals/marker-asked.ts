import { z } from 'zod'
import { dayInWords, dayOf } from '#platform'

const day = z.iso.date().nullable()

/** What somebody asks of an approved marker, and what waits for another person's decision. Words of a correction are null otherwise. */
export const MarkerAsked = z.strictObject({
  id: z.uuid(),
  what: z.enum(['correct', 'end', 'withdraw']),
  by: z.string(),
  at: z.iso.datetime({ offset: true }),
  why: z.string(),
  lastOn: day.meta({ description: 'Of an end: the last day.' }),
  words: z.string().nullable(),
  basis: z.string().nullable(),
  incidentOn: day,
  reviewOn: day,
  aboutInWords: z.string().nullable(),
})
export type MarkerAsked = z.output<typeof MarkerAsked>

/** Whether a marker's JSON has something that waits. */
export const isAsked = (asked: unknown): asked is MarkerAsked => typeof asked === 'object' && asked !== null

const date = (text: string): string => dayInWords(Temporal.PlainDate.from(text))

/** "Withdrawal asked for by DC Ruth Ashdown on 23 November 2026: she has left", in a sentence without a full stop. */
export const askedInWords = (asked: MarkerAsked): string =>
  `${whatInWords(asked)} asked for by ${asked.by} on ${dayInWords(dayOf(Temporal.Instant.from(asked.at)))}: ${asked.why}. Until a supervisor decides the marker stands`

/** What is asked, as it begins a sentence. */
export const whatInWords = ({
  what,
  lastOn,
  words,
  basis,
  incidentOn,
  reviewOn,
  aboutInWords,
}: MarkerAsked): string => {
  if (what === 'withdraw') return 'Withdrawal'
  if (what === 'end') return `An end${lastOn === null ? '' : ` on ${date(lastOn)}`}`
  const says = [
    words,
    aboutInWords && `about ${aboutInWords}`,
    basis,
    incidentOn && date(incidentOn),
    reviewOn && `review on ${date(reviewOn)}`,
  ]
  return `Correction to “${says.filter(part => part !== null && part !== '').join(', ')}”`
}
