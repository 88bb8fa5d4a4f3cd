import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  act,
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
import { addEntryAtOnce, changeFact, type Changed } from './fact-change.ts'
import { factKindCalled, factKinds } from './fact-kinds.ts'
import type { FactKind } from './fact-kind.ts'
import { lookInto } from './fact-look.ts'
import { firstDay, lastDay } from './fact-reading.ts'
import { FactAnswer } from './fact.answer.ts'
import type { FactId, FactVersion } from './fact.facts.ts'
import { factVersion } from './fact.store.ts'

const Value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string().max(100)).max(50)])
const FactBody = z.record(z.string().max(60), Value).meta({
  description: `The fields of the kind (see listFactKinds) by name; for a dated kind also "${firstDay}" and "${lastDay}", its first and last day; "source": where you have it from; "why": the reason of a correction. Days as 2026-11-23 or as people write them.`,
  example: {
    kind: 'HOME',
    line: '12 Mill Lane',
    town: 'Telford',
    postcode: 'TF3 4NA',
    children: 'not known',
    from: '2026-11-01',
  },
})
const EndBody = z.record(z.string().max(60), Value).meta({
  description: `"${lastDay}": the last day on which it holds; "source" and "why" where there is something to say.`,
  example: { to: '2026-11-20', why: 'He moved to his sister’s.' },
})
const WithdrawalBody = z.record(z.string().max(60), Value).meta({
  description: '"why": the reason, which is kept with what was said.',
  example: { why: 'It is about somebody else of the same name.' },
})
const FactKindAnswer = z
  .strictObject({
    kind: z.string(),
    one: z.string(),
    many: z.string(),
    help: z.string(),
    dated: z.boolean(),
    section: z.string(),
    fields: z.array(
      z.strictObject({
        name: z.string(),
        label: z.string(),
        hint: z.string().nullable(),
        as: z.enum(['line', 'text', 'day', 'moment', 'number', 'choice', 'codes', 'yes-no']),
        required: z.boolean(),
        longest: z.int().nullable(),
        choices: z.array(z.strictObject({ code: z.string(), words: z.string() })).nullable(),
      }),
    ),
  })
  .meta({ id: 'FactKind', description: 'A kind of fact: what is asked for, and where it stands in a record.' })

const Ids = z.object({
  id: z.string().meta({ description: 'The nominal: a UUID.' }),
  kind: z.string().meta({ description: 'A kind of fact, as listFactKinds names it: "address".' }),
})
const FactIds = Ids.extend({ fact: z.string().meta({ description: 'Any version of the fact: a UUID.' }) })
type Asked = { Params: { id: string; kind: string; fact: string }; Body: unknown; Headers: { 'if-match'?: string } }

