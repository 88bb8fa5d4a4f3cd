import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { appliedFiles, becomeOwner, hasSchema, newId, Stop, type Tell } from '#platform'
import {
  inOrderOfDependence,
  partitionsOf,
  plainSession,
  purposeOf,
  quoted,
  sequencesOf,
  tablesHiddenFromOwner,
  tablesOf,
  type Table,
} from './catalog.store.ts'
import { leftOut } from './left-out.ts'
import { manifestHashName, manifestName, partName, readMe, readMeName, type Manifest } from './manifest.ts'
import { compress, countRows, wholeRows } from './rows.ts'
import type { TarFile } from './tar.ts'

/** A backup under way: the files of the archive, and, once they have all been taken, what it says of itself. */
export type Taking = {
  /** In milliseconds since 1970: the instant of the snapshot. */
  readonly madeAt: number
  readonly files: AsyncIterable<TarFile>
  readonly manifest: () => { readonly manifest: Manifest; readonly sha256: string }
}

const program = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** @throws Stop where there is nothing to back up, or this program does not know the schema */
const expectDatabase = async (client: pg.ClientBase): Promise<Pick<Manifest, 'purpose' | 'schema'>> => {
  if (!(await hasSchema(client))) throw new Stop('There is nothing to back up: this database holds no record.')
  await becomeOwner(client)
  const schema = await appliedFiles(client)
  const purpose = await purposeOf(client)
  if (purpose === undefined)
    throw new Stop('There is nothing to back up: this database has its schema and nothing else.')
  return { purpose, schema }
}

/**
 * What has to be written before the snapshot is taken, so that it is in the backup: that one was made; and the log's next months,
 * because making one would wait for a backup that reads the log, and everybody who looks at a record would wait behind it.
 */
const beforehand = async (client: pg.ClientBase): Promise<void> => {
  await client.query('select prepare_audit_months(3)')
  await client.query(
    `select record_audit($1, 'database.backed-up', 'done', '{}', '{}', '{}', '{}', null, null, '{}', null, 'concord backup')`,
    [newId()],
  )
}

/**
 * Begins a backup on `client`, a connection of its own by a login that owns the database: one snapshot of all tables, which
 * neither waits for those who work nor keeps them waiting. The connection is to be closed afterwards, also in the middle.
 * @throws Stop
 */
export const takeBackup = async (client: pg.Client, tell: Tell): Promise<Taking> => {
  await client.query(plainSession)
  const { purpose, schema } = await expectDatabase(client)
  await beforehand(client)

  await client.query('begin isolation level repeatable read read only')
  const { rows } = await client.query<{ at: string; postgres: string }>(
    `select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, current_setting('server_version') as postgres`,
  )
  const hidden = await tablesHiddenFromOwner(client)
  if (hidden.length > 0)
    throw new Error(`Row security hides rows of ${hidden.join(', ')} from concord_owner, so no backup would be whole.`)
  const tables = inOrderOfDependence((await tablesOf(client)).filter(({ name }) => !Object.hasOwn(leftOut, name)))
  const { at, postgres } = rows[0]!

  const saved: Manifest['tables'] = []
  const parts: Manifest['parts'] = []
  let manifest: { readonly manifest: Manifest; readonly sha256: string } | undefined

  async function* rowsOf({ name, columns }: Table): AsyncGenerator<TarFile> {
    const table = { name, columns: [...columns], rows: 0, parts: [] as string[] }
    const rowsInText = client.query(
      copyTo(`copy (select ${columns.map(quoted).join(', ')} from ${quoted(name)}) to stdout`),
    )
    for await (const text of wholeRows(rowsInText as AsyncIterable<Buffer>)) {
      const part = partName(name, table.parts.length + 1)
      table.parts.push(part)
      table.rows += countRows(text)
      yield { name: part, content: await compress(text) }
      tell({ doing: name, done: table.rows, of: null, counted: 'rows' })
    }
    saved.push(table)
  }

  async function* contents(): AsyncGenerator<TarFile> {
    yield { name: readMeName, content: Buffer.from(readMe) }
    for (const table of tables) yield* rowsOf(table)
  }

  async function* files(): AsyncGenerator<TarFile> {
    for await (const file of contents()) {
      parts.push({ name: file.name, bytes: file.content.length, sha256: sha256Of(file.content) })
      yield file
    }
    const whole: Manifest = {
      format: 1,
      madeAt: at,
      program: program(),
      postgres,
      purpose,
      schema: schema.map(({ name, hash }) => ({ name, hash })),
      tables: saved,
      partitions: [...(await partitionsOf(client))],
      sequences: [...(await sequencesOf(client))],
      leftOut: Object.entries(leftOut).map(([table, why]) => ({ table, why })),
      parts,
    }
    const content = Buffer.from(`${JSON.stringify(whole, null, 1)}\n`)
    const sha256 = sha256Of(content)
    yield { name: manifestName, content }
    yield { name: manifestHashName, content: Buffer.from(`${sha256}  ${manifestName}\n`) }
    manifest = { manifest: whole, sha256 }
    await client.query('commit')
  }

  return {
    madeAt: Date.parse(at),
    files: files(),
    manifest: () => {
      if (manifest === undefined) throw new Error('the manifest is written when all files have been taken')
      return manifest
    },
  }
}
