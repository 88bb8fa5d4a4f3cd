// A force knows, through a named person and a deputy, of everybody who lives or stays in its area or is about to be released there: each is
// acknowledged within a working day, what is not is put to others, and who of the shift was told what is kept.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import {
  acknowledge,
  acknowledgeBy,
  gapsOf,
  nameContact,
  tellShift,
  type Arrival,
} from '../src/need-to-know/local-contact.ts'
import { keepLocalContacts } from '../src/need-to-know/local-contact.upkeep.ts'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const force = await idOf(`select o.agency_id as id from officer o where o.subject = 'force-contact'`)
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'local contact'))
  return tokens.get(signIn)!
}
const asking = async (signIn: string, path: string, body?: object) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, never> }
}
const accessOf = async (signIn: string, nominal: string): Promise<string> =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
    result:
      (await sql<{ access: string }>`select access from open_records(array[${nominal}::uuid])`.execute(tx)).rows[0]
        ?.access ?? 'none',
    audit: { action: 'test.done' },
  }))
const somebody = (more: Partial<Person> = {}) =>
  aNominal(owner, {
    unit: 'CTNW-NM',
    counterTerrorism: true,
    names: [{ forenames: 'Silvester', surname: 'Pennyfold' }],
    markers: ['Weapons'],
    ...more,
  })
const livesHere = (nominal: NominalId, during = '[2026-01-01,)') =>
  addFact(owner, nominal, 'residence', { force_id: force, during })
const isReleased = async (nominal: NominalId, days: number): Promise<string> => {
  const id = newId() as string
  const on = Temporal.Now.plainDateISO('Europe/London').add({ days }).toString()
  await addFact(owner, nominal, 'release_date', { id, kind: 'release', on_day: on })
  return id
}
const keep = () => keepLocalContacts(db)
type Told = { kind: string; to_words: string; closed: boolean }
const tasksAbout = async (nominal: string): Promise<readonly Told[]> =>
  (
    await owner.query<Told>(
      `select kind, to_words, closed_at is not null as closed from task where nominal_id = $1 and kind like 'local-contact.%' order by kind, to_words`,
      [nominal],
    )
  ).rows
const arrivalOf = (nominal: string, kind = 'lives'): Promise<string> =>
  idOf('select id from local_arrival where nominal_id = $1 and kind = $2 and ended_at is null', nominal, kind)

test('a working day: from a Friday evening it is the Monday evening, and Christmas does not count', () => {
  const due = (at: string) => acknowledgeBy(Temporal.Instant.from(at)).toString()
  assert.equal(due('2026-11-27T18:00:00Z'), '2026-11-30T18:00:00Z')
  assert.equal(due('2026-12-24T10:00:00Z'), '2026-12-29T10:00:00Z')
})

test('somebody who lives there is put to the local contacts once, with the day by which they acknowledge', async () => {
  const nominal = await somebody()
  await livesHere(nominal)
  await keep()
  await keep()
  assert.deepEqual(await tasksAbout(nominal), [
    { kind: 'local-contact.waits', to_words: 'local-contact, West Mercia Police', closed: false },
  ])
  const { body } = await asking('force-contact', '/local-arrivals')
  const found = (body['arrivals'] as unknown as Record<string, unknown>[]).find(each => each['nominal'] === nominal)!
  assert.deepEqual([found['name'], found['kind'], found['acknowledged']], ['Silvester Pennyfold', 'lives', null])
})

test('a move away ends it, and a new spell is a new one', async () => {
  const nominal = await somebody()
  await livesHere(nominal)
  await keep()
  await owner.query(`update residence set superseded_at = now() where nominal_id = $1`, [nominal])
  await keep()
  assert.deepEqual(
    (await tasksAbout(nominal)).map(({ closed }) => closed),
    [true],
  )
  await livesHere(nominal)
  await keep()
  assert.deepEqual(new Set((await tasksAbout(nominal)).map(({ closed }) => closed)), new Set([false, true]))
})

test('acknowledged by a local contact, in words that the owner reads; the task is closed, and nobody acknowledges twice', async () => {
  const nominal = await somebody({ unit: 'CTWM-NM', manager: 'ctnm-officer' })
  await livesHere(nominal)
  await keep()
  const arrival = await arrivalOf(nominal)
  const path = `/local-arrivals/${arrival}/acknowledgement`
  assert.equal((await asking('ctnm-officer', path, { words: 'x' })).status, 404)
  assert.equal((await asking('force-contact', path, { words: 'Known to the neighbourhood team' })).status, 200)
  assert.deepEqual(
    (await tasksAbout(nominal)).map(({ closed }) => closed),
    [true],
  )
  assert.equal((await asking('force-contact', path, { words: '' })).status, 422)
  const told = await asking('force-contact', `/local-arrivals/${arrival}/tellings`, {
    who: 'Night duty sergeant, Telford',
    instruction: 'Attend in pairs',
  })
  assert.equal(told.status, 200)
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const page = await (await officer.get(`/nominals/${nominal}`)).text()
  assert.ok(
    page.includes('Acknowledged by') &&
      page.includes('Night duty sergeant, Telford') &&
      page.includes('Attend in pairs'),
  )
})

