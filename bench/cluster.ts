import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { prepare } from '#access'
import { applySchema, hashOfToken, newId, newToken, startEmbedded } from '#platform'

/** One record to read and who reads it. */
export type Target = { readonly id: string; readonly token: string }

const NOMINALS = 200_000
const BATCH = 2_000

/**
 * The bench's own database server and its data, made once (some minutes) and kept in `folder`: 200,000 nominals, 600,000 names,
 * 1,000,000 entries. fsync and synchronous_commit are on, as in service; durability is part of what is measured.
 */
export const benchCluster = async (folder: string) => {
  const embedded = await startEmbedded({ dataFolder: folder, settings: { shared_buffers: '1GB', max_wal_size: '8GB' } })
  await applySchema(embedded.url)
  await prepare({ ownerUrl: embedded.url, appUrl: embedded.url }, { demonstration: true, administrator: undefined })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ nominals: number }>(
      'select count(*)::int as nominals from nominal where steady_until is not null',
    )
    if (rows[0]!.nominals < NOMINALS) await fill(client)
    return { url: embedded.url, stop: embedded.stop, targets: await targetsFrom(client) }
  } finally {
    await client.end()
  }
}

const fill = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ nominals: number }>('select count(*)::int as nominals from nominal')
  if (rows[0]!.nominals === 0) {
    console.error('Filling the database of the bench, once …')
    await client.query('begin')
    await client.query(readFileSync(join(import.meta.dirname, 'seed.sql'), 'utf8'))
    await client.query('set session_replication_role = origin')
    await client.query('commit')
    await client.query('analyze')
  }
  console.error('Reckoning who may see each record …')
  for (;;) {
    const { rows: done } = await client.query<{ n: number }>(
      `with batch as (select array_agg(id) as ids from (select id from nominal where steady_until is null limit ${BATCH}) t where true)
       select coalesce(cardinality(ids), 0) as n, case when ids is not null then refresh_record(ids) end from batch`,
    )
    if (done[0]!.n === 0) break
  }
  await client.query('vacuum analyze')
}

/** 60 officers, each with records that are full to them because their unit leads them; every run signs them in anew. */
const targetsFrom = async (client: pg.Client): Promise<readonly Target[]> => {
  const { rows: people } = await client.query<{ officer: string; held: string; unit: string }>(
    `select r.officer_id as officer, r.id as held, r.unit_id as unit from role_held r join unit u on u.id = r.unit_id
      where r.role = 'officer' and u.code like 'BENCH-%' order by r.id limit 60`,
  )
  const targets: Target[] = []
  for (const { officer, held, unit } of people) {
    const token = newToken()
    await client.query(
      `insert into session (id, token_hash, kind, officer_id, role_held_id, ends_at) values ($1, $2, 'api', $3, $4, now() + interval '12 hours')`,
      [newId(), hashOfToken(token), officer, held],
    )
    const { rows } = await client.query<{ id: string }>(
      'select nominal_id as id from nominal_file where unit_id = $1 and not counter_terrorism order by nominal_id limit 400',
      [unit],
    )
    targets.push(...rows.map(({ id }) => ({ id, token })))
  }
  // Mixed once and for all, so that every round asks the same in the same order.
  return targets
    .map((target, n) => ({ target, at: (n * 7919) % targets.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ target }) => target)
}
