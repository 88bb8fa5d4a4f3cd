/**
 * npm run bench: the audited read of one record as JSON over HTTP, beside a bare server that reads the same fields from the same
 * cluster without session, access or audit. Three processes: server, bare server, load generator; rounds alternate; what counts
 * is the median of the ratios. CONCORD_BENCH_DATA keeps the data (default: data/bench), CONCORD_BENCH_ROUNDS (9), _SECONDS (4).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { once } from 'node:events'
import assert from 'node:assert/strict'
import pg from 'pg'
import { benchCluster, type Target } from './cluster.ts'

const folder = resolve(process.env.CONCORD_BENCH_DATA ?? join(import.meta.dirname, '../data/bench'))
const rounds = Number(process.env.CONCORD_BENCH_ROUNDS ?? 9)
const seconds = Number(process.env.CONCORD_BENCH_SECONDS ?? 4)
const sections = '?sections=names,addresses,markers,entries'

const ways = [
  { name: 'bare', port: 41_810, before: '/', after: '', floor: 1 },
  { name: 'through consult', port: 41_811, before: '/api/v1/nominals/', after: sections, floor: 0.4 },
  { name: 'through act', port: 41_811, before: '/bench/through-act/', after: '', floor: 0.2 },
] as const
type Way = (typeof ways)[number]

const started: ChildProcess[] = []
const start = async (file: string, ...given: string[]): Promise<void> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  await once(child.stdout, 'data')
}

const load = ({ port, before, after }: Way, file: string, from: number, time = seconds) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'load.ts'), `http://127.0.0.1:${port}`, before, after, String(time), file, String(from)],
    { encoding: 'utf8' },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as { rate: number; good: number; bad: number }
}

const read = async ({ port, before, after }: Way, { id, token }: Target): Promise<unknown> => {
  const reply = await fetch(`http://127.0.0.1:${port}${before}${id}${after}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  assert.equal(reply.status, 200)
  return reply.json()
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const cluster = await benchCluster(folder)
const owner = new pg.Client({ connectionString: cluster.url })
await owner.connect()
const looks = async () =>
  (await owner.query<{ n: number }>(`select count(*)::int as n from audit_entry where action = 'nominal.viewed'`))
    .rows[0]!.n
try {
  const file = join(mkdtempSync(join(tmpdir(), 'concord-bench-')), 'targets.json')
  writeFileSync(file, JSON.stringify(cluster.targets))
  await start('bare.ts', cluster.url, String(ways[0].port))
  await start('concord.ts', cluster.url, String(ways[1].port))

  for (const target of cluster.targets.slice(0, 25)) {
    const [bare, consult, act] = await Promise.all(ways.map(way => read(way, target)))
    assert.deepEqual(consult, bare, 'the two servers answer the same')
    assert.deepEqual(act, bare, 'the two ways answer the same')
  }
  for (const way of ways) load(way, file, 0, 3) // plans are made, code is compiled

  const rates = new Map<Way, number[]>(ways.map(way => [way, []]))
  const before = await looks()
  let served = 0
  for (let round = 0; round < rounds; round++)
    for (const way of ways) {
      const { rate, good, bad } = load(way, file, round * 997)
      assert.equal(bad, 0, `${way.name}: ${bad} requests failed`)
      rates.get(way)!.push(rate)
      if (way.name !== 'bare') served += good
      console.error(`round ${round + 1}  ${way.name.padEnd(16)} ${rate.toFixed(0).padStart(6)} a second`)
    }
  const entries = (await looks()) - before
  assert.ok(entries >= served, `${served} looks were answered and ${entries} stand in the log`)

  const bare = rates.get(ways[0])!
  let missed = false
  console.log(
    `\n${cluster.targets.length} records in turn, 16 connections, ${rounds} rounds of ${seconds} s, median (lowest to highest)`,
  )
  for (const way of ways) {
    const rate = rates.get(way)!
    const ratio = rate.map((each, n) => each / bare[n]!)
    missed ||= median(ratio) < way.floor
    console.log(
      `${way.name.padEnd(16)} ${median(rate).toFixed(0).padStart(6)} a second   ratio ${median(ratio).toFixed(2)} (${Math.min(...ratio).toFixed(2)} to ${Math.max(...ratio).toFixed(2)})${way.name === 'bare' ? '' : `, at least ${way.floor.toFixed(2)} wanted`}`,
    )
  }
  console.log(`${served} looks answered, ${entries} entries in the log`)
  process.exitCode = missed ? 1 : 0
} finally {
  for (const child of started) child.kill()
  await owner.end()
  await cluster.stop()
}
