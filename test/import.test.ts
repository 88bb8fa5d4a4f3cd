// What becomes of rows: joined or kept apart, put into hands, put under the access that the strictest of them asks, loaded once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import {
  activity,
  addresses,
  aliases,
  cases,
  folderWith,
  importWorld,
  markers,
  nominals,
  offenders,
  orders,
} from './support/extract.ts'

const world = await importWorld()
const reference = (number: number): string => `V10/${String(1_000_000 + number)}`
/** A valid number for each, so that no two tests share one. */
const pnc = [
  '2001/0171310W',
  '1981/0000034U',
  '2002/0073319Z',
  '2000/0000223R',
  '1979/0163001B',
  '2003/0000003Y',
  '1967/9893091D',
]

const nominalOf = async (key: string): Promise<string> =>
  (await world.rows<{ nominal_id: string }>('select nominal_id from extract_reference where key = $1', key))[0]!
    .nominal_id
const factsOf = async <Row extends pg.QueryResultRow>(table: string, key: string): Promise<Row[]> =>
  world.rows<Row>(`select f.* from ${table} f where nominal_id = $1 order by id`, await nominalOf(key))
const leadOf = async (key: string): Promise<string> =>
  (
    await world.rows<{ code: string }>(
      'select u.code from ownership o join unit u on u.id = o.unit_id where o.nominal_id = $1',
      await nominalOf(key),
    )
  )[0]!.code
const figures = (files: readonly { name: string; staged: number; loaded: number; linked: number; refused: number }[]) =>
  Object.fromEntries(
    files.map(({ name, staged, loaded, linked, refused }) => [name, [staged, loaded, linked, refused]]),
  )

test('a probation row and a prison row join the register row whose PNC number they bear in other forms', async () => {
  const { files } = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(1), PNCID: '2002/0073319Z' }),
      'p.csv': cases({ CRN: 'X000001', PNC_NUMBER: '02/73319Z', NOMS_NUMBER: 'A0001AA', PROVIDER_CODE: 'N52' }),
      'n.csv': offenders({ NOMS_ID: 'A0001AA', AGY_LOC_ID: 'HEI' }),
    }),
  )
  assert.deepEqual(figures(files), { 'n.csv': [1, 0, 1, 0], 'p.csv': [1, 0, 1, 0], 'r.csv': [1, 1, 0, 0] })
  assert.equal(await nominalOf('X000001'), await nominalOf(reference(1)))
  assert.equal(await nominalOf('A0001AA'), await nominalOf(reference(1)))
  const partners = await world.rows<{ code: string }>(
    'select u.code from partner p join unit u on u.id = p.unit_id where p.nominal_id = $1 order by 1',
    await nominalOf(reference(1)),
  )
  assert.deepEqual(
    partners.map(({ code }) => code),
    ['HEI', 'N52'],
  )
})

for (const [what, other] of [
  ['a date of birth', { DATE_OF_BIRTH: '1982-07-04' }],
  ['a name', { FIRST_NAME: 'Dorothy', SURNAME: 'Quill' }],
] as const)
  test(`${what} at odds keeps two rows apart, and says so where only the reconciliation desk reads`, async () => {
    const [key, crn, number] =
      what === 'a name' ? [reference(2), 'X000002', pnc[3]!] : [reference(3), 'X000003', pnc[4]!]
    await world.load(
      await folderWith({
        'r.csv': nominals({ VISOR_REF: key, PNCID: number }),
        'p.csv': cases({ CRN: crn, PNC_NUMBER: number, ...other }),
      }),
    )
    assert.notEqual(await nominalOf(crn), await nominalOf(key))
    const [apart] = await world.rows<{ other_id: string; reason: string }>(
      'select other_id, reason from kept_apart where nominal_id = $1',
      await nominalOf(crn),
    )
    assert.equal(apart!.other_id, await nominalOf(key))
    assert.match(apart!.reason, what === 'a name' ? /names? differ/ : /dates of birth differ/)
  })

test('two rows of one source are never one nominal', async () => {
  await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(4), PNCID: pnc[5]! }, { VISOR_REF: reference(5), PNCID: pnc[5]! }),
    }),
  )
  assert.notEqual(await nominalOf(reference(4)), await nominalOf(reference(5)))
})

