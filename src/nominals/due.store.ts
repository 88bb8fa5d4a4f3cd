import { sql } from 'kysely'
import type { Actor, NominalId, Tx } from '#platform'
import { daysAhead, type Due, type DueRule } from './due.ts'
import type { FactId } from './fact.facts.ts'
import { supervises } from './fact-rights.ts'
import { policyOf } from './policy.ts'
import type { DueOfSomebody, DuePart, DuePlace } from './work.facts.ts'

const noFact = '00000000-0000-0000-0000-000000000000'

type Row = {
  readonly nominal: NominalId
  readonly rule: DueRule
  readonly due_on: Temporal.PlainDate
  readonly fact_table: string | null
  readonly fact_id: FactId | null
  readonly words: string
  readonly counted_from: Temporal.PlainDate | null
  readonly name: string
  readonly reference: string
  readonly total: number
}

type RowOfOne = Omit<Row, 'name' | 'reference' | 'total'>
const dueOf = ({ due_on, fact_table, fact_id, counted_from, ...row }: RowOfOne): Due => ({
  ...row,
  dueOn: due_on,
  factTable: fact_table,
  factId: fact_id,
  countedFrom: counted_from,
})

/**
 * What is due on records that are open to the actor (`openRecords`), the longest overdue first, in one statement under row security; `room`
 * rows at most, after `after` where given. Markers wait for a supervisor, and not for whoever set them. `today`: in London.
 */
export const dueOn = async (
  tx: Tx,
  actor: Actor,
  nominals: readonly NominalId[],
  today: Temporal.PlainDate,
  { part, room, after = null }: { readonly part: DuePart; readonly room: number; readonly after?: DuePlace | null },
): Promise<{ readonly rows: readonly DueOfSomebody[]; readonly total: number }> => {
  if (nominals.length === 0 || (part === 'waiting' && !supervises(actor.role))) return { rows: [], total: 0 }
  const { rows } = await sql<Row>`
    select d.* from (
      select d.nominal_id as nominal, d.rule, d.due_on, d.fact_table, d.fact_id, d.words, d.counted_from, h.name, f.reference, count(*) over ()::integer as total
        from ${nominals.length === 1 ? sql`due_of_one(${nominals[0]}::uuid` : sql`due_of(${nominals}::uuid[]`}, ${today.toString()}::date, ${daysAhead}, ${policyOf('under-18-review').months}, ${policyOf('pdp-review').months}) d
        join nominal_headline h on h.nominal_id = d.nominal_id join nominal_file f on f.nominal_id = d.nominal_id
       where case when d.rule = 'marker-approval'
                  then ${part !== 'own' && supervises(actor.role)} and not exists (select from marker m where m.id = d.fact_id and m.recorded_by = ${actor.officer}::uuid)
                  when d.rule = 'marker-request'
                  then ${part !== 'own' && supervises(actor.role)} and not exists (select from marker_request r where r.marker_id = d.fact_id and r.recorded_by = ${actor.officer}::uuid
                         and not exists (select from marker_decision x where x.request_id = r.id))
                  else ${part !== 'waiting'} end) d
     where ${after === null} or (d.due_on, d.nominal, d.rule collate "C", coalesce(d.fact_id, ${noFact}::uuid))
           > (${after?.dueOn.toString() ?? today.toString()}::date, ${after?.nominal ?? noFact}::uuid, ${after?.rule ?? ''}, ${after?.factId ?? noFact}::uuid)
     order by d.due_on, d.nominal, d.rule collate "C", coalesce(d.fact_id, ${noFact}::uuid) limit ${room}`.execute(tx)
  return {
    rows: rows.map(({ name, reference, total: _total, ...row }) => ({ ...dueOf(row), name, reference })),
    total: rows[0]?.total ?? 0,
  }
}

const waitsForASupervisor = ({ rule }: Pick<Due, 'rule'>): boolean =>
  rule === 'marker-approval' || rule === 'marker-request'

/** What is due on one record that is open to the actor, for its own page, as `dueOn` has it. */
export const dueOnOne = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  today: Temporal.PlainDate,
  room: number,
): Promise<{ readonly rows: readonly Due[]; readonly total: number }> => {
  const { rows } = await sql<RowOfOne>`
    select d.nominal_id as nominal, d.rule, d.due_on, d.fact_table, d.fact_id, d.words, d.counted_from
      from due_of_one(${nominal}::uuid, ${today.toString()}::date, ${daysAhead}, ${policyOf('under-18-review').months}, ${policyOf('pdp-review').months}) d
     order by d.due_on, d.rule collate "C", coalesce(d.fact_id, ${noFact}::uuid)`.execute(tx)
  // Who set a marker does not approve it: that takes the longer question, and only where something waits for a supervisor who asks.
  if (supervises(actor.role) && rows.some(waitsForASupervisor))
    return dueOn(tx, actor, [nominal], today, { part: 'all', room })
  const due = rows.filter(row => !waitsForASupervisor(row))
  return { rows: due.slice(0, room).map(dueOf), total: due.length }
}
