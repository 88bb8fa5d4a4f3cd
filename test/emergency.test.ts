// Emergency access opens the safety sheet and nothing else, for whoever has signed in anew and said why; the owner and an auditor are told,
// somebody outside the user's line reviews it, and no wall is lifted by it. More is asked for, and granted by name and for a time.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession, upkeep } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { readAnswer, readRequest } from '../src/need-to-know/asking.ts'
import { lapseRequests } from '../src/need-to-know/asking.store.ts'
import { isOpen, readEmergency, readReview } from '../src/need-to-know/emergency.ts'
import { isWorkingDay, workingDaysAfter } from '../src/need-to-know/working-days.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const person = {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Barnaby', surname: 'Oxenholme' }],
  bornOn: '1979-04-02',
  manager: 'ctnm-officer',
  address: '9 Weir Terrace',
  markers: ['Weapons'],
  entries: [{ happenedAt: '2026-11-20T18:40:00Z', words: 'Answered the door himself.' }],
}
const nominal = await aNominal(owner, person)
await addFact(owner, nominal, 'vehicle', {
  registration: 'AB12 CDE',
  key: 'AB12CDE',
  right_of_use: 'owner',
  colour: 'blue',
})
await addFact(owner, nominal, 'licence_condition', { kind: 'other', words: 'No contact with his former wife' })
await addFact(owner, nominal, 'address', {
  kind: 'HOME',
  line: '3 Former Street',
  town: 'Telford',
  postcode: 'TF3 4NA',
  during: '[2020-01-01,2021-01-01)',
})
const excluded = await aNominal(owner, { ...person, excluded: ['ctnm-officer-elsewhere'] })

const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const browsers = new Map<string, Visitor>()
const as = async (signIn: string): Promise<Visitor> => {
  const known = browsers.get(signIn)
  if (known) return known
  const browser = visitor(address)
  await browser.signIn(signIn)
  browsers.set(signIn, browser)
  return browser
}
const sessionOf = async (browser: Visitor): Promise<string> =>
  idOf('select id from session where token_hash = $1', hashOfToken(browser.cookie('concord_session')!.value))
/** Signs in anew within a session, as somebody. */
const again = async (browser: Visitor, signIn: string, returnTo: string): Promise<Response> => {
  const roles = await browser.follow(await browser.get(`/sign-in/start?again=1&return=${encodeURIComponent(returnTo)}`))
  const { action, fields } = formIn(await roles.text(), /interaction/)
  return browser.follow(await browser.post(action, { ...fields, signIn }))
}
const callers = new Map<string, { tokenHash: string; client: string }>()
const around = async (signIn: string, statement: ReturnType<typeof sql>) => {
  const caller = callers.get(signIn) ?? {
    tokenHash: hashOfToken(await beginApiSession(db, signIn, 'emergency')),
    client: 'test',
  }
  callers.set(signIn, caller)
  return act(db, caller, async tx => ({
    result: await statement.execute(tx),
    audit: { action: 'test.gone-round' },
  }))
}
const entries = async (action: string) =>
  (
    await owner.query('select outcome, field_groups, purpose_words from audit_entry where action = $1 order by at', [
      action,
    ])
  ).rows

const at = `/nominals/${nominal}/emergency-access`
const said = { code: 'attending', reason: 'Two officers are at the door and it is not answered' }

test('before a fresh sign-in the form asks for one, and the sheet does not open', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  const page = await (await officer.get(at)).text()
  assert.match(page, /Sign in again/)
  assert.match(page, /sign-in\/start\?again=1/)
  assert.doesNotMatch(page, /Oxenholme|Open the safety sheet/)
  const refused = await officer.post(at, said)
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Sign in again first/)
  await assert.rejects(
    around(
      'ctnm-officer-elsewhere',
      sql`select open_emergency_access(${newId()}::uuid, ${nominal}::uuid, 'attending', 'Because I say so', 60, now())`,
    ),
    /fresh sign-in/,
  )
})

