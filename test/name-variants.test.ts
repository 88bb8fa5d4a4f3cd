// The list of ways to write one name, by which bench/search.ts measures: that its halves are kept apart, and that the keys find what
// they can.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { similarity, wordsOf } from '#nominals'
import { nameVariants, type Variant } from '../bench/search-questions.ts'
import { sameGivenName } from '../src/nominals/nicknames.ts'

const anyOf = ({ one, other }: Variant, meet: (one: string, other: string) => boolean): boolean =>
  wordsOf(one).some(typed => wordsOf(other).some(stored => meet(typed, stored)))

test('half of the list is held out, and no list of names has any of that half', () => {
  const heldOut = nameVariants.filter(variant => variant.heldOut)
  assert.ok(nameVariants.length >= 300)
  assert.equal(heldOut.length, Math.floor(nameVariants.length / 2))
  assert.deepEqual(
    heldOut
      .filter(variant => anyOf(variant, (one, other) => one !== other && sameGivenName(one, other)))
      .map(({ one, other }) => `${one}/${other}`),
    [],
  )
})

test('by keys alone 96 in 100 pairs meet, before anything is sought further', () => {
  const met = nameVariants.filter(variant => anyOf(variant, (one, other) => similarity(one, other) >= 0.6))
  assert.ok(met.length >= 0.96 * nameVariants.length, `${met.length} of ${nameVariants.length}`)
})
