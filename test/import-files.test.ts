// Files as they come: encodings, separators, line ends, and everything that is wrong with a file. Each gets a sentence with a reason;
// nothing of a delivery is loaded when one of its files cannot be read to its end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stop } from '#platform'
import { longestRecord } from '../src/migration/records.ts'
import { activity, aliases, cases, folderWith, importWorld, markers, nominals, offenders } from './support/extract.ts'

const world = await importWorld()
let used = 0
const newReference = (): string => `V20/${String(2_000_000 + used++)}`

const namesOf = async (key: string): Promise<string[]> =>
  (
    await world.rows<{ family: string }>(
      `select k.family from known_name k join extract_reference r on r.nominal_id = k.nominal_id where r.key = $1 order by k.kind desc`,
      key,
    )
  ).map(({ family }) => family)

/** Imports files that cannot be imported; answers with the sentences, and holds that nothing was loaded. */
const sentencesAbout = async (files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
  const before = await world.counts()
  let told = ''
  await assert.rejects(world.load(await folderWith(files)), (error: unknown) => {
    assert.ok(error instanceof Stop, String(error))
    told = error.message
    return true
  })
  const { extract: _extract, extract_row: _rows, ...after } = await world.counts()
  const { extract: _before, extract_row: _rowsBefore, ...rest } = before
  assert.deepEqual(after, rest)
  return told
}

// Encodings
for (const [what, encode] of [
  ['UTF-8 with a byte-order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-8 without one', (text: string) => Buffer.from(text)],
  ['windows-1252', (text: string) => Buffer.from(text, 'latin1')],
] as const)
  test(`${what} is read as such`, async () => {
    const key = newReference()
    await world.load(await folderWith({ 'r.csv': encode(nominals({ VISOR_REF: key, SURNAME: 'Rodríguez' })) }))
    assert.deepEqual(await namesOf(key), ['Rodríguez'])
  })

test('the signs that windows-1252 has beyond latin1 are read too', async () => {
  const key = newReference()
  const text = activity({ VISOR_REF: key, TEXT: 'Owes @250, paid @cash@ @ nothing more' })
  const bytes = Buffer.from(text, 'latin1')
  const at = [...bytes.keys()].filter(index => bytes[index] === 0x40)
  for (const [nth, byte] of [0xa3, 0x93, 0x94, 0x96].entries()) bytes[at[nth]!] = byte
  await world.load(await folderWith({ 'r.csv': nominals({ VISOR_REF: key }), 'y.csv': bytes }))
  const [entry] = await world.rows<{ words: string }>(`select words from entry where source_ref = 'y.csv:2'`)
  assert.equal(entry!.words, 'Owes £250, paid “cash” – nothing more')
})

test('a row in another encoding than its file is refused by itself, and put down as it can be read', async () => {
  const [plain, other] = [newReference(), newReference()]
  const latin = (text: string) => Buffer.from(text, 'latin1')
  const one = nominals({ VISOR_REF: plain, SURNAME: 'Núñez' }, { VISOR_REF: newReference(), SURNAME: 'Peña' })
  const lines = one.trimEnd().split('\r\n')
  const imported = await world.load(
    await folderWith({
      'r.csv': Buffer.concat([
        latin(`${lines.join('\r\n')}\r\n`),
        Buffer.from(nominals({ VISOR_REF: other, SURNAME: 'Müller' }).split('\r\n')[1]! + '\r\n'),
      ]),
    }),
  )
  assert.deepEqual(
    (await world.refused(imported)).map(({ line, key, reason }) => [line, key, reason]),
    [[4, other, 'SURNAME is written in UTF-8, and the rest of its file is not']],
  )
  const [row] = await world.rows<{ cells: string[] }>('select cells from extract_row where key = $1', other)
  assert.equal(row!.cells[1], 'Müller')
  assert.deepEqual(await namesOf(plain), ['Núñez'])
})

