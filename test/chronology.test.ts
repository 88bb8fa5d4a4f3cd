// The chronology of a record against a real server and database: typed entries and graded intelligence, filters and pages for people and
// programs, the chronology as it was known on a day, and what the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool, type NominalId } from '#platform'
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
const aRecord = () => aNominal(owner, { ...person, manager: 'ctnm-officer', markers: ['Violent'] })
const officerToken = await beginApiSession(db, 'ctnm-officer', 'chronology')
const officer = visitor(address)
await officer.signIn('ctnm-officer')

type Answer = { readonly status: number; readonly etag: string | null; readonly body: Record<string, unknown> }
const ask = async (
  method: string,
  path: string,
  body?: unknown,
  { token = officerToken, ifMatch }: { token?: string; ifMatch?: string | null } = {},
): Promise<Answer> => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch ? { 'if-match': ifMatch } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, etag: reply.headers.get('etag'), body: (await reply.json()) as Answer['body'] }
}

type Correction = {
  readonly words: string
  readonly kindWords: string
  readonly type: string
  readonly grading: unknown
}
type Entry = Correction & {
  readonly id: string
  readonly kind: string
  readonly heldElsewhere: string
  readonly heldTelephone: string
  readonly standsCorrected: {
    readonly corrections: readonly Correction[]
    readonly withdrawn: { readonly reason: string } | null
  } | null
}
type Page = {
  readonly everything: number
  readonly total: number
  readonly kinds: readonly { readonly code: string; readonly count: number }[]
  readonly agencies: readonly { readonly code: string; readonly count: number }[]
  readonly entries: readonly Entry[]
  readonly next: string | null
}
const entriesOf = async (nominal: NominalId, query: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const reply = await ask('GET', `/api/v1/nominals/${nominal}/entries?${new URLSearchParams(query).toString()}`)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body as unknown as Page
}
const wordsOf = ({ entries }: Page) => entries.map(({ words }) => words)

const plain = { kind: 'CONTACT', happenedAt: '2026-11-20 18:40', type: 'reported', words: 'Rang.', marking: 'OFFICIAL' }
const graded = {
  ...plain,
  kind: 'INTEL',
  words: 'Seen at a yard.',
  sourceGrade: '2',
  informationGrade: 'C',
  handlingCode: 'C',
  handlingConditions: 'Not abroad.',
}
const add = async (nominal: NominalId, values: object): Promise<Answer> => {
  const added = await ask('POST', `/api/v1/nominals/${nominal}/facts/entry`, { ...plain, ...values })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  return added
}
const correct = (nominal: NominalId, fact: Answer, values: object) =>
  ask('PUT', `/api/v1/nominals/${nominal}/facts/entry/${fact.body['id'] as string}`, values, { ifMatch: fact.etag })
const withdraw = (nominal: NominalId, fact: Answer, why: string) =>
  ask(
    'POST',
    `/api/v1/nominals/${nominal}/facts/entry/${fact.body['id'] as string}/withdrawal`,
    { why },
    { ifMatch: fact.etag },
  )

// A record with a life in it, for reading only.
const lived = await aRecord()
const fromProbation = {
  agency_id: (await owner.query<{ id: string }>(`select id from agency where kind = 'probation' limit 1`)).rows[0]!.id,
}
for (const [happened_at, kind, kind_words, type, words, more] of [
  ['2026-03-01T10:00Z', 'VISIT', 'Visit', 'reported', 'Visited at home; his mother was there.', {}],
  ['2026-03-28T23:30Z', 'VISIT', 'Visit', 'reported', 'Nobody opened.', {}],
  ['2026-03-29T12:00Z', 'CONTACT', 'Contact', 'reported', 'Rang about the new job, in Ludlow.', fromProbation],
  ['2026-06-01T10:00Z', 'REVIEW', 'Review', 'opinion', 'Calmer since the new  job.', fromProbation],
  ['2026-09-01T10:00Z', 'ARREST', 'Arrest', 'fact', 'Arrested at O’Neil’s garage (50% owner).', {}],
] as const)
  await addFact(owner, lived, 'entry', { happened_at, kind, kind_words, type, words, ...more })

