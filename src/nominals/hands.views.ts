import { dayInWords, dayOf } from '#platform'
import { byLabel, earlierOf, line, present, type Line, type SectionView } from './facts.views.ts'
import type { DatedFact, Hands, RecordFacts } from './record.facts.ts'

/** Whose hands the record is in, and what the sources themselves say of that. */
export const handsSection = (
  hands: Hands,
  statements: RecordFacts['statements'],
  now: Temporal.Instant,
  adds: SectionView['adds'] = [],
): SectionView => {
  const lines = [
    ...hands.ownership.map(held => handLine(held, 'Lead unit', `${held.unit}, ${held.agencyOfUnit}`)),
    ...hands.managers.map(held => handLine(held, 'Record manager', held.officer ?? held.post ?? 'Nobody')),
    ...hands.assignments.map(held => handLine(held, assignments[held.kind] ?? held.kind, held.officer)),
    ...hands.partners.map(held =>
      handLine(held, 'Partner', present(held.officer, held.unit, held.agencyOfUnit).join(', ')),
    ),
    ...hands.arrangements.map(held =>
      handLine(held, 'Arrangement', held.level === null ? held.area : `${held.area}, level ${held.level}`),
    ),
  ]
  const isPast = ({ to }: { readonly to: string | null }) =>
    to !== null && Temporal.Instant.compare(Temporal.Instant.from(to), now) <= 0
  const said = statements.map(fact => line(fact, `As a source has it: ${fact.kind}`, fact.words))
  const facts = byLabel([...lines.filter(held => !isPast(held)), ...said])
  return {
    id: 'access',
    title: 'Who has access',
    short: 'Who has access',
    count: null,
    facts,
    earlier: earlierOf(byLabel(lines.filter(isPast)), 'earlier holder', 'earlier holders'),
    empty: 'Nobody is named.',
    adds,
  }
}

const assignments: Readonly<Record<string, string>> = {
  responsible: 'Responsible officer',
  'case team': 'Case team',
  named: 'Named officer',
}

const handLine = (held: DatedFact, label: string, value: string): Line & { readonly to: string | null } => {
  const day = (moment: string) => dayInWords(dayOf(Temporal.Instant.from(moment)))
  const from = held.from && day(held.from)
  const period = held.to ? `${from ?? ''} to ${day(held.to)}`.trim() : from && `Since ${from}`
  return { ...line(held, label, value, { details: present(period) }), to: held.to }
}
