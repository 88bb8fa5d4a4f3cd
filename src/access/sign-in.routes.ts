import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { atTheDoor, frameAddresses, newId, sessionCookie, type Surroundings } from '#platform'
import { providerCookies, providerPath } from './demonstration-provider.ts'
import type { SignInProvider } from './open-id.ts'
import { cookieOf, proveAgain, signIn, signOut } from './sign-in.door.ts'
import { ownPath, signInAddress } from './sign-in.ts'
import { keepAttempt, takeAttempt, type KeptAttempt } from './sign-in.store.ts'
import { isSignInReason, signInView } from './sign-in.views.ts'

type Query = {
  readonly return?: unknown
  readonly reason?: unknown
  readonly state?: unknown
  readonly again?: unknown
}

const tenMinutes = 600 // seconds, as the database keeps an attempt

/** Binds an attempt to the browser that began it, so that nobody can be made to finish somebody else's. */
const attemptCookie = (address: string): string => sessionCookie(address).replace('session', 'sign_in')
const hashOfAttempt = (browser: string, state: string): string =>
  createHash('sha256').update(`${browser} ${state}`).digest('hex')

/**
 * `/sign-in`, the way to the provider and back, and `/sign-out`. `provider`: the agencies' own, or the embedded one; it is asked
 * only when somebody begins. `soon`: told that somebody is about to.
 */
export const signInRoutes =
  (surroundings: Surroundings, provider: () => Promise<SignInProvider>, soon: () => void = () => undefined) =>
  async (app: FastifyInstance): Promise<void> => {
    const { configuration, address, db, log } = surroundings
    const cookie = cookieOf(address)
    const browserCookie = attemptCookie(address)
    const { host } = new URL(address)

    // Cookies belong to a host name, so the whole way is gone under the one that people type.
    app.addHook('onRequest', async (request, reply) => {
      if (request.method === 'GET' && request.host !== host) await reply.redirect(address + request.url, 302)
    })

    app.get<{ Querystring: Query }>('/sign-in', async ({ query }, reply) => {
      soon()
      const start = new URLSearchParams({ return: ownPath(query.return) })
      return reply.page(
        'access/sign-in',
        signInView({
          start: `/sign-in/start?${start.toString()}`,
          reason: isSignInReason(query.reason) ? query.reason : null,
          demonstration: configuration.demonstration,
        }),
      )
    })

    app.get<{ Querystring: Query }>('/sign-in/start', async (request, reply) => {
      const again = request.query.again === '1' && request.cookieToken !== undefined
      const begun = await (await provider()).begin(again).catch((error: unknown) => {
        log.warn({ err: error }, 'sign-in')
        return undefined
      })
      if (!begun) return reply.redirect(signInAddress(ownPath(request.query.return), 'provider'), 303)
      const { address: elsewhere, attempt } = begun
      const known = request.cookies[browserCookie]
      const browser = known !== undefined && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url')
      const kept: KeptAttempt = { ...attempt, returnTo: ownPath(request.query.return), again }
      await atTheDoor(db, request.client, async tx => {
        await keepAttempt(tx, newId(), hashOfAttempt(browser, attempt.state), kept)
        return { result: undefined, audit: null }
      })
      // The embedded provider is made to forget whom it saw last: it asks each time, and must not ask to sign out first.
      for (const name of configuration.signIn ? [] : providerCookies) reply.clearCookie(name, { path: providerPath })
      return reply.setCookie(browserCookie, browser, { ...cookie, maxAge: tenMinutes }).redirect(elsewhere, 302)
    })

    app.get<{ Querystring: Query }>('/sign-in/callback', async (request, reply) => {
      const failed = () => reply.redirect(signInAddress('/', 'provider'), 303)
      const { state } = request.query
      const browser = request.cookies[browserCookie]
      if (typeof state !== 'string' || browser === undefined) return failed()
      const attempt = await atTheDoor(db, request.client, async tx => ({
        result: await takeAttempt(tx, hashOfAttempt(browser, state)),
        audit: null,
      }))
      if (!attempt) return failed()

      const given = await provider()
      const subject = await given
        .finish(new URL(request.url, address).search, { ...attempt, state }, attempt.again)
        .catch((error: unknown) => {
          log.warn({ err: error }, 'sign-in')
          return undefined
        })
      if (subject === undefined) return attempt.again ? reply.redirect(attempt.returnTo, 303) : failed()
      // Whoever proves once more who they are stays who they were: in the same session, wearing the same role.
      if (attempt.again) {
        await proveAgain(surroundings, request, subject)
        return reply.redirect(attempt.returnTo, 303)
      }
      if (request.cookieToken !== undefined) await signOut(surroundings, request)
      const outcome = await atTheDoor(db, request.client, tx => signIn(tx, subject, request.client))
      if ('refused' in outcome) return reply.redirect(signInAddress('/', outcome.refused), 303)
      return reply.setCookie(sessionCookie(address), outcome.token, cookie).redirect(attempt.returnTo, 303)
    })

    app.post(frameAddresses.signOut, async (request, reply) => {
      if (request.cookieToken !== undefined) await signOut(surroundings, request)
      return reply.clearCookie(sessionCookie(address), cookie).redirect(signInAddress('/', 'signed-out'), 303)
    })
  }
