import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from './actor.ts'
import { NotSignedIn } from './transaction.ts'

// 32 random bytes in base64url; anything else was not made here and is not worth a question to the database.
const form = /^[A-Za-z0-9_-]{43}$/
const maxClient = 200

/** A new session token: 256 random bits, told to its holder alone. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token: its SHA-256 in hexadecimal. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * What a form must bring back to show that it came from a page of this session: it follows from the session's token, so it
 * needs no keeping, and the token does not follow from it. It follows from what the database knows of the token, so that a page of
 * an earlier session can be told (`form_token_of`, schema/0065).
 */
export const formTokenOf = (token: string): string =>
  createHash('sha256')
    .update(`concord form ${hashOfToken(token)}`)
    .digest('base64url')

/** Whether `given`, from a form or a header, is the form token of a session's token. */
export const isFormTokenOf = (token: string, given: unknown): boolean => {
  const expected = Buffer.from(formTokenOf(token))
  const found = Buffer.from(typeof given === 'string' ? given : '')
  return found.length === expected.length && timingSafeEqual(found, expected)
}

/** The cookie's name. A browser takes `__Host-` only over https, from this very host, and so no neighbour can set it. */
export const sessionCookie = (address: string): string =>
  address.startsWith('https:') ? '__Host-concord_session' : 'concord_session'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking, from the bearer token or the session cookie. Reading it throws `NotSignedIn` where there is neither. */
    readonly caller: Caller
    /** The session token of the cookie, `undefined` without one that could be ours. */
    readonly cookieToken: string | undefined
    /** Where the request comes from, for the log: address and how the program calls itself, at most 200 characters. */
    readonly client: string
  }
}

const bearerOf = ({ headers: { authorization } }: FastifyRequest): string | undefined => {
  if (authorization === undefined) return undefined
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)?.[1]
  if (token === undefined || !form.test(token)) throw new NotSignedIn()
  return token
}

/** A form of a page, whose sender may have signed out in another tab: it is read, so that what was typed can be kept for them. */
const isForm = ({ method, headers }: FastifyRequest): boolean =>
  method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true

/**
 * Refuses whoever presents no token before anything else is looked at, but for what a form holds: for the routes inside, so that one that
 * forgets to ask who is there is not open. Whether the token still signs anybody in is found in the transaction.
 */
export const expectCallers = (app: FastifyInstance): void => {
  app.addHook('onRequest', async request => {
    if (!isForm(request) && !request.caller) throw new NotSignedIn()
  })
  app.addHook('preValidation', async request => {
    if (!request.caller) throw new NotSignedIn()
  })
}

/** The SHA-256 of whichever token a request presents, `undefined` for none that could be ours: whose budget it draws on. */
export const tokenHashOf = (request: FastifyRequest): string | undefined => {
  try {
    return request.caller.tokenHash
  } catch {
    return undefined
  }
}

/** Adds `request.caller`, `cookieToken` and `client`. Reckoned when read: most answers to a stranger need none of them. */
export const tellCallers = (app: FastifyInstance, address: string): void => {
  const name = sessionCookie(address)
  app.decorateRequest('cookieToken', {
    getter(this: FastifyRequest) {
      // Without cookies where the address could not be read and no hook has run.
      const token = (this.cookies as typeof this.cookies | undefined)?.[name]
      return token !== undefined && form.test(token) ? token : undefined
    },
  })
  app.decorateRequest('client', {
    getter(this: FastifyRequest) {
      return `${this.ip} ${this.headers['user-agent'] ?? ''}`.trim().slice(0, maxClient)
    },
  })
  app.decorateRequest('caller', {
    getter(this: FastifyRequest) {
      const token = bearerOf(this) ?? this.cookieToken
      if (token === undefined) throw new NotSignedIn()
      return {
        tokenHash: hashOfToken(token),
        client: this.client,
        watching: this.headers['concord-watching'] === '1',
        idempotency: this.idempotency,
      }
    },
  })
}
