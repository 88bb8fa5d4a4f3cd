import type { Tx } from '#platform'
import type { AgencyChoice } from './search.facts.ts'

/** Every agency that has a unit to lead records, by name: some hundred and fifty. */
export const agencyChoices = (tx: Tx): Promise<readonly AgencyChoice[]> =>
  tx
    .selectFrom('agency')
    .select(['code', 'name'])
    .where('id', 'in', tx.selectFrom('unit').select('agency_id').where('active', '=', true))
    .orderBy('name')
    .execute()
