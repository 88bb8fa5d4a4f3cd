import { sql } from 'kysely'
import type { Tx } from '#platform'
import type { ExtensionGiven, OfficerStanding } from './training.ts'

/** Vetting and training of the officers in the units that the actor supervises, what ends first on top; 500 at most. */
export const standingOfOfficers = async (tx: Tx): Promise<readonly OfficerStanding[]> =>
  (
    await sql<OfficerStanding>`
      select officer, name, unit, vetted_to as "vettedTo", training, course, trained_to as "trainedTo", extended_to as "extendedTo",
             extended_by as "extendedBy", extension_reason as "extensionReason" from standing_of_officers()`.execute(tx)
  ).rows

/** Extends training once, in the actor's name. Raises `CC403` to whoever does not supervise the officer, `CC409` where it was extended meanwhile. */
export const extendTraining = async (tx: Tx, { training, lastDay, why }: ExtensionGiven): Promise<void> => {
  await sql`select extend_training(${training}::uuid, ${lastDay.toString()}::date, ${why})`.execute(tx)
}
