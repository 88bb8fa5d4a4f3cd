// The safety instruction is written by those who answer for the record, tells nothing that contact does not, is reviewed, and is kept. What nobody has
// written is never claimed. A contact that is opened by its address is told to the owner; two requests at once are one.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession, upkeep } from '#access'
import { tellOwners } from '#need-to-know'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { givesAway, readInstruction, type InstructionFacts } from '../src/need-to-know/instruction.ts'
import { keepInstructions } from '../src/need-to-know/instruction.store.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 8 })
after(() => Promise.all([owner.end(), db.close()]))

const person = (surname: string, more = {}) =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    names: [{ forenames: 'Barnaby', surname }],
    manager: 'ctnm-officer',
    ...more,
  })
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const known = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'instruction'))
  tokens.set(signIn, known)
  return known
}
const api = async (
  signIn: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown>; text: string }> => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, body: JSON.parse(text) as Record<string, unknown>, text }
}
const around = async (signIn: string, open: NominalId, statement: ReturnType<typeof sql>) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => {
    await sql`select open_record(${open}::uuid)`.execute(tx)
    return { result: await statement.execute(tx), audit: { action: 'test.gone-round' } }
  })
const browsers = new Map<string, Visitor>()
const as = async (signIn: string): Promise<Visitor> => {
  const browser = browsers.get(signIn) ?? visitor(address)
  if (!browsers.has(signIn)) await browser.signIn(signIn)
  browsers.set(signIn, browser)
  return browser
}
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows
const shownOf = async (nominal: NominalId): Promise<unknown> =>
  (await api('ctnm-officer-elsewhere', `/nominals/${nominal}`)).body['safetyInstruction']
const tasksAbout = async (nominal: NominalId, kind: string) =>
  rows('select due_at, closed_at from task where nominal_id = $1 and kind = $2 order by recorded_at', nominal, kind)

const today = Temporal.Now.plainDateISO('Europe/London')
const reviewOn = today.add({ months: 6 }).toString()
const pairs = { kind: 'instruction', words: 'Attend in pairs. Ring the duty desk before you knock.', reviewOn }
const missing =
  'No safety instruction has been written yet. Do not approach or visit before you have spoken to the duty desk.'

const nominal = await person('Oxenholme')
const at = `/nominals/${nominal}/safety-instruction`

test('a record without one says so at contact, and to those who answer for it', async () => {
  assert.equal(await shownOf(nominal), missing)
  const page = await (await (await as('ctnm-officer')).get(`/nominals/${nominal}`)).text()
  assert.match(page, /The safety instruction is missing/)
  assert.match(await (await (await as('ctnm-officer')).get('/safety-instructions')).text(), /Oxenholme[^]*Missing/)
  assert.doesNotMatch(
    await (await (await as('ctnm-officer-elsewhere')).get('/safety-instructions')).text(),
    /Oxenholme/,
  )
})

