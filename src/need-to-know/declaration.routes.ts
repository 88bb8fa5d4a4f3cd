import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { askedForNothing, type Given } from '#nominals'
import { connectionView, declarationsAddress, declarationsView, type ConnectionTyped } from './declaration.views.ts'
import type { Declaration } from './declaration.ts'
import { declareAhead, declareConnection, lookAtConnection, lookAtDeclarations } from './declaring.ts'
import { givenOf, textIn } from './form.ts'

type Asked = { Params: { nominal: string; id: string }; Body: unknown }

const typedIn = (given: Given): ConnectionTyped => ({
  kind: textIn(given, 'kind'),
  words: textIn(given, 'words'),
  called: textIn(given, 'called'),
  born: textIn(given, 'born'),
})

const text = z.string().max(2000).optional()
const DeclarationAnswer = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['self', 'family', 'conflict']),
    words: z.string(),
    how: z.enum(['record', 'beforehand']),
    called: z.string().meta({ description: 'The name as it was declared beforehand; else empty.' }),
    born: z.iso.date().nullable(),
    declaredAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Declaration', description: 'A connection of one’s own; of a record never which.' })
const Declarations = z.strictObject({ declarations: z.array(DeclarationAnswer) }).meta({ id: 'Declarations' })
const Made = z.strictObject({ id: z.uuid() }).meta({ id: 'DeclarationMade' })
const answerOf = (declarations: readonly Declaration[]): z.input<typeof Declarations> => ({
  declarations: declarations.map(each => ({ ...each, declaredAt: each.declaredAt.toString() })),
})

/** Connections that officers declare of themselves, for people and for programs. */
export const declarationRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<Asked>('/nominals/:nominal/declaration', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await lookAtConnection(surroundings, request.caller, nominal)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page(
        'need-to-know/board',
        connectionView(nominal, looked.result.name, typedIn({}), []),
        looked.actor,
      )
    })

    app.post<Asked>('/nominals/:nominal/declaration', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = givenOf(request.body)
      const looked = await declareConnection(surroundings, request.caller, nominal, given)
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      const { made, name, refusals } = looked.result
      if (made !== null) return reply.redirect(declarationsAddress, 303)
      return reply
        .code(422)
        .page('need-to-know/board', connectionView(nominal, name, typedIn(given), refusals), looked.actor)
    })

    app.get(declarationsAddress, async (request, reply) => {
      const { actor, declarations } = await lookAtDeclarations(surroundings, request.caller)
      return reply.page('need-to-know/board', declarationsView(declarations, typedIn({}), []), actor)
    })

    app.post<Asked>(declarationsAddress, async (request, reply) => {
      const given = givenOf(request.body)
      const { actor, declarations, refusals, made } = await declareAhead(surroundings, request.caller, given)
      if (made !== null) return reply.redirect(declarationsAddress, 303)
      return reply.code(422).page('need-to-know/board', declarationsView(declarations, typedIn(given), refusals), actor)
    })

    const tags = ['Declarations']
    app.get(
      '/api/v1/declarations',
      {
        schema: {
          operationId: 'listDeclarations',
          summary: 'What one has declared of oneself',
          description: 'The latest 50.',
          tags,
          response: { 200: answering('The latest first.', Declarations), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { declarations } = await lookAtDeclarations(surroundings, request.caller)
        return reply.send(answerOf(declarations))
      },
    )
    app.post<Asked>(
      '/api/v1/declarations',
      {
        schema: {
          operationId: 'declareBeforehand',
          summary: 'Declare a connection to somebody, record or not',
          description:
            'By the whole name and the full date of birth. Whether there is a record is not told; if there is one, or will be, it is not there for you.',
          tags,
          body: z.looseObject({ kind: text, words: text, called: text, born: text }).meta({
            example: { kind: 'family', words: 'My brother', called: 'Leopold Marchbanks', born: '1984-02-29' },
          }),
          response: { 201: answering('It is kept.', Made), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { made, refusals } = await declareAhead(surroundings, request.caller, givenOf(request.body))
        if (made !== null) return reply.code(201).send({ id: made })
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
      },
    )
    app.post<Asked>(
      '/api/v1/nominals/:id/declaration',
      {
        schema: {
          operationId: 'declareConnection',
          summary: 'Declare a connection to the person of a record',
          description:
            'At whatever access. From then the record is not there for you, so that the same request again is answered 404; it cannot be taken back.',
          tags,
          params: z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) }),
          body: z
            .looseObject({ kind: text, words: text })
            .meta({ example: { kind: 'conflict', words: 'My neighbour' } }),
          response: { 201: answering('It is kept.', Made), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const looked = await declareConnection(surroundings, request.caller, nominal, givenOf(request.body))
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { made, refusals } = looked.result
        if (made !== null) return reply.code(201).send({ id: made })
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
      },
    )
  }
