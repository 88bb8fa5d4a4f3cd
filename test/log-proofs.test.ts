// The sequencer: every entry is taken up once, in the order of the log, whatever ends in between and however many servers try; and each is proved
// from the subtrees that are kept.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { sequenceOnce } from '#audit'
import { newId, openPool } from '#platform'
import { openCheckpoint, verifierFrom } from '../src/audit/checkpoint.ts'
import {
  inclusionProof,
  isConsistent,
  isIncluded,
  consistencyProof,
  leafHash,
  noLeaves,
  rootOf,
  subtreesOf,
  withLeaves,
} from '../src/audit/merkle.ts'
import { readEdge, signerNow, signersOf, subtreeIn } from '../src/audit/tree.store.ts'
import { freshDatabase } from './support/database.ts'

const database = await freshDatabase()
const jobs = openPool(database.jobsUrl, { max: 4 })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => Promise.all([jobs.close(), owner.end()]))

const write = (client: pg.Client, entries = 1) =>
  client.query(
    `insert into audit_entry (id, action, outcome, records) select gen_random_uuid(), 'test.done', 'done', array[gen_random_uuid()] from generate_series(1, $1)`,
    [entries],
  )
/** Takes up all there is; transactions of other tests on this server may hold it back for a moment. */
const sequenceAll = async (least: number): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    while (await sequenceOnce(jobs));
    const { edge } = await readEdge(jobs.pool)
    if (edge.size >= least) return
    await pause(25)
  }
  throw new Error('The entries were not taken up')
}
const counted = async (): Promise<number> =>
  (await owner.query<{ n: number }>('select count(*)::int as n from audit_entry')).rows[0]!.n
/** The tree as it would be made by whoever reads the log in its order. */
const madeAnew = async () =>
  (
    await owner.query<{ id: string; leaf: string }>(
      'select e.id, audit_leaf(e) as leaf from audit_entry e order by e.era, e.tx, e.id',
    )
  ).rows.map(({ id, leaf }) => ({ id, hash: leafHash(Buffer.from(leaf)) }))
const checkpoint = async () =>
  (
    await owner.query<{ size: string; note: string }>(
      'select size::text as size, note from log_checkpoint order by log_checkpoint.size desc limit 1',
    )
  ).rows[0]!

test('entries are taken up in their order, in rounds of any size, and the tree is the one that a reader would make', async () => {
  for (const entries of [1, 1, 2, 250, 5, 300, 1, 7000]) {
    await write(owner, entries)
    await sequenceAll(await counted())
  }
  const anew = await madeAnew()
  const { rows } = await owner.query<{ id: string; index: string }>(
    'select entry_id as id, index::text as index from log_leaf order by log_leaf.index',
  )
  assert.deepEqual(
    rows.map(({ id }) => id),
    anew.map(({ id }) => id),
  )
  const { edge } = await readEdge(jobs.pool)
  const root = rootOf(
    withLeaves(
      noLeaves,
      anew.map(({ hash }) => hash),
    ),
  )
  assert.deepEqual(rootOf(edge), root)
  const { verifier } = (await signersOf(jobs.pool))[0]!
  const opened = openCheckpoint((await checkpoint()).note, [verifierFrom(verifier)!])!
  assert.equal(opened.size, anew.length)
  assert.deepEqual(opened.root, root)
})

test('what is kept of the tree proves any entry and any older tree', async () => {
  const hashes = (await madeAnew()).map(({ hash }) => hash)
  const size = hashes.length
  const root = rootOf(withLeaves(noLeaves, hashes))
  const whole = subtreesOf(hashes)
  for (const index of [0, 1, 255, 256, 257, 511, 512, 4095, 7000, size - 1]) {
    const asked: [number, number][] = []
    const proof = inclusionProof(index, size, (from, to) => {
      asked.push([from, to])
      return whole(from, to)
    })
    for (const [from, to] of asked)
      assert.deepEqual(await subtreeIn(jobs.pool, from, to), whole(from, to), `${from} to ${to}`)
    assert.ok(isIncluded({ index, size, leaf: hashes[index]!, root }, proof))
  }
  for (const older of [1, 255, 256, 300, 4097, size - 1]) {
    const was = { size: older, root: rootOf(withLeaves(noLeaves, hashes.slice(0, older))) }
    assert.ok(isConsistent(was, { size, root }, consistencyProof(older, size, whole)))
  }
})

