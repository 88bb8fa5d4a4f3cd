import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { noticeAnswer, SafetyNoticeShown } from '#nominals'
import { answering, problemResponses, sendProblem, type Surroundings } from '#platform'
import { endUse, lookAtUse, reviewUse, type UseLook, type UseSeen } from './emergency-looking.ts'
import { reviewOutcomes } from './emergency.ts'
import { givenOf } from './form.ts'

const moment = z.iso.datetime({ offset: true })
const Sheet = z
  .strictObject({
    quote: z.string(),
    dutyDesk: z.string(),
    dutyTelephone: z.string(),
    safetyInstruction: z.string(),
    markers: z.array(
      z.strictObject({
        words: z.string(),
        basis: z.string(),
        incidentOn: z.iso.date().nullable(),
        reviewOn: z.iso.date().nullable(),
      }),
    ),
    addresses: z.array(
      z.strictObject({
        kind: z.string(),
        flat: z.string(),
        line: z.string(),
        town: z.string(),
        postcode: z.string().nullable(),
        occupants: z.string(),
        children: z.enum(['yes', 'no', 'not known']),
      }),
    ),
    conditions: z.array(z.strictObject({ words: z.string(), condition: z.string(), setBy: z.string() })),
    vehicles: z.array(z.strictObject({ registration: z.string(), makeAndModel: z.string(), colour: z.string() })),
  })
  .meta({ id: 'SafetySheet', description: 'What emergency access opens, and nothing else of a record.' })

const Use = z
  .strictObject({
    id: z.uuid(),
    nominal: z.uuid(),
    by: z.string(),
    agency: z.string(),
    unit: z.string(),
    code: z.string(),
    reason: z.string(),
    openedAt: moment,
    endsAt: moment,
    ended: z.strictObject({ at: moment, by: z.string(), why: z.string() }).nullable(),
    review: z
      .strictObject({
        at: moment,
        by: z.string(),
        outcome: z.enum(reviewOutcomes.map(({ code }) => code)),
        words: z.string(),
      })
      .nullable(),
    sheet: Sheet.nullable().meta({ description: 'While it is open, for the officer who opened it.' }),
    notices: z
      .array(SafetyNoticeShown)
      .meta({ description: 'With the sheet: safety notices that are for you, there.' }),
  })
  .meta({ id: 'EmergencyAccess', description: 'A use of emergency access, for whoever may know of it.' })

const params = z.object({ id: z.string().meta({ description: 'The emergency access: a UUID.' }) })
const done = z.strictObject({ done: z.literal(true) }).meta({ id: 'EmergencyAccessDone' })
const sentences = z.string().max(2000).optional()

/** Emergency access for programs: reading the sheet, ending and reviewing. It is opened by a person, who signs in anew on a page. */
export const emergencyApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: z.output<typeof params> }>(
      '/api/v1/emergency-access/:id',
      {
        schema: {
          operationId: 'getEmergencyAccess',
          summary: 'Read a use of emergency access, and while it is open the safety sheet',
          description:
            'Opened by a person on a page, with a fresh sign-in. The officer who opened it reads the safety sheet until it ends, by themselves or with a program that acts for them; each look is in the log.',
          tags: ['Emergency access'],
          params,
          response: { 200: answering('The use, and the sheet.', Use), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtUse(surroundings, request.caller, request.params.id)
        return looked.came === 'open' ? reply.send(answerOf(looked.seen)) : refuse(reply, looked)
      },
    )

    const acts = [
      [
        'end',
        'endEmergencyAccess',
        'End an emergency access',
        endUse,
        z.looseObject({ why: sentences }).meta({ example: { why: 'The visit is over' } }),
      ],
      [
        'review',
        'reviewEmergencyAccess',
        'Review an emergency access',
        reviewUse,
        z
          .looseObject({ outcome: z.string().max(100).optional(), words: sentences })
          .meta({ example: { outcome: 'justified', words: 'Two officers were at the door.' } }),
      ],
    ] as const
    for (const [path, operationId, summary, doing, body] of acts)
      app.post<{ Params: z.output<typeof params>; Body: unknown }>(
        `/api/v1/emergency-access/:id/${path}`,
        {
          schema: {
            operationId,
            summary,
            description:
              path === 'end'
                ? 'By the officer who opened it, or by a supervisor, region lead or duty officer who has the record in full.'
                : 'By a supervisor who has the record in full or an auditor, never in the line of whoever used it (403).',
            tags: ['Emergency access'],
            params,
            body,
            response: { 200: answering('It is done.', done), ...problemResponses },
          },
        },
        async (request, reply) => {
          const looked = await doing(surroundings, request.caller, request.params.id, givenOf(request.body))
          return looked.came === 'done' ? reply.send({ done: true as const }) : refuse(reply, looked)
        },
      )
  }

const refuse = (reply: FastifyReply, looked: UseLook): FastifyReply => {
  if (looked.came === 'refused')
    return sendProblem(reply, 422, looked.refusals.map(({ text }) => text).join('. '), { errors: looked.refusals })
  return looked.came === 'forbidden' ? reply.forbidden(looked.actor) : reply.absent(looked.actor)
}

const answerOf = ({ use, sheet, notices }: UseSeen): z.input<typeof Use> => {
  const { officer: _officer, openedAt, endsAt, ended, review, ...rest } = use
  return {
    ...rest,
    openedAt: openedAt.toString(),
    endsAt: endsAt.toString(),
    ended: ended && { ...ended, at: ended.at.toString() },
    review: review && { ...review, at: review.at.toString() },
    sheet: sheet && sheetOf(sheet),
    notices: notices.map(noticeAnswer),
  }
}

const sheetOf = ({
  nominal: _nominal,
  markers,
  addresses,
  conditions,
  vehicles,
  ...sheet
}: NonNullable<UseSeen['sheet']>): z.input<typeof Sheet> => ({
  ...sheet,
  markers: [...markers],
  addresses: [...addresses],
  conditions: [...conditions],
  vehicles: [...vehicles],
})
