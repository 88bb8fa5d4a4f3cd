/**
 * The load generator, a process of its own: sends the requests of a file (JSON) in turn for some seconds, and prints what it got as JSON.
 * Usage: node bench/load.ts ADDRESS CONNECTIONS SECONDS FILE START
 */
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import type { Asked } from './ways.ts'

const [address, connections, seconds, file, start] = process.argv.slice(2)
const asked = JSON.parse(readFileSync(file!, 'utf8')) as Asked[]
let next = Number(start)
const result = await autocannon({
  url: address!,
  connections: Number(connections),
  duration: Number(seconds),
  requests: [{ setupRequest: request => ({ ...request, ...asked[next++ % asked.length]! }) }],
})
const { duration, latency } = result
console.log(
  JSON.stringify({
    rate: result['2xx'] / duration,
    p50: latency.p50,
    p99: latency.p99,
    good: result['2xx'],
    bad: result.non2xx + result.errors,
  }),
)
