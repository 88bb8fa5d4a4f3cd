import { sql } from 'kysely'
import { codeOf, type Tx } from '#platform'

/** Runs `work`; where the database says `CC409` (it was changed meanwhile), undoes that alone and answers so. */
export const inSavepoint = async <Result>(tx: Tx, work: () => Promise<Result>): Promise<Result | 'CC409'> => {
  await sql`savepoint attempt`.execute(tx)
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) !== 'CC409') throw error
    await sql`rollback to savepoint attempt`.execute(tx)
    return 'CC409'
  }
}
