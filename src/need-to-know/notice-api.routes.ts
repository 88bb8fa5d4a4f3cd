import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { opensNominals } from '#access'
import { askedForNothing, noticeAnswer, SafetyNoticeShown } from '#nominals'
import {
  answering,
  parseId,
  problemResponses,
  sendProblem,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { givenOf, textIn } from './form.ts'
import type { SafetyNotice } from './notice.ts'
import {
  lookAtNotice,
  lookAtNotices,
  noticeGiven,
  noticesOfRecord,
  noticesShownAt,
  reviewOne,
  withdrawOne,
  type NoticeLook,
} from './noticing.ts'

const moment = z.iso.datetime({ offset: true })
const Notice = z
  .strictObject({
    id: z.uuid(),
    nominal: z.uuid(),
    quote: z.string(),
    words: z.string(),
    everybody: z.boolean(),
    readers: z.array(z.string()),
    address: z.string(),
    person: z.string(),
    born: z.iso.date().nullable(),
    other: z.uuid().nullable(),
    writtenAt: moment,
    writtenBy: z.string(),
    until: z.iso.date(),
    reviewedOn: z.iso.date(),
    reviewOn: z.iso.date(),
    shownUntil: z.iso.date().meta({ description: 'The last day on which it is shown, as it stands.' }),
    ended: z.strictObject({ at: moment, by: z.string().nullable(), kind: z.string(), words: z.string() }).nullable(),
    showings: z.int().meta({ description: 'How often it was shown.' }),
  })
  .meta({ id: 'SafetyNotice', description: 'A safety notice, for whoever has the record behind it in full.' })
const WithMore = Notice.extend({
  reviews: z.array(z.strictObject({ at: moment, by: z.string(), reviewOn: z.iso.date(), words: z.string() })),
  shownTo: z.array(
    z.strictObject({ at: moment, who: z.string(), agency: z.string(), unit: z.string(), how: z.string() }),
  ),
}).meta({ id: 'SafetyNoticeInFull' })

const noticeOf = ({
  name: _name,
  mine: _mine,
  elsewhere: _elsewhere,
  ...notice
}: SafetyNotice): z.input<typeof Notice> => ({
  ...notice,
  readers: [...notice.readers],
  born: notice.born?.toString() ?? null,
  other: notice.other?.nominal ?? null,
  writtenAt: notice.writtenAt.toString(),
  until: notice.until.toString(),
  reviewedOn: notice.reviewedOn.toString(),
  reviewOn: notice.reviewOn.toString(),
  shownUntil: notice.shownUntil.toString(),
  ended: notice.ended && { ...notice.ended, at: notice.ended.at.toString() },
})

const text = z.string().max(5000).optional()
const refused = (reply: FastifyReply, refusals: readonly Refusal[]) =>
  sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', { errors: refusals })
const ofNominal = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
const ofNotice = z.object({ notice: z.string().meta({ description: 'A UUID.' }) })

/** Safety notices, for programs. */
export const noticeApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Safety notices']
    type OfNominal = { Params: { id: string }; Body: unknown }

    app.get<OfNominal>(
      '/api/v1/nominals/:id/notices-shown',
      {
        schema: {
          operationId: 'listNoticesShown',
          summary: 'What is shown to you at a record',
          description:
            'The safety notices that are for you at this record: at the person, and where you have the record in full at its present addresses. Read it whenever you read the record; each showing is kept, and told to whoever wrote it.',
          tags,
          params: ofNominal,
          response: {
            200: answering('What is shown.', z.strictObject({ notices: z.array(SafetyNoticeShown) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (!nominal) return reply.absent(await askedForNothing(surroundings, request.caller))
        const looked = await noticesShownAt(surroundings, request.caller, nominal)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ notices: looked.result.map(noticeAnswer) })
      },
    )

    app.get<OfNominal>(
      '/api/v1/nominals/:id/safety-notices',
      {
        schema: {
          operationId: 'listSafetyNotices',
          summary: 'The safety notices of a record',
          description: 'For whoever has the record in full (403).',
          tags,
          params: ofNominal,
          response: {
            200: answering('Those that stand first.', z.strictObject({ notices: z.array(Notice) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (!nominal) return reply.absent(await askedForNothing(surroundings, request.caller))
        const opened = await noticesOfRecord(surroundings, request.caller, nominal, null)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        return reply.send({ notices: opened.result.notices.map(noticeOf) })
      },
    )

    app.post<OfNominal>(
      '/api/v1/nominals/:id/safety-notices',
      {
        schema: {
          operationId: 'writeSafetyNotice',
          summary: 'Write a safety notice',
          description:
            'By whoever supervises the unit that leads the record (403). Its words are all that reaches those who may not know of the record; they never say of whom it is.',
          tags,
          params: ofNominal,
          body: z
            .looseObject({
              words: text,
              who: text.meta({ description: '"everybody", or "named".' }),
              named: z.array(z.string()).optional().meta({ description: 'Agencies and units, by code, name or id.' }),
              flat: text,
              line: text,
              postcode: text,
              given: text,
              family: text,
              born: text,
              record: text.meta({ description: 'Another record: its number, its reference to quote, or its id.' }),
              until: text.meta({ description: 'The last day.' }),
              review: text.meta({ description: 'The day of the next review.' }),
            })
            .meta({
              example: {
                words: 'Do not visit alone; ring the desk from the street first',
                who: 'named',
                named: ['22'],
                line: '12 Thimble Lane',
                postcode: 'TF3 4NA',
                until: '2027-02-01',
                review: '2026-12-20',
              },
            }),
          response: { 201: answering('It is shown.', z.strictObject({ notice: z.uuid() })), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (!nominal) return reply.absent(await askedForNothing(surroundings, request.caller))
        const opened = await noticesOfRecord(surroundings, request.caller, nominal, noticeGiven(givenOf(request.body)))
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { supervised, written, refusals } = opened.result
        if (!supervised) return reply.forbidden(opened.actor)
        return written ? reply.code(201).send({ notice: written as string }) : refused(reply, refusals)
      },
    )

    app.get(
      '/api/v1/safety-notices',
      {
        schema: {
          operationId: 'listStandingSafetyNotices',
          summary: 'The safety notices that stand',
          description: 'Of every record that you have in full: 200 at most, by when they are reviewed.',
          tags,
          response: {
            200: answering('What stands.', z.strictObject({ notices: z.array(Notice) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtNotices(surroundings, request.caller, ({ role }) => opensNominals(role))
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ notices: looked.notices.map(noticeOf) })
      },
    )

    const send = (reply: FastifyReply, looked: NoticeLook) => {
      if (!looked.notice) return reply[looked.came](looked.actor)
      if (looked.refusals.length > 0) return refused(reply, looked.refusals)
      return reply.send({
        ...noticeOf(looked.notice),
        reviews: looked.reviews.map(({ at, by, reviewOn, words }) => ({
          at: at.toString(),
          by,
          reviewOn: reviewOn.toString(),
          words,
        })),
        shownTo: looked.showings.map(showing => ({ ...showing, at: showing.at.toString() })),
      })
    }
    type OfNotice = { Params: { notice: string }; Body: unknown }
    const response = { 200: answering('As it stands.', WithMore), ...problemResponses }

    app.get<OfNotice>(
      '/api/v1/safety-notices/:notice',
      {
        schema: {
          operationId: 'getSafetyNotice',
          summary: 'A safety notice',
          description: 'With its reviews, and the latest 100 to whom it was shown.',
          tags,
          params: ofNotice,
          response,
        },
      },
      async (request, reply) => send(reply, await lookAtNotice(surroundings, request.caller, request.params.notice)),
    )
    app.post<OfNotice>(
      '/api/v1/safety-notices/:notice/review',
      {
        schema: {
          operationId: 'reviewSafetyNotice',
          summary: 'Confirm that a notice still holds',
          description: 'By whoever supervises the unit that leads the record (403), until a day within 28.',
          tags,
          params: ofNotice,
          body: z
            .looseObject({ why: text, review: text })
            .meta({ example: { why: 'Looked at with the manager: it is still so', review: '2026-12-20' } }),
          response,
        },
      },
      async (request, reply) => {
        const given = givenOf(request.body)
        const asked = { review: textIn(given, 'review'), why: textIn(given, 'why') }
        return send(reply, await reviewOne(surroundings, request.caller, request.params.notice, asked))
      },
    )
    app.post<OfNotice>(
      '/api/v1/safety-notices/:notice/withdrawal',
      {
        schema: {
          operationId: 'withdrawSafetyNotice',
          summary: 'Withdraw a notice',
          description: 'By whoever supervises the unit that leads the record (403). It is shown to nobody any more.',
          tags,
          params: ofNotice,
          body: z.looseObject({ why: text }).meta({ example: { why: 'The dog is gone' } }),
          response,
        },
      },
      async (request, reply) =>
        send(
          reply,
          await withdrawOne(surroundings, request.caller, request.params.notice, textIn(givenOf(request.body), 'why')),
        ),
    )
  }
