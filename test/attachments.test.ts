// Files that an entry carries: one that is on the record already or one that comes with it, carried on by corrections, taken off and not lost,
// told with their own marking, and passed on only where the entry may be. What the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, formTokenOf, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { attachFile, isMarkedHigher } from '../src/nominals/attachment.ts'
import { mayLeave } from '../src/nominals/may-leave.ts'
import { aPicture } from './support/file.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const lead = { unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' }
const aRecord = () => aNominal(owner, { ...lead, names: [{ forenames: 'Orrin', surname: 'Vesperlane' }] })
const token = await beginApiSession(db, 'ctnm-officer', 'attachments')
const officer = visitor(address)
await officer.signIn('ctnm-officer')

const ask = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}
const visit = {
  kind: 'VISIT',
  happenedAt: '2026-11-20 18:40',
  type: 'fact',
  words: 'Letter handed over.',
  marking: 'OFFICIAL',
}
const graded = { ...visit, kind: 'INTEL', sourceGrade: '2', informationGrade: 'B', handlingCode: 'P' }
const addEntry = async (nominal: NominalId, given: object = visit): Promise<string> => {
  const { status, body } = await ask('POST', `/api/v1/nominals/${nominal}/facts/entry`, given)
  assert.equal(status, 201, JSON.stringify(body))
  return body['id'] as string
}
const sent = (text: string, fields: Readonly<Record<string, string>> = {}): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries({
    kind: 'document',
    description: `About ${text}`,
    marking: 'OFFICIAL',
    ...fields,
  }))
    form.append(name, value)
  form.append('file', new Blob([text]), 'letter.txt')
  return form
}
const addFile = async (
  nominal: NominalId,
  text: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: sent(text, fields),
  })
  const { id } = (await reply.json()) as { id: string }
  assert.equal(reply.status, 201)
  return id
}
const bring = (nominal: NominalId, entry: string, form: FormData) =>
  fetch(`${address}/nominals/${nominal}/facts/entry/${entry}/files/new?formToken=${formTokenOf(token)}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `concord_session=${token}`, accept: 'text/html' },
    body: form,
  })
type Listed = {
  id: string
  mayLeave: boolean
  files: { id: string; file: string; name: string; marking: string; withdrawn: boolean }[]
}
const listed = async (nominal: NominalId, query = ''): Promise<Listed[]> =>
  (await ask('GET', `/api/v1/nominals/${nominal}/entries${query}`)).body['entries'] as Listed[]
const attach = (nominal: NominalId, entry: string, file: string) =>
  ask('POST', `/api/v1/nominals/${nominal}/entries/${entry}/files`, { file })

test('an entry and its file are added in one form without script, or neither is and all that was typed stands in the form', async () => {
  const nominal = await aRecord()
  const at = `/nominals/${nominal}/facts/entry/with-file`
  const both = (fields: Readonly<Record<string, string>>, text = 'a letter that came with it') => {
    const { kind: _, marking: __, description: ___, ...entry } = { ...visit, description: '' }
    return fetch(`${address}${at}?formToken=${formTokenOf(token)}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `concord_session=${token}`, accept: 'text/html' },
      body: sent(text, { ...entry, kind: 'VISIT', fileKind: 'document', ...fields }),
    })
  }
  const kept = async () =>
    (
      await owner.query<{ entries: number; files: number }>(
        `select (select count(*)::int from entry where nominal_id = $1) as entries, (select count(*)::int from file where nominal_id = $1) as files`,
        [nominal],
      )
    ).rows[0]!
  const page = await (await officer.get(at)).text()
  assert.match(page, /enctype="multipart\/form-data"/)
  assert.match(await (await officer.get(`/nominals/${nominal}/facts/entry/new`)).text(), /facts\/entry\/with-file/)

  // Every reason at once, of both.
  const refused = await both({ happenedAt: 'soon', fileKind: '', description: '' })
  assert.equal(refused.status, 422)
  const told = await refused.text()
  for (const words of [
    'When it happened must be a date',
    'Choose whether it is a photograph of the person or a document',
    'Say what it shows, or what it is',
    'Letter handed over.',
    'value="soon"',
  ])
    assert.ok(told.includes(words), words)
  // Each alone keeps the other out.
  for (const wrong of [
    { happenedAt: '' },
    { description: '' },
    { words: 'Le\u200btter' },
    { words: 'My source, a neighbour.' },
  ])
    assert.equal((await both(wrong)).status, 422, JSON.stringify(wrong))
  assert.equal((await both({}, '')).status, 422)
  assert.deepEqual(await kept(), { entries: 0, files: 0 })

  assert.equal((await both({ happenedAt: 'yesterday 1840' })).status, 303)
  assert.deepEqual(await kept(), { entries: 1, files: 1 })
  const [shown] = await listed(nominal)
  assert.deepEqual(
    shown!.files.map(({ name, marking }) => [name, marking]),
    [['letter.txt', 'OFFICIAL']],
  )
  // The same file again is refused, and so is its entry.
  assert.equal((await both({ happenedAt: 'yesterday 1841' })).status, 422)
  assert.deepEqual(await kept(), { entries: 1, files: 1 })
  const { rows } = await owner.query<{ groups: string[] }>(
    `select e.field_groups as groups from audit_entry e join audit_subject s on s.entry_id = e.id where s.nominal_id = $1 and e.action = 'file.added' and e.outcome = 'done'`,
    [nominal],
  )
  assert.deepEqual(rows, [{ groups: ['files', 'entries'] }])
})

