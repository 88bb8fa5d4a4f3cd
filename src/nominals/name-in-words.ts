import type { PersonName } from './name.ts'

/**
 * A name as a page shows it, forenames first: `RATCLIFFE`, `WALTER BILLY` becomes "Walter Billy Ratcliffe". Only what stands in
 * capitals throughout is put in small letters: "LIAM Oisín" becomes "Liam Oisín", and "McDonald" stays as somebody wrote it. One or
 * two capitals beside a name with small letters are initials. The fact keeps what the agency gave.
 */
export const nameInWords = ({ forenames, surname }: PersonName): string =>
  [forenames, surname]
    .map(part => part.trim().replaceAll(/\s+/g, ' '))
    .filter(part => part !== '')
    .map(part => {
      const initials = inCapitals(part) ? 0 : 2
      const words = part.split(' ')
      return words.map(word => (inCapitals(word) && word.length > initials ? wordInWords(word) : word)).join(' ')
    })
    .join(' ')

const inCapitals = (part: string): boolean => /\p{Lu}/u.test(part) && !/\p{Ll}/u.test(part)

const wordInWords = (word: string): string =>
  word
    .split(/([-‐‑–])/)
    .map(partInWords)
    .join('')

/**
 * A capital after an apostrophe with one or two letters before it and more than one behind (O'Neil, D'Souza; Jama'a has none), and after
 * Mc. Not after Mac: Mackie and Machin would be wrong more often than MacDonald right.
 */
const partInWords = (part: string): string => {
  const [, beginning, rest] = /^(\p{L}{1,2}['’‘`]|MC)(\p{L}{2,})$/u.exec(part) ?? []
  return beginning && rest ? capitalised(beginning) + capitalised(rest) : capitalised(part)
}

/** The dotted capital `İ` would become two characters; its small letter is a plain `i`. */
const capitalised = (part: string): string => {
  const [first = '', ...rest] = part
  return first + rest.join('').replaceAll('İ', 'i').toLowerCase()
}