test('a number that is not valid is kept as given and marked, and joins nobody', async () => {
  await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(6), PNCID: '2001/0171310S' }),
      'p.csv': cases({ CRN: 'X000006', PNC_NUMBER: '2001/0171310S' }),
    }),
  )
  const numbers = await factsOf<{
    kind: string
    as_given: string
    valid: boolean
    canonical: string | null
    why_invalid: string
  }>('identifier', reference(6))
  const [number] = numbers.filter(({ kind }) => kind === 'pnc')
  assert.equal(number!.as_given, '2001/0171310S')
  assert.equal(number!.valid, false)
  assert.equal(number!.canonical, null)
  assert.ok(number!.why_invalid)
  assert.notEqual(await nominalOf('X000006'), await nominalOf(reference(6)))
})

test('of two rows with one reference the later is refused, also if they are equal, and the children belong to the first', async () => {
  const imported = await world.load(
    await folderWith({
      'r.csv': nominals(
        { VISOR_REF: reference(7), SURNAME: 'FIRST' },
        { VISOR_REF: reference(7), SURNAME: 'SECOND' },
        { VISOR_REF: reference(7), SURNAME: 'FIRST' },
      ),
      'm.csv': markers({ VISOR_REF: reference(7) }),
    }),
  )
  assert.deepEqual(
    (await world.refused(imported)).map(({ file, line, key, reason }) => [file, line, key, reason]),
    [
      ['r.csv', 3, reference(7), 'reference used twice'],
      ['r.csv', 4, reference(7), 'reference used twice'],
    ],
  )
  assert.equal((await factsOf<{ family: string }>('known_name', reference(7)))[0]!.family, 'FIRST')
  assert.equal((await factsOf('marker', reference(7))).length, 1)
})

test('a row that repeats another is linked and adds nothing', async () => {
  const { files } = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(8) }),
      'a.csv': aliases(
        { VISOR_REF: reference(8) },
        { VISOR_REF: reference(8) },
        { VISOR_REF: reference(8), FORENAMES: 'Jo' },
      ),
    }),
  )
  assert.deepEqual(figures(files)['a.csv'], [3, 2, 1, 0])
  assert.equal((await factsOf('known_name', reference(8))).length, 3)
})

test('rows of a refused nominal wait: refused with that reason, and nothing of them is loaded', async () => {
  const imported = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(9), SURNAME: '' }),
      'm.csv': markers({ VISOR_REF: reference(9) }, { VISOR_REF: 'V99/0000001' }),
    }),
  )
  assert.deepEqual(
    (await world.refused(imported)).map(({ file, reason }) => [file, reason]),
    [
      ['m.csv', 'the nominal with this reference was refused'],
      ['m.csv', 'no nominal with this reference'],
      ['r.csv', 'surname missing'],
    ],
  )
  assert.deepEqual(
    (
      await world.rows<{ waits: boolean }>(
        `select waits from extract_refusal where reasons[1] = 'the nominal with this reference was refused'`,
      )
    ).map(({ waits }) => waits),
    [true],
  )
})

test('rows that came before their nominal are loaded when a later extract brings it', async () => {
  const early = await world.load(
    await folderWith({
      'm.csv': markers({ VISOR_REF: reference(11) }),
      'a.csv': aliases({ VISOR_REF: reference(11) }),
    }),
  )
  assert.deepEqual(
    (await world.refused(early)).map(({ reason }) => reason),
    ['no nominal with this reference', 'no nominal with this reference'],
  )
  await world.load(await folderWith({ 'r.csv': nominals({ VISOR_REF: reference(11) }) }))
  assert.equal((await factsOf('marker', reference(11))).length, 1)
  assert.deepEqual(await world.refused(early), [])
  const headline = await world.rows<{ markers: string[] }>(
    'select markers from nominal_headline where nominal_id = $1',
    await nominalOf(reference(11)),
  )
  assert.deepEqual(headline, [{ markers: ['Weapons (unverified, from the register)'] }])
})

