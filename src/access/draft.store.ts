import { sql } from 'kysely'
import type { Actor, Database, OfficerId, Tx } from '#platform'
import type { Draft, DraftFields, DraftId, KeptDraft } from './draft.ts'

/** Keeps what the actor has typed, in place of what was kept of the same form, whose id it then has; the oldest of more than 20 goes. */
export const keepDraft = async (tx: Tx, { officer }: Actor, { id, at, action, fields }: Draft): Promise<DraftId> => {
  const { rows } = await sql<{
    kept: DraftId
  }>`select keep_draft(${officer}::uuid, ${id}::uuid, ${at}, ${action}, ${JSON.stringify(fields)}::jsonb) as kept`.execute(
    tx,
  )
  return rows[0]!.kept
}

/** A draft of the actor's own was cleaned of characters that nobody sees. */
export const noteCleaned = async (tx: Tx, id: DraftId): Promise<void> => {
  await tx.updateTable('draft').set({ because: 'cleaned' }).where('id', '=', id).execute()
}

/** Keeps it for the officer of a session that has ended by itself in the last day; null: this token's did not. */
export const keepDraftOfEnded = async (
  tx: Tx,
  tokenHash: string,
  { id, at, action, fields }: Draft,
): Promise<{ readonly officer: OfficerId; readonly kept: DraftId } | null> => {
  const { rows } = await sql<{ officer: OfficerId | null; kept: DraftId }>`
    select officer, kept from keep_draft_of_ended(${tokenHash}, ${id}::uuid, ${at}, ${action}, ${JSON.stringify(fields)}::jsonb)`.execute(
    tx,
  )
  const { officer, kept } = rows[0]!
  return officer && { officer, kept }
}

/** Keeps it for the officer of the session whose form token is given, where that session is over since a day at most; null: it is not. */
export const keepDraftOfLeft = async (
  tx: Tx,
  formToken: string,
  { id, at, action, fields }: Draft,
): Promise<{ readonly officer: OfficerId; readonly kept: DraftId } | null> => {
  const { rows } = await sql<{ officer: OfficerId | null; kept: DraftId }>`
    select officer, kept from keep_draft_of_left(${formToken}, ${id}::uuid, ${at}, ${action}, ${JSON.stringify(fields)}::jsonb)`.execute(
    tx,
  )
  const { officer, kept } = rows[0]!
  return officer && { officer, kept }
}

/** Whether a form token is that of an earlier session of whoever is signed in with a token: a question that leaves nothing behind. */
export const isFormOfEarlier = async ({ pool }: Database, tokenHash: string, formToken: string): Promise<boolean> =>
  (await pool.query<{ is: boolean }>('select form_is_of_earlier($1, $2) as is', [tokenHash, formToken])).rows[0]!.is

/** Keeps it for the actor, where `formToken` is that of an earlier session of theirs; null: it is not. */
export const keepDraftOfEarlier = async (
  tx: Tx,
  formToken: string,
  { id, at, action, fields }: Draft,
): Promise<DraftId | null> => {
  const { rows } = await sql<{ kept: DraftId | null }>`
    select keep_draft_of_earlier(${formToken}, ${id}::uuid, ${at}, ${action}, ${JSON.stringify(fields)}::jsonb) as kept`.execute(
    tx,
  )
  return rows[0]!.kept
}

/** What the actor has kept of the forms on a page, at most as many as are kept of one officer. */
export const draftsAt = async (tx: Tx, at: string): Promise<readonly KeptDraft[]> => {
  const rows = await tx
    .selectFrom('draft')
    .select(['id', 'action', 'fields', 'kept_at', 'because'])
    .where('at', '=', at)
    .execute()
  return rows.map(({ id, action, fields, kept_at, because }) => ({
    id: id as DraftId,
    action,
    fields: fields as DraftFields,
    keptAt: kept_at,
    ofEarlierSession: because === 'earlier session',
    wasCleaned: because === 'cleaned',
  }))
}

/** Throws away a draft of the actor's own; answers with the page of its form, undefined where there is none. */
export const removeDraft = async (tx: Tx, id: DraftId): Promise<string | undefined> =>
  (await tx.deleteFrom('draft').where('id', '=', id).returning('at').executeTakeFirst())?.at

/** Whether whoever is signed in with a token has kept something at a page: a question that reads nothing of it. */
export const hasDraft = async ({ pool }: Database, tokenHash: string, at: string): Promise<boolean> =>
  (await pool.query<{ has: boolean }>('select has_draft($1, $2) as has', [tokenHash, at])).rows[0]!.has

/** The form was accepted, so that what was kept of it is on the record or nowhere. */
export const forgetDraft = async ({ pool }: Database, tokenHash: string, at: string, action: string): Promise<void> => {
  await pool.query('select forget_draft($1, $2, $3)', [tokenHash, at, action])
}
