import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { tokenHashOf } from './caller.ts'
import { TooMany } from './faults.ts'

const timeWindow = 60_000
const remembered = 20_000 // addresses, and sessions seen to stand
/** The part of an address's share that may be tokens which sign nobody in: above what browsers with an old cookie send, far below guessing. */
const refusedPart = 0.1

declare module 'fastify' {
  interface FastifyRequest {
    /** The token presented to a route inside, by its SHA-256; at the door there is none. */
    presented: string | undefined
  }
  interface FastifyInstance {
    /** Counts a token that signed nobody in against its address; beyond the address's share it answers with why to say no. */
    countRefusedToken: (request: FastifyRequest) => Promise<TooMany | undefined>
  }
}

/**
 * A share for everybody: `perMinute` requests of one session, or of one address. Each server counts for itself. Routes
 * registered before this one (files, health) are free. A token counts for itself only inside, and only once it has been seen
 * to sign somebody in: an invented one costs nothing, so it must not bring a share of its own. Gives back what makes the routes
 * of a context count by session; all others count by address.
 */
export const shareOut = async (app: FastifyInstance, perMinute: number): Promise<(inside: FastifyInstance) => void> => {
  const standing = new Set<string>()
  app.decorateRequest('presented', undefined)
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow,
    cache: remembered,
    keyGenerator: ({ presented, ip }) => (presented !== undefined && standing.has(presented) ? presented : ip),
    errorResponseBuilder: (_request, { ttl }) => new TooMany(ttl / 1000),
    // How near one is to the limit is nobody's business but ours; Retry-After says when to come again.
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': false,
    },
  })
  const refused = app.createRateLimit({ max: perMinute * refusedPart, timeWindow, keyGenerator: ({ ip }) => ip })
  app.decorate('countRefusedToken', async (request: FastifyRequest) => {
    const token = tokenHashOf(request)
    if (token === undefined) return undefined
    standing.delete(token)
    const count = await refused(request)
    return !count.isAllowed && count.isExceeded ? new TooMany(count.ttlInSeconds) : undefined
  })
  return inside => {
    // Before the count, which stands on each route itself and so comes after the hooks of its context.
    inside.addHook('onRequest', async request => {
      request.presented = tokenHashOf(request)
    })
    // Nothing inside succeeds for a token that signs nobody in, so success is the proof, and it costs no question.
    inside.addHook('onSend', async ({ presented }, { statusCode }) => {
      if (presented === undefined || statusCode >= 300 || standing.has(presented)) return
      standing.add(presented)
      const [oldest] = standing
      if (standing.size > remembered && oldest !== undefined) standing.delete(oldest)
    })
  }
}
