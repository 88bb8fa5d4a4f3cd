import type { Caller, NominalId, Surroundings } from '#platform'
import type { FactId } from './fact.facts.ts'
import { lookInto, type Opened } from './fact-look.ts'
import { supervises } from './fact-rights.ts'

/**
 * Approves a marker that an officer set: by a supervisor or region lead, and by another human being than its author (governance
 * requirement 29; the database repeats both). Approving again changes nothing. A marker that somebody else changed meanwhile is absent.
 */
export const approveMarker = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  marker: FactId,
): Promise<Opened<true>> =>
  lookInto(
    db,
    caller,
    nominal,
    { action: 'marker.approved', fieldGroups: ['markers'], records: [marker] },
    async (tx, actor) => {
      const found = await tx
        .selectFrom('marker')
        .select(['recorded_by'])
        .where('id', '=', marker)
        .where('nominal_id', '=', nominal)
        .where('superseded_at', 'is', null)
        .where('source_kind', '<>', 'extract')
        .executeTakeFirst()
      if (!found || found.recorded_by === actor.officer) return undefined
      await tx
        .insertInto('marker_approval')
        .values({ marker_id: marker, nominal_id: nominal, approved_by: actor.officer })
        .onConflict(conflict => conflict.doNothing())
        .execute()
      return true as const
    },
    ({ role }) => supervises(role),
  )
