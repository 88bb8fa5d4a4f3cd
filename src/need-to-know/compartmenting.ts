import { opensNominals } from '#access'
import { lookInto, mayWrite, type Given, type Opened } from '#nominals'
import {
  act,
  dayOf,
  parseId,
  type Actor,
  type Caller,
  type NominalId,
  type OfficerId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import {
  makesCompartments,
  readCompartment,
  readCompartmentEnd,
  readEnclosing,
  readMember,
  readMemberEnd,
  readRelease,
  readResponsible,
  readReview,
  type Compartment,
  type CompartmentId,
  type Enclosure,
} from './compartment.ts'
import {
  addCompartment,
  addCompartmentReview,
  addMember,
  encloseRecord,
  enclosuresOf,
  endCompartment,
  endMember,
  enoughFor,
  gapsOf,
  handsOf,
  keepsWalls,
  myCompartments,
  releaseRecord,
  setResponsible,
} from './compartment.store.ts'
import { textIn } from './form.ts'
import { officerLines } from './wall.ts'
import { officersCalled } from './wall.store.ts'

type Away = {
  readonly came: 'absent' | 'forbidden'
  readonly actor: Actor
  readonly compartment?: undefined
  readonly compartments?: undefined
}
const ids = (compartments: readonly Compartment[]): readonly string[] => compartments.map(({ id }) => id)

export type CompartmentsLook =
  | Away
  | {
      readonly came: 'open'
      readonly actor: Actor
      readonly compartments: readonly Compartment[]
      readonly refusals: readonly Refusal[]
      readonly made: CompartmentId | null
    }

/** The compartments that one is inside; forbidden to roles that open no records. With `given` one more is made. */
export const lookAtCompartments = (
  { db, now }: Surroundings,
  caller: Caller,
  given: Given | null = null,
): Promise<CompartmentsLook> =>
  act<CompartmentsLook>(db, caller, async (tx, actor) => {
    const action = given ? 'compartment.made' : 'compartments.listed'
    if (!opensNominals(actor.role) || actor.lapsed !== null || (given && !makesCompartments(actor.role)))
      return { result: { came: 'forbidden', actor }, audit: { action, outcome: 'refused' } }
    const come = given ? await making(tx, actor, given, dayOf(now())) : { refusals: [], made: null }
    const compartments = await myCompartments(tx)
    return {
      result: { came: 'open', actor, compartments, ...come },
      audit: {
        action,
        outcome: come.refusals.length > 0 ? 'refused' : 'done',
        records: come.made ? [come.made] : given ? [] : ids(compartments),
      },
    }
  })

const making = async (
  tx: Tx,
  actor: Actor,
  given: Given,
  today: Temporal.PlainDate,
): Promise<{ readonly refusals: readonly Refusal[]; readonly made: CompartmentId | null }> => {
  const found = await officersCalled(tx, officerLines(textIn(given, 'second')).slice(0, 1))
  const asked: readonly OfficerId[] = [actor.officer, ...found.map(({ id }) => id)]
  const enough = await enoughFor(tx, asked, textIn(given, 'level'))
  const decision = readCompartment(given, { found, enough, me: actor.officer, today })
  return decision.agreed
    ? { refusals: [], made: await addCompartment(tx, decision.outcome) }
    : { refusals: decision.refusals, made: null }
}

export type CompartmentLook =
  | Away
  | {
      readonly came: 'open' | 'done' | 'ended'
      readonly actor: Actor
      readonly compartment: Compartment
      readonly refusals: readonly Refusal[]
    }

/** What is done there; `may`: whether it is theirs to do. */
type Doing = {
  readonly action: string
  readonly may: (compartment: Compartment) => boolean
  readonly work: (tx: Tx, compartment: Compartment, today: Temporal.PlainDate) => Promise<readonly Refusal[]>
}

/** Looks at one, or does something there. Absent to whoever is not inside, as what does not exist. */
export const atCompartment = (
  { db, now }: Surroundings,
  caller: Caller,
  text: string,
  doing: Doing | null = null,
): Promise<CompartmentLook> =>
  act<CompartmentLook>(db, caller, async (tx, actor) => {
    const action = doing?.action ?? 'compartment.viewed'
    const id = parseId<CompartmentId>(text)
    const compartment = id && (await myCompartments(tx, id))[0]
    if (!compartment) return { result: { came: 'absent', actor }, audit: { action, outcome: 'absent' } }
    const audit = {
      action,
      records: [compartment.id],
      // whoever looks sees who is inside
      subjects: compartment.inside.map(({ nominal }) => ({ nominal, access: 'full' as const })),
      fieldGroups: compartment.inside.length > 0 ? ['headline'] : [],
    }
    if (!doing) return { result: { came: 'open', actor, compartment, refusals: [] }, audit }
    if (!doing.may(compartment))
      return { result: { came: 'forbidden', actor }, audit: { action, outcome: 'refused', records: [compartment.id] } }
    const refusals = await doing.work(tx, compartment, dayOf(now()))
    if (refusals.length > 0)
      return { result: { came: 'open', actor, compartment, refusals }, audit: { ...audit, outcome: 'refused' } }
    const [after] = await myCompartments(tx, compartment.id)
    return {
      result: { came: after ? 'done' : 'ended', actor, compartment: after ?? compartment, refusals: [] },
      audit,
    }
  })

const answers = ({ answers: may }: Compartment): boolean => may
const decided = async <Outcome>(
  decision:
    | { readonly agreed: true; readonly outcome: Outcome }
    | { readonly agreed: false; readonly refusals: readonly Refusal[] },
  then: (outcome: Outcome) => Promise<void>,
): Promise<readonly Refusal[]> => {
  if (!decision.agreed) return decision.refusals
  await then(decision.outcome)
  return []
}

/** What whoever answers for a compartment does with it, from what was sent. */
export const compartmentDoings = {
  members: (given: Given): Doing => ({
    action: 'compartment.member-added',
    may: answers,
    work: async (tx, { id, level }, today) => {
      const found = await officersCalled(tx, officerLines(textIn(given, 'officer')).slice(0, 1))
      const enough = await enoughFor(
        tx,
        found.map(each => each.id),
        level,
      )
      return decided(readMember(given, { found, enough, today }), outcome => addMember(tx, id, outcome))
    },
  }),
  'members/end': (given: Given): Doing => ({
    action: 'compartment.member-ended',
    may: answers,
    work: async (tx, compartment) => {
      const member = compartment.members.find(({ officer }) => officer === textIn(given, 'member'))
      const hands = member ? await handsOf(tx, compartment.id, member.officer) : 0
      return decided(readMemberEnd(given, compartment, hands), outcome => endMember(tx, compartment.id, outcome))
    },
  }),
  responsible: (given: Given): Doing => ({
    action: 'compartment.responsible-named',
    may: ({ namesResponsible }) => namesResponsible,
    work: (tx, compartment) =>
      decided(readResponsible(given, compartment), outcome => setResponsible(tx, compartment.id, outcome)),
  }),
  review: (given: Given): Doing => ({
    action: 'compartment.reviewed',
    may: answers,
    work: (tx, { id }, today) => decided(readReview(given, today), outcome => addCompartmentReview(tx, id, outcome)),
  }),
  end: (given: Given): Doing => ({
    action: 'compartment.ended',
    may: answers,
    work: (tx, compartment) =>
      decided(readCompartmentEnd(given, compartment), ({ why }) => endCompartment(tx, compartment.id, why)),
  }),
} as const

export type EnclosuresOpened = {
  readonly keeps: boolean
  readonly enclosures: readonly Enclosure[]
  /** Those that the record may be put in. */
  readonly mine: readonly Pick<Compartment, 'id' | 'name'>[]
  readonly refusals: readonly Refusal[]
}

/**
 * The compartments of a record, for whoever has it in full; puts it in one, or takes it out of one, for whoever keeps its walls.
 */
export const atEnclosures = async (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  doing: { readonly what: 'in' | 'out'; readonly given: Given } | null = null,
): Promise<Opened<EnclosuresOpened>> => {
  const opened = await lookInto<EnclosuresOpened & { readonly which: CompartmentId | null }>(
    db,
    caller,
    nominal,
    {
      action: !doing ? 'compartments.viewed' : doing.what === 'in' ? 'compartment.enclosed' : 'compartment.released',
      fieldGroups: ['walls'],
      records: ({ which, enclosures }) => (which ? [which] : enclosures.map(({ compartment }) => compartment)),
    },
    async tx => {
      const keeps = await keepsWalls(tx, nominal)
      const enclosures = await enclosuresOf(tx, nominal)
      const mine = keeps ? await myCompartments(tx) : []
      const seen = { keeps, enclosures, mine, refusals: [], which: null }
      if (!doing || !keeps) return seen
      const { given } = doing
      if (doing.what === 'out') {
        const decision = readRelease(given, { in: enclosures })
        if (!decision.agreed) return { ...seen, refusals: decision.refusals }
        await releaseRecord(tx, nominal, decision.outcome)
        return { ...seen, which: decision.outcome.compartment }
      }
      const which = mine.find(({ id }) => id === textIn(given, 'compartment'))
      const gaps = which ? await gapsOf(tx, nominal, which.id) : []
      const decision = readEnclosing(given, { mine, in: enclosures, gaps })
      if (!decision.agreed) return { ...seen, refusals: decision.refusals }
      await encloseRecord(tx, nominal, decision.outcome)
      return { ...seen, which: decision.outcome.compartment }
    },
    doing ? ({ role }) => mayWrite(role) : undefined,
    ({ keeps, refusals }) => (doing && (!keeps || refusals.length > 0) ? 'refused' : 'done'),
  )
  if (opened.came !== 'open') return opened
  return doing && !opened.result.keeps ? { actor: opened.actor, came: 'forbidden' } : opened
}
