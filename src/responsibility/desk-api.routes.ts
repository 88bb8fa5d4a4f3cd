import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { act, answering, parseId, problemResponses, type Surroundings, type UnitId } from '#platform'
import { showsNumber, type Desk } from './desk.ts'
import { deskRows, ownKind, type DeskRow } from './desk.store.ts'
import { desksCalled } from './desk.views.ts'

const DeskAnswer = z
  .strictObject({
    unit: z.uuid(),
    name: z.string(),
    unitName: z.string(),
    agency: z.string(),
    number: z.string().nullable().meta({ description: 'The number to ring now; null: it is not in this list.' }),
    answers: z.uuid().meta({ description: 'The unit whose desk answers now.' }),
    alwaysOpen: z.boolean(),
    coveredBy: z.uuid().nullable(),
    testedAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: 'Desk', description: 'A duty desk, and who answers for it now.' })
const DesksAnswer = z.strictObject({ desks: z.array(DeskAnswer) }).meta({ id: 'Desks', description: 'Duty desks.' })

const Query = z.object({
  q: z.string().max(100).optional().meta({ description: 'Words of an agency or a unit.' }),
})

const answerOf = (row: DeskRow & Desk, kind: string): z.input<typeof DeskAnswer> => ({
  unit: row.unit,
  name: row.name,
  unitName: row.unitName,
  agency: row.agency,
  number: showsNumber(row.kind, kind) ? row.number : null,
  answers: row.answers,
  alwaysOpen: row.setting?.alwaysOpen ?? true,
  coveredBy: row.setting?.coveredBy ?? null,
  testedAt: row.testedAt?.toString() ?? null,
})

/** Duty desks, for programs. */
export const deskApiRoutes =
  ({ db }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Querystring: z.output<typeof Query> }>(
      '/api/v1/desks',
      {
        schema: {
          operationId: 'listDesks',
          summary: 'Duty desks',
          description:
            'Whom to ring now, by agency and unit: 500 at most. Ask for words of a name where there are more.',
          tags: ['Responsibility'],
          querystring: Query,
          response: { 200: answering('The desks.', DesksAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { rows, kind } = await act(db, request.caller, async (tx, actor) => ({
          result: { rows: await deskRows(tx), kind: await ownKind(tx, actor) },
          audit: { action: 'desks.listed' },
        }))
        return reply.send({
          desks: desksCalled(rows, request.query.q ?? '')
            .slice(0, 500)
            .map(row => answerOf(row, kind)),
        })
      },
    )

    app.get<{ Params: { unit: string } }>(
      '/api/v1/desks/:unit',
      {
        schema: {
          operationId: 'getDesk',
          summary: 'A duty desk',
          description: 'Whom to ring now for a unit.',
          tags: ['Responsibility'],
          params: z.object({ unit: z.string().meta({ description: 'A UUID.' }) }),
          response: { 200: answering('The desk.', DeskAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const unit = parseId<UnitId>(request.params.unit)
        const { row, kind, actor } = await act(db, request.caller, async (tx, who) => {
          const found = (await deskRows(tx)).find(each => each.unit === unit)
          return {
            result: { row: found, kind: await ownKind(tx, who), actor: who },
            audit: found
              ? { action: 'desk.viewed', records: [found.unit] }
              : { action: 'desk.viewed', outcome: 'absent' as const },
          }
        })
        return row ? reply.send(answerOf(row, kind)) : reply.absent(actor)
      },
    )
  }
