import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from '#nominals'
import { answerAsked, askForMore, lookAtRequests, withdrawAsked } from './asking-looking.ts'
import type { AccessRequest } from './asking.ts'
import { givenOf } from './form.ts'

const moment = z.iso.datetime({ offset: true })
const Request = z
  .strictObject({
    id: z.uuid(),
    by: z.string(),
    agency: z.string(),
    unit: z.string(),
    purpose: z.string(),
    askedAt: moment,
    lapsesAt: moment.meta({ description: 'When it lapses, unless it is answered before.' }),
    answer: z
      .strictObject({
        kind: z.enum(['granted', 'refused', 'lapsed', 'withdrawn']),
        words: z.string(),
        at: moment,
        until: moment.nullable().meta({ description: 'The end of the access that was granted.' }),
      })
      .nullable(),
  })
  .meta({ id: 'AccessRequest', description: 'A request for access by name.' })
const Requests = z.strictObject({ requests: z.array(Request) }).meta({ id: 'AccessRequests' })
const Made = z.strictObject({ id: z.uuid() }).meta({ id: 'AccessRequestMade' })
const done = z.strictObject({ done: z.literal(true) }).meta({ id: 'AccessRequestDone' })

const params = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
const ofRequest = z.object({
  id: z.string().meta({ description: 'The nominal: a UUID.' }),
  request: z.string().meta({ description: 'A UUID.' }),
})
const sentences = z.string().max(2000).optional()
type OfNominal = { Params: z.output<typeof params>; Body: unknown }
type OfRequest = { Params: z.output<typeof ofRequest>; Body: unknown }

/** Asking for more of a record, and answering: for programs. */
export const askingApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<OfNominal>(
      '/api/v1/nominals/:id/access-requests',
      {
        schema: {
          operationId: 'listAccessRequests',
          summary: 'Requests for access to a record',
          description: 'One’s own; of a record that one has in full, everybody’s. The latest 20.',
          tags: ['Access requests'],
          params,
          response: { 200: answering('The requests, the latest first.', Requests), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const looked = await lookAtRequests(surroundings, request.caller, nominal)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ requests: looked.result.requests.map(answerOf) })
      },
    )

    app.post<OfNominal>(
      '/api/v1/nominals/:id/access-requests',
      {
        schema: {
          operationId: 'askForAccess',
          summary: 'Ask for more of a record',
          description:
            'From summary or contact. It goes to the unit that answers for the record and its duty officer, and lapses when nobody answers in time.',
          tags: ['Access requests'],
          params,
          body: z.looseObject({ purpose: sentences }).meta({ example: { purpose: 'Planning a visit with housing' } }),
          response: { 201: answering('It waits for an answer.', Made), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const looked = await askForMore(surroundings, request.caller, nominal, givenOf(request.body))
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { made, refusals } = looked.result
        if (made !== null) return reply.code(201).send({ id: made })
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
      },
    )

    app.post<OfRequest>(
      '/api/v1/nominals/:id/access-requests/:request/answer',
      {
        schema: {
          operationId: 'answerAccessRequest',
          summary: 'Grant or refuse a request',
          description:
            'By the owning unit’s supervisor, region lead or duty officer on shift, never by whoever asked. What is granted is access by name in full, to the end of `until`.',
          tags: ['Access requests'],
          params: ofRequest,
          body: z
            .looseObject({
              answer: z.string().max(100).optional(),
              words: sentences,
              until: z.string().max(100).optional(),
            })
            .meta({ example: { answer: 'granted', words: 'Joint visit on Friday', until: '2026-12-01' } }),
          response: { 200: answering('It is answered.', done), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const { request: id } = request.params
        const looked = await answerAsked(surroundings, request.caller, nominal, id, givenOf(request.body))
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { refusals } = looked.result
        if (looked.result.done) return reply.send({ done: true as const })
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
      },
    )

    app.post<OfRequest>(
      '/api/v1/nominals/:id/access-requests/:request/withdraw',
      {
        schema: {
          operationId: 'withdrawAccessRequest',
          summary: 'Take a request back',
          description: 'One’s own, while nobody has answered it.',
          tags: ['Access requests'],
          params: ofRequest,
          response: { 200: answering('It is withdrawn.', done), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const looked = await withdrawAsked(surroundings, request.caller, nominal, request.params.request)
        return looked.came === 'open' ? reply.send({ done: true as const }) : reply[looked.came](looked.actor)
      },
    )
  }

const answerOf = ({
  id,
  by,
  agency,
  unit,
  purpose,
  askedAt,
  lapsesAt,
  answer,
}: AccessRequest): z.input<typeof Request> => ({
  id,
  by,
  agency,
  unit,
  purpose,
  askedAt: askedAt.toString(),
  lapsesAt: lapsesAt.toString(),
  answer: answer && {
    kind: answer.kind,
    words: answer.words,
    at: answer.at.toString(),
    until: answer.until?.toString() ?? null,
  },
})
