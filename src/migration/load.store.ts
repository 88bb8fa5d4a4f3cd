import type pg from 'pg'
import { newId, plainArray, textArray, type AgencyId, type NominalId, type OfficerId } from '#platform'
import type { ExtractId, ExtractRowId, StagedFile } from './staging.store.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** A staged row to be settled. `version`: of its cells, 0 as they came; `attempt`: how often it has been settled before, plus one. */
export type RowToSettle = {
  readonly id: ExtractRowId
  readonly ordinal: number
  readonly line: number
  readonly key: string
  readonly cells: readonly string[]
  readonly fault: string | null
  readonly version: number
  readonly attempt: number
  /** A person's: whether its reference stands on an earlier row of its file. A child's: whether another row may be its equal. */
  readonly again: boolean
  /** The nominal of its reference, and the extract that brought it, as it was when the row was fetched. */
  readonly nominal: NominalId | null
  readonly broughtBy: ExtractId | null
}

/** Stands in no value: control characters do not get as far as here. Joined and cut by it, values are read four times faster than as an array. */
const between = '\u001f'

type FetchedRow = Omit<RowToSettle, 'cells'> & { readonly cells: string }
const cut = (row: FetchedRow): RowToSettle => ({ ...row, cells: row.cells.split(between) })

/** Whether there is another row like `r`: looked up here, beside the batch before it, it costs that batch no time. */
const again = {
  person: `exists (select from extract_row e where e.agency_id = r.agency_id and e.key = r.key and e.file_id = r.file_id and e.ordinal < r.ordinal)`,
  child: `exists (select from extract_row e where e.agency_id = r.agency_id and e.key = r.key and e.digest = r.digest and e.id <> r.id)`,
} as const

/**
 * The file's next rows that have no outcome, at most `limit` (their ordinals have no gaps). Each looks its reference up by itself: joined
 * as a whole, on tables that were empty when the planner last looked, every batch read the file and the references to their ends.
 */
export const rowsAfter = async (
  client: Client,
  { id, profile }: Pick<StagedFile, 'id' | 'profile'>,
  kind: 'person' | 'child',
  ordinal: number,
  limit: number,
): Promise<readonly RowToSettle[]> =>
  (
    await client.query<FetchedRow>(
      `select r.id, r.ordinal, r.line, r.key, array_to_string(r.cells, e'\\x1f') as cells, r.fault, 0 as version, 1 as attempt,
              ${again[kind]} as again, x.nominal_id as nominal, x.extract_id as "broughtBy"
         from extract_row r
         left join lateral (select e.nominal_id, e.extract_id from extract_reference e
                             where e.agency_id = r.agency_id and e.profile = $1 and e.key = r.key limit 1) x on true
        where r.file_id = $2 and r.ordinal > $3 and r.ordinal <= $4
        order by r.ordinal`,
      [profile, id, ordinal, ordinal + limit],
    )
  ).rows.map(cut)

/** Those of the rows that repeat, value for value, a row of the same kind that is loaded already. */
export const repeatsAmong = async (
  client: Client,
  file: StagedFile,
  rows: readonly ExtractRowId[],
): Promise<ReadonlySet<ExtractRowId>> => {
  if (rows.length === 0) return new Set()
  const { rows: found } = await client.query<{ id: ExtractRowId }>(
    `select n.id from extract_row n
      where n.id = any($1) and exists (
        select from extract_row e join extract_file f on f.id = e.file_id
         where e.agency_id = n.agency_id and e.key = n.key and e.digest = n.digest and e.id <> n.id and e.cells in (n.cells, '{}')
           and f.profile = $2 and f.kind = $3 and f.headings = $4
           and exists (select from extract_outcome o where o.row_id = e.id and o.nominal_id is not null))`,
    [rows, file.profile, file.kind, file.headings],
  )
  return new Set(found.map(({ id }) => id))
}

/** On which row of the file each reference stands first. */
export const firstRowsOf = async (
  client: Client,
  { id, agency }: StagedFile,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (keys.length === 0) return new Map()
  const { rows } = await client.query<{ key: string; first: number }>(
    `select key, min(ordinal) as first from extract_row where agency_id = $1 and key = any($2) and file_id = $3 group by key`,
    [agency, keys, id],
  )
  return new Map(rows.map(({ key, first }) => [key, first]))
}

