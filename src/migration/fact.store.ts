import type pg from 'pg'
import { newId, plainArray, textArray, type AgencyId, type NominalId, type OfficerId } from '#platform'
import { factColumns, type Fact, type FactTable } from './fact.ts'

/** A fact about somebody, and the row that states it. `sourceRef`: its file and physical line, "visor_addresses.csv:214". */
export type SourcedFact = {
  readonly nominal: NominalId
  readonly fact: Fact
  readonly row: string
  readonly sourceRef: string
  /** Whether the source may have said it in an earlier extract. */
  readonly isKnown: boolean
}

/** Who writes, and in the name of which agency. */
export type FactSource = { readonly recordedBy: OfficerId; readonly agency: AgencyId }

/** What was written, with the id that each new name was given. */
export type WrittenFacts = { readonly names: readonly { readonly nameId: string; readonly sourced: SourcedFact }[] }

type Client = Pick<pg.ClientBase, 'query'>

/**
 * Writes facts, each table in one statement. A fact that the agency has already said of the nominal is not written again where
 * `isKnown` says that it may have: the source brought the nominal before, in another extract. Nor is one that was sealed since.
 */
export const addFacts = async (
  client: Client,
  facts: readonly SourcedFact[],
  source: FactSource,
): Promise<WrittenFacts> => {
  const names: WrittenFacts['names'][number][] = []
  for (const [table, some] of Map.groupBy(facts, ({ fact }) => fact.table))
    names.push(...(await addToTable(client, table, once.has(table) ? distinct(some) : some, source)))
  return { names }
}

/** Tables in which one thing is said once, however many rows say it: where somebody lives by forces, why the record may be kept. */
const once = new Set<FactTable>(['residence', 'basis'])

const distinct = (facts: readonly SourcedFact[]): readonly SourcedFact[] => {
  const said = new Set<string>()
  return facts.filter(({ nominal, fact }) => {
    const { during: _, ...values } = { during: '', ...fact.values }
    const saying = `${nominal}${JSON.stringify(values)}`
    return !said.has(saying) && said.add(saying)
  })
}

const addToTable = async (
  client: Client,
  table: FactTable,
  facts: readonly SourcedFact[],
  { recordedBy, agency }: FactSource,
): Promise<WrittenFacts['names']> => {
  const ids = facts.map(() => newId() as string)
  const columns = Object.entries(factColumns[table])
  const holdsBefore = once.has(table) || facts.some(({ isKnown }) => isKnown)
  const { rows } = await client.query<{ id: string }>(statementFor(table, holdsBefore), [
    recordedBy,
    agency,
    plainArray(ids),
    plainArray(facts.map(({ nominal }) => nominal)),
    plainArray(facts.map(({ row }) => row)),
    textArray(facts.map(({ sourceRef }) => sourceRef)),
    ...columns.map(([column, type]) => {
      const values = facts.map(
        ({ fact }) => (fact.values as Readonly<Record<string, string | boolean | null>>)[column] ?? null,
      )
      return type === 'text' || type.endsWith('range') ? textArray(values as (string | null)[]) : plainArray(values)
    }),
  ])
  if (table !== 'known_name') return []
  const added = new Set(rows.map(({ id }) => id))
  return ids.flatMap((nameId, index) => (added.has(nameId) ? [{ nameId, sourced: facts[index]! }] : []))
}

const statements = new Map<string, string>()

const statementFor = (table: FactTable, unlessSaid: boolean): string => {
  const key = `${table} ${unlessSaid}`
  const known = statements.get(key)
  if (known !== undefined) return known
  const columns = Object.entries(factColumns[table])
  const names = columns.map(([name]) => name)
  const same = names
    .filter(name => name !== 'during' || table !== 'residence')
    .map(name => `f.${name} is not distinct from n.${name}`)
    .join(' and ')
  const said = names
    .filter(name => name !== 'during' || table !== 'residence')
    .map(name => `'${name}', n.${name}`)
    .join(', ')
  const text = `
    insert into ${table} (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, source_row, ${names.join(', ')})
    select n.id, n.nominal_id, $1::uuid, $2::uuid, 'extract', n.source_ref, n.source_row, ${names.map(name => `n.${name}`).join(', ')}
      from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], ${columns.map(([, type], index) => `$${index + 7}::${type}[]`).join(', ')})
           as n(id, nominal_id, source_row, source_ref, ${names.join(', ')})
    ${
      unlessSaid
        ? `where not exists (select from ${table} f where f.nominal_id = n.nominal_id and f.agency_id = $2::uuid and ${same})
             and case when (select anything_sealed()) then not is_said_under_seal('${table}', n.nominal_id, $2::uuid, jsonb_build_object(${said})) else true end`
        : ''
    }
    ${table === 'known_name' ? 'returning id' : ''}`
  statements.set(key, text)
  return text
}