// Separators, line ends, quotes
/** Lines are counted as they stand in the file, the empty ones with the others. */
const lineOfSecondRow: Readonly<Record<string, number>> = {
  'empty lines between': 5,
  'empty lines before its headings': 5,
  'a byte-order mark and an empty line before its headings': 4,
}
for (const [what, change] of [
  ['semicolons', (text: string) => text.replaceAll(',', ';')],
  ['tabs', (text: string) => text.replaceAll(',', '\t')],
  ['bare line feeds', (text: string) => text.replaceAll('\r\n', '\n')],
  ['no line end at the end', (text: string) => text.trimEnd()],
  ['empty lines between', (text: string) => text.replaceAll('\r\n', '\r\n\r\n')],
  ['empty lines before its headings', (text: string) => `\r\n  \r\n${text}`],
  ['a byte-order mark and an empty line before its headings', (text: string) => `\uFEFF\r\n${text}`],
  ['every value quoted', (text: string) => text.replaceAll(/[^,\r\n]+/g, '"$&"')],
  [
    'headings in small letters and with spaces',
    (text: string) => text.replace(/^[^\r]*/, heading => heading.toLowerCase().replaceAll(',', ' , ')),
  ],
] as const)
  test(`a file with ${what} is read`, async () => {
    const [one, two] = [newReference(), newReference()]
    const imported = await world.load(
      await folderWith({ 'r.csv': change(nominals({ VISOR_REF: one }, { VISOR_REF: two, FORCE: '99' })) }),
    )
    assert.deepEqual(
      (await world.refused(imported)).map(({ line, key, reason }) => [line, key, reason]),
      [[lineOfSecondRow[what] ?? 3, two, 'unknown force']],
    )
    assert.deepEqual(await namesOf(one), ['HOLLOWAY'])
  })

test('columns may stand in another order and have others beside them', async () => {
  const key = newReference()
  const [heading, row] = aliases({ VISOR_REF: key, SURNAME: 'TURNED' }).split('\r\n')
  const turned = (line: string) => `extra,${line.split(',').toReversed().join(',')}`
  await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: key }),
      'a.csv': `${turned(heading!).replace('extra', 'NOTE')}\n${turned(row!)}\n`,
    }),
  )
  assert.deepEqual(await namesOf(key), ['HOLLOWAY', 'TURNED'])
})

// What is wrong with a row
for (const [what, row, reason] of [
  ['too few values', (key: string) => `${key},WE`, 'the row does not have as many values as the heading'],
  [
    'too many values',
    (key: string) => `${key},WE,Knife,12/05/2023,more`,
    'the row does not have as many values as the heading',
  ],
  ['a NUL byte', (key: string) => `${key},WE,Kni\0fe,12/05/2023`, 'BASIS has a control character'],
  [
    'a value longer than any text',
    (key: string) => `${key},WE,${'x'.repeat(100_001)},12/05/2023`,
    'BASIS is longer than 100000 characters',
  ],
  [
    'a value of a million letters, quoted as it should be',
    (key: string) => `${key},WE,"${'long, long '.repeat(100_000)}",12/05/2023`,
    'BASIS is longer than 100000 characters',
  ],
] as const)
  test(`a row with ${what} is refused by itself`, async () => {
    const key = newReference()
    const imported = await world.load(
      await folderWith({
        'r.csv': nominals({ VISOR_REF: key }),
        'm.csv': `${markers({ VISOR_REF: key })}${row(key)}\r\n${key},VI,Threats,01/01/2020\r\n`,
      }),
    )
    const [refused, ...others] = await world.refused(imported)
    assert.deepEqual([refused!.line, refused!.reason, others.length], [3, reason, 0])
    const found = await world.rows<{ code: string }>(
      'select m.code from marker m join extract_reference r on r.nominal_id = m.nominal_id where r.key = $1 order by m.source_ref',
      key,
    )
    assert.deepEqual(
      found.map(({ code }) => code),
      ['WE', 'VI'],
    )
  })

// What is wrong with a file
test('a file with a heading and no rows is read, and has none', async () => {
  const { files, finished } = await world.load(await folderWith({ 'm.csv': markers() }))
  assert.deepEqual([files[0]!.staged, files[0]!.loaded, finished], [0, 0, true])
})

