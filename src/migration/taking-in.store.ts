import type pg from 'pg'
import type { NominalId, OfficerId } from '#platform'
import { addFacts, type SourcedFact } from './fact.store.ts'
import type { Ground } from './ground.store.ts'
import { intoHands, type NominalInHand, type SaidOfHands } from './hands.ts'
import { auditBatch } from './load.store.ts'
import type { ExtractFileId } from './staging.store.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** Everyone whom the files' rows are about, in order. */
export const nominalsOfFiles = async (client: Client, files: readonly ExtractFileId[]): Promise<readonly NominalId[]> =>
  (
    await client.query<{ id: NominalId }>(
      'select distinct nominal_id as id from extract_outcome where file_id = any($1) and nominal_id is not null order by 1',
      [files],
    )
  ).rows.map(({ id }) => id)

type Said = SaidOfHands & { readonly nominal: NominalId }
type Standing = Omit<NominalInHand, 'said'>

/** What the sources say of each nominal's hands, and what stands already. */
const inHand = async (client: Client, nominals: readonly NominalId[]): Promise<readonly NominalInHand[]> => {
  const said = await client.query<Said>(
    `select nominal_id as nominal, agency_id as agency, row_id as row, source_ref as "sourceRef", rank, unit_id as unit, partner, manager, mappa,
            mappa_level as "mappaLevel" from extract_reference where nominal_id = any($1)`,
    [nominals],
  )
  const standing = await client.query<Standing>(
    `select n.id as nominal,
            (select o.unit_id from ownership o where o.nominal_id = n.id and now() <@ o.during) as owner,
            exists (select from record_manager m where m.nominal_id = n.id and now() <@ m.during) as "isManaged",
            b.kinds is not null as "hasBasis", coalesce(b.strict, false) as "counterTerrorism",
            case when n.steady_until is null then '{}' else array(select p.unit_id from partner p where p.nominal_id = n.id and now() <@ p.during) end as partners,
            case when n.steady_until is null then '{}' else array(select a.area from arrangement a where a.nominal_id = n.id and now() <@ a.during) end as areas
       from nominal n
       left join lateral (select min(f.kind) as kinds, bool_or(f.counter_terrorism and (now() at time zone 'Europe/London')::date <@ f.during) as strict
                            from basis f where f.nominal_id = n.id) b on true
      where n.id = any($1)`,
    [nominals],
  )
  const byNominal = Map.groupBy(said.rows, ({ nominal }) => nominal)
  return standing.rows.map(row => ({ ...row, said: byNominal.get(row.nominal) ?? [] }))
}

/**
 * Takes nominals in when every row of an extract is settled: who leads, who holds the record, partners, arrangement, and a basis
 * to be confirmed where no source gives one; then reckons who may see each new one, which until now nobody could. In the
 * caller's transaction, after `enterAsImporter`. Doing it again changes nothing.
 */
export const takeIn = async (
  client: Client,
  ground: Ground,
  nominals: readonly NominalId[],
  onBehalfOf: OfficerId | null,
): Promise<void> => {
  await client.query('select close_area_arrangements($1, $2)', [nominals, ground.places.counterTerrorismArea])
  const held = await inHand(client, nominals)
  const facts = held.flatMap(each =>
    intoHands(each, ground.places).map(({ fact, said }) => ({ nominal: each.nominal, fact, said })),
  )
  for (const [agency, some] of Map.groupBy(facts, ({ said }) => said.agency))
    await addFacts(
      client,
      some.map(({ nominal, fact, said }): SourcedFact => ({
        nominal,
        fact,
        row: said.row,
        sourceRef: said.sourceRef,
        isKnown: false,
      })),
      { recordedBy: ground.importer.id, agency: agency },
    )
  await client.query(
    'select refresh_record(array(select id from nominal where id = any($1) and steady_until is null))',
    [nominals],
  )
  await auditBatch(client, { action: 'nominal.taken-in', nominals, records: [], onBehalfOf })
}

/** The extracts of these files of which every file is settled are finished. */
export const finishExtracts = async (client: Client, files: readonly ExtractFileId[]): Promise<void> => {
  await client.query(
    `update extract e set finished_at = now() where e.finished_at is null and e.id in (select f.extract_id from extract_file f where f.id = any($1))
        and not exists (select from extract_file f where f.extract_id = e.id and (f.staged_at is null or f.settled < f.staged))`,
    [files],
  )
}
