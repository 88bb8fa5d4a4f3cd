import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type Surroundings } from '#platform'
import { withdrawing } from './file-withdrawing.ts'
import { withdrawFileView } from './file-withdrawal.views.ts'

type Asked = { Params: { nominal: string; file: string } }

const WithdrawalBody = z
  .strictObject({ why: z.string().max(2000).meta({ description: 'The reason, which is kept with the file.' }) })
  .meta({ example: { why: 'It shows somebody else.' } })

/** Withdrawing a file from a record: the form and what it sends, and the same for programs. */
export const fileWithdrawal =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/nominals/:nominal/files/:file/withdrawal'

    app.get<Asked>(at, async (request, reply) => {
      const seen = await withdrawing(surroundings, request.caller, request.params, null)
      if (seen.came === 'forbidden') return reply.forbidden(seen.actor)
      if (!('refusals' in seen)) return reply.absent(seen.actor)
      return reply.page('nominals/fact-form', withdrawFileView({ ...request.params, ...seen, why: '' }), seen.actor)
    })

    app.post<Asked & { Body: unknown }>(at, async (request, reply) => {
      const sent = (request.body ?? {}) as { readonly why?: unknown }
      const why = typeof sent.why === 'string' ? sent.why.toWellFormed() : ''
      const came = await withdrawing(surroundings, request.caller, request.params, why)
      if (came.came === 'done') return reply.redirect(`/nominals/${parseId(request.params.nominal)}/files`, 303)
      if (came.came === 'forbidden') return reply.forbidden(came.actor)
      if (!('refusals' in came)) return reply.absent(came.actor)
      return reply
        .code(422)
        .page('nominals/fact-form', withdrawFileView({ ...request.params, ...came, why }), came.actor)
    })

    app.post<{ Params: { id: string; file: string }; Body: z.output<typeof WithdrawalBody> }>(
      '/api/v1/nominals/:id/files/:file/withdrawal',
      {
        schema: {
          operationId: 'withdrawFile',
          summary: 'Withdraw a file that should never have been there: "why" is required',
          description:
            'By the agency that added it, or the lead agency. It leaves the record at once and is opened no more; who withdrew it and why is kept.',
          tags: ['Files'],
          params: z.object({
            id: z.string().meta({ description: 'The nominal: a UUID.' }),
            file: z.string().meta({ description: 'A UUID.' }),
          }),
          body: WithdrawalBody,
          response: {
            200: answering('It is withdrawn.', z.strictObject({ id: z.uuid() })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { id: nominal, file } = request.params
        const came = await withdrawing(surroundings, request.caller, { nominal, file }, request.body.why.toWellFormed())
        if (came.came === 'forbidden') return reply.forbidden(came.actor)
        if (came.came === 'refused')
          return sendProblem(reply, 422, came.refusals.map(({ text }) => `${text}.`).join(' '), {
            errors: came.refusals,
          })
        return came.came === 'done' ? reply.send({ id: parseId(file)! }) : reply.absent(came.actor)
      },
    )
  }
