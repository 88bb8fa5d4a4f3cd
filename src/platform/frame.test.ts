import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from './actor.ts'
import { frameOf, secondsLeft } from './frame.ts'

const now = Temporal.Instant.from('2026-11-23T18:40:00Z')
const actor = (more: Partial<Actor> = {}): Actor =>
  ({
    name: 'PC Joanne Merrick',
    role: 'officer',
    agencyName: 'West Mercia Police',
    unitName: 'Public Protection Unit',
    seenAt: now,
    endsAt: now.add({ hours: 8 }),
    lapsed: null,
    ...more,
  }) as Actor
const frame = (who: Actor | null) =>
  frameOf({
    demonstration: false,
    actor: who,
    roleInWords: 'Officer or practitioner',
    holdsSeveralRoles: false,
    maySearch: true,
    formToken: '',
    path: '/search?q=secret',
    links: [
      { text: 'Home', href: '/' },
      { text: 'Search', href: '/search' },
    ],
    now,
  })

test('an idle session ends 15 minutes after it was last seen', () =>
  assert.equal(secondsLeft(actor({ seenAt: now.subtract({ seconds: 30 }) }), now), 870))

test('a session last seen more than a minute ago is noted anew by this page', () =>
  assert.equal(secondsLeft(actor({ seenAt: now.subtract({ minutes: 9 }) }), now), 900))

test('nothing lengthens a session beyond its twelve hours', () => {
  const last = frame(actor({ endsAt: now.add({ minutes: 4 }) }))
  assert.equal(last.session?.secondsLeft, 240)
  assert.equal(last.session?.extend, null)
  assert.equal(last.session?.endsAt, '6:44pm')
})

test('where one is is told by the path and not by what was asked', () =>
  assert.deepEqual(
    frame(actor()).navigation.map(({ current }) => current),
    [false, true],
  ))

test('an agency that is its own unit is named once', () => {
  assert.equal(frame(actor()).who?.acting, 'Public Protection Unit, West Mercia Police')
  assert.equal(frame(actor({ unitName: 'West Mercia Police' })).who?.acting, 'West Mercia Police')
})

test('lapsed vetting is said on every page', () =>
  assert.match(frame(actor({ lapsed: 'vetting' })).notice ?? '', /vetting has lapsed/))

test('nobody who is signed out is offered a search, a session or a way out', () => {
  const { who, session, search } = frame(null)
  assert.deepEqual({ who, session, search }, { who: null, session: null, search: null })
})
