// A compartment: what is inside is none to everybody but its members, who hold the vetting that it asks for. Who makes one, who is let in, what is
// put in and taken out; and that it, its name and its members are nothing to everybody else. Each rule is tried past the program too.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { needToKnowUpkeep } from '#need-to-know'
import { act, hashOfToken, newId, openPool, type NominalId, type OfficerId } from '#platform'
import {
  readCompartment,
  readCompartmentEnd,
  readEnclosing,
  readMemberEnd,
  readResponsible,
  type CompartmentId,
} from '../src/need-to-know/compartment.ts'
import { aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const [sponsor, second, officer, outsider, lead] = [
  'ctnm-supervisor',
  'ctnm-duty-officer',
  'ctnm-officer',
  'force-officer',
  'ctnm-region-lead',
]
const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'compartments'))
  return tokens.get(signIn)!
}
const rows = async <Row>(statement: string, ...values: unknown[]): Promise<readonly Row[]> =>
  (await owner.query(statement, values)).rows as Row[]
const asking = async (signIn: string, path: string, body?: object) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, text, body: JSON.parse(text) as Record<string, never> }
}
const asSql = async <Result>(signIn: string, work: (tx: Parameters<Parameters<typeof act>[2]>[0]) => Promise<Result>) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => ({
    result: await work(tx),
    audit: { action: 'test.gone-round' },
  }))
const idOf = async (signIn: string): Promise<OfficerId> =>
  (await rows<{ id: OfficerId }>('select id from officer where subject = $1', signIn))[0]!.id
const nameOf = async (signIn: string): Promise<string> =>
  (await rows<{ name: string }>('select name from officer where subject = $1', signIn))[0]!.name

const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
const inDays = (days: number): string => today.add({ days }).toString()
const made = async (more: object = {}): Promise<string> => {
  const { status, body, text } = await asking(sponsor, '/compartments', {
    name: 'Walnut',
    kind: 'victim',
    level: 'sc',
    purpose: 'Those who are named in one case',
    second: await nameOf(second),
    review: inDays(90),
    ...more,
  })
  assert.equal(status, 201, text)
  return body['compartment'] as unknown as string
}
const joined = async (compartment: string, signIn: string): Promise<void> => {
  const { status, text } = await asking(sponsor, `/compartments/${compartment}/members`, {
    officer: await nameOf(signIn),
    until: inDays(60),
    why: 'Works on the case',
  })
  assert.equal(status, 200, text)
}
const somebody = (more: Partial<Person> = {}): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: officer,
    names: [{ forenames: 'Sabina', surname: 'Trevelyan' }],
    bornOn: '1990-04-04',
    ...more,
  })
const seenAs = async (signIn: string, nominal: string): Promise<string> => {
  const { status, body } = await asking(signIn, `/nominals/${nominal}`)
  return status === 404 ? 'none' : (body['access'] as unknown as string)
}
const enclosed = async (nominal: string, compartment: string, as = sponsor) =>
  asking(as, `/nominals/${nominal}/compartments`, { compartment, why: 'Named as a victim of the case' })

test('a compartment is refused with every reason at once', async () => {
  const me = await idOf(sponsor)
  const empty = readCompartment({}, { found: [], enough: [], me, today })
  assert.deepEqual(!empty.agreed && empty.refusals.map(({ field }) => field), [
    'name',
    'kind',
    'level',
    'purpose',
    'second',
    'review',
  ])
  const self = [{ asked: 'X Y', id: me, name: 'X Y', unit: 'Z' }]
  const wrong = readCompartment(
    {
      name: 'x'.repeat(61),
      kind: 'operation',
      level: 'dv',
      purpose: 'x'.repeat(501),
      second: 'X Y',
      review: inDays(91),
    },
    { found: self, enough: [], me, today },
  )
  assert.deepEqual(!wrong.agreed && wrong.refusals.map(({ field }) => field), [
    'name',
    'level',
    'purpose',
    'second',
    'second',
    'review',
  ])
  const one = {
    officer: me,
    name: 'X Y',
    unit: null,
    from: Temporal.Now.instant(),
    until: null,
    why: '',
    passes: false,
  }
  const both = { members: [one], responsible: [{ place: 'sponsor' as const, officer: me, name: 'X Y', passes: true }] }
  const end = readMemberEnd({ member: me }, both, 2)
  assert.deepEqual(!end.agreed && end.refusals.map(({ field }) => field), ['member', 'member', 'endWhy'])
  const named = readResponsible({ place: 'second', holder: me }, both)
  assert.deepEqual(!named.agreed && named.refusals.map(({ field }) => field), ['holder', 'holder'])
  const into = readEnclosing(
    { compartment: 'c' },
    {
      mine: [{ id: 'c' as CompartmentId, name: 'C' }],
      in: [],
      gaps: [
        { name: 'A', as_what: 'record manager' },
        { name: 'B', as_what: 'partner' },
      ],
    },
  )
  assert.deepEqual(!into.agreed && into.refusals.map(({ field }) => field), ['compartment', 'compartment', 'why'])
  const over = readCompartmentEnd({}, { inside: [{}] as never })
  assert.deepEqual(!over.agreed && over.refusals.map(({ field }) => field), ['', 'over'])
})

