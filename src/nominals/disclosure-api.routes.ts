import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { disclose, type Disclosing } from './disclosing.ts'
import { disclosureParts, leftOutInWords, purposes, sectionsOf } from './disclosure.ts'
import type { Given } from './fact-reading.ts'

const codes = (list: readonly { readonly code: string }[]): string => list.map(({ code }) => code).join(', ')

const Body = z
  .looseObject({
    purpose: z
      .string()
      .max(100)
      .optional()
      .meta({ description: `One of ${codes(purposes)}.` }),
    why: z.string().max(2000).optional().meta({ description: 'Why it is needed, in words: 500 characters at most.' }),
    recipient: z.string().max(1000).optional().meta({ description: 'Who it is for: a name and where they work.' }),
    destroyBy: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'The day by which the copy is destroyed; left out: the authority’s own policy.' }),
    parts: z
      .array(z.string().max(100))
      .max(50)
      .optional()
      .meta({ description: `What is needed, of ${codes(disclosureParts)}.` }),
  })
  .meta({
    example: {
      purpose: 'mappa-meeting',
      why: 'Level 2 meeting on 2 December',
      recipient: 'A. Quillfeather, housing lead, Telford and Wrekin',
      destroyBy: '2026-12-16',
      parts: ['markers', 'places', 'chronology'],
    },
  })

const moment = z.iso.datetime({ offset: true })
const Disclosure = z
  .strictObject({
    id: z.uuid(),
    number: z.string().meta({ description: 'D-26-000123: to be quoted wherever the copy goes.' }),
    marking: z.string().meta({ description: 'The highest of its parts.' }),
    at: moment,
    by: z.string(),
    agency: z.string(),
    purpose: z.string(),
    why: z.string(),
    recipient: z.string(),
    destroyBy: z.iso.date(),
    parts: z.array(z.string()),
    person: z.strictObject({ reference: z.string(), name: z.string(), birthYears: z.array(z.int()) }),
    sections: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The sections of the record that the chosen parts are made of, as in FullRecord.' }),
    entries: z
      .array(
        z.strictObject({
          id: z.uuid(),
          happenedAt: moment,
          kind: z.string(),
          kindWords: z.string(),
          type: z.enum(['fact', 'reported', 'opinion', 'assessment']),
          author: z.string(),
          words: z.string(),
          marking: z.string(),
          isCorrected: z.boolean(),
          grading: z
            .strictObject({ scheme: z.string(), source: z.string(), information: z.string(), handling: z.string() })
            .nullable(),
          agency: z.string(),
          recordedAt: moment,
        }),
      )
      .meta({ description: 'The chronology as it stands, newest first, 500 at most.' }),
    total: z.int().meta({ description: 'Entries that may be passed on.' }),
    leftOut: z.string().nullable().meta({ description: 'What was left out because of its conditions, in words.' }),
  })
  .meta({ id: 'Disclosure', description: 'What was disclosed, with the number that it has in the log.' })

/** Passing a record on, for programs: the same as printing it. */
export const disclosureApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.post<{ Params: { id: string }; Body: unknown }>(
      '/api/v1/nominals/:id/disclosures',
      {
        schema: {
          operationId: 'disclose',
          summary: 'Disclose chosen parts of a record',
          description:
            'Takes a copy of a record that you have in full out of Concord, with a number; who, when, why and for whom is in the log. What may be passed on under conditions only is left out. Every reason against it is answered at once (422, `errors`).',
          tags: ['Disclosures'],
          params: z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) }),
          body: Body,
          response: { 201: answering('It is disclosed.', Disclosure), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const made = await disclose(surroundings, request.caller, nominal, request.body as Given)
        if (made.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was disclosed.', {
            errors: made.refusals,
          })
        if (made.came !== 'done') return reply[made.came](made.actor)
        return reply.code(201).send(answerOf(made))
      },
    )
  }

const answerOf = ({
  disclosure: { at, destroyBy, leftOut, ...row },
  disclosed: { record, entries, total },
}: Extract<Disclosing, { came: 'done' }>): z.input<typeof Disclosure> => ({
  ...row,
  parts: [...row.parts],
  at: at.toString(),
  destroyBy: destroyBy.toString(),
  person: { reference: record.reference, name: record.name, birthYears: [...record.birthYears] },
  sections: Object.fromEntries(
    row.parts.flatMap(sectionsOf).map(section => [section, record[section as keyof typeof record]]),
  ),
  entries: [...entries],
  total,
  leftOut: leftOutInWords(leftOut),
})
