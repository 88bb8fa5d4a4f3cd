import type pg from 'pg'
import type { AgencyId, NominalId, UnitId } from '#platform'
import type { Identifier, IdentifierKind, PersonName } from '#nominals'
import type { KnownPerson } from './linking.ts'
import type { ExtractId, ExtractRowId, StagedFile } from './staging.store.ts'

type Client = Pick<pg.ClientBase, 'query'>

type PersonRow = {
  readonly nominal: NominalId
  readonly names: readonly PersonName[]
  readonly births: readonly string[]
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly canonical: string }[]
  readonly keepers: readonly string[]
}

/** Every nominal that bears one of these numbers (kind and canonical form), with what joining asks of them. */
export const peopleWithNumbers = async (
  client: Client,
  identifiers: readonly Identifier[],
): Promise<readonly KnownPerson[]> => {
  const valid = identifiers.filter(({ canonical }) => canonical !== null)
  if (valid.length === 0) return []
  const { rows } = await client.query<PersonRow>(
    `with bearer as materialized (
       select distinct i.nominal_id as id from unnest($1::text[], $2::text[]) as n(kind, canonical)
         join identifier i on i.kind = n.kind and i.canonical = n.canonical and i.valid)
     select b.id as nominal,
            coalesce((select json_agg(json_build_object('surname', k.family, 'forenames', k.given)) from known_name k where k.nominal_id = b.id), '[]') as names,
            coalesce((select json_agg(distinct d.born_on) from birth d where d.nominal_id = b.id and d.born_on is not null), '[]') as births,
            coalesce((select json_agg(json_build_object('kind', i.kind, 'canonical', i.canonical)) from identifier i where i.nominal_id = b.id and i.valid), '[]') as identifiers,
            array(select distinct r.profile from extract_reference r where r.nominal_id = b.id) as keepers
       from bearer b`,
    [valid.map(({ kind }) => kind), valid.map(({ canonical }) => canonical)],
  )
  return rows.map(({ nominal, names, births, identifiers, keepers }) => ({
    nominal,
    names,
    bornOn: births.map(day => Temporal.PlainDate.from(day)),
    identifiers: identifiers.map(({ kind, canonical }) => ({
      kind,
      canonical,
      asGiven: canonical,
      key: canonical,
      valid: true,
      why: null,
    })),
    keptBy: keepers,
  }))
}

/** A nominal that a row makes. Nobody sees it until the extract is in as a whole and `refresh_record` has reckoned its audience. */
export type NewNominal = { readonly nominal: NominalId; readonly quote: string }

/** Makes the three rows of each record; the record's number is drawn (schema/0120). `year`: of the day in London. */
export const addNominals = async (client: Client, nominals: readonly NewNominal[], year: number): Promise<void> => {
  if (nominals.length === 0) return
  const ids = nominals.map(({ nominal }) => nominal)
  await client.query(
    'insert into nominal (id, quote) select n.id, n.quote from unnest($1::uuid[], $2::text[]) as n(id, quote)',
    [ids, nominals.map(({ quote }) => quote)],
  )
  await client.query('insert into nominal_headline (nominal_id) select unnest($1::uuid[])', [ids])
  await client.query(
    `insert into nominal_file (nominal_id, reference)
     select n.id, draw_reference($2::text) from unnest($1::uuid[]) as n(id)`,
    [ids, String(year % 100).padStart(2, '0')],
  )
}

/** Which nominal a source's reference names, and what its row says of who leads. */
export type Reference = {
  readonly key: string
  readonly nominal: NominalId
  readonly row: ExtractRowId
  readonly sourceRef: string
  readonly rank: number
  readonly unit: UnitId | null
  readonly partner: boolean
  readonly manager: string
  readonly mappa: boolean
  readonly mappaLevel: number | null
}

/** Keeps new references of an agency's profile. A reference that is known keeps what was first said of it. */
export const addReferences = async (
  client: Client,
  { agency, profile, extract }: Pick<StagedFile, 'agency' | 'profile' | 'extract'>,
  references: readonly Reference[],
): Promise<void> => {
  if (references.length === 0) return
  await client.query(
    `insert into extract_reference (agency_id, profile, extract_id, key, nominal_id, row_id, source_ref, rank, unit_id, partner, manager, mappa, mappa_level)
     select $1, $2, $3, n.* from unnest($4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::smallint[], $9::uuid[], $10::boolean[], $11::text[], $12::boolean[], $13::integer[])
         as n(key, nominal_id, row_id, source_ref, rank, unit_id, partner, manager, mappa, mappa_level)
     on conflict do nothing`,
    [
      agency,
      profile,
      extract,
      references.map(({ key }) => key),
      references.map(({ nominal }) => nominal),
      references.map(({ row }) => row),
      references.map(({ sourceRef }) => sourceRef),
      references.map(({ rank }) => rank),
      references.map(({ unit }) => unit),
      references.map(({ partner }) => partner),
      references.map(({ manager }) => manager),
      references.map(({ mappa }) => mappa),
      references.map(({ mappaLevel }) => mappaLevel),
    ],
  )
}

/** Those of the keys that the profile's person rows have brought in before, with the extract that did. */
export const nominalsOfReferences = async (
  client: Client,
  agency: AgencyId,
  profile: string,
  keys: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly nominal: NominalId; readonly row: ExtractRowId; readonly extract: ExtractId }>
> => {
  if (keys.length === 0) return new Map()
  const { rows } = await client.query<{ key: string; nominal: NominalId; row: ExtractRowId; extract: ExtractId }>(
    // limit 1 keeps each look-up to itself
    `select n.key, e.nominal, e.row, e.extract
       from unnest($3::text[]) as n(key)
      cross join lateral (
        select r.nominal_id as nominal, r.row_id as row, r.extract_id as extract from extract_reference r
         where r.agency_id = $1 and r.profile = $2 and r.key = n.key limit 1) e`,
    [agency, profile, keys],
  )
  return new Map(rows.map(({ key, ...found }) => [key, found]))
}

/** A pair that a person must judge: whom the row became, who else bears the number, and what speaks against one person. */
export type Apart = {
  readonly id: string
  readonly row: ExtractRowId
  readonly nominal: NominalId
  readonly other: NominalId
  readonly reason: string
}

/** Keeps the pairs for the reconciliation desk. */
export const addKeptApart = async (client: Client, pairs: readonly Apart[]): Promise<void> => {
  if (pairs.length === 0) return
  await client.query(
    `insert into kept_apart (id, row_id, nominal_id, other_id, reason)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])`,
    [
      pairs.map(({ id }) => id),
      pairs.map(({ row }) => row),
      pairs.map(({ nominal }) => nominal),
      pairs.map(({ other }) => other),
      pairs.map(({ reason }) => reason),
    ],
  )
}
