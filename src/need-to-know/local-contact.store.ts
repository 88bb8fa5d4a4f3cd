import { sql } from 'kysely'
import { newId, type Actor, type AgencyId, type NominalId, type OfficerId, type Tx } from '#platform'
import type { Arrival, ArrivalId, ContactNamed, ForceContacts, TellingId, TellingToKeep } from './local-contact.ts'

/** Every police force with who its local contacts are, by name; `only`: one of them. */
export const forceContacts = async (tx: Tx, only: AgencyId | null = null): Promise<readonly ForceContacts[]> =>
  (
    await sql<ForceContacts>`
      select n.force_id as force, n.force as name, names_local_contacts(n.force_id) as "mayName",
             json_agg(json_build_object('officer', n.officer_id, 'name', n.name)) filter (where n.place = 'contact' and n.officer_id is not null) -> 0 as contact,
             json_agg(json_build_object('officer', n.officer_id, 'name', n.name)) filter (where n.place = 'deputy' and n.officer_id is not null) -> 0 as deputy
        from local_contact_now n where (${only}::uuid is null or n.force_id = ${only}::uuid) group by 1, 2 order by 2, 1 limit 200`.execute(
      tx,
    )
  ).rows

/** Who holds the role in a force, by name. */
export const contactCandidates = async (
  tx: Tx,
  force: AgencyId,
): Promise<readonly { readonly id: OfficerId; readonly name: string }[]> =>
  (
    await sql<{ id: OfficerId; name: string }>`
      select distinct o.id, o.name from officer o join role_held r on r.officer_id = o.id and r.role = 'local-contact' and now() <@ r.during
        join unit u on u.id = r.unit_id where u.agency_id = ${force}::uuid and o.disabled_at is null order by o.name, o.id limit 200`.execute(
      tx,
    )
  ).rows

/** Names somebody, in the actor's name. Raises `CC403` for whoever does not name contacts of that force. */
export const nameLocalContact = async (tx: Tx, { force, place, officer }: ContactNamed): Promise<void> => {
  await sql`select name_local_contact(${force}::uuid, ${place}, ${officer}::uuid)`.execute(tx)
}

const arrivals = sql`
  select a.id, a.nominal_id as nominal, h.name, n.quote, h.markers, g.name as force, a.kind, h.release_on::text as "releaseOn", a.noted_at as "notedAt",
         a.due_at as "dueAt", a.ended_at as "endedAt", k.acknowledged_at as "acknowledgedAt", k.words as "acknowledgedWords",
         (select o.name from officer o where o.id = k.acknowledged_by) as "acknowledgedBy", e.escalated_at as "escalatedAt",
         coalesce((select json_agg(json_build_object('id', t.id, 'toldAt', t.told_at, 'who', t.who, 'instruction', t.instruction, 'by', o.name) order by t.told_at desc, t.id)
            from local_telling t join officer o on o.id = t.recorded_by where t.arrival_id = a.id), '[]') as tellings
    from local_arrival a join agency g on g.id = a.force_id join nominal n on n.id = a.nominal_id join headline_on_the_day h on h.nominal_id = a.nominal_id
    left join local_acknowledgement k on k.arrival_id = a.id left join local_escalation e on e.arrival_id = a.id`

type Row = Omit<Arrival, 'acknowledged' | 'tellings'> & {
  readonly acknowledgedAt: Temporal.Instant | null
  readonly acknowledgedBy: string | null
  readonly acknowledgedWords: string | null
  readonly tellings: readonly (Omit<Arrival['tellings'][number], 'toldAt'> & { readonly toldAt: string })[]
}

const arrivalOf = ({ acknowledgedAt, acknowledgedBy, acknowledgedWords, tellings, ...arrival }: Row): Arrival => ({
  ...arrival,
  acknowledged: acknowledgedAt && { at: acknowledgedAt, by: acknowledgedBy ?? '', words: acknowledgedWords ?? '' },
  tellings: tellings.map(telling => ({ ...telling, toldAt: Temporal.Instant.from(telling.toldAt) })),
})

export const mostArrivals = 100

/** Those of whom the actor's force is to know, 100 at once: what waits first. `after`: what follows this one; `more`: others follow; `total`: all. */
export const arrivalsHere = async (
  tx: Tx,
  after: ArrivalId | null,
): Promise<{ readonly arrivals: readonly Arrival[]; readonly more: boolean; readonly total: number }> => {
  const { rows } = await sql<Row>`${arrivals}
    where a.ended_at is null
      and (${after}::uuid is null or (k.arrival_id is not null, a.due_at, a.id) > (
        select exists (select from local_acknowledgement d where d.arrival_id = b.id), b.due_at, b.id from local_arrival b where b.id = ${after}::uuid))
    order by k.arrival_id is not null, a.due_at, a.id limit ${mostArrivals + 1}`.execute(tx)
  const counted = await sql<{
    total: number
  }>`select count(*)::integer as total from local_arrival a join nominal n on n.id = a.nominal_id where a.ended_at is null`.execute(
    tx,
  )
  return {
    arrivals: rows.slice(0, mostArrivals).map(arrivalOf),
    more: rows.length > mostArrivals,
    total: counted.rows[0]!.total,
  }
}

/** One of them; undefined where the actor may not know of it. */
export const arrivalCalled = async (tx: Tx, id: ArrivalId): Promise<Arrival | undefined> => {
  const { rows } = await sql<Row>`${arrivals} where a.id = ${id}::uuid`.execute(tx)
  return rows[0] && arrivalOf(rows[0])
}

/** The arrivals of a record that the actor may know of, the latest 20. */
export const arrivalsOf = async (tx: Tx, nominal: NominalId): Promise<readonly Arrival[]> => {
  const { rows } = await sql<Row>`${arrivals} where a.nominal_id = ${nominal}::uuid and a.ended_at is null
    order by a.noted_at desc, a.id limit 20`.execute(tx)
  return rows.map(arrivalOf)
}

/** Acknowledges in the actor's name; the task that waited is closed with it. */
export const addAcknowledgement = async (
  tx: Tx,
  actor: Actor,
  { id, nominal }: Pick<Arrival, 'id' | 'nominal'>,
  words: string,
): Promise<void> => {
  await sql`insert into local_acknowledgement (arrival_id, nominal_id, acknowledged_by, words)
            values (${id}::uuid, ${nominal}::uuid, ${actor.officer}::uuid, ${words})`.execute(tx)
}

/** Keeps who of the shift was told what. */
export const addTelling = async (
  tx: Tx,
  actor: Actor,
  { id, nominal }: Pick<Arrival, 'id' | 'nominal'>,
  { toldAt, who, instruction }: TellingToKeep,
): Promise<TellingId> => {
  const telling = newId<TellingId>()
  await sql`insert into local_telling (id, arrival_id, nominal_id, told_at, who, instruction, recorded_by)
            values (${telling}::uuid, ${id}::uuid, ${nominal}::uuid, ${toldAt.toString()}::timestamptz, ${who}, ${instruction}, ${actor.officer}::uuid)`.execute(
    tx,
  )
  return telling
}
