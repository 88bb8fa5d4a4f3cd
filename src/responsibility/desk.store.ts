import { sql } from 'kysely'
import { newId, type Actor, type Tx, type UnitId } from '#platform'
import type { Desk, Desks, DeskSetting, DeskSettingId, DeskTestId } from './desk.ts'

/** A desk as the list and its own page have it. */
export type DeskRow = Desk & {
  readonly kind: string
  readonly answers: UnitId
  readonly answersName: string
  readonly number: string
  readonly testedAt: Temporal.Instant | null
  readonly answeredAt: Temporal.Instant | null
  readonly mayKeep: boolean
}

/** Every desk of a unit that works, by agency and unit: some hundreds, 2,000 at most. */
export const deskRows = async (tx: Tx): Promise<readonly DeskRow[]> =>
  (
    await sql<DeskRow>`
      select d.unit_id as unit, d.name, u.name as "unitName", a.name as agency, a.kind, d.telephone,
             case when s.id is not null then json_build_object('alwaysOpen', s.always_open, 'telephone', s.telephone, 'coveredBy', s.covered_by, 'hours', s.hours, 'exceptions', s.exceptions) end as setting,
             n.answers, n.name as "answersName", n.telephone as number,
             (select max(t.tested_at) from desk_test t where t.unit_id = d.unit_id) as "testedAt",
             (select max(t.tested_at) from desk_test t where t.unit_id = d.unit_id and t.answered) as "answeredAt",
             in_charge_of(d.unit_id) as "mayKeep"
        from duty_desk d join unit u on u.id = d.unit_id and u.active join agency a on a.id = u.agency_id cross join lateral desk_at(d.unit_id, now()) n
        left join lateral (select * from desk_setting x where x.unit_id = d.unit_id order by x.recorded_at desc, x.id desc limit 1) s on true
       order by a.name, u.name, u.id limit 2000`.execute(tx)
  ).rows

export const desksIn = (rows: readonly DeskRow[]): Desks => new Map(rows.map(row => [row.unit, row]))

/** The kind of the actor's agency. */
export const ownKind = async (tx: Tx, { agency }: Pick<Actor, 'agency'>): Promise<string> =>
  (await tx.selectFrom('agency').select('kind').where('id', '=', agency).executeTakeFirstOrThrow()).kind

/** Who is on shift at a unit's desk now, by name. */
export const onShift = async (tx: Tx, unit: UnitId): Promise<readonly string[]> =>
  (
    await sql<{ name: string }>`
      select o.name from duty_shift s join officer o on o.id = s.officer_id
       where s.unit_id = ${unit}::uuid and now() <@ s.during and o.disabled_at is null order by o.name limit 50`.execute(
      tx,
    )
  ).rows.map(({ name }) => name)

/** Keeps a desk in the actor's name. Raises `CC403` for whoever does not supervise the unit; at the commit `CC411` where nobody would answer. */
export const setDesk = async (tx: Tx, unit: UnitId, setting: DeskSetting): Promise<DeskSettingId> => {
  const id = newId<DeskSettingId>()
  await sql`
    select set_desk(${id}::uuid, ${unit}::uuid, ${setting.alwaysOpen}, ${setting.telephone}, ${setting.coveredBy}::uuid,
                    ${JSON.stringify(setting.hours)}::jsonb, ${JSON.stringify(setting.exceptions)}::jsonb)`.execute(tx)
  await sql`set constraints without_silence immediate`.execute(tx)
  return id
}

/** Keeps that the desk was rung; an answer closes the task that asked for it. */
export const addDeskTest = async (tx: Tx, unit: UnitId, answered: boolean, words: string): Promise<void> => {
  await sql`select test_desk(${newId<DeskTestId>()}::uuid, ${unit}::uuid, ${answered}, ${words})`.execute(tx)
}
