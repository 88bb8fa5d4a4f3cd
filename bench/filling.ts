import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { prepare } from '#access'
import { applySchema } from '#platform'

const seed = readFileSync(join(import.meta.dirname, 'seed.sql'), 'utf8')
const batch = 2_000

/**
 * A database of the bench with `nominals` records, filled once (for 200,000 about two minutes). One that another seed has filled, or
 * whose schema cannot be brought to today's, is made anew; one with an older schema gets the files that it lacks. `server`: the
 * address of a database of the same cluster. Answers with the address of the filled one.
 */
export const filled = async (server: string, name: string, nominals: number): Promise<string> => {
  const url = server.replace(/[^/]+$/, name)
  const sign = `bench ${nominals} ${createHash('sha256').update(seed).digest('hex').slice(0, 16)}`
  if (await bears(url, sign)) {
    const brought = await broughtUp(url).catch((error: unknown) => {
      console.error(`${name} is made anew: ${(error as Error).message}`)
      return false
    })
    if (brought) return url
  }
  await on(server.replace(/[^/]+$/, 'postgres'), async client => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  })
  await broughtUp(url)
  await on(url, client => fill(client, nominals, sign))
  return url
}

/** One connection, as whoever owns the cluster. */
export const on = async <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const bears = (url: string, sign: string): Promise<boolean> =>
  on(url, async client => {
    const text = `select shobj_description(oid, 'pg_database') as sign from pg_database where datname = current_database()`
    return (await client.query<{ sign: string | null }>(text)).rows[0]?.sign === sign
  }).catch((error: unknown) => {
    if ((error as { code?: string }).code === '3D000') return false // no such database
    throw error
  })

const broughtUp = async (url: string): Promise<true> => {
  await applySchema(url)
  await prepare({ ownerUrl: url, appUrl: url }, { demonstration: true, administrator: undefined })
  // Filled without triggers: as a server's upkeep does at its start.
  await on(url, client => client.query('select reckon_desks(true)'))
  return true
}

const fill = async (client: pg.Client, nominals: number, sign: string): Promise<void> => {
  console.error(`Filling a database with ${nominals} nominals, once …`)
  await client.query('begin')
  await client.query(`set local bench.nominals = ${nominals}`)
  await client.query(seed)
  await client.query('set session_replication_role = origin')
  await client.query('commit')
  await client.query('analyze')
  for (;;) {
    const { rows } = await client.query<{ n: number }>(
      `with batch as (select array_agg(id) as ids from (select id from nominal where steady_until is null limit ${batch}) t where true)
       select coalesce(cardinality(ids), 0) as n, case when ids is not null then refresh_record(ids) end from batch`,
    )
    if (rows[0]!.n === 0) break
  }
  await client.query('vacuum analyze')
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  // Said last, so that a filling that was broken off is begun anew.
  await client.query(`comment on database ${rows[0]!.name} is '${sign}'`)
}