test('a supervisor with the vetting makes one, with a second human being; the database says so too', async () => {
  const asked = {
    name: 'Hazel',
    kind: 'operation',
    level: 'sc',
    purpose: 'A joint operation',
    second: await nameOf(second),
    review: inDays(30),
  }
  for (const signIn of [officer, outsider, 'auditor'])
    assert.equal((await asking(signIn, '/compartments', asked)).status, 403)
  assert.equal((await asking(sponsor, '/compartments', { ...asked, level: 'dv' })).status, 422)
  assert.equal((await asking(sponsor, '/compartments', { ...asked, second: await nameOf(sponsor) })).status, 422)
  const goneRound = async (
    signIn: string,
    more: { level?: string; second?: string; review?: string; name?: string } = {},
  ) =>
    asSql(signIn, async tx =>
      sql`select make_compartment(${newId()}::uuid, ${more.name ?? 'Hazel'}, 'operation', ${more.level ?? 'sc'}, 'A joint operation', ${more.second ?? (await idOf(second))}::uuid, ${more.review ?? inDays(30)}::date)`.execute(
        tx,
      ),
    )
  await assert.rejects(goneRound(officer), { code: 'CC403' })
  await assert.rejects(goneRound(sponsor, { level: 'dv' }), { code: 'CC403' })
  await assert.rejects(goneRound(sponsor, { second: await idOf(sponsor) }), { code: '23514' })
  await assert.rejects(goneRound(sponsor, { review: inDays(200) }), { code: '23514' })
  await assert.rejects(goneRound(sponsor, { name: 'x' }), { code: '23514' })
  const compartment = await made({ name: 'Hazel' })
  const seen = await asking(second, `/compartments/${compartment}`)
  assert.deepEqual(
    (seen.body['responsible'] as unknown as { place: string; passes: boolean }[]).map(({ place, passes }) => [
      place,
      passes,
    ]),
    [
      ['sponsor', true],
      ['second', true],
    ],
  )
})

test('it, its name, its members and how many there are, are nothing to everybody else', async () => {
  const before = await asking(outsider, '/compartments')
  const compartment = await made({ name: 'Sycamore' })
  assert.deepEqual(await asking(outsider, '/compartments'), before)
  for (const path of [`/compartments/${compartment}`, `/compartments/${newId()}`]) {
    const { status, text } = await asking(outsider, path)
    assert.equal(status, 404)
    assert.ok(!text.includes('Sycamore'))
  }
  for (const way of ['members', 'members/end', 'responsible', 'review', 'end']) {
    const [there, nowhere] = [
      await asking(officer, `/compartments/${compartment}/${way}`, {}),
      await asking(officer, `/compartments/${newId()}/${way}`, {}),
    ]
    assert.deepEqual(there, { ...nowhere, text: there.text, body: there.body })
    assert.equal(there.status, 404)
  }
  for (const statement of [
    'select from compartment',
    'select from compartment_member',
    'select from compartment_of',
    'select from compartment_responsible',
    'select from compartment_review',
  ])
    await assert.rejects(
      asSql(sponsor, tx => sql.raw(statement).execute(tx)),
      /permission denied/,
      statement,
    )
  const goneRound = await asSql(outsider, tx =>
    sql<{ found: unknown[] }>`select my_compartments(${compartment}::uuid) as found`.execute(tx),
  )
  assert.deepEqual(goneRound.rows[0]!.found, [])
  // another of the same name tells nothing
  await made({ name: 'Sycamore' })
})

