import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { act, frameAddresses, parseId, type Actor, type RoleHeldId, type Surroundings } from '#platform'
import { roleView } from './role.views.ts'
import { rolesHeld, wearRole, type RoleHeldRow } from './session.store.ts'

const Choice = z.object({ role: z.string() })

const whereOf = ({ unit, agency }: RoleHeldRow): string => (unit === agency ? unit : `${unit}, ${agency}`)

/** Choosing which of one's roles to wear. The session stays; the log has the change. */
export const roleRoutes =
  ({ db }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.role, async (request, reply) => {
      const { roles, actor } = await act(db, request.caller, async (tx, actor: Actor) => ({
        result: { actor, roles: await rolesHeld(tx, actor.officer) },
        audit: { action: 'role.listed' },
      }))
      const shown = roles.map(row => ({
        id: row.id,
        role: row.role,
        unit: whereOf(row),
        worn: row.id === actor.roleHeld,
      }))
      return reply.page('access/role', roleView(shown), actor)
    })

    app.post(frameAddresses.role, async (request, reply) => {
      const roleHeld = parseId<RoleHeldId>(Choice.parse(request.body).role)
      const { worn, actor } = await act(db, request.caller, async (tx, actor) => {
        const worn = roleHeld !== undefined && (await wearRole(tx, roleHeld))
        return {
          result: { worn, actor },
          audit: worn
            ? { action: 'role.worn', records: [roleHeld] }
            : { action: 'role.refused', outcome: 'refused', records: roleHeld ? [roleHeld] : [] },
        }
      })
      return worn ? reply.redirect(frameAddresses.home, 303) : reply.absent(actor)
    })
  }
