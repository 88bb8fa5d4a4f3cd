import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify, type KeyObject } from 'node:crypto'
import type { Hash } from './merkle.ts'

/**
 * A checkpoint: how long the log is and what its root is, signed with Ed25519 in the form of C2SP (tlog-checkpoint, signed-note), so that tools of
 * others read it too. Texts and keys in, texts and answers out; nothing is read or kept here.
 */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash }

/** Who signs: the log's name and its key. `id`: the first four bytes of SHA-256(name, line feed, 0x01, public key), by which a signature says whose it is. */
export type Signer = {
  readonly name: string
  readonly id: Buffer
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}
export type Verifier = Omit<Signer, 'privateKey'>

const ed25519 = Buffer.from([1])
/** What stands before the 32 bytes of a public key, and of a private one, in their DER forms (RFC 8410). */
const publicHead = Buffer.from('302a300506032b6570032100', 'hex')
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A name that a note can bear: no space, no plus, not empty. */
const isName = (name: string): boolean => /^[^\s+]{1,200}$/u.test(name)

const bytesOfPublic = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(publicHead.length)
const idOf = (name: string, publicBytes: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), ed25519, publicBytes]), 'buffer').subarray(0, 4)

/** A new key for a log of that name. Throws `RangeError` for a name that a note cannot bear. */
export const makeSigner = (name: string): Signer => {
  if (!isName(name)) throw new RangeError('A log’s name has no space and no plus')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { name, id: idOf(name, bytesOfPublic(publicKey)), publicKey, privateKey }
}

/** A private key's 32 bytes, to be kept, and back. */
export const seedOf = ({ privateKey }: Signer): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(privateHead.length)
export const signerFrom = (name: string, seed: Buffer): Signer => {
  const privateKey = createPrivateKey({ key: Buffer.concat([privateHead, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { name, id: idOf(name, bytesOfPublic(publicKey)), publicKey, privateKey }
}

/** The public key as others are given it: "name+1a2b3c4d+base64". */
export const verifierKey = ({ name, id, publicKey }: Verifier): string =>
  `${name}+${id.toString('hex')}+${Buffer.concat([ed25519, bytesOfPublic(publicKey)]).toString('base64')}`

/** Reads one; undefined when it is none, or its id is another's. */
export const verifierFrom = (text: string): Verifier | undefined => {
  const [, name = '', id = '', key = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text.trim()) ?? []
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1) return undefined
  const publicBytes = bytes.subarray(1)
  if (idOf(name, publicBytes).toString('hex') !== id) return undefined
  const publicKey = createPublicKey({ key: Buffer.concat([publicHead, publicBytes]), format: 'der', type: 'spki' })
  return { name, id: Buffer.from(id, 'hex'), publicKey }
}

const bodyOf = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`

/** The checkpoint as a signed note. */
export const signCheckpoint = (checkpoint: Checkpoint, signer: Signer): string => {
  const body = bodyOf(checkpoint)
  const signature = Buffer.concat([signer.id, sign(null, Buffer.from(body), signer.privateKey)])
  return `${body}\n— ${signer.name} ${signature.toString('base64')}\n`
}

const mostBytes = 100_000

/** Reads a note's text without asking who signed it; undefined when it is no checkpoint. */
export const readCheckpoint = (note: string): Checkpoint | undefined => {
  const [, origin = '', size = '', root = ''] =
    /^([^\n]{1,200})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*\n(?:— [^\n]+\n)+$/u.exec(
      note.slice(0, mostBytes),
    ) ?? []
  const bytes = Buffer.from(root, 'base64')
  if (origin === '' || bytes.length !== 32 || bytes.toString('base64') !== root || !Number.isSafeInteger(Number(size)))
    return undefined
  return { origin, size: Number(size), root: bytes }
}

/**
 * The checkpoint of a note that one of the verifiers signed; undefined when none of them did, or it is no checkpoint. A signature of a verifier that
 * does not fit the text makes the whole note worthless, whoever else signed it.
 */
export const openCheckpoint = (note: string, verifiers: readonly Verifier[]): Checkpoint | undefined => {
  const checkpoint = readCheckpoint(note)
  if (checkpoint === undefined) return undefined
  const end = note.indexOf('\n\n') + 1
  const body = Buffer.from(note.slice(0, end))
  let signed = false
  for (const line of note
    .slice(end + 1)
    .split('\n')
    .filter(text => text !== '')) {
    const [, name = '', text = ''] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? []
    const bytes = Buffer.from(text, 'base64')
    // One text for one signature: bits that base64 leaves over are none of it.
    if (bytes.toString('base64') !== text) return undefined
    const verifier = verifiers.find(each => each.name === name && each.id.equals(bytes.subarray(0, 4)))
    if (verifier === undefined) continue
    if (bytes.length !== 68 || !verify(null, body, verifier.publicKey, bytes.subarray(4))) return undefined
    signed = true
  }
  return signed ? checkpoint : undefined
}
