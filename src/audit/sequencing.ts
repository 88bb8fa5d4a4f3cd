import type { FastifyInstance } from 'fastify'
import type { Database, Surroundings } from '#platform'
import { signCheckpoint } from './checkpoint.ts'
import { sendCheckpoint } from './sending.ts'
import { leafHash, rootOf, withLeaves } from './merkle.ts'
import {
  addCheckpoint,
  addLeaves,
  addNodes,
  entriesAfter,
  readEdge,
  signerNow,
  type KeptCheckpoint,
} from './tree.store.ts'

/** How many entries one round takes up; and the key of the lock that the leading server holds. */
const mostAtOnce = 5000
const lock = `hashtext('concord log sequencer')`

/**
 * One round: takes up what nothing can come before any more, keeps its leaves and the subtrees that became whole, and signs a checkpoint over all
 * of it, in one transaction. `undefined`: another server leads, or nothing was there to take up. Safe on every server, and at any
 * moment to end: a round is whole or never was.
 */
export const sequenceOnce = async ({
  pool,
}: Pick<Database, 'pool'>): Promise<{ readonly taken: number; readonly checkpoint: KeptCheckpoint } | undefined> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ leads: boolean }>(`select pg_try_advisory_xact_lock(${lock}) as leads`)
    if (!rows[0]!.leads) {
      await client.query('rollback')
      return undefined
    }
    const { edge, last } = await readEdge(client)
    const entries = await entriesAfter(client, last, mostAtOnce)
    if (entries.length === 0) {
      await client.query('rollback')
      return undefined
    }
    const hashes = entries.map(({ leaf }) => leafHash(Buffer.from(leaf)))
    await addLeaves(client, edge.size, entries, hashes)
    const grown = withLeaves(edge, hashes)
    await addNodes(client, edge.size, grown.size)
    const { id, signer } = await signerNow(client)
    const root = rootOf(grown)
    const checkpoint = {
      size: grown.size,
      root,
      note: signCheckpoint({ origin: signer.name, size: grown.size, root }, signer),
    }
    await addCheckpoint(client, id, checkpoint)
    await client.query('commit')
    return { taken: entries.length, checkpoint }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

const everyMs = 500

/**
 * Takes the log up for as long as the server runs, beside whatever it serves; every server may, and the one that is at it leads. Where a round was full
 * the next follows at once. A checkpoint that could not be sent off is tried again with the next: what is newer says all that it said. Failures are
 * logged, and nothing that people do waits for it.
 */
export const keepSequencing = (
  app: FastifyInstance,
  { log, configuration }: Pick<Surroundings, 'log' | 'configuration'>,
  jobs: Pick<Database, 'pool'>,
): void => {
  let timer: NodeJS.Timeout | undefined
  let unsent: string | undefined
  const round = async (): Promise<void> => {
    for (;;) {
      const done = await sequenceOnce(jobs)
      unsent = done?.checkpoint.note ?? unsent
      if (done === undefined || done.taken < mostAtOnce) break
    }
    if (unsent === undefined) return
    await sendCheckpoint(unsent, configuration.checkpoints)
    unsent = undefined
  }
  const run = (): void => {
    round()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the log was not taken up, or its checkpoint not sent, and it will be tried again'),
      )
      .finally(() => {
        if (timer !== undefined) timer = setTimeout(run, everyMs).unref()
      })
  }
  app.addHook('onListen', async () => {
    timer = setTimeout(run, everyMs).unref()
  })
  app.addHook('onClose', async () => {
    clearTimeout(timer)
    timer = undefined
  })
}
