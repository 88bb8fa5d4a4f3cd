import { dayOf, frameAddresses, type PageView, type Refusal } from '#platform'
import { bornInWords } from './birth.ts'
import { deskOf, leadOf, type DeskView } from './headline.views.ts'
import type { ContactFacts } from './record.facts.ts'
import type { HitFacts } from './search.facts.ts'
import { statusInWords } from './status.ts'

export type { HitFacts } from './search.facts.ts'

/** One row of results, ready to print. */
export type HitRow = {
  readonly href: string
  readonly name: string
  readonly matchedName: string | null
  readonly markers: readonly string[]
  readonly why: string
  readonly born: string
  readonly identifier: { readonly kind: string; readonly value: string } | null
  readonly lead: string
  readonly recordManager: string | null
  readonly status: string
  readonly access: string
}

export type SearchView = PageView & {
  readonly action: string
  readonly asked: string
  readonly help: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly count: string | null
  readonly hits: readonly HitRow[]
  readonly contacts: readonly { readonly quote: string; readonly desk: DeskView; readonly instruction: string }[]
  readonly nothing: { readonly tried: readonly string[]; readonly widen: readonly string[] } | null
  readonly more: string | null
}

declare module 'fastify' {
  interface PageViews {
    'nominals/search': SearchView
  }
}

const help =
  'Any name or alias in any order, with a date of birth if you have one. Or a PNC, CRO, prison, probation or register number, written in any way.'

const widen = [
  'Leave out a name that you are not sure of, or the date of birth.',
  'Try another spelling, a nickname or a former name.',
  'Search by a number, if you have one.',
]

export type SearchFacts = {
  readonly asked: string
  readonly refusals: readonly Refusal[]
  readonly hits: readonly HitFacts[]
  readonly contacts: readonly ContactFacts[]
  readonly tried: readonly string[] // how the question was understood, for "nothing found"
  readonly next: string | null // the cursor of the next page
  readonly now: Temporal.Instant
}

/** `asked` empty: the page before anything is asked. What was asked is never part of the title. */
export const searchView = (facts: SearchFacts): SearchView => {
  const searched = facts.asked !== '' && facts.refusals.length === 0
  const found = facts.hits.length + facts.contacts.length
  return {
    title: facts.refusals.length > 0 ? 'Error: Search' : 'Search',
    aboutPeople: facts.asked !== '',
    action: frameAddresses.search,
    asked: facts.asked,
    help,
    errors: facts.refusals.map(({ text }) => ({ text, href: '#q' })),
    count: facts.hits.length > 0 ? countOf(facts.hits.length, facts.next !== null) : null,
    hits: facts.hits.map(hit => hitRow(hit, facts.now)),
    contacts: facts.contacts.map(contact => ({
      quote: contact.quote,
      desk: deskOf(contact),
      instruction: contact.safetyInstruction,
    })),
    nothing: searched && found === 0 ? { tried: facts.tried, widen } : null,
    more:
      facts.next === null
        ? null
        : `${frameAddresses.search}?${new URLSearchParams({ q: facts.asked, after: facts.next }).toString()}`,
  }
}

// Only what is shown is counted: a total would count what one may not see.
const countOf = (shown: number, more: boolean): string => {
  if (more) return `${shown} records, the best matches first; there are more`
  return shown === 1 ? '1 record' : `${shown} records, the best matches first`
}

const hitRow = (hit: HitFacts, now: Temporal.Instant): HitRow => ({
  href: `/nominals/${hit.id}`,
  name: hit.name,
  matchedName: hit.matchedName,
  markers: hit.markersInWords,
  why: hit.why.join('; '),
  born:
    hit.bornOn === null ? hit.birthYears.join(' or ') : bornInWords(Temporal.PlainDate.from(hit.bornOn), dayOf(now)),
  identifier: hit.identifier,
  lead: leadOf(hit),
  recordManager: hit.recordManager,
  status: statusInWords({ ...hit, releaseOn: null }),
  access: hit.access === 'full' ? 'Full' : 'Summary',
})
