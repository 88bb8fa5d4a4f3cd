import type { Database, Id } from '#platform'
import type { FileForm } from './file-kind.ts'

export type FileObjectId = Id<'file object'>

/** What opens an object: its id, the key it is sealed under, and how large it is when it is open. */
export type SealedObject = { readonly object: FileObjectId; readonly key: Buffer; readonly size: number }

/** The place of sealed bytes cannot be reached now. Answered as 503: nothing was changed. */
export class PlaceAway extends Error {
  override readonly name = 'PlaceAway'
  readonly code = 'ECONNREFUSED' // told like a database that does not answer; see platform/faults.ts
}

/**
 * A place for sealed bytes. It sees neither names nor what it keeps, holds none of it whole, and answers for nothing: `unseal` finds out
 * whether it gave back what it was given. All of it may throw `PlaceAway`.
 */
export type FilePlace = {
  readonly name: 'database' | 's3'
  /** Keeps `size` sealed bytes under an id that is new. When it throws, some of them may be there. */
  readonly put: (object: FileObjectId, sealed: AsyncIterable<Buffer>, size: number) => Promise<void>
  readonly get: (object: SealedObject) => AsyncIterable<Buffer>
  /** Whether they were there or not. */
  readonly remove: (objects: readonly FileObjectId[]) => Promise<void>
}

/**
 * Where a new file goes by its form, and where one is that was kept earlier; undefined: this server is not set up for that place. Small sizes
 * lie in the database wherever the rest does, so that no page waits for a bucket.
 */
export type FilePlaces = {
  readonly forNew: (form: FileForm) => FilePlace
  readonly called: (name: string) => FilePlace | undefined
}

export type Pool = Database['pool']
