import { lettersApart } from './letters-apart.ts'
import { similarity } from './name-keys.ts'
import { nameWords, wordsOf } from './name.ts'
import { sameGivenName } from './nicknames.ts'
import { skeletonOf } from './skeleton.ts'
import type { Slot } from './slots.ts'

/**
 * Why a name was found, in sentences without a full stop: what is the same, and for every other typed word what it was taken for.
 * `name` is the name as the record spells it. Words that it does not hold are not spoken of: they are not why.
 */
export const whyFound = (typed: readonly Slot[], name: string): readonly string[] => {
  const stored = wordsOf(name)
  if (typed.every(slot => holds(stored, slot)))
    return [wordsIn(typed) === nameWords(name).parts.length ? 'Same name' : 'Same words in the name']
  const met = typed.flatMap(slot => nearest(slot, stored) ?? [])
  const same = met.filter(({ word, meets }) => word === meets)
  const others = met.filter(({ word, meets }) => word !== meets)
  return [
    ...(same.length > 0 ? [`Same: ${same.map(({ meets }) => shown(meets)).join(', ')}`] : []),
    ...others.map(({ word, meets }) => howNear(word, meets)),
  ]
}

/** A compound stands in a name as one word, or as its parts. */
const holds = (stored: readonly string[], [whole, ...parts]: Slot): boolean =>
  stored.includes(whole) || (parts.length > 0 && parts.every(part => stored.includes(part)))

const wordsIn = (slots: readonly Slot[]): number =>
  slots.reduce((count, [, ...parts]) => count + Math.max(1, parts.length), 0)

type Met = { readonly word: string; readonly meets: string }

/** The stored word that a typed one most likely stands for; undefined where nothing is like it. */
const nearest = (slot: Slot, stored: readonly string[]): Met | undefined => {
  const candidates = slot.flatMap((word, at) =>
    stored.map(meets => ({ word, meets, weight: likeness(word, meets) - at * lessForParts })),
  )
  const [best] = candidates
    .filter(({ weight }) => weight > leastLikeness)
    .sort((one, other) => other.weight - one.weight)
  return best
}

const [lessForParts, leastLikeness] = [0.001, 0.5]

/** With a date of birth a name may differ by more than any key allows for. */
const likeness = (word: string, meets: string): number => {
  const longest = Math.max(word.length, meets.length)
  const byLetters = 1 - lettersApart(word, meets, longest) / longest
  const byFirstLetter = word.length === 1 && meets.startsWith(word) ? firstLetterLikeness : 0
  return Math.max(similarity(word, meets), byLetters * lessThanKeys, byFirstLetter)
}

const [firstLetterLikeness, lessThanKeys] = [0.7, 0.9]

const howNear = (word: string, meets: string): string => {
  const apart = lettersApart(word, meets, 3)
  const [typed, found] = [`“${shown(word)}”`, `“${shown(meets)}”`]
  if (sameGivenName(word, meets)) return `${typed} is a form of ${found}`
  if (word.length === 1 && meets.startsWith(word)) return `${typed} begins ${found}`
  if (apart === 1) return `${typed} is one letter from ${found}`
  if (skeletonOf(word) !== undefined && skeletonOf(word) === skeletonOf(meets)) return `${typed} sounds like ${found}`
  return apart === 2 ? `${typed} is two letters from ${found}` : `${typed} is like ${found}`
}

/** A folded word for reading: `RATCLIFFE` as Ratcliffe. */
const shown = (word: string): string => {
  const [first = '', ...rest] = word
  return first + rest.join('').toLowerCase()
}
