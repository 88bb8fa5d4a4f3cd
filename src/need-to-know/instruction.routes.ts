import type { FastifyInstance } from 'fastify'
import { askedForNothing, readDay, type Given } from '#nominals'
import { dayOf, parseId, type NominalId, type Surroundings } from '#platform'
import { givenOf } from './form.ts'
import { lookAtInstruction, lookAtInstructionsDue, writeOne } from './instructing.ts'
import { instructionAddress, instructionsView, instructionView } from './instruction.views.ts'

type Asked = { Params: { nominal: string }; Querystring: { on?: unknown }; Body: unknown }

/** A day before today that was asked for; null: none, or no day up to today, which shows what stands. */
export const dayKnown = (given: unknown, now: Temporal.Instant): Temporal.PlainDate | null => {
  const today = dayOf(now)
  const read = readDay(typeof given === 'string' ? given.slice(0, 40).trim() : '', today)
  return 'day' in read && Temporal.PlainDate.compare(read.day, today) < 0 ? read.day : null
}

/** The safety instruction of a record, and those that are missing or to be reviewed: pages. */
export const instructionRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { now } = surroundings

    app.get('/safety-instructions', async (request, reply) => {
      const looked = await lookAtInstructionsDue(surroundings, request.caller)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', instructionsView(looked.due, now()), looked.actor)
    })

    app.get<Asked>('/nominals/:nominal/safety-instruction', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const known = dayKnown(request.query.on, now())
      const looked = await lookAtInstruction(surroundings, request.caller, nominal, known)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', instructionView(nominal, looked.name, looked.result, now()), looked.actor)
    })

    app.post<Asked>('/nominals/:nominal/safety-instruction', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given: Given = givenOf(request.body)
      const written = await writeOne(surroundings, request.caller, nominal, given)
      if (written.came !== 'open') return reply[written.came](written.actor)
      const { name, result, actor } = written
      if (!result.may) return reply.forbidden(actor)
      if (result.written) return reply.redirect(instructionAddress(nominal), 303)
      return reply
        .code(422)
        .page('need-to-know/board', instructionView(nominal, name, result, now(), given, result.refusals), actor)
    })
  }
