import type { BenchOfficer } from './officers.ts'

/** One request as it is sent. */
export type Asked = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Something that is asked for of one server, over so many connections. `looks`: the action under which each stands in the log. */
export type Way = {
  readonly name: string
  readonly port: number
  readonly connections: number
  readonly looks: string | null
  readonly requests: (officers: readonly BenchOfficer[]) => readonly Asked[]
}

export const ports = { bare: 41_810, concord: 41_811, few: 41_812 } as const

type Path = (officer: BenchOfficer, record: string) => string
const asOfficer = ({ token }: BenchOfficer) => ({ authorization: `Bearer ${token}` })
const atDesk = ({ desk }: BenchOfficer) => ({ cookie: `concord_session=${desk}`, accept: 'text/html' })

/** Mixed once and for all, so that every round asks the same in the same order. */
export const mixed = <Each>(list: readonly Each[]): readonly Each[] =>
  list
    .map((each, n) => ({ each, at: (n * 7919) % list.length }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each)

const ofRecords =
  (path: Path, headers: (officer: BenchOfficer) => Asked['headers'], body?: string) =>
  (officers: readonly BenchOfficer[]): readonly Asked[] =>
    mixed(
      officers.flatMap(officer =>
        officer.records.map(record => ({
          path: path(officer, record),
          ...(body === undefined
            ? { method: 'GET' as const, headers: headers(officer) }
            : { method: 'POST' as const, headers: { ...headers(officer), 'content-type': 'application/json' }, body }),
        })),
      ),
    )
const ofOfficers =
  (path: (officer: BenchOfficer) => string) =>
  (officers: readonly BenchOfficer[]): readonly Asked[] =>
    officers.map(officer => ({ method: 'GET', path: path(officer), headers: asOfficer(officer) }))

/** Everything that the bench adds says where it is from, so that it can be taken away again. */
export const benchSource = 'npm run bench'
const entry = JSON.stringify({
  kind: 'VISIT',
  happenedAt: '2026-11-20T18:40:00Z',
  type: 'reported',
  words:
    'Home visit, seen at address, no concerns noted. Said that work was going well and asked about the next appointment.',
  marking: 'OFFICIAL-SENSITIVE',
  source: benchSource,
})

const way = (
  name: string,
  port: number,
  requests: Way['requests'],
  looks: string | null = null,
  connections = 16,
): Way => ({
  name,
  port,
  requests,
  looks,
  connections,
})

const record: Path = (_officer, id) => `/api/v1/nominals/${id}?sections=names,addresses,markers,entries`
const nobody = () => ({})
const viewed = 'nominal.viewed'
export const bareRecord = way(
  'bare: record',
  ports.bare,
  ofRecords((_officer, id) => `/records/${id}`, nobody),
)
export const consult = way('record through consult', ports.concord, ofRecords(record, asOfficer), viewed)
export const throughAct = way(
  'record through act',
  ports.concord,
  ofRecords((_officer, id) => `/bench/through-act/${id}`, asOfficer),
  viewed,
)
export const amongFew = way('record among 10,000', ports.few, ofRecords(record, asOfficer))
export const bareCaseload = way(
  'bare: caseload',
  ports.bare,
  ofOfficers(({ officer }) => `/caseloads/${officer}`),
)
export const caseload = way(
  'caseload',
  ports.concord,
  ofOfficers(() => '/api/v1/caseload'),
  'caseload.listed',
)
export const bareEntry = way(
  'bare: entry',
  ports.bare,
  ofRecords(({ officer }, id) => `/entries/${id}/${officer}`, nobody, entry),
)
export const newEntry = way(
  'entry added',
  ports.concord,
  ofRecords((_officer, id) => `/api/v1/nominals/${id}/facts/entry`, asOfficer, entry),
  'fact.added',
)
export const page = way(
  'record page',
  ports.concord,
  ofRecords((_officer, id) => `/nominals/${id}`, atDesk),
  viewed,
  8,
)
