import { sql } from 'kysely'
import { newId, type NominalId, type Tx } from '#platform'
import type { FactId } from './fact.facts.ts'
import type { FactToWrite } from './fact-reading.ts'
import { indexWrittenNames, wholeNameKeys } from './name-index.store.ts'
import { nameWords } from './name.ts'
import type { NewNominal, Somebody } from './new-nominal.ts'
import { newQuote } from './quote.ts'

/** What a form is called that makes one record, however often it is sent. */
export type Once = string & { readonly once: never }

/** The record that the actor has made with this form before, or null. */
export const madeBefore = async (tx: Tx, once: Once): Promise<NominalId | null> => {
  const row = await tx.selectFrom('creation').select('nominal_id').where('once', '=', once).executeTakeFirst()
  return (row?.nominal_id as NominalId | undefined) ?? null
}

/**
 * Waits for whoever is making a record of the same person at this moment. When they have made it, the database refuses this transaction
 * as overtaken, `act` begins it again, and it sees what they made.
 */
export const takeTurns = async (tx: Tx, { names, identifiers }: Somebody): Promise<void> => {
  const keys = [
    ...identifiers.map(
      ({ columns: { kind, canonical, as_given } }) => `${String(kind)} ${String(canonical ?? as_given)}`,
    ),
    ...names.flatMap(name => [
      ...wholeNameKeys(asName(name)),
      nameWords(asName(name).fullName).parts.toSorted().join(' '),
    ]),
  ]
  await sql`select take_turns(${[...new Set(keys)]}::text[])`.execute(tx)
}

/**
 * Makes a record whole, findable and open to its maker, in their name and their unit's hands. The database refuses one without a name, a
 * basis, a lead unit or a record manager. `shown`: whom the maker was shown and says it is none of, with their reason.
 */
export const makeNominal = async (
  tx: Tx,
  { somebody, basis, unallocated, source }: NewNominal,
  {
    once,
    shown,
    somebodyElse,
  }: { readonly once: Once; readonly shown: readonly NominalId[]; readonly somebodyElse: string },
): Promise<{ readonly nominal: NominalId; readonly reference: string }> => {
  const nominal = newId<NominalId>()
  const names = somebody.names.map(name => ({ ...row(name), keys: wholeNameKeys(asName(name)) }))
  const json = (facts: readonly FactToWrite[]): string => JSON.stringify(facts.map(row))
  const { rows } = await sql<{ reference: string }>`
    select create_nominal(${once}::uuid, ${nominal}::uuid, ${newQuote()}, ${JSON.stringify(names)}::jsonb, ${json(somebody.births)}::jsonb,
                          ${json(somebody.sexes)}::jsonb, ${json(somebody.identifiers)}::jsonb, ${JSON.stringify(row(basis))}::jsonb,
                          ${unallocated}, ${source}, ${shown}::uuid[], ${somebodyElse}) as reference`.execute(tx)
  await indexWrittenNames(
    tx,
    somebody.names.map((name, at) => ({ ...asName(name), nameId: names[at]!.id, nominalId: nominal })),
  )
  return { nominal, reference: rows[0]!.reference }
}

const asName = ({ columns: { full_name, family, given } }: FactToWrite) => ({
  fullName: String(full_name),
  surname: String(family),
  forenames: String(given),
})

/** Facts said at one moment are shown in the order of their ids: so in the order in which they were given. */
const row = ({ columns, during }: FactToWrite) => ({
  ...columns,
  ...(during === null ? {} : { during }),
  id: newId<FactId>(),
})
