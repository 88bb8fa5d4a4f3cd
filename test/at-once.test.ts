// The first page of a caseload and an entry added are one statement each; the plain ways are transactions of several. Whoever asks, both give
// the same answer and leave the same rows and the same entry in the log; what the short way does not do, it leaves wholly to the plain one.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, NotSignedIn, openPool, type Caller, type NominalId, type Surroundings } from '#platform'
import { caseloadAtOnce } from '../src/nominals/caseload-at-once.store.ts'
import { caseloadThroughAct, onAPage } from '../src/nominals/caseload-reading.ts'
import { addEntryAtOnce, changeFact } from '../src/nominals/fact-change.ts'
import { factKindCalled } from '../src/nominals/fact-kinds.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))
const surroundings = { db, now: () => Temporal.Now.instant() } as Surroundings
const client = `127.0.0.1 at once ${'long '.repeat(50)}`
const callerAs = async (signIn: string): Promise<Caller> => ({
  tokenHash: hashOfToken(await beginApiSession(db, signIn, 'at once')),
  client,
})

const unit = { unit: 'CTWM-NM', counterTerrorism: true } as const
const managed: NominalId[] = []
for (let n = 0; n < 30; n++)
  managed.push(
    await aNominal(owner, {
      names: [{ forenames: `Ann "${n}" \\`, surname: 'O’Neil łódź 😀' }],
      ...unit,
      manager: n < 27 ? 'ctnm-officer' : 'ctnm-supervisor',
      ...(n === 26 ? { excluded: ['ctnm-officer'] } : {}),
      markers: n % 3 === 0 ? ['Violent', 'Weapons'] : [],
    }),
  )
await addFact(owner, managed[0]!, 'custody', {
  place_code: 'HEI',
  place: 'HMP Hewell',
  in_custody: true,
  release_on: '2030-12-05',
})
// Headlines that have turned since they were written, and audiences that are reckoned exactly.
await owner.query(`update nominal_headline set turns_at = now() - interval '1 second' where nominal_id = any($1)`, [
  managed.slice(0, 4),
])
await owner.query(`update nominal_file set steady_until = now() - interval '1 second' where nominal_id = any($1)`, [
  managed.slice(2, 6),
])
await owner.query(
  `update nominal_file set changed_at = date_trunc('second', changed_at) - interval '1 minute' where nominal_id = any($1)`,
  [managed.slice(4, 9)],
)
await owner.query(
  `update nominal_file set changed_at = date_trunc('second', changed_at) + interval '100 milliseconds' where nominal_id = $1`,
  [managed[9]],
)

/** The entries that a session left in the log, without what differs from one to the next. */
const entriesOf = async ({ tokenHash }: Caller): Promise<unknown[]> => {
  const { rows } = await owner.query<{ entry: unknown }>(
    `select json_build_array(to_jsonb(e) - array['id', 'tx', 'at', 'records'], cardinality(e.records),
              (select json_agg(json_build_array(s.ordinal, s.nominal_id, s.access) order by s.ordinal) from audit_subject s where s.entry_id = e.id)) as entry
       from audit_entry e join session s on s.id = e.session_id where s.token_hash = $1 and e.action <> 'session.begun' order by e.at`,
    [tokenHash],
  )
  return rows.map(({ entry }) => entry)
}

for (const [signIn, of, total] of [
  ['ctnm-officer', 'mine', 26],
  ['ctnm-supervisor', 'unit', 30],
  ['ctnm-officer-elsewhere', 'mine', 0],
] as const)
  test(`the caseload of ${signIn}: both ways give the same page and leave the same entry`, async () => {
    const caller = await callerAs(signIn)
    const page = await caseloadAtOnce(db, caller, onAPage)
    const plain = await caseloadThroughAct(db, caller, undefined)
    assert.ok(page && plain.came === 'open')
    assert.deepEqual({ ...page, rows: JSON.parse(page.rows) as unknown }, plain.result)
    assert.deepEqual([page.of, page.total, page.next === null], [of, total, total <= onAPage])
    const [one, other, ...more] = await entriesOf(caller)
    assert.deepEqual(one, other)
    assert.equal(more.length, 0)
  })