test('newest first, with how many there are of each kind and from each agency', async () => {
  const all = await entriesOf(lived)
  assert.deepEqual([all.everything, all.total, all.next], [5, 5, null])
  assert.deepEqual(wordsOf(all)[0], 'Arrested at O’Neil’s garage (50% owner).')
  assert.deepEqual(
    all.kinds.map(({ code, count }) => [code, count]),
    [
      ['VISIT', 2],
      ['ARREST', 1],
      ['CONTACT', 1],
      ['REVIEW', 1],
    ],
  )
  assert.deepEqual(
    all.agencies.map(({ count }) => count),
    [3, 2],
  )
})

const [, probation] = (await entriesOf(lived)).agencies
for (const [query, first, total] of [
  [{ kind: 'VISIT' }, 'Nobody opened.', 2],
  [{ kind: 'VISIT,ARREST' }, 'Arrested at O’Neil’s garage (50% owner).', 3],
  [{ agency: probation!.code }, 'Calmer since the new  job.', 2],
  [{ agency: 'none such' }, undefined, 0],
  [{ words: 'visit' }, 'Nobody opened.', 2], // by its kind, and by its words
  [{ words: 'new job' }, 'Calmer since the new  job.', 2],
  [{ words: '"new job" ludlow' }, 'Rang about the new job, in Ludlow.', 1],
  [{ words: 'ew' }, undefined, 0],
  [{ words: "o'neil" }, 'Arrested at O’Neil’s garage (50% owner).', 1],
  [{ words: '(50%' }, 'Arrested at O’Neil’s garage (50% owner).', 1],
  [{ words: '.*' }, 'Arrested at O’Neil’s garage (50% owner).', 5], // nothing to look for
  [{ words: 'j.b' }, undefined, 0],
  [{ from: '29 3 2026', to: '29 March 2026' }, 'Rang about the new job, in Ludlow.', 1],
  [{ to: '28/3/26' }, 'Nobody opened.', 2], // at half past eleven at night, by the clock in London
  [{ kind: 'CONTACT,REVIEW', words: 'job', from: '2026-05-01' }, 'Calmer since the new  job.', 1],
] as const)
  test(`entries asked for by ${JSON.stringify(query)}: ${total}`, async () => {
    const page = await entriesOf(lived, query)
    assert.deepEqual([page.total, page.everything, wordsOf(page)[0]], [total, 5, first])
    const html = await (
      await officer.get(`/nominals/${lived}/chronology?${new URLSearchParams(query).toString()}`)
    ).text()
    if (first !== undefined)
      assert.ok(html.replaceAll(/<\/?mark>/g, '').includes(first.replaceAll('’', '’')), html.slice(html.indexOf('<h1')))
    assert.ok(total === 5 || html.includes(`${total === 0 ? 'None' : total} of ${total === 0 ? 'the ' : ''}5 entries`))
  })

test('a filter by kind does not change how many there are of the other kinds, and others do', async () => {
  const counts = async (query: Readonly<Record<string, string>>) =>
    Object.fromEntries((await entriesOf(lived, query)).kinds.map(({ code, count }) => [code, count]))
  assert.deepEqual(await counts({ kind: 'VISIT' }), { VISIT: 2, ARREST: 1, CONTACT: 1, REVIEW: 1 })
  assert.deepEqual(await counts({ words: 'job' }), { CONTACT: 1, REVIEW: 1 })
})

test('every reason against a filter is told at once, on the page and to a program', async () => {
  const query = 'from=soon&to=31+2+2026&words=yard'
  const page = await officer.get(`/nominals/${lived}/chronology?${query}`)
  assert.equal(page.status, 422)
  const html = await page.text()
  for (const words of ['The first day must be a date', 'The last day must be a date', 'value="soon"', 'value="yard"'])
    assert.ok(html.includes(words), words)
  const answer = await ask('GET', `/api/v1/nominals/${lived}/entries?${query}`)
  assert.equal(answer.status, 400)
  assert.match(JSON.stringify(answer.body), /The first day.*The last day/)
})

