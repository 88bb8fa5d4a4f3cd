import { act, type Actor, type AuditEntry, type Caller, type Database, type Tx } from '#platform'

/** What came of something that only a data steward may do; `may: false`: another role is worn, nothing was done, and the log says so. */
export type Stewarded<Result> =
  | { readonly actor: Actor; readonly may: false }
  | { readonly actor: Actor; readonly may: true; readonly result: Result }

/** `act`, for whoever wears the data steward's role. `action`: what the log calls it when another role asks. */
export const actAsSteward = <Result>(
  db: Database,
  caller: Caller,
  action: string,
  work: (tx: Tx, actor: Actor) => Promise<{ readonly result: Result; readonly audit: AuditEntry }>,
): Promise<Stewarded<Result>> =>
  act<Stewarded<Result>>(db, caller, async (tx, actor) => {
    if (actor.role !== 'data-steward') return { result: { actor, may: false }, audit: { action, outcome: 'refused' } }
    const { result, audit } = await work(tx, actor)
    return { result: { actor, may: true, result }, audit }
  })