test('a file comes with an entry in one sending, or not at all', async () => {
  const nominal = await aRecord()
  const entry = await addEntry(nominal)
  const page = await (await officer.get(`/nominals/${nominal}/facts/entry/${entry}/files`)).text()
  assert.match(page, /It carries no file yet/)
  assert.match(page, /enctype="multipart\/form-data"/)
  assert.equal((await bring(nominal, entry, sent('a letter'))).status, 303)
  const [shown] = await listed(nominal)
  assert.deepEqual(
    shown!.files.map(({ name, marking }) => [name, marking]),
    [['letter.txt', 'OFFICIAL']],
  )
  const refused = await bring(nominal, entry, sent('another', { description: '' }))
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Say what it shows, or what it is/)
  const elsewhere = await addEntry(nominal, {
    kind: 'HELD-ELSEWHERE',
    happenedAt: 'yesterday',
    heldElsewhere: 'A desk',
  })
  const unfit = await bring(nominal, elsewhere, sent('what is held elsewhere'))
  assert.equal(unfit.status, 422)
  assert.match(await unfit.text(), /What is held elsewhere has no file here/)
  const { rows } = await owner.query('select id from file where nominal_id = $1', [nominal])
  assert.equal(rows.length, 1)
})

test('a file that is on the record is attached once, and corrections of the entry carry it on until it is taken off, with the reason kept', async () => {
  const nominal = await aRecord()
  const [entry, file] = [await addEntry(nominal), await addFile(nominal, 'a plan', { marking: 'OFFICIAL-SENSITIVE' })]
  const made = await attach(nominal, entry, file)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const twice = await attach(nominal, entry, file)
  assert.equal(twice.status, 422)
  assert.match(JSON.stringify(twice.body), /carries this file already/)
  assert.match(JSON.stringify((await attach(nominal, entry, newId())).body), /Choose a file that is on this record/)
  const corrected = await ask(
    'PUT',
    `/api/v1/nominals/${nominal}/facts/entry/${entry}`,
    { ...visit, words: 'A letter was handed over.', why: 'Read again' },
    { 'if-match': `"${entry}"` },
  )
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
  assert.deepEqual(
    (await listed(nominal))[0]!.files.map(each => each.file),
    [file],
  )
  // The entry says so where its file is marked higher, on the record, in the chronology and on its own page.
  for (const path of ['', '/chronology', `/facts/entry/${corrected.body['id'] as string}/files`])
    assert.match(
      await (await officer.get(`/nominals/${nominal}${path}`)).text(),
      /This file is marked OFFICIAL-SENSITIVE, higher than the entry/,
      path,
    )
  const at = `/nominals/${nominal}/facts/entry/${entry}/files/${made.body['id'] as string}/removal`
  assert.match(await (await officer.get(at)).text(), /Why it does not belong to this entry/)
  const refused = await officer.post(at, { why: ' ' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Say why it does not belong/)
  assert.equal((await officer.post(at, { why: 'It is of another day' })).status, 303)
  assert.deepEqual((await listed(nominal))[0]!.files, [])
  assert.equal((await officer.post(at, { why: 'Again' })).status, 404)
  const { rows } = await owner.query('select why from attachment_taken_off where attachment_id = $1', [made.body['id']])
  assert.deepEqual(rows, [{ why: 'It is of another day' }])
  // It may be attached again, and stands among the files of the record all the while.
  assert.equal((await attach(nominal, entry, file)).status, 201)
})

test('of a file that was withdrawn an entry says that it was, and nothing else, also on an earlier day', async () => {
  const nominal = await aRecord()
  const [entry, file] = [await addEntry(nominal), await addFile(nominal, 'another man')]
  await attach(nominal, entry, file)
  assert.equal(
    (await officer.post(`/nominals/${nominal}/files/${file}/withdrawal`, { why: 'Another man' })).status,
    303,
  )
  const [shown] = await listed(nominal)
  assert.deepEqual(
    shown!.files.map(({ name, withdrawn }) => [name, withdrawn]),
    [['', true]],
  )
  const page = await (await officer.get(`/nominals/${nominal}/chronology`)).text()
  assert.match(page, /A file that was withdrawn since/)
  assert.ok(!page.includes('About another man'))
})

test('a photograph that was withdrawn is not shown on an earlier day’s page either, and cannot be opened', async () => {
  const nominal = await aRecord()
  const picture = await aPicture('jpeg', { colour: '#336699' })
  const form = new FormData()
  for (const [name, value] of Object.entries({
    kind: 'photograph',
    takenOn: '2 11 2023',
    description: 'Face',
    marking: 'OFFICIAL',
  }))
    form.append(name, value)
  form.append('file', new Blob([new Uint8Array(picture)]), 'face.jpg')
  const added = await fetch(`${address}/api/v1/nominals/${nominal}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  const { id } = (await added.json()) as { id: string }
  // As if all of it had been recorded ten days ago.
  for (const table of ['file', 'known_name', 'ownership', 'record_manager', 'basis'])
    await owner.query(`update ${table} set recorded_at = now() - interval '10 days' where nominal_id = $1`, [nominal])
  const then = Temporal.Now.plainDateISO('Europe/London').subtract({ days: 5 }).toString()
  const page = async () => (await officer.get(`/nominals/${nominal}?on=${then}`)).text()
  assert.ok((await page()).includes(`/photographs/${id}`))
  assert.equal((await officer.post(`/nominals/${nominal}/files/${id}/withdrawal`, { why: 'Another man' })).status, 303)
  assert.ok(!(await page()).includes(`/photographs/${id}`))
  assert.equal((await officer.get(`/photographs/${id}`)).status, 404)
})

test('a program withdraws a file with the reason, once, and is told every reason against it', async () => {
  const nominal = await aRecord()
  const file = await addFile(nominal, 'a wrong letter')
  const at = `/api/v1/nominals/${nominal}/files/${file}/withdrawal`
  const refused = await ask('POST', at, { why: ' ' })
  assert.equal(refused.status, 422)
  assert.match(JSON.stringify(refused.body['errors']), /Say why it should not be there/)
  assert.equal((await ask('POST', at, { why: 'It is about another man' })).status, 200)
  assert.equal((await ask('POST', at, { why: 'It is about another man, again' })).status, 404)
  // It stands in the history, with the reason, for whoever has the record.
  const history = await (await officer.get(`/nominals/${nominal}/history`)).text()
  assert.match(history, /File added/)
  assert.match(history, /Withdrawn by [^:]+: It is about another man/)
})

test('what leaves Concord: no entry under conditions, none that nobody has graded, and no file that such an entry carries', async () => {
  const nominal = await aRecord()
  const [free, conditional] = [
    await addEntry(nominal, graded),
    await addEntry(nominal, {
      ...graded,
      words: 'Said to own a boat.',
      handlingCode: 'C',
      handlingConditions: 'Not abroad',
    }),
  ]
  await addFact(owner, nominal, 'entry', {
    happened_at: '2026-11-21T10:00:00Z',
    kind: 'INTEL',
    kind_words: 'Intelligence',
    type: 'reported',
    words: 'Nobody graded this.',
  })
  const [letter, both, kept] = [
    await addFile(nominal, 'the first letter', { marking: 'OFFICIAL-SENSITIVE' }),
    await addFile(nominal, 'the second letter'),
    await addFile(nominal, 'the third letter'),
  ]
  for (const [entry, file] of [
    [free, letter],
    [free, both],
    [conditional, both],
    [conditional, kept],
  ] as const)
    assert.equal((await attach(nominal, entry, file)).status, 201)
  assert.deepEqual(
    (await listed(nominal)).filter(each => each.mayLeave).map(({ id }) => id),
    [free],
  )
  const { status, body } = await ask(
    'POST',
    `/api/v1/nominals/${nominal}/disclosures`,
    { purpose: 'court', why: 'Hearing', recipient: 'A clerk', parts: ['chronology'] },
    { 'idempotency-key': newId() },
  )
  assert.equal(status, 201, JSON.stringify(body))
  const entries = body['entries'] as { id: string; files: { file: string }[] }[]
  assert.deepEqual(
    entries.map(({ id, files }) => [id, files.map(each => each.file)]),
    [[free, [letter]]],
  )
  assert.match(body['leftOut'] as string, /^2 entries are left out/)
  const printed = await (await officer.get(`/nominals/${nominal}/disclosures/${body['id'] as string}`)).text()
  assert.match(printed, /Attached, and not printed here: About the first letter \(letter\.txt, OFFICIAL-SENSITIVE\)/)
  assert.ok(!printed.includes('second letter') && !printed.includes('boat') && !printed.includes('Nobody graded'))
})

test('a disclosure that is drawn again shows the files that went with it, whatever became of them and of the entries since', async () => {
  const nominal = await aRecord()
  const [entry, other] = [await addEntry(nominal), await addEntry(nominal)]
  const [off, gone, judged] = [
    await addFile(nominal, 'taken off'),
    await addFile(nominal, 'withdrawn', { marking: 'OFFICIAL-SENSITIVE' }),
    await addFile(nominal, 'judged anew'),
  ]
  for (const file of [off, gone, judged]) assert.equal((await attach(nominal, entry, file)).status, 201)
  const { body } = await ask('POST', `/api/v1/nominals/${nominal}/disclosures`, {
    purpose: 'court',
    why: 'Hearing',
    recipient: 'A clerk',
    parts: ['chronology'],
  })
  const files = (of: Record<string, unknown>) => (of['entries'] as { files: object[] }[]).map(each => each.files)
  assert.equal(files(body).flat().length, 3)
  const [shown] = (await listed(nominal)).filter(each => each.id === entry)
  assert.equal(
    (
      await ask('POST', `/api/v1/nominals/${nominal}/entries/${entry}/files/${shown!.files[0]!.id}/removal`, {
        why: 'Another entry’s',
      })
    ).status,
    200,
  )
  assert.equal((await officer.post(`/nominals/${nominal}/files/${gone}/withdrawal`, { why: 'x' })).status, 303)
  assert.equal((await attach(nominal, other, judged)).status, 201)
  const conditional = { ...graded, handlingCode: 'C', handlingConditions: 'Not abroad', why: 'Graded now' }
  const again = await ask('PUT', `/api/v1/nominals/${nominal}/facts/entry/${other}`, conditional, {
    'if-match': `"${other}"`,
  })
  assert.equal(again.status, 200, JSON.stringify(again.body))
  const drawn = await ask('GET', `/api/v1/nominals/${nominal}/disclosures/${body['id'] as string}`)
  assert.deepEqual(files(drawn.body), files(body))
  const anew = await ask('POST', `/api/v1/nominals/${nominal}/disclosures`, {
    purpose: 'court',
    why: 'Hearing',
    recipient: 'A clerk',
    parts: ['chronology'],
  })
  assert.deepEqual(files(anew.body).flat(), [])
})

test('an entry that carries a file does not become one that is held elsewhere, and the database holds it to that', async () => {
  const nominal = await aRecord()
  const [entry, file] = [await addEntry(nominal), await addFile(nominal, 'one')]
  await attach(nominal, entry, file)
  const held = { kind: 'HELD-ELSEWHERE', happenedAt: 'yesterday', heldElsewhere: 'A desk', why: 'It is above us' }
  const correct = () =>
    ask('PUT', `/api/v1/nominals/${nominal}/facts/entry/${entry}`, held, { 'if-match': `"${entry}"` })
  const refused = await correct()
  assert.equal(refused.status, 422)
  assert.match(JSON.stringify(refused.body), /carries a file.*take it off first/)
  const caller = { tokenHash: hashOfToken(token), client: 'test' }
  await assert.rejects(
    act(db, caller, async (tx, actor) => {
      await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
      await sql`insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words, held_elsewhere, supersedes, why)
        values (${newId()}, ${nominal}, ${actor.officer}, ${actor.agency}, 'officer', now(), 'HELD-ELSEWHERE', 'x', 'fact',
                'More is held elsewhere, at a higher classification.', 'A desk', ${entry}, 'x')`.execute(tx)
      return { result: null, audit: { action: 'test.corrected' } }
    }),
    /held elsewhere has no file/,
  )
  const [shown] = await listed(nominal)
  await ask('POST', `/api/v1/nominals/${nominal}/entries/${entry}/files/${shown!.files[0]!.id}/removal`, {
    why: 'x',
  })
  assert.equal((await correct()).status, 200)
})

test('the history tells what was attached and taken off, of the record and of the entry; so does what others said since', async () => {
  const nominal = await aRecord()
  const [entry, file] = [await addEntry(nominal), await addFile(nominal, 'a letter')]
  const supervisor = visitor(address)
  await supervisor.signIn('ctnm-supervisor')
  await supervisor.get(`/nominals/${nominal}`)
  await owner.query(`update last_look set looked_at = now() - interval '40 minutes' where nominal_id = $1`, [nominal])
  await owner.query(`update entry set recorded_at = now() - interval '50 minutes' where nominal_id = $1`, [nominal])
  await owner.query(`update file set recorded_at = now() - interval '50 minutes' where nominal_id = $1`, [nominal])
  await attach(nominal, entry, file)
  const [shown] = await listed(nominal)
  await ask('POST', `/api/v1/nominals/${nominal}/entries/${entry}/files/${shown!.files[0]!.id}/removal`, {
    why: 'It is another’s',
  })
  for (const path of [`/nominals/${nominal}/history`, `/nominals/${nominal}/facts/entry/${entry}`]) {
    const page = await (await officer.get(path)).text()
    assert.match(page, /File attached to an entry/, path)
    assert.match(page, /File taken off an entry/, path)
    assert.match(page, /Why: It is another’s/, path)
    assert.match(page, /About a letter/, path)
  }
  const { rows } = (await ask('GET', `/api/v1/nominals/${nominal}/history`)).body as { rows: { kind: string }[] }
  assert.deepEqual(
    rows.filter(({ kind }) => kind.startsWith('attachment')).map(({ kind }) => kind),
    ['attachment_taken_off', 'attachment'],
  )
  const since = await (await supervisor.get(`/nominals/${nominal}`)).text()
  assert.match(since, /File of an entry added/)
  assert.match(since, /File of an entry taken off/)
})

test('an earlier day shows the files of that day: each leads to its version, and one that was withdrawn since is described and not opened', async () => {
  const nominal = await aRecord()
  const [entry, kept, gone] = [
    await addEntry(nominal),
    await addFile(nominal, 'a kept letter'),
    await addFile(nominal, 'another man'),
  ]
  for (const file of [kept, gone]) await attach(nominal, entry, file)
  for (const table of ['entry', 'file', 'attachment', 'known_name', 'ownership', 'record_manager', 'basis'])
    await owner.query(`update ${table} set recorded_at = now() - interval '10 days' where nominal_id = $1`, [nominal])
  assert.equal(
    (await officer.post(`/nominals/${nominal}/files/${gone}/withdrawal`, { why: 'Another man' })).status,
    303,
  )
  const then = Temporal.Now.plainDateISO('Europe/London').subtract({ days: 5 }).toString()
  const record = await (await officer.get(`/nominals/${nominal}?on=${then}`)).text()
  assert.ok(record.includes(`href="/files/${kept}"`))
  assert.match(record, /About another man: withdrawn since/)
  assert.ok(!record.includes(`href="/files/${gone}"`))
  const chronology = await (await officer.get(`/nominals/${nominal}/chronology?on=${then}`)).text()
  assert.match(chronology, /About another man: withdrawn since/)
  assert.equal((await officer.get(`/files/${gone}`)).status, 404)
  assert.equal((await officer.get(`/files/${kept}`)).status, 200)
  const now = await (await officer.get(`/nominals/${nominal}/chronology`)).text()
  assert.ok(!now.includes('About another man'))
})

test('whether an entry may leave is one rule, and the database has the same', async () => {
  const cases = [
    ['VISIT', null, '', true],
    ['INTEL', null, '', false],
    ['INTEL', 'P', '', true],
    ['INTEL', 'C', '', false],
    ['INTEL', '5', '', false],
    ['HELD-ELSEWHERE', null, 'A desk', false],
  ] as const
  for (const [kind, handling, heldElsewhere, may] of cases) {
    assert.equal(
      mayLeave({ kind, grading: handling && { handling }, heldElsewhere }, 'disclosure'),
      may,
      `${kind} ${handling}`,
    )
    const { rows } = await owner.query('select may_leave($1, $2, $3, $4) as may', [
      kind,
      handling && '3x5x2',
      handling,
      heldElsewhere,
    ])
    assert.equal(rows[0].may, may, `${kind} ${handling}`)
  }
})

test('every reason against a file of an entry is said at once', () => {
  const [ours, theirs] = [newId(), newId()] as never[]
  const decision = attachFile({ agency: ours! }, { agency: theirs!, isHeldElsewhere: true, carries: 20 }, theirs!)
  assert.equal(decision.agreed ? 0 : decision.refusals.length, 3)
  assert.deepEqual(
    [
      isMarkedHigher({ marking: 'OFFICIAL-SENSITIVE' }, { marking: 'OFFICIAL' }),
      isMarkedHigher({ marking: 'OFFICIAL' }, { marking: 'OFFICIAL' }),
    ],
    [true, false],
  )
})

test('round the program: no file of another record, of an entry that stands no more or is held elsewhere, twice, in another’s name or for another agency', async () => {
  const [nominal, other] = [await aRecord(), await aRecord()]
  const [entry, file, foreign] = [await addEntry(nominal), await addFile(nominal, 'one'), await addFile(other, 'two')]
  const elsewhere = await addEntry(nominal, {
    kind: 'HELD-ELSEWHERE',
    happenedAt: 'yesterday',
    heldElsewhere: 'A desk',
  })
  const corrected = await ask(
    'PUT',
    `/api/v1/nominals/${nominal}/facts/entry/${entry}`,
    { ...visit, why: 'x' },
    { 'if-match': `"${entry}"` },
  )
  const tried = async (signIn: string, values: Record<string, string>, table = 'attachment') => {
    const caller = { tokenHash: hashOfToken(await beginApiSession(db, signIn, 'test')), client: 'test' }
    const row = {
      nominal_id: `'${nominal}'`,
      recorded_by: `current_setting('app.officer')::uuid`,
      agency_id: `current_setting('app.agency')::uuid`,
      ...(table === 'attachment'
        ? { id: 'gen_random_uuid()', entry_id: `'${entry}'`, file_id: `'${file}'` }
        : { why: `'x'` }),
      ...values,
    }
    return act(db, caller, async tx => {
      await sql`select from open_records(array[${nominal}::uuid, ${other}::uuid])`.execute(tx)
      await sql
        .raw(`insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`)
        .execute(tx)
      return { result: null, audit: { action: 'test.attached' } }
    })
  }
  for (const [values, refused] of [
    [{ file_id: `'${foreign}'` }, /foreign key/],
    [{ entry_id: `'${corrected.body['id'] as string}'` }, /does not stand/],
    [{ entry_id: `'${elsewhere}'` }, /held elsewhere/],
    [{ entry_id: `'${newId()}'` }, /does not stand/],
    [{ recorded_by: `(select id from officer where subject = 'ctnm-supervisor')` }, /row-level security/],
  ] as [Record<string, string>, RegExp][])
    await assert.rejects(tried('ctnm-officer', values), refused)
  await assert.rejects(tried('ctnm-officer-elsewhere', {}), /row-level security|another|agency/)
  await tried('ctnm-officer', {})
  await assert.rejects(tried('ctnm-officer', {}), /attached already/)
  const { rows } = await owner.query<{ id: string }>('select id from attachment where nominal_id = $1', [nominal])
  await assert.rejects(
    tried('ctnm-officer', { attachment_id: `'${rows[0]!.id}'`, why: `' '` }, 'attachment_taken_off'),
    /check constraint/,
  )
  await assert.rejects(
    tried('mappa-coordinator', { attachment_id: `'${rows[0]!.id}'` }, 'attachment_taken_off'),
    /row-level security|agency/,
  )
  const client = await db.pool.connect()
  try {
    await assert.rejects(client.query('delete from attachment'), /permission denied/)
    await assert.rejects(client.query('update attachment_taken_off set why = $1', ['y']), /permission denied/)
  } finally {
    client.release()
  }
})
