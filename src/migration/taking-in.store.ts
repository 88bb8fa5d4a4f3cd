import type pg from 'pg'
import type { NominalId, OfficerId } from '#platform'
import { addFacts, type SourcedFact } from './fact.store.ts'
import type { Ground } from './ground.store.ts'
import { intoHands, type NominalInHand } from './hands.ts'
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

type HandRow = Omit<NominalInHand, 'said'> & { readonly said: NominalInHand['said'] | null }

/** What the sources say of each nominal's hands, and what stands already. */
const inHand = async (client: Client, nominals: readonly NominalId[]): Promise<readonly NominalInHand[]> => {
  const { rows } = await client.query<HandRow>(
    `select n.id as nominal,
            (select json_agg(json_build_object('agency', r.agency_id, 'row', r.row_id, 'sourceRef', r.source_ref, 'rank', r.rank, 'unit', r.unit_id,
                      'partner', r.partner, 'manager', r.manager, 'mappa', r.mappa, 'mappaLevel', r.mappa_level) order by r.rank, r.row_id)
               from extract_reference r where r.nominal_id = n.id) as said,
            (select o.unit_id from ownership o where o.nominal_id = n.id and now() <@ o.during) as owner,
            exists (select from record_manager m where m.nominal_id = n.id and now() <@ m.during) as "isManaged",
            exists (select from basis b where b.nominal_id = n.id) as "hasBasis",
            coalesce((select bool_or(b.counter_terrorism) from basis b where b.nominal_id = n.id and (now() at time zone 'Europe/London')::date <@ b.during), false) as "counterTerrorism",
            array(select p.unit_id from partner p where p.nominal_id = n.id and now() <@ p.during) as partners,
            array(select a.area from arrangement a where a.nominal_id = n.id and now() <@ a.during) as areas
       from unnest($1::uuid[]) as n(id)`,
    [nominals],
  )
  return rows.map(row => ({ ...row, said: row.said ?? [] }))
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
