/** Spellings of one sound, applied in order to a word of A to Z; what remains are the consonants that spellings agree on. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/^(?:KN|GN)/, 'N'],
  [/^WR/, 'R'],
  [/PH/g, 'F'],
  [/V/g, 'F'],
  [/TH/g, 'T'],
  [/DH/g, 'D'],
  [/(?:KH|GH|Q)/g, 'K'],
  [/(?:DJ|DZH|ZH)/g, 'J'],
  [/(?:TCH|TSCH|CZ)/g, 'CH'],
  [/(?:SCH|SH|SZ|Z)/g, 'S'],
  [/C(?=[EIY])/g, 'S'],
  [/CH|CK|C/g, 'K'],
  [/X/g, 'KS'],
  [/G/g, 'J'],
]
const vowelAtFirst = /^[AEIOU]/
const vowelsWithin = /(?!^)[AEIOUYWH]+/g
const doubled = /(.)\1+/g

/** With one consonant half the words would be alike. */
const shortest = 2
const longest = 12

/**
 * What is left of a folded word when spellings of one sound are made alike (ph F, kh and q K, th T, z S, c K or S, g J, v F)
 * and vowels, y, w and h within it and doubled letters are dropped: Mohamed and Muhammad, Yusuf and Youssef, Stephen
 * and Steven, Katherine and Catharine, Smith and Smyth agree. A first vowel counts as A, so Ibrahim is Ebrahim and not
 * Brahms. Undefined for a word not in Latin letters or of fewer than two sounds.
 */
export const skeletonOf = (word: string): string | undefined => {
  if (!/^[A-Z]+$/.test(word)) return undefined
  let sound = word
  for (const [spelling, alike] of sounds) sound = sound.replace(spelling, alike)
  sound = sound.replace(vowelAtFirst, 'A').replaceAll(vowelsWithin, '').replaceAll(doubled, '$1').slice(0, longest)
  return sound.length >= shortest ? sound : undefined
}
