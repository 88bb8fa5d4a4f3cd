import { decide, type Decision, type Refusal } from '#platform'
import type { RowReading } from './row-reader.ts'

/** Longer than any text on record; the same limit as for a value in a file. */
export const longestCell = 100_000

/** Signs that steer machines and stand in no text, as in a file: all below the space but tab, line feed and carriage return. */
const steering = /[^\P{Cc}\t\n\r\x7f-\x9f]/u

const withoutReturns = (text: string): string => text.replaceAll(/\r\n?/g, '\n')

/**
 * The cells of a row as a form brings them. Forms send every line end as CR LF, so what is the same but for those is unchanged;
 * a column that the form did not bring stays as it is. What a row had beyond its headings is left behind.
 */
export const cellsOfForm = (
  headings: readonly string[],
  now: readonly string[],
  sent: (place: number) => string | undefined,
): readonly string[] =>
  headings.map((_, place) => {
    const [before, after] = [now[place] ?? '', sent(place)]
    if (after === undefined || withoutReturns(after) === withoutReturns(before)) return before
    return withoutReturns(after)
  })

/**
 * Whether corrected cells may be kept: every reason against them at once, each with its column. `read`: as the importer reads a
 * row's cells. Whether their reference is used elsewhere is found when they are settled.
 */
export const decideCorrection = (
  headings: readonly string[],
  cells: readonly string[],
  read: (cells: readonly string[]) => RowReading,
): Decision<readonly string[]> =>
  decide(
    [
      ...cells.map((cell, place) => steering.test(cell) && refusal(headings[place]!, 'has a control character')),
      ...cells.map(
        (cell, place) =>
          cell.length > longestCell &&
          refusal(headings[place]!, `is longer than ${longestCell.toLocaleString('en-GB')} characters`),
      ),
      ...(cells.some(cell => cell.length > longestCell) ? [] : read(cells).refusals),
    ],
    () => cells,
  )

const refusal = (heading: string, why: string): Refusal => ({ field: heading, text: `${heading} ${why}` })
