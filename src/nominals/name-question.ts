import { beginningWeights, keysOfWord, keysToSeek, keyWeights, slipWeights } from './name-keys.ts'
import { nameWords, type NameWords } from './name.ts'
import { fullNameKeysOf } from './full-name.ts'
import { slotsIn, type Slot } from './slots.ts'

/**
 * A typed name as the database is asked for it (schema/0007_search.sql): the spellings of its slots, and each key with what it is
 * worth, in thousandths, and what each letter apart takes from that; below nought, what each of the first two letters takes that the words
 * do not share. Lists that belong together are of one length;
 * `slotOf` and `spellingOf` count from 1.
 */
export type NameQuestion = {
  readonly slots: readonly Slot[]
  readonly spellings: readonly string[]
  readonly slotOf: readonly number[]
  readonly keys: readonly string[]
  readonly spellingOf: readonly number[]
  readonly worths: readonly number[]
  readonly slips: readonly number[]
  readonly parts: number
  /** How else a word may go on, and whose slot it is: the typed word, and the same without a pet ending (Cammie, Cam). */
  readonly stems: readonly string[]
  readonly slotOfStem: readonly number[]
  /** The typed words as a whole name, to be met by one of a stored name; see full-name.ts. */
  readonly fullNames: readonly string[]
}

/** What a part of a compound is worth beside the whole: Smith for somebody asked for as Oneil-Smith. */
const shareOfPart = 0.9

/** The question for a name of at least one word. */
export const nameQuestion = (words: NameWords): NameQuestion => {
  const slots = slotsIn(words)
  const spelt = slots.flatMap(([whole, ...parts], slot) => [
    { word: whole, slot: slot + 1, share: 1 },
    ...partsWorthSeeking(parts).map(word => ({ word, slot: slot + 1, share: shareOfPart })),
  ])
  const keyed = spelt.flatMap(({ word, share }, spelling) =>
    keysToSeek(word).map(({ key, as }) => {
      const [worth, slip] = [1000 * share * keyWeights[as], 1000 * (slipWeights[as] - beginningWeights[as])]
      return { key, spelling: spelling + 1, worth: Math.round(worth), slip: Math.round(slip) }
    }),
  )
  const stems = spelt.flatMap(({ word, slot }) => stemsOf(word).map(stem => ({ stem, slot })))
  return {
    slots,
    spellings: spelt.map(({ word }) => word),
    slotOf: spelt.map(({ slot }) => slot),
    keys: keyed.map(({ key }) => key),
    spellingOf: keyed.map(({ spelling }) => spelling),
    worths: keyed.map(({ worth }) => worth),
    slips: keyed.map(({ slip }) => slip),
    parts: words.parts.length,
    stems: stems.map(({ stem }) => stem),
    slotOfStem: stems.map(({ slot }) => slot),
    fullNames: fullNameKeysOf(slots),
  }
}

/** The keys of a typed name as a whole one; none where it is not one: a forename and a surname at least. */
export const wholeNameKeys = (text: string): readonly string[] => {
  const words = nameWords(text)
  return words.parts.length < 2 ? [] : nameQuestion(words).fullNames
}

/** The O of O'Neil and the Al of Al-Hassan would find half the register. */
const partsWorthSeeking = (parts: readonly string[]): readonly string[] => parts.filter(part => part.length > 2)

const shortestStem = 3

/**
 * Below three letters nearly everything begins so. The last are in small letters first, `sMH`, as keys are: what a word begins with as
 * it sounds.
 */
const stemsOf = (word: string): readonly string[] => {
  const bare = word.replace(/(?:IE|EY|Y|I)$/, '')
  const sounds = keysOfWord(word).flatMap(key => (/^s.{3}/.test(key) ? [key.slice(0, 3)] : []))
  return [
    ...new Set([...[word, bare, bare.replace(/(.)\1$/, '$1')].filter(stem => stem.length >= shortestStem), ...sounds]),
  ]
}
