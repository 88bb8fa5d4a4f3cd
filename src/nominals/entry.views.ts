import { isMarkedHigher, type Attachment } from './attachment.ts'
import { droppedCaveats, markingInWords } from './marking.ts'
import { capitalised } from './fact-kind.ts'
import { entryKindCalled } from './entry-kinds.ts'
import { gradingInWords, type Grading } from './grading.ts'
import { piecesOf, type Piece } from './marked-words.ts'
import { dayInWords, dayOf, momentInWords, timeInWords } from '#platform'
import type { EntryCorrection, EntryFact } from './record.facts.ts'
import { sourceInWords } from './source.ts'
import { telephoneOf, type Telephone } from './telephone.ts'

/** What an entry or its correction says. */
type SaidView = {
  readonly nature: string | null // "Opinion", "Assessment": never left out
  readonly words: readonly Piece[]
  readonly rest: { readonly words: readonly Piece[]; readonly open: boolean } | null // folded away
  readonly grading: string | null
  readonly conditions: string | null // for whoever passes it on
  readonly ask: { readonly whom: string; readonly telephone: Telephone } | null // for what is held elsewhere
  readonly source: string
}

/** An entry with what hangs under it. It stands at the time and under the kind that its last correction gives it. */
export type EntryView = SaidView & {
  readonly id: string
  readonly time: string
  readonly kind: string
  readonly before: string | null // where it stood before it was corrected
  readonly href: string // where it is corrected, and its history read
  readonly marking: readonly string[] // as it stands, with its caveats in words
  readonly corrections: readonly (SaidView & {
    readonly id: string
    readonly same: boolean // its words are those before it
    readonly changes: readonly string[] // beside the words
    readonly why: string | null
  })[]
  readonly withdrawn: string | null
  readonly files: readonly CarriedView[]
  readonly attach: string | null // where files are attached and taken off; null: none may be
}

/** A file that an entry carries. `href`: null where it was withdrawn. */
export type CarriedView = {
  readonly name: string
  readonly href: string | null
  readonly details: string
  readonly caution: string | null
}

/** A note longer than this is folded: two or three of them would otherwise push the next day off the screen. */
const foldBeyond = 360
const shownWhenFolded = 280

/** When it happened, by what stands now. */
export const standsAt = (entry: EntryFact): Temporal.Instant =>
  Temporal.Instant.from((entry.standsCorrected?.corrections.at(-1) ?? entry).happenedAt)

/** Whether any of it is folded away. */
export const isFolded = ({ rest, corrections }: EntryView): boolean =>
  rest !== null || corrections.some(correction => correction.rest !== null)

/** A file as whoever reads the entry sees it: what it is, how it must be handled, and that this is more than the entry asks. One that was withdrawn since is described on a day before that, and cannot be opened. */
export const carriedView = (file: Attachment, entry: { readonly marking: string }): CarriedView =>
  file.withdrawn
    ? {
        name: file.description === '' ? 'A file that was withdrawn since' : `${file.description}: withdrawn since`,
        href: null,
        details: file.description === '' ? '' : [file.name, ...markingInWords(file)].join(' · '),
        caution: null,
      }
    : {
        name: file.description,
        href: `/files/${file.file}`,
        details: [file.name, ...markingInWords(file)].join(' · '),
        caution: isMarkedHigher(file, entry)
          ? `This file is marked ${file.marking}, higher than the entry: handle them together as ${file.marking}`
          : null,
      }

/** `sought`: words that are marked where they are found. */
export const entryView = (entry: EntryFact, sought: readonly string[]): EntryView => {
  const corrections = entry.standsCorrected?.corrections ?? []
  const last = corrections.at(-1) ?? entry
  return {
    id: `entry-${entry.id}`,
    time: timeInWords(standsAt(entry)),
    kind: last.kindWords,
    before: beforeIn(entry, last),
    ...saidView(entry, sought, sourceInWords(entry, entry.author || (entry.by ?? ''))),
    href: `facts/entry/${entry.id}`,
    marking: markingInWords(last),
    corrections: corrections.map((correction, index) => {
      const previous = corrections[index - 1] ?? entry
      return {
        id: `entry-${correction.id}`,
        ...saidView(
          correction,
          sought,
          sourceInWords({ agency: correction.agency, recordedAt: correction.recordedAt, source: '' }, correction.by),
        ),
        same: correction.words === previous.words,
        changes: changesIn(previous, correction),
        why: correction.why === '' ? null : correction.why,
      }
    }),
    withdrawn: entry.standsCorrected?.withdrawn
      ? `Withdrawn by ${entry.standsCorrected.withdrawn.by}: ${entry.standsCorrected.withdrawn.reason}`
      : null,
    files: (entry.files ?? []).map(file => carriedView(file, last)),
    attach: entry.standsCorrected?.withdrawn || last.heldElsewhere !== '' ? null : `facts/entry/${entry.id}/files`,
  }
}

