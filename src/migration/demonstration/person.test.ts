import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { demonstrationOfficers } from '#access'
import { readIdentifier } from '#nominals'
import { caseDealer, partsFor, type Case } from './case.ts'
import { chanceOf } from './chance.ts'
import { entryTexts } from './chronology.ts'
import { stories } from './told.ts'
import { managerNames } from './manager.ts'
import { nameDeck, nameLists } from './name-list.ts'
import { inventPeople, type Person } from './person.ts'
import { probationRows } from './probation-row.ts'
import { registerRows } from './register-row.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const invented = (people: number, seed = 22): readonly Person[] => [
  ...inventPeople({ seed, people, asOf, officers: demonstrationOfficers }),
]
const thousand = invented(1000)
const many = invented(6000, 7)

/**
 * Pearson's statistic for a table of two traits, and its degrees of freedom. Where the traits have nothing to do with each
 * other it lies near the degrees; more than three standard deviations above (each the root of twice the degrees) is a bearing.
 */
const bearing = <Of>(of: readonly Of[], one: (item: Of) => string, other: (item: Of) => string) => {
  const count = (key: (item: Of) => string) =>
    new Map(
      Map.groupBy(of, key)
        .entries()
        .map(([name, list]) => [name, list.length]),
    )
  const [ones, others, both] = [count(one), count(other), count(item => `${one(item)}/${other(item)}`)]
  let statistic = 0
  for (const [a, inA] of ones)
    for (const [b, inB] of others) {
      const expected = (inA * inB) / of.length
      statistic += ((both.get(`${a}/${b}`) ?? 0) - expected) ** 2 / expected
    }
  const degrees = (ones.size - 1) * (others.size - 1)
  return { statistic, most: degrees + 3 * Math.sqrt(2 * degrees) }
}
const hasNoBearing = <Of>(what: string, of: readonly Of[], one: (item: Of) => string, other: (item: Of) => string) => {
  const { statistic, most } = bearing(of, one, other)
  assert.equal(statistic < most, true, `${what}: ${statistic.toFixed(1)}, at most ${most.toFixed(1)}`)
}
const groupOf = ({ name }: Person): string => name.group

test('as many people are invented as are asked for, each known to an agency', () => {
  assert.equal(thousand.length, 1000)
  assert.deepEqual(
    thousand.filter(({ case: of }) => of.registerForce === null && of.provider === null && of.prison === null),
    [],
  )
  assert.equal(new Set(thousand.flatMap(({ pnc, noms, crn }) => [pnc, noms, crn])).size, 3000)
})

test('the group that a name comes from has no bearing on type, lead, status, custody or residence', () => {
  hasNoBearing('type', many, groupOf, person => person.case.type)
  hasNoBearing('lead', many, groupOf, person => person.case.part)
  hasNoBearing('archived', many, groupOf, person => String(person.case.archived))
  hasNoBearing('custody', many, groupOf, person => person.case.prison?.replace(/^(?!OUT).*/, 'in') ?? 'never')
  hasNoBearing('basis', many, groupOf, person => String(person.case.basisMissing))
  hasNoBearing(
    'manager',
    many.filter(({ case: of }) => of.part === 'region'),
    groupOf,
    person => person.case.manager,
  )
})

test('nor on the assessed risk of harm, other registrations, or markers', () => {
  const chance = chanceOf(1, 'rows')
  const writing = { chance, asOf, managers: () => 'DC R. Ashdown' }
  const registrations = many.flatMap(person =>
    probationRows(person, chance)[0]!
      .at(-1)!
      .split('|')
      .map(code => ({ person, code })),
  )
  hasNoBearing(
    'registrations',
    registrations,
    ({ person }) => groupOf(person),
    ({ code }) => code,
  )
  const markers = many.flatMap(person =>
    registerRows(person, writing)
      .filter(({ file }) => file === 'visor_markers.csv')
      .map(({ values }) => ({ person, code: values[1]! })),
  )
  hasNoBearing(
    'markers',
    markers,
    ({ person }) => groupOf(person),
    ({ code }) => code,
  )
})

test('the test of bearing finds one where there is one', () => {
  const { statistic, most } = bearing(many, groupOf, ({ name, nth }) =>
    name.group === 'PL' && nth % 3 === 0 ? 'TACT' : 'RSO',
  )
  assert.equal(statistic > most, true)
})

