import type { FileKind } from './file-kind.ts'
import type { FileId } from './file.ts'
import type { Marking } from './marking.ts'

/** A file on the record, without its bytes. `small`: there is a small size of it. */
export type FileFact = Marking & {
  readonly id: FileId
  readonly kind: FileKind
  readonly takenOn: string | null
  readonly description: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly givenType: string
  readonly givenSize: number
  readonly givenSha256: string
  readonly rewritten: boolean
  readonly small: boolean
  readonly recordedAt: string
  readonly recordedBy: string
  readonly agency: string
  readonly sourceKind: 'extract' | 'officer' | 'partner'
  readonly source: string
  /** On an earlier day: whether it was withdrawn since, so that it cannot be opened. */
  readonly withdrawnSince: boolean
}

/** The files of a record as far as one page shows them, and how many there are in all. */
export type FilesFound = { readonly files: readonly FileFact[]; readonly total: number }
export const noFiles: FilesFound = { files: [], total: 0 }

/**
 * A photograph as a page holds it: its bytes are in the page, so that whoever looks at a page looks once, and the page's one entry in the
 * log is the entry for it. `source`: for an image; null when it could not be read. `takenOn`: "2023-11-23", null when nobody knows.
 */
export type PhotographShown = { readonly id: FileId; readonly source: string | null; readonly takenOn: string | null }

/** What of a record's files a page shows: the photograph in its headline, with its bytes, and on a full record which files there are. */
export type FilesSeen = { readonly photograph: PhotographShown | null; readonly files: FilesFound | null }
