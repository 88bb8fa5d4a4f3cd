import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, sendProblem, type Surroundings } from '#platform'
import { decisionOn, stepOn } from './reconciliation.routes.ts'
import {
  accessIfOne,
  againstOnePerson,
  comparedLines,
  forOnePerson,
  type Pair,
  type PairListed,
  type PairSide,
} from './reconciliation.ts'
import { decideOnPair, lookAtPair, lookAtPairs, stepOnPair, type PairLook } from './reconciling.ts'

const moment = z.iso.datetime({ offset: true })
const state = z.enum(['waiting', 'not sure', 'same', 'settled', 'different'])
const Listed = z.strictObject({
  id: z.uuid(),
  foundAt: moment,
  latestFoundAt: moment,
  findings: z.int(),
  decidedAt: moment.nullable(),
})
const Queue = z
  .strictObject({
    counts: z.record(state, z.int()),
    waiting: z.array(Listed),
    notSure: z.array(Listed),
    same: z.array(Listed).meta({ description: 'Of one person, to be settled with those who answer.' }),
  })
  .meta({ id: 'PairQueue', description: 'Pairs that may be one person; the first 10 of each that want something.' })
const Side = z.strictObject({
  nominal: z.uuid(),
  reference: z.string(),
  name: z.string(),
  status: z.string(),
  agency: z.string(),
  unit: z.string(),
  dutyDesk: z.string(),
  dutyTelephone: z.string(),
  quote: z.string(),
})
const PairAnswer = z
  .strictObject({
    id: z.uuid(),
    state,
    one: Side,
    other: Side,
    lines: z.array(
      z.strictObject({
        what: z.string(),
        one: z.array(z.string()),
        other: z.array(z.string()),
        stands: z.enum(['same', 'some the same', 'different', 'one side only', 'neither']),
      }),
    ),
    findings: z.array(z.strictObject({ reason: z.string(), somebodyElse: z.string(), by: z.string(), at: moment })),
    for: z.array(z.string()),
    against: z.array(z.string()),
    accessIfOne: z.array(z.string()),
    decisions: z.array(
      z.strictObject({
        id: z.uuid(),
        outcome: z.enum(['same', 'different', 'not sure', 'taken back']),
        reason: z.string(),
        by: z.string(),
        at: moment,
        steps: z.array(
          z.strictObject({
            id: z.uuid(),
            kind: z.enum(['note', 'settled']),
            words: z.string(),
            by: z.string(),
            at: moment,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Pair', description: 'Two records side by side: what tells who somebody is, and nothing else of them.' })

const listed = ({ pair, foundAt, latestFoundAt, decidedAt, findings }: PairListed): z.input<typeof Listed> => ({
  id: pair,
  foundAt: foundAt.toString(),
  latestFoundAt: latestFoundAt.toString(),
  findings,
  decidedAt: decidedAt?.toString() ?? null,
})
const sideOf = ({ nominal, reference, name, status, agency, unit, dutyDesk, dutyTelephone, quote }: PairSide) => ({
  nominal,
  reference,
  name,
  status,
  agency,
  unit,
  dutyDesk,
  dutyTelephone,
  quote,
})
// (the database writes a moment with a zone of two digits)
const at = (text: string): string => Temporal.Instant.from(text).toString()
const answerOf = (pair: Pair): z.input<typeof PairAnswer> => ({
  id: pair.pair,
  state: pair.state,
  one: sideOf(pair.one),
  other: sideOf(pair.other),
  lines: comparedLines(pair).map(each => ({ ...each, one: [...each.one], other: [...each.other] })),
  findings: pair.findings.map(each => ({ ...each, at: at(each.at) })),
  for: [...forOnePerson(pair)],
  against: [...againstOnePerson(pair)],
  accessIfOne: [...accessIfOne(pair, [pair.one.reference, pair.other.reference])],
  decisions: pair.decisions.map(each => ({
    ...each,
    at: at(each.at),
    steps: each.steps.map(step => ({ ...step, at: at(step.at) })),
  })),
})

const params = z.object({ pair: z.string().meta({ description: 'A UUID.' }) })
type OfPair = { Params: z.output<typeof params>; Body: unknown }
const done = z.strictObject({ done: z.literal(true) }).meta({ id: 'PairDone' })

/** The reconciliation desk, for programs. */
export const reconciliationApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Reconciliation desk']
    const answered = (reply: FastifyReply, looked: PairLook): FastifyReply => {
      if (looked.came === 'done') return reply.send({ done: true as const })
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
        errors: looked.refusals,
      })
    }

    app.get(
      '/api/v1/pairs',
      {
        schema: {
          operationId: 'listPairs',
          summary: 'Pairs that may be one person',
          description: 'For the reconciliation desk (403). It names nobody.',
          tags,
          response: { 200: answering('What waits.', Queue), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtPairs(surroundings, request.caller)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { counts, lists } = looked.queue
        return reply.send({
          counts,
          waiting: lists.waiting.map(listed),
          notSure: lists['not sure'].map(listed),
          same: lists.same.map(listed),
        })
      },
    )

    app.get<OfPair>(
      '/api/v1/pairs/:pair',
      {
        schema: {
          operationId: 'getPair',
          summary: 'Two records side by side',
          description:
            'For the reconciliation desk, across walls; absent to everybody else, and to whoever is kept out of either.',
          tags,
          params,
          response: { 200: answering('The pair.', PairAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtPair(surroundings, request.caller, request.params.pair)
        if (looked.came !== 'open' && looked.came !== 'done') return reply[looked.came](looked.actor)
        return reply.send(answerOf(looked.pair))
      },
    )

    app.post<OfPair>(
      '/api/v1/pairs/:pair/decision',
      {
        schema: {
          operationId: 'decidePair',
          summary: 'Decide whether two records are of one person',
          description: 'The latest decision holds, and all are kept. “taken back” lets the pair wait again.',
          tags,
          params,
          body: z
            .looseObject({
              outcome: z.enum(['same', 'different', 'not sure', 'taken back']).optional(),
              reason: z.string().max(5000).optional(),
              seen: z
                .string()
                .max(100)
                .optional()
                .meta({ description: 'The `id` of the latest decision, where there is one.' }),
            })
            .meta({ example: { outcome: 'different', reason: 'Brothers: the first names and years of birth differ' } }),
          response: { 200: answering('It is decided.', done), ...problemResponses },
        },
      },
      async (request, reply) =>
        answered(
          reply,
          await decideOnPair(surroundings, request.caller, request.params.pair, decisionOn(request.body)),
        ),
    )

    app.post<OfPair>(
      '/api/v1/pairs/:pair/steps',
      {
        schema: {
          operationId: 'addPairStep',
          summary: 'Write what was done about a pair that is of one person',
          description: 'A note, or that it is settled.',
          tags,
          params,
          body: z
            .looseObject({ kind: z.enum(['note', 'settled']).optional(), words: z.string().max(5000).optional() })
            .meta({ example: { kind: 'note', words: 'Rang the desk in Telford, who will archive theirs' } }),
          response: { 200: answering('It is written.', done), ...problemResponses },
        },
      },
      async (request, reply) =>
        answered(reply, await stepOnPair(surroundings, request.caller, request.params.pair, stepOn(request.body))),
    )
  }
