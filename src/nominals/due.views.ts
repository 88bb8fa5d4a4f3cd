import { dueInWords, type Due, type DueInWords } from './due.ts'

/** What is due on a record, on its page. */
export type DueView = {
  readonly title: string
  readonly rows: readonly (DueInWords & { readonly person: null })[] // the page says whose it is
  readonly more: string | null
  readonly empty: string
}

/** `total`: how many there are, where `due` does not hold them all. */
export const dueView = (
  { rows, total }: { readonly rows: readonly Due[]; readonly total: number },
  today: Temporal.PlainDate,
): DueView => ({
  title: 'What is due',
  rows: rows.map(due => ({ ...dueInWords(due, today), person: null })),
  more: total > rows.length ? `The first ${rows.length} of ${total}, the longest overdue first.` : null,
  empty: 'Nothing is overdue or due in the next eight weeks.',
})
