import { sql } from 'kysely'
import { newId, type Actor, type OfficerId, type Tx } from '#platform'
import type { DeliveredFile } from './delivery.ts'
import type { StewardsExtract } from './steward.facts.ts'
import type { ExtractFileId, ExtractId, NewFile } from './staging.store.ts'

const columns = sql`
  e.id, e.name, e.begun_at as "begunAt", o.name as "begunBy", e.stopped_at as "stoppedAt", e.finished_at as "finishedAt",
  coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'profile', f.profile, 'kind', f.kind, 'staged', f.staged,
      'isStaged', f.staged_at is not null, 'fault', f.fault, 'settled', f.settled, 'refused', f.refused) order by f.name, f.id)
     from extract_file f where f.extract_id = e.id), '[]') as files`

/** Extracts of the actor's agency, the newest first. `before`: only those begun earlier than this one. */
export const extractsOfAgency = async (
  tx: Tx,
  before: ExtractId | null,
  limit: number,
): Promise<readonly StewardsExtract[]> =>
  (
    await sql<StewardsExtract>`
      select ${columns} from extract e left join officer o on o.id = e.asked_by
       where ${before}::uuid is null or e.id < ${before} order by e.id desc limit ${limit}`.execute(tx)
  ).rows

/** One extract; undefined when there is none, or none of the actor's agency. */
export const extractOf = async (tx: Tx, id: ExtractId): Promise<StewardsExtract | undefined> =>
  (
    await sql<StewardsExtract>`
      select ${columns} from extract e left join officer o on o.id = e.asked_by where e.id = ${id}`.execute(tx)
  ).rows[0]

/** A file that was brought before, with the extract that it came in. */
export type BroughtBefore = {
  readonly id: ExtractFileId
  readonly sha256: string
  readonly staged: number
  readonly isStaged: boolean
  readonly extract: ExtractId
  readonly extractName: string
  readonly begunAt: Temporal.Instant
  readonly askedBy: OfficerId | null
}

/** Those of the files whose very content the actor's agency brought before. */
export const broughtBefore = async (tx: Tx, files: readonly NewFile[]): Promise<readonly BroughtBefore[]> => {
  if (files.length === 0) return []
  const { rows } = await sql<BroughtBefore>`
    select f.id, f.sha256, f.staged, f.staged_at is not null as "isStaged", e.id as extract, e.name as "extractName", e.begun_at as "begunAt",
           e.asked_by as "askedBy"
      from unnest(${files.map(({ profile }) => profile)}::text[], ${files.map(({ kind }) => kind)}::text[], ${files.map(({ sha256 }) => sha256)}::text[])
             as n(profile, kind, sha256)
      join extract_file f on f.profile = n.profile and f.kind = n.kind and f.sha256 = n.sha256
      join extract e on e.id = f.extract_id`.execute(tx)
  return rows
}

/** Begins an extract in the actor's name and their agency's; answers with the ids of its files, in the order given. */
export const addExtract = async (
  tx: Tx,
  { officer, agency }: Pick<Actor, 'officer' | 'agency'>,
  { name, asOf }: { readonly name: string; readonly asOf: Temporal.PlainDate },
  files: readonly DeliveredFile[],
): Promise<{ readonly extract: ExtractId; readonly files: readonly ExtractFileId[] }> => {
  const extract = newId<ExtractId>()
  await sql`insert into extract (id, name, as_of, asked_by, agency_id)
            values (${extract}, ${name}, ${asOf.toString()}, ${officer}, ${agency})`.execute(tx)
  const ids: ExtractFileId[] = []
  for (const { file } of files) {
    const id = newId<ExtractFileId>()
    ids.push(id)
    await sql`insert into extract_file (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding)
              values (${id}, ${extract}, ${file.agency}, ${file.name}, ${file.profile}, ${file.kind}, ${file.sha256}, ${file.headings}::text[],
                      ${file.encoding})`.execute(tx)
  }
  return { extract, files: ids }
}

/** Asks for an extract to wait, or to go on. `false`: it is finished, was not asked for on the page, or is not there. */
export const stopOrStart = async (tx: Tx, extract: ExtractId, wanted: 'stopped' | 'going on'): Promise<boolean> => {
  const { rows } = await sql`
    update extract set stopped_at = case when ${wanted}::text = 'stopped' then coalesce(stopped_at, now()) end
     where id = ${extract} and asked_by is not null and finished_at is null returning id`.execute(tx)
  return rows.length > 0
}
