import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readDayTyped, readMomentTyped, whyAhead } from './as-typed.ts'
import { readTimeOfDay } from './time-of-day.ts'

/** A Monday in winter: London is on UTC. */
const now = Temporal.Instant.from('2026-11-23T18:42:10Z')
const today = Temporal.PlainDate.from('2026-11-23')

for (const [typed, at] of [
  ['now', '2026-11-23T18:42:10Z'],
  ['1840', '2026-11-23T18:40:00Z'],
  ['18:40', '2026-11-23T18:40:00Z'],
  ['18.40', '2026-11-23T18:40:00Z'],
  ['0640hrs', '2026-11-23T06:40:00Z'],
  ['640 hrs', '2026-11-23T06:40:00Z'],
  ['06:40 hours', '2026-11-23T06:40:00Z'],
  ['6.40pm', '2026-11-23T18:40:00Z'],
  ['640pm', '2026-11-23T18:40:00Z'],
  ['6 p.m.', '2026-11-23T18:00:00Z'],
  ['noon', '2026-11-23T12:00:00Z'],
  ['today', '2026-11-23T12:00:00Z'],
  ['today at midnight', '2026-11-23T00:00:00Z'],
  ['today 1840', '2026-11-23T18:40:00Z'],
  ['Yesterday at 18:40', '2026-11-22T18:40:00Z'],
  ['yesterday, 6pm', '2026-11-22T18:00:00Z'],
  ['yesterday 1840hrs', '2026-11-22T18:40:00Z'],
  ['yesterday', '2026-11-22T12:00:00Z'],
  ['23 11 2026 1840', '2026-11-23T18:40:00Z'],
  ['23 11 26 at 1840hrs', '2026-11-23T18:40:00Z'],
  ['23.11.2026 18.40', '2026-11-23T18:40:00Z'],
  ['23/11/2026, 6.40pm', '2026-11-23T18:40:00Z'],
  ['23 November 2026 at 12am', '2026-11-23T00:00:00Z'],
  ['3 7 26', '2026-07-03T11:00:00Z'],
  ['3 7 26 noon', '2026-07-03T11:00:00Z'],
  ['16 07 2026 2005', '2026-07-16T19:05:00Z'],
  ['2026-07-16T20:05:00Z', '2026-07-16T20:05:00Z'],
  ['2026-07-16T20:05:00', '2026-07-16T19:05:00Z'],
] as const)
  test(`“${typed}” is ${at}`, () =>
    assert.deepEqual(readMomentTyped(typed, now), { at: Temporal.Instant.from(at), note: null }))

test('a day alone whose midday is to come is now', () => {
  const morning = Temporal.Instant.from('2026-11-23T08:00:00Z')
  assert.deepEqual(readMomentTyped('today', morning), { at: morning, note: null })
})

for (const typed of [
  '',
  'soon',
  '2460',
  '25:00',
  '14pm',
  '13 am',
  '31 02 2026 1840',
  '1840 23 11 2026',
  '24:00',
  'x'.repeat(90),
])
  test(`“${typed.slice(0, 20)}” is no moment`, () => assert.ok('why' in readMomentTyped(typed, now)))

for (const [typed, minutes] of [
  ['0000', 0],
  ['2359', 1439],
  ['9am', 540],
  ['12.30am', 30],
  ['1 h', undefined],
  ['640', undefined],
] as const)
  test(`“${typed}” is ${minutes ?? 'no'} minutes after midnight`, () => assert.equal(readTimeOfDay(typed), minutes))

for (const [typed, day] of [
  ['today', '2026-11-23'],
  ['Yesterday', '2026-11-22'],
  ['tomorrow', '2026-11-24'],
  ['23 11 26', '2026-11-23'],
] as const)
  test(`the day “${typed}” is ${day}`, () =>
    assert.deepEqual(readDayTyped(typed, today), { day: Temporal.PlainDate.from(day) }))

test('what is read as to come is refused, but for five minutes by which clocks differ', () => {
  assert.equal(whyAhead(now.add({ minutes: 5 }), now, 'When'), null)
  assert.equal(
    whyAhead(now.add({ minutes: 6 }), now, 'When it happened'),
    'When it happened must not be in the future: it was read as 23 November 2026 at 6:48pm',
  )
})

test('any text at all gives a moment or a reason', () => {
  fc.assert(fc.property(fc.string(), text => ['at', 'why'].some(key => key in readMomentTyped(text, now))))
})
