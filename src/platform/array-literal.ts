/**
 * Arrays as PostgreSQL reads them, for statements that take thousands of values: what `pg` makes of a JavaScript array looks at
 * every value twice, whatever it is.
 */

const quoted = (text: string): string => (/["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`)

/** Of any text. */
export const textArray = (values: readonly (string | null)[]): string =>
  `{${values.map(value => (value === null ? 'NULL' : quoted(value))).join(',')}}`

/** Of values that hold no sign which an array gives a meaning to: ids, numbers, days, instants, true and false. */
export const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map(value => value ?? 'NULL').join(',')}}`
