import { sql, type RawBuilder } from 'kysely'
import { newId, type Actor, type NominalId, type Tx } from '#platform'
import type {
  AbsenceId,
  AbsenceKept,
  CoverKept,
  CoverRow,
  Away,
  CoverId,
  CoverRole,
  NewAbsence,
  NewCover,
} from './cover.ts'

/** Somebody who answers for a record and is away; `covering` null: nobody covers, and the supervisors of `unit` answer. */
export type AwayFrom = {
  readonly role: CoverRole
  readonly officer: string
  readonly unit: string
  readonly covering: string | null
  readonly why: Away['why']
  readonly said: Temporal.Instant | null
}

/** Whether there are any of those below. */
export const anyAway = (nominal: NominalId): RawBuilder<boolean> => sql`any_away(${nominal}::uuid)`

/** Of an open record: its manager and responsible officers who are away now; 20 at most. */
export const awayFrom = async (tx: Tx, nominal: NominalId): Promise<readonly AwayFrom[]> =>
  (await sql<AwayFrom>`select role, officer, unit, covering, why, said from away_from(${nominal}::uuid)`.execute(tx))
    .rows

/** What the page of the actor shows; 500 of each at most. */
export const coverKept = async (
  tx: Tx,
  { officer, agency }: Pick<Actor, 'officer' | 'agency'>,
): Promise<CoverKept> => ({
  officers: (
    await sql<CoverKept['officers'][number]>`
      with mine as materialized (select u.id from unit u where u.agency_id = ${agency}::uuid and in_charge_of(u.id))
      select o.id, o.name from officer o
       where o.id = ${officer}::uuid or (not o.service and exists (select from role_held r join mine m on m.id = r.unit_id where r.officer_id = o.id and now() <@ r.during))
       order by o.id = ${officer}::uuid desc, o.name, o.id limit 500`.execute(tx)
  ).rows,
  absences: (
    await sql<AbsenceKept>`
      select a.id, o.name as officer, a.kind, lower(a.during) as from, upper(a.during) as to, true as keeps
        from absence a join officer o on o.id = a.officer_id
       where coalesce(upper(a.during) > now(), true) order by lower(a.during), a.id limit 500`.execute(tx)
  ).rows,
  covers: (
    await sql<CoverRow>`
      select c.id, o.name as officer, o.id as "officerId", b.name as covering, b.id as "coveringId", c.role, lower(c.during) as from, upper(c.during) as to,
             keeps_cover_of(c.officer_id) as keeps
        from cover c join officer o on o.id = c.officer_id join officer b on b.id = c.covering_id
       where upper(c.during) > now() order by lower(c.during), c.id limit 500`.execute(tx)
  ).rows,
})

/** Officers of the actor's agency called so; two are enough to know that it is not one. */
export const colleaguesCalled = async (tx: Tx, agency: string, name: string): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`
      select o.id from officer o
       where o.agency_id = ${agency}::uuid and o.disabled_at is null and not o.service and lower(${name}) in (lower(o.name), lower(o.source_name)) limit 2`.execute(
      tx,
    )
  ).rows.map(({ id }) => id)

/** Keeps an absence in the actor's name. Raises `CC403` for whoever does not keep theirs, `23P01` where there is one at that time. */
export const addAbsence = async (tx: Tx, { officer, kind, from, to }: NewAbsence): Promise<void> => {
  await sql`
    select set_absence(${newId<AbsenceId>()}::uuid, ${officer}::uuid, ${kind}, tstzrange(${from.toString()}::timestamptz, ${to?.toString() ?? null}::timestamptz))`.execute(
    tx,
  )
}

/** Keeps a cover in the actor's name. Raises `CC403`, `23P01` (there is one), `CC411` (a circle), `23514` (who covers is of another agency, or not vetted and trained). */
export const addCover = async (tx: Tx, { officer, covering, role, from, to }: NewCover): Promise<void> => {
  await sql`
    select set_cover(${newId<CoverId>()}::uuid, ${officer}::uuid, ${covering}::uuid, ${role}, tstzrange(${from.toString()}::timestamptz, ${to.toString()}::timestamptz))`.execute(
    tx,
  )
}

/** Ends an absence or a cover at this moment. */
export const endAbsence = async (tx: Tx, id: string): Promise<void> => {
  await sql`select end_absence(${id}::uuid)`.execute(tx)
}
export const endCover = async (tx: Tx, id: string): Promise<void> => {
  await sql`select end_cover(${id}::uuid)`.execute(tx)
}
