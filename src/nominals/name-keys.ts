import { lettersApart } from './letters-apart.ts'
import { givenNamesOf, sameGivenName } from './nicknames.ts'
import { skeletonOf } from './skeleton.ts'

/** What a hit by a key is worth before it is weighed by slips of the pen (measured in the trial of the search). */
export const keyWeights = { w: 1, n: 0.88, s: 0.8, d: 0.75 } as const

/** Which way of matching a key stands for: `w` the word itself, `n` a given name it may be, `s` its skeleton, `d` it or it without one letter. */
export type KeyKind = keyof typeof keyWeights

/** Below four letters nearly every word is one letter from every other. Beyond twenty nobody types a name by heart. */
const [shortestWithDeletions, longestWithDeletions] = [4, 20]

/**
 * The keys under which a folded word (see `wordsOf`) is kept and sought; the same for a stored and a typed word, so two
 * words may be one where a key is equal. Each begins with its kind: `wSMITH`, `nWILLIAM`, `sSMT`, `dSMIT`. A word of
 * four to twenty letters has itself and its deletions under `d`: one slip on either side, or one of each exchanged or
 * replaced, meets. At most 26 or so.
 */
export const keysOfWord = (word: string): readonly string[] => {
  const kept = memory.get(word)
  if (kept) return kept
  const skeleton = skeletonOf(word)
  const keys = [`w${word}`, ...givenNamesOf(word).map(name => `n${name}`)]
  if (skeleton) keys.push(`s${skeleton}`)
  for (const shorter of deletionsOf(word)) keys.push(`d${shorter}`)
  if (memory.size >= mostRemembered) memory.clear()
  memory.set(word, keys)
  return keys
}

/**
 * The same words come again and again in a load (600,000 names are some 30,000 words), and making keys is most of its cost;
 * so they are remembered, up to a number that holds a country's surnames in some 40 MB.
 */
const memory = new Map<string, readonly string[]>()
const mostRemembered = 50_000

/** The word and each of its deletions, once: leaving out either letter of a double gives the same, so the second is passed over. */
const deletionsOf = (word: string): readonly string[] => {
  const letters = Array.from(word)
  if (letters.length < shortestWithDeletions || letters.length > longestWithDeletions) return []
  const found = [word]
  let at = 0
  for (const [place, letter] of letters.entries()) {
    if (letter !== letters[place - 1]) found.push(word.slice(0, at) + word.slice(at + letter.length))
    at += letter.length
  }
  return found
}

/** Each further slip takes a little, so that of two words under one key the nearer comes first. */
const [lessForEachSlip, slipsCounted] = [0.03, 4]

/**
 * How likely a typed word stands for a stored one, from 0 (no key in common) to 1 (the same): by the best key they share,
 * a little less for each slip of the pen between them. Both folded.
 */
export const similarity = (typed: string, stored: string): number => {
  if (typed === stored) return keyWeights.w
  const slips = lettersApart(typed, stored, slipsCounted)
  const less = lessForEachSlip * slips
  if (sameGivenName(typed, stored)) return keyWeights.n
  const skeleton = skeletonOf(typed)
  if (skeleton !== undefined && skeleton === skeletonOf(stored)) return keyWeights.s - less
  return slips <= 2 && shareDeletion(typed, stored) ? keyWeights.d - less : 0
}

const shareDeletion = (typed: string, stored: string): boolean => {
  const deletions = deletionsOf(typed)
  return deletionsOf(stored).some(shorter => deletions.includes(shorter))
}
