// What is said of a file is corrected like a fact, with the reason: its bytes never change, and whoever reads the file reads the version that stands,
// or that stood on a day. What the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { aPicture } from './support/file.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const aRecord = () =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
  })
const token = await beginApiSession(db, 'ctnm-officer', 'file-correction')
const officer = visitor(address)
await officer.signIn('ctnm-officer')

const ask = async (method: string, path: string, body?: unknown, ifMatch?: string) => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}
const send = async (nominal: NominalId, content: Blob, fields: Readonly<Record<string, string>>, name: string) => {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  form.append('file', content, name)
  const reply = await fetch(`${address}/api/v1/nominals/${nominal}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return { status: reply.status, body: (await reply.json()) as { id: string } }
}
const letter = { kind: 'document', description: 'Letter to the landlord', marking: 'OFFICIAL' }
const aLetter = async (nominal: NominalId, text = 'a letter'): Promise<string> =>
  (await send(nominal, new Blob([text]), letter, 'letter.txt')).body.id
const photograph = { kind: 'photograph', takenOn: '2 11 2023', description: 'At the desk', marking: 'OFFICIAL' }
const colours = ['#101010', '#202020', '#303030']
const aPhotograph = async (nominal: NominalId): Promise<string> => {
  const picture = new Blob([new Uint8Array(await aPicture('jpeg', { colour: colours.pop()! }))])
  return (await send(nominal, picture, photograph, 'face.jpg')).body.id
}
const correct = (nominal: NominalId, file: string, more: object = {}, seen = file) =>
  ask('PUT', `/api/v1/nominals/${nominal}/files/${file}`, { ...letter, why: 'It was another', ...more }, `"${seen}"`)
type Listed = { files: { id: string; description: string; sha256: string; caveats: string[] }[] }
const filesOf = async (nominal: NominalId) =>
  ((await ask('GET', `/api/v1/nominals/${nominal}/files`)).body as unknown as Listed).files
const bytesOf = async (file: string) => {
  const reply = await officer.get(`/files/${file}`)
  return { status: reply.status, text: await reply.text() }
}

test('a correction stands with its reason, over the same bytes; the version before is kept, opens still, and is in the history', async () => {
  const nominal = await aRecord()
  const file = await aLetter(nominal)
  const [before] = await filesOf(nominal)
  const page = await (await officer.get(`/nominals/${nominal}/files`)).text()
  assert.ok(page.includes(`/files/${file}/correction`))
  const form = await (await officer.get(`/nominals/${nominal}/files/${file}/correction`)).text()
  assert.match(form, /Letter to the landlord/)
  assert.match(form, /Why it is corrected/)
  const at = `/nominals/${nominal}/files/${file}/correction`
  const refused = await officer.post(at, { version: file, kind: 'photograph', description: '', marking: 'TOP' })
  assert.equal(refused.status, 422)
  const reasons = await refused.text()
  for (const reason of [
    /A photograph must be a picture/,
    /Say what it shows/,
    /must be one of the list/,
    /Say why it is/,
  ])
    assert.match(reasons, reason)
  const sent = {
    ...letter,
    version: file,
    description: 'Letter to his sister',
    caveats: 'LEGAL',
    why: 'Another letter',
  }
  assert.equal((await officer.post(at, sent)).status, 303)
  const [stands, ...others] = await filesOf(nominal)
  assert.equal(others.length, 0)
  assert.deepEqual([stands!.description, stands!.caveats], ['Letter to his sister', ['LEGAL']])
  assert.equal(stands!.sha256, before!.sha256)
  for (const id of [file, stands!.id]) assert.deepEqual(await bytesOf(id), { status: 200, text: 'a letter' })
  const history = await (await officer.get(`/nominals/${nominal}/history`)).text()
  for (const words of [/File changed/, /Why: Another letter/, /Letter to the landlord/, /Legally privileged/])
    assert.match(history, words)
  const conflict = await officer.post(at, { ...sent, description: 'Mine' })
  assert.equal(conflict.status, 409)
  const shown = await conflict.text()
  assert.match(shown, /Letter to his sister/)
  assert.match(shown, /Mine/)
})

test('a program corrects with If-Match, and is told of every reason and of whoever was quicker', async () => {
  const nominal = await aRecord()
  const file = await aLetter(nominal)
  const path = `/api/v1/nominals/${nominal}/files/${file}`
  assert.equal((await ask('PUT', path, { ...letter, why: 'x' })).status, 428)
  const refused = await correct(nominal, file, { why: ' ', marking: 'SECRET', caveats: ['NONE'] })
  assert.equal(refused.status, 422)
  assert.deepEqual((refused.body['errors'] as { field: string }[]).map(({ field }) => field).toSorted(), [
    'caveats',
    'marking',
    'why',
  ])
  const done = await correct(nominal, file, { description: 'Once' })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.equal((await correct(nominal, file, { description: 'Twice' })).status, 412)
  assert.equal((await correct(nominal, file, { description: 'Twice' }, done.body['id'] as string)).status, 200)
  assert.equal((await correct(nominal, newId(), {})).status, 404)
})

test('entries carry a corrected file on, the headline has a corrected photograph, and the same bytes are still refused', async () => {
  const nominal = await aRecord()
  const [file, face] = [await aLetter(nominal), await aPhotograph(nominal)]
  const entry = (
    await ask('POST', `/api/v1/nominals/${nominal}/facts/entry`, {
      kind: 'VISIT',
      happenedAt: '2026-11-20 18:40',
      type: 'fact',
      words: 'Letter handed over.',
      marking: 'OFFICIAL',
    })
  ).body['id'] as string
  assert.equal((await ask('POST', `/api/v1/nominals/${nominal}/entries/${entry}/files`, { file })).status, 201)
  const anew = (await correct(nominal, file, { description: 'Another letter', marking: 'OFFICIAL-SENSITIVE' })).body[
    'id'
  ]
  const { entries } = (await ask('GET', `/api/v1/nominals/${nominal}/entries`)).body as {
    entries: { files: { file: string; description: string; marking: string }[] }[]
  }
  assert.deepEqual(
    entries[0]!.files.map(each => [each.file, each.description, each.marking]),
    [[anew, 'Another letter', 'OFFICIAL-SENSITIVE']],
  )
  const facing = await correct(nominal, face, { ...photograph, takenOn: '3 11 2024' })
  assert.equal(facing.status, 200, JSON.stringify(facing.body))
  const { rows } = await owner.query(
    `select photograph, photograph_taken_on::text as on from nominal_headline where nominal_id = $1`,
    [nominal],
  )
  assert.deepEqual(rows, [{ photograph: facing.body['id'], on: '2024-11-03' }])
  const record = await (await officer.get(`/nominals/${nominal}`)).text()
  assert.ok(record.includes(`/photographs/${facing.body['id'] as string}`))
  assert.equal((await officer.get(`/photographs/${facing.body['id'] as string}/small`)).status, 200)
  const again = await send(nominal, new Blob(['a letter']), letter, 'letter.txt')
  assert.equal(again.status, 422)
  assert.match(JSON.stringify(again.body), /on this record already/)
  // A photograph of somebody else is said to be a document, and leaves the headline.
  const other = await correct(nominal, facing.body['id'] as string, { description: 'The brother' })
  assert.equal(other.status, 200)
  assert.equal(
    (await owner.query(`select photograph from nominal_headline where nominal_id = $1`, [nominal])).rows[0].photograph,
    null,
  )
  assert.equal(
    (await officer.post(`/nominals/${nominal}/files/${anew as string}/withdrawal`, { why: 'Not his' })).status,
    303,
  )
  for (const id of [file, anew as string]) assert.equal((await bytesOf(id)).status, 404)
})

test('an earlier day has the version of that day', async () => {
  const nominal = await aRecord()
  const file = await aLetter(nominal)
  for (const table of ['file', 'known_name', 'ownership', 'record_manager', 'basis'])
    await owner.query(`update ${table} set recorded_at = now() - interval '10 days' where nominal_id = $1`, [nominal])
  assert.equal((await correct(nominal, file, { description: 'Another letter' })).status, 200)
  const then = Temporal.Now.plainDateISO('Europe/London').subtract({ days: 5 }).toString()
  const page = await (await officer.get(`/nominals/${nominal}?on=${then}`)).text()
  assert.match(page, /Letter to the landlord/)
  assert.ok(!page.includes('Another letter'))
  assert.ok(page.includes(`href="/files/${file}"`))
})

test('round the program: no correction without a reason, of another record, with other bytes, of a letter as a photograph, or for another agency', async () => {
  const [nominal, other] = [await aRecord(), await aRecord()]
  const [file, foreign] = [await aLetter(nominal), await aLetter(other, 'of another')]
  const tried = async (signIn: string, values: Record<string, string> = {}, also = '') => {
    const caller = { tokenHash: hashOfToken(await beginApiSession(db, signIn, 'test')), client: 'test' }
    const id = newId()
    const row = {
      id: `'${id}'`,
      nominal_id: `'${nominal}'`,
      recorded_by: `current_setting('app.officer')::uuid`,
      agency_id: `current_setting('app.agency')::uuid`,
      source_kind: `'officer'`,
      kind: `'document'`,
      description: `'x'`,
      marking: `'OFFICIAL'`,
      supersedes: `'${file}'`,
      why: `'x'`,
      ...values,
    }
    await act(db, caller, async tx => {
      await sql`select from open_records(array[${nominal}::uuid, ${other}::uuid])`.execute(tx)
      await sql
        .raw(`insert into file (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`)
        .execute(tx)
      if (also !== '') await sql.raw(also.replaceAll('$id', id)).execute(tx)
      return { result: null, audit: { action: 'test.corrected' } }
    })
    return id
  }
  for (const [values, refused] of [
    [{ why: `' '` }, /correction_of_a_file_says_why/],
    [{ supersedes: `'${foreign}'` }, /not on this record/],
    [{ kind: `'photograph'` }, /a photograph is a picture/],
    [{ recorded_by: `(select id from officer where subject = 'ctnm-supervisor')` }, /row-level security/],
  ] as [Record<string, string>, RegExp][])
    await assert.rejects(tried('ctnm-officer', values), refused)
  await assert.rejects(tried('ctnm-officer-elsewhere'), /row-level security|agency|lead/)
  await assert.rejects(
    tried(
      'ctnm-officer',
      {},
      `insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
       select '$id', 'small', nominal_id, object_id, media_type, size, sha256, key from file_content where file_id = '${file}'`,
    ),
    /row-level security/,
  )
  // Whatever is said of the bytes, they are those of the file that is corrected.
  const id = await tried('ctnm-officer', { given_sha256: `repeat('0', 64)`, name: `'other.txt'` })
  const { rows } = await owner.query(
    `select count(distinct f.given_sha256)::int as given, count(distinct f.name)::int as names, count(distinct c.sha256)::int as kept, count(distinct c.object_id)::int as places
       from file f join file_content c on c.file_id = f.id where f.id in ($1, $2)`,
    [file, id],
  )
  assert.deepEqual(rows, [{ given: 1, names: 1, kept: 1, places: 1 }])
  await assert.rejects(tried('ctnm-officer'), /changed since/)
})
