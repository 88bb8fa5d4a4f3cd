import { sql } from 'kysely'
import { newId, type AgencyId, type NominalId, type OfficerId, type Tx } from '#platform'
import type { FileForm } from './file-kind.ts'
import type { FileFact, FilesFound } from './file.facts.ts'
import type { FileGiven, FileId, NewFile } from './file.ts'
import type { FileObjectId } from './file-places.ts'

/** Sealed bytes that lie in their place and wait for the row that names them. */
export type SealedForm = {
  readonly form: FileForm
  readonly object: FileObjectId
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly key: Buffer
}

/** Files on one page. */
export const filesShown = 100

/** The files of a record that is open in full, photographs first, the latest before; and how many there are in all. `known`: the moment as of which; null: all that stand. */
export const filesOf = async (tx: Tx, nominal: NominalId, known: string | null = null): Promise<FilesFound> => {
  const standing = sql`f.nominal_id = ${nominal}::uuid and case when ${known}::timestamptz is null then f.superseded_at is null
                         else f.recorded_at <= ${known}::timestamptz and (f.superseded_at is null or f.superseded_at > ${known}::timestamptz) end`
  const { rows } = await sql<FileFact>`
    select f.id, f.kind, f.taken_on::text as "takenOn", f.description, f.marking, f.caveats, f.name, c.media_type as "mediaType", c.size, c.sha256,
           f.given_type as "givenType", f.given_size as "givenSize", f.given_sha256 as "givenSha256", f.rewritten,
           exists (select from file_content s where s.file_id = f.id and s.form = 'small') as small,
           to_char(f.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt", o.name as "recordedBy", g.name as agency,
           f.source_kind as "sourceKind", f.source_ref as source, ${known}::timestamptz is not null and file_version(f.id, 'infinity') is null as "withdrawnSince"
      from file f
      join file_content c on c.file_id = f.id and c.form = 'whole'
      join officer o on o.id = f.recorded_by
      join agency g on g.id = f.agency_id
     where ${standing}
     order by f.kind = 'document', f.taken_on desc nulls last, f.recorded_at desc, f.id desc limit ${filesShown}`.execute(
    tx,
  )
  if (rows.length < filesShown) return { files: rows, total: rows.length }
  const all = await sql<{ total: number }>`
    select count(*)::int as total from file f where ${standing}`.execute(tx)
  return { files: rows, total: all.rows[0]!.total }
}

/** Whose a file is, whatever the actor may see of them: only for opening the record or not. */
export const nominalOfFile = async (tx: Tx, file: FileId): Promise<NominalId | undefined> => {
  const { rows } = await sql<{ nominal: NominalId }>`select nominal_of_file(${file}::uuid) as nominal`.execute(tx)
  return rows[0]?.nominal ?? undefined
}

/** What is needed to send a file's bytes. */
export type StoredForm = SealedForm & { readonly place: string; readonly name: string | null }

/**
 * One form of a file: of a record that is open, or the photograph of a headline that the actor sees; a file without a small size
 * has none. An earlier version opens as long as the file was not withdrawn. `name`: null where the record is not open.
 */
export const storedForm = async (tx: Tx, file: FileId, form: FileForm): Promise<StoredForm | undefined> => {
  const { rows } = await sql<StoredForm>`
    select c.form, c.object_id as object, c.media_type as "mediaType", c.size, c.sha256, c.key, o.store as place, f.name
      from file_content c join file_object o on o.id = c.object_id left join file f on f.id = c.file_id
     where c.file_id = ${file}::uuid and c.form = ${form} and (f.id is null or file_version(f.id, 'infinity') is not null)`.execute(
    tx,
  )
  return rows[0]
}

/** The day on which the same bytes were added to an open record, in London. */
export const addedBefore = async (
  tx: Tx,
  nominal: NominalId,
  sha256: string,
): Promise<Temporal.PlainDate | undefined> => {
  const { rows } = await sql<{ day: Temporal.PlainDate }>`
    select (o.recorded_at at time zone 'Europe/London')::date as day from file f join file o on o.id = file_first(f.id)
     where f.nominal_id = ${nominal}::uuid and f.given_sha256 = ${sha256} and f.superseded_at is null limit 1`.execute(
    tx,
  )
  return rows[0]?.day
}

/** Writes a file whose bytes are in their places. `by`: in whose name, and their agency's. */
export const keepFile = async (
  tx: Tx,
  id: FileId,
  nominal: NominalId,
  by: { readonly officer: OfficerId; readonly agency: AgencyId },
  file: NewFile,
  given: FileGiven & { readonly type: string; readonly rewritten: boolean },
  forms: readonly SealedForm[],
): Promise<void> => {
  await sql`insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, taken_on, description, marking, caveats, name, given_type, given_size,
                              given_sha256, rewritten)
            values (${id}, ${nominal}, ${by.officer}, ${by.agency}, 'officer', ${file.kind}, ${file.takenOn?.toString() ?? null}, ${file.description},
                    ${file.marking}, ${file.caveats}, ${file.name}, ${given.type}, ${given.size}, ${given.sha256}, ${given.rewritten})`.execute(
    tx,
  )
  for (const form of forms)
    await sql`insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
              values (${id}, ${form.form}, ${nominal}, ${form.object}, ${form.mediaType}, ${form.size}, ${form.sha256}, ${form.key})`.execute(
      tx,
    )
}

/** A file of an open record that stands, and whose it is; undefined: there is none, or it stands no more. */
export const standingFile = async (
  tx: Tx,
  nominal: NominalId,
  file: FileId,
): Promise<{ readonly agency: AgencyId; readonly description: string } | undefined> => {
  const { rows } = await sql<{ agency: AgencyId; description: string }>`
    select f.agency_id as agency, f.description from file f
     where f.id = ${file}::uuid and f.nominal_id = ${nominal}::uuid and f.superseded_at is null`.execute(tx)
  return rows[0]
}

/** Withdraws a file: its row and the reason are kept. The database raises CC409 when it stands no more, and CC403 to another agency than its own and the lead. */
export const keepWithdrawal = async (
  tx: Tx,
  by: { readonly officer: OfficerId; readonly agency: AgencyId },
  nominal: NominalId,
  file: FileId,
  reason: string,
): Promise<void> => {
  await tx
    .insertInto('withdrawal')
    .values({
      id: newId(),
      nominal_id: nominal,
      fact_table: 'file',
      fact_id: file,
      reason,
      recorded_by: by.officer,
      agency_id: by.agency,
    })
    .execute()
}
