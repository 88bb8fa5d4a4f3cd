import { z } from 'zod'
import type { Field } from './fact-kind.ts'
import { factKinds } from './fact-kinds.ts'
import type { RecordSection } from './record.sections.ts'

/**
 * What leaves the system of a record, at each access: the allow-list. The database makes the JSON (schema/0006_look.sql) and it is
 * passed on as it is, because to read, check and write ten kilobytes again for every look is work for nothing; that the two agree
 * is held, strictly, by test/consult.test.ts. A field that is not here does not leave.
 */
const day = z.iso.date()
const moment = z.iso.datetime({ offset: true })

const provenance = {
  recordedAt: moment.meta({ description: 'When Concord was told.' }),
  agency: z.string().meta({ description: 'In whose name it was recorded.' }),
  sourceKind: z.enum(['extract', 'officer', 'partner']),
  source: z.string().meta({ description: 'For an extract its file and physical line: visor_addresses.csv:214.' }),
  by: z.string().nullable().meta({ description: 'The officer who recorded it; null for an extract.' }),
  why: z.string().meta({ description: 'The reason of a correction; empty where none was given.' }),
}
const fact = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(
    z.strictObject({
      id: z.uuid(),
      from: day.nullable().meta({ description: 'The first day on which it holds; null: not known.' }),
      to: day.nullable().meta({ description: 'The last day on which it holds; null: no end is known.' }),
      ...shape,
      ...provenance,
    }),
  )
const spell = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.strictObject({ id: z.uuid(), from: moment.nullable(), to: moment.nullable(), ...shape, ...provenance }))
const coded = fact({ code: z.string(), words: z.string(), scheme: z.string() })

/** What a field of a kind of fact is in JSON. */
const inJson: { readonly [As in Field['as']]: z.ZodType } = {
  line: z.string(),
  text: z.string(),
  choice: z.string(),
  codes: z.array(z.string()),
  day: day.nullable(),
  moment,
  number: z.int().nullable(),
  'yes-no': z.boolean(),
}

/** The JSON of the kinds that people write, from what each says of itself. */
const kindsOfFact = Object.fromEntries(
  factKinds
    .filter(({ table }) => table !== 'entry')
    .map(kind => [
      kind.section,
      fact({ ...Object.fromEntries(kind.fields.map(({ name, as }) => [name, inJson[as]])), ...kind.also }).meta({
        description: kind.help || `${kind.many[0]!.toUpperCase()}${kind.many.slice(1)}.`,
      }),
    ]),
) as unknown as {
  readonly [
    Section in Exclude<RecordSection, 'entries' | 'hands' | 'registrations' | 'custody' | 'statements'>
  ]: ReturnType<typeof fact>
}

const desk = { dutyDesk: z.string(), dutyTelephone: z.string() }
export const RecordStatus = z.enum([
  'custody',
  'community',
  'hospital',
  'immigration detention',
  'approved premises',
  'abroad',
  'whereabouts unknown',
  'wanted',
  'bail',
  'deported',
  'dead',
  'archived',
  'unknown',
])
const headline = {
  id: z.uuid(),
  name: z.string(),
  aliases: z.array(z.string()),
  birthYears: z.array(z.int()),
  photograph: z.uuid().nullable(),
  agency: z.string(),
  unit: z.string(),
  ...desk,
  status: RecordStatus,
  statusPlace: z.string().nullable(),
  releaseOn: day.nullable(),
  markersInWords: z.array(z.string()).meta({
    description:
      'Each word once, with what stands against the best of its grounds: “Violent (unverified, from the register)”, “Weapons (not yet approved)”, “Armed (unverified since 3 July 2026)”.',
  }),
  quote: z.string().meta({ description: 'To be quoted on the telephone; not the number of the record.' }),
}
const instruction = { safetyInstruction: z.string() }

const nature = z.enum(['fact', 'reported', 'opinion', 'assessment'])

const entrySays = {
  happenedAt: moment,
  kind: z.string().meta({ description: 'A code of listEntryKinds, or what a register wrote.' }),
  kindWords: z.string(),
  type: nature.meta({
    description: 'What the words are. An opinion or an assessment is never shown without that word.',
  }),
  words: z.string(),
  marking: z.string(),
  caveats: z.array(z.string()).meta({ description: 'Codes of handling caveats, as listEntryKinds has them in words.' }),
  grading: z
    .strictObject({
      scheme: z.string().meta({ description: 'The scheme that the letters belong to: 3x5x2.' }),
      source: z.string(),
      information: z.string(),
      handling: z.string(),
      conditions: z.string().meta({ description: 'They bind whoever passes it on.' }),
    })
    .nullable(),
  heldElsewhere: z.string().meta({ description: 'Whom to ask for what is held at a higher classification.' }),
  heldTelephone: z.string(),
}

