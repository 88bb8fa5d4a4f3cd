// `npx concord import` as people and programs start it: what it prints, how it ends, and that it goes on after it was stopped or killed.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { activity, folderWith, importWorld, nominals, withTruth, type ImportWorld } from './support/extract.ts'
import { concord, type Program } from './support/program.ts'

const folder = await mkdtemp(join(tmpdir(), 'concord-import-'))
after(() => rm(folder, { recursive: true, force: true }))
const extracts = join(withTruth, 'extracts')

/** Runs the command on a world's database. */
const imports = ({ database }: ImportWorld, ...args: readonly string[]): Program =>
  concord(['import', ...args], { environment: { DATABASE_URL: database.ownerUrl } })

type Figures = {
  readonly files: readonly {
    readonly file: string
    readonly read: number
    readonly loaded: number
    readonly linked: number
    readonly refused: number
  }[]
}

const world = await importWorld()

test('--json prints the figures and nothing else; --refused writes every refused row; a second run is the same', async () => {
  const refused = join(folder, 'refused.csv')
  const first = imports(world, extracts, '--json', '--refused', refused)
  assert.equal(await first.ended, 0, first.said.err)
  const { files, ...nothing } = JSON.parse(first.said.out) as Figures
  assert.deepEqual(nothing, {})
  assert.equal(files.length, 8)
  for (const row of files) {
    assert.deepEqual(Object.keys(row), ['file', 'read', 'loaded', 'linked', 'refused'])
    assert.equal(row.loaded + row.linked + row.refused, row.read)
  }
  const [heading, ...lines] = (await readFile(refused, 'utf8')).trimEnd().split('\r\n')
  assert.equal(heading, 'file,line,key,reason')
  assert.equal(lines.length, 36)
  assert.ok(lines.includes('visor_nominals.csv,822,V09/8168297,date of birth is not a date'), lines.join('\n'))

  const before = await world.counts()
  const second = imports(world, extracts, '--json', '--refused', refused)
  assert.equal(await second.ended, 0)
  assert.equal(second.said.out, first.said.out)
  assert.equal((await readFile(refused, 'utf8')).trimEnd().split('\r\n').length, 37)
  assert.deepEqual(await world.counts(), before)
})

test('without --json a person reads a line for each file', async () => {
  const shown = imports(world, extracts)
  assert.equal(await shown.ended, 0)
  assert.match(shown.said.out, /^visor_activity\.csv +3,010 read +3,007 loaded +0 linked +3 refused$/m)
})

for (const [what, args, code, sentence] of [
  ['no folder', [], 2, /Name one folder with extracts in it\./],
  ['an unknown option', [extracts, '--jason'], 2, /--jason/],
  ['a folder that is not there', [join(folder, 'nowhere')], 1, /There is no folder /],
  ['an agency that is not there', [extracts, '--agency', 'NOBODY'], 1, /No agency has the code NOBODY\./],
  [
    'a file that cannot be written',
    [extracts, '--refused', join(folder, 'no', 'such', 'folder.csv')],
    1,
    /cannot be written\./,
  ],
] as const)
  test(`${what}: one sentence, exit ${code}`, async () => {
    const told = imports(world, ...args)
    assert.equal(await told.ended, code)
    assert.match(told.said.err, sentence)
    assert.doesNotMatch(told.said.err, /\n\s+at /, 'no stack')
    assert.equal(told.said.out, '')
  })

test('a delivery with a file at fault loads nothing and says which', async () => {
  const told = imports(
    world,
    await folderWith({ 'r.csv': nominals({ VISOR_REF: 'V77/0000001' }), 'x.csv': 'what,is,this\n' }),
  )
  assert.equal(await told.ended, 1)
  assert.match(told.said.err, /x\.csv has no headings of an extract that Concord knows\.\nNothing was loaded\./)
})

// Stopped and started
const many = async (): Promise<string> => {
  const keys = Array.from({ length: 3000 }, (_, at) => `V55/${String(5_000_000 + at)}`)
  return folderWith({
    'r.csv': nominals(...keys.map(VISOR_REF => ({ VISOR_REF }))),
    'y.csv': activity(...keys.flatMap(VISOR_REF => [{ VISOR_REF }, { VISOR_REF, TEXT: 'Second "call".\nNo reply.' }])),
  })
}

