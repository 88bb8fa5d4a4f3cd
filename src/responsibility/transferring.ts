import { mayWrite, openRecords, readerAbout } from '#nominals'
import {
  act,
  parseId,
  type Access,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import { textIn } from '#need-to-know'
import type { Given } from '#nominals'
import { chosenIn } from './board.views.ts'
import { inSavepoint } from './savepoint.store.ts'
import { addTransfer, answerItems, officersOf, receivingUnits, transferable, transferOf } from './transfer.store.ts'
import {
  answerTransfer,
  askTransfer,
  type ReceivingUnit,
  type UnitOfficer,
  type Transfer,
  type TransferId,
  type Transferable,
} from './transfer.ts'
import type { AnswerGiven, TransferGiven } from './transfer.views.ts'

type Subjects = NonNullable<AuditEntry['subjects']>
const subjectsIn = ({ items }: Transfer): Subjects =>
  items.map(({ nominal, name }): { nominal: NominalId; access: Access } => ({
    nominal,
    access: name === null ? 'contact' : 'summary',
  }))

type Away = { readonly actor: Actor; readonly came: 'absent' | 'forbidden' }
export type AskingForm = {
  readonly people: readonly Transferable[]
  readonly units: readonly ReceivingUnit[]
  readonly only: NominalId | null
}

/** What was filled in on the form that asks, or sent by a program. */
export const transferGiven = (given: Given): TransferGiven => ({
  people: chosenIn(given['people']),
  to: textIn(given, 'to'),
  officer: textIn(given, 'officer'),
  reason: textIn(given, 'reason').replaceAll('\n', ' '),
})

/** Absent: the person from whose page it was opened is not one the actor may know of; forbidden: a role that transfers nobody, or a record not theirs to hand on. */
const whomTo = async (tx: Tx, actor: Actor, only: NominalId | null): Promise<AskingForm | Away> => {
  if (only !== null) {
    const access = (await openRecords(tx, [only])).get(only) ?? 'none'
    if (access === 'none' || access === 'contact') return { actor, came: 'absent' }
    if (access !== 'full') return { actor, came: 'forbidden' }
  }
  if (!mayWrite(actor.role)) return { actor, came: 'forbidden' }
  const people = await transferable(tx, only)
  if (only !== null && people.length === 0) return { actor, came: 'forbidden' }
  const leads = new Set(people.map(({ unit }) => unit))
  const units = await receivingUnits(tx)
  // Nobody hands a case to the unit that has it: there a record manager is named.
  return { people, units: leads.size === 1 ? units.filter(({ id }) => !leads.has(id)) : units, only }
}

/** From one person's page the form is about them; from the list it is about all who are on it. */
const readerOfOne = (tx: Tx, actor: Actor, only: NominalId | null): Promise<Actor> | Actor =>
  only === null ? actor : readerAbout(tx, actor, only)

const awayAudit = (came: Away['came'], only: NominalId | null, action: string): AuditEntry =>
  came === 'absent'
    ? {
        action: 'nominal.absent',
        outcome: 'absent',
        subjects: only === null ? [] : [{ nominal: only, access: 'none' }],
      }
    : { action, outcome: 'refused', subjects: only === null ? [] : [{ nominal: only, access: 'summary' }] }

type Begun = Away | { readonly actor: Actor; readonly came: 'open'; readonly form: AskingForm }

/** What became of asking. */
export type Asking =
  | Away
  | {
      readonly actor: Actor
      readonly came: 'refused'
      readonly form: AskingForm
      readonly refusals: readonly Refusal[]
    }
  | { readonly actor: Actor; readonly came: 'asked'; readonly transfer: Transfer }

/** The form that asks, with those for whom the actor answers. */
export const beginTransfer = ({ db }: Surroundings, caller: Caller, only: NominalId | null): Promise<Begun> =>
  act<Begun>(db, caller, async (tx, actor) => {
    const form = await whomTo(tx, actor, only)
    if ('came' in form) return { result: form, audit: awayAudit(form.came, only, 'transfer.begun') }
    return {
      result: { actor: await readerOfOne(tx, actor, only), came: 'open', form },
      audit: {
        action: 'transfer.begun',
        subjects: form.people.map(({ nominal }) => ({ nominal, access: 'full' as const })),
        fieldGroups: ['name'],
      },
    }
  })

/** Asks for a transfer; refused with every reason, or `asked` with its id. Throws `NotSignedIn` and `Conflict`. */
export const requestTransfer = (
  { db, now }: Surroundings,
  caller: Caller,
  only: NominalId | null,
  given: TransferGiven,
): Promise<Asking> =>
  act<Asking>(db, caller, async (tx, actor) => {
    const form = await whomTo(tx, actor, only)
    if ('came' in form) return { result: form, audit: awayAudit(form.came, only, 'transfer.asked') }
    const to = form.units.find(({ id }) => id === given.to)?.id ?? null
    const officers = to !== null && given.officer !== '' ? await officersOf(tx, to, given.officer) : []
    const decision = askTransfer(given, {
      transferable: form.people,
      to,
      officers: officers.map(({ id }) => id),
    })
    const about = form.people.filter(({ nominal }) => given.people.includes(nominal))
    const subjects = about.map(({ nominal }) => ({ nominal, access: 'full' as const }))
    const reader = await readerOfOne(tx, actor, only)
    const refuse = (refusals: readonly Refusal[]) => ({
      result: { actor: reader, came: 'refused' as const, form, refusals },
      audit: { action: 'transfer.asked', outcome: 'refused' as const, subjects },
    })
    if (!decision.agreed) return refuse(decision.refusals)
    await openRecords(
      tx,
      about.map(({ nominal }) => nominal),
    )
    const asked = await inSavepoint(tx, () => addTransfer(tx, decision.outcome, now()))
    const transfer = asked === 'CC409' ? undefined : await transferOf(tx, asked)
    if (!transfer)
      return refuse([
        { field: 'people', text: 'For one of them a transfer waits already: answer or withdraw it first' },
      ])
    return {
      result: { actor, came: 'asked', transfer },
      audit: {
        action: 'transfer.asked',
        subjects,
        records: [transfer.id],
        purpose: { code: 'transfer', words: given.reason },
      },
    }
  })

/** What was filled in on the form that answers, or sent by a program. */
export const answerGiven = (given: Given): AnswerGiven => ({
  answer: textIn(given, 'answer'),
  people: chosenIn(given['people']),
  words: textIn(given, 'words').replaceAll('\n', ' '),
  manager: textIn(given, 'manager'),
})

export type TransferLook =
  | Away
  | {
      readonly actor: Actor
      readonly came: 'open'
      readonly transfer: Transfer
      readonly officers: readonly UnitOfficer[]
    }

const officersFor = (tx: Tx, { mayAnswer, toUnit }: Transfer): Promise<readonly UnitOfficer[]> =>
  mayAnswer ? officersOf(tx, toUnit) : Promise.resolve([])

/** Looks at one request. Absent: it does not concern the actor, or they may know of none of its people, or there is none. */
export const lookAtTransfer = ({ db }: Surroundings, caller: Caller, id: string): Promise<TransferLook> =>
  act<TransferLook>(db, caller, async (tx, actor) => {
    const parsed = parseId<TransferId>(id)
    const transfer = parsed && (await transferOf(tx, parsed))
    if (!transfer) return { result: { actor, came: 'absent' }, audit: { action: 'transfer.viewed', outcome: 'absent' } }
    return {
      result: { actor, came: 'open', transfer, officers: await officersFor(tx, transfer) },
      audit: {
        action: 'transfer.viewed',
        subjects: subjectsIn(transfer),
        records: [transfer.id],
        fieldGroups: ['headline'],
      },
    }
  })

export type Answering =
  | Away
  | {
      readonly actor: Actor
      readonly came: 'refused'
      readonly transfer: Transfer
      readonly officers: readonly UnitOfficer[]
      readonly refusals: readonly Refusal[]
    }
  | { readonly actor: Actor; readonly came: 'done'; readonly transfer: Transfer }

/** Answers a request for those of its people who were chosen, all of them in one transaction with the change of hands. */
export const answerRequest = (
  { db, now }: Surroundings,
  caller: Caller,
  id: string,
  given: AnswerGiven,
): Promise<Answering> =>
  act<Answering>(db, caller, async (tx, actor) => {
    const parsed = parseId<TransferId>(id)
    const transfer = parsed && (await transferOf(tx, parsed))
    if (!transfer)
      return { result: { actor, came: 'absent' }, audit: { action: 'transfer.answered', outcome: 'absent' } }
    const subjects = subjectsIn(transfer).filter(({ nominal }) => given.people.includes(nominal))
    const audit = { action: 'transfer.answered', subjects, records: [transfer.id] }
    if (!transfer.mayAnswer && !transfer.mayWithdraw)
      return { result: { actor, came: 'forbidden' }, audit: { ...audit, outcome: 'refused' } }
    const officers = await officersFor(tx, transfer)
    const refuse = (refusals: readonly Refusal[]) => ({
      result: { actor, came: 'refused' as const, transfer, officers, refusals },
      audit: { ...audit, outcome: 'refused' as const },
    })
    const decision = answerTransfer(given, transfer, officers, now())
    if (!decision.agreed) return refuse(decision.refusals)
    const came = await inSavepoint(tx, () => answerItems(tx, decision.outcome), ['CC409', 'CC412'])
    if (came === 'CC412')
      return refuse([
        {
          field: 'people',
          text: 'A handover between the two units is being prepared for one of them, and waits for its gates: see the handover on their page',
        },
      ])
    if (came === 'CC409')
      return refuse([
        {
          field: 'people',
          text: 'Some of them were answered meanwhile, have lapsed, or changed hands: see how they stand now, and choose again',
        },
      ])
    return {
      result: { actor, came: 'done', transfer: (await transferOf(tx, transfer.id)) ?? transfer },
      audit: { ...audit, action: `transfer.${decision.outcome.answer}` },
    }
  })
