/**
 * Concord's own server over the bench's database, as `serve` builds it, and one route more: the same look through plain act, which
 * in service only pages take. Usage: node bench/concord.ts APP_URL PORT.
 */
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { lookAtThroughAct } from '#nominals'
import { keepMemorySmall, openPool, readConfiguration, type NominalId } from '#platform'
import { buildApp } from '../src/app.ts'

keepMemorySmall()
const [url, port] = process.argv.slice(2)
const db = openPool(url!, { role: 'concord_app' })
const app = await buildApp({
  // As in service: a demonstration also wraps every view, to find a name that a template has wrong.
  configuration: {
    ...readConfiguration({
      CONCORD_DEMO: '0',
      OIDC_ISSUER: 'https://sign-in.example',
      OIDC_CLIENT_ID: 'bench',
      OIDC_CLIENT_SECRET: 'unused',
    }),
    requestsPerMinute: 100_000_000,
  },
  address: `http://127.0.0.1:${port}`,
  db,
  log: pino({ level: 'silent' }),
  now: () => Temporal.Now.instant(),
})
app.get<{ Params: { id: string } }>('/bench/through-act/:id', async (request, reply) => {
  const { body } = await lookAtThroughAct(db, request.caller, request.params.id as NominalId, [
    'names',
    'addresses',
    'markers',
    'entries',
  ])
  return reply
    .type('application/json; charset=utf-8')
    .serializer(String)
    .send(body ?? '{}')
})
// What a test of times must find: an answer that comes a millisecond later.
app.addHook('onRequest', async request => {
  if (request.headers['x-planted'] === '1') await setTimeout(1)
})
await app.listen({ host: '127.0.0.1', port: Number(port) })
console.log('listening')
