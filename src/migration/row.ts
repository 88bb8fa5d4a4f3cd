import { readDay, readMoment, type DayRead, type MomentRead } from '#nominals'

/** A row's values, by the place of their column; spaces around a value are not part of it. A day is read once, however many ask. */
export type Row = {
  readonly values: readonly string[]
  readonly days: (DayRead | undefined)[]
  /** The day on which the extract is read. */
  readonly asOf: Temporal.PlainDate
}

/** Makes a row of its cells as they came. */
export const rowOf = (cells: readonly string[], asOf: Temporal.PlainDate): Row => ({
  values: cells.map(cell => cell.trim()),
  days: [],
  asOf,
})

/** Where each column stands in a file. */
export type Columns = {
  /** The place of a heading; throws when the file was recognised and yet lacks it. */
  readonly placeOf: (heading: string) => number
}

export const columnsOf = (headings: readonly string[]): Columns => {
  const places = new Map(headings.map((heading, place) => [heading, place]))
  return {
    placeOf: heading => {
      const place = places.get(heading)
      if (place === undefined) throw new Error(`There is no column ${heading}.`)
      return place
    },
  }
}

/** The value at a place; empty where the row is too short. */
export const textAt = (row: Row, place: number): string => row.values[place] ?? ''

const dayAt = (row: Row, place: number): DayRead => (row.days[place] ??= readDay(textAt(row, place), row.asOf))

/** Whether a value is there that is no day. */
export const isNoDay = (row: Row, place: number): boolean => textAt(row, place) !== '' && !('day' in dayAt(row, place))

/** The day at a place; null when there is none or it is no day. */
export const dayIn = (row: Row, place: number | undefined): Temporal.PlainDate | null => {
  if (place === undefined || textAt(row, place) === '') return null
  const read = dayAt(row, place)
  return 'day' in read ? read.day : null
}

/** The moment at a place. */
export const momentAt = (row: Row, place: number): MomentRead => readMoment(textAt(row, place), row.asOf)
