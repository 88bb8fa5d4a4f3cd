import { dayOf, frameAddresses, type PageView, type Refusal } from '#platform'
import { bornInWords } from './birth.ts'
import { deskOf, leadOf, type DeskView } from './headline.views.ts'
import type { ContactHit } from './record.facts.ts'
import { searchFields, type SearchField } from './search-form.views.ts'
import type { AgencyChoice, HitFacts } from './search.facts.ts'
import type { Typed } from './search.ts'
import type { ShownNotice } from './shown-notice.ts'
import { noticeView, type NoticeView } from './shown-notice.views.ts'
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
  readonly bornDiffers: boolean // a date of birth was asked, and theirs is another
  readonly identifier: { readonly kind: string; readonly value: string } | null
  readonly lead: string
  readonly recordManager: string | null
  readonly status: string
  readonly access: string
}

export type ContactRow = {
  readonly href: string
  readonly quote: string
  readonly desk: DeskView
  readonly instruction: string
}

export type SearchView = PageView & {
  readonly action: string
  readonly asked: string
  readonly help: string
  readonly boxErrors: readonly string[]
  readonly more: readonly SearchField[]
  readonly moreIsOpen: boolean
  readonly filters: readonly SearchField[]
  readonly searched: boolean
  readonly clear: string | null // the same search without its filters
  readonly note: string | null // what had to be left out for anybody to be found
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly count: string | null
  readonly hits: readonly HitRow[]
  readonly safetyNotices: readonly NoticeView[]
  readonly contacts: readonly ContactRow[]
  readonly nothing: {
    readonly tried: readonly string[]
    readonly widen: readonly string[]
    readonly create: string | null
  } | null
  readonly next: string | null
}

declare module 'fastify' {
  interface PageViews {
    'nominals/search': SearchView
  }
}

const help =
  'Any name or alias in any order, with a date of birth or an age if you have one. Or a date of birth, a number, an address or a postcode, a telephone, a vehicle or an email address, written in any way.'

const widen = [
  'Leave out a name that you are not sure of.',
  'Try another spelling, a nickname or a former name.',
  'Search by a number or an address, if you have one.',
]
const widenFilters = 'Take the filters away.'

const notes = {
  facts: 'Nobody that you may see has all of it: these are by name alone.',
  name: 'Nobody that you may see has all of it: these have the number or the address, and another name.',
  alike:
    'Nobody that you may see has just this name: these have one that sounds or is written like it, or only part of it.',
  birth:
    'Nobody that you may see has that name and that date of birth: these have the name, or nearly that name, and another date.',
} as const

export type SearchFacts = {
  readonly asked: Typed
  readonly refusals: readonly Refusal[]
  readonly hits: readonly HitFacts[]
  readonly notices?: readonly ShownNotice[]
  readonly contacts: readonly ContactHit[]
  readonly leftOut: 'facts' | 'name' | null
  readonly advice: readonly string[] // what else may find somebody, by what was asked
  readonly tried: readonly string[] // how the question was understood, for "nothing found"
  readonly agencies: readonly AgencyChoice[]
  readonly next: string | null // the cursor of the next page
  readonly createAt: string | null // where the reader may begin a new record
  readonly now: Temporal.Instant
}

const filterNames: readonly (keyof Typed)[] = ['agency', 'status', 'category', 'place', 'ageFrom', 'ageTo']

/** Nothing asked: the page before anything is. What was asked is never part of the title. */
export const searchView = (facts: SearchFacts): SearchView => {
  const { asked, refusals } = facts
  const isAsked = Object.values(asked).some(text => text !== '')
  const searched = isAsked && refusals.length === 0
  const found = facts.hits.length + facts.contacts.length
  const fields = searchFields(asked, refusals, facts.agencies)
  const isNarrowed = filterNames.some(name => asked[name] !== '')
  return {
    title: refusals.length > 0 ? 'Error: Search' : 'Search',
    aboutPeople: isAsked,
    action: frameAddresses.search,
    asked: asked.q,
    help,
    boxErrors: refusals.flatMap(({ field, text }) => (field === 'q' ? [text] : [])),
    more: fields.more,
    moreIsOpen: fields.more.some(({ value }) => value !== ''),
    filters: fields.filters,
    searched: isAsked,
    clear: isNarrowed ? addressOf({ ...asked, ...Object.fromEntries(filterNames.map(name => [name, ''])) }) : null,
    note: noteOn(facts),
    errors: refusals.map(({ field, text }) => ({ text, href: `#${field}` })),
    count: facts.hits.length > 0 ? countOf(facts.hits.length, facts.next !== null) : null,
    hits: facts.hits.map(hit => hitRow(hit, facts.now)),
    safetyNotices: (facts.notices ?? []).map(noticeView),
    contacts: facts.contacts.map(contactRow),
    nothing:
      searched && found === 0
        ? {
            tried: facts.tried,
            widen: [...facts.advice, ...(isNarrowed ? [widenFilters] : []), ...widen],
            create: facts.createAt,
          }
        : null,
    next: facts.next === null ? null : addressOf(asked, facts.next),
  }
}

/** What whoever reads the rows must know of all of them. */
const noteOn = ({ leftOut, hits, contacts }: SearchFacts): string | null => {
  if (hits.length + contacts.length === 0) return null
  if (hits.length > 0 && hits.every(({ isExact }) => !isExact) && hits.some(({ birthDiffers }) => !birthDiffers))
    return [...(leftOut === null ? [] : [notes[leftOut]]), notes.alike].join(' ')
  if (hits.length > 0 && hits.every(({ birthDiffers }) => birthDiffers))
    return [...(leftOut === null ? [] : [notes[leftOut]]), notes.birth].join(' ')
  return leftOut === null ? null : notes[leftOut]
}

/** Where the same is asked again: what was left empty is left out. */
const addressOf = (asked: Typed, after?: string): string => {
  const query = Object.entries({ ...asked, ...(after === undefined ? {} : { after }) }).filter(
    ([, text]) => text !== '',
  )
  return `${frameAddresses.search}?${new URLSearchParams(query).toString()}`
}

// Only what is shown is counted: a total would count what one may not see.
const countOf = (shown: number, more: boolean): string => {
  if (more) return `${shown} records, the best matches first; there are more`
  return shown === 1 ? '1 record' : `${shown} records, the best matches first`
}

/** A record of which one learns only whom to ring. `href`: its page, from which one asks for more. */
export const contactRow = ({ id, quote, safetyInstruction, ...contact }: ContactHit): ContactRow => ({
  href: `/nominals/${id}`,
  quote,
  desk: deskOf(contact),
  instruction: safetyInstruction,
})

/** Somebody found, as a row of a table. */
export const hitRow = (hit: HitFacts, now: Temporal.Instant): HitRow => ({
  href: `/nominals/${hit.id}`,
  name: hit.name,
  matchedName: hit.matchedName,
  markers: hit.markersInWords,
  why: hit.why.join('; '),
  born:
    hit.bornOn === null ? hit.birthYears.join(' or ') : bornInWords(Temporal.PlainDate.from(hit.bornOn), dayOf(now)),
  bornDiffers: hit.birthDiffers,
  identifier: hit.identifier,
  lead: leadOf(hit),
  recordManager: hit.recordManager,
  status: statusInWords({ ...hit, releaseOn: null }),
  access: hit.access === 'full' ? 'Full' : 'Summary',
})
