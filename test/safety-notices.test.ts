// The one door through a wall: words that whoever answers for a hidden record wrote for those who visit or attend. Before it is written they see
// nothing; afterwards exactly its words more, and nothing else is different for them or for anybody else.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { needToKnowUpkeep } from '#need-to-know'
import { act, formTokenOf, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { writeNotice } from '../src/need-to-know/notice.ts'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const [supervisor, denied, room, elsewhere] = ['ctnm-supervisor', 'force-officer', 'control-room', 'nsd-practitioner']
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'notices'))
  return tokens.get(signIn)!
}
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows
const programAs = async (signIn: string, path: string, body?: object) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, text, body: JSON.parse(text) as Record<string, never> }
}
const asSql = async <Result>(signIn: string, work: (tx: Parameters<Parameters<typeof act>[2]>[0]) => Promise<Result>) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
    result: await work(tx),
    audit: { action: 'test.gone-round' },
  }))

const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
const inDays = (days: number): string => today.add({ days }).toString()
const words = 'Do not visit alone; ring from the street first'

let count = 0
/** Somebody behind a wall, whom neither the force nor probation may know of; and the same name elsewhere each time. */
const somebody = (more: Partial<Person> = {}): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    onlyFor: [supervisor, 'ctnm-duty-officer', 'ctnm-officer'],
    names: [{ forenames: 'Lysander', surname: `Quennel${'abcdefghij'[count++ % 10]!}` }],
    bornOn: '1984-02-29',
    address: '12 Thimble Lane',
    ...more,
  })
const written = async (nominal: NominalId, more: object = {}, as = supervisor): Promise<string> => {
  const { status, body, text } = await programAs(as, `/nominals/${nominal}/safety-notices`, {
    words,
    who: 'named',
    named: ['22'],
    line: '12 Thimble Lane',
    postcode: 'TF3 4NA',
    until: inDays(60),
    review: inDays(28),
    ...more,
  })
  assert.equal(status, 201, text)
  return body['notice'] as unknown as string
}
const noticesAt = async (
  signIn: string,
  query: Record<string, string>,
): Promise<readonly { words: string; place: string }[]> =>
  (await programAs(signIn, `/nominals?${new URLSearchParams(query).toString()}`)).body['notices'] as never
const there = { address: '12 Thimble Lane', postcode: 'TF3 4NA' }
const endAll = () =>
  rows(`with gone as (update safety_notice set ended_at = now() where ended_at is null returning id, nominal_id)
        insert into safety_notice_end (notice_id, nominal_id, kind) select id, nominal_id, 'over' from gone`)

const nothing = {
  words: '',
  who: '',
  named: [],
  flat: '',
  line: '',
  postcode: '',
  given: '',
  family: '',
  born: '',
  record: '',
  until: '',
  review: '',
}
const ground = {
  today,
  readers: new Map(),
  wholeNames: [],
  other: null,
  nominal: 'x' as NominalId,
  saysOfWhom: false,
  hasDesk: true,
}

test('a notice is refused with every reason at once', () => {
  const empty = writeNotice(nothing, ground)
  assert.deepEqual(!empty.agreed && empty.refusals.map(({ field }) => field), [
    'words',
    'who',
    'line',
    'until',
    'review',
  ])
  const wrong = writeNotice(
    {
      ...nothing,
      words: 'x'.repeat(301),
      who: 'named',
      named: ['Nowhere Police'],
      line: 'Thimble Lane',
      family: 'Quennell',
      record: 'CN-26-999999',
      until: '1 1 2020',
      review: today.add({ days: 29 }).toString(),
    },
    { ...ground, saysOfWhom: true, hasDesk: false },
  )
  assert.deepEqual(!wrong.agreed && wrong.refusals.map(({ field }) => field), [
    '',
    'words',
    'words',
    'named',
    'line',
    'family',
    'born',
    'record',
    'until',
    'review',
  ])
})

