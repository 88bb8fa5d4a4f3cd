import { randomUUIDv7 } from 'node:crypto'

declare const kind: unique symbol

/** A UUID that says what it identifies: `type NominalId = Id<'nominal'>` will not pass for an `Id<'visit'>`. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

let last = ''

/**
 * A new UUID of version 7 (RFC 9562): its first 48 bits are the millisecond, so rows made together lie together in an index. Each is
 * greater than the one made before it in this process (section 6.2: the 12 bits after the time are counted on within a millisecond), so
 * what is written in one transaction has an order: that in which it was said.
 */
export const newId = <Of extends Id<string>>(): Of => {
  const made = randomUUIDv7() as string
  last = made > last ? made : following(last, made)
  return last as Of
}

/** The time and the count of one, increased by one, with the rest of another. */
const following = (before: string, made: string): string => {
  const count = BigInt(`0x${before.slice(0, 8)}${before.slice(9, 13)}${before.slice(15, 18)}`) + 1n
  const digits = count.toString(16).padStart(15, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-7${digits.slice(12)}${made.slice(18)}`
}

/** Reads an id from outside (a path, a form, JSON), in lower case; `undefined` for what is no UUID, which is answered as what does not exist. */
export const parseId = <Of extends Id<string>>(text: string): Of | undefined =>
  uuid.test(text) ? (text.toLowerCase() as Of) : undefined
