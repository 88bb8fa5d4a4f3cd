import { z } from 'zod'
import { header, readFile } from './list.ts'

/**
 * The facts that a row may feed, and what each holds. A day is Europe/London's; `first_day_after` is the first on which the fact no
 * longer holds, `last_day` the last on which it does; `flat_and_line` has the flat, if any, before its first comma.
 */
export const factFields = {
  known_name: ['kind', 'family', 'given'],
  birth: ['kind', 'born_on'],
  sex: ['code'],
  identifier: ['kind', 'as_given'],
  address: ['kind', 'flat', 'line', 'flat_and_line', 'town', 'postcode', 'first_day', 'first_day_after'],
  marker: ['scheme', 'code', 'basis', 'incident_on'],
  court_order: ['kind', 'court', 'condition', 'first_day', 'last_day'],
  registration: ['scheme', 'code'],
  custody: ['place_code', 'release_on'],
  entry: ['kind', 'happened_at', 'author', 'words'],
  statement: ['kind', 'words'],
  basis: ['code'],
  ownership: ['of', 'code'],
} as const

const heading = z.string().min(1)

const Column = z.strictObject({
  heading,
  /** code: one code; codes: several, cut at `splitAt`. The lists of `codes` are asked in order; an unknown code that no check refuses is kept as given. */
  form: z.enum(['text', 'day', 'moment', 'code', 'codes']),
  codes: z.array(z.string()).default([]),
  splitAt: z.string().length(1).optional(),
  note: z.string().optional(),
})

const reason = z.string().min(1) // in plain words, as the refused row shows it

/** Checks are made in order. A check of a value other than "present" passes when the value is empty. */
const Check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('present'), column: heading, reason }),
  z.strictObject({ check: z.literal('any present'), columns: z.array(heading).min(1), reason }),
  z.strictObject({ check: z.literal('readable'), column: heading, reason }), // in the column's form
  z.strictObject({ check: z.literal('not in future'), column: heading, reason }), // after today: refused
  z.strictObject({ check: z.literal('known code'), column: heading, reason }), // in one of the column's lists
  z.strictObject({ check: z.literal('in order'), columns: z.tuple([heading, heading]), reason }), // second not before first
  z.strictObject({ check: z.literal('not marked too high'), column: heading, reason }), // SECRET or above
  z.strictObject({ check: z.literal('once in file'), column: heading, reason }), // of two rows the later is refused
  z.strictObject({ check: z.literal('person row exists'), column: heading, reason }), // loaded from `of`, now or before
])

const Fact = z.strictObject({
  fact: z.enum(Object.keys(factFields) as [keyof typeof factFields]),
  set: z.record(z.string(), z.string()).default({}), // the same for every row
  from: z.record(z.string(), z.array(heading).min(1)), // several columns: joined by a space, empty ones left out
  needs: z.array(heading), // one of these is empty: the row brings no such fact; none named: one of `from` must hold something
})

const File = z.strictObject({
  kind: z.string(),
  name: z.string(),
  row: z.enum(['person', 'child']), // person: makes or joins a nominal; child: belongs to the first person row with its reference
  of: z.string().optional(), // a child's person file
  key: heading, // the source's reference
  columns: z.array(Column).min(1),
  checks: z.array(Check),
  facts: z.array(Fact),
})

const ProfileFile = z.strictObject({
  ...header,
  profile: z.string(),
  name: z.string(),
  agencyKind: z.enum(['police', 'probation', 'prison']),
  encoding: z.enum(['windows-1252', 'utf-8']), // a byte-order mark always means UTF-8 and is not part of a heading
  separator: z.string().length(1),
  day: z.enum(['DD/MM/YYYY', 'YYYY-MM-DD', 'DD-MON-YYYY']), // MON: JAN to DEC, in any case of letters
  moment: z.enum(['DD/MM/YYYY HH:MM', 'YYYY-MM-DD HH:MM', 'DD-MON-YYYY HH:MM']),
  zone: z.literal('Europe/London'), // of a moment; of an hour that comes twice, the first
  raggedRow: reason, // more or fewer values than headings
  files: z.array(File).min(1),
})

export type ProfileColumn = z.output<typeof Column>
export type ProfileCheck = z.output<typeof Check>
export type ProfileFact = z.output<typeof Fact>
/** One file of an extract, recognised by having all these headings, in any order and whatever its name. Person files are loaded before their children. */
export type ProfileFile = z.output<typeof File>
/** How one source writes its extracts. */
export type Profile = z.output<typeof ProfileFile>

/** Reads the import profiles; no heading of theirs is looked at yet. */
export const readProfiles = (folder: URL): readonly Profile[] =>
  ['register', 'probation', 'prison'].map(name => readFile(folder, `import-profiles/${name}`, ProfileFile))
