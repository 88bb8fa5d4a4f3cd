// The reconciliation of an extract is signed by its data steward; so many days later what its staged rows said is destroyed, unless it is held.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { destroyStagedRows } from '#migration'
import { openPool } from '#platform'
import { markers, nominals } from './support/extract.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const server = await startServer(database, {}, [], { loads: true })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const destroyer = openPool(database.destroyerUrl, { max: 2 })
after(() => Promise.all([owner.end(), destroyer.close()]))
const rows = async <Row extends pg.QueryResultRow>(statement: string, ...values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(statement, values)).rows

const steward = visitor(server.address)
await steward.signIn('data-steward')
const [held] = await rows<{ id: string }>(
  `select r.id from role_held r join officer o on o.id = r.officer_id join unit u on u.id = r.unit_id
    where o.subject = 'data-steward' and u.code = 'REGISTER-HOLD'`,
)
await steward.post('/role', { role: held!.id })

const idIn = (address: string): string => address.split('/')[2]!
const bring = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const form = new FormData()
  form.append('name', 'November')
  for (const [called, content] of Object.entries(files))
    form.append('files', new Blob([content], { type: 'text/csv' }), called)
  const reply = await steward.upload('/extracts', form)
  assert.equal(reply.status, 303, await reply.text())
  const address = reply.headers.get('location')!
  for (let tries = 0; tries < 600; tries++) {
    const [extract] = await rows<{ done: boolean }>(
      'select finished_at is not null as done from extract where id = $1',
      idIn(address),
    )
    if (extract!.done) return address
    await pause(50)
  }
  throw new Error('not loaded')
}
const page = async (who: Visitor, address: string): Promise<string> => (await who.get(address)).text()
const send = (address: string, step: string, form: Record<string, string> = {}) =>
  steward.post(`${address}/reconciliation/${step}`, form)
/** As if it had been signed 100 days ago. */
const age = async (address: string): Promise<void> => {
  await owner.query('alter table extract_signing disable trigger only_ends')
  await owner.query(
    `update extract_signing set signed_at = signed_at - interval '100 days', destroy_on = destroy_on - 100 where extract_id = $1 and withdrawn_at is null`,
    [idIn(address)],
  )
  await owner.query('alter table extract_signing enable trigger only_ends')
}
const reference = (number: number): string => `V41/${String(3_000_000 + number)}`
/** Every place in the staging tables in which a text stands. */
const stagedTexts = async (): Promise<string> =>
  JSON.stringify(
    await rows(
      `select to_jsonb(r) from extract_row r union all select to_jsonb(c) from extract_correction c union all select to_jsonb(o) from extract_outcome o`,
    ),
  )

const september = (): Promise<string> =>
  bring({
    'visor_nominals.csv': nominals(
      { VISOR_REF: reference(1), SURNAME: 'VEXWORTHY' },
      { VISOR_REF: reference(2), SURNAME: 'QUENNERDALE', DOB: '31/02/1979' },
    ),
    'visor_markers.csv': markers({ VISOR_REF: reference(1), BASIS: 'Umbrellas thrown about' }),
  })
const extract = await september()

test('figures with refused rows are signed with a reason why those are left, and by a data steward', async () => {
  assert.match(await page(steward, extract), /The reconciliation is not signed/)
  const bare = await send(extract, 'sign')
  assert.equal(bare.status, 422)
  assert.match(await bare.text(), /Say why, in 10 characters or more/)
  const officer = visitor(server.address)
  await officer.signIn('ctnm-officer')
  assert.equal((await officer.get(`${extract}/reconciliation`)).status, 403)
  assert.equal((await officer.post(`${extract}/reconciliation/sign`, { refusedWhy: 'Left as they are' })).status, 403)
  assert.equal((await send(extract, 'sign', { refusedWhy: 'The force has closed this record' })).status, 303)
  const seen = await page(steward, `${extract}/reconciliation`)
  assert.match(seen, /The reconciliation was signed by /)
  assert.match(seen, /will be destroyed on /)
  const again = await send(extract, 'sign', { refusedWhy: 'The force has closed this record' })
  assert.equal(again.status, 422)
  assert.match(await again.text(), /It cannot be signed now/)
})