test('its record manager writes it, and so does whoever supervises the unit that leads; nobody else', async () => {
  const page = await as('ctnm-officer')
  const refused = await page.post(at, { kind: '', words: '', reviewOn: '', version: '' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Choose whether officers must do something first[^]*Enter the day of its review/)
  assert.equal((await page.post(at, { ...pairs, version: '' })).status, 303)
  assert.equal(await shownOf(nominal), pairs.words)
  for (const signIn of ['ctnm-officer-elsewhere', 'force-officer', 'control-room'])
    assert.ok([403, 404].includes((await api(signIn, at, pairs)).status), signIn)
  const [{ id }] = await rows('select id from safety_instruction where nominal_id = $1', nominal)
  const anew = await api('ctnm-supervisor', at, { ...pairs, words: 'Attend in pairs, with a van.', version: id })
  assert.equal(anew.status, 201)
  assert.equal(await shownOf(nominal), 'Attend in pairs, with a van.')
  for (const signIn of ['ctnm-officer-elsewhere', 'force-officer', 'ctnm-duty-officer'])
    await assert.rejects(
      around(
        signIn,
        nominal,
        sql`select write_instruction(${newId()}::uuid, ${nominal}::uuid, 'instruction', 'Attend alone.', ${reviewOn}::date, ${anew.body['id']}::uuid)`,
      ),
      /by those who answer for the record/,
    )
})

test('it is kept: who said what and when, and what was known on a day', async () => {
  await owner.query(`alter table safety_instruction disable trigger only_superseded`)
  await owner.query(
    `update safety_instruction set recorded_at = recorded_at - interval '10 days', superseded_at = superseded_at - interval '5 days' where nominal_id = $1`,
    [nominal],
  )
  await owner.query(`alter table safety_instruction enable trigger only_superseded`)
  const now = await api('ctnm-officer', at)
  assert.deepEqual(
    (now.body['history'] as { words: string; supersededAt: string | null }[]).map(each => [
      each.words,
      each.supersededAt !== null,
    ]),
    [
      ['Attend in pairs, with a van.', false],
      [pairs.words, true],
    ],
  )
  const then = await api('ctnm-officer', `${at}?on=${today.subtract({ days: 7 }).toString()}`)
  assert.equal((then.body['history'] as unknown[]).length, 2)
  const before = await api('ctnm-officer', `${at}?on=${today.subtract({ days: 20 }).toString()}`)
  assert.deepEqual(before.body['history'], [])
  const record = await api('ctnm-officer', `/nominals/${nominal}?on=${today.subtract({ days: 20 }).toString()}`)
  assert.equal(record.body['safetyInstruction'], missing)
  const page = await (
    await (await as('ctnm-officer')).get(`${at}?on=${today.subtract({ days: 20 }).toString()}`)
  ).text()
  assert.match(page, /nobody had written one/)
  for (const statement of [
    `update safety_instruction set words = 'Something else entirely' where nominal_id = $1`,
    `update safety_instruction set superseded_at = null where nominal_id = $1`,
  ])
    await assert.rejects(owner.query(statement, [nominal]), /kept as it was written/)
})

test('whoever writes over what they have not read is told', async () => {
  const stale = await api('ctnm-officer', at, { ...pairs, version: newId() })
  assert.equal(stale.status, 422)
  assert.match(stale.text, /written it anew meanwhile/)
  await assert.rejects(
    around(
      'ctnm-officer',
      nominal,
      sql`select write_instruction(${newId()}::uuid, ${nominal}::uuid, 'instruction', 'Attend alone.', ${reviewOn}::date, null)`,
    ),
    /written anew since/,
  )
})

test('of two who write the first at once one is told that there is one', async () => {
  const another = await person('Brackenbury')
  const path = `/nominals/${another}/safety-instruction`
  const both = await Promise.all([api('ctnm-officer', path, pairs), api('ctnm-supervisor', path, pairs)])
  assert.deepEqual(both.map(({ status }) => `${status}`).toSorted(), ['201', '422'])
})

for (const [words, what] of [
  ['As for CN-26-000123, ring first', 'a record’s number'],
  ['As for 4KDX-22HA, ring first', 'a reference to a record'],
  ['He is 2002/0073319Z, ring first', 'a person’s number'],
  ['Held as A8126DY, ring first', 'a person’s number'],
  ['Seen with a knife on 3/11/2026', 'a date'],
  ['Seen with a knife in 2024', 'a date'],
  ['Carries a knife (3x5x2)', 'a grading'],
  ['Carries a knife, 2-B-P', 'a grading'],
  ['Intelligence says he carries a knife', 'where it is known from'],
  ['A MAPPA case, ring first', 'why somebody is on record'],
  ['Counter-terrorism will tell you', 'why somebody is on record'],
] as const)
  test(`words that give away ${what} are refused: ${words}`, async () => {
    assert.ok(givesAway(words, []).includes(what))
    await assert.rejects(
      around(
        'ctnm-officer',
        nominal,
        sql`select write_instruction(${newId()}::uuid, ${nominal}::uuid, 'instruction', ${words}, ${reviewOn}::date, (select id from safety_instruction where nominal_id = ${nominal}::uuid and superseded_at is null))`,
      ),
      /violates check constraint/,
    )
  })

test('neither does it name the person; plain orders pass', async () => {
  assert.deepEqual(givesAway('Mr Oxenholme opens to nobody', ['Barnaby OXENHOLME']), ['the person’s name (Oxenholme)'])
  await assert.rejects(
    around(
      'ctnm-officer',
      nominal,
      sql`select write_instruction(${newId()}::uuid, ${nominal}::uuid, 'instruction', 'Barnaby opens to nobody', ${reviewOn}::date, (select id from safety_instruction where nominal_id = ${nominal}::uuid and superseded_at is null))`,
    ),
    /does not name the person/,
  )
  for (const words of [
    'Attend in pairs, wear body armour, and ring 01632 960101 before you knock.',
    'Two dogs. Wait outside until they are shut in; do not go up alone.',
    'Speak to the desk first: ask for the on-call sergeant.',
  ])
    assert.deepEqual(givesAway(words, ['Barnaby Oxenholme']), [])
})

test('every reason at once, and the longest time is policy', () => {
  const facts: InstructionFacts = { stands: null, names: ['Barnaby Oxenholme'], markers: ['Weapons'], shown: missing }
  const now = Temporal.Instant.from('2026-11-25T12:00:00Z')
  const fieldsOf = (given: Record<string, string>) => {
    const decision = readInstruction(given, facts, now)
    return decision.agreed ? [] : decision.refusals.map(({ field }) => field)
  }
  assert.deepEqual(fieldsOf({}), ['kind', 'reviewOn'])
  assert.deepEqual(fieldsOf({ kind: 'no-known-danger', reviewOn: '1 12 2030' }), ['kind', 'reviewOn'])
  assert.deepEqual(fieldsOf({ kind: 'instruction', words: 'No known danger here', reviewOn: '25 11 2026' }), [
    'words',
    'reviewOn',
  ])
  assert.deepEqual(fieldsOf({ kind: 'instruction', words: 'Attend in pairs', reviewOn: '25 11 2027' }), [])
  assert.deepEqual(fieldsOf({ kind: 'instruction', words: 'Attend in pairs', reviewOn: '26 11 2027' }), ['reviewOn'])
})

test('no known danger is said where it is so, and taken back at once by a marker, and never while one stands', async () => {
  const calm = await person('Quillfeather')
  const path = `/nominals/${calm}/safety-instruction`
  assert.equal((await api('ctnm-officer', path, { kind: 'no-known-danger', reviewOn })).status, 201)
  assert.equal(await shownOf(calm), 'No known danger to officers.')
  await addFact(owner, calm, 'marker', { scheme: 'any', code: 'WE', words: 'Weapons' })
  assert.match(String(await shownOf(calm)), /^The safety instruction is being looked at again/)
  await upkeep(db, [keepInstructions])
  await upkeep(db, [keepInstructions])
  assert.equal((await tasksAbout(calm, 'safety-instruction.contradicted')).length, 1)
  const [{ id: version }] = await rows('select id from safety_instruction where nominal_id = $1', calm)
  assert.equal((await api('ctnm-officer', path, { kind: 'no-known-danger', reviewOn, version })).status, 422)
  await assert.rejects(
    around(
      'ctnm-officer',
      calm,
      sql`select write_instruction(${newId()}::uuid, ${calm}::uuid, 'no-known-danger', 'No known danger to officers.', ${reviewOn}::date, ${version}::uuid)`,
    ),
    /while a marker stands/,
  )
  assert.equal((await api('ctnm-officer', path, { ...pairs, version })).status, 201)
  assert.equal(await shownOf(calm), pairs.words)
  assert.ok((await tasksAbout(calm, 'safety-instruction.contradicted'))[0].closed_at)
})

test('its review comes as a task before it is due, and past it contact is told to ask', async () => {
  const reviewed = await person('Thackeray')
  const path = `/nominals/${reviewed}/safety-instruction`
  assert.equal(
    (await api('ctnm-officer', path, { ...pairs, reviewOn: today.add({ days: 10 }).toString() })).status,
    201,
  )
  await Promise.all([keepInstructions(db), keepInstructions(db)])
  await keepInstructions(db)
  const asked = await tasksAbout(reviewed, 'safety-instruction.review')
  assert.equal(asked.length, 1)
  assert.equal(
    (asked[0].due_at as Temporal.Instant | string).toString().slice(0, 10) >= today.add({ days: 10 }).toString(),
    true,
  )
  await owner.query('alter table safety_instruction disable trigger only_superseded')
  await owner.query(
    `update safety_instruction set recorded_at = recorded_at - interval '30 days', review_on = current_date - 2 where nominal_id = $1`,
    [reviewed],
  )
  await owner.query('alter table safety_instruction enable trigger only_superseded')
  await upkeep(db, [keepInstructions])
  assert.match(String(await shownOf(reviewed)), /knock\. \(It was to be looked at again before now/)
  const [{ id: version }] = await rows('select id from safety_instruction where nominal_id = $1', reviewed)
  assert.equal((await api('ctnm-officer', path, { ...pairs, version })).status, 201)
  assert.equal(await shownOf(reviewed), pairs.words)
  assert.ok((await tasksAbout(reviewed, 'safety-instruction.review'))[0].closed_at)
})

test('a contact that is opened by its address is told to the owner: each look kept, one task an hour, and whoever is missing an instruction is asked for it', async () => {
  const opened = await person('Larkspur', { bornOn: '1980-01-02', numbers: [['pnc', '2002/0073319Z']] })
  const elsewhere = await as('ctnm-officer-elsewhere')
  const found = await api('ctnm-officer-elsewhere', '/nominals?q=2002%2F0073319Z')
  assert.deepEqual(
    (found.body['contacts'] as { id: string }[]).map(({ id }) => id),
    [opened],
  )
  const results = await (await elsewhere.get('/search?q=2002%2F0073319Z')).text()
  assert.match(results, new RegExp(`href="/nominals/${opened}"`))
  assert.doesNotMatch(results, /Larkspur/)
  await owner.query('delete from question_asked')
  const page = await (await elsewhere.get(`/nominals/${opened}`)).text()
  assert.match(page, /Ask for more[^]*Emergency access/)
  await api('ctnm-officer-elsewhere', `/nominals/${opened}`)
  await api('ctnm-officer', `/nominals/${opened}`)
  await Promise.all([tellOwners(db), tellOwners(db)])
  const touched = await rows('select how, told from record_touch where nominal_id = $1 order by told desc', opened)
  assert.deepEqual(touched, [
    { how: 'opened', told: true },
    { how: 'opened', told: false },
  ])
  assert.equal((await tasksAbout(opened, 'contact.shown')).length, 1)
  assert.deepEqual(await rows('select from contact_opened'), [])
  await upkeep(db, [keepInstructions])
  assert.equal((await tasksAbout(opened, 'safety-instruction.missing')).length, 1)
  await api('ctnm-officer', `/nominals/${opened}/safety-instruction`, pairs)
  assert.ok((await tasksAbout(opened, 'safety-instruction.missing'))[0].closed_at)
  const hidden = await person('Ashenden', { excluded: ['ctnm-officer-elsewhere'] })
  assert.equal((await api('ctnm-officer-elsewhere', `/nominals/${hidden}`)).status, 404)
  assert.deepEqual(await rows('select from contact_opened'), [])
  await assert.rejects(
    around('ctnm-officer-elsewhere', hidden, sql`select leave_contact(${hidden}::uuid)`),
    /only a contact/,
  )
})

test('two requests for access at once are one, and the other is told so', async () => {
  for (const surname of ['Marchmont', 'Tolliver', 'Wetherby']) {
    const asked = await person(surname)
    const both = await Promise.all(
      [1, 2, 3].map(() =>
        api('ctnm-officer-elsewhere', `/nominals/${asked}/access-requests`, { purpose: 'A joint visit with housing' }),
      ),
    )
    assert.deepEqual(both.map(({ status }) => `${status}`).toSorted(), ['201', '422', '422'])
    assert.match(both.find(({ status }) => status === 422)!.text, /A request of yours waits already/)
    assert.equal((await rows('select from access_request where nominal_id = $1', asked)).length, 1)
    assert.equal((await rows(`select from task where nominal_id = $1 and kind = 'access.asked'`, asked)).length, 1)
  }
  const asked = await person('Underhill')
  const insert = `insert into access_request (id, nominal_id, officer_id, role, agency_id, unit_id, purpose, lapses_at)
    select gen_random_uuid(), $1, o.id, 'officer', u.agency_id, u.id, 'A joint visit', now() + interval '1 day'
      from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = 'ctnm-officer-elsewhere' limit 1`
  await owner.query(insert, [asked])
  await assert.rejects(owner.query(insert, [asked]), /one request at a time/)
})
