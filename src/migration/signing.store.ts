import { sql } from 'kysely'
import { codeOf, newId, type Tx } from '#platform'
import type { Hold, HoldId, Signing, SigningId } from './signing.ts'
import type { ExtractId } from './staging.store.ts'

/** What the actor's agency signed of an extract, the latest first; at most 50. */
export const signingsOf = async (tx: Tx, extract: ExtractId): Promise<readonly Signing[]> =>
  (
    await sql<Signing>`
      select s.id, s.read, s.refused, s.refused_why as "refusedWhy", o.name as "signedBy", s.signed_at as "signedAt", s.destroy_on as "destroyOn",
             case when s.withdrawn_at is not null then json_build_object('by', w.name, 'at', s.withdrawn_at, 'why', s.withdrawn_why) end as withdrawn,
             d.destroyed_at as "destroyedAt"
        from extract_signing s join officer o on o.id = s.signed_by left join officer w on w.id = s.withdrawn_by
        left join extract_destruction d on d.signing_id = s.id
       where s.extract_id = ${extract} order by s.signed_at desc, s.id desc limit 50`.execute(tx)
  ).rows.map(signing => ({ ...signing, withdrawn: ended(signing.withdrawn) }))

/** The holds on an extract that the actor's agency placed, the latest first; at most 50. */
export const holdsOn = async (tx: Tx, extract: ExtractId): Promise<readonly Hold[]> =>
  (
    await sql<Hold>`
      select h.id, h.why, o.name as "placedBy", h.placed_at as "placedAt",
             case when h.lifted_at is not null then json_build_object('by', w.name, 'at', h.lifted_at, 'why', h.lifted_why) end as lifted
        from extract_hold h join officer o on o.id = h.placed_by left join officer w on w.id = h.lifted_by
       where h.extract_id = ${extract} order by h.placed_at desc, h.id desc limit 50`.execute(tx)
  ).rows.map(hold => ({ ...hold, lifted: ended(hold.lifted) }))

type Ended = { readonly by: string; readonly at: Temporal.Instant; readonly why: string } | null
/** JSON brings a moment as text. */
const ended = (end: Ended): Ended => end && { ...end, at: Temporal.Instant.from(String(end.at)) }

/** What is asked of a reconciliation, in the actor's name. Each raises `CC403` to whoever is not its data steward, and `CC409` where it stands otherwise now. */
export const sign = async (tx: Tx, extract: ExtractId, why: string, days: number): Promise<void> => {
  await sql`select sign_reconciliation(${newId<SigningId>()}::uuid, ${extract}::uuid, ${why}, ${days})`.execute(tx)
}
export const withdraw = async (tx: Tx, extract: ExtractId, why: string): Promise<void> => {
  await sql`select withdraw_signature(${extract}::uuid, ${why})`.execute(tx)
}
export const hold = async (tx: Tx, extract: ExtractId, why: string): Promise<void> => {
  await sql`select place_hold(${newId<HoldId>()}::uuid, ${extract}::uuid, ${why})`.execute(tx)
}
export const lift = async (tx: Tx, extract: ExtractId, why: string): Promise<void> => {
  await sql`select lift_hold(${extract}::uuid, ${why})`.execute(tx)
}

/** Does it; `false`: the extract stands otherwise now, and nothing was done. */
export const unlessOvertaken = async (tx: Tx, work: () => Promise<void>): Promise<boolean> => {
  await sql`savepoint attempt`.execute(tx)
  try {
    await work()
    return true
  } catch (error) {
    if (codeOf(error) !== 'CC409') throw error
    await sql`rollback to savepoint attempt`.execute(tx)
    return false
  }
}
