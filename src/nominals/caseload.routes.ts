import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, type Surroundings } from '#platform'
import { caseloadAtOnce } from './caseload-at-once.store.ts'
import { caseloadThroughAct, onAPage } from './caseload-reading.ts'
import { RecordStatus } from './record.answer.ts'
import { readCaseloadPlace } from './work-cursor.ts'

/** What answers about one's own work have in common. */
export const workAnswer = {
  of: z.enum(['mine', 'unit']).meta({
    description: 'Whose records: those that the officer manages, or, for a supervisor, those of their whole unit.',
  }),
  total: z.int().meta({ description: 'How many there are on all pages.' }),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' }),
}
export const cursor = z.string().max(200).optional().meta({ description: '`next` of the page before.' })

const CaseloadAnswer = z
  .strictObject({
    of: workAnswer.of,
    rows: z.array(
      z.strictObject({
        id: z.uuid(),
        reference: z.string(),
        name: z.string(),
        markersInWords: z.array(z.string()),
        status: RecordStatus,
        statusPlace: z.string().nullable(),
        releaseOn: z.iso.date().nullable(),
        changedAt: z.iso.datetime({ offset: true }),
      }),
    ),
    total: workAnswer.total,
    next: workAnswer.next,
  })
  .meta({ id: 'Caseload', description: 'Records that one answers for, those that changed last first.' })

const CaseloadQuery = z.object({ cursor })

/** The records that one answers for, for programs. The page of people is the first page. */
export const caseloadRoutes =
  ({ db }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Querystring: z.output<typeof CaseloadQuery> }>(
      '/api/v1/caseload',
      {
        schema: {
          operationId: 'listCaseload',
          summary: 'The records that one answers for',
          description: 'With the status of the day, those that changed last first.',
          tags: ['Work'],
          querystring: CaseloadQuery,
          response: { 200: answering('A page of the caseload.', CaseloadAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const after = readCaseloadPlace(request.query.cursor, 'cursor')
        const page = after === undefined ? await caseloadAtOnce(db, request.caller, onAPage) : undefined
        if (page)
          // Already JSON, by the database's own allow-list.
          return reply
            .type('application/json; charset=utf-8')
            .serializer(String)
            .send(`{"of":"${page.of}","rows":${page.rows},"total":${page.total},"next":${JSON.stringify(page.next)}}`)
        const listed = await caseloadThroughAct(db, request.caller, after)
        return listed.came === 'forbidden' ? reply.forbidden(listed.actor) : reply.send(listed.result)
      },
    )
  }
