import { caseloadHolders } from '#access'
import { newId, touch, type Caller, type Database, type NominalId, type SessionId } from '#platform'
import { supervises } from './fact-rights.ts'
import type { Scope } from './work.facts.ts'
import { caseloadPlace } from './work-cursor.ts'

type Row = {
  readonly came: 'open' | null
  readonly wide: boolean
  readonly rows: string
  readonly total: number
  readonly more: boolean
  readonly last_changed_at: Temporal.Instant
  readonly last_id: NominalId
  readonly stale_session: SessionId | null
}

const statement = 'select * from list_caseload($1, $2, $3, $4, $5, $6)'
const [ownRoles, unitRoles] = [caseloadHolders.filter(role => !supervises(role)), caseloadHolders.filter(supervises)]

/** The first page of a caseload. `rows`: JSON text, as the API answers with it; `next`: where the second page begins, null: there is none. */
export type CaseloadPage = {
  readonly of: Scope
  readonly rows: string
  readonly total: number
  readonly next: string | null
}

/**
 * The first page of the caseload of whoever asks, with everybody on it in the log, in one statement: `ownWork` and `casesOf` without the
 * turns between them, at less than half their cost (test/at-once.test.ts). Undefined where nothing was read and they must be asked:
 * nobody is signed in, or the role worn answers for no records.
 */
export const caseloadAtOnce = async (
  { pool }: Database,
  { tokenHash, client, watching }: Caller,
  room: number,
): Promise<CaseloadPage | undefined> => {
  const { rows: found } = await pool.query<Row>(statement, [tokenHash, ownRoles, unitRoles, room, newId(), client])
  const { came, wide, rows, total, more, last_changed_at, last_id, stale_session } = found[0]!
  if (came === null) return undefined
  if (stale_session !== null && !watching) await touch(pool, { session: stale_session })
  return {
    of: wide ? 'unit' : 'mine',
    rows,
    total,
    next: more ? caseloadPlace({ changedAt: last_changed_at, nominal: last_id }) : null,
  }
}
