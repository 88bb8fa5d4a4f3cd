// Facts of a record as people write them: added, corrected, ended and withdrawn without anything being lost; who may; two at once; the
// history; the record as it was known on a day; and what the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool, type NominalId } from '#platform'
import { factKinds } from '../src/nominals/fact-kinds.ts'
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

const person = { names: [{ forenames: 'Orrin', surname: 'Vesperlane' }], unit: 'CTWM-NM', counterTerrorism: true }
const aRecord = () => aNominal(owner, { ...person, manager: 'ctnm-officer' })

const tokenOf = (signIn: string) => beginApiSession(db, signIn, 'facts')
const officerToken = await tokenOf('ctnm-officer')

type Answer = {
  readonly status: number
  readonly etag: string | null
  readonly location: string | null
  readonly body: Record<string, unknown>
}
const ask = async (
  method: string,
  path: string,
  body?: unknown,
  { token = officerToken, ifMatch }: { token?: string; ifMatch?: string } = {},
): Promise<Answer> => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const [etag, location] = [reply.headers.get('etag'), reply.headers.get('location')]
  return { status: reply.status, etag, location, body: (await reply.json()) as Answer['body'] }
}
const recordOf = async (nominal: NominalId, query = ''): Promise<Record<string, readonly Record<string, unknown>[]>> =>
  (await ask('GET', `/api/v1/nominals/${nominal}${query}`)).body as never

const actionsAbout = async (nominal: NominalId): Promise<string[]> =>
  (
    await owner.query<{ action: string }>(
      `select e.action || ' ' || e.outcome as action from audit_entry e join audit_subject s on s.entry_id = e.id
        where s.nominal_id = $1 and e.action like 'fact.%' and e.action <> 'fact.viewed' order by e.at`,
      [nominal],
    )
  ).rows.map(({ action }) => action)

const everything = await aRecord()
for (const { kind, section, one } of factKinds)
  test(`an officer adds ${one}, and it stands in the record in their name`, async () => {
    const added = await ask('POST', `/api/v1/nominals/${everything}/facts/${kind}`, factExamples[kind])
    assert.equal(added.status, 201, JSON.stringify(added.body))
    assert.equal(added.etag, `"${added.body['id'] as string}"`)
    const standing = (await recordOf(everything, `?sections=${section}`))[section]!.find(
      ({ id }) => id === added.body['id'],
    )
    assert.ok(standing)
    assert.equal(standing['by'], 'DC Ruth Ashdown')
    assert.equal(standing['sourceKind'], 'officer')
  })

test('a page lists every kind that may be added, and its form works without script', async () => {
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const record = await aRecord()
  const page = await (await officer.get(`/nominals/${record}`)).text()
  for (const { kind } of factKinds) assert.ok(page.includes(`/nominals/${record}/facts/${kind}/new`), kind)
  for (const { kind } of factKinds) {
    const form = await officer.get(`/nominals/${record}/facts/${kind}/new`)
    assert.equal(form.status, 200)
    const refused = await officer.post(`/nominals/${record}/facts/${kind}`, {})
    assert.equal(refused.status, 422, kind)
    assert.match(await refused.text(), /There is a problem/)
    const sent = Object.fromEntries(Object.entries(factExamples[kind]!).map(([name, value]) => [name, String(value)]))
    const added = await officer.post(`/nominals/${record}/facts/${kind}`, sent)
    assert.equal(added.status, 303, `${kind}: ${await added.text()}`)
  }
})

test('what something else may ask for is not called optional, and what nobody asks for is', async () => {
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const record = await aRecord()
  const labels = async (path: string) =>
    [
      ...(await (await officer.get(`/nominals/${record}/facts/${path}`)).text()).matchAll(
        /<(?:label|legend)[^>]*>\s*([^<]+?)\s*</g,
      ),
    ].map(([, label]) => label)
  const basis = await labels('basis/new')
  for (const label of ['Offence', 'Who decided', 'Their rank', 'Review on']) assert.ok(basis.includes(label), label)
  assert.ok(basis.includes('Where you have it from (optional)'))
  assert.ok((await labels('name/new')).includes('Forenames'))
  assert.ok((await labels('entry/new?kind=INTEL')).includes('Conditions of handling'))
})

