import { sql } from 'kysely'
import type { Actor, Tx } from '#platform'
import type { ExtractId, ExtractRowId } from './staging.store.ts'
import type { ListedRow, RefusedAfter, RowPutRight, RowToPutRight } from './steward.facts.ts'

/** Rows of an extract that are refused now, file by file in the order of their lines. */
export const refusedRowsOf = async (
  tx: Tx,
  extract: ExtractId,
  after: RefusedAfter | null,
  limit: number,
): Promise<readonly ListedRow[]> =>
  (
    await sql<ListedRow>`
      select r.id, r.file_id as "fileId", r.ordinal, f.name as file, r.line, r.key, array_to_string(x.reasons, '; ') as reason
        from extract_file f
        join extract_refusal x on x.file_id = f.id
        join extract_row r on r.id = x.row_id
       where f.extract_id = ${extract}
         and (${after?.fileId ?? null}::uuid is null or (r.file_id, r.ordinal) > (${after?.fileId ?? null}::uuid, ${after?.ordinal ?? null}::integer))
       order by r.file_id, r.ordinal limit ${limit}`.execute(tx)
  ).rows

/** Rows of an extract that people put right and that are taken in since. */
export const rowsPutRightIn = async (tx: Tx, extract: ExtractId, limit: number): Promise<readonly RowPutRight[]> =>
  (
    await sql<RowPutRight>`
      select r.id, f.name as file, r.line, r.key, o.name as by, c.corrected_at as at
        from extract_correction c
        join extract_row r on r.id = c.row_id
        join extract_file f on f.id = r.file_id
        join officer o on o.id = c.corrected_by
       where f.extract_id = ${extract}
         and exists (select from extract_outcome x where x.row_id = c.row_id and x.version = c.version and cardinality(x.reasons) = 0)
       order by c.corrected_at desc, r.id limit ${limit}`.execute(tx)
  ).rows

/** A row of an extract that is refused, or was; undefined when it never was, is not there, or is another agency's. */
export const rowToPutRight = async (
  tx: Tx,
  extract: ExtractId,
  row: ExtractRowId,
): Promise<RowToPutRight | undefined> =>
  (
    await sql<RowToPutRight>`
      select r.id, f.id as "fileId", f.extract_id as extract, f.agency_id as agency, f.name as file, f.profile, f.kind, f.headings, e.as_of as "asOf",
             r.line, r.key, r.cells as came, coalesce(c.version, 0) as version, coalesce(c.cells, r.cells) as now,
             o.name as "correctedBy", c.corrected_at as "correctedAt", x.version as "settledVersion", x.reasons, s.id is not null as "isSigned", d.destroyed_at as "destroyedAt"
        from extract_row r
        join extract_file f on f.id = r.file_id
        join extract e on e.id = f.extract_id
        join lateral (select version, reasons from extract_outcome where row_id = r.id order by attempt desc limit 1) x on true
        left join lateral (select version, cells, corrected_by, corrected_at from extract_correction where row_id = r.id order by version desc limit 1) c on true
        left join officer o on o.id = c.corrected_by
        left join extract_signing s on s.extract_id = e.id and s.agency_id = f.agency_id and s.withdrawn_at is null
        left join extract_destruction d on d.signing_id = s.id
       where r.id = ${row} and f.extract_id = ${extract}
         and exists (select from extract_outcome where row_id = r.id and cardinality(reasons) > 0)`.execute(tx)
  ).rows[0]

/** Keeps a further version of a row in the actor's name. Fails with a unique violation when that version is there already. */
export const addCorrection = async (
  tx: Tx,
  { officer }: Pick<Actor, 'officer'>,
  row: Pick<RowToPutRight, 'id' | 'agency'>,
  version: number,
  cells: readonly string[],
): Promise<void> => {
  await sql`insert into extract_correction (row_id, version, agency_id, cells, corrected_by)
            values (${row.id}, ${version}, ${row.agency}, ${cells}::text[], ${officer})`.execute(tx)
}
