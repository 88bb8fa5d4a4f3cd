import type { Chance } from './chance.ts'
import { asTakenDown, shortFormOf } from './name-variant.ts'
import type { PersonName } from './name.ts'
import type { Person } from './person.ts'
import { birthTakenDown, inRegisterHand, registerDay } from './taken-down.ts'

/** Other names of the person as the register has them: none twice, though one may differ from the nominal's own by a single letter. */
export const aliasRows = (reference: string, { name, born }: Person, chance: Chance): readonly (readonly string[])[] =>
  [...new Map(aliasesOf(name, chance).map(alias => [`${alias.family} ${alias.forenames}`, alias])).values()].map(
    ({ family, forenames, type }) => [
      reference,
      inRegisterHand(family, chance),
      inRegisterHand(forenames, chance),
      chance.often(0.2) ? registerDay(birthTakenDown(born, chance)) : '',
      type,
    ],
  )

type Alias = { readonly family: string; readonly forenames: string; readonly type: 'NICKNAME' | 'MAIDEN' | 'ALIAS' }

const aliasesOf = (name: PersonName, chance: Chance): readonly Alias[] => {
  const { given, family, familyBefore } = name
  const short = chance.often(0.6) ? shortFormOf(name, chance) : null
  const misheard = Array.from({ length: chance.whole(6) }, () => asTakenDown(name, chance))
    .map(other => ({
      family: other.family,
      forenames: `${other.first} ${other.middle}`.trim(),
      type: 'ALIAS' as const,
    }))
    .filter(other => other.family !== family || !given.join(' ').startsWith(other.forenames))
  return [
    ...(short ? [{ family, forenames: short, type: 'NICKNAME' as const }] : []),
    ...(familyBefore ? [{ family: familyBefore, forenames: given.join(' '), type: 'MAIDEN' as const }] : []),
    ...(given[1] && chance.often(0.4) ? [{ family, forenames: given[1], type: 'ALIAS' as const }] : []),
    ...misheard,
  ]
}
