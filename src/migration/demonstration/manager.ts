import type { DemonstrationOfficer } from '#access'
import { chanceOf, dealer, type Chance } from './chance.ts'
import { nameLists } from './name-list.ts'

/** A manager's name as the register writes it, for the next case of a force or region by its code. */
export type ManagerNames = (force: string) => string

/** Officers of the demonstration manage cases under these codes of the register's FORCE column. */
const rolesThatManage = new Set(['officer', 'supervisor', 'duty-officer'])

/**
 * Managers by force. Where the demonstration has officers, most cases are theirs, those who can sign in holding the most,
 * and some name a person whom nobody knows any more. Other forces have five invented names each, and no officers.
 */
export const managerNames = (officers: readonly DemonstrationOfficer[], seed: number): ManagerNames => {
  const dealers = new Map<string, () => string>()
  return force => {
    const deal = dealers.get(force) ?? dealer(managersOf(force, officers, seed), chanceOf(seed, `managers of ${force}`))
    dealers.set(force, deal)
    return deal()
  }
}

const managersOf = (force: string, officers: readonly DemonstrationOfficer[], seed: number): readonly string[] => {
  const chance = chanceOf(seed, `names of managers of ${force}`)
  const own = officers.filter(({ agency, role }) => agency === force && rolesThatManage.has(role))
  const strangers = Array.from({ length: own.length > 0 ? 2 : 5 }, () => inventedManager(chance)).filter(name =>
    own.every(officer => officer.sourceName !== name),
  )
  return [...own.flatMap(officer => Array<string>(cardsFor(officer, own)).fill(officer.sourceName)), ...strangers]
}

const cardsFor = (officer: DemonstrationOfficer, own: readonly DemonstrationOfficer[]): number => {
  const shared = own.some(other => other !== officer && other.sourceName === officer.sourceName)
  if (shared || officer.role === 'supervisor') return 1
  return officer.signIn !== null && officer.role === 'officer' ? 8 : 3
}

const inventedManager = (chance: Chance): string =>
  `${chance.pick(['PC', 'PC', 'DC', 'DC', 'DS', 'DI'])} ${chance.pick('ABCDEFGHJKLMNPRSTW'.split(''))}. ${chance.pick(nameLists.GB.family)}`
