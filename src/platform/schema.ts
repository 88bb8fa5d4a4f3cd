import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import { codeOf, Stop } from './errors.ts'

const folder = join(import.meta.dirname, '../../schema')

/** Roles without a login of their own unless a data-base administrator gives them one. See docs/decisions/database-roles.md. */
const roles = ['concord_owner', 'concord_app', 'concord_importer', 'concord_jobs', 'concord_destroyer'] as const

const DUPLICATE = new Set(['42710', '23505'])

/** Roles belong to the whole cluster: another database of it may be making them at this moment. */
const ensureRoles = async (client: pg.Client): Promise<void> => {
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

type SchemaFile = { readonly name: string; readonly text: string; readonly hash: string }

const schemaFiles = (): SchemaFile[] =>
  readdirSync(folder)
    .filter(name => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map(file => {
      const text = readFileSync(join(folder, file), 'utf8')
      return { name: file.replace(/\.sql$/, ''), text, hash: createHash('sha256').update(text).digest('hex') }
    })

/** An applied file whose text has since changed would leave two databases that call themselves the same: refused, never guessed at. */
const refuseDrift = async (client: pg.Client, files: readonly SchemaFile[]): Promise<boolean> => {
  await client.query(
    'create table if not exists schema_file (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  )
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
  return rows.length === files.length
}

/**
 * Brings the database to the newest schema: roles, extensions, and every file of `schema/` in order, in one transaction under a
 * lock, so that two programs that start at once do it once. `ownerUrl`: a login that owns the database (or a superuser).
 * Throws `Stop` when the database is newer than the program or an applied file was changed.
 */
export const applySchema = async (ownerUrl: string): Promise<void> => {
  const files = schemaFiles()
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord schema' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('concord schema'))`)
    const ready = await client.query<{ ready: boolean }>(
      `select to_regclass('public.schema_file') is not null as ready`,
    )
    if (!ready.rows[0]!.ready) await ensureRoles(client)
    await client.query('set role concord_owner')
    if (await refuseDrift(client, files)) return
    await migrate(ownerUrl, files)
  } finally {
    await client.end()
  }
}

const migrate = async (ownerUrl: string, files: readonly SchemaFile[]): Promise<void> => {
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 1,
    options: '-c role=concord_owner',
    application_name: 'concord schema',
  })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrations = Object.fromEntries(
      files.map(({ name, text, hash }): [string, Migration] => [
        name,
        {
          up: async tx => {
            await sql.raw(text).execute(tx)
            await sql`insert into schema_file (name, hash) values (${name}, ${hash})`.execute(tx)
          },
        },
      ]),
    )
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations) },
      migrationTableName: 'schema_order',
      migrationLockTableName: 'schema_order_lock',
    })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined) {
      const failed = results?.find(result => result.status === 'Error')?.migrationName
      throw new Error(`schema/${failed ?? '?'}.sql was not applied`, { cause: error })
    }
  } finally {
    await db.destroy()
  }
}
