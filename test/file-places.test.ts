// Bytes go sealed into either place and come back as they were, or not at all; what nobody names is cleared away.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import { newId, openPool, readConfiguration } from '#platform'
import { inDatabase } from '../src/nominals/file-in-database.store.ts'
import { inS3 } from '../src/nominals/file-in-s3.ts'
import { filePlaces } from '../src/nominals/file-keeping.ts'
import type { FileObjectId, FilePlace } from '../src/nominals/file-places.ts'
import { chunkBytes, newFileKey, seal, SealBroken, sealBytes, sealedSize, unseal } from '../src/nominals/file-seal.ts'
import { clearStrays } from '../src/nominals/file-upkeep.jobs.ts'
import { aBucket } from './support/bucket.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const db = openPool(database.appUrl, { max: 4 })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const bucket = await aBucket()
after(() => Promise.all([owner.end(), db.close()]))

const places: Readonly<Record<string, FilePlace>> = {
  'the database': inDatabase(db.pool),
  'a bucket': inS3(bucket.settings),
}
const nominal = await aNominal(owner, { unit: 'CTWM-NM', names: [{ forenames: 'Orrin', surname: 'Vesperlane' }] })

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const inPieces = async function* inPieces(bytes: Buffer, size = 65_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const all = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(bytes))

/** Puts bytes away and writes the rows that name them, as adding a file does. */
const putAway = async (place: FilePlace, bytes: Buffer, { named = true } = {}) => {
  const stored = { object: newId<FileObjectId>(), key: newFileKey(), size: bytes.length, sha256: sha256(bytes) }
  await db.pool.query('insert into file_object (id, store) values ($1, $2)', [stored.object, place.name])
  await place.put(stored.object, seal(inPieces(bytes), stored), sealedSize(bytes.length))
  if (!named) return stored
  const file = newId<FileObjectId>() as string
  await addFact(owner, nominal, 'file', {
    id: file,
    kind: 'document',
    description: 'Any',
    marking: 'OFFICIAL',
    name: 'any.txt',
    given_type: 'text/plain',
    given_size: bytes.length,
    given_sha256: sha256(Buffer.from(stored.object)),
    rewritten: false,
  })
  await owner.query(
    `insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key) values ($1, 'whole', $2, $3, 'text/plain', $4, $5, $6)`,
    [file, nominal, stored.object, stored.size, stored.sha256, stored.key],
  )
  return stored
}

for (const [where, place] of Object.entries(places)) {
  for (const size of [1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes + 77])
    test(`${size} bytes come back from ${where} as they went in`, async () => {
      const bytes = randomBytes(size)
      const stored = await putAway(place, bytes)
      assert.deepEqual(await all(unseal(place.get(stored), stored)), bytes)
    })

  test(`nothing of what lies in ${where} can be read there`, async () => {
    const bytes = Buffer.from('Orrin Vesperlane '.repeat(1000))
    const { object } = await putAway(place, bytes)
    const lying =
      place.name === 's3'
        ? bucket.objects.get(`files/${object}`)!
        : (await owner.query<{ sealed: Buffer }>('select sealed from file_chunk where object_id = $1', [object]))
            .rows[0]!.sealed
    assert.equal(lying.length, bytes.length + sealBytes)
    assert.ok(!lying.includes('Vesperlane'))
  })

  test(`what is not there any more in ${where} is not told as an empty file`, async () => {
    const stored = await putAway(place, randomBytes(100))
    bucket.objects.delete(`files/${stored.object}`)
    await owner.query('delete from file_chunk where object_id = $1', [stored.object])
    await assert.rejects(all(unseal(place.get(stored), stored)), SealBroken)
  })
}

test('a changed byte, a chunk too few, two chunks exchanged, another object’s, another hash: each is found before it is given out', async () => {
  const bytes = randomBytes(3 * chunkBytes + 5)
  const stored = { object: newId<FileObjectId>(), key: newFileKey(), size: bytes.length, sha256: sha256(bytes) }
  const [a, b, c, d] = (await Array.fromAsync(seal(inPieces(bytes), stored))) as [Buffer, Buffer, Buffer, Buffer]
  const changed = Buffer.from(c)
  changed[1000]! ^= 1
  const given = async (chunks: Buffer[], more: Partial<typeof stored> = {}) => {
    const out: Buffer[] = []
    await assert.rejects(async () => {
      for await (const chunk of unseal(inPieces(Buffer.concat(chunks)), { ...stored, ...more })) out.push(chunk)
    }, SealBroken)
    return Buffer.concat(out)
  }
  assert.deepEqual(await all(unseal(inPieces(Buffer.concat([a, b, c, d]), 7), stored)), bytes)
  assert.deepEqual(await given([a, b, changed, d]), bytes.subarray(0, 2 * chunkBytes))
  assert.deepEqual(await given([a, c, b, d]), bytes.subarray(0, chunkBytes))
  assert.deepEqual(await given([a, b, c]), bytes.subarray(0, 3 * chunkBytes))
  assert.deepEqual(await given([b, c, d]), Buffer.alloc(0))
  await given([a, b, c, d, d])
  await given([a, b, c, d], { object: newId<FileObjectId>() })
  await given([a, b, c, d], { sha256: sha256(Buffer.from('other')) })
  await given([a, b, c, d], { size: bytes.length - 5 })
})

