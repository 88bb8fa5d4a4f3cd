import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { checkLetterFor } from './check-letter.ts'
import { readIdentifier, writtenForms, type IdentifierKind } from './identifier.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const canonical = (kind: IdentifierKind, text: string) => readIdentifier(kind, text, asOf).canonical

for (const number of [
  '1981/0000034U',
  '2002/0073319Z',
  '2000/0000223R',
  '1979/0163001B',
  '2003/0000003Y',
  '1967/9893091D',
])
  test(`the PNC number ${number} is valid and canonical`, () => assert.equal(canonical('pnc', number), number))

for (const [written, number] of [
  ['81/34U', '1981/0000034U'],
  ['02/73319Z', '2002/0073319Z'],
  ['00/223R', '2000/0000223R'],
  ['79/163001B', '1979/0163001B'],
  ['0273319Z', '2002/0073319Z'],
  ['033Y', '2003/0000003Y'],
  ['67/9893091D', '1967/9893091D'],
  ['20020073319Z', '2002/0073319Z'],
  ['2002/73319Z', '2002/0073319Z'],
  [' 02 / 73319 z ', '2002/0073319Z'],
  ['2002 0073319Z', '2002/0073319Z'],
  ['2002-73319z', '2002/0073319Z'],
] as const)
  test(`"${written}" is the PNC number ${number}`, () => assert.equal(canonical('pnc', written), number))

for (const [written, why] of [
  ['20030011985Z', /check letter Z/],
  ['20120052494O', /check letter O/],
  ['20230583843N', /check letter N/],
  ['2001/0171310S', /check letter S/],
  ['TOTALLYINVALID', /a year, up to seven digits and a letter/],
  ['1X23/1234567A', /a year, up to seven digits/],
  ['1923[1234567A', /a year, up to seven digits/],
  ['1923/1234567AA', /a year, up to seven digits/],
  ['', /a year, up to seven digits/],
  ['2031/0000034W', /2031 is not a year of a PNC number/],
  ['1781/0000034U', /1781 is not a year/],
  ['2000/0000000Z', /other than nought/],
  ['9'.repeat(60), /longer than any PNC number/],
] as const)
  test(`"${written}" is no PNC number, keeps its text and says why`, () => {
    const identifier = readIdentifier('pnc', written, asOf)
    assert.deepEqual([identifier.valid, identifier.canonical, identifier.asGiven], [false, null, written])
    assert.match(identifier.why!, why)
  })

test('the two digits of this year are of this century, those of next year of the last', () => {
  assert.equal(canonical('pnc', `26/34${checkLetterFor('26', '0000034')}`)?.slice(0, 4), '2026')
  assert.equal(canonical('pnc', `27/34${checkLetterFor('27', '0000034')}`)?.slice(0, 4), '1927')
})

test('a PNC number with a wrong letter has one key in its long and its short form', () => {
  assert.equal(readIdentifier('pnc', '2001/0171310S', asOf).key, readIdentifier('pnc', '01/171310s', asOf).key)
})

for (const [written, number] of [
  ['065656/91H', '065656/91H'],
  ['65656/91h', '065656/91H'],
  ['6565691H', '065656/91H'],
  ['SF05/482703J', 'SF05/482703J'],
  ['sf83 / 50058z', 'SF83/50058Z'],
  ['SF83/050058Z', 'SF83/50058Z'],
] as const)
  test(`"${written}" is the CRO number ${number}`, () => assert.equal(canonical('cro', written), number))

for (const [written, why] of [
  ['85227/65G', /check letter G/],
  ['000000/00Z', /systems write for none/],
  ['0/00Z', /systems write for none/],
  ['SF05/482703K', /check letter K/],
  ['unknown', /up to six digits, a year and a letter/],
] as const)
  test(`"${written}" is no CRO number and says why`, () => assert.match(readIdentifier('cro', written, asOf).why!, why))

