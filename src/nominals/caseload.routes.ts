import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, type Surroundings } from '#platform'
import { casesOf } from './caseload.store.ts'
import { ownWork, pageOf } from './own-work.ts'
import { RecordStatus } from './record.answer.ts'
import { scopeOf } from './scope.store.ts'
import { caseloadPlace, readCaseloadPlace } from './work-cursor.ts'

const onAPage = 25

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
        const audit = { action: 'caseload.listed', fieldGroups: ['caseload'] }
        const found = await ownWork(db, request.caller, audit, async (tx, actor) => {
          const { rows, total } = await casesOf(tx, actor, { room: onAPage + 1, after })
          return { ...pageOf(rows, onAPage, caseloadPlace), total }
        })
        if (found.came === 'forbidden') return reply.forbidden(found.actor)
        const { rows, total, next } = found.result
        return reply.send({
          of: scopeOf(found.actor),
          rows: rows.map(({ nominal, reference, name, markers, status, statusPlace, releaseOn, changedAt }) => ({
            id: nominal,
            reference,
            name,
            markersInWords: markers,
            status,
            statusPlace,
            releaseOn: releaseOn?.toString() ?? null,
            changedAt: changedAt.toString(),
          })),
          total,
          next,
        })
      },
    )
  }
