import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { beforeLeaving, openAsItStands, readConfiguration, terminalProgress, WrongUse, type Command } from '#platform'
import { makeKey, readKey } from './key.ts'
import { rowsIn } from './manifest.ts'
import { expectNoFile, writeWhole } from './new-file.ts'
import { nameOfKey, seal, type SealingKey } from './sealing.ts'
import { tarOf } from './tar.ts'
import { takeBackup } from './take.ts'

const usage = `npx concord backup FILE [--key KEYFILE] [--json]
npx concord backup --new-key KEYFILE

Writes every record into FILE, as they all stood at one moment, while people go on working. The file holds everything: nobody but its
owner can read it (mode 0600), and with --key it is encrypted (AES-256-GCM). FILE is whole or not there; nothing is written over.
The database is not changed, but for an entry in the log that a backup was made.

  --key KEYFILE      encrypt with the key in this file: keep it apart from the backups, for without it they are lost
  --new-key KEYFILE  make such a key, and nothing else
  --json             print only { "file", "bytes", "rows", "tables", "madeAt", "purpose", "schema", "key", "manifestSha256" }

For example: npx concord backup --new-key concord.key
             npx concord backup backups/2026-11-23.tar --key concord.key`

/** `concord backup`: every record into one file, or a key for such files. */
export const backupCommand: Command = {
  summary: 'write every record into one file',
  usage,
  run: async (args, stopping) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { key: { type: 'string' }, 'new-key': { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [file] = positionals
    const newKey = values['new-key']
    if (newKey !== undefined) {
      if (file !== undefined || values.key !== undefined) throw new WrongUse('--new-key makes a key and nothing else.')
      return answerKey(newKey, await makeKey(newKey), values.json === true)
    }
    if (file === undefined || positionals.length > 1) throw new WrongUse('Name one file to write.')
    const key = values.key === undefined ? undefined : await readKey(values.key)
    return backUp(file, key, { stopping, json: values.json === true })
  },
}

const answerKey = (file: string, key: SealingKey, json: boolean): 0 => {
  const name = nameOfKey(key)
  if (json) console.log(JSON.stringify({ file, key: name }))
  else
    console.log(
      `${file} holds the new key ${name}. Keep it apart from the backups, and a copy of it where a fire cannot take both.`,
    )
  return 0
}

const readable =
  'The file is not encrypted: whoever can read it reads every record. Encrypt it with --key, or keep it as safe as the database.'

const backUp = async (
  file: string,
  key: SealingKey | undefined,
  { stopping, json }: { readonly stopping: AbortSignal; readonly json: boolean },
): Promise<0 | 1> => {
  expectNoFile(file)
  const startedAt = performance.now()
  const progress = terminalProgress(process.stderr)
  const database = await openAsItStands(readConfiguration(process.env), { mustExist: true })
  const client = new pg.Client({ connectionString: database.ownerUrl, application_name: 'concord backup' })
  client.on('error', () => undefined) // the statement under way fails with it
  const close = beforeLeaving(async () => {
    await client.end()
    await database.close()
  })
  try {
    await client.connect()
    stopping.addEventListener('abort', () => void client.end(), { once: true }) // it may be waiting for somebody's lock
    const { files, madeAt, manifest } = await takeBackup(client, progress.tell)
    const archive = tarOf(files, Math.floor(madeAt / 1000))
    await writeWhole(file, key === undefined ? archive : seal(archive, key), stopping)
    progress.end()
    const { manifest: written, sha256 } = manifest()
    const { size } = await stat(file)
    const figures = {
      file,
      bytes: size,
      rows: rowsIn(written),
      tables: written.tables.length,
      madeAt: written.madeAt,
      purpose: written.purpose,
      schema: written.schema.at(-1)!.name,
      key: key === undefined ? null : nameOfKey(key),
      manifestSha256: sha256,
    }
    if (json) console.log(JSON.stringify(figures))
    else
      console.log(
        `${file} holds ${figures.rows.toLocaleString('en-GB')} rows of ${figures.tables} tables as they stood at ${written.madeAt} (${(size / 1e6).toFixed(1)} MB, ${((performance.now() - startedAt) / 1000).toFixed(1)} s).`,
      )
    if (key === undefined) console.error(readable)
    return 0
  } catch (error) {
    progress.end()
    if (!stopping.aborted) throw error
    console.error('Stopped. No file was left.')
    return 1
  } finally {
    await close()
  }
}
