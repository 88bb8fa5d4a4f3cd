/**
 * Writes src/platform/tables.ts from a database that has just been given the schema (`npm run types`); with --check it writes
 * nothing and exits 1 when the file is stale. The database is a fresh embedded one, or a fresh one on the server of DATABASE_URL.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../src/platform/embedded.ts'
import { applySchema } from '../src/platform/schema.ts'

const target = join(import.meta.dirname, '../src/platform/tables.ts')
const generator = join(import.meta.dirname, '../node_modules/kysely-codegen/dist/cli/bin.js')

const generatedFrom = (url: string, folder: string): string => {
  const out = join(folder, 'tables.ts')
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      generator,
      '--dialect=postgres',
      `--url=${url}`,
      `--out-file=${out}`,
      '--default-schema=public',
      '--log-level=error',
      '--exclude-pattern=(audit_*_2*|audit_*_other|schema_order*)',
      // As src/platform/database.ts reads them: a day is a day, an instant an instant.
      '--type-mapping={"date":"Temporal.PlainDate","timestamptz":"Temporal.Instant","int8":"number"}',
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The types could not be generated: ${stderr}`)
  return readFileSync(out, 'utf8')
}

const onFreshDatabase = async (server: string, work: (url: string) => string): Promise<string> => {
  const name = `concord_types_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  try {
    await admin.query(`create database ${name}`)
    const url = new URL(server)
    url.pathname = `/${name}`
    await applySchema(url.href)
    return work(url.href)
  } finally {
    await admin.query(`drop database if exists ${name}`)
    await admin.end()
  }
}

const folder = mkdtempSync(join(tmpdir(), 'concord-types-'))
const embedded = process.env.DATABASE_URL
  ? undefined
  : await startEmbedded({ dataFolder: join(folder, 'data'), settings: { fsync: 'off' } })
try {
  const generated = await onFreshDatabase(process.env.DATABASE_URL ?? embedded!.url, url => generatedFrom(url, folder))
  if (!process.argv.includes('--check')) writeFileSync(target, generated)
  else if (readFileSync(target, 'utf8') !== generated) {
    console.error('src/platform/tables.ts is stale: run npm run types.')
    process.exitCode = 1
  }
} finally {
  await embedded?.stop()
  rmSync(folder, { recursive: true, force: true })
}