test('what nobody acknowledges in time is put to a supervisor and to the owner, once', async () => {
  const nominal = await somebody()
  await livesHere(nominal)
  await keep()
  await owner.query(
    `update local_arrival set noted_at = now() - interval '3 days', due_at = now() - interval '1 minute' where nominal_id = $1`,
    [nominal],
  )
  await keep()
  await keep()
  const tasks = await tasksAbout(nominal)
  assert.deepEqual(
    tasks.map(({ kind }) => kind),
    ['local-contact.overdue', 'local-contact.overdue', 'local-contact.waits'],
  )
  await asking('force-contact', `/local-arrivals/${await arrivalOf(nominal)}/acknowledgement`, {})
  assert.ok((await tasksAbout(nominal)).every(({ closed }) => closed))
})

test('about to be released: the force of the address sees a summary from 28 days before, and not 29', async () => {
  const nominal = await somebody()
  await addFact(owner, nominal, 'custody', { place_code: 'HEI', place: 'HMP Hewell', in_custody: true })
  const day = (days: number) => Temporal.Now.plainDateISO('Europe/London').add({ days }).toString()
  await livesHere(nominal, `[${day(20)},)`)
  assert.equal(await accessOf('force-contact', nominal), 'contact')
  const far = await isReleased(nominal, 29)
  await keep()
  assert.equal(await accessOf('force-contact', nominal), 'contact')
  await owner.query('update release_date set superseded_at = now() where id = $1', [far])
  const near = await isReleased(nominal, 28)
  await keep()
  assert.equal(await accessOf('force-contact', nominal), 'summary')
  assert.ok(await arrivalOf(nominal, 'release'))
  // withdrawn: gone in the same transaction, without waiting for anything
  await owner.query('update release_date set superseded_at = now() where id = $1', [near])
  assert.equal(await accessOf('force-contact', nominal), 'contact')
  await keep()
  assert.equal(
    (await owner.query(`select from local_arrival where nominal_id = $1 and ended_at is null`, [nominal])).rowCount,
    0,
  )
})

test('an address that begins after the release tells nobody of it', async () => {
  const nominal = await somebody()
  const day = (days: number) => Temporal.Now.plainDateISO('Europe/London').add({ days }).toString()
  await livesHere(nominal, `[${day(15)},)`)
  await isReleased(nominal, 10)
  await keep()
  assert.equal(await accessOf('force-contact', nominal), 'contact')
})

test('who lives there already is put to the force again before the release', async () => {
  const nominal = await somebody()
  await livesHere(nominal)
  await isReleased(nominal, 5)
  await keep()
  await keep()
  assert.equal((await tasksAbout(nominal)).length, 2)
})

const hidings: readonly (readonly [string, Partial<Person>])[] = [
  ['restricted', { onlyFor: ['ctnm-supervisor'] }],
  ['not confirmed', { confirmed: false }],
]
for (const [words, wall] of hidings)
  test(`of a record that is ${words} a force is not told`, async () => {
    const nominal = await somebody(wall)
    await livesHere(nominal)
    await isReleased(nominal, 5)
    await keep()
    assert.deepEqual(await tasksAbout(nominal), [])
  })

test('a local contact who must not know of somebody does not see the arrival, and acknowledges nothing', async () => {
  const nominal = await somebody({ excluded: ['force-contact'] })
  await livesHere(nominal)
  await keep()
  const arrival = await arrivalOf(nominal)
  const [hidden, unknown] = await Promise.all(
    [arrival, newId() as string].map(id => asking('force-contact', `/local-arrivals/${id}`)),
  )
  assert.deepEqual([hidden!.status, unknown!.status], [404, 404])
  const { body } = await asking('force-contact', '/local-arrivals')
  assert.ok(!JSON.stringify(body).includes(nominal))
  // and past the program
  const caller = { tokenHash: hashOfToken(await tokenOf('force-contact')), client: 'test' }
  for (const write of [
    sql`insert into local_acknowledgement (arrival_id, nominal_id, acknowledged_by, words)
        select ${arrival}::uuid, ${nominal}::uuid, current_setting('app.officer')::uuid, ''`,
    sql`insert into local_telling (id, arrival_id, nominal_id, told_at, who, instruction, recorded_by)
        select gen_random_uuid(), ${arrival}::uuid, ${nominal}::uuid, now(), 'Sergeant', 'In pairs', current_setting('app.officer')::uuid`,
  ])
    await assert.rejects(
      act(db, caller, async tx => ({ result: await write.execute(tx), audit: { action: 'test.done' } })),
      { code: '42501' },
    )
})

test('only the local contacts of the force write, whatever the program', async () => {
  const nominal = await somebody({ unit: 'CTWM-NM', manager: 'ctnm-officer' })
  await livesHere(nominal)
  await keep()
  const arrival = await arrivalOf(nominal)
  const caller = { tokenHash: hashOfToken(await tokenOf('ctnm-officer')), client: 'test' }
  await assert.rejects(
    act(db, caller, async tx => {
      await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
      return {
        result: await sql`insert into local_acknowledgement (arrival_id, nominal_id, acknowledged_by, words)
          select ${arrival}::uuid, ${nominal}::uuid, current_setting('app.officer')::uuid, ''`.execute(tx),
        audit: { action: 'test.done' },
      }
    }),
    { code: '42501' },
  )
})

