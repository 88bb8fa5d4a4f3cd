import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromFile } from 'file-type'
import { fileLimits, fileTypes, notTakenInWords, type FileForm, type FileType } from './file-kind.ts'
import { readText, textInDisguise } from './file-text.ts'
import { markedTooHigh, type HigherMarking } from './marked-too-high.ts'

/** What is kept of a file in one form, where it lies. `sha256`: of its bytes, in hexadecimal. */
export type KeptForm = {
  readonly form: FileForm
  readonly path: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/**
 * What a file is, from its content. `faults`: what speaks against it, whole sentences without a full stop; then nothing is kept.
 * `marked`: the marking above OFFICIAL that its text bears. `rewritten`: what is kept was made anew.
 */
export type Examined = {
  readonly mediaType: string | null
  readonly extension: string
  readonly faults: readonly string[]
  readonly marked: HigherMarking | null
  readonly rewritten: boolean
  readonly kept: readonly KeptForm[]
}

const refused = (mediaType: string | null, ...faults: readonly string[]): Examined => ({
  mediaType,
  extension: '',
  faults,
  marked: null,
  rewritten: false,
  kept: [],
})

const keptAs = async (form: FileForm, path: string, mediaType: string): Promise<KeptForm> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { form, path, mediaType, size: (await stat(path)).size, sha256: hash.digest('hex') }
}

/**
 * Looks at the file at `path` and writes what is to be kept of it into `folder`. It trusts nothing that the file says, and is run in a
 * process of its own (file-examiner.ts).
 */
export const examineFile = async (path: string, folder: string): Promise<Examined> => {
  const found = await fileTypeFromFile(path)
  // A text in UTF-16 begins as some sound does.
  if (found === undefined || found.mime === 'audio/mpeg') return examineText(path, found?.mime)
  const type = fileTypes.find(({ mediaType }) => mediaType === found.mime)
  if (!type) return refused(found.mime, `The file ${notTakenInWords(found.mime)}`)
  if (type.as === 'picture') return examinePicture(type, path, folder)
  const { faults, text } = type.as === 'pdf' ? await readPdf(path) : await readDocument(path)
  return settled(type, path, faults, text)
}

const settled = async (
  type: FileType,
  path: string,
  faults: readonly string[],
  text: string,
  charset = '',
): Promise<Examined> => ({
  mediaType: type.mediaType,
  extension: type.extension,
  faults,
  marked: markedTooHigh(text),
  rewritten: false,
  kept: faults.length > 0 ? [] : [await keptAs('whole', path, `${type.mediaType}${charset}`)],
})

const textType = fileTypes.find(({ as }) => as === 'text')!

const examineText = async (path: string, otherwise?: string): Promise<Examined> => {
  const read = readText(await readFile(path))
  if (!read) return refused(otherwise ?? null, `The file ${notTakenInWords(otherwise)}`)
  const disguised = textInDisguise(read.text)
  if (disguised !== undefined) return refused(disguised, `The file ${notTakenInWords(disguised)}`)
  return settled(textType, path, [], read.text.slice(0, fileLimits.textRead), `; charset=${read.charset}`)
}

const examinePicture = async (type: FileType, path: string, folder: string): Promise<Examined> => {
  // Loaded when they are wanted: a text needs neither a picture's library nor a PDF's.
  const { rewritePicture } = await import('./file-picture.ts')
  const [from, whole, small] = [join(folder, 'given'), join(folder, 'whole'), join(folder, 'small')]
  if (path !== from) await copyFile(path, from)
  const rewritten = await rewritePicture(from, whole, small)
  if ('why' in rewritten) return refused(type.mediaType, `The picture ${rewritten.why}`)
  const kept = [await keptAs('whole', whole, rewritten.mediaType), await keptAs('small', small, 'image/jpeg')]
  const { extension } = fileTypes.find(({ mediaType }) => mediaType === rewritten.mediaType)!
  return { mediaType: type.mediaType, extension, faults: [], marked: null, rewritten: true, kept }
}

type ReadDocument = { readonly faults: readonly string[]; readonly text: string }

const sentences = (what: string, faults: readonly string[], instead: string): readonly string[] =>
  faults.map(fault => `The ${what} ${fault}: ${instead}`)

const readPdf = async (path: string): Promise<ReadDocument> => {
  const { cannotBeChecked, faultsOfPdf, pdfInstead, textOfPdf } = await import('./file-pdf.ts')
  const bytes = await readFile(path)
  const faults = await faultsOfPdf(bytes)
  const text = await textOfPdf(bytes, fileLimits.textRead).catch(() => undefined)
  const all = text === undefined && faults.length === 0 ? [cannotBeChecked] : faults
  return { faults: sentences('PDF', all, pdfInstead), text: text ?? '' }
}

const readDocument = async (path: string): Promise<ReadDocument> => {
  const { officeInstead, readOffice } = await import('./file-office.ts')
  const { faults, text } = await readOffice(await readFile(path))
  return { faults: sentences('document', faults, officeInstead), text }
}
