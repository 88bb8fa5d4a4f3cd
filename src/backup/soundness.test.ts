// Whatever byte of a backup changes and wherever it is cut, it is told. Held against every place of a small one by chance.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { Stop } from '#platform'
import { checkBackup, sha256Of } from './backup-file.ts'
import { whyNotRestored } from './fitting.ts'
import { manifestHashName, manifestName, partName, readMe, readMeName, type Manifest } from './manifest.ts'
import { countRows, wholeRows } from './rows.ts'
import { seal, unseal } from './sealing.ts'
import { tarOf, type TarFile } from './tar.ts'

const folder = await mkdtemp(join(tmpdir(), 'concord-soundness-'))
after(() => rm(folder, { recursive: true, force: true }))
const key = Buffer.alloc(32, 1)
const never = new AbortController().signal

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}
const gathered = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(bytes))

const smallBackup = async (): Promise<Buffer> => {
  const files: TarFile[] = [
    { name: readMeName, content: Buffer.from(readMe) },
    { name: partName('agency', 1), content: Buffer.from('not compressed, and nobody looks before it is loaded') },
  ]
  const manifest: Manifest = {
    format: 1,
    madeAt: '2026-11-23T10:00:00.000000Z',
    program: '0',
    postgres: '18',
    purpose: 'demonstration',
    schema: [{ name: '0001_agencies', hash: 'a'.repeat(64) }],
    tables: [{ name: 'agency', columns: ['id'], rows: 1, parts: [partName('agency', 1)] }],
    partitions: [],
    sequences: [],
    leftOut: [],
    parts: files.map(({ name, content }) => ({ name, bytes: content.length, sha256: sha256Of(content) })),
  }
  const content = Buffer.from(JSON.stringify(manifest))
  const hash = Buffer.from(`${sha256Of(content)}  ${manifestName}\n`)
  return gathered(
    tarOf(each([...files, { name: manifestName, content }, { name: manifestHashName, content: hash }]), 1),
  )
}

const whole = await smallBackup()
const sealed = await gathered(seal(each([whole]), key))

const isTold = async (content: Buffer, withKey: boolean): Promise<void> => {
  const path = join(folder, 'file')
  await writeFile(path, content)
  await assert.rejects(checkBackup({ path, key: withKey ? key : undefined }, never), Stop)
}

for (const [what, content, withKey] of [
  ['plain', whole, false],
  ['encrypted', sealed, true],
] as const) {
  test(`a ${what} backup is whole as it was written`, async () => {
    const path = join(folder, 'whole')
    await writeFile(path, content)
    const { manifest } = await checkBackup({ path, key: withKey ? key : undefined }, never)
    assert.equal(manifest.purpose, 'demonstration')
  })
  test(`any changed bit of a ${what} backup is told, but the time that a listing shows`, async () =>
    fc.assert(
      fc.asyncProperty(fc.nat(content.length - 1), fc.nat(7), async (place, bit) => {
        const altered = Buffer.from(content)
        altered[place]! ^= 1 << bit
        await isTold(altered, withKey)
      }),
      { numRuns: 300 },
    ))
  test(`a ${what} backup that is cut or added to anywhere is told`, async () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(content.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 600 }),
        async (end, more) => {
          await isTold(content.subarray(0, end), withKey)
          await isTold(Buffer.concat([content, more]), withKey)
        },
      ),
      { numRuns: 150 },
    ))
}

test('what is sealed is unsealed, whatever its length and pieces', async () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 5 }), async lengths => {
      const pieces = lengths.map((length, at) => Buffer.alloc(length, at + 1))
      const back = await gathered(unseal(seal(each(pieces), key), key))
      assert.ok(back.equals(Buffer.concat(pieces)))
    }),
    { numRuns: 40 },
  ))

test('chunks of an encrypted backup cannot change places or be left out', async () => {
  const long = await gathered(seal(each([Buffer.alloc(300_000, 1)]), key))
  const [header, chunk] = [64, 65_552]
  const piece = (n: number) => long.subarray(header + n * chunk, header + (n + 1) * chunk)
  const swapped = Buffer.concat([long.subarray(0, header), piece(1), piece(0), long.subarray(header + 2 * chunk)])
  const without = Buffer.concat([long.subarray(0, header), piece(0), long.subarray(header + 2 * chunk)])
  const cut = long.subarray(0, header + 2 * chunk)
  for (const spoilt of [swapped, without, cut]) await assert.rejects(gathered(unseal(each([spoilt]), key)), /altered/)
})

test('rows are cut where a row ends, and all of them are there', async () => {
  const text = Buffer.from(
    Array.from({ length: 400_000 }, (_, n) => `${n}\tsome words of a row\\n that goes on\n`).join(''),
  )
  const pieces = Array.from({ length: Math.ceil(text.length / 9973) }, (_, n) =>
    text.subarray(n * 9973, (n + 1) * 9973),
  )
  const parts = await Array.fromAsync(wholeRows(each(pieces)))
  assert.ok(parts.length > 2 && parts.every(part => part.at(-1) === 10))
  assert.ok(Buffer.concat(parts).equals(text))
  assert.equal(
    parts.reduce((sum, part) => sum + countRows(part), 0),
    400_000,
  )
})

const known = [
  { name: '0001_a', hash: 'a' },
  { name: '0002_b', hash: 'b' },
]
const backup = (schema: { name: string; hash: string }[], purpose: Manifest['purpose'] = 'demonstration') => ({
  schema,
  purpose,
})
for (const [what, subject, demonstration, reasons] of [
  ['of the same schema fits', backup(known), true, []],
  ['of an older schema fits', backup(known.slice(0, 1)), true, []],
  ['of a newer schema is refused', backup([...known, { name: '0003_c', hash: 'c' }]), true, [/0003_c.*does not know/]],
  ['of a schema in another order is refused', backup([known[1]!]), true, [/0002_b.*does not know/]],
  ['of another text is refused', backup([{ name: '0001_a', hash: 'other' }]), true, [/0001_a\.sql had another text/]],
  ['of a demonstration is refused elsewhere', backup(known), false, [/restored as one only/]],
  ['of no demonstration is refused in one', backup(known, 'service'), true, [/CONCORD_DEMO=0/]],
  [
    'with several faults has several reasons',
    backup([{ name: '9', hash: '' }], 'service'),
    true,
    [/does not know/, /CONCORD_DEMO/],
  ],
] as const)
  test(`a backup ${what}`, () => {
    const told = whyNotRestored(subject, known, { demonstration })
    assert.equal(told.length, reasons.length)
    reasons.forEach((reason, n) => assert.match(told[n]!, reason))
  })
