import { createHash } from 'node:crypto'
import { newId, type AgencyId, type Database, type NominalId, type OfficerId } from '#platform'
import type { FileObjectId } from './file-places.ts'
import { chunkBytes, newFileKey, seal } from './file-seal.ts'
import type { FileId } from './file.ts'

/** A photograph as a source of ours brings it, both sizes made by the program itself. `takenOn`: null when nobody knows. */
export type LoadedPhotograph = {
  readonly nominal: NominalId
  readonly takenOn: Temporal.PlainDate | null
  readonly description: string
  readonly name: string
  readonly mediaType: 'image/png' | 'image/jpeg'
  readonly whole: Buffer
  readonly small: Buffer
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** Sealed in one chunk: a picture that the program made is small. */
const sealed = async (bytes: Buffer) => {
  const stored = { object: newId<FileObjectId>(), key: newFileKey(), size: bytes.length }
  return { ...stored, sha256: sha256(bytes), bytes: Buffer.concat(await Array.fromAsync(seal(one(bytes), stored))) }
}

/**
 * Keeps a photograph in the importer's name, in one statement, so that it is there with all of its contents or not at all. One that stands on
 * its record already is passed over, and so is one that was sealed. `db`: a pool in the role concord_importer. What comes from outside goes by file-adding.ts, which looks
 * at it first. Throws `RangeError` for a picture that is larger than one chunk.
 */
export const loadPhotograph = async (
  { pool }: Database,
  by: { readonly officer: OfficerId; readonly agency: AgencyId },
  { nominal, takenOn, description, name, mediaType, whole, small }: LoadedPhotograph,
): Promise<void> => {
  if (Math.max(whole.length, small.length) > chunkBytes) throw new RangeError('A picture is larger than one chunk')
  const forms = [await sealed(whole), await sealed(small)]
  await pool.query(
    `with given as (select * from unnest(array['whole', 'small'], $11::uuid[], $12::bigint[], $13::text[], $14::bytea[], $15::bytea[]) as g(form, object_id, size, sha256, key, sealed)),
     kept as (
       insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, taken_on, description, marking, name, given_type, given_size, given_sha256, rewritten)
       select $1::uuid, $2::uuid, $3::uuid, $4::uuid, 'extract', 'photograph', $5::date, $6, 'OFFICIAL-SENSITIVE', $7, $8, $9::bigint, $10, false
        where not is_said_under_seal('file', $2::uuid, $4::uuid, jsonb_build_object('given_sha256', $10::text)) on conflict do nothing returning id, nominal_id),
     placed as (insert into file_object (id, store) select g.object_id, 'database' from given g, kept),
     laid as (insert into file_chunk (object_id, ordinal, sealed) select g.object_id, 0, g.sealed from given g, kept)
     insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
     select k.id, g.form, k.nominal_id, g.object_id, $8, g.size, g.sha256, g.key from kept k, given g`,
    [
      newId<FileId>(),
      nominal,
      by.officer,
      by.agency,
      takenOn?.toString() ?? null,
      description,
      name,
      mediaType,
      whole.length,
      sha256(whole),
      forms.map(({ object }) => object),
      forms.map(({ size }) => size),
      forms.map(form => form.sha256),
      forms.map(({ key }) => key),
      forms.map(({ bytes }) => bytes),
    ],
  )
}