test('every reason against a row is given', async () => {
  const imported = await world.load(
    await folderWith({ 'r.csv': nominals({ VISOR_REF: reference(10), SURNAME: ' ', DOB: '31/02/1980', FORCE: '99' }) }),
  )
  assert.equal(
    (await world.refused(imported))[0]!.reason,
    'surname missing; date of birth is not a date; unknown force',
  )
})

// Who leads
for (const [says, row, lead] of [
  ['the register’s force', { register: '22', probation: 'N52', prison: 'HEI' }, '22-PPU'],
  ['a counter-terrorism region', { register: 'CTWM', probation: 'N52', prison: 'HEI' }, 'CTWM-NM'],
  ['else the probation region', { register: '', probation: 'N43', prison: 'HEI' }, 'N43'],
  ['else the prison', { register: '', probation: null, prison: 'HEI' }, 'HEI'],
  ['else the desk for rows without any', { register: '', probation: null, prison: null }, 'REGISTER-HOLD'],
] as const)
  test(`who leads: ${says}`, async () => {
    const at = 20 + says.length
    const noms = `B00${at}BB`
    await world.load(
      await folderWith({
        'r.csv': nominals({ VISOR_REF: reference(at), FORCE: row.register, NINO: `AB0000${at}C` }),
        ...(row.probation
          ? {
              'p.csv': cases({
                CRN: `Y0000${at}`,
                NI_NUMBER: `AB0000${at}C`,
                PROVIDER_CODE: row.probation,
                NOMS_NUMBER: noms,
              }),
            }
          : {}),
        ...(row.prison && row.probation ? { 'n.csv': offenders({ NOMS_ID: noms, AGY_LOC_ID: row.prison }) } : {}),
      }),
    )
    if (row.prison && !row.probation) {
      await world.load(await folderWith({ 'n.csv': offenders({ NOMS_ID: noms, AGY_LOC_ID: row.prison }) }))
      assert.equal(await leadOf(noms), lead)
    } else assert.equal(await leadOf(reference(at)), lead)
  })

test('a prison that the person has left is no partner, and leads only a case that nobody else knows', async () => {
  await world.load(
    await folderWith({
      'p.csv': cases({ CRN: 'X000060', NOMS_NUMBER: 'C0060CC' }),
      'n.csv': offenders(
        { NOMS_ID: 'C0060CC', AGY_LOC_ID: 'OUT' },
        { NOMS_ID: 'C0061CC', AGY_LOC_ID: 'OUT', LAST_NAME: 'ALONE' },
      ),
    }),
  )
  assert.deepEqual(await factsOf('partner', 'X000060'), [])
  assert.equal(await leadOf('C0061CC'), 'OUT')
  const [custody] = await factsOf<{ in_custody: boolean }>('custody', 'C0061CC')
  assert.equal(custody!.in_custody, false)
})

// Who holds the record
for (const [says, manager, holder] of [
  ['the one officer of the unit whom the source names', 'PC J. Merrick', 'PC Joanne Merrick'],
  ['nobody, when two are called so', 'DC J. Palmer', null],
  ['nobody, when no officer of the unit is called so', 'DC R. Ashdown', null],
  ['nobody, when the source names nobody', '', null],
] as const)
  test(`who holds the record: ${says}`, async () => {
    const key = reference(70 + says.length)
    await world.load(await folderWith({ 'r.csv': nominals({ VISOR_REF: key, MANAGER: manager }) }))
    const [held] = await world.rows<{ officer: string | null; unallocated: boolean | null }>(
      `select o.name as officer, p.unallocated from record_manager m left join officer o on o.id = m.officer_id left join post p on p.id = m.post_id where m.nominal_id = $1`,
      await nominalOf(key),
    )
    assert.equal(held!.officer, holder)
    assert.equal(held!.unallocated, holder === null ? true : null)
    const said = await factsOf<{ kind: string; words: string }>('statement', key)
    assert.deepEqual(
      said.filter(({ kind }) => kind === 'record manager').map(({ words }) => words),
      manager === '' ? [] : [manager],
    )
  })

