import type { Slot } from './slots.ts'

/**
 * A whole name as one key, whatever the order of its words: access *contact* is given, with the date of birth, for nothing less
 * (the design's rule: never for a partial search). Compounds agree written apart or together.
 */
const keyOf = (words: readonly string[]): readonly string[] =>
  words.length < 2 ? [] : [words.toSorted((one, other) => (one < other ? -1 : 1)).join(' ')]

const wholes = (slots: readonly Slot[]): readonly string[] => slots.map(([whole]) => whole)
const apart = (slots: readonly Slot[]): readonly string[] =>
  slots.flatMap(([whole, ...parts]) => (parts.length > 0 ? parts : [whole]))

/**
 * The keys of a stored name: every forename with the surname, or the first forename with the surname, because people leave
 * middle names out. A name of one word has none: a surname alone is never a whole name.
 */
export const fullNameKeys = (forenames: readonly Slot[], surname: readonly Slot[]): readonly string[] => [
  ...new Set(
    [wholes, apart].flatMap(words => {
      const [given, family] = [words(forenames), words(surname)]
      if (forenames.length + surname.length < 2) return []
      const every = keyOf([...given, ...family])
      return given.length < 2 || family.length === 0 ? every : [...every, ...keyOf([given[0]!, ...family])]
    }),
  ),
]

/** The keys of a typed name, to be met by one of a stored name: its words as they stand, with compounds together or apart. */
export const fullNameKeysOf = (slots: readonly Slot[]): readonly string[] => [
  ...new Set([...keyOf(wholes(slots)), ...keyOf(apart(slots))]),
]
