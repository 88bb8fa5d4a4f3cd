import { createReadStream } from 'node:fs'
import { newId, type Surroundings } from '#platform'
import type { KeptForm } from './file-examination.ts'
import { inDatabase } from './file-in-database.store.ts'
import { inS3 } from './file-in-s3.ts'
import type { FileObjectId, FilePlaces } from './file-places.ts'
import { newFileKey, seal, sealedSize, unseal } from './file-seal.ts'
import type { SealedForm, StoredForm } from './file.store.ts'

/** The places of this server: new files go to the bucket where one is set, and to the database otherwise. */
export const filePlaces = ({ db, configuration: { s3 } }: Pick<Surroundings, 'db' | 'configuration'>): FilePlaces => {
  const database = inDatabase(db.pool)
  const places = s3 ? [inS3(s3), database] : [database]
  return {
    forNew: form => (form === 'small' ? database : places[0]!),
    called: name => places.find(place => place.name === name),
  }
}

/**
 * Seals what is kept of a file, each form under a key of its own, and puts it in its place. The place is noted before the first byte
 * goes there: when this throws, or nothing ever names the place, upkeep finds it and clears it away. Throws `PlaceAway`.
 */
export const putAway = async (
  { pool }: Surroundings['db'],
  { forNew }: FilePlaces,
  kept: readonly KeptForm[],
): Promise<readonly SealedForm[]> => {
  const sealed: SealedForm[] = []
  for (const { form, path, mediaType, size, sha256 } of kept) {
    const object = newId<FileObjectId>()
    const key = newFileKey()
    const place = forNew(form)
    await pool.query('insert into file_object (id, store) values ($1, $2)', [object, place.name])
    await place.put(object, seal(createReadStream(path), { key, object, size }), sealedSize(size))
    sealed.push({ form, object, mediaType, size, sha256, key })
  }
  return sealed
}

/** A file is in a bucket that this server is not set up for. Answered as 503. */
class NoSuchPlace extends Error {
  override readonly name = 'NoSuchPlace'
  readonly code = 'ECONNREFUSED'
}

/**
 * The bytes of a file as they were kept. The first are read before this returns, so that what is away or broken is told instead of sent;
 * what breaks later ends the stream. Throws `SealBroken`, `PlaceAway` and `NoSuchPlace`.
 */
export const bringBack = async (
  places: FilePlaces,
  { place, ...stored }: StoredForm,
): Promise<AsyncGenerator<Buffer>> => {
  const from = places.called(place)
  if (!from) throw new NoSuchPlace('The bucket of this file is not set.')
  const opened = unseal(from.get(stored), stored)
  const first = await opened.next()
  return (async function* all() {
    try {
      if (!first.done) yield first.value
      yield* opened
    } finally {
      await opened.return(undefined)
    }
  })()
}
