import nicknames from '../../reference/nicknames.json' with { type: 'json' }
import { foldedLetters } from './letters.ts'

type Groups = ReadonlyMap<string, readonly string[]>

const grouped = (lists: readonly (readonly [name: string, forms: readonly string[]])[]): Groups => {
  const found = new Map<string, string[]>()
  for (const [name, forms] of lists)
    for (const form of new Set([name, ...forms].map(foldedLetters))) {
      const names = found.get(form) ?? []
      if (!names.includes(foldedLetters(name))) found.set(form, [...names, foldedLetters(name)])
    }
  return found
}

const close = Object.entries(nicknames.forms)
const wide = Object.entries(nicknames.found).map(([name, forms]) => [name, forms.split(' ')] as const)
/** A folded given name or one of its forms, and the given names that it may stand for. Several: Alex is Alexander or Alexandra. */
const closeGroups = grouped(close)
/** The same with what is only good for finding: what the name is in another tongue, and forms that few use. */
const wideGroups = grouped([...close, ...wide])

/** Given names that have no forms of their own in the list, folded: what looks to be cut from one may be short for it. */
export const wholeNames: ReadonlySet<string> = new Set(nicknames.wholeNames.map(foldedLetters))

/** Tells one state of the list from another: FNV-1a of its text, because the rules of an area ask nothing of the machine they run on. */
export const listsMark: string = (() => {
  let hash = 0x811c9dc5
  for (const letter of JSON.stringify([nicknames.forms, nicknames.wholeNames, nicknames.found]))
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  return hash.toString(16)
})()

const none: readonly string[] = []

/** The given names that a folded word may stand for, folded: `BILL` gives `WILLIAM`. Empty for a word that is no known given name. */
export const givenNamesOf = (word: string): readonly string[] => closeGroups.get(word) ?? none

/** The same, and besides those that the word is only sought by: `LIAM` and `GUILLAUME` give `WILLIAM`. Whoever is found so may be somebody else. */
export const namesToFindBy = (word: string): readonly string[] => wideGroups.get(word) ?? none

/** Whether two folded words are forms of one given name: Bill and Will, Mohamed and Muhammad. */
export const sameGivenName = (one: string, other: string): boolean => meet(givenNamesOf(one), givenNamesOf(other))

/** Whether two folded words are forms of one given name in the widest sense, in which John is Ivan. */
export const mayBeSameGivenName = (one: string, other: string): boolean =>
  meet(namesToFindBy(one), namesToFindBy(other))

const meet = (ones: readonly string[], others: readonly string[]): boolean =>
  ones.length > 0 && others.some(name => ones.includes(name))
