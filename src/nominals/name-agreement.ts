import { lettersApart } from './letters-apart.ts'
import { seemsShortFor } from './name-keys.ts'
import { nameWords, type PersonName } from './name.ts'
import { givenNamesOf, sameGivenName } from './nicknames.ts'
import { soundOf } from './sound.ts'

/**
 * How two written names stand to each other. `agree`: surname and first forename, in either order. `weak`: nothing contradicts
 * it, but of the forename there is only an initial, a second name, or nothing. Otherwise what is at odds.
 */
export type NameAgreement = 'agree' | 'weak' | 'surnames differ' | 'forenames differ' | 'names differ'

const fromBest: readonly NameAgreement[] = ['agree', 'weak', 'forenames differ', 'surnames differ', 'names differ']

/** The best that any name of the one side and any of the other give; a side without names is at odds with none: `weak`. */
export const namesAgree = (ones: readonly PersonName[], others: readonly PersonName[]): NameAgreement => {
  const told = ones.map(read).filter(isKnown)
  const found = others
    .map(read)
    .filter(isKnown)
    .flatMap(other => told.map(one => agreementOf(one, other)))
  return found.length === 0 ? 'weak' : fromBest.find(agreement => found.includes(agreement))!
}

/** `surname`: as one word. `firsts`: the first forename, and hyphenated ones as one word. */
type ReadName = {
  readonly surname: string
  readonly surnameWords: readonly string[]
  readonly forenames: readonly string[]
  readonly firsts: readonly string[]
}

/** Stands for a letter that a register's character set did not have and wrote as `?`: a letter without case that no name on record holds. */
const lost = 'ʔ'

const read = ({ surname, forenames }: PersonName): ReadName => {
  const words = (text: string) => nameWords(text.replaceAll(/[?\ufffd]/g, lost))
  const { parts: surnameWords } = words(surname)
  const { parts, joined } = words(forenames)
  return { surname: surnameWords.join(''), surnameWords, forenames: parts, firsts: [...parts.slice(0, 1), ...joined] }
}

const isKnown = ({ surname, forenames }: ReadName): boolean => surname !== '' || forenames.length > 0

const agreementOf = (one: ReadName, other: ReadName): NameAgreement => {
  if (sameSurname(one, other)) return forenamesAgree(one.forenames, other.forenames)
  if (exchanged(one, other)) return 'agree'
  return one.forenames.some(word => other.forenames.some(also => sameForename(word, also)))
    ? 'surnames differ'
    : 'names differ'
}

/** `Abdi Hassan` entered as `Hassan Abdi`: each surname is the other's first forename. */
const exchanged = (one: ReadName, other: ReadName): boolean =>
  other.firsts.some(first => sameForename(one.surname, first)) &&
  one.firsts.some(first => sameForename(first, other.surname))

/** A double surname agrees with the same written as one word, and with either of its parts alone, as people take and leave them. */
const sameSurname = (one: ReadName, other: ReadName): boolean =>
  spelledAlike(one.surname, other.surname) ||
  (one.surnameWords.length > 1 && one.surnameWords.includes(other.surname)) ||
  (other.surnameWords.length > 1 && other.surnameWords.includes(one.surname))

/**
 * The first forenames must be the same. The first of one as a second of the other is weak: many are called by their second name, but
 * brothers share it too. So is an initial. Two who share only second names differ.
 */
const forenamesAgree = (ones: readonly string[], others: readonly string[]): NameAgreement => {
  const [one, other] = [ones[0], others[0]]
  if (one === undefined || other === undefined) return 'weak'
  if (sameForename(one, other)) return 'agree'
  const calledBySecond = others.some(word => sameForename(one, word)) || ones.some(word => sameForename(other, word))
  const initialOnly = (one.length === 1 || other.length === 1) && one[0] === other[0]
  return calledBySecond || initialOnly ? 'weak' : 'forenames differ'
}

/**
 * Forms of one given name, or one spelt with a slip. Two that are known as different given names are not taken for a slip: John
 * and Joan, Alexander and Alexandra.
 */
const sameForename = (one: string, other: string): boolean => {
  if (one.length === 1 || other.length === 1) return false
  if (one === other) return one !== ''
  if (sameGivenName(one, other) || seemsShortFor(one, other)) return true
  const bothKnown = givenNamesOf(one).length > 0 && givenNamesOf(other).length > 0
  return !bothKnown && spelledAlike(one, other)
}

/** One slip of the pen in four letters or more, two in nine; as written, or as it sounds. */
const slipsAllowed = (one: string, other: string): number => {
  const shorter = Math.min(one.length, other.length)
  return shorter < 4 ? 0 : shorter < 9 ? 1 : 2
}

/** Not where the first letters differ, as they do between most names of brothers and sisters that are otherwise alike: Harry and Barry. */
const spelledAlike = (one: string, other: string): boolean => {
  if (one === other) return one !== ''
  if (one.includes(lost) || other.includes(lost)) return lettersFit(one, other)
  const [sound, otherSound] = [soundOf(one), soundOf(other)]
  if (sound[0] !== otherSound[0]) return false
  return (
    (sound === otherSound && sound.length > 2) ||
    lettersApart(one, other, 2) <= slipsAllowed(one, other) ||
    lettersApart(sound, otherSound, 2) <= slipsAllowed(sound, otherSound)
  )
}

/** Longer words are no names; comparing them letter by letter would cost the square of their length. */
const longestCompared = 100

/** With each lost letter standing for one or none, and three letters left to go by, and no fewer than are lost. */
const lettersFit = (one: string, other: string): boolean => {
  if (Math.max(one.length, other.length) > longestCompared) return false
  return fits(one, other) || fits(other, one)
}

/**
 * Goes through the pattern once and keeps every place of the word that it can have reached. (A regular expression of many optional
 * letters tries every way to leave some out, which takes twice as long for each lost letter: a name of thirty would stop an import.)
 */
const fits = (pattern: string, word: string): boolean => {
  const known = pattern.replaceAll(lost, '').length
  if (known <= 2 || pattern.length - known > known) return false
  const letters = Array.from(word)
  let reached = new Set([0])
  for (const letter of Array.from(pattern)) {
    const next = new Set<number>()
    for (const at of reached) {
      if (letter === lost) next.add(at)
      if (at < letters.length && (letter === lost || letter === letters[at])) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(letters.length)
}
