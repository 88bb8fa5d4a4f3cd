import { dayInWords } from '#platform'
import { askedInWords } from './marker-asked.ts'
import type { MarkerFact } from './record.facts.ts'
import { holdsOn, sourceInWords } from './source.ts'

/** Markers in words: what stands before everything on a page about a person. */
export type SafetyView = {
  readonly title: string
  readonly markers: readonly {
    readonly word: string
    readonly grounds: readonly {
      readonly words: string
      readonly caution: string | null
      readonly source: string
      readonly href: string
    }[]
  }[]
}

/** Markers that hold today, those with the latest incident first; grounds of one word stand together. */
export const safetyView = (name: string, markers: readonly MarkerFact[], today: Temporal.PlainDate): SafetyView => {
  const words = [
    ...Map.groupBy(
      markers.filter(marker => holdsOn(marker, today)),
      ({ words }) => words,
    ),
  ]
  return {
    title: safetyTitle(name, words.length),
    markers: words.map(([word, grounds]) => ({
      word,
      grounds: grounds.map(marker => ({
        words: groundsInWords(marker),
        caution:
          [cautionOf(marker, today), marker.asked && lowered(askedInWords(marker.asked))].filter(Boolean).join('; ') ||
          null,
        source: sourceInWords(marker, marker.by ?? ''),
        href: `facts/marker/${marker.id}`,
      })),
    })),
  }
}

/** "Corwin Thray: 3 markers", or that there are none, which is no promise. The name, because this comes before it on the page. */
export const safetyTitle = (name: string, count: number): string => {
  if (count === 0) return `${name}: no markers. No source has recorded one; that does not make a visit safe.`
  return `${name}: ${count === 1 ? '1 marker' : `${count} markers`}`
}

const lowered = (words: string): string => words.slice(0, 1).toLowerCase() + words.slice(1)

const groundsInWords = ({ basis, incidentOn, aboutInWords }: MarkerFact): string =>
  [aboutInWords && `about ${aboutInWords}`, basis, incidentOn && dayInWords(Temporal.PlainDate.from(incidentOn))]
    .filter(Boolean)
    .join(', ')

const cautionOf = (
  { verified, reviewOn, scheme, sourceKind }: MarkerFact,
  today: Temporal.PlainDate,
): string | null => {
  const review = reviewOn === null ? null : Temporal.PlainDate.from(reviewOn)
  if (verified && review && Temporal.PlainDate.compare(review, today) < 0)
    return `unverified since ${dayInWords(review)}, when its review was due`
  if (verified) return null
  if (sourceKind !== 'extract') return 'not yet approved'
  return `unverified, from ${origins[scheme] ?? 'the source'}`
}

const origins: Readonly<Record<string, string>> = {
  'pnc-warning-signals': 'the register',
  'probation-registrations': 'probation’s registrations',
  'prison-alerts': 'the prison’s alerts',
}
