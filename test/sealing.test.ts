// What should never have been on a record is taken out of it at once, put back as it was, or destroyed by two people. Held against the database
// itself: what is sealed stands in no table but the seal's, so that nothing that reads the others can show it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { beginApiSession, importer as importerOfficer } from '#access'
import { filePlaces } from '#nominals'
import { act, hashOfToken, newId, openPool, readConfiguration, type AgencyId, type NominalId } from '#platform'
import { addFacts } from '../src/migration/fact.store.ts'
import { decideDestruction } from '../src/need-to-know/destruction.ts'
import { destroyWhatIsConfirmed } from '../src/need-to-know/destroying.ts'
import { sealFact } from '../src/need-to-know/sealing.ts'
import { factExamples } from './support/fact-examples.ts'
import { aPicture } from './support/file.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
const destroyer = openPool(database.destroyerUrl, { max: 2 })
const importer = openPool(database.importerUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close(), destroyer.close(), importer.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'sealing'))
  return tokens.get(signIn)!
}
const asking = async (
  signIn: string,
  path: string,
  body?: object,
  more: Record<string, string> = {},
  method = body ? 'POST' : 'GET',
) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json', ...more },
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
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id

const supervisor = 'ctnm-supervisor'
const keeper = 'data-protection-officer'
const aRecord = (surname = 'Vesperlane', more: Partial<Parameters<typeof aNominal>[1]> = {}): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    names: [{ forenames: 'Orrin', surname }],
    ...more,
  })
const added = async (nominal: NominalId, kind: string, given: object = factExamples[kind]!): Promise<string> => {
  const { status, body, text } = await asking(supervisor, `/nominals/${nominal}/facts/${kind}`, given)
  assert.equal(status, 201, `${kind}: ${text}`)
  return body['id'] as unknown as string
}
const sealed = async (
  nominal: NominalId,
  kind: string,
  fact: string,
  why = 'It is about somebody else',
): Promise<string> => {
  const { status, body, text } = await asking(supervisor, `/nominals/${nominal}/facts/${kind}/${fact}/sealing`, { why })
  assert.equal(status, 201, text)
  return body['sealing'] as unknown as string
}
const unsealed = async (sealing: string): Promise<void> => {
  const { status, text } = await asking(keeper, `/sealings/${sealing}/unsealing`, { why: 'It belongs here after all' })
  assert.equal(status, 200, text)
}

const { rows: tables } = await owner.query<{ name: string; whose: boolean }>(
  `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'nominal_id') as whose
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition order by 1`,
)
/** The tables in which some row says this, but for the seal's own, the log's and tasks, which say ids alone. */
const tablesThatSay = async (words: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const { name } of tables)
    if (!/^(sealed_row|sealing|audit_|task)/.test(name)) {
      const { rowCount } = await owner.query(`select from "${name}" t where position($1 in t::text) > 0 limit 1`, [
        words,
      ])
      if (rowCount) found.push(name)
    }
  return found
}
/** Every row about somebody, byte for byte, but for when the record last changed. */
const everythingAbout = async (nominal: NominalId): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: Record<string, readonly string[]> = {}
  for (const { name, whose } of tables)
    if (whose && !/^(sealing|sealed_row|audit_|task|nominal_file)/.test(name)) {
      const { rows } = await owner.query<{ row: string }>(
        `select t::text as row from "${name}" t where nominal_id = $1 order by 1`,
        [nominal],
      )
      if (rows.length > 0) found[name] = rows.map(({ row }) => row)
    }
  return found
}

for (const kind of Object.keys(factExamples).filter(each => each !== 'basis' && each !== 'file'))
  test(`sealing: ${kind} stands in no table any more, and is put back byte for byte`, async () => {
    const nominal = await aRecord()
    const fact = await added(nominal, kind)
    const before = await everythingAbout(nominal)
    const sealing = await sealed(nominal, kind, fact)
    assert.deepEqual(await tablesThatSay(fact), [])
    assert.equal((await asking(supervisor, `/nominals/${nominal}/facts/${kind}/${fact}`)).status, 404)
    await unsealed(sealing)
    assert.deepEqual(await everythingAbout(nominal), before)
  })

