import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { readIdentifier } from '#nominals'
import { extractProfiles, type ExtractName } from './extract-profile.ts'
import { writeExtracts, type ExtractSummary } from './write.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const order = { seed: 22, people: 1000, asOf }
type Row = Readonly<Record<string, string>>
let base = ''
let summary: ExtractSummary
const bytes = new Map<ExtractName, Buffer>()
const rows = new Map<ExtractName, readonly Row[]>()

before(async () => {
  base = await mkdtemp(join(tmpdir(), 'concord-extracts-'))
  summary = await writeExtracts(join(base, 'first'), order)
  for (const { file, encoding, separator } of extractProfiles) {
    const read = await readFile(join(base, 'first', file))
    bytes.set(file, read)
    rows.set(
      file,
      parse<Row>(iconv.decode(read, encoding), { columns: true, delimiter: separator, record_delimiter: '\r\n' }),
    )
  }
})
after(() => rm(base, { recursive: true, force: true }))

const rowsOf = (file: ExtractName): readonly Row[] => rows.get(file)!
const column = (file: ExtractName, heading: string): readonly string[] => rowsOf(file).map(row => row[heading]!)
const nominals = () => rowsOf('visor_nominals.csv')

test('the same order gives the same bytes, another seed gives others', async () => {
  await writeExtracts(join(base, 'again'), order)
  await writeExtracts(join(base, 'other'), { ...order, seed: 23 })
  for (const { file } of extractProfiles) {
    assert.deepEqual(await readFile(join(base, 'again', file)), bytes.get(file), file)
    assert.notDeepEqual(await readFile(join(base, 'other', file)), bytes.get(file), file)
  }
})

test('every file has its headings, and as many rows as the summary says', () => {
  for (const { file, headings } of extractProfiles) {
    assert.deepEqual(Object.keys(rowsOf(file)[0]!), headings, file)
    assert.equal(rowsOf(file).length, summary.files.find(written => written.file === file)?.rows, file)
  }
})

test('the register is in windows-1252, probation in UTF-8 with a byte-order mark, the prisons in UTF-8 without', () => {
  const mark = (file: ExtractName) => bytes.get(file)!.subarray(0, 3).toString('hex') === 'efbbbf'
  assert.deepEqual(
    extractProfiles.filter(({ file }) => mark(file)).map(({ file }) => file),
    ['ndelius_cases.csv'],
  )
  const strict = (encoding: string, file: ExtractName) => () =>
    new TextDecoder(encoding, { fatal: true }).decode(bytes.get(file))
  assert.throws(strict('utf-8', 'visor_activity.csv'))
  assert.match(strict('windows-1252', 'visor_activity.csv')(), /£450/)
  assert.match(strict('utf-8', 'ndelius_cases.csv')(), /ł|ś|ş|ı/)
  assert.match(strict('utf-8', 'nomis_offenders.csv')(), /Ł|Ś|Ş|É|Í/)
})

test('records end in CR and LF; a new line inside a text is a bare LF in quotes', () => {
  for (const { file } of extractProfiles) {
    const text = bytes.get(file)!.toString('latin1')
    assert.equal(text.split('\r\n').length, rowsOf(file).length + 2, file)
    assert.equal(text.endsWith('\r\n'), true, file)
  }
  assert.equal(
    column('visor_activity.csv', 'TEXT').some(text => text.includes('\n') && text.includes('"')),
    true,
  )
})

test('days are written as each agency writes them', () => {
  const holds = (form: RegExp, values: readonly string[]) =>
    assert.deepEqual(
      values.filter(value => !form.test(value)),
      [],
    )
  const registerDay = /^\d\d\/\d\d\/\d{4}$/
  holds(/^\d\d\/\d\d\/\d{4}$|^UNKNOWN$/, column('visor_nominals.csv', 'DOB'))
  holds(/^\d\d\/\d\d\/\d{4} \d\d:\d\d$/, [
    ...column('visor_nominals.csv', 'LAST_UPDATED'),
    ...column('visor_activity.csv', 'WHEN'),
  ])
  holds(registerDay, [
    ...column('visor_addresses.csv', 'FROM'),
    ...column('visor_orders.csv', 'END'),
    ...column('visor_markers.csv', 'DATE'),
  ])
  holds(/^\d{4}-\d\d-\d\d$/, column('ndelius_cases.csv', 'DATE_OF_BIRTH'))
  holds(/^\d\d-[A-Z]{3}-\d{4}$/, [
    ...column('nomis_offenders.csv', 'BIRTH_DATE'),
    ...column('nomis_offenders.csv', 'RELEASE_DATE'),
  ])
})

test('nearly every PNC and CRO number bears its check letter, in several written forms, and a few are mistyped', () => {
  const pncs = [
    ...column('visor_nominals.csv', 'PNCID'),
    ...column('ndelius_cases.csv', 'PNC_NUMBER'),
    ...column('nomis_offenders.csv', 'PNC'),
  ]
  const cros = [
    ...column('visor_nominals.csv', 'CRO'),
    ...column('ndelius_cases.csv', 'CRO_NUMBER'),
    ...column('nomis_offenders.csv', 'CRO'),
  ]
  for (const [kind, values] of [
    ['pnc', pncs],
    ['cro', cros],
  ] as const) {
    const read = values.filter(value => value !== '').map(value => readIdentifier(kind, value, asOf))
    const faulty = read.filter(({ valid }) => !valid)
    assert.equal(read.length > 500, true, kind)
    assert.equal(
      faulty.length > 0 && faulty.length < read.length * 0.05,
      true,
      `${kind}: ${faulty.length} of ${read.length}`,
    )
    assert.deepEqual(
      faulty.filter(({ why }) => !why!.includes('check letter')),
      [],
      kind,
    )
  }
  for (const form of [/^\d{4}\/\d{7}[A-Z]$/, /^\d{11}[A-Z]$/, /^\d\d\/\d{7}[A-Z]$/, /^\d{9}[A-Z]$/, /[a-z]$/])
    assert.equal(
      pncs.some(pnc => form.test(pnc)),
      true,
      String(form),
    )
})