test('what is inside is none to everybody but its members, from that moment, and back again with its reason kept', async () => {
  const nominal = await somebody()
  const other = await somebody({ unit: '22-PPU', counterTerrorism: false, manager: outsider })
  const compartment = await made({ name: 'Larch' })
  assert.equal(await seenAs(officer, nominal), 'full')
  assert.equal(await seenAs(lead, nominal), 'full')
  // the record manager is not inside yet: it would be in nobody's hands
  const gap = await enclosed(nominal, compartment)
  assert.equal(gap.status, 422)
  assert.ok(gap.text.includes('record manager'))
  await assert.rejects(
    asSql(sponsor, async tx => {
      await sql`select open_record(${nominal}::uuid)`.execute(tx)
      await sql`select enclose_record(${newId()}::uuid, ${nominal}::uuid, ${compartment}::uuid, 'A victim of the case')`.execute(
        tx,
      )
    }),
    { code: 'CC410' },
  )
  await joined(compartment, officer)
  assert.equal((await enclosed(nominal, compartment, officer)).status, 403)
  assert.equal((await enclosed(nominal, compartment, lead)).status, 422, 'who is not inside has none to choose')
  for (const signIn of [officer, lead, outsider])
    await assert.rejects(
      asSql(signIn, async tx => {
        await sql`select open_record(${nominal}::uuid)`.execute(tx)
        await sql`select enclose_record(${newId()}::uuid, ${nominal}::uuid, ${compartment}::uuid, 'A victim of the case')`.execute(
          tx,
        )
      }),
      { code: 'CC403' },
      signIn,
    )
  const put = await enclosed(nominal, compartment)
  assert.equal(put.status, 200, put.text)
  for (const [signIn, access] of [
    [sponsor, 'full'],
    [officer, 'full'],
    [lead, 'none'],
    [outsider, 'none'],
    ['ctnm-officer-elsewhere', 'none'],
  ] as const)
    assert.equal(await seenAs(signIn, nominal), access, signIn)
  assert.deepEqual((await asking(lead, '/nominals?q=Sabina+Trevelyan&born=1990-04-04')).body['contacts'], [])
  assert.equal(await seenAs(outsider, other), 'full')
  assert.equal((await enclosed(nominal, compartment)).status, 422, 'once')
  // whoever answers for it cannot be put out of it
  const out = await asking(sponsor, `/compartments/${compartment}/members/end`, {
    member: await idOf(officer),
    endWhy: 'Has moved',
  })
  assert.equal(out.status, 422)
  assert.ok(out.text.includes('answers for a record inside'))
  const officerId = await idOf(officer)
  await assert.rejects(
    asSql(sponsor, tx =>
      sql`select end_compartment_member(${compartment}::uuid, ${officerId}::uuid, 'Has moved')`.execute(tx),
    ),
    { code: 'CC410' },
  )
  assert.equal((await asking(sponsor, `/compartments/${compartment}/end`, { over: 'The case is closed' })).status, 422)
  await assert.rejects(
    asSql(sponsor, tx => sql`select end_compartment(${compartment}::uuid, 'The case is closed')`.execute(tx)),
    { code: 'CC410' },
  )

  const taken = await asking(sponsor, `/nominals/${nominal}/compartments/removal`, {
    out: compartment,
    outWhy: 'The case is closed',
  })
  assert.equal(taken.status, 200, taken.text)
  assert.equal(await seenAs(lead, nominal), 'full')
  const [kept] = (await asking(sponsor, `/nominals/${nominal}/compartments`)).body['compartments'] as unknown as {
    isIn: boolean
    why: string
    endedWhy: string
  }[]
  assert.deepEqual(
    [kept!.isIn, kept!.why, kept!.endedWhy],
    [false, 'Named as a victim of the case', 'The case is closed'],
  )
  await assert.rejects(
    owner.query(`update compartment_of set why = 'Another' where compartment_id = $1`, [compartment]),
    { code: '23514' },
  )
  await assert.rejects(owner.query('delete from compartment_member where compartment_id = $1', [compartment]), {
    code: '23514',
  })
  assert.equal((await asking(sponsor, `/compartments/${compartment}/end`, { over: 'The case is closed' })).status, 200)
  assert.equal((await asking(sponsor, `/compartments/${compartment}`)).status, 404)
})

