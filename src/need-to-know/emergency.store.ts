import { sql } from 'kysely'
import { newId, type NominalId, type Tx } from '#platform'
import { shownPhotograph, type PhotographShown } from '#nominals'
import type { EmergencyAsked, EmergencyId, EmergencyUse, ReviewOutcome, SafetySheet } from './emergency.ts'

/** Opens the safety sheet in the actor's name; the database asks again what the rule has asked. `reviewDue`: when it is to be reviewed. */
export const openEmergency = async (
  tx: Tx,
  nominal: NominalId,
  { code, reason, minutes }: EmergencyAsked,
  reviewDue: Temporal.Instant,
): Promise<EmergencyId> => {
  const id = newId<EmergencyId>()
  await sql`select open_emergency_access(${id}::uuid, ${nominal}::uuid, ${code}, ${reason}, ${minutes}::integer, ${reviewDue.toString()}::timestamptz)`.execute(
    tx,
  )
  return id
}

type Row = {
  readonly id: EmergencyId
  readonly nominal: NominalId
  readonly officer: EmergencyUse['officer']
  readonly by: string
  readonly agency: string
  readonly unit: string
  readonly code: string
  readonly reason: string
  readonly openedAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly endedAt: Temporal.Instant | null
  readonly endedBy: string | null
  readonly endedWhy: string | null
  readonly reviewedAt: Temporal.Instant | null
  readonly reviewedBy: string | null
  readonly outcome: ReviewOutcome | null
  readonly reviewWords: string | null
}

const uses = sql`
  select e.id, e.nominal_id as nominal, e.officer_id as officer, o.name as by, g.name as agency, u.name as unit, e.code, e.reason, e.opened_at as "openedAt", e.ends_at as "endsAt",
         d.ended_at as "endedAt", (select n.name from officer n where n.id = d.ended_by) as "endedBy", d.why as "endedWhy",
         r.reviewed_at as "reviewedAt", (select n.name from officer n where n.id = r.reviewed_by) as "reviewedBy", r.outcome, r.words as "reviewWords"
    from emergency_access e join officer o on o.id = e.officer_id join agency g on g.id = e.agency_id join unit u on u.id = e.unit_id
    left join emergency_end d on d.emergency_id = e.id left join emergency_review r on r.emergency_id = e.id`

const useOf = ({
  endedAt,
  endedBy,
  endedWhy,
  reviewedAt,
  reviewedBy,
  outcome,
  reviewWords,
  ...use
}: Row): EmergencyUse => ({
  ...use,
  ended: endedAt && { at: endedAt, by: endedBy ?? '', why: endedWhy ?? '' },
  review: reviewedAt && outcome && { at: reviewedAt, by: reviewedBy ?? '', outcome, words: reviewWords ?? '' },
})

/** A use that the actor may know of: their own, one of an open record, or as an auditor any; undefined: there is none. */
export const emergencyUse = async (tx: Tx, id: EmergencyId): Promise<EmergencyUse | undefined> => {
  const { rows } = await sql<Row>`${uses} where e.id = ${id}::uuid`.execute(tx)
  return rows[0] && useOf(rows[0])
}

/** Of whom a use is, whoever asks; null where the actor may not know of it. Read before the record is opened. */
export const nominalOfUse = async (tx: Tx, id: EmergencyId): Promise<NominalId | null> => {
  const { rows } = await sql<{
    nominal: NominalId | null
  }>`select nominal_of_emergency(${id}::uuid) as nominal`.execute(tx)
  return rows[0]!.nominal
}

const mostShown = 20

/** The latest uses about a record that the actor may know of, 20 at most. */
export const emergencyUses = async (tx: Tx, nominal: NominalId): Promise<readonly EmergencyUse[]> => {
  const { rows } =
    await sql<Row>`${uses} where e.nominal_id = ${nominal}::uuid order by e.opened_at desc, e.id limit ${mostShown}`.execute(
      tx,
    )
  return rows.map(useOf)
}

/** The safety sheet of an emergency access that is open, and the actor's own; null otherwise. */
export const safetySheet = async (tx: Tx, id: EmergencyId): Promise<SafetySheet | null> => {
  const { rows } = await sql<{ sheet: SafetySheet | null }>`select emergency_sheet(${id}::uuid) as sheet`.execute(tx)
  return rows[0]!.sheet
}

/** Its photograph; null where there is none. */
export const sheetPhotograph = async (tx: Tx, id: EmergencyId): Promise<PhotographShown | null> => {
  const { rows } = await sql<Parameters<typeof shownPhotograph>[0]>`
    select id, taken_on::text as "takenOn", object, media_type as "mediaType", size::integer, sha256, key, sealed from emergency_photograph(${id}::uuid)`.execute(
    tx,
  )
  return rows[0] ? shownPhotograph(rows[0]) : null
}

export const endEmergency = async (tx: Tx, id: EmergencyId, why: string): Promise<void> => {
  await sql`select end_emergency_access(${id}::uuid, ${why})`.execute(tx)
}

/** Whether the actor may review a use: they answer for the record or are an auditor, and are not in its user's own line. */
export const mayReview = async (tx: Tx, id: EmergencyId): Promise<boolean> => {
  const { rows } = await sql<{ may: boolean }>`select may_review_emergency(${id}::uuid) as may`.execute(tx)
  return rows[0]!.may
}

export const reviewEmergency = async (
  tx: Tx,
  id: EmergencyId,
  { outcome, words }: { readonly outcome: ReviewOutcome; readonly words: string },
): Promise<void> => {
  await sql`select review_emergency_access(${id}::uuid, ${outcome}, ${words})`.execute(tx)
}
