import { sql } from 'kysely'
import type { Actor, Tx } from '#platform'
import { inScope } from './scope.store.ts'
import type { Case, CaseloadPlace } from './work.facts.ts'

/** The records of the actor's scope, those that changed last first: `room` of them after `after`, and how many there are in all. */
export const casesOf = async (
  tx: Tx,
  actor: Actor,
  { room, after }: { readonly room: number; readonly after: CaseloadPlace | undefined },
): Promise<{ readonly rows: readonly Case[]; readonly total: number }> => {
  const { rows } = await sql<Case & { total: number }>`
    select f.nominal_id as nominal, f.changed_at as "changedAt", f.reference, h.name, h.markers, h.status, h.status_place as "statusPlace", h.release_on as "releaseOn",
           (select count(*)::integer from nominal_file f where ${inScope(actor)}) as total
      from nominal_file f join headline_on_the_day h on h.nominal_id = f.nominal_id
     where ${inScope(actor)} ${
       after ? sql`and (f.changed_at, f.nominal_id) < (${after.changedAt}::timestamptz, ${after.nominal}::uuid)` : sql``
     }
     order by f.changed_at desc, f.nominal_id desc limit ${room}`.execute(tx)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}
