import {
  factNamed,
  factsInWords,
  lookInto,
  otherFactsInWords,
  storedInWords,
  type FactId,
  type FactLine,
  type FactsInWords,
  type StoredForm,
} from '#nominals'
import {
  act,
  dayOf,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { decideDestruction, waits, type Destruction, type DestructionOutcome } from './destruction.ts'
import { askDestruction, destructionsOf, settleDestruction } from './destruction.store.ts'
import {
  canBeSealed,
  giveReason,
  isUnderSeal,
  keepsSeals,
  sealFact,
  seals,
  type Sealing,
  type SealingId,
} from './sealing.ts'
import {
  addSealing,
  openSeal,
  sealedFile,
  sealedVersions,
  sealingCalled,
  sealingsSeen,
  supervisedRecord,
  withdrawnBecause,
} from './sealing.store.ts'

export type NamedFact = {
  readonly nominal: NominalId
  readonly kind: { readonly kind: string; readonly table: string; readonly one: string }
  readonly fact: FactId
}

/** The facts of a record that may be sealed, for whoever supervises the unit that leads it; `mine` false: others do. */
export const lookForSealing = ({ db, now }: Surroundings, caller: Caller, nominal: NominalId) =>
  lookInto<{ readonly mine: boolean; readonly facts: readonly FactsInWords[] }>(
    db,
    caller,
    nominal,
    {
      action: 'sealing.begun',
      fieldGroups: ['name'],
      records: ({ facts }) => facts.filter(({ kind }) => kind === 'entry').flatMap(({ ids }) => ids),
    },
    async tx => {
      if (!(await supervisedRecord(tx, nominal))) return { mine: false, facts: [] }
      const facts = [
        ...(await factsInWords(tx, nominal, dayOf(now()))),
        ...(await otherFactsInWords(tx, nominal, dayOf(now()))),
      ]
      return { mine: true, facts: facts.filter(({ kind }) => canBeSealed(kind)) }
    },
    ({ role }) => seals(role),
    ({ mine }) => (mine ? 'done' : 'refused'),
  )

export type SealingAsked = {
  readonly mine: boolean
  readonly fact: FactLine
  readonly refusals: readonly Refusal[]
  readonly sealing: SealingId | null
}

/** The form that seals one fact; with `why` it is sealed. Absent is what the record does not have. */
export const sealOne = (
  { db, now }: Surroundings,
  caller: Caller,
  { nominal, kind, fact }: NamedFact,
  why: string | null,
) =>
  lookInto<SealingAsked>(
    db,
    caller,
    nominal,
    {
      action: why === null ? 'sealing.begun' : 'sealing.made',
      fieldGroups: ['name'],
      records: ({ sealing }) => (sealing ? [sealing, fact] : [fact]),
    },
    async tx => {
      const line = await factNamed(tx, nominal, kind, fact, dayOf(now()))
      if (!line) return undefined
      const asked = { mine: await supervisedRecord(tx, nominal), fact: line, refusals: [], sealing: null }
      if (!asked.mine || why === null) return asked
      const decision = sealFact(kind.table, why)
      if (!decision.agreed) return { ...asked, refusals: decision.refusals }
      const sealing = await addSealing(tx, nominal, kind.table, fact, decision.outcome.why)
      return sealing && { ...asked, sealing }
    },
    ({ role }) => seals(role),
    ({ mine, refusals }) => (mine && refusals.length === 0 ? 'done' : 'refused'),
  )

type Away = { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }

/** What the actor may know to be sealed: a supervisor what they sealed themselves, the data-protection officer all of it. */
export const lookAtSealings = ({ db }: Surroundings, caller: Caller) =>
  act<Away | { readonly came: 'open'; readonly actor: Actor; readonly sealings: readonly Sealing[] }>(
    db,
    caller,
    async (tx, actor) => {
      if (!seals(actor.role) && !keepsSeals(actor.role))
        return { result: { came: 'forbidden', actor }, audit: { action: 'sealings.listed', outcome: 'refused' } }
      const found = await sealingsSeen(tx)
      return {
        result: { came: 'open', actor, sealings: found },
        audit: { action: 'sealings.listed', records: found.map(({ id }) => id) },
      }
    },
  )

/** What may be said of somebody whose record the actor does not have: that it is about them, and no access. */
const about = ({ nominal }: Sealing, actor: Actor): NonNullable<AuditEntry['subjects']> => [
  { nominal, access: keepsSeals(actor.role) ? 'none' : 'full' },
]

/** Opens the page of a sealing and does something there; absent to whoever may not know of it. */
const atSealing = <More extends object>(
  { db }: Surroundings,
  caller: Caller,
  given: string,
  action: string,
  work: (
    tx: Parameters<Parameters<typeof act>[2]>[0],
    sealing: Sealing,
    actor: Actor,
  ) => Promise<
    (More & { readonly outcome?: 'refused'; readonly fieldGroups?: readonly string[] }) | 'absent' | 'forbidden'
  >,
) =>
  act<Away | ({ readonly came: 'open'; readonly actor: Actor; readonly sealing: Sealing } & More)>(
    db,
    caller,
    async (tx, actor) => {
      const id = parseId<SealingId>(given)
      const sealing = id && (await sealingCalled(tx, id))
      if (!sealing) return { result: { came: 'absent', actor }, audit: { action, outcome: 'absent' } }
      const subjects = about(sealing, actor)
      const done = await work(tx, sealing, actor)
      if (done === 'absent' || done === 'forbidden')
        return {
          result: { came: done, actor },
          audit: { action, outcome: done === 'absent' ? 'absent' : 'refused', subjects, records: [sealing.id] },
        }
      const { outcome, fieldGroups = [], ...more } = done
      return {
        result: { came: 'open', actor, sealing, ...(more as unknown as More) },
        audit: {
          action,
          ...(outcome ? { outcome } : {}),
          subjects,
          records: [sealing.id],
          fieldGroups: [...fieldGroups],
        },
      }
    },
  )

/** That something was sealed: what kind, when, by whom and why; and what was asked of it. */
export const lookAtSealing = (surroundings: Surroundings, caller: Caller, given: string) =>
  atSealing<{ readonly destructions: readonly Destruction[] }>(
    surroundings,
    caller,
    given,
    'sealing.viewed',
    async (tx, { id }) => ({ destructions: await destructionsOf(tx, id) }),
  )

/** Asks that what is under a seal is destroyed: whoever sealed it, or the data-protection officer. */
export const askToDestroy = (surroundings: Surroundings, caller: Caller, given: string, why: string) =>
  atSealing<{ readonly refusals: readonly Refusal[] }>(
    surroundings,
    caller,
    given,
    'destruction.asked',
    async (tx, sealing, actor) => {
      if (!keepsSeals(actor.role) && !sealing.isMine) return 'forbidden'
      const asked = await destructionsOf(tx, sealing.id)
      const decision = giveReason(why)
      const refusals = [
        ...(!isUnderSeal(sealing) || asked.some(({ destroyedAt }) => destroyedAt)
          ? [{ field: '', text: 'Nothing is under this seal any more' }]
          : []),
        ...(asked.some(({ outcome, destroyedAt }) => !destroyedAt && (outcome === null || outcome === 'confirmed'))
          ? [{ field: '', text: 'Its destruction has been asked for already' }]
          : []),
        ...(decision.agreed ? [] : decision.refusals),
      ]
      if (refusals.length > 0 || !decision.agreed) return { outcome: 'refused', refusals }
      await askDestruction(tx, sealing.id, decision.outcome.why)
      return { refusals: [] }
    },
  )

/** Decides on what was asked: another human being confirms or refuses, or who asked takes it back. */
export const decideToDestroy = (
  surroundings: Surroundings,
  caller: Caller,
  given: string,
  { outcome, why }: { readonly outcome: DestructionOutcome | null; readonly why: string },
) =>
  atSealing<{ readonly refusals: readonly Refusal[] }>(
    surroundings,
    caller,
    given,
    'destruction.decided',
    async (tx, sealing, actor) => {
      const refused = (refusals: readonly Refusal[]) => ({ outcome: 'refused' as const, refusals })
      const asked = (await destructionsOf(tx, sealing.id)).find(waits)
      if (!asked || !isUnderSeal(sealing)) return refused([{ field: '', text: 'Nothing waits to be decided' }])
      if (outcome === null) return refused([{ field: 'outcome', text: 'Choose what you decide' }])
      const mine = { keepsSeals: keepsSeals(actor.role), isMine: asked.isMine }
      const decision = decideDestruction(asked, mine, outcome, why)
      if (!decision.agreed) return refused(decision.refusals)
      await settleDestruction(tx, asked.request, outcome, why)
      return { refusals: [] }
    },
  )

export type SealedVersion = FactLine & { readonly at: Temporal.Instant; readonly by: string; readonly agency: string }

/** What is under the seal, in words: a look of its own in the log. Absent where nothing is there any more. */
export const lookUnderSeal = (surroundings: Surroundings, caller: Caller, given: string) =>
  atSealing<{ readonly versions: readonly SealedVersion[]; readonly withdrawn: readonly string[] }>(
    surroundings,
    caller,
    given,
    'sealing.opened',
    async (tx, sealing) => {
      const rows = await sealedVersions(tx, sealing)
      if (rows.length === 0) return 'absent'
      const lines = await storedInWords(
        tx,
        sealing.kind,
        rows.map(({ row }) => row),
        dayOf(surroundings.now()),
      )
      return {
        fieldGroups: [sealing.kind],
        versions: rows.map(({ at, by, agency }, index) => ({ ...lines[index]!, at, by, agency })),
        withdrawn: await withdrawnBecause(tx, sealing.id),
      }
    },
  )

/** The bytes of a sealed file: a look of its own in the log. */
export const lookAtSealedFile = (surroundings: Surroundings, caller: Caller, given: string) =>
  atSealing<{ readonly stored: StoredForm }>(surroundings, caller, given, 'sealing.file-opened', async (tx, { id }) => {
    const stored = await sealedFile(tx, id)
    return stored ? { stored, fieldGroups: ['files'] } : 'absent'
  })

/** Opens a seal: everything is as it was. Forbidden to all but the data-protection officer. */
export const openOneSeal = (surroundings: Surroundings, caller: Caller, given: string, why: string) =>
  atSealing<{ readonly refusals: readonly Refusal[] }>(
    surroundings,
    caller,
    given,
    'sealing.unsealed',
    async (tx, sealing, actor) => {
      if (!keepsSeals(actor.role)) return 'forbidden'
      const refused = (refusals: readonly Refusal[]) => ({ outcome: 'refused' as const, refusals })
      const asked = await destructionsOf(tx, sealing.id)
      if (!isUnderSeal(sealing) || asked.some(({ destroyedAt }) => destroyedAt))
        return refused([{ field: '', text: 'Nothing is under this seal any more' }])
      if (asked.some(({ outcome }) => outcome === 'confirmed'))
        return refused([{ field: '', text: 'Its destruction is confirmed: the seal is not opened any more' }])
      const decision = giveReason(why)
      if (!decision.agreed) return refused(decision.refusals)
      const came = await openSeal(tx, sealing.id, decision.outcome.why)
      if (came === 'again')
        return refused([
          {
            field: '',
            text: 'The same file has been added to the record again. That one must be withdrawn or sealed first',
          },
        ])
      if (came === 'busy')
        return refused([
          { field: '', text: 'Something long is being written just now. Nothing was changed: try again in a minute' },
        ])
      return { refusals: [] }
    },
  )
