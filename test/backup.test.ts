// A backup holds everything as it stood at one moment, and a restore gives all of it back or nothing: by the commands, as operators
// start them, on databases of a given server. (test/backup-embedded.test.ts does the same on the embedded one.)
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { beginApiSession } from '#access'
import { lookAt } from '#nominals'
import { applyFilesWithin, becomeOwner, ensureRoles, hashOfToken, NotSignedIn, openPool } from '#platform'
import { leftOut } from '../src/backup/left-out.ts'
import { readManifest, type Manifest } from '../src/backup/manifest.ts'
import { filesOf } from '../src/backup/tar.ts'
import { contentOf, everyTable, shapeOf } from './support/comparison.ts'
import { emptyDatabase, freshDatabase } from './support/database.ts'
import { importWorld, withTruth } from './support/extract.ts'
import { aNominal } from './support/nominal.ts'
import { concord, type Program } from './support/program.ts'

const folder = await mkdtemp(join(tmpdir(), 'concord-backup-'))
after(() => rm(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client(url)
  await client.connect()
  after(() => client.end())
  return client
}

// A world with something of everything: three agencies' extracts, walls, looks, text of every kind, months of the log that are past.
const world = await importWorld()
const { owner } = world
const db = openPool(world.database.appUrl, { max: 2 })
after(() => db.close())
await world.load(join(withTruth, 'extracts'))
const walled = await aNominal(owner, {
  names: [{ forenames: 'Billy "the\tKid" \\N \\', surname: 'O’Neil\nŁódź 😀' }],
  bornOn: '1982-07-03',
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
  excluded: ['ctnm-officer-elsewhere'],
  markers: ['Violent'],
  entries: [{ happenedAt: '2026-01-11T10:00:00.123456Z', words: 'Line one\r\nline two\ttab \\. end\n\\.\n' }],
})
const token = await beginApiSession(db, 'ctnm-officer', 'backup')
const caller = { tokenHash: hashOfToken(token), client: '127.0.0.1 a "client" with \\ and é' }
assert.equal((await lookAt(db, caller, walled, ['names'])).access, 'full')
await owner.query(`
  create table audit_entry_2025_03 partition of audit_entry for values from ('2025-03-01 00:00+00') to ('2025-04-01 00:00+00');
  alter table audit_entry_2025_03 owner to concord_owner; alter table audit_entry_2025_03 enable row level security; alter table audit_entry_2025_03 force row level security;
  insert into audit_entry (id, at, action, outcome, client) values (gen_random_uuid(), '2025-03-05 10:00:00.000001+00', 'nominal.absent', 'absent', ''),
    (gen_random_uuid(), '2001-03-05 10:00:00+00', 'nominal.absent', 'absent', 'long ago')`)

const command = (url: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Program =>
  concord(args, { environment: { DATABASE_URL: url, ...more } })

const succeeds = async (program: Program): Promise<string> => {
  assert.equal(await program.ended, 0, program.said.err)
  return program.said.out
}

/** That a command ends with `code` and says why in a sentence, and nothing about its own insides. */
const refused = async (program: Program, sentence: RegExp, code = 1): Promise<void> => {
  assert.equal(await program.ended, code, program.said.out + program.said.err)
  assert.match(program.said.err, sentence)
  assert.doesNotMatch(program.said.err, /\n\s+at |fault of its own/)
  assert.equal(program.said.out, '')
}

const isEmpty = async (url: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  assert.deepEqual(await everyTable(client), [])
  await client.end()
}

const manifestOf = async (file: string): Promise<Manifest> => {
  const whole = await readFile(file)
  async function* bytes() {
    yield whole
  }
  for await (const { name, content } of filesOf(bytes())) if (name === 'manifest.json') return readManifest(content)
  throw new Error('no manifest')
}

const leaves = async (client: pg.Client): Promise<readonly string[]> =>
  (
    await client.query<{ leaf: string }>(
      `select audit_leaf(e) || ' ' || e.tx as leaf from audit_entry e order by e.at, e.id`,
    )
  ).rows.map(({ leaf }) => leaf)

const plain = at('plain.tar')
const keyFile = at('concord.key')
const sealed = at('sealed')

test('--new-key makes a key for its owner’s eyes, and never writes over one', async () => {
  assert.match(await succeeds(concord(['backup', '--new-key', keyFile])), /holds the new key [0-9a-f]{16}/)
  assert.match(await readFile(keyFile, 'latin1'), /^[0-9a-f]{64}\n$/)
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600)
  await refused(concord(['backup', '--new-key', keyFile]), /is there already/)
})

test('a backup is a file for its owner’s eyes, says plainly that it is readable, and is never written over', async () => {
  const made = command(world.database.ownerUrl, ['backup', plain, '--json'])
  const figures = JSON.parse(await succeeds(made)) as Record<string, unknown>
  assert.deepEqual(Object.keys(figures), [
    'file',
    'bytes',
    'rows',
    'tables',
    'madeAt',
    'purpose',
    'schema',
    'key',
    'manifestSha256',
  ])
  assert.equal(figures['bytes'], (await stat(plain)).size)
  assert.equal(figures['key'], null)
  assert.equal((await stat(plain)).mode & 0o777, 0o600)
  assert.match(made.said.err, /not encrypted: whoever can read it reads every record/)
  await refused(command(world.database.ownerUrl, ['backup', plain]), /never written over/)
})

test('every table is in the backup or left out for a reason', async () => {
  const { tables, leftOut: said } = await manifestOf(plain)
  const saved = tables.map(({ name }) => name)
  assert.deepEqual([...saved, ...Object.keys(leftOut)].toSorted(), await everyTable(owner))
  assert.deepEqual(Object.fromEntries(said.map(({ table, why }) => [table, why])), leftOut)
  for (const { name, rows } of tables) {
    const { rows: counted } = await owner.query<{ count: string }>(`select count(*) from "${name}"`)
    assert.equal(rows, Number(counted[0]!.count), name)
  }
})

test('a table comes after those that it refers to', async () => {
  const order = (await manifestOf(plain)).tables.map(({ name }) => name)
  for (const [first, then] of [
    ['agency', 'unit'],
    ['officer', 'session'],
    ['extract', 'extract_file'],
    ['restriction', 'restriction_member'],
  ] as const)
    assert.ok(order.indexOf(first) < order.indexOf(then), `${first} before ${then}`)
})

const restoredUrl = await emptyDatabase()

test('what comes back is what was there: every row, the log byte for byte, every sequence, and the schema as it is made', async () => {
  const before = await leaves(owner)
  const told = await succeeds(command(restoredUrl, ['restore', plain]))
  assert.match(told, /^Restored .*Nobody is signed in\.$/m)
  const restored = await connected(restoredUrl)

  const changed = ['session', 'log_era', ...Object.keys(leftOut)]
  for (const table of (await everyTable(owner)).filter(name => !changed.includes(name)))
    assert.equal(await contentOf(restored, table), await contentOf(owner, table), table)
  assert.ok(before.length > 5 && before.some(leaf => leaf.includes('database.backed-up')))
  assert.deepEqual(await leaves(restored), before)

  const sequences = `select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`
  assert.deepEqual((await restored.query(sequences)).rows, (await owner.query(sequences)).rows)
  const shape = async (client: pg.Client) =>
    (await shapeOf(client)).filter(line => !/^column audit_\w+ era /.test(line))
  assert.deepEqual(await shape(restored), await shape(owner))
  const { rows: partitions } = await restored.query('select count(*)::int as n from only audit_entry_2025_03')
  assert.deepEqual(partitions, [{ n: 1 }], 'a past month is a partition again')
})

test('nobody is signed in by a token from before; whoever signs in anew finds the same record behind the same walls', async () => {
  const app = openPool(restoredUrl, { role: 'concord_app', max: 2 })
  after(() => app.close())
  await assert.rejects(lookAt(app, caller, walled, []), NotSignedIn)
  const anew = async (signIn: string) => ({
    ...caller,
    tokenHash: hashOfToken(await beginApiSession(app, signIn, 'backup')),
  })
  const [mine, theirs] = [await anew('ctnm-officer'), await anew('ctnm-officer-elsewhere')]
  assert.equal((await lookAt(app, mine, walled, ['names'])).access, 'full')
  assert.equal((await lookAt(app, theirs, walled, ['names'])).access, 'none')
})

test('the log goes on in a new era, after everything that came back, and no later subject joins an entry of before', async () => {
  const restored = await connected(restoredUrl)
  const { rows: eras } = await restored.query(
    `select l.era, l.backup_made_at is not null as restored, count(e.*) > 0 as "hasEntries", bool_and(e.tx >= l.first_tx) or l.era = 0 as "inOrder"
       from log_era l left join audit_entry e on e.era = l.era group by l.era order by l.era`,
  )
  assert.deepEqual(eras, [
    { era: 0, restored: false, hasEntries: true, inOrder: true },
    { era: 1, restored: true, hasEntries: true, inOrder: true },
  ])
  const old = `select e.* from audit_entry e join audit_subject s on s.entry_id = e.id where e.era = 0 limit 1`
  const leaf = async () =>
    (
      await restored.query<{ leaf: string }>(
        `select audit_leaf(e) as leaf from (${old}) o join audit_entry e using (id, at)`,
      )
    ).rows
  const before = await leaf()
  await restored.query(`insert into audit_subject (entry_id, tx, at, ordinal, nominal_id, access)
    select o.id, o.tx, o.at, 1000000, gen_random_uuid(), 'full' from (${old}) o`)
  assert.deepEqual(await leaf(), before)
})

test('a second backup, of what was restored, begins the era after', async () => {
  const again = at('again.tar')
  await succeeds(command(restoredUrl, ['backup', again]))
  const url = await emptyDatabase()
  await succeeds(command(url, ['restore', again]))
  const client = await connected(url)
  assert.deepEqual((await client.query('select era from log_era order by era')).rows, [
    { era: 0 },
    { era: 1 },
    { era: 2 },
  ])
})

test('a database that is not empty is refused', () =>
  refused(command(restoredUrl, ['restore', plain]), /This database is not empty \(it holds \S+\)/))

test('with a key the file tells nothing, and comes back with that key only', async () => {
  await succeeds(command(world.database.ownerUrl, ['backup', sealed, '--key', keyFile]))
  const content = await readFile(sealed, 'latin1')
  assert.match(content, /^concord sealed backup 1\n/)
  assert.doesNotMatch(content, /manifest|tables\//)

  const other = at('other.key')
  await writeFile(other, Buffer.alloc(32, 7))
  const url = await emptyDatabase()
  await refused(command(url, ['restore', sealed]), /is encrypted with the key [0-9a-f]{16}: name/)
  await refused(
    command(url, ['restore', sealed, '--key', other]),
    /is encrypted with the key \w+, and this is the key \w+/,
  )
  await refused(command(url, ['restore', plain, '--key', keyFile]), /not encrypted, so the key proves nothing/)
  await refused(command(url, ['restore', sealed, '--key', plain]), /is no key/)
  await isEmpty(url)

  const checked = JSON.parse(
    await succeeds(command(url, ['restore', sealed, '--key', keyFile, '--check', '--json'])),
  ) as object
  assert.equal((checked as { restored: boolean }).restored, false)
  await isEmpty(url)
  await succeeds(command(url, ['restore', sealed, '--key', keyFile]))
  const restored = await connected(url)
  assert.equal(await contentOf(restored, 'entry'), await contentOf(owner, 'entry'))
})

test('a torn or altered file is told in a sentence before anything is written', async () => {
  const url = await emptyDatabase()
  for (const [file, args] of [
    [plain, []],
    [sealed, ['--key', keyFile]],
  ] as const) {
    const whole = await readFile(file)
    const altered = Buffer.from(whole)
    altered[whole.length >> 1]! ^= 1
    for (const spoilt of [altered, whole.subarray(0, -700), Buffer.concat([whole, Buffer.from('more')])]) {
      await writeFile(at('spoilt'), spoilt)
      await refused(
        command(url, ['restore', at('spoilt'), ...args]),
        /is not a whole backup: .*\. Nothing was written\.\n$/,
      )
    }
  }
  await writeFile(at('spoilt'), 'Dear all, please find attached')
  await refused(command(url, ['restore', at('spoilt')]), /is no backup of Concord/)
  await refused(command(url, ['restore', at('nowhere')]), /cannot be read \(ENOENT\)/)
  await isEmpty(url)
})

test('a demonstration’s backup restores as a demonstration only, and the other way round', async () => {
  const url = await emptyDatabase()
  await refused(command(url, ['restore', plain], { CONCORD_DEMO: '0' }), /is of a demonstration/)

  const service = await freshDatabase()
  await succeeds(command(service.ownerUrl, ['schema'], { CONCORD_DEMO: '0' }))
  await succeeds(command(service.ownerUrl, ['backup', at('service.tar')], { CONCORD_DEMO: '0' }))
  await refused(command(url, ['restore', at('service.tar')]), /is not of a demonstration: set CONCORD_DEMO=0/)
  await isEmpty(url)
  await succeeds(command(url, ['restore', at('service.tar')], { CONCORD_DEMO: '0' }))
  await refused(command(url, ['schema']), /not a demonstration/)
})

test('a backup of an older schema, taken without changing it, comes back and is brought up to date', async () => {
  const url = await emptyDatabase()
  const old = await connected(url)
  await ensureRoles(old)
  await becomeOwner(old)
  await old.query('begin')
  await applyFilesWithin(old, '0011_facts_of_somebody')
  await old.query(`insert into installation (name, value) values ('purpose', 'demonstration');
    insert into agency (id, code, name, kind) values ('018f0000-0000-7000-8000-000000000001', '22', 'West Mercia Police', 'police');
    select record_audit('018f0000-0000-7000-8000-000000000002', 'nominal.absent', 'absent', '{}', '{}', '{}', '{}', null, null, '{}', null, 'old')`)
  await old.query('commit')
  await succeeds(command(url, ['backup', at('old.tar')]))
  assert.equal(
    await old.query('select from log_era').catch(() => 'none'),
    'none',
    'the backup left the schema as it was',
  )
  assert.equal((await manifestOf(at('old.tar'))).schema.at(-1)!.name, '0011_facts_of_somebody')

  const newer = await emptyDatabase()
  await succeeds(command(newer, ['restore', at('old.tar')]))
  const restored = await connected(newer)
  assert.deepEqual((await restored.query(`select code from agency`)).rows, [{ code: '22' }])
  assert.deepEqual((await restored.query(`select era from audit_entry where client = 'old'`)).rows, [{ era: 0 }])
  await succeeds(command(newer, ['schema']))
  assert.deepEqual(await shapeOfNew(newer), await shapeOfNew(restoredUrl))
})

const shapeOfNew = async (url: string): Promise<readonly string[]> =>
  (await shapeOf(await connected(url))).filter(line => !/ era |audit_entry_2025_03/.test(line))

test('a login that owns its database and is no superuser backs up and restores as well', async () => {
  const name = `dba_${String(process.pid)}`
  await owner.query(`create role ${name} login password 'dba' createrole;
    grant concord_owner, concord_app, concord_importer, concord_jobs, concord_destroyer to ${name}`)
  const url = await emptyDatabase({ name, password: 'dba' })
  await succeeds(command(url, ['restore', plain]))
  const restored = await connected(url)
  await restored.query('set role concord_owner')
  assert.equal(await contentOf(restored, 'known_name'), await contentOf(owner, 'known_name'))
  await succeeds(command(url, ['backup', at('by-dba.tar')]))
  const [before, now] = [await manifestOf(plain), await manifestOf(at('by-dba.tar'))]
  const rowsOf = ({ tables }: Manifest) =>
    tables
      .filter(({ name: table }) => !['audit_entry', 'log_era'].includes(table))
      .map(({ name: table, rows }) => [table, rows])
  assert.deepEqual(rowsOf(now), rowsOf(before))
})

test('rows that row security would hide from the owner make a fault, never a backup without them', async () => {
  const { ownerUrl } = await freshDatabase()
  await succeeds(command(ownerUrl, ['schema']))
  const client = await connected(ownerUrl)
  await client.query(
    'set role concord_owner; create table hidden (id integer); alter table hidden enable row level security; alter table hidden force row level security',
  )
  const made = command(ownerUrl, ['backup', at('hidden.tar')])
  assert.equal(await made.ended, 1)
  assert.match(made.said.err, /Row security hides rows of hidden/)
  assert.equal(existsSync(at('hidden.tar')), false)
})

test('a table that a later schema adds is saved without a change to the program', async () => {
  const { ownerUrl } = await freshDatabase()
  await succeeds(command(ownerUrl, ['schema']))
  const client = await connected(ownerUrl)
  await client.query(`set role concord_owner; create table "order" (id integer generated always as identity primary key, "select" text, twice text generated always as ("select" || "select") stored,
    parent integer references "order"); insert into "order" ("select", parent) values (E'a\\tb', null), (null, 1), ('', 1)`)
  await succeeds(command(ownerUrl, ['backup', at('later.tar')]))
  const table = (await manifestOf(at('later.tar'))).tables.find(({ name }) => name === 'order')
  assert.deepEqual([table?.columns, table?.rows], [['id', 'select', 'parent'], 3])
})

test('Ctrl-C in the middle leaves no half file', async () => {
  const made = command(world.database.ownerUrl, ['backup', at('stopped.tar')])
  for (let attempt = 0; attempt < 5000 && !existsSync(at('stopped.tar.half')); attempt++) await pause(2)
  made.child.kill('SIGSTOP') // so that it cannot come to its end meanwhile
  assert.equal((await stat(at('stopped.tar.half'))).mode & 0o777, 0o600)
  await refused(
    command(world.database.ownerUrl, ['backup', at('stopped.tar')]),
    /stopped\.tar\.half is there: another backup writes it/,
  )
  made.child.kill('SIGINT')
  made.child.kill('SIGCONT')
  assert.equal(await made.ended, 1)
  assert.match(made.said.err, /^Stopped\. No file was left\.$/m)
  assert.deepEqual([existsSync(at('stopped.tar.half')), existsSync(at('stopped.tar'))], [false, false])
})

test('Ctrl-C also ends a backup that waits for somebody else’s lock', async () => {
  const holder = await connected(world.database.ownerUrl)
  await holder.query('begin; lock table residence in access exclusive mode')
  const made = command(world.database.ownerUrl, ['backup', at('waiting.tar')])
  for (;;) {
    const { rowCount } = await owner.query(
      `select from pg_stat_activity where application_name = 'concord backup' and datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rowCount) break
    await pause(20)
  }
  made.child.kill('SIGINT')
  assert.equal(await made.ended, 1)
  assert.equal(made.said.err, 'Stopped. No file was left.\n')
  await holder.query('rollback')
  assert.equal(existsSync(at('waiting.tar')), false)
})

test('a full disk and a place that cannot be written are a sentence each, and leave nothing', async () => {
  const program = join(import.meta.dirname, '..', 'bin', 'concord')
  const child = spawn(
    'sh',
    ['-c', `ulimit -f 100; exec "$0" "$1" backup "$2"`, process.execPath, program, at('full.tar')],
    {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: world.database.ownerUrl },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise(resolve => child.once('close', resolve))
  assert.deepEqual([code, existsSync(at('full.tar.half')), existsSync(at('full.tar'))], [1, false, false])
  assert.match(said, /^There is no room for \S+ \(E\w+\): nothing of it is left\.\n$/)
  await refused(command(world.database.ownerUrl, ['backup', at('no/such/folder.tar')]), /cannot be written \(ENOENT\)/)
})

for (const [signal, ending] of [
  ['SIGKILL', 'SIGKILL'],
  ['SIGINT', 1],
] as const)
  test(`a restore that ${signal} ends in the middle leaves an empty database`, async () => {
    const url = await emptyDatabase()
    const ended = command(url, ['restore', plain])
    const watcher = await connected(url)
    const restoring = async (more = '') =>
      (
        await watcher.query(
          `select from pg_stat_activity where application_name = 'concord restore' and datname = current_database() ${more}`,
        )
      ).rowCount
    while (!(await restoring(`and query ~ '^copy "(name_pair|entry|known_name|extract_row)'`))) await pause(2)
    ended.child.kill(signal)
    assert.equal(await ended.ended, ending)
    if (signal === 'SIGINT') assert.match(ended.said.err, /^Stopped\. Nothing was written\.$/m)
    while (await restoring()) await pause(10)
    await isEmpty(url)
    if (signal === 'SIGKILL') await succeeds(command(url, ['restore', plain]))
  })

for (const [what, args, sentence] of [
  ['no file', ['backup'], /Name one file to write/],
  ['two files', ['backup', 'a', 'b'], /Name one file to write/],
  ['a new key and a file', ['backup', 'a', '--new-key', 'b'], /makes a key and nothing else/],
  ['no backup', ['restore'], /Name one backup/],
  ['an unknown option', ['restore', 'a', '--force'], /--force/],
] as const)
  test(`${what}: wrong use`, () => refused(command(restoredUrl, args), sentence, 2))

test('a database that holds nothing, and a login that does not own it, are refused', async () => {
  await refused(command(await emptyDatabase(), ['backup', at('nothing.tar')]), /nothing to back up/)
  await refused(
    concord(['backup', at('nothing.tar')], { environment: { CONCORD_DATA: at('no-data') } }),
    /There is no database in/,
  )
  assert.equal(existsSync(at('no-data')), false)
  await refused(
    concord(['backup', at('nothing.tar')], { environment: { DATABASE_APP_URL: world.database.appUrl } }),
    /needs the login that owns the database/,
  )
})
