import { sql } from 'kysely'
import { codeOf, type Tx } from '#platform'

/** What the database says to what the program let pass: CC403 not theirs, CC409 changed meanwhile, CC410 a gate unmet, CC411 a circle, CC412 a handover waits,
 * 23P01 one at that time, 23514 a check. */
export type SaidNo = '23505' | 'CC403' | 'CC409' | 'CC410' | 'CC411' | 'CC412' | '23P01' | '23514'

/** Runs `work`; where the database answers with one of `codes`, undoes that alone and answers so. */
export const inSavepoint = async <Result, const Code extends SaidNo = 'CC409'>(
  tx: Tx,
  work: () => Promise<Result>,
  codes: readonly Code[] = ['CC409' as Code],
): Promise<Result | Code> => {
  await sql`savepoint attempt`.execute(tx)
  try {
    return await work()
  } catch (error) {
    const code = codes.find(each => each === codeOf(error))
    if (code === undefined) throw error
    await sql`rollback to savepoint attempt`.execute(tx)
    return code
  }
}
