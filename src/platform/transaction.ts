import type pg from 'pg'
import type { Actor, AuditEntry, Caller } from './actor.ts'
import { typed, type Database, type Tx } from './database.ts'
import { codeOf } from './errors.ts'
import { AskedBefore, claimKey, entryOfEarlier } from './idempotency.ts'
import { newId } from './id.ts'

/** Nobody is signed in, or no longer: the session ended, idled out, or its officer was disabled. Answered by the way to sign in. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
}

/** The database was busy with the same rows three times over. Answered as 503: nothing was written, and trying again is right. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

const CONFLICTS = new Set(['40001', '40P01'])
const MAX_TRIES = 3
const STALE_AFTER_MS = 60_000

type Work<Result, Ahead> = (
  tx: Tx,
  actor: Actor,
  ahead: Ahead,
) => Promise<{ readonly result: Result; readonly audit: AuditEntry }>
/** `ahead`: what `work` asks first whoever asks, sent with the entering of the actor and in that order: it saves a wait. */
type Options<Ahead> = {
  readonly isolation?: 'repeatable read' | 'serializable'
  readonly ahead?: (tx: Tx) => Promise<Ahead>
}

/**
 * The only way for a person to the database: one transaction in which the caller becomes an actor, the facts are read and
 * written under that actor's row security, and the entry in the log is written with them. Forgetting the audit does not
 * compile; when it cannot be written, nothing is. `work` may run up to three times and has no effect outside `tx`. A caller with
 * an idempotency key claims it in the same transaction, so that the work is done once or not at all.
 * Throws `NotSignedIn`, `Conflict` and `AskedBefore`; what `work` throws undoes everything.
 */
export const act = async <Result, Ahead = undefined>(
  { pool }: Database,
  caller: Caller,
  work: Work<Result, Ahead>,
  { isolation = 'repeatable read', ahead }: Options<Ahead> = {},
): Promise<Result> => {
  const tokenHash = hashOf(caller)
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      const tx = typed(client)
      // Sent together: each wait for an answer costs a turn of both processes.
      const [, entered, before] = await Promise.all([
        client.query(`begin isolation level ${isolation}`),
        client.query<ActorRow>('select * from enter($1)', [tokenHash]),
        ahead?.(tx) as Promise<Ahead>,
      ])
      const actor = actorOf(entered.rows[0])
      if (!actor) throw new NotSignedIn()
      const { idempotency } = caller
      const earlier = idempotency && !idempotency.isDone ? await claimKey(client, idempotency) : undefined
      if (earlier) {
        await client.query(auditStatement, auditValues(entryOfEarlier(earlier), caller))
        await client.query('commit')
        throw new AskedBefore(earlier)
      }
      const { result, audit } = await work(tx, actor, before)
      // Sent together and answered in order: where the entry cannot be written, the commit that follows it undoes everything.
      await Promise.all([client.query(auditStatement, auditValues(audit, caller)), client.query('commit')])
      idempotency?.done(audit.subjects ?? [])
      if (!caller.watching && actor.kind === 'browser' && actor.seenAt.epochMilliseconds < Date.now() - STALE_AFTER_MS)
        await touch(client, actor)
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: unknown) => (broken = failure as Error))
      if (!CONFLICTS.has(codeOf(error) ?? '')) throw error
      if (attempt === MAX_TRIES)
        throw new Conflict('The same rows were being changed; nothing was written.', { cause: error })
    } finally {
      client.release(broken)
    }
  }
}

/**
 * A transaction of nobody, for the moments at the door: signing in, and what ends or refuses it. Row security shows it no record.
 * `work` may let somebody enter (the entry in the log is then written in their name); no `audit` where nothing happened that the
 * log is for. `client`: as in `Caller`. What `work` throws undoes everything.
 */
export const atTheDoor = async <Result>(
  { pool }: Database,
  client: string,
  work: (tx: Tx) => Promise<{ readonly result: Result; readonly audit: AuditEntry | null }>,
): Promise<Result> => {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    await connection.query('begin')
    const { result, audit } = await work(typed(connection))
    if (audit) await connection.query(auditStatement, auditValues(audit, { client }))
    await connection.query('commit')
    return result
  } catch (error) {
    await connection.query('rollback').catch((failure: unknown) => (broken = failure as Error))
    throw error
  } finally {
    connection.release(broken)
  }
}

/** The look was served; that the session is alive is noted at most once a minute, outside the transaction, where it conflicts with nothing. */
export const touch = (client: Pick<pg.ClientBase, 'query'>, { session }: Pick<Actor, 'session'>) =>
  client.query('select touch_session($1)', [session])

// The hash goes into the text of a statement, so nothing but 64 hexadecimal digits may pass.
const hashOf = ({ tokenHash }: Caller): string => {
  if (!/^[0-9a-f]{64}$/.test(tokenHash)) throw new NotSignedIn()
  return tokenHash
}

const auditStatement = 'select record_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'

const auditValues = (audit: AuditEntry, { client }: Pick<Caller, 'client'>): unknown[] => [
  newId(),
  audit.action,
  audit.outcome ?? 'done',
  (audit.subjects ?? []).map(subject => subject.nominal),
  (audit.subjects ?? []).map(subject => subject.access),
  audit.records ?? [],
  audit.fieldGroups ?? [],
  audit.purpose?.code ?? null,
  audit.purpose?.words ?? null,
  audit.recipients ?? [],
  audit.onBehalfOf ?? null,
  client,
]

type ActorRow = {
  session_id: Actor['session'] | null
  officer_id: Actor['officer']
  officer_name: string
  role: Actor['role']
  role_held_id: Actor['roleHeld']
  agency_id: Actor['agency']
  agency_name: string
  unit_id: Actor['unit']
  unit_name: string
  kind: Actor['kind']
  seen_at: Temporal.Instant
  ends_at: Temporal.Instant
  lapsed: Actor['lapsed']
  holds_several_roles: boolean
  open_tasks: number
}

const actorOf = (row: ActorRow | undefined): Actor | undefined =>
  row === undefined || row.session_id === null
    ? undefined
    : {
        session: row.session_id,
        officer: row.officer_id,
        name: row.officer_name,
        role: row.role,
        roleHeld: row.role_held_id,
        agency: row.agency_id,
        agencyName: row.agency_name,
        unit: row.unit_id,
        unitName: row.unit_name,
        kind: row.kind,
        seenAt: row.seen_at,
        endsAt: row.ends_at,
        lapsed: row.lapsed,
        holdsSeveralRoles: row.holds_several_roles,
        openTasks: row.open_tasks,
      }