/** Facts for programs: read, add, correct, end and withdraw, under the same rules as on the pages. */
export const factApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/api/v1/nominals/:id/facts/:kind'
    const named = ({ id, kind, fact }: Asked['Params']) => {
      const [nominal, known, factId] = [
        parseId<NominalId>(id),
        factKindCalled(kind),
        fact === undefined ? ('' as FactId) : parseId<FactId>(fact),
      ]
      return nominal === undefined || known === undefined || factId === undefined
        ? undefined
        : { nominal, kind: known, fact: factId }
    }
    const absent = async (reply: FastifyReply, caller: Parameters<typeof askedForNothing>[1]) =>
      reply.absent(await askedForNothing(surroundings, caller))

    app.get(
      '/api/v1/fact-kinds',
      {
        schema: {
          operationId: 'listFactKinds',
          summary: 'The kinds of fact that a record holds',
          description: 'What each asks for, with its limits and choices. It holds nothing about any person.',
          tags: ['Facts'],
          response: {
            200: answering(
              'The kinds, in the order in which a record shows them.',
              z.strictObject({ kinds: z.array(FactKindAnswer) }),
            ),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        await act(surroundings.db, request.caller, async () => ({
          result: null,
          audit: { action: 'fact-kind.listed' },
        }))
        return reply.send({ kinds: factKinds.map(kindAnswer) })
      },
    )

    app.post<Asked>(
      at,
      {
        schema: {
          operationId: 'addFact',
          summary: 'Add a fact to a record',
          description:
            'In your own name and your agency’s, on a record that you have in full. Every reason against it is answered at once (422, `errors`).',
          tags: ['Facts'],
          params: Ids,
          body: FactBody,
          response: { 201: answering('The fact as it stands.', FactAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const asked = named({ ...request.params, fact: undefined as never })
        if (!asked) return absent(reply, request.caller)
        const given = request.body as Record<string, unknown>
        const written = await addEntryAtOnce(surroundings, request.caller, { ...asked, given })
        if (written)
          // Already JSON, by the database's own allow-list.
          return located(reply, asked, written.id)
            .code(201)
            .header('etag', tagOf(written.id))
            .type('application/json; charset=utf-8')
            .serializer(String)
            .send(written.body)
        const changed = await changeFact(surroundings, request.caller, { ...asked, change: { what: 'add' }, given })
        return answer(reply, 201, asked, changed)
      },
    )

    app.get<Asked>(
      `${at}/:fact`,
      {
        schema: {
          operationId: 'getFact',
          summary: 'Read one fact',
          description: 'Whichever version of it is asked for; `ETag` names the version that stands.',
          tags: ['Facts'],
          params: FactIds,
          response: { 200: answering('The version that was asked for.', FactAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const asked = named(request.params)
        if (!asked) return absent(reply, request.caller)
        return sendFact(reply, request.caller, asked)
      },
    )

    for (const [what, method, path, operationId, summary, body] of [
      ['correct', 'put', `${at}/:fact`, 'correctFact', 'Correct a fact: what stood stays in its history', FactBody],
      ['end', 'post', `${at}/:fact/end`, 'endFact', `End a fact: "${lastDay}" is its last day`, EndBody],
      [
        'withdraw',
        'post',
        `${at}/:fact/withdrawal`,
        'withdrawFact',
        'Withdraw a fact that should never have been said: "why" is required',
        WithdrawalBody,
      ],
    ] as const)
      app[method]<Asked>(
        path,
        {
          schema: {
            operationId,
            summary,
            tags: ['Facts'],
            params: FactIds,
            headers: IfMatch,
            body,
            response: {
              200: answering('The fact as it stands.', FactAnswer),
              202: answering(
                'Of an approved marker: another person must confirm it. The marker as it still stands, with what is asked of it (`asked`).',
                FactAnswer,
              ),
              ...preconditionResponses,
              ...problemResponses,
            },
          },
        },
        async (request, reply) => {
          const asked = named(request.params)
          if (!asked || (what === 'end' && !asked.kind.dated)) return absent(reply, request.caller)
          const version = versionIn(request.headers['if-match'])
          if (version === null) return sendUnguarded(reply)
          const given = request.body as Record<string, unknown>
          const changed = await changeFact(surroundings, request.caller, {
            nominal: asked.nominal,
            kind: asked.kind,
            change: { what, fact: asked.fact, version },
            given,
          })
          return answer(reply, 200, asked, changed)
        },
      )

    const sendFact = async (
      reply: FastifyReply,
      caller: Parameters<typeof askedForNothing>[1],
      { nominal, kind, fact }: { nominal: NominalId; kind: FactKind; fact: FactId },
    ) => {
      const opened = await lookInto(
        surroundings.db,
        caller,
        nominal,
        { action: 'fact.viewed', fieldGroups: [kind.section], records: [fact] },
        tx => factVersion(tx, kind, nominal, fact),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      return sendVersion(reply, 200, opened.result)
    }
    const addressOf = (asked: { nominal: NominalId; kind: FactKind }, fact: FactId) =>
      `/api/v1/nominals/${asked.nominal}/facts/${asked.kind.kind}/${fact}`
    const located = (reply: FastifyReply, asked: { nominal: NominalId; kind: FactKind }, fact: FactId) =>
      reply.header('location', addressOf(asked, fact))
    const sendVersion = (reply: FastifyReply, status: number, { fact, current }: FactVersion) =>
      reply
        .code(status)
        .header('etag', tagOf(fact.id))
        .send({ ...fact, current })

    const answer = (
      reply: FastifyReply,
      status: number,
      asked: { nominal: NominalId; kind: FactKind },
      changed: Changed,
    ) => {
      if (changed.came === 'done') {
        void located(reply, asked, changed.fact)
        // As it was read in the same transaction: once that is over nothing that fails could say that nothing was changed.
        return sendVersion(reply, status, changed.version)
      }
      // Another person must confirm it: accepted, and the marker as it stands, with what is asked.
      if (changed.came === 'asked') return sendVersion(reply, 202, changed.version)
      if (changed.came === 'overtaken')
        return sendOvertaken(reply, {
          current: changed.current,
          at: changed.current && addressOf(asked, changed.current),
        })
      if (changed.came === 'refused')
        return sendProblem(reply, 422, 'The fact was refused, for the reasons in `errors`. Nothing was changed.', {
          errors: changed.refusals,
        })
      return changed.came === 'forbidden' ? reply.forbidden(changed.actor) : reply.absent(changed.actor)
    }
  }

const kindAnswer = ({ kind, one, many, help, dated, section, fields }: FactKind) => ({
  kind,
  one,
  many,
  help,
  dated,
  section,
  fields: fields.map(({ name, label, hint = null, as, required, longest = null, choices = null }) => ({
    name,
    label,
    hint,
    as,
    required: required !== undefined,
    longest: as === 'line' ? (longest ?? 200) : longest,
    choices: choices && choices.map(({ code, words }) => ({ code, words })),
  })),
})
