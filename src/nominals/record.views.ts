import { dayOf, type PageView } from '#platform'
import { chronologyView, type ChronologyView } from './chronology.views.ts'
import type { SectionView } from './facts.views.ts'
import { handsSection } from './hands.views.ts'
import { headlineView, type HeadlineView } from './headline.views.ts'
import { identitySection } from './identity.views.ts'
import type { RecordFacts } from './record.facts.ts'
import { safetyView, type SafetyView } from './safety.views.ts'
import { custodySection, ordersSection, placesSection, registrationsSection } from './sections.views.ts'

/** A record that one has in full: markers before everything, the headline that stays, sections, chronology, hands. */
export type RecordView = PageView & {
  readonly safety: SafetyView
  readonly markersInShort: string // beside the name, while one reads further down; empty when there are none
  readonly headline: HeadlineView
  readonly contents: readonly { readonly text: string; readonly href: string; readonly count: number | null }[]
  readonly sections: readonly SectionView[] // before the chronology
  readonly chronology: ChronologyView
  readonly hands: SectionView
}

declare module 'fastify' {
  interface PageViews {
    'nominals/record': RecordView
  }
}

/** `entries`: the page of the chronology that is shown, where it is not simply the latest. */
export const recordView = (
  record: RecordFacts,
  now: Temporal.Instant,
  entries: Parameters<typeof chronologyView>[0] = { entries: record.entries, total: null, filters: [], older: null },
): RecordView => {
  const today = dayOf(now)
  const safety = safetyView(record.name, record.markers, today)
  const sections = [
    identitySection(record, today),
    placesSection(record, today),
    ordersSection(record, today),
    registrationsSection(record, today),
    custodySection(record, today),
  ]
  const hands = handsSection(record.hands, record.statements, now)
  return {
    title: record.name,
    aboutPeople: true,
    safety,
    markersInShort: safety.markers.map(({ word }) => word).join(' · '),
    headline: headlineView(record, today),
    contents: [
      ...sections.map(contentOf),
      { text: 'Chronology', href: '#chronology', count: entries.total },
      contentOf(hands),
    ],
    sections,
    chronology: chronologyView(entries),
    hands,
  }
}

const contentOf = ({ id, short, count }: SectionView): RecordView['contents'][number] => ({
  text: short,
  href: `#${id}`,
  count,
})
