import type { FastifyInstance } from 'fastify'
import type { Refusal } from './decision.ts'
import { isProgram, sendProblem } from './problem.ts'
import { whyUnseen, withoutUnseen } from './unseen.ts'

/** Deeper than any body of ours goes. */
const deepest = 8

/** Every text of a body that holds what nobody sees, by its field: "names.0.family". */
export const unseenIn = (body: unknown, path: readonly string[] = []): readonly Refusal[] => {
  if (typeof body === 'string') {
    const why = whyUnseen(body)
    return why === null ? [] : [{ field: path.join('.'), text: why }]
  }
  if (typeof body !== 'object' || body === null || path.length > deepest) return []
  return Object.entries(body).flatMap(([name, value]) => unseenIn(value, [...path, name]))
}

/** A form's fields without it. */
export const cleaned = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? withoutUnseen(value)
        : Array.isArray(value)
          ? value.map(each => (typeof each === 'string' ? withoutUnseen(each) : each))
          : value,
    ]),
  )

/**
 * Refuses, of programs, every text with characters that nobody sees (unseen.ts), with each field's reason, before any route reads it. What
 * people type in a form is cleaned, and shown to them again (access/draft-cleaning.ts).
 */
export const refuseUnseen = (app: FastifyInstance): void => {
  app.addHook('preValidation', async (request, reply) => {
    if (!isProgram(request)) return
    const errors = unseenIn(request.body)
    if (errors.length === 0) return
    // (It is awaited: the route's own work begins for nobody who has been answered.)
    await sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', { errors })
  })
}
