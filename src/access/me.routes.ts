import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { act, answering, problemResponses, type Surroundings } from '#platform'
import { roleInWords } from './roles.ts'
import { rolesHeld } from './session.store.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const roleHeld = z.object({
  id: z.uuid(),
  code: z.string(),
  words: z.string(),
  unit: z.string(),
  agency: z.string(),
})

const Me = z
  .object({
    officer: named,
    role: roleHeld.meta({ description: 'The role worn: one at a time.' }),
    agency: named,
    unit: named,
    roles: z.array(roleHeld).meta({ description: 'Every role held now.' }),
    lapsed: z
      .enum(['vetting', 'training'])
      .nullable()
      .meta({ description: 'What has lapsed, so that no nominal is shown; null: nothing.' }),
    session: z.object({
      id: z.uuid(),
      kind: z.enum(['browser', 'api']),
      endsAt: z.iso.datetime().meta({ description: 'When it ends at the latest, in UTC.' }),
    }),
  })
  .meta({
    id: 'Me',
    example: {
      officer: { id: '0198c0de-0000-7000-8000-000000000003', name: 'DC Ruth Ashdown' },
      role: {
        id: '0198c0de-0000-7000-8000-000000000004',
        code: 'officer',
        words: 'Officer or practitioner',
        unit: 'Nominal Management',
        agency: 'CTP West Midlands',
      },
      agency: { id: '0198c0de-0000-7000-8000-000000000005', name: 'CTP West Midlands' },
      unit: { id: '0198c0de-0000-7000-8000-000000000006', name: 'Nominal Management' },
      roles: [],
      lapsed: null,
      session: { id: '0198c0de-0000-7000-8000-000000000007', kind: 'api', endsAt: '2026-11-23T18:40:00Z' },
    },
  })

/** `GET /api/v1/me`: who a program acts as. */
export const meRoutes =
  ({ db }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.withTypeProvider<ZodTypeProvider>().get(
      '/api/v1/me',
      {
        schema: {
          operationId: 'getMe',
          summary: 'Who is asking',
          description: 'The officer, the role worn, the agency and unit acted for, and the session.',
          tags: ['Session'],
          response: { 200: answering('Who is asking.', Me), ...problemResponses },
        },
      },
      async request =>
        act(db, request.caller, async (tx, actor) => {
          const roles = (await rolesHeld(tx, actor.officer)).map(({ id, role, unit, agency }) => ({
            id,
            code: role,
            words: roleInWords(role),
            unit,
            agency,
          }))
          const role = roles.find(({ id }) => id === actor.roleHeld)
          if (!role) throw new Error('An actor wears a role that its officer holds')
          return {
            result: {
              officer: { id: actor.officer, name: actor.name },
              role,
              agency: { id: actor.agency, name: actor.agencyName },
              unit: { id: actor.unit, name: actor.unitName },
              roles,
              lapsed: actor.lapsed,
              session: { id: actor.session, kind: actor.kind, endsAt: actor.endsAt.toString() },
            },
            audit: { action: 'session.viewed', records: [actor.session] },
          }
        }),
    )
  }