type Said = EntryFact | EntryCorrection

const saidView = (said: Said, sought: readonly string[], source: string): SaidView => {
  const [shown, rest] = foldedAt(said.words)
  const pieces = rest === null ? null : piecesOf(rest, sought)
  return {
    nature: natures[said.type],
    words: piecesOf(shown, sought),
    rest: pieces && { words: pieces, open: pieces.some(({ found }) => found) },
    grading: gradingOf(said),
    conditions: said.grading?.conditions || null,
    ask: said.heldElsewhere === '' ? null : { whom: said.heldElsewhere, telephone: telephoneOf(said.heldTelephone) },
    source: `${source} · ${natureInSmall[said.type]}`,
  }
}

const natures: Readonly<Record<EntryFact['type'], string | null>> = {
  fact: null,
  reported: null,
  opinion: 'Opinion',
  assessment: 'Assessment',
}
const natureInSmall: Readonly<Record<EntryFact['type'], string>> = {
  fact: 'fact',
  reported: 'reported',
  opinion: 'opinion',
  assessment: 'assessment',
}

/** Of intelligence it is always said how it is graded, or that it is not. */
const gradingOf = ({ kind, grading }: Said): string | null => {
  if (grading) return gradingInWords({ ...grading, conditions: '' })
  return entryKindCalled(kind)?.form === 'intelligence' ? 'Not graded' : null
}

const beforeIn = (entry: EntryFact, last: Said): string | null => {
  const was = [
    entry.kindWords === last.kindWords ? '' : `as ${entry.kindWords.toLowerCase()}`,
    entry.happenedAt === last.happenedAt ? '' : `for ${momentInWords(Temporal.Instant.from(entry.happenedAt))}`,
  ].filter(part => part !== '')
  return was.length === 0 ? null : `First recorded ${was.join(', ')}`
}

/** What a correction changes beside the words; the nature and the grade stand with it anyhow. */
const changesIn = (before: Said, after: Said): readonly string[] => [
  ...(before.kindWords === after.kindWords
    ? []
    : [`${capitalised(after.kindWords)}, not ${before.kindWords.toLowerCase()}`]),
  ...(before.happenedAt === after.happenedAt
    ? []
    : [
        `On ${momentInWords(Temporal.Instant.from(after.happenedAt))}, not on ${momentInWords(Temporal.Instant.from(before.happenedAt))}`,
      ]),
  ...(before.marking === after.marking ? [] : [`Marked ${after.marking}, not ${before.marking}`]),
  ...caveatChanges(before, after),
  ...(sameGrade(before.grading, after.grading) ? [] : [after.grading ? 'Graded anew' : 'No longer graded']),
]

const caveatChanges = (before: Said, after: Said): readonly string[] => {
  const [added, dropped] = [
    droppedCaveats(after.caveats, before.caveats),
    droppedCaveats(before.caveats, after.caveats),
  ]
  return [
    ...(added.length > 0 ? [`Caveat added: ${added.join('; ')}`] : []),
    ...(dropped.length > 0 ? [`Caveat taken away: ${dropped.join('; ')}`] : []),
  ]
}

const sameGrade = (one: Grading | null, other: Grading | null): boolean =>
  (one && gradingInWords(one)) === (other && gradingInWords(other))

/** The day under which it stands, in London. */
export const dayHeadingOf = (entry: EntryFact): string => dayInWords(dayOf(standsAt(entry)))

// Broken between words, so that neither part begins or ends inside one.
const foldedAt = (text: string): readonly [shown: string, rest: string | null] => {
  if (text.length <= foldBeyond) return [text, null]
  const blank = text.lastIndexOf(' ', shownWhenFolded)
  const end = blank > 0 ? blank : shownWhenFolded
  return [`${text.slice(0, end)} …`, text.slice(end).trim()]
}
