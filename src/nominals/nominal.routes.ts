import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  answering,
  dayOf,
  IfNoneMatch,
  parseId,
  problemResponses,
  sendTagged,
  unchangedResponse,
  type NominalId,
  type Surroundings,
} from '#platform'
import { readDayTyped } from './as-typed.ts'
import { askedForNothing } from './asked-for-nothing.ts'
import { besideRecord } from './beside-record.ts'
import { mayDisclose, mayWrite } from './fact-rights.ts'
import { stepAfter } from './chronology.views.ts'
import { contactView, summaryView } from './limited.views.ts'
import { lookAt, lookAtThroughAct } from './nominal.store.ts'
import { notYetInWords } from './not-yet.ts'
import { notYetView } from './not-yet.views.ts'
import { panelsView, type PanelsOf } from './panel.ts'
import { NominalRecord } from './record.answer.ts'
import type { ContactFacts, RecordFacts, SummaryFacts } from './record.facts.ts'
import { withFiles } from './record-files.views.ts'
import { recordSections, type RecordSection } from './record.sections.ts'
import { recordView } from './record.views.ts'

/** The chronology is read by itself, because a page shows how many entries there are of each kind. */
const pageSections = recordSections.filter(section => section !== 'entries')

const recordPage =
  (surroundings: Surroundings, panelsOf: PanelsOf) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { nominal: string }; Querystring: { on?: unknown; after?: unknown; day?: unknown } }>(
      '/nominals/:nominal',
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.nominal)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const now = surroundings.now()
        const on = dayAsked(request.query.on, now)
        if (on === undefined)
          return reply.redirect(`/nominals/${nominal}/history?on=${encodeURIComponent(textOf(request.query.on))}`, 303)
        const { access, body, actor, chronology, beside, panels, notYet, ...seen } = await lookAtThroughAct(
          surroundings.db,
          request.caller,
          nominal,
          pageSections,
          {
            withChronology: true,
            withFiles: true,
            knownOn: on,
            beside: besideRecord(nominal, now, request.caller),
            panels: (tx, actor, access, holds) => panelsOf(tx, { actor, nominal, access, holds, now }),
          },
        )
        if (body === null) return reply.absent(actor)
        if (on && notYet) return reply.page('nominals/not-yet', notYetView(nominal, on, notYet), actor)
        const record: unknown = JSON.parse(body)
        const around = panelsView(panels)
        if (access === 'full')
          return reply.page(
            'nominals/record',
            {
              ...withFiles(
                recordView(
                  record as RecordFacts,
                  now,
                  chronology!,
                  {
                    mayAdd: mayWrite(actor.role),
                    mayDisclose: mayDisclose(actor.role),
                    on,
                    step: stepAfter(`/nominals/${nominal}`, request.query.after, request.query.day),
                  },
                  beside ?? undefined,
                ),
                seen,
                { mayAdd: mayWrite(actor.role) && on === null, today: on ?? dayOf(now), isEarlier: on !== null },
              ),
              ...around,
            },
            actor,
          )
        if (access === 'summary')
          return reply.page(
            'nominals/summary',
            { ...summaryView(record as SummaryFacts, now, seen.photograph), ...around },
            actor,
          )
        return reply.page('nominals/contact', { ...contactView(record as ContactFacts), ...around }, actor)
      },
    )
  }

const textOf = (given: unknown): string => (typeof given === 'string' ? given.slice(0, 40) : '')

/** The day of which the record is asked for: null for none, and undefined for what is no day up to today. Of a day to come nothing is known. */
const dayAsked = (given: unknown, now: Temporal.Instant): Temporal.PlainDate | null | undefined => {
  const text = textOf(given).trim()
  if (text === '') return null
  const today = dayOf(now)
  const read = readDayTyped(text, today)
  if (!('day' in read)) return undefined
  const order = Temporal.PlainDate.compare(read.day, today)
  return order === 0 ? null : order < 0 ? read.day : undefined
}

const RecordQuery = z.object({
  sections: z
    .string()
    .max(300)
    .optional()
    .meta({
      description: `Which sections of a full record, with commas between; all of them when left out: ${recordSections.join(', ')}.`,
    }),
  on: z.string().max(40).optional().meta({
    description:
      'A day up to today, as 2026-11-23 or as people write it (23/11/2026, yesterday): the record as it was known at its end, about that day. Before the record began it holds nothing, and `note` says so. At summary and contact it changes nothing.',
  }),
})

const isSection = (name: string): name is RecordSection => recordSections.some(section => section === name)

const sectionsFrom = (text: string | undefined): readonly RecordSection[] => {
  if (text === undefined) return recordSections
  const names = [...new Set(text.split(',').filter(name => name !== ''))]
  const known = names.filter(isSection)
  if (known.length < names.length)
    throw new z.ZodError([
      {
        code: 'custom',
        path: ['sections'],
        message: `A section is one of ${recordSections.join(', ')}.`,
        input: undefined,
      },
    ])
  return known
}

const notADay = (): z.ZodError =>
  new z.ZodError([{ code: 'custom', path: ['on'], message: 'A day up to today, as 2026-11-23.', input: undefined }])

const recordForPrograms =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { id: string }; Querystring: z.output<typeof RecordQuery> }>(
      '/api/v1/nominals/:id',
      {
        schema: {
          operationId: 'getNominal',
          summary: 'Read one record',
          description:
            'The record as far as the officer may see it: full, summary or contact. A record that one may not know of is answered like one that does not exist. The look is on the record before it is answered. `ETag` is of these very bytes; with it in `If-None-Match` an unchanged record is answered by 304, and that is a look like any other.',
          tags: ['Nominals'],
          params: z.object({ id: z.string().meta({ description: 'A UUID.' }) }),
          querystring: RecordQuery,
          headers: IfNoneMatch,
          response: {
            200: answering('The record, as far as the officer may see it.', NominalRecord),
            ...unchangedResponse,
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const sections = sectionsFrom(request.query.sections)
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) await askedForNothing(surroundings, request.caller)
        const on = dayAsked(request.query.on, surroundings.now())
        if (on === undefined) throw notADay()
        const then =
          nominal && on
            ? await lookAtThroughAct(surroundings.db, request.caller, nominal, sections, { knownOn: on })
            : null
        const look = then ?? (nominal && (await lookAt(surroundings.db, request.caller, nominal, sections)))
        if (!look || look.body === null) return reply.absent()
        // Already JSON, by the database's own allow-list; see record.answer.ts.
        return sendTagged(
          reply,
          on && then?.notYet
            ? `${look.body.slice(0, -1)},"note":${JSON.stringify(notYetInWords(on, then.notYet))}}`
            : look.body,
        )
      },
    )
  }

/** Reading one record: the page, and the same for programs. */
export const recordRoutes =
  (surroundings: Surroundings, panelsOf: PanelsOf) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(recordPage(surroundings, panelsOf))
    await app.register(recordForPrograms(surroundings))
  }
