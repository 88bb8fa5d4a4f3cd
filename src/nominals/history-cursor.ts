import { parseId } from '#platform'
import type { FactId, HistoryPlace } from './fact.facts.ts'

/** A place in a history as it stands in an address. */
export const historyPlace = ({ at, id }: HistoryPlace): string =>
  Buffer.from(`${at.toString()} ${id}`).toString('base64url')

const place = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) ([0-9a-f-]{36})$/

/** Reads a place: null where none is given, undefined for what is none. */
export const readHistoryPlace = (given: unknown): HistoryPlace | null | undefined => {
  if (given === undefined || given === '') return null
  if (typeof given !== 'string' || given.length > 200) return undefined
  const [, moment, text] = place.exec(Buffer.from(given, 'base64url').toString('utf8')) ?? []
  const id = text === undefined ? undefined : parseId<FactId>(text)
  try {
    return moment && id ? { at: Temporal.Instant.from(moment), id } : undefined
  } catch {
    return undefined
  }
}
