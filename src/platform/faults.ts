import { ZodError } from 'zod'
import type { Refusal } from './decision.ts'
import { codeOf } from './errors.ts'
import { Conflict, NotSignedIn } from './transaction.ts'

/** A form, or a request of a browser, that did not come from a page of this session. Answered as 403; nothing was done. */
export class StaleForm extends Error {
  override readonly name = 'StaleForm'
}

/** Asked more often than its share. `seconds`: until it may ask again. Answered as 429. */
export class TooMany extends Error {
  override readonly name = 'TooMany'
  readonly seconds: number
  constructor(seconds: number) {
    super('Asked too often.')
    this.seconds = Math.max(1, Math.ceil(seconds))
  }
}

/** A body of a kind that is not read at this address. Answered as 415. */
export class UnsupportedKind extends Error {
  override readonly name = 'UnsupportedKind'
  readonly statusCode = 415
}

/** How a fault is told: an HTTP status, sentences that quote nothing of what was sent, and the fields to put right. */
export type Fault = {
  readonly status: number
  readonly detail: string
  readonly errors?: readonly Refusal[]
  readonly retryAfter?: number // seconds
}

const told: Readonly<Record<number, string>> = {
  400: 'The request could not be understood.',
  404: 'Either nothing has this address, or it is not yours to see.',
  405: 'That cannot be done at this address.',
  408: 'The request took too long to arrive.',
  413: 'What was sent is larger than Concord takes here.',
  414: 'The address is too long.',
  415: 'What was sent is of a kind that Concord does not read here.',
}

const kindsRead = 'Send JSON as application/json; a file goes in parts, as multipart/form-data'

// What PostgreSQL and the network say when the server is away, stopping, full or out of patience: nobody's mistake, and it passes.
const away = /^(08|53|57)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/ // The driver gives these no code.
const cutOff =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/

/** Whether an error is the database's being away: it passes, and is nobody's mistake. */
export const isAway = (error: unknown): boolean =>
  away.test(codeOf(error) ?? '') || (error instanceof Error && cutOff.test(error.message))

// PostgreSQL's data exceptions: text or a number that no column can hold, such as a NUL in a form.
const dataException = /^22/

const fieldOf = (path: readonly PropertyKey[]): string => path.map(String).join('.')

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined

const validationOf = (error: unknown): readonly Refusal[] | undefined => {
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => ({ field: fieldOf(path), text: message }))
  if (typeof error !== 'object' || error === null || !('validation' in error) || !Array.isArray(error.validation))
    return undefined
  return (error.validation as { instancePath?: string; message?: string }[]).map(({ instancePath, message }) => ({
    field: (instancePath ?? '').slice(1).replaceAll('/', '.'),
    text: message ?? 'Not understood',
  }))
}

/** How an error is told to whoever asked; `undefined`: it is a fault of the program, told as 500 and logged. Pure. */
export const faultOf = (error: unknown): Fault | undefined => {
  if (error instanceof NotSignedIn) return { status: 401, detail: 'Nobody is signed in, or no longer.' }
  if (error instanceof StaleForm)
    return { status: 403, detail: 'The request did not come from a page of this session. Nothing was changed.' }
  if (error instanceof TooMany)
    return { status: 429, detail: 'Asked too often in a short time.', retryAfter: error.seconds }
  if (error instanceof Conflict)
    return { status: 503, detail: 'Others were changing the same. Nothing was changed; try again.', retryAfter: 1 }
  const errors = validationOf(error)
  if (errors) return { status: 400, detail: told[400]!, errors }
  const code = codeOf(error) ?? ''
  if (dataException.test(code)) return { status: 400, detail: told[400]! }
  if (isAway(error))
    return { status: 503, detail: 'The database does not answer. Try again in a minute.', retryAfter: 5 }
  const status = statusOf(error)
  if (status === 415) return { status, detail: told[415]!, errors: [{ field: 'Content-Type', text: kindsRead }] }
  return status !== undefined && status >= 400 && status < 500
    ? { status, detail: told[status] ?? told[400]! }
    : undefined
}
