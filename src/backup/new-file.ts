import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { codeOf, Stop } from '#platform'

/** EFBIG: the limit that an operator set (`ulimit -f`) is as good as a full disk. */
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

const inWords = (file: string, error: unknown): Error => {
  const code = codeOf(error) ?? ''
  if (full.has(code)) return new Stop(`There is no room for ${file} (${code}): nothing of it is left.`)
  if (code === 'EEXIST')
    return new Stop(
      `${file}.half is there: another backup writes it, or one was killed. When none is running, remove it.`,
    )
  if (/^E[A-Z]+$/.test(code) && (error as NodeJS.ErrnoException).syscall !== undefined && 'path' in (error as object))
    return new Stop(`${file} cannot be written (${code}).`)
  return error as Error
}

/** @throws Stop where `file` is already there: it may be the only backup */
export const expectNoFile = (file: string): void => {
  if (existsSync(file))
    throw new Stop(`${file} is there already, and a backup is never written over: name another file.`)
}

/**
 * Writes a file that only its owner can read, and that is there whole or not at all: it bears the name “….half” until every byte
 * is on the disk, and is taken away when the work fails or is stopped.
 * @param stopping ends the work; what follows is thrown as Node.js's AbortError
 * @throws Stop for a full disk and for a place that cannot be written
 */
export const writeWhole = async (file: string, bytes: AsyncIterable<Buffer>, stopping: AbortSignal): Promise<void> => {
  expectNoFile(file)
  const half = `${file}.half`
  try {
    await pipeline(bytes, createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true }), { signal: stopping })
    await rename(half, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(half, { force: true }).catch(() => undefined)
    throw inWords(file, error)
  }
}
