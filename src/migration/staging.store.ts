import { hash } from 'node:crypto'
import type pg from 'pg'
import { newId, plainArray, textArray, type AgencyId, type Id, type OfficerId } from '#platform'
import type { Encoding } from './characters.ts'
import type { StagedRecord } from './records.ts'

export type ExtractId = Id<'extract'>
export type ExtractFileId = Id<'extract file'>
export type ExtractRowId = Id<'extract row'>

type Client = Pick<pg.ClientBase, 'query'>

/** A file that was recognised and looked through, before any of its rows is staged. */
export type NewFile = {
  readonly agency: AgencyId
  readonly name: string
  readonly profile: string
  readonly kind: string
  readonly sha256: string
  readonly headings: readonly string[]
  readonly encoding: Encoding
}

/** A file as the database knows it. `staged` and `settled` count rows, from the first on. */
export type StagedFile = {
  readonly id: ExtractFileId
  readonly extract: ExtractId
  readonly agency: AgencyId
  readonly name: string
  readonly profile: string
  readonly kind: string
  readonly headings: readonly string[]
  readonly staged: number
  readonly isStaged: boolean
  readonly fault: string | null
  readonly settled: number
  readonly loaded: number
  readonly linked: number
  readonly refused: number
  readonly isFinished: boolean
  readonly asOf: Temporal.PlainDate
  readonly askedBy: OfficerId | null
}

const columns = `
  f.id, f.extract_id as extract, f.agency_id as agency, f.name, f.profile, f.kind, f.headings, f.staged, f.staged_at is not null as "isStaged", f.fault,
  f.settled, f.loaded, f.linked, f.refused, e.finished_at is not null as "isFinished", e.as_of as "asOf", e.asked_by as "askedBy"`

/** The file with this very content, if it was ever brought before. */
export const fileWithContent = async (
  client: Client,
  { agency, profile, kind, sha256 }: NewFile,
): Promise<StagedFile | undefined> =>
  (
    await client.query<StagedFile>(
      `select ${columns} from extract_file f join extract e on e.id = f.extract_id
        where f.agency_id = $1 and f.profile = $2 and f.kind = $3 and f.sha256 = $4`,
      [agency, profile, kind, sha256],
    )
  ).rows[0]

/** Files as they stand now, in the order given. */
export const filesAsTheyStand = async (
  client: Client,
  ids: readonly ExtractFileId[],
): Promise<readonly StagedFile[]> => {
  const { rows } = await client.query<StagedFile>(
    `select ${columns} from extract_file f join extract e on e.id = f.extract_id where f.id = any($1)`,
    [ids],
  )
  return ids.flatMap(id => rows.filter(file => file.id === id))
}

/** The files of extracts that somebody asked for on the page and that are not finished, the oldest extract first. */
export const unfinishedFiles = async (client: Client): Promise<readonly StagedFile[]> =>
  (
    await client.query<StagedFile>(
      `select ${columns} from extract_file f join extract e on e.id = f.extract_id
        where e.finished_at is null and e.asked_by is not null and e.stopped_at is null
          and not exists (select from extract_file u where u.extract_id = e.id and u.staged_at is null)
        order by e.id, f.id`,
    )
  ).rows

/** Begins an extract: its files are known from here on, so that a reading that is interrupted goes on with the same ones. */
export const beginExtract = async (
  client: Client,
  {
    name,
    asOf,
    askedBy,
    agency,
  }: {
    readonly name: string
    readonly asOf: Temporal.PlainDate
    readonly askedBy: OfficerId | null
    readonly agency: AgencyId | null
  },
  files: readonly NewFile[],
): Promise<readonly ExtractFileId[]> => {
  const extract = newId<ExtractId>()
  await client.query('insert into extract (id, name, as_of, asked_by, agency_id) values ($1, $2, $3, $4, $5)', [
    extract,
    name,
    asOf.toString(),
    askedBy,
    agency,
  ])
  const ids = files.map(() => newId<ExtractFileId>())
  for (const [index, file] of files.entries())
    await client.query(
      `insert into extract_file (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [ids[index], extract, file.agency, file.name, file.profile, file.kind, file.sha256, file.headings, file.encoding],
    )
  return ids
}

/** 64 bits of the SHA-1 of a row's values, as a whole number. */
const digestOf = (cells: readonly string[]): string =>
  hash('sha1', JSON.stringify(cells), 'buffer').readBigInt64BE().toString()

/** Adds rows as they came, the first of them with the ordinal `after` + 1, and notes how far the file is staged. In one transaction. */
export const addStagedRows = async (
  client: Client,
  { id, agency }: Pick<StagedFile, 'id' | 'agency'>,
  after: number,
  rows: readonly (StagedRecord & { readonly key: string })[],
): Promise<void> => {
  await client.query('begin')
  await client.query(
    `insert into extract_row (id, file_id, agency_id, ordinal, line, key, cells, digest, fault)
     select r.id, $1, $2, r.ordinal, r.line, r.key, r.cells::text[], r.digest, r.fault
       from unnest($3::uuid[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::bigint[], $9::text[])
         as r(id, ordinal, line, key, cells, digest, fault)`,
    [
      id,
      agency,
      plainArray(rows.map(() => newId())),
      plainArray(rows.map((_, index) => after + index + 1)),
      plainArray(rows.map(({ line }) => line)),
      textArray(rows.map(({ key }) => key)),
      textArray(rows.map(({ cells }) => textArray(cells))),
      plainArray(rows.map(({ cells }) => digestOf(cells))),
      textArray(rows.map(({ fault }) => fault)),
    ],
  )
  await client.query('update extract_file set staged = $2 where id = $1', [id, after + rows.length])
  await client.query('commit')
}

/** Every row of the file is staged, or cannot be: `fault` says why, as the end of a sentence that begins with its name. */
export const finishStaging = async (client: Client, id: ExtractFileId, fault: string | null): Promise<void> => {
  await client.query(
    'update extract_file set staged_at = case when $2::text is null then now() end, fault = $2 where id = $1',
    [id, fault],
  )
}

/** Whether somebody asked for the extract to wait. */
export const isStopped = async (client: Client, extract: ExtractId): Promise<boolean> =>
  (await client.query('select from extract where id = $1 and stopped_at is not null', [extract])).rowCount === 1
