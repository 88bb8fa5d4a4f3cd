import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { lettersApart } from './letters-apart.ts'
import { keysOfWord, keysToSeek, similarity, soundAlike } from './name-keys.ts'
import { wordsOf } from './name.ts'
import { givenNamesOf } from './nicknames.ts'
import { longNamesOf } from './short-names.ts'

for (const [one, other, slips] of [
  ['SMITH', 'SMITH', 0],
  ['SMITH', 'SMYTH', 1],
  ['SMITH', 'SMTIH', 1],
  ['SMITH', 'SMIT', 1],
  ['SMITH', 'SSMITH', 1],
  ['CA', 'ABC', 3],
  ['BARRACLOUGH', 'BARACLOGH', 2],
  ['', 'ABC', 3],
  ['KITTEN', 'SITTING', 3],
  ['RATCLIFFE', 'JOHNSON', 4],
] as const)
  test(`between ${one || 'nothing'} and ${other} lie ${slips} slips, counting to three`, () =>
    assert.equal(lettersApart(one, other, 3), slips))

/** The whole table without limit or short cut. */
const reckoned = (one: string, other: string): number => {
  const table = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (_, at) => (row === 0 ? at : at === 0 ? row : 0)),
  )
  for (let row = 1; row <= one.length; row++)
    for (let at = 1; at <= other.length; at++) {
      const cost = one[row - 1] === other[at - 1] ? 0 : 1
      let least = Math.min(table[row - 1]![at]! + 1, table[row]![at - 1]! + 1, table[row - 1]![at - 1]! + cost)
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, table[row - 2]![at - 2]! + 1)
      table[row]![at] = least
    }
  return table[one.length]![other.length]!
}

test('counting with a limit agrees with counting without one', () => {
  const word = fc.string({ unit: fc.constantFrom('A', 'B', 'C'), maxLength: 8 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 5 }), (one, other, most) => {
      assert.equal(lettersApart(one, other, most), Math.min(reckoned(one, other), most + 1))
    }),
    { numRuns: 2000 },
  )
})

for (const [one, other] of [
  ['MOHAMED', 'MUHAMMAD'],
  ['YUSUF', 'YOUSSEF'],
  ['STEPHEN', 'STEVEN'],
  ['KATHERINE', 'CATHARINE'],
  ['SMITH', 'SMYTHE'],
  ['PHILIP', 'FILIP'],
  ['IBRAHIM', 'EBRAHIM'],
  ['THOMAS', 'TOMAS'],
  ['GEOFFREY', 'JEFFREY'],
  ['JAMAL', 'GAMAL'],
  ['KHALED', 'QALID'],
  ['AHMED', 'AXMET'],
  ['OSMAN', 'UTHMAN'],
  ['CEMAL', 'GAMAL'],
  ['RAMADAN', 'RAMZAN'],
  ['ABDELKADER', 'ABDIQADIR'],
  ['ABDURRAHMAN', 'ABDULRAHMAN'],
  ['YAQUB', 'YAKUP'],
  ['VAHID', 'OUAHID'],
  ['MIKHAILOV', 'MIHAILOV'],
  ['WLADIMIR', 'VLADIMIR'],
  ['CALLAGHAN', 'CALLAHAN'],
  ['ALKHALIDI', 'KHALIDI'],
  ['NUREDDIN', 'NOUREDDINE'],
  ['LEA', 'LIA'],
  ['МУХАММАД', 'MUHAMMAD'],
  ['محمد', 'MOHAMED'],
  ['ΔΗΜΗΤΡΗΣ', 'DIMITRIS'],
] as const)
  test(`${one} and ${other} sound alike`, () => assert.ok(soundAlike(one, other)))

for (const [one, other] of [
  ['IBRAHIM', 'BRAHMS'],
  ['HASSAN', 'SEAN'],
  ['ALI', 'LEE'],
  ['ROY', 'RAY'],
  ['JOHN', 'SMITH'],
] as const)
  test(`${one} and ${other} do not sound alike`, () => assert.ok(!soundAlike(one, other)))

test('the keys of a word: itself, the names it may be, its skeletons, itself without each letter', () =>
  assert.deepEqual(
    keysOfWord('BILLY')
      .filter(key => !/^[gef]/.test(key))
      .toSorted(),
    ['dBILLY', 'dBILL', 'dBILY', 'dBLLY', 'dILLY', 'nWILLIAM', 'sBL', 'wBILLY'].toSorted(),
  ))

