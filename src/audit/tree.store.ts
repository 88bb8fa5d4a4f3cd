import type pg from 'pg'
import { newId, type Id } from '#platform'
import { signerFrom, verifierKey, makeSigner, seedOf, type Signer } from './checkpoint.ts'
import { noLeaves, rootOf, withLeaves, type Edge, type Hash } from './merkle.ts'

type Client = Pick<pg.ClientBase, 'query'>
export type SignerId = Id<'log signer'>

/** Where an entry stands in the order of the log. */
export type LogPlace = { readonly era: number; readonly tx: string; readonly id: string }
export const beforeAll: LogPlace = { era: -1, tx: '0', id: '00000000-0000-0000-0000-000000000000' }

/** An entry that is taken up: its place, and its leaf as text. */
export type LogEntry = LogPlace & { readonly at: string; readonly leaf: string }

/** The entries that follow a place and before which none can come any more; at most `most`. `at`: the database's own text, microseconds included. */
export const entriesAfter = async (
  client: Client,
  { era, tx, id }: LogPlace,
  most: number,
): Promise<readonly LogEntry[]> =>
  (
    await client.query<LogEntry>({
      name: 'log entries after',
      text: 'select era_of as era, tx_of::text as tx, entry_id as id, at::text as at, leaf from log_entries_after($1, $2::xid8, $3, $4)',
      values: [era, tx, id, most],
    })
  ).rows

/** What was signed, after a place and up to `size` leaves, as it stands in the log now. */
export const signedEntries = async (
  client: Client,
  { era, tx, id }: LogPlace,
  size: number,
  most: number,
): Promise<readonly (LogPlace & { readonly leaf: string })[]> =>
  (
    await client.query<LogPlace & { leaf: string }>(
      'select era_of as era, tx_of::text as tx, entry_id as id, leaf from log_signed_entries($1, $2::xid8, $3, $4, $5)',
      [era, tx, id, size, most],
    )
  ).rows

/** Where an event was taken up, what its leaf was worth then, and the leaf as it stands now: null where it is gone. */
export const placeOf = async (
  client: Client,
  event: string,
): Promise<{ readonly index: number; readonly hash: Hash; readonly leaf: string | null } | undefined> => {
  const { rows } = await client.query<{ index: string; hash: Hash; leaf: string | null }>(
    'select index::text as index, hash, leaf from log_place_of($1)',
    [event],
  )
  return rows[0] && { ...rows[0], index: Number(rows[0].index) }
}

/** The levels of whole subtrees that are kept besides the leaves; a node of each holds 256 of the one below. */
export const keptLevels = [8, 16, 24, 32] as const
const wide = 256

/** How far the log is taken up: the last leaf, and the edge of the tree, read from the kept subtrees and what stands behind them. */
export const readEdge = async (client: Client): Promise<{ readonly edge: Edge; readonly last: LogPlace }> => {
  const { rows } = await client.query<LogPlace & { index: string }>(
    'select index::text as index, era, tx::text as tx, entry_id as id from log_leaf order by log_leaf.index desc limit 1',
  )
  const last = rows[0]
  if (last === undefined) return { edge: noLeaves, last: beforeAll }
  const size = Number(last.index) + 1
  return { edge: { size, roots: await rootsIn(client, 0, size) }, last }
}

/** The whole subtrees of which leaves `from` to `to` consist, the largest first, from as few kept hashes as there are. `from`: a multiple of the largest. */
const rootsIn = async (client: Client, from: number, to: number): Promise<readonly Hash[]> => {
  const level = [...keptLevels].toReversed().find(each => 2 ** each <= to - from)
  if (level === undefined) return rootsOf(await leaves(client, from, to))
  const span = 2 ** level
  const whole = from + Math.floor((to - from) / span) * span
  return [...rootsOf(await nodes(client, level, from / span, whole / span)), ...(await rootsIn(client, whole, to))]
}

/** The whole subtrees that neighbours make, the largest first. They begin at a place that is a multiple of their number's highest bit, as the edge needs. */
const rootsOf = (hashes: readonly Hash[]): readonly Hash[] => withLeaves(noLeaves, hashes).roots

const nodes = async (client: Client, level: number, from: number, to: number): Promise<readonly Hash[]> => {
  if (from >= to) return []
  const { rows } = await client.query<{ hash: Hash }>(
    'select hash from log_node where level = $1 and index >= $2 and index < $3 order by index',
    [level, from, to],
  )
  if (rows.length !== to - from) throw new Error('The kept subtrees of the log have a gap')
  return rows.map(({ hash }) => hash)
}

const leaves = async (client: Client, from: number, to: number): Promise<readonly Hash[]> => {
  if (from >= to) return []
  const { rows } = await client.query<{ hash: Hash }>(
    'select hash from log_leaf where index >= $1 and index < $2 order by index',
    [from, to],
  )
  if (rows.length !== to - from) throw new Error('The leaves of the log have a gap')
  return rows.map(({ hash }) => hash)
}

