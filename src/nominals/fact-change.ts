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
import { carriesFiles } from './attachment.ts'
import { carrierOf } from './attachment.store.ts'
import { dayIn, type Among, type FactKind, type ShownFact } from './fact-kind.ts'
import { firstDay, readEnd, readFact, type FactToWrite, type Given } from './fact-reading.ts'
import { noSuchRecord } from './kinds/life.ts'
import { isByTwo, whyNotToAsk } from './marker.ts'
import { entryAtOnce, type EntryWritten } from './entry-at-once.store.ts'
import { askOfMarker, hasSubject, markerSubjects, type MarkerChange } from './marker.store.ts'
import { mayWrite, whyNotToChange } from './fact-rights.ts'
import type { FactId, FactVersion } from './fact.facts.ts'
import {
  addFact,
  addResidence,
  endFact,
  factVersion,
  isKnownByName,
  leadAgencyOf,
  nominalCalled,
  withdrawFact,
} from './fact.store.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'
import { openRecords } from './nominal.store.ts'
import { ownReference } from './own-reference.ts'
import { forceCodeAt } from './force-at.ts'
import { partnersWrite } from './partner-level.store.ts'
import { readerOf } from './reader.ts'

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
      readonly among: Among
    }
  | {
      readonly actor: Actor
      readonly came: 'overtaken'
      readonly now: ShownFact | null
      readonly current: FactId | null
      readonly name: string
      readonly among: Among
    }
  /** `asked`: another person must confirm it, and what stood stands. `version`: what was written, as it was read before the transaction ended. */
  | { readonly actor: Actor; readonly came: 'done' | 'asked'; readonly fact: FactId; readonly version: FactVersion }

const askedActions = {
  correct: 'marker.correction-asked',
  end: 'marker.end-asked',
  withdraw: 'marker.withdrawal-asked',
} as const
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

/**
 * The commonest change by far, an entry added, in one statement; undefined where `changeFact` must do it, or say why not: whatever it
 * would refuse is left to it.
 */
export const addEntryAtOnce = async (
  { db, now }: Surroundings,
  caller: Caller,
  { nominal, kind, given }: { readonly nominal: NominalId; readonly kind: FactKind; readonly given: Given },
): Promise<EntryWritten | undefined> => {
  if (kind.table !== 'entry') return undefined
  const decision = readFact(kind, given, now())
  if (!decision.agreed) return undefined
  return entryAtOnce(db, caller, nominal, decision.outcome, { source: sourceIn(given), why: reasonIn(given) })
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
    if (access !== 'full' || !mayWrite(actor.role) || !(await partnersWrite(tx, nominal)))
      return { result: { actor, came: 'forbidden' }, audit: logged('refused') }

    const before = change.what === 'add' ? null : await factVersion(tx, kind, nominal, change.fact)
    if (before === undefined)
      return { result: { actor, came: 'absent' }, audit: { ...logged('refused'), outcome: 'absent' as const } }
    const lead = await leadAgencyOf(tx, nominal)
    const name = lead.name
    const reader = readerOf(actor, lead)
    const stands = before?.current ? await factVersion(tx, kind, nominal, before.current) : null
    if (before && change.what !== 'add' && (before.current === null || change.version !== before.current))
      return {
        result: {
          actor: reader,
          came: 'overtaken',
          now: stands?.fact ?? null,
          current: before.current,
          name,
          among: await amongOf(tx, kind, nominal),
        },
        audit: logged('refused', [change.fact]),
      }
    const refuse = async (refusals: readonly Refusal[]) => ({
      result: {
        actor: reader,
        came: 'refused' as const,
        refusals,
        now: stands?.fact ?? null,
        name,
        among: await amongOf(tx, kind, nominal),
      },
      audit: logged('refused', before ? [before.fact.id] : []),
    })
    const done = async (fact: FactId) => ({
      result: { actor, came: 'done' as const, fact, version: (await factVersion(tx, kind, nominal, fact))! },
      audit: logged('done', [fact]),
    })
    const notMine = stands && whyNotToChange(actor, { agency: stands.agency, lead: lead.agency })
    if (notMine) return refuse([notMine])

    const today = dayOf(now())
    const why = reasonIn(given)
    const high = change.what === 'withdraw' || change.what === 'end' ? markedTooHigh(why) : null
    if (high) return refuse([{ field: 'why', text: tooHighInWords('The reason', high) }])
    // An approved marker stands until a second person has confirmed what one asks for.
    const byTwo = change.what !== 'add' && isByTwo(kind, stands?.fact)
    const whyNotAsked = byTwo ? whyNotToAsk(stands!.fact, why) : []
    const ask = async (asked: MarkerChange) => {
      await askOfMarker(tx, actor, nominal, before!.current!, asked, { why, source: sourceIn(given) })
      const version = (await factVersion(tx, kind, nominal, before!.current!))!
      return {
        result: { actor, came: 'asked' as const, fact: before!.current!, version },
        audit: { ...logged('done', [before!.current!]), action: askedActions[asked.what] },
      }
    }
    if (change.what === 'withdraw') {
      if (why === '') return refuse([{ field: 'why', text: 'Say why it should not be there' }])
      if (whyNotAsked.length > 0) return refuse(whyNotAsked)
      if (byTwo) return ask({ what: 'withdraw' })
      await withdrawFact(tx, actor, kind, nominal, before!.current!, why)
      return done(before!.current!)
    }
    if (change.what === 'end') {
      const end = readEnd(kind, given, dayIn(stands!.fact, firstDay), today)
      if (!end.agreed || whyNotAsked.length > 0) return refuse([...(end.agreed ? [] : end.refusals), ...whyNotAsked])
      if (byTwo) return ask({ what: 'end', last: end.outcome })
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
      return done(fact)
    }
    const decision = readFact(kind, given, now(), stands?.fact ?? null)
    if (!decision.agreed || whyNotAsked.length > 0)
      return refuse([...(decision.agreed ? [] : decision.refusals), ...whyNotAsked])
    const carrying = await whyNotEmptied(tx, kind, decision.outcome, nominal, before?.current ?? null)
    if (carrying) return refuse([carrying])
    const linked = await linkedTo(tx, kind, given, decision.outcome, nominal)
    if ('refusal' in linked) return refuse([linked.refusal])
    if (byTwo) return ask({ what: 'correct', to: linked.written })
    const fact = await addFact(tx, actor, kind, nominal, linked.written, {
      supersedes: before?.current ?? null,
      source: sourceIn(given),
      why,
    })
    await tellForce(tx, actor, kind, nominal, fact, linked.written, today)
    return done(fact)
  })

