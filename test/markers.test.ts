// A marker keeps colleagues safe: it is set, changed and taken away by two people, it says what it is about, and until the second has decided
// what was approved stands for everybody. And what the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { counterTerrorismArea } from '../src/nominals/arrangement.ts'
import { openRecords } from '../src/nominals/nominal.store.ts'
import { factExamples } from './support/fact-examples.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = {
  officer: await beginApiSession(db, 'ctnm-officer', 'markers'),
  supervisor: await beginApiSession(db, 'ctnm-supervisor', 'markers'),
  lead: await beginApiSession(db, 'ctnm-region-lead', 'markers'),
  coordinator: await beginApiSession(db, 'mappa-coordinator', 'markers'),
}
type Who = keyof typeof tokens
type Answer = { readonly status: number; readonly etag: string; readonly body: Record<string, unknown> }
const ask = async (who: Who, method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer> => {
  const reply = await fetch(`${address}/api/v1/nominals/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return { status: reply.status, etag: reply.headers.get('etag') ?? '', body: text === '' ? {} : JSON.parse(text) }
}
const aRecord = () =>
  aNominal(owner, {
    names: [{ forenames: 'Tobias', surname: 'Wetherfold' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
const markersOf = async (nominal: NominalId, on = '') =>
  (await ask('officer', 'GET', `${nominal}?sections=markers${on}`)).body as unknown as {
    markers: readonly Record<string, unknown>[]
    markersInWords: readonly string[]
  }
const approved = async (nominal: NominalId, more: object = {}): Promise<{ at: string; id: string; etag: string }> => {
  const added = await ask('officer', 'POST', `${nominal}/facts/marker`, { ...factExamples['marker'], ...more })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  const at = `${nominal}/facts/marker/${added.body['id'] as string}`
  const yes = await ask('supervisor', 'POST', `${at}/approval`, {}, added.etag)
  assert.equal(yes.status, 200, JSON.stringify(yes.body))
  assert.equal(yes.body['verified'], true)
  return { at, id: added.body['id'] as string, etag: added.etag }
}
const askedOf = (answer: Answer) => answer.body['asked'] as { id: string; what: string; by: string; why: string }

test('a marker that nobody verified says so wherever its word stands, the best of its grounds speaks for the word, and a review that passes is told', async () => {
  const nominal = await aRecord()
  const addMarker = (more: Record<string, unknown>) => addFact(owner, nominal, 'marker', { code: 'x', ...more })
  const imported = { scheme: 'pnc-warning-signals', words: 'Firearms' }
  await addMarker(imported)
  await addMarker({ scheme: 'prison-alerts', words: 'Escape risk' })
  const added = await ask('officer', 'POST', `${nominal}/facts/marker`, factExamples['marker'])
  const words = String(added.body['words'])
  const all = [
    `Escape risk (unverified, from the prison’s alerts)`,
    `${words} (not yet approved)`,
    'Firearms (unverified, from the register)',
  ]
  assert.deepEqual(new Set((await markersOf(nominal)).markersInWords), new Set(all))
  const page = visitor(address)
  await page.signIn('ctnm-officer')
  for (const path of [
    '/',
    '/search?q=tobias+wetherfold',
    `/nominals/${nominal}`,
    `/nominals/${nominal}/chronology`,
    `/nominals/${nominal}/facts/marker/${String(added.body['id'])}`,
    `/nominals/${nominal}/history`,
    `/nominals/${nominal}/arrangement`,
  ])
    assert.match(await (await page.get(path)).text(), /Firearms \(unverified, from the register\)/, path)
  assert.match(
    await (await page.post(`/nominals/${nominal}/facts/language`, {})).text(),
    /Firearms \(unverified, from the register\)/,
  )
  // Somebody who verified it, and then its review.
  await addMarker({ ...imported, verified: true, review_on: '2026-12-24' })
  const then = (day: string) =>
    owner.query<{ words: string[] }>('select markers_in_words($1, $2, $3) as words', [nominal, day, 'infinity'])
  assert.ok((await then('2026-12-24')).rows[0]!.words.includes('Firearms'))
  assert.ok((await then('2026-12-25')).rows[0]!.words.includes('Firearms (unverified since 24 December 2026)'))
  const { rows } = await owner.query<{ day: string }>(
    `select (turns_at at time zone 'Europe/London')::date::text as day from nominal_headline where nominal_id = $1`,
    [nominal],
  )
  assert.equal(rows[0]!.day, '2026-12-25')
})

test('one officer alone withdraws no approved marker: it stands, and says who asked and when, until another person confirms', async () => {
  const record = await aRecord()
  const { at, id, etag } = await approved(record)
  assert.equal((await ask('officer', 'POST', `${at}/withdrawal`, {}, etag)).status, 422)
  const asked = await ask('officer', 'POST', `${at}/withdrawal`, { why: 'He has moved away' }, etag)
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  assert.deepEqual([askedOf(asked).what, askedOf(asked).by], ['withdraw', 'DC Ruth Ashdown'])
  const then = await markersOf(record)
  assert.deepEqual([then.markersInWords, then.markers.length, then.markers[0]!['verified']], [['Violent'], 1, true])
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  assert.match(
    await (await officer.get(`/nominals/${record}`)).text(),
    /withdrawal asked for by DC Ruth Ashdown on .*: He has moved away/,
  )
  // Nothing else is asked meanwhile, by nobody decided alone.
  const twice = await ask('supervisor', 'POST', `${at}/end`, { to: 'yesterday', why: 'x' }, etag)
  assert.equal(twice.status, 422)
  assert.match(JSON.stringify(twice.body), /Something waits for a decision already/)
  const decide = (who: Who, outcome: string, why = '', request = askedOf(asked).id) =>
    ask(who, 'POST', `${at}/decision`, { outcome, request, why }, etag)
  assert.equal((await decide('officer', 'confirmed')).status, 403)
  assert.equal((await decide('supervisor', 'taken back')).status, 422)
  assert.equal((await decide('supervisor', 'refused')).status, 422)
  assert.equal((await decide('supervisor', 'confirmed', '', newId())).status, 412)
  assert.equal((await decide('supervisor', 'confirmed')).status, 200)
  const after = await markersOf(record)
  assert.deepEqual([after.markersInWords, after.markers], [[], []])
  const history = (await ask('officer', 'GET', `${record}/history`)).body['rows'] as { kind: string; by: string }[]
  const ofMarker = history.filter(({ kind }) => kind.startsWith('marker'))
  assert.deepEqual(
    ofMarker.map(({ kind, by }) => [kind, by]),
    [
      ['marker_decision', 'DS Piers Holloway'],
      ['marker_request', 'DC Ruth Ashdown'],
      ['marker_approval', 'DS Piers Holloway'],
      ['marker', 'DC Ruth Ashdown'],
    ].map(([kind, by]) => [kind, by === 'DS Piers Holloway' ? ofMarker[0]!.by : by]),
  )
  const page = await (await officer.get(`/nominals/${record}/facts/marker/${id}`)).text()
  for (const words of ['Marker approved', 'Marker: withdrawal asked for', 'Marker: withdrawal confirmed'])
    assert.ok(page.includes(words), words)
})

test('a supervisor who asks is confirmed by somebody else, and may take it back', async () => {
  const record = await aRecord()
  const { at, etag } = await approved(record)
  const first = await ask('supervisor', 'POST', `${at}/withdrawal`, { why: 'A mistake' }, etag)
  assert.equal(first.status, 202)
  const decide = (who: Who, outcome: string, request: string, why = '') =>
    ask(who, 'POST', `${at}/decision`, { outcome, request, why }, etag)
  const own = await decide('supervisor', 'confirmed', askedOf(first).id)
  assert.equal(own.status, 422)
  assert.match(JSON.stringify(own.body), /Another person than the one who asked/)
  assert.equal((await decide('supervisor', 'taken back', askedOf(first).id)).status, 200)
  const second = await ask('officer', 'POST', `${at}/withdrawal`, { why: 'A mistake' }, etag)
  const refused = await decide('supervisor', 'refused', askedOf(second).id, 'It was no mistake')
  assert.deepEqual([refused.status, refused.body['asked'], refused.body['verified']], [200, null, true])
})

test('an approved marker that is corrected stands as it was until the correction is approved, which is shown beside it', async () => {
  const record = await aRecord()
  const { at, etag } = await approved(record)
  const asked = await ask(
    'officer',
    'PUT',
    at,
    { ...factExamples['marker'], basis: 'Struck out with a bottle.', why: 'The report says so' },
    etag,
  )
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const page = await (await officer.get(`/nominals/${record}`)).text()
  assert.match(page, /Struck out at an officer who served papers/)
  assert.match(page, /correction to “Violent, Struck out with a bottle\./)
  assert.doesNotMatch(page, /not yet approved/)
  const supervisor = visitor(address)
  await supervisor.signIn('ctnm-supervisor')
  const fact = `/nominals/${at.replace('/facts', '/facts')}`
  assert.match(await (await supervisor.get(fact)).text(), /Confirm the correction/)
  assert.doesNotMatch(await (await officer.get(fact)).text(), /Confirm the correction/)
  const form = { outcome: 'confirmed', request: askedOf(asked).id }
  assert.equal((await officer.post(`${fact}/decision`, form)).status, 403)
  assert.equal((await supervisor.post(`${fact}/decision`, { ...form, outcome: 'refused' })).status, 422)
  assert.equal((await supervisor.post(`${fact}/decision`, form)).status, 303)
  assert.equal((await supervisor.post(`${fact}/decision`, form)).status, 404)
  const [marker, ...others] = (await markersOf(record)).markers
  assert.deepEqual(others, [])
  assert.deepEqual(
    [marker!['basis'], marker!['verified'], marker!['by'], marker!['asked']],
    ['Struck out with a bottle.', true, 'DC Ruth Ashdown', null],
  )
})

test('an end before its day is asked for; the last day that was set in advance comes by itself', async () => {
  const record = await aRecord()
  const { at, etag } = await approved(record, { to: '1 March 2027' })
  const today = Temporal.Now.plainDateISO('Europe/London')
  const asked = await ask('officer', 'POST', `${at}/end`, { to: today.toString(), why: 'It is over' }, etag)
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  assert.equal((await markersOf(record)).markers[0]!['to'], '2027-03-01')
  const done = await ask(
    'supervisor',
    'POST',
    `${at}/decision`,
    { outcome: 'confirmed', request: askedOf(asked).id },
    etag,
  )
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.equal((await markersOf(record)).markers[0]!['to'], today.toString())
  const other = await aRecord()
  const past = await approved(other, { to: '1 March 2027' })
  await owner.query(`update marker set during = daterange(null, current_date - 1) where id = $1`, [past.id])
  await owner.query('select refresh_record(array[$1]::uuid[])', [other])
  assert.deepEqual((await markersOf(other)).markersInWords, [])
})

test('a marker that nobody has approved is its author’s to change; a supervisor may say why not', async () => {
  const record = await aRecord()
  const added = await ask('officer', 'POST', `${record}/facts/marker`, factExamples['marker'])
  const at = `${record}/facts/marker/${added.body['id'] as string}`
  const corrected = await ask('officer', 'PUT', at, { ...factExamples['marker'], basis: 'Threw a plate.' }, added.etag)
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
  const now = `${record}/facts/marker/${corrected.body['id'] as string}`
  const no = (who: Who, why?: string) =>
    ask(who, 'POST', `${now}/decision`, { outcome: 'not approved', why: why ?? '' }, corrected.etag)
  assert.equal((await no('officer', 'x')).status, 403)
  assert.equal((await no('supervisor')).status, 422)
  assert.equal((await ask('supervisor', 'POST', `${now}/approval`, {})).status, 428)
  assert.equal((await ask('supervisor', 'POST', `${now}/approval`, {}, added.etag)).status, 412)
  assert.equal((await no('supervisor', 'Nobody was hurt or threatened')).status, 200)
  assert.deepEqual((await markersOf(record)).markers, [])
  assert.match(
    JSON.stringify((await ask('officer', 'GET', `${record}/history`)).body),
    /Not approved: Nobody was hurt or threatened/,
  )
})

test('who approved and when stands with the marker, and as known on a day before it was not approved', async () => {
  const record = await aRecord()
  const { id } = await approved(record)
  await owner.query(`update marker set recorded_at = now() - interval '10 days' where id = $1`, [id])
  await owner.query(`update marker_approval set approved_at = now() - interval '3 days' where marker_id = $1`, [id])
  const day = (ago: number) => `&on=${Temporal.Now.plainDateISO('Europe/London').subtract({ days: ago }).toString()}`
  const [before, since] = [(await markersOf(record, day(5))).markers[0]!, (await markersOf(record, day(1))).markers[0]!]
  assert.deepEqual([before['verified'], before['approvedBy'], before['approvedAt']], [false, null, null])
  assert.equal(since['verified'], true)
  assert.ok(since['approvedBy'] && since['approvedAt'])
})

test('a marker about an address or a vehicle says which one of the record, in words', async () => {
  const [record, other] = [await aRecord(), await aRecord()]
  const house = await ask('officer', 'POST', `${record}/facts/address`, factExamples['address'])
  const elsewhere = await ask('officer', 'POST', `${other}/facts/address`, factExamples['address'])
  const add = (more: object) => ask('officer', 'POST', `${record}/facts/marker`, { ...factExamples['marker'], ...more })
  for (const about of [undefined, 'nonsense', newId(), elsewhere.body['id']]) {
    const refused = await add({ scope: 'address', about })
    assert.equal(refused.status, 422, String(about))
    assert.match(JSON.stringify(refused.body), /about/)
  }
  assert.equal((await add({ scope: 'vehicle', about: house.body['id'] })).status, 422)
  const added = await add({ scope: 'address', about: house.body['id'] })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  const words = String((await markersOf(record)).markers[0]!['aboutInWords'])
  assert.ok(words.includes(String(house.body['line'])), words)
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  assert.ok((await (await officer.get(`/nominals/${record}`)).text()).includes(`about ${words}`))
  const form = await (await officer.get(`/nominals/${record}/facts/marker/new`)).text()
  assert.ok(form.includes(`>Address: ${words}</option>`))
  // Put right, it is the same address.
  await ask(
    'officer',
    'PUT',
    `${record}/facts/address/${house.body['id'] as string}`,
    { ...factExamples['address'], line: '99 Weir Terrace' },
    house.etag,
  )
  assert.match(String((await markersOf(record)).markers[0]!['aboutInWords']), /99 Weir Terrace/)
})

test('round the program: one person changes no approved marker, decides on nothing of their own, and opens nothing by asking', async () => {
  const record = await aRecord()
  const { id } = await approved(record)
  const { rows } = await owner.query<{ officer: string; agency: string; supervisor: string; theirs: string }>(
    `select o.id as officer, o.agency_id as agency, s.id as supervisor, s.agency_id as theirs from officer o, officer s where o.subject = 'ctnm-officer' and s.subject = 'ctnm-supervisor'`,
  )
  const { officer, agency, supervisor, theirs } = rows[0]!
  const as = (who: Who, statement: string, values: readonly unknown[]): Promise<unknown> =>
    act(db, { tokenHash: hashOfToken(tokens[who]), client: 'test' }, async tx => {
      await openRecords(tx, [record])
      const { CompiledQuery } = await import('kysely')
      await tx.executeQuery(CompiledQuery.raw(statement, [...values]))
      return { result: null, audit: { action: 'test.tried' } }
    })
  const withdrawal = `insert into withdrawal (id, nominal_id, fact_table, fact_id, reason, recorded_by, agency_id) values ($1, $2, 'marker', $3, 'x', $4, $5)`
  const correction = `insert into marker (id, nominal_id, recorded_by, agency_id, source_kind, supersedes, scheme, code, words, basis, incident_on, review_on)
    values ($1, $2, $4, $5, 'officer', $3, 'x', 'x', 'Gentle', 'x', current_date, current_date + 1)`
  const end = `select end_fact('marker', $3::uuid, $1::uuid, $4::uuid, $5::uuid, current_date, '', case when $2::uuid is null then '' else 'x' end)`
  for (const statement of [withdrawal, correction, end])
    await assert.rejects(
      as('officer', statement, [newId(), record, id, officer, agency]),
      /changed by two people/,
      statement,
    )
  const request = `insert into marker_request (id, marker_id, nominal_id, what, becomes, why, recorded_by, agency_id) values ($1, $3, $2, 'withdraw', $6, 'x', $4, $5)`
  await assert.rejects(
    as('coordinator', request, [newId(), record, id, officer, agency, newId()]),
    /row-level security/,
  )
  await assert.rejects(as('officer', request, [newId(), record, id, supervisor, theirs, newId()]), /row-level security/)
  const first = newId()
  await as('supervisor', request, [first, record, id, supervisor, theirs, newId()])
  await assert.rejects(
    as('officer', request, [newId(), record, id, officer, agency, newId()]),
    /asked of the marker already/,
  )
  const decision = `insert into marker_decision (id, request_id, nominal_id, outcome, decided_by, agency_id) values ($1, $3, $2, $6, $4, $5)`
  await assert.rejects(
    as('supervisor', decision, [newId(), record, first, supervisor, theirs, 'confirmed']),
    /another person decides/,
  )
  await assert.rejects(
    as('officer', decision, [newId(), record, first, officer, agency, 'confirmed']),
    /row-level security/,
  )
  await assert.rejects(
    as('officer', decision, [newId(), record, first, officer, agency, 'taken back']),
    /another person decides/,
  )
  await assert.rejects(
    owner.query(
      `insert into marker (id, nominal_id, recorded_by, agency_id, source_kind, scheme, code, words, basis, incident_on, review_on, scope, about)
      values ($1, $2, $3, $4, 'officer', 'x', 'x', 'Violent', 'x', current_date, current_date + 1, 'address', $5)`,
      [newId(), record, officer, agency, newId()],
    ),
    /something of the same record/,
  )
  await assert.rejects(
    owner.query(
      `insert into marker (id, nominal_id, recorded_by, agency_id, source_kind, scheme, code, words, basis, incident_on, review_on, scope)
      values ($1, $2, $3, $4, 'officer', 'x', 'x', 'Violent', 'x', current_date, current_date + 1, 'vehicle')`,
      [newId(), record, officer, agency],
    ),
    /marker_says_which/,
  )
  assert.equal((await markersOf(record)).markers.length, 1)
})

test('a program reads, states and ends the MAPPA arrangement, and nobody’s change is lost', async () => {
  const record = await aRecord()
  const at = `${record}/arrangement`
  const first = await ask('officer', 'GET', at)
  assert.deepEqual([first.status, first.etag, first.body['area']], [200, '"none"', null])
  assert.equal((await ask('officer', 'PUT', at, { area: 'none' })).status, 428)
  const refused = await ask('officer', 'PUT', at, { area: 'nowhere', level: 4 }, first.etag)
  assert.equal(refused.status, 422)
  assert.equal((refused.body['errors'] as unknown[]).length, 2)
  const area = counterTerrorismArea
  const stated = await ask('officer', 'PUT', at, { area, level: 2, source: 'Minutes' }, first.etag)
  assert.deepEqual(
    [stated.status, stated.body['area'], stated.body['level']],
    [200, area, 2],
    JSON.stringify(stated.body),
  )
  assert.ok(stated.body['areaInWords'] && stated.body['since'])
  assert.equal((await ask('officer', 'PUT', at, { area, level: 3 }, first.etag)).status, 412)
  assert.equal((await ask('officer', 'DELETE', at, undefined, first.etag)).status, 412)
  const ended = await ask('officer', 'DELETE', at, undefined, stated.etag)
  assert.deepEqual([ended.status, ended.etag, ended.body['area']], [200, '"none"', null])
})

test('a MAPPA co-ordinator who has the case in full takes a copy to the panel, and writes nothing else on it', async () => {
  const record = await aNominal(owner, {
    names: [{ forenames: 'Tobias', surname: 'Wetherfold' }],
    unit: '22-PPU',
    counterTerrorism: false,
    manager: 'force-officer',
  })
  const { rows } = await owner.query<{ area: string }>(
    `select u.area from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = 'mappa-coordinator'`,
  )
  const asked = { purpose: 'mappa-meeting', why: 'Level 2 meeting', recipient: 'The panel', parts: ['markers'] }
  assert.notEqual((await ask('coordinator', 'POST', `${record}/disclosures`, asked)).status, 201)
  await addFact(owner, record, 'arrangement', { area: rows[0]!.area, level: 2, during: '[2026-01-01,)' })
  const made = await ask('coordinator', 'POST', `${record}/disclosures`, asked)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal((await ask('coordinator', 'POST', `${record}/facts/language`, factExamples['language'])).status, 403)
  const list = await ask('coordinator', 'GET', `${record}/disclosures`)
  assert.deepEqual(
    (list.body['rows'] as { number: string; recipient: string }[]).map(({ number, recipient }) => [number, recipient]),
    [[made.body['number'], 'The panel']],
  )
  const again = await ask('coordinator', 'GET', `${record}/disclosures/${made.body['id'] as string}`)
  assert.deepEqual(again.body, made.body)
  assert.equal((await ask('coordinator', 'GET', `${record}/disclosures/${newId()}`)).status, 404)
  assert.equal((await ask('coordinator', 'GET', `${record}/disclosures?cursor=x`)).status, 400)
  const browser = visitor(address)
  await browser.signIn('mappa-coordinator')
  assert.match(await (await browser.get(`/nominals/${record}`)).text(), /Print or pass on/)
  assert.equal((await browser.get(`/nominals/${record}/print`)).status, 200)
})
