import { sql } from 'kysely'
import { openRecords, readerAbout, type Given } from '#nominals'
import { textIn } from '#need-to-know'
import {
  act,
  dayOf,
  parseId,
  type Actor,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
  type UnitId,
} from '#platform'
import { meetGate, passVoluntarily, statutoryEnd, type EndDate, type Handover } from './handover.ts'
import { inSavepoint } from './savepoint.store.ts'
import { addGateMet, callOff, endsOf, handoverOf, nameReceiver, openHandover, passNow } from './handover.store.ts'
import { officersOf, receivingUnits } from './transfer.store.ts'
import type { ReceivingUnit, UnitOfficer } from './transfer.ts'

/** What the page of a handover is made of. `handover`: undefined while none was opened. */
export type HandoverFacts = {
  readonly nominal: NominalId
  readonly name: string
  readonly handover: Handover | undefined
  readonly from: string
  readonly dates: readonly EndDate[]
  readonly answers: boolean
  readonly usual: UnitId | null
  readonly units: readonly ReceivingUnit[]
  readonly officers: readonly UnitOfficer[]
}
export type HandingOver =
  | { readonly actor: Actor; readonly came: 'absent' | 'forbidden' }
  | { readonly actor: Actor; readonly came: 'open' | 'done'; readonly facts: HandoverFacts }
  | {
      readonly actor: Actor
      readonly came: 'refused'
      readonly facts: HandoverFacts
      readonly refusals: readonly Refusal[]
    }

const factsOf = async (tx: Tx, nominal: NominalId): Promise<HandoverFacts> => {
  const { rows } = await sql<{
    name: string
  }>`select name from nominal_headline where nominal_id = ${nominal}::uuid`.execute(tx)
  const handover = await handoverOf(tx, nominal)
  const ends = await endsOf(tx, nominal)
  return {
    nominal,
    name: rows[0]?.name ?? '',
    handover,
    ...ends,
    units: await receivingUnits(tx),
    officers: handover?.toUnit && handover.sides.receivingSupervisor ? await officersOf(tx, handover.toUnit) : [],
  }
}

/** What is done with a handover; each by its own address. */
export type Step = 'open' | 'receiver' | 'gate' | 'pass' | 'call-off'
const actions: Readonly<Record<Step, string>> = {
  open: 'handover.opened',
  receiver: 'handover.receiver-named',
  gate: 'handover.gate-met',
  pass: 'handover.passed',
  'call-off': 'handover.called-off',
}

const closedOrNone = { field: '', text: 'There is no open handover of this record' }
const takeUnit = (facts: HandoverFacts, given: Given): UnitId | undefined =>
  facts.units.find(({ id }) => id === textIn(given, 'to'))?.id

