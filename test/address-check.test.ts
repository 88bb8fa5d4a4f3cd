// A control room asks whether there is something to know before somebody attends an address: yes or no, what to do first, whom to ring. Who,
// how many and why are never in the answer; what is hidden is not there, and those who answer for a record are told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { askAddress, keysOfAddress } from '../src/need-to-know/address-check.ts'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const instruct = (nominal: NominalId, instruction: string) =>
  owner.query('update nominal set safety_instruction = $2 where id = $1', [nominal, instruction])
const names = (surname: string) => [{ forenames: 'Barnaby', surname }]
const somebody = async (line: string, more: Partial<Person> = {}, flat = ''): Promise<NominalId> => {
  const nominal = await aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    names: names('Oxenholme'),
    ...more,
  })
  await addFact(owner, nominal, 'address', {
    kind: 'HOME',
    line,
    flat,
    town: 'Telford',
    postcode: 'TF3 4NA',
    address_key: keysOfAddress({ flat, line, postcode: 'TF3 4NA' })[0],
  })
  await owner.query('select refresh_record(array[$1::uuid])', [nominal])
  return nominal
}

type Line = { instruction: string; place: string }
type Answer = { known: boolean; desks: { desk: string; telephone: string; quote: string; instructions: Line[] }[] }
const token = await beginApiSession(db, 'control-room', 'address check')
const checking = async (given: Record<string, string>, bearer = token): Promise<{ status: number; body: Answer }> => {
  const reply = await fetch(`${address}/api/v1/address-checks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ postcode: 'TF3 4NA', incident: 'WM-2211', purpose: 'Report of a fire', ...given }),
  })
  return { status: reply.status, body: (await reply.json()) as Answer }
}
const linesAt = async (line: string, flat = ''): Promise<Line[]> =>
  (await checking({ line, flat })).body.desks.flatMap(({ instructions }) => instructions)
const ring =
  'No safety instruction has been written yet. Do not approach or visit before you have spoken to the duty desk.'

test('an address is read however it is typed, and not without a house and a postcode', () => {
  const key = 'TF3 4NA||12 THIMBLE LANE'
  for (const [line, postcode] of [
    ['12 Thimble Lane', 'tf34na'],
    ['12, Thimble Ln', 'TF3 4NA'],
    ['12 thimble lane, Telford', 'TF3 4NA'],
    ['12 Thimble Lane Telford TF3 4NA', ''],
    ['12 Thimble Lane, Telford, TF34NA', ''],
  ] as const)
    assert.ok(keysOfAddress({ flat: '', line, postcode }).includes(key), `${line} ${postcode}`)
  const inFlat = keysOfAddress({ flat: '', line: 'Flat 4, 117 Queen Road, Telford TF3 4NA', postcode: '' })
  assert.ok(inFlat.includes('TF3 4NA|4|117 QUEEN ROAD'))
  assert.ok(keysOfAddress({ flat: '', line: 'Rose Cottage, Mill Lane', postcode: 'TF3 4NA' }).length > 0)
  const asked = { flat: '', line: '', postcode: '', incident: '', purpose: '' }
  const refused = askAddress(asked)
  assert.deepEqual(!refused.agreed && refused.refusals.map(({ field }) => field), ['line', 'incident', 'purpose'])
  const noPostcode = askAddress({ ...asked, line: '12 Thimble Lane', incident: '1', purpose: 'A fire' })
  assert.deepEqual(!noPostcode.agreed && noPostcode.refusals.map(({ field }) => field), ['postcode'])
})

test('where nobody is known the answer is no', async () => {
  assert.deepEqual(await checking({ line: '1 Nowhere Row' }), { status: 200, body: { known: false, desks: [] } })
})

test('where somebody lives it says what to do and whom to ring, and nothing of them', async () => {
  const nominal = await somebody('2 Plover Row', { markers: ['Weapons'], bornOn: '1979-04-02' })
  const { rows } = await owner.query<{ quote: string; desk: string; telephone: string }>(
    'select quote, duty_desk as desk, duty_telephone as telephone from contact_now where id = $1',
    [nominal],
  )
  const { body } = await checking({ line: '2 Plover Row' })
  assert.deepEqual(body, {
    known: true,
    desks: [{ ...rows[0]!, instructions: [{ instruction: ring, place: 'here' }] }],
  })
  assert.ok(!/Oxenholme|Weapons|1979|nominal|terror/i.test(JSON.stringify(body)))
})

test('two people of one desk are one answer, with each instruction once and no number of them', async () => {
  await somebody('3 Plover Row')
  await somebody('3 Plover Row', { names: names('Ambleton') })
  const { desks } = (await checking({ line: '3 Plover Row' })).body
  assert.equal(desks.length, 1)
  assert.deepEqual(desks[0]!.instructions, [{ instruction: ring, place: 'here' }])
  const third = await somebody('3 Plover Row', { names: names('Quarmby') })
  await instruct(third, 'Attend in pairs.')
  assert.deepEqual(
    (await linesAt('3 Plover Row')).map(({ instruction }) => instruction),
    ['Attend in pairs.', ring],
  )
})

test('no known danger is nothing to know, unless a marker stands', async () => {
  const calm = await somebody('4 Plover Row')
  await instruct(calm, 'No known danger to officers.')
  assert.deepEqual(await linesAt('4 Plover Row'), [])
  await addFact(owner, calm, 'marker', {
    scheme: 'any',
    code: 'WE',
    words: 'Weapons',
    during: '[2020-01-01,2021-01-01)',
  })
  assert.deepEqual(await linesAt('4 Plover Row'), [])
  await addFact(owner, calm, 'marker', { scheme: 'any', code: 'WE', words: 'Weapons' })
  assert.equal((await linesAt('4 Plover Row')).length, 1)
})

test('an address of the past, or one that was withdrawn, is none', async () => {
  const nominal = await somebody('5 Plover Row')
  await owner.query(`update address set during = '[2020-01-01,2021-01-01)' where nominal_id = $1`, [nominal])
  assert.deepEqual(await linesAt('5 Plover Row'), [])
  const other = await somebody('6 Plover Row')
  await owner.query('update address set superseded_at = now() where nominal_id = $1', [other])
  assert.deepEqual(await linesAt('6 Plover Row'), [])
})

test('without a flat the building answers, and says that it is another flat', async () => {
  await somebody('7 Plover Row', {}, 'Flat 4')
  assert.deepEqual(await linesAt('7 Plover Row'), [{ instruction: ring, place: 'another flat' }])
  assert.deepEqual(await linesAt('7 Plover Row', '4'), [{ instruction: ring, place: 'here' }])
  assert.deepEqual(await linesAt('Flat 4, 7 Plover Row'), [{ instruction: ring, place: 'here' }])
  assert.deepEqual(await linesAt('7 Plover Row', '5'), [])
  await somebody('8 Plover Row')
  assert.deepEqual(await linesAt('8 Plover Row', '5'), [{ instruction: ring, place: 'building' }])
})

const hidings: readonly (readonly [string, Partial<Person>])[] = [
  ['restricted to others', { onlyFor: ['ctnm-supervisor'] }],
  ['closed to this officer', { excluded: ['control-room'] }],
  ['of a basis that nobody confirmed', { confirmed: false }],
]
for (const [n, [words, wall]] of hidings.entries())
  test(`a record ${words} is never a yes by itself, and its owner is told of the check`, async () => {
    const line = `${20 + n} Plover Row`
    const nominal = await somebody(line, { ...wall, markers: ['Weapons'], manager: 'ctnm-supervisor' })
    assert.deepEqual((await checking({ line })).body, { known: false, desks: [] })
    assert.deepEqual(await tasksAbout(nominal), ['West Mercia Police, incident WM-2211: told nothing'])
    assert.deepEqual(await subjectsOfLast(), [{ nominal_id: nominal, access: 'none' }])
  })

test('a compartment that shows nothing hides, one that shows a contact does not', async () => {
  for (const shows of ['none', 'contact']) {
    const nominal = await somebody(`${shows === 'none' ? 31 : 32} Plover Row`)
    const compartment = newId() as string
    await owner.query('insert into compartment (id, name, shows) values ($1, $2, $3)', [
      compartment,
      compartment,
      shows,
    ])
    await addFact(owner, nominal, 'compartment_of', { compartment_id: compartment })
  }
  assert.deepEqual(await linesAt('31 Plover Row'), [])
  assert.equal((await linesAt('32 Plover Row')).length, 1)
})

const tasksAbout = async (nominal: string): Promise<readonly string[]> =>
  (
    await owner.query<{ words: string }>(
      `select words from task where kind = 'address.checked' and nominal_id = $1 order by recorded_at`,
      [nominal],
    )
  ).rows.map(({ words }) => words)
const subjectsOfLast = async (): Promise<readonly unknown[]> =>
  (
    await owner.query(
      `select s.nominal_id, s.access from audit_subject s where s.entry_id =
         (select id from audit_entry where action = 'address.checked' order by at desc limit 1) order by s.ordinal`,
    )
  ).rows

test('whoever answers for the record is told once an hour, and the log has the incident and everybody there', async () => {
  const nominal = await somebody('40 Plover Row', { manager: 'ctnm-officer' })
  await linesAt('40 Plover Row')
  await linesAt('40 Plover Row')
  assert.deepEqual(await tasksAbout(nominal), ['West Mercia Police, incident WM-2211: told to ring the desk'])
  await owner.query(`update address_check_told set told_at = now() - interval '61 minutes' where nominal_id = $1`, [
    nominal,
  ])
  await linesAt('40 Plover Row')
  assert.equal((await tasksAbout(nominal)).length, 2)
  assert.deepEqual(await subjectsOfLast(), [{ nominal_id: nominal, access: 'none' }])
  const { rows } = await owner.query(
    `select purpose_code, purpose_words, records from audit_entry where action = 'address.checked' order by at desc limit 1`,
  )
  assert.deepEqual(rows, [{ purpose_code: 'incident', purpose_words: 'WM-2211: Report of a fire', records: [nominal] }])
})

test('no other role checks an address, not even past the program', async () => {
  const officer = await beginApiSession(db, 'ctnm-officer', 'address check')
  assert.equal((await checking({ line: '2 Plover Row' }, officer)).status, 403)
  const asked = (tokenHash: string, keys: readonly string[], incident: string) =>
    act(db, { tokenHash, client: 'test' }, async tx => ({
      result: await sql`select * from check_address(${keys}::text[], ${incident})`.execute(tx),
      audit: { action: 'test.done' },
    }))
  const key = 'TF3 4NA||2 PLOVER ROW'
  await assert.rejects(asked(hashOfToken(officer), [key], '1'), { code: 'CC403' })
  await assert.rejects(asked(hashOfToken(token), [key], ' '), { code: '23514' })
  await assert.rejects(asked(hashOfToken(token), [], '1'), { code: '23514' })
  await assert.rejects(asked(hashOfToken(token), ['TF3'], '1'), { code: '23514' })
  for (const text of [`select * from known_at_address('{}', null)`, 'select * from address_check_told'])
    await assert.rejects(db.pool.query(text), /permission denied/)
})

test('on the page: refused with every reason, answered in words, and without a script', async () => {
  const room = visitor(address)
  await room.signIn('control-room')
  const { action, fields } = formIn(await (await room.get('/address-check')).text(), /address-check/)
  const refused = await room.post(action, { ...fields, line: '2 Plover Row' })
  assert.equal(refused.status, 422)
  const told = await refused.text()
  for (const words of ['Enter the whole postcode', 'Enter the incident number', 'value="2 Plover Row"'])
    assert.ok(told.includes(words), words)
  const answered = await room.post(action, {
    ...fields,
    line: '2 Plover Row, Telford TF3 4NA',
    incident: 'WM-9',
    purpose: 'A fire',
  })
  const page = await answered.text()
  assert.ok(page.includes('Yes: ring before you attend') && page.includes(ring))
  assert.ok(!page.includes('Oxenholme'))
  const none = await (
    await room.post(action, { ...fields, line: '1 Nowhere Row TF3 4NA', incident: '1', purpose: 'Fire' })
  ).text()
  assert.ok(none.includes('That does not make it safe'))
})
