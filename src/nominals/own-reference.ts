/** CN-26-000123: the record's number. */
const number = /^CN[- /]?(\d{2})[- /]?(\d{1,7})$/i
/** K7QM-3XWD: what a caller quotes. Letters and digits that are not taken for one another on the telephone. */
const quote = /^([2-9A-HJKMNP-TV-Z]{4})[- ]?([2-9A-HJKMNP-TV-Z]{4})$/i

/** The number of a record, in the form in which it is kept; undefined for any other text. Nothing else has its form. */
export const recordNumber = (text: string): string | undefined => {
  const [, year, count] = number.exec(text.trim()) ?? []
  return year && count ? `CN-${year}-${count.padStart(6, '0')}` : undefined
}

/**
 * A reference that Concord itself gave, in the form in which it is kept; undefined for any other text. A name may have the form
 * of a quotation (Mark-Adam is none, Bart-Katz is), so what is not found by it is sought as a name too.
 */
export const ownReference = (text: string): string | undefined => {
  const trimmed = text.trim()
  const ours = recordNumber(trimmed)
  if (ours !== undefined) return ours
  const [, first, second] = quote.exec(trimmed) ?? []
  return first && second ? `${first}-${second}`.toUpperCase() : undefined
}
