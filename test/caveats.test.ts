// Handling caveats of an entry: chosen in a form without script and by a program, shown wherever the entry is, found by, never dropped in
// silence, and borne by whatever is made of it. What the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { caveatsOfAll, droppedCaveats } from '../src/nominals/marking.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const aRecord = () =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
  })
const token = await beginApiSession(db, 'ctnm-officer', 'caveats')
const officer = visitor(address)
await officer.signIn('ctnm-officer')

const ask = async (method: string, path: string, body?: unknown, ifMatch?: string) => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status: reply.status,
    etag: reply.headers.get('etag') ?? '',
    body: (await reply.json()) as Record<string, unknown>,
  }
}
const visit = {
  kind: 'VISIT',
  happenedAt: '2026-11-20 18:40',
  type: 'fact',
  words: 'Letter handed over.',
  marking: 'OFFICIAL',
}
const add = (nominal: NominalId, more: object = {}) =>
  ask('POST', `/api/v1/nominals/${nominal}/facts/entry`, { ...visit, ...more })
type Page = {
  total: number
  markings: { code: string; count: number }[]
  caveats: { code: string; count: number }[]
  entries: { words: string; caveats: string[] }[]
}
const chronology = async (nominal: NominalId, query = ''): Promise<Page> =>
  (await ask('GET', `/api/v1/nominals/${nominal}/entries${query}`)).body as never
const inSql = (nominal: NominalId, statement: (me: string, agency: string) => ReturnType<typeof sql>) =>
  act(db, { tokenHash: hashOfToken(token), client: 'test' }, async (tx, actor) => {
    await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
    await statement(actor.officer, actor.agency).execute(tx)
    return { result: null, audit: { action: 'test.done' } }
  })

test('what parts bear goes on once, in the order of the list, and what is taken away is said', () => {
  const parts = [{ caveats: ['OLD', 'LEGAL'] }, { caveats: ['PERSONAL', 'LEGAL'] }, { caveats: [] }]
  assert.deepEqual(caveatsOfAll(parts), ['PERSONAL', 'LEGAL', 'OLD'])
  assert.deepEqual(droppedCaveats(['LEGAL', 'OLD'], ['OLD']), ['Legally privileged'])
})

