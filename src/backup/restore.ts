import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { applyFilesWithin, becomeOwner, codeOf, ensureRoles, schemaLock, Stop, type Tell } from '#platform'
import { filesIn, sha256Of, type BackupFile } from './backup-file.ts'
import { plainSession, purposeOf, quoted, sequencesOf, tablesOf } from './catalog.store.ts'
import { emptyTables, firstThingIn, liftGuards, makePartitions } from './empty-tables.store.ts'
import { leftOut } from './left-out.ts'
import { readMeName, rowsIn, type Manifest } from './manifest.ts'
import { decompress } from './rows.ts'
import type { TarFile } from './tar.ts'

const diskFull = '53100'

/** @throws Stop */
const expectEmpty = async (client: pg.Client): Promise<void> => {
  const found = await firstThingIn(client)
  if (found !== undefined)
    throw new Stop(
      `This database is not empty (it holds ${found}): restore into a new data folder (CONCORD_DATA) or a new database (DATABASE_URL).`,
    )
}

const listed = (names: readonly string[]): string => names.toSorted().join('\n')

/** The manifest's names stand in statements from here on: they are held against the tables that the schema has just made. */
const expectSameTables = async (client: pg.Client, { tables, sequences, partitions }: Manifest): Promise<void> => {
  const made = (await tablesOf(client)).filter(({ name }) => !Object.hasOwn(leftOut, name))
  const inWords = (all: readonly { readonly name: string; readonly columns: readonly string[] }[]) =>
    listed(all.map(({ name, columns }) => `${name} ${columns.toSorted().join(' ')}`))
  const sequencesMade = await sequencesOf(client)
  if (
    inWords(made) !== inWords(tables) ||
    listed(sequencesMade.map(({ name }) => name)) !== listed(sequences.map(({ name }) => name)) ||
    partitions.some(({ of }) => !made.some(({ name }) => name === of))
  )
    throw new Stop('This backup’s tables are not those of the schema that it names: it cannot be restored.')
}

/** The next files, which are `parts`, held once more against the manifest: the file could change while it is read. */
async function* nextFiles(
  files: AsyncIterator<TarFile>,
  names: readonly string[],
  { parts }: Pick<Manifest, 'parts'>,
): AsyncGenerator<Buffer> {
  for (const name of names) {
    const { value } = await files.next()
    const file = value as TarFile | undefined
    const expected = parts.find(part => part.name === name)
    if (file?.name !== name || sha256Of(file.content) !== expected?.sha256)
      throw new Stop('The backup has changed while it was read. Nothing was written.')
    yield file.content
  }
}

async function* decompressed(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of parts) yield await decompress(part)
}

type How = { readonly stopping: AbortSignal; readonly tell: Tell }

const loadRows = async (
  client: pg.Client,
  file: BackupFile,
  manifest: Manifest,
  { stopping, tell }: How,
): Promise<void> => {
  const files = filesIn(file)
  const of = rowsIn(manifest)
  let done = 0
  try {
    await nextFiles(files, [readMeName], manifest).next()
    for (const { name, columns, parts, rows } of manifest.tables) {
      tell({ doing: name, done, of, counted: 'rows' })
      const into = client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`))
      await pipeline(decompressed(nextFiles(files, parts, manifest)), into, { signal: stopping })
      if (into.rowCount !== rows)
        throw new Stop(`The backup says ${rows} rows of ${name}, and has ${into.rowCount}. Nothing was written.`)
      done += rows
    }
  } finally {
    await files.return(undefined)
  }
}

const setSequences = async (client: pg.Client, { sequences }: Manifest): Promise<void> => {
  for (const { name, last, isCalled } of sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), last, isCalled])
}

/** What is in the rows must be what the manifest said, for it decides who may sign in without a password. */
const expectPurpose = async (client: pg.Client, { purpose }: Manifest): Promise<void> => {
  if ((await purposeOf(client)) !== purpose)
    throw new Stop(
      'The backup’s rows and its manifest do not agree on whether it is a demonstration. Nothing was written.',
    )
}

const within = async (
  client: pg.Client,
  file: BackupFile,
  { manifest, sha256 }: { readonly manifest: Manifest; readonly sha256: string },
  how: How,
): Promise<void> => {
  await applyFilesWithin(client, manifest.schema.at(-1)!.name)
  await expectSameTables(client, manifest)
  const putGuardsBack = await liftGuards(client)
  await emptyTables(client, manifest.tables)
  await makePartitions(client, manifest.partitions)
  await loadRows(client, file, manifest, how)
  await setSequences(client, manifest)
  how.tell({ sentence: 'Checking that every row refers to what is there.' })
  await putGuardsBack()
  await expectPurpose(client, manifest)
  await applyFilesWithin(client)
  await client.query('select after_restore($1, $2)', [manifest.madeAt, sha256])
}

/**
 * Restores a backup that was checked (`checkBackup`, `whyNotRestored`) into the empty database of `client`, a connection of its own
 * by a login that owns it: the schema that the backup has, its rows, then what the schema has since become. All of it is one
 * transaction, so whatever ends it in the middle leaves an empty database. No trigger fires on the rows; foreign keys are checked.
 * @throws Stop where the database is not empty, or has no room
 */
export const restoreBackup = async (
  client: pg.Client,
  file: BackupFile,
  checked: { readonly manifest: Manifest; readonly sha256: string },
  how: How,
): Promise<void> => {
  const { stopping, tell } = how
  const interrupt = () => void client.end() // whatever it waits for; the database undoes the rest
  stopping.addEventListener('abort', interrupt, { once: true })
  try {
    await client.query(plainSession)
    await expectEmpty(client)
    await ensureRoles(client)
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(${schemaLock})`)
    await expectEmpty(client) // another program may have come first
    await becomeOwner(client)
    await within(client, file, checked, how)
    stopping.throwIfAborted()
    stopping.removeEventListener('abort', interrupt) // from here on it would be untrue that nothing was written
    await client.query('commit')
  } catch (error) {
    throw codeOf(error) === diskFull
      ? new Stop('The database has no room for this backup. Nothing was written.')
      : error
  }
  // The first people to come should not wait for the planner to learn what is there. It learns by itself, too, only later.
  tell({ sentence: 'Taking statistics of the tables.' })
  for (const { name } of checked.manifest.tables)
    if (!stopping.aborted) await client.query(`vacuum (analyze) ${quoted(name)}`)
}
