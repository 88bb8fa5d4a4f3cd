/**
 * npm run bench:denied: whether the time of an answer tells that somebody is there of whom one may not know. 5,000 pairs for each way of asking, one
 * question a hidden person would answer and one that nobody does, in turn on one connection; alike when the medians are within 5 % and the
 * Mann–Whitney test finds p > 0.01. The last pair has a millisecond planted in one of the two, and must be told apart.
 *
 * CONCORD_BENCH_DATA keeps the data (default: data/bench-denied), CONCORD_BENCH_PAIRS says how many pairs (5,000).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join, resolve } from 'node:path'
import { formTokenOf } from '#platform'
import { deniedPeople, type Asked } from './denied-people.ts'
import { mannWhitney, median } from './mann-whitney.ts'

const folder = resolve(process.env['CONCORD_BENCH_DATA'] ?? join(import.meta.dirname, '../data/bench-denied'))
const pairs = Number(process.env['CONCORD_BENCH_PAIRS'] ?? 5000)
const port = 41_831
const warmUp = 400
const [mostApart, leastP] = [0.05, 0.01]

const { url, token, hidden, nobody, stop } = await deniedPeople(folder)
const server = spawn(process.execPath, [join(import.meta.dirname, 'concord.ts'), url, String(port)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
await once(server.stdout, 'data')

type Question = { readonly path: string; readonly body?: string; readonly planted?: boolean }
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
/** Milliseconds from the question to the last byte of its answer. */
const timeOf = ({ path, body, planted = false }: Question): Promise<number> =>
  new Promise((done, fail) => {
    const isApi = path.startsWith('/api/')
    const began = performance.now()
    const asking = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(isApi
            ? { authorization: `Bearer ${token}` }
            : { cookie: `concord_session=${token}`, accept: 'text/html' }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
          ...(planted ? { 'x-planted': '1' } : {}),
        },
      },
      reply => {
        if ((reply.statusCode ?? 500) >= 500 || reply.statusCode === 401 || reply.statusCode === 403)
          fail(new Error(`${path}: ${reply.statusCode}`))
        reply.resume()
        reply.on('end', () => done(performance.now() - began))
      },
    )
    asking.on('error', fail)
    asking.end(body)
  })

const search = (fields: Readonly<Record<string, string>>) => ({
  path: `/api/v1/nominals?${new URLSearchParams(fields).toString()}`,
})
const ways: readonly { readonly name: string; readonly ask: (who: Asked) => Question; readonly plants?: boolean }[] = [
  { name: 'the record, for a program', ask: ({ id }) => ({ path: `/api/v1/nominals/${id}` }) },
  { name: 'the page of the record', ask: ({ id }) => ({ path: `/nominals/${id}` }) },
  { name: 'its history', ask: ({ id }) => ({ path: `/nominals/${id}/history` }) },
  { name: 'a search by name', ask: ({ name }) => search({ q: name }) },
  { name: 'a search by name and date of birth', ask: ({ name, born }) => search({ q: name, born }) },
  {
    name: 'the duplicate check',
    ask: ({ given, family, born }) => ({
      path: '/nominals/new',
      body: new URLSearchParams({
        'names.0.given': given,
        'names.0.family': family,
        'births.0.asGiven': born,
        formToken: formTokenOf(token),
      }).toString(),
    }),
  },
  { name: 'a millisecond planted', ask: ({ id }) => ({ path: `/api/v1/nominals/${id}` }), plants: true },
]

let missed = false
try {
  for (const { name, ask, plants = false } of ways) {
    const there: number[] = []
    const absent: number[] = []
    for (let n = -warmUp; n < pairs; n++) {
      const [one, other] = [hidden[Math.abs(n * 31) % hidden.length]!, nobody[Math.abs(n * 17) % nobody.length]!]
      // Which of the two comes first changes by chance, or a clock that drifts would tell.
      const inOrder = Math.random() < 0.5
      const first = inOrder ? await timeOf({ ...ask(one), planted: plants }) : await timeOf(ask(other))
      const second = inOrder ? await timeOf(ask(other)) : await timeOf({ ...ask(one), planted: plants })
      if (n < 0) continue
      there.push(inOrder ? first : second)
      absent.push(inOrder ? second : first)
    }
    const ratio = median(there) / median(absent)
    const p = mannWhitney(there, absent)
    const alike = Math.abs(ratio - 1) <= mostApart && p > leastP
    const right = plants ? !alike : alike
    if (!right) missed = true
    console.log(
      `${name.padEnd(36)} hidden ${median(there).toFixed(2)} ms, absent ${median(absent).toFixed(2)} ms, ratio ${ratio.toFixed(3)}, p ${p.toFixed(4)}: ${alike ? 'alike' : 'told apart'}${right ? '' : ', MISSED'}`,
    )
  }
  process.exitCode = missed ? 1 : 0
} finally {
  server.kill()
  await stop()
}
