import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { openPool, type Database } from '#platform'
import { filesIn, groundOf, importFiles, refusedLines, type Imported, type ImportRequest } from '#migration'
import { demonstrationDatabase } from './server.ts'
import type { TestDatabase } from './database.ts'

/** The day on which the extracts of tests are read. */
export const asOf = Temporal.PlainDate.from('2026-11-23')

/** The extract of 1,500 people, with what must come of it. */
export const withTruth = join(import.meta.dirname, '..', 'data', 'with-truth-1500')

/** A database into which extracts are loaded, and what its tables hold. */
export type ImportWorld = {
  readonly database: TestDatabase
  readonly importer: Database
  readonly owner: pg.Client
  /** Imports a folder; answers with the files, and the rows refused now. */
  readonly load: (folder: string, request?: Partial<ImportRequest>) => Promise<Imported>
  readonly refused: (imported: Imported) => ReturnType<typeof refusedLines>
  readonly rows: <Row extends pg.QueryResultRow>(statement: string, ...values: unknown[]) => Promise<Row[]>
  /** How many facts, nominals and keys stand, by table. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>
}

const counted =
  'nominal nominal_file nominal_headline known_name birth sex identifier address marker court_order registration custody entry statement basis ownership record_manager partner arrangement residence name_word kept_apart extract_row extract_outcome extract_reference extract audit_entry'.split(
    ' ',
  )

/** A demonstration's database of one's own, with a pool in the importer's role. Closed when the file's tests are over. */
export const importWorld = async (): Promise<ImportWorld> => {
  const database = await demonstrationDatabase()
  const importer = openPool(database.importerUrl, { max: 6 })
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  after(async () => {
    await importer.close()
    await owner.end()
  })
  const rows: ImportWorld['rows'] = async (statement, ...values) => (await owner.query(statement, values)).rows
  return {
    database,
    importer,
    owner,
    rows,
    load: async (folder, request = {}) =>
      importFiles(importer, await groundOf(importer.pool), {
        name: folder,
        paths: await filesIn(folder),
        agency: null,
        asOf,
        stopping: new AbortController().signal,
        tell: () => undefined,
        ...request,
      }),
    refused: ({ files }) =>
      refusedLines(
        importer.pool,
        files.map(({ id }) => id),
      ),
    counts: async () => {
      const found = await rows<Record<string, string>>(
        `select ${counted.map(table => `(select count(*) from ${table}) as ${table}`).join(', ')}`,
      )
      return Object.fromEntries(Object.entries(found[0]!).map(([table, count]) => [table, Number(count)]))
    },
  }
}

/** A folder with these files in it, gone after the run. Text is written as UTF-8, bytes as they are. */
export const folderWith = async (files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'concord-extract-'))
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

type Values = Readonly<Record<string, string>>

/** A file of an extract: a heading and rows, of which each says only what matters to the test. */
const fileOf =
  (headings: string, plain: Values, separator = ',') =>
  (...rows: readonly Values[]): string =>
    [
      headings,
      ...rows.map(row =>
        headings
          .split(separator)
          .map(heading => quoted(row[heading] ?? plain[heading] ?? '', separator))
          .join(separator),
      ),
      '',
    ].join('\r\n')

const quoted = (value: string, separator: string): string =>
  /["\r\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value

/** Rows of the register's nominals: plain people of West Mercia, so that a test says only what differs. */
export const nominals = fileOf(
  'VISOR_REF,SURNAME,FORENAME1,FORENAME2,SEX,DOB,PNCID,CRO,NINO,NOMINAL_TYPE,STATUS,FORCE,MANAGER,LAST_UPDATED',
  {
    SURNAME: 'HOLLOWAY',
    FORENAME1: 'PETER',
    SEX: 'M',
    DOB: '03/07/1982',
    NOMINAL_TYPE: 'RSO',
    STATUS: 'ACTIVE',
    FORCE: '22',
    MANAGER: 'PC J. Merrick',
    LAST_UPDATED: '16/02/2025 20:05',
  },
)
export const aliases = fileOf('VISOR_REF,SURNAME,FORENAMES,DOB,TYPE', { SURNAME: 'HOLLIS', TYPE: 'ALIAS' })
export const addresses = fileOf('VISOR_REF,ADDR_TYPE,FLAT,LINE1,TOWN,POSTCODE,FROM,TO', {
  ADDR_TYPE: 'HOME',
  LINE1: '12 Mill Terrace',
  TOWN: 'Telford',
  POSTCODE: 'TF3 4NA',
  FROM: '08/12/2021',
})
export const markers = fileOf('VISOR_REF,SIGNAL,BASIS,DATE', {
  SIGNAL: 'WE',
  BASIS: 'Knife found at address',
  DATE: '12/05/2023',
})
export const orders = fileOf('VISOR_REF,ORDER_KIND,COURT,START,END,CONDITION', {
  ORDER_KIND: 'SHPO',
  COURT: 'Crown Court at Worcester',
  START: '11/05/2021',
  END: '11/05/2031',
})
export const activity = fileOf('VISOR_REF,WHEN,AUTHOR,TYPE,TEXT', {
  WHEN: '06/03/2026 18:04',
  AUTHOR: 'DS G. Rodriguez',
  TYPE: 'VISIT',
  TEXT: 'Home visit, seen at address.',
})
export const cases = fileOf(
  'CRN,FIRST_NAME,SECOND_NAME,SURNAME,PREVIOUS_SURNAME,DATE_OF_BIRTH,GENDER,PNC_NUMBER,CRO_NUMBER,NOMS_NUMBER,NI_NUMBER,ADDRESS,TOWN,POSTCODE,PROVIDER_CODE,REGISTRATIONS',
  {
    FIRST_NAME: 'Peter',
    SURNAME: 'Holloway',
    DATE_OF_BIRTH: '1982-07-03',
    GENDER: 'Male',
    PROVIDER_CODE: 'N52',
  },
)
export const offenders = fileOf(
  'NOMS_ID|LAST_NAME|FIRST_NAME|MIDDLE_NAMES|BIRTH_DATE|SEX|PNC|CRO|AGY_LOC_ID|RELEASE_DATE|ALERTS',
  { LAST_NAME: 'HOLLOWAY', FIRST_NAME: 'PETER', BIRTH_DATE: '03-JUL-1982', SEX: 'M', AGY_LOC_ID: 'HEI' },
  '|',
)

/** The lines of a small CSV file without quotes, by its headings. */
export const linesOf = async (path: string): Promise<readonly Values[]> => {
  const [heading = '', ...lines] = (await readFile(path, 'utf8')).trim().split(/\r?\n/)
  const names = heading.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((value, at) => [names[at]!, value])))
}
