import { dayInWords, distanceInWords } from '#platform'
import { capitalised, type FactKind, type FactPlace, type ShownFact } from './fact-kind.ts'
import { factKindsOf } from './fact-kinds.ts'
import { byLabel, countOf, earlierOf, line, partedOn, present, type Line, type SectionView } from './facts.views.ts'
import type { CustodyFact, DatedFact, IdentifierFact, RecordFacts } from './record.facts.ts'
import { periodInWords, sourceInWords } from './source.ts'

type Heading = {
  readonly title: string
  readonly short: string
  readonly empty: string
  readonly earlier: readonly [one: string, many: string]
  readonly counted: boolean
}

const headings: { readonly [Place in Exclude<FactPlace, 'chronology' | 'safety'>]: Heading } = {
  identity: {
    title: 'Identity',
    short: 'Identity',
    empty: 'No source gives an identity.',
    earlier: ['earlier statement', 'earlier statements'],
    counted: false,
  },
  person: {
    title: 'The person',
    short: 'The person',
    empty: 'Nothing is recorded of language, needs, contacts or risk to self.',
    earlier: ['that no longer holds', 'that no longer hold'],
    counted: true,
  },
  places: {
    title: 'Places and contact',
    short: 'Places',
    empty: 'No source gives an address that holds now.',
    earlier: ['earlier place', 'earlier places'],
    counted: true,
  },
  life: {
    title: 'Life',
    short: 'Life',
    empty: 'No vehicle, account, document, work or education is recorded.',
    earlier: ['that no longer holds', 'that no longer hold'],
    counted: true,
  },
  links: {
    title: 'Links',
    short: 'Links',
    empty: 'No associate is recorded that you may know of.',
    earlier: ['earlier link', 'earlier links'],
    counted: true,
  },
  orders: {
    title: 'Orders and conditions',
    short: 'Orders',
    empty: 'No order is in force, as far as the sources say.',
    earlier: ['order that has ended', 'orders that have ended'],
    counted: true,
  },
  custody: {
    title: 'Custody and release dates',
    short: 'Custody',
    empty: 'No source says where the person is.',
    earlier: ['earlier word', 'earlier words'],
    counted: true,
  },
  management: {
    title: 'Basis and management',
    short: 'Management',
    empty: 'No basis, category or statement of risk is recorded.',
    earlier: ['that no longer holds', 'that no longer hold'],
    counted: true,
  },
}

/** Where the status says more than the facts of the section, from the register's list of those who are managed. */
const emptyByStatus: { readonly [Status in RecordFacts['status']]?: string } = {
  community:
    'No source says that the person is held anywhere. The register has the case as a current one, so the status is “In the community”.',
  archived: 'No source says where the person is: the record is archived, and nobody keeps that up to date.',
}

/** How a record is being read: who may add to it, and on which day. */
export type Reading = { readonly nominal: string; readonly mayAdd: boolean; readonly today: Temporal.PlainDate }

/** One section of a record, from every kind of fact that stands in it: what holds, then, folded, what did. */
export const placeSection = (
  place: keyof typeof headings,
  record: RecordFacts,
  reading: Reading,
  more: readonly (readonly [Line, to: string | null])[] = [],
): SectionView => {
  const { title, short, empty, earlier, counted } = headings[place]
  const kinds = factKindsOf(place)
  const lines = [...kinds.flatMap(kind => linesOf(kind, record, reading)), ...more]
  const [now, before] = partedOn(
    lines.map(([shown, to]) => ({ shown, to })),
    reading.today,
  )
  const facts = byLabel(now.map(({ shown }) => shown))
  return {
    id: place,
    title,
    short,
    count: counted ? countOf(facts) : null,
    facts,
    earlier: earlierOf(byLabel(before.map(({ shown }) => shown)), ...earlier),
    empty: (place === 'custody' && emptyByStatus[record.status]) || empty,
    adds: addsOf(kinds, reading),
  }
}

