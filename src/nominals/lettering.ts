/** Letters of other alphabets, and signs, that are drawn like the Latin capitals of a marking. */
const drawnAlike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    S: 'ЅѕꜱՏ§',
    E: 'ЕеΕᴇ€',
    C: 'СсᴄϹϲ',
    R: 'ʀ',
    T: 'ТтΤᴛ',
    O: 'ОоΟοᴏ',
    P: 'РрΡρᴘ',
  }).flatMap(([capital, others]) => Array.from(others).map(other => [other, capital] as const)),
)
/** Letters in squares, in circles, and those that flags are made of: where each alphabet begins. */
const inFrames = [0x1f150, 0x1f170, 0x1f1e6]

const asLatin = (character: string): string => {
  const alike = drawnAlike.get(character)
  if (alike !== undefined) return alike
  const point = character.codePointAt(0)!
  const start = inFrames.find(from => point >= from && point < from + 26)
  return start === undefined ? character : String.fromCodePoint(0x41 + point - start)
}

/** A text with the letters that it reads as: wide, framed, underlined and foreign ones as Latin, and without what is not seen. */
export const lettersAsRead = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[^\p{ASCII}]/gu, asLatin)
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')

const between = String.raw`[^\p{L}\p{N}]{1,3}`
const maybeBetween = String.raw`[^\p{L}\p{N}\n]{0,3}`
const spelt = (letters: string, gap: string): string => letters.split('').join(gap)

/** Each letter by itself: "s e c r e t", "S.E.C.R.E.T", one to a line. */
const apart = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${spelt('top', between)}${between})?${spelt('secret', between)}(?![\p{L}\p{N}])`,
  'iu',
)
/** In capitals with a break, or with figures for letters: "SEC RET", "S3CRET", "T0P 5ECRET". */
const disguised = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?<top>T[O0]P)[\s._-]{0,3})?(?<word>${['[S5$]', '[E3]', 'C', 'R', '[E3]', '[T7]'].join(maybeBetween)})(?![\p{L}\p{N}])`,
  'gu',
)
/** In a mixture of large and small letters in which nobody writes a word of a sentence: "SeCrEt", "sECRET". */
const mixed = /(?<![\p{L}\p{N}])(?:(?<top>top)[\s._-]{0,3})?(?<word>secret)(?![\p{L}\p{N}])/giu

const isMixed = (word: string): boolean => word !== 'SECRET' && (word.match(/[A-Z]/g)?.length ?? 0) >= 2

/**
 * The word SECRET, with TOP before it, where it is written so as not to be read as a word: letter by letter, with figures, or in a
 * mixture of large and small letters; null where it is not. It is a marking wherever it stands. Letters must be as `lettersAsRead` gives them.
 */
export const disguisedMarking = (text: string): 'SECRET' | 'TOP SECRET' | null => {
  const spaced = apart.exec(text)
  if (spaced) return /^t/i.test(spaced[0]) ? 'TOP SECRET' : 'SECRET'
  for (const { groups } of text.matchAll(disguised))
    if (groups!['word'] !== 'SECRET') return groups!['top'] === undefined ? 'SECRET' : 'TOP SECRET'
  for (const { groups } of text.matchAll(mixed))
    if (isMixed(groups!['word']!)) return groups!['top'] === undefined ? 'SECRET' : 'TOP SECRET'
  return null
}
