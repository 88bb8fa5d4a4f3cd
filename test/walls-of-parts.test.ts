// Who may see one entry or one file. Held first against the database: what a row that has walls is hidden by is a policy on its table, which no function
// passes by, so that what reads tomorrow is covered too. Then against everything of today that somebody who is kept out can ask.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { keepListsInHands } from '../src/need-to-know/wall.store.ts'
import { aPicture } from './support/file.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const [supervisor, manager, kept] = ['ctnm-supervisor', 'ctnm-officer', 'ctnm-duty-officer']
const [ashdown, quarmby, sorrell] = ['DC Ruth Ashdown', 'DS Frances Quarmby', 'DC Nadia Sorrell']
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'walls of parts'))
  return tokens.get(signIn)!
}
const asking = async (signIn: string, path: string, body?: object, method = body ? 'POST' : 'GET', more = {}) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json', ...more },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  // oxlint-disable-next-line no-explicit-any
  return { status: reply.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, any> }
}
const reading = async (signIn: string, path: string) => {
  const reply = await fetch(address + path, {
    redirect: 'manual',
    headers: { cookie: `concord_session=${await tokenOf(signIn)}`, accept: 'text/html' },
  })
  return { status: reply.status, text: await reply.text(), etag: reply.headers.get('etag') }
}
const around = async (signIn: string, open: NominalId, ...statements: readonly ReturnType<typeof sql>[]) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => {
    await sql`select * from open_records(array[${open}::uuid])`.execute(tx)
    let rows: readonly unknown[] = []
    for (const statement of statements) rows = (await statement.execute(tx)).rows
    return { result: rows, audit: { action: 'test.gone-round' } }
  })
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows

const aRecord = (): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager,
    names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
    entries: [{ happenedAt: '2026-11-01T10:00:00Z', words: 'A card was left at the door.' }],
  })
const visit = { kind: 'VISIT', happenedAt: '2026-11-20 18:40', type: 'fact', marking: 'OFFICIAL' }
const anEntry = async (nominal: NominalId, words: string, more: object = {}): Promise<string> => {
  const { status, body, text } = await asking(manager, `/nominals/${nominal}/facts/entry`, { ...visit, words, ...more })
  assert.equal(status, 201, text)
  return body['id'] as string
}
const aFile = async (nominal: NominalId, bytes: Buffer | string, fields: object = {}, signIn = manager) => {
  const form = new FormData()
  const given = { kind: 'document', description: 'A letter', marking: 'OFFICIAL', ...fields }
  for (const [name, value] of Object.entries(given)) form.append(name, value)
  form.append(
    'file',
    new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]),
    typeof bytes === 'string' ? 'letter.txt' : 'face.jpg',
  )
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}` },
    body: form,
  })
  const text = await reply.text()
  assert.equal(reply.status, 201, text)
  return (JSON.parse(text) as { id: string }).id
}
type Kind = 'entry' | 'file'
const at = (nominal: NominalId, kind: Kind, part: string): string =>
  `/nominals/${nominal}/facts/${kind}/${part}/need-to-know`
const list = { officers: ashdown, reason: 'A source would be known by it', until: '2027-03-31' }
const restricted = async (nominal: NominalId, kind: Kind, part: string, more: Partial<typeof list> = {}) => {
  const answer = await asking(supervisor, `${at(nominal, kind, part)}/restriction`, { ...list, ...more })
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}
const excluded = async (nominal: NominalId, kind: Kind, part: string, officer = sorrell) => {
  const answer = await asking(supervisor, `${at(nominal, kind, part)}/exclusions`, {
    officer,
    why: 'It is about somebody of theirs',
    last: '',
  })
  assert.equal(answer.status, 200, answer.text)
  return answer.body['exclusions'].find((each: { officer: string }) => each.officer === officer).id as string
}

/** Every way by which somebody comes upon an entry or a file of a record, by page and by program. */
const ways = (nominal: NominalId): readonly string[] => [
  ...[
    '',
    '?on=24+11+2026',
    '/chronology',
    '/chronology?words=Quenningsway',
    '/history',
    '/files',
    '/print',
    '/sealing',
  ].map(each => `/nominals/${nominal}${each}`),
  ...[
    '',
    '/entries',
    '/entries?words=Quenningsway',
    '/history',
    '/files',
    '/disclosures',
    '/need-to-know',
    '/facts/entry',
    '/facts/file',
  ].map(each => `/api/v1/nominals/${nominal}${each}`),
  '/',
  '/api/v1/caseload',
  '/due',
]
const everythingTo = async (signIn: string, nominal: NominalId): Promise<string> => {
  const told: string[] = []
  for (const path of ways(nominal))
    told.push(
      path.startsWith('/api')
        ? (await asking(signIn, path.slice('/api/v1'.length))).text
        : (await reading(signIn, path)).text,
    )
  return told.join('\n')
}

const walledTables = ['attachment', 'attachment_taken_off', 'disclosure', 'entry', 'file', 'file_content', 'withdrawal']

test('every table that holds something of a walled part hides it by a policy of its own, for every role and the owner too', async () => {
  assert.deepEqual(
    (
      await rows(
        `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('walled_as', 'walled')
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped order by 1`,
      )
    ).map(({ name }) => name),
    walledTables,
  )
  const policies = await rows(
    `select c.relname as name, c.relforcerowsecurity as forced, not p.polpermissive as restricts, p.polroles = '{0}' as of_all, p.polcmd as command
       from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'within_its_walls' order by 1`,
  )
  assert.deepEqual(
    policies,
    walledTables.map(name => ({ name, forced: true, restricts: true, of_all: true, command: 'r' })),
  )
})

test('a table that says of which entry or file it is has walls too', async () => {
  // by a column of that name, or a foreign key to either: those that are not among the walled tables are here, each with its reason
  const reasons: Readonly<Record<string, string>> = {
    part_restriction: 'the walls themselves, granted to nobody',
    part_exclusion: 'the walls themselves, granted to nobody',
    sealed_object: 'what is under seal is seen by two only',
    extract_row: 'of a file of an extract',
    extract_outcome: 'of a file of an extract',
    handover_gate_met: 'of an order or a condition',
    audit_subject: 'the log, which no working page reads',
    audit_entry: 'the log, which no working page reads',
    log_leaf: 'of an entry of the log, by its hash',
  }
  const found = await rows(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and (a.attname in ('entry_id', 'file_id', 'fact_id', 'part_id', 'attachment_id')
             or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid in ('entry'::regclass, 'file'::regclass, 'attachment'::regclass)))
      order by 1`,
  )
  assert.deepEqual(
    found.map(({ name }) => name as string).filter(name => !walledTables.includes(name) && !(name in reasons)),
    [],
  )
})