test('a row is not put right after the signature, on the page and in the database; it is when the signature is withdrawn', async () => {
  const [row] = await rows<{ id: string; agency: string }>(
    `select r.id, r.agency_id as agency from extract_row r join extract_file f on f.id = r.file_id where f.extract_id = $1 and r.key = $2`,
    idIn(extract),
    reference(2),
  )
  const seen = await page(steward, `${extract}/refused/${row!.id}`)
  assert.match(seen, /withdraw the signature to put the row right/)
  assert.throws(() => formIn(seen, /\/refused\//))
  assert.equal((await steward.post(`${extract}/refused/${row!.id}`, { version: '0' })).status, 409)
  await assert.rejects(
    owner.query(
      `insert into extract_correction (row_id, version, agency_id, cells, corrected_by) select $1, 1, $2, '{x}', signed_by from extract_signing limit 1`,
      [row!.id, row!.agency],
    ),
    /the reconciliation of its extract is signed/,
  )
  assert.equal((await send(extract, 'withdraw', { withdrawnWhy: 'short' })).status, 422)
  assert.equal((await send(extract, 'withdraw', { withdrawnWhy: 'The force sent another list' })).status, 303)
  assert.ok(formIn(await page(steward, `${extract}/refused/${row!.id}`), /\/refused\//))
  assert.equal((await send(extract, 'sign', { refusedWhy: 'The force has closed this record' })).status, 303)
  assert.match(await page(steward, `${extract}/reconciliation`), /Withdrawn by .*The force sent another list/)
})

test('nothing is destroyed before its day, nor while it is held, nor by another role', async () => {
  assert.equal(await destroyStagedRows(destroyer), 0)
  await age(extract)
  assert.equal((await send(extract, 'hold', { holdWhy: 'A claim has been brought' })).status, 303)
  assert.match(await page(steward, extract), /Held by .*A claim has been brought/)
  assert.equal(await destroyStagedRows(destroyer), 0)
  const [signing] = await rows<{ id: string }>('select id from extract_signing where withdrawn_at is null')
  await assert.rejects(destroyer.pool.query('select destroy_staged($1)', [signing!.id]), /not to be destroyed now/)
  const app = openPool(database.appUrl, { max: 1 })
  await assert.rejects(app.pool.query('select destroy_staged($1)', [signing!.id]), /permission denied/)
  await app.close()
  assert.match(await stagedTexts(), /VEXWORTHY/)
  assert.equal((await send(extract, 'lift', { liftedWhy: 'The claim was settled' })).status, 303)
})

test('on its day what the rows said is gone everywhere in the staging tables; what it was stays', async () => {
  const before = await rows('select count(*)::int as n from extract_row')
  assert.equal(await destroyStagedRows(destroyer), 1)
  assert.equal(await destroyStagedRows(destroyer), 0)
  const left = await stagedTexts()
  for (const said of ['VEXWORTHY', 'QUENNERDALE', '1979', 'Umbrellas', reference(2)])
    assert.ok(!left.includes(said), said)
  assert.deepEqual(await rows('select count(*)::int as n from extract_row'), before)
  assert.match(await page(steward, extract), /What the rows said was destroyed on/)
  assert.equal(
    (await rows(`select from audit_entry where action = 'staged-rows.destroyed' and client = 'concord_destroyer'`))
      .length,
    1,
  )
  const [row] = await rows<{ id: string }>(
    `select o.row_id as id from extract_outcome o join extract_file f on f.id = o.file_id where f.extract_id = $1 and o.outcome = 'refused'`,
    idIn(extract),
  )
  assert.match(await page(steward, `${extract}/refused/${row!.id}`), /What it said was destroyed on/)
  for (const step of ['withdraw', 'hold'])
    assert.equal(
      (await send(extract, step, { withdrawnWhy: 'Too late for that', holdWhy: 'Too late for that' })).status,
      422,
    )
})

test('a later delivery that repeats a destroyed row adds nothing to the record', async () => {
  const facts = () =>
    rows(
      'select count(*)::int as n from marker m join known_name k on k.nominal_id = m.nominal_id and k.family ilike $1',
      'VEXWORTHY',
    )
  const before = await facts()
  await bring({
    'visor_nominals.csv': nominals({ VISOR_REF: reference(1), SURNAME: 'VEXWORTHY' }, { VISOR_REF: reference(3) }),
    'visor_markers.csv': markers(
      { VISOR_REF: reference(1), BASIS: 'Umbrellas thrown about' },
      { VISOR_REF: reference(3) },
    ),
  })
  assert.deepEqual(await facts(), before)
})

test('signatures and holds are kept', async () => {
  await assert.rejects(owner.query(`update extract_signing set read = 1`), /kept/)
  await assert.rejects(owner.query(`update extract_hold set why = 'something else entirely'`), /kept/)
  await assert.rejects(owner.query(`delete from extract_hold`), /kept/)
})
