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
  // The scope is read once, and only what a page shows is joined to its headlines.
  const { rows } = await sql<Case & { total: number }>`
    with scope as materialized (select f.nominal_id, f.changed_at, f.reference from nominal_file f where ${inScope(actor)}),
    page as (
      select s.* from scope s where ${
        after
          ? sql`(s.changed_at, s.nominal_id) < (${after.changedAt}::timestamptz, ${after.nominal}::uuid)`
          : sql`true`
      } order by s.changed_at desc, s.nominal_id desc limit ${room})
    select p.nominal_id as nominal, p.changed_at as "changedAt", p.reference, h.name, h.markers, h.status, h.status_place as "statusPlace", h.release_on as "releaseOn",
           (select count(*)::integer from scope) as total
      from page p join headline_on_the_day h on h.nominal_id = p.nominal_id
     order by p.changed_at desc, p.nominal_id desc`.execute(tx)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}