// Basis and access
test('a type without a basis leaves it to be confirmed, which only the unit that leads sees', async () => {
  await world.load(await folderWith({ 'r.csv': nominals({ VISOR_REF: reference(90), NOMINAL_TYPE: 'OTHER' }) }))
  const bases = await factsOf<{ kind: string; confirmed: boolean }>('basis', reference(90))
  assert.deepEqual(
    bases.map(({ kind, confirmed }) => [kind, confirmed]),
    [['to-be-confirmed', false]],
  )
  const [file] = await factsOf<{ basis_confirmed: boolean }>('nominal_file', reference(90)).catch(() => [])
  assert.equal(file?.basis_confirmed ?? false, false)
})

for (const [says, key, rows] of [
  ['the register’s type', reference(91), { register: { NOMINAL_TYPE: 'TACT' } }],
  ['an order', reference(92), { order: { ORDER_KIND: 'CTA2008-P4' } }],
  ['a probation registration', reference(93), { probation: { REGISTRATIONS: 'RHRH|RTAO' } }],
  ['the National Security Division', reference(94), { probation: { PROVIDER_CODE: 'N43' } }],
  ['a prison alert', reference(95), { prison: { ALERTS: 'PL1|XTACT' } }],
] as const)
  test(`one row is enough for the strictest access: ${says}`, async () => {
    const number = `AC0000${key.slice(-2)}C`
    const noms = `D00${key.slice(-2)}DD`
    await world.load(
      await folderWith({
        'r.csv': nominals({ VISOR_REF: key, NINO: number, ...('register' in rows ? rows.register : {}) }),
        'p.csv': cases({
          CRN: `Z0000${key.slice(-2)}`,
          NI_NUMBER: number,
          NOMS_NUMBER: noms,
          ...('probation' in rows ? rows.probation : {}),
        }),
        'n.csv': offenders({ NOMS_ID: noms, ...('prison' in rows ? rows.prison : {}) }),
        ...('order' in rows ? { 'o.csv': orders({ VISOR_REF: key, ...rows.order }) } : {}),
      }),
    )
    const [file] = await world.rows<{ counter_terrorism: boolean; basis_confirmed: boolean }>(
      'select counter_terrorism, basis_confirmed from nominal_file where nominal_id = $1',
      await nominalOf(key),
    )
    assert.deepEqual(file, { counter_terrorism: true, basis_confirmed: true })
  })

test('MAPPA as a source states it is the lead unit’s arrangement, and CT MAPPA for a counter-terrorism case', async () => {
  await world.load(
    await folderWith({
      'r.csv': nominals(
        { VISOR_REF: reference(96), NINO: 'AC000096C' },
        { VISOR_REF: reference(97), NINO: 'AC000097C', NOMINAL_TYPE: 'TACT' },
      ),
      'p.csv': cases(
        { CRN: 'Z000096', NI_NUMBER: 'AC000096C', REGISTRATIONS: 'MAPP' },
        { CRN: 'Z000097', NI_NUMBER: 'AC000097C', REGISTRATIONS: 'MAPP' },
      ),
    }),
  )
  const areas = async (key: string) => (await factsOf<{ area: string }>('arrangement', key)).map(({ area }) => area)
  assert.deepEqual(await areas(reference(96)), ['west-mercia'])
  assert.deepEqual(await areas(reference(97)), ['counter-terrorism'])
})

test('a case that becomes counter-terrorism by a later extract leaves the area’s arrangement', async () => {
  await world.load(await folderWith({ 'o.csv': orders({ VISOR_REF: reference(96), ORDER_KIND: 'CTA2008-P4' }) }))
  const arrangements = await world.rows<{ area: string; open: boolean }>(
    'select area, upper_inf(during) as open from arrangement where nominal_id = $1 order by area',
    await nominalOf(reference(96)),
  )
  assert.deepEqual(arrangements, [
    { area: 'counter-terrorism', open: true },
    { area: 'west-mercia', open: false },
  ])
})

