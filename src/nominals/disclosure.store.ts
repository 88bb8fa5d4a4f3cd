import { sql } from 'kysely'
import { newId, type Actor, type NominalId, type Tx } from '#platform'
import { sectionsOf, type DisclosureAsked, type DisclosureId, type DisclosurePart } from './disclosure.ts'
import type { Attachment } from './attachment.ts'
import { attachmentsOf } from './attachment.store.ts'
import type { Marking } from './marking.ts'
import { mayLeave } from './may-leave.ts'
import type { RecordFacts } from './record.facts.ts'

/** An entry as it may be passed on. */
export type DisclosedEntry = Pick<
  RecordFacts['entries'][number],
  | 'id'
  | 'happenedAt'
  | 'kind'
  | 'kindWords'
  | 'type'
  | 'author'
  | 'words'
  | 'marking'
  | 'caveats'
  | 'agency'
  | 'recordedAt'
> & {
  readonly isCorrected: boolean
  readonly files: readonly Attachment[]
  readonly grading: {
    readonly scheme: string
    readonly source: string
    readonly information: string
    readonly handling: string
  } | null
}

/** What of a record is disclosed: the chosen parts as the record said at that moment. `total`: entries that might be; `leftOut`: that may not. */
export type Disclosed = {
  readonly record: Partial<RecordFacts> & Pick<RecordFacts, 'id' | 'name' | 'birthYears' | 'reference'>
  readonly entries: readonly DisclosedEntry[]
  readonly total: number
  readonly leftOut: number
}

/** As many as a chronology is printed with, newest first. */
export const mostEntries = 500

/** What an open record said at a moment, of the parts chosen; at the beginning of this transaction where `at` is null. */
export const whatIsDisclosed = async (
  tx: Tx,
  nominal: NominalId,
  parts: readonly DisclosurePart[],
  at: Temporal.Instant | null,
): Promise<Disclosed> => {
  const known = at?.toString() ?? null
  const sections = [...new Set(parts.flatMap(sectionsOf))]
  const { rows } = await sql<{ record: string; entries: string; total: number; left_out: number }>`
    with moment as (select coalesce(${known}::timestamptz, now()) as known)
    select known_record_json(${nominal}::uuid, ${sections}::text[], m.known, (m.known at time zone 'Europe/London')::date) as record,
           e.entries::text as entries, e.total, e.left_out
      from moment m cross join lateral entries_to_disclose(${nominal}::uuid, m.known, ${parts.includes('chronology') ? mostEntries : 0}) e`.execute(
    tx,
  )
  const { record, entries, total, left_out } = rows[0]!
  const isTold = parts.includes('chronology')
  // The database has left out what may not leave; nothing leaves that this rule does not let through besides.
  const leaving = (JSON.parse(entries) as DisclosedEntry[]).filter(entry => mayLeave(entry, 'disclosure'))
  const files = await attachmentsOf(
    tx,
    leaving.map(({ id }) => id),
    known,
    { toDisclose: true },
  )
  return {
    record: JSON.parse(record) as Disclosed['record'],
    entries: leaving.map(entry => ({ ...entry, files: files.get(entry.id) ?? [] })),
    total: isTold ? total : 0,
    leftOut: isTold ? left_out : 0,
  }
}

/** Writes it, in the actor's name and their agency's; the record must be open in full. Answers with its id. */
export const addDisclosure = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  asked: DisclosureAsked,
  { marking, caveats, leftOut }: Marking & { readonly leftOut: number },
): Promise<DisclosureId> => {
  const id = newId<DisclosureId>()
  await tx
    .insertInto('disclosure')
    .values({
      id,
      nominal_id: nominal,
      recorded_by: actor.officer,
      agency_id: actor.agency,
      purpose_code: asked.purpose,
      why: asked.why,
      recipient: asked.recipient,
      destroy_by: sql<Temporal.PlainDate>`${asked.destroyBy.toString()}::date`,
      parts: [...asked.parts],
      marking,
      caveats: [...caveats],
      left_out: leftOut,
    })
    .execute()
  return id
}

/** A disclosure as it was made. */
export type DisclosureRow = {
  readonly id: DisclosureId
  readonly number: string
  readonly at: Temporal.Instant
  readonly by: string
  readonly agency: string
  readonly purpose: string
  readonly why: string
  readonly recipient: string
  readonly destroyBy: Temporal.PlainDate
  readonly parts: readonly DisclosurePart[]
  readonly marking: string
  readonly caveats: readonly string[]
  readonly leftOut: number
}

const rows = (tx: Tx, nominal: NominalId) =>
  tx
    .selectFrom('disclosure as d')
    .innerJoin('officer as o', 'o.id', 'd.recorded_by')
    .innerJoin('agency as a', 'a.id', 'd.agency_id')
    .select([
      'd.id',
      'd.number',
      'd.recorded_at as at',
      'o.name as by',
      'a.name as agency',
      'd.purpose_code as purpose',
      'd.why',
      'd.recipient',
      'd.destroy_by as destroyBy',
      'd.parts',
      'd.marking',
      'd.caveats',
      'd.left_out as leftOut',
    ])
    .where('d.nominal_id', '=', nominal)

/** One disclosure of an open record; undefined where there is none. */
export const disclosureOf = async (
  tx: Tx,
  nominal: NominalId,
  disclosure: DisclosureId,
): Promise<DisclosureRow | undefined> =>
  (await rows(tx, nominal).where('d.id', '=', disclosure).executeTakeFirst()) as DisclosureRow | undefined

/** A place in a record's disclosures, after which the next ones come. */
export type DisclosurePlace = { readonly at: Temporal.Instant; readonly id: DisclosureId }

/** At most `room` disclosures of an open record, the latest first, after a place where given. */
export const disclosuresAfter = async (
  tx: Tx,
  nominal: NominalId,
  after: DisclosurePlace | null,
  room: number,
): Promise<readonly DisclosureRow[]> =>
  (await rows(tx, nominal)
    .where(
      after === null
        ? sql<boolean>`true`
        : sql<boolean>`(d.recorded_at, d.id) < (${after.at.toString()}::timestamptz, ${after.id}::uuid)`,
    )
    .orderBy('d.recorded_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(room)
    .execute()) as unknown as DisclosureRow[]

const mostShown = 20

/** The latest disclosures of an open record, 20 at most. */
export const disclosuresOf = async (tx: Tx, nominal: NominalId): Promise<readonly DisclosureRow[]> =>
  (await rows(tx, nominal)
    .orderBy('d.recorded_at', 'desc')
    .orderBy('d.id')
    .limit(mostShown)
    .execute()) as unknown as DisclosureRow[]
