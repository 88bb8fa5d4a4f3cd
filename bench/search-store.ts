import { act, dayOf, hashOfToken, type Database } from '#platform'
import { findNominals } from '../src/nominals/search.store.ts'
import { nothingTyped, understand } from '../src/nominals/search.ts'
import type { Question } from './search-questions.ts'

/**
 * How long each search takes as a call of the store, in milliseconds, one after the other: the search functions and the read of what the
 * page shows, in a transaction that is open already; without the request, the session, the log's entry and the commit.
 */
export const storeTimes = async (
  db: Database,
  token: string,
  questions: readonly Question[],
): Promise<readonly number[]> => {
  const today = dayOf(Temporal.Now.instant())
  const times: number[] = []
  for (const { q, born = '' } of questions) {
    const asked = understand({ ...nothingTyped, q, born }, today)
    if (!asked.agreed) continue
    times.push(
      await act(db, { tokenHash: hashOfToken(token), client: 'bench' }, async tx => {
        const began = performance.now()
        const { subjects } = await findNominals(tx, asked.outcome, null)
        return { result: performance.now() - began, audit: { action: 'nominals.searched', subjects } }
      }),
    )
  }
  return times
}
