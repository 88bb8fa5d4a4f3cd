// A force shows named inspectors a named sample, to read and nothing else, until an end. Outside it an inspector has what they always had: none.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId, type Role } from '#platform'
import { mayInspect, openWindow } from '../src/need-to-know/inspection.ts'
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
const officerOf = (signIn: string) => idOf('select id from officer where subject = $1', signIn)
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'inspection'))
  return tokens.get(signIn)!
}
const asking = async (signIn: string, path: string, body?: object, method = body ? 'POST' : 'GET') => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, text, body: JSON.parse(text) as Record<string, never> }
}
const as = async <Result>(signIn: string, work: (tx: Parameters<Parameters<typeof act>[2]>[0]) => Promise<Result>) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
    result: await work(tx),
    audit: { action: 'test.done' },
  }))

const somebody = (surname: string, more: Partial<Person> = {}): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    names: [{ forenames: 'Evander', surname }],
    markers: ['Weapons'],
    address: '9 Weir Terrace',
    ...more,
  })
const referenceOf = (nominal: string) => idOf('select reference as id from nominal_file where nominal_id = $1', nominal)
const inspector = await officerOf('inspector')
const supervisor = await officerOf('ctnm-supervisor')
const lastDay = (days: number) => Temporal.Now.plainDateISO('Europe/London').add({ days }).toString()
const asked = {
  inspectors: [inspector],
  ends: lastDay(20),
  handling: ['3x5x2:P'],
  purpose: 'Thematic inspection of visits',
}
const opened = async (...nominals: NominalId[]): Promise<string> => {
  const sample = await Promise.all(nominals.map(referenceOf))
  const { status, text, body } = await asking('ctnm-supervisor', '/inspections', { ...asked, sample })
  assert.equal(status, 201, text)
  return body['id'] as unknown as string
}

const sampled = await somebody('Quillon')
const beside = await somebody('Quillon')
const entry = (words: string, more: object) =>
  addFact(owner, sampled, 'entry', {
    happened_at: '2026-11-21T10:00:00Z',
    kind: 'INTEL',
    kind_words: 'Information received',
    type: 'reported',
    words,
    ...more,
  })
const graded = (handling: string) => ({
  grading_scheme: '3x5x2',
  source_grade: '2',
  information_grade: 'B',
  handling_code: handling,
  handling_conditions: handling === 'C' ? 'Not outside probation' : '',
})
await entry('Visited at home', {})
await entry('Seen near the canal', graded('P'))
await entry('Said to own a second telephone', graded('C'))
await entry('More is held elsewhere', { held_elsewhere: 'the regional desk' })

test('an inspector reads the sample in a window, and each look is in the log with the window', async () => {
  assert.equal((await asking('inspector', `/nominals/${sampled}`)).status, 404)
  const window = await opened(sampled)
  const { body } = await asking('inspector', `/inspections/${window}`)
  assert.deepEqual(
    (body['sample'] as unknown as { nominal: string }[]).map(({ nominal }) => nominal),
    [sampled],
  )
  const read = await asking('inspector', `/inspections/${window}/nominals/${sampled}`)
  assert.equal(read.status, 200, read.text)
  assert.ok(read.text.includes('9 Weir Terrace') && read.text.includes('Visited at home'))
  const { rows } = await owner.query<{ action: string; window: boolean; subject: string; purpose_code: string }>(
    `select e.action, $1 = any(e.records) as window, s.nominal_id as subject, e.purpose_code from audit_entry e join audit_subject s on s.entry_id = e.id
      where e.officer_id = $2 and e.action = 'inspection.record-viewed' order by e.at desc limit 1`,
    [window, inspector],
  )
  assert.deepEqual(rows, [
    { action: 'inspection.record-viewed', window: true, subject: sampled, purpose_code: 'inspection' },
  ])
})

