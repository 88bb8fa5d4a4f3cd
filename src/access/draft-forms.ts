import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { act, formTokenOf, hashOfToken, NotSignedIn, type Surroundings } from '#platform'
import { draftOf, wasSentBack } from './draft-keeping.ts'
import { filledIn } from './draft-filling.ts'
import { draftsAt, forgetDraft, hasDraft } from './draft.store.ts'
import { draftNote } from './draft.views.ts'

/**
 * Puts what was kept into the forms of the page that is being answered, for whoever kept it, and forgets it once the form is accepted.
 * For every form that bears `data-keep` and says where it stands (`formAt`); no route knows of it.
 */
export const keepForms = (app: FastifyInstance, { db }: Pick<Surroundings, 'db'>): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    const { cookieToken, method } = request
    if (cookieToken === undefined) return payload
    try {
      if (method === 'POST' && reply.statusCode === 303 && !wasSentBack(request)) await accepted(request, cookieToken)
      if (method === 'GET' && isPageWithForm(reply, payload)) return await resumed(request, cookieToken, payload)
    } catch (error) {
      // Nobody is kept from a page, nor from what they sent, by what was typed another time.
      if (!(error instanceof NotSignedIn)) request.log.warn({ err: error }, 'a draft')
    }
    return payload
  })

  // A form that was of an earlier session was sent back to its page, and not accepted.
  const accepted = async (request: FastifyRequest, token: string): Promise<void> => {
    const draft = draftOf(request)
    if (draft) await forgetDraft(db, hashOfToken(token), draft.at, draft.action)
  }

  const resumed = async (request: FastifyRequest, token: string, page: string): Promise<string> => {
    if (!(await hasDraft(db, hashOfToken(token), request.url))) return page
    const drafts = await act(db, request.caller, async tx => {
      const result = await draftsAt(tx, request.url)
      return { result, audit: { action: 'draft.resumed', records: result.map(({ id }) => id) } }
    })
    const formToken = formTokenOf(token)
    return filledIn(
      page,
      drafts.map(draft => ({ ...draft, note: draftNote(draft, formToken) })),
    )
  }
}

const isPageWithForm = (reply: FastifyReply, payload: unknown): payload is string =>
  reply.statusCode === 200 &&
  typeof payload === 'string' &&
  String(reply.getHeader('content-type')).startsWith('text/html') &&
  payload.includes(' data-keep')
