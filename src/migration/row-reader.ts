import { type Refusal } from '#platform'
import { leadUnitOf, type Profile, type ProfileFile, type Reference } from '#reference'
import type { Identifier, IdentifierKind, PersonFacts } from '#nominals'
import type { Fact } from './fact.ts'
import type { RecognisedFile } from './heading.ts'
import { rowChecks, type RowChecks } from './row-check.ts'
import { factReader, listOfScheme, saidOfLead, type Lookups } from './row-facts.ts'
import { columnsOf, rowOf, textAt, type Columns, type Row } from './row.ts'

/** What a person row says of who leads the case. `rank`: 1 the register's force, 2 the probation region, 3 the prison; the lowest leads. */
export type SaidLead = {
  readonly rank: 1 | 2 | 3
  /** The unit's code; null: the row does not say. */
  readonly unit: string | null
  /** Whether that unit has a part in the case when another leads it. */
  readonly partner: boolean
  /** The record manager as the source writes them; empty: not said. */
  readonly manager: string
  /** Managed under MAPPA, as the source says, at a level if it says one; null: not said. */
  readonly mappa: { readonly level: number | null } | null
}

/** What stands in a row. With refusals against it nothing else is to be used. */
export type RowReading = {
  /** The source's reference. */
  readonly key: string
  readonly refusals: readonly Refusal[]
  readonly facts: readonly Fact[]
  /** For a row that is a person's own: what joins it to others, and who leads. */
  readonly person: { readonly facts: PersonFacts; readonly lead: SaidLead } | null
}

export type RowReader = {
  readonly checks: RowChecks
  /** `fault`: what is wrong with the row's form, which is then the only reason. `asOf`: the day on which the extract is read. */
  readonly read: (cells: readonly string[], fault: string | null, asOf: Temporal.PlainDate) => RowReading
}

/** Makes a recognised file's profile ready to be read from its rows. Pure: the same cells on the same day give the same reading. */
export const rowReader = (
  { profile, file, headings }: Pick<RecognisedFile, 'profile' | 'file' | 'headings'>,
  lookups: Lookups,
): RowReader => {
  const columns = columnsOf(headings)
  const checks = rowChecks(file, columns, lookups.reference.lists)
  const factReaders = file.facts.map(entry => factReader(entry, file, columns, lookups))
  const keyPlace = columns.placeOf(file.key)
  const leadIn = file.row === 'person' ? leadReader(file, columns, lookups.reference) : undefined
  return {
    checks,
    read: (cells, fault, asOf) => {
      const row = rowOf(cells, asOf)
      const key = textAt(row, keyPlace)
      const refusals = fault === null ? checks.refusalsOf(row) : [{ field: file.key, text: fault }]
      if (refusals.length > 0) return { key, refusals, facts: [], person: null }
      const facts = factReaders.flatMap(read => read(row))
      const person = leadIn ? { facts: personFacts(profile, facts), lead: leadIn(row, facts) } : null
      return { key, refusals, facts, person }
    },
  }
}

const personFacts = (profile: Profile, facts: readonly Fact[]): PersonFacts => ({
  keptBy: [profile.profile],
  names: facts.flatMap(({ table, values }) =>
    table === 'known_name' ? [{ surname: values.family, forenames: values.given }] : [],
  ),
  bornOn: facts.flatMap(({ table, values }) =>
    table === 'birth' && values.born_on !== null ? [Temporal.PlainDate.from(values.born_on)] : [],
  ),
  identifiers: facts.flatMap(({ table, values }): Identifier[] =>
    table === 'identifier'
      ? [
          {
            kind: values.kind as IdentifierKind,
            asGiven: values.as_given,
            canonical: values.canonical,
            key: values.canonical ?? values.key ?? '',
            valid: values.valid,
            why: values.why_invalid,
          },
        ]
      : [],
  ),
})

const ranks = { force: 1, 'probation-region': 2, prison: 3 } as const

const leadReader = (
  file: ProfileFile,
  { placeOf }: Columns,
  reference: Reference,
): ((row: Row, facts: readonly Fact[]) => SaidLead) => {
  const entry = file.facts.find(each => each.fact === 'ownership')
  const of = (entry?.set['of'] ?? 'prison') as keyof typeof ranks
  const [heading] = entry?.from['code'] ?? []
  const place = heading === undefined ? -1 : placeOf(heading)
  return (row, facts) => {
    const code = textAt(row, place)
    return {
      rank: ranks[of],
      unit: code === '' ? null : (leadUnitOf(reference, saidOfLead(of, code))?.code ?? null),
      // Who is in no prison has no prison as a partner: its desk would read a case that it has no part in.
      partner: of !== 'prison' || (reference.lists.prisons.find(code)?.inCustody ?? true),
      manager: managerIn(facts),
      mappa: mappaIn(facts, reference),
    }
  }
}

const managerIn = (facts: readonly Fact[]): string => {
  for (const { table, values } of facts)
    if (table === 'statement' && values.kind === 'record manager') return values.words
  return ''
}

/** The level that the row's registrations or alerts agree on; null when none of them says MAPPA. Levels at odds are no level. */
const mappaIn = (facts: readonly Fact[], { lists }: Reference): SaidLead['mappa'] => {
  const said = facts.flatMap(({ table, values }) =>
    table === 'registration' ? [listOfScheme(values.scheme, lists).find(values.code)?.mappa ?? null] : [],
  )
  const levels = new Set(said.flatMap(mappa => mappa?.level ?? []))
  return said.every(mappa => mappa === null) ? null : { level: levels.size === 1 ? [...levels][0]! : null }
}
