import { dayOf, type PageView } from '#platform'
import { aliasesInWords, deskOf, leadOf, type DeskView } from './headline.views.ts'
import { panelsView, type PanelsView } from './panel.ts'
import type { ContactFacts, SummaryFacts } from './record.facts.ts'
import type { PhotographShown } from './file.facts.ts'
import { photographView, type PhotographView } from './record-files.views.ts'
import { safetyTitle } from './safety.views.ts'
import { nextDateInWords, statusInWords } from './status.ts'

/** A record of which one sees the headline: who it is, and whom to ask. It has fields for nothing else. */
export type SummaryView = PageView &
  PanelsView & {
    readonly safety: string
    readonly markers: readonly string[]
    readonly name: string
    readonly alsoKnownAs: string
    readonly photograph: PhotographView | null
    readonly bornIn: string // a year, or several where sources differ
    readonly status: string
    readonly nextDate: string
    readonly lead: string
    readonly desk: DeskView
    readonly quote: string
  }

/** A record of which one learns only whom to ring. */
export type ContactView = PageView &
  PanelsView & {
    readonly quote: string
    readonly desk: DeskView
    readonly instruction: string
  }

declare module 'fastify' {
  interface PageViews {
    'nominals/summary': SummaryView
    'nominals/contact': ContactView
  }
}

export const summaryView = (
  record: SummaryFacts,
  now: Temporal.Instant,
  photograph: PhotographShown | null = null,
): SummaryView => ({
  title: record.name,
  aboutPeople: true,
  safety: safetyTitle(record.name, record.markersInWords.length),
  markers: record.markersInWords,
  name: record.name,
  alsoKnownAs: aliasesInWords(record.aliases),
  photograph: photographView({ photograph }, dayOf(now)),
  bornIn: record.birthYears.length > 0 ? record.birthYears.join(' or ') : 'Not known',
  status: statusInWords(record),
  nextDate: nextDateInWords(record, dayOf(now)),
  lead: leadOf(record),
  desk: deskOf(record),
  quote: record.quote,
  ...panelsView([]),
})

/** The title names nobody: whoever sees it knows whom they asked about, and the next person at the screen does not. */
export const contactView = (record: ContactFacts): ContactView => ({
  title: 'There is a record',
  aboutPeople: true,
  quote: record.quote,
  desk: deskOf(record),
  instruction: record.safetyInstruction,
  ...panelsView([]),
})
