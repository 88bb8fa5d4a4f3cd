import { foldedLetters } from './letters.ts'

/** A name as an agency gave it. `forenames`: every one of them, in order, with spaces; empty where none is known. */
export type PersonName = { readonly surname: string; readonly forenames: string }

/**
 * `parts`: the words one by one, in order, as often as they stand there (Abdi Abdi). `joined`: what compounds give when
 * written as one word. All folded.
 */
export type NameWords = { readonly parts: readonly string[]; readonly joined: readonly string[] }

/** No name on record is as long; beyond it a text is not a name, and the rest is not read. */
const [longestName, longestWord, mostParts] = [200, 40, 12]

/**
 * Titles that are never a name. Sir, Lady, Lord, King and Major stay: people bear them as forename or surname, and a title
 * too many hides nobody.
 */
const titles = new Set('MR MRS MISS MS MX DR PROF PROFESSOR REV REVEREND ESQ JNR JR SNR SR'.split(' '))

/** Beginnings that people write apart or together: O Neil, Mc Donald, Al Hassan, St John, Abdul Rahman. */
const beginnings = new Set('O MC MAC FITZ D AL EL ST ABD ABDUL ABDEL'.split(' '))

const hyphens = '‐‑‒–—−-'
const between = new RegExp(`[^\\p{L}\\p{M}\\p{N}${hyphens}]+`, 'u')
/** `SackvilleWest`: an extract that drops hyphens leaves the capital. Four letters before it, because of McDonald and FitzGerald. */
const capitalWithin = /(\p{L}{3}\p{Ll})(?=\p{Lu}\p{L}{2})/gu

/** The words by which a name is known, folded: hyphenated parts one by one and the compound as one word; titles left out. */
export const nameWords = (text: string): NameWords => {
  const parts: string[] = []
  const joined: string[] = []
  let beginning = ''
  for (const piece of piecesOf(text)) {
    const words = piece.includes('-') ? piece.split('-') : [piece]
    const together = words.length > 1 ? words.join('') : piece
    if (words.length > 1) joined.push(cut(together))
    if (beginning) joined.push(cut(beginning + together))
    beginning = beginnings.has(piece) ? piece : ''
    for (const word of words) parts.push(cut(word))
  }
  const named = parts.some(word => titles.has(word)) ? parts.filter(word => !titles.has(word)) : parts
  return {
    parts: (named.length > 0 ? named : parts).slice(0, mostParts),
    joined: unique(joined.slice(0, mostParts)),
  }
}

/** All words of a written name, each once: its parts, then its compounds as one word. See `nameWords`. */
export const wordsOf = (text: string): readonly string[] => {
  const { parts, joined } = nameWords(text)
  return unique(joined.length === 0 ? parts : [...parts, ...joined])
}

/** All words by which a stored name is found: those of its forenames and its surname, and a surname of several words as one. */
export const wordsOfName = ({ surname, forenames }: PersonName): readonly string[] => {
  const family = nameWords(surname)
  const whole = family.parts.length > 1 ? [cut(family.parts.join(''))] : []
  return unique([...wordsOf(forenames), ...family.parts, ...family.joined, ...whole])
}

/** Nine names in ten are so written; they need no folding, and a load of 600,000 is twice as fast for it. */
const plainlyWritten = /^(?:[A-Z]+|[A-Z][a-z]+)(?: (?:[A-Z]+|[A-Z][a-z]+))*$/

const piecesOf = (text: string): readonly string[] => {
  if (text.length <= longestName && plainlyWritten.test(text)) return text.toUpperCase().split(' ')
  const spread = text.slice(0, longestName).replaceAll(capitalWithin, '$1-')
  const folded = foldedLetters(spread).split(between)
  return folded.map(piece => trimmed(piece.replaceAll(anyHyphens, '-'))).filter(piece => piece !== '')
}

const anyHyphens = new RegExp(`[${hyphens}]+`, 'gu')
const trimmed = (piece: string): string => piece.replaceAll(/^-|-$/g, '')

const cut = (word: string): string =>
  word.length <= longestWord ? word : Array.from(word).slice(0, longestWord).join('')
/** A name has few words: looking through them costs less than a set. */
const unique = (words: readonly string[]): readonly string[] =>
  words.length < 2 ? words : words.filter((word, at) => words.indexOf(word) === at)
