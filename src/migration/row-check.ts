import type { Refusal } from '#platform'
import type { ProfileFile, Reference } from '#reference'
import { dayIn, type RowValues } from './row.ts'

type ProfileCheck = ProfileFile['checks'][number]
type Passes = (row: RowValues) => boolean

/** The checks of a file that need nothing but the row, and the reasons of those that need to know of others. */
export type RowChecks = {
  /** Every reason against the row, in the profile's order, each with its column; empty: none. */
  readonly refusalsOf: (row: RowValues) => readonly Refusal[]
  /** The reason for the later of two rows with one reference. */
  readonly usedTwice: string | null
  /** The reason for a row whose nominal is nowhere. */
  readonly noPerson: string | null
}

/** Makes a file's checks ready to be held against its rows. */
export const rowChecks = (file: ProfileFile, lists: Reference['lists']): RowChecks => {
  const own = file.checks.flatMap(check => {
    const passes = passesOf(check, file, lists)
    const field = 'column' in check ? check.column : check.columns[0]
    return passes ? [{ passes, refusal: { field, text: check.reason } }] : []
  })
  const reasonOf = (kind: ProfileCheck['check']) => file.checks.find(({ check }) => check === kind)?.reason ?? null
  return {
    refusalsOf: row => own.flatMap(({ passes, refusal }) => (passes(row) ? [] : [refusal])),
    usedTwice: reasonOf('once in file'),
    noPerson: reasonOf('person row exists'),
  }
}

/** A check other than "present" passes when there is nothing to check. `undefined`: other rows must be asked. */
const passesOf = (check: ProfileCheck, file: ProfileFile, lists: Reference['lists']): Passes | undefined => {
  switch (check.check) {
    case 'present':
      return row => row.text(check.column) !== ''
    case 'any present':
      return row => check.columns.some(column => row.text(column) !== '')
    case 'readable': {
      const isMoment = file.columns.find(({ heading }) => heading === check.column)?.form === 'moment'
      return row =>
        row.text(check.column) === '' || (isMoment ? 'at' in row.moment(check.column) : 'day' in row.day(check.column))
    }
    case 'not in future':
      return row => {
        const day = dayIn(row, check.column)
        return day === null || Temporal.PlainDate.compare(day, row.asOf) <= 0
      }
    case 'known code': {
      const codes = codesOf(file, check.column, lists)
      return row => row.text(check.column) === '' || codes.some(list => list.find(row.text(check.column)) !== undefined)
    }
    case 'in order':
      return row => {
        const [first, second] = check.columns.map(column => dayIn(row, column))
        return !first || !second || Temporal.PlainDate.compare(first, second) <= 0
      }
    default:
      return undefined
  }
}

/** The lists in which a column's codes stand. */
export const codesOf = (file: ProfileFile, heading: string, lists: Reference['lists']) =>
  (file.columns.find(column => column.heading === heading)?.codes ?? []).flatMap(name =>
    name in lists ? [lists[name as keyof Reference['lists']]] : [],
  )
