import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { act, answering, problemResponses, sendProblem, type Actor, type Surroundings } from '#platform'
import { checkAddress, checksAddresses } from './address-checking.ts'
import { addressCheckAddress, addressCheckView } from './address-check.views.ts'
import { givenOf } from './form.ts'

const Answer = z
  .strictObject({
    known: z.boolean().meta({ description: 'Whether to ring before anybody attends. No promises nothing.' }),
    desks: z
      .array(
        z.strictObject({
          desk: z.string(),
          telephone: z.string(),
          quote: z.string().meta({ description: 'What to quote to the desk.' }),
          instructions: z.array(
            z.strictObject({
              instruction: z.string(),
              place: z.enum(['here', 'another flat', 'building']).meta({
                description:
                  'The address itself; another flat of the building, where no flat was given; the building, where the flat is not known.',
              }),
            }),
          ),
        }),
      )
      .meta({ description: 'Each desk once. Never who is there, how many, or why.' }),
  })
  .meta({ id: 'AddressCheck', description: 'The address safety check: yes or no, what to do first, whom to ring.' })

const text = z.string().max(1000).optional()
const Body = z
  .looseObject({ flat: text, line: text, postcode: text, incident: text, purpose: text })
  .meta({ example: { line: '12 Thimble Lane', postcode: 'TF3 4NA', incident: 'WM-2211', purpose: 'Report of a fire' } })

/** The address safety check of control rooms, for people and for programs. */
export const addressCheckRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(addressCheckAddress, async (request, reply) => {
      const actor = await act<Actor>(surroundings.db, request.caller, async (_tx, who) => ({
        result: who,
        audit: { action: 'address-check.begun', outcome: checksAddresses(who) ? 'done' : 'refused' },
      }))
      if (!checksAddresses(actor)) return reply.forbidden(actor)
      return reply.page('need-to-know/address-check', addressCheckView(), actor)
    })

    app.post<{ Body: unknown }>(addressCheckAddress, async (request, reply) => {
      const checked = await checkAddress(surroundings, request.caller, givenOf(request.body))
      if (checked.came === 'forbidden') return reply.forbidden(checked.actor)
      if (checked.came === 'refused')
        return reply.code(422).page('need-to-know/address-check', addressCheckView(checked), checked.actor)
      return reply.page('need-to-know/address-check', addressCheckView(checked), checked.actor)
    })

    app.post<{ Body: z.output<typeof Body> }>(
      '/api/v1/address-checks',
      {
        schema: {
          operationId: 'checkAddress',
          summary: 'Check an address before somebody attends',
          description:
            'For control rooms. Yes or no, the safety instruction, and the duty desk to ring; nothing else. Everybody known at the address is on the record as consulted, with the incident.',
          tags: ['Address check'],
          body: Body,
          response: { 200: answering('The answer.', Answer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const checked = await checkAddress(surroundings, request.caller, givenOf(request.body))
        if (checked.came === 'forbidden') return reply.forbidden(checked.actor)
        if (checked.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was checked.', {
            errors: checked.refusals,
          })
        const { known, desks } = checked.answer
        return reply.send({
          known,
          desks: desks.map(desk => ({ ...desk, instructions: [...desk.instructions] })),
        })
      },
    )
  }
