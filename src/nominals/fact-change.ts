import {
  act,
  type Access,
  codeOf,
  dayOf,
  type Actor,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import { dayIn, type FactKind, type ShownFact } from './fact-kind.ts'
import { firstDay, readEnd, readFact, type Given } from './fact-reading.ts'
import { mayWrite, whyNotToChange } from './fact-rights.ts'
import type { FactId } from './fact.facts.ts'
import { addFact, addResidence, endFact, factVersion, isKnownByName, leadAgencyOf, withdrawFact } from './fact.store.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'
import { openRecords } from './nominal.store.ts'
import { forceCodeAt } from './force-at.ts'

/** What is to be done. `version`: the version of the fact that whoever asks has seen; changes made since are told, not lost. */
export type Change =
  | { readonly what: 'add' }
  | { readonly what: 'correct' | 'end' | 'withdraw'; readonly fact: FactId; readonly version: string | null }

export type Changed =
  | { readonly actor: Actor; readonly came: 'absent' | 'forbidden' }
  | {
      readonly actor: Actor
      readonly came: 'refused'
      readonly refusals: readonly Refusal[]
      readonly now: ShownFact | null
      readonly name: string
    }
  | {
      readonly actor: Actor
      readonly came: 'overtaken'
      readonly now: ShownFact | null
      readonly current: FactId | null
      readonly name: string
    }
  | { readonly actor: Actor; readonly came: 'done'; readonly fact: FactId }

const actions = { add: 'fact.added', correct: 'fact.corrected', end: 'fact.ended', withdraw: 'fact.withdrawn' } as const
/** What the database raises when somebody was quicker, or the lead agency has changed since the record was looked at. */
const changedSince = new Set(['CC409', 'CC403'])
const longestReason = 500

/**
 * Adds a fact to a record, or corrects, ends or withdraws one, in one transaction with its entry in the log. A record that is none or
 * contact is absent; one that is summary, or a role that does not write, is forbidden. Throws `NotSignedIn` and `Conflict`.
 */
export const changeFact = async (
  surroundings: Surroundings,
  caller: Caller,
  {
    nominal,
    kind,
    change,
    given,
  }: { readonly nominal: NominalId; readonly kind: FactKind; readonly change: Change; readonly given: Given },
): Promise<Changed> => {
  const once = () => attempt(surroundings, caller, { nominal, kind, change, given })
  // Between the look at the version and the writing somebody else was quicker: the second look sees what they wrote.
  return once().catch((error: unknown) => {
    if (changedSince.has(codeOf(error) ?? '')) return once()
    throw error
  })
}

const attempt = (
  { db, now }: Surroundings,
  caller: Caller,
  {
    nominal,
    kind,
    change,
    given,
  }: { readonly nominal: NominalId; readonly kind: FactKind; readonly change: Change; readonly given: Given },
): Promise<Changed> =>
  act<Changed>(db, caller, async (tx, actor) => {
    const action = actions[change.what]
    const access: Access = (await openRecords(tx, [nominal])).get(nominal) ?? 'none'
    const subjects = [{ nominal, access }]
    if (access === 'none' || access === 'contact')
      return {
        result: { actor, came: 'absent' },
        audit: { action: 'nominal.absent', outcome: 'absent', subjects: [{ nominal, access: 'none' }] },
      }
    const logged = (outcome: 'done' | 'refused', records: readonly string[] = []) => ({
      action,
      outcome,
      subjects,
      records,
      fieldGroups: [kind.section],
    })
    if (access !== 'full' || !mayWrite(actor.role))
      return { result: { actor, came: 'forbidden' }, audit: logged('refused') }

    const before = change.what === 'add' ? null : await factVersion(tx, kind, nominal, change.fact)
    if (before === undefined)
      return { result: { actor, came: 'absent' }, audit: { ...logged('refused'), outcome: 'absent' as const } }
    const lead = await leadAgencyOf(tx, nominal)
    const name = lead.name
    const stands = before?.current ? await factVersion(tx, kind, nominal, before.current) : null
    if (before && change.what !== 'add' && (before.current === null || change.version !== before.current))
      return {
        result: { actor, came: 'overtaken', now: stands?.fact ?? null, current: before.current, name },
        audit: logged('refused', [change.fact]),
      }
    const refuse = (refusals: readonly Refusal[]) => ({
      result: { actor, came: 'refused' as const, refusals, now: stands?.fact ?? null, name },
      audit: logged('refused', before ? [before.fact.id] : []),
    })
    const notMine = stands && whyNotToChange(actor, { agency: stands.agency, lead: lead.agency })
    if (notMine) return refuse([notMine])

    const today = dayOf(now())
    const why = reasonIn(given)
    const high = change.what === 'withdraw' || change.what === 'end' ? markedTooHigh(why) : null
    if (high) return refuse([{ field: 'why', text: tooHighInWords('The reason', high) }])
    if (change.what === 'withdraw') {
      if (why === '') return refuse([{ field: 'why', text: 'Say why it should not be there' }])
      await withdrawFact(tx, actor, kind, nominal, before!.current!, why)
      return { result: { actor, came: 'done', fact: before!.current! }, audit: logged('done', [before!.current!]) }
    }
    if (change.what === 'end') {
      const end = readEnd(kind, given, dayIn(stands!.fact, firstDay), today)
      if (!end.agreed) return refuse(end.refusals)
      const fact = await endFact(tx, actor, kind, {
        fact: before!.current!,
        last: end.outcome,
        source: sourceIn(given),
        why,
      })
      // Whoever stays there until a day to come is still told to the force there.
      const from = dayIn(stands!.fact, firstDay)
      const during = `[${from?.toString() ?? ''},${end.outcome.add({ days: 1 }).toString()})`
      await tellForce(
        tx,
        actor,
        kind,
        nominal,
        fact,
        { columns: { kind: stands!.fact['kind'], postcode: stands!.fact['postcode'] }, during },
        today,
      )
      return { result: { actor, came: 'done', fact }, audit: logged('done', [fact]) }
    }
    const decision = readFact(kind, given, today, stands?.fact ?? null)
    if (!decision.agreed) return refuse(decision.refusals)
    const unknown = await whoIsUnknown(tx, kind, decision.outcome.columns, nominal)
    if (unknown) return refuse([unknown])
    const fact = await addFact(tx, actor, kind, nominal, decision.outcome, {
      supersedes: before?.current ?? null,
      source: sourceIn(given),
      why,
    })
    await tellForce(tx, actor, kind, nominal, fact, decision.outcome, today)
    return { result: { actor, came: 'done', fact }, audit: logged('done', [fact]) }
  })

const reasonIn = (given: Given): string => textOf(given['why']).slice(0, longestReason)
const sourceIn = (given: Given): string => textOf(given['source']).slice(0, 200)
const textOf = (given: unknown): string => (typeof given === 'string' ? given.replaceAll(/\s+/g, ' ').trim() : '')

/** A link to a record that one may not know of is refused like a link to none. */
const whoIsUnknown = async (
  tx: Tx,
  kind: FactKind,
  columns: Readonly<Record<string, unknown>>,
  nominal: NominalId,
): Promise<Refusal | null> => {
  if (kind.table !== 'associate' || typeof columns['other_id'] !== 'string') return null
  const other = columns['other_id'] as NominalId
  if (other === nominal) return { field: 'nominal', text: 'That is this record itself' }
  return (await isKnownByName(tx, other)) ? null : { field: 'nominal', text: 'That is not the address of a record' }
}

/** Kinds of address at which a person lives or stays, so that the force there is told. */
const livingKinds = new Set(['HOME', 'MAIN', 'TEMP', 'AP'])

const tellForce = async (
  tx: Tx,
  actor: Actor,
  kind: FactKind,
  nominal: NominalId,
  address: FactId,
  { columns, during }: { readonly columns: Readonly<Record<string, unknown>>; readonly during: string | null },
  today: Temporal.PlainDate,
): Promise<void> => {
  if (kind.table !== 'address' || !livingKinds.has(String(columns['kind'])) || typeof columns['postcode'] !== 'string')
    return
  const [, until] = /,(.*)\)$/.exec(during ?? '') ?? []
  if (until && until <= today.toString()) return
  const forceCode = forceCodeAt(columns['postcode'])
  if (forceCode !== null) await addResidence(tx, actor, nominal, { address, forceCode, during: during ?? '(,)' })
}
