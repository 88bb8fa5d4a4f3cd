import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { codeOf } from '#platform'
import type { FileGiven, FileTyped } from './file.ts'
import { fileLimits } from './file-kind.ts'

/** What came in one form. `path`: where the file lies; null when none came or it was too large to keep. */
export type ReceivedFile = {
  readonly typed: FileTyped
  readonly given: FileGiven | null
  readonly path: string | null
  readonly tooLarge: boolean
  /** Every field of the form by its name, for what is sent with a file; several of one name as a list. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
}

/** The body cannot be read as a form in parts, or ended in the middle: the sender's mistake, or their line's. */
class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly statusCode = 400
}

/** There is no room for it on the server now. Answered as 503: nothing was kept. */
class NoRoom extends Error {
  override readonly name = 'NoRoom'
  readonly code = '53100' // as PostgreSQL says that its disk is full; see platform/faults.ts
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** No description has them, and the database refuses one of them. Line ends and tabs stay. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\0-\x08\x0b-\x0c\x0e-\x1f\x7f]/g

/** Bytes: as many as the longest entry may have. */
const longestField = 96 * 1024

const hashed = () => {
  const hash = createHash('sha256')
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { through, sha256: () => hash.digest('hex') }
}

/**
 * Streams a form of one file into `folder`, holding nothing of it whole. What is beyond the limit is read past and not kept.
 * Throws what is answered as 400 when the body is no form in parts, ends too soon or has more parts than the form, and as 503 when there is no room.
 */
export const receiveFile = async (
  request: FastifyRequest,
  folder: string,
  /** The field that says what the file is, where another form has `kind` for something else. */
  kindIn = 'kind',
): Promise<ReceivedFile> => {
  const fields = new Map<string, string[]>()
  let given: FileGiven | null = null
  let path: string | null = null
  let tooLarge = false
  try {
    for await (const part of request.parts({
      limits: {
        files: 1,
        fields: 40,
        fieldSize: longestField,
        fieldNameSize: 100,
        fileSize: fileLimits.bytes,
        headerPairs: 50,
      },
    })) {
      if (part.type === 'field') {
        if (typeof part.value === 'string')
          fields.set(part.fieldname, [
            ...(fields.get(part.fieldname) ?? []),
            part.value.replaceAll(controls, '').toWellFormed(),
          ])
        continue
      }
      const name = part.filename?.toWellFormed() ?? ''
      // A form sent without a file brings one without a name.
      if (part.fieldname !== 'file' || name === '') {
        part.file.resume()
        continue
      }
      const { through, sha256 } = hashed()
      const to = join(folder, 'given')
      await pipeline(part.file, through, createWriteStream(to, { mode: 0o600 }))
      tooLarge = part.file.truncated
      if (!tooLarge) {
        path = to
        given = { name, size: part.file.bytesRead, sha256: sha256() }
      }
    }
  } catch (error) {
    if (full.has(codeOf(error) ?? '')) throw new NoRoom('There is no room for an upload.', { cause: error })
    throw new Unreadable('The form could not be read.', { cause: error })
  }
  const field = (name: string) => fields.get(name)?.[0] ?? ''
  return {
    typed: {
      kind: field(kindIn),
      takenOn: field('takenOn'),
      takenUnknown: fields.has('takenUnknown'),
      description: field('description'),
      marking: field('marking'),
      caveats: fields.get('caveats') ?? [],
    },
    given,
    path,
    tooLarge,
    fields: Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values])),
  }
}
