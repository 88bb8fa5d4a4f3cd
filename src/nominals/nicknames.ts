import nicknames from '../../reference/nicknames.json' with { type: 'json' }
import { foldedLetters } from './letters.ts'

/** A folded given name or one of its forms, and the given names that it may stand for. Several: Alex is Alexander or Alexandra. */
const groups: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>()
  for (const [name, forms] of Object.entries(nicknames.forms))
    for (const form of new Set([name, ...forms].map(foldedLetters)))
      found.set(form, [...(found.get(form) ?? []), foldedLetters(name)])
  return found
})()

/** Given names that have no forms of their own in the list, folded: what looks to be cut from one may be short for it. */
export const wholeNames: ReadonlySet<string> = new Set(nicknames.wholeNames.map(foldedLetters))

/** Tells one state of the list from another: FNV-1a of its text, because the rules of an area ask nothing of the machine they run on. */
export const listsMark: string = (() => {
  let hash = 0x811c9dc5
  for (const letter of JSON.stringify([nicknames.forms, nicknames.wholeNames]))
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  return hash.toString(16)
})()

const none: readonly string[] = []

/** The given names that a folded word may stand for, folded: `BILL` gives `WILLIAM`. Empty for a word that is no known given name. */
export const givenNamesOf = (word: string): readonly string[] => groups.get(word) ?? none

/** Whether two folded words are forms of one given name: Bill and Will, Mohamed and Muhammad. */
export const sameGivenName = (one: string, other: string): boolean => {
  const names = givenNamesOf(one)
  return names.length > 0 && givenNamesOf(other).some(name => names.includes(name))
}
