import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseId, type NominalId, type Surroundings } from '#platform'
import { askedForNothing, type Given, type Opened } from '#nominals'
import { givenOf, textIn } from './form.ts'
import { wallsAddress, wallsView, type WallGiven } from './wall.views.ts'
import { exclude, letIn, lookAtWalls, restrict, unrestrict, type WallsOpened } from './walling.ts'

type Asked = { Params: { nominal: string }; Body: unknown }

const wallGiven = (given: Given): WallGiven => ({
  officers: textIn(given, 'officers'),
  shows: textIn(given, 'shows'),
  reason: textIn(given, 'reason'),
  until: textIn(given, 'until'),
  officer: textIn(given, 'officer'),
  why: textIn(given, 'why'),
  last: textIn(given, 'last'),
  exclusion: textIn(given, 'exclusion'),
  ending: textIn(given, 'ending'),
  over: textIn(given, 'over'),
})

/** Who may see one record: its restriction, and whom it excludes. */
export const wallRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const page = (reply: FastifyReply, nominal: string, opened: Opened<WallsOpened>, given: Given) => {
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { walls, refusals, done } = opened.result
      if (done !== null) return reply.redirect(wallsAddress(nominal), 303)
      if (refusals.length > 0) reply.code(422)
      const view = wallsView(nominal, { name: opened.name, walls, given: wallGiven(given), refusals })
      return reply.page('need-to-know/board', view, opened.actor)
    }

    app.get<Asked>('/nominals/:nominal/need-to-know', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      return page(reply, nominal, await lookAtWalls(surroundings, request.caller, nominal), {})
    })

    for (const [path, doing] of [
      ['restriction', restrict],
      ['restriction/end', unrestrict],
      ['exclusions', exclude],
      ['exclusions/end', letIn],
    ] as const)
      app.post<Asked>(`/nominals/:nominal/need-to-know/${path}`, async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.nominal)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const given = givenOf(request.body)
        return page(reply, nominal, await doing(surroundings, request.caller, nominal, given), given)
      })
  }
