import { readDay, readMoment, type DayRead, type MomentRead } from '#nominals'

/** A row's values by heading, each read in its form once. Spaces around a value are not part of it. */
export type RowValues = {
  readonly text: (heading: string) => string
  readonly day: (heading: string) => DayRead
  readonly moment: (heading: string) => MomentRead
  /** The day on which the extract is read. */
  readonly asOf: Temporal.PlainDate
}

/** Reads a row's cells, which stand as `columns` says (heading to place). `longestDay`: what is longer is no day and is not looked at. */
export const rowValues = (
  columns: ReadonlyMap<string, number>,
  cells: readonly string[],
  asOf: Temporal.PlainDate,
): RowValues => {
  const days = new Map<string, DayRead>()
  const text = (heading: string) => (cells[columns.get(heading) ?? -1] ?? '').trim()
  return {
    text,
    day: heading => {
      const known = days.get(heading)
      if (known) return known
      const read = readDay(text(heading), asOf)
      days.set(heading, read)
      return read
    },
    moment: heading => readMoment(text(heading), asOf),
    asOf,
  }
}

/** The day in a column; null when it is empty or no day. */
export const dayIn = (row: RowValues, heading: string | undefined): Temporal.PlainDate | null => {
  if (heading === undefined || row.text(heading) === '') return null
  const read = row.day(heading)
  return 'day' in read ? read.day : null
}