test('it is written by whoever supervises the unit that leads, and the database says so too', async () => {
  const nominal = await somebody()
  const asked = {
    words,
    who: 'everybody',
    line: '1 Cooper Row',
    postcode: 'TF3 4NA',
    until: inDays(9),
    review: inDays(9),
  }
  assert.equal((await programAs('ctnm-officer', `/nominals/${nominal}/safety-notices`, asked)).status, 403)
  assert.equal((await programAs(denied, `/nominals/${nominal}/safety-notices`, asked)).status, 404)
  assert.equal((await programAs(denied, `/nominals/${newId()}/safety-notices`, asked)).status, 404)
  const goneRound = (
    signIn: string,
    given: { said?: string; review?: string; until?: string; keys?: string[]; everybody?: boolean },
  ) =>
    asSql(signIn, async tx => {
      await sql`select open_record(${nominal}::uuid)`.execute(tx)
      await sql`select write_safety_notice(${newId()}::uuid, ${nominal}::uuid, 'AAAA-BBBB', ${given.said ?? words}, ${given.until ?? inDays(9)}::date, ${given.review ?? inDays(9)}::date,
        14, ${given.everybody ?? true}, '{}', '{}', '1 Cooper Row', ${given.keys ?? ['TF3 4NA||1 COOPER ROW']}::text[], '', '{}', null, null)`.execute(
        tx,
      )
    })
  await assert.rejects(goneRound('ctnm-officer', {}), { code: 'CC403' })
  await assert.rejects(goneRound(denied, {}), { code: 'CC403' })
  const [record] = await rows(
    'select reference, (select quote from nominal where id = nominal_id) as quote from nominal_file where nominal_id = $1',
    nominal,
  )
  for (const given of [
    { review: inDays(29) },
    { review: inDays(0) },
    { until: inDays(400) },
    { keys: [] },
    { keys: ['TF3'] },
    { everybody: false },
    { said: 'Short' },
    { said: 'x'.repeat(301) },
    { said: `Ask about ${(record as { reference: string }).reference} before you go` },
    { said: `Ask about ${(record as { quote: string }).quote} before you go` },
  ])
    await assert.rejects(goneRound(supervisor, given), { code: '23514' }, JSON.stringify(given))
  await goneRound(supervisor, {})
  for (const statement of [
    'update safety_notice set words = $1',
    'delete from safety_notice where words = $1',
    'insert into safety_notice_showing (how) values ($1)',
  ])
    await assert.rejects(db.pool.query(statement, ['x']), /permission denied/)
  await endAll()
})

test('its words never say of whom it is, nor who answers for them', async () => {
  const nominal = await somebody({ names: [{ forenames: 'Oriel', surname: 'Vantongeren' }] })
  const [who] = await rows(`select name from officer where subject = 'ctnm-supervisor'`)
  for (const said of [
    'Oriel Vantongeren keeps a large dog at the back',
    'Somebody like oriel vantongeren keeps a large dog',
    `Speak to ${(who as { name: string }).name} before you go there`,
    'Read CN-26-000123 before you go there',
  ]) {
    const { status, text } = await programAs(supervisor, `/nominals/${nominal}/safety-notices`, {
      words: said,
      who: 'everybody',
      line: '1 Cooper Row',
      postcode: 'TF3 4NA',
      until: inDays(9),
      review: inDays(9),
    })
    assert.equal(status, 422, said)
    assert.ok(text.includes('never says of whom it is'))
  }
})

/** What one sees of everything here, as pages and as answers, without what differs between two moments. */
const seenBy = async (signIn: string, paths: readonly string[]): Promise<readonly string[]> => {
  const token = await tokenOf(signIn)
  const seen: string[] = []
  for (const path of paths) {
    const reply = await fetch(address + path, {
      headers: path.startsWith('/api/')
        ? { authorization: `Bearer ${token}` }
        : { cookie: `concord_session=${token}`, accept: 'text/html' },
    })
    seen.push(
      `${reply.status} ${(await reply.text())
        .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')
        .replaceAll(/data-seconds-left="\d+"/g, '')
        .replaceAll(/name="formAt" value="[^"]*"/g, '')}`,
    )
  }
  return seen
}
const withoutNotices = (page: string): string =>
  page
    .replaceAll(/\s*<section class="desk" aria-label="Safety notice">[\s\S]*?<\/section>\s*/g, '\n')
    .replaceAll(/\s*<section class="panel panel--notice" id="safety-notice-\d+"[\s\S]*?<\/section>\s*/g, '\n')
    .replaceAll(/"notices":\[[^\]]*\]/g, '"notices":[]')
