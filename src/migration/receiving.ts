import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { codeOf, type Refusal } from '#platform'

/** What one upload may be. Larger deliveries go by the command line, which reads them where they lie. */
export const uploadLimits = {
  files: 20,
  megabytes: 200, // each
  megabytesTogether: 1000,
  nameLength: 100, // characters, of the extract and of a file
} as const

/** A file that came, where it lies, and the name it was sent under. */
export type ReceivedFile = { readonly path: string; readonly name: string }
/** What came in one form. `refusals`: what is wrong before anything is read, each with its field, `name` or `files`. */
export type Received = {
  readonly name: string
  readonly files: readonly ReceivedFile[]
  readonly refusals: readonly Refusal[]
}

const megabyte = 1024 * 1024
/** No name of a person or a thing has them, and the database refuses one of them. */
const controls = /\p{Cc}/gu
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** The body cannot be read as a form in parts, or ended in the middle: the sender's mistake. */
class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly statusCode = 400
}

/**
 * Streams the parts of a form into `folder`, holding none of them whole. A file beyond a limit is read past and not kept.
 * Throws what is answered as 400 when the body is no form, ends too soon, or has more parts than any form of ours.
 */
export const receive = async (request: FastifyRequest, folder: string): Promise<Received> => {
  const refusals: Refusal[] = []
  const refuse = (field: 'name' | 'files', text: string) => refusals.push({ field, text })
  const files: ReceivedFile[] = []
  let name = ''
  let [count, together] = [0, 0]
  try {
    for await (const part of request.parts({
      limits: {
        files: 200,
        fields: 10,
        fieldSize: 10_000,
        fileSize: uploadLimits.megabytes * megabyte,
        headerPairs: 50,
      },
    })) {
      if (part.type === 'field') {
        if (part.fieldname === 'name' && typeof part.value === 'string')
          name = part.value.replaceAll(controls, ' ').trim()
        continue
      }
      const called = part.filename?.replaceAll(controls, '').trim() ?? ''
      // A form sent without a file brings one without a name.
      const wanted = part.fieldname === 'files' && called !== '' && ++count <= uploadLimits.files
      if (!wanted || together > uploadLimits.megabytesTogether * megabyte) {
        part.file.resume()
        continue
      }
      const path = join(folder, String(count))
      await pipeline(part.file, createWriteStream(path, { mode: 0o600 }))
      together += part.file.bytesRead
      if (part.file.truncated) refuse('files', `${called} is larger than ${uploadLimits.megabytes} MB`)
      else files.push({ path, name: called })
    }
  } catch (error) {
    if (!full.has(codeOf(error) ?? '')) throw new Unreadable('The form could not be read.', { cause: error })
    refuse('files', 'There is no room on the server for these files now: tell support')
    request.raw.resume()
  }

  if (name === '') refuse('name', 'Say what to call this extract')
  if (name.length > uploadLimits.nameLength)
    refuse('name', `Its name must be ${uploadLimits.nameLength} characters or fewer`)
  if (count === 0) refuse('files', 'Choose the files of the extract')
  if (count > uploadLimits.files)
    refuse('files', `Choose ${uploadLimits.files} files or fewer at once: these are ${count}`)
  if (together > uploadLimits.megabytesTogether * megabyte)
    refuse('files', `Together the files are larger than ${uploadLimits.megabytesTogether.toLocaleString('en-GB')} MB`)
  for (const { name: called } of files)
    if (called.length > uploadLimits.nameLength)
      refuse('files', `${called.slice(0, 40)}… has a name longer than ${uploadLimits.nameLength} characters`)
  const twice = new Set(files.map(file => file.name).filter((called, place, all) => all.indexOf(called) !== place))
  for (const called of twice) refuse('files', `Two files are called ${called}: rename one`)
  return { name, files, refusals }
}
