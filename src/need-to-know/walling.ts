import { dayOf, type Actor, type Caller, type Refusal, type Surroundings, type Tx } from '#platform'
import {
  factNamed,
  kindNamed,
  lookInto,
  mayWrite,
  otherFactsInWords,
  type FactLine,
  type Given,
  type Opened,
} from '#nominals'
import { textIn } from './form.ts'
import { officerLines, readEnding, readExclusion, readRestriction, type Walls, type WallsOf } from './wall.ts'
import {
  endExclusion,
  endRestriction,
  managerOf,
  officersCalled,
  setExclusion,
  setRestriction,
  wallsOf,
} from './wall.store.ts'

export type WallsOpened = {
  readonly walls: Walls
  /** Of a part: what it says. */
  readonly said: FactLine | null
  /** Of a record, to whoever keeps its walls: its files, because each may have walls of its own and has no page from which one comes here. */
  readonly files: readonly { readonly id: string; readonly words: string }[]
  readonly refusals: readonly Refusal[]
  readonly done: string | null
}

/** What was done, by its id; or why not; 'forbidden': not theirs to do. */
type Doing = (
  tx: Tx,
  actor: Actor,
  walls: Walls,
) => Promise<{ readonly refusals: readonly Refusal[] } | { readonly done: string }>

const withWalls = async (
  { db, now }: Surroundings,
  caller: Caller,
  of: WallsOf,
  action: string,
  doing?: Doing,
): Promise<Opened<WallsOpened>> => {
  const opened = await lookInto<WallsOpened | 'forbidden'>(
    db,
    caller,
    of.nominal,
    {
      action,
      fieldGroups: ['walls'],
      records: result => [
        ...(of.part ? [of.part.id] : []),
        ...(result !== 'forbidden' && result.done !== null ? [result.done] : []),
      ],
    },
    async (tx, actor) => {
      const walls = await wallsOf(tx, of)
      if (!walls) return undefined
      const shown = async (found: Walls) => ({ walls: found, ...(await besides(tx, of, found, dayOf(now()))) })
      if (!doing) return { ...(await shown(walls)), refusals: [], done: null }
      if (!walls.keeps) return 'forbidden'
      const did = await doing(tx, actor, walls)
      if ('refusals' in did) return { ...(await shown(walls)), refusals: did.refusals, done: null }
      return { ...(await shown((await wallsOf(tx, of)) ?? walls)), refusals: [], done: did.done }
    },
    doing ? ({ role }) => mayWrite(role) : undefined,
    result => (result === 'forbidden' || result.refusals.length > 0 ? 'refused' : 'done'),
  )
  if (opened.came !== 'open') return opened
  const { result } = opened
  return result === 'forbidden' ? { actor: opened.actor, came: 'forbidden' } : { ...opened, result }
}

/** What a page of walls says beside them. */
const besides = async (
  tx: Tx,
  { nominal, part }: WallsOf,
  { keeps }: Walls,
  today: Temporal.PlainDate,
): Promise<Pick<WallsOpened, 'said' | 'files'>> => {
  if (part) return { said: (await factNamed(tx, nominal, kindNamed(part.kind)!, part.id, today)) ?? null, files: [] }
  if (!keeps) return { said: null, files: [] }
  const files = (await otherFactsInWords(tx, nominal, today)).filter(({ kind }) => kind === 'file')
  return {
    said: null,
    files: files.flatMap(({ ids, lines }) =>
      lines.map(({ label, value }, index) => ({ id: ids[index]!, words: `${label}: ${value}` })),
    ),
  }
}

/** Who may see a record, or a part of it: to whoever has the record in full and sees the part. */
export const lookAtWalls = (surroundings: Surroundings, caller: Caller, of: WallsOf) =>
  withWalls(surroundings, caller, of, 'walls.viewed')

/** Sets a restriction, by a supervisor of the unit that leads or its region lead. */
export const restrict = (surroundings: Surroundings, caller: Caller, of: WallsOf, given: Given) =>
  withWalls(surroundings, caller, of, 'restriction.set', async (tx, actor) => {
    const decision = readRestriction(given, {
      found: await officersCalled(tx, officerLines(textIn(given, 'officers'))),
      me: actor.officer,
      what: of.part?.kind ?? 'record',
      manager: of.part ? null : await managerOf(tx, of.nominal),
      today: dayOf(surroundings.now()),
    })
    return decision.agreed ? { done: await setRestriction(tx, of, decision.outcome) } : { refusals: decision.refusals }
  })

/** Ends the restriction, by the same. */
export const unrestrict = (surroundings: Surroundings, caller: Caller, of: WallsOf, given: Given) =>
  withWalls(surroundings, caller, of, 'restriction.ended', async (tx, _actor, { restriction }) => {
    const decision = readEnding(given, { those: restriction ? [restriction] : [], field: 'restriction' })
    if (!decision.agreed) return { refusals: decision.refusals }
    await endRestriction(tx, of, decision.outcome.why)
    return { done: decision.outcome.which.id }
  })

/** Keeps one officer out of a record, by the same. */
export const exclude = (surroundings: Surroundings, caller: Caller, of: WallsOf, given: Given) =>
  withWalls(surroundings, caller, of, 'exclusion.set', async (tx, actor, { exclusions }) => {
    const decision = readExclusion(given, {
      found: await officersCalled(tx, officerLines(textIn(given, 'officer'))),
      me: actor.officer,
      what: of.part?.kind ?? 'record',
      kept: exclusions.map(({ officerId }) => officerId),
      today: dayOf(surroundings.now()),
    })
    return decision.agreed ? { done: await setExclusion(tx, of, decision.outcome) } : { refusals: decision.refusals }
  })

/** Ends an exclusion, by the same: never by whom it keeps out, nor by who declared it. */
export const letIn = (surroundings: Surroundings, caller: Caller, of: WallsOf, given: Given) =>
  withWalls(surroundings, caller, of, 'exclusion.ended', async (tx, _actor, { exclusions }) => {
    const decision = readEnding(given, { those: exclusions, field: 'exclusion' })
    if (!decision.agreed) return { refusals: decision.refusals }
    await endExclusion(tx, of, decision.outcome.which.id, decision.outcome.why)
    return { done: decision.outcome.which.id }
  })
