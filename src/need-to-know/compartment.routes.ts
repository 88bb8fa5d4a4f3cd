import type { FastifyInstance, FastifyReply } from 'fastify'
import { askedForNothing, type Given } from '#nominals'
import { dayOf, parseId, type Caller, type NominalId, type Surroundings } from '#platform'
import { makesCompartments } from './compartment.ts'
import {
  compartmentAddress,
  compartmentsAddress,
  compartmentsView,
  compartmentView,
  enclosuresAddress,
  enclosuresView,
} from './compartment.views.ts'
import { atCompartment, atEnclosures, compartmentDoings, lookAtCompartments } from './compartmenting.ts'
import { givenOf } from './form.ts'

type Asked = { Params: { nominal: string; compartment: string }; Body: unknown }

/** The ways in which a compartment is changed, as the last part of its addresses. */
export const compartmentWays = Object.keys(compartmentDoings) as (keyof typeof compartmentDoings)[]

/** Compartments: those one is inside, making one, who is inside, and what lies in them. */
export const compartmentRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const today = () => dayOf(surroundings.now())

    const list = async (reply: FastifyReply, caller: Caller, given: Given | null) => {
      const looked = await lookAtCompartments(surroundings, caller, given)
      if (!looked.compartments) return reply[looked.came](looked.actor)
      if (looked.made) return reply.redirect(compartmentAddress(looked.made), 303)
      return reply.code(looked.refusals.length > 0 ? 422 : 200).page(
        'need-to-know/board',
        compartmentsView(looked.compartments, {
          makes: makesCompartments(looked.actor.role),
          given: given ?? {},
          refusals: looked.refusals,
          today: today(),
        }),
        looked.actor,
      )
    }
    app.get(compartmentsAddress, async (request, reply) => list(reply, request.caller, null))
    app.post<Asked>(compartmentsAddress, async (request, reply) => list(reply, request.caller, givenOf(request.body)))

    app.get<Asked>(`${compartmentsAddress}/:compartment`, async (request, reply) => {
      const looked = await atCompartment(surroundings, request.caller, request.params.compartment)
      if (!looked.compartment) return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', compartmentView(looked.compartment, { today: today() }), looked.actor)
    })
    for (const way of compartmentWays)
      app.post<Asked>(`${compartmentsAddress}/:compartment/${way}`, async (request, reply) => {
        const given = givenOf(request.body)
        const looked = await atCompartment(
          surroundings,
          request.caller,
          request.params.compartment,
          compartmentDoings[way](given),
        )
        if (!looked.compartment) return reply[looked.came](looked.actor)
        if (looked.refusals.length === 0)
          return reply.redirect(
            looked.came === 'ended' ? compartmentsAddress : compartmentAddress(looked.compartment.id),
            303,
          )
        return reply
          .code(422)
          .page(
            'need-to-know/board',
            compartmentView(looked.compartment, { given, refusals: looked.refusals, today: today() }),
            looked.actor,
          )
      })

    const ofRecord = async (
      reply: FastifyReply,
      caller: Caller,
      text: string,
      doing: Parameters<typeof atEnclosures>[3] = null,
    ) => {
      const nominal = parseId<NominalId>(text)
      if (!nominal) return reply.absent(await askedForNothing(surroundings, caller))
      const opened = await atEnclosures(surroundings, caller, nominal, doing)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { refusals } = opened.result
      if (doing && refusals.length === 0) return reply.redirect(enclosuresAddress(nominal), 303)
      return reply
        .code(refusals.length > 0 ? 422 : 200)
        .page('need-to-know/board', enclosuresView(nominal, opened.name, opened.result, doing?.given), opened.actor)
    }
    const at = '/nominals/:nominal/compartments'
    app.get<Asked>(at, async (request, reply) => ofRecord(reply, request.caller, request.params.nominal))
    app.post<Asked>(at, async (request, reply) =>
      ofRecord(reply, request.caller, request.params.nominal, { what: 'in', given: givenOf(request.body) }),
    )
    app.post<Asked>(`${at}/removal`, async (request, reply) =>
      ofRecord(reply, request.caller, request.params.nominal, { what: 'out', given: givenOf(request.body) }),
    )
  }
