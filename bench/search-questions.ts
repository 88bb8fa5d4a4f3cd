import { readFileSync } from 'node:fs'
import { wordsOf } from '#nominals'
import type { Chance } from '../src/migration/demonstration/chance.ts'
import type { Sought } from './search-people.ts'

/** What is typed, and whom it means: a person, and the words of the name that were meant. */
export type Question = { readonly q: string; readonly born?: string; readonly id: string; readonly meant: string }

/** One slip of the pen: a letter left out, put in, replaced, or exchanged with its neighbour; any letter, the first too. */
const slip = (word: string, chance: Chance): string => {
  for (;;) {
    const at = chance.whole(word.length)
    const letter = chance.pick('abcdefghijklmnopqrstuvwxyz'.split(''))
    const [before, here, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)]
    const slipped = chance.pick([
      before + after,
      before + letter + here + after,
      before + letter + after,
      before + after.slice(0, 1) + here + after.slice(1),
    ])
    if (slipped !== '' && slipped.toLowerCase() !== word.toLowerCase()) return slipped
  }
}

const first = ({ name }: Sought): string => name.forenames.split(' ')[0]!

const ways = {
  'two words': ({ given, family }) => `${given} ${family}`,
  'two words, one slip': ({ given, family }, chance) =>
    chance.often(0.5) ? `${slip(given, chance)} ${family}` : `${given} ${slip(family, chance)}`,
  'two words, a slip in each': ({ given, family }, chance) => `${slip(given, chance)} ${slip(family, chance)}`,
  'three words, one of them wrong': ({ given, family }, chance) =>
    `${given} ${chance.pick(['Barnaby', 'Tobias', 'Robert', 'Mohammed'])} ${family}`,
  'the surname alone': ({ family }) => family,
} satisfies Record<string, (name: { given: string; family: string }, chance: Chance) => string>

export type Way = keyof typeof ways
export const allWays = Object.keys(ways) as readonly Way[]

/** What somebody types who seeks these people in that way. */
export const questionsFor = (
  way: Way,
  sought: readonly Sought[],
  chance: Chance,
  withBirth: boolean,
): readonly Question[] =>
  sought.map(person => {
    const [given, family] = [first(person), person.name.surname]
    return {
      q: ways[way]({ given, family }, chance),
      ...(withBirth ? { born: person.bornOn } : {}),
      id: person.id,
      meant: way === 'the surname alone' ? family : `${given} ${family}`,
    }
  })

export type Variant = { readonly kind: string; readonly one: string; readonly other: string; readonly heldOut: boolean }

const variantsOf = (file: string): readonly Variant[] =>
  readFileSync(new URL(`../test/data/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#') && !line.startsWith('kind,'))
    .map(line => {
      const [kind = '', one = '', other = '', half] = line.split(',')
      return { kind, one, other, heldOut: half === 'held out' }
    })

/** The hand-made list of ways to write one name: test/data/name-variants.csv says how, and which half the keys do not know. */
export const nameVariants: readonly Variant[] = variantsOf('name-variants.csv')
/** A second list, by which nothing was mended. */
export const variantsApart: readonly Variant[] = variantsOf('name-variants-apart.csv')

type Hit = { readonly id: string; readonly name: string; readonly matchedName: string | null }

export type Judged = { readonly person: boolean; readonly namesake: boolean; readonly asTyped: boolean }

/**
 * Whether the person is among these, whether they or a namesake are, and whether they, a namesake or somebody called exactly what was typed
 * are. A namesake is judged by the folded full name: a hit one of whose shown names (the name, or the alias that matched) holds all the
 * folded words that were *meant*. `asTyped` counts only for variants: whoever asks for William Pyne and is shown ten people called
 * William Pyne has been answered, and nothing but a guess could put Bill Pyne among them; a slip of the pen is nobody's name.
 */
export const judge = (hits: readonly Hit[], { id, meant, q }: Question): Judged => {
  const bears = (name: string | null, sought: string): boolean => {
    const held = new Set(wordsOf(name ?? ''))
    return wordsOf(sought).every(word => held.has(word))
  }
  const anyBears = (sought: string) =>
    hits.some(({ name, matchedName }) => bears(name, sought) || bears(matchedName, sought))
  const person = hits.some(hit => hit.id === id)
  const namesake = person || anyBears(meant)
  return { person, namesake, asTyped: namesake || anyBears(q) }
}
