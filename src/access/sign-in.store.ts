import { sql } from 'kysely'
import type { OfficerId, RoleHeldId, SessionId, Tx } from '#platform'
import type { Attempt } from './open-id.ts'

/** A sign-in under way: what the provider's answer is held against, and where its owner wanted to go. */
export type KeptAttempt = Omit<Attempt, 'state'> & {
  readonly returnTo: string
  /** Somebody who is signed in proves once more who they are. */
  readonly again: boolean
}

/** Remembers an attempt for ten minutes, under the SHA-256 (hex) of what its browser holds; also forgets those that are over. */
export const keepAttempt = async (tx: Tx, id: string, stateHash: string, attempt: KeptAttempt): Promise<void> => {
  await sql`select forget_old_sign_ins()`.execute(tx)
  await tx
    .insertInto('sign_in_attempt')
    .values({
      id,
      state_hash: stateHash,
      nonce: attempt.nonce,
      code_verifier: attempt.codeVerifier,
      return_to: attempt.returnTo,
      again: attempt.again,
    })
    .execute()
}

/** Takes an attempt, which answers once only; `undefined` when there is none, or it is older than ten minutes. */
export const takeAttempt = async (tx: Tx, stateHash: string): Promise<KeptAttempt | undefined> => {
  const row = await tx
    .deleteFrom('sign_in_attempt')
    .where('state_hash', '=', stateHash)
    .where('began_at', '>', sql<Temporal.Instant>`now() - interval '10 minutes'`)
    .returning(['nonce', 'code_verifier', 'return_to', 'again'])
    .executeTakeFirst()
  return row && { nonce: row.nonce, codeVerifier: row.code_verifier, returnTo: row.return_to, again: row.again }
}

/** Somebody at the door: `roleHeld` is the role to begin with, the one held longest; `null`: none at present. */
export type Known = { readonly officer: OfficerId; readonly disabled: boolean; readonly roleHeld: RoleHeldId | null }

/** The officer whom the provider calls `subject`; `undefined`: nobody here. Programs do not sign in. */
export const officerKnownAs = async (tx: Tx, subject: string): Promise<Known | undefined> => {
  const row = await tx
    .selectFrom('officer')
    .leftJoin('role_held', join =>
      join.onRef('role_held.officer_id', '=', 'officer.id').on(sql<boolean>`now() <@ role_held.during`),
    )
    .select(['officer.id', 'officer.disabled_at', 'role_held.id as role_held_id'])
    .where('officer.subject', '=', subject)
    .where('officer.service', '=', false)
    .orderBy(sql`lower(role_held.during) nulls first`)
    .orderBy('role_held.id')
    .executeTakeFirst()
  return (
    row && {
      officer: row.id as OfficerId,
      disabled: row.disabled_at !== null,
      roleHeld: row.role_held_id as RoleHeldId | null,
    }
  )
}

/**
 * Begins a session of 12 hours at most and enters it, so that what follows in this transaction is done in its officer's name.
 * `tokenHash`: SHA-256 (hex) of the token that its holder alone knows. The database refuses a disabled officer and a role not held.
 */
export const beginSession = async (
  tx: Tx,
  session: {
    readonly id: SessionId
    readonly tokenHash: string
    readonly kind: 'browser' | 'api'
    readonly officer: OfficerId
    readonly roleHeld: RoleHeldId
    readonly client: string
  },
): Promise<void> => {
  const { id, tokenHash, kind, officer, roleHeld, client } = session
  await sql`select begin_session(${id}, ${tokenHash}, ${kind}, ${officer}, ${roleHeld}, ${client})`.execute(tx)
  const { rows } = await sql<{ session_id: string | null }>`select session_id from enter(${tokenHash})`.execute(tx)
  if (rows[0]?.session_id !== id) throw new Error('The session that was just begun could not be entered.')
}

/** Why a token (as its hash) signs nobody in any longer; `null` when it never did, or still does. */
export const fateOfSession = async (
  tx: Tx,
  tokenHash: string,
): Promise<'timed-out' | 'ended' | 'disabled' | 'no-role' | null> => {
  const { rows } = await sql<{ fate: 'timed-out' | 'ended' | 'disabled' | 'no-role' | null }>`
    select fate_of_session(${tokenHash}) as fate`.execute(tx)
  return rows[0]?.fate ?? null
}

/** Whether the provider's `subject` is the officer of the session that acts; their session is then known to be theirs for five minutes. */
export const proveSession = async (tx: Tx, subject: string): Promise<boolean> => {
  const { rows } = await sql<{ proved: boolean }>`select prove_session(${subject}) as proved`.execute(tx)
  return rows[0]!.proved
}

/** Whether the officer of the session that acts has signed in anew within the last five minutes. */
export const isProved = async (tx: Tx): Promise<boolean> => {
  const { rows } = await sql<{ proved: boolean }>`select is_proved() as proved`.execute(tx)
  return rows[0]!.proved
}
