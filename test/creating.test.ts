// A record is created: by people and by programs; after a look at who is on record, within the access of whoever asks; once, however
// often the form is sent; found afterwards by what stands. And what the database refuses when one goes round the program.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { hashOfToken, newId, openPool, type NominalId, type Role } from '#platform'
import { homeView } from '../src/access/home.views.ts'
import { mayWrite } from '../src/nominals/fact-rights.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
const app = new pg.Client(database.appUrl)
await Promise.all([owner.connect(), app.connect()])
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), app.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  const token = tokens.get(signIn) ?? (await beginApiSession(db, signIn, 'creating'))
  tokens.set(signIn, token)
  return token
}

type Answer = {
  readonly status: number
  readonly location: string | null
  readonly body: Readonly<Record<string, unknown>>
}
const ask = async (signIn: string, method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
  const reply = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${await tokenOf(signIn)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, location: reply.headers.get('location'), body: (await reply.json()) as never }
}
const basis = { kind: 'soa-2003-part-2', counterTerrorism: false }
const create = (signIn: string, body: Record<string, unknown>) =>
  ask(signIn, 'POST', '/api/v1/nominals', { basis, ...body })
const found = async (signIn: string, q: string, born?: string): Promise<readonly string[]> => {
  const query = new URLSearchParams({ q, ...(born === undefined ? {} : { born }) })
  const { body } = await ask(signIn, 'GET', `/api/v1/nominals?${query.toString()}`)
  return [
    ...(body['hits'] as readonly { id: string }[]).map(({ id }) => id),
    ...(body['contacts'] as readonly { quote: string }[]).map(({ quote }) => quote),
  ]
}
const rowsOf = async <Row extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(text, values)).rows

