import type { NominalId, Tx } from '#platform'
import { factKinds } from './fact-kinds.ts'
import { standingFacts } from './fact.store.ts'

/** What stands of one kind, in words, with who says so. `ids`: the rows, for the log. */
export type FactsInWords = {
  readonly kind: string
  readonly title: string
  readonly ids: readonly string[]
  readonly lines: readonly { readonly label: string; readonly value: string; readonly source: string }[]
}

const mostOfAKind = 200

/**
 * Everything that stands of a record, kind by kind, 200 of each at most: for a page that is to be read and leads nowhere. Under row
 * security: of a record whose facts are not open there is nothing.
 */
export const factsInWords = async (
  tx: Tx,
  nominal: NominalId,
  today: Temporal.PlainDate,
): Promise<readonly FactsInWords[]> => {
  const found: FactsInWords[] = []
  for (const kind of factKinds) {
    const facts = await standingFacts(tx, kind, nominal, mostOfAKind)
    if (facts.length === 0) continue
    found.push({
      kind: kind.kind,
      title: `${kind.many.slice(0, 1).toUpperCase()}${kind.many.slice(1)}`,
      ids: facts.map(({ id }) => id),
      lines: facts.map(fact => {
        const { label, value, details = [], caution } = kind.shows(fact, today)
        return {
          label,
          value: [value, ...details, caution].filter(text => typeof text === 'string' && text !== '').join('. '),
          source: typeof fact['agency'] === 'string' ? fact['agency'] : '',
        }
      }),
    })
  }
  return found
}
