import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { act, frameAddresses, type Actor, type AuditEntry, type Surroundings, type Tx } from '#platform'
import { hasCaseload, homeView, type HomeWork } from './home.views.ts'

/** Reads the work of the actor, with everyone that is shown, for the log. Nominals come after this area, so `app.ts` hands it in. `after`: where the page of the caseload begins, as the last one's `more` says; anything else is refused with a `ZodError`. */
export type WorkOf = (
  tx: Tx,
  actor: Actor,
  after: string | undefined,
) => Promise<{ readonly work: HomeWork; readonly subjects: NonNullable<AuditEntry['subjects']> }>

const Query = z.object({ after: z.string().max(100).optional() })

const nothing: WorkOf = async () => ({
  work: { of: 'mine', caseload: { rows: [], total: 0, more: null }, due: null, waiting: null, changed: null },
  subjects: [],
})

/** The first page: one's own work, by the role worn. */
export const homeRoutes =
  ({ db }: Surroundings, workOf: WorkOf = nothing) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.home, async (request, reply) => {
      const { after } = Query.parse(request.query)
      const { actor, work } = await act(db, request.caller, async (tx, actor) => {
        const found = hasCaseload(actor.role) ? await workOf(tx, actor, after) : null
        return {
          result: { actor, work: found?.work ?? null },
          audit: {
            action: 'home.viewed',
            subjects: found?.subjects ?? [],
            fieldGroups: found ? ['caseload', ...(found.work.due ? ['due', 'changed'] : [])] : [],
          },
        }
      })
      return reply.page('access/home', homeView({ role: actor.role, work }), actor)
    })
  }