test('no function reads these tables past the policy: each is by somebody whom row security binds, and those that look beyond are named', async () => {
  const { rows: functions } = await owner.query<{
    name: string
    text: string
    bound: boolean
    config: string[] | null
    granted: boolean
  }>(
    `select p.proname as name, p.prosrc as text, not (r.rolsuper or r.rolbypassrls) as bound, p.proconfig as config,
            has_function_privilege('concord_app', p.oid, 'execute') as granted
       from pg_proc p join pg_roles r on r.oid = p.proowner join pg_language l on l.oid = p.prolang
      where p.pronamespace = 'public'::regnamespace and l.lanname in ('sql', 'plpgsql')`,
  )
  const reads = functions.filter(({ text }) =>
    new RegExp(`\\b(from|join|update|into|using)\\s+(${walledTables.join('|')})\\b`, 'i').test(text),
  )
  assert.ok(reads.length > 25, `found ${reads.length} that read them`)
  assert.deepEqual(
    reads
      .filter(
        ({ bound, config }) => !bound || config?.some(each => /row_security|session_authorization|^role/.test(each)),
      )
      .map(({ name }) => name),
    [],
    'each of these would see what is hidden',
  )
  // Beyond the walls: what keeps them, what everybody is shown alike, and what is sealed. None of these answers an officer.
  const beyond = functions.filter(({ text }) => /set_config\('app\.beyond_walls'/.test(text))
  assert.deepEqual(beyond.map(({ name }) => name).toSorted(), [
    'entries_carrying',
    'file_comes_within_walls',
    'mark_walled',
    'photographs_changed',
    'put_under_seal',
    'refresh_photograph',
    'walls_are_carried_on',
  ])
  assert.deepEqual(
    beyond.filter(({ granted }) => granted).map(({ name }) => name),
    [],
  )
  // …and each steps back within them before it ends
  for (const { name, text } of beyond) {
    const [on, off] = [
      text.match(/'app\.beyond_walls', 'on'/g)?.length ?? 0,
      text.match(/'app\.beyond_walls', was/g)?.length ?? 0,
    ]
    assert.ok(on === 1 && off >= 1, name)
  }
})

test('a view sees no more than its owner, and its owner is bound', async () => {
  assert.deepEqual(
    await rows(
      `select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and (r.rolsuper or r.rolbypassrls or c.relkind = 'm')`,
    ),
    [],
  )
})

test('an entry on a list is there for those on it, and for nobody else in no way, with its corrections and its files', async () => {
  const nominal = await aRecord()
  const before = await everythingTo(kept, nominal)
  assert.match(before, /A card was left at the door/)
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  const file = await aFile(nominal, 'What Quenningsway wrote', { description: 'From Quenningsway' })
  const attached = await asking(manager, `/nominals/${nominal}/entries/${entry}/files`, { file })
  assert.equal(attached.status, 201, attached.text)
  await restricted(nominal, 'entry', entry)
  const corrected = await asking(
    manager,
    `/nominals/${nominal}/facts/entry/${entry}`,
    { ...visit, words: 'Quenningsway told us twice.', why: 'Once more' },
    'PUT',
    { 'if-match': `"${entry}"` },
  )
  assert.equal(corrected.status, 200, corrected.text)
  const correction = corrected.body['id'] as string
  const later = await aFile(nominal, 'Another of Quenningsway', { description: 'From Quenningsway again' })
  assert.equal((await asking(manager, `/nominals/${nominal}/entries/${entry}/files`, { file: later })).status, 201)

  for (const reader of [manager, supervisor])
    assert.match(await everythingTo(reader, nominal), /Quenningsway told us twice/)
  for (const reader of [kept, 'ctnm-region-lead']) {
    const told = await everythingTo(reader, nominal)
    for (const secret of ['Quenningsway', entry, correction, file, later])
      assert.ok(
        !told
          .replaceAll('words=Quenningsway', '')
          .replaceAll('value="Quenningsway"', '')
          .replaceAll('“Quenningsway”', '')
          .includes(secret),
        `${secret} to ${reader}`,
      )
    for (const [path, absent] of [
      [`/nominals/${nominal}/facts/entry/${entry}`, `/nominals/${nominal}/facts/entry/${newId()}`],
      [
        `/nominals/${nominal}/facts/entry/${correction}/correction`,
        `/nominals/${nominal}/facts/entry/${newId()}/correction`,
      ],
      [`/nominals/${nominal}/facts/entry/${entry}/files`, `/nominals/${nominal}/facts/entry/${newId()}/files`],
      [at(nominal, 'entry', entry), at(nominal, 'entry', newId())],
      [at(nominal, 'file', file), at(nominal, 'file', newId())],
      [`/files/${file}`, `/files/${newId()}`],
    ] as const) {
      const [one, other] = [await reading(reader, path), await reading(reader, absent)]
      assert.deepEqual([one.status, plain(one.text)], [404, plain(other.text)], path)
    }
    assert.equal((await asking(reader, `/files/${file}/content`)).status, 404)
  }
})
const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/(name="formAt" value|data-seconds-left)="[^"]*"/g, '')
    .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')

