import { nameWords, type NameWords } from './name.ts'

/**
 * One typed or stored word of a name, folded. A compound is one slot that may be spelt in several ways: as one word
 * (`ONEIL`, `SACKVILLEWEST`), or as its parts. The first spelling is the slot as a whole.
 */
export type Slot = readonly [whole: string, ...parts: string[]]

/**
 * The slots of a name, in order. "John O Neil" has two, `JOHN` and `ONEIL` (or `O`, or `NEIL`). A word said twice is two slots,
 * because "Abdi Abdi" is a name of two words.
 */
export const slotsOf = (text: string): readonly Slot[] => slotsIn(nameWords(text))

/** The slots that words make. */
export const slotsIn = ({ parts, joined }: NameWords): readonly Slot[] => {
  const slots: Slot[] = []
  for (let at = 0; at < parts.length;) {
    const end = endOfCompound(parts, at, joined)
    const run = parts.slice(at, end)
    slots.push(run.length > 1 ? [run.join(''), ...run] : [run[0]!])
    at = end
  }
  return slots
}

/** Where the longest compound that begins at a part ends; one further where none begins. */
const endOfCompound = (parts: readonly string[], at: number, joined: readonly string[]): number => {
  for (let end = joined.length > 0 ? parts.length : at + 1; end > at + 1; end--)
    if (joined.includes(parts.slice(at, end).join(''))) return end
  return at + 1
}
