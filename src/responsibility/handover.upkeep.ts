import type { UpkeepStep } from '#access'
import { handoverPolicy } from './handover.ts'

const mostBatches = 20
const inBatches = async (run: () => Promise<number>): Promise<void> => {
  for (let batch = 0; batch < mostBatches; batch++) if ((await run()) < 200) return
}

/** Prepares the handovers whose day has come near, escalates those that are not ready, and passes those whose day it is; every server may. */
export const keepHandovers: UpkeepStep = async ({ pool }) => {
  const { ends, rows, version, opensMonthsBefore, escalatesWeeksBefore } = handoverPolicy
  const count = async (text: string, values: readonly unknown[] = []): Promise<number> =>
    (await pool.query<{ n: number }>(text, [...values])).rows[0]!.n
  const json = JSON.stringify(ends.map(({ kind, from }) => ({ kind, from })))
  await inBatches(() =>
    count('select open_coming_handovers($1, $2, $3, $4) as n', [
      json,
      opensMonthsBefore,
      JSON.stringify(rows),
      version,
    ]),
  )
  await inBatches(() => count('select pass_by_law() as n'))
  await inBatches(() => count('select escalate_handovers($1) as n', [escalatesWeeksBefore]))
}
