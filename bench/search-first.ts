/**
 * node bench/search-first.ts: how fast people are found and how surely, over HTTP at concurrency 1, by an officer of a force who
 * sees most of 200,000 nominals in summary. `found`: the person is among the first 10; `namesake`: the person or somebody who
 * bears all the words that were meant. CONCORD_BENCH_DATA keeps the data (default: data/bench-search), CONCORD_NAMES names counted
 * names, CONCORD_BENCH_QUERIES says how many of each kind (400).
 */
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { beginApiSession } from '#access'
import { wordsOf } from '#nominals'
import { openPool, readConfiguration } from '#platform'
import { buildApp } from '../src/app.ts'
import { chanceOf, type Chance } from '../src/migration/demonstration/chance.ts'
import { peopleToSeek, type Sought } from './search-people.ts'

const folder = resolve(process.env['CONCORD_BENCH_DATA'] ?? join(import.meta.dirname, '../data/bench-search'))
const queries = Number(process.env['CONCORD_BENCH_QUERIES'] ?? 400)

/** One slip of the pen: a letter left out, put in, replaced, or exchanged with its neighbour. */
const slip = (word: string, chance: Chance): string => {
  const at = chance.whole(word.length)
  const letter = chance.pick('abcdefghijklmnopqrstuvwxyz'.split(''))
  const [before, here, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)]
  return chance.pick([
    before + after,
    before + letter + here + after,
    before + letter + after,
    before + after.slice(0, 1) + here + after.slice(1),
  ])
}

const first = ({ name }: Sought): string => name.forenames.split(' ')[0]!
const kinds: Readonly<
  Record<string, (person: Sought, chance: Chance) => { readonly q: string; readonly meant: string }>
> = {
  'two words': person => ({
    q: `${first(person)} ${person.name.surname}`,
    meant: `${first(person)} ${person.name.surname}`,
  }),
  'two words, one slip': (person, chance) => {
    const [given, family] = [first(person), person.name.surname]
    const q = chance.often(0.5) ? `${slip(given, chance)} ${family}` : `${given} ${slip(family, chance)}`
    return { q, meant: `${given} ${family}` }
  },
  'two words, a slip in each': (person, chance) => ({
    q: `${slip(first(person), chance)} ${slip(person.name.surname, chance)}`,
    meant: `${first(person)} ${person.name.surname}`,
  }),
  'three words, one of them wrong': (person, chance) => ({
    q: `${first(person)} ${chance.pick(['Barnaby', 'Tobias', 'Robert', 'Mohammed'])} ${person.name.surname}`,
    meant: `${first(person)} ${person.name.surname}`,
  }),
  'the surname alone': person => ({ q: person.name.surname, meant: person.name.surname }),
}

const { url, stop, sought } = await peopleToSeek(folder)
const db = openPool(url, { role: 'concord_app' })
const app = await buildApp({
  configuration: { ...readConfiguration({}), requestsPerMinute: 100_000_000 },
  address: 'http://127.0.0.1',
  db,
  log: pino({ level: 'silent' }),
  now: () => Temporal.Now.instant(),
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
const token = await beginApiSession(db, 'force-officer', 'bench')

type Hit = { readonly id: string; readonly name: string; readonly matchedName: string | null }
const ask = async (query: Record<string, string>): Promise<{ readonly hits: readonly Hit[]; readonly ms: number }> => {
  const began = performance.now()
  const reply = await fetch(`${address}/api/v1/nominals?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { hits } = (await reply.json()) as { hits?: readonly Hit[] }
  return { hits: hits ?? [], ms: performance.now() - began }
}
const bears = ({ name, matchedName }: Hit, meant: string): boolean => {
  const words = new Set(wordsOf(matchedName ?? name))
  return wordsOf(meant).every(word => words.has(word))
}

const tell = async (kind: string, withBirth: boolean): Promise<void> => {
  const chance = chanceOf(1, kind)
  const times: number[] = []
  let [found, namesakes] = [0, 0]
  for (const person of sought.slice(0, queries)) {
    const { q, meant } = kinds[kind]!(person, chance)
    const { hits, ms } = await ask({ q, ...(withBirth ? { born: person.bornOn } : {}) })
    times.push(ms)
    const ten = hits.slice(0, 10)
    const isThere = ten.some(({ id }) => id === person.id)
    found += isThere ? 1 : 0
    namesakes += isThere || ten.some(hit => bears(hit, meant)) ? 1 : 0
  }
  times.sort((one, other) => one - other)
  const share = (count: number) => `${((100 * count) / times.length).toFixed(1)} %`.padStart(8)
  const at = (part: number) => times[Math.floor(times.length * part)]!.toFixed(1).padStart(6)
  console.log(
    `${(kind + (withBirth ? ', with the date of birth' : '')).padEnd(55)} found ${share(found)}  namesake ${share(namesakes)}  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms`,
  )
}

try {
  for (const person of sought.slice(0, 100)) await ask({ q: `${first(person)} ${person.name.surname}` }) // plans and code are made
  for (const withBirth of [false, true]) for (const kind of Object.keys(kinds)) await tell(kind, withBirth)
} finally {
  await app.close()
  await db.close()
  await stop()
}
