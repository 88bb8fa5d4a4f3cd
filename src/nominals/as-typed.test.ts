import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asTyped } from './as-typed.ts'

const today = Temporal.PlainDate.from('2026-11-23')

for (const [typed, read] of [
  ['today', '2026-11-23'],
  ['Yesterday at 18:40', '2026-11-22 at 18:40'],
  ['yesterday at 6.40pm', '2026-11-22 at 18:40'],
  ['yesterday, 6pm', '2026-11-22 18:00'],
  ['23 11 2026 at 6:40 p.m.', '23 11 2026 at 18:40'],
  ['23 November 2026 12am', '23 November 2026 00:00'],
  ['23 November 2026 12.05pm', '23 November 2026 12:05'],
  ['23/11/2026 18:40', '23/11/2026 18:40'],
  ['23 11 2026 at 14pm', '23 11 2026 at 14pm'],
  ['todays', 'todays'],
  ['', ''],
] as const)
  test(`“${typed}” is read as “${read}”`, () => assert.equal(asTyped(typed, today), read))
