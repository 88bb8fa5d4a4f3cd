import { joinDecision, type Candidate, type Identifier, type JoinDecision, type PersonFacts } from '#nominals'
import type { NominalId } from '#platform'

/** A nominal as far as joining asks: who it may be, and what is known of them. */
export type KnownPerson = Candidate<NominalId>

/** The numbers under which a nominal may be found: canonical form and kind. */
const numbersOf = ({ identifiers }: Pick<PersonFacts, 'identifiers'>): readonly string[] =>
  identifiers.flatMap(({ kind, canonical }: Identifier) => (canonical === null ? [] : [`${kind} ${canonical}`]))

/**
 * The nominals that bear a number of the rows at hand. Rows are decided one after another, and each must see what the one
 * before it became: `remember` adds it.
 */
export type KnownPeople = {
  readonly decide: (row: PersonFacts) => JoinDecision<NominalId>
  readonly remember: (nominal: NominalId, row: PersonFacts) => void
}

/** Begins with what the database knows. */
export const knownPeople = (people: readonly KnownPerson[]): KnownPeople => {
  const byId = new Map<NominalId, KnownPerson>()
  const byNumber = new Map<string, Set<NominalId>>()
  const keep = (person: KnownPerson) => {
    byId.set(person.nominal, person)
    for (const number of numbersOf(person)) {
      const bearers = byNumber.get(number)
      if (bearers) bearers.add(person.nominal)
      else byNumber.set(number, new Set([person.nominal]))
    }
  }
  for (const person of people) keep(person)
  return {
    decide: row => {
      const bearers = new Set(numbersOf(row).flatMap(number => [...(byNumber.get(number) ?? [])]))
      return bearers.size === 0
        ? { outcome: 'new' }
        : joinDecision(
            [...bearers].map(id => byId.get(id)!),
            row,
          )
    },
    remember: (nominal, row) => {
      const known = byId.get(nominal)
      keep({
        nominal,
        names: [...(known?.names ?? []), ...row.names],
        bornOn: [...(known?.bornOn ?? []), ...row.bornOn],
        identifiers: [...(known?.identifiers ?? []), ...row.identifiers],
        keptBy: [...new Set([...(known?.keptBy ?? []), ...row.keptBy])],
      })
    },
  }
}
