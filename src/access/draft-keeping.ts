import type { FastifyRequest } from 'fastify'
import { act, hashOfToken, isFormTokenOf, NotSignedIn, type AuditEntry, type Surroundings, type Tx } from '#platform'
import { draftIn, type Draft } from './draft.ts'
import { isFormOfEarlier, keepDraftOfEarlier, keepDraftOfEnded, keepDraftOfLeft } from './draft.store.ts'

/**
 * The draft in a request of a browser whose session may be over. Its form token must be the session's own: nobody else's page can
 * make a browser keep something in its owner's name.
 */
export const draftOf = ({ method, body, url, cookieToken }: FastifyRequest): Draft | undefined => {
  if (method !== 'POST' || cookieToken === undefined || typeof body !== 'object' || body === null) return undefined
  return isFormTokenOf(cookieToken, (body as { formToken?: unknown }).formToken) ? draftIn(body, url) : undefined
}

/** Requests whose form was sent back to its page, and not accepted. */
const sentBack = new WeakSet<FastifyRequest>()
export const markSentBack = (request: FastifyRequest): void => void sentBack.add(request)
export const wasSentBack = (request: FastifyRequest): boolean => sentBack.has(request)

/** Keeps what came with a session that has ended by itself: the entry in the log, which says for whom. Null: it was not kept. */
export const keepFromEnded = async (tx: Tx, token: string, draft: Draft): Promise<AuditEntry | null> => {
  const found = await keepDraftOfEnded(tx, hashOfToken(token), draft)
  return found && { action: 'draft.kept', records: [found.kept], onBehalfOf: found.officer }
}

/** What came in a form, and the form token by which its page can be known, whoever sends it and with whatever cookie. */
export const leftForm = ({
  method,
  body,
  url,
}: FastifyRequest): { readonly draft: Draft; readonly formToken: string } | undefined => {
  if (method !== 'POST' || typeof body !== 'object' || body === null) return undefined
  const [draft, { formToken }] = [draftIn(body, url), body as { formToken?: unknown }]
  return draft && typeof formToken === 'string' ? { draft, formToken } : undefined
}

/**
 * Keeps what came in a form of a session that is over, by time or because somebody signed out in another tab: for that session's officer and for
 * nobody else. Its form token says whose page it was, and is told to that page alone. Null: it was not kept.
 */
export const keepFromLeft = async (tx: Tx, formToken: string, draft: Draft): Promise<AuditEntry | null> => {
  const found = await keepDraftOfLeft(tx, formToken, draft)
  return found && { action: 'draft.kept', records: [found.kept], onBehalfOf: found.officer }
}

/**
 * Where somebody goes who sent a form of an earlier session of their own, having signed in again meanwhile: back to its page, with what
 * they typed kept for them; nothing is done. Null: the form is of nobody's session, of somebody else's, or keeps nothing.
 */
export const wayBackToForm =
  ({ db }: Pick<Surroundings, 'db'>) =>
  async ({ method, body, url, cookieToken, caller }: FastifyRequest): Promise<string | null> => {
    if (method !== 'POST' || cookieToken === undefined || typeof body !== 'object' || body === null) return null
    const [draft, { formToken }] = [draftIn(body, url), body as { formToken?: unknown }]
    if (!draft || typeof formToken !== 'string') return null
    if (!(await isFormOfEarlier(db, hashOfToken(cookieToken), formToken))) return null
    try {
      const kept = await act(db, caller, async tx => {
        const kept = await keepDraftOfEarlier(tx, formToken, draft)
        const records = kept === null ? [] : [kept]
        return { result: kept, audit: { action: 'draft.kept', outcome: kept === null ? 'refused' : 'done', records } }
      })
      return kept === null ? null : draft.at
    } catch (error) {
      if (error instanceof NotSignedIn) return null
      throw error
    }
  }
