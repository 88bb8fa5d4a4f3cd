// Finding people: by any name in any order, with slips of the pen, by number and by date of birth; what each access is told; and
// what a question that cannot be answered is told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { readIdentifier, writtenForms } from '#nominals'
import { openPool, type NominalId } from '#platform'
import { factExamples } from './support/fact-examples.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

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
  readonly status: string
  readonly why: readonly string[]
  readonly birthDiffers: boolean
  readonly isExact: boolean
}
type Answer = {
  readonly hits: readonly Hit[]
  readonly contacts: readonly object[]
  readonly leftOut: string | null
  readonly next: string | null
}

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
  ['walter ratcliffe', '“Walter” and “Ratcliffe” are in the name'],
  ['wslter ratcliffe', '“Ratcliffe” is in the name; “Wslter” is one letter from “Walter”'],
  ['corwin oneil-thrupp', 'Same name'],
  ['2002/0073319Z', 'Same PNC number'],
  ['walter ratcliffe 3/7/1982', '“Walter” and “Ratcliffe” are in the name; Same date of birth'],
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

test('an exact name comes before what sounds alike, and where nobody has it that is said of all who are shown', async () => {
  const sounds = await aNominal(owner, { names: [{ forenames: 'Ottoline', surname: 'Quainton' }], unit: '22-PPU' })
  const page = visitor(address)
  await page.signIn('ctnm-officer')
  const alike = (await find({ q: 'kwainton' })).hits.find(({ id }) => id === sounds)
  assert.equal(alike?.isExact, false)
  assert.match(alike.why.join(), /“Kwainton” (sounds like|is one letter from|is two letters from) “Quainton”/)
  assert.match(await (await page.get('/search?q=kwainton')).text(), /Nobody that you may see has just this name/)
  const exact = await aNominal(owner, { names: [{ forenames: 'Ottoline', surname: 'Kwainton' }], unit: '22-PPU' })
  const { hits } = await find({ q: 'kwainton' })
  assert.deepEqual([hits[0]?.id, hits[0]?.isExact], [exact, true])
  assert.ok(hits.some(({ id }) => id === sounds))
  assert.doesNotMatch(await (await page.get('/search?q=kwainton')).text(), /Nobody that you may see has just this name/)
})

/** Four of one name and one of nearly that name, each born otherwise. */
const [first, second, undated, nearly, inPart] = [
  await aNominal(owner, {
    names: [{ forenames: 'Torben', surname: 'Wexcombe' }],
    bornOn: '1981-07-03',
    unit: 'CTWM-NM',
    manager: 'ctnm-officer',
  }),
  await aNominal(owner, {
    names: [{ forenames: 'Torben Ove', surname: 'Wexcombe' }],
    bornOn: '1981-07-04',
    unit: '22-PPU',
  }),
  await aNominal(owner, {
    names: [{ forenames: 'Torben', surname: 'Wexcombe' }],
    unit: 'CTWM-NM',
    manager: 'ctnm-officer',
  }),
  await aNominal(owner, { names: [{ forenames: 'Torben', surname: 'Wexcomb' }], bornOn: '1960-01-01', unit: '22-PPU' }),
  await aNominal(owner, {
    names: [{ forenames: 'Torben', surname: 'Lillywhite' }],
    bornOn: '1960-01-01',
    unit: '22-PPU',
  }),
]

test('a date of birth that is nobody’s of that name excludes nobody of that name, or of nearly that name, and says that it differs', async () => {
  const { hits, contacts } = await find({ q: 'torben wexcombe 3/7/1985' })
  assert.deepEqual(new Set(hits.map(({ id }) => id)), new Set([first, second, undated, nearly]))
  assert.deepEqual(contacts, [])
  const whyOf = (id: string) => hits.find(hit => hit.id === id)?.why.at(-1)
  assert.equal(whyOf(first), 'Date of birth differs: 3 July 1981')
  assert.equal(whyOf(second), 'Date of birth differs: born in 1981')
  assert.equal(whyOf(undated), 'No date of birth is recorded')
  assert.ok(hits.every(({ birthDiffers }) => birthDiffers))
  assert.equal(hits.at(-1)?.id, nearly)
})

test('whoever’s date agrees comes first, and the others of that very name behind', async () => {
  const { hits } = await find({ q: 'Wexcombe, Torben', born: '3 July 1981' })
  assert.deepEqual([hits[0]?.id, hits[0]?.birthDiffers, hits[0]?.why.at(-1)], [first, false, 'Same date of birth'])
  assert.deepEqual(new Set(hits.slice(1).map(({ id }) => id)), new Set([second, undated]))
  assert.ok(hits.slice(1).every(({ birthDiffers }) => birthDiffers))
})