test('intelligence above the agreed handling is as if it were not there, whatever the program asks', async () => {
  const window = await opened(sampled)
  const { text } = await asking('inspector', `/inspections/${window}/nominals/${sampled}`)
  assert.ok(text.includes('Seen near the canal'))
  assert.ok(!text.includes('second telephone') && !text.includes('held elsewhere') && !text.includes('regional desk'))
  const words = await as('inspector', async tx => {
    await sql`select * from open_inspected(${window}::uuid, ${sampled}::uuid)`.execute(tx)
    return (await sql<{ words: string }>`select words from entry order by words`.execute(tx)).rows.map(row => row.words)
  })
  assert.deepEqual(words, ['Seen near the canal', 'Visited at home'])
  // without any agreed handling, and for everybody else as before
  const none = await as('inspector', async tx => {
    await sql`select set_config('app.open', ${`{${sampled}}`}, true)`.execute(tx)
    return (await sql<{ words: string }>`select words from entry`.execute(tx)).rows.map(row => row.words)
  })
  assert.deepEqual(none, ['Visited at home'])
  const all = await as('ctnm-supervisor', async tx => {
    await sql`select from open_records(array[${sampled}::uuid])`.execute(tx)
    return (await sql`select from entry`.execute(tx)).rows.length
  })
  assert.equal(all, 4)
})

test('nothing outside the sample differs, and nothing but reading is possible', async () => {
  const window = await opened(sampled)
  const unknown = newId() as string
  for (const path of [
    `/inspections/${window}/nominals/${beside}`,
    `/inspections/${window}/nominals/${unknown}`,
    `/inspections/${unknown}/nominals/${sampled}`,
    `/nominals/${sampled}`,
    `/nominals/${sampled}/history`,
    `/nominals/${sampled}/entries`,
  ])
    assert.equal((await asking('inspector', path)).status, 404, path)
  const found = await asking('inspector', '/nominals?q=Evander+Quillon')
  assert.ok(!found.text.includes(sampled))
  const language = { language: 'Irish', interpreter: 'no' }
  assert.equal((await asking('inspector', `/nominals/${sampled}/facts/language`, language)).status, 404)
  const disclosure = { purpose: 'court', why: 'Hearing', recipient: 'A clerk', parts: ['identity'] }
  assert.equal((await asking('inspector', `/nominals/${sampled}/disclosures`, disclosure)).status, 404)
  // past the program: an open record is no licence to write
  await assert.rejects(
    as('inspector', async tx => {
      await sql`select * from open_inspected(${window}::uuid, ${sampled}::uuid)`.execute(tx)
      await sql`insert into language (id, nominal_id, recorded_by, agency_id, source_kind, language)
        select gen_random_uuid(), ${sampled}::uuid, current_setting('app.officer')::uuid, current_setting('app.agency')::uuid, 'officer', 'Irish'`.execute(
        tx,
      )
    }),
    { code: '42501' },
  )
})

test('it is shut at the next request when it is closed by hand, and by itself at its end', async () => {
  const [byHand, byItself] = [await opened(sampled), await opened(sampled)]
  const read = (window: string) => asking('inspector', `/inspections/${window}/nominals/${sampled}`)
  assert.equal((await asking('inspector', `/inspections/${byHand}/closing`, { why: '' })).status, 403)
  assert.equal((await asking('ctnm-supervisor', `/inspections/${byHand}/closing`, { why: 'Done' })).status, 200)
  assert.equal((await read(byHand)).status, 404)
  assert.equal((await read(byItself)).status, 200)
  await owner.query(
    `update inspection_window set opened_at = now() - interval '9 days', ends_at = now() - interval '1 second' where id = $1`,
    [byItself],
  )
  assert.equal((await read(byItself)).status, 404)
  assert.equal((await asking('inspector', `/inspections/${byItself}`)).status, 404)
})