test('whoever has no caseload, or is nobody, is left to the plain way, and the short one leaves no entry', async () => {
  const steward = await callerAs('data-steward')
  assert.equal(await caseloadAtOnce(db, steward, onAPage), undefined)
  assert.deepEqual(await entriesOf(steward), [])
  assert.equal((await caseloadThroughAct(db, steward, undefined)).came, 'forbidden')
  const nobody = { tokenHash: 'ab'.repeat(32), client }
  assert.equal(await caseloadAtOnce(db, nobody, onAPage), undefined)
  await assert.rejects(caseloadThroughAct(db, nobody, undefined), NotSignedIn)
  const ended = await callerAs('ctnm-officer')
  await owner.query('update session set ended_at = now() where token_hash = $1', [ended.tokenHash])
  assert.equal(await caseloadAtOnce(db, ended, onAPage), undefined)
  assert.deepEqual(await entriesOf(ended), [])
})

const kind = factKindCalled('entry')!
const said = {
  happenedAt: '2026-11-20T18:40:00Z',
  type: 'reported',
  words: 'Seen at home: \\ "quoted" <b>&amp; łódź 😀',
  marking: 'OFFICIAL',
}
const entries = {
  plain: { kind: 'VISIT', ...said, source: 'A letter', why: 'asked' },
  intelligence: {
    kind: 'INTEL',
    ...said,
    sourceGrade: '2',
    informationGrade: 'B',
    handlingCode: 'C',
    handlingConditions: 'Ask first',
  },
  'held elsewhere': {
    kind: 'HELD-ELSEWHERE',
    happenedAt: said.happenedAt,
    heldElsewhere: 'The desk',
    heldTelephone: '01632 960001',
  },
} as const
const record = managed[0]!
const rowOf = async (id: string): Promise<unknown> =>
  (
    await owner.query<{ row: unknown }>(
      `select to_jsonb(f) - array['id', 'recorded_at'] as row from entry f where f.id = $1`,
      [id],
    )
  ).rows[0]?.row
const timeless = ({ id, current, recordedAt, ...rest }: Readonly<Record<string, unknown>>) => {
  assert.equal(id, current)
  assert.ok(typeof recordedAt === 'string')
  return rest
}

for (const [form, given] of Object.entries(entries))
  test(`an entry (${form}): both ways write the same row, answer alike and leave the same entry in the log`, async () => {
    const caller = await callerAs('ctnm-officer')
    const written = await addEntryAtOnce(surroundings, caller, { nominal: record, kind, given })
    const changed = await changeFact(surroundings, caller, { nominal: record, kind, change: { what: 'add' }, given })
    assert.ok(written && changed.came === 'done')
    const { fact, current } = changed.version
    assert.deepEqual(timeless(JSON.parse(written.body) as Record<string, unknown>), timeless({ ...fact, current }))
    assert.deepEqual(await rowOf(written.id), await rowOf(changed.fact))
    const [one, other, ...more] = await entriesOf(caller)
    assert.deepEqual(one, other)
    assert.equal(more.length, 0)
  })

test('an entry changes when the record was last changed, as it does the plain way', async () => {
  const changedAt = async () =>
    (
      await owner.query<{ at: string }>('select changed_at::text as at from nominal_file where nominal_id = $1', [
        record,
      ])
    ).rows[0]!.at
  await owner.query(`update nominal_file set changed_at = now() - interval '1 day' where nominal_id = $1`, [record])
  const before = await changedAt()
  assert.ok(
    await addEntryAtOnce(surroundings, await callerAs('ctnm-officer'), { nominal: record, kind, given: entries.plain }),
  )
  assert.notEqual(await changedAt(), before)
})

