import { markedTooHigh } from '#nominals'
import type { Refusal } from '#platform'
import type { ProfileFile, Reference } from '#reference'
import { dayIn, isNoDay, momentAt, textAt, type Columns, type Row } from './row.ts'

type ProfileCheck = ProfileFile['checks'][number]
type Passes = (row: Row) => boolean

/** The checks of a file that need nothing but the row, and the reasons of those that need to know of others. */
export type RowChecks = {
  /** Every reason against the row, in the profile's order, each with its column; empty: none. */
  readonly refusalsOf: (row: Row) => readonly Refusal[]
  /** The reason for the later of two rows with one reference. */
  readonly usedTwice: string | null
  /** The reason for a row whose nominal is nowhere. */
  readonly noPerson: string | null
}

/** Makes a file's checks ready to be held against its rows. */
export const rowChecks = (file: ProfileFile, columns: Columns, lists: Reference['lists']): RowChecks => {
  const own = file.checks.flatMap(check => {
    const passes = passesOf(check, file, columns, lists)
    const field = 'column' in check ? check.column : check.columns[0]
    return passes ? [{ passes, refusal: { field: field ?? file.key, text: check.reason } }] : []
  })
  const reasonOf = (kind: ProfileCheck['check']) => file.checks.find(({ check }) => check === kind)?.reason ?? null
  return {
    refusalsOf: row => {
      const against = own.filter(({ passes }) => !passes(row))
      return against.map(({ refusal }) => refusal)
    },
    usedTwice: reasonOf('once in file'),
    noPerson: reasonOf('person row exists'),
  }
}

/** A check other than "present" passes when there is nothing to check. `undefined`: other rows must be asked. */
const passesOf = (
  check: ProfileCheck,
  file: ProfileFile,
  { placeOf }: Columns,
  lists: Reference['lists'],
): Passes | undefined => {
  switch (check.check) {
    case 'present': {
      const place = placeOf(check.column)
      return row => textAt(row, place) !== ''
    }
    case 'any present': {
      const places = check.columns.map(placeOf)
      return row => places.some(place => textAt(row, place) !== '')
    }
    case 'readable': {
      const place = placeOf(check.column)
      const isMoment = file.columns.find(({ heading }) => heading === check.column)?.form === 'moment'
      return isMoment ? row => textAt(row, place) === '' || 'at' in momentAt(row, place) : row => !isNoDay(row, place)
    }
    case 'not in future': {
      const place = placeOf(check.column)
      return row => {
        const day = dayIn(row, place)
        return day === null || Temporal.PlainDate.compare(day, row.asOf) <= 0
      }
    }
    case 'known code': {
      const place = placeOf(check.column)
      const codes = codesOf(file, check.column, lists)
      return row => textAt(row, place) === '' || codes.some(list => list.find(textAt(row, place)) !== undefined)
    }
    case 'in order': {
      const [first, second] = check.columns.map(placeOf)
      return row => {
        const [one, other] = [dayIn(row, first), dayIn(row, second)]
        return one === null || other === null || Temporal.PlainDate.compare(one, other) <= 0
      }
    }
    case 'not marked too high': {
      const place = placeOf(check.column)
      return row => markedTooHigh(textAt(row, place)) === null
    }
    default:
      return undefined
  }
}

/** The lists in which a column's codes stand. */
const codesOf = (file: ProfileFile, heading: string, lists: Reference['lists']) =>
  (file.columns.find(column => column.heading === heading)?.codes ?? []).flatMap(name =>
    name in lists ? [lists[name as keyof Reference['lists']]] : [],
  )
