// Whoever answers for a record is told, afterwards, of the contact that was shown and of the search that touched it and showed nothing. Every
// question leaves one row alike, whatever it finds.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { tellOwners } from '#need-to-know'
import { act, hashOfToken, openPool } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const person = { unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' } as const
const shown = await aNominal(owner, {
  ...person,
  names: [{ forenames: 'Peregrine', surname: 'Ashlock' }],
  bornOn: '1983-05-06',
  numbers: [['pnc', '2002/0073319Z']],
})
const hidden = await aNominal(owner, {
  ...person,
  names: [{ forenames: 'Octavia', surname: 'Wrenfield' }],
  bornOn: '1985-06-07',
  numbers: [['noms', 'A8126DY']],
  address: '9 Weir Terrace',
  excluded: ['ctnm-officer-elsewhere', 'ctnm-region-lead'],
})
const tokens = new Map<string, string>()
const as = async (signIn: string): Promise<string> => {
  const known = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'told'))
  tokens.set(signIn, known)
  return known
}
const search = async (signIn: string, query: Record<string, string>): Promise<string> => {
  const reply = await fetch(`${address}/api/v1/nominals?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${await as(signIn)}` },
  })
  assert.equal(reply.status, 200)
  return reply.text()
}
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows
const tasks = () =>
  rows(
    `select kind, nominal_id as about, words, recorded_by from task where kind in ('contact.shown', 'record.touched') order by recorded_at, kind`,
  )

test('every question leaves one row, whether or not it touches anybody, and what was asked is in no entry of the log', async () => {
  for (const query of [
    { q: 'A8126DY' },
    { q: 'A9999ZZ' },
    { q: 'Octavia Wrenfield 7 June 1985' },
    { q: 'nobody at all' },
  ]) {
    const before = (await rows('select from question_asked')).length
    await search('ctnm-officer-elsewhere', query)
    assert.equal((await rows('select from question_asked')).length, before + 1)
  }
  const [hit, miss] = [
    await search('ctnm-officer-elsewhere', { q: 'A8126DY' }),
    await search('ctnm-officer-elsewhere', { q: 'A9999ZZ' }),
  ]
  assert.equal(hit, miss)
  const { rows: log } = await owner.query(
    `select e::text as line from audit_entry e where e.action = 'nominals.searched'`,
  )
  assert.ok(log.length > 0 && log.every(({ line }) => !/A8126DY|WRENFIELD/i.test(line)))
  await assert.rejects(
    act(db, { tokenHash: hashOfToken(await as('ctnm-officer')), client: 'test' }, async tx => ({
      result: await sql`select from question_asked`.execute(tx),
      audit: { action: 'test.gone-round' },
    })),
    /permission denied/,
  )
})

test('the owner of the hidden record is told who came upon it, once an hour, and the questions are gone', async () => {
  await Promise.all([tellOwners(db), tellOwners(db)])
  assert.deepEqual(await rows('select from question_asked'), [])
  const told = await tasks()
  assert.equal(told.length, 1)
  assert.deepEqual([told[0].kind, told[0].about, told[0].recorded_by], ['record.touched', hidden, null])
  assert.match(told[0].words, /, CTP North West \(a search\)$/)
  await search('ctnm-officer-elsewhere', { address: '9 Weir Terrace', postcode: 'TF3 4NA' })
  await tellOwners(db)
  assert.equal((await tasks()).length, 1)
  await owner.query(`update record_touch set touched_at = touched_at - interval '2 hours'`)
  await search('ctnm-officer-elsewhere', { address: '9 Weir Terrace', postcode: 'TF3 4NA' })
  await tellOwners(db)
  assert.equal((await tasks()).length, 2)
})

test('whoever is hidden from the record does not see that its owner was told', async () => {
  const tasksOf = async (signIn: string) =>
    (await fetch(`${address}/api/v1/tasks`, { headers: { authorization: `Bearer ${await as(signIn)}` } })).text()
  assert.match(await tasksOf('ctnm-supervisor'), /Came upon, and shown nothing/)
  assert.doesNotMatch(await tasksOf('ctnm-officer-elsewhere'), /Came upon/)
  assert.doesNotMatch(await tasksOf('ctnm-region-lead'), /Came upon/)
})

test('a contact that was shown is told as that; what is seen in summary or in full, or by a common name, is told of to nobody', async () => {
  const before = (await tasks()).length
  assert.match(await search('ctnm-officer-elsewhere', { q: '2002/0073319Z' }), /"access":"contact"/)
  await search('ctnm-officer-elsewhere', { q: 'Peregrine Ashlock' })
  await search('ctnm-officer', { q: '2002/0073319Z' })
  await search('ctnm-supervisor', { q: 'A8126DY' })
  await search('ctnm-officer-elsewhere', { q: 'Octavia Wrenfield' })
  await tellOwners(db)
  const told = (await tasks()).slice(before)
  assert.deepEqual(
    told.map(({ kind, about }) => [kind, about]),
    [['contact.shown', shown]],
  )
})

test('looking for duplicates before somebody is recorded touches as a search does', async () => {
  await owner.query('delete from record_touch')
  const before = (await tasks()).length
  const reply = await fetch(`${address}/api/v1/nominals`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await as('ctnm-officer-elsewhere')}`,
      'content-type': 'application/json',
      'idempotency-key': 'told-1',
    },
    body: JSON.stringify({
      names: [{ given: 'Octavia', family: 'Wrenfield' }],
      birth: { asGiven: '7 6 1985' },
      basis: { kind: 'licence-or-order', counterTerrorism: false },
    }),
  })
  assert.ok(reply.status < 500, await reply.text())
  await tellOwners(db)
  const told = (await tasks()).slice(before)
  assert.deepEqual(
    told.map(({ kind, about }) => [kind, about]),
    [['record.touched', hidden]],
  )
  assert.match(told[0].words, /before recording somebody/)
})

test('a search tells the owner, and the second record that is then begun tells them again, at once', async () => {
  await owner.query('delete from record_touch')
  const before = (await tasks()).length
  const look = async (how: 'search' | 'creating') => {
    await owner.query(
      `insert into question_asked (officer_id, agency_id, circles, how, groups, grp, kinds, keys, full_names)
       select o.id, o.agency_id, array[1], $1, 1, '{1}', '{noms}', '{A8126DY}', '{}' from officer o where o.subject = 'ctnm-officer-elsewhere'`,
      [how],
    )
    await tellOwners(db)
    return (await tasks()).length - before
  }
  assert.equal(await look('search'), 1)
  assert.equal(await look('search'), 1, 'once an hour')
  assert.equal(await look('creating'), 2)
})
