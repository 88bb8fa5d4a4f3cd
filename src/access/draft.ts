import { newId, type Id } from '#platform'
import { ownPath } from './sign-in.ts'

export type DraftId = Id<'draft'>
/** What was typed in a form, by its fields' names. */
export type DraftFields = Readonly<Record<string, string | readonly string[]>>

/** What somebody had typed and not sent. `at`: the page of the form; `action`: where it is sent. */
export type Draft = {
  readonly id: DraftId
  readonly at: string
  readonly action: string
  readonly fields: DraftFields
}

/** A draft as it was kept of a form on a page. */
export type KeptDraft = Omit<Draft, 'at'> & {
  readonly keptAt: Temporal.Instant
  /** Whether it was sent from a page of a session before this one. */
  readonly ofEarlierSession: boolean
  /** Whether it was sent with characters that nobody sees, which have been taken out. */
  readonly wasCleaned: boolean
}

const mostFields = 300
const longest = 240_000 // characters of them all; the database takes a little more, for the spaces that it writes
/** Not typed by anybody: they belong to the session, and say where the form is. */
const ofTheForm = new Set(['formToken', 'formAt', 'formAction'])

/**
 * The draft in what a form sent, or in what a page's script sent of it (`formAction` then says where it would go). Undefined: the
 * form does not say on which page of ours it stands, holds nothing, or is larger than any form of ours. Pure but for the new id.
 */
export const draftIn = (body: unknown, address: string): Draft | undefined => {
  if (typeof body !== 'object' || body === null) return undefined
  const { formAt, formAction = address } = body as { readonly formAt?: unknown; readonly formAction?: unknown }
  const [at, action] = [ownPath(formAt), ownPath(formAction)]
  const fields = Object.entries(body).flatMap(([name, value]) => (ofTheForm.has(name) ? [] : fieldOf(name, value)))
  if (at === '/' || action === '/' || fields.length === 0 || fields.length > mostFields) return undefined
  const kept = Object.fromEntries(fields)
  return JSON.stringify(kept).length > longest ? undefined : { id: newId(), at, action, fields: kept }
}

// The database holds every character but the one that is none.
const writable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

const fieldOf = (name: string, value: unknown): [string, string | string[]][] => {
  if (typeof value === 'string') return [[writable(name), writable(value)]]
  return Array.isArray(value) && value.every(each => typeof each === 'string')
    ? [[writable(name), value.map(writable)]]
    : []
}
