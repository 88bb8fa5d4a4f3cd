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
import type { FactKind } from './fact-kind.ts'
import type { FactId, FactVersion, HistoryRow } from './fact.facts.ts'
import { factVersion, historyOf, leadAgencyOf } from './fact.store.ts'
import { openRecords } from './nominal.store.ts'
import { partnersWrite } from './partner-level.store.ts'
import { readerOf } from './reader.ts'

/** What a page about a part of a record begins with: the record is open in full, or why there is no page. */
export type Opened<Result> =
  | { readonly actor: Actor; readonly came: 'absent' | 'forbidden' }
  | { readonly actor: Actor; readonly came: 'open'; readonly name: string; readonly result: Result }

/** What the log is told of a look. `records`: which facts were shown, where only what was found can say. */
type LookAudit<Result> = Pick<AuditEntry, 'action' | 'fieldGroups'> & {
  readonly records?: readonly string[] | ((result: Result) => readonly string[])
}

/**
 * Looks at a part of a record in full, with the look in the log. *contact* and *none* are absent, *summary* is forbidden. `may`: what
 * the role worn must besides, on a page that writes; a partner that reads has none of those. `work` answers undefined for what the record does not have, which is absent too.
 */
export const lookInto = <Result>(
  db: Database,
  caller: Caller,
  nominal: NominalId,
  { records, ...look }: LookAudit<Result>,
  work: (tx: Tx, actor: Actor) => Promise<Result | undefined>,
  may?: (actor: Actor) => boolean,
  outcomeOf: (result: Result) => 'done' | 'refused' = () => 'done',
): Promise<Opened<Result>> =>
  act<Opened<Result>>(db, caller, async (tx, actor) => {
    const access: Access = (await openRecords(tx, [nominal])).get(nominal) ?? 'none'
    if (access === 'none' || access === 'contact')
      return {
        result: { actor, came: 'absent' },
        audit: { action: 'nominal.absent', outcome: 'absent', subjects: [{ nominal, access: 'none' }] },
      }
    const subjects = [{ nominal, access }]
    const audit = { ...look, records: typeof records === 'function' ? [] : (records ?? []) }
    if (access !== 'full' || (may && (!may(actor) || !(await partnersWrite(tx, nominal)))))
      return { result: { actor, came: 'forbidden' }, audit: { ...audit, outcome: 'refused', subjects } }
    const result = await work(tx, actor)
    if (result === undefined)
      return { result: { actor, came: 'absent' }, audit: { ...audit, outcome: 'absent', subjects } }
    const person = await leadAgencyOf(tx, nominal)
    return {
      result: { actor: readerOf(actor, person), came: 'open', name: person.name, result },
      audit: {
        ...audit,
        ...(typeof records === 'function' ? { records: records(result) } : {}),
        outcome: outcomeOf(result),
        subjects,
      },
    }
  })

/** A fact with everything that was ever said in its place, newest first. */
export type FactWithHistory = {
  readonly asked: FactVersion
  /** The version that stands; null: it was withdrawn. */
  readonly standing: FactVersion | null
  readonly history: readonly HistoryRow[]
}

/** More corrections of one fact than anybody made; the rest is in the history of the record. */
const mostVersions = 1000

export const factWithHistory = async (
  tx: Tx,
  kind: FactKind,
  nominal: NominalId,
  fact: FactId,
): Promise<FactWithHistory | undefined> => {
  const asked = await factVersion(tx, kind, nominal, fact)
  if (!asked) return undefined
  const standing =
    asked.current === null
      ? null
      : asked.current === asked.fact.id
        ? asked
        : ((await factVersion(tx, kind, nominal, asked.current)) ?? null)
  const all = await historyOf(tx, nominal, { table: kind.table, room: mostVersions })
  const rows = new Map(all.filter(row => row.kind === kind.table).map(row => [row.id, row]))
  const chain = chainOf(rows, fact)
  return { asked, standing, history: [...chain, ...besideChain(all, chain)].toSorted(byMoment) }
}

/** Of a marker: who approved a version, asked for a change of it, and decided on that. Of an entry: which files it was given, and which were taken off. */
const besideChain = (rows: readonly HistoryRow[], chain: readonly HistoryRow[]): readonly HistoryRow[] =>
  rows.filter(({ said }) => chain.some(({ id }) => said['marker_id'] === id || said['entry_id'] === id))

const byMoment = (a: HistoryRow, b: HistoryRow): number => Temporal.Instant.compare(b.recorded_at, a.recorded_at)

/** The versions before and after one, newest first. */
const chainOf = (rows: ReadonlyMap<FactId, HistoryRow>, fact: FactId): readonly HistoryRow[] => {
  const chain: HistoryRow[] = []
  for (let row = rows.get(fact); row && !chain.includes(row); row = rows.get(row.superseded_by ?? ('' as FactId)))
    chain.unshift(row)
  for (
    let row = rows.get(rows.get(fact)?.supersedes ?? ('' as FactId));
    row && !chain.includes(row);
    row = rows.get(row.supersedes ?? ('' as FactId))
  )
    chain.push(row)
  return chain
}
