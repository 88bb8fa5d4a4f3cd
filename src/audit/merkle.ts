import { hash } from 'node:crypto'

/**
 * The Merkle tree of RFC 9162 section 2.1 over SHA-256: what a list of leaves is worth as one hash, that a leaf is in it, and that a longer list
 * begins with a shorter one. Pure: leaves and hashes in, hashes and answers out. A hash is 32 bytes.
 */
export type Hash = Buffer

const leafPrefix = Buffer.from([0])
/** Filled anew for each node: millions of them are hashed at a time, and a buffer of its own for each would cost more than the hash. */
const node = Buffer.alloc(65, 1)

/** The hash of a leaf's bytes: SHA-256(0x00 || leaf). */
export const leafHash = (leaf: Uint8Array): Hash => hash('sha256', Buffer.concat([leafPrefix, leaf]), 'buffer')

/** The hash of two neighbours: SHA-256(0x01 || left || right). */
export const nodeHash = (left: Hash, right: Hash): Hash => {
  node.set(left, 1)
  node.set(right, 33)
  return hash('sha256', node, 'buffer')
}

/** The root of no leaves: SHA-256 of nothing. */
export const emptyRoot: Hash = hash('sha256', Buffer.alloc(0), 'buffer')

/**
 * The right edge of a tree that grows: the roots of its whole subtrees, the largest first, one for each bit that is set in its size. All that a
 * sequencer has to remember.
 */
export type Edge = { readonly size: number; readonly roots: readonly Hash[] }

export const noLeaves: Edge = { size: 0, roots: [] }

/** The edge with more leaves, given as their hashes. */
export const withLeaves = ({ size, roots }: Edge, leaves: Iterable<Hash>): Edge => {
  const stack = [...roots]
  let n = size
  for (const leaf of leaves) {
    let root = leaf
    // Every whole pair to the left is joined: as many as there are ones at the end of the size in binary.
    for (let rest = n; rest % 2 === 1; rest = Math.floor(rest / 2)) root = nodeHash(stack.pop()!, root)
    stack.push(root)
    n++
  }
  return { size: n, roots: stack }
}

/** The root of the tree of which this is the edge. */
export const rootOf = ({ roots }: Edge): Hash =>
  roots.length === 0 ? emptyRoot : roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), roots.at(-1)!)

/** The hash of the subtree over leaves `from` (within) to `to` (not within), as whoever keeps the leaves answers. */
export type Subtree = (from: number, to: number) => Hash

/** The largest power of two that is smaller than `n`, which is 2 or more. */
const split = (n: number): number => {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** Subtrees over leaves that are held in memory. */
export const subtreesOf = (leaves: readonly Hash[]): Subtree => {
  const over = (from: number, to: number): Hash => rootOf(withLeaves(noLeaves, leaves.slice(from, to)))
  return over
}

/** That the leaf at `index` (from 0) is in the tree of `size` leaves: the hashes from the leaf up to the root (RFC 9162 2.1.3.1). */
export const inclusionProof = (index: number, size: number, subtree: Subtree): readonly Hash[] => {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new RangeError('There is no such leaf')
  const path = (at: number, from: number, to: number): readonly Hash[] => {
    if (to - from === 1) return []
    const middle = from + split(to - from)
    return at < middle
      ? [...path(at, from, middle), subtree(middle, to)]
      : [...path(at, middle, to), subtree(from, middle)]
  }
  return path(index, 0, size)
}

/** That the tree of `newer` leaves begins with the tree of `older` ones (RFC 9162 2.1.4.1). */
export const consistencyProof = (older: number, newer: number, subtree: Subtree): readonly Hash[] => {
  if (!(Number.isSafeInteger(older) && older >= 0 && older <= newer)) throw new RangeError('There is no such tree')
  if (older === 0 || older === newer) return []
  const path = (m: number, from: number, to: number, isWhole: boolean): readonly Hash[] => {
    if (from + m === to) return isWhole ? [] : [subtree(from, to)]
    const k = split(to - from)
    return m <= k
      ? [...path(m, from, from + k, isWhole), subtree(from + k, to)]
      : [...path(m - k, from + k, to, false), subtree(from, from + k)]
  }
  return path(older, 0, newer, true)
}

/** Whether a leaf's hash is at `index` of the tree with this root (RFC 9162 2.1.3.2). */
export const isIncluded = (
  {
    index,
    size,
    leaf,
    root,
  }: { readonly index: number; readonly size: number; readonly leaf: Hash; readonly root: Hash },
  proof: readonly Hash[],
): boolean => {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false
  let [at, last, hashed] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hashed = nodeHash(sibling, hashed)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else hashed = nodeHash(hashed, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && hashed.equals(root)
}

/** Whether the newer tree begins with the older one (RFC 9162 2.1.4.2). */
export const isConsistent = (
  older: { readonly size: number; readonly root: Hash },
  newer: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean => {
  if (![older.size, newer.size].every(Number.isSafeInteger) || older.size < 0 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root)
  if (older.size === 0) return proof.length === 0 && older.root.equals(emptyRoot)
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : [...proof]
  if (path.length === 0) return false
  let [at, last] = [older.size - 1, newer.size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let [was, is] = [path[0]!, path[0]!]
  for (const each of path.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      was = nodeHash(each, was)
      is = nodeHash(each, is)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else is = nodeHash(is, each)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && was.equals(older.root) && is.equals(newer.root)
}

const half = (n: number): number => Math.floor(n / 2)
const isPowerOfTwo = (n: number): boolean => {
  let rest = n
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}
