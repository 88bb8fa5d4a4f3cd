import { forMacro, type PageView, type Refusal } from '#platform'

/** A row that was refused: as it came, why, and the form that puts it right, with every column open. */
export type RefusedRowFacts = {
  readonly action: string // POST
  readonly back: string // address of the load
  readonly file: string
  readonly line: number // physical line on which the record begins; the heading is 1
  readonly key: string
  readonly reasons: readonly string[] // why it was refused when it was loaded
  readonly columns: readonly { readonly name: string; readonly came: string; readonly now: string }[]
  readonly refusals: readonly Refusal[] // why it is refused as now filled in; `field` is a column's name
  readonly putRight: string | null // by whom and when, where that has been done
}

/** Options of the official input and textarea. */
type FieldData = {
  readonly id: string
  readonly name: string
  readonly label: { readonly text: string; readonly classes: string }
  readonly value: string
  readonly hint?: { readonly text: string }
  readonly errorMessage?: { readonly text: string }
  readonly spellcheck: false
  readonly autocomplete: 'off'
  readonly rows?: string
}

export type RefusedRowView = PageView & {
  readonly action: string
  readonly back: string
  readonly place: string
  readonly key: string
  readonly reasons: readonly string[]
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly fields: readonly { readonly long: boolean; readonly data: FieldData }[]
  readonly putRight: string | null
}

declare module 'fastify' {
  interface PageViews {
    'migration/refused-row': RefusedRowView
  }
}

/** Longer than a line of the form, or of several lines: it gets a box of several lines. */
const longBeyond = 60

/** The name of a column's field in the form. */
export const fieldOfColumn = (column: string): string => `column-${column.toLowerCase()}`

export const refusedRowView = (row: RefusedRowFacts): RefusedRowView => ({
  title: `${row.refusals.length > 0 ? 'Error: ' : ''}Put a refused row right`,
  aboutPeople: true,
  action: row.action,
  back: row.back,
  place: `${row.file}, line ${row.line.toLocaleString('en-GB')}`,
  key: row.key,
  reasons: row.reasons,
  errors: row.refusals.map(({ field, text }) => ({ text, href: `#${fieldOfColumn(field)}` })),
  fields: row.columns.map(column => fieldOf(column, row.refusals)),
  putRight: row.putRight,
})

const fieldOf = (
  { name, came, now }: RefusedRowFacts['columns'][number],
  refusals: readonly Refusal[],
): RefusedRowView['fields'][number] => {
  const reasons = refusals.filter(({ field }) => field === name).map(({ text }) => text)
  const long = now.length > longBeyond || now.includes('\n')
  return {
    long,
    data: forMacro({
      id: fieldOfColumn(name),
      name: fieldOfColumn(name),
      label: { text: name, classes: 'govuk-label--s' },
      value: now,
      ...(came === now ? {} : { hint: { text: `It came as: ${came === '' ? 'nothing' : came}` } }),
      ...(reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}),
      spellcheck: false,
      autocomplete: 'off',
      ...(long ? { rows: '4' } : {}),
    }),
  }
}
