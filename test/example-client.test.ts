// The client in docs/ is run as a reader would run it, so that what integrators copy works.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { openPool } from '#platform'
import { demonstrationOrder } from '../src/migration/demonstration/load.ts'
import { writeExtracts } from '../src/migration/demonstration/write.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const docs = join(import.meta.dirname, '..', 'docs')
const [typed, plain] = [join(docs, 'example-client.ts'), join(docs, 'example-client.mjs')]

/** Types leave blanks where they stood, and empty lines. */
const inPlain = (): string =>
  stripTypeScriptTypes(readFileSync(typed, 'utf8'))
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/(?<=\S) +(?=[),])/g, '')
    .replaceAll(/(?<=\S) {2,}/g, ' ')
    .replaceAll(/^ {6,}(?=\w+$)/gm, '  ')
    .replaceAll(/\n{3,}/g, '\n\n')

/** Every Node.js on this machine, each version once; the one that runs the tests first. */
const nodes = [
  ...new Map(
    [process.execPath, ...(process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, 'node'))]
      .filter(existsSync)
      .flatMap((path): (readonly [string, string])[] => {
        try {
          return [[execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(), path]]
        } catch {
          return []
        }
      })
      .toReversed(),
  ).entries(),
].toReversed()

const asks = async (as: string | null, ...question: readonly string[]) =>
  askWith([process.execPath, typed], as, question)
const askWith = async ([node, client]: readonly [string, string], as: string | null, question: readonly string[]) => {
  const token = as === null ? 'x'.repeat(43) : await beginApiSession(db, as, 'example client')
  const child = spawn(node, [client, ...question], {
    env: { CONCORD_URL: address, CONCORD_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const code = await new Promise(resolve => child.once('close', resolve))
  return { code, ...said }
}

await aNominal(owner, {
  names: [{ forenames: 'Walter', surname: 'Ratcliffe' }],
  bornOn: '1982-07-03',
  unit: '22-PPU',
  manager: 'force-officer',
  markers: ['Violent'],
  address: '1 Mill Lane',
})
await aNominal(owner, {
  names: [{ forenames: 'Edmund', surname: 'Thornhollow' }],
  bornOn: '1979-01-02',
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
})
const many = Array.from({ length: 30 }, (_, n) => `Zebedee${String.fromCharCode(97 + (n % 26))}`)
for (const forenames of many)
  await aNominal(owner, { names: [{ forenames, surname: 'Quillfeather' }], unit: '22-PPU', manager: 'force-officer' })

test('the same in plain JavaScript is made from the one with types', () => {
  if (process.env['CONCORD_WRITE_EXAMPLE'] === '1') writeFileSync(plain, inPlain())
  assert.equal(readFileSync(plain, 'utf8'), inPlain())
})

for (const [version, node] of nodes)
  test(`in plain JavaScript it runs on Node.js ${version}`, async () => {
    const { code, out, err } = await askWith([node, plain], 'force-officer', ['Walter', 'Ratcliffe'])
    assert.equal(code, 0, err)
    assert.match(out, /CN-26-\d{6}, record manager/)
  })

test('whom the documents ask for is somebody in the demonstration, of the officer who asks', async () => {
  const asked = new Set(
    [join(docs, 'integrators.md'), typed]
      .map(path => readFileSync(path, 'utf8'))
      .join('')
      .matchAll(/node docs\/example-client\.mjs "([^"]+)"/g)
      .map(([, name]) => name!),
  )
  assert.equal(asked.size, 1)
  const [forename, surname] = [...asked][0]!.split(' ')
  const folder = mkdtempSync(join(tmpdir(), 'concord-example-'))
  try {
    for (const day of ['2026-11-25', '2027-06-01', '2031-02-03']) {
      await writeExtracts(folder, { ...demonstrationOrder, asOf: Temporal.PlainDate.from(day) })
      const rows = readFileSync(join(folder, 'visor_nominals.csv'), 'latin1').split('\n')
      assert.ok(
        rows.some(
          row => row.toLowerCase().includes(`,${surname},${forename},`.toLowerCase()) && row.includes('DC R. Ashdown'),
        ),
        day,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('at full it tells the record with its warnings and its sources', async () => {
  const { code, out, err } = await asks('force-officer', 'Walter', 'Ratcliffe')
  assert.equal(code, 0, err)
  assert.match(out, /^Asking as .*, .*, .*\.\nWalter Ratcliffe: /)
  assert.match(out, /CN-26-\d{6}, record manager/)
  assert.match(out, /^Warning: Violent \(unverified, from the source\)\.$/m)
  assert.match(out, /^Lives at 1 Mill Lane.*\(.*, visor_\w+\.csv:\d+\)\.$/m)
})

test('at contact it tells whom to ring, and nothing else', async () => {
  const { code, out, err } = await asks('ctnm-officer-elsewhere', 'Edmund Thornhollow 02/01/1979')
  assert.equal(code, 0, err)
  assert.match(out, /^There is a record\. Ring .* and quote \S+\. /m)
  assert.doesNotMatch(out, /Thornhollow|CN-26/)
})

test('it goes from page to page until nobody is left', async () => {
  const { code, out, err } = await asks('force-officer', 'Quillfeather')
  assert.equal(code, 0, err)
  assert.equal(out.match(/Quillfeather, CN-26-/g)?.length, many.length)
})

test('what is refused it tells in the words of the API', async () => {
  const question = await asks('force-officer', '')
  assert.equal(question.code, 1)
  assert.match(question.err, /^422: .+/)
  const token = await asks(null, 'Walter')
  assert.equal(token.code, 1)
  assert.match(token.err, /^401: .+/)
})