test('pages follow one another without a gap or an entry twice, under any filter', async () => {
  const record = await aRecord()
  await owner.query(
    `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'extract', timestamptz '2026-01-01' + (n / 3) * interval '1 hour', case when n % 2 = 0 then 'VISIT' else 'NOTE' end, 'Any', 'reported', 'Number ' || n
       from officer o, generate_series(1, 260) n where o.service limit 260`,
    [record],
  )
  for (const query of [{}, { kind: 'VISIT' }] as const) {
    const seen: string[] = []
    let [cursor, pages] = [null as string | null, 0]
    do {
      const page: Page = await entriesOf(record, { ...query, ...(cursor === null ? {} : { cursor }) })
      seen.push(...page.entries.map(({ id }) => id))
      assert.equal(page.total, 'kind' in query ? 130 : 260)
      cursor = page.next
      pages += 1
    } while (cursor !== null)
    assert.deepEqual([new Set(seen).size, seen.length], 'kind' in query ? [130, 130] : [260, 260])
    assert.equal(pages, 'kind' in query ? 3 : 6)
  }
  let html = await (await officer.get(`/nominals/${record}`)).text()
  assert.match(html, /The latest 20 of 260 entries/)
  html = await (await officer.get(`/nominals/${record}/chronology?kind=VISIT`)).text()
  const [, older] = /href="([^"]*cursor=[^"]*)"/.exec(html) ?? []
  assert.match(older!, /kind=VISIT/)
  html = await (await officer.get(older!.replaceAll('&amp;', '&'))).text()
  assert.match(html, /Back to the newest/)
  assert.equal((await officer.get(`/nominals/${record}/chronology?cursor=here`)).status, 400)
})

test('a correction hangs under what it corrects, and its correction too; the entry stands where the last one puts it', async () => {
  const record = await aRecord()
  const first = await add(record, { words: 'Seen on Tuesday.' })
  const second = await correct(record, first, {
    ...plain,
    words: 'Seen on Monday.',
    happenedAt: '2026-11-19 09:00',
    why: 'Misread',
  })
  const third = await correct(record, second, {
    ...plain,
    kind: 'VISIT',
    type: 'opinion',
    words: 'Seen on Monday, I think.',
    happenedAt: '2026-11-19 09:00',
    why: 'A visit',
  })
  assert.equal(third.status, 200, JSON.stringify(third.body))
  const [entry, ...others] = (await entriesOf(record)).entries
  assert.deepEqual(others, [])
  assert.equal(entry!.words, 'Seen on Tuesday.')
  assert.deepEqual(
    entry!.standsCorrected?.corrections.map(({ words, type, kindWords }) => [words, type, kindWords]),
    [
      ['Seen on Monday.', 'reported', 'Contact'],
      ['Seen on Monday, I think.', 'opinion', 'Visit'],
    ],
  )
  assert.equal((await entriesOf(record, { kind: 'VISIT' })).total, 1)
  assert.equal((await entriesOf(record, { kind: 'CONTACT' })).total, 0)
  assert.equal((await entriesOf(record, { to: '19 11 2026' })).total, 1)
  assert.equal((await entriesOf(record, { words: 'tuesday' })).total, 1) // what was said first is found too
  assert.equal((await withdraw(record, third, 'Another man')).status, 200)
  const withdrawn = (await entriesOf(record)).entries[0]!
  assert.deepEqual(withdrawn.standsCorrected?.withdrawn?.reason, 'Another man')
  // The record's own JSON, which is made elsewhere, says the same.
  const whole = (await ask('GET', `/api/v1/nominals/${record}?sections=entries`)).body as { entries: readonly Entry[] }
  // What a chronology says besides, of the files that an entry carries, a record's own section does not.
  const { files, mayLeave, ...said } = withdrawn as Entry & { readonly files: unknown; readonly mayLeave: unknown }
  assert.deepEqual([files, mayLeave], [[], true])
  assert.deepEqual(whole.entries, [said])
  const html = await (await officer.get(`/nominals/${record}/chronology`)).text()
  assert.match(
    html,
    /19 November 2026[^]*Withdrawn by DC Ruth Ashdown: Another man[^]*Seen on Tuesday[^]*First recorded as contact, for 20 November 2026[^]*Seen on Monday\.[^]*Opinion[^]*Seen on Monday, I think/,
  )
})