test('a member below the level, lapsed, or whose time is over, sees nothing from the next request on', async () => {
  const nominal = await somebody({ names: [{ forenames: 'Corin', surname: 'Ashgrove' }] })
  const compartment = await made({ name: 'Rowan' })
  await joined(compartment, officer)
  assert.equal((await enclosed(nominal, compartment)).status, 200)
  assert.equal(await seenAs(officer, nominal), 'full')
  const vetted = (level: string, until = 'null') =>
    owner.query(
      `update vetting set level = $1, during = daterange('2020-01-01', ${until}) where officer_id = (select id from officer where subject = $2)`,
      [level, officer],
    )
  await vetted('NPPV2')
  assert.equal(await seenAs(officer, nominal), 'none')
  assert.equal((await asking(officer, `/compartments/${compartment}`)).status, 404)
  const seen = await asking(sponsor, `/compartments/${compartment}`)
  const member = (seen.body['members'] as unknown as { name: string; passes: boolean }[]).find(
    ({ name }) => name.length > 0 && !seen.text.includes(`"${name}x"`),
  )
  assert.ok(member)
  assert.ok(seen.text.includes('"passes":false'))
  await vetted('Developed Vetting')
  assert.equal(await seenAs(officer, nominal), 'full')
  await vetted('Developed Vetting', `'2021-01-01'`)
  assert.equal(await seenAs(officer, nominal), 'none')
  await vetted('Security Check')
  assert.equal(await seenAs(officer, nominal), 'full')
  await owner.query(
    `update compartment_member set during = tstzrange(lower(during), now() + interval '1 millisecond') where compartment_id = $1 and officer_id = (select id from officer where subject = $2)`,
    [compartment, officer],
  )
  assert.equal(await seenAs(officer, nominal), 'none')
  // and those who answer for the compartment are told that the record is in the hands of somebody who cannot see it
  for (const step of needToKnowUpkeep) await step(db)
  for (const step of needToKnowUpkeep) await step(db)
  const gaps = await rows(
    `select to_words from task where kind = 'compartment.gap' and nominal_id = $1 and closed_at is null`,
    nominal,
  )
  assert.equal(gaps.length, 2)
  await joined(compartment, officer)
  assert.equal(await seenAs(officer, nominal), 'full')
  for (const step of needToKnowUpkeep) await step(db)
  assert.deepEqual(
    await rows(`select from task where kind = 'compartment.gap' and nominal_id = $1 and closed_at is null`, nominal),
    [],
  )
  // below the level nobody is let in, in whatever way it is tried
  await vetted('NPPV2')
  const refused = await asking(sponsor, `/compartments/${compartment}/members`, {
    officer: await nameOf(officer),
    until: inDays(60),
    why: 'Works on it',
  })
  assert.equal(refused.status, 422)
  const officerId = await idOf(officer)
  await assert.rejects(
    asSql(sponsor, tx =>
      sql`select add_compartment_member(${compartment}::uuid, ${officerId}::uuid, now() + interval '9 days', 'Works on it')`.execute(
        tx,
      ),
    ),
    { code: '23514' },
  )
  await assert.rejects(
    asSql(second, async tx =>
      sql`select add_compartment_member(${compartment}::uuid, ${await idOf(sponsor)}::uuid, now() + interval '400 days', 'Works on it')`.execute(
        tx,
      ),
    ),
    { code: '23514' },
  )
  await vetted('Security Check')
})

test('its sponsor reviews who is inside, and somebody always answers for it', async () => {
  const compartment = await made({ name: 'Alder', review: inDays(90) })
  const open = async () =>
    (
      await rows<{ kind: string }>(
        `select kind from task where subject_id = $1 and kind <> 'compartment.joined' and closed_at is null order by kind`,
        compartment,
      )
    ).map(({ kind }) => kind)
  const upkeep = async () => {
    for (const step of needToKnowUpkeep) await step(db)
  }
  await upkeep()
  assert.deepEqual(await open(), [])
  await rows('update compartment set review_on = current_date - 1 where id = $1', compartment)
  await upkeep()
  await upkeep()
  assert.deepEqual(await open(), ['compartment.overdue', 'compartment.overdue', 'compartment.review'])
  assert.equal(
    (await asking(sponsor, `/compartments/${compartment}/review`, { reviewed: '', review: inDays(91) })).status,
    422,
  )
  const done = await asking(sponsor, `/compartments/${compartment}/review`, {
    reviewed: 'Each still works on it',
    review: inDays(60),
  })
  assert.equal(done.status, 200, done.text)
  assert.deepEqual(await open(), [])
  const said = await rows<{ words: string }>(`select words from task where subject_id = $1`, compartment)
  assert.ok(
    said.every(({ words }) => words === ''),
    'no task says which it is',
  )

  // the second cannot be the sponsor as well; another member can
  const secondId = await idOf(second)
  assert.equal(
    (await asking(sponsor, `/compartments/${compartment}/responsible`, { place: 'sponsor', holder: secondId })).status,
    422,
  )
  await assert.rejects(
    asSql(sponsor, tx =>
      sql`select set_compartment_responsible(${compartment}::uuid, 'sponsor', ${secondId}::uuid)`.execute(tx),
    ),
    { code: '23514' },
  )
  await joined(compartment, lead)
  const leadId = await idOf(lead)
  await assert.rejects(
    asSql(lead, tx =>
      sql`select set_compartment_responsible(${compartment}::uuid, 'second', ${leadId}::uuid)`.execute(tx),
    ),
    { code: 'CC403' },
  )
  // neither of the two passes it any more: a region lead inside names others, and was told
  const lapse = (during: string) =>
    rows(
      `update vetting set during = ${during} where officer_id in (select id from officer where subject in ($1, $2))`,
      sponsor,
      second,
    )
  await lapse(`daterange('2020-01-01', '2021-01-01')`)
  await upkeep()
  assert.deepEqual(await open(), ['compartment.responsible-gone'])
  const named = await asking(lead, `/compartments/${compartment}/responsible`, { place: 'sponsor', holder: leadId })
  assert.equal(named.status, 200, named.text)
  await lapse(`daterange('2020-01-01', null)`)
  await upkeep()
  assert.deepEqual(await open(), [])
  assert.equal(
    (
      await asking(sponsor, `/compartments/${compartment}/review`, {
        reviewed: 'Each still works on it',
        review: inDays(60),
      })
    ).status,
    403,
  )
  assert.equal(
    (
      await asking(lead, `/compartments/${compartment}/members/end`, {
        member: await idOf(sponsor),
        endWhy: 'Has moved',
      })
    ).status,
    200,
  )
  assert.equal((await asking(sponsor, `/compartments/${compartment}`)).status, 404)
})

