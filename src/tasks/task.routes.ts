import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  act,
  answering,
  frameAddresses,
  parseId,
  problemResponses,
  type Actor,
  type AuditEntry,
  type Caller,
  type Surroundings,
} from '#platform'
import { finishTask, openTask, openTasks } from './task.store.ts'
import { readTaskPlace, taskPlace } from './task-place.ts'
import { kindOf, taskInWords, type Task, type TaskId, type TaskKind } from './task.ts'
import { tasksView } from './task.views.ts'

const onAPage = 50

const TaskAnswer = z
  .strictObject({
    id: z.uuid(),
    kind: z.string(),
    what: z.string(),
    to: z.string().meta({ description: 'Who is addressed.' }),
    nominal: z.uuid().nullable(),
    subject: z.uuid().nullable().meta({ description: 'The row that it is about, of the kind that its own name says.' }),
    dueAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .meta({ description: 'Null: to be seen, by no moment of its own.' }),
    overdue: z.boolean(),
    recordedAt: z.iso.datetime({ offset: true }),
    why: z.string(),
    byHand: z.enum(['seen', 'done']).nullable().meta({
      description: 'How finishTask closes it; null: the act that it waits for does.',
    }),
  })
  .meta({ id: 'Task', description: 'Something that is due from the officer, or that they are told.' })

const TasksAnswer = z
  .strictObject({ tasks: z.array(TaskAnswer), total: z.int(), next: z.string().nullable() })
  .meta({ id: 'Tasks', description: 'Open tasks, those due first on top.' })

const finished = z.strictObject({ done: z.literal(true) }).meta({ id: 'TaskFinished' })

const Query = z.object({ after: z.string().max(100).optional() })
const ApiQuery = z.object({
  cursor: z.string().max(100).optional().meta({ description: '`next` of the page before.' }),
})

const peopleOf = (tasks: readonly Task[]): NonNullable<AuditEntry['subjects']> => [
  ...new Map(
    tasks.flatMap(({ nominal, access }) => (nominal ? [[nominal, { nominal, access }] as const] : [])),
  ).values(),
]

/** What became of closing a task by hand. */
type Finishing = { readonly came: 'absent' | 'forbidden' | 'done'; readonly actor: Actor }

/** The tasks of whoever is signed in: a page, and the same for programs. `kinds`: what each area's tasks are. */
export const taskRoutes =
  ({ db, now }: Surroundings, kinds: readonly TaskKind[]) =>
  async (app: FastifyInstance): Promise<void> => {
    const list = (caller: Caller, given: string | undefined, field: string) => {
      const after = readTaskPlace(given, field)
      return act(db, caller, async (tx, actor) => {
        const { tasks: found, total } = await openTasks(tx, { room: onAPage + 1, after })
        const tasks = found.slice(0, onAPage)
        const last = tasks.at(-1)
        return {
          result: { actor, tasks, total, more: found.length > onAPage && last ? taskPlace(last) : null },
          audit: { action: 'tasks.listed', subjects: peopleOf(tasks), fieldGroups: ['tasks'] },
        }
      })
    }

    const finish = (caller: Caller, id: string) => {
      const task = parseId<TaskId>(id)
      return act<Finishing>(db, caller, async (tx, actor) => {
        const found = task && (await openTask(tx, task))
        if (!found) return { result: { came: 'absent', actor }, audit: { action: 'task.done', outcome: 'absent' } }
        const { byHand } = kindOf(kinds, found)
        const subjects = found.nominal ? [{ nominal: found.nominal, access: 'contact' as const }] : []
        const audit = { action: 'task.done', subjects, records: [found.id] }
        if (byHand === null) return { result: { came: 'forbidden', actor }, audit: { ...audit, outcome: 'refused' } }
        await finishTask(tx, actor, found.id, byHand)
        return { result: { came: 'done', actor }, audit }
      })
    }

    app.get<{ Querystring: Record<string, unknown> }>(frameAddresses.tasks, async (request, reply) => {
      const found = await list(request.caller, Query.parse(request.query).after, 'after')
      return reply.page('tasks/tasks', tasksView(kinds, found, now()), found.actor)
    })

    app.post<{ Params: { task: string } }>('/tasks/:task/done', async (request, reply) => {
      const { came, actor } = await finish(request.caller, request.params.task)
      return came === 'done' ? reply.redirect(frameAddresses.tasks, 303) : reply[came](actor)
    })

    app.get<{ Querystring: z.output<typeof ApiQuery> }>(
      '/api/v1/tasks',
      {
        schema: {
          operationId: 'listTasks',
          summary: 'The tasks of the officer',
          description: 'What others ask of the officer, or tell them. Nobody is named who may not be known of.',
          tags: ['Work'],
          querystring: ApiQuery,
          response: { 200: answering('A page of tasks.', TasksAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { tasks, total, more } = await list(request.caller, request.query.cursor, 'cursor')
        return reply.send({ tasks: tasks.map(task => answerOf(kinds, task, now())), total, next: more })
      },
    )

    app.post<{ Params: { task: string } }>(
      '/api/v1/tasks/:task/done',
      {
        schema: {
          operationId: 'finishTask',
          summary: 'Say that a task was seen or done',
          description:
            'Only for a task whose `byHand` is not null; any other is closed by the act that it waits for (403).',
          tags: ['Work'],
          params: z.object({ task: z.string().meta({ description: 'A UUID.' }) }),
          response: { 200: answering('It is closed.', finished), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { came, actor } = await finish(request.caller, request.params.task)
        return came === 'done' ? reply.send({ done: true as const }) : reply[came](actor)
      },
    )
  }

const answerOf = (kinds: readonly TaskKind[], task: Task, now: Temporal.Instant): z.input<typeof TaskAnswer> => {
  const { what, overdue, why } = taskInWords(kinds, task, now)
  const { id, kind, to, nominal, subject, dueAt, recordedAt } = task
  return {
    id,
    kind,
    what,
    to,
    nominal,
    subject,
    dueAt: dueAt?.toString() ?? null,
    overdue,
    recordedAt: recordedAt.toString(),
    why,
    byHand: kindOf(kinds, task).byHand,
  }
}
