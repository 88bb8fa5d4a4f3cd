import { sql } from 'kysely'
import { newId, type Actor, type Id, type NominalId, type OfficerId, type Tx } from '#platform'
import type { Choice } from './fact-kind.ts'
import type { FactToWrite } from './fact-reading.ts'
import type { FactId } from './fact.facts.ts'

export type RequestId = Id<'marker-request'>

/** What is asked of an approved marker. */
export type MarkerChange =
  | { readonly what: 'correct'; readonly to: FactToWrite }
  | { readonly what: 'end'; readonly last: Temporal.PlainDate }
  | { readonly what: 'withdraw' }

/**
 * Asks for a change of an approved marker, which stands until another person confirms it. Raises `CC409` when it stands no more or
 * something has been asked of it already, and `CC403` when neither its agency nor the lead agency asks.
 */
export const askOfMarker = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  marker: FactId,
  change: MarkerChange,
  { why, source }: { readonly why: string; readonly source: string },
): Promise<void> => {
  await tx
    .insertInto('marker_request')
    .values({
      id: newId(),
      marker_id: marker,
      nominal_id: nominal,
      what: change.what,
      said: change.what === 'correct' ? saidOf(change.to) : null,
      last_on: change.what === 'end' ? sql<Temporal.PlainDate>`${change.last.toString()}::date` : null,
      becomes: newId(),
      why,
      source,
      recorded_by: actor.officer,
      agency_id: actor.agency,
    })
    .execute()
}

const kept = new Set(['scheme', 'code', 'words', 'basis', 'incident_on', 'review_on', 'source', 'scope', 'about'])
const saidOf = ({ columns, during }: FactToWrite): string =>
  JSON.stringify({
    ...Object.fromEntries(Object.entries(columns).filter(([column]) => kept.has(column))),
    ...(during === null ? {} : { during }),
  })

/** Who set a marker that stands, whether it is approved, and what waits for a decision on it. */
export type MarkerStanding = {
  readonly author: OfficerId
  readonly approved: boolean
  readonly asked: { readonly id: RequestId; readonly by: OfficerId } | null
}

/** Undefined: the nominal has no such marker that an officer set and that stands, or the record is not open. */
export const markerStanding = async (
  tx: Tx,
  nominal: NominalId,
  marker: FactId,
): Promise<MarkerStanding | undefined> => {
  const { rows } = await sql<{ author: OfficerId; approved: boolean; request: RequestId | null; by: OfficerId | null }>`
    select m.recorded_by as author, m.verified or exists (select from marker_approval a where a.marker_id = m.id) as approved, r.id as request, r.recorded_by as by
      from marker m
      left join lateral (select q.id, q.recorded_by from marker_request q
                          where q.marker_id = m.id and not exists (select from marker_decision d where d.request_id = q.id) limit 1) r on true
     where m.id = ${marker}::uuid and m.nominal_id = ${nominal}::uuid and m.superseded_at is null
       and (m.source_kind <> 'extract' or m.verified)`.execute(tx)
  const [row] = rows
  return (
    row && {
      author: row.author,
      approved: row.approved,
      asked: row.request === null ? null : { id: row.request, by: row.by! },
    }
  )
}

/** Approves a marker in the actor's name; once is enough. The database refuses its author. */
export const addApproval = async (tx: Tx, actor: Actor, nominal: NominalId, marker: FactId): Promise<void> => {
  await tx
    .insertInto('marker_approval')
    .values({ marker_id: marker, nominal_id: nominal, approved_by: actor.officer })
    .onConflict(conflict => conflict.column('marker_id').doNothing())
    .execute()
}

/** Decides on what is asked; a confirmed change is made by the database at once. Raises `CC409` when the marker has been changed since. */
export const addDecision = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  request: RequestId,
  { outcome, why }: { readonly outcome: 'confirmed' | 'refused' | 'taken back'; readonly why: string },
): Promise<void> => {
  await tx
    .insertInto('marker_decision')
    .values({
      id: newId(),
      request_id: request,
      nominal_id: nominal,
      outcome,
      why,
      decided_by: actor.officer,
      agency_id: actor.agency,
    })
    .execute()
}

/** The addresses and vehicles of an open record that hold, for a marker about one of them: 500 at most. */
export const markerSubjects = async (tx: Tx, nominal: NominalId): Promise<readonly Choice[]> => {
  const { rows } = await sql<Choice>`
    select s.code, s.words from (
      select a.id as code, 'Address: ' || marker_about(a.id, 'address', 'infinity') as words, a.recorded_at from address a
       where a.nominal_id = ${nominal}::uuid and a.superseded_at is null
      union all
      select v.id, 'Vehicle: ' || marker_about(v.id, 'vehicle', 'infinity'), v.recorded_at from vehicle v
       where v.nominal_id = ${nominal}::uuid and v.superseded_at is null) s
     order by s.words, s.code limit 500`.execute(tx)
  return rows
}

/** Whether an open record has such an address or vehicle. */
export const hasSubject = async (tx: Tx, nominal: NominalId, scope: string, about: string): Promise<boolean> => {
  const { rows } = await sql`select from ${sql.table(scope === 'vehicle' ? 'vehicle' : 'address')} f
    where f.id = ${about}::uuid and f.nominal_id = ${nominal}::uuid`.execute(tx)
  return rows.length > 0
}
