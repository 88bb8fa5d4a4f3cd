// The page of a record at every access, and the caseload on the first page, for somebody signed in with a browser.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool, type NominalId } from '#platform'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())

const person = {
  names: [
    { forenames: 'WALTER BILLY', surname: 'RATCLIFFE' },
    { forenames: 'Corwin', surname: 'Thrupp' },
  ],
  bornOn: '1982-07-03',
  numbers: [['pnc', '2002/0073319Z']],
  markers: ['Violent'],
  address: '1 Mill Lane',
  entries: [{ happenedAt: '2026-11-20T18:40:00Z', words: 'Seen at home; <b>nothing</b> of note.' }],
} as const
const full = await aNominal(owner, { ...person, unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' })
const summary = await aNominal(owner, { ...person, unit: '22-PPU', manager: 'force-officer' })
const contact = await aNominal(owner, { ...person, unit: 'CTNW-NM', counterTerrorism: true })
const none = await aNominal(owner, { ...person, unit: '22-PPU', excluded: ['ctnm-officer'] })
await addFact(owner, full, 'custody', {
  place_code: 'HEI',
  place: 'HMP Hewell',
  in_custody: true,
  release_on: '2099-12-05',
})

const officer = visitor(address)
await officer.signIn('ctnm-officer')
const pageOf = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
  const reply = await officer.get(path)
  assert.equal(reply.headers.get('cache-control'), 'no-store')
  return { status: reply.status, text: await reply.text() }
}

test('at full the page has the facts with their sources, and says who shows it to whom', async () => {
  const { status, text } = await pageOf(`/nominals/${full}`)
  assert.equal(status, 200)
  for (const words of [
    'Walter Billy Ratcliffe',
    'Corwin Thrupp',
    '3 July 1982',
    '2002/0073319Z',
    'In custody at HMP Hewell',
    'Violent',
    '1 Mill Lane',
    'Seen at home; &lt;b&gt;nothing&lt;/b&gt; of note.',
    '20 November 2026',
    'visor_nominals.csv line 2',
    'Official-Sensitive',
    'Ruth Ashdown',
  ])
    assert.ok(text.includes(words), words)
})

test('at summary it has the headline and whom to ask, and nothing else of the record', async () => {
  const { status, text } = await pageOf(`/nominals/${summary}`)
  assert.equal(status, 200)
  for (const words of ['Walter Billy Ratcliffe', 'Corwin Thrupp', '1982', 'Violent', 'West Mercia Police'])
    assert.ok(text.includes(words), words)
  for (const words of [
    '3 July',
    '2002/0073319Z',
    'Mill Lane',
    'Seen at home',
    'visor_nominals',
    'CN-26-',
    'Notification',
  ])
    assert.ok(!text.includes(words), words)
})

test('at contact it has whom to ring, what to quote and the safety instruction', async () => {
  const { status, text } = await pageOf(`/nominals/${contact}`)
  assert.equal(status, 200)
  assert.match(text, /There is a record/)
  // (the id stands in the addresses beneath the page's own, and nowhere else)
  const said = text.replaceAll(`/nominals/${contact}/`, '')
  for (const words of ['Ratcliffe', 'Thrupp', '1982', 'Violent', 'North West', 'CN-26-', contact])
    assert.ok(!said.includes(words), words)
  const { rows } = await owner.query<{ quote: string; safety_instruction: string }>(
    'select quote, safety_instruction from nominal where id = $1',
    [contact],
  )
  assert.ok(text.includes(rows[0]!.quote) && text.includes(rows[0]!.safety_instruction))
})

test('at none it is told in every way like what does not exist', async () => {
  const withoutTime = (text: string) =>
    text.replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight|data-seconds-left="\d+"/g, '')
  const [hidden, absent] = [await pageOf(`/nominals/${none}`), await pageOf(`/nominals/${newId<NominalId>()}`)]
  assert.equal(hidden.status, 404)
  assert.deepEqual([hidden.status, withoutTime(hidden.text)], [absent.status, withoutTime(absent.text)])
})

