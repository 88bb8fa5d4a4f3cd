import { sql } from 'kysely'
import { newId, type Database, type Tx } from '#platform'
import type {
  Pair,
  PairDecided,
  PairDecisionId,
  PairId,
  PairListed,
  PairQueue,
  PairState,
  StepGiven,
} from './reconciliation.ts'

const mostListed = 10

const inState = async (tx: Tx, state: PairState): Promise<readonly PairListed[]> =>
  (
    await sql<PairListed>`
      select pair, found_at as "foundAt", latest_found_at as "latestFoundAt", findings, decided_at as "decidedAt"
        from pairs_in_state(${state}, ${mostListed})`.execute(tx)
  ).rows

/** How many pairs there are in each state, and the first 10 of those that want something; of nobody but the desk, nothing. */
export const pairQueue = async (tx: Tx): Promise<PairQueue> => {
  const { rows } = await sql<{ state: PairState; pairs: number }>`select state, pairs from pair_counts()`.execute(tx)
  const counts = { waiting: 0, 'not sure': 0, same: 0, settled: 0, different: 0 }
  for (const { state, pairs } of rows) counts[state] = pairs
  return {
    counts,
    lists: {
      waiting: await inState(tx, 'waiting'),
      'not sure': await inState(tx, 'not sure'),
      same: await inState(tx, 'same'),
    },
  }
}

/** The next pair that waits after one, those nobody was sure of last; null: nothing else waits. */
export const nextPair = async (tx: Tx, after: PairId | null): Promise<PairId | null> =>
  (await sql<{ pair: PairId | null }>`select next_pair(${after}::uuid) as pair`.execute(tx)).rows[0]!.pair

/** Undefined: it is not there for the actor, who is not of the desk, or is kept out of either record. */
export const pairSeen = async (tx: Tx, pair: PairId): Promise<Pair | undefined> =>
  (await sql<{ pair: Pair | null }>`select pair_seen(${pair}::uuid) as pair`.execute(tx)).rows[0]!.pair ?? undefined

/** Raises `CC403` to whoever is not of the desk, and `CC409` where somebody decided meanwhile. */
export const addPairDecision = async (
  tx: Tx,
  pair: PairId,
  { outcome, reason, seen }: PairDecided,
): Promise<PairDecisionId> => {
  const id = newId<PairDecisionId>()
  await sql`select decide_pair(${id}::uuid, ${pair}::uuid, ${outcome}, ${reason}, ${seen}::uuid)`.execute(tx)
  return id
}

/** Raises `CC403` and `CC409` as above. */
export const addPairStep = async (tx: Tx, pair: PairId, { kind, words }: StepGiven): Promise<string> => {
  const id = newId()
  await sql`select take_pair_step(${id}::uuid, ${pair}::uuid, ${kind}, ${words})`.execute(tx)
  return id
}

/** Puts to the desk what was written on records that are there already and that another record bears too. Safe on every server, again and again. */
export const findPairs = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  await pool.query('select find_pairs()')
}
