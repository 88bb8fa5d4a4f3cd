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

/** The marking, and each caveat in words: what stands beside everything that bears them. A code that is no longer in the list stands as it is. */
export const markingInWords = ({ marking, caveats: given }: Marking): readonly string[] => [
  marking,
  ...given.map(code => caveats.find(caveat => caveat.code === code)?.words ?? code),
]
