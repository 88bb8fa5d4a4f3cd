import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'iconv-lite'
import type { ExtractProfile } from './extract-profile.ts'

/** A file of an extract while it is written. */
export type ExtractFile = {
  /** Adds one row, its values in the order of the headings; waits when enough has gathered to be written. */
  readonly add: (values: readonly string[]) => Promise<void>
  /** Writes the rest and answers with the number of rows, the heading not counted. */
  readonly close: () => Promise<number>
}

/** Enough for one write to be worth its system call, small beside any machine's memory. */
const charactersHeld = 64 * 1024

/** Opens one file of an extract in a folder that exists and writes its headings. A file of that name is written over. */
export const openExtract = async (folder: string, profile: ExtractProfile): Promise<ExtractFile> => {
  const handle = await open(join(folder, profile.file), 'w')
  let held = (profile.byteOrderMark ? '\uFEFF' : '') + line(profile.headings, profile)
  let rows = 0
  const write = async () => {
    const text = held
    held = ''
    await handle.writeFile(encode(text, profile.encoding))
  }
  return {
    add: async values => {
      if (values.length !== profile.headings.length)
        throw new RangeError(
          `A row of ${profile.file} has ${values.length} values for ${profile.headings.length} headings`,
        )
      held += line(values, profile)
      rows++
      if (held.length >= charactersHeld) await write()
    },
    close: async () => {
      try {
        await write()
      } finally {
        await handle.close()
      }
      return rows
    },
  }
}

/** Quoted only where it must be, lines ended by CR and LF; a new line inside a value stays a bare LF. */
const line = (values: readonly string[], { separator }: ExtractProfile): string =>
  `${values.map(value => (/["\r\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value)).join(separator)}\r\n`
