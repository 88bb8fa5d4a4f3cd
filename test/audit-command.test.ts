// The log is taken out and verified without a database: whatever was done to it is found, every time.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { makeSigner, signCheckpoint } from '../src/audit/checkpoint.ts'
import { leafHash, noLeaves, rootOf, withLeaves } from '../src/audit/merkle.ts'
import { verifyEvents, verifyGrowth } from '../src/audit/verifying.ts'
import { freshDatabase } from './support/database.ts'
import { concord } from './support/program.ts'

/** Runs a command to its end. */
const ran = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const { said, ended } = concord(args, { environment })
  return { code: await ended, ...said }
}
const folder = await mkdtemp(join(tmpdir(), 'concord-log-'))
after(() => rm(folder, { recursive: true, force: true }))
const signer = makeSigner('concord/test')
const lines = Array.from({ length: 3000 }, (_, n) =>
  JSON.stringify({ action: 'test.done', id: n, words: 'x'.repeat(n % 90) }),
)
const noteOver = (events: readonly string[], by = signer) =>
  signCheckpoint(
    {
      origin: by.name,
      size: events.length,
      root: rootOf(
        withLeaves(
          noLeaves,
          events.map(line => leafHash(Buffer.from(line))),
        ),
      ),
    },
    by,
  )
const note = noteOver(lines)
let files = 0
const fileOf = async (events: readonly string[]): Promise<string> => {
  const file = join(folder, `events-${files++}`)
  await writeFile(file, events.map(line => `${line}\n`).join(''))
  return file
}
const outcome = async (events: readonly string[], signed = note) => {
  const verified = await verifyEvents(await fileOf(events), signed, [signer])
  return verified.holds ? 'holds' : verified.why
}

test('a log as it was signed holds, an empty one too, and one of a single event', async () => {
  assert.equal(await outcome(lines), 'holds')
  assert.equal(await outcome([], noteOver([])), 'holds')
  assert.equal(await outcome(['{}'], noteOver(['{}'])), 'holds')
})

const places = [0, 1, 2, 255, 256, 1023, 1024, 1500, 2047, 2998, 2999]
for (const [what, change] of [
  ['altered by one letter', (at: number) => lines.with(at, lines[at]!.replace('done', 'gone'))],
  ['deleted', (at: number) => lines.toSpliced(at, 1)],
  ['put in', (at: number) => lines.toSpliced(at, 0, '{"action":"test.put"}')],
  ['repeated', (at: number) => lines.toSpliced(at, 0, lines[at]!)],
  [
    'exchanged with its neighbour',
    (at: number) => lines.with(at, lines[(at + 1) % 3000]!).with((at + 1) % 3000, lines[at]!),
  ],
  ['replaced by another of the log', (at: number) => lines.with(at, lines[(at + 7) % 3000]!)],
  ['moved to the end', (at: number) => (at === 2999 ? lines.toReversed() : [...lines.toSpliced(at, 1), lines[at]!])],
  ['cut off from here', (at: number) => lines.slice(0, at)],
] as const)
  test(`an event ${what} is found wherever it stands`, async () => {
    for (const at of places) assert.notEqual(await outcome(change(at)), 'holds', `at ${at}`)
  })

test('a last line without its end, bytes after it, and a line that is no line are found', async () => {
  const file = join(folder, 'broken')
  for (const text of [
    lines
      .map(line => `${line}\n`)
      .join('')
      .slice(0, -1),
    `${lines.map(line => `${line}\n`).join('')}\n`,
    `${lines.map(line => `${line}\n`).join('')}x`,
  ]) {
    await writeFile(file, text)
    assert.equal((await verifyEvents(file, note, [signer])).holds, false)
  }
})

test('a checkpoint that was rewritten is found: its number, its root, another key, no signature', async () => {
  const other = makeSigner('concord/test')
  for (const changed of [
    note.replace('3000', '2999'),
    noteOver(lines.slice(0, -1)),
    noteOver(lines, other),
    note.slice(0, note.indexOf('\n\n') + 2),
    '',
  ])
    assert.notEqual(await outcome(lines, changed), 'holds', changed)
})

test('a newer log begins with the older one, or it is found that it does not', async () => {
  const grows = async (older: string, events: readonly string[]) =>
    (await verifyGrowth(older, await fileOf(events), noteOver(events), [signer])).holds
  for (const size of [0, 1, 255, 256, 2999, 3000])
    assert.equal(await grows(noteOver(lines.slice(0, size)), lines), true, String(size))
  assert.equal(await grows(noteOver(lines.slice(0, 500)), lines.with(499, '{}')), false, 'rewritten and signed anew')
  assert.equal(
    await grows(noteOver(lines.slice(0, 500)), lines.with(500, '{}')),
    true,
    'what came after was not signed then',
  )
  assert.equal(await grows(note, lines.slice(0, 2000)), false, 'cut short and signed anew')
})

test('taken out of a database, verified without one; and a superuser’s hand in the log is found', async () => {
  const database = await freshDatabase()
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  await owner.query(
    `insert into audit_entry (id, action, outcome, records) select gen_random_uuid(), 'test.done', 'done', array[gen_random_uuid()] from generate_series(1, 500)`,
  )
  const { rows } = await owner.query<{ id: string }>(
    'select id from audit_entry order by era, tx, id offset 200 limit 1',
  )
  const event = rows[0]!.id
  const run = (...args: string[]) => ran(['audit', ...args], { DATABASE_URL: database.ownerUrl })
  const out = (name: string) => join(folder, name)

  const exported = await run('export', out('first'))
  assert.equal(exported.code, 0, exported.err)
  const key = (await run('keys')).out.split(' ')[0]!
  const alone = (...args: string[]) => ran(['audit', ...args, '--key', key], { CONCORD_DATA: out('no such data') })
  assert.equal((await alone('verify', out('first'))).code, 0)
  assert.match((await alone('verify', out('first'))).out, /It holds: \d+ events/)
  assert.equal((await run('prove', event, '--out', out('proof'))).code, 0)
  assert.match((await alone('check', out('proof'))).out, /It holds: the event is at place/)
  await writeFile(out('false-proof'), (await readFile(out('proof'), 'utf8')).replace('test.done', 'test.gone'))
  assert.equal((await alone('check', out('false-proof'))).code, 1)

  await owner.query(`set session_replication_role = replica`)
  await owner.query(`update audit_entry set outcome = 'refused' where id = $1`, [event])
  await owner.query(`set session_replication_role = default`)
  assert.equal((await run('export', out('second'))).code, 0)
  const found = await alone('verify', out('second'))
  assert.equal(found.code, 1)
  assert.match(found.err, /does not hold: as many events are there as were signed, and they are not the same/)
  assert.equal((await run('prove', event)).code, 1)
  assert.equal((await alone('consistency', out('first'), out('second'))).code, 1)
  assert.equal((await run('export', out('second'))).code, 1, 'nothing is written over')

  await owner.query(`set session_replication_role = replica`)
  await owner.query(`delete from audit_entry where id = $1`, [event])
  await owner.query(`set session_replication_role = default`)
  assert.equal((await run('export', out('third'))).code, 0)
  assert.match((await alone('verify', out('third'))).err, /\d+ events were signed and \d+ are there/)
  await owner.end()
})

test('wrong use is said in a sentence', async () => {
  for (const args of [[], ['verify'], ['frobnicate'], ['check', 'a', 'b'], ['verify', 'a', '--key', 'x']])
    assert.notEqual((await ran(['audit', ...args], { CONCORD_DATA: join(folder, 'none') })).code, 0)
})