test('a record is made whole: numbered, in its unit’s hands, with its basis, open to its maker and found', async () => {
  const made = await create('force-officer', {
    names: [
      { given: 'Leopold', family: 'Winterbourne' },
      { kind: 'NICKNAME', given: 'Leo', family: 'Winter' },
      { given: 'Леопольд', family: 'Винтер', script: 'Cyrillic' },
    ],
    birth: { asGiven: '3 7 1982', place: 'Ludlow' },
    sex: 'M',
    identifiers: [{ asGiven: 'PNC 02/73319Z' }],
    source: 'Custody record of today',
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const id = made.body['id'] as string
  assert.match(made.body['reference'] as string, /^CN-\d\d-\d{6}$/)
  assert.equal(made.location, `/api/v1/nominals/${id}`)
  const { body } = await ask('force-officer', 'GET', `/api/v1/nominals/${id}`)
  const record = body as unknown as Record<string, readonly Record<string, unknown>[]>
  assert.deepEqual(
    [body['access'], body['name'], body['recordManager'], body['unit'], body['basisConfirmed']],
    ['full', 'Leopold Winterbourne', 'PC Joanne Merrick', 'Public Protection Unit', true],
  )
  assert.deepEqual(
    record['names']!.map(({ fullName, script, by, source }) => [fullName, script, by, source]),
    [
      ['Leopold Winterbourne', '', 'PC Joanne Merrick', 'Custody record of today'],
      ['Leo Winter', '', 'PC Joanne Merrick', 'Custody record of today'],
      ['Леопольд Винтер', 'Cyrillic', 'PC Joanne Merrick', 'Custody record of today'],
    ],
  )
  assert.deepEqual(
    [record['births']![0]!['bornOn'], record['sexes']![0]!['code'], record['identifiers']![0]!['canonical']],
    ['1982-07-03', 'M', '2002/0073319Z'],
  )
  for (const [q, born] of [
    ['winterborne leopold', undefined],
    ['leo winter', '1982-07-03'],
    ['2002/73319Z', undefined],
    ['Леопольд Винтер', undefined],
  ] as const)
    assert.deepEqual(await found('force-officer', q, born), [id], q)
  const log = await rowsOf(
    `select e.action, e.outcome, e.field_groups, s.access from audit_entry e join audit_subject s on s.entry_id = e.id
      where s.nominal_id = $1 and e.action = 'nominal.created'`,
    id,
  )
  assert.deepEqual(log, [{ action: 'nominal.created', outcome: 'done', field_groups: [], access: 'full' }])
})

test('a part of a date of birth, one name, an invalid number: they are kept as they were given', async () => {
  const made = await create('force-officer', {
    names: [{ given: 'Zarqania' }],
    birth: { asGiven: 'about 1980' },
    identifiers: [{ kind: 'pnc', asGiven: '02/73319A' }],
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { body } = await ask('force-officer', 'GET', `/api/v1/nominals/${made.body['id'] as string}`)
  const record = body as unknown as Record<string, readonly Record<string, unknown>[]>
  assert.deepEqual(
    [record['births']![0]!['bornOn'], record['births']![0]!['asGiven'], record['identifiers']![0]!['valid']],
    [null, 'about 1980', false],
  )
  assert.deepEqual(await found('force-officer', 'zarqania'), [made.body['id']])
})

test('a program is told every reason at once, and nothing is made', async () => {
  const [{ count }] = (await rowsOf<{ count: number }>('select count(*)::integer as count from nominal')) as [
    { count: number },
  ]
  const refused = await create('force-officer', {
    names: [{ given: '---' }],
    birth: { asGiven: 'banana' },
    basis: { kind: 'discretionary', counterTerrorism: false, offence: 'Referred to Prevent' },
    manager: 'unallocated',
  })
  assert.equal(refused.status, 422)
  assert.deepEqual((refused.body['errors'] as readonly { field: string }[]).map(({ field }) => field).toSorted(), [
    'basis.decider',
    'basis.offence',
    'basis.reviewOn',
    'birth.asGiven',
    'manager',
    'names.0.given',
  ])
  assert.equal((await create('force-officer', { names: [{ family: 'Nobodyson' }], basis: {} })).status, 422)
  const [after] = await rowsOf<{ count: number }>('select count(*)::integer as count from nominal')
  assert.equal(after!.count, count)
})

const known = {
  names: [{ forenames: 'Barnaby', surname: 'Oakenshott' }],
  bornOn: '1979-02-11',
  numbers: [['pnc', '2009/0480102L']],
} as const
const asTyped = { names: [{ given: 'Barnaby', family: 'Oakenshott' }], birth: { asGiven: '11 Feb 1979' } }

test('somebody known is shown first, with why; it is made only when they are answered for, with a reason where a number is shared', async () => {
  const mine = await aNominal(owner, { ...known, unit: '22-PPU', manager: 'force-officer' })
  const body = { ...asTyped, identifiers: [{ asGiven: '09/480102L', kind: 'pnc' }] }
  const first = await create('force-officer', body)
  assert.equal(first.status, 409)
  const { hits, contacts } = first.body['candidates'] as {
    hits: readonly { id: string; why: readonly string[] }[]
    contacts: unknown[]
  }
  assert.deepEqual([hits.map(({ id }) => id), contacts], [[mine], []])
  assert.match(hits[0]!.why.join('; '), /Same PNC number/)
  const second = await create('force-officer', { ...body, checked: [mine] })
  assert.equal(second.status, 422)
  assert.deepEqual(second.body['errors'], [
    { field: 'somebodyElse', text: 'Say why it is somebody else although a number is the same' },
  ])
  const third = await create('force-officer', { ...body, checked: [mine], somebodyElse: 'His brother used his name' })
  assert.equal(third.status, 201, JSON.stringify(third.body))
  assert.deepEqual(
    await rowsOf(
      'select other_id, row_id, somebody_else, reason from kept_apart where nominal_id = $1',
      third.body['id'],
    ),
    [
      {
        other_id: mine,
        row_id: null,
        somebody_else: 'His brother used his name',
        reason: 'shares the number 2009/0480102L (pnc); the same full name and date of birth',
      },
    ],
  )
  const log = await rowsOf(
    `select e.action || ' ' || e.outcome as entry from audit_entry e join audit_subject s on s.entry_id = e.id
      where s.nominal_id = $1 and e.action like 'nominal.c%' order by e.at`,
    mine,
  )
  assert.deepEqual(log, [{ entry: 'nominal.checked done' }, { entry: 'nominal.checked refused' }])
})

test('of a record that is contact one learns whom to ring, by the whole name and date of birth or a valid number, and no more', async () => {
  const theirs = await aNominal(owner, {
    names: [{ forenames: 'Philippa', surname: 'Marchbanks' }],
    bornOn: '1988-10-02',
    numbers: [['noms', 'A8126DY']],
    unit: 'CTNW-NM',
    counterTerrorism: true,
  })
  const body = { names: [{ given: 'Philippa', family: 'Marchbanks' }] }
  const told = async (more: object) => (await create('ctnm-officer', { ...body, ...more, basis: {} })).status
  // (an empty basis: nothing is made by asking)
  assert.deepEqual(
    [await told({}), await told({ birth: { asGiven: '1988' } }), await told({ birth: { asGiven: '2 October 1988' } })],
    [422, 422, 409],
  )
  const { body: asked } = await create('ctnm-officer', { ...body, identifiers: [{ kind: 'noms', asGiven: 'a8126dy' }] })
  const { hits, contacts } = asked['candidates'] as { hits: unknown[]; contacts: readonly Record<string, string>[] }
  assert.deepEqual(
    [hits, Object.keys(contacts[0]!).toSorted()],
    [[], ['access', 'dutyDesk', 'dutyTelephone', 'id', 'quote', 'safetyInstruction']],
  )
  // (its id leads to the page from which one asks for more)
  assert.equal(contacts[0]!['id'], theirs)
  assert.doesNotMatch(JSON.stringify(asked), /1988|CN-26/)
  const quote = contacts[0]!['quote']!
  const again = { ...body, identifiers: [{ kind: 'noms', asGiven: 'A8126DY' }], checked: [quote] }
  const refused = await create('ctnm-officer', again)
  assert.deepEqual(refused.body['errors'], [
    { field: 'somebodyElse', text: 'Say what the desk told you, and why it is somebody else' },
  ])
  const made = await create('ctnm-officer', { ...again, somebodyElse: 'The desk says that she is in prison' })
  assert.equal(made.status, 201)
  assert.deepEqual(await rowsOf('select other_id from kept_apart where nominal_id = $1', made.body['id']), [
    { other_id: theirs },
  ])
})

test('roles that do not write create nothing, and neither do officers whose vetting has lapsed', async () => {
  for (const signIn of [
    'local-contact',
    'mappa-coordinator',
    'control-room',
    'auditor',
    'data-steward',
    'reconciliation-desk',
    'administrator',
  ]) {
    const as = signIn === 'local-contact' ? 'force-contact' : signIn
    assert.equal((await create(as, { names: [{ family: 'Nobodyson' }] })).status, 403, as)
  }
  await owner.query('begin')
  await owner.query(
    `update vetting set during = daterange(lower(during), current_date) where officer_id = (select id from officer where subject = 'nsd-senior')`,
  )
  await owner.query('commit')
  assert.equal((await create('nsd-senior', { names: [{ family: 'Nobodyson' }] })).status, 403)
})

test('a supervisor may leave a record with nobody named', async () => {
  const made = await create('ctnm-supervisor', {
    names: [{ given: 'Hesper', family: 'Tollgate' }],
    manager: 'unallocated',
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.deepEqual(
    await rowsOf(
      'select officer_id, post_id is not null as post from record_manager where nominal_id = $1',
      made.body['id'],
    ),
    [{ officer_id: null, post: true }],
  )
})

test('of two who create the same person at once the second is shown the first one’s', async () => {
  for (const [n, body] of [
    { names: [{ given: 'Marguerite', family: 'Ashplant' }] },
    { names: [{ given: 'Septimus', family: 'Hallowdene' }], birth: { asGiven: '1 5 1970' } },
    { names: [{ given: 'Ivo', family: 'Brackenridge' }], identifiers: [{ kind: 'crn', asGiven: 'X320741' }] },
  ].entries()) {
    const answers = await Promise.all([create('force-officer', body), create('force-officer', body)])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 409],
      `${n} ${JSON.stringify(answers)}`,
    )
    const made = answers.find(({ status }) => status === 201)!.body['id']
    const shown = answers.find(({ status }) => status === 409)!.body['candidates'] as {
      hits: readonly { id: string }[]
    }
    assert.deepEqual(
      shown.hits.map(({ id }) => id),
      [made],
    )
  }
  // Elsewhere in counter-terrorism the second learns whom to ring, and no more.
  const hers = {
    names: [{ given: 'Ursula', family: 'Penwarden' }],
    birth: { asGiven: '4 4 1984' },
    basis: { ...basis, counterTerrorism: true },
  }
  const both = await Promise.all([create('ctnm-officer', hers), create('ctnm-officer-elsewhere', hers)])
  const late = both.find(({ status }) => status === 409)!.body['candidates'] as { hits: unknown[]; contacts: unknown[] }
  assert.deepEqual([late.hits.length, late.contacts.length], [0, 1])
})

test('whoever searched and found nobody is shown the way, if they may go it', async () => {
  const nobody = '/search?q=Xerxes+Nowhereson'
  const [officer, coordinator] = [visitor(address), visitor(address)]
  await officer.signIn('force-officer')
  await coordinator.signIn('mappa-coordinator')
  assert.match(await (await officer.get(nobody)).text(), /href="\/nominals\/new"/)
  const page = await (await coordinator.get(nobody)).text()
  assert.match(page, /Nothing that you may see was found/)
  assert.doesNotMatch(page, /nominals\/new/)
})

/** The form of the last page, which makes the record. */
const makingIn = (page: string) =>
  formIn(
    [...page.matchAll(/<form[\s\S]*?<\/form>/g)].map(([form]) => form).find(form => form.includes('value="make"'))!,
    /new/,
  )

const inFull = { kind: 'soa-2003-part-2', counterTerrorism: 'no' }
test('on pages: who is it, who it may be, why; the form sent twice makes one record and leads to it', async () => {
  const officer = visitor(address)
  await officer.signIn('force-officer')
  assert.match(await (await officer.get('/')).text(), /href="\/nominals\/new"/)
  const { action, fields } = formIn(await (await officer.get('/nominals/new')).text(), /nominals\/new/)
  const typed = {
    ...fields,
    'names.0.given': 'Rosalind',
    'names.0.family': 'Thistlewood',
    'birth.asGiven': '9 9 1990',
    'identifiers.0.asGiven': 'x',
  }
  const refused = await officer.post(action, typed)
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /Choose the kind of number/)
  const clear = await officer.post(action, { ...typed, 'identifiers.0.asGiven': '' })
  assert.equal(clear.status, 200)
  const page = await clear.text()
  assert.match(page, /Nobody that you may see is on record/)
  const last = makingIn(page)
  assert.equal(last.fields['names.0.family'], 'Thistlewood')
  const unsaid = await officer.post(last.action, last.fields)
  assert.equal(unsaid.status, 422)
  const again = makingIn(await unsaid.text())
  const [one, two] = await Promise.all([1, 2].map(() => officer.post(again.action, { ...again.fields, ...inFull })))
  assert.deepEqual([one!.status, two!.status], [303, 303])
  assert.equal(one!.headers.get('location'), two!.headers.get('location'))
  const third = await officer.post(again.action, { ...again.fields, ...inFull, offence: 'Another' })
  assert.equal(third.headers.get('location'), one!.headers.get('location'))
  assert.match(await (await officer.get(one!.headers.get('location')!)).text(), /Rosalind Thistlewood/)

  // The same person again, and then changing one's mind about who it is.
  const found = await officer.post(action, { ...typed, 'identifiers.0.asGiven': '', once: newId() })
  const shown = await found.text()
  assert.match(shown, /Is it one of these\?/)
  assert.ok(shown.includes(`href="${one!.headers.get('location')}"`))
  const otherwise = [...shown.matchAll(/<form[^>]*action="\/nominals\/new"[^>]*>[\s\S]*?<\/form>/g)].map(
    ([form]) => form,
  )
  const back = await officer.post('/nominals/new', formIn(otherwise[0]!, /new/).fields)
  assert.match(await back.text(), /value="Thistlewood"/)
  const on = await officer.post('/nominals/new', formIn(otherwise[1]!, /new/).fields)
  assert.match(await on.text(), /Why there is a record/)
})

test('two officers, two forms, one person: the second is stopped at the last page and shown the record', async () => {
  const [one, two] = [visitor(address), visitor(address)]
  await one.signIn('force-officer')
  await two.signIn('force-officer')
  const typed = { 'names.0.given': 'Cornelius', 'names.0.family': 'Farthingale' }
  const forms = await Promise.all(
    [one, two].map(async who => makingIn(await (await who.post('/nominals/new', { ...typed, once: newId() })).text())),
  )
  const first = await one.post('/nominals/new', { ...forms[0]!.fields, ...inFull })
  assert.equal(first.status, 303)
  const second = await two.post('/nominals/new', { ...forms[1]!.fields, ...inFull, offence: 'Typed with care' })
  assert.equal(second.status, 409)
  const page = await second.text()
  assert.match(page, /The record has not been made/)
  assert.ok(page.includes(first.headers.get('location')!))
  assert.match(page, /value="Typed with care"/)
})

test('a name that is added is found, one that is corrected or withdrawn is not, and the others still are', async () => {
  const made = await create('force-officer', {
    names: [{ given: 'Algernon', family: 'Pettibone' }],
    birth: { asGiven: '5 5 1975' },
  })
  const id = made.body['id'] as NominalId
  const at = `/api/v1/nominals/${id}/facts/name`
  const alias = await ask('force-officer', 'POST', at, { kind: 'ALIAS', given: 'Crispin', family: 'Gallowglass' })
  assert.equal(alias.status, 201)
  assert.deepEqual(await found('force-officer', 'crispin gallowglass'), [id])
  const ifMatch = (fact: Answer) => ({ 'if-match': `"${fact.body['id'] as string}"` })
  const corrected = await ask(
    'force-officer',
    'PUT',
    `${at}/${alias.body['id'] as string}`,
    { kind: 'ALIAS', given: 'Crispin Octavian', family: 'Hollowglass' },
    ifMatch(alias),
  )
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
  assert.deepEqual(await found('force-officer', 'octavian hollowglass'), [id])
  const keys = async () =>
    (await rowsOf<{ key: string }>('select distinct key from full_name_key where nominal_id = $1 order by 1', id)).map(
      ({ key }) => key,
    )
  assert.deepEqual(await keys(), ['ALGERNON PETTIBONE', 'CRISPIN HOLLOWGLASS', 'CRISPIN HOLLOWGLASS OCTAVIAN'])
  const ended = await ask(
    'force-officer',
    'POST',
    `${at}/${alias.body['id'] as string}/end`,
    { to: '2020-01-01' },
    ifMatch(corrected),
  )
  assert.equal(ended.status, 200)
  assert.deepEqual(await found('force-officer', 'octavian hollowglass'), [id])
  const gone = await ask(
    'force-officer',
    'POST',
    `${at}/${alias.body['id'] as string}/withdrawal`,
    { why: 'Another man' },
    ifMatch(ended),
  )
  assert.equal(gone.status, 200)
  assert.deepEqual(await found('force-officer', 'octavian hollowglass'), [])
  assert.deepEqual(await keys(), ['ALGERNON PETTIBONE'])
  assert.deepEqual(await found('force-officer', 'algernon pettibone', '1975-05-05'), [id])
  assert.deepEqual(
    await rowsOf(
      'select count(*)::integer as left from name_pair p where nominal_id = $1 and not exists (select from known_name k where k.id = p.name_id and k.superseded_at is null)',
      id,
    ),
    [{ left: 0 }],
  )
})

test('whole names are exactly those of the names that stand, where one of them holds the words of another too', async () => {
  const made = await create('force-officer', {
    names: [
      { given: 'Orlando', family: 'Quickfall' },
      { given: 'Basil', family: 'Quickfall' },
    ],
  })
  const id = made.body['id'] as NominalId
  const at = `/api/v1/nominals/${id}/facts/name`
  const { body } = await ask('force-officer', 'GET', `/api/v1/nominals/${id}?sections=names`)
  const basil = (body['names'] as readonly { id: string; given: string }[]).find(({ given }) => given === 'Basil')!
  const changed = await ask(
    'force-officer',
    'PUT',
    `${at}/${basil.id}`,
    { kind: 'ALIAS', given: 'Orlando Basil', family: 'Quickfall' },
    { 'if-match': `"${basil.id}"` },
  )
  assert.equal(changed.status, 200)
  assert.deepEqual(
    (await rowsOf<{ key: string }>('select distinct key from full_name_key where nominal_id = $1 order by 1', id)).map(
      ({ key }) => key,
    ),
    ['BASIL ORLANDO QUICKFALL', 'ORLANDO QUICKFALL'],
  )
})

test('a number that was corrected or withdrawn finds nobody, and neither does a date of birth', async () => {
  const made = await create('force-officer', {
    names: [{ given: 'Peregrine', family: 'Umberleigh' }],
    birth: { asGiven: '6 6 1966' },
    identifiers: [{ kind: 'noms', asGiven: 'A1234AA' }],
  })
  const id = made.body['id'] as NominalId
  assert.deepEqual(await found('force-officer', 'A1234AA'), [id])
  const { body } = await ask('force-officer', 'GET', `/api/v1/nominals/${id}?sections=identifiers,births`)
  const [number] = body['identifiers'] as readonly { id: string }[]
  const corrected = await ask(
    'force-officer',
    'PUT',
    `/api/v1/nominals/${id}/facts/identifier/${number!.id}`,
    { kind: 'noms', asGiven: 'A1234AB' },
    { 'if-match': `"${number!.id}"` },
  )
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body))
  assert.deepEqual([await found('force-officer', 'A1234AA'), await found('force-officer', 'A1234AB')], [[], [id]])
  // The old number is nobody's, so a record may be made with it and no pair is kept.
  const other = await create('force-officer', {
    names: [{ given: 'Hilary', family: 'Wexcombe' }],
    identifiers: [{ kind: 'noms', asGiven: 'A1234AA' }],
  })
  assert.equal(other.status, 201)
  assert.deepEqual(await rowsOf('select other_id from kept_apart where nominal_id = $1', other.body['id']), [])
})

test('who may write records is told the way to make one on their first page, and nobody else is', () => {
  for (const role of [
    'officer',
    'supervisor',
    'region-lead',
    'duty-officer',
    'local-contact',
    'control-room',
    'mappa-coordinator',
    'auditor',
    'data-steward',
    'administrator',
    'inspector',
  ] as readonly Role[])
    assert.equal(
      homeView({ role, work: null }).work.some(({ href }) => href === '/nominals/new'),
      mayWrite(role),
      role,
    )
})

// Round the program, as the server's own role, with whoever is asking entered.
const asOfficer = async <Result>(signIn: string, work: () => Promise<Result>): Promise<Result> => {
  await app.query('begin')
  try {
    await app.query('select enter($1)', [hashOfToken(await tokenOf(signIn))])
    return await work()
  } finally {
    await app.query('rollback')
  }
}
const wholeName = JSON.stringify([
  { id: newId(), kind: 'name', family: 'Round', given: 'Goes', full_name: 'Goes Round', keys: ['GOES ROUND'] },
])
const wholeBasis = JSON.stringify({
  id: newId(),
  kind: 'soa-2003-part-2',
  words: 'Notification',
  confirmed: true,
  counter_terrorism: false,
  during: '(,)',
})
const roundAbout = ({ names = wholeName, basis = wholeBasis as string | null, unallocated = false }) =>
  app.query('select create_nominal($1, $2, $3, $4, $5, $5, $5, $6, $7, $8, $9, $10) as reference', [
    newId(),
    newId(),
    'GOES-0001',
    names,
    '[]',
    basis,
    unallocated,
    '',
    [],
    '',
  ])
const isRefused = (code: string) => (error: unknown) => error instanceof Error && 'code' in error && error.code === code

test('the database itself makes a record for those who may, and refuses one without a name, a basis or a manager', async () => {
  const made = await asOfficer('force-officer', () => roundAbout({}))
  assert.match((made.rows[0] as { reference: string }).reference, /^CN-/)
  for (const [what, how, code] of [
    ['no basis', { basis: null }, '23514'],
    ['a basis that is none', { basis: '{}' }, '23514'],
    ['a basis to be confirmed', { basis: wholeBasis.replace('soa-2003-part-2', 'to-be-confirmed') }, '23514'],
    ['a basis that nobody confirmed', { basis: wholeBasis.replace('true', 'false') }, '23514'],
    ['a basis that has ended', { basis: wholeBasis.replace('(,)', '[2020-01-01,2021-01-01)') }, '23514'],
    [
      'a discretionary basis without its offence',
      { basis: wholeBasis.replace('soa-2003-part-2', 'discretionary') },
      '23514',
    ],
    ['no name', { names: '[]' }, '23514'],
    ['an empty name', { names: wholeName.replace('Goes Round', '') }, '23514'],
    ['nobody named, by an officer', { unallocated: true }, '42501'],
  ] as const)
    await assert.rejects(
      asOfficer('force-officer', () => roundAbout(how)),
      isRefused(code),
      what,
    )
  for (const role of ['auditor', 'mappa-coordinator', 'data-steward', 'nsd-senior'])
    await assert.rejects(
      asOfficer(role, () => roundAbout({})),
      isRefused('42501'),
      role,
    )
  await assert.rejects(roundAbout({}), isRefused('42501'), 'nobody signed in')
  await assert.rejects(
    asOfficer('force-officer', async () => {
      await app.query(`select set_config('app.unit', (select id::text from unit where code = 'CTNW-NM'), true)`)
      return roundAbout({})
    }),
    isRefused('23514'),
    'another agency’s unit',
  )
})

test('nor can the server write the rows of a record otherwise, or read the pairs', async () => {
  for (const statement of [
    `insert into nominal (id, quote) values (gen_random_uuid(), 'X')`,
    `insert into nominal_file (nominal_id, reference) values (gen_random_uuid(), 'X')`,
    'insert into creation (officer_id, once, nominal_id) select o.id, gen_random_uuid(), gen_random_uuid() from officer o',
    'select from kept_apart',
    'select from creation_turn',
    'select from full_name_key',
  ])
    await assert.rejects(
      asOfficer('force-officer', () => app.query(statement)),
      isRefused('42501'),
      statement,
    )
})
