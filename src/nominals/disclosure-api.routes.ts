import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { disclose, groupsOf, type Disclosing } from './disclosing.ts'
import { disclosureParts, leftOutInWords, purposes, sectionsOf, type DisclosureId } from './disclosure.ts'
import { disclosureOf, disclosuresAfter, whatIsDisclosed, type DisclosureRow } from './disclosure.store.ts'
import type { FactId } from './fact.facts.ts'
import { lookInto } from './fact-look.ts'
import { mayDisclose } from './fact-rights.ts'
import { historyPlace, readHistoryPlace } from './history-cursor.ts'
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
const made = {
  id: z.uuid(),
  number: z.string().meta({ description: 'D-26-000123: to be quoted wherever the copy goes.' }),
  marking: z.string().meta({ description: 'The highest of its parts.' }),
  caveats: z.array(z.string()).meta({ description: 'Codes of the handling caveats of all its parts.' }),
  at: moment,
  by: z.string(),
  agency: z.string(),
  purpose: z.string(),
  why: z.string(),
  recipient: z.string(),
  destroyBy: z.iso.date(),
  parts: z.array(z.string()),
  leftOut: z.string().nullable().meta({ description: 'What was left out because of its conditions, in words.' }),
}
const Disclosure = z
  .strictObject({
    ...made,
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
          caveats: z.array(z.string()),
          isCorrected: z.boolean(),
          grading: z
            .strictObject({ scheme: z.string(), source: z.string(), information: z.string(), handling: z.string() })
            .nullable(),
          files: z
            .array(
              z.strictObject({
                file: z.uuid(),
                name: z.string(),
                description: z.string(),
                marking: z.string(),
                caveats: z.array(z.string()),
              }),
            )
            .meta({ description: 'What it carries, without the bytes.' }),
          agency: z.string(),
          recordedAt: moment,
        }),
      )
      .meta({ description: 'The chronology as it stands, newest first, 500 at most.' }),
    total: z.int().meta({ description: 'Entries that may be passed on.' }),
  })
  .meta({ id: 'Disclosure', description: 'What was disclosed, with the number that it has in the log.' })

const Disclosures = z.strictObject({
  rows: z.array(
    z.strictObject(made).meta({
      id: 'DisclosureMade',
      description: 'That something was disclosed: who, when, why, for whom, until when.',
    }),
  ),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' }),
})
const onAPage = 50

/** Passing a record on, for programs: the same as printing it, and what was passed on. */
export const disclosureApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { id: string }; Querystring: { cursor?: string } }>(
      '/api/v1/nominals/:id/disclosures',
      {
        schema: {
          operationId: 'listDisclosures',
          summary: 'What was disclosed of a record, and to whom',
          description: 'The latest first, of a record that you have in full, for the roles that may disclose.',
          tags: ['Disclosures'],
          params: z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) }),
          querystring: z.object({
            cursor: z.string().max(200).optional().meta({ description: '`next` of the page before.' }),
          }),
          response: { 200: answering('A page of disclosures.', Disclosures), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const after = readHistoryPlace(request.query.cursor)
        if (after === undefined)
          throw new z.ZodError([
            { code: 'custom', path: ['cursor'], message: 'That is no place among these.', input: undefined },
          ])
        const opened = await lookInto(
          surroundings.db,
          request.caller,
          nominal,
          { action: 'disclosures.viewed', fieldGroups: ['disclosures'] },
          tx =>
            disclosuresAfter(
              tx,
              nominal,
              after && { at: after.at, id: after.id as string as DisclosureId },
              onAPage + 1,
            ),
          ({ role }) => mayDisclose(role),
        )
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const rows = opened.result.slice(0, onAPage)
        const last = rows.at(-1)
        return reply.send({
          rows: rows.map(madeOf),
          next:
            opened.result.length > onAPage && last
              ? historyPlace({ at: last.at, id: last.id as string as FactId })
              : null,
        })
      },
    )

    app.get<{ Params: { id: string; disclosure: string } }>(
      '/api/v1/nominals/:id/disclosures/:disclosure',
      {
        schema: {
          operationId: 'getDisclosure',
          summary: 'Read one disclosure',
          description: 'What was disclosed, as the record said it at that moment.',
          tags: ['Disclosures'],
          params: z.object({
            id: z.string().meta({ description: 'The nominal: a UUID.' }),
            disclosure: z.string().meta({ description: 'A UUID.' }),
          }),
          response: { 200: answering('What was disclosed.', Disclosure), ...problemResponses },
        },
      },
      async (request, reply) => {
        const [nominal, id] = [parseId<NominalId>(request.params.id), parseId<DisclosureId>(request.params.disclosure)]
        if (nominal === undefined || id === undefined)
          return reply.absent(await askedForNothing(surroundings, request.caller))
        const audit = { action: 'disclosure.viewed', records: [id], fieldGroups: [] as string[] }
        const opened = await lookInto(
          surroundings.db,
          request.caller,
          nominal,
          audit,
          async tx => {
            const disclosure = await disclosureOf(tx, nominal, id)
            if (!disclosure) return undefined
            audit.fieldGroups.push(...groupsOf(disclosure))
            return { disclosure, disclosed: await whatIsDisclosed(tx, nominal, disclosure.parts, disclosure.at) }
          },
          ({ role }) => mayDisclose(role),
        )
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        return reply.send(answerOf(opened.result))
      },
    )

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

const madeOf = ({
  at,
  destroyBy,
  leftOut,
  parts,
  caveats,
  ...row
}: DisclosureRow): z.input<typeof Disclosures>['rows'][number] => ({
  ...row,
  parts: [...parts],
  caveats: [...caveats],
  at: at.toString(),
  destroyBy: destroyBy.toString(),
  leftOut: leftOutInWords(leftOut),
})

const answerOf = ({
  disclosure,
  disclosed: { record, entries, total },
}: Pick<Extract<Disclosing, { came: 'done' }>, 'disclosure' | 'disclosed'>): z.input<typeof Disclosure> => ({
  ...madeOf(disclosure),
  person: { reference: record.reference, name: record.name, birthYears: [...record.birthYears] },
  sections: Object.fromEntries(
    disclosure.parts.flatMap(sectionsOf).map(section => [section, record[section as keyof typeof record]]),
  ),
  entries: entries.map(entry => ({
    ...entry,
    caveats: [...entry.caveats],
    files: entry.files.map(({ file, name, description, marking, caveats }) => ({
      file,
      name,
      description,
      marking,
      caveats: [...caveats],
    })),
  })),
  total,
})
