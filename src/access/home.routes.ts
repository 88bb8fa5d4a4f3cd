import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { act, frameAddresses, type Actor, type AuditEntry, type Surroundings, type Tx } from '#platform'
import { hasCaseload, homeView, type CaseloadRow } from './home.views.ts'

/** One page of the cases that somebody manages, with everyone on it for the log. */
export type Caseload = {
  readonly rows: readonly CaseloadRow[]
  readonly total: number
  readonly more: string | null // address of the next page
  readonly subjects: NonNullable<AuditEntry['subjects']>
}

/** Reads the caseload of the actor. Nominals come after this area, so `app.ts` hands it in. `after`: where the page begins, as the last one's `more` says; anything else is refused with a `ZodError`. */
export type CaseloadOf = (tx: Tx, actor: Actor, after: string | undefined) => Promise<Caseload>

const Query = z.object({ after: z.string().max(100).optional() })

const empty: Caseload = { rows: [], total: 0, more: null, subjects: [] }

/** The first page: one's own work, by the role worn. */
export const homeRoutes =
  ({ db }: Surroundings, caseloadOf: CaseloadOf = async () => empty) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.home, async (request, reply) => {
      const { after } = Query.parse(request.query)
      const { actor, caseload } = await act(db, request.caller, async (tx, actor) => {
        const caseload = hasCaseload(actor.role) ? await caseloadOf(tx, actor, after) : null
        return {
          result: { actor, caseload },
          audit: {
            action: 'home.viewed',
            subjects: caseload?.subjects ?? [],
            fieldGroups: caseload ? ['caseload'] : [],
          },
        }
      })
      return reply.page('access/home', homeView({ role: actor.role, caseload }), actor)
    })
  }
