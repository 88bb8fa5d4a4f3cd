import type { DatedFact } from './record.facts.ts'
import { holdsOn, sourceInWords } from './source.ts'

/** What one or more sources say: a value, particulars, what to be careful about, and who says so. */
export type StatementView = {
  readonly value: string
  readonly details: readonly string[]
  readonly caution: string | null
  readonly sources: readonly SourceView[]
}

/** Who says so, and where what was said there before can be read. */
export type SourceView = { readonly text: string; readonly href: string | null }

/** A line of a section: "Date of birth", and every statement about it. */
export type FactView = { readonly label: string; readonly statements: readonly StatementView[] }

/** A section of a record. All sections have one shape, so that a reader learns one; `earlier` is folded away. */
export type SectionView = {
  readonly id: string
  readonly title: string
  readonly short: string // for the list of contents, which stays in sight and so has one line
  readonly count: number | null // for the list of contents; null: nothing to count
  readonly facts: readonly FactView[]
  readonly earlier: { readonly summary: string; readonly facts: readonly FactView[] } | null
  readonly empty: string // what is said when there are no facts
  readonly adds: readonly { readonly text: string; readonly href: string }[] // what whoever reads may add here
}

/** A statement and the label under which it will stand. */
export type Line = StatementView & { readonly label: string }

/** What one fact says, with its source. `more`: whatever else belongs to it. */
export const line = (fact: DatedFact, label: string, value: string, more: Partial<StatementView> = {}): Line => ({
  label,
  value,
  details: [],
  caution: null,
  sources: [{ text: sourceInWords(fact), href: null }],
  ...more,
})

/** Those parts that are there. */
export const present = (...details: readonly (string | null)[]): readonly string[] =>
  details.filter(detail => detail !== null && detail !== '') as readonly string[]

/** Statements with the same value, particulars and caution become one with several sources. */
export const merged = (statements: readonly StatementView[]): readonly StatementView[] =>
  [...Map.groupBy(statements, ({ value, details, caution }) => JSON.stringify([value, details, caution])).values()].map(
    same => {
      const { value, details, caution } = same[0]!
      return {
        value,
        details,
        caution,
        sources: [...new Map(same.flatMap(({ sources }) => sources).map(source => [source.text, source])).values()],
      }
    },
  )

/** One line for each label, in the order in which labels first come. */
export const byLabel = (lines: readonly Line[]): readonly FactView[] =>
  [...Map.groupBy(lines, ({ label }) => label)].map(([label, statements]) => ({
    label,
    statements: merged(statements),
  }))

/** What no longer holds, folded: null when there is none. `one` and `many`: "earlier place", "earlier places". */
export const earlierOf = (facts: readonly FactView[], one: string, many: string): SectionView['earlier'] => {
  const count = countOf(facts)
  return count === 0 ? null : { summary: `${count} ${count === 1 ? one : many}`, facts }
}

/** How many statements stand in these lines. */
export const countOf = (facts: readonly FactView[]): number =>
  facts.reduce((count, { statements }) => count + statements.length, 0)

/** Facts that hold on a day, and those that ended before it. */
export const partedOn = <Fact extends { readonly to: string | null }>(
  facts: readonly Fact[],
  today: Temporal.PlainDate,
): readonly [readonly Fact[], readonly Fact[]] => [
  facts.filter(fact => holdsOn(fact, today)),
  facts.filter(fact => !holdsOn(fact, today)),
]
