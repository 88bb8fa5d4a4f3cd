import type { FastifyRequest } from 'fastify'
import { hashOfToken, isFormTokenOf, type AuditEntry, type Tx } from '#platform'
import { draftIn, type Draft } from './draft.ts'
import { keepDraftOfEnded } from './draft.store.ts'

/**
 * The draft in a request of a browser whose session may be over. Its form token must be the session's own: nobody else's page can
 * make a browser keep something in its owner's name.
 */
export const draftOf = ({ method, body, url, cookieToken }: FastifyRequest): Draft | undefined => {
  if (method !== 'POST' || cookieToken === undefined || typeof body !== 'object' || body === null) return undefined
  return isFormTokenOf(cookieToken, (body as { formToken?: unknown }).formToken) ? draftIn(body, url) : undefined
}

/** Keeps what came with a session that has ended by itself: the entry in the log, which says for whom. Null: it was not kept. */
export const keepFromEnded = async (tx: Tx, token: string, draft: Draft): Promise<AuditEntry | null> => {
  const found = await keepDraftOfEnded(tx, hashOfToken(token), draft)
  return found && { action: 'draft.kept', records: [found.kept], onBehalfOf: found.officer }
}
