import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { newId } from '#platform'
import { readReference, type Reference } from '#reference'
import vettingLevels from '../../reference/vetting-levels.json' with { type: 'json' }
import { importer, registerAgency } from './importer.ts'

const folder = new URL('../../reference/', import.meta.url)
const writtenAs = 2 // raise it when this file writes the lists differently

/** Of the texts as they lie there: reading and checking the lists takes a tenth of a second that most starts need not spend. */
const hashOfFolder = (): string => {
  const hash = createHash('sha256').update(`${writtenAs}`)
  for (const name of readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort())
    hash.update(`\n${name}\n`).update(readFileSync(new URL(name, folder)))
  return hash.digest('hex')
}

/** Writes what is new or has changed, whole lists at a time; what is no longer in a list stays, because records hang on it. */
const statements = {
  region: `
    insert into region (code, name, placeholder) select code, name, placeholder from jsonb_to_recordset($1) as r(code text, name text, placeholder text)
    on conflict (code) do update set name = excluded.name, placeholder = excluded.placeholder`,
  area: `
    insert into area (code, name, placeholder) select code, name, placeholder from jsonb_to_recordset($1) as r(code text, name text, placeholder text)
    on conflict (code) do update set name = excluded.name, placeholder = excluded.placeholder`,
  agency: `
    insert into agency (id, code, name, name_welsh, kind, region, area, source, placeholder)
    select id, code, name, "nameWelsh", kind, region, area, source, placeholder
      from jsonb_to_recordset($1) as r(id uuid, code text, name text, "nameWelsh" text, kind text, region text, area text, source text, placeholder text)
    on conflict (code) do update set name = excluded.name, name_welsh = excluded.name_welsh, kind = excluded.kind, region = excluded.region,
      area = excluded.area, source = excluded.source, placeholder = excluded.placeholder`,
  unit: `
    insert into unit (id, agency_id, code, name, kind, region, area, active, placeholder)
    select r.id, a.id, r.code, r.name, r.kind, r.region, r.area, r.active, r.placeholder
      from jsonb_to_recordset($1) as r(id uuid, agency text, code text, name text, kind text, region text, area text, active boolean, placeholder text)
      join agency a on a.code = r.agency
    on conflict (code) do update set agency_id = excluded.agency_id, name = excluded.name, kind = excluded.kind, region = excluded.region,
      area = excluded.area, active = excluded.active, placeholder = excluded.placeholder`,
  // A desk that changes is written anew on every record of its unit, so one that has not is left alone.
  desk: `
    insert into duty_desk as d (unit_id, name, contact_name, telephone)
    select u.id, r.name, r."contactName", r.telephone
      from jsonb_to_recordset($1) as r(unit text, name text, "contactName" text, telephone text) join unit u on u.code = r.unit
    on conflict (unit_id) do update set name = excluded.name, contact_name = excluded.contact_name, telephone = excluded.telephone
      where (d.name, d.contact_name, d.telephone) is distinct from (excluded.name, excluded.contact_name, excluded.telephone)`,
  post: `
    insert into post (id, unit_id, title, unallocated)
    select r.id, u.id, 'Unallocated cases', true from jsonb_to_recordset($1) as r(id uuid, code text) join unit u on u.code = r.code
    on conflict do nothing`,
  importer: `
    insert into officer (id, agency_id, name, service) select r.id, a.id, r.name, true
      from jsonb_to_recordset($1) as r(id uuid, name text, agency text) join agency a on a.code = r.agency
    on conflict (id) do nothing`,
  vettingLevel: `
    insert into vetting_level (code, words, satisfied_by)
    select r.code, r.words, array(select lower(x) from jsonb_array_elements_text(r."satisfiedBy") x)
      from jsonb_to_recordset($1) as r(code text, words text, "satisfiedBy" jsonb)
    on conflict (code) do update set words = excluded.words, satisfied_by = excluded.satisfied_by`,
} as const

const write = async (client: pg.Client, { regions, areas, agencies, units }: Reference): Promise<void> => {
  const rows: Readonly<Record<keyof typeof statements, readonly object[]>> = {
    region: regions,
    area: areas,
    agency: [...agencies, registerAgency].map(agency => ({ ...agency, id: newId() })),
    unit: units.map(unit => ({ ...unit, id: newId() })),
    desk: units.flatMap(({ code, dutyDesk }) => (dutyDesk ? [{ ...dutyDesk, unit: code }] : [])),
    post: units.map(({ code }) => ({ id: newId(), code })),
    importer: [importer],
    vettingLevel: vettingLevels.rows,
  }
  for (const [name, statement] of Object.entries(statements) as [keyof typeof statements, string][])
    await client.query(statement, [JSON.stringify(rows[name])])
}

/**
 * Loads `reference/` into the database as its owner: regions, areas, agencies, units with their duty desks, a post for each
 * unit's unallocated cases, and the importer, in whose name extracts are loaded. Reads one row where nothing has changed.
 * `ownerUrl`: a login that owns the database. Several programs may do it at once.
 * @throws Stop when the files of `reference/` are at fault
 */
export const loadReference = async (ownerUrl: string): Promise<void> => {
  const hash = hashOfFolder()
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord reference' })
  await client.connect()
  try {
    await client.query('set role concord_owner')
    await client.query(`begin; select pg_advisory_xact_lock(hashtext('concord reference'))`)
    const { rowCount } = await client.query(`select from installation where name = 'reference' and value = $1`, [hash])
    if (rowCount === 0) {
      await write(client, readReference(folder))
      await client.query(
        `insert into installation (name, value) values ('reference', $1)
         on conflict (name) do update set value = excluded.value, changed_at = now()`,
        [hash],
      )
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}