test('an opinion has that word wherever it is read: on the page, in the history, in the fact, in a conflict, in the API', async () => {
  const record = await aRecord()
  const added = await add(record, { type: 'opinion', words: 'He is calmer now.' })
  const id = added.body['id'] as string
  await correct(record, added, { ...plain, type: 'opinion', words: 'He seems calmer.', why: 'Put more carefully' })
  for (const path of [
    `/nominals/${record}`,
    `/nominals/${record}/chronology`,
    `/nominals/${record}/history`,
    `/nominals/${record}/facts/entry/${id}`,
  ]) {
    const html = await (await officer.get(path)).text()
    for (const words of ['He is calmer now.', 'He seems calmer.']) {
      const at = html.indexOf(words)
      assert.ok(at > 0, `${path}: ${words}`)
      assert.match(html.slice(at - 120, at), /Opinion/, `${path}: ${words}`)
    }
  }
  const conflict = await officer.post(`/nominals/${record}/facts/entry/${id}/correction`, {
    ...plain,
    type: 'opinion',
    words: 'He is much calmer.',
    version: id,
  })
  assert.equal(conflict.status, 409)
  assert.match(await conflict.text(), /What the words are[^]*opinion[^]*opinion/)
  const { rows } = (await ask('GET', `/api/v1/nominals/${record}/history`)).body as {
    rows: { kind: string; said: { type: string } }[]
  }
  assert.ok(rows.filter(({ kind }) => kind === 'entry').every(({ said }) => said.type === 'opinion'))
})

test('intelligence has its scheme beside the grade; a grade is not raised without saying why, and the history keeps both', async () => {
  const record = await aRecord()
  const added = await add(record, graded)
  assert.deepEqual((await entriesOf(record)).entries[0]!.grading, {
    scheme: '3x5x2',
    source: '2',
    information: 'C',
    handling: 'C',
    conditions: 'Not abroad.',
  })
  const raised = { ...graded, sourceGrade: '1', informationGrade: 'A' }
  const silent = await correct(record, added, raised)
  assert.equal(silent.status, 422)
  assert.match(JSON.stringify(silent.body), /its source is graded higher, and its information is graded higher/)
  assert.equal((await correct(record, added, { ...raised, why: 'Borne out by a search' })).status, 200)
  const html = await (await officer.get(`/nominals/${record}`)).text()
  assert.match(
    html,
    /source 2 \(untested\)[^]*Conditions of handling: Not abroad\.[^]*Corrected[^]*source 1 \(reliable\)[^]*Borne out by a search/,
  )
})

test('intelligence has a form of its own that needs no script, and a form filled in by its address', async () => {
  const record = await aRecord()
  const form = await (await officer.get(`/nominals/${record}/facts/entry/new?kind=INTEL`)).text()
  for (const name of ['sourceGrade', 'informationGrade', 'handlingCode', 'handlingConditions'])
    assert.ok(form.includes(`name="${name}"`), name)
  assert.match(form, /<input type="hidden" name="kind" value="INTEL">/)
  const plainForm = await (await officer.get(`/nominals/${record}/facts/entry/new?kind=ARREST`)).text()
  assert.doesNotMatch(plainForm, /sourceGrade|value="INTEL"/)
  assert.match(plainForm, /value="ARREST" selected/)
  const sent = await officer.post(`/nominals/${record}/facts/entry`, {
    ...graded,
    handlingCode: 'C',
    handlingConditions: '',
  })
  assert.equal(sent.status, 422)
  assert.match(await sent.text(), /Say the conditions in words/)
})

test('words that may say who a source is are met with a question once, and are kept', async () => {
  const record = await aRecord()
  const at = `/nominals/${record}/facts/entry`
  const sent = { ...graded, words: 'Source: a man at his work.' }
  const asked = await officer.post(at, sent)
  assert.equal(asked.status, 422)
  const html = await asked.text()
  assert.match(html, /Read it again/)
  assert.match(html, /Source: a man at his work\./)
  assert.match(html, /<input[^>]*name="readAgain"[^>]*value="yes"/)
  assert.equal((await officer.post(at, { ...sent, readAgain: 'yes' })).status, 303)
  assert.equal((await ask('POST', `/api/v1${at}`, sent)).status, 422)
  assert.equal((await ask('POST', `/api/v1${at}`, { ...sent, readAgain: true })).status, 201)
})

