import { decide, type Decision, type OfficerId } from '#platform'
import type { UnitOfficer } from './transfer.ts'

/** What is known of who may become record manager: the officers and supervisors of the unit that leads, and who manages now. */
export type ManagerFacts = { readonly officers: readonly UnitOfficer[]; readonly manager: string | null }

/**
 * Which officer of the unit that leads becomes record manager. `given`: an id, or a name as it is written. Refuses with every reason; whether they may see
 * the record the database alone knows: name_manager() (schema/0190).
 */
export const readManager = (given: string, { officers, manager }: ManagerFacts): Decision<OfficerId> => {
  const found = officers.filter(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
  const one = found.length === 1 ? found[0] : undefined
  return decide<OfficerId>(
    [
      given === '' && { field: 'officer', text: 'Choose an officer of the unit' },
      given !== '' &&
        found.length === 0 && { field: 'officer', text: 'Choose an officer or supervisor of the unit that leads' },
      found.length > 1 && { field: 'officer', text: 'Two officers of the unit are called so: choose from the list' },
      one !== undefined && one.name === manager && { field: 'officer', text: `${one.name} manages the record already` },
    ],
    () => one!.id,
  )
}
