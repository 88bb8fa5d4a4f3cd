import type { FastifyInstance } from 'fastify'
import { askedForNothing, mayWrite } from '#nominals'
import { givenOf } from '#need-to-know'
import { act, parseId, type NominalId, type Surroundings } from '#platform'
import { transfers } from './transfer.store.ts'
import {
  answerGiven,
  answerRequest,
  beginTransfer,
  lookAtTransfer,
  requestTransfer,
  transferGiven,
} from './transferring.ts'
import { askTransferView, preselected, transfersView, transferView } from './transfer.views.ts'

type Asked = { Params: { transfer: string; nominal: string }; Body: unknown }
const largestForm = 128 * 1024 // bytes: 500 ids and a reason

const nothing = { people: [], to: '', officer: '', reason: '' } as const

/** Handing on responsibility: the requests, the form that asks, and the page on which one is answered. */
export const transferRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings

    app.get('/transfers', async (request, reply) => {
      const { list, actor } = await act(db, request.caller, async (tx, who) => ({
        result: { list: await transfers(tx), actor: who },
        audit: { action: 'transfers.listed' },
      }))
      return reply.page('responsibility/board', transfersView(list, mayWrite(actor.role)), actor)
    })

    // For everybody one answers for, and from one person's page for them alone.
    for (const at of ['/transfers/new', '/nominals/:nominal/transfer'] as const) {
      const onlyIn = ({ nominal }: Partial<Asked['Params']>) =>
        nominal === undefined ? null : parseId<NominalId>(nominal)

      app.get<Asked>(at, async (request, reply) => {
        const only = onlyIn(request.params)
        if (only === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const begun = await beginTransfer(surroundings, request.caller, only)
        if (begun.came !== 'open') return reply[begun.came](begun.actor)
        return reply.page('responsibility/board', askTransferView(begun.form, nothing, []), begun.actor)
      })

      app.post<Asked>(at, { bodyLimit: largestForm }, async (request, reply) => {
        const only = onlyIn(request.params)
        if (only === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const given = transferGiven(givenOf(request.body))
        const made = await requestTransfer(surroundings, request.caller, only, given)
        if (made.came === 'asked') return reply.redirect(`/transfers/${made.transfer.id}`, 303)
        if (made.came !== 'refused') return reply[made.came](made.actor)
        return reply
          .code(422)
          .page('responsibility/board', askTransferView(made.form, given, made.refusals), made.actor)
      })
    }

    app.get<Asked>('/transfers/:transfer', async (request, reply) => {
      const looked = await lookAtTransfer(surroundings, request.caller, request.params.transfer)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { transfer, officers, actor } = looked
      const given = { answer: '', people: [], words: '', manager: preselected(transfer, officers) }
      return reply.page('responsibility/board', transferView(transfer, officers, given, [], now()), actor)
    })

    app.post<Asked>('/transfers/:transfer', { bodyLimit: largestForm }, async (request, reply) => {
      const given = answerGiven(givenOf(request.body))
      const answered = await answerRequest(surroundings, request.caller, request.params.transfer, given)
      if (answered.came === 'done') return reply.redirect(`/transfers/${answered.transfer.id}`, 303)
      if (answered.came !== 'refused') return reply[answered.came](answered.actor)
      const { transfer, officers, refusals, actor } = answered
      return reply
        .code(422)
        .page('responsibility/board', transferView(transfer, officers, given, refusals, now()), actor)
    })
  }
