import { setTimeout as wait } from 'node:timers/promises'
import { act, type Actor, type Caller, type Refusal, type Surroundings } from '#platform'
import type { Given } from '#nominals'
import { addressTyped, askAddress, type AddressAnswer, type AddressTyped } from './address-check.ts'
import { checkedAddress } from './address-check.store.ts'

/** What came of a check: the role may not, it was refused, or the answer. */
export type AddressCheck =
  | { readonly came: 'forbidden'; readonly actor: Actor }
  | {
      readonly came: 'refused'
      readonly actor: Actor
      readonly typed: AddressTyped
      readonly refusals: readonly Refusal[]
    }
  | { readonly came: 'answered'; readonly actor: Actor; readonly typed: AddressTyped; readonly answer: AddressAnswer }

/** Whether a role checks addresses. The database repeats it: check_address(). */
export const checksAddresses = ({ role }: Pick<Actor, 'role'>): boolean => role === 'control-room'

// A yes costs a few milliseconds more than a no, and telling the owner of a hidden record as many: no answer comes before this, so that
// what is hidden is not told by the clock.
const noSoonerThanMs = 150

/** Checks an address for an incident: for control rooms alone, and on the record of everybody who is known there. Throws as `act`. */
export const checkAddress = async ({ db }: Surroundings, caller: Caller, given: Given): Promise<AddressCheck> => {
  const typed = addressTyped(given)
  const decision = askAddress(typed)
  const settled = wait(noSoonerThanMs)
  const came = await act<AddressCheck>(db, caller, async (tx, actor) => {
    if (!checksAddresses(actor))
      return { result: { came: 'forbidden', actor }, audit: { action: 'address.checked', outcome: 'refused' } }
    if (!decision.agreed)
      return {
        result: { came: 'refused', actor, typed, refusals: decision.refusals },
        audit: { action: 'address.checked', outcome: 'refused' },
      }
    const { answer, told, untold } = await checkedAddress(tx, decision.outcome)
    return {
      result: { came: 'answered', actor, typed, answer },
      audit: {
        action: 'address.checked',
        // A control room has no access to a record, whatever it is told to do. `records`: of whom it was told something.
        subjects: [...told, ...untold].map(nominal => ({ nominal, access: 'none' as const })),
        records: told,
        fieldGroups: told.length > 0 ? ['safety-instruction'] : [],
        purpose: { code: 'incident', words: `${decision.outcome.incident}: ${decision.outcome.purpose}` },
      },
    }
  })
  await settled
  return came
}