test('a word of two letters has no deletions, but meets a third letter', () =>
  assert.deepEqual(
    keysOfWord('XU').filter(key => key.startsWith('d')),
    ['dXU'],
  ))

for (const [short, long] of [
  ['ANDY', 'ANDREW'],
  ['LIZ', 'ELIZABETH'],
  ['ROBBO', 'ROBERT'],
  ['TINA', 'CHRISTINA'],
  ['CAMMIE', 'CAMILLA'],
  ['TRIS', 'PATRICIA'],
  ['THEO', 'THEODORE'],
] as const)
  test(`${short} may be short for ${long}, whether a list says so or not`, () =>
    assert.ok([...Object.values(longNamesOf(short)).flat(), ...givenNamesOf(short)].includes(long)))

test('a short form of a name that has no forms in the list meets it', () =>
  assert.ok(similarity('CAL', 'CALEB') > 0.8 && similarity('CALEB', 'CAL') > 0.8))

test('a whole name is short for nothing, and two short forms of one name do not meet by their looks alone', () => {
  assert.deepEqual(longNamesOf('ELIZABETH'), { begun: [], within: [] })
  const sought = keysToSeek('ROBBO')
    .filter(({ as }) => as === 'g' || as === 'e')
    .map(({ key }) => key)
  assert.ok(sought.includes('nROBERT') && !sought.some(key => /^[ge]/.test(key)))
})

test('a name may stand for several', () => assert.deepEqual(givenNamesOf('SANDY'), ['ALEXANDER', 'ALEXANDRA']))

for (const [typed, stored, least, most] of [
  ['SMITH', 'SMITH', 1, 1],
  ['BILL', 'WILLIAM', 0.87, 0.87],
  ['WILLIAM', 'BILL', 0.87, 0.87],
  ['MOHAMED', 'MUHAMMED', 0.7, 0.88],
  ['YUSEF', 'YOUSEF', 0.875, 0.875],
  ['SMYTH', 'SMITH', 0.7, 0.8],
  ['WSLTER', 'WALTER', 0.7, 0.8],
  ['RATCLIFE', 'RATCLIFFE', 0.7, 0.8],
  ['HSASAN', 'HASSAN', 0.6, 0.8],
  ['DBROWSKI', 'DABROWSKI', 0.7, 0.8],
  ['RATCLIFFE', 'JOHNSON', 0, 0],
  ['ALI', 'ADI', 0.7, 0.8],
  ['LE', 'LEE', 0.7, 0.88],
  ['CAMMIE', 'CAMILLA', 0.81, 0.82],
  ['محمد', 'محمد', 1, 1],
] as const)
  test(`typed ${typed}, stored ${stored}: between ${least} and ${most}`, () => {
    const weight = similarity(typed, stored)
    assert.ok(weight >= least && weight <= most, String(weight))
  })

const slips: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => `${word.slice(0, at)}X${word.slice(at)}`,
  (word, at) => `${word.slice(0, at)}X${word.slice(at + 1)}`,
  (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + word[at]! + word.slice(at + 2),
]

test('a word of four to nineteen letters is met by a key after any one slip, and weighs more than nothing', () => {
  const word = fc.stringMatching(/^[A-Z]{4,19}$/)
  fc.assert(
    fc.property(word, fc.nat(18), fc.constantFrom(...slips), (word, place, slip) => {
      const typed = slip(word, place % word.length)
      const keys = new Set(keysOfWord(word))
      assert.ok(
        keysToSeek(typed).some(({ key }) => keys.has(key)),
        typed,
      )
      assert.ok(similarity(typed, word) > 0.6)
    }),
  )
})

test('two words weigh more than nothing exactly when they share a key, and the same either way round', () => {
  const word = fc.string({ unit: fc.constantFrom('A', 'B', 'H', 'S'), minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      const keys = new Set(keysOfWord(one))
      const met = keysToSeek(other).some(({ key }) => keys.has(key))
      assert.equal(similarity(one, other) > 0, met)
      assert.equal(similarity(one, other), similarity(other, one))
    }),
    { numRuns: 1000 },
  )
})

test('a word in any script at least meets itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), text => {
      for (const word of wordsOf(text)) {
        assert.ok(keysOfWord(word).includes(`w${word}`))
        assert.equal(similarity(word, word), 1)
        assert.ok(keysOfWord(word).every(key => key.length <= 81))
      }
    }),
  )
})
