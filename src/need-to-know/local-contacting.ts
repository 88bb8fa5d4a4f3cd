import {
  act,
  parseId,
  type Actor,
  type AgencyId,
  type AuditEntry,
  type Caller,
  type OfficerId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import type { Given } from '#nominals'
import { textIn } from './form.ts'
import {
  acknowledge,
  isLocalContact,
  nameContact,
  tellShift,
  type Arrival,
  type ArrivalId,
  type ForceContacts,
} from './local-contact.ts'
import {
  addAcknowledgement,
  addTelling,
  arrivalCalled,
  arrivalsHere,
  contactCandidates,
  forceContacts,
  nameLocalContact,
} from './local-contact.store.ts'

export type Contacts = {
  readonly forces: readonly ForceContacts[]
  readonly keeping: {
    readonly force: ForceContacts
    readonly candidates: readonly { readonly id: OfficerId; readonly name: string }[]
  } | null
}
export type Naming = {
  readonly came: 'open' | 'done' | 'refused' | 'forbidden'
  readonly actor: Actor
  readonly contacts: Contacts
  readonly refusals: readonly Refusal[]
}

const contactsFor = async (tx: Tx, given: string): Promise<Contacts> => {
  const forces = await forceContacts(tx)
  const may = forces.filter(({ mayName }) => mayName)
  const asked = parseId<AgencyId>(given)
  const force = may.length === 1 ? may[0] : may.find(each => each.force === asked)
  return { forces, keeping: force ? { force, candidates: await contactCandidates(tx, force.force) } : null }
}

/** Who the local contacts are. `force`: the one whose contacts are to be named, where several may be. */
export const lookAtContacts = ({ db }: Surroundings, caller: Caller, force: string): Promise<Naming> =>
  act<Naming>(db, caller, async (tx, actor) => ({
    result: { came: 'open', actor, contacts: await contactsFor(tx, force), refusals: [] },
    audit: { action: 'local-contacts.listed' },
  }))

/** Names one: by the force's supervisors, or an administrator. Throws as `act`. */
export const nameOne = ({ db }: Surroundings, caller: Caller, given: Given): Promise<Naming> =>
  act<Naming>(db, caller, async (tx, actor) => {
    const contacts = await contactsFor(tx, textIn(given, 'force'))
    const { keeping } = contacts
    const audit: AuditEntry = { action: 'local-contact.named', outcome: 'refused' }
    if (keeping === null) return { result: { came: 'forbidden', actor, contacts, refusals: [] }, audit }
    const asked = { place: textIn(given, 'place'), officer: textIn(given, 'officer') }
    const decision = nameContact(asked, keeping.force, keeping.candidates)
    if (!decision.agreed) return { result: { came: 'refused', actor, contacts, refusals: decision.refusals }, audit }
    await nameLocalContact(tx, decision.outcome)
    return {
      result: { came: 'done', actor, contacts: await contactsFor(tx, keeping.force.force), refusals: [] },
      audit: { action: 'local-contact.named', records: [keeping.force.force, decision.outcome.officer] },
    }
  })

export type Arrivals = {
  readonly came: 'open' | 'forbidden'
  readonly actor: Actor
  readonly arrivals: readonly Arrival[]
  /** Whether others follow, and how many there are in all. */
  readonly more: boolean
  readonly total: number
}

/** Those of whom the force of the local contact is to know; each of them is consulted. */
export const lookAtArrivals = (
  { db }: Surroundings,
  caller: Caller,
  after: ArrivalId | null = null,
): Promise<Arrivals> =>
  act<Arrivals>(db, caller, async (tx, actor) => {
    if (!isLocalContact(actor.role))
      return {
        result: { came: 'forbidden', actor, arrivals: [], more: false, total: 0 },
        audit: { action: 'local-arrivals.listed', outcome: 'refused' },
      }
    const { arrivals, more, total } = await arrivalsHere(tx, after)
    return {
      result: { came: 'open', actor, arrivals, more, total },
      audit: {
        action: 'local-arrivals.listed',
        subjects: arrivals.map(({ nominal }) => ({ nominal, access: 'summary' })),
        fieldGroups: ['headline', 'local-contact'],
      },
    }
  })

export type ArrivalLook =
  | { readonly came: 'absent'; readonly actor: Actor }
  | { readonly came: 'open' | 'done'; readonly actor: Actor; readonly arrival: Arrival }
  | {
      readonly came: 'refused'
      readonly actor: Actor
      readonly arrival: Arrival
      readonly refusals: readonly Refusal[]
    }

type Doing = (tx: Tx, actor: Actor, arrival: Arrival) => Promise<readonly Refusal[]>

const withArrival = (
  { db }: Surroundings,
  caller: Caller,
  given: string,
  action: string,
  doing?: Doing,
): Promise<ArrivalLook> =>
  act<ArrivalLook>(db, caller, async (tx, actor) => {
    const id = parseId<ArrivalId>(given)
    const arrival = id && isLocalContact(actor.role) ? await arrivalCalled(tx, id) : undefined
    if (!arrival) return { result: { came: 'absent', actor }, audit: { action: 'nominal.absent', outcome: 'absent' } }
    const audit: AuditEntry = {
      action,
      subjects: [{ nominal: arrival.nominal, access: 'summary' }],
      records: [arrival.id],
      fieldGroups: ['headline', 'local-contact'],
    }
    const refusals = doing ? await doing(tx, actor, arrival) : []
    if (refusals.length > 0)
      return { result: { came: 'refused', actor, arrival, refusals }, audit: { ...audit, outcome: 'refused' } }
    const after = doing ? ((await arrivalCalled(tx, arrival.id)) ?? arrival) : arrival
    return { result: { came: doing ? 'done' : 'open', actor, arrival: after }, audit }
  })

/** One arrival, for the local contacts of its force alone; absent to everybody else. */
export const lookAtArrival = (surroundings: Surroundings, caller: Caller, id: string): Promise<ArrivalLook> =>
  withArrival(surroundings, caller, id, 'local-arrival.viewed')

export const acknowledgeArrival = (
  surroundings: Surroundings,
  caller: Caller,
  id: string,
  given: Given,
): Promise<ArrivalLook> =>
  withArrival(surroundings, caller, id, 'local-arrival.acknowledged', async (tx, actor, arrival) => {
    const decision = acknowledge(textIn(given, 'words'), arrival)
    if (!decision.agreed) return decision.refusals
    await addAcknowledgement(tx, actor, arrival, decision.outcome.words)
    return []
  })

export const tellOfArrival = (
  surroundings: Surroundings,
  caller: Caller,
  id: string,
  given: Given,
): Promise<ArrivalLook> =>
  withArrival(surroundings, caller, id, 'local-arrival.told', async (tx, actor, arrival) => {
    const asked = { when: textIn(given, 'when'), who: textIn(given, 'who'), instruction: textIn(given, 'instruction') }
    const decision = tellShift(asked, surroundings.now())
    if (!decision.agreed) return decision.refusals
    await addTelling(tx, actor, arrival, decision.outcome)
    return []
  })
