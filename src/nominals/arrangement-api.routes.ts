import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  answering,
  IfMatch,
  parseId,
  preconditionResponses,
  problemResponses,
  sendOvertaken,
  sendProblem,
  sendUnguarded,
  tagOf,
  versionIn,
  type Caller,
  type NominalId,
  type Surroundings,
} from '#platform'
import areas from '../../reference/areas.json' with { type: 'json' }
import { noArrangement } from './arrangement.ts'
import { standingArrangement, type StandingArrangement } from './arrangement.store.ts'
import { arrange, arrangementVersion } from './arranging.ts'
import { askedForNothing } from './asked-for-nothing.ts'
import { lookInto } from './fact-look.ts'
import type { Given } from './fact-reading.ts'

const Arrangement = z
  .strictObject({
    area: z
      .string()
      .nullable()
      .meta({ description: 'The code of the area, or of CT MAPPA; null: not managed under MAPPA.' }),
    areaInWords: z.string().nullable(),
    level: z.int().min(1).max(3).nullable().meta({ description: 'null: the lead agency has stated none.' }),
    since: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({
    id: 'Arrangement',
    description:
      'The MAPPA arrangement of a case, as the lead agency states it. Its co-ordinators have the record in full.',
    example: { area: null, areaInWords: null, level: null, since: null },
  })
const Body = z
  .looseObject({
    area: z
      .string()
      .max(40)
      .meta({ description: 'The code of an area; for a counter-terrorism case CT MAPPA’s alone.' }),
    level: z
      .union([z.int(), z.string().max(1), z.null()])
      .optional()
      .meta({ description: '1, 2 or 3; left out: none has been stated.' }),
    source: z.string().max(200).optional().meta({ description: 'Where you have it from.' }),
  })
  .meta({ example: { area: 'WMER', level: 2, source: 'Minutes of the level 2 meeting' } })
const Ids = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
type Asked = { Params: { id: string }; Body: unknown; Headers: { 'if-match'?: string } }

/** The MAPPA arrangement of a case for programs: read, stated, ended; by the lead agency, as on the page. */
export const arrangementApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/api/v1/nominals/:id/arrangement'
    const answers = { 200: answering('The arrangement as it stands.', Arrangement), ...problemResponses }

    app.get<Asked>(
      at,
      {
        schema: {
          operationId: 'getArrangement',
          summary: 'Read the MAPPA arrangement of a case',
          description:
            'Of a record that you have in full. `ETag` names the statement that stands, also that there is none.',
          tags: ['Arrangement'],
          params: Ids,
          response: answers,
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const opened = await lookInto(
          surroundings.db,
          request.caller,
          nominal,
          { action: 'nominal.viewed', fieldGroups: ['hands'] },
          tx => standingArrangement(tx, nominal),
        )
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        return send(reply, opened.result)
      },
    )

    for (const [method, operationId, summary, body] of [
      ['put', 'stateArrangement', 'State the MAPPA arrangement of a case, and its level', { body: Body }],
      ['delete', 'endArrangement', 'State that a case is not managed under MAPPA any more', {}],
    ] as const)
      app[method]<Asked>(
        at,
        {
          schema: {
            operationId,
            summary,
            description:
              'By the lead agency. The co-ordinators of the arrangement read the record in full from that moment, and those of the one before no longer.',
            tags: ['Arrangement'],
            params: Ids,
            headers: IfMatch,
            ...body,
            response: { ...answers, ...preconditionResponses },
          },
        },
        (request, reply) =>
          state(
            request.params.id,
            request.headers['if-match'],
            request.caller,
            reply,
            method === 'put' ? (request.body as Given) : { area: noArrangement },
          ),
      )

    const state = async (
      id: string,
      ifMatch: string | undefined,
      caller: Caller,
      reply: FastifyReply,
      given: Given,
    ) => {
      const nominal = parseId<NominalId>(id)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, caller))
      const version = versionIn(ifMatch)
      if (version === null) return sendUnguarded(reply)
      const stated = await arrange(surroundings, caller, nominal, given, version)
      if (stated.came !== 'open') return reply[stated.came](stated.actor)
      const { standing, refusals, overtaken } = stated.result
      if (overtaken) return sendOvertaken(reply)
      if (refusals.length > 0)
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
          errors: refusals,
        })
      return send(reply, standing)
    }

    const send = (reply: FastifyReply, standing: StandingArrangement) =>
      reply.header('etag', tagOf(arrangementVersion(standing))).send({
        area: standing.area,
        areaInWords: areas.rows.find(({ code }) => code === standing.area)?.name ?? null,
        level: standing.level,
        since: standing.since?.toString() ?? null,
      })
  }
