import { sql } from 'kysely'
import type { NominalId, OfficerId, Tx, UnitId } from '#platform'

/** Who leads an open record and manages it, and whether the actor may name somebody; undefined where it is not open. */
export const managerNow = async (
  tx: Tx,
  nominal: NominalId,
): Promise<
  | { readonly unit: UnitId; readonly unitName: string; readonly manager: string | null; readonly may: boolean }
  | undefined
> =>
  (
    await sql<{ unit: UnitId; unitName: string; manager: string | null; may: boolean }>`
      select f.unit_id as unit, u.name as "unitName", (select o.name from officer o where o.id = f.manager_id) as manager, names_manager(f.nominal_id) as may
        from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = ${nominal}::uuid`.execute(tx)
  ).rows[0]

/** Names the record manager, in the actor's name. Raises CC403, CC409 where they manage it, 23514 where they may not see the record or left the unit. */
export const nameManager = async (tx: Tx, nominal: NominalId, officer: OfficerId): Promise<void> => {
  await sql`select name_manager(${nominal}::uuid, ${officer}::uuid)`.execute(tx)
}
