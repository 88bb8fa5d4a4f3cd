import { sql } from 'kysely'
import type { OfficerId, Role, RoleHeldId, SessionId, Tx } from '#platform'

export type SessionRow = {
  readonly id: SessionId
  readonly kind: 'browser' | 'api'
  readonly role: Role
  readonly unit: string
  readonly startedAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly client: string
}

/** The actor's own sessions that have not ended, the one used last first; 100 at most. */
export const ownSessions = async (tx: Tx): Promise<readonly SessionRow[]> => {
  const { rows } = await sql<SessionRow>`
    select id, kind, role, unit_name as unit, started_at as "startedAt", seen_at as "seenAt", ends_at as "endsAt", client
      from my_sessions()`.execute(tx)
  return rows
}

/** Ends a session of the actor's own; `false` for one that is nobody's, somebody else's, or over. */
export const endSession = async (tx: Tx, session: SessionId): Promise<boolean> => {
  const { rows } = await sql<{ ended: boolean }>`select end_session(${session}) as ended`.execute(tx)
  return rows[0]!.ended
}

/** Changes the role that the actor's session wears, from the next transaction on; `false` for one that the actor does not hold now. */
export const wearRole = async (tx: Tx, roleHeld: RoleHeldId): Promise<boolean> => {
  const { rows } = await sql<{ worn: boolean }>`select wear_role(${roleHeld}) as worn`.execute(tx)
  return rows[0]!.worn
}

export type RoleHeldRow = {
  readonly id: RoleHeldId
  readonly role: Role
  readonly unit: string
  readonly agency: string
}

/** The roles that an officer holds now, the one held longest first. */
export const rolesHeld = async (tx: Tx, officer: OfficerId): Promise<readonly RoleHeldRow[]> => {
  const rows = await tx
    .selectFrom('role_held')
    .innerJoin('unit', 'unit.id', 'role_held.unit_id')
    .innerJoin('agency', 'agency.id', 'unit.agency_id')
    .select(['role_held.id', 'role_held.role', 'unit.name as unit', 'agency.name as agency'])
    .where('role_held.officer_id', '=', officer)
    .where(sql<boolean>`now() <@ role_held.during`)
    .orderBy(sql`lower(role_held.during) nulls first`)
    .orderBy('role_held.id')
    .execute()
  return rows as RoleHeldRow[]
}