test('even the counter-terrorism nominals of the demonstration have the mix of names that all have', () => {
  const terrorism = thousand.filter(({ case: of }) => of.type === 'TACT' || of.type === 'NSA')
  const share = (group: string, of: readonly { readonly name: { readonly group: string } }[]) =>
    of.filter(({ name }) => name.group === group).length / of.length
  for (const group of Object.keys(nameLists)) {
    const meant = nameDeck.filter(card => card === group).length / nameDeck.length
    assert.equal(Math.abs(share(group, terrorism) - meant) < 0.1, true, `${group}: ${share(group, terrorism)}`)
    assert.equal(Math.abs(share(group, thousand) - meant) < 0.03, true, `${group}: ${share(group, thousand)}`)
  }
})

test('cases are invented without a name being known', () => {
  const chance = chanceOf(22, 'cases')
  const nextCase = caseDealer(managerNames(demonstrationOfficers, 22), chance)
  const cases = partsFor(1000, chance).map(part => nextCase(part))
  // Women are held in other prisons; nothing else of a case hangs on the person.
  const place = (of: Case) => (of.prison === null || of.prison === 'OUT' ? of.prison : 'in')
  assert.deepEqual(
    thousand.map(({ case: of }) => ({ ...of, prison: place(of) })),
    cases.map(of => ({ ...of, prison: place(of) })),
  )
})

test('the numbers that people truly bear are valid', () => {
  for (const { pnc, cro, noms, crn } of thousand) {
    assert.equal(readIdentifier('pnc', pnc, asOf).canonical, pnc)
    assert.equal(readIdentifier('cro', cro, asOf).canonical, cro)
    assert.equal(readIdentifier('noms', noms, asOf).valid && readIdentifier('crn', crn, asOf).valid, true)
  }
})

test('twins share a birthday, and relatives a family name and a home', () => {
  const kin = thousand.filter(person => person.kin !== null)
  assert.equal(kin.length > 30, true)
  for (const { name, born, stays, kin: relation } of kin) {
    const { tie, to } = relation!
    assert.equal(name.group, to.name.group)
    assert.equal(name.family.slice(0, 4), to.name.family.slice(0, 4))
    assert.deepEqual(stays.at(-1)!.address, to.stays.at(-1)!.address)
    if (tie === 'twin') assert.equal(born.equals(to.born), true)
  }
})

test('everybody is grown up, and their postcode lies in the area of the force where they live', async () => {
  const { rows } = JSON.parse(
    await readFile(new URL('../../../reference/postcode-areas.json', import.meta.url), 'utf8'),
  ) as {
    rows: { area: string; force: string }[]
  }
  const forceOf = new Map(rows.map(({ area, force }) => [area, force]))
  for (const { born, case: of, stays, kin } of thousand) {
    assert.equal(born.until(asOf, { largestUnit: 'years' }).years >= 18, true)
    const [area = ''] = /^[A-Z]+/.exec(stays.at(-1)!.address.postcode) ?? []
    if (kin === null && area !== 'ZZ') assert.equal(forceOf.get(area), of.livesIn, area)
  }
  assert.equal(thousand.filter(({ case: of }) => of.livesIn === '22' && of.registerForce === 'CTWM').length >= 5, true)
})

test('no text of a chronology holds a name from the lists, or a word for faith, origin or looks', () => {
  const names = new Set(Object.values(nameLists).flatMap(list => [...list.male, ...list.female, ...list.family]))
  const faithOriginLooks =
    /muslim|islam|mosque|imam|prayer|pray|church|chapel|christian|sikh|gurdwara|hindu|temple|jew|synagogue|catholic|protestant|faith|religio|belief|convert|migrant|foreign|asylum|national|ethnic|race|racial|native|tongue|accent|interpreter|black|white|brown|asian|african|arab|polish|romanian|turkish|somali|pakistan|india|irish|beard|veil|scarf|skin/i
  const told = stories.flat().flatMap(({ words, corrected }) => [words, corrected?.words ?? '', corrected?.why ?? ''])
  for (const text of [...Object.values(entryTexts).flat(), ...told]) {
    assert.doesNotMatch(text, faithOriginLooks)
    assert.deepEqual(text.match(/\p{Lu}\p{L}+/gu)?.filter(word => names.has(word)) ?? [], [], text)
    assert.doesNotMatch(text, /\{(?!phone\}|landline\}|time\}|month\})/)
  }
})
