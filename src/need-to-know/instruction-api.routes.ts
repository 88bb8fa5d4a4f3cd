import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askedForNothing } from '#nominals'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { givenOf } from './form.ts'
import { lookAtInstruction, lookAtInstructionsDue, writeOne } from './instructing.ts'
import { dayKnown } from './instruction.routes.ts'
import { instructionKinds, type SafetyInstruction } from './instruction.ts'

const moment = z.iso.datetime({ offset: true })
const Instruction = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['instruction', 'no-known-danger']),
    words: z.string(),
    reviewOn: z.iso.date(),
    recordedAt: moment,
    by: z.string(),
    agency: z.string(),
    supersededAt: moment.nullable(),
  })
  .meta({ id: 'SafetyInstruction', description: 'What officers must do first, as it was written.' })

const params = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
type OfNominal = { Params: z.output<typeof params>; Querystring: { on?: string | undefined }; Body: unknown }

const answerOf = (each: SafetyInstruction): z.input<typeof Instruction> => ({
  ...each,
  reviewOn: each.reviewOn.toString(),
  recordedAt: each.recordedAt.toString(),
  supersededAt: each.supersededAt?.toString() ?? null,
})

/** The safety instruction of a record, and those that are missing or to be reviewed: for programs. */
export const instructionApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Safety instructions']

    app.get<OfNominal>(
      '/api/v1/nominals/:id/safety-instruction',
      {
        schema: {
          operationId: 'getSafetyInstruction',
          summary: 'The safety instruction of a record, with its history',
          description: 'Of a record in full. `shown` is what contact shows now, whatever day is asked for.',
          tags,
          params,
          querystring: z.object({
            on: z
              .string()
              .max(40)
              .optional()
              .meta({ description: 'A day before today: what had been written by its end.' }),
          }),
          response: {
            200: answering(
              'What contact shows, and every version, the latest first.',
              z.strictObject({ shown: z.string(), history: z.array(Instruction) }),
            ),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const known = dayKnown(request.query.on, surroundings.now())
        const looked = await lookAtInstruction(surroundings, request.caller, nominal, known)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { facts, history } = looked.result
        return reply.send({ shown: facts.shown, history: history.map(answerOf) })
      },
    )

    app.post<OfNominal>(
      '/api/v1/nominals/:id/safety-instruction',
      {
        schema: {
          operationId: 'writeSafetyInstruction',
          summary: 'Write the safety instruction of a record, or review it',
          description:
            'By whoever supervises the unit that leads the record, and its record manager (403). A new one supersedes the last, which is kept.',
          tags,
          params,
          body: z
            .looseObject({
              kind: z
                .string()
                .max(100)
                .optional()
                .meta({ description: instructionKinds.map(({ code }) => code).join(', ') }),
              words: z.string().max(2000).optional(),
              reviewOn: z.string().max(100).optional().meta({ description: 'The day of its review.' }),
              version: z
                .string()
                .max(100)
                .optional()
                .meta({ description: 'The `id` of the one that stands; left out where there is none.' }),
            })
            .meta({
              example: { kind: 'instruction', words: 'Attend in pairs. Ring the desk first.', reviewOn: '2027-05-01' },
            }),
          response: { 201: answering('It stands.', z.strictObject({ id: z.uuid() })), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const done = await writeOne(surroundings, request.caller, nominal, givenOf(request.body))
        if (done.came !== 'open') return reply[done.came](done.actor)
        const { may, written, refusals } = done.result
        if (!may) return reply.forbidden(done.actor)
        if (written) return reply.code(201).send({ id: written as string })
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
          errors: refusals,
        })
      },
    )

    app.get(
      '/api/v1/safety-instructions',
      {
        schema: {
          operationId: 'listSafetyInstructionsDue',
          summary: 'Safety instructions that are missing or to be reviewed',
          description: 'Of the records one answers for; the first 100, the missing ones first.',
          tags,
          response: {
            200: answering(
              'The records.',
              z.strictObject({
                due: z.array(
                  z.strictObject({
                    nominal: z.uuid(),
                    name: z.string(),
                    reference: z.string(),
                    shown: z.string(),
                    reviewOn: z.iso.date().nullable(),
                  }),
                ),
              }),
            ),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtInstructionsDue(surroundings, request.caller)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({
          due: looked.due.map(({ words, reviewOn, ...each }) => ({
            ...each,
            shown: words,
            reviewOn: reviewOn?.toString() ?? null,
          })),
        })
      },
    )
  }