test('opened by whoever supervises the unit, for others; refused with every reason, and past the program too', async () => {
  const sample = [await referenceOf(sampled)]
  assert.equal((await asking('inspector', '/inspections', { ...asked, sample })).status, 403)
  assert.equal((await asking('ctnm-officer', '/inspections', { ...asked, sample })).status, 403)
  const refusedOf = async (given: object) =>
    ((await asking('ctnm-supervisor', '/inspections', given)).body['errors'] as unknown as { field: string }[]).map(
      ({ field }) => field,
    )
  assert.deepEqual(await refusedOf({}), ['sample', 'inspectors', 'ends', 'purpose'])
  assert.deepEqual(await refusedOf({ ...asked, sample: ['CN-26-999999'] }), ['sample'])
  assert.deepEqual(await refusedOf({ ...asked, sample, inspectors: [supervisor] }), ['inspectors'])
  assert.deepEqual(await refusedOf({ ...asked, sample, ends: lastDay(-1) }), ['ends'])
  assert.deepEqual(await refusedOf({ ...asked, sample, ends: lastDay(57) }), ['ends'])
  const elsewhere = await referenceOf(await somebody('Quillon', { unit: 'CTNW-NM' }))
  assert.deepEqual(await refusedOf({ ...asked, sample: [elsewhere] }), ['sample'])
  const opening = (signIn: string, officers: string[], nominals: string[], days = 5) =>
    as(signIn, async tx => {
      await sql`select from open_records(${nominals}::uuid[])`.execute(tx)
      await sql`select open_inspection_window(gen_random_uuid(), ${officers}::uuid[], ${nominals}::uuid[], now() + make_interval(days => ${days}::integer), '{}', 'Thematic inspection')`.execute(
        tx,
      )
    })
  await assert.rejects(opening('inspector', [inspector], [sampled]), { code: 'CC403' })
  await assert.rejects(opening('ctnm-officer', [inspector], [sampled]), { code: 'CC403' })
  await assert.rejects(opening('ctnm-supervisor', [supervisor], [sampled]), { code: 'CC403' })
  await assert.rejects(opening('ctnm-supervisor', [inspector], [newId()]), { code: 'CC403' })
  await assert.rejects(opening('ctnm-supervisor', [inspector], [sampled], 93), { code: '23514' })
  await opening('ctnm-supervisor', [inspector], [sampled], 5)
})