test('what is marked SECRET is refused with what to do, and is in no log', async () => {
  const record = await aRecord()
  const sent = await officer.post(`/nominals/${record}/facts/entry`, {
    ...plain,
    words: 'SECRET\nHe was seen in Leeds.',
  })
  assert.equal(sent.status, 422)
  assert.match(await sent.text(), /Concord holds nothing above OFFICIAL/)
  const added = await add(record, {})
  assert.equal((await withdraw(record, added, 'It was marked SECRET')).status, 422)
  assert.equal((await entriesOf(record)).total, 1)
})

test('what is held elsewhere is a desk and a telephone, and nothing of what is held', async () => {
  const record = await aRecord()
  const added = await officer.post(`/nominals/${record}/facts/entry`, {
    kind: 'HELD-ELSEWHERE',
    happenedAt: 'yesterday',
    heldElsewhere: 'the desk at Hindlip',
    heldTelephone: '01632 960114',
  })
  assert.equal(added.status, 303, await added.text())
  const [entry] = (await entriesOf(record)).entries
  assert.deepEqual(
    [entry!.words, entry!.heldElsewhere, entry!.heldTelephone],
    ['More is held elsewhere, at a higher classification.', 'the desk at Hindlip', '01632 960114'],
  )
  assert.match(
    await (await officer.get(`/nominals/${record}`)).text(),
    /Ask the desk at Hindlip, <a[^>]*tel:01632960114/,
  )
})

test('after a death the page offers to record where they are now, filled in, and writes nothing by itself', async () => {
  const record = await aRecord()
  const added = await officer.post(`/nominals/${record}/facts/entry`, {
    ...plain,
    kind: 'DEATH',
    type: 'fact',
    words: 'Died in hospital.',
    happenedAt: '20 11 2026',
  })
  const page = await (await officer.follow(added)).text()
  const [, href] = /<a class="govuk-link" href="([^"]*)">Record where they are now/.exec(page) ?? []
  assert.equal(href, `/nominals/${record}/facts/whereabouts/new?kind=dead&amp;from=2026-11-20`)
  const status = async () => (await ask('GET', `/api/v1/nominals/${record}?sections=whereabouts`)).body
  assert.deepEqual((await status())['whereabouts'], [])
  const form = await (await officer.get(href.replaceAll('&amp;', '&'))).text()
  assert.match(form, /value="20 November 2026"/)
  assert.equal(
    (await officer.post(`/nominals/${record}/facts/whereabouts`, { kind: 'dead', from: '20 November 2026' })).status,
    303,
  )
  assert.equal((await status())['status'], 'dead')
  const contact = await officer.follow(await officer.post(`/nominals/${record}/facts/entry`, plain))
  assert.doesNotMatch(await contact.text(), /Record where they are now/)
})

test('as known on a day goes with every filter: what was recorded or corrected since is not there', async () => {
  const record = await aRecord()
  const first = await add(record, { words: 'Seen on Tuesday.' })
  await owner.query(`update entry set recorded_at = now() - interval '10 days' where nominal_id = $1`, [record])
  await correct(record, first, { ...plain, kind: 'VISIT', words: 'Seen on Monday.', why: 'Misread' })
  await add(record, { words: 'Seen later.' })
  const on = Temporal.Now.plainDateISO('Europe/London').subtract({ days: 5 }).toString()
  const then = await entriesOf(record, { on })
  assert.deepEqual([then.everything, wordsOf(then), then.entries[0]!.standsCorrected], [1, ['Seen on Tuesday.'], null])
  assert.equal((await entriesOf(record, { on, kind: 'VISIT' })).total, 0)
  assert.equal((await entriesOf(record, { on, words: 'monday' })).total, 0)
  assert.equal((await entriesOf(record, { on, words: 'tuesday', kind: 'CONTACT' })).total, 1)
  const html = await (await officer.get(`/nominals/${record}/chronology?on=${on}&words=tuesday`)).text()
  assert.match(html, /as it was known on/)
  assert.ok(!html.includes('Seen later') && !html.includes('Add an entry'))
  assert.match(html, new RegExp(`name="on" value="${on}"`))
  assert.equal((await ask('GET', `/api/v1/nominals/${record}/entries?on=2999-01-01`)).status, 400)
})