test('on the pages: made, a member added, a record put in, with every reason; the log has no content', async () => {
  const nominal = await somebody({ names: [{ forenames: 'Merrick', surname: 'Osgood' }], manager: sponsor })
  const maker = visitor(address)
  await maker.signIn(sponsor)
  const { action, fields } = formIn(await (await maker.get('/compartments')).text(), /^\/compartments$/)
  const refused = await maker.post(action, { ...fields, name: 'Juniper' })
  assert.equal(refused.status, 422)
  const told = await refused.text()
  for (const words of ['value="Juniper"', 'Choose what it is for', 'Enter the rank and name of one officer'])
    assert.ok(told.includes(words), words)
  const done = await maker.post(action, {
    ...fields,
    name: 'Juniper',
    kind: 'staff',
    level: 'nppv-3',
    purpose: 'Details of our own people',
    second: await nameOf(second),
    review: inDays(30),
  })
  assert.equal(done.status, 303)
  const page = await (await maker.follow(done)).text()
  assert.ok(page.includes('Juniper') && page.includes('Staff’s own details') && page.includes('NPPV 3 or higher'))
  const id = done.headers.get('location')!.split('/').at(-1)!
  const put = await maker.post(`/nominals/${nominal}/compartments`, { compartment: id, why: 'One of our own people' })
  assert.equal(put.status, 303)
  const record = await (await maker.get(`/nominals/${nominal}`)).text()
  assert.ok(record.includes('In a compartment') && record.includes('Juniper'))
  const other = visitor(address)
  await other.signIn(lead)
  assert.equal((await other.get(`/nominals/${nominal}`)).status, 404)
  assert.equal((await other.get(`/compartments/${id}`)).status, 404)
  const entries = await rows<{ line: string }>(
    `select e::text as line from audit_entry e where action like 'compartment%'`,
  )
  assert.ok(entries.length > 20 && entries.every(({ line }) => !/Juniper|Walnut|own people|victim of/.test(line)))
})

test('whoever stands in for a sponsor learns of no compartment: neither from a task nor from the count of them', async () => {
  const standIn = visitor(address)
  await standIn.signIn(officer)
  const countIn = (page: string): string => /Tasks( \(\d+\))?</.exec(page)![0]
  const before = countIn(await (await standIn.get('/tasks')).text())
  const compartment = await made({ name: 'Spindle', second: await nameOf(lead) })
  await rows('update compartment set review_on = current_date - 1 where id = $1', compartment)
  for (const step of needToKnowUpkeep) await step(db)
  const [away, covering] = [await idOf(lead), await idOf(officer)]
  await rows(
    `insert into absence (id, officer_id, during, kind, recorded_by) values (gen_random_uuid(), $1, tstzrange(now() - interval '1 hour', now() + interval '2 days'), 'leave', $1)`,
    away,
  )
  await rows(
    `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values (gen_random_uuid(), $1, $2, 'manages', tstzrange(now() - interval '1 minute', now() + interval '1 day'), $1)`,
    away,
    covering,
  )
  const page = await (await standIn.get('/tasks')).text()
  assert.ok(!page.includes('compartment of yours'))
  assert.equal(countIn(page), before)
})