test('numbers, telephones and addresses lie where nobody’s do', () => {
  const holds = (form: RegExp, values: readonly string[]) =>
    assert.deepEqual(
      values.filter(value => !form.test(value)),
      [],
    )
  const ninos = column('ndelius_cases.csv', 'NI_NUMBER')
  holds(
    /^QQ\d{6}[A-D]$/,
    ninos.filter(nino => nino !== ''),
  )
  holds(/^Q\d{6}$/, column('ndelius_cases.csv', 'CRN'))
  holds(/^Z\d{4}[A-Z]{2}$/, column('nomis_offenders.csv', 'NOMS_ID'))
  holds(
    /^(07700 900|01632 960)\d{3}$/,
    column('visor_activity.csv', 'TEXT').flatMap(text => text.match(/\b0\d{4} \d{6}\b/g) ?? []),
  )
  const postcodes = [...column('visor_addresses.csv', 'POSTCODE'), ...column('ndelius_cases.csv', 'POSTCODE')]
  holds(/^[A-Z]{1,2}[4-9]\d ?\d[A-Z]{2}$|^(DE3\d|ZZ99) ?\d[A-Z]{2}$/, postcodes)
})

test('references, case numbers and prison numbers each stand for one row, but for the one reference used twice', () => {
  const repeated = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at)
  assert.deepEqual(
    repeated(column('visor_nominals.csv', 'VISOR_REF')),
    summary.refused.filter(({ reason }) => reason === 'reference used twice').map(({ key }) => key),
  )
  assert.deepEqual(repeated(column('ndelius_cases.csv', 'CRN')), [])
  assert.deepEqual(repeated(column('nomis_offenders.csv', 'NOMS_ID')), [])
})

test('the rows to be refused are those that the summary names, each for its reason', () => {
  const known = new Set<string>()
  const refused: { file: ExtractName; key: string; reason: string }[] = []
  for (const { file, headings } of extractProfiles)
    for (const row of rowsOf(file)) {
      const key = row[headings[0]!]!
      const reason = reasonToRefuse(file, row, known)
      if (reason) refused.push({ file, key, reason })
      else if (file === 'visor_nominals.csv') known.add(key)
    }
  const inOrder = (list: ExtractSummary['refused']) =>
    list.map(({ file, key, reason }) => `${file} ${key} ${reason}`).sort()
  assert.deepEqual(inOrder(refused), inOrder(summary.refused))
  assert.equal(refused.length, 16)
})

const reasonToRefuse = (file: ExtractName, row: Row, known: ReadonlySet<string>): string | null => {
  if (row['VISOR_REF'] && file !== 'visor_nominals.csv')
    return known.has(row['VISOR_REF']) ? null : 'no nominal with this reference'
  if (row['SURNAME'] === '' || row['LAST_NAME'] === '') return 'surname missing'
  const born = dayOf(row['DOB'] ?? row['DATE_OF_BIRTH'] ?? row['BIRTH_DATE']!)
  if (!born) return 'date of birth is not a date'
  if (Temporal.PlainDate.compare(born, asOf) > 0) return 'date of birth in the future'
  if (row['FORCE'] === '99') return 'unknown force'
  return known.has(row['VISOR_REF'] ?? '') ? 'reference used twice' : null
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const dayOf = (text: string): Temporal.PlainDate | null => {
  const [first, second, third] = text.split(/[-/]/)
  if (!second || !third) return null
  const month = months.includes(second) ? months.indexOf(second) + 1 : Number(second)
  const [year, day] = first!.length === 4 ? [first, third] : [third, first]
  try {
    return Temporal.PlainDate.from({ year: Number(year), month, day: Number(day) }, { overflow: 'reject' })
  } catch {
    return null
  }
}

test('cases lie with the demonstration’s units and their officers, and some managers are known to nobody', () => {
  const managed = (force: string) => nominals().filter(row => row['FORCE'] === force)
  assert.equal(managed('CTWM').length, 45)
  assert.equal(managed('CTNW').length, 12)
  assert.equal(managed('22').filter(row => row['NOMINAL_TYPE'] === 'TACT').length, 10)
  assert.equal(managed('CTWM').filter(row => row['MANAGER'] === 'DC R. Ashdown').length >= 10, true)
  assert.equal(managed('22').filter(row => row['MANAGER'] === 'PC J. Merrick').length >= 30, true)
  assert.equal(
    managed('22').some(row => row['MANAGER'] === 'DC J. Palmer'),
    true,
  )
  assert.equal(new Set(column('visor_nominals.csv', 'FORCE')).size > 40, true)
  assert.equal(column('ndelius_cases.csv', 'PROVIDER_CODE').filter(code => code === 'N43').length >= 20, true)
  assert.equal(column('nomis_offenders.csv', 'AGY_LOC_ID').filter(code => code === 'HEI').length >= 10, true)
})

test('a number of people that cannot be written is refused with the limit', async () => {
  for (const people of [0, -1, 1.5, Number.NaN, 50_001])
    await assert.rejects(writeExtracts(join(base, 'none'), { ...order, people }), /from 1 to 50000/)
  assert.equal((await writeExtracts(join(base, 'one'), { ...order, people: 1 })).refused.length, 16)
})
