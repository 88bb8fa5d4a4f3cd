import { openCheckpoint, readCheckpoint, type Checkpoint, type Verifier } from './checkpoint.ts'
import { leafHashesIn } from './line-hashing.ts'
import { noLeaves, rootOf, withLeaves, type Edge } from './merkle.ts'

/** What became of holding a file of events against the checkpoint that was signed over them. */
export type Verified =
  | { readonly holds: true; readonly checkpoint: Checkpoint }
  | { readonly holds: false; readonly why: string }

const notWith = (why: string): Verified => ({ holds: false, why })

/** Why a note is not taken; undefined: it is a checkpoint that one of the verifiers signed. */
const opened = (note: string, verifiers: readonly Verifier[]): Checkpoint | string => {
  if (readCheckpoint(note) === undefined) return 'what should be the checkpoint is none'
  return (
    openCheckpoint(note, verifiers) ??
    'the checkpoint is not signed by the key that was given, or was changed after it was signed'
  )
}

/**
 * Holds a file of events (a line a leaf) against a checkpoint: as many as were signed, each as it was, in their order. Any event altered, left out,
 * put in, repeated or moved gives another root or another number.
 */
export const verifyEvents = async (file: string, note: string, verifiers: readonly Verifier[]): Promise<Verified> => {
  const checkpoint = opened(note, verifiers)
  if (typeof checkpoint === 'string') return notWith(checkpoint)
  let edge: Edge = noLeaves
  try {
    for await (const hashes of leafHashesIn(file)) edge = withLeaves(edge, hashes)
  } catch (error) {
    return notWith(
      `the file of events cannot be read whole: ${error instanceof Error ? error.message : 'no reason is known'}`,
    )
  }
  if (edge.size !== checkpoint.size)
    return notWith(
      `${checkpoint.size.toLocaleString('en-GB')} events were signed and ${edge.size.toLocaleString('en-GB')} are there`,
    )
  return rootOf(edge).equals(checkpoint.root)
    ? { holds: true, checkpoint }
    : notWith(
        'as many events are there as were signed, and they are not the same: one or more were altered, moved or exchanged',
      )
}

/** Whether the events of a newer export begin with those that an older checkpoint was signed over. */
export const verifyGrowth = async (
  older: string,
  file: string,
  newer: string,
  verifiers: readonly Verifier[],
): Promise<Verified> => {
  const was = opened(older, verifiers)
  if (typeof was === 'string') return notWith(`the older one: ${was}`)
  const is = opened(newer, verifiers)
  if (typeof is === 'string') return notWith(`the newer one: ${is}`)
  if (was.origin !== is.origin) return notWith('the two are of different logs')
  if (was.size > is.size) return notWith('the older one has more events than the newer one: the log was cut short')
  let [edge, then]: [Edge, Edge | undefined] = [noLeaves, was.size === 0 ? noLeaves : undefined]
  for await (const hashes of leafHashesIn(file)) {
    if (then === undefined && edge.size + hashes.length >= was.size)
      then = withLeaves(edge, hashes.slice(0, was.size - edge.size))
    edge = withLeaves(edge, hashes)
  }
  if (edge.size !== is.size || !rootOf(edge).equals(is.root))
    return notWith('the newer events are not those that were signed')
  return then !== undefined && rootOf(then).equals(was.root)
    ? { holds: true, checkpoint: is }
    : notWith('the newer log does not begin with the older one: what was signed then was changed since')
}