test('a year and a month lower as a day does; an age that narrows excludes', async () => {
  assert.equal((await find({ q: 'torben wexcombe 1981' })).hits.filter(({ birthDiffers }) => !birthDiffers).length, 2)
  assert.deepEqual((await idsOf({ q: 'torben wexcombe', born: 'July 1985' })).length, 4)
  assert.deepEqual(await idsOf({ q: 'torben wexcombe', ageFrom: '16', ageTo: '20' }), [])
  assert.deepEqual(await idsOf({ q: 'torben wexcombe 1985', ageFrom: '30', ageTo: '60' }).then(ids => ids.length), 2)
  assert.deepEqual(await idsOf({ q: 'torben wexcombe 1/1/1960' }).then(ids => ids.includes(inPart)), true)
})

test('whoever has no access to any of them is told of none by another date', async () => {
  const hidden = await aNominal(owner, {
    names: [{ forenames: 'Torben', surname: 'Ashgrove' }],
    bornOn: '1958-07-03',
    unit: 'CTWM-NM',
    counterTerrorism: true,
  })
  assert.ok(hidden)
  const { hits, contacts } = await find({ q: 'torben ashgrove 4/7/1958' }, elsewhere)
  assert.deepEqual([hits, contacts], [[], []])
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
    'id',
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
  for (const query of [
    { q: 'tobias quennell' },
    { q: 'quennell' },
    { q: 'tobias quennell', born: '1977-05-01' },
    { q: 'tobias quennell', born: '1978-05-01' },
    { q: 'tobias quennell', born: '1978' },
  ]) {
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
  ['an age alone', { born: 'about 40' }, 422],
  ['an age alone in the box', { q: 'aged 40' }, 422],
  ['a place alone', { place: 'Telford' }, 422],
  ['one letter', { q: 'j' }, 422],
  ['a number of no kind', { q: '4711' }, 422],
  ['more than 200 characters', { q: 'x'.repeat(201) }, 422],
  ['far too much', { q: 'x'.repeat(9000) }, 400],
  ['a day that does not exist', { q: 'walter', born: '1982-02-30' }, 422],
  ['a day in words', { q: 'walter', born: 'yesterday' }, 422],
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

test('asking twice in one question is refused, in words', async () => {
  const reply = await ask('q=a&q=b')
  assert.equal(reply.status, 400)
  assert.match(await reply.text(), /given more than once/)
})

for (const query of [
  { q: '3/7/1982' },
  { q: 'july 1982' },
  { q: '1982' },
  { born: '1982-07-03' },
  { born: 'July 1982' },
  { born: '1982' },
] as const)
  test(`a date of birth alone finds everyone born then: ${JSON.stringify(query)}`, async () => {
    const ids = await idsOf(query)
    assert.ok(ids.includes(walter), JSON.stringify(ids))
    const answer = await find(query, elsewhere)
    assert.deepEqual([answer.hits.filter(({ id }) => id === walter), answer.contacts], [[], []])
  })

const factOf = (kind: string, body: object, nominal = walter): Promise<Response> =>
  fetch(`${address}/api/v1/nominals/${nominal}/facts/${kind}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${officer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const details = [
  ['telephone', { kind: 'mobile', number: '+44 7700 900123' }, 'telephone', '07700 900123'],
  ['email', { address: 'Wally.R@example.org' }, 'email', 'wally.r@EXAMPLE.org'],
  ['online-name', { service: 'Examplegram', name: '@WallyR' }, 'onlineName', 'wallyr'],
  ['vehicle', { registration: 'AB12 CDE', rightOfUse: 'keeper' }, 'vehicle', 'ab12cde'],
  [
    'address',
    { kind: 'HOME', flat: '', line: '14 Nettlebank Road', town: 'Telford', postcode: 'TF3 4NA', children: 'no' },
    'address',
    '14 nettlebank rd, tf34na',
  ],
] as const
for (const [kind, body, field, typed] of details)
  test(`${kind} finds the person in every written form: in its field, in the one box, and with a name`, async () => {
    const { ...example } = factExamples[kind] as Record<string, unknown>
    const added = await factOf(kind, { ...example, ...body })
    assert.equal(added.status, 201, await added.text())
    assert.deepEqual(await idsOf({ [field]: typed }), [walter])
    if (kind !== 'online-name') assert.deepEqual(await idsOf({ q: typed }), [walter], typed)
    assert.deepEqual(await idsOf({ q: 'corwin thrupp', [field]: typed }), [walter])
    const [hit] = (await find({ [field]: typed })).hits
    assert.match(hit!.why.join(), /^Same /)
    assert.ok(hit!.identifier!.value.length > 0)
    // Of a record elsewhere in counter-terrorism one learns whom to ring by an exact address, and nothing by the rest.
    const { hits, contacts } = await find({ [field]: typed }, elsewhere)
    assert.deepEqual([hits.length, contacts.length], [0, kind === 'address' ? 1 : 0])
  })

test('an address in part is known at full only: its postcode, its street', async () => {
  assert.deepEqual(await idsOf({ postcode: 'tf3 4na' }), [walter])
  assert.deepEqual(await idsOf({ address: 'Nettlebank Road' }), [walter])
  assert.deepEqual(await idsOf({ address: 'nettlebank rd', postcode: 'TF3 4NA' }), [walter])
  for (const query of [{ postcode: 'tf3 4na' }, { address: 'Nettlebank Road' }, { q: 'thrupp tf34na' }]) {
    const { hits, contacts } = await find(query, elsewhere)
    assert.deepEqual([hits, contacts], [[], []])
  }
})

for (const query of [
  { q: '14 Nettlebank Road' },
  { q: '14 nettlebank rd' },
  { q: 'nettlebank road' },
  { q: 'Flat 1, 14 Nettlebank Road, Telford' },
  { q: 'nettlebank road telford' },
  { q: 'corwin thrupp, 14 Nettlebank Road, Telford' },
  { q: '14 Nettlebank Road 3/7/1982' },
  { q: 'TF3 4NA' },
  { q: 'tf3' },
  { q: 'TF3 4' },
  { q: 'thrupp tf3' },
  { postcode: 'TF3' },
  { postcode: 'tf3', address: 'Nettlebank Road' },
  { address: '14 Nettlebank Road, Telford' },
  { born: '1982', place: 'Telford' },
] as Record<string, string>[])
  test(`part of an address finds whoever has the record in full: ${JSON.stringify(query)}`, async () => {
    assert.deepEqual(await idsOf(query), [walter])
    const { hits, contacts } = await find(query, elsewhere)
    assert.deepEqual([hits, contacts], [[], []])
  })

for (const q of ['15 Nettlebank Road', '14 Nettlebank Road, Shrewsbury', 'TF4', 'TF3 5'])
  test(`"${q}" finds nobody, and the page says what would`, async () => {
    assert.deepEqual(await idsOf({ q }), [])
    const page = await fetch(`${address}/search?${new URLSearchParams({ q }).toString()}`, {
      headers: { cookie: `concord_session=${officer}`, accept: 'text/html' },
    })
    assert.match(await page.text(), /only records that you have in full/)
  })

test('a record’s number finds it wherever it stands in what is typed', async () => {
  const { rows } = await owner.query<{ reference: string }>(
    'select reference from nominal_file where nominal_id = $1',
    [walter],
  )
  for (const q of [
    rows[0]!.reference,
    rows[0]!.reference.toLowerCase().replaceAll('-', ' '),
    `thrupp ${rows[0]!.reference}`,
  ])
    assert.deepEqual(await idsOf({ q }), [walter], q)
})

test('what does not fit together is left out, the name or the facts, and that is said', async () => {
  const other = await find({ q: 'lukasz dabrowski', telephone: '07700 900123' })
  assert.deepEqual([other.hits.map(({ id }) => id), other.leftOut], [[walter], 'name'])
  const unknown = await find({ q: 'lukasz dabrowski', telephone: '07700 900999' })
  assert.deepEqual([unknown.hits.map(({ id }) => id), unknown.leftOut], [[lukasz], 'facts'])
  assert.equal((await find({ telephone: '07700 900999' })).leftOut, null)
})

for (const [query, finds] of [
  [{ q: 'ratcliffe', born: '1982-07' }, true],
  [{ q: 'wilter ratklif', born: '1982-07' }, true],
  [{ q: 'ratcliffe', born: '1982' }, true],
  [{ q: 'ratcliffe 1982' }, true],
  [{ q: 'ratcliffe july 1982' }, true],
  [{ q: 'walter ratcliffe', born: '1983' }, true], // said to differ
  [{ q: 'walter ratclif smith', born: '1983' }, false],
  [{ q: 'ratcliffe', born: '1982-08' }, false],
  [{ q: 'ratcliffe', ageFrom: '16', ageTo: '20' }, false],
  [{ q: 'ratcliffe', ageFrom: '40', ageTo: '60' }, true],
  [{ q: 'ratcliffe', status: 'unknown' }, true],
  [{ q: 'ratcliffe', status: 'dead' }, false],
  [{ q: 'ratcliffe', agency: 'CTWM' }, true],
  [{ q: 'ratcliffe', agency: '22' }, false],
  [{ q: 'ratcliffe', place: 'telford' }, true],
  [{ q: 'ratcliffe', place: 'TF3' }, true],
  [{ q: 'ratcliffe', place: 'Leeds' }, false],
  [{ q: 'ratcliffe', category: '4' }, false],
  [{ telephone: '07700 900123', status: 'dead' }, false],
  [{ telephone: '07700 900123', born: '1982' }, true],
] as const)
  test(`${JSON.stringify(query)} ${finds ? 'finds' : 'does not find'} him`, async () =>
    assert.deepEqual(await idsOf(query), finds ? [walter] : []))

test('about an age is three years either way', async () => {
  const today = Temporal.Now.plainDateISO('Europe/London')
  const age = Temporal.PlainDate.from('1982-07-03').until(today, { largestUnit: 'year' }).years
  assert.deepEqual(await idsOf({ q: 'ratcliffe', about: String(age + 3) }), [walter])
  assert.deepEqual(await idsOf({ q: 'ratcliffe', about: String(age + 5) }), [])
})

test('a place or a category is asked only of what one may see: at summary neither shows', async () => {
  const there = await aNominal(owner, {
    names: [{ forenames: 'Ottoline', surname: 'Farthingale' }],
    address: '3 Some Street',
    unit: '22-PPU',
  })
  assert.deepEqual(await idsOf({ q: 'farthingale' }), [there])
  assert.deepEqual(await idsOf({ q: 'farthingale', place: 'Telford' }), [])
  assert.deepEqual(await idsOf({ postcode: 'TF3 4NA', q: 'farthingale' }), [walter])
  assert.equal((await find({ postcode: 'TF3 4NA', q: 'farthingale' })).leftOut, 'name')
})

test('a name that an officer writes finds the person at once; one that was withdrawn finds nobody', async () => {
  const example = factExamples['name'] as Record<string, unknown>
  const added = await factOf('name', { ...example, given: 'Peregrine', family: 'Quillfeather' })
  assert.equal(added.status, 201, JSON.stringify(await added.clone().json()))
  const { id } = (await added.json()) as { id: string }
  assert.deepEqual(await idsOf({ q: 'peregrin quillfether' }), [walter])
  await owner.query(
    `insert into withdrawal (id, nominal_id, fact_table, fact_id, reason, recorded_by, agency_id)
     select gen_random_uuid(), f.nominal_id, 'known_name', f.id, 'Another person', f.recorded_by, f.agency_id from known_name f where f.id = $1`,
    [id],
  )
  assert.deepEqual(await idsOf({ q: 'peregrine quillfeather' }), [])
  assert.deepEqual(await idsOf({ q: 'walter ratcliffe' }), [walter])
})

test('what keys do not find is sought further: by letters that look alike, and by beginnings', async () => {
  const [caleb] = [await aNominal(owner, { names: [{ forenames: 'Campbell', surname: 'Hetherslaw' }], unit: '22-PPU' })]
  for (const q of ['Cam Hetherslaw', 'Cammie Hetherslaw', 'Campbell Hetehrslwa', 'hetherslawe-x campbell'])
    assert.ok((await idsOf({ q })).includes(caleb), q)
})

test('a hit shows the status of the day, and the filter asks for it, although nobody has written it yet', async () => {
  await owner.query(
    `update nominal_headline set status = 'custody', status_place = null, turns_at = now() - interval '1 minute' where nominal_id = $1`,
    [abdiHassan],
  )
  const { hits } = await find({ q: 'abdi hassan' })
  assert.deepEqual(
    hits.filter(({ id }) => id === abdiHassan).map(({ status }) => status),
    ['unknown'],
  )
  assert.deepEqual(await idsOf({ q: 'abdi hassan', status: 'custody' }), [])
})

test('the log has everyone who was returned, with the access found, and nothing of what was asked', async () => {
  const token = await beginApiSession(db, 'ctnm-officer', 'the log of searches')
  await find({ q: 'Walter Ratcliffe 3/7/1982' }, token)
  await find({ q: 'lukasz dabrowski' }, token)
  await find({ q: 'Zebedee Unheardof' }, token)
  await ask({ q: 'aged 40' }, token)
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
