import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askedForNothing } from '#nominals'
import { givenOf } from '#need-to-know'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import type { Handover } from './handover.ts'
import { handOver, type Step } from './handing-over.ts'
import { handoverView } from './handover.views.ts'

type Asked = { Params: { nominal: string }; Body: unknown }
const largestForm = 16 * 1024 // bytes: a few short fields

const steps: readonly {
  readonly path: string
  readonly step: Step
  readonly operation: string
  readonly summary: string
}[] = [
  { path: '', step: 'open', operation: 'openHandover', summary: 'Open the preparation of a handover' },
  { path: '/receiver', step: 'receiver', operation: 'nameReceiver', summary: 'Name the unit that receives' },
  { path: '/gates', step: 'gate', operation: 'meetGate', summary: 'Say that a gate is met' },
  { path: '/passing', step: 'pass', operation: 'passHandover', summary: 'Take over by agreement, with every gate met' },
  { path: '/calling-off', step: 'call-off', operation: 'callOffHandover', summary: 'Call off a voluntary handover' },
]

const textsIn = (body: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(givenOf(body)).filter((each): each is [string, string] => typeof each[1] === 'string'),
  )

/** Preparing and following a handover, on pages. */
export const handoverRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { now } = surroundings
    app.get<Asked>('/nominals/:nominal/handover', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await handOver(surroundings, request.caller, nominal, null)
      if (!('facts' in looked)) return reply[looked.came](looked.actor)
      return reply.page(
        'responsibility/board',
        handoverView(looked.facts, { now: now(), given: {}, refusals: [] }),
        looked.actor,
      )
    })
    for (const { path, step } of steps)
      app.post<Asked>(`/nominals/:nominal/handover${path}`, { bodyLimit: largestForm }, async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.nominal)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const done = await handOver(surroundings, request.caller, nominal, { step, given: givenOf(request.body) })
        if (!('facts' in done)) return reply[done.came](done.actor)
        if (done.came !== 'refused') return reply.redirect(`/nominals/${nominal}/handover`, 303)
        const view = handoverView(done.facts, { now: now(), given: textsIn(request.body), refusals: done.refusals })
        return reply.code(422).page('responsibility/board', view, done.actor)
      })
  }

const moment = z.iso.datetime({ offset: true })
const HandoverAnswer = z
  .strictObject({
    id: z.uuid(),
    end: z.string().meta({ description: 'What ends by law, as a kind of release date; `voluntary`: nothing does.' }),
    day: z.iso.date().nullable().meta({ description: 'The day that its source gives now.' }),
    from: z.string(),
    to: z.string().nullable(),
    openedAt: moment,
    gatesVersion: z.string(),
    unmet: z.array(
      z.strictObject({ gate: z.string().meta({ description: 'As meetGate takes it.' }), words: z.string() }),
    ),
    met: z.array(z.strictObject({ words: z.string(), by: z.string(), at: moment, said: z.string() })),
    closed: z
      .strictObject({
        how: z.enum(['passed', 'passed incomplete', 'called off']),
        at: moment,
        unmet: z.array(z.string()),
        words: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'Handover', description: 'The handover of a record: the one that is open, else the latest.' })

const Body = z
  .looseObject({
    to: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'The receiving unit: a UUID. For openHandover and nameReceiver.' }),
    gate: z.string().max(200).optional().meta({ description: 'As `unmet` gives it. For meetGate.' }),
    said: z.string().max(2000).optional().meta({ description: 'What shows that a gate is met.' }),
    manager: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'The record manager, an officer of the receiving unit. For passHandover.' }),
    words: z.string().max(2000).optional().meta({ description: 'Why. For callOffHandover.' }),
  })
  .meta({ example: { gate: 'joint-risk-review', said: 'Held on 3 November with both supervisors' } })

const answerOf = ({
  id,
  end,
  day,
  from,
  to,
  openedAt,
  gatesVersion,
  unmet,
  met,
  closed,
}: Handover): z.input<typeof HandoverAnswer> => ({
  id,
  end,
  day: day?.toString() ?? null,
  from,
  to,
  openedAt: openedAt.toString(),
  gatesVersion,
  unmet: unmet.map(({ code, fact, words }) => ({ gate: fact ? `${code} ${fact}` : code, words })),
  met: met.map(({ words, by, at, said }) => ({ words, by, at: at.toString(), said })),
  closed: closed && { how: closed.how, at: closed.at.toString(), unmet: [...closed.unmet], words: closed.words },
})

/** The same for programs. */
export const handoverApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const params = z.object({ id: z.string().meta({ description: 'A UUID.' }) })
    const response = { 200: answering('The handover.', HandoverAnswer), ...problemResponses }
    app.get<{ Params: { id: string } }>(
      '/api/v1/nominals/:id/handover',
      {
        schema: {
          operationId: 'getHandover',
          summary: 'The handover of a record',
          description: 'At full access only. 404 where none was opened.',
          tags: ['Responsibility'],
          params,
          response,
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) await askedForNothing(surroundings, request.caller)
        const looked = nominal && (await handOver(surroundings, request.caller, nominal, null))
        if (!looked) return reply.absent()
        if (!('facts' in looked)) return reply[looked.came](looked.actor)
        return looked.facts.handover ? reply.send(answerOf(looked.facts.handover)) : reply.absent(looked.actor)
      },
    )
    for (const { path, step, operation, summary } of steps)
      app.post<{ Params: { id: string }; Body: z.output<typeof Body> }>(
        `/api/v1/nominals/:id/handover${path}`,
        {
          bodyLimit: largestForm,
          schema: {
            operationId: operation,
            summary,
            description: 'Refused (422) with every reason.',
            tags: ['Responsibility'],
            params,
            body: Body,
            response,
          },
        },
        async (request, reply) => {
          const nominal = parseId<NominalId>(request.params.id)
          if (nominal === undefined) await askedForNothing(surroundings, request.caller)
          const done =
            nominal && (await handOver(surroundings, request.caller, nominal, { step, given: givenOf(request.body) }))
          if (!done) return reply.absent()
          if (!('facts' in done)) return reply[done.came](done.actor)
          if (done.came === 'refused')
            return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
              errors: done.refusals,
            })
          return done.facts.handover ? reply.send(answerOf(done.facts.handover)) : reply.absent(done.actor)
        },
      )
  }
