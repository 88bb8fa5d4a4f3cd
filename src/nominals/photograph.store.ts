import { sql } from 'kysely'
import type { NominalId, Tx } from '#platform'
import type { PhotographShown } from './file.facts.ts'
import type { FileObjectId } from './file-places.ts'
import { unseal } from './file-seal.ts'
import type { FileId } from './file.ts'

/** The small size of a photograph, sealed as it is kept. */
export type SealedPhotograph = {
  readonly id: FileId
  readonly takenOn: string | null
  readonly object: FileObjectId
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly key: Buffer
  readonly sealed: Buffer | null
}

const small = sql`c.object_id as object, c.media_type as "mediaType", c.size, c.sha256, c.key, sealed_chunk(c.object_id, 0, encode(sha256(c.key), 'hex')) as sealed`

/** The photograph in a headline that the actor may see; of an open record also as it was at a moment, `known`, and never one that was withdrawn since. null: there is none. */
export const headlinePhotograph = async (
  tx: Tx,
  nominal: NominalId,
  known: string | null,
): Promise<PhotographShown | null> => {
  const { rows } = await (
    known === null
      ? sql<SealedPhotograph>`
        select c.file_id as id, h.photograph_taken_on::text as "takenOn", ${small}
          from nominal_headline h join file_content c on c.file_id = h.photograph and c.form = 'small'
         where h.nominal_id = ${nominal}::uuid`
      : sql<SealedPhotograph>`
        select f.id, f.taken_on::text as "takenOn", ${small}
          from file f join file_content c on c.file_id = f.id and c.form = 'small'
         where f.nominal_id = ${nominal}::uuid and f.kind = 'photograph' and f.recorded_at <= ${known}::timestamptz
           and (f.superseded_at is null or f.superseded_at > ${known}::timestamptz)
           and file_version(f.id, 'infinity') is not null
         order by f.taken_on desc nulls last, f.recorded_at desc, f.id desc limit 1`
  ).execute(tx)
  return rows[0] ? shownPhotograph(rows[0]) : null
}

/** The small sizes of these files of an open record, as images of a page. A file without one is not in it. */
export const smallPictures = async (tx: Tx, files: readonly FileId[]): Promise<ReadonlyMap<FileId, string>> => {
  if (files.length === 0) return new Map()
  const { rows } = await sql<SealedPhotograph>`
    select c.file_id as id, null as "takenOn", ${small}
      from file_content c where c.file_id = any(${files}::uuid[]) and c.form = 'small'`.execute(tx)
  const pictures = await Promise.all(rows.map(shownPhotograph))
  return new Map(pictures.flatMap(({ id, source }) => (source === null ? [] : [[id, source]])))
}

/** A small size is one chunk; one that is not as it was kept is not shown. */
export const shownPhotograph = async ({
  id,
  takenOn,
  sealed,
  mediaType,
  ...stored
}: SealedPhotograph): Promise<PhotographShown> => {
  if (sealed === null) return { id, takenOn, source: null }
  try {
    const bytes = await Array.fromAsync(unseal(one(sealed), stored))
    return { id, takenOn, source: `data:${mediaType};base64,${Buffer.concat(bytes).toString('base64')}` }
  } catch {
    return { id, takenOn, source: null }
  }
}

async function* one(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk
}

/** The name in the headline of an open record. */
export const nameOf = async (tx: Tx, nominal: NominalId): Promise<string> => {
  const { name } = await tx
    .selectFrom('nominal_headline')
    .select('name')
    .where('nominal_id', '=', nominal)
    .executeTakeFirstOrThrow()
  return name
}
