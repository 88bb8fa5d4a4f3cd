import { dayInWords, decide, whyUnseen, type Decision, type Id, type Refusal } from '#platform'
import { readDayTyped } from './as-typed.ts'
import type { Examined } from './file-examination.ts'
import { fileLimits, fileTypes, notTakenInWords, photographTypesInWords, type FileKind } from './file-kind.ts'
import { cleanFileName } from './file-name.ts'
import { caveats, markings, mostCaveats, type Marking } from './marking.ts'
import { markedTooHigh, tooHighInWords, type HigherMarking } from './marked-too-high.ts'

export type FileId = Id<'file'>

/** What was written in the form, as it was typed. `takenUnknown`: the box is ticked that says nobody knows the day. */
export type FileTyped = Marking & {
  readonly kind: string
  readonly takenOn: string
  readonly takenUnknown: boolean
  readonly description: string
}

/** What came with it: `name` as the browser gives it, `size` in bytes, `sha256` in hexadecimal. */
export type FileGiven = { readonly name: string; readonly size: number; readonly sha256: string }

/** Facts about the sending that are read beforehand. */
export type FileFacts = {
  /** null: no file came. */
  readonly given: FileGiven | null
  readonly tooLarge: boolean
  /** null: there was nothing to look at, or it was not looked at. */
  readonly examined: Examined | null
  /** When the same bytes were added to this record before; null: never. */
  readonly addedOn: Temporal.PlainDate | null
  readonly today: Temporal.PlainDate
}

/** A file as it will be kept. */
export type NewFile = Marking & {
  readonly kind: FileKind
  readonly takenOn: Temporal.PlainDate | null
  readonly description: string
  readonly name: string
}

const isKind = (text: string): text is FileKind => text === 'photograph' || text === 'document'

/**
 * Whether a file is taken. Refuses, each reason at once: no file, too large, of no type that is taken, with something in it that
 * may not be (see file-examination.ts), marked SECRET or above, sent before; a photograph that is no picture or has no day; no description or
 * too long a one; a marking or caveat that is not in the list.
 */
export const addFile = (typed: FileTyped, facts: FileFacts): Decision<NewFile> => {
  const { given, examined } = facts
  const description = typed.description.trim().replaceAll(/\r\n?/g, '\n')
  const taken = dayTaken(typed, facts.today)
  const unseen = whyUnseen(description)
  const nameInWords = given?.name.replace(/\.[^.]*$/, '').replaceAll('_', ' ') ?? ''
  const type = fileTypes.find(({ mediaType }) => mediaType === examined?.mediaType)
  return decide<NewFile>(
    [
      !isKind(typed.kind) && { field: 'kind', text: 'Choose whether it is a photograph of the person or a document' },
      ...fileReasons(facts),
      tooHigh('file', 'The file', examined?.marked ?? null),
      tooHigh('file', 'By its name, the file', markedTooHigh(nameInWords)),
      typed.kind === 'photograph' &&
        type !== undefined &&
        type.as !== 'picture' && {
          field: 'file',
          text: `A photograph must be a picture (${photographTypesInWords}): choose another file, or say that it is a document`,
        },
      'why' in taken && { field: 'takenOn', text: taken.why },
      description === '' && { field: 'description', text: 'Say what it shows, or what it is' },
      description.length > fileLimits.descriptionLength && {
        field: 'description',
        text: `The description must be ${fileLimits.descriptionLength} characters or fewer`,
      },
      unseen !== null && { field: 'description', text: unseen },
      tooHigh('description', 'The description', markedTooHigh(description)),
      markings.every(({ code }) => code !== typed.marking) && { field: 'marking', text: 'Choose a handling marking' },
      typed.caveats.some(code => caveats.every(caveat => caveat.code !== code)) && {
        field: 'caveats',
        text: 'Choose handling instructions from the list',
      },
      new Set(typed.caveats).size > mostCaveats && {
        field: 'caveats',
        text: `Choose ${mostCaveats} handling instructions or fewer`,
      },
    ],
    () => ({
      kind: typed.kind as FileKind,
      takenOn: 'day' in taken ? taken.day : null,
      description,
      marking: typed.marking,
      caveats: [...new Set(typed.caveats)],
      name: cleanFileName(given!.name, examined!.extension),
    }),
  )
}

const tooHigh = (field: string, what: string, found: HigherMarking | null): Refusal | false =>
  found !== null && { field, text: tooHighInWords(what, found) }

const fileReasons = ({ given, tooLarge, examined, addedOn }: FileFacts): readonly (Refusal | false)[] => [
  given === null && !tooLarge && { field: 'file', text: 'Choose a file' },
  tooLarge && {
    field: 'file',
    text: `The file is larger than ${fileLimits.megabytes} MB: make the picture smaller, or send the document in parts`,
  },
  given?.size === 0 && { field: 'file', text: 'The file is empty: choose another' },
  given !== null &&
    given.size > 0 &&
    examined === null && { field: 'file', text: `The file ${notTakenInWords(undefined)}` },
  ...(examined?.faults ?? []).map(text => ({ field: 'file', text })),
  addedOn !== null && {
    field: 'file',
    text: `The same file is on this record already: it was added on ${dayInWords(addedOn)}`,
  },
]

type Taken = { readonly day: Temporal.PlainDate | null } | { readonly why: string }

/** Only a photograph has one; of a document it is not asked and not kept. */
const dayTaken = ({ kind, takenOn, takenUnknown }: FileTyped, today: Temporal.PlainDate): Taken => {
  if (kind !== 'photograph') return { day: null }
  const typed = takenOn.trim()
  if (typed === '')
    return takenUnknown
      ? { day: null }
      : {
          why: 'Say when the photograph was taken, or tick that nobody knows: a face is judged by how old its picture is',
        }
  if (takenUnknown) return { why: 'Either give the day on which it was taken, or tick that nobody knows it' }
  const read = readDayTyped(typed, today)
  if ('why' in read) return { why: 'The day it was taken must be a date, such as 23 11 2026' }
  return Temporal.PlainDate.compare(read.day, today) > 0
    ? { why: 'The day it was taken must not be in the future' }
    : read
}
