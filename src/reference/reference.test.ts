import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forceOfPostcode, leadUnitOf, readReference } from './reference.ts'
import type { CodeListName } from './reference.ts'

const reference = readReference()
const { agencies, areas, lists, profiles, regions, units } = reference

test('there are 48 forces, each with a region, and each with a public protection unit that has a duty desk', () => {
  assert.equal(lists['police-forces'].rows.length, 48)
  for (const { code, region, unit } of lists['police-forces'].rows) {
    assert.ok(regions.some(each => each.code === region))
    assert.equal(unit, `${code}-PPU`)
    assert.ok(units.find(each => each.code === unit)?.dutyDesk)
  }
})

test('there are 42 MAPPA areas and CT MAPPA, and the 43 forces of England and Wales are each in one', () => {
  assert.equal(areas.length, 43)
  assert.equal(areas.find(({ code }) => code === 'counter-terrorism')?.forces.length, 0)
  assert.equal(agencies.filter(({ source, area }) => source === 'police-forces' && area !== null).length, 43)
})

test('there are 173 prisons and a desk for those who are in none', () => {
  assert.equal(lists.prisons.rows.length, 174)
  assert.deepEqual(
    lists.prisons.rows.filter(({ inCustody }) => !inCustody).map(({ code }) => code),
    ['OUT'],
  )
})

test('every role has a line on what it may do, and those who open nominals need vetting and training', () => {
  assert.equal(lists.roles.rows.length, 16)
  assert.deepEqual(
    lists.roles.rows.filter(({ operational }) => operational).map(({ code }) => code),
    ['officer', 'supervisor', 'region-lead', 'duty-officer', 'local-contact', 'mappa-coordinator'],
  )
})

const codesOfExtracts: Partial<Record<CodeListName, string>> = {
  'police-forces':
    '01 03 04 05 06 07 10 11 12 13 14 16 17 20 21 22 23 30 31 32 33 34 35 36 37 40 41 42 43 44 45 46 47 48 50 52 53 54 55 60 61 62 63',
  'probation-regions': 'N03 N07 N43 N51 N52 N53 N54 N55 N56 N57 N58',
  prisons:
    'ACI AGI ASI AYI BAI BCI BFI BLI BMI BNI BRI BSI BWI BXI BZI CDI CFI CKI CLI CWI DAI DGI DHI DMI DNI DTI DWI EEI EHI ESI EWI EXI EYI FBI FDI FHI FKI FMI FNI FSI FWI FYI GHI GMI GNI GTI HBI HCI HDI HEI HHI HII HLI HMI HOI HPI HVI ISI IWI KMI KVI LCI LEI LFI LGI LHI LII LLI LNI LPI LTI LWI LYI MDI MHI MRI MSI MTI NHI NLI NMI NSI NWI ONI OUT OWI PBI PDI PFI PNI PRI PVI PYI RCI RHI RNI RSI SDI SFI SHI SKI SLI SNI SPI STC3 STI SUI SWI TCI TSI UKI UPI VEI WCI WDI WEI WHI WII WLI WMI WNI WRI WSI WTI WWI WYI',
  'nominal-types': 'RSO VIOLENT TACT PDP OTHER NSA',
  'nominal-statuses': 'ACTIVE ARCHIVED',
  'pnc-warning-signals': 'DR MN AG SU VI ES FI WE',
  'probation-registrations': 'RHRH SOPS RMRH MAPP RTAO RSTO RVHR WEAP RCPR AVIS',
  'prison-alerts': 'PL1 PL2 PL3 PC1 PC2 XEL XTACT PVN HA',
  'order-kinds': 'SHPO SRO CBO CTA2008-P4',
  'name-kinds': 'ALIAS MAIDEN NICKNAME',
  'address-kinds': 'HOME TEMP AP',
  'entry-kinds': 'MEETING REVIEW CONTACT INTEL VISIT',
  sexes: 'M F Male Female',
}
for (const [name, codes] of Object.entries(codesOfExtracts) as [CodeListName, string][])
  test(`every code that extracts write is in the list ${name}`, () =>
    assert.deepEqual(
      codes.split(' ').filter(code => !lists[name].find(code)),
      [],
    ))

test('99 is no force', () => assert.equal(lists['police-forces'].find('99'), undefined))

test('what asks for the access of a counter-terrorism case is marked so', () => {
  const marked = (rows: readonly { code: string; counterTerrorism: boolean }[]) =>
    rows.filter(({ counterTerrorism }) => counterTerrorism).map(({ code }) => code)
  assert.deepEqual(marked(lists['nominal-types'].rows), ['TACT', 'NSA'])
  assert.deepEqual(marked(lists['probation-registrations'].rows), ['RTAO'])
  assert.deepEqual(marked(lists['prison-alerts'].rows), ['P100', 'P101', 'P102', 'P103', 'XTACT'])
  assert.deepEqual(marked(lists['order-kinds'].rows), ['CTA2008-P4', 'CTA2008-S5', 'TPIM'])
  assert.deepEqual(marked(units.filter(({ kind }) => kind !== 'nominal-management')), ['N43'])
})

test('no marker words give away that a case is one of counter-terrorism', () => {
  for (const { code, counterTerrorism, marker } of [
    ...lists['probation-registrations'].rows,
    ...lists['prison-alerts'].rows,
  ])
    assert.ok(!counterTerrorism || marker === null, code)
})

test('at access contact every duty desk goes by the same name', () =>
  assert.deepEqual(
    [...new Set(units.flatMap(({ dutyDesk }) => dutyDesk?.contactName ?? []))],
    ['Public protection duty desk'],
  ))

for (const [said, unit] of [
  [{ force: '22', probationRegion: 'N52', prison: 'HEI' }, '22-PPU'],
  [{ force: 'CTWM' }, 'CTWM-NM'],
  [{ force: '', probationRegion: 'N43', prison: 'OUT' }, 'N43'],
  [{ prison: 'OUT' }, 'OUT'],
  [{ force: '' }, 'REGISTER-HOLD'],
  [{ force: '99', prison: 'HEI' }, undefined],
] as const)
  test(`a person whose rows say ${JSON.stringify(said)} is led by ${unit ?? 'nobody, so the row is refused'}`, () =>
    assert.equal(leadUnitOf(reference, said)?.code, unit))

for (const [postcode, force] of [
  ['WR1 1AA', '22'],
  ['b97 6qs', '22'],
  ['B385TG', '20'],
  ['DY10 1AA', '22'],
  ['DY1 1AA', '20'],
  ['SY23 3AA', '63'],
  ['EC1A 1BB', '01'],
  ['EC2A 1BB', '48'],
  ['GY1 1AA', null],
  ['ZZ99 3VZ', null],
  ['not a postcode', null],
] as const)
  test(`${postcode} is policed by ${force ?? 'none of the forces'}`, () =>
    assert.equal(forceOfPostcode(reference, postcode), force))

test('the three profiles know eight files', () =>
  assert.deepEqual(
    profiles.map(({ profile, separator, encoding, files }) => [
      profile,
      separator,
      encoding,
      files.map(({ kind }) => kind),
    ]),
    [
      ['register', ',', 'windows-1252', ['nominals', 'aliases', 'addresses', 'markers', 'orders', 'activity']],
      ['probation', ',', 'utf-8', ['cases']],
      ['prison', '|', 'utf-8', ['offenders']],
    ],
  ))
