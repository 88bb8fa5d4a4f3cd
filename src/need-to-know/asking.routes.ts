import type { FastifyInstance } from 'fastify'
import { parseId, type NominalId, type Surroundings } from '#platform'
import { askedForNothing, type Given } from '#nominals'
import { answerAsked, askForMore, lookAtRequest, lookAtRequests, withdrawAsked } from './asking-looking.ts'
import { askAddress, askView, requestAddress, requestView } from './asking.views.ts'
import type { RequestId } from './asking.ts'
import { givenOf } from './form.ts'

type Asked = { Params: { nominal: string; request: string }; Body: unknown }
const nothingTyped: Given = {}

/** Asking for more of a record, and answering: pages. */
export const askingRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { now } = surroundings

    app.get<Asked>('/nominals/:nominal/access-requests', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await lookAtRequests(surroundings, request.caller, nominal)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      if (looked.access === 'full') return reply.redirect(`/nominals/${nominal}`, 303)
      const { requests } = looked.result
      return reply.page(
        'need-to-know/ask',
        askView(nominal, requests, { given: nothingTyped, refusals: [] }),
        looked.actor,
      )
    })

    app.post<Asked>('/nominals/:nominal/access-requests', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = givenOf(request.body)
      const looked = await askForMore(surroundings, request.caller, nominal, given)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { requests, refusals, made } = looked.result
      if (made !== null) return reply.redirect(askAddress(nominal), 303)
      return reply.code(422).page('need-to-know/ask', askView(nominal, requests, { given, refusals }), looked.actor)
    })

    app.get<Asked>('/nominals/:nominal/access-requests/:request', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await lookAtRequest(surroundings, request.caller, nominal, request.params.request)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { request: asked, name, mayAnswer } = looked.result
      const view = requestView(asked, name, mayAnswer, { given: nothingTyped, refusals: [], now: now() })
      return reply.page('need-to-know/request', view, looked.actor)
    })

    app.post<Asked>('/nominals/:nominal/access-requests/:request', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = givenOf(request.body)
      const looked = await answerAsked(surroundings, request.caller, nominal, request.params.request, given)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { request: asked, name, mayAnswer, refusals, done } = looked.result
      if (done) return reply.redirect(requestAddress(asked), 303)
      const view = requestView(asked, name, mayAnswer, { given: { until: '', ...given }, refusals, now: now() })
      return reply.code(422).page('need-to-know/request', view, looked.actor)
    })

    app.post<Asked>('/nominals/:nominal/access-requests/:request/withdraw', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      const id = parseId<RequestId>(request.params.request)
      if (nominal === undefined || id === undefined)
        return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await withdrawAsked(surroundings, request.caller, nominal, id)
      return looked.came === 'open' ? reply.redirect(askAddress(nominal), 303) : reply[looked.came](looked.actor)
    })
  }
