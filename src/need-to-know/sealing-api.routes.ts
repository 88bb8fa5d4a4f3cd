import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { askedForNothing, kindNamed } from '#nominals'
import { answering, problemResponses, sendProblem, type Refusal, type Surroundings } from '#platform'
import type { Destruction } from './destruction.ts'
import { givenOf, textIn } from './form.ts'
import {
  askToDestroy,
  decideToDestroy,
  lookAtSealing,
  lookAtSealings,
  lookUnderSeal,
  openOneSeal,
  sealOne,
} from './sealing-looking.ts'
import { decisionGiven, factAsked } from './sealing.routes.ts'
import type { Sealing } from './sealing.ts'

const moment = z.iso.datetime({ offset: true })
const Seal = z
  .strictObject({
    id: z.uuid(),
    nominal: z.uuid(),
    kind: z.string(),
    versions: z.int(),
    unit: z.string(),
    why: z.string(),
    sealedAt: moment,
    sealedBy: z.string(),
    agency: z.string(),
    unsealedAt: moment.nullable(),
    unsealedBy: z.string().nullable(),
    unsealedWhy: z.string().nullable(),
  })
  .meta({ id: 'Sealing', description: 'That something was taken out of a record, and nothing of what it says.' })
const Destroyed = z
  .strictObject({
    request: z.uuid(),
    why: z.string(),
    askedAt: moment,
    askedBy: z.string(),
    outcome: z.enum(['confirmed', 'refused', 'taken back']).nullable(),
    outcomeWhy: z.string(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    destroyedAt: moment.nullable(),
  })
  .meta({ id: 'Destruction', description: 'What was asked of something under seal, and what became of that.' })

const reason = z.looseObject({ why: z.string().max(5000).optional() })
const params = z.object({ sealing: z.string().meta({ description: 'A UUID.' }) })

const answerOf = ({ isMine: _isMine, holdsFile: _holdsFile, kind, ...sealing }: Sealing): z.input<typeof Seal> => ({
  ...sealing,
  kind: kindNamed(kind)?.kind ?? kind,
  sealedAt: sealing.sealedAt.toString(),
  unsealedAt: sealing.unsealedAt?.toString() ?? null,
})
const destructionOf = ({ isMine: _isMine, asker: _asker, ...destruction }: Destruction): z.input<typeof Destroyed> => ({
  ...destruction,
  askedAt: destruction.askedAt.toString(),
  decidedAt: destruction.decidedAt?.toString() ?? null,
  destroyedAt: destruction.destroyedAt?.toString() ?? null,
})

const refused = (reply: FastifyReply, refusals: readonly Refusal[]) =>
  sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', { errors: refusals })

/** Sealing, opening a seal, and destroying by two, for programs. */
export const sealingApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Sealing']

    app.post<{ Params: { nominal: string; kind: string; fact: string; sealing: string }; Body: unknown }>(
      '/api/v1/nominals/:nominal/facts/:kind/:fact/sealing',
      {
        schema: {
          operationId: 'sealFact',
          summary: 'Seal a fact, an entry or a file',
          description:
            'By whoever supervises the unit that leads the record (403). It is gone at once, with every version of it, for everybody but them and the data-protection officer. A basis is not sealed (422).',
          tags,
          params: z.object({
            nominal: z.string().meta({ description: 'A UUID.' }),
            kind: z.string().meta({ description: 'A kind of fact.' }),
            fact: z.string().meta({ description: 'A UUID: any version of it.' }),
          }),
          body: reason.meta({ example: { why: 'Written about somebody else' } }),
          response: {
            201: answering('It is sealed.', z.strictObject({ sealing: z.uuid() })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const asked = factAsked(request.params)
        if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
        const why = textIn(givenOf(request.body), 'why')
        const opened = await sealOne(surroundings, request.caller, asked, why)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { mine, refusals, sealing } = opened.result
        if (!mine) return reply.forbidden(opened.actor)
        return sealing ? reply.code(201).send({ sealing: sealing as string }) : refused(reply, refusals)
      },
    )

    app.get(
      '/api/v1/sealings',
      {
        schema: {
          operationId: 'listSealings',
          summary: 'What is under seal',
          description: 'For supervisors what they sealed themselves; for the data-protection officer all of it.',
          tags,
          response: {
            200: answering('The latest 200.', z.strictObject({ sealings: z.array(Seal) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtSealings(surroundings, request.caller)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ sealings: looked.sealings.map(answerOf) })
      },
    )

    app.get<{ Params: { sealing: string } }>(
      '/api/v1/sealings/:sealing',
      {
        schema: {
          operationId: 'getSealing',
          summary: 'A seal, and what was asked of it',
          description: 'That it was made, when, by whom and why; nothing of what it says.',
          tags,
          params,
          response: {
            200: answering('The seal.', Seal.extend({ destructions: z.array(Destroyed) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtSealing(surroundings, request.caller, request.params.sealing)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ ...answerOf(looked.sealing), destructions: looked.destructions.map(destructionOf) })
      },
    )

    app.get<{ Params: { sealing: string } }>(
      '/api/v1/sealings/:sealing/content',
      {
        schema: {
          operationId: 'getSealedContent',
          summary: 'What is under a seal',
          description: 'In words, the latest version first. A look of its own on the record.',
          tags,
          params,
          response: {
            200: answering(
              'What was said.',
              z.strictObject({
                versions: z.array(
                  z.strictObject({
                    label: z.string(),
                    value: z.string(),
                    by: z.string(),
                    agency: z.string(),
                    at: moment,
                  }),
                ),
                withdrawn: z.array(z.string()),
              }),
            ),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookUnderSeal(surroundings, request.caller, request.params.sealing)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({
          versions: looked.versions.map(({ label, value, by, agency, at }) => ({
            label,
            value,
            by,
            agency,
            at: at.toString(),
          })),
          withdrawn: [...looked.withdrawn],
        })
      },
    )

    app.post<{ Params: { sealing: string }; Body: unknown }>(
      '/api/v1/sealings/:sealing/unsealing',
      {
        schema: {
          operationId: 'openSeal',
          summary: 'Open a seal',
          description: 'By the data-protection officer (403): everything is back on the record as it was.',
          tags,
          params,
          body: reason.meta({ example: { why: 'It is about this person after all' } }),
          response: {
            200: answering('It is back.', z.strictObject({ unsealed: z.literal(true) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const why = textIn(givenOf(request.body), 'why')
        const done = await openOneSeal(surroundings, request.caller, request.params.sealing, why)
        if (done.came !== 'open') return reply[done.came](done.actor)
        return done.refusals.length > 0 ? refused(reply, done.refusals) : reply.send({ unsealed: true as const })
      },
    )

    app.post<{ Params: { sealing: string }; Body: unknown }>(
      '/api/v1/sealings/:sealing/destruction',
      {
        schema: {
          operationId: 'askDestruction',
          summary: 'Ask that what is under a seal is destroyed',
          description: 'By whoever sealed it or the data-protection officer. Another human being confirms it.',
          tags,
          params,
          body: reason.meta({ example: { why: 'It is about somebody else, and must not be kept' } }),
          response: {
            200: answering('It waits for another person.', z.strictObject({ asked: z.literal(true) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const why = textIn(givenOf(request.body), 'why')
        const done = await askToDestroy(surroundings, request.caller, request.params.sealing, why)
        if (done.came !== 'open') return reply[done.came](done.actor)
        return done.refusals.length > 0 ? refused(reply, done.refusals) : reply.send({ asked: true as const })
      },
    )

    app.post<{ Params: { sealing: string }; Body: unknown }>(
      '/api/v1/sealings/:sealing/destruction/decision',
      {
        schema: {
          operationId: 'decideDestruction',
          summary: 'Decide on a destruction that was asked for',
          description:
            'By the data-protection officer, who is another human being than the one who asked, whichever account they use; or taken back by who asked.',
          tags,
          params,
          body: reason
            .extend({ outcome: z.enum(['confirmed', 'refused', 'taken back']).optional() })
            .meta({ example: { outcome: 'confirmed' } }),
          response: {
            200: answering('It is decided.', z.strictObject({ decided: z.literal(true) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const given = decisionGiven(request.body)
        const done = await decideToDestroy(surroundings, request.caller, request.params.sealing, given)
        if (done.came !== 'open') return reply[done.came](done.actor)
        return done.refusals.length > 0 ? refused(reply, done.refusals) : reply.send({ decided: true as const })
      },
    )
  }