test('model and database agree for every wall, every inspector and every state of a window', async () => {
  const other = newId() as string
  await owner.query('insert into officer (id, agency_id, name) select $1, agency_id, $2 from officer where id = $3', [
    other,
    'Inspector Mabel Tansley',
    inspector,
  ])
  const compartment = newId() as string
  await owner.query(`insert into compartment (id, name, shows) values ($1, 'Walnut', 'contact')`, [compartment])
  await owner.query(
    `insert into compartment_member (id, compartment_id, officer_id, during) values (gen_random_uuid(), $1, $2, '[2020-01-01,)')`,
    [compartment, other],
  )
  const walled = async (more: Partial<Person>, inside = false) => {
    const id = await somebody('Walled', more)
    if (inside) await addFact(owner, id, 'compartment_of', { compartment_id: compartment })
    return {
      id: id as string,
      confirmed: more.confirmed ?? true,
      excluded: more.excluded ? [inspector] : [],
      onlyFor: more.onlyFor ? (more.onlyFor.includes('inspector') ? [inspector] : [supervisor]) : null,
      compartments: inside ? [compartment] : [],
    }
  }
  const records = [
    await walled({}),
    await walled({ confirmed: false }),
    await walled({ excluded: ['inspector'] }),
    await walled({ onlyFor: ['ctnm-supervisor'] }),
    await walled({ onlyFor: ['inspector'] }),
    await walled({}, true),
    await walled({ onlyFor: ['inspector'] }, true),
  ]
  const now = Temporal.Now.instant()
  const [before, later] = [now.subtract({ hours: 48 }), now.add({ hours: 48 })]
  const states = [
    { opensAt: before, endsAt: later, closed: false },
    { opensAt: before, endsAt: now.subtract({ hours: 1 }), closed: false },
    { opensAt: before, endsAt: later, closed: true },
    { opensAt: now.add({ hours: 1 }), endsAt: later, closed: false },
  ]
  let yes = 0
  for (const state of states)
    for (const inspectors of [[inspector], [other], [inspector, other]]) {
      const id = newId() as string
      const sample = records
        .slice(0, inspectors.length === 1 ? records.length : records.length - 1)
        .map(record => record.id)
      await owner.query(
        `insert into inspection_window (id, unit_id, agency_id, purpose, handling, opened_at, opened_by, ends_at)
         select $1, u.id, u.agency_id, 'Thematic inspection', '{}', $2, $3, $4 from unit u where u.code = 'CTWM-NM'`,
        [id, state.opensAt.toString(), supervisor, state.endsAt.toString()],
      )
      await owner.query('insert into inspection_inspector select $1, x from unnest($2::uuid[]) x', [id, inspectors])
      await owner.query('insert into inspection_sample select $1, x from unnest($2::uuid[]) x', [id, sample])
      if (state.closed)
        await owner.query('insert into inspection_closing (window_id, closed_by) values ($1, $2)', [id, supervisor])
      for (const officer of [inspector, other])
        for (const role of ['inspector', 'supervisor'] satisfies Role[])
          for (const record of records) {
            await owner.query('begin')
            await owner.query(`select set_config('app.officer', $1, true), set_config('app.role', $2, true)`, [
              officer,
              role,
            ])
            const { rows } = await owner.query<{ may: boolean }>('select inspects($1, $2) as may', [id, record.id])
            await owner.query('rollback')
            const compartments = officer === other ? [compartment] : []
            const expected = mayInspect(
              { role, officer, compartments, window: { ...state, inspectors, sample }, record },
              now,
            )
            assert.equal(rows[0]!.may, expected, JSON.stringify({ state, officer, role, record }))
            if (expected) yes++
          }
    }
  assert.ok(yes > 5, String(yes))
})

test('the rule says every reason at once', () => {
  const refused = openWindow(
    { sample: [], inspectors: [], ends: '', handling: ['x'], purpose: '' },
    [],
    [],
    Temporal.Instant.from('2026-11-25T09:00:00Z'),
  )
  assert.deepEqual(!refused.agreed && refused.refusals.map(({ field }) => field), [
    'sample',
    'inspectors',
    'ends',
    'handling',
    'purpose',
  ])
})

test('on the pages: opened, read and closed without a script', async () => {
  const desk = visitor(address)
  await desk.signIn('ctnm-supervisor')
  const { action, fields } = formIn(await (await desk.get('/inspections/new')).text(), /inspections\/new/)
  const refused = await desk.post(action, fields)
  assert.equal(refused.status, 422)
  const sample = await referenceOf(sampled)
  const given = {
    ...fields,
    sample,
    inspectors: inspector,
    ends: lastDay(10),
    handling: '3x5x2:P',
    purpose: asked.purpose,
  }
  const made = await desk.post(action, given)
  assert.equal(made.status, 303, await made.text())
  const at = made.headers.get('location')!
  const page = await (await desk.get(at)).text()
  assert.ok(page.includes('Evander Quillon') && page.includes('Close the window'))
  assert.ok((await (await desk.get(`/nominals/${sampled}`)).text()).includes('See the window'))
  const eyes = visitor(address)
  await eyes.signIn('inspector')
  assert.ok((await (await eyes.get('/inspections')).text()).includes(asked.purpose))
  const read = await (await eyes.get(`${at}/nominals/${sampled}`)).text()
  assert.ok(read.includes('9 Weir Terrace') && !read.includes('second telephone'))
  const close = formIn(page, /closing/)
  assert.equal((await desk.post(close.action, close.fields)).status, 303)
  assert.equal((await eyes.get(at)).status, 404)
})
