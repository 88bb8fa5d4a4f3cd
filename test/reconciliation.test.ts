// Two records of one person, made across a wall, are put to the reconciliation desk by themselves; it sees both side by side, decides, and is not asked
// again without something new. Whoever may not see one of them learns nothing of it, not even that there is a pair.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import {
  accessIfOne,
  againstOnePerson,
  comparedLines,
  decidePair,
  type PairSide,
} from '../src/need-to-know/reconciliation.ts'
import { findPairs } from '../src/need-to-know/reconciliation.store.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 8 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const known = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'reconciliation'))
  tokens.set(signIn, known)
  return known
}
type Answer = { status: number; body: Record<string, unknown>; text: string }
let key = 0
const api = async (signIn: string, path: string, body?: object): Promise<Answer> => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${await tokenOf(signIn)}`,
      'content-type': 'application/json',
      'idempotency-key': `reconciliation-${key++}`,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, body: JSON.parse(text) as Record<string, unknown>, text }
}
const around = async (signIn: string, statement: ReturnType<typeof sql>) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
    result: await statement.execute(tx),
    audit: { action: 'test.gone-round' },
  }))
const browsers = new Map<string, Visitor>()
const as = async (signIn: string): Promise<Visitor> => {
  const browser = browsers.get(signIn) ?? visitor(address)
  if (!browsers.has(signIn)) await browser.signIn(signIn)
  browsers.set(signIn, browser)
  return browser
}
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows
const desk = 'reconciliation-desk'
const queue = async () =>
  (await api(desk, '/pairs')).body as { counts: Record<string, number>; waiting: { id: string }[] }
const pairOf = async (nominal: string): Promise<string> =>
  (await rows(`select id from kept_apart where $1 in (nominal_id, other_id) order by found_at, id limit 1`, nominal))[0]
    .id
const reason = 'The same number, and the same face on both photographs'

/** Hidden from West Mercia; and West Mercia records somebody who is the same person. */
const hidden = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
  names: [{ forenames: 'Lysander', surname: 'Brockhurst' }],
  bornOn: '1982-07-03',
  numbers: [['noms', 'A8126DY']],
  onlyFor: ['ctnm-officer', 'ctnm-supervisor'],
})
const somebody = {
  names: [{ given: 'Lysander', family: 'Brockhurst' }],
  birth: { asGiven: '3 7 1982' },
  identifiers: [{ kind: 'noms', asGiven: 'A8126DY' }],
  basis: {
    kind: 'licence-or-order',
    counterTerrorism: false,
    from: '2026-01-01',
  },
}
let made = '' as NominalId
let pair = ''

test('whoever makes a second record of a hidden person sees nothing, and the pair waits at the desk by itself', async () => {
  const before = (await queue()).counts['waiting']!
  const reply = await api('force-officer', '/nominals', somebody)
  assert.equal(reply.status, 201, reply.text)
  made = reply.body['id'] as NominalId
  pair = await pairOf(made)
  const { counts, waiting } = await queue()
  assert.equal(counts['waiting'], before + 1)
  assert.ok(waiting.some(({ id }) => id === pair))
  for (const path of [`/nominals/${made}`, `/nominals/${made}/history`, '/tasks'])
    assert.doesNotMatch((await api('force-officer', path)).text, new RegExp(`${hidden}|${pair}|reconcil`, 'i'))
  for (const signIn of ['force-officer', 'ctnm-officer', 'data-protection-officer', 'administrator']) {
    assert.equal((await api(signIn, '/pairs')).status, 403)
    assert.equal((await api(signIn, `/pairs/${pair}`)).status, 404)
    assert.equal((await api(signIn, `/pairs/${pair}/decision`, { outcome: 'same', reason })).status, 404)
    assert.deepEqual((await around(signIn, sql`select pair_seen(${pair}::uuid) as pair`)).rows, [{ pair: null }])
    assert.deepEqual((await around(signIn, sql`select * from pairs_in_state('waiting', 50)`)).rows, [])
    await assert.rejects(
      around(signIn, sql`select decide_pair(${newId()}::uuid, ${pair}::uuid, 'same', ${reason}, null)`),
      /decided by the reconciliation desk/,
    )
  }
})

test('the desk sees both side by side, as far as it tells who somebody is, with reasons in sentences', async () => {
  await addFact(owner, hidden, 'entry', {
    happened_at: '2026-05-04T10:00:00Z',
    kind: 'VISIT',
    kind_words: 'Visit',
    type: 'reported',
    words: 'Seen at the harbour',
  })
  const next = await (await as(desk)).get('/pairs/next')
  assert.deepEqual([next.status, next.headers.get('location')], [303, `/pairs/${pair}`])
  const shown = await (await (await as(desk)).get(`/pairs/${pair}`)).text()
  assert.match(shown, /Same person\? Lysander Brockhurst and Lysander Brockhurst/)
  assert.match(shown, /shares the number A8126DY/)
  assert.match(shown, /Only 2 officers on a list see CN-/)
  assert.match(shown, /counter-terrorism record: whoever sees CN-/)
  assert.doesNotMatch(shown, /harbour/)
  const { body } = await api(desk, `/pairs/${pair}`)
  assert.deepEqual(
    (body['lines'] as { what: string; stands: string }[]).map(({ what, stands }) => [what, stands]),
    [
      ['Names', 'same'],
      ['Date of birth', 'same'],
      ['Prison number', 'same'],
    ],
  )
  const looked = await rows(
    `select array_agg(s.nominal_id order by s.nominal_id) as who, e.field_groups from audit_entry e join audit_subject s on s.entry_id = e.id and s.at = e.at
      where e.action = 'pair.viewed' group by e.id, e.field_groups limit 1`,
  )
  assert.deepEqual(looked[0].who, [hidden, made].toSorted())
  // nothing else of either is open to the desk
  assert.equal((await api(desk, `/nominals/${hidden}`)).status, 404)
  assert.deepEqual((await around(desk, sql`select * from known_name where nominal_id = ${hidden}::uuid`)).rows, [])
})

test('a decision says why, and every reason against it at once', async () => {
  const refused = await (await as(desk)).post(`/pairs/${pair}/decision`, { outcome: '', reason: 'short', seen: '' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Choose whether they are the same person[^]*Say it in a sentence/)
  assert.deepEqual(
    (decidePair({ outcome: 'taken back', reason: '', seen: 'x' }, { decisions: [] }) as { refusals?: object[] })
      .refusals?.length,
    3,
  )
})

test('different is kept and not asked again, unless something new is found', async () => {
  const form = await (
    await as(desk)
  ).post(`/pairs/${pair}/decision`, {
    outcome: 'different',
    reason: 'Cousins of one name: the photographs differ',
    seen: '',
  })
  assert.equal(form.status, 303)
  assert.ok(!(await queue()).waiting.some(({ id }) => id === pair))
  assert.deepEqual(await rows(`select from task where kind like 'reconciliation.%'`), [])
  await owner.query(
    `insert into kept_apart (id, nominal_id, other_id, made_by, reason) select gen_random_uuid(), $2, $1, id, 'shares the number 2002/0073319Z (pnc)' from officer where subject = 'force-officer'`,
    [made, hidden],
  )
  assert.ok((await queue()).waiting.some(({ id }) => id === pair))
  const { body } = await api(desk, `/pairs/${pair}`)
  assert.equal((body['findings'] as unknown[]).length, 2)
  assert.equal((body['decisions'] as unknown[]).length, 1)
})

test('of two who decide at once one is told that the other has', async () => {
  const { body } = await api(desk, `/pairs/${pair}`)
  const seen = (body['decisions'] as { id: string }[])[0]!.id
  const both = await Promise.all(
    ['not sure', 'not sure'].map(outcome => api(desk, `/pairs/${pair}/decision`, { outcome, reason, seen })),
  )
  assert.deepEqual(both.map(({ status }) => `${status}`).toSorted(), ['200', '422'])
  await assert.rejects(
    around(desk, sql`select decide_pair(${newId()}::uuid, ${pair}::uuid, 'same', ${reason}, ${seen}::uuid)`),
    /somebody has decided meanwhile/,
  )
  assert.equal((await queue()).counts['not sure'], 1)
  assert.match(await (await (await as(desk)).get('/pairs')).text(), /Not sure: 1/)
})

const latest = async (): Promise<string> =>
  ((await api(desk, `/pairs/${pair}`)).body['decisions'] as { id: string }[])[0]!.id

test('of one person: each owner is told that the desk will ring and nothing else; who sees both is shown the other record', async () => {
  const done = await api(desk, `/pairs/${pair}/decision`, { outcome: 'same', reason, seen: await latest() })
  assert.equal(done.status, 200, done.text)
  const told = await rows(
    `select nominal_id, words, to_words from task where kind = 'reconciliation.same' order by nominal_id`,
  )
  assert.deepEqual(
    told.map(({ nominal_id }) => nominal_id),
    [hidden, made].toSorted(),
  )
  assert.deepEqual(
    told.map(({ words }) => words),
    ['', ''],
  )
  const theirs = await api('force-officer', '/tasks')
  assert.match(theirs.text, /The reconciliation desk has something to settle with you about this record/)
  assert.doesNotMatch(theirs.text, new RegExp(hidden))
  assert.doesNotMatch(await (await (await as('force-officer')).get(`/nominals/${made}`)).text(), /same person/i)
  assert.deepEqual(
    (
      await around(
        'force-officer',
        sql`select one_id from pair_decision union all select nominal_id from same_person_as(${made}::uuid)`,
      )
    ).rows,
    [],
  )
  // somebody who sees both
  await addFact(owner, made, 'assignment', {
    officer_id: (await rows(`select id from officer where subject = 'ctnm-supervisor'`))[0].id,
    kind: 'named',
  })
  const page = await (await (await as('ctnm-supervisor')).get(`/nominals/${hidden}`)).text()
  assert.match(page, new RegExp(`Another record of the same person[^]*href="/nominals/${made}"`))
  assert.match(
    await (await (await as('ctnm-supervisor')).get(`/nominals/${made}`)).text(),
    new RegExp(`href="/nominals/${hidden}"`),
  )
})

test('what the desk does about it is written down, it is settled once, and the tasks are closed; all of it is kept', async () => {
  assert.equal((await api(desk, `/pairs/${pair}/steps`, { kind: 'note', words: 'short' })).status, 422)
  assert.equal(
    (await api(desk, `/pairs/${pair}/steps`, { kind: 'note', words: 'Rang the desk in Telford' })).status,
    200,
  )
  await assert.rejects(
    around('ctnm-supervisor', sql`select take_pair_step(${newId()}::uuid, ${pair}::uuid, 'note', 'By somebody else')`),
    /settled by the reconciliation desk/,
  )
  const settle = { kind: 'settled', words: 'Telford archives theirs; what was new is written here' }
  const both = await Promise.all([1, 2].map(() => api(desk, `/pairs/${pair}/steps`, settle)))
  assert.deepEqual(both.map(({ status }) => `${status}`).toSorted(), ['200', '422'])
  assert.equal((await queue()).counts['settled'], 1)
  assert.deepEqual(await rows(`select from task where kind = 'reconciliation.same' and closed_at is null`), [])
  for (const statement of [
    `update pair_decision set outcome = 'different'`,
    'delete from pair_decision',
    `update pair_step set words = 'Something else entirely'`,
  ])
    await assert.rejects(owner.query(statement), /is kept/)
})

test('it can be taken back: the pair waits again, and both owners are told', async () => {
  const again = await api(desk, `/pairs/${pair}/decision`, { outcome: 'different', reason, seen: await latest() })
  assert.equal(again.status, 422)
  assert.match(again.text, /Take back that they are the same person first/)
  const back = { outcome: 'taken back', reason: 'The photograph was of a brother', seen: await latest() }
  assert.equal((await api(desk, `/pairs/${pair}/decision`, back)).status, 200)
  assert.ok((await queue()).waiting.some(({ id }) => id === pair))
  assert.equal((await rows(`select from task where kind = 'reconciliation.taken-back'`)).length, 2)
  assert.doesNotMatch(await (await (await as('ctnm-supervisor')).get(`/nominals/${hidden}`)).text(), /same person/i)
})

test('an exclusion wins at the desk too: to whoever is kept out of either record the pair is not there', async () => {
  await addFact(owner, hidden, 'exclusion', {
    officer_id: (await rows('select id from officer where subject = $1', desk))[0].id,
    during: '[2020-01-01,)',
  })
  assert.equal((await api(desk, `/pairs/${pair}`)).status, 404)
  assert.ok(!(await queue()).waiting.some(({ id }) => id === pair))
  await assert.rejects(
    around(desk, sql`select decide_pair(${newId()}::uuid, ${pair}::uuid, 'same', ${reason}, null)`),
    /decided by the reconciliation desk/,
  )
})

test('a number that is written later on a record makes a pair too, by a clock of its own, and a correction that says it again makes none', async () => {
  const own = await aNominal(owner, {
    unit: '22-PPU',
    manager: 'force-officer',
    names: [{ forenames: 'Cordelia', surname: 'Fairweather' }],
  })
  const theirs = await aNominal(owner, {
    unit: 'CTWM-NM',
    names: [{ forenames: 'Cora', surname: 'Weatherby' }],
    numbers: [['pnc', '2002/0073319Z']],
    onlyFor: ['ctnm-officer', 'ctnm-supervisor'],
  })
  const number = { kind: 'pnc', as_given: '02/73319Z', canonical: '2002/0073319Z', valid: true, source_kind: 'officer' }
  await addFact(owner, own, 'identifier', { ...number, id: newId() })
  assert.deepEqual(await rows('select from kept_apart where nominal_id = $1', own), [])
  await Promise.all([findPairs(db), findPairs(db)])
  await findPairs(db)
  assert.deepEqual(await rows('select other_id, reason from kept_apart where nominal_id = $1', own), [
    { other_id: theirs, reason: 'shares the number 2002/0073319Z (pnc)' },
  ])
  const [{ id: said }] = await rows('select id from identifier where nominal_id = $1', own)
  await addFact(owner, own, 'identifier', {
    ...number,
    as_given: '2002/73319Z',
    supersedes: said,
    why: 'As it is written',
  })
  await findPairs(db)
  assert.equal((await rows('select from kept_apart where nominal_id = $1', own)).length, 1)
})

const side = (more: Partial<PairSide>): PairSide => ({
  nominal: newId<NominalId>(),
  reference: 'CN-26-000001',
  name: 'Lysander Brockhurst',
  status: 'community',
  agency: 'West Mercia Police',
  unit: 'Public Protection Unit',
  dutyDesk: 'Duty desk',
  dutyTelephone: '01632 960101',
  quote: '4KDX-22HA',
  manager: null,
  counterTerrorism: false,
  basisConfirmed: true,
  names: [{ kind: 'name', full: 'Lysander BROCKHURST', family: 'BROCKHURST', given: 'Lysander', agency: '' }],
  births: [{ bornOn: '1982-07-03', asGiven: '3/7/1982', alias: false, agency: '' }],
  sexes: ['M'],
  nationalities: [],
  identifiers: [],
  addresses: [],
  onlyFor: null,
  compartments: [],
  excluded: 0,
  partners: [],
  ...more,
})

test('lines are compared as they are meant, not as they are written; what speaks against is a sentence', () => {
  const pnc = { kind: 'pnc', asGiven: '02/73319Z', canonical: '2002/0073319Z', agency: '' } as const
  const one = side({ identifiers: [pnc] })
  const other = side({
    names: [
      { kind: 'name', full: 'Lysander Brockhurst', family: 'Brockhurst', given: 'Lysander', agency: '' },
      { kind: 'alias', full: 'Sandy Brock', family: 'Brock', given: 'Sandy', agency: '' },
    ],
    births: [{ bornOn: '1982-03-07', asGiven: '7 March 1982', alias: false, agency: '' }],
    sexes: [],
    identifiers: [{ ...pnc, asGiven: '2002/0073319Z' }],
  })
  assert.deepEqual(
    comparedLines({ one, other }).map(({ what, stands }) => [what, stands]),
    [
      ['Names', 'some the same'],
      ['Date of birth', 'different'],
      ['Sex', 'one side only'],
      ['PNC number', 'same'],
    ],
  )
  assert.match(againstOnePerson({ one, other }).join(' '), /day and month may have been exchanged/)
  const walls = accessIfOne(
    {
      one: side({ compartments: ['Witnesses'], excluded: 1, partners: ['HMP Hewell'] }),
      other: side({ unit: 'Another unit', basisConfirmed: false }),
    },
    ['A', 'B'],
  )
  assert.deepEqual(walls.length, 5)
})