test('every version goes with a fact, whichever was named, and the words of none are left anywhere', async () => {
  const nominal = await aRecord()
  const visit = { kind: 'VISIT', happenedAt: '2026-11-20 18:40', type: 'fact', marking: 'OFFICIAL' }
  const first = await added(nominal, 'entry', { ...visit, words: 'Quenningsway was at home' })
  const corrected = await asking(
    supervisor,
    `/nominals/${nominal}/facts/entry/${first}`,
    { ...visit, words: 'Quenningsway had gone out', why: 'The time was wrong' },
    { 'if-match': `"${first}"` },
    'PUT',
  )
  assert.equal(corrected.status, 200, corrected.text)
  assert.deepEqual(await tablesThatSay('Quenningsway'), ['entry'])
  const sealing = await sealed(nominal, 'entry', first)
  assert.deepEqual(await tablesThatSay('Quenningsway'), [])
  for (const path of ['', '/history', '/entries'])
    for (const reader of ['ctnm-officer', supervisor, 'ctnm-region-lead']) {
      const { status, text } = await asking(reader, `/nominals/${nominal}${path}`)
      assert.equal(status, 200, path)
      assert.ok(!text.includes('Quenningsway'), `${path} to ${reader}`)
    }
  const under = await asking(supervisor, `/sealings/${sealing}/content`)
  assert.equal((under.body['versions'] as unknown as object[]).length, 2)
  assert.ok(under.text.includes('had gone out') && under.text.includes('was at home'))
})

test('a sealed name is found by nobody, and is found again when the seal is opened', async () => {
  const nominal = await aRecord()
  const name = await added(nominal, 'name', { kind: 'ALIAS', given: 'Peregrine', family: 'Marchbanksworth' })
  const finds = async () =>
    (await asking('ctnm-officer', '/nominals?q=Peregrine+Marchbanksworth')).text.includes(nominal)
  const aliases = async () =>
    (
      await owner.query(
        `select from nominal_headline where nominal_id = $1 and 'Peregrine Marchbanksworth' = any(aliases)`,
        [nominal],
      )
    ).rowCount
  assert.deepEqual([await finds(), await aliases()], [true, 1])
  const sealing = await sealed(nominal, 'name', name)
  assert.deepEqual([await finds(), await aliases()], [false, 0])
  await unsealed(sealing)
  assert.deepEqual([await finds(), await aliases()], [true, 1])
})

test('nobody can tell but whoever sealed it and the data-protection officer, and each look is in the log', async () => {
  const nominal = await aRecord()
  const fact = await added(nominal, 'entry')
  const at = `/nominals/${nominal}/facts/entry/${fact}/sealing`
  const body = { why: 'It is about somebody else' }
  assert.equal((await asking('ctnm-officer', at, body)).status, 403)
  assert.equal((await asking('ctnm-officer-elsewhere', at, body)).status, 404)
  assert.equal((await asking('force-officer', at, body)).status, 404)
  assert.equal((await asking(keeper, at, body)).status, 404)
  const short = await asking(supervisor, at, { why: '' })
  assert.equal(short.status, 422)
  const sealing = await sealed(nominal, 'entry', fact)
  for (const [who, status] of [
    [supervisor, 200],
    [keeper, 200],
    ['ctnm-region-lead', 404],
    ['ctnm-officer', 404],
    ['auditor', 404],
    ['administrator', 404],
  ] as const)
    for (const path of [`/sealings/${sealing}`, `/sealings/${sealing}/content`])
      assert.equal((await asking(who, path)).status, status, `${path} to ${who}`)
  const absent = await asking('ctnm-officer', `/sealings/${newId()}`)
  const denied = await asking('ctnm-officer', `/sealings/${sealing}`)
  const plain = (text: string) => text.replaceAll(/[0-9a-f-]{12,36}/g, '')
  assert.equal(plain(denied.text), plain(absent.text))
  const { rows } = await owner.query<{ action: string }>(
    `select action from audit_entry where $1 = any(records) and outcome = 'done' order by at`,
    [sealing],
  )
  assert.deepEqual([...new Set(rows.map(({ action }) => action))], ['sealing.made', 'sealing.viewed', 'sealing.opened'])
})

