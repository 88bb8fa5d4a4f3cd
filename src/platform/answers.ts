import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { faultOf, StaleForm, type Fault } from './faults.ts'
import { AskedBefore, answerAsBefore } from './idempotency.ts'
import {
  absentView,
  faultView,
  forbiddenView,
  notThusView,
  refusedView,
  staleFormView,
  tooManyView,
  unavailableView,
  type MessageView,
} from './message.views.ts'
import { isProgram, sendProblem } from './problem.ts'
import { NotSignedIn } from './transaction.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** 404, in the same words for what does not exist and for what this person may not know of. `actor`: where the route knows. */
    absent: (actor?: Actor) => FastifyReply
    /** 403: the role worn may not do this at all. Say it only where that tells nothing about a person. */
    forbidden: (actor?: Actor) => FastifyReply
  }
}

export type Answers = {
  /** Which methods the address takes, `[]` where there is none: of the routes alone, so that it is the same for everybody. */
  readonly methodsOf: (url: string) => readonly string[]
  /** Where somebody who is not signed in is sent, a page's address with what brings them back. May clear what is over. */
  readonly toSignIn: (request: FastifyRequest, reply: FastifyReply) => Promise<string>
  /** The page of a form that is not of this session, where what was typed in it is kept for whoever sent it; null: it is not. */
  readonly backToForm: (request: FastifyRequest) => Promise<string | null>
}

const viewOf = ({ status, detail, errors = [], retryAfter }: Fault): MessageView => {
  if (status === 403) return staleFormView()
  if (status === 404) return absentView()
  if (status === 429) return tooManyView(retryAfter ?? 1)
  if (status >= 500) return unavailableView()
  return refusedView([detail, ...errors.map(({ text }) => text)])
}

const tell = (fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (fault.retryAfter !== undefined) reply.header('retry-after', fault.retryAfter)
  if (fault.status === 401) reply.header('www-authenticate', 'Bearer realm="Concord"')
  return isProgram(request)
    ? sendProblem(reply, fault.status, fault.detail, fault.errors ? { errors: fault.errors } : {})
    : reply.code(fault.status).page('pages/message', viewOf(fault))
}

/** The nearest address above one at which something is read, of programs' addresses alone; `undefined`: there is none. */
const readableAbove = (url: string, methodsOf: Answers['methodsOf']): string | undefined => {
  const parts = url.split('?')[0]!.split('/')
  for (let end = parts.length; end > programsRoot; end--) {
    const above = parts.slice(0, end).join('/')
    if (methodsOf(above).includes('GET')) return above
  }
  return undefined
}
const programsRoot = '/api/v1'.split('/').length

/** A fault of ours: the log has where it happened, the person a reference to it, and neither has any content. */
const tellOurs = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  isProgram(request)
    ? sendProblem(reply, 500, 'Concord has a fault. Nothing is half done.', { reference: request.id })
    : reply.code(500).page('pages/message', faultView(request.id))

/**
 * Every answer that is not what was asked for, in one place: faults as statuses, problem details for programs and pages for
 * people. Nothing sent is quoted back, and an unexpected error is logged without its message.
 */
export const answerFaults = (app: FastifyInstance, { toSignIn, backToForm, methodsOf }: Answers): void => {
  app.decorateReply('absent', function absent(this: FastifyReply, actor) {
    return isProgram(this.request)
      ? sendProblem(this, 404, 'Either nothing has this address, or it is not yours to see.')
      : this.code(404).page('pages/message', absentView(), actor)
  })
  app.decorateReply('forbidden', function forbidden(this: FastifyReply, actor) {
    return isProgram(this.request)
      ? sendProblem(this, 403, 'The role worn may not do this. Nothing was changed.')
      : this.code(403).page('pages/message', forbiddenView(), actor)
  })

  const answer = async (given: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (given instanceof AskedBefore) return answerAsBefore(given, reply, readableAbove(request.url, methodsOf))
    const error = given instanceof NotSignedIn ? ((await app.countRefusedToken(request)) ?? given) : given
    const fault = faultOf(error)
    if (!fault) {
      request.log.error({ err: error, route: request.routeOptions.url, reference: request.id }, 'fault')
      return tellOurs(request, reply)
    }
    if (fault.status >= 500) request.log.warn({ err: error, route: request.routeOptions.url }, 'unavailable')
    if (error instanceof StaleForm && !isProgram(request)) {
      const page = await backToForm(request)
      if (page !== null) return reply.redirect(page, 303)
    }
    if (fault.status === 401 && !isProgram(request)) return reply.redirect(await toSignIn(request, reply), 303)
    return tell(fault, request, reply)
  }

  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    try {
      return await answer(error, request, reply)
    } catch (worse) {
      request.log.error(
        { err: worse, route: request.routeOptions.url, reference: request.id },
        'fault in telling a fault',
      )
      return reply.code(500).type('text/plain; charset=utf-8').send(`Concord has a fault. Reference: ${request.id}.`)
    }
  })
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const methods = methodsOf(request.url)
    if (methods.length === 0) return reply.absent()
    reply.header('allow', methods.join(', '))
    return isProgram(request)
      ? sendProblem(reply, 405, `At this address one can only ${methods.join(', ')}. Nothing was changed.`)
      : reply.code(405).page('pages/message', notThusView())
  })
}

/** For addresses that could not even be read (malformed percent-encoding, a part that is too long): no route, so no hook has run. */
export const answerUnreadable = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  const status = error.statusCode ?? 400
  const { detail } = faultOf(error) ?? { detail: 'The address could not be read.' }
  reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (isProgram(request)) void sendProblem(reply, status, detail)
  else void reply.code(status).type('text/plain; charset=utf-8').send(detail)
}
