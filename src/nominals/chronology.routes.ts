import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  act,
  answering,
  dayInWords,
  dayOf,
  parseId,
  problemResponses,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import {
  readChronologyQuestion,
  unfiltered,
  type ChronologyAsked,
  type ChronologyQuestion,
} from './chronology-question.ts'
import type { Chronology } from './chronology.facts.ts'
import { chronologyOf } from './chronology.store.ts'
import { chronologyPageView } from './chronology.views.ts'
import { entryKinds } from './entry-kinds.ts'
import { lookInto } from './fact-look.ts'
import { beganAfter } from './nominal.store.ts'
import { notYetInWords } from './not-yet.ts'
import { mayWrite } from './fact-rights.ts'
import type { HistoryPlace } from './fact.facts.ts'
import { gradingSchemes } from './grading.ts'
import { historyPlace, readHistoryPlace } from './history-cursor.ts'
import { caveats } from './marking.ts'
import { mayLeave } from './may-leave.ts'
import { EntryWithFiles } from './record.answer.ts'

/** As many as one reads before going on. */
const entriesOnAPage = 50

const asked = (description: string) => z.string().max(400).optional().meta({ description })
const EntriesQuery = z.object({
  kind: asked('Codes of listEntryKinds, with commas between: ARREST,CHARGE.'),
  agency: asked('The code of the agency that wrote it.'),
  from: asked('The first day on which it happened, as 2026-11-23.'),
  to: asked('The last day on which it happened.'),
  words: asked(
    'Words that all begin a word in it, or phrases in quotation marks: mother "new job". A correction counts as well as what it corrects.',
  ),
  marking: asked('OFFICIAL or OFFICIAL-SENSITIVE, or both with a comma between.'),
  caveat: asked('Codes of handling caveats, with commas between: entries that bear any of them.'),
  on: asked('The chronology as it was known at the end of a day.'),
  cursor: z.string().max(200).optional().meta({ description: '`next` of the page before.' }),
})
const count = z.int().min(0)
const EntriesAnswer = z.strictObject({
  note: z
    .string()
    .optional()
    .meta({ description: 'Of a day before the record began: that it had not, and when it did.' }),
  everything: count.meta({ description: 'How many entries there are, without any filter.' }),
  total: count.meta({ description: 'How many the filters let through.' }),
  kinds: z
    .array(z.strictObject({ code: z.string(), words: z.string(), count }))
    .meta({ description: 'How many there are of each kind, under the other filters.' }),
  agencies: z
    .array(z.strictObject({ code: z.string(), name: z.string(), count }))
    .meta({ description: 'How many each agency wrote, under the other filters.' }),
  markings: z
    .array(z.strictObject({ code: z.string(), count }))
    .meta({ description: 'How many bear each marking, under the other filters.' }),
  caveats: z
    .array(z.strictObject({ code: z.string(), count }))
    .meta({ description: 'How many bear each handling caveat, under the other filters.' }),
  entries: z
    .array(EntryWithFiles)
    .meta({ description: `At most ${entriesOnAPage}, newest first by when they happened.` }),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' }),
})

const grade = z.strictObject({ code: z.string(), words: z.string() })
const EntryKindsAnswer = z.strictObject({
  kinds: z.array(
    z.strictObject({
      code: z.string(),
      words: z.string(),
      type: z.string().meta({ description: 'What the words usually are.' }),
      event: z.boolean().meta({ description: 'Something that happened to the person or that they did.' }),
      whereabouts: z.string().nullable().meta({
        description:
          'Where the person is after it. It is never recorded by itself: add a fact of the kind whereabouts.',
      }),
      form: z.enum(['plain', 'intelligence', 'held-elsewhere']).meta({
        description:
          'plain: type, words, marking and caveats, a list. intelligence: also sourceGrade, informationGrade, handlingCode and, where that asks for them, handlingConditions. held-elsewhere: heldElsewhere and heldTelephone, and no words.',
      }),
    }),
  ),
  caveats: z
    .array(z.strictObject({ code: z.string(), words: z.string() }))
    .meta({ description: 'The handling caveats that an entry or a file may bear.' }),
  gradingSchemes: z.array(
    z.strictObject({
      code: z.string(),
      offered: z.boolean().meta({ description: 'Whether new intelligence may be graded so.' }),
      source: z.array(grade),
      information: z.array(grade),
      handling: z.array(grade.extend({ conditions: z.boolean() })),
    }),
  ),
})