test('a force without a contact or a deputy is a gap, which is told and filled by those who may', async () => {
  const contact = await idOf(`select id from officer where subject = 'force-contact'`)
  const forces = async (signIn: string) =>
    (await asking(signIn, '/local-contacts')).body['forces'] as unknown as {
      force: string
      gaps: string[]
      contact: unknown
    }[]
  const ours = async () => (await forces('administrator')).find(each => each.force === force)!
  assert.equal((await ours()).gaps.length, 2)
  const body = { force, place: 'contact', officer: contact }
  assert.equal((await asking('force-officer', '/local-contacts', body)).status, 403)
  assert.equal((await asking('ctnm-supervisor', '/local-contacts', body)).status, 403)
  assert.equal((await asking('administrator', '/local-contacts', { ...body, officer: newId() })).status, 422)
  assert.equal((await asking('administrator', '/local-contacts', body)).status, 200)
  assert.deepEqual((await ours()).gaps, ['No deputy is named'])
  assert.equal((await asking('administrator', '/local-contacts', { ...body, place: 'deputy' })).status, 422)
  const naming = async (signIn: string, place: string, officer: string) =>
    act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
      result: await sql`select name_local_contact(${force}::uuid, ${place}, ${officer}::uuid)`.execute(tx),
      audit: { action: 'test.done' },
    }))
  await assert.rejects(naming('force-officer', 'deputy', contact), { code: 'CC403' })
  await assert.rejects(naming('administrator', 'deputy', contact), { code: '23514' })
  const other = await idOf(`select id from officer where subject = 'ctnm-officer'`)
  await assert.rejects(naming('administrator', 'deputy', other), { code: '23514' })
  // the holder's role ends: the gap is there again
  await owner.query(
    `update role_held set during = tstzrange(lower(during), now()) where officer_id = $1 and role = 'local-contact'`,
    [contact],
  )
  assert.equal((await ours()).gaps.length, 2)
  await owner.query(
    `update role_held set during = tstzrange(lower(during), null) where officer_id = $1 and role = 'local-contact'`,
    [contact],
  )
})

test('the rules say every reason at once', () => {
  const named = nameContact(
    { place: '', officer: '' },
    { force: '' as never, name: '', contact: null, deputy: null, mayName: true },
    [],
  )
  assert.deepEqual(!named.agreed && named.refusals.map(({ field }) => field), ['place', 'officer'])
  const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
  const refused = tellShift({ when: '26 11 2026 10:00', who: '', instruction: '' }, now)
  assert.deepEqual(!refused.agreed && refused.refusals.map(({ field }) => field), ['who', 'instruction', 'when'])
  const done = { acknowledged: { at: now, by: 'DS D. Oakeshott', words: '' } } as Arrival
  assert.equal(acknowledge('', done).agreed, false)
  assert.equal(gapsOf({ contact: null, deputy: null }).length, 2)
})

test('on the pages: acknowledged and told without a script, refused with every reason', async () => {
  const nominal = await somebody()
  await livesHere(nominal)
  await keep()
  const arrival = await arrivalOf(nominal)
  const contact = visitor(address)
  await contact.signIn('force-contact')
  assert.ok((await (await contact.get('/local-arrivals')).text()).includes('Silvester Pennyfold'))
  const page = await (await contact.get(`/local-arrivals/${arrival}`)).text()
  const tell = formIn(page, /tellings/)
  const refused = await contact.post(tell.action, { ...tell.fields, who: '', instruction: '' })
  assert.equal(refused.status, 422)
  assert.ok((await refused.text()).includes('Enter who was told'))
  const form = formIn(page, /acknowledgement/)
  assert.equal((await contact.post(form.action, { ...form.fields, words: 'Read' })).status, 303)
  const after_ = await (await contact.get(`/local-arrivals/${arrival}`)).text()
  assert.ok(after_.includes('Acknowledged by') && !after_.includes('acknowledgement"'))
  const administrator = visitor(address)
  await administrator.signIn('administrator')
  assert.ok((await (await administrator.get('/local-contacts')).text()).includes('Nobody is named'))
})

test('the list goes on where a page of it ended, and says how many there are in all', async () => {
  const list = async (path: string) =>
    (await asking('force-contact', path)).body as unknown as {
      arrivals: { id: string }[]
      total: number
      next: string | null
    }
  const whole = await list('/local-arrivals')
  assert.ok(whole.arrivals.length > 2)
  assert.equal(whole.total, whole.arrivals.length)
  assert.equal(whole.next, null)
  for (const [place, { id }] of whole.arrivals.entries())
    assert.deepEqual(
      (await list(`/local-arrivals?after=${id}`)).arrivals.map(each => each.id),
      whole.arrivals.slice(place + 1).map(each => each.id),
    )
})
