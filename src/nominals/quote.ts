import { randomInt } from 'node:crypto'

/** Letters and digits that are not taken for one another on the telephone. */
const quotable = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What a caller quotes, `K7QM-3XWD`: by chance, so that it tells nothing of the record and none follows from another. */
export const newQuote = (): string => {
  const letters = Array.from({ length: 8 }, () => quotable[randomInt(quotable.length)]!)
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
