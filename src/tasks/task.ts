import { distanceInWords, dayOf, momentInWords, type Id, type NominalId } from '#platform'

export type TaskId = Id<'task'>

/** A task as it stands. `nominal`: as far as its reader may know of the person; `words`: never what a record says. */
export type Task = {
  readonly id: TaskId
  readonly kind: string
  readonly to: string
  readonly nominal: NominalId | null
  /** Name and reference at *summary* and above, the reference to quote at *contact*. */
  readonly person: { readonly name: string; readonly reference: string } | null
  /** What of the person the list shows. */
  readonly access: 'summary' | 'contact'
  readonly subject: string | null
  readonly words: string
  readonly dueAt: Temporal.Instant | null
  readonly recordedAt: Temporal.Instant
  /** Null: Concord itself. */
  readonly recordedBy: string | null
}

/**
 * What a kind of task is, told once by the area that makes it and put together by `app.ts`. `byHand`: its addressee may say on the list that
 * they have seen or done it; any other is closed by the act that it waits for.
 */
export type TaskKind = {
  readonly kind: string
  readonly what: (task: Task) => string
  /** The rule and its source. */
  readonly why: string
  readonly byHand: 'seen' | 'done' | null
  readonly link: ((task: Task) => { readonly text: string; readonly href: string } | null) | null
}

/** A task in words. `when`: by when, or since when for what is only to be seen; in London. */
export type TaskInWords = {
  readonly what: string
  readonly when: string
  readonly overdue: boolean
  readonly why: string
}

const unknown = (kind: string): TaskKind => ({
  kind,
  what: ({ words }) => words || kind,
  why: 'This kind of task is not known to this version',
  byHand: null,
  link: null,
})

/** The kind of a task; one that this version does not know is still shown, and cannot be closed by hand. */
export const kindOf = (kinds: readonly TaskKind[], { kind }: Pick<Task, 'kind'>): TaskKind =>
  kinds.find(each => each.kind === kind) ?? unknown(kind)

export const taskInWords = (kinds: readonly TaskKind[], task: Task, now: Temporal.Instant): TaskInWords => {
  const kind = kindOf(kinds, task)
  const { dueAt } = task
  const overdue = dueAt !== null && Temporal.Instant.compare(dueAt, now) < 0
  return {
    what: kind.what(task),
    when: dueAt
      ? `${overdue ? 'Was due' : 'Due'} ${momentInWords(dueAt)}, ${distanceInWords(dayOf(dueAt), dayOf(now))}`
      : `Since ${momentInWords(task.recordedAt)}`,
    overdue,
    why: kind.why,
  }
}
