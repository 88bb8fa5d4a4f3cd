import type { UpkeepStep } from '#access'
import { compartmentPolicy } from './compartment.ts'

/** Reminds of reviews and of memberships that end, and tells of what is about to be in nobody's hands: once, whichever server is first. */
export const keepCompartments: UpkeepStep = async ({ pool }) => {
  await pool.query('select keep_compartments($1)', [compartmentPolicy.remindDays])
}
