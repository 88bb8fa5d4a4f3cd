import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseId, type NominalId, type Surroundings } from '#platform'
import { askedForNothing, type FactId, type Given, type Opened } from '#nominals'
import { givenOf, textIn } from './form.ts'
import { isPartKind, type WallsOf } from './wall.ts'
import { wallsAddress, wallsView, type WallGiven } from './wall.views.ts'
import { exclude, letIn, lookAtWalls, restrict, unrestrict, type WallsOpened } from './walling.ts'

type Asked = { Params: { nominal: string; kind?: string; fact?: string }; Body: unknown }

/** Whose walls an address names; undefined: nobody's, which is answered like what one may not know of. */
export const wallsAsked = (
  nominal: string,
  part?: { readonly kind: string | undefined; readonly fact: string | undefined },
): WallsOf | undefined => {
  const id = parseId<NominalId>(nominal)
  if (id === undefined || part === undefined) return id && { nominal: id, part: null }
  const fact = parseId<FactId>(part.fact ?? '')
  return fact && part.kind !== undefined && isPartKind(part.kind)
    ? { nominal: id, part: { kind: part.kind, id: fact } }
    : undefined
}

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

/** Who may see one record, an entry or a file of it: its restriction, and whom it excludes. */
export const wallRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const page = (reply: FastifyReply, { nominal, part }: WallsOf, opened: Opened<WallsOpened>, given: Given) => {
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { done, ...shown } = opened.result
      if (done !== null) return reply.redirect(wallsAddress(nominal, part), 303)
      if (shown.refusals.length > 0) reply.code(422)
      const view = wallsView(nominal, { ...shown, part, name: opened.name, given: wallGiven(given) })
      return reply.page('need-to-know/board', view, opened.actor)
    }

    for (const [at, ofPart] of [
      ['/nominals/:nominal/need-to-know', false],
      ['/nominals/:nominal/facts/:kind/:fact/need-to-know', true],
    ] as const) {
      const asked = ({ nominal, kind, fact }: Asked['Params']) =>
        wallsAsked(nominal, ofPart ? { kind, fact } : undefined)

      app.get<Asked>(at, async (request, reply) => {
        const of = asked(request.params)
        if (of === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        return page(reply, of, await lookAtWalls(surroundings, request.caller, of), {})
      })

      for (const [path, doing] of [
        ['restriction', restrict],
        ['restriction/end', unrestrict],
        ['exclusions', exclude],
        ['exclusions/end', letIn],
      ] as const)
        app.post<Asked>(`${at}/${path}`, async (request, reply) => {
          const of = asked(request.params)
          if (of === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
          const given = givenOf(request.body)
          return page(reply, of, await doing(surroundings, request.caller, of, given), given)
        })
    }
  }
