import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { codeOf, Stop, type AgencyId } from '#platform'
import type { Ground } from './ground.store.ts'
import { recognise, type RecognisedFile } from './heading.ts'
import type { NewFile } from './staging.store.ts'
import { surveyFile } from './survey.ts'

/** A file that Concord knows, where it lies, and what is written about it before its rows are read. */
export type DeliveredFile = { readonly path: string; readonly recognised: RecognisedFile; readonly file: NewFile }

/** What came together. `faults`: whole sentences, each about one file that cannot be read. `notes`: what was left out, and why. */
export type Delivery = {
  readonly files: readonly DeliveredFile[]
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

const mostFiles = 200
const tables = new Set(['.csv', '.txt', '.psv', '.tsv', '.dat', '.xlsx', '.xls'])

/** The files of a folder (or one file), by name. Throws `Stop` when there is none. */
export const filesIn = async (folder: string): Promise<readonly string[]> => {
  const refuse = (error: unknown): never => {
    const code = codeOf(error)
    if (code === 'ENOENT') throw new Stop(`There is no folder ${folder}.`)
    if (code === 'EACCES' || code === 'EPERM') throw new Stop(`The folder ${folder} may not be read by this user.`)
    throw error
  }
  const found = await stat(folder).catch(refuse)
  if (!found.isDirectory()) return [folder]
  const entries = await readdir(folder, { withFileTypes: true }).catch(refuse)
  const files = entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
  if (files.length === 0) throw new Stop(`The folder ${folder} has no files in it.`)
  if (files.length > mostFiles)
    throw new Stop(`The folder ${folder} has more than ${mostFiles} files: extracts have a folder of their own.`)
  return files.toSorted()
}

/**
 * Looks through files and recognises them by their headings. `agency`: in whose name all facts are recorded; null: each in that of the agency
 * whose system it comes from. `nameOf`: the name under which a file was delivered.
 */
export const lookThrough = async (
  ground: Ground,
  paths: readonly string[],
  agency: AgencyId | null,
  nameOf: (path: string) => string = path => basename(path),
): Promise<Delivery> => {
  const files: DeliveredFile[] = []
  const faults: string[] = []
  const notes: string[] = []
  for (const path of paths) {
    const name = nameOf(path)
    const looked = await lookAtFile(ground, { path, name }, agency)
    if ('why' in looked) {
      if (tables.has(extname(name).toLowerCase())) faults.push(`${name} ${looked.why}.`)
      else notes.push(`${name} is left out: it ${looked.why}.`)
      continue
    }
    const twin = files.find(other => other.file.sha256 === looked.file.sha256)
    if (twin) notes.push(`${name} is left out: it has the same content as ${twin.file.name}.`)
    else files.push(looked)
  }
  return { files, faults, notes }
}

/** Looks at one file and recognises it; `agency` as above. `why`: what is wrong with it, as the end of a sentence that begins with its name. */
export const lookAtFile = async (
  ground: Ground,
  { path, name }: { readonly path: string; readonly name: string },
  agency: AgencyId | null,
): Promise<DeliveredFile | { readonly why: string }> => {
  const looked = await surveyFile(path).catch((error: unknown) => ({
    why: `cannot be read: ${codeOf(error) ?? 'the file is broken'}`,
  }))
  if ('why' in looked) return looked
  const { sha256, encoding, firstLine } = looked.surveyed
  const recognition = recognise(ground.reference.profiles, firstLine)
  if ('why' in recognition) return recognition
  const { recognised } = recognition
  return {
    path,
    recognised,
    file: {
      agency: agency ?? agencyOf(ground, recognised),
      name,
      profile: recognised.profile.profile,
      kind: recognised.file.kind,
      sha256,
      headings: recognised.headings,
      encoding,
    },
  }
}

/** Whose system writes such files: the only agency of its kind, and for the register the desk that answers for it. */
const agencyOf = ({ reference, agencyIds }: Ground, { profile }: RecognisedFile): AgencyId => {
  const code =
    profile.agencyKind === 'police'
      ? reference.lists.unallocated.rows[0]?.code
      : reference.agencies.find(({ kind }) => kind === profile.agencyKind)?.code
  const agency = agencyIds.get(code ?? '')
  if (!agency) throw new Stop(`No agency is known for ${profile.name}: name one with --agency.`)
  return agency
}