/** What may be added, each with its form. */
export const addsOf = (kinds: readonly FactKind[], { nominal, mayAdd }: Reading): SectionView['adds'] =>
  mayAdd
    ? kinds.map(({ kind, one }) => ({ text: capitalised(one), href: `/nominals/${nominal}/facts/${kind}/new` }))
    : []

const linesOf = (
  kind: FactKind,
  record: RecordFacts,
  { nominal, today }: Reading,
): readonly (readonly [Line, to: string | null])[] =>
  ((record[kind.section as keyof RecordFacts] ?? []) as unknown as readonly (DatedFact & ShownFact)[]).map(fact => {
    const { label, value, details = [], caution = null } = kind.shows(fact, today)
    const shown = line(fact, label, value, {
      details: present(...details.map(detail => detail || null), kind.dated ? periodOf(kind, fact, today) : null),
      caution,
      sources: [
        {
          text:
            sourceInWords(fact, fact.by ?? '') +
            (kind.table === 'identifier' ? writtenOtherwise(fact as unknown as IdentifierFact) : ''),
          href: `/nominals/${nominal}/facts/${kind.kind}/${fact.id}`,
        },
      ],
    })
    return [shown, kind.dated ? fact.to : null] as const
  })

// Part of the source and not of the value, so that one number written in two ways is still one number.
const writtenOtherwise = ({ canonical, asGiven }: IdentifierFact): string =>
  canonical === null || canonical === asGiven ? '' : `, written ${asGiven}`

/** What courts and boards set ends on a day that somebody must keep in mind. */
const withEnd = new Set(['court_order', 'licence_condition'])

const periodOf = ({ table }: FactKind, { from, to }: DatedFact, today: Temporal.PlainDate): string => {
  const period = periodInWords(from, to)
  if (!withEnd.has(table)) return period
  if (to === null) return period === '' ? '' : `${period}, without an end`
  const end = Temporal.PlainDate.from(to)
  return `${period}: ${Temporal.PlainDate.compare(end, today) < 0 ? 'ended' : 'ends'} ${distanceInWords(end, today)}`
}

const schemes: Readonly<Record<string, string>> = {
  'probation-registrations': 'Probation registration',
  'prison-alerts': 'Prison alert',
}

/** What probation has registered and prisons have alerted. A level stays its agency's own statement. */
export const registrationsSection = ({ registrations }: RecordFacts, today: Temporal.PlainDate): SectionView => {
  const [now, before] = partedOn(registrations, today)
  const registered = (some: typeof registrations) =>
    byLabel(
      some.map(fact =>
        line(fact, schemes[fact.scheme] ?? fact.scheme, fact.words, {
          details: present(`Code ${fact.code}`, periodInWords(fact.from, fact.to)),
        }),
      ),
    )
  const facts = registered(now)
  return {
    id: 'registrations',
    title: 'Registrations and alerts',
    short: 'Registrations',
    count: countOf(facts),
    facts,
    earlier: earlierOf(registered(before), 'earlier registration or alert', 'earlier registrations and alerts'),
    empty: 'Neither probation nor prisons have registered anything.',
    adds: [],
  }
}

/** Prisons and release dates of extracts, the latest word first, for the section of whereabouts. */
export const custodyLines = (
  { custody }: RecordFacts,
  today: Temporal.PlainDate,
): readonly (readonly [Line, to: string | null])[] =>
  custody.map(spell => [
    line(spell, spell.inCustody ? 'In custody' : 'Out of custody', spell.place, {
      details: present(releaseInWords(spell, today)),
    }),
    spell.to,
  ])

const releaseInWords = ({ releaseOn }: CustodyFact, today: Temporal.PlainDate): string | null => {
  if (releaseOn === null) return null
  const day = Temporal.PlainDate.from(releaseOn)
  return `Release date ${dayInWords(day)}, ${distanceInWords(day, today)}`
}
