import { sql } from 'kysely'
import { newId, type Database, type NominalId, type OfficerId, type Tx } from '#platform'
import type { AccessRequest, AnswerGiven, AnswerKind, RequestId } from './asking.ts'

export const addRequest = async (
  tx: Tx,
  nominal: NominalId,
  { purpose, lapsesAt }: { readonly purpose: string; readonly lapsesAt: Temporal.Instant },
): Promise<RequestId> => {
  const id = newId<RequestId>()
  await sql`select ask_for_access(${id}::uuid, ${nominal}::uuid, ${purpose}, ${lapsesAt.toString()}::timestamptz)`.execute(
    tx,
  )
  return id
}

type Row = Omit<AccessRequest, 'answer'> & {
  readonly kind: AnswerKind | null
  readonly words: string | null
  readonly answeredAt: Temporal.Instant | null
  readonly answeredBy: string | null
  readonly until: Temporal.Instant | null
}

const requests = sql`
  select r.id, r.nominal_id as nominal, r.officer_id as officer, o.name as by, g.name as agency, u.name as unit, r.purpose, r.asked_at as "askedAt", r.lapses_at as "lapsesAt",
         a.answer as kind, a.words, a.answered_at as "answeredAt", (select n.name from officer n where n.id = a.answered_by) as "answeredBy", a.until
    from access_request r join officer o on o.id = r.officer_id join agency g on g.id = r.agency_id join unit u on u.id = r.unit_id
    left join access_answer a on a.request_id = r.id`

const requestOf = ({ kind, words, answeredAt, answeredBy, until, ...request }: Row): AccessRequest => ({
  ...request,
  answer: kind && answeredAt && { kind, words: words ?? '', at: answeredAt, by: answeredBy, until },
})

const mostShown = 20

/** The latest requests about a record that the actor may know of: all of an open record, else their own. */
export const accessRequests = async (tx: Tx, nominal: NominalId): Promise<readonly AccessRequest[]> => {
  const { rows } =
    await sql<Row>`${requests} where r.nominal_id = ${nominal}::uuid order by r.asked_at desc, r.id limit ${mostShown}`.execute(
      tx,
    )
  return rows.map(requestOf)
}

export const accessRequest = async (tx: Tx, nominal: NominalId, id: RequestId): Promise<AccessRequest | undefined> => {
  const { rows } = await sql<Row>`${requests} where r.id = ${id}::uuid and r.nominal_id = ${nominal}::uuid`.execute(tx)
  return rows[0] && requestOf(rows[0])
}

/** Whether a request of an officer for this record waits. */
export const waitsFor = async (tx: Tx, nominal: NominalId, officer: OfficerId): Promise<boolean> =>
  (await accessRequests(tx, nominal)).some(request => request.officer === officer && request.answer === null)

/** Whether the actor may answer it: the owning unit's supervisor, region lead or duty officer on shift, and not whoever asked. */
export const mayAnswer = async (tx: Tx, id: RequestId): Promise<boolean> => {
  const { rows } = await sql<{ may: boolean }>`select may_answer_request(${id}::uuid) as may`.execute(tx)
  return rows[0]!.may
}

export const answerRequest = async (
  tx: Tx,
  id: RequestId,
  { answer, words, until }: Omit<AnswerGiven, 'answer'> & { readonly answer: AnswerGiven['answer'] | 'withdrawn' },
): Promise<void> => {
  await sql`select answer_request(${id}::uuid, ${answer}, ${words}, ${until?.toString() ?? null}::timestamptz)`.execute(
    tx,
  )
}

/** Lapses what nobody answered in time, 200 at most; its officer and the owning unit's supervisors are told. Safe to run anywhere, any time. */
export const lapseRequests = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  await pool.query('select lapse_access_requests()')
}
