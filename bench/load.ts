/**
 * The load generator, a process of its own: asks for the targets in turn over 16 connections for some seconds, and prints what it
 * got as JSON. Usage: node bench/load.ts ADDRESS PATH_BEFORE PATH_AFTER SECONDS TARGETS_FILE START
 */
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import type { Target } from './cluster.ts'

const [address, before, after, seconds, file, start] = process.argv.slice(2)
const targets = JSON.parse(readFileSync(file!, 'utf8')) as Target[]
let next = Number(start)
const result = await autocannon({
  url: address!,
  connections: 16,
  duration: Number(seconds),
  requests: [
    {
      method: 'GET',
      setupRequest: request => {
        const { id, token } = targets[next++ % targets.length]!
        return { ...request, path: `${before}${id}${after}`, headers: { authorization: `Bearer ${token}` } }
      },
    },
  ],
})
console.log(
  JSON.stringify({ rate: result['2xx'] / result.duration, good: result['2xx'], bad: result.non2xx + result.errors }),
)
