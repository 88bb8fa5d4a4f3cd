import { sql, type RawBuilder } from 'kysely'
import { newId, type NominalId, type OfficerId, type Tx } from '#platform'
import type {
  Inspected,
  InspectedHeadline,
  InspectionId,
  InspectionWindow,
  SampleRecord,
  WindowToOpen,
} from './inspection.ts'

const windows = sql`
  select w.id, u.name as unit, g.name as agency, w.purpose, w.handling, w.opened_at as "openedAt", (select o.name from officer o where o.id = w.opened_by) as "openedBy",
         w.ends_at as "endsAt", c.closed_at as "closedAt", in_charge_of(w.unit_id) as "mayClose",
         array(select o.name from inspection_inspector i join officer o on o.id = i.officer_id where i.window_id = w.id order by o.name) as inspectors,
         case when is_open_to_me(w.id) then (select count(*)::integer from inspected_sample(w.id)) else (select count(*)::integer from inspection_sample s where s.window_id = w.id) end as people
    from inspection_window w join unit u on u.id = w.unit_id join agency g on g.id = w.agency_id left join inspection_closing c on c.window_id = w.id`

/** The windows that are open to the actor as an inspector, or of units that they supervise: the latest 100. */
export const inspectionWindows = async (tx: Tx): Promise<readonly InspectionWindow[]> =>
  (await sql<InspectionWindow>`${windows} order by w.opened_at desc, w.id limit 100`.execute(tx)).rows

export const inspectionWindow = async (tx: Tx, id: InspectionId): Promise<InspectionWindow | undefined> =>
  (await sql<InspectionWindow>`${windows} where w.id = ${id}::uuid`.execute(tx)).rows[0]

/** The sample as far as it is there: for an inspector what they may read, for whoever opened it those of whom they may know. */
export const sampleOf = async (tx: Tx, { id, mayClose }: InspectionWindow): Promise<readonly Inspected[]> =>
  (
    await (mayClose
      ? sql<Inspected>`
          select s.nominal_id as nominal, f.reference, h.name, h.status, h.unit_name as unit from inspection_sample s
            join nominal_file f on f.nominal_id = s.nominal_id join nominal_headline h on h.nominal_id = s.nominal_id
           where s.window_id = ${id}::uuid order by h.name, f.reference limit 200`.execute(tx)
      : sql<Inspected>`select nominal_id as nominal, reference, name, status, unit from inspected_sample(${id}::uuid)`.execute(
          tx,
        ))
  ).rows

/** Opens a record of the sample for reading in this transaction; undefined: it is not there for the actor. */
export const openInspected = async (
  tx: Tx,
  id: InspectionId,
  nominal: NominalId,
): Promise<InspectedHeadline | undefined> =>
  (
    await sql<InspectedHeadline>`
      select reference, name, aliases, birth_years as "birthYears", agency, unit, status, markers from open_inspected(${id}::uuid, ${nominal}::uuid)`.execute(
      tx,
    )
  ).rows[0]

/** Who holds the role of an inspector, by name. */
export const inspectorsThere = async (
  tx: Tx,
): Promise<readonly { readonly id: OfficerId; readonly name: string; readonly agency: string }[]> =>
  (
    await sql<{ id: OfficerId; name: string; agency: string }>`
      select distinct o.id, o.name, g.name as agency from officer o join role_held r on r.officer_id = o.id and r.role = 'inspector' and now() <@ r.during
        join agency g on g.id = o.agency_id where o.disabled_at is null order by o.name, o.id limit 200`.execute(tx)
  ).rows

/** Those records of these numbers that the actor has in full, and whether they supervise the unit that leads each. */
export const recordsCalled = async (tx: Tx, references: readonly string[]): Promise<readonly SampleRecord[]> =>
  (
    await sql<SampleRecord>`
      select f.nominal_id as nominal, f.reference, f.unit_id as unit, in_charge_of(f.unit_id) as supervised from nominal_file f
       where f.reference = any(${references}::text[]) order by f.reference limit 300`.execute(tx)
  ).rows

/** Opens a window in the actor's name. The records must be open (`openRecords`). Raises `CC403` where the actor may not. */
export const addWindow = async (tx: Tx, window: WindowToOpen): Promise<InspectionId> => {
  const id = newId<InspectionId>()
  await sql`select open_inspection_window(${id}::uuid, ${window.officers}::uuid[], ${window.nominals}::uuid[], ${window.endsAt.toString()}::timestamptz,
              ${window.handling}::text[], ${window.purpose})`.execute(tx)
  return id
}

export const closeWindow = async (tx: Tx, id: InspectionId, why: string): Promise<void> => {
  await sql`select close_inspection_window(${id}::uuid, ${why})`.execute(tx)
}

/** Whether there are any of those below. */
export const anyWindow = (nominal: NominalId): RawBuilder<boolean> =>
  sql`exists (select from inspection_sample s where s.nominal_id = ${nominal}::uuid)`

/** The windows in whose sample a record is, which the actor may know of: the latest 10. */
export const windowsOf = async (tx: Tx, nominal: NominalId): Promise<readonly InspectionWindow[]> =>
  (
    await sql<InspectionWindow>`${windows} where exists (select from inspection_sample s where s.window_id = w.id and s.nominal_id = ${nominal}::uuid)
      order by w.opened_at desc, w.id limit 10`.execute(tx)
  ).rows
