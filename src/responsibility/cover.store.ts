import { sql } from 'kysely'
import type { NominalId, Tx } from '#platform'
import type { Away, CoverRole } from './cover.ts'

/** Somebody who answers for a record and is away; `covering` null: nobody covers, and the supervisors of `unit` answer. */
export type AwayFrom = {
  readonly role: CoverRole
  readonly officer: string
  readonly unit: string
  readonly covering: string | null
  readonly why: Away['why']
  readonly said: Temporal.Instant | null
}

/** Of an open record: its manager and responsible officers who are away now; 20 at most. */
export const awayFrom = async (tx: Tx, nominal: NominalId): Promise<readonly AwayFrom[]> =>
  (await sql<AwayFrom>`select role, officer, unit, covering, why, said from away_from(${nominal}::uuid)`.execute(tx))
    .rows
