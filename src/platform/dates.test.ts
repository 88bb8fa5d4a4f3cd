import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageOn, dayInWords, distanceInWords, momentInWords, timeInWords } from './dates.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const instant = (text: string) => Temporal.Instant.from(text)

test('a day is written with its month in words', () => assert.equal(dayInWords(day('2026-11-03')), '3 November 2026'))

for (const [utc, words] of [
  ['2026-11-23T18:40:00Z', '6:40pm'],
  ['2026-07-01T18:40:00Z', '7:40pm'],
  ['2026-11-23T09:00:00Z', '9am'],
  ['2026-11-23T12:05:00Z', '12:05pm'],
  ['2026-11-23T00:05:00Z', '12:05am'],
  ['2026-11-23T12:00:00Z', 'midday'],
  ['2026-11-23T00:00:00Z', 'midnight'],
] as const)
  test(`${utc} is ${words} in London`, () => assert.equal(timeInWords(instant(utc)), words))

test('a summer evening in UTC may be the next day in London', () =>
  assert.equal(momentInWords(instant('2026-07-01T23:30:00Z')), '2 July 2026 at 12:30am'))

for (const [born, today, age] of [
  ['1982-07-03', '2026-07-02', 43],
  ['1982-07-03', '2026-07-03', 44],
  ['2000-02-29', '2026-02-28', 25],
  ['2000-02-29', '2026-03-01', 26],
] as const)
  test(`someone born on ${born} is ${age} on ${today}`, () => assert.equal(ageOn(day(born), day(today)), age))

for (const [to, words] of [
  ['2026-11-23', 'today'],
  ['2026-11-24', 'tomorrow'],
  ['2026-11-22', 'yesterday'],
  ['2026-12-05', 'in 12 days'],
  ['2026-11-11', '12 days ago'],
  ['2027-03-01', 'in 3 months'],
  ['2023-01-01', '3 years ago'],
] as const)
  test(`${to} is ${words}, seen on 23 November 2026`, () =>
    assert.equal(distanceInWords(day(to), day('2026-11-23')), words))
