import { dayInWords, dayOf, timeInWords } from '#platform'
import type { EntryFact, Grading } from './record.facts.ts'
import { sourceInWords } from './source.ts'

/** What happened, newest first, by day. */
export type ChronologyView = {
  readonly count: string
  readonly filters: readonly { readonly text: string; readonly href: string; readonly current: boolean }[]
  readonly days: readonly {
    readonly heading: string
    readonly entries: readonly {
      readonly id: string
      readonly time: string
      readonly kind: string
      readonly nature: string | null // "Opinion", "Assessment": never left out
      readonly words: string
      readonly rest: string | null // folded away
      readonly source: string
      readonly href: string | null // where it is corrected, and its history read
      readonly marking: string
      readonly grading: string | null
      readonly heldElsewhere: string | null
      readonly corrections: readonly {
        readonly words: string
        readonly nature: string | null
        readonly why: string | null
        readonly source: string
      }[]
      readonly withdrawn: string | null
    }[]
  }[]
  readonly older: string | null // address of the entries before these
  readonly folded: boolean // whether any note is folded
}

/** A note longer than this is folded: two or three of them would otherwise push the next day off the screen. */
const foldBeyond = 360
const shownWhenFolded = 280

/**
 * Entries in the order given, newest first. `total` counts all that the filter lets through; `filters` say how many there are
 * of each kind; `older`: null when these are the last.
 */
export const chronologyView = (facts: {
  readonly entries: readonly EntryFact[]
  readonly total: number | null // null: not counted
  readonly filters: ChronologyView['filters']
  readonly older: string | null
}): ChronologyView => ({
  count: countOf(facts.entries.length, facts.total),
  filters: facts.filters,
  days: [...Map.groupBy(facts.entries, entry => dayInWords(dayOf(Temporal.Instant.from(entry.happenedAt))))].map(
    ([heading, entries]) => ({ heading, entries: entries.map(entryView) }),
  ),
  older: facts.older,
  folded: facts.entries.some(({ words }) => words.length > foldBeyond),
})

const countOf = (shown: number, total: number | null): string => {
  if (shown === 0)
    return 'Nothing has been recorded yet. Visits, contacts, meetings and reviews will stand here by day.'
  if (total === null) return `The latest ${shown === 1 ? 'entry' : `${shown} entries`}, newest first`
  return shown < total
    ? `${shown} of ${total.toLocaleString('en-GB')} entries, newest first`
    : `${total === 1 ? '1 entry' : `${total.toLocaleString('en-GB')} entries`}, newest first`
}

const entryView = (entry: EntryFact): ChronologyView['days'][number]['entries'][number] => ({
  id: `entry-${entry.id}`,
  time: timeInWords(Temporal.Instant.from(entry.happenedAt)),
  kind: entry.kindWords,
  nature: natures[entry.type],
  ...foldedAt(entry.words),
  source: sourceInWords(entry, entry.author || (entry.by ?? '')),
  href: `facts/entry/${entry.id}`,
  marking: entry.marking,
  grading: entry.grading && gradingInWords(entry.grading),
  heldElsewhere:
    entry.heldElsewhere === '' ? null : `Held elsewhere at a higher classification: ask ${entry.heldElsewhere}`,
  corrections: (entry.standsCorrected?.corrections ?? []).map(correction => ({
    words: correction.words,
    nature: natures[correction.type],
    why: correction.why === '' ? null : correction.why,
    source: sourceInWords({ agency: correction.agency, recordedAt: correction.recordedAt, source: '' }, correction.by),
  })),
  withdrawn: entry.standsCorrected?.withdrawn
    ? `Withdrawn by ${entry.standsCorrected.withdrawn.by}: ${entry.standsCorrected.withdrawn.reason}`
    : null,
})

/** "3x5x2: source 2, information B, handling C; not to be shared". */
const gradingInWords = ({ scheme, source, information, handling, conditions }: Grading): string =>
  `${scheme}: source ${source}, information ${information}, handling ${handling}${conditions === '' ? '' : `; ${conditions}`}`

const natures: Readonly<Record<EntryFact['type'], string | null>> = {
  fact: null,
  reported: null,
  opinion: 'Opinion',
  assessment: 'Assessment',
}

// Broken between words, so that neither part begins or ends inside one.
const foldedAt = (text: string): { readonly words: string; readonly rest: string | null } => {
  if (text.length <= foldBeyond) return { words: text, rest: null }
  const blank = text.lastIndexOf(' ', shownWhenFolded)
  const end = blank > 0 ? blank : shownWhenFolded
  return { words: `${text.slice(0, end)} …`, rest: text.slice(end).trim() }
}
