import { ageOn, dayInWords, distanceInWords } from '#platform'
import type { RecordFacts } from './record.facts.ts'
import { isOn } from './source.ts'

/** Whom the record of somebody under 18 needs (Children Act 2004, section 11; Crime and Disorder Act 1998, sections 38 and 39). */
export const rolesForUnder18 = [
  'youth justice worker',
  'parent or carer',
  'appropriate adult',
  'children’s social care',
] as const
export type RoleForUnder18 = (typeof rolesForUnder18)[number]

type Facts = {
  readonly births: readonly Pick<RecordFacts['births'][number], 'kind' | 'bornOn'>[]
  readonly contactPersons: readonly Readonly<Record<string, unknown>>[]
}

/** Somebody who is under 18 on a day by at least one of their own dates of birth. */
export type Under18 = {
  /** Years lived by the latest date of birth. */
  readonly age: number
  /** The first day on which they are 18 by every date. */
  readonly eighteenOn: Temporal.PlainDate
  /** The other dates of birth, by which they are older. */
  readonly others: readonly Temporal.PlainDate[]
  readonly missing: readonly RoleForUnder18[]
}

/**
 * Whether the person is under 18 on a day, and what their record then lacks; null: they are not, or no date of birth is known. Where
 * sources differ the latest date counts, so that a child is not taken for an adult by one source's slip; the others are told. Dates that
 * came with an alias are not the person's own.
 */
export const under18 = ({ births, contactPersons }: Facts, today: Temporal.PlainDate): Under18 | null => {
  const days = [
    ...new Set(
      births.flatMap(({ kind, bornOn }) =>
        kind === 'alias' || bornOn === null || bornOn > today.toString() ? [] : [bornOn],
      ),
    ),
  ].toSorted()
  const latest = days.at(-1)
  if (latest === undefined) return null
  const born = Temporal.PlainDate.from(latest)
  const eighteenOn = eighteenthBirthday(born)
  if (Temporal.PlainDate.compare(today, eighteenOn) >= 0) return null
  const present = new Set(
    contactPersons
      .filter(contact => isOn({ from: dayOrNull(contact['from']), to: dayOrNull(contact['to']) }, today))
      .map(contact => contact['role']),
  )
  return {
    age: ageOn(born, today),
    eighteenOn,
    others: days.slice(0, -1).map(day => Temporal.PlainDate.from(day)),
    missing: rolesForUnder18.filter(role => !present.has(role)),
  }
}

const dayOrNull = (day: unknown): string | null => (typeof day === 'string' ? day : null)

/** The first day of being 18; for somebody born on 29 February it is 1 March. */
export const eighteenthBirthday = (born: Temporal.PlainDate): Temporal.PlainDate => {
  const day = born.add({ years: 18 })
  return day.day === born.day ? day : day.add({ days: 1 })
}

/** "Under 18: 16 years old, 18 on 4 March 2028, in 15 months". */
export const under18InWords = ({ age, eighteenOn }: Under18, today: Temporal.PlainDate): string =>
  `Under 18: ${age} ${age === 1 ? 'year' : 'years'} old, 18 on ${dayInWords(eighteenOn)}, ${distanceInWords(eighteenOn, today)}`

/** The doubt where sources differ; empty where they do not. */
export const under18Doubt = ({ others }: Under18, today: Temporal.PlainDate): string => {
  if (others.length === 0) return ''
  const dates = others.map(day => `${dayInWords(day)} (age ${ageOn(day, today)})`).join(' and ')
  return `Sources differ: also ${dates}. Until that is settled the person is treated as under 18`
}
