import { z } from 'zod'
import { openCheckpoint, type Checkpoint, type Verifier } from './checkpoint.ts'
import { isIncluded, leafHash, type Hash } from './merkle.ts'

/** A proof that one event is in the log, as a file that anybody can check without Concord's database. */
export type Proof = {
  readonly index: number
  /** The event: the leaf's very text. */
  readonly event: string
  readonly hashes: readonly Hash[]
  readonly checkpoint: string
}

const ProofFile = z.strictObject({
  format: z.literal('concord-proof-1'),
  index: z.int().min(0),
  event: z.string().max(4 * 1024 * 1024),
  hashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64),
  checkpoint: z.string().max(10_000),
})

/** The proof as text. */
export const writeProof = ({ index, event, hashes, checkpoint }: Proof): string =>
  `${JSON.stringify({ format: 'concord-proof-1', index, event, hashes: hashes.map(each => each.toString('hex')), checkpoint }, null, 2)}\n`

/** Reads one; undefined when it is none. */
export const readProof = (text: string): Proof | undefined => {
  const read = ProofFile.safeParse(parsed(text))
  return read.success ? { ...read.data, hashes: read.data.hashes.map(each => Buffer.from(each, 'hex')) } : undefined
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The checkpoint under which the event of a proof stands; undefined: the proof does not hold, or nobody of `verifiers` signed it. */
export const checkProof = (
  { index, event, hashes, checkpoint }: Proof,
  verifiers: readonly Verifier[],
): Checkpoint | undefined => {
  const signed = openCheckpoint(checkpoint, verifiers)
  return signed &&
    isIncluded({ index, size: signed.size, leaf: leafHash(Buffer.from(event)), root: signed.root }, hashes)
    ? signed
    : undefined
}
