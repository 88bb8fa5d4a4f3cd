import { inFigures, type PageView, type Refusal } from '#platform'
import {
  chipsView,
  handlingChips,
  chronologyHref,
  filterView,
  isFiltered,
  type ChipView,
  type FilterView,
} from './chronology-filter.views.ts'
import type { ChronologyAsked, ChronologyQuestion } from './chronology-question.ts'
import type { Chronology } from './chronology.facts.ts'
import { entryKindCalled } from './entry-kinds.ts'
import { dayHeadingOf, entryView, isFolded, type EntryView } from './entry.views.ts'
import { historyPlace } from './history-cursor.ts'

/** What happened, newest first, by day: as a section of a record, and on a page of its own. */
export type ChronologyView = {
  readonly at: string // the record's address
  readonly count: string
  readonly adds: readonly { readonly text: string; readonly href: string }[]
  readonly step: NextStep | null
  readonly chips: readonly ChipView[]
  readonly handling: readonly { readonly label: string; readonly chips: readonly ChipView[] }[] // by marking, by caveat
  readonly days: readonly { readonly heading: string; readonly entries: readonly EntryView[] }[]
  readonly older: { readonly text: string; readonly href: string } | null
  readonly newest: string | null // the address of the first page; null: this is it
  readonly folded: boolean // whether any note is folded
}

/** What whoever has written an entry may record next. */
export type NextStep = { readonly words: string; readonly text: string; readonly href: string }

/** `at`: the record's address. `mayAdd`: whether whoever reads may write there. */
type Reading = {
  readonly at: string
  readonly chronology: Chronology
  readonly question: ChronologyQuestion
  readonly mayAdd: boolean
}

/** The latest of the chronology on the record's own page; what is further back, and every filter, is on a page of its own. */
export const chronologySection = (
  { at, chronology, question, mayAdd }: Reading,
  step: NextStep | null = null,
): ChronologyView => ({
  ...listed(chronology, question, at, mayAdd),
  count:
    chronology.next === null
      ? countOf(chronology, question)
      : `The latest ${chronology.entries.length} of ${inFigures(chronology.total)} entries`,
  step,
  older: chronology.next && {
    text: `All ${inFigures(chronology.total)} entries, with filters`,
    href: chronologyHref(at, question),
  },
  newest: null,
})

/** The chronology on a page of its own. `after`: whether it begins further back than with the newest. */
const chronologyWhole = ({ at, chronology, question, mayAdd }: Reading, after: boolean): ChronologyView => ({
  ...listed(chronology, question, at, mayAdd),
  count: countOf(chronology, question),
  step: null,
  older: chronology.next && {
    text: 'Older entries',
    href: chronologyHref(at, question, historyPlace(chronology.next)),
  },
  newest: after ? chronologyHref(at, question) : null,
})

const listed = (chronology: Chronology, question: ChronologyQuestion, at: string, mayAdd: boolean) => {
  const views = chronology.entries.map(entry => ({
    heading: dayHeadingOf(entry),
    view: entryView(entry, question.words),
  }))
  return {
    at,
    adds: mayAdd ? addsTo(at) : [],
    chips: chronology.kinds.length + question.kinds.length > 0 ? chipsView(at, chronology, question) : [],
    handling: handlingChips(at, chronology, question),
    days: [...Map.groupBy(views, ({ heading }) => heading)].map(([heading, day]) => ({
      heading,
      entries: day.map(({ view }) => view),
    })),
    folded: views.some(({ view }) => isFolded(view)),
  }
}

const addsTo = (at: string) => [
  { text: 'Add an entry', href: `${at}/facts/entry/new` },
  { text: 'Add intelligence', href: `${at}/facts/entry/new?kind=INTEL` },
  { text: 'Note that something is held elsewhere', href: `${at}/facts/entry/new?kind=HELD-ELSEWHERE` },
]

const entries = (count: number): string => (count === 1 ? '1 entry' : `${inFigures(count)} entries`)

const countOf = ({ everything, total }: Chronology, question: ChronologyQuestion): string => {
  if (everything === 0)
    return 'Nothing has been recorded yet. Visits, contacts, meetings and reviews will stand here by day.'
  if (!isFiltered(question)) return `${entries(everything)}, newest first`
  return total === 0
    ? `None of the ${entries(everything)} is like that. Take a filter out, or look for fewer or shorter words.`
    : `${inFigures(total)} of ${entries(everything)}, newest first`
}

/**
 * What comes after an entry that somebody has just written, by its kind and its day: where the person is now is offered with the form
 * filled in, and never written by itself. Null: nothing does. `day`: as an address has it.
 */
export const stepAfter = (at: string, kind: unknown, day: unknown): NextStep | null => {
  const after = entryKindCalled(kind)
  if (!after || after.whereabouts === null) return null
  const from = typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? day : ''
  return {
    words: `The entry is recorded (${after.words.toLowerCase()}). The status at the top of the record has not changed: that follows from where the person is.`,
    text: 'Record where they are now',
    href: `${at}/facts/whereabouts/new?${new URLSearchParams({ kind: after.whereabouts, ...(from ? { from } : {}) }).toString()}`,
  }
}

/** The chronology of a record with its filters: words, days, agency and kinds, by links and a form that need no script. */
export type ChronologyPageView = PageView & {
  readonly name: string
  readonly back: string
  readonly known: { readonly words: string; readonly now: string } | null
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly adds: ChronologyView['adds'] // before the filters
  readonly filter: FilterView
  readonly chronology: ChronologyView
}

declare module 'fastify' {
  interface PageViews {
    'nominals/chronology-page': ChronologyPageView
  }
}

/** Which part of the page a refusal leads to: what has no field of its own leads to the beginning. */
const fields = new Set(['words', 'from', 'to', 'agency'])

export const chronologyPageView = (
  reading: Reading,
  {
    name,
    known,
    asked,
    refusals,
    after,
  }: {
    readonly name: string
    readonly known: string | null // in words, of which day this is
    readonly asked: ChronologyAsked
    readonly refusals: readonly Refusal[]
    readonly after: boolean
  },
): ChronologyPageView => {
  const { at, chronology, question, mayAdd } = reading
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}Chronology: ${name}`,
    aboutPeople: true,
    name,
    back: question.on ? `${at}?on=${question.on.toString()}` : at,
    known: known === null ? null : { words: known, now: chronologyHref(at, { ...question, on: null }) },
    errors: refusals.map(({ field, text }) => ({ text, href: `#${fields.has(field) ? field : 'main-content'}` })),
    adds: mayAdd && question.on === null ? addsTo(at) : [],
    filter: filterView(at, chronology, question, asked, refusals),
    chronology: chronologyWhole({ ...reading, mayAdd: false }, after),
  }
}

/** A chronology of which these are all the entries there are. */
export const chronologyOfThese = (all: Chronology['entries']): Chronology => ({
  everything: all.length,
  total: all.length,
  kinds: [],
  agencies: [],
  markings: [],
  caveats: [],
  entries: all,
  next: null,
})
