import type pg from 'pg'
import type { OfficerId } from '#platform'
import type { RowToSettle } from './load.store.ts'
import type { ExtractFileId, ExtractRowId, StagedFile } from './staging.store.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** A row to be settled anew, with the file it stands in. */
export type RowAnew = RowToSettle & { readonly file: ExtractFileId }

/** Which file a row stands in; undefined when there is no such row. */
export const fileOfRow = async (client: Client, row: ExtractRowId): Promise<ExtractFileId | undefined> =>
  (await client.query<{ file: ExtractFileId }>('select file_id as file from extract_row where id = $1', [row])).rows[0]
    ?.file

// A row that a person has changed repeats no other, even where the two came alike; its reference may yet be used twice.
const again = {
  person: `exists (select from extract_row e where e.agency_id = r.agency_id and e.key = r.key and e.file_id = r.file_id and e.ordinal < r.ordinal)`,
  child: `c.version is null and exists (select from extract_row e where e.agency_id = r.agency_id and e.key = r.key and e.digest = r.digest and e.id <> r.id)`,
} as const

const anew = (kind: keyof typeof again): string => `
  r.file_id as file, r.id, r.ordinal, r.line, r.key, coalesce(c.cells, r.cells) as cells, case when c.version is null then r.fault end as fault,
  coalesce(c.version, 0) as version, x.attempt + 1 as attempt, ${again[kind]} as again, n.nominal_id as nominal, n.extract_id as "broughtBy"`
const withLast = `
  join extract_file f on f.id = r.file_id
  left join lateral (select version, cells, corrected_by from extract_correction where row_id = r.id order by version desc limit 1) c on true
  left join extract_reference n on n.agency_id = r.agency_id and n.profile = f.profile and n.key = r.key`

/** The last correction of a refused row, if it has not been settled; `by`: who made it. */
export const correctionToSettle = async (
  client: Client,
  row: ExtractRowId,
  kind: 'person' | 'child',
): Promise<(RowAnew & { readonly by: OfficerId }) | undefined> =>
  (
    await client.query<RowAnew & { by: OfficerId }>(
      `select ${anew(kind)}, c.corrected_by as by
         from extract_refusal x join extract_row r on r.id = x.row_id ${withLast}
        where x.row_id = $1 and c.version > x.version`,
      [row],
    )
  ).rows[0]

/** Rows with a correction that is not settled, because the server ended in between; the oldest first. */
export const correctionsLeftOver = async (client: Client, limit: number): Promise<readonly ExtractRowId[]> =>
  (
    await client.query<{ id: ExtractRowId }>(
      `select c.row_id as id from extract_correction c join extract_refusal x on x.row_id = c.row_id and c.version > x.version
        group by c.row_id order by min(c.corrected_at) limit $1`,
      [limit],
    )
  ).rows.map(({ id }) => id)

/** Refused rows of the same source that wait for a nominal and may belong to the reference `key`, as it came or as put right. */
export const rowsWaitingFor = async (
  client: Client,
  { agency, profile }: Pick<StagedFile, 'agency' | 'profile'>,
  key: string,
): Promise<readonly RowAnew[]> =>
  (
    await client.query<RowAnew>(
      `select ${anew('child')}
         from extract_row r join extract_refusal x on x.row_id = r.id and x.waits ${withLast}
        where f.profile = $2 and r.id in (select id from extract_row where agency_id = $1 and key = $3
                                          union select row_id from extract_correction where agency_id = $1)
        order by r.file_id, r.ordinal`,
      [agency, profile, key],
    )
  ).rows

/** Refused rows of one kind of file that wait for a nominal, which has come since; at most `limit`. `key`: the heading of their reference. */
export const rowsWhoseNominalCame = async (
  client: Client,
  { agency, profile }: Pick<StagedFile, 'agency' | 'profile'>,
  { kind, key }: { readonly kind: string; readonly key: string },
  limit: number,
): Promise<readonly RowAnew[]> =>
  (
    await client.query<RowAnew>(
      `select ${anew('child')}
         from extract_refusal x join extract_row r on r.id = x.row_id ${withLast}
        where x.waits and x.agency_id = $1 and f.profile = $2 and f.kind = $3 and coalesce(c.version, 0) = x.version
          and exists (select from extract_reference e where e.agency_id = $1 and e.profile = $2
                         and e.key = trim((coalesce(c.cells, r.cells))[array_position(f.headings, $4)]))
        order by r.file_id, r.ordinal limit $5`,
      [agency, profile, kind, key, limit],
    )
  ).rows

/** Whether every row of the file's extract has an outcome, so that nobody else will take its nominals in. */
export const isAllSettled = async (client: Client, file: ExtractFileId): Promise<boolean> =>
  (
    await client.query<{ settled: boolean }>(
      `select not exists (select from extract_file g where g.extract_id = f.extract_id and (g.staged_at is null or g.settled < g.staged)) as settled
         from extract_file f where f.id = $1`,
      [file],
    )
  ).rows[0]!.settled
