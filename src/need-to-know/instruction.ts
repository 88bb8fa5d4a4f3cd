import { dayInWords, dayOf, decide, type Decision, type Id, type NominalId } from '#platform'
import { readDay, type Given } from '#nominals'
import { textIn } from './form.ts'
import { emergencyPolicy } from './policy.ts'

export type InstructionId = Id<'safety instruction'>
export type InstructionKind = 'instruction' | 'no-known-danger'

/** What whoever may know only that there is a record must do first, as it was written. `supersededAt`: null while it stands. */
export type SafetyInstruction = {
  readonly id: InstructionId
  readonly kind: InstructionKind
  readonly words: string
  readonly reviewOn: Temporal.PlainDate
  readonly recordedAt: Temporal.Instant
  readonly by: string
  readonly agency: string
  readonly supersededAt: Temporal.Instant | null
}

/** What is read to judge one: the one that stands (null: none was ever written), the person's names, the markers that stand, and what contact shows now. */
export type InstructionFacts = {
  readonly stands: SafetyInstruction | null
  readonly names: readonly string[]
  readonly markers: readonly string[]
  readonly shown: string
}

export const noKnownDanger = 'No known danger to officers.'
export const instructionKinds: readonly { readonly code: InstructionKind; readonly words: string }[] = [
  { code: 'instruction', words: 'Officers must do something first' },
  { code: 'no-known-danger', words: 'No known danger to officers' },
]

/** How many days before its review day those who answer are reminded. */
export const reminderDays = emergencyPolicy.safetyInstructionReminderDays

/** The last day on which its review may be set. The interval is policy: reference/emergency-policy.json. */
export const latestInstructionReview = (today: Temporal.PlainDate): Temporal.PlainDate =>
  today.add({ months: emergencyPolicy.safetyInstructionMonths })

export const monthsInWords = ((months: number) =>
  months === 12 ? 'a year' : months === 1 ? 'a month' : `${months} months`)(emergencyPolicy.safetyInstructionMonths)

export const isReviewOverdue = (
  { reviewOn }: Pick<SafetyInstruction, 'reviewOn'>,
  today: Temporal.PlainDate,
): boolean => Temporal.PlainDate.compare(reviewOn, today) < 0

const [fewest, most] = [10, 300]

const givenAway: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a record’s number', /\bCN[- /]?\d{2}[- /]?\d{1,7}\b/i],
  ['a reference to a record', /\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b/],
  [
    'a person’s number',
    /\b\d{2,6}\/\d{1,7}[A-Z]\b|\bSF\d{2}\/\d{1,6}[A-Z]\b|\b[A-Z]\d{4}[A-Z]{2}\b|\b[A-Z]\d{6}\b|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/i,
  ],
  ['a date', /\b\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b|\b(19|20)\d{2}\b/],
  ['a grading', /\b[1-5] ?[x×] ?[1-5] ?[x×] ?[1-5]\b|\b[1-3][ -]?[A-E][ -]?[PC]\b|\b[A-EX][1-5][1-5]\b/i],
  ['where it is known from', /\b(graded?|grading|intelligence|informants?|handling codes?)\b|\bCHIS\b/i],
  [
    'why somebody is on record',
    /\b(counter[- ]?terror\w*|terror\w*|extremis\w*|MAPPA|ViSOR|TACT|convict\w*|offenders?)\b|\bPrevent (programme|referral)\b/i,
  ],
]

const letters = /[^\p{L}]+/u
const capitals = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()

/**
 * What the words tell that whoever reads them may not know: a number, a date, a grading, a source, a ground, a name of the person. The database
 * repeats it: gives_away(), write_instruction().
 */
export const givesAway = (words: string, names: readonly string[]): readonly string[] => {
  const said = new Set(words.split(letters))
  const named = names
    .flatMap(name => name.split(letters))
    .filter(word => word.length > 2)
    .find(word => said.has(capitals(word)) || said.has(word.toUpperCase()))
  return [
    ...givenAway.flatMap(([what, pattern]) => (pattern.test(words) ? [what] : [])),
    ...(named === undefined ? [] : [`the person’s name (${capitals(named)})`]),
  ]
}

export type InstructionWritten = Pick<SafetyInstruction, 'kind' | 'words' | 'reviewOn'> & {
  /** The one that was on the page; null: none. */
  readonly supersedes: InstructionId | null
}

/**
 * Reads a safety instruction, with every reason against it: nothing chosen or said, words that give away what a reader at contact may not know,
 * "no known danger" while a marker stands, a review day that is past or too far, or one that somebody else has written meanwhile.
 */
export const readInstruction = (
  given: Given,
  { stands, names, markers }: InstructionFacts,
  now: Temporal.Instant,
): Decision<InstructionWritten> => {
  const today = dayOf(now)
  const latest = latestInstructionReview(today)
  const kind = instructionKinds.find(({ code }) => code === textIn(given, 'kind'))?.code
  const words = kind === 'no-known-danger' ? noKnownDanger : textIn(given, 'words').replaceAll('\n', ' ')
  const written = textIn(given, 'reviewOn')
  const read = readDay(written, today.add({ years: 3 }))
  const day = 'day' in read ? read.day : undefined
  const version = textIn(given, 'version')
  const isSaying = kind === 'instruction' && words !== ''
  return decide(
    [
      version !== (stands?.id ?? '') && {
        field: '',
        text: 'Somebody has written it anew meanwhile. Read what stands now, and write yours again if it is still needed',
      },
      kind === undefined && { field: 'kind', text: 'Choose whether officers must do something first' },
      kind === 'instruction' && words === '' && { field: 'words', text: 'Say what officers must do first' },
      isSaying && words.length < fewest && { field: 'words', text: `Say it in ${fewest} characters or more` },
      isSaying && words.length > most && { field: 'words', text: `Say it in ${most} characters or fewer` },
      isSaying &&
        /^\s*no known danger/i.test(words) && { field: 'words', text: 'Choose “No known danger to officers” instead' },
      ...(isSaying ? givesAway(words, names) : []).map(what => ({
        field: 'words',
        text: `Leave out ${what}: whoever reads this may know only that there is a record`,
      })),
      kind === 'no-known-danger' &&
        markers.length > 0 && {
          field: 'kind',
          text: `Say what officers must do first: a marker stands on the record (${markers.join(', ')})`,
        },
      day === undefined && { field: 'reviewOn', text: 'Enter the day of its review, like 23 11 2026' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, today) <= 0 && { field: 'reviewOn', text: 'Enter a day to come' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, latest) > 0 && {
          field: 'reviewOn',
          text: `Enter ${dayInWords(latest)} or a day before: it is reviewed within ${monthsInWords}`,
        },
    ],
    () => ({ kind: kind!, words, reviewOn: day!, supersedes: stands?.id ?? null }),
  )
}

/** A record of the list of instructions. `reviewOn`: null where none was written. */
export type InstructionDue = {
  readonly nominal: NominalId
  readonly name: string
  readonly reference: string
  readonly words: string
  readonly reviewOn: Temporal.PlainDate | null
}
