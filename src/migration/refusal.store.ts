import type pg from 'pg'
import type { ExtractFileId } from './staging.store.ts'

/** A refused row as it is listed: the file, the physical line on which the record begins, its reference, and every reason. */
export type RefusedLine = {
  readonly file: string
  readonly line: number
  readonly key: string
  readonly reason: string
}

/** Every row of the files that is refused now, in the order of the files and lines. */
export const refusedLines = async (
  client: Pick<pg.ClientBase, 'query'>,
  files: readonly ExtractFileId[],
): Promise<readonly RefusedLine[]> =>
  (
    await client.query<RefusedLine>(
      `select f.name as file, r.line, r.key, array_to_string(x.reasons, '; ') as reason
         from unnest($1::uuid[]) with ordinality as n(id, place)
         join extract_file f on f.id = n.id
         join extract_refusal x on x.file_id = f.id
         join extract_row r on r.id = x.row_id
        order by n.place, r.ordinal`,
      [files],
    )
  ).rows
