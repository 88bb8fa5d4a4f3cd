import { keysOfWord, keyWeights } from './name-keys.ts'
import type { NameWords } from './name.ts'
import { fullNameKeysOf } from './full-name.ts'
import { slotsIn, type Slot } from './slots.ts'

/**
 * A typed name as the database is asked for it (schema/0007_search.sql): the spellings of its slots, and each key with what it is
 * worth, in thousandths, and what each letter apart takes from that. Lists that belong together are of one length;
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
  /** The typed words as a whole name, to be met by one of a stored name; see full-name.ts. */
  readonly fullNames: readonly string[]
}

/** What a part of a compound is worth beside the whole: Smith for somebody asked for as Oneil-Smith. */
const shareOfPart = 0.9
const slipCosts = 30

/** The question for a name of at least one word. */
export const nameQuestion = (words: NameWords): NameQuestion => {
  const slots = slotsIn(words)
  const spelt = slots.flatMap(([whole, ...parts], slot) => [
    { word: whole, slot: slot + 1, share: 1 },
    ...partsWorthSeeking(parts).map(word => ({ word, slot: slot + 1, share: shareOfPart })),
  ])
  const keyed = spelt.flatMap(({ word, share }, spelling) =>
    keysOfWord(word).map(key => {
      const kind = key[0] as keyof typeof keyWeights
      // The same word, or a form of the same given name, is as good however many letters lie between.
      const slip = kind === 'w' || kind === 'n' ? 0 : slipCosts
      return { key, spelling: spelling + 1, worth: Math.round(1000 * share * keyWeights[kind]), slip }
    }),
  )
  return {
    slots,
    spellings: spelt.map(({ word }) => word),
    slotOf: spelt.map(({ slot }) => slot),
    keys: keyed.map(({ key }) => key),
    spellingOf: keyed.map(({ spelling }) => spelling),
    worths: keyed.map(({ worth }) => worth),
    slips: keyed.map(({ slip }) => slip),
    parts: words.parts.length,
    fullNames: fullNameKeysOf(slots),
  }
}

/** The O of O'Neil and the Al of Al-Hassan would find half the register. */
const partsWorthSeeking = (parts: readonly string[]): readonly string[] => parts.filter(part => part.length > 2)
