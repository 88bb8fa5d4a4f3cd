// What the page of a record asks first, so that it reads only what is there: every answer is of a record that is open, and says as much as the reading would.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { newId, type NominalId } from '#platform'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())

const aRecord = () => aNominal(owner, { names: [{ forenames: 'Una', surname: 'Wayland' }], unit: '22-PPU' })
const scalar = async (text: string, values: readonly unknown[]): Promise<unknown> =>
  Object.values((await owner.query<Record<string, unknown>>(text, [...values])).rows[0]!)[0]
/** In a transaction that has this record open, and nothing after it. */
const opened = async <Result>(nominal: NominalId, work: () => Promise<Result>): Promise<Result> => {
  await owner.query('begin')
  try {
    await owner.query(`select set_config('app.open', array[$1::uuid]::text, true)`, [nominal])
    return await work()
  } finally {
    await owner.query('rollback')
  }
}

test('of a record that is not open nothing is told', async () => {
  const nominal = await aRecord()
  assert.deepEqual(await scalar('select record_holds($1)', [nominal]), [])
  assert.equal(await scalar('select answers_for($1)', [nominal]), false)
  assert.equal(await scalar('select any_away($1)', [nominal]), false)
  assert.equal(await scalar('select ends_to_hand_over($1)', [nominal]), null)
  assert.equal(await scalar('select walls_at_a_glance($1)', [nominal]), null)
  // (that something may have changed, which tells nothing: it is then asked the exact way)
  assert.equal(await scalar(`select changed_since($1, now(), $2)`, [nominal, newId()]), true)
})

test('every table that is told of is one that whoever has the record open may read, by a policy of an open file', async () => {
  const text = await scalar(`select pg_get_functiondef('record_holds(uuid)'::regprocedure)`, [])
  const tables = [...String(text).matchAll(/then '(\w+)' end/g)].map(([, table]) => table!)
  assert.ok(tables.length >= 8)
  for (const table of tables) {
    const { rows } = await owner.query<{ using: string }>(
      `select pg_get_expr(p.polqual, p.polrelid) as using from pg_policy p where p.polrelid = $1::regclass and p.polcmd in ('r', '*') and 'concord_app'::regrole = any(p.polroles)`,
      [table],
    )
    assert.ok(
      rows.some(({ using }) => using.includes('app.open') || using.includes('nominal_file')),
      table,
    )
  }
})

test('a table more is told of once its schema file has said so', async () => {
  const nominal = await aRecord()
  await opened(nominal, async () => {
    assert.deepEqual(await scalar('select record_holds($1)', [nominal]), [])
    await owner.query(`call also_held('known_name')`)
    assert.deepEqual(await scalar('select record_holds($1)', [nominal]), ['known_name'])
  })
})

test('that others said something since is found, and what one said oneself is not', async () => {
  const nominal = await aRecord()
  const moment = await scalar('select now()::text', [])
  const author = await scalar(`select id from officer where subject = 'force-officer'`, [])
  const agency = await scalar(`select agency_id from officer where id = $1`, [author])
  const since = (reader: unknown) =>
    opened(nominal, async () => ({
      quick: await scalar('select changed_since($1, $2, $3)', [nominal, moment, reader]),
      exact: await scalar('select count(*)::int > 0 from changes_since(array[$1::uuid], array[$2::timestamptz], $3)', [
        nominal,
        moment,
        reader,
      ]),
    }))
  assert.deepEqual(await since(newId()), { quick: false, exact: false })
  await addFact(owner, nominal, 'sex', {
    code: 'F',
    source_kind: 'officer',
    recorded_by: author,
    agency_id: agency,
  })
  assert.deepEqual(await since(author), { quick: false, exact: false })
  assert.deepEqual(await since(newId()), { quick: true, exact: true })
})
