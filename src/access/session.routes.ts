import type { FastifyInstance } from 'fastify'
import {
  act,
  frameAddresses,
  isProgram,
  parseId,
  secondsLeft,
  touch,
  type SessionId,
  type Surroundings,
} from '#platform'
import { endSession, ownSessions } from './session.store.ts'
import { sessionsView } from './session.views.ts'
import { signInAddress } from './sign-in.ts'

/** One's own sessions: seen, ended, lengthened. */
export const sessionRoutes =
  ({ db, now }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.sessions, async (request, reply) => {
      const { sessions, actor } = await act(db, request.caller, async (tx, actor) => {
        const found = await ownSessions(tx)
        return {
          result: { actor, sessions: found.map(session => ({ ...session, thisOne: session.id === actor.session })) },
          audit: { action: 'session.listed', records: found.map(({ id }) => id) },
        }
      })
      return reply.page('access/sessions', sessionsView(sessions), actor)
    })

    app.post<{ Params: { session: string } }>('/sessions/:session/end', async (request, reply) => {
      const session = parseId<SessionId>(request.params.session)
      const { ended, actor } = await act(db, request.caller, async (tx, actor) => {
        const ended = session !== undefined && (await endSession(tx, session))
        return {
          result: { ended, actor },
          audit: ended
            ? { action: 'session.ended', records: [session] }
            : { action: 'session.absent', outcome: 'absent', records: session ? [session] : [] },
        }
      })
      if (!ended) return reply.absent(actor)
      return reply.redirect(session === actor.session ? signInAddress('/', 'signed-out') : frameAddresses.sessions, 303)
    })

    app.post(frameAddresses.extension, async (request, reply) => {
      const actor = await act(db, request.caller, async (_tx, actor) => ({
        result: actor,
        audit: { action: 'session.extended', records: [actor.session] },
      }))
      await touch(db.pool, actor)
      if (!isProgram(request)) return reply.redirect(frameAddresses.home, 303)
      return reply.send({ secondsLeft: secondsLeft(actor, now()) })
    })
  }
