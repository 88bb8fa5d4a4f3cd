import { sql } from 'kysely'
import { newId, type AgencyId, type NominalId, type Tx } from '#platform'
import type { Arrangement } from './arrangement.ts'

/** What stands of an open record's arrangement now, and who may state another. */
export type StandingArrangement = {
  readonly id: string | null // of the statement; null: there is none
  readonly since: Temporal.Instant | null
  readonly area: string | null
  readonly level: number | null
  readonly lead: AgencyId | null
  readonly isCounterTerrorism: boolean
}

export const standingArrangement = async (tx: Tx, nominal: NominalId): Promise<StandingArrangement> => {
  const { rows } = await sql<StandingArrangement>`
    select a.id, a.since, a.area, a.level, u.agency_id as lead, f.counter_terrorism as "isCounterTerrorism"
      from nominal_file f left join unit u on u.id = f.unit_id
      left join lateral (select r.id, lower(r.during) as since, r.area, r.level from arrangement r where r.nominal_id = f.nominal_id and now() <@ r.during order by r.recorded_at desc limit 1) a on true
     where f.nominal_id = ${nominal}::uuid`.execute(tx)
  return rows[0]!
}

/** Ends the arrangement that stands and begins another, or none, at this moment. Raises `CC403` where another agency leads. */
export const setArrangement = async (tx: Tx, nominal: NominalId, to: Arrangement, source: string): Promise<void> => {
  await sql`select set_arrangement(${nominal}::uuid, ${newId()}::uuid, ${to?.area ?? null}, ${to?.level ?? null}::integer, ${source})`.execute(
    tx,
  )
}
