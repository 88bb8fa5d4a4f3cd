import { z } from 'zod'
import { parseId } from '#platform'
import type { TaskPlace } from './task.store.ts'
import type { Task, TaskId } from './task.ts'

/** Where the next page of tasks begins, as text. */
export const taskPlace = ({ dueAt, id }: Pick<Task, 'dueAt' | 'id'>): string =>
  `${dueAt?.toString() ?? 'infinity'}_${id}`

/** The top without one; what is no place in a list of tasks is refused (`ZodError`). `path`: the field that it was given in. */
export const readTaskPlace = (text: string | undefined, path: string): TaskPlace | undefined => {
  if (text === undefined) return undefined
  const [, at, given] = /^(infinity|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)_([0-9a-f-]{36})$/.exec(text) ?? []
  const id = parseId<TaskId>(given ?? '')
  if (at === undefined || id === undefined || !isMoment(at))
    throw new z.ZodError([
      { code: 'custom', path: [path], message: 'This is not a place in a list of tasks.', input: undefined },
    ])
  return { at, id }
}

const isMoment = (text: string): boolean => {
  if (text === 'infinity') return true
  try {
    Temporal.Instant.from(text)
    return true
  } catch {
    return false
  }
}
