import { dayOf, type Actor, type Caller, type NominalId, type Refusal, type Surroundings, type Tx } from '#platform'
import { lookInto, mayWrite, type Given, type Opened } from '#nominals'
import { textIn } from './form.ts'
import { officerLines, readEnding, readExclusion, readRestriction, type Walls } from './wall.ts'
import {
  endExclusion,
  endRestriction,
  managerOf,
  officersCalled,
  setExclusion,
  setRestriction,
  wallsOf,
} from './wall.store.ts'

export type WallsOpened = { readonly walls: Walls; readonly refusals: readonly Refusal[]; readonly done: string | null }

/** What was done, by its id; or why not; 'forbidden': not theirs to do. */
type Doing = (
  tx: Tx,
  actor: Actor,
  walls: Walls,
) => Promise<{ readonly refusals: readonly Refusal[] } | { readonly done: string }>

const withWalls = async (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  action: string,
  doing?: Doing,
): Promise<Opened<WallsOpened>> => {
  const opened = await lookInto<WallsOpened | 'forbidden'>(
    db,
    caller,
    nominal,
    {
      action,
      fieldGroups: ['walls'],
      records: result => (result !== 'forbidden' && result.done !== null ? [result.done] : []),
    },
    async (tx, actor) => {
      const walls = await wallsOf(tx, nominal)
      if (!walls) return undefined
      if (!doing) return { walls, refusals: [], done: null }
      if (!walls.keeps) return 'forbidden'
      const did = await doing(tx, actor, walls)
      if ('refusals' in did) return { walls, refusals: did.refusals, done: null }
      return { walls: (await wallsOf(tx, nominal)) ?? walls, refusals: [], done: did.done }
    },
    doing ? ({ role }) => mayWrite(role) : undefined,
    result => (result === 'forbidden' || result.refusals.length > 0 ? 'refused' : 'done'),
  )
  if (opened.came !== 'open') return opened
  const { result } = opened
  return result === 'forbidden' ? { actor: opened.actor, came: 'forbidden' } : { ...opened, result }
}

/** Who may see a record: to whoever has it in full. */
export const lookAtWalls = (surroundings: Surroundings, caller: Caller, nominal: NominalId) =>
  withWalls(surroundings, caller, nominal, 'walls.viewed')

/** Sets a restriction, by a supervisor of the unit that leads or its region lead. */
export const restrict = (surroundings: Surroundings, caller: Caller, nominal: NominalId, given: Given) =>
  withWalls(surroundings, caller, nominal, 'restriction.set', async (tx, actor) => {
    const decision = readRestriction(given, {
      found: await officersCalled(tx, officerLines(textIn(given, 'officers'))),
      me: actor.officer,
      manager: await managerOf(tx, nominal),
      today: dayOf(surroundings.now()),
    })
    return decision.agreed
      ? { done: await setRestriction(tx, nominal, decision.outcome) }
      : { refusals: decision.refusals }
  })

/** Ends the restriction, by the same. */
export const unrestrict = (surroundings: Surroundings, caller: Caller, nominal: NominalId, given: Given) =>
  withWalls(surroundings, caller, nominal, 'restriction.ended', async (tx, _actor, { restriction }) => {
    const decision = readEnding(given, { those: restriction ? [restriction] : [], field: 'restriction' })
    if (!decision.agreed) return { refusals: decision.refusals }
    await endRestriction(tx, nominal, decision.outcome.why)
    return { done: decision.outcome.which.id }
  })

/** Keeps one officer out of a record, by the same. */
export const exclude = (surroundings: Surroundings, caller: Caller, nominal: NominalId, given: Given) =>
  withWalls(surroundings, caller, nominal, 'exclusion.set', async (tx, actor, { exclusions }) => {
    const decision = readExclusion(given, {
      found: await officersCalled(tx, officerLines(textIn(given, 'officer'))),
      me: actor.officer,
      kept: exclusions.map(({ officerId }) => officerId),
      today: dayOf(surroundings.now()),
    })
    return decision.agreed
      ? { done: await setExclusion(tx, nominal, decision.outcome) }
      : { refusals: decision.refusals }
  })

/** Ends an exclusion, by the same: never by whom it keeps out, nor by who declared it. */
export const letIn = (surroundings: Surroundings, caller: Caller, nominal: NominalId, given: Given) =>
  withWalls(surroundings, caller, nominal, 'exclusion.ended', async (tx, _actor, { exclusions }) => {
    const decision = readEnding(given, { those: exclusions, field: 'exclusion' })
    if (!decision.agreed) return { refusals: decision.refusals }
    await endExclusion(tx, nominal, decision.outcome.which.id, decision.outcome.why)
    return { done: decision.outcome.which.id }
  })
