import { dayInWords, dayOf, type PageView } from '#platform'
import { unfiltered } from './chronology-question.ts'
import type { Chronology } from './chronology.facts.ts'
import { chronologyOfThese, chronologySection, type ChronologyView, type NextStep } from './chronology.views.ts'
import type { DueView } from './due.views.ts'
import { factKindsOf } from './fact-kinds.ts'
import type { SectionView } from './facts.views.ts'
import { handsSection } from './hands.views.ts'
import { headlineView, type HeadlineView } from './headline.views.ts'
import { panelsView, type PanelsView } from './panel.ts'
import type { RecordFacts } from './record.facts.ts'
import type { withFiles } from './record-files.views.ts'
import { safetyView, type SafetyView } from './safety.views.ts'
import { addsOf, custodyLines, placeSection, registrationsSection } from './sections.views.ts'
import type { SinceView } from './since.views.ts'
import { standingView, type StandingView } from './standing.views.ts'

/** A record that one has in full: markers before everything, the headline that stays, sections, chronology, hands. */
export type RecordView = PageView &
  PanelsView & {
    readonly safety: SafetyView
    readonly markersInShort: string // beside the name, while one reads further down; empty when there are none
    readonly headline: HeadlineView
    readonly standing: StandingView
    readonly due: DueView | null // null: the record is read as it was known on a day
    readonly since: SinceView | null // null besides: nobody has looked before
    readonly known: { readonly words: string; readonly now: string } | null // the record as it was known on a day, and the way back
    readonly contents: readonly { readonly text: string; readonly href: string; readonly count: number | null }[]
    readonly sections: readonly SectionView[] // before the chronology
    readonly chronology: ChronologyView
    readonly hands: SectionView
    readonly adds: { readonly marker: string | null }
    readonly history: string
    readonly at: string // the record's own address
  }

/** The same with its photograph and files, which withFiles adds. */
export type RecordPage = ReturnType<typeof withFiles<RecordView>>

declare module 'fastify' {
  interface PageViews {
    'nominals/record': RecordPage
  }
}

/** Who reads, and which day's record. `on`: the record as it was known at the end of that day; null: now. `step`: what they may do next. */
export type RecordReading = {
  readonly mayAdd: boolean
  readonly mayDisclose?: boolean // left out: as who may add
  readonly on: Temporal.PlainDate | null
  readonly step?: NextStep | null
}

/** What stands beside the facts, for whoever reads: what is due, and what changed since they last looked. */
export type BesideFacts = { readonly due: DueView | null; readonly since: SinceView | null }

/** `chronology`: its latest, where that is not simply what the record has. `now`: for days and ages. */
export const recordView = (
  asRead: RecordFacts,
  now: Temporal.Instant,
  chronology: Chronology = chronologyOfThese(asRead.entries),
  { mayAdd, mayDisclose = mayAdd, on, step = null }: RecordReading = { mayAdd: false, on: null },
  { due, since }: BesideFacts = { due: null, since: null },
): RecordView => {
  // Before anybody had said a name there is a record, and a page has a heading all the same.
  const record = asRead.name === '' ? { ...asRead, name: 'No name was known' } : asRead
  const today = on ?? dayOf(now)
  const reading = { nominal: record.id, mayAdd: mayAdd && on === null, today }
  const safety = safetyView(record.name, record.markers, today)
  const sections = [
    placeSection('identity', record, reading),
    placeSection('person', record, reading),
    placeSection('places', record, reading),
    placeSection('life', record, reading),
    placeSection('orders', record, reading),
    placeSection('custody', record, reading, custodyLines(record, today)),
    placeSection('management', record, reading),
    registrationsSection(record, today),
    placeSection('links', record, reading),
  ]
  const hands = handsSection(
    record.hands,
    record.statements,
    now,
    reading.mayAdd ? [{ text: 'State the MAPPA arrangement', href: `/nominals/${record.id}/arrangement` }] : [],
  )
  const at = `/nominals/${record.id}`
  return {
    title: record.name,
    aboutPeople: true,
    safety,
    markersInShort: record.markersInWords.join(' · '),
    headline: headlineView(record, today),
    standing: standingView(record, today, reading.mayAdd),
    due,
    since,
    known: on && {
      words: `This is the record as it was known on ${dayInWords(on)}. What was recorded since is not shown.`,
      now: at,
    },
    contents: [
      ...(since ? [{ text: 'Since you last looked', href: '#since', count: since.changes.length }] : []),
      ...(due ? [{ text: 'Due', href: '#due', count: due.rows.length }] : []),
      ...sections.map(contentOf),
      { text: 'Chronology', href: '#chronology', count: chronology.everything },
      contentOf(hands),
      { text: 'History', href: `${at}/history`, count: null },
      ...(mayDisclose ? [{ text: 'Print or pass on', href: `${at}/print`, count: null }] : []),
    ],
    sections,
    chronology: chronologySection({ at, chronology, question: unfiltered(on), mayAdd: reading.mayAdd }, step),
    hands,
    adds: {
      marker: addsOf(factKindsOf('safety'), reading)[0]?.href ?? null,
    },
    history: `${at}/history`,
    at,
    ...panelsView([]),
  }
}

const contentOf = ({ id, short, count }: SectionView): RecordView['contents'][number] => ({
  text: short,
  href: `#${id}`,
  count,
})
