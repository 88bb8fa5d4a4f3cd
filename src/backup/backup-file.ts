import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { codeOf, Stop } from '#platform'
import { Damaged } from './damaged.ts'
import { manifestHashName, manifestName, readManifest, readMeName, type Manifest } from './manifest.ts'
import { nameOfKey, sealedAs, unseal, type SealingKey } from './sealing.ts'
import { filesOf, type TarFile } from './tar.ts'

/** A backup on disk, with the key where it is encrypted. */
export type BackupFile = { readonly path: string; readonly key: SealingKey | undefined }

const readLength = 2 ** 20

const beginningOf = async (path: string): Promise<Buffer> => {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw new Stop(`${path} cannot be read (${codeOf(error) ?? 'no reason given'}).`)
  }
}

/**
 * Makes sure that the file is a backup and that the key, given or not, is the one for it.
 * @throws Stop
 */
export const expectKey = async ({ path, key }: BackupFile): Promise<void> => {
  const beginning = await beginningOf(path)
  const sealed = sealedAs(beginning)
  if (sealed === undefined && !beginning.toString('latin1').startsWith(`${readMeName}\0`))
    throw new Stop(`${path} is no backup of Concord, or its beginning is damaged.`)
  if (sealed !== undefined && key === undefined)
    throw new Stop(`${path} is encrypted with the key ${sealed.keyName}: name that key’s file with --key.`)
  if (sealed !== undefined && key !== undefined && nameOfKey(key) !== sealed.keyName)
    throw new Stop(`${path} is encrypted with the key ${sealed.keyName}, and this is the key ${nameOfKey(key)}.`)
  if (sealed === undefined && key !== undefined)
    throw new Stop(
      `${path} is not encrypted, so the key proves nothing about it: leave --key out if you trust it all the same.`,
    )
}

/** The files in a backup, in order. Throws Damaged while they are read. */
export const filesIn = ({ path, key }: BackupFile): AsyncGenerator<TarFile> => {
  const bytes = createReadStream(path, { highWaterMark: readLength }) as AsyncIterable<Buffer>
  return filesOf(key === undefined ? bytes : unseal(bytes, key))
}

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

const sameParts = (found: Manifest['parts'], told: Manifest['parts']): boolean =>
  found.length === told.length &&
  found.every(({ name, bytes, sha256 }, at) => {
    const part = told[at]!
    return name === part.name && bytes === part.bytes && sha256 === part.sha256
  })

/** Each file before the manifest is the first one or holds rows of one table, as the manifest says. */
const accountsForAll = ({ parts, tables }: Manifest): boolean =>
  [readMeName, ...tables.flatMap(table => table.parts)].join('\n') === parts.map(({ name }) => name).join('\n')

const read = async (file: BackupFile, stopping: AbortSignal): Promise<{ manifest: Manifest; sha256: string }> => {
  const found: Manifest['parts'] = []
  let manifest: Buffer | undefined
  let told: string | undefined
  for await (const { name, content } of filesIn(file)) {
    stopping.throwIfAborted()
    if (told !== undefined) throw new Damaged('something was added to its end')
    if (name === manifestName) manifest = content
    else if (name === manifestHashName) told = content.toString('latin1')
    else if (manifest !== undefined) throw new Damaged('it has been altered')
    else found.push({ name, bytes: content.length, sha256: sha256Of(content) })
  }
  if (manifest === undefined || told === undefined) throw new Damaged('it ends too early')
  const sha256 = sha256Of(manifest)
  if (told !== `${sha256}  ${manifestName}\n`) throw new Damaged('its manifest has been altered')
  const read = readManifest(manifest)
  if (!sameParts(found, read.parts) || !accountsForAll(read)) throw new Damaged('it has been altered')
  return { manifest: read, sha256 }
}

/**
 * Reads all of a backup and answers with what it says of itself, with the SHA-256 of that; nothing is written anywhere.
 * @throws Stop in a sentence for one that is torn, altered, or not encrypted with this key
 */
export const checkBackup = async (
  file: BackupFile,
  stopping: AbortSignal,
): Promise<{ readonly manifest: Manifest; readonly sha256: string }> => {
  await expectKey(file)
  try {
    return await read(file, stopping)
  } catch (error) {
    if (error instanceof Damaged)
      throw new Stop(`${file.path} is not a whole backup: ${error.message}. Nothing was written.`)
    throw error
  }
}
