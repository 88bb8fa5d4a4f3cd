import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, dayOf, problemResponses, type Caller, type Surroundings } from '#platform'
import { cursor, workAnswer } from './caseload.routes.ts'
import { duePageView } from './due-page.views.ts'
import { dueInWords, dueRules } from './due.ts'
import { dueOn } from './due.store.ts'
import { factKindIn } from './fact-kinds.ts'
import { ownWork, pageOf } from './own-work.ts'
import { openScope, scopeOf } from './scope.store.ts'
import { duePlace, readDuePlace } from './work-cursor.ts'
import type { DueOfSomebody, DuePart } from './work.facts.ts'

const onAPage = 50

const DueAnswer = z
  .strictObject({
    of: workAnswer.of,
    due: z.array(
      z.strictObject({
        nominal: z.uuid(),
        reference: z.string(),
        name: z.string(),
        rule: z.enum(dueRules).meta({ description: 'Why it is due.' }),
        what: z.string(),
        dueOn: z.iso.date(),
        overdue: z.boolean(),
        why: z
          .string()
          .meta({ description: 'The rule in words, its source and version, and what the day was counted from.' }),
        fact: z
          .strictObject({ kind: z.string(), id: z.uuid() })
          .nullable()
          .meta({ description: 'The fact from which it follows, as getFact takes it.' }),
      }),
    ),
    total: workAnswer.total,
    next: workAnswer.next,
  })
  .meta({ id: 'Due', description: 'What is due on the records that one answers for, the longest overdue first.' })

const DueQuery = z.object({
  cursor,
  waiting: z
    .enum(['1'])
    .optional()
    .meta({ description: 'Only what waits for a supervisor: markers to approve. Left out: everything else.' }),
})
type Query = z.output<typeof DueQuery>

const partOf = ({ waiting }: Query): DuePart => (waiting === undefined ? 'own' : 'waiting')

/** What is due on the records that one answers for, all of it: a page, and the same for programs. */
export const dueRoutes =
  ({ db, now }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const list = (caller: Caller, query: Query) => {
      const after = readDuePlace(query.cursor)
      return ownWork(db, caller, { action: 'due.listed', fieldGroups: ['due'] }, async (tx, actor) => {
        const { rows, total } = await dueOn(tx, actor, await openScope(tx, actor), dayOf(now()), {
          part: partOf(query),
          room: onAPage + 1,
          after,
        })
        return { ...pageOf(rows, onAPage, duePlace), total }
      })
    }

    app.get<{ Querystring: Record<string, unknown> }>('/due', async (request, reply) => {
      const query = DueQuery.parse(request.query)
      const found = await list(request.caller, query)
      if (found.came === 'forbidden') return reply.forbidden(found.actor)
      const view = duePageView(
        { of: scopeOf(found.actor), part: partOf(query), first: query.cursor === undefined, ...found.result },
        dayOf(now()),
      )
      return reply.page('nominals/due-page', view, found.actor)
    })

    app.get<{ Querystring: Query }>(
      '/api/v1/due',
      {
        schema: {
          operationId: 'listDue',
          summary: 'What is due',
          description:
            'Reviews, expiries, releases, what a record lacks, and what waits for approval, derived from facts; up to eight weeks ahead, and everything overdue. Never of a record that the officer may not see in full.',
          tags: ['Work'],
          querystring: DueQuery,
          response: { 200: answering('A page of what is due.', DueAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const found = await list(request.caller, request.query)
        if (found.came === 'forbidden') return reply.forbidden(found.actor)
        const { rows, total, next } = found.result
        const today = dayOf(now())
        return reply.send({ of: scopeOf(found.actor), due: rows.map(row => dueAnswer(row, today)), total, next })
      },
    )
  }

const dueAnswer = (row: DueOfSomebody, today: Temporal.PlainDate): z.input<typeof DueAnswer>['due'][number] => {
  const { nominal, reference, name, rule, dueOn: day, factTable, factId } = row
  const { what, overdue, why } = dueInWords(row, today)
  const kind = factTable === null ? undefined : factKindIn(factTable)
  return {
    nominal,
    reference,
    name,
    rule,
    what,
    dueOn: day.toString(),
    overdue,
    why,
    fact: kind && factId ? { kind: kind.kind, id: factId } : null,
  }
}
