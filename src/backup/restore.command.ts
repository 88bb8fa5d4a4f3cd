import { parseArgs } from 'node:util'
import pg from 'pg'
import {
  beforeLeaving,
  openAsItStands,
  readConfiguration,
  schemaFiles,
  Stop,
  terminalProgress,
  WrongUse,
  type Command,
} from '#platform'
import { checkBackup, type BackupFile } from './backup-file.ts'
import { whyNotRestored } from './fitting.ts'
import { readKey } from './key.ts'
import { rowsIn, type Manifest } from './manifest.ts'
import { restoreBackup } from './restore.ts'

const usage = `npx concord restore FILE [--key KEYFILE] [--check] [--json]

Puts a backup back into an empty database: that of DATABASE_URL, or else a new one in the data folder (CONCORD_DATA). All of FILE is
read and checked before anything is written, and what is written becomes true at once or not at all. A backup of an older Concord is
brought up to this one. A demonstration's backup restores as a demonstration only; any other needs CONCORD_DEMO=0.
Afterwards nobody is signed in, and the log goes on in a new era.

  --key KEYFILE  the key with which FILE was encrypted
  --check        say whether FILE is whole and fits this program, and write nothing
  --json         print only { "file", "rows", "tables", "madeAt", "purpose", "schema", "manifestSha256", "restored" }

For example: CONCORD_DATA=/srv/concord-new npx concord restore backups/2026-11-23.tar --key concord.key`

/** `concord restore`: a backup into an empty database, or whether it could be. */
export const restoreCommand: Command = {
  summary: 'put a backup back into an empty database',
  usage,
  run: async (args, stopping) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { key: { type: 'string' }, check: { type: 'boolean' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [path] = positionals
    if (path === undefined || positionals.length > 1) throw new WrongUse('Name one backup.')
    const file: BackupFile = { path, key: values.key === undefined ? undefined : await readKey(values.key) }
    const startedAt = performance.now()
    try {
      const checked = await checkAll(file, stopping)
      if (values.check !== true) await putBack(file, checked, stopping)
      answer(path, checked, { startedAt, restored: values.check !== true, json: values.json === true })
      return 0
    } catch (error) {
      if (!stopping.aborted || error instanceof Stop) throw error
      console.error('Stopped. Nothing was written.')
      return 1
    }
  },
}

type Checked = { readonly manifest: Manifest; readonly sha256: string }

const checkAll = async (file: BackupFile, stopping: AbortSignal): Promise<Checked> => {
  const checked = await checkBackup(file, stopping)
  const reasons = whyNotRestored(checked.manifest, schemaFiles(), readConfiguration(process.env))
  if (reasons.length > 0) throw new Stop([`${file.path} is whole, and cannot be restored here.`, ...reasons].join('\n'))
  return checked
}

const putBack = async (file: BackupFile, checked: Checked, stopping: AbortSignal): Promise<void> => {
  const progress = terminalProgress(process.stderr)
  const database = await openAsItStands(readConfiguration(process.env), {
    progress: sentence => progress.tell({ sentence }),
    mustExist: false,
  })
  const client = new pg.Client({ connectionString: database.ownerUrl, application_name: 'concord restore' })
  client.on('error', () => undefined) // the statement under way fails with it
  const close = beforeLeaving(async () => {
    await client.end()
    await database.close()
  })
  try {
    await client.connect()
    await restoreBackup(client, file, checked, { stopping, tell: progress.tell })
  } finally {
    progress.end()
    await close()
  }
}

const answer = (
  path: string,
  { manifest, sha256 }: Checked,
  { startedAt, restored, json }: { readonly startedAt: number; readonly restored: boolean; readonly json: boolean },
): void => {
  const { madeAt, purpose, schema, tables } = manifest
  const rows = rowsIn(manifest)
  if (json)
    return console.log(
      JSON.stringify({
        file: path,
        rows,
        tables: tables.length,
        madeAt,
        purpose,
        schema: schema.at(-1)!.name,
        manifestSha256: sha256,
        restored,
      }),
    )
  const what = `${path}: ${rows.toLocaleString('en-GB')} rows of ${tables.length} tables as they stood at ${madeAt}`
  const took = `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`
  console.log(
    restored ? `Restored ${what} ${took}. Nobody is signed in.` : `Whole, and fits this program: ${what} ${took}.`,
  )
}