test('what a record counts, when it changed, its filters and its marks are as if the entry were not there', async () => {
  const [one, other] = [await aRecord(), await aRecord()]
  const told = async (nominal: NominalId) => {
    const found: unknown[] = []
    for (const path of ways(nominal).filter(each => each.includes(nominal))) {
      const { status, text } = path.startsWith('/api')
        ? await asking(kept, path.slice('/api/v1'.length))
        : await reading(kept, path)
      found.push([path.replace(nominal, ''), status, withoutWho(text)])
    }
    return found
  }
  // what differs between any two records of one name: their numbers and what to quote
  const withoutWho = (text: string): string =>
    plain(text)
      .replaceAll(/CN-26-\d{6}|[2-9A-H]{4}-[2-9A-H]{4}/g, 'N')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, 'T')
  const changed = async (nominal: NominalId) =>
    (await rows('select changed_at::text as at from nominal_file where nominal_id = $1', nominal))[0].at as string
  const [seenLast] = [await changed(one)]
  // written within its walls from the beginning, in one transaction
  await owner.query('begin')
  const entry = newId() as string
  await owner.query(
    `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words, walled_as)
    select $1, $2, o.id, o.agency_id, 'officer', '2026-11-20T18:40Z', 'MEETING', 'Meeting', 'fact', 'Quenningsway told us of it.', $1 from officer o where o.subject = $3`,
    [entry, one, manager],
  )
  await owner.query(
    `insert into part_exclusion (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, officer_id, why)
    select gen_random_uuid(), $1, 'entry', $2, s.id, s.agency_id, tstzrange(now(), null), o.id, 'It is about somebody of theirs' from officer s, officer o where s.subject = $3 and o.subject = $4`,
    [one, entry, supervisor, kept],
  )
  await owner.query('select mark_walled($1, $2, $3)', ['entry', entry, one])
  await owner.query('commit')
  const corrected = await asking(
    manager,
    `/nominals/${one}/facts/entry/${entry}`,
    { ...visit, kind: 'MEETING', words: 'Quenningsway told us twice.', why: 'Once more' },
    'PUT',
    { 'if-match': `"${entry}"` },
  )
  assert.equal(corrected.status, 200, corrected.text)
  assert.equal(await changed(one), seenLast, 'neither it nor its correction moved the moment of the last change')
  assert.deepEqual(await told(one), await told(other))
  assert.match((await reading(manager, `/nominals/${one}/chronology`)).text, /Quenningsway/)
})

