import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isFormTokenOf } from './caller.ts'
import { StaleForm } from './faults.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
// What a browser says of where a request comes from; programs say nothing. "none": the person typed it.
const ownSites: ReadonlySet<unknown> = new Set([undefined, 'same-origin', 'none'])

const fieldOf = (container: unknown): unknown =>
  typeof container === 'object' && container !== null && 'formToken' in container ? container.formToken : undefined

/** A body in parts is read by its route, after this check, so its token comes in the address. */
const givenToken = ({ headers, body, query }: FastifyRequest): unknown =>
  headers['x-form-token'] ?? (headers['content-type']?.startsWith('multipart/') ? fieldOf(query) : fieldOf(body))

/**
 * Refuses what another site makes a browser send in somebody's name: every unsafe request that comes with a session cookie
 * must bring that session's form token (hidden field `formToken`, or the header `x-form-token`), and none may say that it
 * comes from another site. A bearer token is sent by no browser on its own, so it needs none, and where there is no route
 * nothing can be done in anybody's name.
 */
export const refuseForgery = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ method, headers, is404 }) => {
    if (!safe.has(method) && !is404 && !ownSites.has(headers['sec-fetch-site'])) throw new StaleForm()
  })
  app.addHook('preValidation', async request => {
    if (safe.has(request.method) || request.is404 || request.headers.authorization !== undefined) return
    const { cookieToken } = request
    if (cookieToken !== undefined && !isFormTokenOf(cookieToken, givenToken(request))) throw new StaleForm()
  })
}
