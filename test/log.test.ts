// The log: an entry is written with what it describes or neither is, in nobody else's name, and its canonical JSON is what a proof
// can later stand on (RFC 8785, here held against a library that knows nothing of ours).
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import canonicalize from 'canonicalize'
import pg from 'pg'
import { beginApiSession } from '#access'
import { lookAt, lookAtThroughAct } from '#nominals'
import { act, hashOfToken, newId, openPool, type AuditEntry, type Caller, type NominalId } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
const app = new pg.Client(database.appUrl)
await owner.connect()
await app.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), app.end(), db.close()]))

const caller: Caller = {
  tokenHash: hashOfToken(await beginApiSession(db, 'ctnm-officer', 'log')),
  client: '127.0.0.1 a "client" with \\ and é',
}
const nominal = await aNominal(owner, {
  names: [{ forenames: 'Walter', surname: 'Ratcliffe' }],
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
})
const entries = async (): Promise<number> =>
  (await owner.query<{ n: number }>('select count(*)::int as n from audit_entry')).rows[0]!.n
let before = 0
beforeEach(async () => {
  before = await entries()
})

/** Looks that leave their entry, each by another way. */
const ways = {
  consult: () => lookAt(db, caller, nominal, ['names']),
  act: () => lookAtThroughAct(db, caller, nominal, ['names']),
}

for (const [way, look] of Object.entries(ways)) {
  test(`a look through ${way} is in the log when it is answered`, async () => {
    assert.equal((await look()).access, 'full')
    assert.equal(await entries(), before + 1)
  })

  for (const table of ['audit_entry', 'audit_subject'])
    test(`a look through ${way} fails when its entry cannot be written to ${table}, and tells nothing`, async () => {
      await owner.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'full disk'; end $$;
        create trigger refuse before insert on ${table} for each row execute function refuse()`)
      try {
        await assert.rejects(look(), /full disk/)
        assert.equal(await entries(), before)
      } finally {
        await owner.query(`drop trigger refuse on ${table}; drop function refuse()`)
      }
    })
}

test('what a change wrote is undone when its entry is refused', async () => {
  const unwritable: AuditEntry = { action: 'Not an action' }
  await assert.rejects(
    act(db, caller, async () => ({ result: 1, audit: unwritable })),
    /audit_entry_action_check/,
  )
  assert.equal(await entries(), before)
})

const odd = 'tab\t line\n quote" back\\ slash/ nul-less \u0001 \u007f é ł 😀 \u2028'
const oddEntry: AuditEntry = {
  action: 'nominal.viewed',
  outcome: 'done',
  subjects: [
    { nominal, access: 'full' },
    { nominal: newId<NominalId>(), access: 'none' },
  ],
  records: [newId(), newId()],
  fieldGroups: ['headline', odd],
  purpose: { code: 'visit', words: odd },
  recipients: [odd, 'second'],
}

for (const [name, entry] of [
  ['with everything in it', oddEntry],
  ['with next to nothing in it', { action: 'home.viewed' } satisfies AuditEntry],
] as const)
  test(`the leaf of an entry ${name} is canonical JSON and tells the entry whole`, async () => {
    await act(db, caller, async () => ({ result: undefined, audit: entry }))
    const { rows } = await owner.query<{ leaf: string; id: string; at: string }>(
      `select audit_leaf(e) as leaf, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from audit_entry e order by tx desc, id desc limit 1`,
    )
    const { leaf, id, at } = rows[0]!
    const told = JSON.parse(leaf) as Record<string, unknown>
    assert.equal(leaf, canonicalize(told))
    const given: AuditEntry = entry
    assert.deepEqual(
      { ...told, officer: 'o', agency: 'a', unit: 'u', session: 's' },
      {
        action: given.action,
        agency: 'a',
        at,
        client: caller.client,
        fieldGroups: given.fieldGroups ?? [],
        id,
        officer: 'o',
        onBehalfOf: null,
        outcome: 'done',
        purposeCode: given.purpose?.code ?? null,
        purposeWords: given.purpose?.words ?? null,
        recipients: given.recipients ?? [],
        records: given.records ?? [],
        role: 'officer',
        session: 's',
        subjects: given.subjects ?? [],
        unit: 'u',
      },
    )
    for (const key of ['officer', 'agency', 'unit', 'session']) assert.match(String(told[key]), /^[0-9a-f-]{36}$/)
  })

test('nobody writes in another’s name', async () => {
  await app.query('begin')
  await app.query('select enter($1)', [caller.tokenHash])
  const other = (await owner.query<{ id: string }>(`select id from officer where subject = 'ctnm-supervisor'`)).rows[0]!
    .id
  await assert.rejects(
    app.query(`insert into audit_entry (id, officer_id, action, outcome) values ($1, $2, 'nominal.viewed', 'done')`, [
      newId(),
      other,
    ]),
    /row-level security/,
  )
  await app.query('rollback')
})

test('a subject added afterwards is no part of the entry', async () => {
  await lookAt(db, caller, nominal, [])
  const newest = `select e.id, e.at, audit_leaf(e) as leaf from audit_entry e order by tx desc, id desc limit 1`
  const { rows } = await owner.query<{ id: string; at: Date; leaf: string }>(newest)
  await app.query(
    `insert into audit_subject (entry_id, at, ordinal, nominal_id, access) select $1, $2::timestamptz, 2, $3, 'full'`,
    [rows[0]!.id, (JSON.parse(rows[0]!.leaf) as { at: string }).at, newId()],
  )
  assert.equal((await owner.query<{ leaf: string }>(newest)).rows[0]!.leaf, rows[0]!.leaf)
  await assert.rejects(
    app.query(
      `insert into audit_subject (entry_id, at, ordinal, nominal_id, access, tx) values ($1, now(), 1, $1, 'full', '5')`,
      [newId()],
    ),
    /permission denied/,
  )
})

test('an entry of a month that was not made ready is kept all the same, and months are made once', async () => {
  await owner.query(
    `insert into audit_entry (id, at, action, outcome) values ($1, '2001-02-03', 'nominal.viewed', 'done')`,
    [newId()],
  )
  await app.query('select prepare_audit_months(3), prepare_audit_months(3)')
  const { rows } = await owner.query<{ part: string }>(
    `select tableoid::regclass::text as part from audit_entry where at < '2002-01-01' union all
     select tableoid::regclass::text from (select tableoid from audit_entry where at > now() - interval '1 hour' limit 1) t`,
  )
  assert.equal(rows[0]!.part, 'audit_entry_other')
  assert.match(rows[1]!.part, /^audit_entry_\d{4}_\d{2}$/)
})

test('row security is forced on every table that holds anything about a person', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
        and c.relname not in (
          -- the world that officers work in, and what Concord keeps of itself: nothing here is about a nominal
          'agency', 'area', 'duty_desk', 'duty_shift', 'installation', 'local_contact_post', 'officer', 'post', 'post_holding', 'provider_key', 'provider_state', 'region', 'role_held',
          'schema_file', 'schema_order', 'schema_order_lock', 'sign_in_attempt', 'training', 'unit', 'vetting', 'vetting_level')
      order by 1`,
  )
  assert.deepEqual(rows, [])
})
