// Photographs and documents of a record, over the wire: added, refused, read, denied, broken off, and shown where they belong.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import sharp from 'sharp'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, openPool } from '#platform'
import { aBucket } from './support/bucket.ts'
import { aDocx, aPdf, aPicture } from './support/file.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

// Folders of uploads are counted here, and other files of this run make them too.
process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'concord-uploads-'))
after(() => rmSync(process.env['TMPDIR']!, { recursive: true }))

const database = await demonstrationDatabase()
const bucket = await aBucket()
const inDatabase = await startServer(database)
const inBucket = await startServer(database, { s3: bucket.settings })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const lead = { unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' }
const someone = (surname: string, more: object = {}) =>
  aNominal(owner, { ...lead, names: [{ forenames: 'Orrin', surname }], ...more })
/** Known in summary to the other forces' officers. */
const mine = await someone('Vesperlane')
const hidden = await someone('Vesperlane', { excluded: ['ctnm-officer'] })
const local = await aNominal(owner, { unit: '22-PPU', names: [{ forenames: 'Isolde', surname: 'Quarrendon' }] })

type Sent = {
  readonly file?: Buffer
  readonly name?: string
  readonly fields?: Readonly<Record<string, string | readonly string[]>>
}
const photograph = {
  kind: 'photograph',
  takenOn: '2 11 2023',
  description: 'Face, from the front',
  marking: 'OFFICIAL-SENSITIVE',
}
const document = { kind: 'document', description: 'Sealed order', marking: 'OFFICIAL' }

const form = ({ file, name = 'given.bin', fields = {} }: Sent): FormData => {
  const data = new FormData()
  for (const [field, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(field, each)
  if (file) data.append('file', new Blob([new Uint8Array(file)]), name)
  return data
}

type Way = { readonly as?: string; readonly at?: string; readonly server?: typeof inDatabase }
const tokens = new Map<string, Promise<string>>()
const tokenOf = (signIn: string) => {
  if (!tokens.has(signIn)) tokens.set(signIn, beginApiSession(db, signIn, 'files'))
  return tokens.get(signIn)!
}
const onPage = async (path: string, { as = 'ctnm-officer', server = inDatabase }: Way = {}) =>
  fetch(server.address + path, {
    headers: { cookie: `concord_session=${await tokenOf(as)}`, accept: 'text/html' },
    redirect: 'manual',
  })
const add = async (nominal: string, sent: Sent, { as = 'ctnm-officer', server = inDatabase }: Way = {}) => {
  const token = await tokenOf(as)
  return fetch(`${server.address}/nominals/${nominal}/files?formToken=${formTokenOf(token)}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `concord_session=${token}`, accept: 'text/html' },
    body: form(sent),
  })
}
const byProgram = async (
  path: string,
  { as = 'ctnm-officer', server = inDatabase, ...options }: Way & RequestInit = {},
) => fetch(`${server.address}/api/v1${path}`, { ...options, headers: { authorization: `Bearer ${await tokenOf(as)}` } })

const rowsOf = async (nominal: string) =>
  (
    await owner.query<{ id: string; kind: string }>(
      'select id, kind from file where nominal_id = $1 order by recorded_at, id',
      [nominal],
    )
  ).rows
const added = async (reply: Response): Promise<string> => {
  assert.equal(reply.status, 303, await reply.text())
  return new URL(reply.headers.get('location')!, 'http://x').searchParams.get('added')!
}
const logOf = async (file: string) =>
  (
    await owner.query<{ action: string; outcome: string; groups: string[]; subjects: string[] }>(
      `select e.action, e.outcome, e.field_groups as groups, array(select s.nominal_id::text from audit_subject s where s.entry_id = e.id) as subjects
         from audit_entry e where $1 = any(e.records) order by e.at`,
      [file],
    )
  ).rows
const foldersLeft = () => readdirSync(tmpdir()).filter(name => name.startsWith('concord-file-')).length

for (const [where, server] of Object.entries({ 'the database': inDatabase, 'a bucket': inBucket }))
  test(`kept in ${where}, a photograph and a document come back as they were kept, each look on the record`, async () => {
    const who = await someone('Ashgrove')
    const picture = await aPicture('jpeg', { colour: '#336699' })
    const file = await added(
      await add(who, { file: picture, name: '../../My photo.PNG', fields: photograph }, { server }),
    )
    const whole = await onPage(`/photographs/${file}`, { server })
    assert.equal(whole.headers.get('content-type'), 'image/jpeg')
    assert.match(whole.headers.get('content-disposition')!, /^inline; filename="My photo\.jpg"/)
    assert.match(whole.headers.get('content-security-policy')!, /sandbox/)
    const bytes = Buffer.from(await whole.arrayBuffer())
    assert.equal((await sharp(bytes).metadata()).exif, undefined)
    assert.ok(
      Buffer.from(await (await onPage(`/photographs/${file}/small`, { server })).arrayBuffer()).length < bytes.length,
    )

    const pdf = await aPdf({
      text: 'x '.repeat(40),
      more: d => d.addPage().drawText(randomBytes(9000).toString('hex').slice(0, 300)),
    })
    const order = await added(
      await add(
        who,
        { file: pdf, name: 'ordre “scellé”; 1.pdf', fields: { ...document, caveats: ['LEGAL', 'PERSONAL'] } },
        { server },
      ),
    )
    const downloaded = await onPage(`/files/${order}`, { server })
    assert.deepEqual(Buffer.from(await downloaded.arrayBuffer()), pdf)
    assert.equal(
      downloaded.headers.get('content-disposition'),
      `attachment; filename="ordre scelle_ 1.pdf"; filename*=UTF-8''ordre%20%E2%80%9Cscell%C3%A9%E2%80%9D%3B%201.pdf`,
    )
    for (const [name, value] of [
      ['x-content-type-options', 'nosniff'],
      ['cache-control', 'no-store'],
      ['content-length', String(pdf.length)],
    ])
      assert.equal(downloaded.headers.get(name!), value)
    assert.deepEqual(
      (await logOf(order)).map(({ action, outcome, subjects }) => [action, outcome, subjects]),
      [
        ['file.added', 'done', [who]],
        ['file.viewed', 'done', [who]],
      ],
    )
    const { rows } = await owner.query<{ store: string; form: string }>(
      'select o.store, c.form from file_content c join file_object o on o.id = c.object_id where c.nominal_id = $1 order by 1, 2',
      [who],
    )
    assert.deepEqual(
      rows.map(({ store, form }) => `${form} in ${store}`),
      server === inBucket
        ? ['small in database', 'whole in s3', 'whole in s3']
        : ['small in database', 'whole in database', 'whole in database'],
    )
    assert.equal(foldersLeft(), 0)
  })

test('a file in a bucket is read by no server that knows no bucket, and told as that', async () => {
  const file = await added(
    await add(await someone('Elmhurst'), { file: Buffer.from('words'), fields: document }, { server: inBucket }),
  )
  assert.equal((await onPage(`/files/${file}`)).status, 503)
  assert.equal((await onPage(`/files/${file}`, { server: inBucket })).status, 200)
})

test('a record has the newest photograph in its headline, how recent it is in words, and its files; the page is one look', async () => {
  const who = await someone('Birchwood')
  const newest = await added(
    await add(who, { file: await aPicture('png'), fields: { ...photograph, takenOn: '1/1/2024' } }),
  )
  await added(await add(who, { file: await aPicture('webp'), fields: { ...photograph, takenOn: '5 May 2015' } }))
  const undated = { kind: 'photograph', takenUnknown: 'yes', description: 'From a leaflet', marking: 'OFFICIAL' }
  await added(await add(who, { file: await aPicture('tiff'), fields: undated }))
  const before = (await logOf(newest)).length
  const page = await (await onPage(`/nominals/${who}`)).text()
  const source = /<img src="(data:image\/jpeg;base64,[^"]+)"/.exec(page)![1]!
  const small = await (await onPage(`/photographs/${newest}/small`)).arrayBuffer()
  assert.deepEqual(Buffer.from(source.split(',')[1]!, 'base64'), Buffer.from(small))
  assert.match(page, /Taken 2 years ago/)
  assert.match(page, /From a leaflet/)
  const { rows } = await owner.query<{ action: string; field_groups: string[] }>(
    `select e.action, e.field_groups from audit_entry e join audit_subject s on s.entry_id = e.id where s.nominal_id = $1 and e.action = 'nominal.viewed'`,
    [who],
  )
  assert.equal(rows.length, 1)
  assert.ok(rows[0]!.field_groups.includes('photograph') && rows[0]!.field_groups.includes('files'))
  assert.equal((await logOf(newest)).length, before + 1, 'only the look at the small size was a look of its own')
})

test('at summary one sees the photograph in the headline, and no other file and not what was written about it', async () => {
  const [old, now] = [
    await added(
      await add(
        local,
        { file: await aPicture('jpeg', { colour: '#111111' }), fields: { ...photograph, takenOn: '1 1 2001' } },
        { as: 'force-officer' },
      ),
    ),
    await added(
      await add(
        local,
        {
          file: await aPicture('jpeg', { colour: '#222222' }),
          fields: { ...photograph, description: 'Written words' },
        },
        { as: 'force-officer' },
      ),
    ),
  ]
  const as = 'ctnm-officer'
  const page = await (await onPage(`/nominals/${local}`, { as })).text()
  assert.match(page, /<img src="data:image\/jpeg/)
  assert.doesNotMatch(page, /Written words|given\.jpg/)
  const seen = await onPage(`/photographs/${now}`, { as })
  assert.equal(seen.status, 200)
  assert.match(seen.headers.get('content-disposition')!, /filename="photograph\.jpg"/)
  for (const path of [`/photographs/${old}`, `/photographs/${old}/small`, `/files/${old}`, `/nominals/${local}/files`])
    assert.equal((await onPage(path, { as })).status, 404, path)
  assert.equal((await byProgram(`/nominals/${local}/files`, { as })).status, 404)
  assert.equal((await add(local, { file: Buffer.from('words'), fields: document }, { as })).status, 404)
})

test('what one may not know of is denied like what is not there, and nothing is read of what is sent', async () => {
  const there = await added(
    await add(hidden, { file: Buffer.from('hidden words'), fields: document }, { as: 'ctnm-supervisor' }),
  )
  const unknown = '0198c0de-0000-7000-8000-00000000dead'
  const body = async (reply: Response) => [
    reply.status,
    (await reply.text()).replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight|data-seconds-left="\d+"/g, ''),
  ]
  for (const path of [
    (id: string) => `/files/${id}`,
    (id: string) => `/photographs/${id}`,
    (id: string) => `/photographs/${id}/small`,
  ])
    assert.deepEqual(await body(await onPage(path(there))), await body(await onPage(path(unknown))))
  assert.deepEqual(
    await body(await onPage(`/nominals/${hidden}/files`)),
    await body(await onPage(`/nominals/${unknown}/files`)),
  )
  const sent = { file: Buffer.from('words'), fields: document }
  assert.deepEqual(await body(await add(hidden, sent)), await body(await add(unknown, sent)))
  assert.equal((await rowsOf(hidden)).length, 1)
})

test('a role that has the record in full but works no cases reads its files and adds none', async () => {
  const arranged = await aNominal(owner, { unit: '22-PPU', names: [{ forenames: 'Tamsin', surname: 'Ferrybrook' }] })
  await owner.query(
    `insert into arrangement (id, nominal_id, recorded_by, agency_id, source_kind, area, during)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', u.area, '[2020-01-01,)' from officer o
       join role_held r on r.officer_id = o.id and r.role = 'mappa-coordinator' join unit u on u.id = r.unit_id where o.subject = 'mappa-coordinator' limit 1`,
    [arranged],
  )
  const as = 'mappa-coordinator'
  const page = await onPage(`/nominals/${arranged}/files`, { as })
  assert.equal(page.status, 200)
  assert.doesNotMatch(await page.text(), /type="file"/)
  assert.equal((await add(arranged, { file: Buffer.from('words'), fields: document }, { as })).status, 403)
  assert.deepEqual(await rowsOf(arranged), [])
})

test('every reason at once, what was typed is kept, and nothing of the file', async () => {
  const who = await someone('Cobbleside')
  const fields = {
    kind: 'photograph',
    takenOn: '31 2 2024',
    description: ' ',
    marking: 'SECRET',
    caveats: ['PERSONAL', 'nonsense'],
  }
  const reply = await add(who, {
    file: aDocx(['TOP SECRET'], [{ name: 'word/vbaProject.bin', content: 'x' }]),
    fields,
  })
  assert.equal(reply.status, 422)
  const page = await reply.text()
  for (const reason of [
    /must be a date/,
    /Say what it shows/,
    /Choose a handling marking/,
    /Choose handling instructions from the list/,
    /programs \(macros or controls\)/,
    /The file is marked TOP SECRET.*held elsewhere at a higher classification: ask/,
    /A photograph must be a picture/,
  ])
    assert.match(page, reason)
  assert.match(page, /<title>Error: /)
  assert.match(page, /name="takenOn" value="31 2 2024"/)
  assert.match(page, /id="kind-photograph"[^>]* checked/)
  assert.match(page, /id="caveats-PERSONAL"[^>]* checked/)
  assert.deepEqual(await rowsOf(who), [])
  assert.equal((await owner.query('select from file_content where nominal_id = $1', [who])).rowCount, 0)
  assert.equal(foldersLeft(), 0)
})

for (const [what, sent, reason] of [
  ['no file', { fields: document }, /Choose a file/],
  ['an empty file', { file: Buffer.alloc(0), fields: document }, /The file is empty/],
  [
    'a file that is too large',
    { file: Buffer.alloc(25 * 1024 * 1024 + 1, 'a'), fields: document },
    /larger than 25 MB/,
  ],
  [
    'a file whose name is marked',
    { file: Buffer.from('words 1'), name: 'UK_SECRET.txt', fields: document },
    /By its name, the file is marked SECRET/,
  ],
  [
    'a description that is marked',
    { file: Buffer.from('words 2'), fields: { ...document, description: 'SECRET\nnotes' } },
    /The description is marked SECRET/,
  ],
  [
    'a photograph of a day to come',
    { file: Buffer.from('words 3'), fields: { ...photograph, takenOn: '1/1/2199' } },
    /must not be in the future/,
  ],
  [
    'a photograph without a day',
    { file: Buffer.from('words 4'), fields: { ...photograph, takenOn: '' } },
    /tick that nobody knows/,
  ],
  ['a form with nothing in it', {}, /Choose whether it is a photograph/],
] as const satisfies readonly (readonly [string, Sent, RegExp])[])
  test(`${what} is refused`, async () => {
    const reply = await add(mine, sent)
    assert.equal(reply.status, 422)
    assert.match(await reply.text(), reason)
  })

test('what goes round the form is stopped by the database', async () => {
  const who = await someone('Drumlow')
  const insert = (values: Record<string, unknown>) => {
    const row = {
      kind: 'document',
      description: 'x',
      marking: 'OFFICIAL',
      name: 'x',
      given_type: 'text/plain',
      given_size: 1,
      given_sha256: randomBytes(32).toString('hex'),
      rewritten: false,
      ...values,
    }
    return owner.query(
      `insert into file (id, nominal_id, recorded_by, agency_id, source_kind, ${Object.keys(row).join(', ')})
       select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', ${Object.keys(row)
         .map((_, n) => `$${n + 2}`)
         .join(', ')} from officer o where o.subject = 'ctnm-officer'`,
      [who, ...Object.values(row)],
    )
  }
  await insert({})
  for (const wrong of [
    { marking: 'SECRET' },
    { description: 'TOP SECRET' },
    { description: 'Marked: secret' },
    { name: 'SECRET' },
    { description: '' },
    { taken_on: '2020-01-01' },
    { kind: 'photograph', taken_on: '2199-01-01' },
    { caveats: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
  ])
    await assert.rejects(insert(wrong), { code: '23514' }, JSON.stringify(wrong))
  // Somebody else's name, a record that is not open, another role: row security.
  const client = await db.pool.connect()
  const asSomebody = async (signIn: string, agency: string, opened: string) => {
    await client.query('begin')
    try {
      await client.query('select enter($1)', [hashOfToken(await tokenOf(signIn))])
      await client.query('select open_records(array[$1::uuid])', [opened])
      return await client.query(
        `insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, description, marking, name, given_type, given_size, given_sha256, rewritten)
         select gen_random_uuid(), $1, o.id, a.id, 'officer', 'document', 'x', 'OFFICIAL', 'x', 'text/plain', 1, encode(sha256(gen_random_uuid()::text::bytea), 'hex'), false
           from officer o, agency a where o.subject = 'ctnm-officer' and (a.id = o.agency_id) = ($2 = 'own') limit 1`,
        [who, agency],
      )
    } finally {
      await client.query('rollback')
    }
  }
  assert.equal((await asSomebody('ctnm-officer', 'own', who)).rowCount, 1)
  for (const [signIn, agency, opened] of [
    ['ctnm-supervisor', 'own', who],
    ['ctnm-officer', 'other', who],
    ['ctnm-officer', 'own', mine],
    ['auditor', 'own', who],
  ] as const)
    await assert.rejects(asSomebody(signIn, agency, opened), { code: '42501' }, `${signIn} ${agency}`)
  client.release()
})

test('the same file is kept once, also when it is sent twice at once; different files at once are both kept', async () => {
  const who = await someone('Elderfold')
  const same = await aPdf({ text: 'same' })
  const replies = await Promise.all([1, 2, 3].map(() => add(who, { file: same, fields: document })))
  assert.deepEqual(
    replies.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422, 422],
  )
  for (const reply of replies.filter(({ status }) => status === 422))
    assert.match(await reply.text(), /on this record already: it was added on/)
  const others = await Promise.all(
    ['one', 'two', 'three'].map(text => add(who, { file: Buffer.from(text), fields: document })),
  )
  assert.deepEqual(
    others.map(({ status }) => status),
    [303, 303, 303],
  )
  assert.equal((await rowsOf(who)).length, 4)
  assert.equal(
    (await add(await someone('Elderfold'), { file: same, fields: document })).status,
    303,
    'another record tells nothing of this one',
  )
})

/** Sends a form slowly, and less of it than it said. */
const half = async (address: string, nominal: string) => {
  const token = await tokenOf('ctnm-officer')
  const { hostname, port } = new URL(address)
  const sending = ask({
    hostname,
    port,
    method: 'POST',
    path: `/nominals/${nominal}/files?formToken=${formTokenOf(token)}`,
    headers: {
      cookie: `concord_session=${token}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 5_000_000,
    },
  })
  sending.on('error', () => undefined)
  for (const [name, value] of Object.entries(document))
    sending.write(`--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  sending.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n')
  for (let n = 0; n < 20; n++) {
    sending.write('words '.repeat(2000))
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  return sending
}

test('an upload that is broken off leaves nothing', async () => {
  const who = await someone('Foxholt')
  const sending = await half(inDatabase.address, who)
  assert.equal(foldersLeft(), 1)
  sending.destroy()
  for (let asked = 0; asked < 100 && foldersLeft() > 0; asked++) await new Promise(resolve => setTimeout(resolve, 20))
  assert.equal(foldersLeft(), 0)
  assert.deepEqual(await rowsOf(who), [])
})

test('kill -9 in the middle of an upload, and in the middle of keeping one, leaves nothing on the record', async () => {
  const who = await someone('Gorsefield')
  const begin = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'support', 'alone.ts'), database.appUrl], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [told] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, address: told.toString().trim() }
  }
  const objects = async () =>
    (
      await owner.query<{ n: number }>(
        'select count(*)::int as n from file_object o where not exists (select from file_content c where c.object_id = o.id)',
      )
    ).rows[0]!.n
  const first = await begin()
  await half(first.address, who)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  assert.deepEqual(await rowsOf(who), [])

  // Killed as soon as its bytes begin to lie in their place.
  const before = await objects()
  const second = await begin()
  const token = await tokenOf('ctnm-officer')
  const sent = fetch(`${second.address}/nominals/${who}/files?formToken=${formTokenOf(token)}`, {
    method: 'POST',
    headers: { cookie: `concord_session=${token}` },
    body: form({ file: Buffer.from(randomBytes(9_000_000).toString('hex')), fields: document }),
  }).catch(() => undefined)
  while ((await objects()) === before) await new Promise(resolve => setTimeout(resolve, 2))
  second.child.kill('SIGKILL')
  await Promise.all([sent, once(second.child, 'exit')])
  const kept = await rowsOf(who)
  for (const { id } of kept) {
    // It was quicker than the signal: then all of it is there.
    const bytes = Buffer.from(await (await onPage(`/files/${id}`)).arrayBuffer())
    assert.equal(bytes.length, 18_000_000)
  }
  if (kept.length === 0) assert.ok((await objects()) > before)
  await owner.query(`update file_object set begun_at = now() - interval '2 hours'`)
  await owner.query('select clear_file_objects(array(select id from file_object))')
  assert.equal(await objects(), 0)
})

test('a bucket that is away: nothing is kept, and trying again is told to be right', async () => {
  const who = await someone('Hazelrigg')
  bucket.away = true
  const sent = { file: Buffer.from('words for a bucket'), fields: document }
  const reply = await add(who, sent, { server: inBucket })
  assert.equal(reply.status, 503)
  assert.ok(Number(reply.headers.get('retry-after')) > 0)
  assert.deepEqual(await rowsOf(who), [])
  bucket.away = false
  await added(await add(who, sent, { server: inBucket }))
})

test('what is not as it was kept is not sent', async () => {
  const who = await someone('Ivybank')
  const file = await added(await add(who, { file: Buffer.from('words that will change'), fields: document }))
  await owner.query(
    `update file_chunk set sealed = overlay(sealed placing '\\x00'::bytea from 3) where object_id = (select object_id from file_content where file_id = $1)`,
    [file],
  )
  const reply = await onPage(`/files/${file}`)
  assert.equal(reply.status, 500)
  assert.doesNotMatch(await reply.text(), /that will change/)
})

test('programs add, list and read files', async () => {
  const who = await someone('Juniperton')
  const reply = await byProgram(`/nominals/${who}/files`, {
    method: 'POST',
    body: form({ file: await aPicture(), name: 'a.jpg', fields: { ...photograph, caveats: ['PERSONAL'] } }),
  })
  assert.equal(reply.status, 201)
  const { id } = (await reply.json()) as { id: string }
  assert.equal(reply.headers.get('location'), `/api/v1/files/${id}/content`)
  const list = (await (await byProgram(`/nominals/${who}/files`)).json()) as {
    files: Record<string, unknown>[]
    total: number
  }
  assert.equal(list.total, 1)
  const { sha256, size, ...file } = list.files[0]!
  assert.deepEqual(
    {
      id: file['id'],
      kind: file['kind'],
      takenOn: file['takenOn'],
      marking: file['marking'],
      caveats: file['caveats'],
      mediaType: file['mediaType'],
      rewritten: file['rewritten'],
      recordedBy: typeof file['recordedBy'],
    },
    {
      id,
      kind: 'photograph',
      takenOn: '2023-11-02',
      marking: 'OFFICIAL-SENSITIVE',
      caveats: ['PERSONAL'],
      mediaType: 'image/jpeg',
      rewritten: true,
      recordedBy: 'string',
    },
  )
  const content = Buffer.from(await (await byProgram(`/files/${id}/content`)).arrayBuffer())
  assert.deepEqual([createHash('sha256').update(content).digest('hex'), content.length], [sha256, size])
  assert.equal(
    (await sharp(Buffer.from(await (await byProgram(`/files/${id}/content?form=small`)).arrayBuffer())).metadata())
      .width,
    180,
  )

  const refused = await byProgram(`/nominals/${who}/files`, {
    method: 'POST',
    body: form({ file: Buffer.from('SECRET'), fields: { kind: 'document' } }),
  })
  assert.equal(refused.status, 422)
  assert.match(refused.headers.get('content-type')!, /problem\+json/)
  assert.deepEqual(
    ((await refused.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field),
    ['file', 'description', 'marking'],
  )
  for (const body of ['nonsense', '{}'])
    assert.equal((await byProgram(`/nominals/${who}/files`, { method: 'POST', body })).status >= 400, true)
  assert.equal((await byProgram(`/nominals/${hidden}/files`)).status, 404)
  assert.equal((await byProgram(`/nominals/${hidden}/files`, { method: 'POST', body: form({}) })).status, 404)
})

test('a photograph of somebody else is withdrawn: it leaves the headline at once, the one before it stands there again, and the reason is kept', async () => {
  const who = await someone('Kestrelham')
  const right = await added(
    await add(who, {
      file: await aPicture('jpeg', { colour: '#111' }),
      fields: { ...photograph, takenOn: '1 1 2020' },
    }),
  )
  const bytes = await aPicture('jpeg', { colour: '#eee' })
  const wrong = await added(await add(who, { file: bytes, fields: photograph }))
  const post = async (why: string, as = 'ctnm-officer') => {
    const token = await tokenOf(as)
    return fetch(`${inDatabase.address}/nominals/${who}/files/${wrong}/withdrawal`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `concord_session=${token}`, accept: 'text/html' },
      body: new URLSearchParams({ formToken: formTokenOf(token), why }),
    })
  }
  const inHeadline = async () =>
    (await owner.query<{ photograph: string }>('select photograph from nominal_headline where nominal_id = $1', [who]))
      .rows[0]!.photograph
  assert.equal(await inHeadline(), wrong)
  const refused = await post(' ')
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Say why it should not be there/)
  const replies = await Promise.all([post('It shows his brother'), post('It shows his brother')])
  assert.deepEqual(
    replies.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 404],
  )
  assert.equal(await inHeadline(), right)
  for (const path of [`/files/${wrong}`, `/photographs/${wrong}`, `/photographs/${wrong}/small`])
    assert.equal((await onPage(path)).status, 404)
  const { rows } = await owner.query(
    `select w.reason, f.superseded_at is not null as gone from withdrawal w join file f on f.id = w.fact_id where f.id = $1`,
    [wrong],
  )
  assert.deepEqual(rows, [{ reason: 'It shows his brother', gone: true }])
  await added(await add(who, { file: bytes, fields: photograph }))
})
