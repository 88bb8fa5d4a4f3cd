import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  act,
  answering,
  parseId,
  problemResponses,
  type Actor,
  type Caller,
  type NominalId,
  type Surroundings,
} from '#platform'
import { contactView, summaryView } from './limited.views.ts'
import { lookAt, lookAtThroughAct, type Chronology } from './nominal.store.ts'
import { NominalRecord } from './record.answer.ts'
import type { ContactFacts, RecordFacts, SummaryFacts } from './record.facts.ts'
import { recordSections, type RecordSection } from './record.sections.ts'
import { recordView } from './record.views.ts'

/** What is no id is answered, and written down, like what does not exist; whoever asks is somebody first. */
const askedForNothing = ({ db }: Surroundings, caller: Caller): Promise<Actor> =>
  act(db, caller, async (_tx, actor) => ({ result: actor, audit: { action: 'nominal.absent', outcome: 'absent' } }))

const recordPage =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { nominal: string } }>('/nominals/:nominal', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { access, body, actor, chronology } = await lookAtThroughAct(
        surroundings.db,
        request.caller,
        nominal,
        recordSections,
        {
          withChronology: true,
        },
      )
      if (body === null) return reply.absent(actor)
      const record: unknown = JSON.parse(body)
      const now = surroundings.now()
      if (access === 'full')
        return reply.page('nominals/record', recordView(record as RecordFacts, now, entriesOf(chronology)), actor)
      if (access === 'summary') return reply.page('nominals/summary', summaryView(record as SummaryFacts, now), actor)
      return reply.page('nominals/contact', contactView(record as ContactFacts), actor)
    })
  }

const entriesOf = (chronology: Chronology | null) => ({
  entries: JSON.parse(chronology?.entries ?? '[]') as RecordFacts['entries'],
  total: chronology?.total ?? 0,
  filters: [],
  older: null,
})

const RecordQuery = z.object({
  sections: z
    .string()
    .max(300)
    .optional()
    .meta({
      description: `Which sections of a full record, with commas between; all of them when left out: ${recordSections.join(', ')}.`,
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
            'The record as far as the officer may see it: full, summary or contact. A record that one may not know of is answered like one that does not exist. The look is on the record before it is answered.',
          tags: ['Nominals'],
          params: z.object({ id: z.string().meta({ description: 'A UUID.' }) }),
          querystring: RecordQuery,
          response: {
            200: answering('The record, as far as the officer may see it.', NominalRecord),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const sections = sectionsFrom(request.query.sections)
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) await askedForNothing(surroundings, request.caller)
        const look = nominal && (await lookAt(surroundings.db, request.caller, nominal, sections))
        if (!look || look.body === null) return reply.absent()
        // Already JSON, by the database's own allow-list; see record.answer.ts.
        return reply.type('application/json; charset=utf-8').serializer(String).send(look.body)
      },
    )
  }

/** Reading one record: the page, and the same for programs. */
export const recordRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(recordPage(surroundings))
    await app.register(recordForPrograms(surroundings))
  }