test('an officer chooses caveats without script; the entry, its page, its history and the record say them', async () => {
  const nominal = await aRecord()
  const at = `/nominals/${nominal}/facts/entry`
  assert.match(await (await officer.get(`${at}/new`)).text(), /type="checkbox" value="NOT-TO-SUBJECT"/)
  const refused = await officer.post(at, { ...visit, words: '', caveats: 'LEGAL' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /value="LEGAL" checked/)
  assert.equal((await officer.post(at, { ...visit, caveats: 'LEGAL' })).status, 303)
  const added = await add(nominal, { caveats: ['NOT-TO-SUBJECT', 'PERSONAL'] })
  assert.deepEqual(added.body['caveats'], ['PERSONAL', 'NOT-TO-SUBJECT'])
  for (const path of [`/nominals/${nominal}`, `/nominals/${nominal}/chronology`, `/nominals/${nominal}/history`]) {
    const page = await (await officer.get(path)).text()
    assert.match(page, /Legally privileged/, path)
    assert.match(page, /Not to be shown to the person or their representatives/, path)
  }
  const form = await (await officer.get(`${at}/${added.body['id'] as string}/correction`)).text()
  assert.match(form, /value="PERSONAL" checked/)
  assert.doesNotMatch(form, /value="LEGAL" checked/)
  const record = (await ask('GET', `/api/v1/nominals/${nominal}?sections=entries`)).body as { entries: Page['entries'] }
  assert.deepEqual(record.entries.map(({ caveats }) => caveats.join()).toSorted(), ['LEGAL', 'PERSONAL,NOT-TO-SUBJECT'])
})

test('a caveat that is no caveat is refused, and one is not taken away in silence', async () => {
  const nominal = await aRecord()
  for (const caveats of [['EYES-ONLY'], [1], 'EYES-ONLY', ['LEGAL', 'eyes']])
    assert.equal((await add(nominal, { caveats })).status, caveats[0] === 1 ? 400 : 422)
  const added = await add(nominal, { caveats: ['LEGAL', 'PERSONAL'] })
  const id = added.body['id'] as string
  const at = `/api/v1/nominals/${nominal}/facts/entry/${id}`
  const silent = await ask('PUT', at, { ...visit, caveats: ['PERSONAL'] }, added.etag)
  assert.equal(silent.status, 422)
  assert.match(JSON.stringify(silent.body), /Say why “Legally privileged” no longer holds/)
  await assert.rejects(
    inSql(
      nominal,
      (
        me,
        agency,
      ) => sql`insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words, supersedes, caveats)
        values (${newId()}, ${nominal}, ${me}, ${agency}, 'officer', now(), 'VISIT', 'Visit', 'fact', 'Again.', ${id}, '{PERSONAL}')`,
    ),
    /not taken away without saying why/,
  )
  const said = await ask('PUT', at, { ...visit, caveats: ['PERSONAL'], why: 'The privilege was waived.' }, added.etag)
  assert.equal(said.status, 200, JSON.stringify(said.body))
  const page = await (await officer.get(`/nominals/${nominal}/chronology`)).text()
  assert.match(page, /Caveat taken away: Legally privileged/)
  for (const caveats of ['{a}', '{NULL}', '{A,B,C,D,E,F,G}'])
    await assert.rejects(
      inSql(
        nominal,
        (
          me,
          agency,
        ) => sql`insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words, caveats)
          values (${newId()}, ${nominal}, ${me}, ${agency}, 'officer', now(), 'VISIT', 'Visit', 'fact', 'Again.', ${caveats})`,
      ),
      /check constraint/,
    )
})

test('the chronology is asked by marking and by caveat, of the version that stands, and counts each under the other filters', async () => {
  const nominal = await aRecord()
  const first = await add(nominal, { words: 'One.', caveats: ['LEGAL'] })
  await add(nominal, { words: 'Two.', marking: 'OFFICIAL-SENSITIVE', caveats: ['LEGAL', 'PERSONAL'] })
  await add(nominal, { words: 'Three.', kind: 'CONTACT' })
  await ask(
    'PUT',
    `/api/v1/nominals/${nominal}/facts/entry/${first.body['id'] as string}`,
    { ...visit, words: 'One.', marking: 'OFFICIAL-SENSITIVE', caveats: ['ASK-ORIGINATOR'], why: 'It was theirs.' },
    first.etag,
  )
  const all = await chronology(nominal)
  assert.deepEqual(all.markings, [
    { code: 'OFFICIAL', count: 1 },
    { code: 'OFFICIAL-SENSITIVE', count: 2 },
  ])
  assert.deepEqual(all.caveats, [
    { code: 'ASK-ORIGINATOR', count: 1 },
    { code: 'LEGAL', count: 1 },
    { code: 'PERSONAL', count: 1 },
  ])
  const words = async (query: string) => (await chronology(nominal, query)).entries.map(entry => entry.words).toSorted()
  assert.deepEqual(await words('?marking=OFFICIAL'), ['Three.'])
  assert.deepEqual(await words('?caveat=ASK-ORIGINATOR'), ['One.'])
  assert.deepEqual(await words('?caveat=ASK-ORIGINATOR,PERSONAL'), ['One.', 'Two.'])
  assert.deepEqual(await words('?caveat=PERSONAL&marking=OFFICIAL'), [])
  assert.deepEqual((await chronology(nominal, '?caveat=PERSONAL&marking=OFFICIAL')).markings, [
    { code: 'OFFICIAL-SENSITIVE', count: 1 },
  ])
  assert.equal((await ask('GET', `/api/v1/nominals/${nominal}/entries?caveat=${'X'.repeat(70)}`)).status, 400)
  const page = await (await officer.get(`/nominals/${nominal}/chronology?caveat=LEGAL`)).text()
  assert.match(page, /aria-label="Handling caveats"/)
  assert.match(page, /aria-current="true">Legally privileged <span class="chips__count">1</)
  assert.match(page, /1 of 3 entries/)
  assert.match(page, /<input type="hidden" name="caveat" value="LEGAL">/)
})

test('a disclosure bears every caveat of its parts, on paper and for programs, and the database holds it to that', async () => {
  const nominal = await aRecord()
  await add(nominal, { caveats: ['LEGAL'] })
  const asked = {
    purpose: 'mappa-meeting',
    why: 'Level 2 meeting',
    recipient: 'A. Quillfeather, housing lead',
    parts: ['chronology'],
  }
  const made = await ask('POST', `/api/v1/nominals/${nominal}/disclosures`, asked)
  assert.deepEqual(made.body['caveats'], ['LEGAL'])
  const page = await (await officer.get(`/nominals/${nominal}/disclosures/${made.body['id'] as string}`)).text()
  assert.match(page, /disclosure__caveats">Legally privileged</)
  const without = (marking: string, caveats: string, parts = '{chronology}') =>
    inSql(
      nominal,
      (
        me,
        agency,
      ) => sql`insert into disclosure (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out, caveats)
        values (${newId()}, ${nominal}, ${me}, ${agency}, 'court', 'x', 'x', current_date + 9, ${parts}, ${marking}, 0, ${caveats})`,
    )
  await assert.rejects(without('OFFICIAL-SENSITIVE', '{}'), /every caveat of its parts/)
  await assert.rejects(without('OFFICIAL', '{LEGAL}'), /at least OFFICIAL-SENSITIVE/)
  await without('OFFICIAL-SENSITIVE', '{}', '{places}')
  await without('OFFICIAL-SENSITIVE', '{LEGAL,PERSONAL}')
})
