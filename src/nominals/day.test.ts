import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readDateOfBirth, readDay } from './day.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const dayOf = (text: string) => {
  const read = readDay(text, asOf)
  return 'day' in read ? read.day.toString() : read.why
}

for (const [written, day] of [
  ['03/07/1982', '1982-07-03'],
  ['3/7/1982', '1982-07-03'],
  ['3/7/82', '1982-07-03'],
  ['3.7.82', '1982-07-03'],
  ['03 07 1982', '1982-07-03'],
  ['01/01/26', '2026-01-01'],
  ['01/01/27', '1927-01-01'],
  ['1982-07-03', '1982-07-03'],
  ['1982/7/3', '1982-07-03'],
  ['1982-07-03T00:00:00', '1982-07-03'],
  ['03/07/1982 00:00', '1982-07-03'],
  ['03-JUL-1982', '1982-07-03'],
  ['03-JUL-82', '1982-07-03'],
  ['3 July 1982', '1982-07-03'],
  [' 3rd  july 1982 ', '1982-07-03'],
  ['1st of September 2001', '2001-09-01'],
  ['1 Sept 2001', '2001-09-01'],
  ['3July1982', '1982-07-03'],
  ['29/02/2024', '2024-02-29'],
  ['29/02/2000', '2000-02-29'],
] as const)
  test(`"${written}" is the day ${day}`, () => assert.equal(dayOf(written), day))

for (const written of [
  'UNKNOWN',
  '31/02/1980',
  '30-FEB-1988',
  '1980-02-30',
  '29/02/1900',
  '13/13/1980',
  '0/1/1980',
  '07/1982',
  '1982',
  '3 Juillet 1982',
  '3 Ju 1982',
  '03/07/0982',
  '03/07/9999',
  '3/7/198',
  '1982-07-03 20:05',
  `${' '.repeat(3)}3/7/1982 ${'9'.repeat(5000)}`,
])
  test(`"${written.slice(0, 30)}" is not a date`, () => assert.equal(dayOf(written), 'date is not a date'))

test('the reason says what was not a date, missing, or still to come', () => {
  assert.deepEqual(readDateOfBirth('UNKNOWN', asOf), { why: 'date of birth is not a date' })
  assert.deepEqual(readDateOfBirth('  ', asOf), { why: 'date of birth missing' })
  assert.deepEqual(readDateOfBirth('05/12/2027', asOf), { why: 'date of birth in the future' })
  assert.deepEqual(readDateOfBirth('24/11/2026', asOf), { why: 'date of birth in the future' })
  assert.ok('day' in readDateOfBirth('23/11/2026', asOf))
})

const months = 'January February March April May June July August September October November December'.split(' ')

test('a day written in any of the ways reads back as that day', () => {
  const days = fc
    .integer({ min: 0, max: 100_000 })
    .map(number => Temporal.PlainDate.from('1900-01-01').add({ days: number }))
  fc.assert(
    fc.property(days, day => {
      const two = (number: number) => String(number).padStart(2, '0')
      const name = months[day.month - 1]!
      for (const written of [
        day.toString(),
        `${two(day.day)}/${two(day.month)}/${day.year}`,
        `${day.day}.${day.month}.${day.year}`,
        `${two(day.day)}-${name.slice(0, 3).toUpperCase()}-${day.year}`,
        `${day.day} ${name} ${day.year}`,
      ])
        assert.equal(dayOf(written), day.toString())
    }),
  )
})

test('no day that the calendar does not have is ever made', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 15 }), fc.nat(2300), (day, month, year) => {
      const read = readDay(`${day}/${month}/${String(year).padStart(4, '0')}`, asOf)
      if ('day' in read) assert.deepEqual([read.day.day, read.day.month, read.day.year], [day, month, year])
    }),
  )
})

test('any text at all gives a day or a reason', () => {
  fc.assert(fc.property(fc.string(), text => typeof dayOf(text) === 'string'))
})
