import { patternOf } from './chronology-question.ts'

/** A piece of a text; `found`: it is what was looked for. */
export type Piece = { readonly text: string; readonly found: boolean }

/** A text in pieces, those that begin like one of the words apart. No words: one piece. Case, apostrophes and widths of blanks do not count. */
export const piecesOf = (text: string, words: readonly string[]): readonly Piece[] => {
  if (words.length === 0) return [{ text, found: false }]
  const compared = text.replaceAll(/[’‘]/g, "'")
  const pieces: Piece[] = []
  let end = 0
  for (const { index, 0: found } of compared.matchAll(
    new RegExp(words.map(word => patternOf(word, '\\b')).join('|'), 'gi'),
  )) {
    if (found === '') continue
    if (index > end) pieces.push({ text: text.slice(end, index), found: false })
    end = index + found.length
    pieces.push({ text: text.slice(index, end), found: true })
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end), found: false })
  return pieces
}
