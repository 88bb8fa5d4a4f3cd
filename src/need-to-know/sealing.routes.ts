import type { FastifyInstance, FastifyReply } from 'fastify'
import { askedForNothing, filePlaces, kindNamed, sendFile, type FactId } from '#nominals'
import { parseId, type Caller, type NominalId, type Refusal, type Surroundings } from '#platform'
import { isDestructionOutcome } from './destruction.ts'
import { givenOf, textIn } from './form.ts'
import {
  askToDestroy,
  decideToDestroy,
  lookAtSealedFile,
  lookAtSealing,
  lookAtSealings,
  lookForSealing,
  lookUnderSeal,
  openOneSeal,
  sealOne,
  type NamedFact,
} from './sealing-looking.ts'
import { keepsSeals } from './sealing.ts'
import {
  sealedView,
  sealFactView,
  sealingAddress,
  sealingsView,
  sealingView,
  sealSomethingView,
  type SealTyped,
} from './sealing.views.ts'

type Asked = { Params: { nominal: string; kind: string; fact: string; sealing: string }; Body: unknown }

/** The fact that an address names; undefined: it names nothing. */
export const factAsked = ({ nominal, kind, fact }: Asked['Params']): NamedFact | undefined => {
  const [nominalId, known, factId] = [parseId<NominalId>(nominal), kindNamed(kind), parseId<FactId>(fact)]
  return nominalId && known && factId && { nominal: nominalId, kind: known, fact: factId }
}

/** What a form or a program decided on a destruction. */
export const decisionGiven = (body: unknown) => {
  const given = givenOf(body)
  const outcome = given['outcome']
  return {
    outcome: isDestructionOutcome(outcome) ? outcome : null,
    why: textIn(given, 'decidedWhy') || textIn(given, 'why'),
  }
}

/** Sealing, opening a seal, and destroying by two, for people. */
export const sealingRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const places = filePlaces(surroundings)

    app.get<Asked>('/nominals/:nominal/sealing', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (!nominal) return reply.absent(await askedForNothing(surroundings, request.caller))
      const opened = await lookForSealing(surroundings, request.caller, nominal)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      if (!opened.result.mine) return reply.forbidden(opened.actor)
      return reply.page(
        'need-to-know/board',
        sealSomethingView(nominal, opened.name, opened.result.facts),
        opened.actor,
      )
    })

    const atFact = '/nominals/:nominal/facts/:kind/:fact/sealing'
    const seal = async (reply: FastifyReply, caller: Caller, params: Asked['Params'], why: string | null) => {
      const asked = factAsked(params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, caller))
      const opened = await sealOne(surroundings, caller, asked, why)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { mine, fact, refusals, sealing } = opened.result
      if (!mine) return reply.forbidden(opened.actor)
      if (sealing) return reply.redirect(sealingAddress(sealing), 303)
      return reply
        .code(refusals.length > 0 ? 422 : 200)
        .page('need-to-know/board', sealFactView(asked, opened.name, fact, why ?? '', refusals), opened.actor)
    }
    app.get<Asked>(atFact, async (request, reply) => seal(reply, request.caller, request.params, null))
    app.post<Asked>(atFact, async (request, reply) =>
      seal(reply, request.caller, request.params, textIn(givenOf(request.body), 'why')),
    )

    app.get('/sealings', async (request, reply) => {
      const looked = await lookAtSealings(surroundings, request.caller)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page(
        'need-to-know/board',
        sealingsView(looked.sealings, keepsSeals(looked.actor.role)),
        looked.actor,
      )
    })

    const show = async (
      reply: FastifyReply,
      caller: Caller,
      given: string,
      typed: SealTyped = {},
      refusals: readonly Refusal[] = [],
    ): Promise<FastifyReply> => {
      const looked = await lookAtSealing(surroundings, caller, given)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { sealing, destructions, actor } = looked
      return reply.page(
        'need-to-know/board',
        sealingView(sealing, destructions, keepsSeals(actor.role), typed, refusals),
        actor,
      )
    }

    app.get<Asked>('/sealings/:sealing', async (request, reply) => show(reply, request.caller, request.params.sealing))

    app.get<Asked>('/sealings/:sealing/content', async (request, reply) => {
      const looked = await lookUnderSeal(surroundings, request.caller, request.params.sealing)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page(
        'need-to-know/board',
        sealedView(looked.sealing, looked.versions, looked.withdrawn),
        looked.actor,
      )
    })

    app.get<Asked>('/sealings/:sealing/file', async (request, reply) => {
      const looked = await lookAtSealedFile(surroundings, request.caller, request.params.sealing)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return sendFile(reply, places, looked.stored, 'attachment')
    })

    app.post<Asked>('/sealings/:sealing/unsealing', async (request, reply) => {
      const why = textIn(givenOf(request.body), 'why')
      const done = await openOneSeal(surroundings, request.caller, request.params.sealing, why)
      return answer(reply, request.caller, done, { why })
    })

    app.post<Asked>('/sealings/:sealing/destruction', async (request, reply) => {
      const given = givenOf(request.body)
      const why = textIn(given, 'destroyWhy')
      const done = await askToDestroy(surroundings, request.caller, request.params.sealing, why)
      return answer(reply, request.caller, done, { destroyWhy: why }, 'destroyWhy')
    })

    app.post<Asked>('/sealings/:sealing/destruction/decision', async (request, reply) => {
      const given = decisionGiven(request.body)
      const done = await decideToDestroy(surroundings, request.caller, request.params.sealing, given)
      return answer(reply, request.caller, done, { decidedWhy: given.why, outcome: given.outcome ?? '' })
    })

    /** Back to the page of the seal, or there with every reason why not. */
    const answer = (
      reply: FastifyReply,
      caller: Caller,
      done: Awaited<ReturnType<typeof openOneSeal>>,
      typed: SealTyped,
      whyIs = 'why',
    ): FastifyReply | Promise<FastifyReply> => {
      if (done.came !== 'open') return reply[done.came](done.actor)
      if (done.refusals.length === 0) return reply.redirect(sealingAddress(done.sealing.id), 303)
      const refusals = done.refusals.map(({ field, text }) => ({ field: field === 'why' ? whyIs : field, text }))
      return show(reply.code(422), caller, done.sealing.id, typed, refusals)
    }
  }
