import { sql } from 'kysely'
import type { Actor, NominalId, Tx } from '#platform'
import { supervises } from './fact-rights.ts'
import { openRecords } from './nominal.store.ts'
import type { Scope } from './work.facts.ts'

/** The actor's scope: a supervisor answers for the unit. */
export const scopeOf = ({ role }: Pick<Actor, 'role'>): Scope => (supervises(role) ? 'unit' : 'mine')

/** The records of the actor's scope among `f`, the files that they may see in full. */
export const inScope = (actor: Actor) =>
  scopeOf(actor) === 'unit'
    ? sql<boolean>`(f.unit_id = ${actor.unit}::uuid or f.manager_id = ${actor.officer}::uuid)`
    : sql<boolean>`f.manager_id = ${actor.officer}::uuid`

/** More cases than any unit has; beyond them, those that changed last. */
const mostCases = 5000
const openedAtOnce = 1000

/** Opens every record of the actor's scope for this transaction, so that their facts can be read together. */
export const openScope = async (tx: Tx, actor: Actor): Promise<readonly NominalId[]> => {
  const { rows } = await sql<{ nominal: NominalId }>`
    select f.nominal_id as nominal from nominal_file f where ${inScope(actor)} order by f.changed_at desc, f.nominal_id desc limit ${mostCases}`.execute(
    tx,
  )
  const nominals = rows.map(({ nominal }) => nominal)
  for (let at = 0; at < nominals.length; at += openedAtOnce)
    await openRecords(tx, nominals.slice(at, at + openedAtOnce))
  return nominals
}
