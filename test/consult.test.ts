// The hottest look is one statement; the plain one is a transaction of several. Whatever a record and whoever asks, both give the
// same answer and leave the same entry in the log. And what they answer holds nothing that the allow-list does not name.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { lookAt, lookAtThroughAct, recordSections, type RecordSection } from '#nominals'
import { hashOfToken, newId, NotSignedIn, openPool, type Caller, type NominalId } from '#platform'
import { factKinds } from '../src/nominals/fact-kinds.ts'
import { endOfDay } from '../src/nominals/chronology-question.ts'
import { readFact } from '../src/nominals/fact-reading.ts'
import { NominalRecord } from '../src/nominals/record.answer.ts'
import { factExamples } from './support/fact-examples.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const callerAs = async (signIn: string): Promise<Caller> => ({
  tokenHash: hashOfToken(await beginApiSession(db, signIn, 'consult')),
  client: `127.0.0.1 consult ${'long '.repeat(50)}`,
})

const person = {
  names: [
    { forenames: 'WALTER BILLY', surname: 'RATCLIFFE' },
    { forenames: 'Billy "the Kid"', surname: 'O’Neil\nSmith' },
  ],
  bornOn: '1982-07-03',
  numbers: [
    ['pnc', '2002/0073319Z'],
    ['cro', 'nonsense'],
  ],
  markers: ['Violent', 'Weapons'],
  address: '1 Mill Lane',
  entries: Array.from({ length: 25 }, (_, n) => ({
    happenedAt: `2026-0${1 + (n % 9)}-11T10:00:00Z`,
    words: `Visit ${n}: \\ "quoted" <b>&amp; łódź 😀`,
  })),
} as const
const mine = await aNominal(owner, { ...person, unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' })
for (const [table, values] of [
  ['sex', { code: 'M' }],
  ['nationality', { code: 'GBR', during: '[2001-02-03,2004-05-06)' }],
  ['court_order', { kind: 'SHPO', words: 'Order', court: 'Crown Court at Derby', during: '[2020-01-01,2030-01-01)' }],
  ['registration', { scheme: 'delius', code: 'RTAO', words: 'Terrorism Act offender' }],
  ['custody', { place_code: 'HEI', place: 'HMP Hewell', in_custody: true, release_on: '2026-12-05' }],
  ['statement', { kind: 'register status', words: 'ACTIVE' }],
] as const)
  await addFact(owner, mine, table, values)
// One of every kind that people write, with its source an officer.
const today = Temporal.PlainDate.from('2026-11-23')
for (const kind of factKinds) {
  const read = readFact(kind, factExamples[kind.kind]!, endOfDay(today))
  assert.ok(read.agreed, JSON.stringify(read))
  const { columns, during } = read.outcome
  await addFact(owner, mine, kind.table, { ...columns, ...(during === null ? {} : { during }), source_kind: 'officer' })
}
const unitOf = async (code: string): Promise<string> =>
  (await owner.query<{ id: string }>('select id from unit where code = $1', [code])).rows[0]!.id
const officerCalled = async (signIn: string): Promise<string> =>
  (await owner.query<{ id: string }>('select id from officer where subject = $1', [signIn])).rows[0]!.id
await addFact(owner, mine, 'assignment', { officer_id: await officerCalled('ctnm-supervisor'), kind: 'responsible' })
await addFact(owner, mine, 'partner', { unit_id: await unitOf('22-PPU') })
await addFact(owner, mine, 'arrangement', {
  area: (await owner.query<{ code: string }>('select code from area order by 1 limit 1')).rows[0]!.code,
  level: 2,
})

const cases: Readonly<Record<string, NominalId>> = {
  full: mine,
  summary: await aNominal(owner, { ...person, unit: '22-PPU' }),
  contact: await aNominal(owner, { ...person, unit: 'CTNW-NM', counterTerrorism: true }),
  none: await aNominal(owner, { ...person, unit: '22-PPU', excluded: ['ctnm-officer'] }),
  'none, for want of a basis': await aNominal(owner, { ...person, unit: '22-PPU', confirmed: false }),
  'what does not exist': newId<NominalId>(),
}
const expected = (name: string) => (/^(full|summary|contact)$/.test(name) ? name : 'none')

/** The entries that looks of one session left, without what differs from look to look. */
const entriesOf = async ({ tokenHash }: Caller): Promise<unknown[]> => {
  const { rows } = await owner.query<{ entry: unknown }>(
    `select json_build_array(to_jsonb(e) - array['id', 'tx', 'at'],
              (select json_agg(json_build_array(s.ordinal, s.nominal_id, s.access) order by s.ordinal) from audit_subject s where s.entry_id = e.id)) as entry
       from audit_entry e join session s on s.id = e.session_id where s.token_hash = $1 and e.action <> 'session.begun' order by e.at`,
    [tokenHash],
  )
  return rows.map(({ entry }) => entry)
}

const bothLook = async (
  caller: Caller,
  nominal: NominalId,
  sections: readonly RecordSection[],
): Promise<{ readonly access: string; readonly body: string | null }> => {
  const hot = await lookAt(db, caller, nominal, sections)
  const { access, body } = await lookAtThroughAct(db, caller, nominal, sections)
  assert.deepEqual(hot, { access, body })
  return hot
}

const wanted: readonly (readonly RecordSection[])[] = [[], ['names', 'addresses', 'markers', 'entries'], recordSections]

const compare = (how: string) => {
  for (const [name, nominal] of Object.entries(cases))
    test(`${name}${how}: both looks give the same answer and leave the same entry`, async () => {
      const caller = await callerAs('ctnm-officer')
      for (const sections of wanted) {
        const { access, body } = await bothLook(caller, nominal, sections)
        assert.equal(access, expected(name))
        assert.equal(body === null, access === 'none')
        if (body !== null) NominalRecord.parse(JSON.parse(body))
      }
      const entries = await entriesOf(caller)
      assert.equal(entries.length, 2 * wanted.length)
      for (let at = 0; at < entries.length; at += 2) assert.deepEqual(entries[at], entries[at + 1])
    })
}

compare('')

test('a full record with every section has facts of every kind in it, so that the allow-list is held against all of them', async () => {
  const { body } = await lookAt(db, await callerAs('ctnm-officer'), mine, recordSections)
  const record = JSON.parse(body!) as Record<string, object> & { readonly hands: Record<string, object> }
  for (const section of recordSections) assert.ok(Object.keys(record[section]!).length > 0, section)
  for (const [hand, facts] of Object.entries(record.hands)) assert.ok(Object.keys(facts).length > 0, hand)
  assert.equal(Object.keys(record['entries']!).length, 20)
})

test('what holds nothing is asked first where many sections are wanted, and changes no answer: few at a time say the same', async () => {
  const caller = await callerAs('ctnm-officer')
  const bare = await aNominal(owner, {
    names: [{ forenames: 'Ada', surname: 'Fell' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
  for (const nominal of [mine, bare]) {
    const { body } = await bothLook(caller, nominal, recordSections)
    const pieces: object[] = []
    for (let at = 0; at < recordSections.length; at += 8)
      pieces.push(
        JSON.parse((await bothLook(caller, nominal, recordSections.slice(at, at + 8))).body!) as Record<
          string,
          unknown
        >,
      )
    assert.deepEqual(JSON.parse(body!), Object.assign({}, ...pieces))
  }
})

test('what a record holds is told of one that is open, and of no other', async () => {
  const client = new pg.Client(database.appUrl)
  await client.connect()
  try {
    const held = async (): Promise<unknown> => (await client.query('select sections_held($1) as held', [mine])).rows[0]
    await client.query('begin')
    assert.deepEqual(await held(), { held: '-1' })
    await client.query('select enter($1)', [(await callerAs('ctnm-officer')).tokenHash])
    assert.deepEqual(await held(), { held: '-1' })
    await client.query('select open_record($1)', [mine])
    assert.notDeepEqual(await held(), { held: '-1' })
    await client.query('rollback')
  } finally {
    await client.end()
  }
})

test('a grant has begun or ended since the audiences were written, so that they are reckoned exactly', async () => {
  for (const table of ['nominal', 'nominal_headline', 'nominal_file'])
    await owner.query(`update ${table} set steady_until = now() - interval '1 second'`)
})
compare(', reckoned exactly')

test('what is none is in no way told from what does not exist', async () => {
  const caller = await callerAs('ctnm-officer')
  await bothLook(caller, cases['none']!, recordSections)
  await bothLook(caller, cases['what does not exist']!, recordSections)
  const [none, , absent] = (await entriesOf(caller)) as [object, number[]][]
  assert.deepEqual(none![0], absent![0])
})

const refused = async (caller: Caller): Promise<void> => {
  await assert.rejects(lookAt(db, caller, mine, ['names']), NotSignedIn)
  await assert.rejects(lookAtThroughAct(db, caller, mine, ['names']), NotSignedIn)
  assert.deepEqual(await entriesOf(caller), [])
}

test('a session that has ended sees nothing, by neither look', async () => {
  const caller = await callerAs('ctnm-officer')
  await owner.query('update session set ended_at = now() where token_hash = $1', [caller.tokenHash])
  await refused(caller)
})

test('a browser’s session idle for 15 minutes sees nothing, by neither look', async () => {
  const caller = await callerAs('ctnm-officer')
  await owner.query(
    `update session set kind = 'browser', seen_at = now() - interval '901 seconds' where token_hash = $1`,
    [caller.tokenHash],
  )
  await refused(caller)
})

test('nobody’s token sees nothing, by neither look', () => refused({ tokenHash: 'ab'.repeat(32), client: '' }))

test('either look keeps a session alive', async () => {
  for (const look of [lookAt, lookAtThroughAct]) {
    const caller = await callerAs('ctnm-officer')
    await owner.query(
      `update session set kind = 'browser', seen_at = now() - interval '5 minutes' where token_hash = $1`,
      [caller.tokenHash],
    )
    await look(db, caller, mine, ['names'])
    const { rows } = await owner.query<{ fresh: boolean }>(
      `select seen_at > now() - interval '1 minute' as fresh from session where token_hash = $1`,
      [caller.tokenHash],
    )
    assert.ok(rows[0]!.fresh)
  }
})

test('where the entry cannot be written there is no look, by neither way', async () => {
  const caller = await callerAs('ctnm-officer')
  await owner.query(`alter table audit_entry add constraint full_disk check (client not like '%consult%') not valid`)
  try {
    await assert.rejects(lookAt(db, caller, mine, ['names']), /full_disk/)
    await assert.rejects(lookAtThroughAct(db, caller, mine, ['names']), /full_disk/)
  } finally {
    await owner.query('alter table audit_entry drop constraint full_disk')
  }
})
