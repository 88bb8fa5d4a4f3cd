// A copy of a record that leaves Concord has a number, and the log says who took it, when, why and for whom.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, dayOf, hashOfToken, openPool } from '#platform'
import { defaultDestroyBy, highestMarking, leftOutInWords, readDisclosure } from '../src/nominals/disclosure.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const nominal = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Lavender', surname: 'Quennell' }],
  bornOn: '1979-04-02',
  manager: 'ctnm-officer',
  address: '9 Weir Terrace',
  markers: ['Violent'],
  entries: [{ happenedAt: '2026-11-20T18:40:00Z', words: 'Answered the door himself.' }],
})
const intelligence = (handling: string, words: string) =>
  addFact(owner, nominal, 'entry', {
    happened_at: '2026-11-21T10:00:00Z',
    kind: 'INTEL',
    kind_words: 'Information received',
    type: 'reported',
    words,
    grading_scheme: '3x5x2',
    source_grade: '2',
    information_grade: 'B',
    handling_code: handling,
    handling_conditions: handling === 'C' ? 'Not outside probation' : '',
  })
await intelligence('P', 'Seen near the canal.')
await intelligence('C', 'Said to own a second telephone.')
await addFact(owner, nominal, 'entry', {
  happened_at: '2026-11-22T10:00:00Z',
  kind: 'CONTACT',
  kind_words: 'Contact',
  type: 'reported',
  words: 'More is held elsewhere, at a higher classification.',
  held_elsewhere: 'the regional desk',
})

type Given = {
  number: string
  destroyBy: string
  leftOut: string | null
  person: { reference: string; name: string; birthYears: number[] }
  sections: Record<string, unknown[] | undefined>
  entries: { words: string }[]
}

const asked = {
  purpose: 'mappa-meeting',
  why: 'Level 2 meeting on 2 December',
  recipient: 'A. Quillfeather, housing lead, Telford',
  destroyBy: '',
  parts: 'places',
}
const officer = visitor(address)
await officer.signIn('ctnm-officer')
const at = `/nominals/${nominal}/print`
const disclose = (more: object = {}) => officer.post(at, { ...asked, ...more })
const pageOf = async (reply: Response): Promise<string> => {
  assert.equal(reply.status, 303)
  return (await officer.get(reply.headers.get('location')!)).text()
}
const lastEntry = async (action: string) =>
  (
    await owner.query(
      `select e.outcome, e.purpose_code, e.purpose_words, e.recipients, e.field_groups, e.records from audit_entry e where e.action = $1 order by e.at desc limit 1`,
      [action],
    )
  ).rows[0]

test('the form asks for all of it, and says every reason at once', async () => {
  const form = await (await officer.get(at)).text()
  assert.match(form, /Nothing of this record has been printed/)
  const refused = await officer.post(at, { purpose: 'x', why: ' ', recipient: '', destroyBy: 'yesterday', parts: 'x' })
  const text = await refused.text()
  assert.equal(refused.status, 422)
  for (const reason of [
    'Choose what it is for',
    'Say in words why',
    'Say who it is for',
    'Enter a date after today',
    'Choose what is needed',
  ])
    assert.match(text, new RegExp(reason))
  assert.match(text, /value="yesterday"/)
  assert.equal((await lastEntry('nominal.disclosed')).outcome, 'refused')
  assert.equal((await owner.query('select from disclosure')).rowCount, 0)
})

test('what is printed has its number, who, when, why, for whom and until when, and the chosen parts alone', async () => {
  const page = await pageOf(await disclose())
  const number = /D-26-\d{6}/.exec(page)![0]
  for (const words of [
    'A. Quillfeather, housing lead, Telford',
    'Level 2 meeting on 2 December',
    'A MAPPA meeting',
    'DC Ruth Ashdown',
    '9 Weir Terrace',
    'OFFICIAL-SENSITIVE',
  ])
    assert.ok(page.includes(words), words)
  for (const words of ['Answered the door', 'second telephone', '2 April 1979']) assert.ok(!page.includes(words), words)
  const entry = await lastEntry('nominal.disclosed')
  assert.deepEqual(
    [entry.outcome, entry.purpose_code, entry.purpose_words, entry.recipients],
    ['done', asked.purpose, asked.why, [asked.recipient]],
  )
  assert.ok(entry.field_groups.includes('addresses') && !entry.field_groups.includes('entries'))
  const { rows } = await owner.query(
    'select number, destroy_by::text as destroy, marking from disclosure where id = $1',
    [entry.records[0]],
  )
  assert.deepEqual(rows, [
    { number, destroy: defaultDestroyBy(dayOf(Temporal.Now.instant())).toString(), marking: 'OFFICIAL-SENSITIVE' },
  ])
  assert.match(await (await officer.get(at)).text(), new RegExp(number))
})

test('intelligence under conditions and what is held elsewhere are left out, with a line that says so', async () => {
  const page = await pageOf(await disclose({ parts: 'chronology' }))
  for (const words of ['Answered the door himself', 'Seen near the canal', '2 entries are left out'])
    assert.ok(page.includes(words), words)
  assert.doesNotMatch(page, /second telephone|regional desk|Not outside probation/)
})

