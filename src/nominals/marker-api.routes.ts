import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  answering,
  IfMatch,
  parseId,
  preconditionResponses,
  problemResponses,
  sendOvertaken,
  sendProblem,
  sendUnguarded,
  tagOf,
  versionIn,
  type Caller,
  type NominalId,
  type Surroundings,
} from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { FactAnswer } from './fact.answer.ts'
import type { FactId } from './fact.facts.ts'
import { decideOnMarker, type MarkerOutcome } from './marker-approval.ts'

const outcomes = ['not approved', 'confirmed', 'refused', 'taken back'] as const
const DecisionBody = z
  .object({
    outcome: z.enum(outcomes).meta({
      description:
        '"not approved": of a marker that nobody has approved, which is then withdrawn. "confirmed", "refused": of what is asked of an approved one, by another person than who asked. "taken back": by whoever asked.',
    }),
    request: z
      .uuid()
      .optional()
      .meta({ description: 'Of what is asked: `asked.id` of the marker as you have read it.' }),
    why: z.string().max(2000).optional().meta({ description: 'Why not; required for "not approved" and "refused".' }),
  })
  .meta({ example: { outcome: 'confirmed', request: '0198c0de-0000-7000-8000-000000000001' } })

const Ids = z.object({
  id: z.string().meta({ description: 'The nominal: a UUID.' }),
  fact: z.string().meta({ description: 'The marker as it stands: a UUID.' }),
})
type Asked = { Params: { id: string; fact: string }; Body: unknown; Headers: { 'if-match'?: string } }

/** Deciding about markers, for programs: under the same rules as on the pages. */
export const markerApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/api/v1/nominals/:id/facts/marker/:fact'
    const schema = {
      tags: ['Facts'],
      params: Ids,
      headers: IfMatch,
      response: {
        200: answering('The marker as it stands.', FactAnswer),
        ...preconditionResponses,
        ...problemResponses,
      },
    }

    app.post<Asked>(
      `${at}/approval`,
      {
        schema: {
          ...schema,
          operationId: 'approveMarker',
          summary: 'Approve a marker that another person set',
          description: 'By a supervisor or region lead. To its own author there is nothing to approve (404).',
        },
      },
      (request, reply) =>
        decide(request.params, request.headers['if-match'], request.caller, reply, {
          outcome: 'approved',
          request: null,
          why: '',
        }),
    )

    app.post<Asked>(
      `${at}/decision`,
      {
        schema: {
          ...schema,
          operationId: 'decideOnMarker',
          summary: 'Decide on a marker: not to approve it, or on what is asked of an approved one',
          description:
            'An approved marker is corrected, ended and withdrawn by two people: one asks (202 of correctFact, endFact and withdrawFact), another decides here. Until then it stands.',
          body: DecisionBody,
        },
      },
      (request, reply) => {
        const { outcome, request: asked = null, why = '' } = request.body as z.output<typeof DecisionBody>
        return decide(request.params, request.headers['if-match'], request.caller, reply, {
          outcome,
          request: asked,
          why,
        })
      },
    )

    const decide = async (
      { id, fact }: Asked['Params'],
      ifMatch: string | undefined,
      caller: Caller,
      reply: FastifyReply,
      decision: { readonly outcome: MarkerOutcome; readonly request: string | null; readonly why: string },
    ) => {
      const [nominal, marker] = [parseId<NominalId>(id), parseId<FactId>(fact)]
      if (nominal === undefined || marker === undefined)
        return reply.absent(await askedForNothing(surroundings, caller))
      const version = versionIn(ifMatch)
      if (version === null) return sendUnguarded(reply)
      const decided = await decideOnMarker(surroundings, caller, nominal, marker, decision, version)
      if (decided.came !== 'open') return reply[decided.came](decided.actor)
      const { refusals, overtaken, version: stands } = decided.result
      if (overtaken)
        return sendOvertaken(reply, {
          current: stands.current,
          at: stands.current && `/api/v1/nominals/${nominal}/facts/marker/${stands.current}`,
        })
      if (refusals.length > 0)
        return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
          errors: refusals,
        })
      return reply
        .header('etag', tagOf(stands.current ?? stands.fact.id))
        .send({ ...stands.fact, current: stands.current })
    }
  }
