import { z } from 'zod'

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

const desk = { dutyDesk: z.string(), dutyTelephone: z.string() }
const headline = {
  id: z.uuid(),
  name: z.string(),
  aliases: z.array(z.string()),
  birthYears: z.array(z.int()),
  photograph: z.uuid().nullable(),
  agency: z.string(),
  unit: z.string(),
  ...desk,
  status: z.enum(['custody', 'community', 'archived', 'unknown']),
  statusPlace: z.string().nullable(),
  releaseOn: day.nullable(),
  markersInWords: z.array(z.string()),
  quote: z.string().meta({ description: 'To be quoted on the telephone; not the number of the record.' }),
}
const instruction = { safetyInstruction: z.string() }

/** Each section is there when it was asked for. */
const sections = {
  names: fact({ kind: z.string(), family: z.string(), given: z.string(), fullName: z.string() }),
  births: fact({
    kind: z.enum(['main', 'alias']),
    bornOn: day.nullable(),
    place: z.string().nullable(),
    asGiven: z.string(),
  }),
  sexes: fact({ code: z.string() }),
  nationalities: fact({ code: z.string() }),
  identifiers: fact({
    kind: z.string(),
    asGiven: z.string(),
    canonical: z.string().nullable(),
    valid: z.boolean(),
    whyInvalid: z.string().nullable(),
  }),
  addresses: fact({
    kind: z.string(),
    flat: z.string(),
    line: z.string(),
    town: z.string(),
    postcode: z.string().nullable(),
  }),
  markers: fact({
    scheme: z.string(),
    code: z.string(),
    words: z.string(),
    basis: z.string(),
    incidentOn: day.nullable(),
    reviewOn: day.nullable(),
    verified: z.boolean(),
  }),
  orders: fact({ kind: z.string(), words: z.string(), court: z.string(), condition: z.string() }),
  registrations: coded,
  custody: fact({ placeCode: z.string(), place: z.string(), inCustody: z.boolean(), releaseOn: day.nullable() }),
  bases: fact({ kind: z.string(), words: z.string(), counterTerrorism: z.boolean(), confirmed: z.boolean() }),
  statements: fact({ kind: z.string(), words: z.string() }),
  entries: z
    .array(
      z.strictObject({
        id: z.uuid(),
        happenedAt: moment,
        kind: z.string(),
        kindWords: z.string(),
        type: z.enum(['fact', 'reported', 'opinion', 'assessment']),
        author: z.string(),
        words: z.string(),
        ...provenance,
      }),
    )
    .meta({ description: 'The latest 20, newest first.' }),
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
    counterTerrorism: z.boolean(),
    basisConfirmed: z.boolean(),
    changedAt: moment,
    recordManager: z.string().nullable(),
    ...z.strictObject(sections).partial().shape,
  })
  .meta({ id: 'FullRecord', description: 'The record, with the sections that were asked for.' })

export const SummaryRecord = z
  .strictObject({ access: z.literal('summary'), ...headline })
  .meta({ id: 'SummaryRecord', description: 'Who it is, and whom to ask.' })

export const ContactRecord = z
  .strictObject({ access: z.literal('contact'), quote: z.string(), ...desk, ...instruction })
  .meta({
    id: 'ContactRecord',
    description: 'There is a record. Before any contact ring this desk and quote this reference; nothing more is told.',
  })

export const NominalRecord = z.discriminatedUnion('access', [FullRecord, SummaryRecord, ContactRecord])