// Facts
test('addresses: days, postcodes, an address left on the day of moving in, and one that ends before it begins', async () => {
  const imported = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(100) }),
      'd.csv': addresses(
        { VISOR_REF: reference(100), POSTCODE: 'tf34na', FLAT: 'Flat 3' },
        { VISOR_REF: reference(100), ADDR_TYPE: 'TEMP', POSTCODE: 'nonsense', FROM: '01/02/2020', TO: '01/02/2020' },
        { VISOR_REF: reference(100), FROM: '02/02/2020', TO: '01/02/2020' },
        { VISOR_REF: reference(100), FROM: '', TO: '' },
      ),
    }),
  )
  assert.deepEqual(
    (await world.refused(imported)).map(({ line, reason }) => [line, reason]),
    [[4, 'ends before it begins']],
  )
  const found = await world.rows<{ postcode: string; during: string; address_key: string | null }>(
    'select postcode, during::text, address_key from address where nominal_id = $1 order by source_ref',
    await nominalOf(reference(100)),
  )
  assert.deepEqual(
    found.map(({ postcode, during }) => [postcode, during]),
    [
      ['TF3 4NA', '[2021-12-08,)'],
      ['nonsense', '[2020-02-01,2020-02-02)'],
      ['TF3 4NA', '(,)'],
    ],
  )
  assert.deepEqual(
    found.map(({ address_key }) => address_key !== null),
    [true, false, true],
  )
  const forces = await world.rows<{ code: string }>(
    'select a.code from residence r join agency a on a.id = r.force_id where r.nominal_id = $1',
    await nominalOf(reference(100)),
  )
  assert.deepEqual(forces, [{ code: '22' }], 'the force where somebody lives is told once')
})

test('an alias’s own date of birth is kept as an alias’s', async () => {
  await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(101) }),
      'a.csv': aliases({ VISOR_REF: reference(101), DOB: '28/03/1980' }),
    }),
  )
  const births = await world.rows<{ kind: string; born_on: string }>(
    'select kind, born_on::text from birth where nominal_id = $1 order by kind',
    await nominalOf(reference(101)),
  )
  assert.deepEqual(births, [
    { kind: 'alias', born_on: '1980-03-28' },
    { kind: 'main', born_on: '1982-07-03' },
  ])
})

test('an entry whose text is marked SECRET is not loaded, and its row says what to do', async () => {
  const { files } = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(103) }),
      'y.csv': activity(
        { VISOR_REF: reference(103), TEXT: 'SECRET\nSeen in Leeds.' },
        { VISOR_REF: reference(103), TEXT: 'Keeps it secret from his sister.' },
      ),
    }),
  )
  assert.deepEqual(figures(files)['y.csv'], [2, 1, 0, 1])
  assert.deepEqual(
    (await factsOf<{ words: string }>('entry', reference(103))).map(({ words }) => words),
    ['Keeps it secret from his sister.'],
  )
  const [refusal] = await world.rows<{ reasons: unknown }>(
    `select to_jsonb(r) as reasons from extract_refusal r join extract_row w on w.id = r.row_id order by w.id desc limit 1`,
  )
  assert.match(JSON.stringify(refusal), /tell your security adviser/)
})

test('an entry’s time is London’s, and its text is as it came, quotes and new lines included', async () => {
  const words = 'He said "not today", then closed the door.\nSecond call at 18:40; no reply.'
  await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(102) }),
      'y.csv': activity(
        { VISOR_REF: reference(102), WHEN: '06/07/2026 18:04', TEXT: words },
        { VISOR_REF: reference(102), WHEN: '06/01/2026 18:04' },
      ),
    }),
  )
  const entries = await world.rows<{ at: string; words: string; source_ref: string; kind_words: string; type: string }>(
    `select to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, words, source_ref, kind_words, type from entry where nominal_id = $1 order by source_ref`,
    await nominalOf(reference(102)),
  )
  assert.deepEqual(entries[0], {
    at: '2026-07-06 17:04',
    words,
    source_ref: 'y.csv:2',
    kind_words: 'Visit',
    type: 'reported',
  })
  assert.deepEqual(
    [entries[1]!.at, entries[1]!.source_ref],
    ['2026-01-06 18:04', 'y.csv:4'],
    'the new line inside the text is a line of the file',
  )
})

