import type { UpkeepStep } from '#access'
import { noticePolicy } from './notice.ts'

/** Reminds of reviews and ends of safety notices, tells of those that were missed, and ends what is over: once, whichever server is first. */
export const keepNotices: UpkeepStep = async ({ pool }) => {
  await pool.query('select keep_safety_notices($1)', [noticePolicy.remindDays])
}
