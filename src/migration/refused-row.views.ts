import { forMacro, momentInWords, type PageView, type Refusal } from '#platform'
import { byItself } from './in-words.ts'

/** A row that was refused: as it came, why, and the form that puts it right, with every column open. */
export type RefusedRowFacts = {
  readonly action: string // POST
  readonly back: string // address of the load
  readonly version: number // of the values in `now`: 0 as they came
  readonly file: string
  readonly line: number // physical line on which the record begins; the heading is 1
  readonly key: string
  readonly reasons: readonly string[] // why it is refused; empty once it is taken in
  readonly columns: readonly { readonly name: string; readonly came: string; readonly now: string }[]
  readonly surplus: readonly string[] // values beyond the last heading
  readonly refusals: readonly Refusal[] // why it is refused as now filled in; `field` is a column's name
  readonly corrected: { readonly by: string; readonly at: Temporal.Instant } | null // the last correction
  readonly isOpen: boolean // refused now, with nothing on its way
  readonly isSigned: boolean // the reconciliation of its extract: nobody puts a row right then
  readonly destroyedAt: Temporal.Instant | null // what it said
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
  readonly version: string
  readonly place: string
  readonly key: string
  readonly reasons: readonly string[]
  readonly surplus: string | null
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly fields: readonly { readonly long: boolean; readonly data: FieldData }[]
  readonly values: readonly { readonly name: string; readonly came: string; readonly now: string }[]
  readonly corrected: string | null
  readonly isOpen: boolean
}

/** What two people made of one row: the one was quicker, and what the other typed is kept in sight. */
export type ConflictView = PageView & {
  readonly back: string
  readonly row: string
  readonly place: string
  readonly what: string
  readonly values: readonly { readonly name: string; readonly theirs: string; readonly yours: string }[]
}

declare module 'fastify' {
  interface PageViews {
    'migration/refused-row': RefusedRowView
    'migration/refused-row-conflict': ConflictView
  }
}

/** Longer than a line of the form, or of several lines: it gets a box of several lines. */
const longBeyond = 60

/** The name of a column's field in the form. Columns are counted from 0: their names are the source's and may be anything. */
export const fieldOfColumn = (place: number): string => `column-${place + 1}`

const nameOf = (name: string, place: number): string => (name === '' ? `Column ${place + 1}, without a name` : name)

export const refusedRowView = (row: RefusedRowFacts): RefusedRowView => ({
  title: `${row.refusals.length > 0 ? 'Error: ' : ''}${row.isOpen ? 'Put a refused row right' : 'A row that was refused'}`,
  aboutPeople: true,
  action: row.action,
  back: row.back,
  version: String(row.version),
  place: placeOf(row),
  key: row.key,
  reasons: row.reasons.map(byItself),
  surplus: row.surplus.length > 0 ? row.surplus.join(' | ') : null,
  errors: row.refusals.map(({ field, text }) => ({
    text: byItself(text),
    href: `#${fieldOfColumn(
      Math.max(
        row.columns.findIndex(({ name }) => name === field),
        0,
      ),
    )}`,
  })),
  fields: row.isOpen ? row.columns.map((column, place) => fieldOf(column, place, row.refusals)) : [],
  values: row.isOpen ? [] : row.columns.map(({ name, ...values }, place) => ({ name: nameOf(name, place), ...values })),
  corrected: correctedInWords(row),
  isOpen: row.isOpen,
})

const placeOf = ({ file, line }: Pick<RefusedRowFacts, 'file' | 'line'>): string =>
  `${file}, line ${line.toLocaleString('en-GB')}`

const correctedInWords = ({ corrected, reasons, isOpen, isSigned, destroyedAt }: RefusedRowFacts): string | null => {
  if (destroyedAt) return `What it said was destroyed on ${momentInWords(destroyedAt)}.`
  if (isSigned && reasons.length > 0)
    return 'The reconciliation of this extract is signed: withdraw the signature to put the row right.'
  if (!corrected)
    return isOpen ? null : 'Nothing was wrong with this row: it was taken in when the row it waited for was.'
  const done = `${corrected.by} put it right on ${momentInWords(corrected.at)}`
  if (isOpen) return `${corrected.by} changed it on ${momentInWords(corrected.at)}, and it was refused again.`
  return reasons.length > 0 ? `${done}. It is being checked and taken in.` : `${done}, and it is taken in.`
}

const fieldOf = (
  { name, came, now }: RefusedRowFacts['columns'][number],
  place: number,
  refusals: readonly Refusal[],
): RefusedRowView['fields'][number] => {
  const reasons = refusals.filter(({ field }) => field === name).map(({ text }) => byItself(text))
  const long = now.length > longBeyond || /[\r\n]/.test(now)
  return {
    long,
    data: forMacro({
      id: fieldOfColumn(place),
      name: fieldOfColumn(place),
      label: { text: nameOf(name, place), classes: 'govuk-label--s' },
      value: now,
      ...(came === now ? {} : { hint: { text: `It came as: ${came === '' ? 'nothing' : came}` } }),
      ...(reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}),
      spellcheck: false,
      autocomplete: 'off',
      ...(long ? { rows: '4' } : {}),
    }),
  }
}

/** `row`: as it stands after the quicker one; `typed`: what the slower one sent. Only columns in which the two differ are shown. */
export const conflictView = (row: RefusedRowFacts, typed: readonly string[]): ConflictView => ({
  title: 'Somebody else has changed this row',
  aboutPeople: true,
  back: row.back,
  row: row.action,
  place: placeOf(row),
  what: `${correctedInWords(row) ?? ''} What you sent was not recorded, because you had not seen that change.`.trim(),
  values: row.columns.flatMap(({ name, now }, place) =>
    now === typed[place] ? [] : [{ name: nameOf(name, place), theirs: now, yours: typed[place] ?? '' }],
  ),
})
