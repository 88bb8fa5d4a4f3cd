import { lettersApart } from './letters-apart.ts'
import { givenNamesOf, listsMark, mayBeSameGivenName, namesToFindBy, sameGivenName, wholeNames } from './nicknames.ts'
import { longNamesOf } from './short-names.ts'
import { romanised } from './romanised.ts'
import { skeletonsOf } from './skeleton.ts'

/** What a hit by a key is worth before it is weighed by slips of the pen (measured in the trial of the search). */
export const keyWeights = { w: 1, n: 0.88, f: 0.77, g: 0.81, e: 0.7, s: 0.82, d: 0.86 } as const

/**
 * Which way of matching a key stands for: `w` the word itself, `n` a given name it may be by the lists, `f` one by
 * the wider lists (in another tongue), `g` one of which it looks to be
 * the beginning, `e` one of which it looks to be another piece, `s` one of its skeletons, `d` it or it without one letter.
 */
export type KeyKind = keyof typeof keyWeights

/** Below three letters every word is one letter from every other. Beyond twenty nobody types a name by heart. */
const [shortestWithDeletions, longestWithDeletions] = [3, 20]

/**
 * The keys under which a folded word (see `wordsOf`) is kept. Each begins with its kind: `wSMITH`, `nWILLIAM`, `sSMT`, `dSMIT`. A word
 * of three to twenty letters has itself and its deletions under `d`: one slip on either side, or one of each exchanged or
 * replaced, meets. At most 50 or so.
 */
export const keysOfWord = (word: string): readonly string[] => keysOf(word).kept

/**
 * The keys under which a typed word is sought: two words may be one where one of these is among the keys of the other. The same as
 * those it would be kept under, but that a name from the lists also looks for what seems a short form of it, and the other way
 * round; two that only seem short forms of one name do not meet.
 */
export const keysToSeek = (word: string): readonly SoughtKey[] => keysOf(word).sought

/** `as`: what the hit is worth by; a short form by its looks is sought under `n` and is worth no more than `g`. */
export type SoughtKey = { readonly key: string; readonly as: KeyKind }

/** Raise the number when keys are made otherwise; the lists speak for themselves. Words keyed as something else are keyed anew. */
export const keysMadeAs = `9 ${listsMark}`

type Keys = { readonly kept: readonly string[]; readonly sought: readonly SoughtKey[] }

const keysOf = (word: string): Keys => {
  const kept = memory.get(word)
  if (kept) return kept
  const keys = makeKeys(word)
  if (memory.size >= mostRemembered) memory.clear()
  memory.set(word, keys)
  return keys
}

const makeKeys = (word: string): Keys => {
  // A word of another script is also what it is in Latin letters.
  const latin = romanised(word)
  const listed = wholeNames.has(latin) ? [...givenNamesOf(latin), latin] : givenNamesOf(latin)
  const besides = namesToFindBy(latin).filter(name => !listed.includes(name))
  const { begun, within } = longNamesOf(latin)
  const under = (kind: KeyKind, names: readonly string[]) => names.map(name => kind + name)
  const alike = [...under('s', skeletonsOf(word)), ...under('d', deletionsOf(latin))]
  const written = latin === word ? [] : [`w${latin}`]
  const sought = (as: KeyKind, keys: readonly string[]) => keys.map(key => ({ key, as }))
  return {
    kept: [
      `w${word}`,
      ...written,
      ...under('n', listed),
      ...under('f', besides),
      ...under('g', begun),
      ...under('e', within),
      ...alike,
    ],
    sought: [
      ...sought('w', [`w${word}`]),
      ...sought('n', written),
      ...sought('n', under('n', listed)),
      ...sought('f', [...under('f', listed), ...under('n', besides), ...under('f', besides)]),
      ...sought('g', [...under('g', listed), ...under('n', begun)]),
      ...sought('e', [...under('e', listed), ...under('n', within)]),
      ...alike.map(key => ({ key, as: key[0] as KeyKind })),
    ],
  }
}

/**
 * The same words come again and again in a load (600,000 names are some 30,000 words), and making keys is most of its cost;
 * so they are remembered, up to a number that holds a country's surnames in some 100 MB.
 */
const memory = new Map<string, Keys>()
const mostRemembered = 50_000

/** The word and, from three letters on, each of its deletions, once: leaving out either letter of a double gives the same, so the second is passed over. */
const deletionsOf = (word: string): readonly string[] => {
  const letters = Array.from(word)
  if (letters.length < shortestWithDeletions - 1 || letters.length > longestWithDeletions) return []
  const found = [word]
  if (letters.length < shortestWithDeletions) return found
  let at = 0
  for (const [place, letter] of letters.entries()) {
    if (letter !== letters[place - 1]) found.push(word.slice(0, at) + word.slice(at + letter.length))
    at += letter.length
  }
  return found
}

/**
 * Each slip of the pen between two words takes a little, so that of two under one key the nearer comes first; where nothing but letters
 * speaks for them, more: one slip is likelier than another spelling of the sound with two letters changed, two slips are not.
 */
export const slipWeights = { w: 0, n: 0, f: 0, g: 0, e: 0, s: 0.02, d: 0.06 } as const
/**
 * What each of the first two letters takes that two forms of a name do not have in common: whoever asks for Jackie means Jacqueline before
 * John, and where the lists are wide it counts for more.
 */
export const beginningWeights = { w: 0, n: 0.005, f: 0.01, g: 0.01, e: 0, s: 0, d: 0 } as const
const slipsCounted = 4

/**
 * How likely a typed word stands for a stored one, from 0 (no key in common) to 1 (the same): by the best key they share,
 * a little less for each slip of the pen between them. Both folded.
 */
export const similarity = (typed: string, stored: string): number => {
  if (typed === stored) return keyWeights.w
  const slips = lettersApart(typed, stored, slipsCounted)
  const unlike = typed[0] !== stored[0] ? 2 : typed[1] !== stored[1] ? 1 : 0
  if (sameGivenName(typed, stored)) return keyWeights.n - beginningWeights.n * unlike
  return Math.max(
    mayBeSameGivenName(typed, stored) ? keyWeights.f - beginningWeights.f * unlike : 0,
    meetAs(typed, stored, 'g') ? keyWeights.g : 0,
    meetAs(typed, stored, 'e') ? keyWeights.e : 0,
    soundAlike(typed, stored) ? keyWeights.s - slipWeights.s * slips : 0,
    slips <= 2 && shareDeletion(typed, stored) ? keyWeights.d - slipWeights.d * slips : 0,
  )
}

/** Whether one of two folded words looks to be a short form of the name that the other is or stands for; by the keys, as `soundAlike`. */
export const seemsShortFor = (one: string, other: string): boolean => meetAs(one, other, 'g') || meetAs(one, other, 'e')

const meetAs = (typed: string, stored: string, kind: KeyKind): boolean => {
  const kept = keysOfWord(stored)
  return keysToSeek(typed).some(({ key, as }) => as === kind && kept.includes(key))
}

/** Whether two folded words have a skeleton in common. By the keys, which are remembered: making them anew for every word of every hit would be half the cost of a search. */
export const soundAlike = (one: string, other: string): boolean => {
  const sounds = keysOfWord(other)
  return keysOfWord(one).some(key => key.startsWith('s') && sounds.includes(key))
}

const shareDeletion = (typed: string, stored: string): boolean => {
  const deletions = deletionsOf(typed)
  return deletionsOf(stored).some(shorter => deletions.includes(shorter))
}
