import type { FastifyInstance } from 'fastify'
import { act, cleaned, isProgram, refusedView, unseenIn, type Surroundings } from '#platform'
import { draftIn } from './draft.ts'
import { markSentBack } from './draft-keeping.ts'
import { keepDraft, noteCleaned } from './draft.store.ts'

/**
 * A form that somebody sends with characters that nobody sees (platform/unseen.ts) does nothing: what they typed is kept for them without
 * these, and they are led back to its page, which says so and has it in the form again. For every form, and no route knows of it; one
 * that says nowhere where it stands is refused with the reasons.
 */
export const cleanForms = (app: FastifyInstance, { db }: Pick<Surroundings, 'db'>): void => {
  app.addHook('preHandler', async (request, reply) => {
    const { method, body, url, cookieToken } = request
    // What a page's script keeps while somebody types is no form that is sent.
    if (method !== 'POST' || isProgram(request) || cookieToken === undefined || url === '/drafts') return
    if (typeof body !== 'object' || body === null) return
    const errors = unseenIn(body)
    if (errors.length === 0) return
    const draft = draftIn(cleaned(body as Readonly<Record<string, unknown>>), url)
    if (!draft) {
      await reply.code(422).page('pages/message', refusedView([...new Set(errors.map(({ text }) => text))]))
      return
    }
    await act(db, request.caller, async (tx, actor) => {
      const kept = await keepDraft(tx, actor, draft)
      await noteCleaned(tx, kept)
      return { result: kept, audit: { action: 'draft.kept', records: [kept] } }
    })
    markSentBack(request)
    await reply.redirect(draft.at, 303)
  })
}
