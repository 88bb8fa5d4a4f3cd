import { dayInWords, distanceInWords } from '#platform'
import { byLabel, countOf, earlierOf, line, partedOn, present, type SectionView } from './facts.views.ts'
import type { AddressFact, CustodyFact, OrderFact, RecordFacts } from './record.facts.ts'
import { periodInWords } from './source.ts'
import { addressKindInWords } from './words.ts'

/** Where the person lives or stays now, then where they did. */
export const placesSection = ({ addresses }: RecordFacts, today: Temporal.PlainDate): SectionView => {
  const placed = (places: readonly AddressFact[]) =>
    byLabel(
      places.map(place =>
        line(place, addressKindInWords(place.kind), addressInWords(place), {
          details: present(periodInWords(place.from, place.to)),
        }),
      ),
    )
  const [now, before] = partedOn(addresses, today)
  const facts = placed(now)
  return {
    id: 'places',
    title: 'Places',
    short: 'Places',
    count: countOf(facts),
    facts,
    earlier: earlierOf(placed(before), 'earlier place', 'earlier places'),
    empty: 'No source gives an address that holds now.',
  }
}

// A postcode is read as one word, so its two halves stay on one line.
const addressInWords = ({ flat, line: street, town, postcode }: AddressFact): string =>
  present([flat, street, town].filter(Boolean).join(', '), postcode && postcode.replace(' ', '\u00a0')).join(' ') ||
  'No fixed address'

/** Orders in force with their conditions, then those that have ended. */
export const ordersSection = ({ orders }: RecordFacts, today: Temporal.PlainDate): SectionView => {
  const ordered = (some: readonly OrderFact[]) =>
    byLabel(
      some.map(order =>
        line(order, order.words, order.condition || 'No condition given', {
          details: present(order.court, orderPeriod(order, today)),
        }),
      ),
    )
  const [inForce, ended] = partedOn(orders, today)
  const facts = ordered(inForce)
  return {
    id: 'orders',
    title: 'Orders and conditions',
    short: 'Orders',
    count: countOf(facts),
    facts,
    earlier: earlierOf(ordered(ended), 'order that has ended', 'orders that have ended'),
    empty: 'No order is in force, as far as the sources say.',
  }
}

const orderPeriod = ({ from, to }: OrderFact, today: Temporal.PlainDate): string => {
  if (to === null) return `${periodInWords(from, null)}, without an end`
  const end = Temporal.PlainDate.from(to)
  const ends = Temporal.PlainDate.compare(end, today) < 0 ? 'ended' : 'ends'
  return `${periodInWords(from, to)}: ${ends} ${distanceInWords(end, today)}`
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
  }
}

/** Prisons and release dates, the latest word first. */
export const custodySection = ({ custody }: RecordFacts, today: Temporal.PlainDate): SectionView => {
  const facts = byLabel(
    custody.map(spell =>
      line(spell, spell.inCustody ? 'In custody' : 'Out of custody', spell.place, {
        details: present(releaseInWords(spell, today)),
      }),
    ),
  )
  return {
    id: 'custody',
    title: 'Custody and release dates',
    short: 'Custody',
    count: countOf(facts),
    facts,
    earlier: null,
    empty: 'The prison extract does not know this person.',
  }
}

const releaseInWords = ({ releaseOn }: CustodyFact, today: Temporal.PlainDate): string | null => {
  if (releaseOn === null) return null
  const day = Temporal.PlainDate.from(releaseOn)
  return `Release date ${dayInWords(day)}, ${distanceInWords(day, today)}`
}
