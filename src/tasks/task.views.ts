import type { PageView } from '#platform'
import { kindOf, taskInWords, type Task, type TaskKind } from './task.ts'

export type TaskRow = {
  readonly person: { readonly name: string; readonly reference: string; readonly href: string } | null
  readonly what: string
  readonly when: string
  readonly overdue: boolean
  readonly why: string
  readonly to: string
  readonly links: readonly { readonly text: string; readonly href: string }[]
  /** The form that closes it by hand; null: the act that it waits for does. */
  readonly finish: { readonly action: string; readonly text: string } | null
}

export type TasksView = PageView & {
  readonly count: string
  readonly rows: readonly TaskRow[]
  readonly more: { readonly text: string; readonly href: string } | null
  readonly empty: string
}

declare module 'fastify' {
  interface PageViews {
    'tasks/tasks': TasksView
  }
}

const byHandInWords = { seen: 'I have seen this', done: 'It is done' } as const

export const taskRow = (kinds: readonly TaskKind[], task: Task, now: Temporal.Instant): TaskRow => {
  const kind = kindOf(kinds, task)
  const link = kind.link?.(task)
  return {
    person: task.nominal && task.person ? { ...task.person, href: `/nominals/${task.nominal}` } : null,
    ...taskInWords(kinds, task, now),
    to: task.to,
    links: link ? [link] : [],
    finish: kind.byHand ? { action: `/tasks/${task.id}/done`, text: byHandInWords[kind.byHand] } : null,
  }
}

export const tasksView = (
  kinds: readonly TaskKind[],
  { tasks, total, more }: { readonly tasks: readonly Task[]; readonly total: number; readonly more: string | null },
  now: Temporal.Instant,
): TasksView => ({
  title: 'Tasks',
  aboutPeople: tasks.some(({ person }) => person !== null),
  count:
    total > tasks.length
      ? `${tasks.length} of ${total.toLocaleString('en-GB')}, those that are due first on top`
      : `${total === 1 ? '1 task' : `${total} tasks`}, those that are due first on top`,
  rows: tasks.map(task => taskRow(kinds, task, now)),
  more:
    more === null ? null : { text: 'More tasks', href: `/tasks?${new URLSearchParams({ after: more }).toString()}` },
  empty: 'Nothing waits for you. What others ask of you, or tell you, will stand here until you have dealt with it.',
})