test('what is not to be written is left to the plain way, and nothing is written or logged', async () => {
  const summary = await aNominal(owner, { names: [{ forenames: 'A', surname: 'B' }], unit: '22-PPU' })
  const contact = await aNominal(owner, {
    names: [{ forenames: 'A', surname: 'B' }],
    unit: 'CTNW-NM',
    counterTerrorism: true,
  })
  const count = async () => (await owner.query<{ n: number }>('select count(*)::int as n from entry')).rows[0]!.n
  const before = await count()
  const officer = await callerAs('ctnm-officer')
  const once = {
    ...officer,
    idempotency: { key: 'k', asked: '', claim: newId(), isDone: false, done: () => undefined },
  }
  const given = entries.plain
  for (const [caller, nominal, body] of [
    [officer, summary, given],
    [officer, contact, given],
    [officer, managed[26]!, given], // excluded from it
    [officer, newId<NominalId>(), given],
    [officer, record, { ...given, words: '' }],
    [officer, record, { ...given, words: 'SECRET' }],
    [once, record, given],
    [await callerAs('data-steward'), record, given],
    [{ tokenHash: 'ab'.repeat(32), client }, record, given],
  ] as const) {
    assert.equal(await addEntryAtOnce(surroundings, caller, { nominal, kind, given: body }), undefined)
    assert.deepEqual(await entriesOf(caller), [])
  }
  assert.equal(
    await addEntryAtOnce(surroundings, officer, {
      nominal: record,
      kind: factKindCalled('language')!,
      given: { language: 'Welsh' },
    }),
    undefined,
  )
  assert.equal(await count(), before)
})

test('either way keeps a session alive', async () => {
  const ways: readonly ((caller: Caller) => Promise<unknown>)[] = [
    caller => caseloadAtOnce(db, caller, onAPage),
    caller => caseloadThroughAct(db, caller, undefined),
    caller => addEntryAtOnce(surroundings, caller, { nominal: record, kind, given: entries.plain }),
  ]
  for (const way of ways) {
    const caller = await callerAs('ctnm-officer')
    await owner.query(
      `update session set kind = 'browser', seen_at = now() - interval '5 minutes' where token_hash = $1`,
      [caller.tokenHash],
    )
    await way(caller)
    const { rows } = await owner.query<{ fresh: boolean }>(
      `select seen_at > now() - interval '1 minute' as fresh from session where token_hash = $1`,
      [caller.tokenHash],
    )
    assert.ok(rows[0]!.fresh)
  }
})

test('where the entry in the log cannot be written, nothing is shown and nothing added, by neither way', async () => {
  const caller = await callerAs('ctnm-officer')
  const count = async () => (await owner.query<{ n: number }>('select count(*)::int as n from entry')).rows[0]!.n
  const before = await count()
  await owner.query(`alter table audit_entry add constraint full_disk check (client not like '%at once%') not valid`)
  try {
    await assert.rejects(caseloadAtOnce(db, caller, onAPage), /full_disk/)
    await assert.rejects(caseloadThroughAct(db, caller, undefined), /full_disk/)
    const asked = { nominal: record, kind, given: entries.plain }
    await assert.rejects(addEntryAtOnce(surroundings, caller, asked), /full_disk/)
    await assert.rejects(changeFact(surroundings, caller, { ...asked, change: { what: 'add' } }), /full_disk/)
  } finally {
    await owner.query('alter table audit_entry drop constraint full_disk')
  }
  assert.equal(await count(), before)
})

test('the short ways are no doors: they run as whoever asks, under row security', async () => {
  const { rows } = await owner.query<{ definers: number }>(
    `select count(*) filter (where prosecdef)::int as definers from pg_proc where proname in ('list_caseload', 'add_entry') having count(*) = 2`,
  )
  assert.deepEqual(rows, [{ definers: 0 }])
})
