import { dayInWords } from '#platform'
import { isOn } from './source.ts'
import type { StatusFacts } from './status.ts'

/** What cannot hold of somebody who has died, as it is said of them. */
const ofTheLiving: Readonly<Record<string, string>> = {
  wanted: 'wanted',
  bail: 'on bail',
  custody: 'in custody',
  hospital: 'in hospital',
  'immigration detention': 'in immigration detention',
  'whereabouts unknown': 'missing: whereabouts unknown',
}

/**
 * Facts that hold on a day and cannot all be true, a sentence each. Nothing is refused: sources do contradict each other, and whoever
 * reads must see that they do. Empty for nearly every record.
 */
export const contradictionsIn = (
  { whereabouts, custody, releaseDates }: Pick<StatusFacts, 'whereabouts' | 'custody' | 'releaseDates'>,
  day: Temporal.PlainDate,
): readonly string[] => {
  const holding = whereabouts.filter(fact => isOn(fact, day))
  if (!holding.some(({ kind }) => kind === 'dead')) return []
  const states = [
    ...holding.map(({ kind }) => ofTheLiving[kind]),
    ...custody.filter(fact => fact.inCustody && isOn(fact, day)).map(() => ofTheLiving['custody']),
  ].filter(words => words !== undefined)
  const ahead = [
    ...releaseDates.map(({ onDay }) => onDay),
    ...custody.filter(fact => isOn(fact, day)).flatMap(({ releaseOn }) => (releaseOn === null ? [] : [releaseOn])),
  ].filter(onDay => onDay > day.toString())
  return [
    ...[...new Set(states)].map(words => `One fact says that the person has died, another that they are ${words}.`),
    ...[...new Set(ahead)].map(
      onDay =>
        `One fact says that the person has died, another gives a release or review on ${dayInWords(Temporal.PlainDate.from(onDay))}, which is still to come.`,
    ),
  ]
}