test('every reason against a fact is told at once, and what was typed stands in the form', async () => {
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const record = await aRecord()
  const reply = await officer.post(`/nominals/${record}/facts/marker`, {
    basis: 'Typed with care',
    incidentOn: '31 2 2026',
    reviewOn: '1 1 2020',
    code: 'VI',
  })
  assert.equal(reply.status, 422)
  const text = await reply.text()
  for (const words of [
    'Choose what it is about',
    'Day of the incident must be a date',
    'Enter where that is known from',
    'The review must be after today',
    'Typed with care',
    '31 2 2026',
  ])
    assert.ok(text.includes(words), words)
  assert.deepEqual(await actionsAbout(record), ['fact.added refused'])
})

const entryOf = (happenedAt: string) => ({
  kind: 'ARREST',
  happenedAt,
  type: 'fact',
  words: 'Arrested at home.',
  marking: 'OFFICIAL',
})
const problemsOf = async (record: string, kind: string, body: Record<string, unknown>): Promise<[number, string]> => {
  const { status, body: answer } = await ask('POST', `/api/v1/nominals/${record}/facts/${kind}`, body)
  return [status, JSON.stringify(answer['errors'] ?? answer)]
}

test('a time is read as police type it, and what is to come is refused with how it was read', async () => {
  const record = await aRecord()
  for (const typed of [
    'now',
    'yesterday 1840hrs',
    'yesterday at 6.40pm',
    '24 11 2026 18.40',
    '24/11/26 0640',
    'yesterday noon',
    'today at midnight',
  ])
    assert.equal((await problemsOf(record, 'entry', entryOf(typed)))[0], 201, typed)
  const soon = Temporal.Now.zonedDateTimeISO('Europe/London').add({ minutes: 4 })
  const later = soon.add({ minutes: 10 })
  const clock = (at: Temporal.ZonedDateTime) => at.toInstant().toString()
  assert.equal((await problemsOf(record, 'entry', entryOf(clock(soon))))[0], 201)
  const [status, why] = await problemsOf(record, 'entry', entryOf(clock(later)))
  assert.equal(status, 422)
  assert.match(why, /When it happened must not be in the future: it was read as/)
  assert.deepEqual((await problemsOf(record, 'whereabouts', { kind: 'dead', from: 'tomorrow' }))[0], 422)
  assert.deepEqual((await problemsOf(record, 'whereabouts', { kind: 'dead', from: 'yesterday' }))[0], 201)
})

test('a name has a letter, and no text has characters that nobody sees', async () => {
  const record = await aRecord()
  for (const [kind, body, why] of [
    ['name', { kind: 'ALIAS', given: '---' }, /Forenames must be written in letters/],
    ['name', { kind: 'ALIAS', given: 'Orrin', family: '007' }, /Surname must be written in letters/],
    ['name', { kind: 'ALIAS', given: 'Orrin\u202eenal' }, /U\+202E/],
    ['address', { ...factExamples['address'], line: '12\u200b Mill Lane' }, /U\+200B/],
    ['entry', { ...entryOf('now'), words: 'He said \ud83d' }, /U\+D83D/],
    ['language', { ...factExamples['language'], why: 'x\ufeff' }, /U\+FEFF/],
  ] as const) {
    const [status, told] = await problemsOf(record, kind, body)
    assert.deepEqual([status, why.test(told)], [422, true], told)
  }
  assert.equal((await problemsOf(record, 'name', { kind: 'ALIAS', given: 'علی‌رضا' }))[0], 201)
})