const problemIn = (refusals: readonly Refusal[]): z.ZodError =>
  new z.ZodError(
    refusals.map(({ field, text }) => ({ code: 'custom', path: [field], message: text, input: undefined })),
  )
const notACursor = (): z.ZodError => problemIn([{ field: 'cursor', text: 'That is no place in this chronology.' }])

/** The chronology of a record by filters and pages, for people and for programs. */
export const chronologyRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings
    const look = (caller: Caller, nominal: NominalId, question: ChronologyQuestion, after: HistoryPlace | null) =>
      lookInto<{ chronology: Chronology; notYet: Temporal.Instant | null }>(
        db,
        caller,
        nominal,
        {
          action: 'chronology.viewed',
          fieldGroups: ['entries'],
          // Which of them, page by page; what hangs under an entry goes with it.
          records: ({ chronology }) =>
            chronology.entries.flatMap(({ id, files = [] }) => [id, ...files.map(({ file }) => file)]),
        },
        async tx => ({
          chronology: await chronologyOf(tx, nominal, question, after, entriesOnAPage),
          notYet: question.on && (await beganAfter(tx, nominal, question.on)),
        }),
      )

    app.get<{ Params: { nominal: string }; Querystring: ChronologyAsked & { cursor?: unknown } }>(
      '/nominals/:nominal/chronology',
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.nominal)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const after = readHistoryPlace(request.query.cursor)
        if (after === undefined) throw notACursor()
        const decision = readChronologyQuestion(request.query, dayOf(now()))
        const question = decision.agreed ? decision.outcome : unfiltered(null)
        const opened = await look(request.caller, nominal, question, after)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { chronology, notYet } = opened.result
        return reply.code(decision.agreed ? 200 : 422).page(
          'nominals/chronology-page',
          chronologyPageView(
            { at: `/nominals/${nominal}`, chronology, question, mayAdd: mayWrite(opened.actor.role) },
            {
              name: opened.name,
              known:
                question.on &&
                (notYet
                  ? notYetInWords(question.on, notYet)
                  : `This is the chronology as it was known on ${dayInWords(question.on)}. The markers are those of today.`),
              asked: request.query,
              refusals: decision.agreed ? [] : decision.refusals,
              after: after !== null,
            },
          ),
          opened.actor,
        )
      },
    )

    app.get<{ Params: { id: string }; Querystring: z.output<typeof EntriesQuery> }>(
      '/api/v1/nominals/:id/entries',
      {
        schema: {
          operationId: 'listEntries',
          summary: 'Read the chronology of a record',
          description:
            'Newest first, on a record that you have in full, with filters that go together. An entry stands at the time and under the kind that its last correction gives it. The look is on the record before it is answered.',
          tags: ['Facts'],
          params: z.object({ id: z.string().meta({ description: 'A UUID.' }) }),
          querystring: EntriesQuery,
          response: { 200: answering('A page of the chronology.', EntriesAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const after = readHistoryPlace(request.query.cursor)
        if (after === undefined) throw notACursor()
        const decision = readChronologyQuestion(request.query, dayOf(now()))
        if (!decision.agreed) throw problemIn(decision.refusals)
        const opened = await look(request.caller, nominal, decision.outcome, after)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { next, entries, ...chronology } = opened.result.chronology
        const { on } = decision.outcome
        return reply.send({
          ...(on && opened.result.notYet ? { note: notYetInWords(on, opened.result.notYet) } : {}),
          ...chronology,
          entries: entries.map(entry => ({
            ...entry,
            mayLeave: mayLeave(entry.standsCorrected?.corrections.at(-1) ?? entry, 'disclosure'),
          })),
          next: next && historyPlace(next),
        })
      },
    )

    app.get(
      '/api/v1/entry-kinds',
      {
        schema: {
          operationId: 'listEntryKinds',
          summary: 'The kinds of entry, and how intelligence is graded',
          description: 'What an entry may be, and what each asks for. It holds nothing about any person.',
          tags: ['Facts'],
          response: { 200: answering('The kinds, in the order of the form.', EntryKindsAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        await act(db, request.caller, async () => ({ result: null, audit: { action: 'entry-kind.listed' } }))
        return reply.send({ kinds: entryKinds, caveats, gradingSchemes })
      },
    )
  }
