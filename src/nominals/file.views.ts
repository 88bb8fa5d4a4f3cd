import { dayInWords, dayOf, type PageView, type Refusal } from '#platform'
import type { FileFact } from './file.facts.ts'
import type { FileId, FileTyped } from './file.ts'
import { fileLimits, fileTypes, fileTypesInWords, photographTypesInWords } from './file-kind.ts'
import { caveats, markingInWords, markings } from './marking.ts'
import { howRecent } from './photograph.ts'
import { sourceInWords } from './source.ts'

/** One file, as a row of the list. */
export type FileView = {
  readonly id: string
  readonly href: string
  readonly name: string
  readonly description: string
  readonly picture: string | null // the image itself, for its source
  readonly large: string | null // address of the whole picture
  readonly kind: string
  readonly recent: string // empty for a document
  readonly marking: readonly string[]
  readonly kept: string
  readonly source: string
  readonly correct: string | null // null: the role worn changes none
  readonly withdraw: string | null
}

type Choice = { readonly code: string; readonly words: string; readonly chosen: boolean }

/** The form that adds a file, with what was typed. The file itself a browser never gives back. */
export type FileFormView = {
  readonly action: string // POST, multipart
  readonly accept: string
  readonly button: string
  readonly hint: string
  readonly kinds: readonly (Choice & { readonly hint: string })[]
  readonly takenOn: string
  readonly takenUnknown: boolean
  readonly description: string
  readonly descriptionMax: number
  readonly markings: readonly Choice[]
  readonly caveats: readonly Choice[]
  readonly reasons: Readonly<Record<FileField, readonly string[]>>
}

type FileField = 'kind' | 'file' | 'takenOn' | 'description' | 'marking' | 'caveats'

/** The files of a record that one has in full. `form`: null where the role worn adds none. */
export type FilesView = PageView & {
  readonly heading: string
  readonly back: string
  readonly name: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly added: string // what has just been added, in a sentence; empty otherwise
  readonly count: string
  readonly files: readonly FileView[]
  readonly form: FileFormView | null
}

declare module 'fastify' {
  interface PageViews {
    'nominals/files': FilesView
  }
}

const sizeInWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const typeInWords = (mediaType: string): string =>
  fileTypes.find(type => mediaType.startsWith(type.mediaType))?.words ?? mediaType

/** `picture`: its small size, for the source of an image. `changed`: below which address it is corrected and withdrawn; null where the role worn changes none. */
export const fileView = (
  file: FileFact,
  picture: string | undefined,
  today: Temporal.PlainDate,
  changed: string | null = null,
): FileView => ({
  id: file.id,
  href: `/files/${file.id}`,
  name: file.name,
  description: file.description,
  picture: picture ?? null,
  large: file.small ? `/photographs/${file.id}` : null,
  kind: file.kind === 'photograph' ? 'Photograph' : 'Document',
  recent:
    file.kind === 'document'
      ? ''
      : file.takenOn === null
        ? howRecent(null, today)
        : `${howRecent(file.takenOn, today)}, on ${dayInWords(Temporal.PlainDate.from(file.takenOn))}`,
  marking: markingInWords(file),
  kept: `${typeInWords(file.mediaType)}, ${sizeInWords(file.size)}${file.rewritten ? '; made anew from what was sent, without anything hidden in it' : ''}`,
  source: sourceInWords(file, file.recordedBy),
  correct: changed && `${changed}/correction`,
  withdraw: changed && `${changed}/withdrawal`,
})

export const nothingTyped: FileTyped = {
  kind: '',
  takenOn: '',
  takenUnknown: false,
  description: '',
  marking: 'OFFICIAL-SENSITIVE', // nearly everything here is
  caveats: [],
}

/** `button`: what is done with the file. */
export const fileFormView = (
  action: string,
  typed: FileTyped,
  refusals: readonly Refusal[],
  button = 'Add this file',
): FileFormView => {
  const reasonsFor = (field: FileField) => refusals.filter(refusal => refusal.field === field).map(({ text }) => text)
  return {
    action,
    button,
    accept: fileTypes.map(({ mediaType, extension }) => `${mediaType},.${extension}`).join(','),
    hint: `${fileTypesInWords}, up to ${fileLimits.megabytes} MB. A picture is made anew, so that where and with what it was taken does not go with it.`,
    kinds: [
      {
        code: 'photograph',
        words: 'A photograph of the person',
        hint: `The latest is shown on the record. ${photographTypesInWords}.`,
        chosen: typed.kind === 'photograph',
      },
      {
        code: 'document',
        words: 'A document, or a picture of something else',
        hint: '',
        chosen: typed.kind === 'document',
      },
    ],
    takenOn: typed.takenOn,
    takenUnknown: typed.takenUnknown,
    description: typed.description,
    descriptionMax: fileLimits.descriptionLength,
    markings: markings.map(choice => ({ ...choice, chosen: choice.code === typed.marking })),
    caveats: caveats.map(choice => ({ ...choice, chosen: typed.caveats.includes(choice.code) })),
    reasons: {
      kind: reasonsFor('kind'),
      file: reasonsFor('file'),
      takenOn: reasonsFor('takenOn'),
      description: reasonsFor('description'),
      marking: reasonsFor('marking'),
      caveats: reasonsFor('caveats'),
    },
  }
}

// An error of a group leads to its first choice, which is what can be pressed.
export const fieldIds: Readonly<Record<string, string>> = {
  kind: 'kind-photograph',
  marking: `marking-${markings[0]!.code}`,
  caveats: `caveats-${caveats[0]?.code ?? ''}`,
}

const countInWords = (total: number, shown: number): string => {
  if (total === 0) return ''
  const all = total === 1 ? '1 file' : `${total} files`
  return shown < total ? `The first ${shown} of ${all}` : all
}

/** `mayAdd`: the role worn adds files. `added`: the file that has just been added, for a word about it. */
export const filesView = (facts: {
  readonly nominal: string
  readonly name: string
  readonly files: readonly FileFact[]
  readonly total: number
  readonly pictures: ReadonlyMap<FileId, string>
  readonly mayAdd: boolean
  readonly added: FileId | null
  readonly typed?: FileTyped
  readonly refusals?: readonly Refusal[]
  readonly now: Temporal.Instant
}): FilesView => {
  const { nominal, name, files, refusals = [] } = facts
  const today = dayOf(facts.now)
  const added = files.find(({ id }) => id === facts.added)
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}Files about ${name}`,
    heading: `Files about ${name}`,
    aboutPeople: true,
    back: `/nominals/${nominal}`,
    name,
    errors: refusals.map(({ field, text }) => ({ text, href: `#${fieldIds[field] ?? field}` })),
    added: added
      ? `${added.kind === 'photograph' ? 'The photograph' : 'The document'} ${added.name} is on the record.`
      : '',
    count: countInWords(facts.total, files.length),
    files: files.map(file =>
      fileView(file, facts.pictures.get(file.id), today, facts.mayAdd ? `/nominals/${nominal}/files/${file.id}` : null),
    ),
    form: facts.mayAdd ? fileFormView(`/nominals/${nominal}/files`, facts.typed ?? nothingTyped, refusals) : null,
  }
}
