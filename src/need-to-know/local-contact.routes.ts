import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Given } from '#nominals'
import { parseId, type Surroundings } from '#platform'
import type { ArrivalId } from './local-contact.ts'
import { givenOf, textIn } from './form.ts'
import { arrivalAddress, arrivalsView, arrivalView, contactsAddress, contactsView } from './local-contact.views.ts'
import {
  acknowledgeArrival,
  lookAtArrival,
  lookAtArrivals,
  lookAtContacts,
  nameOne,
  tellOfArrival,
  type ArrivalLook,
  type Naming,
} from './local-contacting.ts'

type OfArrival = { Params: { arrival: string }; Body: unknown }

/** Local points of contact: who they are, whom they are to know of, what they acknowledged, and whom they told. */
export const localContactRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { now } = surroundings

    const contactsPage = (reply: FastifyReply, { contacts, refusals, actor }: Naming, given: Given) =>
      reply.page(
        'need-to-know/board',
        contactsView(
          contacts.forces,
          contacts.keeping,
          { place: textIn(given, 'place'), officer: textIn(given, 'officer') },
          refusals,
        ),
        actor,
      )

    app.get<{ Querystring: Record<string, unknown> }>(contactsAddress, async (request, reply) =>
      contactsPage(
        reply,
        await lookAtContacts(surroundings, request.caller, textIn(givenOf(request.query), 'force')),
        {},
      ),
    )

    app.post<{ Body: unknown }>(contactsAddress, async (request, reply) => {
      const given = givenOf(request.body)
      const named = await nameOne(surroundings, request.caller, given)
      if (named.came === 'forbidden') return reply.forbidden(named.actor)
      if (named.came === 'refused') return contactsPage(reply.code(422), named, given)
      return reply.redirect(`${contactsAddress}?force=${named.contacts.keeping!.force.force}`, 303)
    })

    app.get<{ Querystring: { after?: unknown } }>('/local-arrivals', async (request, reply) => {
      const { after } = request.query
      const place = typeof after === 'string' ? (parseId<ArrivalId>(after) ?? null) : null
      const { came, actor, ...found } = await lookAtArrivals(surroundings, request.caller, place)
      if (came === 'forbidden') return reply.forbidden(actor)
      return reply.page('need-to-know/board', arrivalsView(found, now()), actor)
    })

    const arrivalPage = (reply: FastifyReply, looked: ArrivalLook, given: Given) => {
      if (looked.came === 'absent') return reply.absent(looked.actor)
      if (looked.came === 'done') return reply.redirect(arrivalAddress(looked.arrival), 303)
      const refusals = looked.came === 'refused' ? looked.refusals : []
      const typed = {
        words: textIn(given, 'words'),
        when: textIn(given, 'when'),
        who: textIn(given, 'who'),
        instruction: textIn(given, 'instruction'),
      }
      if (refusals.length > 0) reply.code(422)
      return reply.page('need-to-know/board', arrivalView(looked.arrival, typed, refusals, now()), looked.actor)
    }

    app.get<OfArrival>('/local-arrivals/:arrival', async (request, reply) =>
      arrivalPage(reply, await lookAtArrival(surroundings, request.caller, request.params.arrival), {}),
    )
    for (const [path, doing] of [
      ['acknowledgement', acknowledgeArrival],
      ['tellings', tellOfArrival],
    ] as const)
      app.post<OfArrival>(`/local-arrivals/:arrival/${path}`, async (request, reply) => {
        const given = givenOf(request.body)
        return arrivalPage(reply, await doing(surroundings, request.caller, request.params.arrival, given), given)
      })
  }
