import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Surroundings } from '#platform'
import { givenOf, textIn } from './form.ts'
import { isPairOutcome, type PairGiven, type StepGiven } from './reconciliation.ts'
import { noPairsView, pairAddress, pairsView, pairView, type PairTyped } from './reconciliation.views.ts'
import { decideOnPair, lookAtPair, lookAtPairs, lookForNextPair, stepOnPair, type PairLook } from './reconciling.ts'

type Asked = { Params: { pair: string }; Querystring: { after?: unknown }; Body: unknown }

/** What a form or a program decided on a pair; `seen`: the decision that was there. */
export const decisionOn = (body: unknown): PairGiven => {
  const given = givenOf(body)
  const { outcome } = given
  return {
    outcome: isPairOutcome(outcome) ? outcome : null,
    reason: textIn(given, 'reason').replaceAll('\n', ' '),
    seen: textIn(given, 'seen'),
  }
}
export const stepOn = (body: unknown): StepGiven => {
  const given = givenOf(body)
  return {
    kind: given['kind'] === 'settled' ? 'settled' : 'note',
    words: textIn(given, 'words').replaceAll('\n', ' '),
  }
}

/** The reconciliation desk: what waits, two records side by side, and the decision. */
export const reconciliationRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/pairs', async (request, reply) => {
      const looked = await lookAtPairs(surroundings, request.caller)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', pairsView(looked.queue), looked.actor)
    })

    app.get<Asked>('/pairs/next', async (request, reply) => {
      const { after } = request.query
      const looked = await lookForNextPair(surroundings, request.caller, typeof after === 'string' ? after : null)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      if (looked.next === null) return reply.page('need-to-know/board', noPairsView(), looked.actor)
      return reply.redirect(pairAddress(looked.next), 303)
    })

    const shown = (reply: FastifyReply, looked: PairLook, typed: PairTyped = {}): FastifyReply => {
      if (looked.came !== 'open' && looked.came !== 'done') return reply[looked.came](looked.actor)
      const { pair, refusals } = looked
      return reply
        .code(refusals.length > 0 ? 422 : 200)
        .page('need-to-know/board', pairView(pair, looked, typed, refusals), looked.actor)
    }

    app.get<Asked>('/pairs/:pair', async (request, reply) =>
      shown(reply, await lookAtPair(surroundings, request.caller, request.params.pair)),
    )

    app.post<Asked>('/pairs/:pair/decision', async (request, reply) => {
      const given = decisionOn(request.body)
      const looked = await decideOnPair(surroundings, request.caller, request.params.pair, given)
      if (looked.came !== 'done') return shown(reply, looked, { outcome: given.outcome ?? '', reason: given.reason })
      // what is of one person is settled at once; else the next
      const goesOn = given.outcome === 'different' || given.outcome === 'not sure'
      return reply.redirect(goesOn ? `/pairs/next?after=${looked.pair.pair}` : pairAddress(looked.pair.pair), 303)
    })

    app.post<Asked>('/pairs/:pair/steps', async (request, reply) => {
      const given = stepOn(request.body)
      const looked = await stepOnPair(surroundings, request.caller, request.params.pair, given)
      if (looked.came !== 'done') return shown(reply, looked, given)
      return reply.redirect(pairAddress(looked.pair.pair), 303)
    })
  }