test('the words of a sealed order go from what a handover left unmet, and come back', async () => {
  const nominal = await aRecord()
  const order = await added(nominal, 'order')
  const words = await idOf('select words as id from court_order where id = $1', order)
  const handover = newId() as string
  const unit = await idOf(`select id from unit where code = 'CTWM-NM'`)
  await owner.query(
    `insert into handover (id, nominal_id, end_kind, from_unit_id, to_unit_id, gates, gates_version) values ($1, $2, 'licence-end', $3, $4, '[{"code":"review","words":"A joint review","by":"receiver"}]', '1')`,
    [handover, nominal, unit, await idOf(`select id from unit where code <> 'CTWM-NM' limit 1`)],
  )
  await owner.query(
    `insert into handover_closed (handover_id, nominal_id, how, on_day, unmet) values ($1, $2, 'passed incomplete', '2026-11-01', $3)`,
    [handover, nominal, [`Each order is accepted: ${words.slice(0, 80)}`, 'A joint review']],
  )
  const unmet = () =>
    owner.query('select unmet from handover_closed where handover_id = $1', [handover]).then(({ rows }) => rows)
  const before = await unmet()
  const sealing = await sealed(nominal, 'order', order)
  assert.deepEqual(await unmet(), [{ unmet: ['Each order is accepted', 'A joint review'] }])
  await unsealed(sealing)
  assert.deepEqual(await unmet(), before)
})

test('what access is made from is not sealed, and says why', async () => {
  const nominal = await aRecord()
  const basis = await idOf('select id from basis where nominal_id = $1', nominal)
  const { status, text } = await asking(supervisor, `/nominals/${nominal}/facts/basis/${basis}/sealing`, {
    why: 'Wrong person',
  })
  assert.equal(status, 422)
  assert.ok(text.includes('corrected, ended or withdrawn'))
  assert.equal(sealFact('basis', '').agreed, false)
  for (const table of ['basis', 'residence', 'ownership', 'officer'])
    await assert.rejects(
      as(supervisor, async tx => {
        await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
        await sql`select seal_fact(${newId()}::uuid, ${nominal}::uuid, ${table}, ${basis}::uuid, 'Wrong person')`.execute(
          tx,
        )
      }),
      { code: '23514' },
    )
})

test('going round the program meets the database', async () => {
  const nominal = await aRecord()
  const fact = await added(nominal, 'entry')
  const attempt = (who: string) =>
    as(who, async tx => {
      await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
      await sql`select seal_fact(${newId()}::uuid, ${nominal}::uuid, 'entry', ${fact}::uuid, 'Because I say so')`.execute(
        tx,
      )
    })
  await assert.rejects(attempt('ctnm-officer'), { code: 'CC403' })
  await assert.rejects(attempt('ctnm-duty-officer'), { code: 'CC403' })
  const sealing = await sealed(nominal, 'entry', fact)
  for (const who of ['ctnm-officer', 'ctnm-region-lead', 'auditor', 'administrator'])
    assert.equal(await as(who, async tx => (await sql`select from sealed_row`.execute(tx)).rows.length), 0, who)
  await assert.rejects(
    as(supervisor, tx => sql`select unseal(${sealing}::uuid, 'Because I say so')`.execute(tx)),
    {
      code: 'CC403',
    },
  )
  for (const statement of [
    sql`delete from entry`,
    sql`delete from file`,
    sql`delete from sealed_row`,
    sql`update sealed_row set said = '{}'`,
    sql`insert into sealing select * from sealing`,
    sql`delete from file_chunk`,
    sql`insert into destruction_decision (request_id, outcome, decided_by) select id, 'confirmed', asked_by from destruction_request`,
    sql`select destroy_sealed(${sealing}::uuid, ${sealing}::uuid)`,
  ])
    await assert.rejects(
      as(supervisor, tx => statement.execute(tx)),
      { code: '42501' },
    )
})