test('somebody else who signs in at the same desk proves nothing', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  const session = await sessionOf(officer)
  const page = await again(officer, 'force-officer', at)
  assert.match(await page.text(), /Sign in again/)
  assert.equal(await sessionOf(officer), session)
  assert.deepEqual(
    (await entries('session.proved')).map(({ outcome }) => outcome),
    ['refused'],
  )
})

let use = ''
test('after it the sheet opens in the same session: what safety needs, and nothing else', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  const session = await sessionOf(officer)
  const form = await again(officer, 'ctnm-officer-elsewhere', at)
  assert.match(await form.text(), /Open the safety sheet/)
  assert.equal(await sessionOf(officer), session)
  const refused = await officer.post(at, { code: 'x', reason: 'short' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Choose what the emergency is[^]*Say in words why/)
  const opened = await officer.post(at, said)
  assert.equal(opened.status, 303)
  use = opened.headers.get('location')!
  const sheet = await (await officer.get(use)).text()
  for (const words of [
    'Weapons',
    '9 Weir Terrace',
    'AB12 CDE',
    'No contact with his former wife',
    'before you have spoken',
  ])
    assert.ok(sheet.includes(words), words)
  for (const words of ['Oxenholme', '1979', 'Answered the door', '3 Former Street', 'CN-26', 'CTWM', 'Ashdown'])
    assert.ok(!sheet.includes(words), words)
  assert.match(await (await officer.get(`/nominals/${nominal}`)).text(), /There is a record/)
  const [look] = await entries('emergency-access.used')
  assert.equal(look.purpose_words, said.reason)
  assert.ok(look.field_groups.includes('markers'))
})

test('the owner and an auditor are told at once, and see who, when and why', async () => {
  const told = (await owner.query(`select kind, to_words from task where kind like 'emergency-access.%' order by kind`))
    .rows
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['emergency-access.opened', 'emergency-access.review', 'emergency-access.told'],
  )
  for (const signIn of ['ctnm-supervisor', 'auditor']) {
    const browser = await as(signIn)
    assert.match(await (await browser.get('/tasks')).text(), /Emergency access was used/)
    const page = await (await browser.get(use)).text()
    assert.ok(page.includes(said.reason))
    assert.doesNotMatch(page, /Weir Terrace/)
  }
  assert.match(await (await (await as('ctnm-supervisor')).get(`/nominals/${nominal}`)).text(), /Emergency access/)
  // To everybody else it is not there.
  for (const signIn of ['force-officer', 'data-steward']) assert.equal((await (await as(signIn)).get(use)).status, 404)
})

test('a sheet is another’s for nobody, and the function that answers it asks by itself', async () => {
  const id = use.split('/').at(-1)!
  for (const signIn of ['ctnm-supervisor', 'force-officer', 'auditor']) {
    const { rows } = await around(signIn, sql`select emergency_sheet(${id}::uuid) as sheet`)
    assert.deepEqual(rows, [{ sheet: null }])
  }
  const { rows } = await around('ctnm-officer-elsewhere', sql`select emergency_sheet(${id}::uuid) is not null as there`)
  assert.deepEqual(rows, [{ there: true }])
})

test('what takes access away ends it at the next request', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  await owner.query('begin')
  await owner.query(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, officer_id)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', o.id from officer o where o.subject = 'ctnm-officer-elsewhere'`,
    [nominal],
  )
  await owner.query('commit')
  assert.equal((await officer.get(use)).status, 404)
  await owner.query(
    `update exclusion set during = tstzrange(lower(during), now()) where nominal_id = $1 and not isempty(tstzrange(lower(during), now()))`,
    [nominal],
  )
  // It ended with the exclusion, and stays ended when that is lifted; for the tests that follow it is opened again.
  const { rowCount } = await owner.query(`delete from emergency_end where why = 'Excluded from the record'`)
  assert.equal(rowCount, 1)
  assert.equal((await officer.get(use)).status, 200)
  await owner.query(
    `update vetting set during = daterange(lower(during), current_date - 1) where officer_id = (select id from officer where subject = 'ctnm-officer-elsewhere')`,
  )
  assert.equal((await officer.get(use)).status, 404)
  await owner.query(
    `update vetting set during = daterange(lower(during), null) where officer_id = (select id from officer where subject = 'ctnm-officer-elsewhere')`,
  )
})

