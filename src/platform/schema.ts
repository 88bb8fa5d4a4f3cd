import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import { typed } from './database.ts'
import { codeOf, Stop } from './errors.ts'

const folder = join(import.meta.dirname, '../../schema')

/** Roles without a login of their own unless a data-base administrator gives them one. See docs/decisions/database-roles.md. */
const roles = ['concord_owner', 'concord_app', 'concord_importer', 'concord_jobs', 'concord_destroyer'] as const

const DUPLICATE = new Set(['42710', '23505'])

/**
 * Makes the roles and extensions that the schema needs, as the login that owns the database. Not in a transaction: roles belong to
 * the whole cluster, and another database of it may be making them at this moment.
 */
export const ensureRoles = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    [...roles],
  ])
  const present = new Set(rows.map(row => row.rolname))
  for (const role of roles)
    if (!present.has(role))
      await client
        .query(`create role ${role} nologin nosuperuser nocreatedb nocreaterole nobypassrls`)
        .catch((error: unknown) => {
          if (!DUPLICATE.has(codeOf(error) ?? '')) throw error
        })
  const { rows: login } = await client.query<{ superuser: boolean; database: string; name: string }>(
    'select rolsuper as superuser, current_database() as database, rolname as name from pg_roles where rolname = current_user',
  )
  const { superuser, database, name } = login[0]!
  if (!superuser)
    for (const role of roles) {
      const { rows: member } = await client.query<{ member: boolean }>(
        `select pg_has_role(current_user, $1, 'usage') as member`,
        [role],
      )
      if (!member[0]!.member) await client.query(`grant ${role} to ${client.escapeIdentifier(name)}`)
    }
  await client.query(
    `grant create, connect, temporary on database ${client.escapeIdentifier(database)} to concord_owner`,
  )
  await client.query('grant create, usage on schema public to concord_owner')
  await client.query('grant usage on schema public to concord_app, concord_importer, concord_jobs, concord_destroyer')
  for (const extension of ['btree_gist', 'pg_trgm', 'fuzzystrmatch'])
    await client.query(`create extension if not exists ${extension} schema public`)
}

/** A file of `schema/`: its name without the ending, its text, and the SHA-256 of that text. */
export type SchemaFile = { readonly name: string; readonly text: string; readonly hash: string }

/** The files of `schema/` in the order in which they are applied. */
export const schemaFiles = (): SchemaFile[] =>
  readdirSync(folder)
    .filter(name => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map(file => {
      const text = readFileSync(join(folder, file), 'utf8')
      return { name: file.replace(/\.sql$/, ''), text, hash: createHash('sha256').update(text).digest('hex') }
    })

/**
 * What was applied to this database, in order.
 * @throws Stop for a file that this program does not know, or whose text has since changed: it would leave two databases that
 * call themselves the same, and is refused, never guessed at
 */
export const appliedFiles = async (client: pg.ClientBase): Promise<Omit<SchemaFile, 'text'>[]> => {
  const files = schemaFiles()
  const { rows } = await client.query<{ name: string; hash: string }>(
    'select name, hash from schema_file order by name',
  )
  for (const { name, hash } of rows) {
    const file = files.find(candidate => candidate.name === name)
    if (!file)
      throw new Stop(
        `This database has the schema ${rows.at(-1)!.name}, which is newer than this program knows (${files.at(-1)!.name}). Start the newer program, or restore a backup that fits this one.`,
      )
    if (file.hash !== hash)
      throw new Stop(
        `schema/${name}.sql is not the text that was applied to this database. Put the applied text back and write the change as a new file.`,
      )
  }
  return rows
}

/** Whether Concord's schema, of whichever age, stands in this database. */
export const hasSchema = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ has: boolean }>(`select to_regclass('public.schema_file') is not null as has`)
  return rows[0]!.has
}

/** Two programs that start at once make the schema once: held until the transaction, or else the connection, ends. */
export const schemaLock = `hashtext('concord schema')`

/** Takes on the role that owns the schema, until the connection ends. */
export const becomeOwner = async (client: pg.ClientBase): Promise<void> => {
  await client.query('set role concord_owner')
}

/**
 * Brings the database to the newest schema: roles, extensions, and every file of `schema/` in order, in one transaction under a
 * lock, so that two programs that start at once do it once. `ownerUrl`: a login that owns the database (or a superuser).
 * Throws `Stop` when the database is newer than the program or an applied file was changed.
 */
export const applySchema = async (ownerUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord schema' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${schemaLock})`)
    if (await hasSchema(client)) {
      await becomeOwner(client)
      if ((await appliedFiles(client)).length === schemaFiles().length) return
    } else {
      await ensureRoles(client)
      await becomeOwner(client)
    }
    await client.query('begin')
    await applyFilesWithin(client)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/**
 * Applies the files of `schema/` that are not applied yet, up to and including the one called `upTo`, in the transaction that is
 * open on `client`, which has become the owner.
 */
export const applyFilesWithin = async (client: pg.ClientBase, upTo?: string): Promise<void> => {
  await client.query(
    'create table if not exists schema_file (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  )
  let fault: Error | undefined // Kysely's own would be about its lock, which it cannot give back in a transaction that has failed
  const migrations = Object.fromEntries(
    schemaFiles().map(({ name, text, hash }): [string, Migration] => [
      name,
      {
        up: async tx => {
          await sql
            .raw(text)
            .execute(tx)
            .catch((error: unknown) => {
              throw (fault = new Error(`schema/${name}.sql was not applied`, { cause: error }))
            })
          await sql`insert into schema_file (name, hash) values (${name}, ${hash})`.execute(tx)
        },
      },
    ]),
  )
  const migrator = new Migrator({
    db: typed(client),
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: 'schema_order',
    migrationLockTableName: 'schema_order_lock',
    disableTransactions: true, // it is within one already
  })
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo)).catch(
    (thrown: unknown) => ({ error: thrown }),
  )
  if (error !== undefined) throw fault ?? error
}