const reasonIn = (given: Given): string => textOf(given['why']).slice(0, longestReason)
const sourceIn = (given: Given): string => textOf(given['source']).slice(0, 200)
const textOf = (given: unknown): string => (typeof given === 'string' ? given.replaceAll(/\s+/g, ' ').trim() : '')

/**
 * An associate with the record that they have, named by its address or by a reference that Concord gave. A link to a record that one
 * may not know of is refused like a link to none, and a reference like one that was never given.
 */
const linkedTo = async (
  tx: Tx,
  kind: FactKind,
  given: Given,
  written: FactToWrite,
  nominal: NominalId,
): Promise<{ readonly written: FactToWrite } | { readonly refusal: Refusal }> => {
  if (kind.table === 'marker') return aboutOne(tx, written, nominal)
  if (kind.table !== 'associate') return { written }
  const reference = typeof given['nominal'] === 'string' ? ownReference(given['nominal']) : undefined
  const byAddress = written.columns['other_id'] as NominalId | null
  if (byAddress === null && reference === undefined) return { written }
  const other = byAddress ?? (await nominalCalled(tx, reference!))
  if (other === nominal) return { refusal: { field: 'nominal', text: 'That is this record itself' } }
  if (other === undefined || !(await isKnownByName(tx, other)))
    return { refusal: { field: 'nominal', text: noSuchRecord } }
  return { written: { ...written, columns: { ...written.columns, other_id: other } } }
}

/** What is held elsewhere carries no file (schema/0125): somebody looks at each of them first, because a file may be the very thing. */
const whyNotEmptied = async (
  tx: Tx,
  kind: FactKind,
  { columns }: FactToWrite,
  nominal: NominalId,
  entry: FactId | null,
): Promise<Refusal | null> => {
  if (kind.table !== 'entry' || entry === null || !columns['held_elsewhere']) return null
  const { carries = 0 } = (await carrierOf(tx, nominal, entry)) ?? {}
  return carries === 0 ? null : carriesFiles(carries)
}

/** A marker about an address or a vehicle says which one of this record. */
const aboutOne = async (
  tx: Tx,
  written: FactToWrite,
  nominal: NominalId,
): Promise<{ readonly written: FactToWrite } | { readonly refusal: Refusal }> => {
  const { about, scope } = written.columns
  if (typeof about !== 'string' || (await hasSubject(tx, nominal, String(scope), about))) return { written }
  return {
    refusal: { field: 'about', text: `Choose one that is an ${String(scope)} of this record`.replace('an v', 'a v') },
  }
}

/** What a form of a kind offers from the record itself. */
export const amongOf = async (tx: Tx, kind: FactKind, nominal: NominalId): Promise<Among> =>
  kind.table === 'marker' ? { about: await markerSubjects(tx, nominal) } : {}

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
