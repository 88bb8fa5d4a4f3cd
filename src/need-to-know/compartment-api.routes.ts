import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { askedForNothing } from '#nominals'
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
import { compartmentKinds, vettingLevels, type Compartment, type Enclosure } from './compartment.ts'
import { compartmentWays } from './compartment.routes.ts'
import {
  atCompartment,
  atEnclosures,
  compartmentDoings,
  lookAtCompartments,
  type CompartmentLook,
} from './compartmenting.ts'
import { givenOf } from './form.ts'

const moment = z.iso.datetime({ offset: true })
const text = z.string().max(5000).optional()
const CompartmentAnswer = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.string().meta({ description: compartmentKinds.map(({ code }) => code).join(', ') }),
    level: z.string().nullable().meta({ description: 'The vetting that it asks for: a code.' }),
    purpose: z.string(),
    madeAt: moment,
    reviewOn: z.iso.date().nullable(),
    responsible: z.array(
      z.strictObject({
        place: z.enum(['sponsor', 'second']),
        officer: z.uuid(),
        name: z.string(),
        passes: z.boolean(),
      }),
    ),
    members: z.array(
      z.strictObject({
        officer: z.uuid(),
        name: z.string(),
        unit: z.string().nullable(),
        from: moment,
        until: moment.nullable(),
        why: z.string(),
        passes: z.boolean().meta({ description: 'Whether they hold the vetting that it asks for.' }),
      }),
    ),
    inside: z
      .array(
        z.strictObject({
          nominal: z.uuid(),
          name: z.string(),
          reference: z.string(),
          since: moment,
          why: z.string(),
          gaps: z.array(z.string()).meta({ description: 'Who answers for it and is not inside, in words.' }),
        }),
      )
      .meta({ description: 'The records inside that you have in full.' }),
  })
  .meta({ id: 'Compartment', description: 'A compartment that you are inside.' })
const EnclosureAnswer = z
  .strictObject({
    compartment: z.uuid(),
    name: z.string(),
    isIn: z.boolean(),
    since: moment,
    until: moment.nullable(),
    why: z.string(),
    by: z.string(),
    endedBy: z.string().nullable(),
    endedWhy: z.string().nullable(),
  })
  .meta({ id: 'Enclosure', description: 'That a record lies, or lay, in a compartment that you are inside.' })

const answerOf = ({
  id,
  name,
  kind,
  level,
  purpose,
  madeAt,
  reviewOn,
  responsible,
  members,
  inside,
}: Compartment): z.input<typeof CompartmentAnswer> => ({
  id,
  name,
  kind,
  level,
  purpose,
  madeAt: madeAt.toString(),
  reviewOn: reviewOn?.toString() ?? null,
  responsible: responsible.map(each => ({ ...each })),
  members: members.map(each => ({ ...each, from: each.from.toString(), until: each.until?.toString() ?? null })),
  inside: inside.map(each => ({ ...each, gaps: [...each.gaps], since: each.since.toString() })),
})
const enclosureOf = ({
  compartment,
  name,
  isIn,
  since,
  until,
  why,
  by,
  endedBy,
  endedWhy,
}: Enclosure): z.input<typeof EnclosureAnswer> => ({
  compartment,
  name,
  isIn,
  since: since.toString(),
  until: until?.toString() ?? null,
  why,
  by,
  endedBy,
  endedWhy,
})

const refused = (reply: FastifyReply, refusals: readonly Refusal[]) =>
  sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', { errors: refusals })

/** Each way of changing a compartment, as a program is told of it. */
const told = {
  members: {
    operationId: 'addCompartmentMember',
    summary: 'Add a member, or give one a new time',
    body: z
      .looseObject({ officer: text, until: text, why: text })
      .meta({ example: { officer: 'DC A. Penhallow', until: '2027-03-31', why: 'Works on the operation' } }),
  },
  'members/end': {
    operationId: 'endCompartmentMember',
    summary: 'End a membership',
    body: z
      .looseObject({ member: text, endWhy: text })
      .meta({ example: { member: '', endWhy: 'Has moved to another unit' } }),
  },
  responsible: {
    operationId: 'nameCompartmentResponsible',
    summary: 'Name who answers for it',
    body: z.looseObject({ place: text, holder: text }).meta({ example: { place: 'second', holder: '' } }),
  },
  review: {
    operationId: 'reviewCompartment',
    summary: 'Review who is inside',
    body: z
      .looseObject({ reviewed: text, review: text })
      .meta({ example: { reviewed: 'Each member still works on it', review: '2027-02-20' } }),
  },
  end: {
    operationId: 'endCompartment',
    summary: 'End a compartment',
    body: z.looseObject({ over: text }).meta({ example: { over: 'The operation is over' } }),
  },
} as const satisfies Record<keyof typeof compartmentDoings, object>

