import type { UpkeepStep } from '#access'
import { responsibilityPolicy } from './policy.ts'

/** Reckons anew which desk answers, where the hour has come (a record is read right without it), and asks for the tests that are due. */
export const keepDesks: UpkeepStep = async ({ pool }) => {
  await pool.query('select reckon_desks(true)')
  await pool.query('select ask_desk_tests($1)', [responsibilityPolicy.deskTestDays])
}
