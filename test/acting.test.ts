// Whoever covers acts in their own name: as a supervisor for the units of one who is away, and with what is due from whoever is away in their own
// list; and training that ends is extended once, by a supervisor.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, newId, openPool, type OfficerId } from '#platform'
import { canBeExtended, readExtension, type OfficerStanding, type TrainingId } from '../src/responsibility/training.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const officerOf = (signIn: string) => idOf('select id from officer where subject = $1', signIn)

const unit = await idOf(
  `insert into unit (id, agency_id, code, name, kind, region) select $1, agency_id, 'ACTING', 'Another team', 'team', region from unit where code = 'CTWM-NM' returning id`,
  newId(),
)
/** An officer with one role, who signs in as `subject`. */
const anOfficer = async (
  subject: string,
  role: string,
  where: string,
  { vetted = true, trainedTo = '2030-01-01' }: { vetted?: boolean; trainedTo?: string } = {},
): Promise<string> => {
  const id = await idOf(
    `insert into officer (id, agency_id, name, subject) select $1, agency_id, $2, $3 from unit where code = 'CTWM-NM' returning id`,
    newId(),
    `DC ${subject}`,
    subject,
  )
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) values ($1, $2, $3, $4, tstzrange(now() - interval '1 day', null))`,
    [newId(), id, where, role],
  )
  if (vetted)
    await owner.query(
      `insert into vetting (id, officer_id, level, during) values ($1, $2, 'SC', daterange('2026-01-01', null))`,
      [newId(), id],
    )
  await owner.query(
    `insert into training (id, officer_id, course, during) values ($1, $2, 'user', daterange('2026-01-01', $3::date))`,
    [newId(), id, trainedTo],
  )
  return id
}
/** A statement of the server's own, with `signIn` as whoever asks. */
const as = async (signIn: string, statement: string, ...values: unknown[]) => {
  const client = new pg.Client(database.appUrl)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select enter($1)', [hashOfToken(await beginApiSession(db, signIn, 'acting'))])
    const { rows } = await client.query(statement, values)
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}
const ask = async (signIn: string, at: string, fields?: Record<string, string>) => {
  const token = await beginApiSession(db, signIn, 'acting')
  const answer = await fetch(`${address}${at}`, {
    redirect: 'manual',
    ...(fields ? { method: 'POST', body: new URLSearchParams({ ...fields, formToken: formTokenOf(token) }) } : {}),
    headers: { cookie: `concord_session=${token}`, accept: 'text/html', 'sec-fetch-site': 'same-origin' },
  })
  return { status: answer.status, text: await answer.text() }
}
const accessTo = async (signIn: string, nominal: string): Promise<string> => {
  const answer = await fetch(`${address}/api/v1/nominals/${nominal}`, {
    headers: { authorization: `Bearer ${await beginApiSession(db, signIn, 'acting')}` },
  })
  return answer.status === 200 ? ((await answer.json()) as { access: string }).access : String(answer.status)
}
const cover = (covered: string, covering: string, role: string) =>
  owner.query(
    `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, $4, tstzrange(now() - interval '1 minute', now() + interval '9 days'), $2)`,
    [newId(), covered, covering, role],
  )
const away = async (officer: string): Promise<string> =>
  idOf(
    `insert into absence (id, officer_id, during, kind, recorded_by) values ($1, $2, tstzrange(now() - interval '1 minute', null), 'leave', $2) returning id`,
    newId(),
    officer,
  )
const back = (absence: string) =>
  owner.query(
    `update absence set during = tstzrange(lower(during), greatest(now(), lower(during) + interval '1 microsecond')) where id = $1`,
    [absence],
  )

test('a supervisor away: whoever covers as supervisor answers for the unit in their own name, and no longer when they are back', async () => {
  const ctUnit = await idOf(`select id from unit where code = 'CTWM-NM'`)
  const supervisor = await anOfficer('acting-covered', 'supervisor', ctUnit)
  const deputy = await anOfficer('acting-deputy', 'supervisor', unit)
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Osric', surname: 'Tamblington' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
  assert.equal(await accessTo('acting-deputy', nominal), 'contact')
  await cover(supervisor, deputy, 'supervises')
  assert.equal(await accessTo('acting-deputy', nominal), 'contact', 'the supervisor is at work')
  const absence = await away(supervisor)
  assert.equal(await accessTo('acting-deputy', nominal), 'full')
  assert.deepEqual(await as('acting-deputy', 'select in_charge_of($1) as yes', ctUnit), [{ yes: true }])
  await back(absence)
  assert.equal(await accessTo('acting-deputy', nominal), 'contact')
})

test('the role of a supervisor is not lent, whatever the program does', async () => {
  const officer = await anOfficer('acting-no-supervisor', 'officer', unit)
  await assert.rejects(cover(await officerOf('ctnm-supervisor'), officer, 'supervises'), { code: 'CC412' })
  await cover(await officerOf('ctnm-supervisor'), officer, 'manages')
})

test('what is due from somebody who is away stands in the list of whoever covers, and a record they may not know of does not', async () => {
  const [covered, covering] = [
    await anOfficer('acting-away', 'officer', unit),
    await anOfficer('acting-standing-in', 'officer', unit),
  ]
  const person = { names: [{ forenames: 'Rupert', surname: 'Quillfeather' }], unit: 'CTWM-NM', counterTerrorism: true }
  const walled = await aNominal(owner, { ...person, onlyFor: ['ctnm-officer'] })
  const task = (nominal: string | null) =>
    idOf(
      `select add_task('desk.test-due', 'officer', $1, null, $2, $3, 'never', now() + interval '1 day') as id`,
      covered,
      nominal,
      unit,
    )
  const [open, hidden] = [await task(null), await task(walled)]
  const seen = async () =>
    (await as('acting-standing-in', 'select id from task where closed_at is null')).map(({ id }: { id: string }) => id)
  await cover(covered, covering, 'responsible')
  assert.deepEqual(await seen(), [])
  const absence = await away(covered)
  assert.deepEqual(await seen(), [open])
  assert.ok(!(await seen()).includes(hidden))
  const listed = await ask('acting-standing-in', '/tasks')
  assert.match(listed.text, /DC acting-away/)
  await as(
    'acting-standing-in',
    `insert into task_done (task_id, done_by, outcome) select $1, o.id, 'done' from officer o where o.subject = 'acting-standing-in'`,
    open,
  )
  await back(absence)
  assert.deepEqual(await seen(), [])
})

const me = 'me' as OfficerId
const today = Temporal.PlainDate.from('2026-11-25')
const standing: OfficerStanding = {
  officer: 'x' as OfficerId,
  name: 'DC Example',
  unit: 'Another team',
  vettedTo: null,
  training: 't' as TrainingId,
  course: 'user',
  trainedTo: Temporal.PlainDate.from('2026-11-20'),
  extendedTo: null,
  extendedBy: null,
  extensionReason: null,
}
const given = { officer: 'x', lastDay: '10 12 2026', why: 'The course of November was cancelled' }
for (const [what, officer, typed, said] of [
  ['lapsed five days ago, within 28 days of its end', standing, given, []],
  ['a day too long', standing, { ...given, lastDay: '19 12 2026' }, [/28 days at most: until 18 December 2026/]],
  ['a day before its end', standing, { ...given, lastDay: '19 11 2026' }, [/after the training ends/]],
  ['extended before', { ...standing, extendedTo: today }, given, [/extended once/]],
  ['one’s own', { ...standing, officer: me }, { ...given, officer: me }, [/Nobody extends their own/]],
  [
    'lapsed longer ago than an extension reaches',
    { ...standing, trainedTo: Temporal.PlainDate.from('2026-10-27') },
    given,
    [/Choose an officer/],
  ],
  ['nothing said', standing, { officer: '', lastDay: '', why: '' }, [/Choose an officer/, /last day/, /Say why/]],
] as const)
  test(`training to be extended, ${what}`, () => {
    const decision = readExtension(typed, [officer], me, today)
    const reasons = decision.agreed ? [] : decision.refusals.map(({ text }) => text)
    assert.equal(reasons.length, said.length, reasons.join('; '))
    said.forEach((pattern, index) => assert.match(reasons[index]!, pattern))
  })
test('training can be extended until 28 days after its end', () => {
  const ended = (day: string) => ({ ...standing, trainedTo: Temporal.PlainDate.from(day) })
  assert.equal(canBeExtended(ended('2026-10-28'), me, today), true)
  assert.equal(canBeExtended(ended('2026-10-27'), me, today), false)
})

test('an officer whose training has lapsed sees nobody and is told what to do; a supervisor extends it once, and nobody else does', async () => {
  const london = Temporal.Now.plainDateISO('Europe/London')
  const ctUnit = await idOf(`select id from unit where code = 'CTWM-NM'`)
  const officer = await anOfficer('acting-lapsed', 'officer', ctUnit, {
    trainedTo: london.subtract({ days: 3 }).toString(),
  })
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Hedda', surname: 'Brackenthwaite' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
  })
  assert.equal(await accessTo('acting-lapsed', nominal), '404')
  assert.match((await ask('acting-lapsed', '/')).text, /Your training has lapsed/)
  const training = await idOf('select id from training where officer_id = $1', officer)
  const extend = (signIn: string, days: number) =>
    as(
      signIn,
      `select extend_training($1, (now() at time zone 'Europe/London')::date + $2::integer, 'The course was cancelled')`,
      training,
      days,
    )
  await assert.rejects(extend('ctnm-officer', 5), { code: 'CC403' })
  await assert.rejects(extend('acting-deputy', 5), { code: 'CC403' })
  await assert.rejects(extend('ctnm-supervisor', 30), { code: '23514' }, 'more than 28 days')
  const typed = { officer, lastDay: london.add({ days: 5 }).toString(), why: 'The course was cancelled' }
  assert.equal((await ask('ctnm-supervisor', '/training/extensions', { ...typed, why: 'short' })).status, 422)
  assert.equal((await ask('ctnm-officer', '/training/extensions', typed)).status, 403)
  assert.equal((await ask('ctnm-supervisor', '/training/extensions', typed)).status, 303)
  assert.equal(await accessTo('acting-lapsed', nominal), 'summary')
  assert.match((await ask('ctnm-supervisor', '/training')).text, /extended by .*The course was cancelled/)
  await assert.rejects(extend('ctnm-supervisor', 6), { code: 'CC409' })
  await assert.rejects(owner.query(`update training set extended_to = extended_to + 1 where id = $1`, [training]), {
    code: 'CC409',
  })
})

test('vetting that lapses takes access away at the next request, and cannot be extended', async () => {
  await anOfficer('acting-unvetted', 'officer', unit, { vetted: false })
  assert.match((await ask('acting-unvetted', '/')).text, /Your vetting has lapsed/)
})
