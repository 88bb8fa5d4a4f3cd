import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { partLength } from './manifest.ts'

const newLine = 10 // in COPY's text format it stands at the end of a row and nowhere else
const level = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

export const compress = (rows: Buffer): Promise<Buffer> => promisify(zstdCompress)(rows, level)
export const decompress = (part: Buffer): Promise<Buffer> => promisify(zstdDecompress)(part, {})

/** How many rows stand in text of COPY's. */
export const countRows = (text: Buffer): number => {
  let count = 0
  for (let at = text.indexOf(newLine); at >= 0; at = text.indexOf(newLine, at + 1)) count++
  return count
}

/** The same bytes in pieces that end where a row ends, of about `partLength`; a longer row is a piece by itself. */
export async function* wholeRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of bytes) {
    held.push(chunk)
    length += chunk.length
    const end = length < partLength ? -1 : chunk.lastIndexOf(newLine)
    if (end < 0) continue
    held[held.length - 1] = chunk.subarray(0, end + 1)
    yield Buffer.concat(held)
    held = [chunk.subarray(end + 1)]
    length = chunk.length - end - 1
  }
  if (length > 0) yield Buffer.concat(held)
}
