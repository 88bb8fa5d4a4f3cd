import { ageOn, dayInWords } from '#platform'
import { birthDoubt } from './partial-birth.ts'
import type { BirthFact } from './record.facts.ts'

/** "3 July 1982 (age 44)". */
export const bornInWords = (born: Temporal.PlainDate, today: Temporal.PlainDate): string =>
  `${dayInWords(born)} (age ${ageOn(born, today)})`

/**
 * The date of birth of a headline, and what stands against it. Where sources differ the day that most of them give comes
 * first, the earlier recorded of two that are even; the others are named, because nobody has decided between them. A date
 * that came with an alias stands under Identity only.
 */
export const birthOf = (
  births: readonly BirthFact[],
  today: Temporal.PlainDate,
): { readonly born: string; readonly doubt: string | null } => {
  const days = Map.groupBy(
    births.flatMap(({ kind, bornOn }) => (bornOn === null || kind === 'alias' ? [] : [bornOn])),
    day => day,
  )
  const [first, ...others] = [...days.entries()].sort(([, a], [, b]) => b.length - a.length).map(([day]) => day)
  if (first === undefined) {
    const given = births.find(({ kind, asGiven }) => kind !== 'alias' && asGiven !== '')?.asGiven
    return given === undefined
      ? { born: 'Not known', doubt: null }
      : { born: `Given as “${given}”`, doubt: birthDoubt(given, today) }
  }
  const inWords = (day: string) => dayInWords(Temporal.PlainDate.from(day))
  return {
    born: bornInWords(Temporal.PlainDate.from(first), today),
    doubt: others.length > 0 ? `Sources differ: also ${others.map(inWords).join(' and ')}` : null,
  }
}
