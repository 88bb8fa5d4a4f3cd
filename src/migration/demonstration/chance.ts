/**
 * A seeded source of chance for invented data: the same seed and purpose give the same run of values on every machine.
 * Each purpose has a run of its own, so that what is drawn for one (names) can have no bearing on another (cases).
 */
export type Chance = {
  /** A whole number from 0 up to, not including, `below`. */
  readonly whole: (below: number) => number
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number
  /** True in this share of the asks, 0 to 1. */
  readonly often: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** A copy in another order (Fisher and Yates). */
  readonly shuffled: <T>(list: readonly T[]) => T[]
}

/** Chance for one purpose under a seed; `seed` is any whole number, `purpose` any word. */
export const chanceOf = (seed: number, purpose: string): Chance => {
  const next = numbers(spread(`${seed}/${purpose}`))
  const whole = (below: number): number => Math.floor(next() * below)
  return {
    whole,
    between: (least, most) => least + whole(most - least + 1),
    often: share => next() < share,
    pick: list => list[whole(list.length)]!,
    shuffled: list => {
      const order = [...list]
      for (let last = order.length - 1; last > 0; last--) {
        const other = whole(last + 1)
        ;[order[last], order[other]] = [order[other]!, order[last]!]
      }
      return order
    },
  }
}

/**
 * Deals from a deck again and again, shuffled each time it is used up. Dealt, not drawn: whoever holds the last forty
 * cards holds the mix of the deck, so that even a small group of people has the mix of all.
 */
export const dealer = <Card>(deck: readonly Card[], chance: Chance): (() => Card) => {
  let hand: Card[] = []
  return () => {
    if (hand.length === 0) hand = chance.shuffled(deck)
    return hand.pop()!
  }
}

/** FNV-1a over the text: purposes that differ in one letter begin far apart. */
const spread = (text: string): number => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash >>> 0
}

/** Mulberry32: small, fast and even enough for invented people; never for a secret. */
const numbers = (start: number): (() => number) => {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
