import { lettersApart } from './letters-apart.ts'
import { keyWeights, seemsShortFor, soundAlike } from './name-keys.ts'
import { nameWords } from './name.ts'
import { mayBeSameGivenName, sameGivenName } from './nicknames.ts'
import type { Slot } from './slots.ts'

/**
 * Why a name was found, in sentences without a full stop: what is the same, and for every other typed word what it was taken for.
 * `name` is the name as the record spells it. Words that it does not hold are not spoken of: they are not why.
 */
export const whyFound = (typed: readonly Slot[], name: string): readonly string[] => {
  const { parts, joined } = nameWords(name)
  const stored = [...parts, ...joined]
  const held = typed.map(slot => heldOf(stored, slot))
  if (held.every((words, at) => isWhole(words, typed[at]!)) && wordsIn(typed) === parts.length) return ['Same name']
  const same = held.flat()
  const others = typed.flatMap((slot, at) => (held[at]!.length > 0 ? [] : (nearest(slot, stored) ?? [])))
  return [
    ...(same.length > 0 ? [sameWords(same.map(shown))] : []),
    ...others.map(({ word, meets }) => howNear(word, meets)),
  ]
}

/** Whether every typed word stands in a name, in any order. */
export const holdsAll = (typed: readonly Slot[], name: string): boolean => {
  const { parts, joined } = nameWords(name)
  const stored = [...parts, ...joined]
  return typed.every(slot => isWhole(heldOf(stored, slot), slot))
}

/** Which words of a slot stand in a name: a compound as one word, or those of its parts that do. */
const heldOf = (stored: readonly string[], [whole, ...parts]: Slot): readonly string[] =>
  stored.includes(whole) ? [whole] : parts.filter(part => stored.includes(part))

const isWhole = (held: readonly string[], [whole, ...parts]: Slot): boolean =>
  held[0] === whole || (parts.length > 0 && held.length === parts.length)

const wordsIn = (slots: readonly Slot[]): number =>
  slots.reduce((count, [, ...parts]) => count + Math.max(1, parts.length), 0)

type Met = { readonly word: string; readonly meets: string }

/** The stored word that a typed one, which is none of them, most likely stands for; undefined where nothing is like it. */
const nearest = (slot: Slot, stored: readonly string[]): Met | undefined => {
  let best: Met | undefined
  let most = leastLikeness
  for (const word of slot)
    for (const meets of stored) {
      const likeness = likenessOf(word, meets)
      if (likeness > most) [best, most] = [{ word, meets }, likeness]
    }
  return best
}

/**
 * How like two different words are, in the order in which the search takes one for another (name-keys.ts); with a date of birth
 * a name may also differ by more than any key allows for, so letters alone count too.
 */
const likenessOf = (word: string, meets: string): number => {
  if (sameGivenName(word, meets)) return keyWeights.n
  if (mayBeSameGivenName(word, meets)) return keyWeights.f
  if (seemsShortFor(word, meets)) return keyWeights.g
  if (word.length === 1) return meets.startsWith(word) ? firstLetterLikeness : 0
  const longest = Math.max(word.length, meets.length)
  const apart = lettersApart(word, meets, longest >> 1)
  const byLetters = apart > longest >> 1 ? 0 : lettersWeight * (1 - apart / longest)
  return soundAlike(word, meets) ? Math.max(keyWeights.s, byLetters) : byLetters
}

const [firstLetterLikeness, lettersWeight, leastLikeness] = [0.7, 0.9, 0.5]

const howNear = (word: string, meets: string): string => {
  const apart = lettersApart(word, meets, 3)
  const [typed, found] = [`“${shown(word)}”`, `“${shown(meets)}”`]
  if (sameGivenName(word, meets)) return `${typed} is a form of ${found}`
  if (word.length === 1 && meets.startsWith(word)) return `${typed} begins ${found}`
  if (apart === 1) return `${typed} is one letter from ${found}`
  if (soundAlike(word, meets)) return `${typed} sounds like ${found}`
  if (mayBeSameGivenName(word, meets) || seemsShortFor(word, meets)) return `${typed} may be a form of ${found}`
  return apart === 2 ? `${typed} is two letters from ${found}` : `${typed} is like ${found}`
}

const sameWords = (words: readonly string[]): string => {
  const [last, ...before] = words.map(word => `“${word}”`).toReversed()
  return before.length === 0
    ? `${last} is in the name`
    : `${before.toReversed().join(', ')} and ${last} are in the name`
}

/** A folded word for reading: `RATCLIFFE` as Ratcliffe. */
const shown = (word: string): string => {
  const [first = '', ...rest] = word
  return first + rest.join('').toLowerCase()
}
