import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Bytes that are sealed together. The database holds the same in its chunks. */
export const chunkBytes = 256 * 1024
/** What a seal adds to a chunk. */
export const sealBytes = 16

/** What was read is not what was kept: something in the store was changed, lost or put in another's place. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

export const newFileKey = (): Buffer => randomBytes(32)

/** How large `size` bytes are when they are sealed. */
export const sealedSize = (size: number): number => size + sealBytes * chunksOf(size)
/** In how many chunks `size` bytes lie; at least one, because the last is known by its seal. */
export const chunksOf = (size: number): number => Math.max(1, Math.ceil(size / chunkBytes))

/** Counts the chunks and tells the last from the others. A key seals one object only, so that no nonce comes twice under it. */
const nonceOf = (ordinal: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(ordinal, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Cuts a stream into pieces of one size; the last may be shorter. */
async function* pieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const part of bytes) {
    held.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    length += part.byteLength
    if (length < size) continue
    let rest = Buffer.concat(held)
    for (; rest.length >= size; rest = rest.subarray(size)) yield rest.subarray(0, size)
    held = rest.length > 0 ? [rest] : []
    length = rest.length
  }
  if (length > 0) yield Buffer.concat(held)
}

type Sealing = { readonly key: Buffer; readonly object: string; readonly size: number }

/**
 * Seals `size` bytes in chunks (AES-256-GCM): each by itself, so that it can be sent on as soon as it is read, bound to its object, its
 * place and whether it is the last, so that chunks can neither be exchanged nor left out. The shape is that of STREAM (Hoang and others, 2015).
 */
export async function* seal(bytes: AsyncIterable<Uint8Array>, { key, object, size }: Sealing): AsyncGenerator<Buffer> {
  const last = chunksOf(size) - 1
  let ordinal = 0
  for await (const piece of pieces(bytes, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(ordinal, ordinal === last)).setAAD(Buffer.from(object))
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    ordinal++
  }
}

/**
 * Opens what `seal` made, however it was cut on the way, and holds all of it against `sha256` (hexadecimal).
 * Throws `SealBroken` before it gives out a byte of a chunk that is not as it was, and at the end when something is missing.
 */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  { key, object, size, sha256 }: Sealing & { readonly sha256: string },
): AsyncGenerator<Buffer> {
  const last = chunksOf(size) - 1
  const hash = createHash('sha256')
  let ordinal = 0
  for await (const chunk of pieces(sealed, chunkBytes + sealBytes)) {
    const opened = openChunk(chunk, key, object, nonceOf(ordinal, ordinal === last))
    hash.update(opened)
    ordinal++
    // The end is known from the row, so whatever follows it breaks the last seal or comes after it.
    if (ordinal > last && (ordinal > last + 1 || hash.digest('hex') !== sha256))
      throw new SealBroken('Not what was kept.')
    yield opened
  }
  if (ordinal !== last + 1) throw new SealBroken('Not all of it is there.')
}

const openChunk = (chunk: Buffer, key: Buffer, object: string, nonce: Buffer): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      .setAAD(Buffer.from(object))
      .setAuthTag(chunk.subarray(-sealBytes))
    return Buffer.concat([decipher.update(chunk.subarray(0, -sealBytes)), decipher.final()])
  } catch {
    throw new SealBroken('A part is not as it was kept.')
  }
}
