import list from '../../reference/markings.json' with { type: 'json' }

/** How something must be handled: exactly one marking, never above OFFICIAL, and the caveats that go with it, by their codes. */
export type Marking = { readonly marking: string; readonly caveats: readonly string[] }

/** A choice in a form. */
export type MarkingChoice = { readonly code: string; readonly words: string }

const choicesOf = (kind: string): readonly MarkingChoice[] =>
  list.rows.filter(row => row.kind === kind).map(({ code, words }) => ({ code, words }))

export const markings = choicesOf('marking')
export const caveats = choicesOf('caveat')

/** As many caveats as one thing may bear. The database holds the same. */
export const mostCaveats = 6

/** A caveat in words; a code that is no longer in the list as it stands. */
export const caveatInWords = (code: string): string => caveats.find(caveat => caveat.code === code)?.words ?? code

/** The caveats of something as its JSON or its columns have them. */
export const caveatsIn = (of: Readonly<Record<string, unknown>>): readonly string[] => {
  const given = of['caveats']
  return Array.isArray(given) ? given.filter(code => typeof code === 'string') : []
}

/** Those that held before and hold no more, in words. */
export const droppedCaveats = (before: readonly string[], after: readonly string[]): readonly string[] =>
  before.filter(code => !after.includes(code)).map(caveatInWords)

/** Every caveat of several parts, each once, in the order of the list, those that are no longer in it last. */
export const caveatsOfAll = (parts: readonly { readonly caveats: readonly string[] }[]): readonly string[] => {
  const borne = new Set(parts.flatMap(part => part.caveats))
  const known = caveats.map(({ code }) => code)
  return [...known.filter(code => borne.has(code)), ...[...borne].filter(code => !known.includes(code)).toSorted()]
}

/** The marking, and each caveat in words: what stands beside everything that bears them. A code that is no longer in the list stands as it is. */
export const markingInWords = ({ marking, caveats: given }: Marking): readonly string[] => [
  marking,
  ...given.map(caveatInWords),
]