test('a bucket that is away, or breaks off, is told as that; a wrong key is refused', async () => {
  const place = inS3(bucket.settings)
  const put = () => putAway(place, randomBytes(900_000), { named: false })
  bucket.away = true
  await assert.rejects(put(), { name: 'PlaceAway' })
  await assert.rejects(all(place.get({ object: newId<FileObjectId>(), key: newFileKey(), size: 1 })), {
    name: 'PlaceAway',
  })
  bucket.away = false
  bucket.breakOff = true
  await assert.rejects(put(), { name: 'PlaceAway' })
  bucket.breakOff = false
  await put()
  await assert.rejects(putAway(inS3({ ...bucket.settings, secretKey: 'another' }), randomBytes(9), { named: false }), {
    name: 'PlaceAway',
  })
  await assert.rejects(
    putAway(inS3({ ...bucket.settings, endpoint: 'http://127.0.0.1:1' }), randomBytes(9), { named: false }),
    { name: 'PlaceAway' },
  )
})

test('what uploads left behind is cleared from both places after an hour, and nothing else', async () => {
  const surroundings = { db, log: pino({ level: 'silent' }) }
  const both = filePlaces({ db, configuration: { ...readConfiguration({}), s3: bucket.settings } })
  const kept = await Promise.all(Object.values(places).map(place => putAway(place, randomBytes(50))))
  const fresh = await Promise.all(Object.values(places).map(place => putAway(place, randomBytes(50), { named: false })))
  const strays = await Promise.all(
    Object.values(places).map(place => putAway(place, randomBytes(50), { named: false })),
  )
  await owner.query(`update file_object set begun_at = now() - interval '2 hours' where id <> all($1)`, [
    fresh.map(({ object }) => object),
  ])

  // While the bucket is away they stay known, so that they are found again.
  bucket.away = true
  await assert.rejects(clearStrays(surroundings, both), { name: 'PlaceAway' })
  bucket.away = false
  while ((await clearStrays(surroundings, both)) > 0);

  const there = async (object: FileObjectId) =>
    bucket.objects.has(`files/${object}`) ||
    (await owner.query('select from file_chunk where object_id = $1', [object])).rowCount! > 0
  const noted = async (object: FileObjectId) =>
    (await owner.query('select from file_object where id = $1', [object])).rowCount! > 0
  for (const { object } of [...kept, ...fresh]) assert.ok((await there(object)) && (await noted(object)))
  for (const { object } of strays) assert.ok(!(await there(object)) && !(await noted(object)))
})

test('whoever has not looked fetches no chunk, adds none to what is kept, and clears nothing that is named', async () => {
  const stored = await putAway(places['the database']!, randomBytes(50))
  const ask = (statement: string, ...values: unknown[]) => db.pool.query(statement, values)
  await assert.rejects(ask('select * from file_chunk'), { code: '42501' })
  const { rows } = await ask('select sealed_chunk($1, 0, $2) as sealed', stored.object, sha256(newFileKey()))
  assert.equal(rows[0].sealed, null)
  assert.deepEqual((await ask('select id from file')).rows, [])
  assert.deepEqual((await ask('select key from file_content')).rows, [])
  assert.deepEqual((await ask('select id from file_object')).rows, [])
  await assert.rejects(ask('insert into file_chunk values ($1, 7, $2)', stored.object, randomBytes(50)), {
    code: '42501',
  })
  await assert.rejects(ask('delete from file_object'), { code: '42501' })
  await assert.rejects(ask(`update file set description = 'x'`), { code: '42501' })
  await assert.rejects(ask('delete from file'), { code: '42501' })
  await owner.query(`update file_object set begun_at = now() - interval '2 hours' where id = $1`, [stored.object])
  assert.equal((await ask('select clear_file_objects(array[$1::uuid]) as n', stored.object)).rows[0].n, 0)
})
