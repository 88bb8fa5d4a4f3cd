/** Spellings of one sound whose vowels still count; in order. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/PH/g, 'F'],
  [/TH/g, 'T'],
  [/DH/g, 'D'],
  [/(?:KH|GH|CK|Q)/g, 'K'],
  [/C(?![EIYH])/g, 'K'],
  [/Z/g, 'S'],
  [/(?:OU|OO|UU|W|O)/g, 'U'],
  [/(?:EE|IE|Y)/g, 'I'],
  [/E/g, 'A'],
  [/(.)\1+/g, '$1'],
]

/**
 * A folded word as it sounds, for telling apart names that share their consonants: spellings of one consonant are made alike, and of the
 * vowels only those that transliterations exchange (a and e, o and u, i and y), so that Mohamed is Muhammad but not Mahmud,
 * and Hassan is not Hussein. Words not in Latin letters stay as they are.
 */
export const soundOf = (word: string): string => {
  if (!/^[A-Z]+$/.test(word)) return word
  let sound = word
  for (const [spelling, alike] of sounds) sound = sound.replaceAll(spelling, alike)
  return sound
}
