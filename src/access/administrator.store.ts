import pg from 'pg'
import { newId } from '#platform'
import { registerAgency } from './importer.ts'

/**
 * Makes the first administrator, so that somebody can let others in: the person whom the sign-in provider calls `subject`.
 * Does nothing once there has been an administrator of this kind, so that the setting gives nobody their account back.
 * `ownerUrl`: a login that owns the database. Needs `loadReference` before it.
 */
export const ensureFirstAdministrator = async (ownerUrl: string, subject: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'concord administrator' })
  await client.connect()
  try {
    await client.query('set role concord_owner')
    await client.query(`begin; select pg_advisory_xact_lock(hashtext('concord administrator'))`)
    const { rowCount } = await client.query(`select from installation where name = 'first administrator'`)
    if (rowCount === 0) {
      const [unit, officer, role] = [newId(), newId(), newId()]
      await client.query(
        `with concord as (select id from agency where code = $1),
              office as (insert into unit (id, agency_id, code, name, kind) select $2, id, $1, 'Concord', 'register' from concord
                         on conflict (code) do update set name = excluded.name returning id),
              person as (insert into officer (id, agency_id, subject, name) select $3, id, $5, 'First administrator' from concord
                         on conflict (subject) do update set subject = excluded.subject returning id)
         insert into role_held (id, officer_id, unit_id, role, during)
         select $4, person.id, office.id, 'administrator', tstzrange(now(), null) from person, office`,
        [registerAgency.code, unit, officer, role, subject],
      )
      await client.query(`insert into installation (name, value) values ('first administrator', $1)`, [officer])
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}
