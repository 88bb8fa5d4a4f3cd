// The list of ways to write one name, by which bench/search.ts measures: that its halves are kept apart, and that the keys find what
// they can.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { similarity, wordsOf } from '#nominals'
import { heldOutOf, without } from '../bench/held-out.ts'
import { nameVariants, type Variant } from '../bench/search-questions.ts'
import nicknames from '../reference/nicknames.json' with { type: 'json' }

type Lists = Readonly<Record<string, readonly string[]>>
type Found = Readonly<Record<string, string>>

const anyOf = ({ one, other }: Variant, meet: (one: string, other: string) => boolean): boolean =>
  wordsOf(one).some(typed => wordsOf(other).some(stored => meet(typed, stored)))

test('half of the list is held out, and what the bench leaves of the lists of names has none of that half', () => {
  const csv = readFileSync(new URL('data/name-variants.csv', import.meta.url), 'utf8')
  const left = without(nicknames, heldOutOf(csv))
  const groups = Object.keys({ ...left.forms, ...left.found }).map(
    name =>
      new Set(
        [name, ...((left.forms as Lists)[name] ?? []), ...((left.found as Found)[name] ?? '').split(' ')].flatMap(
          wordsOf,
        ),
      ),
  )
  const sameGivenName = (one: string, other: string) => groups.some(group => group.has(one) && group.has(other))
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
