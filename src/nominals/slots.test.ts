import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullNameKeys, fullNameKeysOf } from './full-name.ts'
import { slotsOf } from './slots.ts'

for (const [name, slots] of [
  ['John Smith', [['JOHN'], ['SMITH']]],
  ['John O Neil', [['JOHN'], ['ONEIL', 'O', 'NEIL']]],
  ['Sackville-West, Vita', [['SACKVILLEWEST', 'SACKVILLE', 'WEST'], ['VITA']]],
  ['Abdi Abdi', [['ABDI'], ['ABDI']]],
  ['Abdi Hassan ABDI', [['ABDI'], ['HASSAN'], ['ABDI']]],
  ['', []],
] as const)
  test(`"${name}" has the slots ${JSON.stringify(slots)}`, () => assert.deepEqual(slotsOf(name), slots))

const stored = [slotsOf('Walter Billy'), slotsOf('O’Neil-Smith')] as const

for (const [typed, isWhole] of [
  ['Walter Billy O Neil Smith', true],
  ["o'neil-smith walter", true],
  ['Oneilsmith Walter', true],
  ['Oneil Smith, Mr Walter', true],
  ['Walter Oneil', false],
  ['Walter Billy', false],
  ['Billy Oneil-Smith', false],
  ['Walter William Oneil-Smith', false],
  ['Oneil-Smith', false],
  ['Wolter Oneil-Smith', false],
  ['Walter', false],
  ['', false],
] as const)
  test(`"${typed}" is ${isWhole ? '' : 'not '}the whole name of Walter Billy O’Neil-Smith`, () => {
    const keys = new Set(fullNameKeys(...stored))
    assert.equal(
      fullNameKeysOf(slotsOf(typed)).some(key => keys.has(key)),
      isWhole,
    )
  })

test('a name of one word is never a whole name', () => {
  assert.deepEqual(fullNameKeys([], slotsOf('GHOST')), [])
  assert.deepEqual(fullNameKeysOf(slotsOf('Ghost')), [])
})