test('a date of birth that no calendar has is refused on a record that is there, too; a part of one is kept', async () => {
  const record = await aRecord()
  for (const [asGiven, why] of [
    ['31 02 1990', /There is no such day as 31 02 1990: put it right, or give the part that is known/],
    ['1990-02-31', /no such day/],
    ['a while ago', /Enter the date of birth, like 3 7 1982/],
    ['1 1 2199', /must be in the past/],
  ] as const) {
    const [status, told] = await problemsOf(record, 'birth', { kind: 'main', asGiven })
    assert.equal(status, 422, asGiven)
    assert.match(told, why)
  }
  for (const asGiven of ['1990', 'July 1990', 'about 1990', '3 7 1990'])
    assert.equal((await problemsOf(record, 'birth', { kind: 'main', asGiven }))[0], 201, asGiven)
})

test('a correction supersedes, an end keeps the fact until then, a withdrawal says why; the history has all of it', async () => {
  const record = await aRecord()
  const at = `/api/v1/nominals/${record}/facts/address`
  const first = await ask('POST', at, factExamples['address'])
  const id = first.body['id'] as string
  const second = await ask(
    'PUT',
    `${at}/${id}`,
    { ...factExamples['address'], flat: 'Flat 5', why: 'Misread' },
    { ifMatch: first.etag! },
  )
  assert.equal(second.status, 200, JSON.stringify(second.body))
  assert.deepEqual(
    (await recordOf(record))['addresses']!.map(({ flat, why }) => [flat, why]),
    [['Flat 5', 'Misread']],
  )
  const old = await ask('GET', `${at}/${id}`)
  assert.deepEqual([old.body['flat'], old.body['current']], ['Flat 4', second.body['id']])
  const ended = await ask('POST', `${at}/${id}/end`, { to: '2026-11-20' }, { ifMatch: second.etag! })
  assert.equal(ended.status, 200, JSON.stringify(ended.body))
  assert.equal((await recordOf(record))['addresses']![0]!['to'], '2026-11-20')
  assert.equal((await ask('POST', `${at}/${id}/withdrawal`, {}, { ifMatch: ended.etag! })).status, 422)
  const withdrawn = await ask(
    'POST',
    `${at}/${id}/withdrawal`,
    { why: 'Another man of the name' },
    { ifMatch: ended.etag! },
  )
  assert.equal(withdrawn.status, 200)
  assert.equal(withdrawn.body['current'], null)
  assert.deepEqual((await recordOf(record))['addresses'], [])
  const history = await ask('GET', `/api/v1/nominals/${record}/history`)
  const rows = (history.body['rows'] as readonly Record<string, never>[]).filter(({ kind }) => kind === 'address')
  assert.equal(rows.length, 3)
  assert.deepEqual(rows[0]!['withdrawn'], { reason: 'Another man of the name', by: 'DC Ruth Ashdown' })
  assert.deepEqual(await actionsAbout(record), [
    'fact.added done',
    'fact.corrected done',
    'fact.ended done',
    'fact.withdrawn refused',
    'fact.withdrawn done',
  ])
})

