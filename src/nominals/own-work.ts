import { hasCaseload } from '#access'
import { act, type Actor, type AuditEntry, type Caller, type Database, type NominalId, type Tx } from '#platform'

/** A list of one's own work, or that the role worn has none. */
export type OwnWork<Result> =
  | { readonly came: 'forbidden'; readonly actor: Actor }
  | { readonly came: 'open'; readonly actor: Actor; readonly result: Result }

/** Reads a list of the work of whoever asks, with everybody on it in the log; a role that answers for no records is forbidden. Throws `NotSignedIn` and `Conflict`. */
export const ownWork = <Result extends { readonly rows: readonly { readonly nominal: NominalId }[] }>(
  db: Database,
  caller: Caller,
  audit: Pick<AuditEntry, 'action' | 'fieldGroups'>,
  work: (tx: Tx, actor: Actor) => Promise<Result>,
): Promise<OwnWork<Result>> =>
  act<OwnWork<Result>>(db, caller, async (tx, actor) => {
    if (!hasCaseload(actor.role))
      return { result: { came: 'forbidden', actor }, audit: { ...audit, outcome: 'refused' } }
    const result = await work(tx, actor)
    return {
      result: { came: 'open', actor, result },
      audit: { ...audit, subjects: everyone(result.rows.map(({ nominal }) => nominal)) },
    }
  })

/** Everybody once, for the log. */
export const everyone = (nominals: readonly NominalId[]): NonNullable<AuditEntry['subjects']> =>
  [...new Set(nominals)].map(nominal => ({ nominal, access: 'full' as const }))

/** The first `room` of what was read one further than a page, and the place at which the next page begins; null: there is none. */
export const pageOf = <Row>(
  found: readonly Row[],
  room: number,
  place: (last: Row) => string,
): { readonly rows: readonly Row[]; readonly next: string | null } => {
  const rows = found.slice(0, room)
  const last = rows.at(-1)
  return { rows, next: found.length > room && last !== undefined ? place(last) : null }
}
