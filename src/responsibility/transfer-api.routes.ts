import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { givenOf } from '#need-to-know'
import { act, answering, problemResponses, sendProblem, type Surroundings } from '#platform'
import { transfers } from './transfer.store.ts'
import { mostPeople, transferState, type Transfer } from './transfer.ts'
import { answerGiven, answerRequest, lookAtTransfer, requestTransfer, transferGiven } from './transferring.ts'

const moment = z.iso.datetime({ offset: true })
const state = z.enum(['waits', 'accepted', 'rejected', 'withdrawn', 'lapsed'])

const TransferAnswer = z
  .strictObject({
    id: z.uuid(),
    from: z.string(),
    to: z.string(),
    officer: z.string().nullable().meta({ description: 'Whom the sender asked for as record manager.' }),
    reason: z.string(),
    askedBy: z.string(),
    askedAt: moment,
    people: z
      .array(
        z.strictObject({
          nominal: z.uuid(),
          name: z
            .string()
            .nullable()
            .meta({ description: 'Null: the record is seen as a contact; quote its reference.' }),
          quote: z.string(),
          urgent: z.boolean(),
          dueAt: moment,
          state,
          words: z.string(),
          manager: z.string().nullable(),
        }),
      )
      .meta({ description: 'Those of whom the officer may know, and nobody else.' }),
  })
  .meta({ id: 'Transfer', description: 'A request that another unit takes over responsibility.' })

const Line = TransferAnswer.omit({ people: true }).extend({
  people: z.int().meta({ description: 'How many of its people the officer may know of.' }),
  waiting: z.int(),
  dueAt: moment.nullable(),
})
const TransfersAnswer = z
  .strictObject({ transfers: z.array(Line) })
  .meta({ id: 'Transfers', description: 'The latest 100 that concern the officer, those that wait on top.' })

const people = z
  .array(z.string().max(100))
  .max(mostPeople)
  .optional()
  .meta({ description: `UUIDs of nominals: ${mostPeople} at most.` })
const AskBody = z
  .looseObject({
    people,
    to: z.string().max(100).optional().meta({ description: 'The receiving unit: a UUID.' }),
    officer: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Rank and name of an officer of that unit; may be left out.' }),
    reason: z.string().max(2000).optional(),
  })
  .meta({ example: { people: [], to: '', reason: 'She has moved to Wrexham and reports there from Monday' } })
const AnswerBody = z
  .looseObject({
    answer: z.string().max(100).optional().meta({ description: 'accepted, rejected or withdrawn.' }),
    people,
    words: z.string().max(2000).optional().meta({ description: 'Why, for a rejection.' }),
    manager: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'The record manager, an officer of the receiving unit; left out: its unallocated cases.' }),
  })
  .meta({ example: { answer: 'rejected', people: [], words: 'He lives in another region again' } })
const params = z.object({ transfer: z.string().meta({ description: 'A UUID.' }) })

const answerOf = (
  { id, from, to, officer, reason, askedBy, askedAt, items }: Transfer,
  now: Temporal.Instant,
): z.input<typeof TransferAnswer> => ({
  id,
  from,
  to,
  officer,
  reason,
  askedBy,
  askedAt: askedAt.toString(),
  people: items.map(item => ({
    nominal: item.nominal,
    name: item.name,
    quote: item.quote,
    urgent: item.urgent,
    dueAt: item.dueAt.toString(),
    state: transferState(item, now),
    words: item.words,
    manager: item.manager,
  })),
})

/** Handing on responsibility, for programs. */
export const transferApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings
    const tags = ['Responsibility']

    app.get(
      '/api/v1/transfers',
      {
        schema: {
          operationId: 'listTransfers',
          summary: 'Transfers that concern the officer',
          description: 'Requests from and to the officer’s unit, as far as they may know of the people.',
          tags,
          response: { 200: answering('The latest.', TransfersAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const found = await act(db, request.caller, async tx => ({
          result: await transfers(tx),
          audit: { action: 'transfers.listed' },
        }))
        return reply.send({
          transfers: found.map(({ id, from, to, officer, reason, askedBy, askedAt, people: n, waiting, dueAt }) => ({
            id,
            from,
            to,
            officer,
            reason,
            askedBy,
            askedAt: askedAt.toString(),
            people: n,
            waiting,
            dueAt: dueAt?.toString() ?? null,
          })),
        })
      },
    )

    app.post<{ Body: unknown }>(
      '/api/v1/transfers',
      {
        schema: {
          operationId: 'askTransfer',
          summary: 'Ask another unit to take over',
          description:
            'For people whose record the officer manages or supervises, all of one unit. Responsibility passes when the receiving unit accepts. Every reason against it is answered at once (422, `errors`).',
          tags,
          body: AskBody,
          response: { 201: answering('It is asked.', TransferAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const made = await requestTransfer(surroundings, request.caller, null, transferGiven(givenOf(request.body)))
        if (made.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was asked.', {
            errors: made.refusals,
          })
        if (made.came !== 'asked') return reply[made.came](made.actor)
        return reply.code(201).send(answerOf(made.transfer, now()))
      },
    )

    app.get<{ Params: { transfer: string } }>(
      '/api/v1/transfers/:transfer',
      {
        schema: {
          operationId: 'getTransfer',
          summary: 'A transfer',
          description: 'How it stands for each of its people of whom the officer may know.',
          tags,
          params,
          response: { 200: answering('The request.', TransferAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtTransfer(surroundings, request.caller, request.params.transfer)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send(answerOf(looked.transfer, now()))
      },
    )

    app.post<{ Params: { transfer: string }; Body: unknown }>(
      '/api/v1/transfers/:transfer/answers',
      {
        schema: {
          operationId: 'answerTransfer',
          summary: 'Accept, reject or withdraw',
          description:
            'For those of its people who are named; the others are left. An acceptance changes owner and record manager at one moment.',
          tags,
          params,
          body: AnswerBody,
          response: { 200: answering('How it stands now.', TransferAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const answered = await answerRequest(
          surroundings,
          request.caller,
          request.params.transfer,
          answerGiven(givenOf(request.body)),
        )
        if (answered.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
            errors: answered.refusals,
          })
        if (answered.came !== 'done') return reply[answered.came](answered.actor)
        return reply.send(answerOf(answered.transfer, now()))
      },
    )
  }