const squeezed = (pages: readonly string[]): readonly string[] =>
  pages.map(page => withoutNotices(page).replaceAll(/\s+/g, ' '))

test('without a notice the denied see nothing; with one exactly its words; and whoever it is not for sees no difference', async () => {
  const nominal = await somebody({ names: [{ forenames: 'Cressida', surname: 'Holloway' }] })
  const visited = await aNominal(owner, {
    unit: '22-PPU',
    manager: denied,
    names: [{ forenames: 'Ignatius', surname: 'Thorne' }],
    address: '12 Thimble Lane',
  })
  const [mother] = [
    await aNominal(owner, { unit: '22-PPU', manager: denied, names: [{ forenames: 'Beatrix', surname: 'Thorne' }] }),
  ]
  const paths = [
    '/search?address=12+Thimble+Lane&postcode=TF3+4NA',
    '/search?q=Cressida+Holloway&born=1984-02-29',
    '/search?q=Cressida+Holloway',
    '/search?q=Beatrix+Thorne',
    `/nominals/${visited}`,
    `/nominals/${mother}`,
    `/nominals/${nominal}`,
    `/api/v1/nominals?q=Cressida+Holloway&born=1984-02-29`,
    `/api/v1/nominals?q=cressida+holloway+12+thimble+lane+tf3+4na`,
    `/api/v1/nominals/${mother}/notices-shown`,
    `/api/v1/nominals/${nominal}/notices-shown`,
    `/api/v1/nominals/${nominal}`,
    `/nominals/${nominal}/safety-notices`,
    '/tasks',
    '/safety-notices',
  ]
  await seenBy(denied, paths) // (what is new since one last looked is settled)
  await seenBy(elsewhere, paths)
  const before = { denied: await seenBy(denied, paths), elsewhere: await seenBy(elsewhere, paths) }
  assert.ok(before.denied.every(page => !page.includes(words) && !page.includes('Safety notice<')))
  const [{ quote } = { quote: '' }] = (await rows('select quote from nominal where id = $1', mother)) as {
    quote: string
  }[]
  // (the supervisor of counter-terrorism may know of a record of the force in summary)
  await written(nominal, { given: 'Cressida', family: 'Holloway', born: '29 2 1984', record: quote })
  const shown = { denied: await seenBy(denied, paths), elsewhere: await seenBy(elsewhere, paths) }
  assert.deepEqual(shown.elsewhere, before.elsewhere, 'those whom it is not for')
  const where = shown.denied.map(page => page.includes(words))
  assert.deepEqual(where, [
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
  assert.deepEqual(squeezed(shown.denied), squeezed(before.denied), 'nothing else differs')
  const [behind] = (await rows(
    'select n.quote, f.reference from nominal n join nominal_file f on f.nominal_id = n.id where n.id = $1',
    nominal,
  )) as {
    quote: string
    reference: string
  }[]
  const all = shown.denied.join('\n')
  for (const secret of [behind!.quote, behind!.reference]) assert.ok(!all.includes(secret), secret)
  await endAll()
  assert.deepEqual(await seenBy(denied, paths), before.denied, 'and when it has ended all is as before')
})

test('before somebody is recorded it is shown too, on pages and to programs', async () => {
  const nominal = await somebody({ names: [{ forenames: 'Tiberius', surname: 'Fanshawe' }] })
  const officer = visitor(address)
  await officer.signIn(denied)
  const asked = { 'names.0.given': 'Tiberius', 'names.0.family': 'Fanshawe', 'birth.asGiven': '29 2 1984' }
  const looking = async () =>
    (
      await officer.post('/nominals/new', {
        ...asked,
        formToken: formTokenOf(officer.cookie('concord_session')!.value),
      })
    ).text()
  assert.ok(!(await looking()).includes(words))
  await written(nominal, {
    line: '',
    postcode: '',
    given: 'Tiberius',
    family: 'Fanshawe',
    born: '1984-02-29',
    who: 'everybody',
    named: [],
  })
  const page = await looking()
  assert.ok(page.includes(words) && page.includes('Why there is a record'))
  const made = await programAs(denied, '/nominals', {
    names: [{ given: 'Tiberius', family: 'Fanshawe' }],
    birth: { asGiven: '29 2 1984' },
    basis: { kind: 'licence-or-order', counterTerrorism: false },
  })
  assert.equal(made.status, 201, made.text)
  assert.equal((made.body['notices'] as unknown as { words: string }[])[0]!.words, words)
  await endAll()
})

type Check = {
  known: boolean
  desks: { desk: string; telephone: string; quote: string; instructions: { instruction: string; place: string }[] }[]
}
const checked = async (line: string, flat = ''): Promise<Check> =>
  (await programAs(room, '/address-checks', { line, flat, postcode: 'TF3 4NA', incident: 'WM-1', purpose: 'A fire' }))
    .body as unknown as Check

test('a control room is told its words, the desk and a reference that is the notice’s own', async () => {
  const nominal = await somebody({ address: '7 Falcon Court' })
  assert.deepEqual(await checked('7 Falcon Court'), { known: false, desks: [] })
  await written(nominal, { line: 'Flat 4, 7 Falcon Court' })
  const [{ quote, telephone, desk } = { quote: '', telephone: '', desk: '' }] = (await rows(
    'select s.quote, c.duty_telephone as telephone, c.duty_desk as desk from safety_notice s join contact_now c on c.id = s.nominal_id where s.nominal_id = $1',
    nominal,
  )) as { quote: string; telephone: string; desk: string }[]
  const told = (place: string) => ({
    known: true,
    desks: [{ desk, telephone, quote, instructions: [{ instruction: words, place }] }],
  })
  assert.deepEqual(await checked('7 Falcon Court'), told('another flat'))
  assert.deepEqual(await checked('7 Falcon Court', '4'), told('here'))
  assert.deepEqual(await checked('7 Falcon Court', '5'), { known: false, desks: [] })
  const shown = await rows('select how from safety_notice_showing where nominal_id = $1', nominal)
  assert.deepEqual(shown, [{ how: 'address check' }, { how: 'address check' }])
  await endAll()
  assert.deepEqual(await checked('7 Falcon Court', '4'), { known: false, desks: [] })
})

test('whether its record is hidden makes no difference to what is shown', async () => {
  const hidden = await somebody({ address: '1 Heron Row' })
  const plain = await aNominal(owner, {
    unit: 'CTWM-NM',
    manager: supervisor,
    names: [{ forenames: 'Lysander', surname: 'Plain' }],
    address: '2 Heron Row',
  })
  for (const [n, nominal] of [hidden, plain].entries()) await written(nominal, { line: `${n + 1} Heron Row` })
  const shown = await Promise.all(
    ['1 Heron Row', '2 Heron Row'].map(line => noticesAt(denied, { address: line, postcode: 'TF3 4NA' })),
  )
  const alike = shown.map(each => each.map(notice => ({ ...notice, quote: '' })))
  assert.equal(alike[0]!.length, 1)
  assert.deepEqual(alike[0], alike[1])
  await endAll()
})

test('each showing is kept and in the log without a word of it; those who answer are told once an hour', async () => {
  const nominal = await somebody()
  const notice = await written(nominal)
  await noticesAt(denied, there)
  await noticesAt(denied, there)
  assert.equal((await rows('select from safety_notice_showing where notice_id = $1', notice)).length, 2)
  const tasks = await rows(`select words from task where kind = 'safety-notice.shown' and subject_id = $1`, notice)
  assert.equal(tasks.length, 1)
  const [entry] = (await rows(
    `select e.records, e.field_groups as groups, e::text as line, array(select s.access from audit_subject s where s.entry_id = e.id and s.nominal_id = $1) as access
       from audit_entry e where action = 'nominals.searched' order by at desc limit 1`,
    nominal,
  )) as { records: string[]; groups: string[]; line: string; access: string[] }[]
  assert.ok(entry!.records.includes(notice) && entry!.groups.includes('safety-notice'))
  assert.deepEqual(entry!.access, ['none'])
  assert.ok(!entry!.line.includes('Do not visit'))
  const seen = await programAs(supervisor, `/safety-notices/${notice}`)
  assert.equal((seen.body['shownTo'] as unknown as unknown[]).length, 2)
  assert.equal((await programAs(denied, `/safety-notices/${notice}`)).status, 404)
  await endAll()
})

test('withdrawn it is shown to nobody; a lapse of vetting takes it away with everything else', async () => {
  const nominal = await somebody()
  const notice = await written(nominal)
  assert.equal((await noticesAt(denied, there)).length, 1)
  await rows(
    `update vetting set during = daterange('2020-01-01', '2021-01-01') where officer_id = (select id from officer where subject = $1)`,
    denied,
  )
  assert.equal((await noticesAt(denied, there)).length, 0)
  await rows(
    `update vetting set during = daterange('2020-01-01', null) where officer_id = (select id from officer where subject = $1)`,
    denied,
  )
  assert.equal((await noticesAt(denied, there)).length, 1)
  assert.equal((await programAs(supervisor, `/safety-notices/${notice}/withdrawal`, { why: '' })).status, 422)
  assert.equal(
    (await programAs('ctnm-officer', `/safety-notices/${notice}/withdrawal`, { why: 'It is over' })).status,
    403,
  )
  await assert.rejects(
    asSql('ctnm-officer', tx => sql`select withdraw_safety_notice(${notice}::uuid, 'It is over')`.execute(tx)),
    { code: 'CC403' },
  )
  assert.equal((await programAs(supervisor, `/safety-notices/${notice}/withdrawal`, { why: 'It is over' })).status, 200)
  assert.equal((await noticesAt(denied, there)).length, 0)
  assert.equal(
    (await programAs(supervisor, `/safety-notices/${notice}/review`, { why: 'As before', review: inDays(9) })).status,
    422,
  )
  await assert.rejects(
    asSql(supervisor, tx =>
      sql`select review_safety_notice(${notice}::uuid, ${inDays(9)}::date, 'As before')`.execute(tx),
    ),
    { code: 'CC409' },
  )
})

const upkeep = async () => {
  for (const step of needToKnowUpkeep) await step(db)
}
const back = (notice: string, days: number) =>
  rows(
    `update safety_notice set written_at = written_at - make_interval(days => $2), reviewed_on = reviewed_on - $2::integer, review_on = review_on - $2::integer where id = $1`,
    notice,
    days,
  )
const tasksAbout = async (notice: string): Promise<readonly string[]> =>
  (
    (await rows(
      `select kind, closed_at from task where subject_id = $1 and kind <> 'safety-notice.shown' order by recorded_at, kind`,
      notice,
    )) as {
      kind: string
      closed_at: unknown
    }[]
  ).map(({ kind, closed_at }) => `${kind}${closed_at ? ' closed' : ''}`)

test('its review is asked for before it is due; unreviewed it is shown some days more, is told to the region lead, and then ends', async () => {
  const nominal = await somebody()
  const notice = await written(nominal)
  await upkeep()
  assert.deepEqual(await tasksAbout(notice), [])
  await back(notice, 22)
  await upkeep()
  await upkeep()
  assert.deepEqual(await tasksAbout(notice), ['safety-notice.review'])
  assert.equal(
    (await programAs(supervisor, `/safety-notices/${notice}/review`, { why: 'x', review: inDays(29) })).status,
    422,
  )
  const reviewed = await programAs(supervisor, `/safety-notices/${notice}/review`, {
    why: 'Asked the manager: it is still so',
    review: inDays(28),
  })
  assert.equal(reviewed.status, 200, reviewed.text)
  assert.deepEqual(await tasksAbout(notice), ['safety-notice.review closed'])
  await assert.rejects(
    asSql(supervisor, tx =>
      sql`select review_safety_notice(${notice}::uuid, ${inDays(29)}::date, 'As before')`.execute(tx),
    ),
    { code: '23514' },
  )
  const open = async () => (await tasksAbout(notice)).filter(kind => !kind.endsWith('closed'))
  await rows(
    'update safety_notice_review set reviewed_at = reviewed_at - interval $$29 days$$ where notice_id = $1',
    notice,
  )
  await rows(`update task set recorded_at = recorded_at - interval '60 days' where subject_id = $1`, notice)
  await back(notice, 29)
  await upkeep()
  assert.deepEqual(await open(), ['safety-notice.overdue', 'safety-notice.overdue', 'safety-notice.review'])
  assert.equal((await noticesAt(denied, there)).length, 1, 'shown still')
  await back(notice, 11)
  await upkeep()
  assert.ok((await open()).includes('safety-notice.last-days'))
  await back(notice, 3)
  assert.equal((await noticesAt(denied, there)).length, 0, 'not one day longer, whether or not anybody kept up')
  await upkeep()
  assert.deepEqual(await open(), ['safety-notice.ended', 'safety-notice.ended'])
  assert.deepEqual(await rows('select kind from safety_notice_end where notice_id = $1', notice), [
    { kind: 'not reviewed' },
  ])
})

test('on the page: refused with every reason, kept as typed, and put up', async () => {
  const nominal = await somebody({ onlyFor: [supervisor] })
  await addFact(owner, nominal, 'language', { language: 'Welsh' })
  const lead = visitor(address)
  await lead.signIn(supervisor)
  const record = await (await lead.get(`/nominals/${nominal}`)).text()
  assert.ok(record.includes('Write a safety notice'))
  const at = `/nominals/${nominal}/safety-notices`
  const { action, fields } = formIn(await (await lead.get(at)).text(), /safety-notices/)
  const refused = await lead.post(action, {
    ...fields,
    words: 'Large dog at the back',
    who: 'named',
    named: 'West Mercia Police\nNowhere',
  })
  assert.equal(refused.status, 422)
  const told = await refused.text()
  for (const text of [
    'There is no agency or unit “Nowhere”',
    'Say where it is shown',
    'Large dog at the back',
    'Enter the last day',
  ])
    assert.ok(told.includes(text), text)
  const put = await lead.post(action, {
    ...fields,
    words: 'Large dog at the back: ring first',
    who: 'named',
    named: 'West Mercia Police',
    line: '5 Osprey Row',
    postcode: 'TF3 4NA',
    until: inDays(20),
    review: inDays(20),
  })
  assert.equal(put.status, 303)
  const page = await (await lead.follow(put)).text()
  assert.ok(
    page.includes('Large dog at the back') && page.includes('West Mercia Police') && page.includes('It still holds'),
  )
  assert.ok((await (await lead.get('/safety-notices')).text()).includes('5 Osprey Row'))
})

test('a safety sheet that is opened in an emergency shows it too, at its addresses', async () => {
  const behind = await somebody({ address: '3 Kestrel Row' })
  const visited = await aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    names: [{ forenames: 'Ottilie', surname: 'Braithe' }],
    address: '3 Kestrel Row',
  })
  const [use] = await rows(
    `insert into emergency_access (id, nominal_id, officer_id, role, agency_id, unit_id, session_id, found, code, reason, ends_at)
     select gen_random_uuid(), $1, o.id, 'officer', u.agency_id, u.id, gen_random_uuid(), 'contact', 'attending', 'Two officers are there', now() + interval '50 minutes'
       from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = $2 limit 1 returning id`,
    visited,
    denied,
  )
  const at = `/emergency-access/${(use as { id: string }).id}`
  const before = await programAs(denied, at)
  assert.ok(before.body['sheet'] !== null, before.text)
  assert.deepEqual(before.body['notices'], [])
  await written(behind, { line: '3 Kestrel Row' })
  const shown = await programAs(denied, at)
  assert.deepEqual(
    (shown.body['notices'] as unknown as { words: string; place: string }[]).map(notice => [
      notice.words,
      notice.place,
    ]),
    [[words, 'here']],
  )
  assert.deepEqual(await rows('select how from safety_notice_showing where nominal_id = $1', behind), [
    { how: 'safety sheet' },
  ])
  await endAll()
})
