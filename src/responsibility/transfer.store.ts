import { sql, type RawBuilder } from 'kysely'
import { newId, type NominalId, type Tx, type UnitId } from '#platform'
import {
  transferDue,
  isUrgent,
  type Transfer,
  type TransferAnswered,
  type TransferAsked,
  type TransferId,
  type TransferItem,
  type Transferable,
  type TransferInList,
  type ReceivingUnit,
  type UnitOfficer,
} from './transfer.ts'

/** For whom the actor answers, by name, 501 at most: the cases they manage, and those of the units they supervise. `only`: one of them. */
export const transferable = async (tx: Tx, only: NominalId | null): Promise<readonly Transferable[]> =>
  (
    await sql<Transferable>`
      select nominal_id as nominal, name, reference, status, unit_id as unit, unit_name as "unitName", counter_terrorism as "counterTerrorism"
        from transferable(${only}::uuid)`.execute(tx)
  ).rows

/** Units that work still and have a duty desk, by agency and name. */
export const receivingUnits = async (tx: Tx): Promise<readonly ReceivingUnit[]> =>
  (
    await sql<ReceivingUnit>`
      select u.id, u.name, a.name as agency from unit u join agency a on a.id = u.agency_id
       where u.active and exists (select from duty_desk d where d.unit_id = u.id) order by a.name, u.name, u.id limit 1000`.execute(
      tx,
    )
  ).rows

/** The officers and supervisors of a unit who are there now, by name; `called`: those of this name alone. */
export const officersOf = async (tx: Tx, unit: UnitId, called: string | null = null): Promise<readonly UnitOfficer[]> =>
  (
    await sql<UnitOfficer>`
      select distinct o.id, o.name from officer o join role_held r on r.officer_id = o.id
       where r.unit_id = ${unit}::uuid and now() <@ r.during and r.role in ('officer', 'supervisor') and o.disabled_at is null and not o.service
         and (${called}::text is null or lower(${called}) in (lower(o.name), lower(o.source_name)))
       order by o.name, o.id limit 500`.execute(tx)
  ).rows

/** Asks, in the actor's name. Raises `CC409` where a transfer of one of them waits already, `CC403` where they do not answer for one. */
export const addTransfer = async (
  tx: Tx,
  { people, to, officer, reason }: TransferAsked,
  now: Temporal.Instant,
): Promise<TransferId> => {
  const id = newId<TransferId>()
  const due = people.map(person => transferDue(isUrgent(person), now).toString())
  await sql`
    select ask_transfer(${id}::uuid, ${people.map(({ nominal }) => nominal)}::uuid[], ${due}::timestamptz[], ${to}::uuid, ${officer}::uuid, ${reason})`.execute(
    tx,
  )
  return id
}

type TransferRow = Omit<Transfer, 'items'>
const transferColumns = sql`
  t.id, fu.name || ', ' || fa.name as "from", tu.name || ', ' || ta.name as "to", t.to_unit_id as "toUnit", (select o.name from officer o where o.id = t.to_officer_id) as officer,
  t.reason, (select o.name from officer o where o.id = t.asked_by) as "askedBy", t.asked_at as "askedAt",
  receives_for(t.to_unit_id) as "mayAnswer",
  (in_charge_of(t.from_unit_id) or t.asked_by = nullif(current_setting('app.officer', true), '')::uuid) as "mayWithdraw"`
const transferTables = sql`
  transfer t join unit fu on fu.id = t.from_unit_id join agency fa on fa.id = fu.agency_id join unit tu on tu.id = t.to_unit_id join agency ta on ta.id = tu.agency_id`

/** A request with those of its people whom the actor may know of; undefined where there is none. */
export const transferOf = async (tx: Tx, transfer: TransferId): Promise<Transfer | undefined> => {
  const { rows } = await sql<TransferRow>`
    select ${transferColumns} from ${transferTables} where t.id = ${transfer}::uuid`.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const items = await sql<TransferItem>`
    select i.id, i.nominal_id as nominal, h.name, n.quote, h.status, coalesce(h.markers, '{}') as markers, i.urgent, i.due_at as "dueAt", a.answer, coalesce(a.words, '') as words,
           (select o.name from officer o where o.id = a.manager_id) as manager, (select o.name from officer o where o.id = a.answered_by) as "answeredBy", a.answered_at as "answeredAt"
      from transfer_item i join nominal n on n.id = i.nominal_id left join nominal_headline h on h.nominal_id = i.nominal_id left join transfer_answer a on a.item_id = i.id
     where i.transfer_id = ${transfer}::uuid order by h.name nulls last, n.quote`.execute(tx)
  return { ...row, items: items.rows }
}

/** The latest requests that concern the actor, those that wait on top; 100 at most. */
export const transfers = async (tx: Tx): Promise<readonly TransferInList[]> =>
  (
    await sql<TransferInList>`
      select ${transferColumns}, c.people, c.waiting, c.due_at as "dueAt" from ${transferTables}
       cross join lateral (select count(*)::integer as people, count(*) filter (where a.item_id is null and i.due_at > now())::integer as waiting,
                                  min(i.due_at) filter (where a.item_id is null and i.due_at > now()) as due_at
                             from transfer_item i join nominal n on n.id = i.nominal_id left join transfer_answer a on a.item_id = i.id where i.transfer_id = t.id) c
       order by c.waiting = 0, c.due_at, t.asked_at desc, t.id limit 100`.execute(tx)
  ).rows

/** Answers for each person, in the actor's name. Raises `CC409` where one was answered meanwhile or has lapsed. */
export const answerItems = async (tx: Tx, { answer, items, words, manager }: TransferAnswered): Promise<void> => {
  for (const { id } of items)
    await sql`select answer_transfer(${id}::uuid, ${answer}, ${words}, ${manager}::uuid)`.execute(tx)
}

/** Whether the actor answers for an open record, as a value in SQL: they manage it, or are in charge of the unit that leads it. */
export const answersFor = (nominal: NominalId): RawBuilder<boolean> => sql`answers_for(${nominal}::uuid)`

/** The same, never null and never false by itself. */
export const answersFound = (nominal: NominalId): RawBuilder<{ readonly answers: boolean }> =>
  sql`json_build_object('answers', ${answersFor(nominal)})`

/** What waits for an answer on one record: the panel of its page. */
export const waitingOn = async (
  tx: Tx,
  nominal: NominalId,
): Promise<readonly { readonly transfer: TransferId; readonly to: string; readonly dueAt: Temporal.Instant }[]> =>
  (
    await sql<{ transfer: TransferId; to: string; dueAt: Temporal.Instant }>`
      select i.transfer_id as transfer, tu.name || ', ' || ta.name as "to", i.due_at as "dueAt"
        from transfer_item i join transfer t on t.id = i.transfer_id join unit tu on tu.id = t.to_unit_id join agency ta on ta.id = tu.agency_id
        left join transfer_answer a on a.item_id = i.id
       where i.nominal_id = ${nominal}::uuid and a.item_id is null and i.due_at > now() order by i.due_at limit 5`.execute(
      tx,
    )
  ).rows