test('whoever is kept out of an entry cannot correct, withdraw, seal, or attach to it, by whatever way', async () => {
  const nominal = await aRecord()
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  const file = await aFile(nominal, 'A letter of somebody')
  await excluded(nominal, 'entry', entry)
  const given = { ...visit, words: 'Something else', why: 'A mistake' }
  for (const [method, path, body] of [
    ['PUT', `/nominals/${nominal}/facts/entry/${entry}`, given],
    ['POST', `/nominals/${nominal}/facts/entry/${entry}/withdrawal`, { why: 'A mistake' }],
    ['POST', `/nominals/${nominal}/entries/${entry}/files`, { file }],
  ] as const) {
    const [one, other] = [
      await asking(kept, path, body, method, { 'if-match': `"${entry}"` }),
      await asking(kept, path.replace(entry, newId()), body, method, { 'if-match': `"${entry}"` }),
    ]
    assert.deepEqual([one.status, plain(one.text)], [other.status, plain(other.text)], path)
    assert.ok([404, 409, 422].includes(one.status), `${one.status} ${path}`)
  }
  const me = sql`(select nullif(current_setting('app.officer', true), '')::uuid)`
  const agency = sql`(select nullif(current_setting('app.agency', true), '')::uuid)`
  await assert.rejects(
    around(
      kept,
      nominal,
      sql`insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, supersedes, why, happened_at, kind, kind_words, type, words)
      values (${newId()}::uuid, ${nominal}::uuid, ${me}, ${agency}, 'officer', ${entry}::uuid, 'x', now(), 'VISIT', 'Visit', 'fact', 'x')`,
    ),
    /a correction is of the same nominal|row-level security/,
  )
  await assert.rejects(
    around(
      kept,
      nominal,
      sql`insert into withdrawal (id, nominal_id, fact_table, fact_id, recorded_by, agency_id, reason)
      values (${newId()}::uuid, ${nominal}::uuid, 'entry', ${entry}::uuid, ${me}, ${agency}, 'Because')`,
    ),
    /a withdrawal is of the same nominal|row-level security/,
  )
  await assert.rejects(
    around(
      kept,
      nominal,
      sql`insert into attachment (id, nominal_id, entry_id, file_id, recorded_by, agency_id)
      values (${newId()}::uuid, ${nominal}::uuid, ${entry}::uuid, ${file}::uuid, ${me}, ${agency})`,
    ),
    /the entry does not stand/,
  )
  // a supervisor who is kept out seals nothing of it, and does not let themself in
  await excluded(nominal, 'entry', entry, quarmby)
  await asking('ctnm-region-lead', `${at(nominal, 'entry', entry)}/exclusions`, {
    officer: 'DS Gareth Penhallow',
    why: 'It is about somebody of theirs',
    last: '',
  })
  for (const statement of [
    sql`select end_part_exclusion(e.id, ${nominal}::uuid, 'entry', ${entry}::uuid, 'Because I say so') from (select ${newId()}::uuid as id) e`,
    sql`select set_part_restriction(${newId()}::uuid, ${nominal}::uuid, 'entry', ${entry}::uuid, array[${me}, ${me}], 'Because I say so', now() + interval '1 day')`,
  ])
    await assert.rejects(around(supervisor, nominal, statement), /it has ended|no such part|being changed/)
  assert.deepEqual(
    await around(
      supervisor,
      nominal,
      sql`select seal_fact(${newId()}::uuid, ${nominal}::uuid, 'entry', ${entry}::uuid, 'Because I say so') as sealed`,
    ),
    [{ sealed: false }],
  )
})

