import { sql, type RawBuilder } from 'kysely'
import { newId, type NominalId, type OfficerId, type Tx, type UnitId } from '#platform'
import {
  handoverPolicy,
  type EndDate,
  type Gate,
  type Handover,
  type HandoverId,
  type Met,
  type Sides,
  type Unmet,
} from './handover.ts'

const { rows: gates, version } = handoverPolicy

type Row = Omit<Handover, 'unmet' | 'met' | 'closed' | 'sides'> &
  Sides & {
    readonly how: NonNullable<Handover['closed']>['how'] | null
    readonly closedAt: Temporal.Instant | null
    readonly closedBy: string | null
    readonly closedDay: Temporal.PlainDate | null
    readonly closedWords: string | null
    readonly closedUnmet: readonly string[] | null
  }

/** The handover of an open record: the one that is open, else the latest that was; undefined where there was none. */
export const handoverOf = async (tx: Tx, nominal: NominalId): Promise<Handover | undefined> => {
  const { rows } = await sql<Row>`
    select h.id, h.nominal_id as nominal, h.end_kind as "end", handover_day(h) as day, fu.name || ', ' || fa.name as "from", tu.name || ', ' || ta.name as "to", h.to_unit_id as "toUnit",
           h.opened_at as "openedAt", (select o.name from officer o where o.id = h.opened_by) as "openedBy", h.gates, h.gates_version as "gatesVersion",
           c.how, c.closed_at as "closedAt", (select o.name from officer o where o.id = c.closed_by) as "closedBy", c.on_day as "closedDay", c.words as "closedWords", c.unmet as "closedUnmet",
           meets_gate(h, 'sender') as sender, meets_gate(h, 'receiver') as receiver, meets_gate(h, 'receiving-supervisor') as "receivingSupervisor",
           may_write() and (in_charge_of(h.from_unit_id) or exists (select from nominal_file f where f.nominal_id = h.nominal_id and f.manager_id = nullif(current_setting('app.officer', true), '')::uuid)) as "mayName",
           may_write() and in_charge_of(h.from_unit_id) as "mayCallOff"
      from handover h join unit fu on fu.id = h.from_unit_id join agency fa on fa.id = fu.agency_id
      left join unit tu on tu.id = h.to_unit_id left join agency ta on ta.id = tu.agency_id left join handover_closed c on c.handover_id = h.id
     where h.nominal_id = ${nominal}::uuid order by c.handover_id is not null, h.opened_at desc limit 1`.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const unmet = await sql<Unmet>`select code, words, fact_id as fact from handover_unmet(${row.id}::uuid)`.execute(tx)
  const met = await sql<Met & { readonly code: string; readonly about: string | null }>`
    select m.code, coalesce((select o.words from court_order o where o.id = m.fact_id), (select l.words from licence_condition l where l.id = m.fact_id)) as about,
           m.code as words, m.met_at as at, o.name as by, m.words as said
      from handover_gate_met m join officer o on o.id = m.met_by join handover h on h.id = m.handover_id
     where m.handover_id = ${row.id}::uuid and m.to_unit_id is not distinct from h.to_unit_id order by m.met_at, m.id limit 500`.execute(
    tx,
  )
  const {
    how,
    closedAt,
    closedBy,
    closedDay,
    closedWords,
    closedUnmet,
    sender,
    receiver,
    receivingSupervisor,
    ...rest
  } = row
  return {
    ...rest,
    unmet: unmet.rows,
    met: met.rows.map(({ code, about, at, by, said }) => ({
      words: `${wordsOf(row.gates, code)}${about ? `: ${about}` : ''}`,
      at,
      by,
      said,
    })),
    closed:
      how && closedAt
        ? { how, at: closedAt, by: closedBy, day: closedDay, words: closedWords ?? '', unmet: closedUnmet ?? [] }
        : null,
    sides: { sender, receiver, receivingSupervisor },
  }
}

const wordsOf = (of: readonly Gate[], code: string): string => of.find(gate => gate.code === code)?.words ?? code

/** Of an open record, to whoever answers for it and writes: from what an end would follow. Null to others. */
export const endsToHandOver = (
  nominal: NominalId,
): RawBuilder<{
  readonly ends: {
    readonly from: string
    readonly dates: readonly { readonly kind: string; readonly onDay: string }[]
  } | null
}> => sql`json_build_object('ends', ends_to_hand_over(${nominal}::uuid))`

/** What the sources of an open record say of its ends now, who leads, whether the actor answers for it, and who usually receives. */
export const endsOf = async (
  tx: Tx,
  nominal: NominalId,
): Promise<{
  readonly from: string
  readonly dates: readonly EndDate[]
  readonly answers: boolean
  readonly usual: UnitId | null
}> => {
  const { rows } = await sql<{ from: string; answers: boolean; usual: UnitId | null }>`
    select a.kind as "from", usual_receiver(f.nominal_id) as usual,
           may_write() and (f.manager_id = nullif(current_setting('app.officer', true), '')::uuid or in_charge_of(f.unit_id)) as answers
      from nominal_file f join unit u on u.id = f.unit_id join agency a on a.id = u.agency_id where f.nominal_id = ${nominal}::uuid`.execute(
    tx,
  )
  const dates = await sql<EndDate>`
    select distinct on (d.kind) d.kind, d.on_day as "onDay" from release_date d
     where d.nominal_id = ${nominal}::uuid and d.superseded_at is null
       and end_counts(d, (select f.unit_id from nominal_file f where f.nominal_id = d.nominal_id)) order by d.kind, d.recorded_at desc, d.id desc`.execute(
    tx,
  )
  const [row] = rows
  return { from: row?.from ?? '', dates: dates.rows, answers: row?.answers ?? false, usual: row?.usual ?? null }
}

/** Opens one, in the actor's name. Raises CC403 where they do not answer for the record, CC409 where one is open. */
export const openHandover = async (tx: Tx, nominal: NominalId, end: string, to: UnitId | null): Promise<HandoverId> => {
  const id = newId<HandoverId>()
  await sql`select open_handover(${id}::uuid, ${nominal}::uuid, ${end}, ${to}::uuid, ${JSON.stringify(gates)}::jsonb, ${version})`.execute(
    tx,
  )
  return id
}
/** Names who receives. Raises CC403 and CC409 as above. */
export const nameReceiver = async (tx: Tx, handover: HandoverId, to: UnitId): Promise<void> => {
  await sql`select name_receiver(${handover}::uuid, ${to}::uuid)`.execute(tx)
}
/** Says that a gate is met. Raises CC403 where it is for the other side to say, CC409 where it is met already. */
export const addGateMet = async (
  tx: Tx,
  handover: HandoverId,
  code: string,
  fact: string | null,
  said: string,
): Promise<void> => {
  await sql`select meet_gate(${handover}::uuid, ${code}, ${fact}::uuid, ${said})`.execute(tx)
}
/** Passes a voluntary one. Raises CC410 while a gate is not met. */
export const passNow = async (tx: Tx, handover: HandoverId, manager: OfficerId | null): Promise<void> => {
  await sql`select pass_voluntarily(${handover}::uuid, ${manager}::uuid)`.execute(tx)
}
/** Calls off one that no day in law brings. Raises CC410 where one does. */
export const callOff = async (tx: Tx, handover: HandoverId, words: string): Promise<void> => {
  await sql`select call_off_handover(${handover}::uuid, ${words})`.execute(tx)
}