test('printed again later it says what it said, whatever the record says by then', async () => {
  const reply = await disclose({ parts: 'places' })
  const first = await pageOf(reply)
  await addFact(owner, nominal, 'address', {
    kind: 'HOME',
    line: '77 Later Road',
    town: 'Telford',
    postcode: 'TF3 4NA',
  })
  const again = await pageOf(reply)
  assert.doesNotMatch(again, /77 Later Road/)
  const body = (page: string) => page.slice(page.indexOf('<table class="disclosure"'), page.indexOf('</table>'))
  assert.equal(body(again), body(first))
  assert.match(await pageOf(await disclose({ parts: 'places' })), /77 Later Road/)
})

test('a program is given the same as JSON with the number, once for each key', async () => {
  const token = await beginApiSession(db, 'ctnm-officer', 'test')
  const key = randomUUID()
  const post = (body: object) =>
    fetch(`${address}/api/v1/nominals/${nominal}/disclosures`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
  const reply = await post({ ...asked, destroyBy: '2026-12-20', parts: ['markers', 'chronology', 'hands', 'custody'] })
  const given = (await reply.json()) as Given
  assert.equal(reply.status, 201, JSON.stringify(given))
  assert.match(given.number, /^D-26-\d{6}$/)
  assert.equal(given.destroyBy, '2026-12-20')
  assert.deepEqual(
    given.entries.map(({ words }) => words),
    ['Seen near the canal.', 'Answered the door himself.'],
  )
  assert.equal(given.leftOut, leftOutInWords(2))
  assert.deepEqual(given.person, { reference: given.person.reference, name: 'Lavender Quennell', birthYears: [1979] })
  assert.ok(given.sections['markers']?.length === 1 && given.sections['hands'] && !given.sections['addresses'])
  const again = await post({ ...asked, destroyBy: '2026-12-20', parts: ['markers', 'chronology', 'hands', 'custody'] })
  assert.equal(((await again.json()) as Given).number, given.number)
})

test('round the program: nobody discloses in another’s name, without a recipient, for ever, or by a role that does not write', async () => {
  const as = async (signIn: string, columns: Record<string, string>) => {
    const caller = { tokenHash: hashOfToken(await beginApiSession(db, signIn, 'test')), client: 'test' }
    const values = {
      recorded_by: `current_setting('app.officer')::uuid`,
      agency_id: `current_setting('app.agency')::uuid`,
      recipient: `'x'`,
      destroy_by: 'current_date + 30',
      ...columns,
    }
    return act(db, caller, async tx => {
      await sql`select from open_records(array[${nominal}::uuid])`.execute(tx)
      await sql`insert into disclosure (id, nominal_id, purpose_code, why, parts, marking, left_out, ${sql.raw(Object.keys(values).join(', '))})
                values (gen_random_uuid(), ${nominal}::uuid, 'court', 'x', '{places}', 'OFFICIAL-SENSITIVE', 0, ${sql.raw(Object.values(values).join(', '))})`.execute(
        tx,
      )
      return { result: null, audit: { action: 'test.disclosed' } }
    })
  }
  await as('ctnm-officer', {})
  for (const columns of [
    { recorded_by: `(select id from officer where subject = 'ctnm-supervisor')` },
    { recipient: `' '` },
    { destroy_by: 'current_date' },
  ] as Record<string, string>[])
    await assert.rejects(as('ctnm-officer', columns), /row-level security|check constraint/)
  await assert.rejects(as('ctnm-officer-elsewhere', {}), /row-level security/)
  await assert.rejects(as('mappa-coordinator', {}), /row-level security/)
})

test('a day of destruction is after today and within the policy', () => {
  const today = Temporal.PlainDate.from('2026-11-23')
  const read = (destroyBy: string) => readDisclosure({ ...asked, destroyBy }, today)
  assert.ok(read('').agreed)
  for (const [day, reason] of [
    ['23 11 2026', 'Enter a date after today'],
    ['2026-02-30', 'Enter a date, like 23 11 2026'],
    ['1 1 2030', 'Enter a date up to 24 November 2027'],
  ] as const) {
    const decision = read(day)
    assert.deepEqual(decision.agreed ? [] : decision.refusals.map(({ text }) => text), [reason])
  }
})

test('the marking is the highest of the parts, and that of a record at least', () => {
  assert.equal(highestMarking([]), 'OFFICIAL-SENSITIVE')
  assert.equal(highestMarking(['OFFICIAL']), 'OFFICIAL-SENSITIVE')
  assert.equal(highestMarking(['OFFICIAL', 'OFFICIAL-SENSITIVE PERSONAL']), 'OFFICIAL-SENSITIVE PERSONAL')
})

test('a copy for the person’s own right of access holds no chronology: entries may be marked not to be shown to them', async () => {
  const refused = await officer.post(at, {
    purpose: 'right-of-access',
    why: 'They asked for it',
    recipient: 'The person',
    destroyBy: '',
    parts: 'chronology',
  })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Leave the chronology out/)
})
