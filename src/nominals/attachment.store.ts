import { sql } from 'kysely'
import { newId, type Actor, type AgencyId, type NominalId, type Tx } from '#platform'
import type { Attachment, AttachmentId, Carrier } from './attachment.ts'
import type { FactId } from './fact.facts.ts'
import type { FileId } from './file.ts'

type Row = Attachment & { readonly entry: string }

/** The files that entries of open records carry, by the version of the entry that was asked; an entry without one is not in it. `known`: at a moment, null: now. */
export const attachmentsOf = async (
  tx: Tx,
  entries: readonly string[],
  known: string | null = null,
  { toDisclose = false }: { readonly toDisclose?: boolean } = {},
): Promise<ReadonlyMap<string, readonly Attachment[]>> => {
  if (entries.length === 0) return new Map()
  const { rows } = await sql<Row>`
    select a.entry_id as entry, a.id, a.file_id as file, a.name, a.description, a.kind, a.marking, a.caveats, a.withdrawn,
           to_char(a.attached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "attachedAt", a.by, a.agency
      from ${sql.raw(toDisclose ? 'attachments_to_disclose' : 'attachments_of')}(${entries}::uuid[], ${known ?? 'infinity'}::timestamptz) a`.execute(
    tx,
  )
  const found = Map.groupBy(rows, ({ entry }) => entry)
  return new Map([...found].map(([entry, of]) => [entry, of.map(({ entry: _entry, ...attachment }) => attachment)]))
}

/** An entry of an open record that stands, by any of its versions, with its first; undefined: there is none, or it was withdrawn. */
export const carrierOf = async (
  tx: Tx,
  nominal: NominalId,
  entry: FactId,
): Promise<(Carrier & { readonly first: FactId; readonly said: string; readonly marking: string }) | undefined> => {
  const { rows } = await sql<Carrier & { first: FactId; said: string; marking: string }>`
    select e.agency_id as agency, e.held_elsewhere <> '' as "isHeldElsewhere", entry_first(e.id) as first, e.kind_words || ': ' || left(e.words, 200) as said, e.marking,
           (select count(*)::int from attachment a where a.entry_id = entry_first(e.id) and not exists (select from attachment_taken_off t where t.attachment_id = a.id)) as carries
      from entry e where e.id = entry_standing(${entry}::uuid) and e.nominal_id = ${nominal}::uuid`.execute(tx)
  return rows[0]
}

/** The first version of a file of an open record that stands; undefined: there is none, or it was withdrawn. */
export const firstOfFile = async (tx: Tx, nominal: NominalId, file: FileId): Promise<FileId | undefined> => {
  const { rows } = await sql<{ first: FileId }>`
    select file_first(f.id) as first from file f where f.id = file_version(${file}::uuid, 'infinity') and f.nominal_id = ${nominal}::uuid`.execute(
    tx,
  )
  return rows[0]?.first
}

/** Attaches a file to an entry, each by its first version. Raises CC409 where either stands no more or it is attached already, CC403 for another agency. */
export const keepAttachment = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  entry: FactId,
  file: FileId,
): Promise<AttachmentId> => {
  const id = newId<AttachmentId>()
  await tx
    .insertInto('attachment')
    .values({
      id,
      nominal_id: nominal,
      entry_id: entry,
      file_id: file,
      recorded_by: actor.officer,
      agency_id: actor.agency,
    })
    .execute()
  return id
}

/** A link of an open record that holds, and whose it is; undefined: there is none, or it was taken off. */
export const attachmentToTakeOff = async (
  tx: Tx,
  nominal: NominalId,
  entry: FactId,
  id: AttachmentId,
): Promise<readonly AgencyId[] | undefined> => {
  const { rows } = await sql<{ entry: AgencyId; link: AgencyId }>`
    select e.agency_id as entry, a.agency_id as link from attachment a join entry e on e.id = a.entry_id
     where a.id = ${id}::uuid and a.nominal_id = ${nominal}::uuid and a.entry_id = entry_first(${entry}::uuid)
       and not exists (select from attachment_taken_off t where t.attachment_id = a.id)`.execute(tx)
  return rows[0] && [rows[0].entry, rows[0].link]
}

/** Takes a file off an entry; the link and the reason are kept. Raises CC403 for another agency, 23505 where somebody was quicker. */
export const keepTakingOff = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  id: AttachmentId,
  why: string,
): Promise<void> => {
  await tx
    .insertInto('attachment_taken_off')
    .values({ attachment_id: id, nominal_id: nominal, why, recorded_by: actor.officer, agency_id: actor.agency })
    .execute()
}
