import type { FastifyInstance } from 'fastify'
import type { Database, Surroundings } from '#platform'
import { findDeclared } from './declaration.store.ts'
import { emergencyPolicy } from './policy.ts'

const [everyMs, atOnce, mostRounds] = [3000, 100, 50]

/** Tells those who answer for the records that were come upon since; what a server that died had left is told by the next. */
export const tellOwners = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  // What was asked, and which contacts were opened by their address.
  for (const statement of ['select tell_owners($1, $2) as n', 'select tell_openings($1, $2) as n'])
    for (let round = 0; round < mostRounds; round += 1) {
      const { rows } = await pool.query<{ n: number }>(statement, [emergencyPolicy.toldAgainMinutes, atOnce])
      if (rows[0]!.n < atOnce) break
    }
}

/** Does so every few seconds, and shuts what was declared beforehand, by a clock of its own: nothing that anybody asks sets it off, so the time of an answer tells nothing of it. */
export const keepTelling = (app: FastifyInstance, { db, log }: Pick<Surroundings, 'db' | 'log'>): void => {
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    findDeclared(db)
      .then(() => tellOwners(db))
      .catch((error: unknown) => log.warn({ err: error }, 'telling owners failed and will be tried again'))
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
