import Fastify, { LogController, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Configuration, Database } from '#platform'

/** What the areas are given: nothing in them reads the environment or the clock. */
export type Surroundings = {
  readonly configuration: Configuration
  readonly address: string // the origin people type
  readonly db: Database // a pool in the role concord_app
  readonly log: Logger
  readonly now: () => Temporal.Instant
}

/** The table of contents: every area by name, in order. The caller listens and closes. */
export const buildApp = async ({ db, log }: Surroundings): Promise<FastifyInstance> => {
  const app = Fastify({ loggerInstance: log, logController: new LogController({ disableRequestLogging: true }) }) as unknown as FastifyInstance
  app.get('/health', async (_request, reply) => {
    try {
      await db.pool.query('select 1')
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
  return app
}
