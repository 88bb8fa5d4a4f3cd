import { act, dayOf, type Actor, type Caller, type NominalId, type Refusal, type Surroundings } from '#platform'
import type { Given } from '#nominals'
import { readBeforehand, readConnection, type Declaration, type DeclarationId } from './declaration.ts'
import { declareBeforehand, declareOn, ownDeclarations } from './declaration.store.ts'
import { limitedLook, type Limited } from './limited-look.ts'
import { nameAt } from './record-name.store.ts'

type OnRecord = {
  readonly name: string
  readonly refusals: readonly Refusal[]
  readonly made: DeclarationId | null
}

/** Before declaring a connection to somebody whose record is seen, at whatever access. */
export const lookAtConnection = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
): Promise<Limited<OnRecord>> =>
  limitedLook(db, caller, nominal, { action: 'declaration.begun', fieldGroups: ['name'] }, async tx => ({
    result: { name: await nameAt(tx, nominal), refusals: [], made: null },
  }))

/** Declares it: the record is shut to whoever declares, and those who answer for it are told. */
export const declareConnection = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  given: Given,
): Promise<Limited<OnRecord>> =>
  limitedLook<OnRecord>(db, caller, nominal, { action: 'connection.declared' }, async tx => {
    const name = await nameAt(tx, nominal)
    const decision = readConnection(given)
    if (!decision.agreed)
      return { result: { name, refusals: decision.refusals, made: null }, audit: { outcome: 'refused' } }
    const made = await declareOn(tx, nominal, decision.outcome)
    return { result: { name, refusals: [], made }, audit: { records: [made] } }
  })

export type Declared = {
  readonly actor: Actor
  readonly declarations: readonly Declaration[]
  readonly refusals: readonly Refusal[]
  readonly made: DeclarationId | null
}

/** What one has declared of oneself. */
export const lookAtDeclarations = ({ db }: Surroundings, caller: Caller): Promise<Declared> =>
  act<Declared>(db, caller, async (tx, actor) => ({
    result: { actor, declarations: await ownDeclarations(tx), refusals: [], made: null },
    audit: { action: 'declarations.listed' },
  }))

/** Declares a connection to somebody by name and date of birth: the answer is the same whether or not there is a record. */
export const declareAhead = ({ db, now }: Surroundings, caller: Caller, given: Given): Promise<Declared> =>
  act<Declared>(db, caller, async (tx, actor) => {
    const decision = readBeforehand(given, dayOf(now()))
    if (!decision.agreed)
      return {
        result: { actor, declarations: await ownDeclarations(tx), refusals: decision.refusals, made: null },
        audit: { action: 'connection.declared-beforehand', outcome: 'refused' },
      }
    const made = await declareBeforehand(tx, decision.outcome)
    return {
      result: { actor, declarations: await ownDeclarations(tx), refusals: [], made },
      audit: { action: 'connection.declared-beforehand', records: [made] },
    }
  })
