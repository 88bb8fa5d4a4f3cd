import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askedForNothing, lookInto, mayWrite } from '#nominals'
import { givenOf, textIn } from '#need-to-know'
import {
  answering,
  parseId,
  problemResponses,
  sendProblem,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { readManager } from './manager.ts'
import { managerNow, nameManager } from './manager.store.ts'
import { managerAddress, managerView } from './manager.views.ts'
import { inSavepoint } from './savepoint.store.ts'
import { officersOf } from './transfer.store.ts'

type Asked = { Params: { nominal: string; id: string }; Body: unknown }

const said = {
  CC403: 'That is for the supervisors and the duty officer of the unit that leads',
  CC409: 'They manage the record already',
  '23514': 'They may not see this record, or have left the unit: choose somebody else, or look who may see it',
} as const

const Answer = z
  .strictObject({ manager: z.string().nullable(), unit: z.string() })
  .meta({ id: 'RecordManager', description: 'Who manages the record, and the unit that leads.' })

/** Naming which officer of the unit that leads manages a record; for people and for programs. */
export const managerRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const look = async (caller: Caller, text: string, given: string | null) => {
      const nominal = parseId<NominalId>(text)
      if (nominal === undefined) return { actor: await askedForNothing(surroundings, caller), came: 'absent' as const }
      const opened = await lookInto(
        surroundings.db,
        caller,
        nominal,
        { action: given === null ? 'record-manager.viewed' : 'record-manager.named', fieldGroups: ['hands'] },
        async tx => {
          const now = await managerNow(tx, nominal)
          if (!now?.may) return { may: false as const, refusals: [{ field: '', text: said.CC403 }] }
          const facts = { officers: await officersOf(tx, now.unit), manager: now.manager, unitName: now.unitName }
          if (given === null) return { may: true as const, ...facts, refusals: [] }
          const decision = readManager(given, facts)
          if (!decision.agreed) return { may: true as const, ...facts, refusals: decision.refusals }
          const code = await inSavepoint(tx, () => nameManager(tx, nominal, decision.outcome), [
            'CC403',
            'CC409',
            '23514',
          ])
          const refusals: readonly Refusal[] = code ? [{ field: 'officer', text: said[code] }] : []
          const manager = code ? facts.manager : facts.officers.find(({ id }) => id === decision.outcome)!.name
          return { may: true as const, ...facts, manager, refusals }
        },
        ({ role }) => mayWrite(role),
        ({ refusals }) => (refusals.length === 0 ? 'done' : 'refused'),
      )
      return opened.came === 'open' && !opened.result.may ? { actor: opened.actor, came: 'forbidden' as const } : opened
    }
    const shown = (opened: Extract<Awaited<ReturnType<typeof look>>, { came: 'open' }>) => {
      if (!opened.result.may) throw new Error('this was answered already')
      return opened.result
    }

    app.get<Asked>('/nominals/:nominal/manager', async (request, reply) => {
      const opened = await look(request.caller, request.params.nominal, null)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      return reply.page(
        'responsibility/board',
        managerView(request.params.nominal, { ...shown(opened), name: opened.name }),
        opened.actor,
      )
    })
    app.post<Asked>('/nominals/:nominal/manager', async (request, reply) => {
      const typed = textIn(givenOf(request.body), 'officer')
      const opened = await look(request.caller, request.params.nominal, typed)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      if (opened.result.refusals.length === 0) return reply.redirect(managerAddress(request.params.nominal), 303)
      return reply
        .code(422)
        .page(
          'responsibility/board',
          managerView(request.params.nominal, { ...shown(opened), name: opened.name, typed }),
          opened.actor,
        )
    })
    app.put<Asked>(
      '/api/v1/nominals/:id/manager',
      {
        schema: {
          operationId: 'nameRecordManager',
          summary: 'Name the record manager',
          tags: ['Responsibility'],
          description:
            'By the supervisors and the duty officer of the unit that leads: one of its officers, by id or by name.',
          params: z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) }),
          body: z
            .looseObject({ officer: z.string().max(200) })
            .meta({ example: { officer: 'DC Imogen Hartwell-Pryce' } }),
          response: { 200: answering('Who manages it now.', Answer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const opened = await look(request.caller, request.params.id, textIn(givenOf(request.body), 'officer'))
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { refusals, manager, unitName } = shown(opened)
        return refusals.length > 0
          ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
          : reply.send({ manager, unit: unitName })
      },
    )
  }
