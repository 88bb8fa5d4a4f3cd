import { createHash } from 'node:crypto'
import pg from 'pg'
import { Stop, type Configuration } from '#platform'
import { demonstrationOfficers, type DemonstrationOfficer } from './demonstration-officers.ts'

/** The same id for the same text in every database, so that loading again finds what stands (UUID version 8, RFC 9562). */
const idFrom = (text: string): string => {
  const hex = createHash('sha256').update(`concord demonstration ${text}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The steward of the register's custodian also stands in for two other agencies, so that changing roles can be tried. */
const stewardElsewhere = ['N43', 'HEI']

const rolesOf = ({ signIn, unit, role, alsoHolds }: DemonstrationOfficer): { unit: string; role: string }[] => [
  ...[role, ...alsoHolds].map(each => ({ unit, role: each })),
  ...(signIn === 'data-steward' ? stewardElsewhere.map(elsewhere => ({ unit: elsewhere, role })) : []),
]

/** "DC" of "DC R. Ashdown"; nothing of "A. Prosser". */
const shortRank = ({ sourceName }: DemonstrationOfficer): string | undefined => /^(\S+) [A-Z]\. /.exec(sourceName)?.[1]

const rowOf = (officer: DemonstrationOfficer) => {
  const key = `${officer.unit} ${officer.name}`
  return {
    id: idFrom(key),
    agency: officer.agency,
    unit: officer.unit,
    subject: officer.signIn,
    name: [shortRank(officer), officer.name].filter(Boolean).join(' '),
    sourceName: officer.sourceName,
    vetting: idFrom(`${key} vetting`),
    training: idFrom(`${key} training`),
    shift: officer.role === 'duty-officer' ? idFrom(`${key} shift`) : null,
    roles: rolesOf(officer).map((held, place) => ({ ...held, place, id: idFrom(`${key} ${held.unit} ${held.role}`) })),
  }
}

// The role named first has been held longest, so a session begins in it. Vetting holds for five years, training for two.
const statements = [
  `insert into officer (id, agency_id, subject, name, source_name)
   select r.id, a.id, r.subject, r.name, r."sourceName"
     from jsonb_to_recordset($1) as r(id uuid, agency text, subject text, name text, "sourceName" text) join agency a on a.code = r.agency
   on conflict do nothing`,
  `insert into role_held (id, officer_id, unit_id, role, during)
   select h.id, r.id, u.id, h.role, tstzrange(now() - interval '1 year' + make_interval(days => h.place), null)
     from jsonb_to_recordset($1) as r(id uuid, roles jsonb)
     cross join lateral jsonb_to_recordset(r.roles) as h(id uuid, unit text, role text, place integer)
     join officer o on o.id = r.id join unit u on u.code = h.unit
   on conflict do nothing`,
  `insert into vetting (id, officer_id, level, during, source)
   select r.vetting, o.id, 'Security Check', daterange(current_date - 365, current_date + 5 * 365), 'Demonstration'
     from jsonb_to_recordset($1) as r(id uuid, vetting uuid) join officer o on o.id = r.id
   on conflict do nothing`,
  `insert into training (id, officer_id, course, during)
   select r.training, o.id, 'Using the shared record', daterange(current_date - 30, current_date + 2 * 365)
     from jsonb_to_recordset($1) as r(id uuid, training uuid) join officer o on o.id = r.id
   on conflict do nothing`,
  `insert into duty_shift (id, unit_id, officer_id, during)
   select r.shift, u.id, o.id, tstzrange(now(), null)
     from jsonb_to_recordset($1) as r(id uuid, unit text, shift uuid) join officer o on o.id = r.id join unit u on u.code = r.unit
    where r.shift is not null
   on conflict do nothing`,
] as const

/**
 * Loads the invented officers: roles, vetting and training with their ends, the duty officer always on shift. Needs
 * `loadReference` before it, and finds what stands when it runs again.
 * @throws Stop outside a demonstration: nobody may sign in there without a password
 */
export const loadDemonstrationOfficers = async (
  ownerUrl: string,
  { demonstration }: Pick<Configuration, 'demonstration'>,
): Promise<void> => {
  if (!demonstration)
    throw new Stop('The officers of the demonstration are loaded in a demonstration only (CONCORD_DEMO=0 is set).')
  const rows = JSON.stringify(demonstrationOfficers.map(rowOf))
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord demonstration officers' })
  await client.connect()
  try {
    await client.query('set role concord_owner')
    await client.query(`begin; select pg_advisory_xact_lock(hashtext('concord demonstration officers'))`)
    for (const statement of statements) await client.query(statement, [rows])
    await client.query('commit')
  } finally {
    await client.end()
  }
}
