import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './database.ts'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] // seconds

/**
 * `/metrics` for Prometheus: how long answers took by method, route pattern and status, the database's connections, and the
 * process. Labels hold route patterns, never an address: no id, no name and no search word can get in.
 */
export const serveMetrics = (app: FastifyInstance, { pool }: Database): void => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'concord_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  })
  const connections = new Gauge({
    name: 'concord_database_connections',
    help: 'Connections of the pool by state; waiting: requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      connections.set({ state: 'open' }, pool.totalCount)
      connections.set({ state: 'idle' }, pool.idleCount)
      connections.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  app.addHook('onResponse', async (request, reply) => {
    const { url: route = 'none' } = request.routeOptions
    const { elapsedTime } = reply
    duration.observe({ method: request.method, route, status: reply.statusCode }, elapsedTime / 1000)
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(elapsedTime) },
      'answered',
    )
  })
  app.addHook('onClose', async () => {
    registry.clear()
  })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
