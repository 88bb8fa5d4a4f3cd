import { sql } from 'kysely'
import type { Actor, NominalId, Tx } from '#platform'
import type { RecordChange } from './last-look.facts.ts'
import type { ChangesOfSomebody } from './work.facts.ts'

type Again = { readonly since: Temporal.Instant; readonly changes: readonly RecordChange[] }

/**
 * Marks that the actor looks at a record, which must be open in full, and answers with when the look before this one ended and what others said
 * since, newest first, at most 1,000: nobody reads on beyond the first; null: this is their first. Looks within half an hour of each other are one
 * look, so that the page may be come back to.
 */
export const lookAgain = async (tx: Tx, actor: Actor, nominal: NominalId): Promise<Again | null> => {
  // Five seconds early: what was being written while this page was read has an earlier time than the page, and must not be missed.
  const { rows } = await sql<{
    since: Temporal.Instant | null
    changes: readonly (Omit<RecordChange, 'at'> & { readonly at: string })[] | null
  }>`
    with look as (
      insert into last_look as l (officer_id, nominal_id, since, looked_at) values (${actor.officer}::uuid, ${nominal}::uuid, null, now() - interval '5 seconds')
      on conflict (officer_id, nominal_id) do update
         set since = case when l.looked_at < now() - interval '30 minutes' then l.looked_at else l.since end, looked_at = excluded.looked_at
      returning l.since)
    select look.since, case when look.since is not null and changed_since(${nominal}::uuid, look.since, ${actor.officer}::uuid) then (
             select json_agg(s) from (
               select c.nominal_id as nominal, c.id as fact, c.kind as table, c.what, c.at, c.by
                 from changes_since(array[${nominal}::uuid], array[look.since], ${actor.officer}::uuid) c order by c.at desc, c.id limit 1000) s) end as changes
      from look`.execute(tx)
  const { since, changes } = rows[0]!
  return (
    since && { since, changes: (changes ?? []).map(change => ({ ...change, at: Temporal.Instant.from(change.at) })) }
  )
}

/** More records than anybody has looked at lately; of a longer list those looked at last. */
const mostLooks = 500

/** What others said of each of these open records since the actor last looked at it, the latest first. A record never looked at is not told. */
export const changesSinceLastLook = async (
  tx: Tx,
  actor: Actor,
  nominals: readonly NominalId[],
): Promise<readonly ChangesOfSomebody[]> => {
  if (nominals.length === 0) return []
  const { rows } = await sql<ChangesOfSomebody>`
    with look as materialized (select l.nominal_id, l.looked_at from last_look l where l.officer_id = ${actor.officer}::uuid and l.nominal_id = any(${nominals}::uuid[])
                                order by l.looked_at desc limit ${mostLooks}),
    change as (
      select c.nominal_id, c.kind, c.what, count(*)::integer as count, max(c.at) as at, (array_agg(c.by order by c.at desc, c.id))[1] as by
        from changes_since((select array_agg(l.nominal_id order by l.nominal_id) from look l), (select array_agg(l.looked_at order by l.nominal_id) from look l), ${actor.officer}::uuid) c
       group by c.nominal_id, c.kind, c.what)
    select c.nominal_id as nominal, c.kind as table, c.what, c.count, c.at, c.by, h.name, f.reference
      from change c join nominal_headline h on h.nominal_id = c.nominal_id join nominal_file f on f.nominal_id = c.nominal_id
     order by c.at desc, c.nominal_id, c.kind, c.what`.execute(tx)
  return rows
}
