import type { FastifyInstance } from 'fastify'
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
  type NominalId,
  type Surroundings,
} from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { changeFact } from './fact-change.ts'
import { correctFactView, factConflictView } from './fact-form.views.ts'
import { lookInto } from './fact-look.ts'
import type { Given } from './fact-reading.ts'
import { mayWrite } from './fact-rights.ts'
import type { FactId } from './fact.facts.ts'
import { factVersion } from './fact.store.ts'
import { fileSaid } from './kinds/file-said.ts'

type Asked = { Params: { nominal: string; file: string }; Body: unknown }

const largestForm = 32 * 1024 // bytes: a description and a few short fields
const formOf = (body: unknown): Given => (typeof body === 'object' && body !== null ? (body as Given) : {})

const CorrectionBody = z
  .strictObject({
    kind: z.string().max(20).meta({ description: 'photograph or document.' }),
    description: z.string().max(2000),
    takenOn: z.string().max(40).nullish().meta({ description: 'Of a photograph: 2026-11-23; null: nobody knows.' }),
    marking: z.string().max(40),
    caveats: z.array(z.string().max(60)).max(20).default([]).meta({ description: 'All that hold.' }),
    why: z.string().max(2000).meta({ description: 'Why it is corrected; it is kept.' }),
  })
  .meta({
    example: {
      kind: 'document',
      description: 'Letter to the landlord of 20 November',
      marking: 'OFFICIAL-SENSITIVE',
      caveats: ['PERSONAL'],
      why: 'It was described as another letter.',
    },
  })

/** Correcting what is said of a file, by its agency or the lead agency: the form and what it sends, and the same for programs. Its bytes stay. */
export const fileCorrection =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/nominals/:nominal/files/:file/correction'
    const named = ({ nominal, file }: Asked['Params']) => {
      const [of, fact] = [parseId<NominalId>(nominal), parseId<FactId>(file)]
      return of === undefined || fact === undefined ? undefined : { nominal: of, fact }
    }
    const viewOf = (nominal: string, file: string, name: string) => ({
      kind: fileSaid,
      name,
      back: `/nominals/${nominal}/files`,
      action: `/nominals/${nominal}/files/${file}/correction`,
    })

    app.get<Asked>(at, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, fact } = asked
      const opened = await lookInto(
        surroundings.db,
        request.caller,
        nominal,
        { action: 'file-correction.opened', fieldGroups: ['files'], records: [fact] },
        async tx => {
          const version = await factVersion(tx, fileSaid, nominal, fact)
          return version?.current ? factVersion(tx, fileSaid, nominal, version.current) : undefined
        },
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { fact: standing } = opened.result
      return reply.page(
        'nominals/fact-form',
        correctFactView({ ...viewOf(nominal, fact, opened.name), given: standing, refusals: [] }, standing.id),
        opened.actor,
      )
    })

    app.post<Asked>(at, { bodyLimit: largestForm }, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, fact } = asked
      const given = formOf(request.body)
      const version = typeof given['version'] === 'string' ? given['version'] : null
      const change = { what: 'correct', fact, version } as const
      const changed = await changeFact(surroundings, request.caller, { nominal, kind: fileSaid, change, given })
      if (changed.came === 'done') return reply.redirect(`/nominals/${nominal}/files`, 303)
      if (changed.came === 'overtaken')
        return reply.code(409).page(
          'nominals/fact-conflict',
          factConflictView(fileSaid, {
            name: changed.name,
            theirs: changed.now,
            yours: given,
            now: `/nominals/${nominal}/files`,
            form:
              changed.current &&
              correctFactView({ ...viewOf(nominal, fact, changed.name), given, refusals: [] }, changed.current),
          }),
          changed.actor,
        )
      if (changed.came === 'refused')
        return reply
          .code(422)
          .page(
            'nominals/fact-form',
            correctFactView(
              { ...viewOf(nominal, fact, changed.name), given, refusals: changed.refusals },
              version ?? fact,
            ),
            changed.actor,
          )
      return changed.came === 'forbidden' ? reply.forbidden(changed.actor) : reply.absent(changed.actor)
    })

    app.put<{
      Params: { id: string; file: string }
      Body: z.output<typeof CorrectionBody>
      Headers: { 'if-match'?: string }
    }>(
      '/api/v1/nominals/:id/files/:file',
      {
        schema: {
          operationId: 'correctFile',
          summary: 'Correct what is said of a file: "why" is required',
          description:
            'By the agency that added it, or the lead agency. What stood stays in the history, and the bytes never change. `If-Match`: the id of the version that you have seen, as listFiles gives it.',
          tags: ['Files'],
          params: z.object({
            id: z.string().meta({ description: 'The nominal: a UUID.' }),
            file: z.string().meta({ description: 'Any version of the file: a UUID.' }),
          }),
          headers: IfMatch,
          body: CorrectionBody,
          response: {
            200: answering('It is corrected: the id of the version that stands.', z.strictObject({ id: z.uuid() })),
            ...preconditionResponses,
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const asked = named({ nominal: request.params.id, file: request.params.file })
        if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
        const version = versionIn(request.headers['if-match'])
        if (version === null) return sendUnguarded(reply)
        const changed = await changeFact(surroundings, request.caller, {
          nominal: asked.nominal,
          kind: fileSaid,
          change: { what: 'correct', fact: asked.fact, version },
          given: request.body,
        })
        if (changed.came === 'done') return reply.header('etag', tagOf(changed.fact)).send({ id: changed.fact })
        if (changed.came === 'overtaken') return sendOvertaken(reply, { current: changed.current, at: null })
        if (changed.came === 'refused')
          return sendProblem(reply, 422, changed.refusals.map(({ text }) => `${text}.`).join(' '), {
            errors: changed.refusals,
          })
        return changed.came === 'forbidden' ? reply.forbidden(changed.actor) : reply.absent(changed.actor)
      },
    )
  }
