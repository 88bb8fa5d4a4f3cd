import type { FastifyInstance, FastifyRequest } from 'fastify'
import { act, atTheDoor, NotSignedIn, parseId, type Surroundings } from '#platform'
import type { Draft, DraftId } from './draft.ts'
import { draftOf, keepFromEnded } from './draft-keeping.ts'
import { keepDraft, removeDraft } from './draft.store.ts'

/** What a page's script keeps while somebody types, and throwing it away. */
export const draftRoutes =
  ({ db }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.post('/drafts', async (request, reply) => {
      const draft = draftOf(request)
      try {
        await act(db, request.caller, async (tx, actor) => {
          return {
            result: null,
            audit: {
              action: 'draft.kept',
              ...(draft ? { records: [await keepDraft(tx, actor, draft)] } : { outcome: 'refused' }),
            },
          }
        })
      } catch (error) {
        // The page sent it when the session was just over.
        if (!(error instanceof NotSignedIn) || !draft || !(await keptAtTheDoor(request, draft))) throw error
      }
      return reply.code(draft ? 204 : 422).send()
    })

    const keptAtTheDoor = (request: FastifyRequest, draft: Draft): Promise<boolean> =>
      atTheDoor(db, request.client, async tx => {
        const audit = await keepFromEnded(tx, request.cookieToken!, draft)
        return { result: audit !== null, audit }
      })

    app.post<{ Params: { draft: string } }>('/drafts/:draft/removal', async (request, reply) => {
      const draft = parseId<DraftId>(request.params.draft)
      const { at, actor } = await act(db, request.caller, async (tx, actor) => {
        const at = draft && (await removeDraft(tx, draft))
        return {
          result: { at, actor },
          audit: {
            action: 'draft.removed',
            records: draft ? [draft] : [],
            outcome: at === undefined ? 'absent' : 'done',
          },
        }
      })
      return at === undefined ? reply.absent(actor) : reply.redirect(at, 303)
    })
  }