test('who has less than full reads no entry, and learns of no number of them', async () => {
  const summary = await aNominal(owner, {
    ...person,
    unit: '22-PPU',
    counterTerrorism: false,
    entries: [{ happenedAt: '2026-11-01T10:00Z', words: 'Not yours.' }],
  })
  const hidden = await aNominal(owner, {
    ...person,
    excluded: ['ctnm-officer'],
    entries: [{ happenedAt: '2026-11-01T10:00Z', words: 'Not yours.' }],
  })
  for (const [nominal, status] of [
    [summary, 403],
    [hidden, 404],
    [newId(), 404],
  ] as const) {
    assert.equal((await ask('GET', `/api/v1/nominals/${nominal}/entries`)).status, status)
    const page = await officer.get(`/nominals/${nominal}/chronology`)
    assert.equal(page.status, status)
    assert.ok(!(await page.text()).includes('Not yours'))
  }
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await client.query(`select enter('${hashOfToken(officerToken)}')`)
    await client.query('select open_records(array[$1::uuid, $2::uuid])', [summary, hidden])
    for (const nominal of [summary, hidden]) {
      const { rows } = await client.query<{ everything: number; entries: unknown }>(
        `select everything, entries from chronology_of($1, 'infinity', null, null, null, null, '{}', null, null, null, null, 50)`,
        [nominal],
      )
      assert.deepEqual(rows, [{ everything: 0, entries: [] }])
    }
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('the database refuses what the program would: grades, conditions, words that were not asked for, a grade raised in silence', async () => {
  const record = await aRecord()
  const { officer: by, agency } = (
    await owner.query<{ officer: string; agency: string }>(
      `select id as officer, agency_id as agency from officer where subject = 'ctnm-officer'`,
    )
  ).rows[0]!
  const row = {
    happened_at: '2026-11-20',
    kind: 'CONTACT',
    kind_words: 'Contact',
    type: 'reported',
    words: 'Rang.',
    marking: 'OFFICIAL',
  }
  const intelligence = {
    ...row,
    kind: 'INTEL',
    grading_scheme: '3x5x2',
    source_grade: '2',
    information_grade: 'C',
    handling_code: 'P',
  }
  const [standing, standingWithConditions] = [await add(record, graded), await add(record, graded)].map(
    ({ body }) => body['id'],
  )
  const client = await db.pool.connect()
  const tryIt = async (values: Readonly<Record<string, unknown>>): Promise<string> => {
    try {
      await client.query('begin')
      await client.query(`select enter('${hashOfToken(officerToken)}')`)
      await client.query('select open_records(array[$1::uuid])', [record])
      const all = {
        id: newId(),
        nominal_id: record,
        recorded_by: by,
        agency_id: agency,
        source_kind: 'officer',
        ...values,
      }
      await client.query(
        `insert into entry (${Object.keys(all).join(', ')}) values (${Object.keys(all)
          .map((_, n) => `$${n + 1}`)
          .join(', ')})`,
        Object.values(all),
      )
      return 'written'
    } catch (error) {
      const { code, constraint } = error as { code: string; constraint?: string }
      return constraint ?? code
    } finally {
      await client.query('rollback')
    }
  }
  try {
    for (const [values, outcome] of [
      [row, 'written'],
      [intelligence, 'written'],
      [{ ...row, kind: 'INTEL' }, 'intelligence_is_graded'],
      [{ ...intelligence, kind: 'CONTACT' }, 'intelligence_is_graded'],
      [{ ...intelligence, source_grade: null }, 'grades_have_their_scheme'],
      [{ ...intelligence, source_grade: '4' }, 'grades_are_of_their_scheme'],
      [
        { ...intelligence, grading_scheme: '5x5x5', source_grade: 'B', information_grade: '2', handling_code: '1' },
        'grades_are_of_their_scheme',
      ],
      [{ ...intelligence, handling_code: 'C' }, 'conditions_are_said'],
      [{ ...intelligence, handling_code: 'C', handling_conditions: ' ' }, 'conditions_are_said'],
      [{ ...intelligence, handling_code: 'C', handling_conditions: 'Not abroad' }, 'written'],
      [{ ...row, kind: 'HELD-ELSEWHERE', held_elsewhere: 'A desk' }, 'held_elsewhere_has_no_content'],
      [
        { ...row, kind: 'HELD-ELSEWHERE', words: 'More is held elsewhere, at a higher classification.' },
        'held_elsewhere_has_no_content',
      ],
      [{ ...row, held_elsewhere: 'A desk' }, 'held_elsewhere_has_no_content'],
      [{ ...row, words: 'TOP SECRET\nHe was seen.' }, 'words_bear_no_higher_marking'],
      [{ ...row, words: 'From the S.E.C.R.E.T. file' }, 'words_bear_no_disguised_marking'],
      [{ ...row, words: 'He read s e c r e t things.' }, 'words_bear_no_disguised_marking'],
      [{ ...row, words: '(S) SECRET HE WAS SEEN' }, 'words_bear_no_disguised_marking'],
      [{ ...row, words: 'He was seen. Classification: secret' }, 'words_bear_no_higher_marking'],
      [{ ...row, words: 'He kept it secret from his sister.' }, 'written'],
      [
        {
          ...intelligence,
          supersedes: standing,
          source_grade: '1',
          handling_code: 'C',
          handling_conditions: 'Not abroad.',
        },
        '23514',
      ],
      [
        {
          ...intelligence,
          supersedes: standing,
          information_grade: 'A',
          handling_code: 'C',
          handling_conditions: 'Not abroad.',
        },
        '23514',
      ],
      [{ ...intelligence, supersedes: standingWithConditions }, '23514'],
      [{ ...row, supersedes: standing }, '23514'],
      [{ ...intelligence, supersedes: standing, source_grade: '1', why: 'Borne out' }, 'written'],
      [
        {
          ...intelligence,
          supersedes: standing,
          source_grade: '3',
          handling_code: 'C',
          handling_conditions: 'Not abroad.',
        },
        'written',
      ],
    ] as const)
      assert.equal(await tryIt(values), outcome, JSON.stringify(values))
  } finally {
    client.release()
  }
})

test('the kinds of entry and the schemes are told to a program', async () => {
  const { body } = await ask('GET', '/api/v1/entry-kinds')
  const { kinds, gradingSchemes } = body as {
    kinds: readonly { code: string; event: boolean; whereabouts: string | null }[]
    gradingSchemes: readonly { code: string; offered: boolean }[]
  }
  for (const code of [
    'ARREST',
    'CHARGE',
    'RECALL-STARTED',
    'RECALL-EXECUTED',
    'BREACH',
    'LOSS-OF-CONTACT',
    'INCIDENT',
    'THREAT-TO-STAFF',
    'RELEASE',
    'DEATH',
  ])
    assert.equal(kinds.find(kind => kind.code === code)?.event, true, code)
  assert.deepEqual(
    gradingSchemes.map(({ code, offered }) => [code, offered]),
    [
      ['3x5x2', true],
      ['5x5x5', false],
    ],
  )
})

test('the log names which entries a look showed, page by page and on the record itself, and nothing of what they say', async () => {
  const nominal = await aRecord()
  for (const day of ['18', '19', '20'])
    await addFact(owner, nominal, 'entry', {
      happened_at: `2026-11-${day}T12:00:00Z`,
      kind: day === '20' ? 'ARREST' : 'VISIT',
      kind_words: 'Any',
      type: 'reported',
      words: `On the ${day}th`,
    })
  const { entries } = await entriesOf(nominal)
  const [arrest, ...others] = entries.map(({ id }) => id)
  await entriesOf(nominal, { kind: 'ARREST' })
  await officer.get(`/nominals/${nominal}`)
  await ask('GET', `/api/v1/nominals/${nominal}?sections=entries`)
  await ask('GET', `/api/v1/nominals/${nominal}?sections=names`)
  const { rows } = await owner.query<{ action: string; records: string[] }>(
    `select e.action, e.records from audit_entry e join audit_subject s on s.entry_id = e.id where s.nominal_id = $1 order by e.at, e.id`,
    [nominal],
  )
  assert.deepEqual(rows, [
    { action: 'chronology.viewed', records: [arrest, ...others] },
    { action: 'chronology.viewed', records: [arrest] },
    { action: 'nominal.viewed', records: [arrest, ...others] },
    { action: 'nominal.viewed', records: [arrest, ...others] },
    { action: 'nominal.viewed', records: [] },
  ])
})