test('a photograph that has walls is not the photograph of the headline, for anybody; when the wall ends it is again', async () => {
  const nominal = await aRecord()
  const older = await aFile(nominal, await aPicture('jpeg', { colour: '#112233' }), {
    kind: 'photograph',
    takenOn: '2020-02-02',
    description: 'Older',
  })
  const newer = await aFile(nominal, await aPicture('jpeg', { colour: '#445566' }), {
    kind: 'photograph',
    takenOn: '2026-11-01',
    description: 'Newer',
  })
  const headline = async () =>
    (await rows('select photograph from nominal_headline where nominal_id = $1', nominal))[0].photograph as string
  assert.equal(await headline(), newer)
  const exclusion = await excluded(nominal, 'file', newer)
  assert.equal(await headline(), older)
  for (const form of ['whole', 'small'])
    assert.equal((await asking(kept, `/files/${newer}/content?form=${form}`)).status, 404, form)
  assert.equal((await asking(manager, `/files/${newer}/content`)).status, 200)
  assert.equal((await reading(kept, `/photographs/${newer}`)).status, 404)
  assert.ok(!(await everythingTo(kept, nominal)).includes(newer))
  const ended = await asking(supervisor, `${at(nominal, 'file', newer)}/exclusions/${exclusion}/end`, {
    ending: 'It was somebody else',
  })
  assert.equal(ended.status, 200, ended.text)
  assert.equal(await headline(), newer)
  assert.equal((await asking(kept, `/files/${newer}/content`)).status, 200)
})

test('a photograph whose wall its time has ended comes back by the clock', async () => {
  const nominal = await aRecord()
  const picture = await aFile(nominal, await aPicture('jpeg', { colour: '#778899' }), {
    kind: 'photograph',
    takenOn: '2026-11-01',
  })
  await excluded(nominal, 'file', picture)
  await owner.query('alter table part_exclusion disable trigger only_ends')
  await owner.query(
    `update part_exclusion set during = tstzrange(now() - interval '2 days', now() - interval '1 second') where part_id = $1`,
    [picture],
  )
  await owner.query('alter table part_exclusion enable trigger only_ends')
  await keepListsInHands(db)
  assert.equal(
    (await rows('select photograph from nominal_headline where nominal_id = $1', nominal))[0].photograph,
    picture,
  )
})

test('the same bytes beside a file that one may not see are a first time', async () => {
  const nominal = await aRecord()
  const file = await aFile(nominal, 'The very same letter')
  await excluded(nominal, 'file', file)
  const again = await aFile(nominal, 'The very same letter', {}, kept)
  assert.notEqual(again, file)
  assert.ok(!(await asking(kept, `/nominals/${nominal}/files`)).text.includes(file))
})

test('a copy that went out with an entry is told to nobody who may not see that, and says nothing of it to those who take another', async () => {
  const nominal = await aRecord()
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  const copied = {
    purpose: 'court',
    why: 'A hearing',
    recipient: 'A clerk',
    parts: ['chronology'],
    destroyBy: '2026-12-20',
  }
  const early = await asking(manager, `/nominals/${nominal}/disclosures`, copied)
  assert.equal(early.status, 201, early.text)
  await restricted(nominal, 'entry', entry)
  const late = await asking(manager, `/nominals/${nominal}/disclosures`, copied)
  assert.equal(late.status, 201, late.text)
  const listed = async (signIn: string) =>
    (await asking(signIn, `/nominals/${nominal}/disclosures`)).body['rows'].length as number
  assert.equal(await listed(manager), 2)
  assert.equal(await listed(kept), 0)
  for (const { body } of [early, late])
    assert.equal((await asking(kept, `/nominals/${nominal}/disclosures/${body['id']}`)).status, 404)
  const own = await asking(kept, `/nominals/${nominal}/disclosures`, copied)
  assert.equal(own.status, 201, own.text)
  assert.doesNotMatch(own.text, /Quenningsway/)
  assert.equal(await listed(kept), 1)
})