/** The root over leaves `from` to `to`, where that is a subtree of a tree over `from` = 0: read from as few kept hashes as there are. */
export const subtreeIn = async (client: Client, from: number, to: number): Promise<Hash> =>
  rootOf({ size: to - from, roots: await rootsIn(client, from, to) })

/** Keeps leaves in their order, from `first` on. Fails with a unique violation where another has kept the same places. */
export const addLeaves = async (
  client: Client,
  first: number,
  entries: readonly LogEntry[],
  hashes: readonly Hash[],
): Promise<void> => {
  await client.query({
    name: 'log leaves',
    text: `insert into log_leaf (index, era, tx, entry_id, at, hash)
           select $1::bigint + n - 1, era, tx, id, at, hash
             from unnest($2::integer[], $3::xid8[], $4::uuid[], $5::timestamptz[], $6::bytea[]) with ordinality as e(era, tx, id, at, hash, n)`,
    values: [
      first,
      entries.map(({ era }) => era),
      entries.map(({ tx }) => tx),
      entries.map(({ id }) => id),
      entries.map(({ at }) => at),
      hashes,
    ],
  })
}

/** Keeps the subtrees that became whole when the tree grew from `before` to `after` leaves, each from the level below it. */
export const addNodes = async (client: Client, before: number, after: number): Promise<void> => {
  for (const [n, level] of keptLevels.entries()) {
    const span = 2 ** level
    const [from, to] = [Math.floor(before / span), Math.floor(after / span)]
    if (from === to) return
    for (let index = from; index < to; index++) {
      const below =
        n === 0
          ? leaves(client, index * wide, (index + 1) * wide)
          : nodes(client, keptLevels[n - 1]!, index * wide, (index + 1) * wide)
      await client.query('insert into log_node (level, index, hash) values ($1, $2, $3)', [
        level,
        index,
        rootOf(withLeaves(noLeaves, await below)),
      ])
    }
  }
}

/** A checkpoint as it is kept. */
export type KeptCheckpoint = { readonly size: number; readonly root: Hash; readonly note: string }

export const addCheckpoint = async (
  client: Client,
  signer: SignerId,
  { size, root, note }: KeptCheckpoint,
): Promise<void> => {
  await client.query(
    'insert into log_checkpoint (size, root, note, signer_id) values ($1, $2, $3, $4) on conflict (size) do nothing',
    [size, root, note, signer],
  )
}

export const lastCheckpoint = async (client: Client): Promise<KeptCheckpoint | undefined> => {
  const { rows } = await client.query<{ size: string; root: Hash; note: string }>(
    'select size::text as size, root, note from log_checkpoint order by log_checkpoint.size desc limit 1',
  )
  return rows[0] && { ...rows[0], size: Number(rows[0].size) }
}

/** Every public key that ever signed, the newest first; `retiredAt` null: it signs now. */
export const signersOf = async (
  client: Client,
): Promise<
  readonly {
    readonly verifier: string
    readonly madeAt: Temporal.Instant
    readonly retiredAt: Temporal.Instant | null
  }[]
> =>
  (
    await client.query<{ verifier: string; madeAt: Temporal.Instant; retiredAt: Temporal.Instant | null }>(
      'select verifier, made_at as "madeAt", retired_at as "retiredAt" from log_signer order by made_at desc, id desc',
    )
  ).rows

type CurrentSigner = { readonly id: SignerId; readonly signer: Signer }

/**
 * Who signs now; made where there is none yet, or where a restored database has lost the key. `isNew`: a fresh key in place of the last. Within a
 * transaction: two servers that ask at once wait for one another.
 */
export const signerNow = async (client: Client, { isNew = false } = {}): Promise<CurrentSigner> => {
  await client.query(`select pg_advisory_xact_lock(hashtext('concord log signer'))`)
  const { rows } = await client.query<{ id: SignerId; name: string; seed: Buffer | null }>(
    'select s.id, s.name, k.seed from log_signer s left join log_signing_key k on k.signer_id = s.id where s.retired_at is null',
  )
  const found = rows[0]
  if (found?.seed && !isNew) return { id: found.id, signer: signerFrom(found.name, found.seed) }
  if (found) {
    await client.query('update log_signer set retired_at = greatest(now(), made_at) where id = $1', [found.id])
    await client.query('delete from log_signing_key where signer_id = $1', [found.id])
  }
  const id = newId<SignerId>()
  // The name is the log's for ever: what an older key signed is a checkpoint of the same log.
  const signer = makeSigner(found?.name ?? `concord/${newId()}`)
  await client.query('insert into log_signer (id, name, verifier) values ($1, $2, $3)', [
    id,
    signer.name,
    verifierKey(signer),
  ])
  await client.query('insert into log_signing_key (signer_id, seed) values ($1, $2)', [id, seedOf(signer)])
  return { id, signer }
}
