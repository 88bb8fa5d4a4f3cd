import { z } from 'zod'
import { Stop } from '#platform'
import { codeList, header, placeholderOf, readFile, unconfirmed } from './list.ts'
import type { RawRow } from './list.ts'

const coded = { code: z.string().min(1), words: z.string().min(1), ...unconfirmed }
const basis = z.string().nullable().default(null)
const counterTerrorism = z.boolean().default(false)

/** That the source manages the person under MAPPA; `null` within: it does not say in which category or at which level. */
const mappa = z
  .strictObject({
    category: z.number().int().min(1).max(4).nullable(),
    level: z.number().int().min(1).max(3).nullable(),
  })
  .nullable()
  .default(null)

/** What a registration or an alert says by itself, beyond being there. */
const says = {
  basis, // a code of bases.json; null: it establishes none
  counterTerrorism,
  marker: z.string().nullable().default(null), // words for those who visit; null: it is no marker
  /** Stays the source's statement: never summed, ranked or compared. */
  statement: z.strictObject({ kind: z.string(), words: z.string() }).nullable().default(null),
}

const rows = {
  roles: z.strictObject({ ...coded, operational: z.boolean(), may: z.string() }),
  bases: z.strictObject({
    ...coded,
    act: z.string().nullable(),
    section: z.string().nullable(),
    counterTerrorism,
    confirmed: z.boolean(), // false: only the unit that loaded the record sees it
    strength: z.number().int(), // of several bases the highest is shown first
  }),
  'nominal-types': z.strictObject({ ...coded, basis, counterTerrorism }),
  'nominal-statuses': z.strictObject({ ...coded, managed: z.boolean() }),
  'probation-registrations': z.strictObject({
    ...coded,
    ...says,
    mappa,
    reviewMonths: z.number().int().positive().nullable(), // null: no review laid down
  }),
  'prison-alerts': z.strictObject({
    ...coded,
    ...says,
    type: z.string(), // a key of the file's types
    active: z.boolean().default(true), // false: no longer given, still read
    mappa,
  }),
  'order-kinds': z.strictObject({ ...coded, act: z.string(), section: z.string(), counterTerrorism }),
  'identifier-kinds': z.strictObject({ ...coded, joins: z.boolean() }),
  'name-kinds': z.strictObject(coded),
  'address-kinds': z.strictObject(coded),
  'entry-kinds': z.strictObject({
    ...coded,
    type: z.enum(['fact', 'reported', 'opinion', 'assessment']),
    event: z.boolean().default(false),
    whereabouts: z.string().nullable().default(null), // where the person is after it
    form: z.enum(['plain', 'intelligence', 'held-elsewhere']).default('plain'),
  }),
  sexes: z.strictObject({ ...coded, alsoWritten: z.array(z.string()).default([]) }),
  nationalities: z.strictObject(coded),
  policies: z.strictObject({ ...coded, months: z.int().positive(), source: z.string().min(1) }),
  ethnicities: z.strictObject({ ...coded, inSixteenPlusOne: z.boolean().default(true) }),
  markings: z.strictObject({ ...coded, kind: z.enum(['marking', 'caveat']) }),
}

const readList = <Row extends z.ZodType<RawRow>>(folder: URL, name: string, row: Row) => {
  const file = z.strictObject({ ...header, types: z.record(z.string(), z.string()).optional(), rows: z.array(row) })
  return codeList<z.output<Row>>(readFile(folder, name, file))
}

const schemes = z.strictObject({
  ...header,
  schemes: z.array(
    z.strictObject({
      scheme: z.string(),
      name: z.string(),
      rows: z.array(z.strictObject(coded)).optional(), // absent: its words stand in the list of the same name
      ...unconfirmed,
    }),
  ),
})

const grades = z.array(z.strictObject({ code: z.string().min(1), words: z.string().min(1) })).min(2)
const gradingSchemes = z.strictObject({
  ...header,
  schemes: z.array(
    z.strictObject({
      ...coded,
      offered: z.boolean(), // false: read, and not given any more
      source: grades, // the best first
      information: grades, // the best first
      handling: z.array(
        z.strictObject({ code: z.string().min(1), words: z.string().min(1), conditions: z.boolean().default(false) }),
      ),
    }),
  ),
})

/** How intelligence is graded. Exactly one scheme is offered: two would let a letter be read by the wrong one. */
const readGradingSchemes = (folder: URL) => {
  const file = readFile(folder, 'grading-schemes', gradingSchemes)
  if (file.schemes.filter(({ offered }) => offered).length !== 1)
    throw new Stop('reference/grading-schemes.json: exactly one scheme must be offered.')
  return codeList({ ...file, rows: file.schemes })
}

/** The markers that a source may set: by a signal of its own, or because a registration or an alert carries marker words. */
export type MarkerScheme = { readonly scheme: string; readonly name: string; readonly placeholder: string | null }

const readMarkers = (folder: URL) => {
  const file = readFile(folder, 'marker-schemes', schemes)
  const signals = file.schemes.find(({ scheme }) => scheme === 'pnc-warning-signals')
  if (!signals?.rows) throw new Stop('reference/marker-schemes.json: the scheme pnc-warning-signals is missing.')
  return {
    schemes: file.schemes.map((each): MarkerScheme => ({
      scheme: each.scheme,
      name: each.name,
      placeholder: placeholderOf(each, file),
    })),
    signals: codeList({ ...signals, list: signals.scheme, version: file.version, rows: signals.rows }),
  }
}

/** Reads every list of codes that extracts and pages use, by the name of the list. */
export const readCodes = (folder: URL) => {
  const { schemes: markerSchemes, signals } = readMarkers(folder)
  return {
    markerSchemes,
    lists: {
      roles: readList(folder, 'roles', rows.roles),
      bases: readList(folder, 'bases', rows.bases),
      'nominal-types': readList(folder, 'nominal-types', rows['nominal-types']),
      'nominal-statuses': readList(folder, 'nominal-statuses', rows['nominal-statuses']),
      'probation-registrations': readList(folder, 'probation-registrations', rows['probation-registrations']),
      'prison-alerts': readList(folder, 'prison-alerts', rows['prison-alerts']),
      'pnc-warning-signals': signals,
      'order-kinds': readList(folder, 'order-kinds', rows['order-kinds']),
      'identifier-kinds': readList(folder, 'identifier-kinds', rows['identifier-kinds']),
      'name-kinds': readList(folder, 'name-kinds', rows['name-kinds']),
      'address-kinds': readList(folder, 'address-kinds', rows['address-kinds']),
      'entry-kinds': readList(folder, 'entry-kinds', rows['entry-kinds']),
      'grading-schemes': readGradingSchemes(folder),
      sexes: readList(folder, 'sexes', rows.sexes),
      nationalities: readList(folder, 'nationalities', rows.nationalities),
      policies: readList(folder, 'policies', rows.policies),
      ethnicities: readList(folder, 'ethnicities', rows.ethnicities),
      markings: readList(folder, 'markings', rows.markings),
    },
  }
}
