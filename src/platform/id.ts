import { randomUUIDv7 } from 'node:crypto'

declare const kind: unique symbol

/** A UUID that says what it identifies: `type NominalId = Id<'nominal'>` will not pass for an `Id<'visit'>`. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A new UUID of version 7 (RFC 9562): its first 48 bits are the millisecond, so rows made together lie together in an index. */
export const newId = <Of extends Id<string>>(): Of => randomUUIDv7() as string as Of

/** Reads an id from outside (a path, a form, JSON), in lower case; `undefined` for what is no UUID, which is answered as what does not exist. */
export const parseId = <Of extends Id<string>>(text: string): Of | undefined =>
  uuid.test(text) ? (text.toLowerCase() as Of) : undefined
