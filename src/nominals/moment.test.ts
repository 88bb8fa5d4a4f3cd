import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readMoment } from './moment.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const read = (text: string) => readMoment(text, asOf, 'last updated')

for (const [written, instant] of [
  ['16/02/2025 20:05', '2025-02-16T20:05:00Z'],
  ['16/07/2025 20:05', '2025-07-16T19:05:00Z'],
  ['16/07/2025 00:04', '2025-07-15T23:04:00Z'],
  ['2025-07-16T20:05:09', '2025-07-16T19:05:09Z'],
  ['2025-07-16T20:05:09.123Z', '2025-07-16T20:05:09Z'],
  ['2025-07-16 20:05+02:00', '2025-07-16T18:05:00Z'],
  ['2025-07-16 20:05 +0200', '2025-07-16T18:05:00Z'],
  ['16-JUL-2025 20:05', '2025-07-16T19:05:00Z'],
  ['16 July 2025 at 20:05', '2025-07-16T19:05:00Z'],
  ['16/07/1969 12:00', '1969-07-16T11:00:00Z'],
] as const)
  test(`"${written}" is ${instant}`, () =>
    assert.deepEqual(read(written), { at: Temporal.Instant.from(instant), note: null }))

test('in the hour that comes twice the first is taken, with a note', () => {
  const repeated = read('25/10/2026 01:30')
  assert.ok('at' in repeated)
  assert.equal(repeated.at.toString(), '2026-10-25T00:30:00Z')
  assert.match(repeated.note!, /came twice/)
})

test('in the hour that is left out an hour later is taken, with a note', () => {
  const missing = read('29/03/2026 01:30')
  assert.ok('at' in missing)
  assert.equal(missing.at.toString(), '2026-03-29T01:30:00Z')
  assert.match(missing.note!, /left out/)
})

for (const [written, why] of [
  ['', 'last updated missing'],
  ['16/02/2025', 'last updated is not a date and time'],
  ['20:05', 'last updated is not a date and time'],
  ['31/02/2025 20:05', 'last updated is not a date and time'],
  ['16/02/2025 24:05', 'last updated is not a date and time'],
  ['16/02/2025 20:60', 'last updated is not a date and time'],
  ['2025-07-16T20:05+99:00', 'last updated is not a date and time'],
  ['2025-07-16T20:05+02:75', 'last updated is not a date and time'],
  ['x'.repeat(10_000), 'last updated is not a date and time'],
] as const)
  test(`"${written.slice(0, 30)}" is refused: ${why}`, () => assert.deepEqual(read(written), { why }))

test('a moment written by the clock in London reads back, but for the hours when the clock is put on or back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), seconds => {
      const at = Temporal.Instant.fromEpochMilliseconds((seconds - (seconds % 60)) * 1000)
      const clock = at.toZonedDateTimeISO('Europe/London').toPlainDateTime()
      const found = read(clock.toString())
      assert.ok('at' in found)
      if (found.note === null) assert.ok(found.at.equals(at))
    }),
  )
})

test('any text at all gives a moment or a reason', () => {
  fc.assert(fc.property(fc.string(), text => ['at', 'why'].some(key => key in read(text))))
})
