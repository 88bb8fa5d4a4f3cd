import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Stop } from '#platform'

/** An entry that nobody has confirmed says so and why; nothing said: confirmed, unless its whole list is not. */
export const unconfirmed = { placeholder: z.boolean().optional(), why: z.string().min(1).optional() }

/** What every file of `reference/` begins with. `list` is its own name; `version` the day it was last changed. */
export const header = {
  list: z.string(),
  version: z.iso.date(),
  source: z.string(),
  note: z.string(),
  ...unconfirmed,
}

type Unconfirmed = { readonly placeholder?: boolean | undefined; readonly why?: string | undefined }

/** Why this entry is not confirmed; `null`: it is. An entry that says nothing is as its list is. */
export const placeholderOf = (entry: Unconfirmed, list: Unconfirmed): string | null => {
  const said = entry.placeholder === undefined ? list : entry
  return said.placeholder === true ? (said.why ?? 'Not confirmed.') : null
}

/**
 * Reads one file of `reference/` (`name` without `.json`, also the name it must give itself) as the schema has it.
 * @throws Stop with a sentence for each fault of this file.
 */
export const readFile = <File extends { readonly list: string }>(
  folder: URL,
  name: string,
  schema: z.ZodType<File>,
): File => {
  const found = schema.safeParse(parsed(folder, name))
  if (!found.success)
    throw new Stop(
      found.error.issues
        .map(({ path, message }) => `reference/${name}.json: ${path.join('.')}: ${message}.`)
        .join('\n'),
    )
  if (found.data.list !== name) throw new Stop(`reference/${name}.json calls itself ${found.data.list}.`)
  return found.data
}

const parsed = (folder: URL, name: string): unknown => {
  try {
    return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  } catch (cause) {
    throw new Stop(`reference/${name}.json cannot be read as JSON.`, { cause })
  }
}

/** A code as sources write it and its words for people. */
export type CodeRow = { readonly code: string; readonly words: string; readonly placeholder: string | null }

export type CodeList<Row extends CodeRow = CodeRow> = {
  readonly name: string
  readonly version: string
  readonly rows: readonly Row[]
  /** The row for what a source wrote: a code, or another spelling of it, in any case of letters; `undefined`: not in the list. */
  readonly find: (given: string) => Row | undefined
}

/** A row as its file has it: `alsoWritten` are other spellings in extracts. */
export type RawRow = Unconfirmed & {
  readonly code: string
  readonly words: string
  readonly alsoWritten?: readonly string[]
}
type Settled<Raw extends RawRow> = Omit<Raw, 'placeholder' | 'why' | 'alsoWritten'> & CodeRow
type RawList<Raw> = Unconfirmed & { readonly list: string; readonly version: string; readonly rows: readonly Raw[] }

const asCompared = (given: string) => given.trim().toUpperCase()

/**
 * Makes a list that finds its rows. A row's `placeholder` becomes the reason why it is not confirmed, or `null`.
 * @throws Stop when two rows answer to one code or spelling.
 */
export const codeList = <Raw extends RawRow>(file: RawList<Raw>): CodeList<Settled<Raw>> => {
  const found = new Map<string, Settled<Raw>>()
  const rows = file.rows.map(raw => {
    const { placeholder: _placeholder, why: _why, alsoWritten = [], ...own } = raw
    const row: Settled<Raw> = { ...own, placeholder: placeholderOf(raw, file) }
    for (const written of new Set([raw.code, ...alsoWritten].map(asCompared))) {
      if (found.has(written)) throw new Stop(`reference/${file.list}.json: ${written} stands twice.`)
      found.set(written, row)
    }
    return row
  })
  return { name: file.list, version: file.version, rows, find: given => found.get(asCompared(given)) }
}
