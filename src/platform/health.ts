import type { FastifyInstance } from 'fastify'
import type { Database } from './database.ts'

/** `/health`: 200 while the database answers, else 503. Says nothing else, because anybody may ask. */
export const serveHealth = (app: FastifyInstance, { pool }: Database): void => {
  app.get('/health', async (_request, reply) => {
    try {
      await pool.query('select 1')
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
}
