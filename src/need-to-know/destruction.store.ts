import { sql } from 'kysely'
import { newId, type Tx } from '#platform'
import type { Destruction, DestructionOutcome, DestructionRequestId } from './destruction.ts'
import type { SealingId } from './sealing.ts'

/** What was asked of something under seal, the latest first; at most 50. Row security decides who sees it. */
export const destructionsOf = async (tx: Tx, sealing: SealingId): Promise<readonly Destruction[]> =>
  (
    await sql<Destruction>`
      select r.id as request, r.why, r.asked_at as "askedAt", a.name as "askedBy", a.id as asker,
             same_human(r.asked_by, nullif(current_setting('app.officer', true), '')::uuid) as "isMine", d.outcome, coalesce(d.why, '') as "outcomeWhy",
             d.decided_at as "decidedAt", (select o.name from officer o where o.id = d.decided_by) as "decidedBy",
             (select x.destroyed_at from destruction x where x.request_id = r.id) as "destroyedAt"
        from destruction_request r join officer a on a.id = r.asked_by left join destruction_decision d on d.request_id = r.id
       where r.sealing_id = ${sealing}::uuid order by r.asked_at desc, r.id limit 50`.execute(tx)
  ).rows

/** Asks that what is under a seal is destroyed, in the actor's name. Raises `CC403`, and `CC409` where nothing is there or it was asked for. */
export const askDestruction = async (tx: Tx, sealing: SealingId, why: string): Promise<DestructionRequestId> => {
  const id = newId<DestructionRequestId>()
  await sql`select ask_destruction(${id}::uuid, ${sealing}::uuid, ${why})`.execute(tx)
  return id
}

/** Decides on what was asked. Raises `CC403` to the human being who asked and to whoever is not the data-protection officer, `CC409` where it was decided. */
export const settleDestruction = async (
  tx: Tx,
  request: DestructionRequestId,
  outcome: DestructionOutcome,
  why: string,
): Promise<void> => {
  await sql`select decide_destruction(${request}::uuid, ${outcome}, ${why})`.execute(tx)
}
