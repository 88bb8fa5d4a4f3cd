import { codeOf } from './errors.ts'

/** Data exceptions and broken constraints (SQLSTATE classes 22 and 23) quote the values they fell over. */
const quotesValues = /^2[23]/

/**
 * A fault of ours, for the person at the terminal who will report it: what it was and where, with its causes. Not the whole of
 * the error, because the details of a database error are about people.
 */
export const faultInWords = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Something was thrown that is no error.'
  const code = codeOf(error)
  const words = code !== undefined && quotesValues.test(code) ? 'the database refused a value' : error.message
  const frames = error.stack?.split('\n').filter(line => line.startsWith('    at ')) ?? []
  const cause = error.cause === undefined ? [] : [`because of ${faultInWords(error.cause)}`]
  return [`${error.name}${code ? ` ${code}` : ''}: ${words}`, ...frames, ...cause].join('\n')
}
