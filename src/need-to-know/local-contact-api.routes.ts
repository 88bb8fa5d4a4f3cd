import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, sendProblem, type Surroundings, parseId } from '#platform'
import { givenOf } from './form.ts'
import { gapsOf, type Arrival, type ForceContacts, type ArrivalId } from './local-contact.ts'
import {
  acknowledgeArrival,
  lookAtArrival,
  lookAtArrivals,
  lookAtContacts,
  nameOne,
  tellOfArrival,
  type ArrivalLook,
} from './local-contacting.ts'

const moment = z.iso.datetime({ offset: true })
const Named = z.strictObject({ officer: z.uuid(), name: z.string() }).nullable()
const Force = z
  .strictObject({
    force: z.uuid(),
    name: z.string(),
    contact: Named,
    deputy: Named,
    gaps: z.array(z.string()).meta({ description: 'What the force lacks, in words.' }),
  })
  .meta({ id: 'LocalContacts', description: 'A force with its local point of contact and the deputy.' })
const ArrivalAnswer = z
  .strictObject({
    id: z.uuid(),
    nominal: z.uuid(),
    name: z.string(),
    quote: z.string(),
    markers: z.array(z.string()),
    force: z.string(),
    kind: z.enum(['lives', 'release']),
    releaseOn: z.iso.date().nullable(),
    notedAt: moment,
    dueAt: moment,
    endedAt: moment.nullable(),
    acknowledged: z.strictObject({ at: moment, by: z.string(), words: z.string() }).nullable(),
    escalatedAt: moment.nullable(),
    tellings: z.array(
      z.strictObject({ id: z.uuid(), toldAt: moment, who: z.string(), instruction: z.string(), by: z.string() }),
    ),
  })
  .meta({ id: 'LocalArrival', description: 'Somebody of whom a force is to know.' })

const text = z.string().max(2000).optional()
const params = z.object({ arrival: z.string().meta({ description: 'A UUID.' }) })

const forceOf = ({ force, name, contact, deputy }: ForceContacts): z.input<typeof Force> => ({
  force,
  name,
  contact,
  deputy,
  gaps: [...gapsOf({ contact, deputy })],
})
const answerOf = (arrival: Arrival): z.input<typeof ArrivalAnswer> => ({
  ...arrival,
  markers: [...arrival.markers],
  notedAt: arrival.notedAt.toString(),
  dueAt: arrival.dueAt.toString(),
  endedAt: arrival.endedAt?.toString() ?? null,
  acknowledged: arrival.acknowledged && { ...arrival.acknowledged, at: arrival.acknowledged.at.toString() },
  escalatedAt: arrival.escalatedAt?.toString() ?? null,
  tellings: arrival.tellings.map(telling => ({ ...telling, toldAt: telling.toldAt.toString() })),
})

/** Local points of contact, for programs. */
export const localContactApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Local points of contact']

    app.get(
      '/api/v1/local-contacts',
      {
        schema: {
          operationId: 'listLocalContacts',
          summary: 'The local points of contact of every force',
          description: 'With what each force lacks.',
          tags,
          response: { 200: answering('Every force.', z.strictObject({ forces: z.array(Force) })), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { contacts } = await lookAtContacts(surroundings, request.caller, '')
        return reply.send({ forces: contacts.forces.map(forceOf) })
      },
    )

    app.post<{ Body: unknown }>(
      '/api/v1/local-contacts',
      {
        schema: {
          operationId: 'nameLocalContact',
          summary: 'Name a local point of contact, or a deputy',
          description:
            'By a supervisor of the force or an administrator (403). Whoever held the place before does no more.',
          tags,
          body: z
            .looseObject({ force: text, place: text, officer: text })
            .meta({ example: { force: '', place: 'deputy', officer: '' } }),
          response: { 200: answering('The force, as it stands now.', Force), ...problemResponses },
        },
      },
      async (request, reply) => {
        const named = await nameOne(surroundings, request.caller, givenOf(request.body))
        if (named.came === 'forbidden') return reply.forbidden(named.actor)
        if (named.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
            errors: named.refusals,
          })
        return reply.send(forceOf(named.contacts.keeping!.force))
      },
    )

    app.get<{ Querystring: { after?: string } }>(
      '/api/v1/local-arrivals',
      {
        schema: {
          operationId: 'listLocalArrivals',
          summary: 'Those of whom the force is to know',
          description: 'For its local points of contact: 100 at once, what waits first. Each of them is consulted.',
          tags,
          querystring: z.object({
            after: z.uuid().optional().meta({ description: 'What follows this one: `next` of the page before.' }),
          }),
          response: {
            200: answering(
              'What waits first.',
              z.strictObject({
                arrivals: z.array(ArrivalAnswer),
                total: z.int(),
                next: z.uuid().nullable().meta({ description: 'To be asked for with `after`; null: nobody follows.' }),
              }),
            ),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const place = parseId<ArrivalId>(request.query.after ?? '') ?? null
        const { came, actor, arrivals, more, total } = await lookAtArrivals(surroundings, request.caller, place)
        return came === 'forbidden'
          ? reply.forbidden(actor)
          : reply.send({ arrivals: arrivals.map(answerOf), total, next: more ? arrivals.at(-1)!.id : null })
      },
    )

    const send = (reply: FastifyReply, looked: ArrivalLook) => {
      if (looked.came === 'absent') return reply.absent(looked.actor)
      if (looked.came === 'refused')
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was kept.', {
          errors: looked.refusals,
        })
      return reply.send(answerOf(looked.arrival))
    }

    app.get<{ Params: { arrival: string } }>(
      '/api/v1/local-arrivals/:arrival',
      {
        schema: {
          operationId: 'getLocalArrival',
          summary: 'One of them',
          description: 'Whether it was acknowledged, and who of the shift was told what.',
          tags,
          params,
          response: { 200: answering('As it stands.', ArrivalAnswer), ...problemResponses },
        },
      },
      async (request, reply) => send(reply, await lookAtArrival(surroundings, request.caller, request.params.arrival)),
    )

    app.post<{ Params: { arrival: string }; Body: unknown }>(
      '/api/v1/local-arrivals/:arrival/acknowledgement',
      {
        schema: {
          operationId: 'acknowledgeLocalArrival',
          summary: 'Acknowledge',
          description: 'By a local point of contact of the force, once. What waited for it is closed.',
          tags,
          params,
          body: z.looseObject({ words: text }).meta({ example: { words: '' } }),
          response: { 200: answering('As it stands now.', ArrivalAnswer), ...problemResponses },
        },
      },
      async (request, reply) =>
        send(
          reply,
          await acknowledgeArrival(surroundings, request.caller, request.params.arrival, givenOf(request.body)),
        ),
    )

    app.post<{ Params: { arrival: string }; Body: unknown }>(
      '/api/v1/local-arrivals/:arrival/tellings',
      {
        schema: {
          operationId: 'tellOfLocalArrival',
          summary: 'Say who of the shift was told what',
          description:
            'Names or roles, the instruction, and when: a day and a time, by the clock in London; left out: now.',
          tags,
          params,
          body: z.looseObject({ who: text, instruction: text, when: text }).meta({
            example: { who: 'Night duty sergeant, Telford', instruction: 'Attend in pairs; ring the desk first' },
          }),
          response: { 200: answering('As it stands now.', ArrivalAnswer), ...problemResponses },
        },
      },
      async (request, reply) =>
        send(reply, await tellOfArrival(surroundings, request.caller, request.params.arrival, givenOf(request.body))),
    )
  }