test('a registration brings what its list says follows: a marker, a statement, a basis', async () => {
  await world.load(await folderWith({ 'p.csv': cases({ CRN: 'Z000103', REGISTRATIONS: 'RCPR|RHRH|SOPS|QQQQ' }) }))
  const words = async (table: string) =>
    (await factsOf<{ words: string }>(table, 'Z000103')).map(row => row.words).toSorted()
  assert.deepEqual(await words('registration'), [
    'Child protection',
    'High risk of serious harm',
    'QQQQ',
    'Sexual harm prevention order or sexual risk order',
  ])
  assert.deepEqual(await words('marker'), ['A child is subject to a protection plan'])
  assert.deepEqual(await words('statement'), ['High'])
  assert.deepEqual(await words('basis'), ['Notification requirements for sexual offenders'])
})

// Again, and later
test('a later extract of the same people adds what is new, and says nothing twice', async () => {
  const first = {
    'r.csv': nominals({ VISOR_REF: reference(110), PNCID: '81/34U' }),
    'm.csv': markers({ VISOR_REF: reference(110) }),
  }
  await world.load(await folderWith(first))
  const before = await world.counts()
  const { files } = await world.load(
    await folderWith({
      'r.csv': nominals({ VISOR_REF: reference(110), PNCID: '81/34U', STATUS: 'ARCHIVED' }),
      'm.csv': markers({ VISOR_REF: reference(110) }, { VISOR_REF: reference(110), SIGNAL: 'VI' }),
    }),
  )
  assert.deepEqual(figures(files), { 'm.csv': [2, 1, 1, 0], 'r.csv': [1, 0, 1, 0] })
  const after = await world.counts()
  const added = Object.fromEntries(
    Object.entries(after).flatMap(([table, count]) =>
      count === before[table] || /^(extract|audit)/.test(table) ? [] : [[table, count - before[table]!]],
    ),
  )
  assert.deepEqual(added, { marker: 1, statement: 1 })
  const [headline] = await world.rows<{ status: string; markers: string[] }>(
    'select status, markers from nominal_headline where nominal_id = $1',
    await nominalOf(reference(110)),
  )
  assert.deepEqual(headline, {
    status: 'archived',
    markers: ['Violent (unverified, from the register)', 'Weapons (unverified, from the register)'],
  })
})

test('a new record is seen by nobody until its extract is in as a whole', async () => {
  const folder = await folderWith({
    'r.csv': nominals({ VISOR_REF: reference(120) }),
    'm.csv': markers({ VISOR_REF: reference(120) }),
  })
  const stop = new AbortController()
  const stopped = await world.load(folder, {
    stopping: stop.signal,
    tell: progress => 'doing' in progress && progress.doing === 'r.csv' && stop.abort(),
  })
  assert.equal(stopped.finished, false)
  const unseen = await world.rows<{ steady_until: string | null }>(
    'select steady_until from nominal where id = $1',
    await nominalOf(reference(120)),
  )
  assert.deepEqual(unseen, [{ steady_until: null }])
  const gone = await world.load(folder)
  assert.equal(gone.finished, true)
  assert.deepEqual(figures(gone.files), { 'm.csv': [1, 1, 0, 0], 'r.csv': [1, 1, 0, 0] })
  assert.equal((await factsOf('marker', reference(120))).length, 1)
  assert.equal((await factsOf('ownership', reference(120))).length, 1)
})

test('two imports of one folder at once load it once', async () => {
  const folder = await folderWith({
    'r.csv': nominals(...Array.from({ length: 300 }, (_, at) => ({ VISOR_REF: reference(1000 + at) }))),
  })
  const said: string[] = []
  const [one, two] = await Promise.all([
    world.load(folder),
    world.load(folder, { tell: progress => 'sentence' in progress && said.push(progress.sentence) }),
  ])
  assert.deepEqual(figures(one.files), figures(two.files))
  assert.deepEqual(figures(one.files), { 'r.csv': [300, 300, 0, 0] })
  const [found] = await world.rows<{ count: string }>(
    `select count(*) from extract_reference where key between $1 and $2`,
    reference(1000),
    reference(1299),
  )
  assert.equal(found!.count, '300')
})