/** Compartments, for programs. */
export const compartmentApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Compartments']
    const secret = 'A compartment that you are not inside is answered like one that does not exist.'
    const All = z.strictObject({ compartments: z.array(CompartmentAnswer) })

    app.get(
      '/api/v1/compartments',
      {
        schema: {
          operationId: 'listCompartments',
          summary: 'The compartments that you are inside',
          description: secret,
          tags,
          response: { 200: answering('By name: 200 at most.', All), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtCompartments(surroundings, request.caller)
        if (!looked.compartments) return reply[looked.came](looked.actor)
        return reply.send({ compartments: looked.compartments.map(answerOf) })
      },
    )
    app.post<{ Body: unknown }>(
      '/api/v1/compartments',
      {
        schema: {
          operationId: 'makeCompartment',
          summary: 'Make a compartment',
          description:
            'By a supervisor or region lead with the vetting that it asks for, who is its sponsor (403). Another person answers for it with them.',
          tags,
          body: z
            .looseObject({
              name: text,
              kind: text.meta({ description: compartmentKinds.map(({ code }) => code).join(', ') }),
              level: text.meta({ description: vettingLevels.map(({ code }) => code).join(', ') }),
              purpose: text,
              second: text.meta({
                description: 'Rank and name, with the unit after a comma where several are called so.',
              }),
              review: text.meta({ description: 'The day on which who is inside is reviewed.' }),
            })
            .meta({
              example: {
                name: 'Walnut',
                kind: 'victim',
                level: 'sc',
                purpose: 'Those named as victims in one case',
                second: 'DI R. Amblecote',
                review: '2027-02-20',
              },
            }),
          response: {
            201: answering('It is made.', z.strictObject({ compartment: z.uuid() })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtCompartments(surroundings, request.caller, givenOf(request.body))
        if (!looked.compartments) return reply[looked.came](looked.actor)
        return looked.made
          ? reply.code(201).send({ compartment: looked.made as string })
          : refused(reply, looked.refusals)
      },
    )

    type Of = { Params: { compartment: string }; Body: unknown }
    const params = z.object({ compartment: z.string().meta({ description: 'A UUID.' }) })
    const response = { 200: answering('As it stands.', CompartmentAnswer), ...problemResponses }
    const send = (reply: FastifyReply, looked: CompartmentLook) => {
      if (!looked.compartment) return reply[looked.came](looked.actor)
      return looked.refusals.length > 0 ? refused(reply, looked.refusals) : reply.send(answerOf(looked.compartment))
    }
    app.get<Of>(
      '/api/v1/compartments/:compartment',
      {
        schema: {
          operationId: 'getCompartment',
          summary: 'A compartment',
          description: secret,
          tags,
          params,
          response,
        },
      },
      async (request, reply) =>
        send(reply, await atCompartment(surroundings, request.caller, request.params.compartment)),
    )
    for (const way of compartmentWays)
      app.post<Of>(
        `/api/v1/compartments/:compartment/${way}`,
        {
          schema: {
            ...told[way],
            description: `By its sponsor or second responsible person (403). ${secret}`,
            tags,
            params,
            response,
          },
        },
        async (request, reply) =>
          send(
            reply,
            await atCompartment(
              surroundings,
              request.caller,
              request.params.compartment,
              compartmentDoings[way](givenOf(request.body)),
            ),
          ),
      )

    type OfNominal = { Params: { id: string }; Body: unknown }
    const ofNominal = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
    const Enclosures = z.strictObject({ compartments: z.array(EnclosureAnswer) })
    const enclosures = async (
      reply: FastifyReply,
      caller: Caller,
      id: string,
      doing: Parameters<typeof atEnclosures>[3] = null,
    ) => {
      const nominal = parseId<NominalId>(id)
      if (!nominal) return reply.absent(await askedForNothing(surroundings, caller))
      const opened = await atEnclosures(surroundings, caller, nominal, doing)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      if (opened.result.refusals.length > 0) return refused(reply, opened.result.refusals)
      return reply.send({ compartments: opened.result.enclosures.map(enclosureOf) })
    }
    const answer = { 200: answering('Those that you are inside.', Enclosures), ...problemResponses }
    app.get<OfNominal>(
      '/api/v1/nominals/:id/compartments',
      {
        schema: {
          operationId: 'listEnclosures',
          summary: 'The compartments of a record',
          description: 'For whoever has the record in full (403).',
          tags,
          params: ofNominal,
          response: answer,
        },
      },
      async (request, reply) => enclosures(reply, request.caller, request.params.id),
    )
    for (const [what, path, operationId, summary, body] of [
      [
        'in',
        '',
        'encloseNominal',
        'Put a record in a compartment',
        z
          .looseObject({ compartment: text, why: text })
          .meta({ example: { compartment: '', why: 'A victim of the case' } }),
      ],
      [
        'out',
        '/removal',
        'releaseNominal',
        'Take a record out of a compartment',
        z.looseObject({ out: text, outWhy: text }).meta({ example: { out: '', outWhy: 'The case is closed' } }),
      ],
    ] as const)
      app.post<OfNominal>(
        `/api/v1/nominals/:id/compartments${path}`,
        {
          schema: {
            operationId,
            summary,
            description:
              'By a supervisor of the unit that leads or its region lead, who is inside (403). The answer has what it lay in before.',
            tags,
            params: ofNominal,
            body,
            response: answer,
          },
        },
        async (request, reply) =>
          enclosures(reply, request.caller, request.params.id, { what, given: givenOf(request.body) }),
      )
  }
