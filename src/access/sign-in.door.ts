import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  act,
  atTheDoor,
  formTokenOf,
  frameAddresses,
  hashOfToken,
  newId,
  newToken,
  NotSignedIn,
  sessionCookie,
  type AuditEntry,
  type SessionId,
  type Surroundings,
  type Tx,
} from '#platform'
import { draftOf, keepFromEnded, keepFromLeft, leftForm } from './draft-keeping.ts'
import { endSession } from './session.store.ts'
import { ownPath, signInAddress } from './sign-in.ts'
import { beginSession, fateOfSession, officerKnownAs, proveSession } from './sign-in.store.ts'
import type { SignInReason } from './sign-in.views.ts'

type Door = Pick<Surroundings, 'address' | 'db'>

/** The attributes of every cookie of ours: no script reads it, no other site sends it along, and where there is https nothing else carries it. */
export const cookieOf = (address: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: address.startsWith('https:') }) as const

type Refused = { readonly refused: Exclude<SignInReason, 'signed-out' | 'timed-out' | 'kept' | 'ended'> }
type Outcome = { readonly token: string } | Refused

const refusedBecause = (
  why: Refused['refused'],
  records: readonly string[] = [],
): { result: Refused; audit: AuditEntry } => ({
  result: { refused: why },
  audit: { action: `sign-in.refused.${why}`, outcome: 'refused', records },
})

/** Begins a session for whoever the provider says it is, if Concord knows them; otherwise nothing is made and the log says why. */
export const signIn = async (
  tx: Tx,
  subject: string,
  client: string,
): Promise<{ result: Outcome; audit: AuditEntry }> => {
  const known = await officerKnownAs(tx, subject)
  if (!known) return refusedBecause('no-account')
  if (known.disabled) return refusedBecause('disabled', [known.officer])
  if (known.roleHeld === null) return refusedBecause('no-role', [known.officer])
  const token = newToken()
  const id = newId<SessionId>()
  const { officer, roleHeld } = known
  await beginSession(tx, { id, tokenHash: hashOfToken(token), kind: 'browser', officer, roleHeld, client })
  return { result: { token }, audit: { action: 'session.begun', records: [id] } }
}

/** Notes in the session that a request came with that its officer has just signed in anew; somebody else is not taken for them. */
export const proveAgain = ({ db }: Door, request: FastifyRequest, subject: string): Promise<boolean> =>
  act(db, request.caller, async (tx, actor) => {
    const proved = await proveSession(tx, subject)
    return {
      result: proved,
      audit: { action: 'session.proved', outcome: proved ? 'done' : 'refused', records: [actor.session] },
    }
  })

/** Ends the session that a request came with, where there is one. */
export const signOut = async ({ db }: Door, request: FastifyRequest): Promise<void> => {
  try {
    await act(db, request.caller, async (tx, actor) => {
      await endSession(tx, actor.session)
      return { result: undefined, audit: { action: 'session.ended', records: [actor.session] } }
    })
  } catch (error) {
    if (!(error instanceof NotSignedIn)) throw error
  }
}

/**
 * Where somebody goes who asked for a page and is not signed in: to sign in, back to the page they asked for, and told why a
 * session that they had is over. What they had typed in a form is kept for them, and they are led back to it.
 */
export const wayToSignIn =
  ({ db, address }: Door) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const { cookieToken } = request
    const returnTo = request.method === 'GET' ? ownPath(request.url) : frameAddresses.home
    const left = leftForm(request)
    if (cookieToken === undefined) {
      const kept =
        left &&
        (await atTheDoor(db, request.client, async tx => {
          const audit = await keepFromLeft(tx, left.formToken, left.draft)
          return { result: audit !== null, audit }
        }))
      return kept ? signInAddress(left.draft.at, 'kept') : signInAddress(returnTo)
    }
    reply.clearCookie(sessionCookie(address), cookieOf(address))
    const { fate, kept } = await atTheDoor(db, request.client, async tx => {
      const fate = await fateOfSession(tx, hashOfToken(cookieToken))
      const draft = fate === 'timed-out' || fate === 'ended' ? draftOf(request) : undefined
      const audit = !draft
        ? null
        : fate === 'ended'
          ? await keepFromLeft(tx, formTokenOf(cookieToken), draft)
          : await keepFromEnded(tx, cookieToken, draft)
      return { result: { fate, kept: audit && draft ? draft.at : null }, audit }
    })
    return kept === null ? signInAddress(returnTo, fate ?? undefined) : signInAddress(kept, 'kept')
  }