for (const [what, files, sentence] of [
  ['is empty', { 'r.csv': '' }, /^r\.csv is empty\.\nNothing was loaded\.$/],
  ['holds only line ends', { 'r.csv': '\r\n\r\n' }, /^r\.csv is empty\./],
  [
    'lacks columns',
    { 'r.csv': 'VISOR_REF,SIGNAL,BASIS\nV1/1,WE,x\n' },
    /^r\.csv looks like Warning markers of the register, but lacks the column DATE\./,
  ],
  ['has a column twice', { 'r.csv': 'VISOR_REF,SIGNAL,BASIS,DATE,DATE\n' }, /^r\.csv has two columns DATE\./],
  [
    'has headings that nobody knows',
    { 'r.csv': 'one,two,three\n1,2,3\n' },
    /^r\.csv has no headings of an extract that Concord knows\./,
  ],
  [
    'is a workbook',
    { 'r.xlsx': Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]) },
    /^r\.xlsx is a workbook or an archive: save it as CSV\./,
  ],
  [
    'is written in UTF-16',
    { 'r.csv': Buffer.from('\uFEFFVISOR_REF,SIGNAL\n', 'utf16le') },
    /^r\.csv is written in UTF-16: save it as UTF-8\./,
  ],
  [
    'is no text',
    { 'r.csv': Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 89) % 251)) },
    /^r\.csv (is not a text file|has no headings)/,
  ],
] as const)
  test(`a file that ${what} is told in a sentence`, async () => assert.match(await sentencesAbout(files), sentence))

test('a quote that is never closed is told with the line, and nothing of the delivery is loaded', async () => {
  const key = newReference()
  const open = `${activity({ VISOR_REF: key })}${key},06/03/2026 18:04,DS G. Lewis,VISIT,"He said\r\n${`${key},06/03/2026 18:04,DS G. Lewis,VISIT,more\r\n`.repeat(3)}`
  const files = { 'r.csv': nominals({ VISOR_REF: key }), 'y.csv': open }
  assert.match(
    await sentencesAbout(files),
    /^y\.csv cannot be read from line 3 on: a quote is opened there and never closed\.\nNothing was loaded\.$/,
  )
  assert.match(
    await sentencesAbout({ ...files, 'y.csv': `${open}${'x'.repeat(longestRecord)}` }),
    /^y\.csv cannot be read from line 3 on: the row that begins there is longer than 5,000,000 bytes, or a quote in it is never closed\./,
  )
})

test('every file at fault is told, and the others wait for it', async () => {
  const told = await sentencesAbout({
    'a.csv': '',
    'b.csv': 'one,two\n',
    'r.csv': nominals({ VISOR_REF: newReference() }),
  })
  assert.deepEqual(told.split('\n'), [
    'a.csv is empty.',
    'b.csv has no headings of an extract that Concord knows.',
    'Nothing was loaded.',
  ])
})

test('what is beside an extract and no table is left out and said; the same content twice is read once', async () => {
  const said: string[] = []
  const content = offenders({ NOMS_ID: 'E0001EE' })
  const { files } = await world.load(
    await folderWith({ 'notes.md': 'Sent on Monday.', '.hidden': 'x', 'n.csv': content, 'o.csv': content }),
    {
      tell: progress => 'sentence' in progress && said.push(progress.sentence),
    },
  )
  assert.deepEqual(
    files.map(({ name }) => name),
    ['n.csv'],
  )
  assert.deepEqual(said, [
    'notes.md is left out: it has no headings of an extract that Concord knows.',
    'o.csv is left out: it has the same content as n.csv.',
  ])
})

test('a folder that is not there, or holds nothing, is told', async () => {
  await assert.rejects(world.load('/nowhere/at/all'), { name: 'Stop', message: 'There is no folder /nowhere/at/all.' })
  const empty = await folderWith({})
  await assert.rejects(world.load(empty), { name: 'Stop', message: `The folder ${empty} has no files in it.` })
  await assert.rejects(world.load(await folderWith({ 'notes.md': 'x' })), {
    name: 'Stop',
    message: 'None of these files is an extract that Concord knows. Nothing was loaded.',
  })
})

test('a name that windows-1252 could not hold is kept as it came', async () => {
  await world.load(await folderWith({ 'p.csv': cases({ CRN: 'B000001', SURNAME: '?AHON' }) }))
  assert.deepEqual(await namesOf('B000001'), ['?AHON'])
})
