import nicknames from '../../reference/nicknames.json' with { type: 'json' }
import { foldedLetters } from './letters.ts'
import { givenNamesOf, wholeNames } from './nicknames.ts'

/** Spellings that a short form and the name it comes from may differ by; in order. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, '$1'],
  [/PH|V/g, 'F'],
  [/TH/g, 'T'],
  [/CK|CH|Q/g, 'K'],
  [/C(?=[EIY])/g, 'S'],
  [/C/g, 'K'],
  [/^G(?=[EIY])/g, 'J'],
  [/X/g, 'KS'],
  [/SH|Z/g, 'S'],
  [/(?!^)H/g, ''],
  [/OU|OO/g, 'U'],
  [/EO(?=[FN])/g, 'E'],
  [/EY|IE|EE|Y/g, 'I'],
]
const soundOf = (word: string): string => {
  let sound = word
  for (const [spelling, alike] of sounds) sound = sound.replaceAll(spelling, alike)
  return sound.replaceAll(/(.)\1+/g, '$1')
}

/** Rosie, Kate, Babs, Robbo, Bella: what a short form may have at its end, and a name at its. */
const [ending, endings] = [/[AEIOS]$/, /[AEIOS]{2}$/]
/** How a word that people say can begin; a slip of the pen seldom leaves one. */
const sayable = /^(?:[^AEIOUY]?[AEIOUY]|(?:[BCDFGKPT]R|[BCFGKPS]L|[CPST]H|S[CKMNPTW]|KN|GN|WR|TW|DW)[AEIOUY])/
const longestShortForm = 7
/** What is hung on a short form to be fond of somebody, in the tongues whose names are borne here: Tomek, Anka, Anita, Joaozinho, Hansi, Annchen. */
const petEnding = /(?:E?CZ?EK|I?EK|CIK|US|USIA|E?NKA|KA|ITO|ITA|I?NHO|I?NHA|INO|INA|CHEN|LEIN|ET|ETA|SHA|CHKA)$/
/** Those that hardly anything else ends in: three letters before them are enough. */
const surePet = /(?:EK|KA|CIK|INHO|ITO|ITA|CHEN)$/
/** At the end of a short form r has become z or l: Gaz for Gareth, Shazza for Sharon, Tel for Terence, Sally for Sarah. */
const softened = /(?:ZZ?A?|L+[AEIY]*)$/
/** Other forms of a name that are as long are whole names too, and are cut themselves: Katherine beside Catherine. */
const shortestWhole = 6

/** How a piece lies in its name, the likeliest first. */
const places = ['beginning', 'beginning without the first vowel', 'end', 'middle'] as const
type Place = (typeof places)[number]

/**
 * What people leave of a name: its beginning (Katherine, Kat), its beginning without a first vowel (Elizabeth, Liz), its end with or
 * without the last vowels (Christina, Tin), or a long piece from a consonant after a vowel (Patricia, Tris). Two letters are enough
 * at the beginning, where they hold a vowel (Edwin, Ed).
 */
const piecesOf = (sound: string): readonly (readonly [string, Place])[] => {
  const bare = sound.replace(/^[AEIOU]+/, '')
  const ends = [sound, sound.replace(ending, ''), sound.replace(endings, '')]
  const found: (readonly [string, Place])[] = []
  const lengths = Array.from({ length: longestShortForm - 1 }, (_, n) => n + 2)
  for (const length of lengths) {
    const first = sound.slice(0, length)
    if (length > 2 || /[AEIOU]/.test(first)) found.push([first, 'beginning'])
    if (length < 3) continue
    if (bare !== sound) found.push([bare.slice(0, length), 'beginning without the first vowel'])
    for (const end of ends) if (/^[^AEIOU]/.test(end.slice(-length))) found.push([end.slice(-length), 'end'])
    if (length > 3)
      for (let at = 1; at + length <= sound.length; at++)
        if (/^[AEIOU][^AEIOU]/.test(sound.slice(at - 1))) found.push([sound.slice(at, at + length), 'middle'])
  }
  return found
}

/** From what a form may be cut (in sounds) to the given names that have it, and where. */
const pieces: ReadonlyMap<string, ReadonlyMap<string, Place>> = (() => {
  const found = new Map<string, Map<string, Place>>()
  const whole = [...wholeNames].map(name => [name, []] as const)
  for (const [name, forms] of [...Object.entries(nicknames.forms), ...whole])
    for (const form of [name, ...forms.filter(({ length }) => length >= shortestWhole)].map(foldedLetters))
      for (const [piece, place] of piecesOf(soundOf(form))) {
        const names = found.get(piece) ?? new Map<string, Place>()
        found.set(piece, names)
        if (!names.has(foldedLetters(name))) names.set(foldedLetters(name), place)
      }
  return found
})()

const mostNames = 16
const known = new Set(Object.keys(nicknames.forms).map(foldedLetters))
/** Names of which a word may be a short form: those that begin with it, and those that only have it somewhere. */
export type LongNames = { readonly begun: readonly string[]; readonly within: readonly string[] }

const none: LongNames = { begun: [], within: [] }

/**
 * The given names of which a folded word may be a short form that no list has, by the way in which short forms are made: Katie
 * gives CATHERINE, KATHLEEN … The likeliest first, at most sixteen. Those that the list gives it anyhow are left out, and a name that
 * is itself whole has none.
 */
export const longNamesOf = (word: string): LongNames => {
  if (
    word.length > longestShortForm ||
    known.has(word) ||
    wholeNames.has(word) ||
    !/^[A-Z]{2,}$/.test(word) ||
    !sayable.test(word)
  )
    return none
  const sound = soundOf(word)
  const fond = soundOf(word.replace(petEnding, ''))
  const hard = word.length <= 5 ? soundOf(word.replace(softened, 'R')) : sound
  const listed = givenNamesOf(word)
  const stems = [
    sound,
    sound.replace(ending, ''),
    sound.replace(endings, ''),
    hard,
    ...(fond.length > (surePet.test(word) ? 2 : 3) ? [fond] : []),
  ]
  const found = [...new Set(stems)]
    .filter(stem => stem.length > 2 || /^[AEIOU][^AEIOU]$/.test(stem) || (stem.length === 2 && word.length <= 3))
    .flatMap(stem => [...(pieces.get(stem) ?? [])])
    .filter(([name]) => !listed.includes(name))
    .toSorted(([, one], [, other]) => places.indexOf(one) - places.indexOf(other))
  const names = [...new Set(found.map(([name]) => name))].slice(0, mostNames)
  const begins = (name: string) => found.some(([other, place]) => other === name && place === 'beginning')
  return { begun: names.filter(begins), within: names.filter(name => !begins(name)) }
}
