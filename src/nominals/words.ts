import addressKinds from '../../reference/address-kinds.json' with { type: 'json' }
import nameKinds from '../../reference/name-kinds.json' with { type: 'json' }
import nationalities from '../../reference/nationalities.json' with { type: 'json' }
import sexes from '../../reference/sexes.json' with { type: 'json' }

type List = { readonly rows: readonly { readonly code: string; readonly words: string }[] }

/** A code that is not in its list is shown as it stands: a reader can ask what it means, and nothing is hidden. */
const wordsFrom = ({ rows }: List): ((code: string) => string) => {
  const words = new Map(rows.map(row => [row.code.toLowerCase(), row.words]))
  return code => words.get(code.toLowerCase()) ?? code
}

/** Codes of the record in words, from the lists in `reference/`. */
export const addressKindInWords = wordsFrom(addressKinds)
export const nameKindInWords = wordsFrom(nameKinds)
export const nationalityInWords = wordsFrom(nationalities)
export const sexInWords = wordsFrom(sexes)