/** An entry of a chronology, with everything that hangs under it. */
export const Entry = z
  .strictObject({
    id: z.uuid(),
    ...entrySays,
    author: z.string(),
    standsCorrected: z
      .strictObject({
        corrections: z
          .array(
            z.strictObject({
              id: z.uuid(),
              ...entrySays,
              why: z.string(),
              recordedAt: moment,
              by: z.string(),
              agency: z.string(),
            }),
          )
          .meta({ description: 'Oldest first; each says everything again, and the last one stands.' }),
        withdrawn: z.strictObject({ reason: z.string(), at: moment, by: z.string() }).nullable(),
      })
      .nullable()
      .meta({ description: 'What hangs under the entry; null: it stands as it was written.' }),
    ...provenance,
  })
  .meta({ id: 'Entry', description: 'An entry of a chronology, as it was first written, and what became of it.' })

/** A file that an entry carries. */
const AttachmentAnswer = z.strictObject({
  id: z.uuid().meta({ description: 'Of the link, for taking the file off.' }),
  file: z.uuid().meta({ description: 'For getFileContent.' }),
  name: z.string(),
  description: z.string(),
  kind: z.enum(['photograph', 'document']),
  marking: z.string().meta({ description: 'The file’s own; it may be higher than the entry’s.' }),
  caveats: z.array(z.string()),
  withdrawn: z
    .boolean()
    .meta({ description: 'The file was withdrawn since; what it was is told only of a day before that.' }),
  attachedAt: moment,
  by: z.string(),
  agency: z.string(),
})

/** An entry as a chronology lists it. */
export const EntryWithFiles = Entry.extend({
  files: z.array(AttachmentAnswer).meta({ description: 'At most 20. A correction carries them on.' }),
  mayLeave: z.boolean().meta({
    description:
      'Whether it may be passed on without anybody being asked. Whatever leaves Concord leaves as a disclosure, which holds to it.',
  }),
}).meta({ id: 'ChronologyEntry', description: 'An entry with the files that it carries.' })

/** Each section is there when it was asked for. */
const sections = {
  ...kindsOfFact,
  registrations: coded,
  custody: fact({ placeCode: z.string(), place: z.string(), inCustody: z.boolean(), releaseOn: day.nullable() }),
  statements: fact({ kind: z.string(), words: z.string() }),
  entries: z.array(Entry).meta({ description: 'The latest 20, newest first.' }),
  hands: z.strictObject({
    ownership: spell({ unit: z.string(), agencyOfUnit: z.string() }),
    managers: spell({ officer: z.string().nullable(), post: z.string().nullable() }),
    assignments: spell({ officer: z.string(), kind: z.string() }),
    partners: spell({ unit: z.string(), agencyOfUnit: z.string(), officer: z.string().nullable() }),
    arrangements: spell({ area: z.string(), level: z.int().nullable() }),
  }),
}

export const FullRecord = z
  .strictObject({
    access: z.literal('full'),
    reference: z.string(),
    ...headline,
    ...instruction,
    note: z.string().optional().meta({
      description:
        'Of a day before the record began: that it had not, and when it did. Such a record is not an empty one.',
    }),
    counterTerrorism: z.boolean(),
    basisConfirmed: z.boolean(),
    changedAt: moment
      .nullable()
      .meta({ description: 'null: the record is asked for of a day on which there was none.' }),
    recordManager: z.string().nullable(),
    ...z.strictObject(sections).partial().shape,
  })
  .meta({ id: 'FullRecord', description: 'The record, with the sections that were asked for.' })

export const SummaryRecord = z.strictObject({ access: z.literal('summary'), ...headline }).meta({
  id: 'SummaryRecord',
  description: 'Who it is, and whom to ask.',
  example: {
    access: 'summary',
    id: '0198c0de-0000-7000-8000-000000000002',
    name: 'Orrin Vesperlane',
    aliases: ['Orrin Vesper'],
    birthYears: [1982],
    photograph: null,
    agency: 'West Mercia Police',
    unit: 'Public Protection Unit',
    dutyDesk: 'Public Protection Unit duty desk',
    dutyTelephone: '01632 960001',
    status: 'community',
    statusPlace: null,
    releaseOn: null,
    markersInWords: ['Violent'],
    quote: '2C4D-8H3F',
  },
})

export const ContactRecord = z
  .strictObject({ access: z.literal('contact'), quote: z.string(), ...desk, ...instruction })
  .meta({
    id: 'ContactRecord',
    description: 'There is a record. Before any contact ring this desk and quote this reference; nothing more is told.',
    example: {
      access: 'contact',
      quote: '2C4D-8H3F',
      dutyDesk: 'Counter-terrorism duty desk',
      dutyTelephone: '01632 960002',
      safetyInstruction: 'Do not visit alone.',
    },
  })

/** The same where a search found it. */
export const ContactHitAnswer = ContactRecord.extend({
  id: z.uuid().meta({
    description: 'For getNominal and askForAccess. It is not the record’s number.',
  }),
}).meta({
  id: 'ContactHit',
  description: 'There is a record. Before any contact ring this desk and quote this reference; nothing more is told.',
  example: {
    access: 'contact',
    id: '0198c0de-0000-7000-8000-000000000003',
    quote: '2C4D-8H3F',
    dutyDesk: 'Counter-terrorism duty desk',
    dutyTelephone: '01632 960002',
    safetyInstruction: 'Do not visit alone.',
  },
})

export const NominalRecord = z.discriminatedUnion('access', [FullRecord, SummaryRecord, ContactRecord])
