import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { whyUnseen, withoutUnseen } from './unseen.ts'

for (const [text, codes, without] of [
  ['Orrin\u202eenalrepseV', 'U+202E', 'OrrinenalrepseV'],
  ['Ves\u200bper\u200blane', 'U+200B', 'Vesperlane'],
  ['\ufeff12 Mill Lane', 'U+FEFF', '12 Mill Lane'],
  ['half \ud83d of it', 'U+D83D', 'half  of it'],
  ['a\udc00b', 'U+DC00', 'ab'],
  ['broken \ufffd', 'U+FFFD', 'broken '],
  ['\u2067right\u2069 and \u202ddown', 'U+2067, U+2069, U+202D', 'right and down'],
  ['Ves\u200dper', 'U+200D', 'Vesper'],
  ['soft\u00adhyphen', 'U+00AD', 'softhyphen'],
] as const)
  test(`“${without}” was not all that was typed, and the reason names ${codes}`, () => {
    assert.ok(whyUnseen(text)?.includes(`(${codes})`), String(whyUnseen(text)))
    assert.equal(withoutUnseen(text), without)
  })

for (const text of ['', 'Seán Ó Briain', 'Łukasz', 'محمد', 'علی‌رضا', 'क्‍ष', '👩🏽‍🚒 came', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'one\ntwo\tthree', 'ΑΒΓ'])
  test(`“${text.replaceAll('\n', ' ')}” is taken as it is`, () => {
    assert.equal(whyUnseen(text), null)
    assert.equal(withoutUnseen(text), text)
  })

test('whatever is left of a text is taken', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => whyUnseen(withoutUnseen(withoutUnseen(text))) === null))
})
