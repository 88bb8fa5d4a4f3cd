import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { ByteReader } from './byte-reader.ts'
import { Damaged } from './damaged.ts'

// An encrypted backup: a header, then chunks, each AES-256-GCM (NIST SP 800-38D) under a key of this file's own, which HKDF
// (RFC 5869) makes of the operator's key and the salt in the header. A chunk's nonce is its number and whether it is the last one
// (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): chunks cannot change places, be left out or be cut off.

const magic = Buffer.from('concord sealed backup 1\n')
const keyIdLength = 8
const saltLength = 32
const headerLength = magic.length + keyIdLength + saltLength
const chunkLength = 65_536
const tagLength = 16
const cipher = 'aes-256-gcm'

/** 32 random bytes that the operator keeps. */
export type SealingKey = Buffer

/** A name for a key that tells nothing about it: 16 hexadecimal digits. */
export const nameOfKey = (key: SealingKey): string => keyId(key).toString('hex')

const keyId = (key: SealingKey): Buffer =>
  createHash('sha256').update('concord backup key').update(key).digest().subarray(0, keyIdLength)

const keyOfFile = (key: SealingKey, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, 'concord sealed backup 1', 32))

const nonceOf = (chunk: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Chunks of one length but for the last, each with whether it is that. */
async function* chunksOf(
  reader: ByteReader,
  length: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly number: number; readonly isLast: boolean }> {
  let chunk = await reader.take(length)
  for (let number = 0; ; number++) {
    const next = await reader.take(length)
    yield { chunk, number, isLast: next.length === 0 }
    if (next.length === 0) return
    chunk = next
  }
}

/** Encrypts `bytes`. */
export async function* seal(bytes: AsyncIterable<Buffer>, key: SealingKey): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltLength)
  const header = Buffer.concat([magic, keyId(key), salt])
  const ours = keyOfFile(key, salt)
  yield header
  for await (const { chunk, number, isLast } of chunksOf(new ByteReader(bytes), chunkLength)) {
    const work = createCipheriv(cipher, ours, nonceOf(number, isLast)).setAAD(header)
    yield work.update(chunk)
    work.final()
    yield work.getAuthTag()
  }
}

/** What the first bytes of a file tell: whether it is encrypted, and the name of its key. */
export type Sealed = { readonly keyName: string } | undefined

/** `beginning`: at least the first 64 bytes of the file, or all of a shorter one. */
export const sealedAs = (beginning: Buffer): Sealed =>
  beginning.subarray(0, magic.length).equals(magic)
    ? { keyName: beginning.subarray(magic.length, magic.length + keyIdLength).toString('hex') }
    : undefined

const open = (ours: Buffer, header: Buffer, chunk: Buffer, number: number, isLast: boolean): Buffer => {
  if (chunk.length < tagLength) throw new Damaged('it ends too early')
  const work = createDecipheriv(cipher, ours, nonceOf(number, isLast), { authTagLength: tagLength })
    .setAAD(header)
    .setAuthTag(chunk.subarray(-tagLength))
  try {
    return Buffer.concat([work.update(chunk.subarray(0, -tagLength)), work.final()])
  } catch {
    throw new Damaged('it has been altered, or its end is missing')
  }
}

/**
 * Decrypts what `seal` wrote with the same key; no byte is given out that is not proved to be as it was written.
 * @throws Damaged
 */
export async function* unseal(bytes: AsyncIterable<Buffer>, key: SealingKey): AsyncGenerator<Buffer> {
  const reader = new ByteReader(bytes)
  const header = await reader.take(headerLength)
  if (header.length < headerLength) throw new Damaged('it ends too early')
  const ours = keyOfFile(key, header.subarray(-saltLength))
  for await (const { chunk, number, isLast } of chunksOf(reader, chunkLength + tagLength))
    yield open(ours, header, chunk, number, isLast)
}