test('the owner takes it back: the next request shows no sheet', async () => {
  const [officer, supervisor] = [await as('ctnm-officer-elsewhere'), await as('ctnm-supervisor')]
  const id = use.split('/').at(-1)!
  await assert.rejects(
    around('force-officer', sql`select end_emergency_access(${id}::uuid, 'I say so')`),
    /only its user/,
  )
  assert.equal(
    (await supervisor.post(`${use}/review`, { outcome: 'justified', words: 'While it is open still' })).status,
    422,
  )
  assert.equal((await supervisor.post(`${use}/end`, { why: '' })).status, 422)
  assert.equal((await supervisor.post(`${use}/end`, { why: 'The officers have left' })).status, 303)
  const page = await (await officer.get(use)).text()
  assert.match(page, /The officers have left/)
  assert.doesNotMatch(page, /Weir Terrace/)
  assert.equal((await officer.post(`${use}/end`, { why: 'Again' })).status, 422)
})

test('it is reviewed by another, never in the user’s own line', async () => {
  const id = use.split('/').at(-1)!
  const officer = await as('ctnm-officer-elsewhere')
  assert.equal(
    (await officer.post(`${use}/review`, { outcome: 'justified', words: 'I was right to do so' })).status,
    403,
  )
  await assert.rejects(
    around(
      'ctnm-officer-elsewhere',
      sql`select review_emergency_access(${id}::uuid, 'justified', 'I was right to do so')`,
    ),
    /reviewed by/,
  )
  // A supervisor of the owner who also supervises the user's own unit is in the user's line.
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) select gen_random_uuid(), o.id, u.id, 'supervisor', tstzrange(now(), null)
       from officer o, unit u where o.subject = 'ctnm-supervisor' and u.code = 'CTNW-NM'`,
  )
  const supervisor = await as('ctnm-supervisor')
  assert.equal(
    (await supervisor.post(`${use}/review`, { outcome: 'justified', words: 'Two officers were there' })).status,
    403,
  )
  await assert.rejects(
    around('ctnm-supervisor', sql`select review_emergency_access(${id}::uuid, 'justified', 'Two officers were there')`),
    /never reviewed in the line/,
  )
  await owner.query(
    `delete from role_held where officer_id = (select id from officer where subject = 'ctnm-supervisor') and unit_id = (select id from unit where code = 'CTNW-NM')`,
  )
  assert.equal((await supervisor.post(`${use}/review`, { outcome: 'x', words: '' })).status, 422)
  assert.equal(
    (await supervisor.post(`${use}/review`, { outcome: 'justified', words: 'Two officers were there' })).status,
    303,
  )
  assert.match(await (await supervisor.get(use)).text(), /It was justified/)
  assert.equal(
    (await owner.query(`select from task where kind = 'emergency-access.review' and closed_at is null`)).rowCount,
    0,
  )
})

test('used within the owning unit it goes to an auditor, because every supervisor there is in the line', async () => {
  const colleague = await idOf(`select o.id from officer o where o.name like '%Mardle%'`)
  await owner.query(`update officer set subject = 'colleague' where id = $1`, [colleague])
  const token = await owner.query(
    `insert into session (id, token_hash, kind, officer_id, role_held_id, ends_at, proved_at)
     select gen_random_uuid(), $1, 'browser', $2, r.id, now() + interval '1 hour', now() from role_held r where r.officer_id = $2 limit 1 returning id`,
    [hashOfToken('x'.repeat(43)), colleague],
  )
  assert.equal(token.rowCount, 1)
  const browser = visitor(address)
  browser.setCookie('concord_session', 'x'.repeat(43))
  assert.match(await (await browser.get(`/nominals/${nominal}`)).text(), /Emergency access/)
  const opened = await browser.post(at, said)
  assert.equal(opened.status, 303)
  const id = opened.headers.get('location')!.split('/').at(-1)!
  const { rows } = await owner.query(
    `select to_role from task where kind = 'emergency-access.review' and subject_id = $1`,
    [id],
  )
  assert.deepEqual(rows, [{ to_role: 'auditor' }])
  // It ends by itself.
  await owner.query(
    `update emergency_access set opened_at = opened_at - interval '2 hours', ends_at = ends_at - interval '2 hours' where id = $1`,
    [id],
  )
  assert.doesNotMatch(await (await browser.get(`/emergency-access/${id}`)).text(), /Weir Terrace/)
  const auditor = await as('auditor')
  assert.equal(
    (await auditor.post(`/emergency-access/${id}/review`, { outcome: 'passed-on', words: 'Nobody was at the door' }))
      .status,
    303,
  )
})

test('it lifts no wall: of whom nothing may be known there is no form, and SQL opens nothing', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  for (const path of ['emergency-access', 'access-requests']) {
    const [hidden, none] = [
      await officer.get(`/nominals/${excluded}/${path}`),
      await officer.get(`/nominals/${newId()}/${path}`),
    ]
    assert.deepEqual([hidden.status, none.status], [404, 404])
    assert.equal((await officer.post(`/nominals/${excluded}/${path}`, { ...said, purpose: said.reason })).status, 404)
  }
  await owner.query(`update session set proved_at = now()`)
  for (const one of [excluded, newId<NominalId>()])
    await assert.rejects(
      around(
        'ctnm-officer-elsewhere',
        sql`select open_emergency_access(${newId()}::uuid, ${one}::uuid, 'attending', 'Because I say so', 60, now())`,
      ),
      /for whoever has summary or contact/,
    )
  await assert.rejects(
    around(
      'ctnm-officer',
      sql`select open_emergency_access(${newId()}::uuid, ${nominal}::uuid, 'attending', 'Because I say so', 60, now())`,
    ),
    /for whoever has summary or contact/,
  )
  await assert.rejects(
    around(
      'ctnm-officer-elsewhere',
      sql`select open_emergency_access(${newId()}::uuid, ${nominal}::uuid, 'attending', 'Because I say so', 600, now())`,
    ),
    /check/,
  )
  await assert.rejects(
    around('ctnm-officer-elsewhere', sql`insert into emergency_access (id) values (gen_random_uuid())`),
    /permission denied/,
  )
})

const asks = `/nominals/${nominal}/access-requests`
let request = ''
test('more is asked for with a purpose, once, and the asker learns what became of it and nothing else', async () => {
  const officer = await as('ctnm-officer-elsewhere')
  assert.equal((await officer.post(asks, { purpose: 'short' })).status, 422)
  assert.equal((await officer.post(asks, { purpose: 'A joint visit with housing on Friday' })).status, 303)
  const page = await (await officer.get(asks)).text()
  assert.match(page, /It waits for an answer/)
  assert.doesNotMatch(page, /Oxenholme/)
  assert.equal((await officer.post(asks, { purpose: 'A joint visit with housing on Friday' })).status, 422)
  await assert.rejects(
    around(
      'ctnm-officer-elsewhere',
      sql`select ask_for_access(${newId()}::uuid, ${nominal}::uuid, 'A joint visit with housing', now() + interval '1 day')`,
    ),
    /one request at a time/,
  )
  request = await idOf('select id from access_request where nominal_id = $1', nominal)
  assert.match(await (await (await as('ctnm-supervisor')).get('/tasks')).text(), /Asked for access/)
})

test('it is granted by those who answer for the record, never by whoever asked, by name and for a time', async () => {
  const [officer, manager, supervisor] = [
    await as('ctnm-officer-elsewhere'),
    await as('ctnm-officer'),
    await as('ctnm-supervisor'),
  ]
  const one = `${asks}/${request}`
  assert.equal((await officer.get(one)).status, 404)
  assert.equal((await officer.post(one, { answer: 'granted', words: 'Why not', until: '' })).status, 404)
  assert.equal((await manager.post(one, { answer: 'granted', words: 'Why not', until: '' })).status, 403)
  for (const signIn of ['ctnm-officer-elsewhere', 'ctnm-officer', 'force-officer'])
    await assert.rejects(
      around(signIn, sql`select answer_request(${request}::uuid, 'granted', 'Why not', now() + interval '1 day')`),
      /never by whoever asked/,
    )
  assert.equal((await supervisor.post(one, { answer: '', words: '', until: '31 12 2027' })).status, 422)
  assert.equal(
    (await supervisor.post(one, { answer: 'granted', words: 'A joint visit on Friday', until: '' })).status,
    303,
  )
  assert.match(await (await officer.get(`/nominals/${nominal}`)).text(), /Oxenholme/)
  assert.match(await (await officer.get('/tasks')).text(), /Your request for access was granted/)
  // The time being over, so is the access.
  await owner.query(
    `update assignment set during = tstzrange(now() - interval '2 days', now()) where kind = 'named' and nominal_id = $1`,
    [nominal],
  )
  assert.doesNotMatch(await (await officer.get(`/nominals/${nominal}`)).text(), /Oxenholme/)
})

test('refused with a reason, withdrawn, or lapsed to the supervisors', async () => {
  const [officer, supervisor] = [await as('ctnm-officer-elsewhere'), await as('ctnm-supervisor')]
  const next = async () => {
    assert.equal((await officer.post(asks, { purpose: 'A second visit with housing' })).status, 303)
    return idOf(
      'select id from access_request r where nominal_id = $1 and not exists (select from access_answer a where a.request_id = r.id)',
      nominal,
    )
  }
  const second = await next()
  assert.equal(
    (await supervisor.post(`${asks}/${second}`, { answer: 'refused', words: 'Housing can ring us', until: '' })).status,
    303,
  )
  assert.match(await (await officer.get(asks)).text(), /Refused[^]*Housing can ring us/)
  const third = await next()
  assert.equal((await supervisor.post(`${asks}/${third}/withdraw`)).status, 404)
  assert.equal((await officer.post(`${asks}/${third}/withdraw`)).status, 303)
  const fourth = await next()
  await owner.query(
    `update access_request set asked_at = asked_at - interval '3 days', lapses_at = now() - interval '1 minute' where id = $1`,
    [fourth],
  )
  await upkeep(db, [lapseRequests])
  await upkeep(db, [lapseRequests])
  assert.match(await (await officer.get(asks)).text(), /Nobody answered in time/)
  const { rows } = await owner.query(`select to_words from task where kind = 'access.lapsed' and subject_id = $1`, [
    fourth,
  ])
  assert.equal(rows.length, 1)
  assert.equal(
    (await supervisor.post(`${asks}/${fourth}`, { answer: 'granted', words: 'Too late', until: '' })).status,
    422,
  )
})

const now = Temporal.Instant.from('2026-12-24T16:00:00Z')
test('the rules say every reason at once', () => {
  const refused = (decision: ReturnType<typeof readEmergency> | ReturnType<typeof readRequest>) =>
    decision.agreed ? [] : decision.refusals.map(({ field }) => field)
  assert.deepEqual(refused(readEmergency({}, false)), ['again', 'code', 'reason'])
  assert.deepEqual(refused(readEmergency(said, true)), [])
  assert.deepEqual(refused(readRequest({}, true)), ['', 'purpose'])
  const open = { endsAt: now.add({ minutes: 1 }), ended: null, review: null }
  assert.ok(isOpen(open, now) && !isOpen(open, now.add({ minutes: 1 })))
  const review = readReview({}, open, now)
  assert.deepEqual(!review.agreed && review.refusals.map(({ field }) => field), ['', 'outcome', 'words'])
  const answer = readAnswer(
    { answer: 'granted', words: 'Yes', until: '31 12 2027' },
    { answer: null, lapsesAt: now },
    now,
  )
  assert.deepEqual(!answer.agreed && answer.refusals.map(({ field }) => field), ['until'])
})

test('a working day passes over weekends and bank holidays, by the clock in London', () => {
  assert.equal(workingDaysAfter(now, 1).toString(), '2026-12-29T16:00:00Z')
  assert.equal(workingDaysAfter(Temporal.Instant.from('2026-03-27T10:00:00Z'), 1).toString(), '2026-03-30T09:00:00Z')
  assert.ok(!isWorkingDay(Temporal.PlainDate.from('2026-12-28')) && isWorkingDay(Temporal.PlainDate.from('2026-12-29')))
})
