// Two databases with the same people in them, but for those who are hidden: the second is the first, from which everything that belongs to the
// hidden was taken as if it had never been. So whatever another part of Concord keeps about a record is in the comparison by itself.
import { after } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { newId, openPool, type NominalId } from '#platform'
import { factKinds } from '../../../src/nominals/fact-kinds.ts'
import { cloneOf, type TestDatabase } from '../database.ts'
import { addFact, aNominal } from '../nominal.ts'
import { demonstrationDatabase, startServer } from '../server.ts'
import { arrangeMore } from './arranged.ts'
import { arrangeHiddenParts } from './hidden-parts.ts'
import { askers, hidden, knows, visible } from './people.ts'

export type World = {
  readonly name: 'with' | 'without'
  readonly address: string
  readonly tokens: ReadonlyMap<string, string>
  readonly routes: readonly string[]
}

/** What the addresses of both worlds are made of: ids by the name of the parameter, those that are seen first. */
export type Things = Readonly<Record<string, readonly string[]>>

const columnsTo = `
  select c.conrelid::regclass::text as child, a.attname as column, c.confrelid::regclass::text as parent, p.attname as key
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute p on p.attrelid = c.confrelid and p.attnum = c.confkey[1]
   where c.contype = 'f' and cardinality(c.conkey) = 1 and c.connamespace = 'public'::regnamespace and c.conparentid = 0`

/** Takes everything that belongs to these records out of a database, as if it had never been. */
const forget = async (owner: pg.Client, nominals: readonly string[]): Promise<void> => {
  await owner.query(`set session_replication_role = replica`)
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'nominal_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace`,
  )
  for (const { name } of tables) await owner.query(`delete from ${name} where nominal_id = any($1::uuid[])`, [nominals])
  await owner.query('delete from nominal where id = any($1::uuid[])', [nominals])
  // of the seen: the entries and files that are hidden from everybody who asks, and all that hangs on them
  for (const table of ['entry', 'file', 'file_content', 'withdrawal'])
    await owner.query(`delete from ${table} where walled_as is not null`)
  for (const table of ['attachment', 'attachment_taken_off']) await owner.query(`delete from ${table} where walled`)
  await owner.query(`delete from disclosure where walled_as <> '{}'`)
  for (const table of ['part_restriction_member', 'part_restriction', 'part_exclusion'])
    await owner.query(`delete from ${table}`)
  const { rows: keys } = await owner.query<{
    child: string
    column: string
    parent: string
    key: string
  }>(columnsTo)
  for (let gone = 1; gone > 0;) {
    gone = 0
    for (const { child, column, parent, key } of keys) {
      // (what a seen record says of somebody who is hidden is hidden with them)
      const orphan = `x.${column} is not null and not exists (select from ${parent} p where p.${key} = x.${column})`
      gone += (await owner.query(`delete from ${child} x where ${orphan}`)).rowCount ?? 0
    }
  }
  await owner.query(`set session_replication_role = origin`)
}

const connected = async <Result>(
  database: TestDatabase,
  work: (owner: pg.Client) => Promise<Result>,
): Promise<Result> => {
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

/** Everybody, the hidden among the others and not after them: neither the order of ids nor of writing may help. */
const arrange = (database: TestDatabase): Promise<Things> =>
  connected(database, async owner => {
    const compartment = newId<NominalId>()
    await owner.query(`insert into compartment (id, name, shows) values ($1, 'A wall', 'none')`, [compartment])
    const seen = Object.values(visible)
    const order = [hidden[0]!, seen[0]!, hidden[1]!, seen[1]!, hidden[2]!, seen[2]!, hidden[3]!]
    for (const person of order) {
      await aNominal(owner, person)
      if (person.compartment) await addFact(owner, person.id, 'compartment_of', { compartment_id: compartment })
    }
    const nominal = [...seen, ...hidden].map(({ id }) => id)
    const facts: string[] = []
    for (const [at, id] of nominal.entries()) {
      const fact = newId() as string
      const other = nominal[(at + 3) % nominal.length]!
      await addFact(owner, id, 'language', { id: fact, language: 'Welsh' })
      await addFact(owner, id, 'associate', { relation: 'friend', name: 'Somebody', other_id: other })
      await addFact(owner, id, 'associate', { relation: 'cousin', other_id: other })
      await addFact(owner, id, 'telephone', { kind: 'mobile', number: '07700900123' })
      await addFact(owner, id, 'residence', {
        force_id: (await owner.query<{ id: string }>(`select id from agency where code = '22'`)).rows[0]!.id,
        during: '[2020-01-01,)',
      })
      facts.push(fact)
    }
    const parts = await arrangeHiddenParts(owner, visible.mine.id)
    return {
      nominal,
      fact: [...facts, parts.entry, parts.correction],
      kind: [...facts.map(() => 'language'), 'entry', 'entry'],
      entry: [parts.entry],
      file: [parts.file, parts.photograph],
      attachment: [parts.attachment],
      ...(await arrangeMore(owner, nominal)),
    }
  })

const standUp = async (name: World['name'], database: TestDatabase): Promise<World> => {
  const { address, app } = await startServer(database, {}, [], { loads: true })
  const db = openPool(database.appUrl, { max: 2 })
  after(() => db.close())
  const tokens = new Map<string, string>()
  for (const asker of [...askers, knows]) tokens.set(asker, await beginApiSession(db, asker, 'no leak'))
  const routes = [
    ...new Set(app.routeList.filter(({ method }) => method !== 'HEAD').map(({ method, url }) => `${method} ${url}`)),
  ]
  return { name, address, tokens, routes }
}

/** Every id and reference that stands in a database before anybody asks: these are compared as they are. */
const idsIn = (database: TestDatabase): Promise<ReadonlySet<string>> =>
  connected(database, async owner => {
    const { rows: columns } = await owner.query<{ name: string; column: string }>(
      `select c.oid::regclass::text as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and a.atttypid = 'uuid'::regtype and not a.attisdropped`,
    )
    const known = new Set<string>()
    for (const { name, column } of [...columns, { name: 'nominal', column: 'quote' }])
      for (const { id } of (
        await owner.query<{ id: string }>(
          `select distinct ${column}::text as id from ${name} where ${column} is not null`,
        )
      ).rows)
        known.add(id)
    return known
  })

/** The world with the hidden and the world without, and what both are asked about. */
export const twoWorlds = async (): Promise<{
  readonly worlds: readonly [World, World]
  readonly things: Things
  readonly known: ReadonlySet<string>
}> => {
  const database = await demonstrationDatabase()
  const things = await arrange(database)
  const known = await idsIn(database)
  const without = await cloneOf(database)
  await connected(without, owner =>
    forget(
      owner,
      hidden.map(({ id }) => id),
    ),
  )
  return { worlds: [await standUp('with', database), await standUp('without', without)], things, known }
}

/** Kinds of fact, for whoever writes one of each. */
export const kindsOfFact: readonly string[] = factKinds.map(({ kind }) => kind)
