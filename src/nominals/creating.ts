import { draftsAt, type DraftFields } from '#access'
import {
  act,
  codeOf,
  dayOf,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import type { Candidates } from './candidates.facts.ts'
import { candidatesFor, wholeNamesOf } from './candidates.store.ts'
import { mayWrite } from './fact-rights.ts'
import { areUnanswered, candidateNames, whyNotSomebodyElse, type Answered } from './none-of-these.ts'
import { byValidNumbers, readNewNominal, readSomebody, type Described, type Somebody } from './new-nominal.ts'
import { showNotices } from './shown-notice.store.ts'
import { withNotices, type ShownNotice } from './shown-notice.ts'
import { madeBefore, makeNominal, takeTurns, type Once } from './new-nominal.store.ts'

/**
 * How far it came. `unread`: who it is cannot be read. `found`: somebody is on record whom whoever asks has not answered for, or not well
 * enough (`refusals`). `clear`: nobody is, or all are answered for. `refused`: all is answered, and the record cannot be made thus.
 */
export type Creating =
  | { readonly came: 'forbidden'; readonly actor: Actor }
  | { readonly came: 'unread'; readonly actor: Actor; readonly refusals: readonly Refusal[] }
  | {
      readonly came: 'found'
      readonly actor: Actor
      readonly somebody: Somebody
      readonly candidates: Candidates
      readonly notices: readonly ShownNotice[]
      readonly mustSayWhy: boolean
      readonly refusals: readonly Refusal[]
    }
  | {
      readonly came: 'clear'
      readonly actor: Actor
      readonly somebody: Somebody
      readonly checked: readonly string[]
      readonly notices: readonly ShownNotice[]
    }
  | {
      readonly came: 'refused'
      readonly actor: Actor
      readonly somebody: Somebody
      readonly checked: readonly string[]
      readonly notices: readonly ShownNotice[]
      readonly refusals: readonly Refusal[]
    }
  | {
      readonly came: 'made'
      readonly actor: Actor
      readonly nominal: NominalId
      readonly reference: string | null
      readonly notices: readonly ShownNotice[]
    }

type Asked = { readonly described: Described; readonly answered: Answered }
type Done = { readonly result: Creating; readonly audit: AuditEntry }

/** Whether the actor makes records: by role, while vetting and training last. The database repeats it: may_create(). */
export const mayCreate = ({ role, lapsed }: Pick<Actor, 'role' | 'lapsed'>): boolean =>
  mayWrite(role) && lapsed === null

const refusedTo = (actor: Actor, action: string): Done => ({
  result: { came: 'forbidden', actor },
  audit: { action, outcome: 'refused' },
})

/**
 * The page before anything is asked, or the form once more; `kept`: what its writer typed there, at the page's address, and did not
 * send, on this page or on one that follows. Throws `NotSignedIn`.
 */
export const beginCreating = (
  { db }: Surroundings,
  caller: Caller,
  page: string,
): Promise<Actor & { readonly may: boolean; readonly kept: DraftFields | undefined }> =>
  act(db, caller, async (tx, actor) => ({
    result: {
      ...actor,
      may: mayCreate(actor),
      kept: (await draftsAt(tx, page)).find(({ action }) => action === page)?.fields,
    },
    audit: { action: 'nominal.begun', outcome: mayCreate(actor) ? 'done' : 'refused' },
  }))

/** Looks who is on record already, before there is a form for the rest. Everybody shown is consulted. Throws `NotSignedIn` and `Conflict`. */
export const lookForSomebody = (
  { db, now }: Surroundings,
  caller: Caller,
  { described, answered }: Asked,
): Promise<Creating> =>
  act<Creating>(db, caller, async (tx, actor) => {
    if (!mayCreate(actor)) return refusedTo(actor, 'nominal.checked')
    const today = dayOf(now())
    const somebody = readSomebody(described, today)
    if (!somebody.agreed) return unread(actor, somebody.refusals)
    const looked = await lookAround(tx, actor, somebody.outcome, answered, today)
    return (
      looked.standing ?? {
        result: {
          came: 'clear',
          actor,
          somebody: somebody.outcome,
          checked: candidateNames(looked.candidates),
          notices: looked.notices,
        },
        audit: withNotices(consulted(looked.candidates, 'done'), looked.notices),
      }
    )
  })

/**
 * Makes a record, after looking once more who is there at this very moment: of two people who make it at once the second is shown the
 * first one's, within their access. `once`: sent twice, it makes one record and leads to it. Throws `NotSignedIn` and `Conflict`.
 */
export const createNominal = (
  surroundings: Surroundings,
  caller: Caller,
  once: Once,
  asked: Asked,
): Promise<Creating> => {
  const attempt = () => create(surroundings, caller, once, asked)
  // The same form, sent twice at once: the second finds what the first has made.
  return attempt().catch((error: unknown) => {
    if (codeOf(error) === '23505') return attempt()
    throw error
  })
}

const create = (
  { db, now }: Surroundings,
  caller: Caller,
  once: Once,
  { described, answered }: Asked,
): Promise<Creating> =>
  act<Creating>(db, caller, async (tx, actor) => {
    if (!mayCreate(actor)) return refusedTo(actor, 'nominal.created')
    const before = await madeBefore(tx, once)
    if (before !== null)
      return {
        result: { came: 'made', actor, nominal: before, reference: null, notices: [] },
        audit: { action: 'nominal.created', outcome: 'refused', records: [before] },
      }
    const today = dayOf(now())
    const [somebody, whole] = [readSomebody(described, today), readNewNominal(described, actor.role, today)]
    if (!somebody.agreed) return unread(actor, whole.agreed ? somebody.refusals : whole.refusals)
    await takeTurns(tx, somebody.outcome)
    const looked = await lookAround(tx, actor, somebody.outcome, answered, today)
    if (looked.standing) return withReasons(looked.standing, whole.agreed ? [] : whole.refusals)
    if (!whole.agreed)
      return {
        result: {
          came: 'refused',
          actor,
          somebody: somebody.outcome,
          checked: candidateNames(looked.candidates),
          notices: looked.notices,
          refusals: whole.refusals,
        },
        audit: withNotices({ action: 'nominal.created', outcome: 'refused' }, looked.notices),
      }
    const made = await makeNominal(tx, whole.outcome, {
      once,
      shown: looked.candidates.subjects.map(({ nominal }) => nominal),
      somebodyElse: answered.somebodyElse,
    })
    return {
      result: { came: 'made', actor, ...made, notices: looked.notices },
      audit: withNotices(
        { action: 'nominal.created', subjects: [{ nominal: made.nominal, access: 'full' }] },
        looked.notices,
      ),
    }
  })

/** Every reason at once, where what stands in the way is a reason too. */
const withReasons = (standing: Done, more: readonly Refusal[]): Done => {
  const { result } = standing
  if (result.came !== 'found' || result.refusals.length === 0) return standing
  return { ...standing, result: { ...result, refusals: [...result.refusals, ...more] } }
}

const unread = (actor: Actor, refusals: readonly Refusal[]): Done => ({
  result: { came: 'unread', actor, refusals },
  audit: { action: 'nominal.checked', outcome: 'refused' },
})

const consulted = ({ hits, contacts, subjects }: Candidates, outcome: 'done' | 'refused'): AuditEntry => ({
  action: 'nominal.checked',
  outcome,
  subjects,
  fieldGroups: [...(hits.length > 0 ? ['headline'] : []), ...(contacts.length > 0 ? ['contact'] : [])],
})

/** Who is there, and what stands in the way of somebody new: null when nothing does. */
const lookAround = async (
  tx: Tx,
  actor: Actor,
  somebody: Somebody,
  answered: Answered,
  today: Temporal.PlainDate,
): Promise<{
  readonly candidates: Candidates
  readonly notices: readonly ShownNotice[]
  readonly standing: Done | null
}> => {
  const candidates = await candidatesFor(tx, somebody.known, today)
  const notices = await showNotices(tx, 'creating', {
    addressKeys: [],
    fullNames: somebody.known.bornOn === null ? [] : wholeNamesOf(somebody.known),
    born: somebody.known.bornOn,
    nominals: candidates.subjects.map(({ nominal }) => nominal),
  })
  const sharing = await candidatesFor(tx, byValidNumbers(somebody), today)
  const mustSayWhy = whyNotSomebodyElse(candidates, sharing, { ...answered, somebodyElse: '' }).length > 0
  const unanswered = areUnanswered(candidates, answered)
  const refusals = unanswered ? [] : whyNotSomebodyElse(candidates, sharing, answered)
  if (!unanswered && refusals.length === 0) return { candidates, notices, standing: null }
  return {
    candidates,
    notices,
    standing: {
      result: { came: 'found', actor, somebody, candidates, notices, mustSayWhy, refusals },
      audit: withNotices(consulted(candidates, refusals.length > 0 ? 'refused' : 'done'), notices),
    },
  }
}