const settledRows = async ({ rows }: ImportWorld): Promise<number> =>
  Number((await rows<{ settled: string | null }>('select sum(settled) as settled from extract_file'))[0]!.settled ?? 0)

/** Waits until some rows are settled and others are not. */
const inTheMiddle = async (stopped: ImportWorld): Promise<void> => {
  for (let attempt = 0; attempt < 2000; attempt++) {
    if ((await settledRows(stopped)) > 0) return
    await pause(5)
  }
  throw new Error('It never began')
}

/** What must be true of a database at every moment: no row with an outcome and without its facts, no fact of a row without an outcome. */
const holdsNoHalves = async ({ rows }: ImportWorld): Promise<void> => {
  const [found] = await rows<{ rows: string; settled: string; entries: string; nominals: string; references: string }>(
    `select (select count(*) from extract_outcome) as rows, (select sum(settled) from extract_file) as settled,
            (select count(*) from entry e where not exists (select from extract_outcome o where o.row_id = e.source_row)) as entries,
            (select count(*) from extract_outcome o join extract_row r on r.id = o.row_id where o.nominal_id is not null
               and not exists (select from known_name k where k.source_row = r.id) and not exists (select from entry e where e.source_row = r.id)) as nominals,
            (select count(*) from nominal) - (select count(*) from extract_reference) as references`,
  )
  assert.deepEqual([found!.rows, found!.entries, found!.nominals, found!.references], [found!.settled, '0', '0', '0'])
}

/** What a database server does to its connections when it ends. */
const throwOut = (from: ImportWorld): Promise<unknown> =>
  from.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'concord import' and datname = current_database()`,
  )

for (const [how, interrupt] of [
  ['Ctrl-C', ({ child }) => child.kill('SIGINT')],
  ['kill -9', ({ child }) => child.kill('SIGKILL')],
  ['the end of its connections', (_program, stopped) => throwOut(stopped)],
] as const satisfies readonly (readonly [string, (program: Program, stopped: ImportWorld) => unknown])[])
  test(`after ${how} in the middle it goes on where it was, and nothing is half loaded or loaded twice`, async () => {
    const stopped = await importWorld()
    const delivery = await many()
    const first = imports(stopped, delivery, '--json')
    await inTheMiddle(stopped)
    await interrupt(first, stopped)
    const code = await first.ended
    if (how === 'kill -9') assert.equal(code, 'SIGKILL')
    else {
      assert.equal(code, 1, first.said.err)
      assert.match(
        first.said.err,
        how === 'Ctrl-C'
          ? /^Stopped\. Started again, the import goes on where it was\.$/m
          : /^The database does not answer any more\. What was finished is kept: give the command again.*\.$/m,
      )
      assert.doesNotMatch(first.said.err, / at .*\.ts/)
    }
    assert.equal(first.said.out, '')
    await holdsNoHalves(stopped)
    const before = await settledRows(stopped)
    assert.ok(before > 0 && before < 9_000, `${before} of 9,000 rows were settled`)

    const second = imports(stopped, delivery, '--json')
    assert.equal(await second.ended, 0, second.said.err)
    assert.deepEqual((JSON.parse(second.said.out) as Figures).files, [
      { file: 'r.csv', read: 3000, loaded: 3000, linked: 0, refused: 0 },
      { file: 'y.csv', read: 6000, loaded: 6000, linked: 0, refused: 0 },
    ])
    await holdsNoHalves(stopped)
    const { nominal, entry, ownership, extract_row } = await stopped.counts()
    assert.deepEqual(
      { nominal, entry, ownership, extract_row },
      { nominal: 3000, entry: 6000, ownership: 3000, extract_row: 9000 },
    )
  })

test('the refused file is a table that a spreadsheet does not run', async () => {
  const path = join(folder, 'formulas.csv')
  await writeFile(path, '')
  const told = imports(
    world,
    await folderWith({ 'r.csv': nominals({ VISOR_REF: '=1+1', SURNAME: '' }) }),
    '--refused',
    path,
  )
  assert.equal(await told.ended, 0)
  assert.match(await readFile(path, 'utf8'), /^r\.csv,2,'=1\+1,surname missing\r$/m)
})
