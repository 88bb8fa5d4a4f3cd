import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { addressKey } from './address-key.ts'
import { outwardDistrictOf, postcodeAreaOf, readPostcode } from './postcode.ts'

for (const [written, postcode] of [
  ['B385TG', 'B38 5TG'],
  ['b38 5tg', 'B38 5TG'],
  [' YO36  9YP ', 'YO36 9YP'],
  ['EC1A1BB', 'EC1A 1BB'],
  ['W1A 0AX', 'W1A 0AX'],
  ['M1 1AE', 'M1 1AE'],
  ['ZZ99 3VZ', 'ZZ99 3VZ'],
  ['GIR0AA', 'GIR 0AA'],
  ['B38', null],
  ['B38 5T', null],
  ['not known', null],
  ['', null],
  ['1B3 5TG', null],
] as const)
  test(`"${written}" is ${postcode ?? 'no postcode'}`, () => assert.equal(readPostcode(written), postcode))

for (const [postcode, district, area] of [
  ['B38 5TG', 'B38', 'B'],
  ['EC1A 1BB', 'EC1A', 'EC'],
  ['ZZ99 3VZ', 'ZZ99', 'ZZ'],
] as const)
  test(`${postcode} is of district ${district}, area ${area}`, () =>
    assert.deepEqual([outwardDistrictOf(postcode), postcodeAreaOf(postcode)], [district, area]))

test('a postcode as it is kept reads back as itself, and any text gives one or none', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/), text => {
      const postcode = readPostcode(text)!
      assert.equal(readPostcode(postcode), postcode)
      assert.equal(readPostcode(postcode.toLowerCase().replace(' ', '')), postcode)
    }),
  )
  fc.assert(fc.property(fc.string(), text => readPostcode(text)?.includes(' ') ?? true))
})

const queenRoad = 'PE7 3BS|4|117 QUEEN ROAD'
for (const [flat, line, postcode] of [
  ['Flat 4', '117 Queen Road', 'PE7 3BS'],
  ['', 'Flat 4, 117 Queen Road', 'PE73BS'],
  ['', '117 Queen Rd, Flat 4', 'pe7 3bs'],
  ['4', '117, QUEEN ROAD.', 'PE7 3BS'],
  ['APT 4', '117 queen  road', 'PE7  3BS'],
] as const)
  test(`"${flat}" "${line}" "${postcode}" is flat 4 of 117 Queen Road`, () =>
    assert.equal(addressKey({ flat, line, postcode }), queenRoad))

for (const [flat, line, postcode] of [
  ['', '117 Queen Road', 'PE7 3BS'],
  ['Flat 5', '117 Queen Road', 'PE7 3BS'],
  ['Flat 4', '17 Queen Road', 'PE7 3BS'],
  ['Flat 4', '117 Queen Street', 'PE7 3BS'],
  ['Flat 4', '117 Queen Road', 'PE7 3BT'],
] as const)
  test(`"${flat}" "${line}" "${postcode}" is another address`, () => {
    const key = addressKey({ flat, line, postcode })
    assert.ok(key !== null && key !== queenRoad)
  })

for (const [line, postcode] of [
  ['117 Queen Road', ''],
  ['', 'PE7 3BS'],
  ['Flat 4', 'PE7 3BS'],
  ['117 Queen Road', 'not known'],
] as const)
  test(`"${line}" "${postcode}" is no exact address`, () =>
    assert.equal(addressKey({ flat: '', line, postcode }), null))

test('a saint keeps his name, and a street its own', () =>
  assert.equal(
    addressKey({ flat: '', line: "12 Saint John's St", postcode: 'PE7 3BS' }),
    'PE7 3BS||12 ST JOHNS STREET',
  ))

test('any address gives a key or none, the same in capitals', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (flat, line) => {
      const key = addressKey({ flat, line, postcode: 'PE7 3BS' })
      assert.equal(addressKey({ flat: flat.toUpperCase(), line: line.toUpperCase(), postcode: 'pe73bs' }), key)
    }),
  )
})
