import { sql, type RawBuilder } from 'kysely'
import type { FactId, StoredForm } from '#nominals'
import { newId, type NominalId, type Tx } from '#platform'
import type { Sealing, SealingId } from './sealing.ts'

const sealings = sql`
  select s.id, s.nominal_id as nominal, s.kind, s.versions, u.name as unit, s.why, s.sealed_at as "sealedAt", o.name as "sealedBy", g.name as agency,
         s.sealed_by = nullif(current_setting('app.officer', true), '')::uuid as "isMine",
         exists (select from sealed_row r where r.sealing_id = s.id and r.table_name = 'file_content') as "holdsFile",
         e.unsealed_at as "unsealedAt", (select x.name from officer x where x.id = e.unsealed_by) as "unsealedBy", e.why as "unsealedWhy"
    from sealing s join unit u on u.id = s.unit_id join officer o on o.id = s.sealed_by join agency g on g.id = s.agency_id
    left join unsealing e on e.sealing_id = s.id`

/** What the actor may know to be sealed, of one record where `nominal` names it: the latest 200. Row security decides. */
export const sealingsSeen = async (tx: Tx, nominal: NominalId | null = null): Promise<readonly Sealing[]> =>
  (
    await sql<Sealing>`${sealings} where ${nominal}::uuid is null or s.nominal_id = ${nominal}::uuid order by s.sealed_at desc, s.id limit 200`.execute(
      tx,
    )
  ).rows

export const sealingCalled = async (tx: Tx, id: SealingId): Promise<Sealing | undefined> =>
  (await sql<Sealing>`${sealings} where s.id = ${id}::uuid`.execute(tx)).rows[0]

/** Whether the actor supervises the unit that leads an open record, as a value in SQL: null of one that is not open. */
export const leadsRecord = (nominal: NominalId): RawBuilder<boolean | null> =>
  sql`(select in_charge_of(f.unit_id) from nominal_file f where f.nominal_id = ${nominal}::uuid)`

/** The same, asked by itself. */
export const supervisedRecord = async (tx: Tx, nominal: NominalId): Promise<boolean> =>
  (await sql<{ mine: boolean | null }>`select ${leadsRecord(nominal)} as mine`.execute(tx)).rows[0]?.mine ?? false

/**
 * Seals a fact with every version of it, in the actor's name; the record must be open (`openRecords`). Undefined: it has no such fact. Raises
 * `CC403` to whoever does not supervise the unit that leads.
 */
export const addSealing = async (
  tx: Tx,
  nominal: NominalId,
  table: string,
  fact: FactId,
  why: string,
): Promise<SealingId | undefined> => {
  const id = newId<SealingId>()
  const { rows } = await sql<{ sealed: boolean }>`
    select seal_fact(${id}::uuid, ${nominal}::uuid, ${table}, ${fact}::uuid, ${why}) as sealed`.execute(tx)
  return rows[0]!.sealed ? id : undefined
}

/** Puts everything back. `again`: the same file was added since; `busy`: something long writes to the same tables. Raises `CC403`, and `CC409` where nothing is there. */
export const openSeal = async (tx: Tx, id: SealingId, why: string): Promise<'done' | 'again' | 'busy'> =>
  (await sql<{ came: 'done' | 'again' | 'busy' }>`select unseal(${id}::uuid, ${why}) as came`.execute(tx)).rows[0]!.came

/** The versions of what is sealed, as rows of their table, the latest first; and who wrote each. */
export const sealedVersions = async (
  tx: Tx,
  { id, kind }: Pick<Sealing, 'id' | 'kind'>,
): Promise<
  readonly { readonly row: unknown; readonly at: Temporal.Instant; readonly by: string; readonly agency: string }[]
> =>
  (
    await sql<{ row: unknown; at: Temporal.Instant; by: string; agency: string }>`
      select r.said as row, (r.said ->> 'recorded_at')::timestamptz as at, o.name as by, g.name as agency
        from sealed_row r join officer o on o.id = (r.said ->> 'recorded_by')::uuid join agency g on g.id = (r.said ->> 'agency_id')::uuid
       where r.sealing_id = ${id}::uuid and r.table_name = ${kind} order by at desc, r.ordinal limit 200`.execute(tx)
  ).rows

/** Why it had been withdrawn before, where it had. */
export const withdrawnBecause = async (tx: Tx, id: SealingId): Promise<readonly string[]> =>
  (
    await sql<{ reason: string }>`
      select r.said ->> 'reason' as reason from sealed_row r where r.sealing_id = ${id}::uuid and r.table_name = 'withdrawal'`.execute(
      tx,
    )
  ).rows.map(({ reason }) => reason)

/** What is needed to send the bytes of a sealed file; undefined: it is none. */
export const sealedFile = async (tx: Tx, id: SealingId): Promise<StoredForm | undefined> => {
  const { rows } = await sql<StoredForm>`
    select 'whole' as form, o.id as object, c.said ->> 'media_type' as "mediaType", (c.said ->> 'size')::bigint as size, c.said ->> 'sha256' as sha256,
           (c.said ->> 'key')::bytea as key, o.store as place, f.said ->> 'name' as name
      from sealed_row c join file_object o on o.id = (c.said ->> 'object_id')::uuid
      join sealed_row f on f.sealing_id = c.sealing_id and f.table_name = 'file' and f.said ->> 'id' = c.said ->> 'file_id'
     where c.sealing_id = ${id}::uuid and c.table_name = 'file_content' and c.said ->> 'form' = 'whole'
     order by f.said ->> 'recorded_at' desc limit 1`.execute(tx)
  return rows[0]
}
