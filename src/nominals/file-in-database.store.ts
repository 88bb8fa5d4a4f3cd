import { createHash } from 'node:crypto'
import type { FilePlace, Pool } from './file-places.ts'
import { chunksOf } from './file-seal.ts'

/**
 * Sealed bytes in the database, a chunk a row: one thing to back up, and nothing else to run. Written before any person's transaction and
 * read after it, a chunk a statement, so that no slow reader keeps one open; the key that the person's look found is what opens them.
 */
export const inDatabase = (pool: Pool): FilePlace => ({
  name: 'database',
  put: async (object, sealed) => {
    let ordinal = 0
    for await (const chunk of sealed)
      await pool.query('insert into file_chunk (object_id, ordinal, sealed) values ($1, $2, $3)', [
        object,
        ordinal++,
        chunk,
      ])
  },
  get: async function* get({ object, key, size }) {
    const hash = createHash('sha256').update(key).digest('hex')
    for (let ordinal = 0; ordinal < chunksOf(size); ordinal++) {
      const { rows } = await pool.query<{ sealed: Buffer | null }>('select sealed_chunk($1, $2, $3) as sealed', [
        object,
        ordinal,
        hash,
      ])
      const sealed = rows[0]?.sealed
      if (!sealed) return // what is missing is found by its hash
      yield sealed
    }
  },
  remove: async () => undefined, // its rows go with the place's own
})
