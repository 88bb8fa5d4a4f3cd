// Tasks are addressed, and seen by those addressed who may know of whom they are about; nobody else closes them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId, type OfficerId } from '#platform'
import { addTask, closeTasksAbout, type Addressee, type TaskKind } from '#tasks'
import { openTasks } from '../src/tasks/task.store.ts'
import { taskInWords, type Task, type TaskId } from '../src/tasks/task.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const callers = new Map<string, { tokenHash: string; client: string }>()
const as = async (signIn: string) => {
  const known = callers.get(signIn)
  if (known) return known
  const caller = { tokenHash: hashOfToken(await beginApiSession(db, signIn, 'tasks')), client: 'test' }
  callers.set(signIn, caller)
  return caller
}
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const unit = (await idOf(`select id from unit where code = 'CTWM-NM'`)) as never
const officer = (await idOf(`select id from officer where subject = 'ctnm-officer'`)) as OfficerId

const make = async (to: Addressee, nominal: NominalId | null = null, subject: string | null = null): Promise<TaskId> =>
  act(db, await as('ctnm-supervisor'), async tx => ({
    result: await addTask(tx, { kind: 'test.told', to, nominal, subject, words: 'Something', dueAt: null }),
    audit: { action: 'test.done' },
  }))
const seenBy = async (signIn: string): Promise<readonly TaskId[]> =>
  act(db, await as(signIn), async tx => ({
    result: (await openTasks(tx, { room: 100 })).tasks.map(({ id }) => id),
    audit: { action: 'test.done' },
  }))

const person = { names: [{ forenames: 'Emrys', surname: 'Quillfeather' }], unit: 'CTWM-NM', counterTerrorism: true }
const mine = await aNominal(owner, { ...person, manager: 'ctnm-officer' })
const hidden = await aNominal(owner, { ...person, manager: 'ctnm-officer', excluded: ['ctnm-supervisor'] })

const audiences: readonly (readonly [string, Addressee, readonly string[], readonly string[]])[] = [
  ['everybody in a unit', { unit }, ['ctnm-officer', 'ctnm-supervisor'], ['ctnm-officer-elsewhere', 'auditor']],
  ['its supervisors', { supervisorsOf: unit }, ['ctnm-supervisor'], ['ctnm-officer', 'force-officer']],
  ['one officer', { officer }, ['ctnm-officer'], ['ctnm-supervisor']],
  ['whoever answers for a record', { ownerOf: mine }, ['ctnm-officer', 'ctnm-supervisor'], ['force-officer']],
  ['every auditor', { role: 'auditor', agency: null }, ['auditor'], ['ctnm-officer', 'data-steward']],
]
for (const [words, to, those, others] of audiences)
  test(`a task to ${words} is seen by them and by nobody else`, async () => {
    const task = await make(to)
    for (const each of those) assert.ok((await seenBy(each)).includes(task), each)
    for (const each of others) assert.ok(!(await seenBy(each)).includes(task), each)
  })

test('a task about a record is not seen by whoever may not know of it, though it is addressed to them', async () => {
  const task = await make({ ownerOf: mine }, hidden)
  assert.ok((await seenBy('ctnm-officer')).includes(task))
  assert.ok(!(await seenBy('ctnm-supervisor')).includes(task))
})

test('the number in the masthead is of the tasks that one sees', async () => {
  const counted = async (signIn: string): Promise<number> =>
    act(db, await as(signIn), async (tx, { role, agency }) => {
      const { circles } = await tx
        .selectNoFrom(eb => eb.fn<string>('current_setting', [eb.val('app.circles')]).as('circles'))
        .executeTakeFirstOrThrow()
      // What a task is about is asked of the circles of whoever reads, and not of those that are counted for (of whom they stand in for, too).
      await owner.query(`select set_config('app.circles', $1, false)`, [circles])
      const { rows } = await owner.query<{ n: number }>('select open_tasks_of($1, $2, $3) as n', [
        circles,
        role,
        agency,
      ])
      return { result: rows[0]!.n, audit: { action: 'test.done' } }
    })
  for (const signIn of ['ctnm-officer', 'ctnm-supervisor', 'auditor', 'force-officer'])
    assert.equal(await counted(signIn), (await seenBy(signIn)).length, signIn)
})

test('what was waited for has happened: the tasks about it are closed for everybody', async () => {
  const subject = newId() as string
  const task = await make({ unit }, null, subject)
  const closed = await act(db, await as('ctnm-officer'), async tx => ({
    result: await closeTasksAbout(tx, 'test.told', subject, 'done'),
    audit: { action: 'test.done' },
  }))
  assert.equal(closed, 1)
  assert.ok(!(await seenBy('ctnm-supervisor')).includes(task))
})

test('round the rule: nobody closes a task that is not theirs, nor in another’s name, nor twice', async () => {
  const task = await make({ supervisorsOf: unit })
  const close = async (signIn: string, by?: string) =>
    act(db, await as(signIn), async (tx, actor) => ({
      result: await tx
        .insertInto('task_done')
        .values({ task_id: task, done_by: (by ?? actor.officer) as OfficerId, outcome: 'done' })
        .execute(),
      audit: { action: 'test.done' },
    }))
  await assert.rejects(close('ctnm-officer'), /row-level security/)
  await assert.rejects(close('ctnm-supervisor', officer), /row-level security/)
  await close('ctnm-supervisor')
  await assert.rejects(close('ctnm-supervisor'), /row-level security|duplicate key/)
})

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const aTask: Task = {
  id: newId<TaskId>(),
  kind: 'test.told',
  to: 'A unit',
  nominal: null,
  access: 'contact',
  person: null,
  subject: null,
  words: 'Something',
  dueAt: now,
  recordedAt: now,
  recordedBy: null,
}
const kinds: readonly TaskKind[] = [
  { kind: 'test.told', what: ({ words }) => `Told: ${words}`, why: 'Because', byHand: 'seen', link: null },
]
test('a task is overdue from the moment after it was due', () => {
  assert.equal(taskInWords(kinds, aTask, now).overdue, false)
  assert.equal(taskInWords(kinds, aTask, now.add({ seconds: 1 })).overdue, true)
  assert.equal(taskInWords(kinds, { ...aTask, dueAt: null }, now).when, 'Since 25 November 2026 at 9am')
})
test('a task of a kind that this version does not know is shown all the same', () =>
  assert.equal(taskInWords([], aTask, now).what, 'Something'))