test('an answer that was kept for a program is not given again', async () => {
  const nominal = await aRecord()
  const key = { 'idempotency-key': 'once-and-never-again' }
  const entry = {
    kind: 'VISIT',
    happenedAt: '2026-11-20 18:40',
    type: 'fact',
    marking: 'OFFICIAL',
    words: 'Ketteringham',
  }
  const first = await asking(supervisor, `/nominals/${nominal}/facts/entry`, entry, key)
  assert.equal(first.status, 201)
  assert.ok((await asking(supervisor, `/nominals/${nominal}/facts/entry`, entry, key)).text.includes('Ketteringham'))
  await sealed(nominal, 'entry', first.body['id'] as unknown as string)
  const again = await asking(supervisor, `/nominals/${nominal}/facts/entry`, entry, key)
  assert.ok(again.status >= 400 && !again.text.includes('Ketteringham'), again.text)
})

test('a later extract does not bring back what is sealed', async () => {
  const nominal = await aRecord()
  const agency = (await idOf('select agency_id as id from officer where id = $1', importerOfficer.id)) as AgencyId
  const values = { scheme: 'any', code: 'IRIS', words: 'In a scheme' }
  await addFact(owner, nominal, 'registration', { agency_id: agency, recorded_by: importerOfficer.id, ...values })
  const fact = await idOf('select id from registration where nominal_id = $1', nominal)
  const bring = (code: string) =>
    addFacts(
      importer.pool,
      [
        {
          nominal,
          fact: { table: 'registration', values: { ...values, code } },
          row: newId(),
          sourceRef: 'visor_nominals.csv:9',
          isKnown: true,
        },
      ],
      { recordedBy: importerOfficer.id, agency },
    )
  await sealed(nominal, 'registration', fact)
  await bring('IRIS')
  await bring('POLE')
  const { rows } = await owner.query('select code from registration where nominal_id = $1', [nominal])
  assert.deepEqual(rows, [{ code: 'POLE' }])
})

