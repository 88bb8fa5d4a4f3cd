// A server as a process of its own on a database that a test made, so that it can be killed: `node alone.ts APP_URL`.
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { openPool, portToListenOn, readConfiguration } from '#platform'

const port = await portToListenOn('127.0.0.1', 0)
const address = `http://localhost:${port}`
const app = await buildApp({
  configuration: { ...readConfiguration({}), requestsPerMinute: 1_000_000 },
  address,
  db: openPool(process.argv[2]!, { max: 4 }),
  log: pino({ level: 'silent' }),
  now: () => Temporal.Now.instant(),
})
await app.listen({ host: '127.0.0.1', port })
console.log(address)
