import type { FastifyInstance } from 'fastify'
import type { Surroundings } from '#platform'
import { chosenIn } from './board.views.ts'
import { givenOf, textIn } from './form.ts'
import { lookAtInspected, lookAtWindow, lookAtWindows, openOne, windowGiven } from './inspecting.ts'
import { opensWindows } from './inspection.ts'
import {
  inspectedView,
  inspectionAddress,
  inspectionsView,
  inspectionView,
  nothingTyped,
  openWindowView,
} from './inspection.views.ts'

type Asked = { Params: { inspection: string; nominal: string }; Body: unknown }

/** Inspection windows: opened and closed by a supervisor, read by those who are named. */
export const inspectionRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { now } = surroundings

    app.get('/inspections', async (request, reply) => {
      const looked = await lookAtWindows(surroundings, request.caller)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const view = inspectionsView(looked.windows, opensWindows(looked.actor.role), now())
      return reply.page('need-to-know/board', view, looked.actor)
    })

    app.get('/inspections/new', async (request, reply) => {
      const opening = await openOne(surroundings, request.caller, null)
      if (opening.came !== 'open') return reply.forbidden(opening.actor)
      return reply.page('need-to-know/board', openWindowView(opening.inspectors, nothingTyped, []), opening.actor)
    })

    app.post<Asked>('/inspections/new', async (request, reply) => {
      const given = givenOf(request.body)
      const opening = await openOne(surroundings, request.caller, windowGiven(given))
      if (opening.came === 'done') return reply.redirect(inspectionAddress(opening.window.id), 303)
      if (opening.came !== 'refused') return reply.forbidden(opening.actor)
      const typed = {
        sample: textIn(given, 'sample'),
        inspectors: chosenIn(given['inspectors']),
        ends: textIn(given, 'ends'),
        handling: chosenIn(given['handling']),
        purpose: textIn(given, 'purpose'),
      }
      return reply
        .code(422)
        .page('need-to-know/board', openWindowView(opening.inspectors, typed, opening.refusals), opening.actor)
    })

    app.get<Asked>('/inspections/:inspection', async (request, reply) => {
      const looked = await lookAtWindow(surroundings, request.caller, request.params.inspection)
      if (!('window' in looked)) return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', inspectionView(looked.window, looked.sample, now()), looked.actor)
    })

    app.post<Asked>('/inspections/:inspection/closing', async (request, reply) => {
      const why = textIn(givenOf(request.body), 'why').slice(0, 300)
      const looked = await lookAtWindow(surroundings, request.caller, request.params.inspection, why)
      if (!('window' in looked)) return reply[looked.came](looked.actor)
      return reply.redirect(inspectionAddress(looked.window.id), 303)
    })

    app.get<Asked>('/inspections/:inspection/nominals/:nominal', async (request, reply) => {
      const looked = await lookAtInspected(surroundings, request.caller, request.params)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { window, headline, facts } = looked
      return reply.page('need-to-know/board', inspectedView(window, headline, facts, now()), looked.actor)
    })
  }