test('deny wins, and who set it, why and until when is read by those who see it', async () => {
  const nominal = await aRecord()
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  await restricted(nominal, 'entry', entry, { officers: `${ashdown}\n${sorrell}` })
  assert.match(await everythingTo(kept, nominal), /Quenningsway told/)
  await excluded(nominal, 'entry', entry)
  assert.doesNotMatch(await everythingTo(kept, nominal), /Quenningsway told/)
  const page = (await reading(manager, at(nominal, 'entry', entry))).text
  assert.match(page, /Only .*DC Ruth Ashdown.* may see this entry\. Set by DS Gareth Penhallow, until 31 March 2027/)
  assert.match(page, /A source would be known by it/)
  assert.doesNotMatch(page, /Excluded/, 'who is excluded is for those who keep it')
  const record = (await reading(manager, `/nominals/${nominal}`)).text
  assert.match(record, /Only some may see 1 entry of this record/)
  assert.ok(record.includes(`href="${at(nominal, 'entry', entry)}"`))
  assert.doesNotMatch((await reading(kept, `/nominals/${nominal}`)).text, /Only some may see/)
  assert.equal((await asking(manager, `${at(nominal, 'entry', entry)}/restriction`, list)).status, 403)
  await assert.rejects(
    around(
      manager,
      nominal,
      sql`select set_part_exclusion(${newId()}::uuid, ${nominal}::uuid, 'entry', ${entry}::uuid, ${newId()}::uuid, 'Because I say so', null)`,
    ),
    /does not answer/,
  )
  for (const table of ['part_restriction', 'part_exclusion', 'part_restriction_member'])
    await assert.rejects(around(supervisor, nominal, sql`select from ${sql.table(table)}`), /permission denied/)
  await assert.rejects(
    around(kept, nominal, sql`select mark_walled('entry', ${entry}::uuid, ${nominal}::uuid)`),
    /permission denied/,
  )
})

test('a list of an entry is not left in nobody’s hands, and is kept when it ends', async () => {
  const nominal = await aRecord()
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  const alone = await asking(supervisor, `${at(nominal, 'entry', entry)}/restriction`, { ...list, officers: '' })
  assert.equal(alone.status, 422)
  assert.match(alone.text, /an entry that one person alone can see/)
  await restricted(nominal, 'entry', entry)
  // its only supervisor is excluded by the region's lead, who is not on the list and so cannot: by the owner then
  await owner.query(
    `insert into part_exclusion (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, officer_id, why)
    select gen_random_uuid(), $1, 'entry', $2, s.id, s.agency_id, tstzrange(now(), null), o.id, 'It is about somebody of theirs' from officer s, officer o where s.subject = 'ctnm-region-lead' and o.subject = $3`,
    [nominal, entry, supervisor],
  )
  await keepListsInHands(db)
  const members = async () =>
    (
      await rows(
        `select o.name from part_restriction_member m join part_restriction r on r.id = m.restriction_id join officer o on o.id = m.officer_id where r.part_id = $1 order by 1`,
        entry,
      )
    ).map(({ name }) => name as string)
  assert.deepEqual(await members(), [ashdown, quarmby, 'DS Gareth Penhallow'])
  assert.deepEqual(
    await rows(`select to_words, words from task where kind = 'restriction.widened' and nominal_id = $1`, nominal),
    [{ to_words: quarmby, words: 'entry' }],
  )
  await assert.rejects(
    owner.query(`update part_restriction set why = 'Something else here' where part_id = $1`, [entry]),
    /kept/,
  )
  await assert.rejects(
    owner.query(`update part_exclusion set officer_id = recorded_by where part_id = $1`, [entry]),
    /kept/,
  )
  await assert.rejects(owner.query(`delete from part_exclusion where part_id = $1`, [entry]), /kept/)
})

test('what is sealed within its walls goes whole, and comes back within them', async () => {
  const nominal = await aRecord()
  const entry = await anEntry(nominal, 'Quenningsway told us of it.')
  const file = await aFile(nominal, 'What Quenningsway wrote')
  assert.equal((await asking(manager, `/nominals/${nominal}/entries/${entry}/files`, { file })).status, 201)
  await excluded(nominal, 'file', file, ashdown)
  await excluded(nominal, 'entry', entry)
  const sealing = await asking(supervisor, `/nominals/${nominal}/facts/entry/${entry}/sealing`, {
    why: 'It is about somebody else',
  })
  assert.equal(sealing.status, 201, sealing.text)
  assert.deepEqual(await rows('select from attachment where entry_id = $1', entry), [])
  const opened = await asking('data-protection-officer', `/sealings/${sealing.body['sealing']}/unsealing`, {
    why: 'It belongs here after all',
  })
  assert.equal(opened.status, 200, opened.text)
  assert.match(await everythingTo(manager, nominal), /Quenningsway told/)
  assert.doesNotMatch(await everythingTo(kept, nominal), /Quenningsway told/)
})
