/** `forms` and `found` as in reference/nicknames.json. */
export type Lists = {
  readonly forms: Readonly<Record<string, readonly string[]>>
  readonly found: Readonly<Record<string, string>>
}
type Pair = { readonly one: string; readonly other: string }

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toUpperCase()
const wordsIn = (text: string): readonly string[] => [folded(text), ...text.split(/[\s-]+/).map(folded)]

/** The lists without any form that would bring the two of a pair together under one name. Where neither is the name itself, the second goes. */
export const without = <L extends Lists>(lists: L, pairs: readonly Pair[]): L => {
  const partners = new Map<string, Set<string>>()
  for (const { one, other } of pairs)
    for (const first of wordsIn(one))
      for (const second of wordsIn(other))
        if (first !== second) {
          partners.set(first, (partners.get(first) ?? new Set()).add(second))
          partners.set(second, (partners.get(second) ?? new Set()).add(first))
        }
  const kept = new Map<string, string[]>()
  const keeps = (name: string, form: string): boolean => {
    const held = kept.get(folded(name)) ?? [folded(name)]
    const apart = partners.get(folded(form))
    if (apart && held.some(word => apart.has(word))) return false
    kept.set(folded(name), [...held, folded(form)])
    return true
  }
  const forms = Object.fromEntries(
    Object.entries(lists.forms).map(([name, each]) => [name, each.filter(form => keeps(name, form))]),
  )
  const found = Object.fromEntries(
    Object.entries(lists.found).map(([name, each]) => [
      name,
      each
        .split(' ')
        .filter(form => keeps(name, form))
        .join(' '),
    ]),
  )
  return { ...lists, forms, found }
}

/** The pairs of a list of variants (its text) that are held out. */
export const heldOutOf = (csv: string): readonly Pair[] =>
  csv.split('\n').flatMap(line => {
    const [, one = '', other = '', half] = line.split(',')
    return half === 'held out' ? [{ one, other }] : []
  })
