import type { Chance } from './chance.ts'
import { isCounterTerrorism } from './case.ts'
import { asTakenDown } from './name-variant.ts'
import type { Person } from './person.ts'
import { birthTakenDown, croTakenDown, pncTakenDown, prisonDay } from './taken-down.ts'

/** The prisons' row for somebody whom they know (`case.prison` is not null); they write names in capitals. */
export const prisonRow = (person: Person, chance: Chance, asOf: Temporal.PlainDate): readonly string[] => {
  const name = asTakenDown(person.name, chance)
  const place = person.case.prison ?? 'OUT'
  const days = chance.between(5, 1800)
  return [
    person.noms,
    name.family.toUpperCase(),
    name.first.toUpperCase(),
    name.middle.toUpperCase(),
    prisonDay(birthTakenDown(person.born, chance)),
    person.sex,
    pncTakenDown(person.pnc, person.case, chance),
    croTakenDown(person.cro, chance),
    place,
    prisonDay(place === 'OUT' ? asOf.subtract({ days }) : asOf.add({ days })),
    alertsOf(person, chance).join('|'),
  ]
}

const alertsOf = ({ case: of }: Person, chance: Chance): readonly string[] => {
  if (of.basisMissing) return []
  return [
    of.registerForce !== null && chance.often(0.7) ? 'PVN' : '',
    isCounterTerrorism(of) ? 'XTACT' : '',
    of.type === 'RSO' ? 'PC1' : of.type === 'VIOLENT' ? 'PC2' : '',
    chance.often(0.4) ? chance.pick(['PL1', 'PL1', 'PL2', 'PL3']) : '',
    chance.often(0.06) ? 'HA' : '',
    chance.often(0.03) ? 'XEL' : '',
  ].filter(code => code !== '')
}
