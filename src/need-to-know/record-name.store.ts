import type { NominalId, Tx } from '#platform'

/** The name in the headline of a record that the actor sees in summary or in full; empty at *contact*. */
export const nameAt = async (tx: Tx, nominal: NominalId): Promise<string> =>
  (await tx.selectFrom('nominal_headline').select('name').where('nominal_id', '=', nominal).executeTakeFirst())?.name ??
  ''
