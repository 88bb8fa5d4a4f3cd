/**
 * npm run bench:search: how surely people are found, how fast, and beside what one would write first. 200,000 nominals with 600,000 names
 * in their natural frequencies, sought by an officer of a force who sees most of them in summary, over HTTP; and the throughput beside a
 * bare server with a plain pg_trgm search over the same names (search-bare.ts), in turns, in the same run.
 *
 * `found`: the person is among the first 10; `namesake`: the person or somebody of the same full name (search-questions.ts says who that is).
 * CONCORD_BENCH_DATA keeps the data (default: data/bench-search), CONCORD_NAMES names a folder with counted names, CONCORD_BENCH_QUERIES
 * says how many of each kind (600), CONCORD_BENCH_ROUNDS how many rounds (5) of CONCORD_BENCH_SECONDS (8).
 */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beginApiSession } from '#access'
import { openPool } from '#platform'
import { chanceOf } from '../src/migration/demonstration/chance.ts'
import { round, started } from './servers.ts'
import { storeTimes } from './search-store.ts'
import { peopleToSeek } from './search-people.ts'
import { allWays, judge, questionsFor, type Question } from './search-questions.ts'
import { mixed, type Asked } from './ways.ts'

const folder = resolve(process.env['CONCORD_BENCH_DATA'] ?? join(import.meta.dirname, '../data/bench-search'))
const queries = Number(process.env['CONCORD_BENCH_QUERIES'] ?? 600)
const rounds = Number(process.env['CONCORD_BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['CONCORD_BENCH_SECONDS'] ?? 8)
const [appPort, barePort] = [4701, 4702]

const { url, stop, sought, variants, apart } = await peopleToSeek(folder)
const db = openPool(url, { role: 'concord_app' })
const token = await beginApiSession(db, 'force-officer', 'bench')

type Answer = {
  readonly hits: readonly { id: string; name: string; matchedName: string | null }[]
  readonly ms: number
}
const ask = async ({ q, born }: Pick<Question, 'q' | 'born'>): Promise<Answer> => {
  const query = new URLSearchParams({ q, ...(born === undefined ? {} : { born }) })
  const began = performance.now()
  const reply = await fetch(`http://127.0.0.1:${appPort}/api/v1/nominals?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { hits } = (await reply.json()) as { hits?: Answer['hits'] }
  return { hits: hits ?? [], ms: performance.now() - began }
}

let missed = false
const floor = (figure: number, least: number): string => {
  if (figure < least) missed = true
  return figure < least ? `, MISSED: at least ${least} wanted` : `, at least ${least} wanted`
}
const ceiling = (figure: number, most: number): string => {
  if (figure > most) missed = true
  return figure > most ? `, MISSED: at most ${most} wanted` : `, at most ${most} wanted`
}
const percent = (part: number, of: number): number => Math.round((1000 * part) / of) / 10
const at = (times: readonly number[], part: number): number =>
  Math.round(10 * times.toSorted((one, other) => one - other)[Math.floor(times.length * part)]!) / 10

const wanted: Partial<
  Record<string, { readonly found?: number; readonly namesake?: number; readonly asTyped?: number }>
> = {
  'two words, one slip': { namesake: 97 },
  'two words, one slip, with the date of birth': { found: 99 },
  'variants of names': { asTyped: 97 },
  'variants of names kept apart': { asTyped: 97 },
}

const tell = async (name: string, questions: readonly Question[]): Promise<void> => {
  const times: number[] = []
  let [found, namesakes, called] = [0, 0, 0]
  for (const question of questions) {
    const { hits, ms } = await ask(question)
    times.push(ms)
    const { person, namesake, asTyped } = judge(hits.slice(0, 10), question)
    found += person ? 1 : 0
    namesakes += namesake ? 1 : 0
    called += asTyped ? 1 : 0
    if (process.env['CONCORD_BENCH_MISSES'] && !namesake) console.error(`missed: ${question.q} for ${question.meant}`)
  }
  const [first, same] = [percent(found, times.length), percent(namesakes, times.length)]
  const { found: least, namesake: leastNamesake, asTyped: leastTyped } = wanted[name] ?? {}
  const typed = percent(called, times.length)
  console.log(
    `${name.padEnd(55)} found ${first.toFixed(1).padStart(5)} %${least === undefined ? '' : floor(first, least)}  namesake ${same.toFixed(1).padStart(5)} %${leastNamesake === undefined ? '' : floor(same, leastNamesake)}${name.startsWith('variants') ? `  or called as typed ${typed.toFixed(1)} %${leastTyped === undefined ? '' : floor(typed, leastTyped)}` : ''}  request p50 ${at(times, 0.5)} ms p99 ${at(times, 0.99)} ms`,
  )
}

const servers: ChildProcess[] = []

const questionsOf = (way: (typeof allWays)[number], withBirth = false): readonly Question[] =>
  questionsFor(way, sought.slice(0, queries), chanceOf(1, way), withBirth)

/** What a function call costs, without the request around it. */
const tellStore = async (
  name: string,
  questions: readonly Question[],
  most50: number,
  most99: number,
): Promise<void> => {
  const times = await storeTimes(db, token, questions)
  const [p50, p99] = [at(times, 0.5), at(times, 0.99)]
  console.log(
    `${`store: ${name}`.padEnd(55)} p50 ${p50} ms${ceiling(p50, most50)}, p99 ${p99} ms${Number.isFinite(most99) ? ceiling(p99, most99) : ''}`,
  )
}

const throughput = (): void => {
  const asked = [...questionsOf('two words'), ...questionsOf('two words, one slip')]
  const scratch = mkdtempSync(join(tmpdir(), 'concord-bench-'))
  const asks = (name: string, port: number, path: string) => {
    const file = join(scratch, name)
    const requests = mixed(asked).map(({ q }): Asked => ({
      method: 'GET',
      path: `${path}?q=${encodeURIComponent(q)}`,
      headers: { authorization: `Bearer ${token}` },
    }))
    writeFileSync(file, JSON.stringify(requests))
    return (from: number, time = seconds): number => {
      const { rate, bad } = round({ port, connections: 16 }, file, from, time)
      if (bad > 0) throw new Error(`${bad} requests failed`)
      return rate
    }
  }
  const concord = asks('concord.json', appPort, '/api/v1/nominals')
  const bare = asks('bare.json', barePort, '/')
  concord(0, 3)
  bare(0, 3)
  const ratios: number[] = []
  for (let n = 0; n < rounds; n++) {
    const [ours, theirs] = [concord(n * 97), bare(n * 97)]
    ratios.push(ours / theirs)
    console.error(`round ${n + 1}: ${ours.toFixed(0)} a second, the bare server ${theirs.toFixed(0)}`)
  }
  ratios.sort((one, other) => one - other)
  const median = Math.round(100 * ratios[Math.floor(ratios.length / 2)]!) / 100
  console.log(
    `throughput at 16 connections, as a share of the bare server's: ${median} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})${floor(median, 0.6)}`,
  )
}

try {
  servers.push(await started('concord.ts', url, appPort), await started('search-bare.ts', url, barePort))
  for (const question of questionsOf('two words').slice(0, 150)) await ask(question) // plans and code are made
  for (const withBirth of [false, true])
    for (const way of allWays)
      await tell(way + (withBirth ? ', with the date of birth' : ''), questionsOf(way, withBirth))
  await tell('variants of names', variants)
  await tell(
    'variants of names: those that the keys may know',
    variants.filter(({ heldOut }) => !heldOut),
  )
  await tell(
    'variants of names: those held out',
    variants.filter(({ heldOut }) => heldOut),
  )
  await tell('variants of names kept apart', apart)
  await tell(
    'variants of names, with the date of birth',
    variants.map(({ bornOn, ...rest }) => ({ ...rest, born: bornOn })),
  )
  await storeTimes(db, token, questionsOf('two words').slice(0, 150))
  await tellStore('two words', [...questionsOf('two words'), ...questionsOf('two words, one slip')], 5, 40)
  await tellStore('three words', questionsOf('three words, one of them wrong'), 15, Number.POSITIVE_INFINITY)
  throughput()
  process.exitCode = missed ? 1 : 0
} finally {
  for (const child of servers) child.kill()
  await db.close()
  await stop()
}
