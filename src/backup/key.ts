import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { codeOf, Stop } from '#platform'
import type { SealingKey } from './sealing.ts'

const keyLength = 32
const inHex = /^[0-9a-f]{64}$/i

/**
 * Reads the operator's key: a file of 64 hexadecimal digits, or of 32 bytes.
 * @throws Stop
 */
export const readKey = async (file: string): Promise<SealingKey> => {
  const content = await readFile(file).catch((error: unknown) => {
    throw new Stop(`The key ${file} cannot be read (${codeOf(error) ?? 'no reason given'}).`)
  })
  if (content.length === keyLength) return content
  const text = content.toString('latin1').trim()
  if (inHex.test(text)) return Buffer.from(text, 'hex')
  throw new Stop(
    `${file} is no key: it must hold 64 hexadecimal digits or 32 bytes, as \`npx concord backup --new-key FILE\` makes it.`,
  )
}

/**
 * Makes a key in a new file that only its owner can read; what is there already is never written over.
 * @throws Stop
 */
export const makeKey = async (file: string): Promise<SealingKey> => {
  const key = randomBytes(keyLength)
  await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true }).catch(
    (error: unknown) => {
      throw codeOf(error) === 'EEXIST'
        ? new Stop(`${file} is there already, and a key is never written over: name another file.`)
        : new Stop(`The key ${file} cannot be written (${codeOf(error) ?? 'no reason given'}).`)
    },
  )
  return key
}
