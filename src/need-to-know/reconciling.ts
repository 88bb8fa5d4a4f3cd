import {
  act,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import {
  decidePair,
  takeStep,
  type Pair,
  type PairGiven,
  type PairId,
  type PairQueue,
  type StepGiven,
} from './reconciliation.ts'
import { addPairDecision, addPairStep, nextPair, pairQueue, pairSeen } from './reconciliation.store.ts'

type Away = { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }
export type PairLook =
  | Away
  | {
      readonly came: 'open' | 'done'
      readonly actor: Actor
      readonly pair: Pair
      readonly next: PairId | null
      readonly waiting: number
      readonly refusals: readonly Refusal[]
    }

const isDesk = ({ role }: Pick<Actor, 'role'>): boolean => role === 'reconciliation-desk'
const purpose = { code: 'reconciliation' }

/** What waits at the desk: counts, and pairs without anything of what they are about. Forbidden to every other role. */
export const lookAtPairs = ({ db }: Surroundings, caller: Caller) =>
  act<Away | { readonly came: 'open'; readonly actor: Actor; readonly queue: PairQueue }>(
    db,
    caller,
    async (tx, actor) => {
      if (!isDesk(actor))
        return { result: { came: 'forbidden', actor }, audit: { action: 'pairs.listed', outcome: 'refused' } }
      const queue = await pairQueue(tx)
      return {
        result: { came: 'open', actor, queue },
        audit: {
          action: 'pairs.listed',
          records: Object.values(queue.lists).flatMap(each => each.map(p => p.pair)),
          purpose,
        },
      }
    },
  )

/** Which pair comes next after one, or first; null: nothing waits. */
export const lookForNextPair = ({ db }: Surroundings, caller: Caller, after: string | null) =>
  act<Away | { readonly came: 'open'; readonly actor: Actor; readonly next: PairId | null }>(
    db,
    caller,
    async (tx, actor) => {
      if (!isDesk(actor))
        return { result: { came: 'forbidden', actor }, audit: { action: 'pairs.listed', outcome: 'refused' } }
      const next = await nextPair(tx, (after === null ? undefined : parseId<PairId>(after)) ?? null)
      return {
        result: { came: 'open', actor, next },
        audit: { action: 'pairs.listed', records: next ? [next] : [], purpose },
      }
    },
  )

/** Opens a pair and does something there; absent to whoever is not of the desk or is kept out of either record. */
const atPair = (
  { db }: Surroundings,
  caller: Caller,
  given: string,
  action: string,
  work?: (
    tx: Tx,
    pair: Pair,
  ) => Promise<{
    readonly refusals: readonly Refusal[]
    readonly records?: readonly string[]
    readonly action?: string
  }>,
) =>
  act<PairLook>(db, caller, async (tx, actor) => {
    const id = parseId<PairId>(given)
    const pair = id && (await pairSeen(tx, id))
    if (!pair) return { result: { came: 'absent', actor }, audit: { action: 'pair.absent', outcome: 'absent' } }
    const audit: AuditEntry = {
      action,
      // the role itself opens no record: what is shown of each, across the walls, stands in the groups and under the purpose
      subjects: [pair.one, pair.other].map(({ nominal }) => ({ nominal, access: 'none' as const })),
      fieldGroups: ['names', 'births', 'sexes', 'nationalities', 'identifiers', 'addresses', 'hands'],
      records: [pair.pair],
      purpose,
    }
    const done = work && (await work(tx, pair))
    const [next, queue] = [await nextPair(tx, pair.pair), await pairQueue(tx)]
    return {
      result: {
        came: done && done.refusals.length === 0 ? 'done' : 'open',
        actor,
        pair,
        next,
        waiting: queue.counts.waiting,
        refusals: done?.refusals ?? [],
      },
      audit: done
        ? {
            ...audit,
            action: done.action ?? action,
            records: [pair.pair, ...(done.records ?? [])],
            outcome: done.refusals.length > 0 ? 'refused' : 'done',
          }
        : audit,
    }
  })

/** Two records side by side. */
export const lookAtPair = (surroundings: Surroundings, caller: Caller, given: string): Promise<PairLook> =>
  atPair(surroundings, caller, given, 'pair.viewed')

/** Decides whether they are of one person, or takes back what was decided. */
export const decideOnPair = (
  surroundings: Surroundings,
  caller: Caller,
  given: string,
  said: PairGiven,
): Promise<PairLook> =>
  atPair(surroundings, caller, given, 'pair.decided', async (tx, pair) => {
    const decision = decidePair(said, pair)
    if (!decision.agreed) return { refusals: decision.refusals }
    return { refusals: [], records: [await addPairDecision(tx, pair.pair, decision.outcome)] }
  })

/** Writes whom the desk rang and what was agreed, or that it is settled. */
export const stepOnPair = (
  surroundings: Surroundings,
  caller: Caller,
  given: string,
  said: StepGiven,
): Promise<PairLook> =>
  atPair(surroundings, caller, given, said.kind === 'settled' ? 'pair.settled' : 'pair.noted', async (tx, pair) => {
    const decision = takeStep(said, pair)
    if (!decision.agreed) return { refusals: decision.refusals }
    return { refusals: [], records: [await addPairStep(tx, pair.pair, decision.outcome)] }
  })
