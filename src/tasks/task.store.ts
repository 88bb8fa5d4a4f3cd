import { sql } from 'kysely'
import type { Actor, AgencyId, NominalId, OfficerId, Role, Tx, UnitId } from '#platform'
import type { Task, TaskId } from './task.ts'

/** To whom a task is: schema/0080 says who that is at each moment. `owner`: whoever answers for the record. */
export type Addressee =
  | { readonly unit: UnitId }
  | { readonly supervisorsOf: UnitId }
  | { readonly deskOf: UnitId }
  | { readonly officer: OfficerId }
  | { readonly ownerOf: NominalId }
  | { readonly role: Role; readonly agency: AgencyId | null }

export type NewTask = {
  readonly kind: string
  readonly to: Addressee
  /** Whom it is about; somebody addressed who may not know of them does not see it. */
  readonly nominal: NominalId | null
  readonly subject: string | null
  /** At most 300 characters; never what a record says. */
  readonly words?: string
  readonly dueAt: Temporal.Instant | null
}

const placeOf = (to: Addressee): readonly [kind: string, id: string | null, role: Role | null] => {
  if ('unit' in to) return ['unit', to.unit, null]
  if ('supervisorsOf' in to) return ['lead', to.supervisorsOf, null]
  if ('deskOf' in to) return ['desk', to.deskOf, null]
  if ('officer' in to) return ['officer', to.officer, null]
  if ('ownerOf' in to) return ['owner', to.ownerOf, null]
  return ['role', to.agency, to.role]
}

/** Makes a task, in the name of whoever acts. Throws where there is nobody to address. */
export const addTask = async (tx: Tx, { kind, to, nominal, subject, words = '', dueAt }: NewTask): Promise<TaskId> => {
  const [toKind, toId, role] = placeOf(to)
  const { rows } = await sql<{ id: TaskId }>`
    select add_task(${kind}, ${toKind}, ${toId}::uuid, ${role}, ${nominal}::uuid, ${subject}::uuid, ${words}, ${dueAt?.toString() ?? null}::timestamptz) as id`.execute(
    tx,
  )
  return rows[0]!.id
}

export type TaskOutcome = 'done' | 'seen' | 'lapsed' | 'withdrawn' | 'passed-on'

/** Closes every open task of a kind about a row, whoever it was for: what it waited for has happened. Answers with how many. */
export const closeTasksAbout = async (tx: Tx, kind: string, subject: string, outcome: TaskOutcome): Promise<number> => {
  const { rows } = await sql<{
    n: number
  }>`select close_tasks_about(${kind}, ${subject}::uuid, ${outcome}) as n`.execute(tx)
  return rows[0]!.n
}

/** A place in the list of tasks: the last one that was shown. */
export type TaskPlace = { readonly at: string; readonly id: TaskId }

type Row = Omit<Task, 'person' | 'access'> & { readonly name: string | null; readonly reference: string | null }

/** The open tasks of the actor, those due first on top, then those that are only to be seen; `room` of them, and how many there are in all. */
export const openTasks = async (
  tx: Tx,
  { room, after }: { readonly room: number; readonly after?: TaskPlace | undefined },
): Promise<{ readonly tasks: readonly Task[]; readonly total: number }> => {
  const { rows } = await sql<Row & { total: number }>`
    with mine as (select t.*, coalesce(t.due_at, 'infinity'::timestamptz) as sorted from task t where t.closed_at is null)
    select t.id, t.kind, t.to_words as "to", t.nominal_id as nominal, h.name, n.quote as reference, t.subject_id as subject, t.words,
           t.due_at as "dueAt", t.recorded_at as "recordedAt", (select o.name from officer o where o.id = t.recorded_by) as "recordedBy",
           (select count(*)::integer from mine) as total
      from mine t left join nominal n on n.id = t.nominal_id left join nominal_headline h on h.nominal_id = t.nominal_id
     where (t.sorted, t.id) > (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
     order by t.sorted, t.id limit ${room}`.execute(tx)
  return { tasks: rows.map(taskOf), total: rows[0]?.total ?? 0 }
}

const taskOf = ({
  name,
  reference,
  id,
  kind,
  to,
  nominal,
  subject,
  words,
  dueAt,
  recordedAt,
  recordedBy,
}: Row): Task => ({
  id,
  kind,
  to,
  nominal,
  access: name === null ? 'contact' : 'summary',
  person: reference === null ? null : { name: name ?? 'Somebody whose record you see as a contact', reference },
  subject,
  words,
  dueAt,
  recordedAt,
  recordedBy,
})

/** One open task of the actor; undefined for one that is closed, another's, or none. */
export const openTask = async (
  tx: Tx,
  task: TaskId,
): Promise<{ readonly id: TaskId; readonly kind: string; readonly nominal: NominalId | null } | undefined> =>
  (await tx
    .selectFrom('task')
    .select(['id', 'kind', 'nominal_id as nominal'])
    .where('id', '=', task)
    .where('closed_at', 'is', null)
    .executeTakeFirst()) as { id: TaskId; kind: string; nominal: NominalId | null } | undefined

/** Closes a task by hand, in the actor's own name. Whether it was open still. */
export const finishTask = async (tx: Tx, actor: Actor, task: TaskId, outcome: 'seen' | 'done'): Promise<void> => {
  await tx.insertInto('task_done').values({ task_id: task, done_by: actor.officer, outcome }).execute()
}
