// Held against the answers that the Certificate Transparency project's own tests have held for years, and against every tree up to some size.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  noLeaves,
  rootOf,
  subtreesOf,
  withLeaves,
  type Hash,
} from './merkle.ts'

const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  text => leafHash(Buffer.from(text, 'hex')),
)
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hex = (hashes: readonly Hash[]) => hashes.map(each => each.toString('hex'))
const subtree = subtreesOf(leaves)

test('roots of the trees of 0 to 8 leaves', () => {
  assert.equal(emptyRoot.toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  assert.deepEqual(hex(leaves.map((_, n) => rootOf(withLeaves(noLeaves, leaves.slice(0, n + 1))))), roots)
})

for (const [index, size, proof] of [
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
] as const)
  test(`leaf ${index} is in the tree of ${size}`, () => {
    assert.deepEqual(hex(inclusionProof(index, size, subtree)), proof)
  })

for (const [older, newer, proof] of [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
] as const)
  test(`the tree of ${newer} begins with the tree of ${older}`, () => {
    assert.deepEqual(hex(consistencyProof(older, newer, subtree)), proof)
  })

const many = Array.from({ length: 70 }, (_, n) => leafHash(Buffer.from(`leaf ${n}`)))
const rootAt = (size: number) => rootOf(withLeaves(noLeaves, many.slice(0, size)))
const roots70 = many.map((_, n) => rootAt(n + 1))
const other = leafHash(Buffer.from('another'))

test('every leaf of every tree up to 70 is proved, and nothing else is by the same proof', () => {
  const within = subtreesOf(many)
  for (let size = 1; size <= many.length; size++)
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(index, size, within)
      const claim = { index, size, leaf: many[index]!, root: roots70[size - 1]! }
      assert.equal(isIncluded(claim, proof), true, `${index} in ${size}`)
      assert.equal(isIncluded({ ...claim, leaf: other }, proof), false)
      assert.equal(isIncluded({ ...claim, root: other }, proof), false)
      assert.equal(isIncluded({ ...claim, index: index + 1 }, proof), false)
      assert.equal(isIncluded(claim, [...proof, other]), false)
      if (proof.length > 0) {
        assert.equal(isIncluded(claim, proof.slice(0, -1)), false)
        assert.equal(isIncluded(claim, proof.with(0, other)), false)
      }
    }
})

test('every two trees up to 70 are proved to be one that grew, and no other two by the same proof', () => {
  const within = subtreesOf(many)
  for (let newer = 1; newer <= many.length; newer++)
    for (let older = 1; older <= newer; older++) {
      const proof = consistencyProof(older, newer, within)
      const [was, is] = [
        { size: older, root: roots70[older - 1]! },
        { size: newer, root: roots70[newer - 1]! },
      ]
      assert.equal(isConsistent(was, is, proof), true, `${older} in ${newer}`)
      assert.equal(isConsistent({ ...was, root: other }, is, proof), false)
      assert.equal(isConsistent(was, { ...is, root: other }, proof), false)
      assert.equal(isConsistent(was, is, [...proof, other]), false)
      for (let n = 0; n < proof.length; n++) assert.equal(isConsistent(was, is, proof.with(n, other)), false)
    }
})

test('sizes that are no sizes prove nothing', () => {
  const claim = { index: 0, size: 1, leaf: many[0]!, root: roots70[0]! }
  for (const index of [-1, 1, 0.5, Number.NaN]) assert.equal(isIncluded({ ...claim, index }, []), false)
  assert.throws(() => inclusionProof(1, 1, subtreesOf(many)), RangeError)
  assert.throws(() => consistencyProof(3, 2, subtreesOf(many)), RangeError)
  assert.equal(isConsistent({ size: 3, root: other }, { size: 2, root: other }, []), false)
})