test('a change by somebody who has not seen the latest is refused, and nothing is lost', async () => {
  const record = await aRecord()
  const at = `/api/v1/nominals/${record}/facts/telephone`
  const first = await ask('POST', at, factExamples['telephone'])
  const id = first.body['id'] as string
  assert.equal((await ask('PUT', `${at}/${id}`, factExamples['telephone'])).status, 428)
  const [one, two] = await Promise.all(
    ['01632 960001', '01632 960002'].map(number =>
      ask('PUT', `${at}/${id}`, { ...factExamples['telephone'], number }, { ifMatch: first.etag! }),
    ),
  )
  assert.deepEqual(
    [one!.status, two!.status].toSorted((a, b) => a - b),
    [200, 412],
  )
  assert.equal((await recordOf(record))['telephones']!.length, 1)

  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const reply = await officer.post(`/nominals/${record}/facts/telephone/${id}/correction`, {
    kind: 'mobile',
    number: '01632 960003',
    version: id,
  })
  assert.equal(reply.status, 409)
  const text = await reply.text()
  assert.match(text, /Somebody else has changed this/)
  assert.ok(text.includes('01632 960003'))
  assert.match(text, /DC Ruth Ashdown changed it/)

  // Whoever was second is told which version stands, and goes on from there.
  const [won, lost] = one!.status === 200 ? [one!, two!] : [two!, one!]
  assert.equal(lost.body['current'], won.body['id'])
  assert.deepEqual([lost.etag, lost.location], [won.etag, `${at}/${won.body['id'] as string}`])
  const again = await ask('PUT', `${at}/${id}`, factExamples['telephone'], { ifMatch: lost.etag! })
  assert.equal(again.status, 200)
  await ask('POST', `${at}/${id}/withdrawal`, { why: 'It was never his' }, { ifMatch: again.etag! })
  const gone = await ask('PUT', `${at}/${id}`, factExamples['telephone'], { ifMatch: again.etag! })
  assert.deepEqual([gone.status, gone.body['current'], gone.etag], [412, null, null])
})

test('a fact of another agency is corrected by that agency or by the lead agency, and by nobody else', async () => {
  const record = await aNominal(owner, { ...person, unit: '22-PPU', counterTerrorism: false, manager: 'force-officer' })
  const [probation] = (
    await owner.query<{ id: string }>(`select o.id from officer o where o.subject = 'nsd-practitioner'`)
  ).rows
  await addFact(owner, record, 'assignment', { officer_id: probation!.id, kind: 'named' })
  const [practitioner, force] = [await tokenOf('nsd-practitioner'), await tokenOf('force-officer')]
  const at = `/api/v1/nominals/${record}/facts/language`
  const theirs = await ask('POST', at, factExamples['language'], { token: practitioner })
  const ours = await ask('POST', at, factExamples['language'], { token: force })
  assert.deepEqual([theirs.status, ours.status], [201, 201])
  const change = (fact: Answer, token: string) =>
    ask(
      'PUT',
      `${at}/${fact.body['id'] as string}`,
      { ...factExamples['language'], words: 'Reads well' },
      { token, ifMatch: fact.etag! },
    )
  const refused = await change(ours, practitioner)
  assert.equal(refused.status, 422)
  assert.match(JSON.stringify(refused.body), /Only the agency that said this, or the lead agency/)
  assert.equal((await change(theirs, force)).status, 200)
})

test('roles that do not write, and officers who have less than full, change nothing', async () => {
  const record = await aRecord()
  const at = `/api/v1/nominals/${record}/facts/language`
  for (const [signIn, status] of [
    ['auditor', 404],
    ['control-room', 404],
    ['ctnm-officer-elsewhere', 404],
    ['force-officer', 404],
    ['data-steward', 404],
  ] as const)
    assert.equal(
      (await ask('POST', at, factExamples['language'], { token: await tokenOf(signIn) })).status,
      status,
      signIn,
    )
  const summary = await aNominal(owner, { ...person, unit: '22-PPU', counterTerrorism: false })
  assert.equal((await ask('POST', `/api/v1/nominals/${summary}/facts/language`, factExamples['language'])).status, 403)
  assert.equal((await ask('GET', `/api/v1/nominals/${summary}/history`)).status, 403)
  assert.equal((await ask('GET', `/api/v1/nominals/${newId()}/history`)).status, 404)
})

