import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { tokenHashOf } from './caller.ts'
import { TooMany } from './faults.ts'

const timeWindow = 60_000
/** The part of an address's share that may be tokens which sign nobody in: above what browsers with an old cookie send, far below guessing. */
const refusedPart = 0.1

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a token that signed nobody in against its address; beyond the address's share it answers with why to say no. */
    countRefusedToken: (request: FastifyRequest) => Promise<TooMany | undefined>
  }
}

/**
 * A share for everybody: `perMinute` requests of one session, or of one address where there is no session. Each server counts
 * for itself. Routes registered before this one (files, health) are free.
 */
export const shareOut = async (app: FastifyInstance, perMinute: number): Promise<void> => {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow,
    cache: 20_000, // keys remembered
    keyGenerator: request => tokenHashOf(request) ?? request.ip,
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
    if (tokenHashOf(request) === undefined) return undefined
    const count = await refused(request)
    return !count.isAllowed && count.isExceeded ? new TooMany(count.ttlInSeconds) : undefined
  })
}