test('the search page keeps what was asked, leads to the record, and repeats no mark-up', async () => {
  const { text } = await pageOf('/search?q=walter+ratcliffe')
  assert.ok(text.includes(`href="/nominals/${full}"`) && text.includes('value="walter ratcliffe"'))
  const { status, text: refused } = await pageOf(`/search?q=${encodeURIComponent('"><script>3/7/1982')}`)
  assert.ok([200, 422].includes(status))
  assert.ok(!refused.includes('"><script>3'))
  assert.equal((await pageOf('/search?q=3/7/1982')).status, 200)
  assert.equal((await pageOf('/search?q=aged+40')).status, 422)
  assert.equal((await pageOf('/search')).status, 200)
  assert.equal((await pageOf('/search?q=walter&after=rubbish')).status, 400)
  assert.match((await pageOf('/search?q=zebedee+unheardof+2002%2F0073319A')).text, /Nothing that you may see was found/)
})

test('the first page lists the records that one manages, newest change first, page by page', async () => {
  const mine: string[] = [full]
  for (let n = 0; n < 30; n++)
    mine.unshift(
      await aNominal(owner, {
        names: [{ forenames: `Osric ${n}`, surname: 'Penhaligon' }],
        unit: 'CTWM-NM',
        counterTerrorism: true,
        manager: 'ctnm-officer',
      }),
    )
  const listed = (text: string) =>
    [...text.slice(text.indexOf('id="caseload"')).matchAll(/href="\/nominals\/([0-9a-f-]{36})"/g)].map(([, id]) => id!)
  const first = await pageOf('/')
  assert.match(first.text, /25 of 31 people whose record you manage/)
  const more = /href="(\/\?after=[^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(more)
  const second = await pageOf(more)
  assert.deepEqual([...listed(first.text), ...listed(second.text)], mine)
  for (const after of ['', 'x', '\0', '2026-02-30T00:00:00Z_0198c0de-0000-7000-8000-00000000dead', more.repeat(5)])
    assert.equal((await pageOf(`/?after=${encodeURIComponent(after)}`)).status, 400, JSON.stringify(after))
  assert.equal((await pageOf(`${more}&after=x`)).status, 400)

  const { rows } = await owner.query<{ subjects: string[]; accesses: string[] }>(
    `select array_agg(s.nominal_id::text order by s.ordinal) as subjects, array_agg(distinct s.access) as accesses
       from audit_entry e join audit_subject s on s.entry_id = e.id where e.action = 'home.viewed' group by e.id, e.at order by e.at limit 2 offset 1`, // the first was after signing in
  )
  // The first page shows besides what is due, on whichever of them.
  const [of1, of2] = rows.map(({ subjects }) => subjects)
  assert.deepEqual([...of1!.slice(0, 25), ...of2!], mine)
  assert.ok(of1!.slice(25).every(subject => mine.includes(subject)))
  assert.deepEqual(rows[0]!.accesses, ['full'])
})

test('a program that has the record as it stands is told so by 304, and that is a look like any other', async () => {
  const db = openPool(database.appUrl, { max: 1 })
  const token = await beginApiSession(db, 'ctnm-officer', 'test')
  await db.close()
  const ask = (headers: Record<string, string> = {}, query = '') =>
    fetch(`${address}/api/v1/nominals/${full}${query}`, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const first = await ask()
  const tag = first.headers.get('etag')!
  assert.equal(
    tag,
    `"${createHash('sha256')
      .update(await first.text())
      .digest('base64url')}"`,
  )
  const unchanged = await ask({ 'if-none-match': `"other", ${tag}` })
  assert.deepEqual([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')], [304, '', tag])
  assert.equal((await ask({ 'if-none-match': tag }, '?sections=names')).status, 200)
  await addFact(owner, full, 'nationality', { code: 'IRIS' })
  const changed = await ask({ 'if-none-match': tag })
  assert.equal(changed.status, 200)
  assert.notEqual(changed.headers.get('etag'), tag)
  const { rows } = await owner.query(
    `select e.action, e.outcome from audit_entry e join session s on s.id = e.session_id where s.token_hash = $1 and e.action <> 'session.begun'`,
    [hashOfToken(token)],
  )
  assert.deepEqual(
    rows,
    Array.from({ length: 4 }, () => ({ action: 'nominal.viewed', outcome: 'done' })),
  )
})
