import type { Actor, NominalId, Tx } from '#platform'
import { readerOf } from './reader.ts'

/** Whoever reads a page about one person (`readerOf`), of a record that they may see the headline of; of any other they stay as they are. */
export const readerAbout = async (tx: Tx, actor: Actor, nominal: NominalId): Promise<Actor> => {
  const person = await tx
    .selectFrom('headline_on_the_day')
    .select(['name', 'markers'])
    .where('nominal_id', '=', nominal)
    .executeTakeFirst()
  return person ? readerOf(actor, { name: person.name ?? '', markers: person.markers ?? [] }) : actor
}
