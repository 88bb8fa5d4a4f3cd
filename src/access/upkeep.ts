import type { FastifyInstance } from 'fastify'
import type { Database, Surroundings } from '#platform'

const everyMs = 30_000
const maxBatches = 20

/** What a later area has to do because time passed: safe to run on every server, again and again. */
export type UpkeepStep = (db: Pick<Database, 'pool'>) => Promise<void>

/**
 * What time alone makes necessary, done by every server, each leaving to the others what they are at: audiences whose next
 * grant has begun or ended are written anew (they are right without it, only slower to ask), the log's months to come are
 * made ready, and what was kept for a day is forgotten. A failure is logged and tried again: nothing that people do waits for it.
 */
export const keepUp = (
  app: FastifyInstance,
  { db, log }: Pick<Surroundings, 'db' | 'log'>,
  more: readonly UpkeepStep[] = [],
): void => {
  let timer: NodeJS.Timeout | undefined
  const run = () => {
    upkeep(db, more)
      .catch((error: unknown) => log.warn({ err: error }, 'upkeep failed and will be tried again'))
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

/** One round: at most 10,000 records, in batches that each commit. */
export const upkeep = async ({ pool }: Pick<Database, 'pool'>, more: readonly UpkeepStep[] = []): Promise<void> => {
  for (let batch = 0; batch < maxBatches; batch++) {
    const { rows } = await pool.query<{ refreshed: number }>('select refresh_past_due() as refreshed')
    if (rows[0]!.refreshed === 0) break
  }
  await pool.query('select prepare_audit_months(2)')
  await pool.query('select forget_idempotency_keys(), forget_drafts()')
  for (const step of more) await step({ pool })
}
