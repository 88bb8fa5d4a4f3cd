import { sql } from 'kysely'
import { newId, type Database, type NominalId, type Tx } from '#platform'
import type { BeforehandGiven, ConnectionGiven, Declaration, DeclarationId } from './declaration.ts'

/** Declares a connection to somebody whose record the actor sees; the record is none to them from here. Raises `CC403` for what is not there. */
export const declareOn = async (
  tx: Tx,
  nominal: NominalId,
  { kind, words }: ConnectionGiven,
): Promise<DeclarationId> => {
  const id = newId<DeclarationId>()
  await sql`select declare_connection(${id}::uuid, ${nominal}::uuid, ${kind}, ${words})`.execute(tx)
  return id
}

/** Keeps a declaration about somebody of whom there may be a record or not; nothing is looked for here. */
export const declareBeforehand = async (
  tx: Tx,
  { kind, words, called, fullNames, born }: BeforehandGiven,
): Promise<DeclarationId> => {
  const id = newId<DeclarationId>()
  await sql`select declare_beforehand(${id}::uuid, ${kind}, ${words}, ${called}, ${[...fullNames]}::text[], ${born.toString()}::date)`.execute(
    tx,
  )
  return id
}

export const mostDeclarations = 50

/** What the actor has declared of themself, the latest first. */
export const ownDeclarations = async (tx: Tx): Promise<readonly Declaration[]> =>
  (
    await sql<Declaration>`
      select id, kind, words, how, called, born::text as born, declared_at as "declaredAt" from declaration order by declared_at desc, id limit ${mostDeclarations}`.execute(
      tx,
    )
  ).rows

/** Finds the records that declarations made beforehand are about, and shuts them to their makers. Safe on every server, again and again. */
export const findDeclared = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  await pool.query('select find_declared()')
}