test('a marker is approved by a supervisor who did not write it, and until then says that it is not', async () => {
  const record = await aRecord()
  const added = await ask('POST', `/api/v1/nominals/${record}/facts/marker`, factExamples['marker'])
  const id = added.body['id'] as string
  const path = `/nominals/${record}/facts/marker/${id}`
  const [officer, supervisor] = [visitor(address), visitor(address)]
  await officer.signIn('ctnm-officer')
  await supervisor.signIn('ctnm-supervisor')
  assert.match(await (await officer.get(`/nominals/${record}`)).text(), /not yet approved/)
  assert.equal((await officer.post(`${path}/approval`)).status, 403)
  assert.match(await (await supervisor.get(path)).text(), /Approve this marker/)
  assert.equal((await supervisor.post(`${path}/approval`)).status, 303)
  assert.doesNotMatch(await (await officer.get(`/nominals/${record}`)).text(), /not yet approved/)
  const own = await ask('POST', `/api/v1/nominals/${record}/facts/marker`, factExamples['marker'], {
    token: await tokenOf('ctnm-supervisor'),
  })
  assert.equal(
    (await supervisor.post(`/nominals/${record}/facts/marker/${own.body['id'] as string}/approval`)).status,
    404,
  )
})

test('as known on a day: what the record said at its end, and nothing that was recorded since', async () => {
  const record = await aRecord()
  await owner.query(`update known_name set recorded_at = now() - interval '10 days' where nominal_id = $1`, [record])
  for (const table of ['ownership', 'record_manager', 'basis'])
    await owner.query(`update ${table} set recorded_at = now() - interval '10 days' where nominal_id = $1`, [record])
  const at = `/api/v1/nominals/${record}/facts/name`
  const [name] = (await recordOf(record))['names']!
  // The importer's agency is not the officer's, and the lead agency may put it right.
  const corrected = await ask(
    'PUT',
    `${at}/${name!['id'] as string}`,
    { kind: 'name', given: 'Orin', family: 'Vesperlane' },
    { ifMatch: `"${name!['id'] as string}"` },
  )
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
  await ask('POST', `/api/v1/nominals/${record}/facts/telephone`, factExamples['telephone'])
  const now = (await ask('GET', `/api/v1/nominals/${record}`)).body
  assert.equal(now['name'], 'Orin Vesperlane')
  const before = Temporal.Now.plainDateISO('Europe/London').subtract({ days: 5 }).toString()
  const then = (await ask('GET', `/api/v1/nominals/${record}?on=${before}`)).body
  assert.deepEqual([then['name'], then['telephones'], then['unit']], ['Orrin Vesperlane', [], now['unit']])
  const long = (await ask('GET', `/api/v1/nominals/${record}?on=2001-01-01`)).body
  assert.deepEqual([long['name'], long['names']], ['', []])
  assert.equal(long['changedAt'], null)
  assert.match(
    String(long['note']),
    /^The record began on .*\. On 1 January 2001 nothing was known here of this person\.$/,
  )
  assert.ok(!('note' in then) && !('note' in now))
  const entries = (await ask('GET', `/api/v1/nominals/${record}/entries?on=2001-01-01`)).body
  assert.match(String(entries['note']), /^The record began on/)
  // Nothing of that day tells when the record was changed since.
  assert.ok(String(then['changedAt']) < before + 'T23:59:60Z', String(then['changedAt']))
  for (const on of ['yesterday', 'today', '20/11/2026', '3 June 2026'])
    assert.equal((await ask('GET', `/api/v1/nominals/${record}?on=${encodeURIComponent(on)}`)).status, 200, on)
  for (const on of ['2999-01-01', 'tomorrow', '31/02/2026'])
    assert.equal((await ask('GET', `/api/v1/nominals/${record}?on=${encodeURIComponent(on)}`)).status, 400, on)
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const page = await (await officer.get(`/nominals/${record}?on=${before}`)).text()
  assert.match(page, /This is the record as it was known on/)
  assert.match(await (await officer.get(`/nominals/${record}?on=yesterday`)).text(), /as it was known on/)
  assert.ok(page.includes('Orrin Vesperlane') && !page.includes('Add to this section'))
  for (const path of ['', '/chronology']) {
    const before = await (await officer.get(`/nominals/${record}${path}?on=1+1+2001`)).text()
    assert.match(before, /The record began on .*On 1 January 2001 nothing was known here of this person/)
    assert.doesNotMatch(before, /No name was known/)
  }
  const refused = await officer.follow(await officer.get(`/nominals/${record}?on=tomorrow`))
  assert.equal(refused.status, 422)
})

