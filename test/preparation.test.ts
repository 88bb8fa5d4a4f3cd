// What a new database is given before anybody signs in: agencies and units from the lists, the importer, the first administrator,
// and in a demonstration its officers.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { demonstrationOfficers, importer, loadDemonstrationOfficers, prepare } from '#access'
import { freshDatabase } from './support/database.ts'

const demonstration = { demonstration: true, administrator: undefined }
const database = await freshDatabase()
// Two servers that start at once on a new database.
await Promise.all([prepare(database, demonstration), prepare(database, demonstration)])
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())

const rowsOf = async <Row extends pg.QueryResultRow>(statement: string, ...values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(statement, values)).rows
const countOf = async (statement: string): Promise<number> =>
  Number((await rowsOf<{ count: string }>(`select count(*) from (${statement}) as found`))[0]!.count)

test('the forces, regions, probation regions and prisons of the lists are agencies and units', async () => {
  assert.equal(
    await countOf(
      `select from unit u join agency a on a.id = u.agency_id where a.kind = 'police' and u.kind = 'public-protection'`,
    ),
    48,
  )
  assert.equal(await countOf(`select from agency where kind = 'counter-terrorism'`), 12)
  assert.deepEqual(
    await rowsOf(`select a.code, u.area from unit u join agency a on a.id = u.agency_id where u.code = 'N43'`),
    [{ code: 'PROBATION', area: 'counter-terrorism' }],
  )
  assert.equal(await countOf(`select from agency a join region r on r.code = a.region where a.code = '22'`), 1)
  assert.ok((await countOf(`select from agency where placeholder is not null`)) > 0, 'what is not confirmed says so')
})

test('each unit has a post that holds the cases nobody is named for, and those that lead have a duty desk', async () => {
  assert.equal(
    await countOf(`select from unit u where not exists (select from post p where p.unit_id = u.id and p.unallocated)`),
    0,
  )
  assert.equal(await countOf(`select from duty_desk where contact_name = '' or telephone !~ '^01632 960'`), 0)
  assert.ok((await countOf('select from duty_desk')) > 200)
})

test('extracts are loaded in the name of a program that nobody can sign in as', async () => {
  assert.deepEqual(await rowsOf('select name, service, subject from officer where id = $1', importer.id), [
    { name: 'importer', service: true, subject: null },
  ])
})

test('every officer of the demonstration is vetted and trained, wears a role, and the duty officer is on shift', async () => {
  const [found] = await rowsOf<{ officers: string; ready: string; shifts: string }>(`
    select count(*) as officers,
           count(*) filter (where exists (select from vetting v where v.officer_id = o.id and current_date <@ v.during and not upper_inf(v.during))
                              and exists (select from training t where t.officer_id = o.id and current_date <@ t.during and not upper_inf(t.during))
                              and exists (select from role_held r where r.officer_id = o.id and now() <@ r.during)) as ready,
           count(*) filter (where exists (select from duty_shift d where d.officer_id = o.id and now() <@ d.during)) as shifts
      from officer o where not o.service`)
  assert.equal(Number(found!.officers), demonstrationOfficers.length)
  assert.equal(Number(found!.ready), demonstrationOfficers.length)
  assert.equal(Number(found!.shifts), 1)
})

test('doing it again finds everything as it stands, and puts right what the lists say otherwise', async () => {
  const everything = () =>
    rowsOf(`select (select array_agg(u order by code) from unit u)::text as units, (select array_agg(o order by o.id) from officer o)::text as officers,
                   (select array_agg(r order by r.id) from role_held r)::text as roles, (select array_agg(p order by p.id) from post p)::text as posts`)
  const before = await everything()
  await prepare(database, demonstration)
  assert.deepEqual(await everything(), before)

  await owner.query(
    `update duty_desk set telephone = '0000' where unit_id = (select id from unit where code = '22-PPU')`,
  )
  await owner.query(`update installation set value = 'another text' where name = 'reference'`)
  await prepare(database, demonstration)
  assert.equal(await countOf(`select from duty_desk where telephone = '0000'`), 0)
  assert.deepEqual(await everything(), before, 'and nothing gets another id')
})

test('the officers of the demonstration are loaded nowhere else', async () => {
  await assert.rejects(
    loadDemonstrationOfficers(database.ownerUrl, { demonstration: false }),
    /in a demonstration only/,
  )
})

test('the operator’s setting makes the first administrator once, and nobody afterwards', async () => {
  const own = await freshDatabase()
  await prepare(own, { demonstration: false, administrator: 'first@example' })
  await prepare(own, { demonstration: false, administrator: 'second@example' })
  const client = new pg.Client(own.ownerUrl)
  await client.connect()
  const { rows } = await client.query(
    'select o.subject, r.role from officer o left join role_held r on r.officer_id = o.id where not o.service',
  )
  await client.end()
  assert.deepEqual(rows, [{ subject: 'first@example', role: 'administrator' }])
})