const byForm: readonly (readonly [IdentifierKind, readonly (readonly [string, string])[], readonly string[]])[] = [
  [
    'noms',
    [
      ['a1234bc', 'A1234BC'],
      ['A 1234 BC', 'A1234BC'],
    ],
    ['A123BC', 'AB1234C', 'A1234B1'],
  ],
  [
    'crn',
    [
      ['x320741', 'X320741'],
      ['X 320741', 'X320741'],
    ],
    ['X32074', '3X20741', 'X3207411'],
  ],
  [
    'nino',
    [
      ['pe360566a', 'PE360566A'],
      ['PE 36 05 66 A', 'PE360566A'],
      ['PE360566', 'PE360566'],
    ],
    ['QQ123456C', 'DA123456C', 'AO123456C', 'GB123456A', 'PE360566E', 'PE36056A'],
  ],
  [
    'register-reference',
    [
      ['V14/8404520', 'V14/8404520'],
      ['v148404520', 'V14/8404520'],
      ['V14 / 404520', 'V14/0404520'],
    ],
    ['W14/8404520', 'V14', 'V1/8404520', 'V1484045'],
  ],
  [
    'driving-licence',
    [
      ['MORGA657054SM9IJ', 'MORGA657054SM9IJ'],
      ['morga 657054 sm9ij 35', 'MORGA657054SM9IJ'],
    ],
    ['MORGA627054SM9IJ', 'MORGA657324SM9IJ', 'MORGA657004SM9IJ', 'MORGA657054SM9I'],
  ],
  [
    'passport',
    [
      ['123456789', '123456789'],
      ['c123456', 'C123456'],
      ['123456C', '123456C'],
    ],
    ['12345678', 'CC12345'],
  ],
  [
    'asn',
    [
      ['24/44AB/01/123456X', '2444AB0100000123456X'],
      ['2444AB0100000123456X', '2444AB0100000123456X'],
    ],
    ['24/44AB/01/123456S', '24/44AB/01/X', 'nothing'],
  ],
]
for (const [kind, good, bad] of byForm) {
  for (const [written, number] of good)
    test(`"${written}" is the ${kind} ${number}`, () => assert.equal(canonical(kind, written), number))
  for (const written of bad)
    test(`"${written}" is no ${kind}, and keeps its text`, () => {
      const { valid, asGiven, why } = readIdentifier(kind, written, asOf)
      assert.deepEqual([valid, asGiven, typeof why], [false, written, 'string'])
    })
}

const pnc = fc
  .record({ year: fc.integer({ min: 1900, max: 2026 }), serial: fc.integer({ min: 1, max: 9_999_999 }) })
  .map(({ year, serial }) => {
    const digits = String(serial).padStart(7, '0')
    return `${year}/${digits}${checkLetterFor(String(year).slice(2), digits)}`
  })
const cro = fc
  .record({ year: fc.integer({ min: 0, max: 99 }), serial: fc.integer({ min: 1, max: 999_999 }) })
  .map(({ year, serial }) => {
    const [yy, digits] = [String(year).padStart(2, '0'), String(serial).padStart(6, '0')]
    return `${digits}/${yy}${checkLetterFor(yy, digits)}`
  })

test('every written form of a number reads back to it', () => {
  const numbers = fc.oneof(
    pnc.map(text => ['pnc', text] as const),
    cro.map(text => ['cro', text] as const),
    fc.constantFrom(
      ['cro', 'SF83/50058Z'] as const,
      ['nino', 'PE360566A'] as const,
      ['nino', 'PE360566'] as const,
      ['register-reference', 'V14/0404520'] as const,
      ['noms', 'A1234BC'] as const,
    ),
  )
  fc.assert(
    fc.property(numbers, ([kind, number]) => {
      for (const form of writtenForms(readIdentifier(kind, number, asOf), asOf))
        for (const typed of [form, form.toLowerCase(), ` ${form} `]) assert.equal(canonical(kind, typed), number)
    }),
  )
})

test('a PNC number with one wrong digit never passes', () => {
  fc.assert(
    fc.property(pnc, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const place = at === 4 ? 5 : at
      const slip = String((Number(number[place]) + by) % 10)
      const wrong = number.slice(0, place) + slip + number.slice(place + 1)
      // A slip in the year may name a year to come; that is refused for its own reason.
      assert.equal(readIdentifier('pnc', wrong, asOf).valid, false)
    }),
  )
})

test('any text at all is read without an error, and an invalid number keeps it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.constantFrom(...byForm.map(([kind]) => kind)), (text, kind) => {
      const identifier = readIdentifier(kind, text, asOf)
      assert.equal(identifier.asGiven, text)
      assert.equal(identifier.valid, identifier.why === null)
    }),
  )
})