test('what contradicts itself is written all the same, and whoever opens the record is told', async () => {
  const record = await aRecord()
  const add = async (kind: string, body: object) =>
    assert.equal((await ask('POST', `/api/v1/nominals/${record}/facts/${kind}`, body)).status, 201, kind)
  await add('whereabouts', { kind: 'wanted', from: '2026-11-01' })
  // As its source wrote it.
  await addFact(owner, record, 'birth', { kind: 'main', as_given: '31 02 1990' })
  const officer = visitor(address)
  await officer.signIn('ctnm-officer')
  const before = await (await officer.get(`/nominals/${record}`)).text()
  assert.doesNotMatch(before, /contradicts itself/)
  assert.match(before, /31 02 1990/)
  assert.match(before, /Not a date in the calendar/)
  await add('whereabouts', { kind: 'dead', from: '2026-11-02' })
  await add('release-date', { kind: 'release', onDay: '5 January 2090' })
  const page = await (await officer.get(`/nominals/${record}`)).text()
  assert.match(page, /What is recorded contradicts itself/)
  assert.match(page, /has died, another that they are wanted/)
  assert.match(page, /5 January 2090, which is still to come/)
})

test('an entry is never overwritten: its correction hangs under it', async () => {
  const record = await aRecord()
  const at = `/api/v1/nominals/${record}/facts/entry`
  const first = await ask('POST', at, factExamples['entry'])
  await ask(
    'PUT',
    `${at}/${first.body['id'] as string}`,
    { ...factExamples['entry'], words: 'His brother opened the door.', why: 'Notes read again' },
    { ifMatch: first.etag! },
  )
  const [entry, ...others] = (await recordOf(record))['entries']!
  assert.deepEqual(others, [])
  assert.equal(entry!['words'], 'He was in and answered the door himself.')
  const { corrections } = entry!['standsCorrected'] as { corrections: readonly Record<string, unknown>[] }
  assert.deepEqual(
    corrections.map(({ words, why, by }) => [words, why, by]),
    [['His brother opened the door.', 'Notes read again', 'DC Ruth Ashdown']],
  )
})

test('a link to a record that one may not know of is refused like a link to none, and is shown to nobody who may not', async () => {
  const [record, hidden, shared] = [
    await aRecord(),
    await aNominal(owner, { ...person, excluded: ['ctnm-officer'] }),
    await aRecord(),
  ]
  const link = (nominal: string) =>
    ask('POST', `/api/v1/nominals/${record}/facts/associate`, { relation: 'friend', nominal })
  const [toHidden, toNobody] = [await link(hidden), await link(newId())]
  assert.equal(toHidden.status, 422)
  assert.deepEqual(toHidden.body, toNobody.body)
  assert.equal((await link(`${address}/nominals/${shared}`)).status, 201)
  // By its number too, and by what is quoted on the telephone: one that is hidden is answered as one that was never given.
  const numberOf = async (nominal: string) =>
    (
      await owner.query<{ reference: string; quote: string }>(
        'select f.reference, n.quote from nominal_file f join nominal n on n.id = f.nominal_id where n.id = $1',
        [nominal],
      )
    ).rows[0]!
  const [theirs, ours] = [await numberOf(hidden), await numberOf(shared)]
  const toNumber = await link('CN-99-999999')
  assert.equal(toNumber.status, 422)
  for (const reference of [theirs.reference, theirs.quote])
    assert.deepEqual((await link(reference)).body, toNumber.body)
  for (const reference of [ours.reference, ours.quote.toLowerCase()]) {
    const linked = await link(reference)
    assert.deepEqual([linked.status, linked.body['nominal']], [201, shared], JSON.stringify(linked.body))
    await ask(
      'POST',
      `/api/v1/nominals/${record}/facts/associate/${linked.body['id'] as string}/withdrawal`,
      { why: 'x' },
      { ifMatch: linked.etag! },
    )
  }
  await addFact(owner, record, 'associate', { relation: 'friend', other_id: hidden })
  assert.deepEqual(
    (await recordOf(record))['associates']!.map(({ nominal }) => nominal),
    [shared],
  )
})

