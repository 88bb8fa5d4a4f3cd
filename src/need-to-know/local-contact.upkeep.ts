import type { UpkeepStep } from '#access'
import { acknowledgeBy, localContactPolicy } from './local-contact.ts'

/**
 * What time and the facts of a record make necessary for local points of contact: whose release is near enough, who has come and gone, and
 * what nobody acknowledged. Each step is safe on every server, and at most half a minute late.
 */
export const keepLocalContacts: UpkeepStep = async ({ pool }) => {
  await pool.query('select expect_releases($1)', [localContactPolicy.releaseNoticeDays])
  await pool.query('select note_local_arrivals($1)', [acknowledgeBy(Temporal.Now.instant()).toString()])
  await pool.query('select escalate_local_arrivals()')
}
