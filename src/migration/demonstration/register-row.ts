import type { Chance } from './chance.ts'
import { isCounterTerrorism, type NominalType } from './case.ts'
import { entryText } from './chronology.ts'
import type { ExtractName } from './extract-profile.ts'
import { aliasRows } from './alias-row.ts'
import type { ManagerNames } from './manager.ts'
import { asTakenDown } from './name-variant.ts'
import { registerReference } from './number.ts'
import type { Person } from './person.ts'
import { addressTakenDown, courtTowns } from './place.ts'
import {
  birthTakenDown,
  croTakenDown,
  inRegisterHand,
  pncTakenDown,
  registerDay,
  registerMoment,
} from './taken-down.ts'

type Rows = readonly (readonly string[])[]
type RegisterRow = { readonly file: ExtractName; readonly values: readonly string[] }
/** What writing needs beside the person: chance for the slips, the day of the extract, and managers as authors. */
export type Writing = { readonly chance: Chance; readonly asOf: Temporal.PlainDate; readonly managers: ManagerNames }

/** The register's rows for somebody whom it knows (`case.registerForce` is not null), the nominal's own first. */
export const registerRows = (person: Person, writing: Writing): readonly RegisterRow[] => {
  const reference = referenceOf(person, writing)
  const rowsByFile: readonly (readonly [ExtractName, Rows])[] = [
    ['visor_nominals.csv', [nominalRow(reference, person, writing)]],
    ['visor_aliases.csv', aliasRows(reference, person, writing.chance)],
    ['visor_addresses.csv', addressRows(reference, person, writing)],
    ['visor_markers.csv', markerRows(reference, writing)],
    ['visor_orders.csv', orderRows(reference, person, writing)],
    ['visor_activity.csv', activityRows(reference, person, writing)],
  ]
  return rowsByFile.flatMap(([file, rows]) => rows.map(values => ({ file, values })))
}

const referenceOf = ({ nth }: Person, { chance, asOf }: Writing): string =>
  registerReference(chance.between(4, Math.min(98, asOf.year - 2000)), nth)

const nominalRow = (reference: string, person: Person, { chance, asOf }: Writing): readonly string[] => {
  const name = asTakenDown(person.name, chance)
  const { type, archived, registerForce, manager } = person.case
  return [
    reference,
    inRegisterHand(name.family, chance),
    inRegisterHand(name.first, chance),
    inRegisterHand(name.middle, chance),
    person.sex,
    registerDay(birthTakenDown(person.born, chance)),
    pncTakenDown(person.pnc, person.case, chance),
    croTakenDown(person.cro, chance),
    '', // the export has the column and never fills it
    type,
    archived ? 'ARCHIVED' : 'ACTIVE',
    registerForce ?? '',
    manager,
    registerMoment(asOf.subtract({ days: chance.between(1, archived ? 1500 : 400) }), chance),
  ]
}

const addressRows = (reference: string, { stays }: Person, { chance }: Writing): Rows =>
  stays.map(({ address, kind, from, to }) => {
    const { flat, line, town, postcode } = addressTakenDown(address, chance)
    return [reference, kind, flat, line, town, postcode, registerDay(from), to ? registerDay(to) : '']
  })

/** Signals, each with the kinds of report that they rest on. */
const signals = {
  AG: ['Complaint after a search, not upheld', 'Complaint about a visit, resolved'],
  DR: ['Drugs found at address', 'Treatment begun for drug use'],
  ES: ['Made off from officers', 'Failed to return to open conditions'],
  FI: ['Air rifle found at address', 'Certificate revoked'],
  MN: ['Under the care of a mental health team', 'Report by the custody nurse'],
  SU: ['Self-harm in custody', 'Said so to a nurse in custody'],
  VI: ['Assault on officer at arrest', 'Threats made by phone'],
  WE: ['Knife found at address', 'Knife found in vehicle'],
} as const
const signalCodes = Object.keys(signals) as (keyof typeof signals)[]

const markerRows = (reference: string, { chance, asOf }: Writing): Rows => {
  const codes = chance.shuffled(signalCodes).slice(0, chance.pick([0, 0, 0, 0, 1, 1, 1, 2, 2, 3]))
  return codes.map(code => [
    reference,
    code,
    chance.pick(signals[code]),
    registerDay(asOf.subtract({ days: chance.between(30, 5000) })),
  ])
}

/** What courts order by type. CTA2008-P4: the notification requirements of Part 4 of the Counter-Terrorism Act 2008. */
const orderKinds: Readonly<Record<NominalType, readonly string[]>> = {
  TACT: ['CTA2008-P4'],
  NSA: ['CTA2008-P4'],
  RSO: ['SHPO', 'SHPO', 'SHPO', 'SRO'],
  VIOLENT: ['CBO', 'SRO'],
  OTHER: ['CBO', 'SRO'],
  PDP: ['CBO', 'SRO'],
}
const conditionsFor = (kind: string): readonly string[] =>
  kind === 'CTA2008-P4'
    ? [
        'Notify any change of name, address or bank account within three days',
        'Notify any journey abroad at least seven days before',
      ]
    : [
        'No device able to reach the internet unless available for inspection',
        'No unsupervised contact with children',
        'Not to enter the area shown on the map',
        'Notify any new vehicle within three days',
        'Not to contact the person named in the schedule, "directly or through others"',
      ]

const orderRows = (reference: string, { case: of }: Person, { chance, asOf }: Writing): Rows => {
  if (!chance.often(isCounterTerrorism(of) ? 0.9 : 0.7)) return []
  const kind = chance.pick(orderKinds[of.type])
  const start = asOf.subtract({ days: chance.between(60, 4500) })
  const end = start.add({ years: chance.pick(kind === 'CTA2008-P4' ? [10, 15, 30] : [3, 5, 7, 10, 15]) })
  const court = `Crown Court at ${chance.pick(courtTowns)}`
  return [[reference, kind, court, registerDay(start), registerDay(end), chance.pick(conditionsFor(kind))]]
}

/** Entries by how closely the case is worked; those of the demonstration's own units fill a page. */
const entriesOf = ({ case: { part, archived } }: Person, chance: Chance): number => {
  if (archived) return chance.between(0, 3)
  if (part === 'force') return chance.between(3, 14)
  return part === 'other force' ? chance.between(0, 5) : chance.between(8, 30)
}

const activityRows = (reference: string, person: Person, { chance, asOf, managers }: Writing): Rows => {
  const { manager, archived, registerForce } = person.case
  const begins = archived ? 700 : 1
  return Array.from({ length: entriesOf(person, chance) }, () => {
    const { type, words } = entryText(chance)
    const author = chance.often(0.7) || !registerForce ? manager : managers(registerForce)
    return [
      reference,
      registerMoment(asOf.subtract({ days: begins + chance.whole(1400) }), chance),
      author,
      type,
      words,
    ]
  })
}
