import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { givenOf, textIn } from '#need-to-know'
import {
  act,
  answering,
  dayOf,
  problemResponses,
  sendProblem,
  type Actor,
  type Caller,
  type Refusal,
  type Surroundings,
} from '#platform'
import { inSavepoint } from './savepoint.store.ts'
import { readExtension, type OfficerStanding } from './training.ts'
import { extendTraining, standingOfOfficers } from './training.store.ts'
import { trainingView, type ExtensionTyped } from './training.views.ts'

type Asked = { Body: unknown }
type Looked = {
  readonly actor: Actor
  /** null: a role that supervises nobody. */
  readonly officers: readonly OfficerStanding[] | null
  readonly refusals: readonly Refusal[]
}

const supervises = ({ role }: Pick<Actor, 'role'>): boolean => role === 'supervisor' || role === 'region-lead'

const day = () => z.iso.date().nullable()
const StandingAnswer = z
  .strictObject({
    officers: z.array(
      z.strictObject({
        officer: z.uuid(),
        name: z.string(),
        unit: z.string(),
        vettedTo: day(),
        trainedTo: day(),
        extendedTo: day(),
        extendedBy: z.string().nullable(),
      }),
    ),
  })
  .meta({
    id: 'VettingAndTraining',
    description: 'The last days of vetting and training, what ends first on top; 500 at most.',
  })
const answerOf = (officers: readonly OfficerStanding[]): z.input<typeof StandingAnswer> => ({
  officers: officers.map(({ officer, name, unit, vettedTo, trainedTo, extendedTo, extendedBy }) => ({
    officer,
    name,
    unit,
    vettedTo: vettedTo?.toString() ?? null,
    trainedTo: trainedTo?.toString() ?? null,
    extendedTo: extendedTo?.toString() ?? null,
    extendedBy,
  })),
})

const typedIn = (body: unknown): ExtensionTyped => {
  const given = givenOf(body)
  return { officer: textIn(given, 'officer'), lastDay: textIn(given, 'lastDay'), why: textIn(given, 'why') }
}

/** Vetting and training of the officers whom somebody supervises, and its one extension; for people and for programs. */
export const trainingRoutes =
  ({ db, now }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const look = (caller: Caller, typed: ExtensionTyped | null) =>
      act<Looked>(db, caller, async (tx, actor) => {
        const action = typed ? 'training.extended' : 'training.listed'
        if (!supervises(actor))
          return { result: { actor, officers: null, refusals: [] }, audit: { action, outcome: 'refused' } }
        const officers = await standingOfOfficers(tx)
        if (!typed) return { result: { actor, officers, refusals: [] }, audit: { action } }
        const decision = readExtension(typed, officers, actor.officer, dayOf(now()))
        if (!decision.agreed)
          return { result: { actor, officers, refusals: decision.refusals }, audit: { action, outcome: 'refused' } }
        const code = await inSavepoint(tx, () => extendTraining(tx, decision.outcome), ['CC403', 'CC409'])
        const refusals = code ? [{ field: 'officer', text: 'It has been extended meanwhile' }] : []
        return {
          result: { actor, officers: code ? officers : await standingOfOfficers(tx), refusals },
          audit: { action, outcome: code ? 'refused' : 'done', records: [decision.outcome.training] },
        }
      })
    const page = ({ actor, officers, refusals }: Looked, typed?: ExtensionTyped) =>
      trainingView(officers!, actor.officer, dayOf(now()), typed, refusals)

    app.get('/training', async (request, reply) => {
      const looked = await look(request.caller, null)
      return looked.officers
        ? reply.page('responsibility/board', page(looked), looked.actor)
        : reply.forbidden(looked.actor)
    })
    app.post<Asked>('/training/extensions', async (request, reply) => {
      const typed = typedIn(request.body)
      const looked = await look(request.caller, typed)
      if (!looked.officers) return reply.forbidden(looked.actor)
      return looked.refusals.length === 0
        ? reply.redirect('/training', 303)
        : reply.code(422).page('responsibility/board', page(looked, typed), looked.actor)
    })

    app.get(
      '/api/v1/training',
      {
        schema: {
          operationId: 'listTraining',
          summary: 'Vetting and training',
          description: 'Of the officers in the units that one supervises.',
          tags: ['Responsibility'],
          response: { 200: answering('What ends first on top.', StandingAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { actor, officers } = await look(request.caller, null)
        return officers ? reply.send(answerOf(officers)) : reply.forbidden(actor)
      },
    )
    app.post<Asked>(
      '/api/v1/training/extensions',
      {
        schema: {
          operationId: 'extendTraining',
          summary: 'Extend training once',
          description:
            'By whoever supervises the officer, once, by 28 days at most, with a reason. Vetting is never extended.',
          tags: ['Responsibility'],
          body: z
            .looseObject({ officer: z.string().max(200), lastDay: z.string().max(200), why: z.string().max(2000) })
            .meta({
              example: {
                officer: '01936f6a-0000-7000-8000-000000000001',
                lastDay: '2026-12-05',
                why: 'The course of November was cancelled',
              },
            }),
          response: { 200: answering('What ends first on top.', StandingAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { actor, officers, refusals } = await look(request.caller, typedIn(request.body))
        if (!officers) return reply.forbidden(actor)
        return refusals.length > 0
          ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
          : reply.send(answerOf(officers))
      },
    )
  }