/** Those of the references that stand on a person row of the profile, whatever became of it. */
export const referencesBrought = async (
  client: Client,
  { agency, profile }: StagedFile,
  kind: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (keys.length === 0) return new Set()
  const { rows } = await client.query<{ key: string }>(
    `select distinct r.key from extract_row r join extract_file f on f.id = r.file_id
      where r.agency_id = $1 and r.key = any($2) and f.profile = $3 and f.kind = $4`,
    [agency, keys, profile, kind],
  )
  return new Set(rows.map(({ key }) => key))
}

/** What became of a row. */
export type Outcome = {
  readonly row: RowToSettle
  readonly outcome: 'loaded' | 'linked' | 'refused'
  readonly reasons: readonly string[]
  readonly waits: boolean
  readonly nominal: NominalId | null
}

/**
 * Keeps the outcomes of rows and the file's figures with them. `upTo`: the ordinal up to which the file is settled now; null when
 * rows are settled anew, every one of which was refused before.
 */
export const addOutcomes = async (
  client: Client,
  { id, agency }: StagedFile,
  outcomes: readonly Outcome[],
  upTo: number | null,
): Promise<void> => {
  await client.query(
    `insert into extract_outcome (row_id, attempt, version, file_id, agency_id, outcome, reasons, waits, nominal_id)
     select n.row_id, n.attempt, n.version, $1, $2, n.outcome, string_to_array(n.reasons, e'\n'), n.waits, n.nominal_id
       from unnest($3::uuid[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::boolean[], $9::uuid[])
         as n(row_id, attempt, version, outcome, reasons, waits, nominal_id)`,
    [
      id,
      agency,
      plainArray(outcomes.map(({ row }) => row.id)),
      plainArray(outcomes.map(({ row }) => row.attempt)),
      plainArray(outcomes.map(({ row }) => row.version)),
      plainArray(outcomes.map(({ outcome }) => outcome)),
      textArray(outcomes.map(({ reasons }) => reasons.map(reason => reason.replaceAll('\n', ' ')).join('\n'))),
      plainArray(outcomes.map(({ waits }) => waits)),
      plainArray(outcomes.map(({ nominal }) => nominal)),
    ],
  )
  const count = (outcome: Outcome['outcome']) => outcomes.filter(each => each.outcome === outcome).length
  await client.query(
    `update extract_file set settled = coalesce($2, settled), loaded = loaded + $3, linked = linked + $4, refused = refused + $5 where id = $1`,
    [id, upTo, count('loaded'), count('linked'), count('refused') - (upTo === null ? outcomes.length : 0)],
  )
}

/**
 * Becomes the importer for the rest of a transaction. The batches of an import go side by side; a row that is put right goes alone,
 * since who is whom must not be decided twice at once.
 */
export const enterAsImporter = async (
  client: Client,
  importer: { readonly id: OfficerId; readonly agency: AgencyId },
  how: 'with other batches' | 'alone',
): Promise<void> => {
  // Compiling a statement that runs for a tenth of a second takes longer than the statement.
  const lock = how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  await client.query(
    `select set_config('app.officer', $1, true), set_config('app.agency', $2, true), set_config('jit', 'off', true), ${lock}(hashtext('concord extract batch'))`,
    [importer.id, importer.agency],
  )
}

/** The log's entry for a batch: everyone it wrote about, each as seen in full. */
export const auditBatch = (
  client: Client,
  {
    action,
    nominals,
    records,
    onBehalfOf,
  }: {
    readonly action: string
    readonly nominals: readonly NominalId[]
    readonly records: readonly string[]
    readonly onBehalfOf: OfficerId | null
  },
): Promise<unknown> =>
  client.query(
    `select record_audit($1, $2, 'done', $3, array_fill('full'::text, array[cardinality($3::uuid[])]), $4, '{}', null, null, '{}', $5, 'concord import')`,
    [newId(), action, nominals, records, onBehalfOf],
  )
