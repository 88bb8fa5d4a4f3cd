/**
 * npm run bench: Concord's server beside a bare one that answers with the same fields from the same database, without session, access or
 * audit. Servers and load generator are processes of their own; rounds alternate, and what counts is the median of the rounds. Ends with 1
 * when a figure is missed. CONCORD_BENCH_DATA keeps the data (data/bench), CONCORD_BENCH_ROUNDS (7), CONCORD_BENCH_SECONDS (3).
 */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { benchCluster, type BenchDatabase } from './cluster.ts'
import { figures, median, mostMemory, turns } from './figures.ts'
import { removeAdded, looksIn } from './left-behind.ts'
import { answerTheSame } from './same.ts'
import { peakOf, round, started, type Round } from './servers.ts'
import { ports, type Way } from './ways.ts'

const folder = resolve(process.env['CONCORD_BENCH_DATA'] ?? join(import.meta.dirname, '../data/bench'))
const rounds = Number(process.env['CONCORD_BENCH_ROUNDS'] ?? 7)
const seconds = Number(process.env['CONCORD_BENCH_SECONDS'] ?? 3)
const scratch = mkdtempSync(join(tmpdir(), 'concord-bench-'))

const { large, small, stop } = await benchCluster(folder)
const servers: ChildProcess[] = []
const fileOf = (way: Way, { officers }: BenchDatabase): string => {
  const file = join(scratch, `${way.name.replaceAll(/\W+/g, '-')}.json`)
  writeFileSync(file, JSON.stringify(way.requests(officers)))
  return file
}

/** Every way in turn, round by round; each turn's first round is thrown away: plans are made in it, and code is compiled. */
const measured = async (ways: readonly Way[]): Promise<ReadonlyMap<Way, readonly Round[]>> => {
  const files = new Map(ways.map(way => [way, fileOf(way, way.port === ports.few ? small : large)]))
  const got = new Map<Way, Round[]>(ways.map(way => [way, []]))
  for (let n = -1; n < rounds; n++)
    for (const way of ways) {
      const looks = way.looks === null ? null : await looksIn(large.url, way.looks)
      const one = round(way, files.get(way)!, (n + 1) * 997, seconds)
      assert.equal(one.bad, 0, `${way.name}: ${one.bad} requests failed`)
      if (looks !== null) {
        const written = (await looksIn(large.url, way.looks!)) - looks
        assert.ok(written >= one.good, `${way.name}: ${one.good} were answered and ${written} stand in the log`)
      }
      if (n < 0) continue
      got.get(way)!.push(one)
      console.error(
        `round ${n + 1}  ${way.name.padEnd(24)} ${one.rate.toFixed(0).padStart(6)} a second, p99 ${one.p99} ms`,
      )
    }
  return got
}

try {
  servers.push(await started('bare.ts', large.url, ports.bare))
  const concord = await started('concord.ts', large.url, ports.concord)
  servers.push(concord, await started('concord.ts', small.url, ports.few))
  await answerTheSame(large.officers)

  let missed = 0
  const lines: string[] = []
  const tell = (
    words: string,
    value: number,
    digits: number,
    range: string,
    { least, most }: { least?: number; most?: number },
  ) => {
    const holds = (least === undefined || value >= least) && (most === undefined || value <= most)
    if (!holds) missed++
    const wanted = least === undefined ? `at most ${most}` : `at least ${least.toFixed(2)}`
    lines.push(
      `${words.padEnd(52)} ${value.toFixed(digits).padStart(6)}${range}, ${wanted} wanted${holds ? '' : ': MISSED'}`,
    )
  }
  for (const ways of turns) {
    const got = await measured(ways)
    for (const { words, of, beside, reckoned, ...limits } of figures.filter(each =>
      [each.of, ...(each.beside ? [each.beside] : [])].every(way => ways.includes(way)),
    )) {
      const [ours, other] = [got.get(of)!, beside && got.get(beside)!]
      const values = ours.map((each, n) => reckoned(each, other?.[n]))
      const rate = `${median(ours.map(each => each.rate)).toFixed(0)}${other ? ` beside ${median(other.map(each => each.rate)).toFixed(0)}` : ''} a second`
      const range = ` (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}; ${rate})`
      tell(words, median(values), limits.most === 60 ? 0 : 2, range, limits)
    }
  }
  const peak = peakOf(concord)
  if (peak === null) lines.push('peak resident memory of the server: not told by this system')
  else tell('peak resident memory of the server, MB', peak, 0, '', { most: mostMemory })
  console.log(`\nRounds of ${seconds} s, ${rounds} of each; median (lowest to highest)\n${lines.join('\n')}`)
  process.exitCode = missed > 0 ? 1 : 0
} finally {
  for (const server of servers) server.kill()
  await removeAdded(large.url)
  await stop()
  rmSync(scratch, { recursive: true })
}
