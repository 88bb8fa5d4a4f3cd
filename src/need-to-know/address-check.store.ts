import { sql } from 'kysely'
import type { NominalId, Tx } from '#platform'
import type { AddressAnswer, AddressAsked, DeskToRing } from './address-check.ts'

/** The answer, and whom it was about, for the log alone: those of whom something was told, and those of whom nothing was. */
export type Checked = {
  readonly answer: AddressAnswer
  readonly told: readonly NominalId[]
  readonly untold: readonly NominalId[]
}

/**
 * Checks an address in the actor's name, and tells whoever answers for a record there, once an hour at most. Raises `CC403` for whoever is
 * no control room.
 */
export const checkedAddress = async (tx: Tx, { keys, incident }: AddressAsked): Promise<Checked> => {
  const { rows } = await sql<{ answer: readonly DeskToRing[]; told: NominalId[]; untold: NominalId[] }>`
    select answer, told, untold from check_address(${keys}::text[], ${incident})`.execute(tx)
  const { answer, told, untold } = rows[0]!
  return { answer: { known: answer.length > 0, desks: answer }, told, untold }
}
