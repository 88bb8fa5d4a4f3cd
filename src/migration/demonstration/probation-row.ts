import type { Chance } from './chance.ts'
import { isCounterTerrorism } from './case.ts'
import { asTakenDown } from './name-variant.ts'
import { probationNumber } from './number.ts'
import type { Person } from './person.ts'
import { addressTakenDown } from './place.ts'
import { birthTakenDown, croTakenDown, pncTakenDown } from './taken-down.ts'

/** Second case files begin here, far above the first ones. */
const secondFiles = 600_000

/** Probation's rows for somebody whom it knows (`case.provider` is not null): one, or in two of a hundred a second case opened by mistake. */
export const probationRows = (person: Person, chance: Chance): readonly (readonly string[])[] => {
  const first = probationRow(person.crn, person, chance)
  return chance.often(0.02) ? [first, probationRow(probationNumber(secondFiles + person.nth), person, chance)] : [first]
}

const probationRow = (crn: string, person: Person, chance: Chance): readonly string[] => {
  const name = asTakenDown(person.name, chance)
  const { flat, line, town, postcode } = addressTakenDown(person.stays.at(-1)!.address, chance)
  // The slip that joins twins: one's file bears the other's number.
  const twin = person.kin?.tie === 'twin' && chance.often(0.3) ? person.kin.to : undefined
  return [
    crn,
    name.first,
    name.middle,
    name.family,
    person.name.familyBefore !== null && chance.often(0.3) ? person.name.familyBefore : '',
    birthTakenDown(person.born, chance).toString(),
    person.sex === 'M' ? 'Male' : 'Female',
    twin ? twin.pnc : pncTakenDown(person.pnc, person.case, chance),
    croTakenDown(person.cro, chance),
    person.case.prison !== null && chance.often(0.8) ? person.noms : '',
    chance.often(0.12) ? person.nino : '',
    flat === '' ? line : `${flat}, ${line}`,
    town,
    postcode,
    person.case.provider ?? '',
    registrationsOf(person, chance).join('|'),
  ]
}

/** Register types that follow from the case, then one for the assessed risk of harm, which has a source of its own: none but chance. */
const registrationsOf = ({ case: of }: Person, chance: Chance): readonly string[] => {
  if (of.basisMissing) return []
  const codes = [
    of.registerForce !== null && chance.often(0.75) ? 'AVIS' : '',
    isCounterTerrorism(of) ? 'RTAO' : '',
    of.type === 'RSO' && chance.often(0.6) ? 'SOPS' : '',
    of.type === 'RSO' || of.type === 'VIOLENT' || chance.often(0.8) ? 'MAPP' : '',
    chance.often(0.1) ? 'RSTO' : '',
    chance.often(0.08) ? 'RCPR' : '',
    chance.often(0.08) ? 'WEAP' : '',
    chance.pick(['RVHR', 'RHRH', 'RHRH', 'RHRH', 'RMRH', 'RMRH', 'RMRH', '', '']),
  ]
  return codes.filter(code => code !== '')
}
