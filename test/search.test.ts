// Finding people: by any name in any order, with slips of the pen, by number and by date of birth; what each access is told; and
// what a question that cannot be answered is told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { readIdentifier, writtenForms } from '#nominals'
import { openPool, type NominalId } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

type Hit = {
  readonly id: string
  readonly access: string
  readonly name: string
  readonly matchedName: string | null
  readonly bornOn: string | null
  readonly identifier: { readonly kind: string; readonly value: string } | null
  readonly recordManager: string | null
  readonly why: readonly string[]
}
type Answer = { readonly hits: readonly Hit[]; readonly contacts: readonly object[]; readonly next: string | null }

const officer = await beginApiSession(db, 'ctnm-officer', 'search')
const elsewhere = await beginApiSession(db, 'ctnm-officer-elsewhere', 'search')
const ask = (query: Record<string, string> | string, token = officer): Promise<Response> =>
  fetch(`${address}/api/v1/nominals?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  })
const find = async (query: Record<string, string>, token = officer): Promise<Answer> => {
  const reply = await ask(query, token)
  assert.equal(reply.status, 200)
  return (await reply.json()) as Answer
}
const idsOf = async (query: Record<string, string>, token = officer): Promise<readonly string[]> =>
  (await find(query, token)).hits.map(({ id }) => id)

const asOf = Temporal.PlainDate.from('2026-11-23')
const walter = await aNominal(owner, {
  names: [
    { forenames: 'WALTER BILLY', surname: 'RATCLIFFE' },
    { forenames: 'Corwin', surname: 'O’Neil-Thrupp' },
  ],
  bornOn: '1982-07-03',
  numbers: [
    ['pnc', '2002/0073319Z'],
    ['nino', 'PE360566A'],
    ['noms', 'A8126DY'],
  ],
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
})
const lukasz = await aNominal(owner, {
  names: [{ forenames: 'Łukasz', surname: 'Dąbrowski' }],
  bornOn: '1990-01-31',
  numbers: [['pnc', '2001/0171310S']],
  unit: '22-PPU',
})
const abdi = await aNominal(owner, { names: [{ forenames: 'ABDI', surname: 'ABDI' }], unit: '22-PPU' })
const abdiHassan = await aNominal(owner, { names: [{ forenames: 'Abdi', surname: 'Hassan' }], unit: '22-PPU' })
const youssef = await aNominal(owner, { names: [{ forenames: 'Youssef', surname: 'Marwick' }], unit: '22-PPU' })

for (const typed of [
  'walter ratcliffe',
  'RATCLIFFE, Walter',
  'Mr Walter Billy Ratcliffe',
  'billy ratcliffe',
  'walter billy',
  'ratcliffe',
  'Bill Ratcliffe',
  'W Ratcliffe',
  'Corwin ONeil-Thrupp',
  "corwin o'neil thrupp",
  'Oneilthrupp',
  'thrupp corwin',
  'Walther Radcliffe',
  'walter ratcliffe 3/7/1982',
  '3 July 1982 ratcliffe',
  'Wilter Ratklif 03.07.82',
])
  test(`"${typed}" finds Walter Billy Ratcliffe, also known as Corwin O’Neil-Thrupp`, async () =>
    assert.equal((await idsOf({ q: typed }))[0], walter))

for (const typed of [
  'walter smith',
  'ratcliffe 4/7/1982',
  'corwin ratchet',
  '%',
  'walter% smith',
  'w_lter',
  "' or true --",
  'ratcliffe\u0000smith',
])
  test(`"${typed}" does not`, async () =>
    assert.ok(!(await ask({ q: typed }).then(reply => reply.text())).includes(walter)))

const slips: readonly (readonly [string, (word: string, at: number) => string])[] = [
  ['left out', (word, at) => word.slice(0, at) + word.slice(at + 1)],
  ['put in', (word, at) => `${word.slice(0, at)}x${word.slice(at)}`],
  ['another', (word, at) => `${word.slice(0, at)}x${word.slice(at + 1)}`],
  ['exchanged', (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + word[at]! + word.slice(at + 2)],
]
for (const [slip, make] of slips)
  test(`one letter ${slip}, at any place of either name, finds the person`, async () => {
    for (const [right, wrong] of [
      ['ratcliffe', 'walter'],
      ['walter', 'ratcliffe'],
    ] as const)
      for (let at = 0; at < wrong.length; at++) {
        const typed = `${make(wrong, at)} ${right}`
        assert.ok((await idsOf({ q: typed })).includes(walter), typed)
      }
  })

test('accents are found without them, and letters without are found with them', async () => {
  for (const q of ['lukasz dabrowski', 'ŁUKASZ DĄBROWSKI', 'Łükasz Dabrówski'])
    assert.equal((await idsOf({ q }))[0], lukasz, q)
})

test('a name of one word twice comes before a name that has it once', async () =>
  assert.deepEqual(await idsOf({ q: 'Abdi Abdi' }), [abdi]))

test('a word alone finds everyone who bears it, and says who they are', async () =>
  assert.deepEqual([...(await idsOf({ q: 'abdi' }))].sort(), [abdi, abdiHassan].sort()))

for (const [kind, text] of [
  ['pnc', '2002/0073319Z'],
  ['nino', 'PE360566A'],
  ['noms', 'A8126DY'],
] as const)
  test(`the number ${text} is found in every written form`, async () => {
    const identifier = readIdentifier(kind, text, asOf)
    for (const form of [...writtenForms(identifier, asOf), text.toLowerCase()]) {
      const { hits } = await find({ q: form })
      assert.equal(hits[0]?.id, walter, form)
      assert.equal(hits[0].identifier?.value, text)
    }
  })

test('a number with a wrong check letter is found as it was given, in another form too', async () => {
  for (const q of ['2001/0171310S', '01/171310s', 'PNC 2001/171310S']) assert.deepEqual(await idsOf({ q }), [lukasz], q)
})

test('the record’s number finds it for whoever has it in full, and the reference to quote from summary up', async () => {
  const { rows } = await owner.query<{ reference: string; quote: string }>(
    'select f.reference, n.quote from nominal n join nominal_file f on f.nominal_id = n.id where n.id = any($1) order by n.id = $2 desc',
    [[walter, lukasz], walter],
  )
  assert.deepEqual(await idsOf({ q: rows[0]!.reference }), [walter])
  assert.deepEqual(await idsOf({ q: rows[1]!.reference }), [])
  assert.deepEqual(await idsOf({ q: ` ${rows[1]!.quote.toLowerCase()} ` }), [lukasz])
  assert.deepEqual((await find({ q: rows[0]!.quote }, elsewhere)).contacts, [])
})

for (const [typed, why] of [
  ['walter billy ratcliffe', 'Same name'],
  ['walter ratcliffe', 'Same: Walter, Ratcliffe'],
  ['wslter ratcliffe', 'Same: Ratcliffe; “Wslter” is one letter from “Walter”'],
  ['corwin oneil-thrupp', 'Same name'],
  ['2002/0073319Z', 'Same PNC number'],
  ['walter ratcliffe 3/7/1982', 'Same: Walter, Ratcliffe; Same date of birth'],
] as const)
  test(`"${typed}" says why: ${why}`, async () => assert.equal((await find({ q: typed })).hits[0]?.why.join('; '), why))

test('a nickname and another romanisation say what they were taken for', async () => {
  const [hit] = (await find({ q: 'Yusuf Marwick' })).hits
  assert.equal(hit?.id, youssef)
  assert.match(hit.why.join('; '), /“Yusuf” (is a form of|sounds like) “Youssef”/)
})

test('full and summary are told apart, and summary has no day of birth, no number and no officer', async () => {
  const [mine] = (await find({ q: 'corwin oneil-thrupp' })).hits
  assert.equal(mine?.access, 'full')
  assert.equal(mine.matchedName, 'Corwin O’Neil-Thrupp')
  assert.equal(mine.bornOn, '1982-07-03')
  assert.match(mine.recordManager ?? '', /Ashdown/)
  for (const q of ['lukasz dabrowski 31/1/1990', '2001/0171310S']) {
    const [theirs] = (await find({ q })).hits
    assert.equal(theirs?.access, 'summary')
    assert.deepEqual([theirs.bornOn, theirs.identifier, theirs.recordManager], [null, null, null])
  }
})

test('a date of birth given apart goes with the name', async () => {
  assert.deepEqual(await idsOf({ q: 'ratclif', born: '1982-07-03' }), [walter])
  assert.deepEqual(await idsOf({ q: 'ratcliffe', born: '1982-07-04' }), [])
})

test('of a counter-terrorism record elsewhere one learns only whom to ring, and only for a valid number or a full name with the full date of birth', async () => {
  for (const q of [
    'walter ratcliffe',
    'ratcliffe 3/7/1982',
    'walter 3/7/1982',
    'walter billy 3/7/1982',
    'wolter ratcliffe 3/7/1982',
    'w ratcliffe 3/7/1982',
    'walter ratcliffe 4/7/1982',
    'walter ratcliffe smith 3/7/1982',
    '2002/0073318Z',
  ]) {
    const { hits, contacts } = await find({ q }, elsewhere)
    assert.deepEqual([hits, contacts], [[], []], q)
  }
  const told = new Set<string>()
  for (const q of [
    '2002/0073319Z',
    '02/73319z',
    'ni PE 36 05 66',
    'walter ratcliffe 3/7/1982',
    'RATCLIFFE Walter Billy 1982-07-03',
    'corwin o neil thrupp 3 jul 82',
  ]) {
    const { hits, contacts, next } = await find({ q }, elsewhere)
    assert.deepEqual([hits, contacts.length, next], [[], 1, null], q)
    told.add(JSON.stringify(contacts))
  }
  // Whatever it was found by, it is told in the same words: neither the name nor what matched, nor an id.
  const [only, ...others] = told
  assert.deepEqual(others, [])
  assert.deepEqual(Object.keys((JSON.parse(only!) as [object])[0]).sort(), [
    'access',
    'dutyDesk',
    'dutyTelephone',
    'quote',
    'safetyInstruction',
  ])
})

test('who has a record in full or in summary is not told of it as a contact besides', async () => {
  const { hits, contacts } = await find({ q: 'walter ratcliffe 3/7/1982' })
  assert.deepEqual([hits.map(({ id }) => id), contacts], [[walter], []])
})

test('an invalid number gives no contact', async () => {
  await aNominal(owner, {
    names: [{ forenames: 'Ivor', surname: 'Penhale' }],
    numbers: [['pnc', '2003/0171310S']],
    unit: 'CTWM-NM',
    counterTerrorism: true,
  })
  const { hits, contacts } = await find({ q: '2003/0171310S' }, elsewhere)
  assert.deepEqual([hits, contacts], [[], []])
})

test('pages follow one another, and everyone is on one of them, once', async () => {
  const many: NominalId[] = []
  for (let n = 0; n < 60; n++)
    many.push(
      await aNominal(owner, {
        // Some bear it twice, some a little otherwise: neither is shown again on a later page.
        names: [
          { forenames: n % 3 === 0 ? 'Tobias' : 'Tobiaz', surname: 'Quennell' },
          ...(n % 2 === 0 ? [{ forenames: 'Tobias', surname: 'Quenell' }] : []),
          ...(n % 5 === 0 ? [{ forenames: 'Toby', surname: 'Quennell' }] : []),
        ],
        bornOn: '1977-05-01',
        unit: '22-PPU',
      }),
    )
  for (const query of [{ q: 'tobias quennell' }, { q: 'quennell' }, { q: 'tobias quennell', born: '1977-05-01' }]) {
    const found: string[] = []
    const sizes: number[] = []
    let next: string | null = null
    do {
      const answer: Answer = await find({ ...query, ...(next === null ? {} : { cursor: next }) })
      found.push(...answer.hits.map(({ id }) => id))
      sizes.push(answer.hits.length)
      next = answer.next
    } while (next !== null)
    assert.deepEqual(sizes, [25, 25, 10], JSON.stringify(query))
    assert.deepEqual(found.toSorted(), many.toSorted())
  }
})

for (const [what, query, status] of [
  ['nothing', {}, 422],
  ['blanks', { q: '  ' }, 422],
  ['a date alone', { q: '3/7/1982' }, 422],
  ['one letter', { q: 'j' }, 422],
  ['a number of no kind', { q: '4711' }, 422],
  ['more than 200 characters', { q: 'x'.repeat(201) }, 422],
  ['far too much', { q: 'x'.repeat(9000) }, 400],
  ['a day that does not exist', { q: 'walter', born: '1982-02-30' }, 400],
  ['a day in words', { q: 'walter', born: 'yesterday' }, 400],
  ['a cursor of rubbish', { q: 'walter', cursor: 'rubbish' }, 400],
  ['an empty cursor', { q: 'walter', cursor: '' }, 400],
  [
    'a cursor with something behind it',
    { q: 'walter', cursor: `${Buffer.from(`900.${walter}`).toString('base64url')}=` },
    400,
  ],
  ['a cursor of a great number', { q: 'walter', cursor: Buffer.from(`99999.${walter}`).toString('base64url') }, 400],
] as const)
  test(`${what} is refused with ${status} and a reason`, async () => {
    const reply = await ask({ ...query })
    assert.equal(reply.status, status)
    assert.match(reply.headers.get('content-type')!, /problem\+json/)
    const { errors } = (await reply.json()) as { errors?: { field: string; text: string }[] }
    assert.ok(errors && errors.length > 0 && errors.every(({ text }) => text.length > 0))
  })

test('asking twice in one question is refused', async () => assert.equal((await ask('q=a&q=b')).status, 400))

test('the log has everyone who was returned, with the access found, and nothing of what was asked', async () => {
  const token = await beginApiSession(db, 'ctnm-officer', 'the log of searches')
  await find({ q: 'Walter Ratcliffe 3/7/1982' }, token)
  await find({ q: 'lukasz dabrowski' }, token)
  await find({ q: 'Zebedee Unheardof' }, token)
  await ask({ q: '3/7/1982' }, token)
  const { rows } = await owner.query<{ entry: object; subjects: object[] }>(
    `select to_jsonb(e) - array['id', 'tx', 'at', 'officer_id', 'agency_id', 'unit_id', 'session_id'] as entry,
            (select coalesce(json_agg(json_build_array(s.nominal_id, s.access)), '[]') from audit_subject s where s.entry_id = e.id) as subjects
       from audit_entry e join session s on s.id = e.session_id where s.client = 'the log of searches' and e.action <> 'session.begun' order by e.at`,
  )
  assert.deepEqual(
    rows.map(({ subjects }) => subjects),
    [[[walter, 'full']], [[lukasz, 'summary']], [], []],
  )
  const common = { role: 'officer', action: 'nominals.searched', records: [], recipients: [], on_behalf_of: null }
  for (const { entry } of rows) assert.partialDeepStrictEqual(entry, common)
  assert.doesNotMatch(JSON.stringify(rows), /walter|ratcliffe|1982|zebedee/i)
})
