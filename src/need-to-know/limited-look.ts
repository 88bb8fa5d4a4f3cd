import {
  act,
  type Access,
  type Actor,
  type AuditEntry,
  type Caller,
  type Database,
  type NominalId,
  type Tx,
} from '#platform'
import { openRecords, readerAbout } from '#nominals'

/** What came of looking at something about a record: it is not there, or the role may not, or what was read. */
export type Limited<Result> =
  | { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }
  | { readonly came: 'open'; readonly actor: Actor; readonly access: Exclude<Access, 'none'>; readonly result: Result }

/** What `work` answers: nothing there, the role may not, or what was read or done, perhaps refused. */
export type Worked<Result> = 'absent' | 'forbidden' | { readonly result: Result; readonly audit?: Partial<AuditEntry> }

/**
 * Looks at something about a record at whatever access one has, with the look in the log; *none* is absent, before anything else is read.
 * `audit`: the action, to which `work` may add.
 */
export const limitedLook = <Result>(
  db: Database,
  caller: Caller,
  nominal: NominalId,
  audit: Pick<AuditEntry, 'action' | 'fieldGroups' | 'records'>,
  work: (tx: Tx, actor: Actor, access: Exclude<Access, 'none'>) => Promise<Worked<Result>>,
): Promise<Limited<Result>> =>
  act<Limited<Result>>(db, caller, async (tx, actor) => {
    const access = (await openRecords(tx, [nominal])).get(nominal)
    if (access === undefined)
      return {
        result: { came: 'absent', actor },
        audit: { action: 'nominal.absent', outcome: 'absent', subjects: [{ nominal, access: 'none' }] },
      }
    const subjects = [{ nominal, access }]
    const worked = await work(tx, actor, access)
    if (worked === 'absent')
      return { result: { came: 'absent', actor }, audit: { ...audit, outcome: 'absent', subjects } }
    if (worked === 'forbidden')
      return { result: { came: 'forbidden', actor }, audit: { ...audit, outcome: 'refused', subjects } }
    return {
      // Markers are no part of a contact.
      result: {
        came: 'open',
        actor: access === 'contact' ? actor : await readerAbout(tx, actor, nominal),
        access,
        result: worked.result,
      },
      audit: { ...audit, subjects, ...worked.audit },
    }
  })