test('where somebody lives is told to the force there, and no longer once the address is withdrawn', async () => {
  const record = await aNominal(owner, { ...person, unit: 'CTWM-NM', counterTerrorism: false, manager: 'ctnm-officer' })
  const at = `/api/v1/nominals/${record}/facts/address`
  const contact = await tokenOf('force-contact')
  const seen = async () => (await ask('GET', `/api/v1/nominals/${record}`, undefined, { token: contact })).status
  const residences = async () =>
    (await owner.query('select from residence where nominal_id = $1 and superseded_at is null', [record])).rowCount
  const added = await ask('POST', at, factExamples['address'])
  assert.equal(await residences(), 1)
  assert.equal(await seen(), 200)
  await ask(
    'POST',
    `${at}/${added.body['id'] as string}/withdrawal`,
    { why: 'Never lived there' },
    { ifMatch: added.etag! },
  )
  assert.equal(await residences(), 0)
})

test('the database refuses what the program would: another’s name, another agency, a record that is not open, a ground that is missing', async () => {
  const record = await aRecord()
  const { rows } = await owner.query<{ officer: string; agency: string; other: string }>(
    `select o.id as officer, o.agency_id as agency, (select x.id from officer x where x.subject = 'force-officer') as other from officer o where o.subject = 'ctnm-officer'`,
  )
  const { officer, agency, other } = rows[0]!
  const client = await db.pool.connect()
  const tryIt = async (open: boolean, table: string, values: Record<string, unknown>): Promise<string> => {
    try {
      await client.query('begin')
      await client.query(`select enter('${hashOfToken(officerToken)}')`)
      if (open) await client.query('select open_records(array[$1::uuid])', [record])
      const row = {
        id: newId(),
        nominal_id: record,
        recorded_by: officer,
        agency_id: agency,
        source_kind: 'officer',
        ...values,
      }
      const names = Object.keys(row)
      await client.query(
        `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
        Object.values(row),
      )
      return 'written'
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.query('rollback')
    }
  }
  try {
    assert.equal(await tryIt(true, 'language', { language: 'Welsh' }), 'written')
    assert.equal(await tryIt(false, 'language', { language: 'Welsh' }), '42501')
    assert.equal(await tryIt(true, 'language', { language: 'Welsh', recorded_by: other }), '42501')
    assert.equal(await tryIt(true, 'language', { language: 'Welsh', source_kind: 'extract' }), '42501')
    assert.equal(await tryIt(true, 'language', { language: 'Welsh', recorded_at: '2001-01-01' }), '42501')
    assert.equal(await tryIt(true, 'marker', { scheme: 'any', code: 'VI', words: 'Violent' }), '23514')
    assert.equal(
      await tryIt(true, 'basis', {
        kind: 'pdp-authorised',
        words: 'any',
        counter_terrorism: false,
        confirmed: true,
        decider: 'A',
        decider_rank: 'sergeant',
      }),
      '23514',
    )
    assert.equal(
      await tryIt(true, 'entry', {
        happened_at: '2026-01-01',
        kind: 'VISIT',
        kind_words: 'Visit',
        type: 'fact',
        words: 'x',
        marking: 'SECRET',
      }),
      '23514',
    )
    const happened = (minutes: number, values: Record<string, unknown> = {}) =>
      tryIt(true, 'entry', {
        happened_at: new Date(Date.now() + minutes * 60_000).toISOString(),
        kind: 'ARREST',
        kind_words: 'Arrest',
        type: 'fact',
        words: 'x',
        marking: 'OFFICIAL',
        ...values,
      })
    assert.deepEqual([await happened(-1), await happened(4), await happened(10)], ['written', 'written', '23514'])
    assert.equal(await tryIt(true, 'whereabouts', { kind: 'dead', during: '[2999-01-01,)' }), '23514')
    assert.equal(await tryIt(true, 'whereabouts', { kind: 'community', during: '[2999-01-01,)' }), 'written')
    assert.equal(await tryIt(true, 'birth', { kind: 'main', as_given: '31 02 1990' }), '23514')
    assert.equal(await tryIt(true, 'birth', { kind: 'main', as_given: 'July 1990' }), 'written')
    for (const [name, came] of [
      ['007', '23514'],
      ['Or\u202erin', '23514'],
      ['Łuk', 'written'],
      ['محمد', 'written'],
    ] as const)
      assert.equal(await tryIt(true, 'known_name', { kind: 'ALIAS', full_name: name }), came)
    assert.equal(await happened(-1, { words: 'a\u200bb' }), '23514')
    const [entry] = (await owner.query<{ id: string }>('select id from known_name where nominal_id = $1', [record]))
      .rows
    await owner.query('update known_name set superseded_at = now() where id = $1', [entry!.id])
    assert.equal(await tryIt(true, 'known_name', { kind: 'name', full_name: 'Any', supersedes: entry!.id }), 'CC409')
    for (const statement of [
      `update language set words = 'x'`,
      'delete from language',
      `update entry set words = 'x'`,
    ]) {
      await client.query('begin')
      await client.query(`select enter('${hashOfToken(officerToken)}')`)
      await assert.rejects(client.query(statement), /permission denied/)
      await client.query('rollback')
    }
  } finally {
    client.release()
  }
})

test('a year of two digits is near: an order runs ahead, and an offence lies behind', async () => {
  const record = await aRecord()
  const added = async (kind: string, given: object) =>
    (await ask('POST', `/api/v1/nominals/${record}/facts/${kind}`, { ...factExamples[kind], ...given })).body
  assert.equal((await added('release-date', { onDay: '1 3 28' }))['onDay'], '2028-03-01')
  assert.equal((await added('order', { reviewOn: '1 3 28', from: '1 2 85', to: '31 1 34' }))['from'], '1985-02-01')
  assert.equal((await added('identity-document', { expiresOn: '1/6/29' }))['expiresOn'], '2029-06-01')
  assert.equal((await added('offence', { committedOn: '2 3 28', convictedOn: '' }))['committedOn'], '1928-03-02')
})

test('a version that was asked for by its own address has its own tag, so that nobody writes over what they have not read', async () => {
  const record = await aRecord()
  const at = `/api/v1/nominals/${record}/facts/telephone`
  const first = await ask('POST', at, factExamples['telephone'])
  const old = `${at}/${first.body['id'] as string}`
  await ask('PUT', old, { ...factExamples['telephone'], number: '01632 960222' }, { ifMatch: first.etag! })
  const again = await ask('GET', old)
  assert.equal((await ask('PUT', old, factExamples['telephone'], { ifMatch: again.etag! })).status, 412)
  const current = await ask('GET', `${at}/${again.body['current'] as string}`)
  assert.equal(current.body['number'], '01632 960222')
  assert.equal((await ask('PUT', old, factExamples['telephone'], { ifMatch: current.etag! })).status, 200)
})

test('many add to one record at once, and none is sent away', async () => {
  const record = await aRecord()
  const statuses = await Promise.all(
    Array.from(
      { length: 24 },
      async () => (await ask('POST', `/api/v1/nominals/${record}/facts/entry`, factExamples['entry'])).status,
    ),
  )
  assert.deepEqual(new Set(statuses), new Set([201]))
})
