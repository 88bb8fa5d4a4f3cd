import type { UpkeepStep } from '#access'

const mostBatches = 20

/** Writes down which transfers have lapsed and tells both units, in batches of 200 that each commit; every server may. */
export const lapseTransfers: UpkeepStep = async ({ pool }) => {
  for (let batch = 0; batch < mostBatches; batch++) {
    const { rows } = await pool.query<{ lapsed: number }>('select lapse_transfers() as lapsed')
    if (rows[0]!.lapsed < 200) return
  }
}