type Work = readonly Refusal[] | (() => Promise<void>)
/** What a step comes to: every reason against it, or what is written. */
const workOf = (
  tx: Tx,
  step: Step,
  facts: HandoverFacts,
  given: Given,
  today: Temporal.PlainDate,
): Work | 'forbidden' => {
  const { handover, nominal } = facts
  const open = handover && handover.closed === null ? handover : undefined
  const to = takeUnit(facts, given)
  if (step === 'open') {
    if (!facts.answers) return 'forbidden'
    if (open) return [{ field: '', text: 'A handover of this record is open already' }]
    const end = statutoryEnd(facts.dates, facts.from, today)?.kind ?? 'voluntary'
    if (textIn(given, 'to') !== '' && !to) return [{ field: 'to', text: 'Choose a unit from the list' }]
    if (end === 'voluntary' && !to) return [{ field: 'to', text: 'Choose the unit that is to receive' }]
    return async () => void (await openHandover(tx, nominal, end, to ?? null))
  }
  if (step === 'gate') {
    if (!handover) return [closedOrNone]
    const [code = '', fact = ''] = textIn(given, 'gate').split(' ')
    const decision = meetGate(handover, {
      code,
      fact: fact === '' ? null : (parseId<NominalId>(fact) ?? 'none'),
      said: textIn(given, 'said'),
    })
    return decision.agreed
      ? () => addGateMet(tx, handover.id, decision.outcome.code, decision.outcome.fact, decision.outcome.said)
      : decision.refusals
  }
  if (!open) return [closedOrNone]
  if (step === 'receiver') {
    if (!open.mayName) return 'forbidden'
    return to ? () => nameReceiver(tx, open.id, to) : [{ field: 'to', text: 'Choose the unit that is to receive' }]
  }
  if (step === 'call-off') {
    if (!open.mayCallOff) return 'forbidden'
    const words = textIn(given, 'words')
    const against: Refusal[] = []
    if (open.day)
      against.push({
        field: '',
        text: 'What the law brings is not called off: put the date right among the release dates',
      })
    if (words.length < 10 || words.length > 500)
      against.push({ field: 'words', text: 'Say why, in 10 to 500 characters' })
    return against.length > 0 ? against : () => callOff(tx, open.id, words)
  }
  const decision = passVoluntarily(open)
  if (!decision.agreed) return decision.refusals
  const named = textIn(given, 'manager')
  const manager = named === '' ? null : facts.officers.find(({ id }) => id === named)?.id
  if (manager === undefined) return [{ field: 'manager', text: 'Choose an officer of the receiving unit' }]
  return () => passNow(tx, open.id, manager)
}

/** What the database answers where another was quicker, or the program let something pass that it must not. */
const inWords: Readonly<Record<'CC403' | 'CC409' | 'CC410' | '23505', string>> = {
  CC403: 'That is for the other side to say, or for a supervisor',
  CC409: 'Somebody was quicker: see how it stands now',
  CC410: 'The gates are not all met, or the law sets the day',
  '23505': 'It is met already',
}

/**
 * Looks at the handover of a record, or takes one step with it: at *full* only; *summary* is forbidden, what is less is absent. Refused with every
 * reason. Throws `NotSignedIn` and `Conflict`.
 */
export const handOver = (
  { db, now }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  asked: { readonly step: Step; readonly given: Given } | null,
): Promise<HandingOver> =>
  act<HandingOver>(db, caller, async (tx, actor) => {
    const access = (await openRecords(tx, [nominal])).get(nominal) ?? 'none'
    if (access === 'none' || access === 'contact')
      return {
        result: { actor, came: 'absent' },
        audit: { action: 'nominal.absent', outcome: 'absent', subjects: [{ nominal, access: 'none' }] },
      }
    const subjects = [{ nominal, access }]
    const action = asked ? actions[asked.step] : 'handover.viewed'
    if (access !== 'full')
      return { result: { actor, came: 'forbidden' }, audit: { action, outcome: 'refused', subjects } }
    const facts = await factsOf(tx, nominal)
    const reader = await readerAbout(tx, actor, nominal)
    const audit = { action, subjects, records: facts.handover ? [facts.handover.id] : [], fieldGroups: ['handover'] }
    if (!asked) return { result: { actor: reader, came: 'open', facts }, audit }
    const work = workOf(tx, asked.step, facts, asked.given, dayOf(now()))
    if (work === 'forbidden') return { result: { actor, came: 'forbidden' }, audit: { ...audit, outcome: 'refused' } }
    const refusals = typeof work === 'function' ? await written(tx, work) : work
    if (refusals.length > 0)
      return { result: { actor: reader, came: 'refused', facts, refusals }, audit: { ...audit, outcome: 'refused' } }
    // Whoever handed over may not read the record any more.
    const after = (await openRecords(tx, [nominal])).get(nominal)
    return { result: { actor, came: 'done', facts: after === 'full' ? await factsOf(tx, nominal) : facts }, audit }
  })

const written = async (tx: Tx, work: () => Promise<void>): Promise<readonly Refusal[]> => {
  const said = await inSavepoint(tx, work, ['CC403', 'CC409', 'CC410', '23505'])
  return said === undefined ? [] : [{ field: '', text: inWords[said] }]
}