const photograph = async (nominal: NominalId, colour: string): Promise<string> => {
  const form = new FormData()
  for (const [name, value] of Object.entries({
    kind: 'photograph',
    description: 'At the door',
    marking: 'OFFICIAL',
    takenOn: '1 11 2026',
  }))
    form.append(name, value)
  form.append('file', new Blob([new Uint8Array(await aPicture('jpeg', { colour }))]), 'face.jpg')
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(supervisor)}` },
    body: form,
  })
  assert.equal(reply.status, 201, await reply.clone().text())
  return ((await reply.json()) as { id: string }).id
}
const bytesAt = async (who: string, path: string): Promise<number> => {
  const browser = visitor(address)
  await browser.signIn(who)
  return (await browser.get(path)).status
}

test('a sealed photograph leaves the headline, gives its bytes to nobody else, and is not cleared away as a stray', async () => {
  const nominal = await aRecord()
  const file = await photograph(nominal, '#112233')
  const shown = () => idOf('select photograph as id from nominal_headline where nominal_id = $1', nominal)
  assert.equal(await shown(), file)
  const sealing = await sealed(nominal, 'file', file)
  assert.equal(await shown(), null)
  assert.equal(await bytesAt(supervisor, `/photographs/${file}`), 404)
  assert.equal(await bytesAt(supervisor, `/sealings/${sealing}/file`), 200)
  assert.equal(await bytesAt('ctnm-officer', `/sealings/${sealing}/file`), 404)
  await owner.query(`update file_object set begun_at = now() - interval '2 hours'`)
  const { rows } = await owner.query('select * from stray_file_objects(100)')
  assert.deepEqual(rows, [])
  await unsealed(sealing)
  assert.equal(await shown(), file)
  assert.equal(await bytesAt(supervisor, `/photographs/${file}`), 200)
})

test('a file that was added again meanwhile keeps the seal shut, and says so', async () => {
  const nominal = await aRecord()
  const sealing = await sealed(nominal, 'file', await photograph(nominal, '#445566'))
  await photograph(nominal, '#445566')
  const { status, text } = await asking(keeper, `/sealings/${sealing}/unsealing`, { why: 'It belongs here' })
  assert.equal(status, 422)
  assert.ok(text.includes('added to the record again'), text)
  assert.equal((await asking(keeper, `/sealings/${sealing}/content`)).status, 200)
})

const places = filePlaces({
  configuration: readConfiguration({}),
  db,
  log: pino({ level: 'silent' }),
} as never)
const destroy = () => destroyWhatIsConfirmed(destroyer, places, { log: pino({ level: 'silent' }) as never })

test('two people destroy: one asks, another confirms, a role of its own does it, and who, when and what kind stays', async () => {
  const nominal = await aRecord()
  const file = await photograph(nominal, '#778899')
  const objects = await owner.query<{ object_id: string }>('select object_id from file_content where file_id = $1', [
    file,
  ])
  const sealing = await sealed(nominal, 'file', file)
  assert.equal(await destroy(), 0)
  const asked = await asking(supervisor, `/sealings/${sealing}/destruction`, {
    why: 'It is a photograph of somebody else',
  })
  assert.equal(asked.status, 200, asked.text)
  assert.equal((await asking(supervisor, `/sealings/${sealing}/destruction`, { why: 'And once more' })).status, 422)
  const self = await asking(supervisor, `/sealings/${sealing}/destruction/decision`, { outcome: 'confirmed' })
  assert.equal(self.status, 422)
  assert.ok(self.text.includes('Another person'), self.text)
  assert.equal(await destroy(), 0)
  const confirmed = await asking(keeper, `/sealings/${sealing}/destruction/decision`, { outcome: 'confirmed' })
  assert.equal(confirmed.status, 200, confirmed.text)
  assert.equal((await asking(keeper, `/sealings/${sealing}/unsealing`, { why: 'On second thoughts' })).status, 422)
  assert.equal(await destroy(), 1)
  assert.equal(await destroy(), 0)
  assert.deepEqual(await tablesThatSay(file), [])
  const left = await owner.query(
    `select (select count(*) from sealed_row where sealing_id = $1)::int as rows, (select count(*) from file_chunk where object_id = any($2))::int as chunks,
            (select count(*) from file_object where id = any($2))::int as places`,
    [sealing, objects.rows.map(row => row.object_id)],
  )
  assert.deepEqual(left.rows, [{ rows: 0, chunks: 0, places: 0 }])
  const kept = await asking(keeper, `/sealings/${sealing}`)
  const [destruction] = kept.body['destructions'] as unknown as Record<string, string>[]
  assert.equal(destruction!['askedBy'], 'DS Gareth Penhallow')
  assert.equal(destruction!['decidedBy'], 'Edmund Carrow')
  assert.ok(destruction!['destroyedAt'])
  assert.equal((await asking(keeper, `/sealings/${sealing}/content`)).status, 404)
  const { rows: log } = await owner.query<{ officer_id: string | null; confirmed: string; client: string }>(
    `select officer_id, (select o.name from officer o where o.id = on_behalf_of) as confirmed, client from audit_entry where action = 'sealing.destroyed' and $1 = any(records)`,
    [sealing],
  )
  assert.deepEqual(log, [{ officer_id: null, confirmed: 'Edmund Carrow', client: 'concord_destroyer' }])
})

test('another account of the same human being does not confirm, and neither does SQL', async () => {
  const nominal = await aRecord()
  const sealing = await sealed(nominal, 'entry', await added(nominal, 'entry'))
  assert.equal((await asking(keeper, `/sealings/${sealing}/destruction`, { why: 'It must not be kept' })).status, 200)
  assert.equal(
    (await asking(keeper, `/sealings/${sealing}/destruction/decision`, { outcome: 'confirmed' })).status,
    422,
  )
  const request = await idOf('select id from destruction_request where sealing_id = $1', sealing)
  const other = newId() as string
  await owner.query(
    `insert into officer (id, agency_id, subject, name) select $1, agency_id, 'carrow-at-home', ' edmund  CARROW ' from officer where subject = $2`,
    [other, keeper],
  )
  await assert.rejects(
    owner.query(`insert into destruction_decision (request_id, outcome, decided_by) values ($1, 'confirmed', $2)`, [
      request,
      other,
    ]),
    { code: '23514' },
  )
  await assert.rejects(
    as(keeper, tx => sql`select decide_destruction(${request}::uuid, 'confirmed', '')`.execute(tx)),
    {
      code: 'CC403',
    },
  )
  await assert.rejects(
    as(supervisor, tx => sql`select decide_destruction(${request}::uuid, 'confirmed', '')`.execute(tx)),
    {
      code: 'CC403',
    },
  )
  const back = await asking(keeper, `/sealings/${sealing}/destruction/decision`, { outcome: 'taken back' })
  assert.equal(back.status, 200, back.text)
  const asked = { outcome: null }
  assert.equal(decideDestruction(asked, { keepsSeals: true, isMine: true }, 'confirmed', '').agreed, false)
  assert.equal(decideDestruction(asked, { keepsSeals: false, isMine: false }, 'confirmed', '').agreed, false)
  assert.equal(decideDestruction(asked, { keepsSeals: true, isMine: false }, 'refused', '').agreed, false)
  assert.equal(decideDestruction(asked, { keepsSeals: true, isMine: false }, 'confirmed', '').agreed, true)
})

test('a seal that is opened takes with it what was asked of it: nothing waits, and deciding is answered', async () => {
  const nominal = await aRecord('Umberslade')
  const sealing = await sealed(nominal, 'telephone', await added(nominal, 'telephone'))
  assert.equal(
    (await asking(supervisor, `/sealings/${sealing}/destruction`, { why: 'It must not be kept' })).status,
    200,
  )
  await unsealed(sealing)
  const late = await asking(keeper, `/sealings/${sealing}/destruction/decision`, { outcome: 'confirmed' })
  assert.equal(late.status, 422, late.text)
  const { rowCount } = await owner.query(
    `select from task where kind = 'destruction.asked' and subject_id = $1 and closed_at is null`,
    [sealing],
  )
  assert.equal(rowCount, 0)
})

test('the role that destroys can destroy nothing that two people have not agreed on, and read nothing of it', async () => {
  const nominal = await aRecord()
  const sealing = await sealed(nominal, 'entry', await added(nominal, 'entry'))
  const rows = () =>
    owner.query('select from sealed_row where sealing_id = $1', [sealing]).then(({ rowCount }) => rowCount)
  const before = await rows()
  await destroyer.pool.query('delete from sealed_row')
  assert.equal(await rows(), before)
  for (const statement of [
    'select said from sealed_row',
    'select * from entry',
    'delete from entry',
    'select * from file_content',
  ])
    await assert.rejects(destroyer.pool.query(statement), { code: '42501' }, statement)
  await assert.rejects(destroyer.pool.query('select destroy_sealed($1, $1)', [sealing]), { code: 'CC403' })
})

test('on the pages, without JavaScript: sealed, seen, opened again', async () => {
  const nominal = await aRecord()
  const fact = await added(nominal, 'telephone')
  const browser = visitor(address)
  await browser.signIn(supervisor)
  const list = await (await browser.get(`/nominals/${nominal}/sealing`)).text()
  assert.ok(list.includes(`/facts/telephone/${fact}/sealing`))
  const at = `/nominals/${nominal}/facts/telephone/${fact}/sealing`
  assert.ok((await (await browser.get(`/nominals/${nominal}/facts/telephone/${fact}`)).text()).includes(at))
  assert.ok((await (await browser.get(`/nominals/${nominal}`)).text()).includes(`/nominals/${nominal}/sealing`))
  const form = formIn(await (await browser.get(at)).text(), /sealing$/)
  const empty = await browser.post(form.action, form.fields)
  assert.equal(empty.status, 422)
  assert.ok((await empty.text()).includes('Say why, in a sentence'))
  const done = await browser.post(form.action, { ...form.fields, why: 'Not this person’s number' })
  assert.equal(done.status, 303)
  const page = await (await browser.get(done.headers.get('location')!)).text()
  assert.ok(page.includes('Not this person') && !page.includes('07700 900123'))
  const dpo = visitor(address)
  await dpo.signIn(keeper)
  assert.ok((await (await dpo.get('/sealings')).text()).includes('Not this person'))
  const seal = await (await dpo.get(done.headers.get('location')!)).text()
  assert.ok((await (await dpo.get(`${done.headers.get('location')}/content`)).text()).includes('07700 900123'))
  const opening = formIn(seal, /unsealing$/)
  assert.equal((await dpo.post(opening.action, { ...opening.fields, why: 'It is his after all' })).status, 303)
  assert.equal((await browser.get(`/nominals/${nominal}/facts/telephone/${fact}`)).status, 200)
})
