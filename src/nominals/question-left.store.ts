import { sql } from 'kysely'
import type { Tx } from '#platform'
import type { Question } from './search.ts'

/**
 * Leaves what was asked behind, so that whoever answers for a record which it touches is told afterwards (schema/0086). Every search and every
 * look for duplicates leaves one row alike, whatever it finds. `how`: which of the two.
 */
export const leaveQuestion = async (
  tx: Tx,
  how: 'search' | 'creating',
  { facts, names }: Pick<Question, 'facts'> & { readonly names: readonly Pick<Question, 'name' | 'born'>[] },
): Promise<void> => {
  const keys = facts.flatMap((group, at) =>
    group.flatMap(({ kind, key, valid }) => (valid || kind === 'address' ? [{ group: at + 1, kind, key }] : [])),
  )
  const exact = names.filter(({ name, born }) => name !== null && born !== null && born.from.equals(born.to))
  const fullNames = exact.flatMap(({ name }) => name?.fullNames ?? [])
  await sql`select leave_question(${how}, ${facts.length}::integer, ${keys.map(({ group }) => group)}::integer[], ${keys.map(({ kind }) => kind)}::text[],
                                  ${keys.map(({ key }) => key)}::text[], ${fullNames}::text[], ${exact[0]?.born?.from.toString() ?? null}::date)`.execute(
    tx,
  )
}
