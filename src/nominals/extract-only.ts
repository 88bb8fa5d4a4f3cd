/** Kinds of fact that extracts bring and nobody writes here: named by their tables, read as they came. */
export const extractOnly: readonly { readonly table: string; readonly one: string; readonly many: string }[] = [
  { table: 'custody', one: 'custody', many: 'custody' },
  { table: 'registration', one: 'registration', many: 'registrations' },
  { table: 'statement', one: 'statement of a source', many: 'statements of sources' },
]

/** One of their rows in words: a place, or what was said of what. */
export const extractOnlyInWords = (table: string, row: Readonly<Record<string, unknown>>): string => {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : '')
  if (table === 'custody') return text('place')
  return table === 'statement' ? `${text('kind')}: ${text('words')}` : text('words')
}
