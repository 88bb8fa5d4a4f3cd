import { sql } from 'kysely'
import type { NominalId, Tx } from '#platform'

/**
 * What a partnership leaves to the actor of a record that they have in full: everything that their role may, adding in their own agency's
 * name and passing nothing on, or reading. The best of their grounds; 'full' for whoever is no partner. The database repeats it (schema/0092).
 */
export const partnerLevel = async (tx: Tx, nominal: NominalId): Promise<'full' | 'contribute' | 'read'> =>
  (await sql<{ level: 'full' | 'contribute' | 'read' }>`select partner_level(${nominal}::uuid) as level`.execute(tx))
    .rows[0]!.level

/** Whether a partnership lets the actor write at all. */
export const partnersWrite = async (tx: Tx, nominal: NominalId): Promise<boolean> =>
  (await partnerLevel(tx, nominal)) !== 'read'