test('an entry of a transaction that is still open is waited for, and what came after it with it; none is lost and none comes twice', async () => {
  const slow = new pg.Client(database.ownerUrl)
  await slow.connect()
  await slow.query('begin')
  await write(slow, 1)
  await write(owner, 20)
  const before = (await readEdge(jobs.pool)).edge.size
  await sequenceOnce(jobs)
  assert.equal((await readEdge(jobs.pool)).edge.size, before, 'nothing may be taken up before the open one has ended')
  await slow.query('commit')
  await slow.end()
  await sequenceAll(before + 21)
  const anew = await madeAnew()
  assert.deepEqual(
    (await owner.query<{ id: string }>('select entry_id as id from log_leaf order by index')).rows.map(({ id }) => id),
    anew.map(({ id }) => id),
  )
})

test('many servers at once: one leads at a time, and every entry is taken up once', async () => {
  const writers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const client = new pg.Client(database.ownerUrl)
      await client.connect()
      return client
    }),
  )
  const still = { writing: true }
  const sequencers = Array.from({ length: 3 }, async () => {
    while (still.writing) {
      await sequenceOnce(jobs)
      await pause(1)
    }
  })
  await Promise.all(
    writers.map(async client => {
      for (let n = 0; n < 60; n++) await write(client, 1 + (n % 3))
      await client.end()
    }),
  )
  still.writing = false
  await Promise.all(sequencers)
  await sequenceAll(await counted())
  const anew = await madeAnew()
  const { edge } = await readEdge(jobs.pool)
  assert.equal(edge.size, anew.length)
  assert.deepEqual(
    rootOf(edge),
    rootOf(
      withLeaves(
        noLeaves,
        anew.map(({ hash }) => hash),
      ),
    ),
  )
})

test('a round that is cut off leaves nothing behind', async () => {
  const before = (await readEdge(owner)).edge.size
  const cutOff = openPool(database.jobsUrl, { max: 1, name: 'cut off' })
  for (let n = 0; n < 20; n++) {
    await write(owner, 3)
    const round = sequenceOnce(cutOff).catch(() => 'cut')
    await pause(n % 7)
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'cut off'`,
    )
    await round
    const { size } = (await readEdge(owner)).edge
    assert.equal(size, (await owner.query('select from log_leaf')).rowCount)
  }
  await cutOff.close()
  await sequenceAll(before + 60)
  const { edge } = await readEdge(owner)
  assert.deepEqual(
    rootOf(edge),
    rootOf(
      withLeaves(
        noLeaves,
        (await madeAnew()).map(({ hash }) => hash),
      ),
    ),
  )
})

test('the log and its proofs cannot be changed by grant, nor by trigger', async () => {
  for (const table of ['audit_entry', 'audit_subject', 'log_leaf', 'log_checkpoint', 'log_node']) {
    await assert.rejects(jobs.pool.query(`delete from ${table}`), { code: '42501' })
    await assert.rejects(
      jobs.pool.query(
        `update ${table} set ${table.startsWith('audit') ? 'at = at' : 'index = index'}`.replace(
          'log_checkpoint set index = index',
          'log_checkpoint set size = size',
        ),
      ),
      { code: '42501' },
    )
  }
  await assert.rejects(owner.query(`update audit_entry set action = 'test.changed'`), /kept as it was written/)
  await assert.rejects(owner.query(`delete from audit_entry`), /kept as it was written/)
  await assert.rejects(owner.query(`delete from log_leaf`), /kept as it was written/)
  await assert.rejects(owner.query(`truncate log_leaf`), /kept as it was written/)
  const app = openPool(database.appUrl, { max: 1 })
  for (const table of ['log_leaf', 'log_signing_key', 'log_checkpoint'])
    await assert.rejects(app.pool.query(`select from ${table}`), { code: '42501' })
  await app.close()
})

test('a key is rotated: the name stays the log’s, what the old one signed is opened by its public key, and its private key is gone', async () => {
  const old = await checkpoint()
  const client = await jobs.pool.connect()
  await client.query('begin')
  await signerNow(client, { isNew: true })
  await client.query('commit')
  client.release()
  const signers = await signersOf(jobs.pool)
  assert.equal(signers.length, 2)
  const [newer, older] = signers.map(({ verifier }) => verifierFrom(verifier)!)
  assert.equal(newer!.name, older!.name)
  assert.equal(openCheckpoint(old.note, [newer!]), undefined)
  assert.ok(openCheckpoint(old.note, [older!]))
  await write(owner)
  await sequenceAll(await counted())
  assert.ok(openCheckpoint((await checkpoint()).note, [newer!]))
  assert.equal((await owner.query('select from log_signing_key')).rowCount, 1)
  assert.ok(newId())
})
