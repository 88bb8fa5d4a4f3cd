// Partners read in full; what they write is agreed. Who leads, the unit and the MAPPA arrangement are independent of them and of one another.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, openPool, type NominalId } from '#platform'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const token = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'partners'))
  tokens.set(signIn, token)
  return token
}
type Answered = {
  readonly access: string
  readonly partners: readonly { readonly id: string; readonly access: string }[]
  readonly errors: readonly { readonly field: string }[]
}
const asked = async (signIn: string, method: string, at: string, body?: unknown, more = {}) => {
  const answer = await fetch(`${address}/api/v1/nominals/${at}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json', ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status: answer.status,
    tag: answer.headers.get('etag') ?? '',
    body: (await answer.json()) as Answered & { id: string },
  }
}
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const mercia = await idOf(`select id from unit where code = '22-PPU'`)

let n = 0
const somebody = () =>
  aNominal(owner, {
    names: [{ forenames: `Ferdinand${(n += 1)}`, surname: 'Ackerley-Voss' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  })
const join = (nominal: NominalId, access: string, more = {}, as = 'ctnm-officer') =>
  asked(as, 'POST', `${nominal}/partners`, {
    unit: mercia,
    officer: 'PC Joanne Merrick',
    access,
    until: '2028-03-31',
    why: 'Visits the address for the force',
    ...more,
  })
const language = { language: 'Welsh', interpreter: 'no' }
const disclosure = { purpose: 'court', why: 'Hearing', recipient: 'A clerk', parts: ['identity'] }

for (const [access, adds, discloses] of [
  ['full', 201, 201],
  ['contribute', 201, 403],
  ['read', 403, 403],
] as const)
  test(`${access}: reads in full; an entry of its own is answered ${adds}, a copy ${discloses}, another’s fact is not corrected`, async () => {
    const person = await somebody()
    assert.equal((await asked('force-officer', 'GET', person)).body.access, 'contact')
    const joined = await join(person, access)
    assert.equal(joined.status, 200, JSON.stringify(joined.body))
    assert.equal(joined.body.partners[0]!.access, access)
    assert.equal((await asked('force-officer', 'GET', person)).body.access, 'full')
    assert.equal((await asked('force-officer', 'POST', `${person}/facts/language`, language)).status, adds)
    assert.equal((await asked('force-officer', 'POST', `${person}/disclosures`, disclosure)).status, discloses)
    const theirs = await asked('ctnm-officer', 'POST', `${person}/facts/language`, language)
    const corrected = await asked('force-officer', 'PUT', `${person}/facts/language/${theirs.body.id}`, language, {
      'if-match': theirs.tag,
    })
    assert.ok(corrected.status === 403 || corrected.status === 422, String(corrected.status))
    const ended = await asked('ctnm-officer', 'POST', `${person}/partners/${joined.body.partners[0]!.id}/end`, {})
    assert.equal(ended.status, 200, JSON.stringify(ended.body))
    assert.equal((await asked('force-officer', 'GET', person)).body.access, 'contact')
    const waiting = await owner.query(
      `select from task where kind = 'partner.joined' and subject_id = $1 and closed_at is null`,
      [joined.body.partners[0]!.id],
    )
    assert.equal(waiting.rowCount, 0, 'nothing more is asked of whoever has left')
  })

test('the best of several grounds counts: who is named besides writes, whatever the partnership says', async () => {
  const person = await somebody()
  await join(person, 'read')
  const officer = await idOf(`select id from officer where subject = 'force-officer'`)
  await addFact(owner, person, 'assignment', { officer_id: officer, kind: 'named', during: '[2020-01-01,)' })
  assert.equal((await asked('force-officer', 'POST', `${person}/facts/language`, language)).status, 201)
})

test('round the rule: row security refuses what a partner that reads writes, and a copy by one that contributes', async () => {
  const person = await somebody()
  await join(person, 'read')
  const write = async (statement: string): Promise<void> => {
    const client = new pg.Client(database.appUrl)
    await client.connect()
    try {
      await client.query('begin')
      await client.query('select enter($1)', [hashOfToken(await tokenOf('force-officer'))])
      await client.query('select open_records(array[$1::uuid])', [person])
      await client.query(statement, [person])
      await client.query('rollback')
    } finally {
      await client.end()
    }
  }
  const mine = `current_setting('app.officer')::uuid, current_setting('app.agency')::uuid`
  const fact = `insert into language (id, nominal_id, recorded_by, agency_id, source_kind, language) values (gen_random_uuid(), $1, ${mine}, 'officer', 'Welsh')`
  const copy = `insert into disclosure (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out)
    values (gen_random_uuid(), $1, ${mine}, 'court', 'x', 'x', current_date + 30, '{identity}', 'OFFICIAL-SENSITIVE', 0)`
  await assert.rejects(write(fact), /row-level security/)
  await assert.rejects(write(copy), /row-level security/)
  await assert.rejects(write(`update partner set access = 'full' where nominal_id = $1`), /permission denied/)
  await assert.rejects(
    write(
      `select join_partner(gen_random_uuid(), $1, (select id from unit where code = 'HEI'), null, 'full', now() + interval '9 days', '')`,
    ),
    (error: unknown) => (error as { code?: string }).code === 'CC403',
  )
  await owner.query(`update partner set access = 'contribute' where nominal_id = $1`, [person])
  await write(fact)
  await assert.rejects(write(copy), /row-level security/)
})

test('every reason at once, and only whoever answers for the record lets partners join', async () => {
  const person = await somebody()
  const { status, body } = await join(person, 'all', { unit: 'x', until: '1 1 2020', why: '' })
  assert.equal(status, 422)
  assert.deepEqual(body.errors.map(({ field }) => field).toSorted(), ['access', 'unit', 'until', 'why'])
  assert.equal((await join(person, 'read', {}, 'ctnm-officer-elsewhere')).status, 404)
  assert.equal((await join(person, 'read')).status, 200)
  assert.equal((await join(person, 'full')).status, 422)
})

test('lead, partners and arrangement are independent of one another: one changes, the others stay', async () => {
  const person = await somebody()
  await join(person, 'contribute')
  const area = await idOf(
    `select a.code as id from area a where exists (select from unit u join agency g on g.id = u.agency_id where u.area = a.code and g.kind = 'counter-terrorism') limit 1`,
  )
  const standing = async () =>
    (
      await owner.query<Record<string, string>>(
        `select (select unit_id::text from ownership o where o.nominal_id = $1 and now() <@ o.during) as lead,
                (select string_agg(unit_id::text || access, ',') from partner p where p.nominal_id = $1 and now() <@ p.during) as partners,
                (select string_agg(area, ',') from arrangement a where a.nominal_id = $1 and now() <@ a.during) as area`,
        [person],
      )
    ).rows[0]!
  const before = await standing()
  await addFact(owner, person, 'arrangement', { area, level: 2, during: '[2020-01-01,)' })
  const arranged = await standing()
  assert.deepEqual({ ...arranged, area: null }, { ...before, area: null })
  assert.equal(arranged['area'], area)
  const north = await idOf(`select id from unit where code = 'CTNW-NM'`)
  const officer = await idOf(`select id from officer where subject = 'ctnm-officer'`)
  await owner.query(`select change_hands($1, $2, null, $3, (select agency_id from officer where id = $3), 'x')`, [
    person,
    north,
    officer,
  ])
  const handed = await standing()
  assert.deepEqual(handed, { ...arranged, lead: north })
  await owner.query(`update partner set during = tstzrange(lower(during), now()) where nominal_id = $1`, [person])
  assert.deepEqual(await standing(), { ...handed, partners: null })
})
