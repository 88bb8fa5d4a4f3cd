import { sql } from 'kysely'
import { z } from 'zod'
import type { Caseload, CaseloadOf } from '#access'
import { dayOf, frameAddresses, parseId, type Actor, type NominalId, type Tx } from '#platform'
import type { RecordStatus } from './record.facts.ts'
import { nextDateInWords, statusInWords } from './status.ts'

/** Where a page of a caseload ends: the rows are in order of their last change, the newest first. */
type After = { readonly changedAt: string; readonly nominal: NominalId }

const page = 25

type Row = {
  readonly nominal: NominalId
  readonly changedAt: Temporal.Instant
  readonly reference: string
  readonly name: string
  readonly markers: readonly string[]
  readonly status: RecordStatus
  readonly statusPlace: string | null
  readonly releaseOn: Temporal.PlainDate | null
}

/** The records that the actor manages, for the first page (#access); `now` tells how far a date lies. */
export const caseloadOf =
  (now: () => Temporal.Instant): CaseloadOf =>
  async (tx, actor, after) => {
    const found = await managedBy(tx, actor, readAfter(after))
    const rows = found.slice(0, page)
    const last = rows.at(-1)
    return {
      rows: rows.map(row => caseloadRow(row, dayOf(now()))),
      total: await countManagedBy(tx, actor),
      more:
        found.length > page && last
          ? `${frameAddresses.home}?${new URLSearchParams({ after: afterText(last) }).toString()}`
          : null,
      subjects: rows.map(({ nominal }) => ({ nominal, access: 'full' })),
    }
  }

const managedBy = async (tx: Tx, { officer }: Actor, after: After | undefined): Promise<readonly Row[]> => {
  const query = tx
    .selectFrom('nominal_file as f')
    .innerJoin('nominal_headline as h', 'h.nominal_id', 'f.nominal_id')
    .select([
      'f.nominal_id as nominal',
      'f.changed_at as changedAt',
      'f.reference',
      'h.name',
      'h.markers',
      'h.status',
      'h.status_place as statusPlace',
      'h.release_on as releaseOn',
    ])
    .where('f.manager_id', '=', officer)
    .orderBy('f.changed_at', 'desc')
    .orderBy('f.nominal_id', 'desc')
    .limit(page + 1)
  return (
    after === undefined
      ? query
      : query.where(
          sql<boolean>`(f.changed_at, f.nominal_id) < (${after.changedAt}::timestamptz, ${after.nominal}::uuid)`,
        )
  )
    .$castTo<Row>()
    .execute()
}

const countManagedBy = async (tx: Tx, { officer }: Actor): Promise<number> => {
  const { count } = await tx
    .selectFrom('nominal_file')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('manager_id', '=', officer)
    .executeTakeFirstOrThrow()
  return count
}

const caseloadRow = (row: Row, today: Temporal.PlainDate): Caseload['rows'][number] => {
  const status = { ...row, releaseOn: row.releaseOn?.toString() ?? null }
  return {
    href: `/nominals/${row.nominal}`,
    name: row.name,
    reference: row.reference,
    markers: row.markers,
    status: statusInWords(status),
    nextDate: nextDateInWords(status, today),
  }
}

const afterText = ({ changedAt, nominal }: Row): string => `${changedAt.toString()}_${nominal}`

/** The top without one; what is no place in a caseload is refused, as it is in a search. */
const readAfter = (text: string | undefined): After | undefined => {
  if (text === undefined) return undefined
  const [, changedAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)_([0-9a-f-]{36})$/.exec(text) ?? []
  const nominal = parseId<NominalId>(id ?? '')
  if (changedAt === undefined || nominal === undefined || !isInstant(changedAt))
    throw new z.ZodError([
      { code: 'custom', path: ['after'], message: 'This is not a place in a caseload.', input: undefined },
    ])
  return { changedAt, nominal }
}

const isInstant = (text: string): boolean => {
  try {
    Temporal.Instant.from(text)
    return true
  } catch {
    return false
  }
}
