import { momentInWords, type Refusal } from '#platform'
import type { Reference } from '#reference'
import { byItself } from './in-words.ts'
import type { ExtractFacts } from './extract.facts.ts'
import type { PutRightRow, RefusedRow } from './extract.views.ts'
import type { RefusedRowFacts } from './refused-row.views.ts'
import type { ListedRow, RowPutRight, RowToPutRight, StewardsExtract, StewardsFile } from './steward.facts.ts'

/** What the list of extracts and the page of one show of it. */
export const factsOfExtract = (
  { name, id, begunAt, begunBy, stoppedAt, finishedAt, files }: StewardsExtract,
  profiles: Reference['profiles'],
): ExtractFacts => ({
  id,
  name,
  begunAt,
  begunBy,
  stoppedAt,
  finishedAt,
  files: files.map(file => ({
    file: file.name,
    recognisedAs: kindInWords(file, profiles),
    readWhole: file.isStaged,
    fault: faultInWords(file),
    read: file.staged,
    takenIn: file.settled - file.refused,
    refused: file.refused,
  })),
})

const kindInWords = ({ profile, kind }: StewardsFile, profiles: Reference['profiles']): string =>
  profiles.find(each => each.profile === profile)?.files.find(file => file.kind === kind)?.name ?? `${profile}: ${kind}`

const faultInWords = ({ fault, isStaged }: StewardsFile): string | null => {
  if (fault !== null) return `It ${fault}.`
  return isStaged
    ? null
    : 'It is still being read. If that does not end, load the same file again: it goes on where it was.'
}

const addressOfRow = (extract: string, row: string): string => `/extracts/${extract}/refused/${row}`
const lineInWords = (line: number): string => line.toLocaleString('en-GB')

export const refusedRowInList = (extract: string, { id, file, line, key, reason }: ListedRow): RefusedRow => ({
  href: addressOfRow(extract, id),
  file,
  line: lineInWords(line),
  key,
  reason: byItself(reason),
})

export const putRightInList = (extract: string, { id, file, line, key, by, at }: RowPutRight): PutRightRow => ({
  href: addressOfRow(extract, id),
  file,
  line: lineInWords(line),
  key,
  when: `${by}, ${momentInWords(at)}`,
})

/** A row for its form. `typed`: what stands in the form; null: as the row stands. */
export const factsOfRow = (
  row: RowToPutRight,
  typed: readonly string[] | null = null,
  refusals: readonly Refusal[] = [],
): RefusedRowFacts => ({
  action: addressOfRow(row.extract, row.id),
  back: `/extracts/${row.extract}`,
  version: row.version,
  file: row.file,
  line: row.line,
  key: row.key,
  reasons: row.reasons,
  columns: row.headings.map((name, place) => ({
    name,
    came: row.came[place] ?? '',
    now: (typed ?? row.now)[place] ?? '',
  })),
  surplus: row.version === 0 ? row.came.slice(row.headings.length) : [],
  refusals,
  corrected: row.correctedBy === null || row.correctedAt === null ? null : { by: row.correctedBy, at: row.correctedAt },
  isOpen: isOpen(row),
  isSigned: row.isSigned,
  destroyedAt: row.destroyedAt,
})

/** Refused now, no correction of it waits to be settled, and the reconciliation is not signed. */
export const isOpen = ({ reasons, version, settledVersion, isSigned }: RowToPutRight): boolean =>
  reasons.length > 0 && version === settledVersion && !isSigned
