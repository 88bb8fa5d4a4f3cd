import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, dayOf, parseId, problemResponses, type Caller, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { lookInto } from './fact-look.ts'
import type { HistoryPlace, HistoryRow } from './fact.facts.ts'
import { historyOf } from './fact.store.ts'
import { historyPlace, readHistoryPlace } from './history-cursor.ts'
import { historyView } from './history.views.ts'

const linesOnAPage = 100

const HistoryAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.string().meta({ description: 'The kind of fact, as it is kept: known_name, address.' }),
      recordedAt: z.iso.datetime({ offset: true }),
      by: z.string().meta({ description: 'Who recorded it: an officer, or the importer.' }),
      agency: z.string(),
      sourceKind: z.enum(['extract', 'officer', 'partner']),
      source: z.string(),
      why: z.string(),
      said: z.record(z.string(), z.unknown()).meta({ description: 'What was said, column by column.' }),
      supersedes: z.uuid().nullable(),
      supersededAt: z.iso.datetime({ offset: true }).nullable(),
      supersededBy: z.uuid().nullable(),
      withdrawn: z.strictObject({ reason: z.string(), by: z.string() }).nullable(),
    }),
  ),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' }),
})
const HistoryQuery = z.object({
  cursor: z.string().max(200).optional().meta({ description: '`next` of the page before.' }),
})

/** Everything that was ever said of a record, newest first: a page, and the same for programs. */
export const historyRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings
    const look = (caller: Caller, nominal: NominalId, after: HistoryPlace | null) =>
      lookInto(db, caller, nominal, { action: 'history.viewed', fieldGroups: ['history'] }, tx =>
        historyOf(tx, nominal, { after, room: linesOnAPage + 1 }),
      )

    app.get<{ Params: { nominal: string }; Querystring: { cursor?: unknown; on?: unknown } }>(
      '/nominals/:nominal/history',
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.nominal)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const after = readHistoryPlace(request.query.cursor)
        if (after === undefined) throw notACursor()
        const opened = await look(request.caller, nominal, after)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { rows, next } = pageOf(opened.result)
        const typed = typeof request.query.on === 'string' ? request.query.on.slice(0, 40) : ''
        return reply.code(typed === '' ? 200 : 422).page(
          'nominals/history',
          historyView(nominal, opened.name, rows, {
            older: next && `/nominals/${nominal}/history?cursor=${next}`,
            today: dayOf(now()),
            typed,
            error: typed === '' ? null : 'Enter a day up to today, like 23 11 2026',
          }),
          opened.actor,
        )
      },
    )

    app.get<{ Params: { id: string }; Querystring: z.output<typeof HistoryQuery> }>(
      '/api/v1/nominals/:id/history',
      {
        schema: {
          operationId: 'getHistory',
          summary: 'Who said what of a record, and when',
          description: 'Every version of every fact, newest first, on a record that you have in full.',
          tags: ['Facts'],
          params: z.object({ id: z.string().meta({ description: 'A UUID.' }) }),
          querystring: HistoryQuery,
          response: { 200: answering('A page of the history.', HistoryAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
        const after = readHistoryPlace(request.query.cursor)
        if (after === undefined) throw notACursor()
        const opened = await look(request.caller, nominal, after)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { rows, next } = pageOf(opened.result)
        return reply.send({ rows: rows.map(rowAnswer), next })
      },
    )
  }

const notACursor = (): z.ZodError =>
  new z.ZodError([{ code: 'custom', path: ['cursor'], message: 'That is no place in this history.', input: undefined }])

const pageOf = (
  found: readonly HistoryRow[],
): { readonly rows: readonly HistoryRow[]; readonly next: string | null } => {
  const rows = found.slice(0, linesOnAPage)
  const last = rows.at(-1)
  return {
    rows,
    next: found.length > linesOnAPage && last ? historyPlace({ at: last.recorded_at, id: last.id }) : null,
  }
}

const rowAnswer = (row: HistoryRow): z.input<typeof HistoryAnswer>['rows'][number] => ({
  id: row.id,
  kind: row.kind,
  recordedAt: row.recorded_at.toString(),
  by: row.by,
  agency: row.agency,
  sourceKind: row.source_kind,
  source: row.source,
  why: row.why,
  said: row.said,
  supersedes: row.supersedes,
  supersededAt: row.superseded_at?.toString() ?? null,
  supersededBy: row.superseded_by,
  withdrawn: row.withdrawn_reason === null ? null : { reason: row.withdrawn_reason, by: row.withdrawn_by ?? '' },
})
