import type { Chance } from './chance.ts'
import { dealer } from './chance.ts'
import type { NameGroup } from './name-list.ts'
import { nameDeck, nameLists } from './name-list.ts'

/** What a person is called: given names in order (the first is used), the family name now, and the one before, if it changed. */
export type PersonName = {
  readonly group: NameGroup
  readonly given: readonly string[]
  readonly family: string
  readonly familyBefore: string | null
}
export type Sex = 'M' | 'F'

/** A name for each person who comes, from the deck of one group of people (see `nameDeck`). */
export const nameDealer = (chance: Chance): ((sex: Sex) => PersonName) => {
  const deal = dealer(nameDeck, chance)
  return sex => namedIn(deal(), sex, chance)
}

const namedIn = (group: NameGroup, sex: Sex, chance: Chance): PersonName => {
  const { family } = nameLists[group]
  return {
    group,
    given: givenNames(group, sex, chance),
    family: familyNameFor(chance.pick(family), group, sex),
    familyBefore: sex === 'F' && chance.often(0.4) ? familyNameFor(chance.pick(family), group, sex) : null,
  }
}

/** A relative: the same family name, given names of their own; one in eight bears the first name of the elder, as fathers and sons do. */
export const nameOfRelative = (elder: PersonName, elderSex: Sex, sex: Sex, chance: Chance): PersonName => {
  const given = givenNames(elder.group, sex, chance).filter(name => name !== elder.given[0])
  const shared = sex === elderSex && chance.often(0.125)
  return {
    group: elder.group,
    given: shared ? [elder.given[0]!, ...given] : given.length > 0 ? given : givenNames(elder.group, sex, chance),
    family: familyNameFor(elder.family, elder.group, sex),
    familyBefore: null,
  }
}

const givenNames = (group: NameGroup, sex: Sex, chance: Chance): readonly string[] => {
  const list = sex === 'M' ? nameLists[group].male : nameLists[group].female
  return [...new Set(chance.often(0.45) ? [chance.pick(list), chance.pick(list)] : [chance.pick(list)])]
}

/** Polish family names in -ski, -cki and -dzki end in -a for women, and the other way about. */
const familyNameFor = (family: string, group: NameGroup, sex: Sex): string => {
  if (group !== 'PL') return family
  return sex === 'F' ? family.replace(/([scz]k)i$/, '$1a') : family.replace(/([scz]k)a$/, '$1i')
}
