// Who acts while somebody is away: they, their cover, or the supervisors of their unit; in words, in SQL, and on the page of a person.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, newId, openPool } from '#platform'
import {
  actsFor,
  awayInWords,
  coverInWords,
  refusalsOfCover,
  type Cover,
  type CoverFacts,
  type OfficerFacts,
} from '../src/responsibility/cover.ts'
import { chanceFrom } from './support/access-world.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const now = Temporal.Instant.from('2026-11-25T10:00:00Z')
const at = (days: number) => now.add({ hours: 24 * days })
const day = (text: string) => Temporal.PlainDate.from(text)
const fit: OfficerFacts = {
  disabledAt: null,
  vetting: [{ from: day('2026-01-01'), to: day('2027-01-01') }],
  training: [{ from: day('2026-01-01'), to: day('2027-01-01'), extendedTo: null }],
  absences: [],
}
const onLeave: OfficerFacts = { ...fit, absences: [{ kind: 'leave', from: at(-1), to: at(8) }] }
const covered: Cover = { officer: 'x', covering: 'y', role: 'manages', from: at(-2), to: at(20) }

for (const [what, x, y, covers, who, words] of [
  ['at work', fit, fit, [covered], 'self', ''],
  ['on leave', onLeave, fit, [covered], 'cover', 'on leave until 3 December 2026'],
  ['on leave, nobody covers', onLeave, fit, [], 'supervisors', 'on leave until 3 December 2026'],
  [
    'on leave, covered as something else',
    onLeave,
    fit,
    [{ ...covered, role: 'safety-contact' }],
    'supervisors',
    'on leave until 3 December 2026',
  ],
  [
    'on leave, the cover is over',
    onLeave,
    fit,
    [{ ...covered, to: at(0) }],
    'supervisors',
    'on leave until 3 December 2026',
  ],
  ['on leave, and so is the cover', onLeave, onLeave, [covered], 'supervisors', 'on leave until 3 December 2026'],
  [
    'leave that begins tomorrow',
    { ...fit, absences: [{ kind: 'leave', from: at(1), to: null }] },
    fit,
    [covered],
    'self',
    '',
  ],
  [
    'away, nobody knows until when',
    { ...fit, absences: [{ kind: 'other', from: at(-1), to: null }] },
    fit,
    [covered],
    'cover',
    'away',
  ],
  [
    'vetting lapsed',
    { ...fit, vetting: [{ from: day('2025-01-01'), to: day('2026-11-01') }] },
    fit,
    [covered],
    'cover',
    'vetting lapsed on 1 November 2026',
  ],
  ['never vetted', { ...fit, vetting: [] }, fit, [], 'supervisors', 'no vetting in force'],
  [
    'training extended to today',
    { ...fit, training: [{ from: day('2025-01-01'), to: day('2026-11-01'), extendedTo: day('2026-11-25') }] },
    fit,
    [covered],
    'self',
    '',
  ],
  [
    'training extended to yesterday',
    { ...fit, training: [{ from: day('2025-01-01'), to: day('2026-11-01'), extendedTo: day('2026-11-24') }] },
    fit,
    [covered],
    'cover',
    'training lapsed on 25 November 2026',
  ],
  [
    'disabled, before all else',
    { ...onLeave, vetting: [], disabledAt: at(-3) },
    fit,
    [covered],
    'cover',
    'account disabled on 22 November 2026',
  ],
] as const satisfies readonly (readonly [string, OfficerFacts, OfficerFacts, readonly Cover[], string, string])[])
  test(`${what}: ${who} ${words}`, () => {
    const acting = actsFor(
      'x',
      'manages',
      {
        officers: new Map([
          ['x', x],
          ['y', y],
        ]),
        covers,
      },
      now,
    )
    assert.equal(acting.who, who)
    assert.equal(acting.who === 'self' ? '' : awayInWords(acting.away), words)
  })

test('a circle, a day too many and oneself are refused, all at once', () => {
  const asked = { officer: 'a', covering: 'b', role: 'manages', from: at(0), to: at(9) } as const
  const back = (from: number, to: number): Cover[] => [
    { officer: 'b', covering: 'c', role: 'manages', from: at(0), to: at(5) },
    { officer: 'c', covering: 'a', role: 'responsible', from: at(from), to: at(to) },
  ]
  assert.deepEqual(refusalsOfCover(asked, []), [])
  assert.deepEqual(
    refusalsOfCover(asked, back(4, 9)).map(({ field }) => field),
    ['covering'],
  )
  assert.deepEqual(refusalsOfCover(asked, back(5, 9)), [], 'never both at one time')
  assert.deepEqual(
    refusalsOfCover({ ...asked, covering: 'a', to: at(400) }, []).map(({ field }) => field),
    ['covering', 'to'],
  )
})

const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id
const officerOf = (signIn: string) => idOf('select id from officer where subject = $1', signIn)

/** An officer of the unit in the database, as `facts` have them. */
const anOfficer = async (facts: OfficerFacts, name = 'DC Nobody'): Promise<string> => {
  const id = await idOf(
    `insert into officer (id, agency_id, name, disabled_at) select $1, agency_id, $3, $2 from unit where code = 'CTWM-NM' returning id`,
    newId(),
    facts.disabledAt?.toString() ?? null,
    name,
  )
  for (const { from, to } of facts.vetting)
    await owner.query(`insert into vetting (id, officer_id, level, during) values ($1, $2, 'SC', daterange($3, $4))`, [
      newId(),
      id,
      from.toString(),
      to?.toString(),
    ])
  for (const { from, to, extendedTo } of facts.training)
    await owner.query(
      `insert into training (id, officer_id, course, during, extended_to, extended_by, extension_reason)
       select $1, $2, 'user', daterange($3, $4), $5::date, x.id, x.why from (select case when $5::date is not null then (select o.id from officer o where o.subject = 'ctnm-supervisor') end as id, case when $5::date is not null then 'Course full' end as why) x`,
      [newId(), id, from.toString(), to?.toString(), extendedTo?.toString()],
    )
  for (const { from, to, kind } of facts.absences)
    await owner.query(
      `insert into absence (id, officer_id, during, kind, recorded_by) values ($1, $2, tstzrange($3, $4), $5, $2)`,
      [newId(), id, from.toString(), to?.toString(), kind],
    )
  return id
}

test('SQL says the same of officers made by chance', async () => {
  const seed = Number(process.env.CONCORD_SEED ?? Date.now() % 1_000_000)
  const chance = chanceFrom(seed)
  const said = new Map<string, number>()
  const ends = [null, day('2026-11-20'), day('2026-11-25'), day('2026-11-26'), day('2027-01-01')]
  const days = () => ({ from: day('2025-01-01'), to: chance.likely(0.6) ? day('2027-01-01') : chance.of(ends) })
  const officer = (): OfficerFacts => ({
    disabledAt: chance.likely(0.1) ? chance.of([at(-1), at(1)]) : null,
    vetting: chance.likely(0.9) ? [days()] : [],
    training: chance.likely(0.9)
      ? [
          chance.likely(0.3)
            ? {
                from: day('2025-01-01'),
                to: day('2026-11-20'),
                extendedTo: chance.of([day('2026-11-24'), day('2026-11-25')]),
              }
            : { ...days(), extendedTo: null },
        ]
      : [],
    absences: chance.likely(0.5)
      ? [
          {
            kind: chance.of(['leave', 'other'] as const),
            from: chance.of([at(-3), at(1)]),
            to: chance.of([null, at(2)]),
          },
        ]
      : [],
  })
  for (let n = 0; n < 120; n++) {
    const [x, y] = [officer(), officer()]
    const [one, other] = [await anOfficer(x), await anOfficer(y)]
    const cover: Cover = { officer: one, covering: other, role: 'manages', from: chance.of([at(-2), at(1)]), to: at(9) }
    const covers = chance.likely(0.8) ? [cover] : []
    await owner.query(`set session_replication_role = replica`) // whether it may be written is another test's
    for (const each of covers)
      await owner.query(
        `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, 'manages', tstzrange($4, $5), $2)`,
        [newId(), one, other, each.from.toString(), each.to?.toString()],
      )
    await owner.query(`set session_replication_role = default`)
    const facts: CoverFacts = {
      officers: new Map([
        [one, x],
        [other, y],
      ]),
      covers,
    }
    const acting = actsFor(one, 'manages', facts, now)
    const { rows } = await owner.query<{
      who: string
      covering: string | null
      why: string | null
      said: string | null
    }>(
      `select who, covering, why, (extract(epoch from said) * 1000)::bigint::text as said from acting_for($1, 'manages', $2)`,
      [one, now.toString()],
    )
    const away = acting.who === 'self' ? null : acting.away
    assert.deepEqual(
      rows[0],
      {
        who: acting.who,
        covering: acting.who === 'cover' ? acting.covering : null,
        why: away?.why ?? null,
        said: away?.at ? String(away.at.epochMilliseconds) : null,
      },
      `seed ${seed}: ${JSON.stringify([x, y, covers])}`,
    )
    said.set(acting.who, (said.get(acting.who) ?? 0) + 1)
  }
  assert.equal(said.size, 3, JSON.stringify([...said]))
})

/** A statement of the server's own, with `signIn` as whoever asks. */
const as = async (signIn: string, statement: string, ...values: unknown[]) => {
  const client = new pg.Client(database.appUrl)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select enter($1)', [hashOfToken(await beginApiSession(db, signIn, 'cover'))])
    const { rows } = await client.query(statement, values)
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

test('SQL keeps a cover without a circle, in one agency, by whoever may, and for ever', async () => {
  const [a, b, c] = [
    await anOfficer(fit, 'DC A'),
    await anOfficer(fit, 'DC B'),
    await anOfficer({ ...fit, training: [] }, 'DC C'),
  ]
  const put = (officer: string, covering: string, from: string, to: string) =>
    owner.query(
      `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, 'manages', tstzrange($4, $5), $2)`,
      [newId(), officer, covering, from, to],
    )
  await put(a, b, '2026-11-25', '2026-12-05')
  await assert.rejects(put(b, a, '2026-12-04', '2026-12-09'), { code: 'CC411' })
  await put(b, a, '2026-12-05', '2026-12-09')
  await assert.rejects(put(a, c, '2026-12-10', '2026-12-11'), { code: '23514' }, 'not trained')
  await assert.rejects(put(a, a, '2026-12-10', '2026-12-11'), { code: 'CC411' })
  await assert.rejects(
    put(
      a,
      await idOf(
        `select o.id from officer o join agency g on g.id = o.agency_id where g.kind = 'probation' and o.subject is not null limit 1`,
      ),
      '2026-12-10',
      '2026-12-11',
    ),
    { code: '23514' },
    'of another agency',
  )
  await assert.rejects(owner.query('delete from cover where officer_id = $1', [a]), { code: '23514' })
  await assert.rejects(owner.query(`update cover set covering_id = $2 where officer_id = $1`, [a, c]), {
    code: '23514',
  })
  await assert.rejects(as('ctnm-officer', `select set_absence($1, $2, 'leave', tstzrange(now(), null))`, newId(), a), {
    code: 'CC403',
  })
  await assert.rejects(as('ctnm-officer', 'insert into absence (id) values ($1)', newId()), { code: '42501' })
  assert.deepEqual(await as('ctnm-officer', 'select id from cover'), [], 'nobody reads of others’ leave')
})

test('on leave: the page says who covers, who covers reads in full until it ends, and no wall falls', async () => {
  const manager = await officerOf('ctnm-officer')
  const somebody = await anOfficer(fit, 'DC Yvonne Example')
  const unit = await idOf(
    `insert into unit (id, agency_id, code, name, kind) select $1, agency_id, 'COVERS', 'Another team', 'team' from unit where code = 'CTWM-NM' returning id`,
    newId(),
  )
  const held = newId()
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) values ($1, $2, $3, 'officer', tstzrange(now() - interval '1 day', null))`,
    [held, somebody, unit],
  )
  await owner.query(`update officer set subject = 'cover-example' where id = $1`, [somebody])
  const token = await beginApiSession(db, 'cover-example', 'cover')
  const person = {
    names: [{ forenames: 'Rupert', surname: 'Lightfoot-Vane' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  }
  const open = await aNominal(owner, person)
  const walled = await aNominal(owner, { ...person, onlyFor: ['ctnm-officer'] })
  const accessTo = async (nominal: string): Promise<string> => {
    const answer = await fetch(`${address}/api/v1/nominals/${nominal}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return answer.status === 200 ? ((await answer.json()) as { access: string }).access : String(answer.status)
  }
  const panel = async () =>
    (await as('ctnm-officer', 'select l.* from open_records(array[$1::uuid]) o, lateral away_from(o.id) l', open)) as {
      officer: string
      covering: string | null
      unit: string
      why: 'leave'
      said: string | null
    }[]
  assert.equal(await accessTo(open), 'contact')
  assert.deepEqual(await panel(), [])

  const [absence, cover] = [newId(), newId()]
  await as(
    'ctnm-officer',
    `select set_absence($1, $2, 'leave', tstzrange(now() - interval '1 minute', now() + interval '9 days'))`,
    absence,
    manager,
  )
  assert.equal(await accessTo(open), 'contact', 'nobody covers yet')
  assert.equal((await panel())[0]?.covering, null)
  await as(
    'ctnm-supervisor',
    `select set_cover($1, $2, $3, 'manages', tstzrange(now() - interval '1 minute', now() + interval '20 days'))`,
    cover,
    manager,
    somebody,
  )
  assert.equal(await accessTo(open), 'full')
  assert.equal(await accessTo(walled), '404', 'a list that names the covered officer does not admit their cover')
  assert.equal((await panel())[0]?.covering, 'DC Yvonne Example')
  await as('ctnm-officer', 'select end_absence($1)', absence)
  assert.equal(await accessTo(open), 'contact', 'back at work')
  assert.deepEqual(await panel(), [])
  assert.equal((await owner.query('select from absence where id = $1', [absence])).rowCount, 1, 'kept')
})

test('kept by form: what is wrong is said all at once, SQL’s word too; a supervisor keeps it, and the page of a person says who covers', async () => {
  const [manager, deputy] = [await anOfficer(fit, 'DC Away Byform'), await anOfficer(fit, 'DC Kept Byform')]
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) select $1, $2, id, 'officer', tstzrange(now() - interval '1 day', null) from unit where code = 'CTWM-NM'`,
    [newId(), manager],
  )
  await anOfficer({ ...fit, vetting: [] }, 'DC Not Vetted')
  const ask = async (signIn: string, at: string, fields?: Record<string, string>) => {
    const token = await beginApiSession(db, signIn, 'cover')
    const answer = await fetch(`${address}${at}`, {
      redirect: 'manual',
      ...(fields ? { method: 'POST', body: new URLSearchParams({ ...fields, formToken: formTokenOf(token) }) } : {}),
      headers: { cookie: `concord_session=${token}`, accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    })
    return { status: answer.status, text: await answer.text() }
  }
  const days = { from: '24 11 2026', to: '24 11 2027' }
  const empty = await ask('ctnm-supervisor', '/cover', {})
  assert.equal(empty.status, 422)
  assert.match(
    empty.text,
    /Choose who is covered[^]*one officer of the agency[^]*Choose as what[^]*Enter the first day/,
  )
  const cover = { officer: manager, covering: 'DC Kept Byform', role: 'responsible', ...days }
  const unvetted = await ask('ctnm-supervisor', '/cover', { ...cover, covering: 'DC Not Vetted' })
  assert.equal(unvetted.status, 422)
  assert.match(unvetted.text, /vetted and trained on the first day/)
  assert.equal((await ask('ctnm-supervisor', '/cover', { ...cover, to: '1 1 2028' })).status, 422, 'longer than policy')
  assert.equal((await ask('ctnm-supervisor', '/cover', cover)).status, 303)
  assert.match((await ask('ctnm-supervisor', '/cover', cover)).text, /There is one at that time already/)
  assert.equal((await ask('force-officer', '/cover', cover)).status, 422, 'whose cover one does not keep is no choice')
  assert.equal(
    (
      await ask('ctnm-supervisor', '/cover/absences', {
        absent: manager,
        kind: 'leave',
        since: '24 11 2026',
        until: '24 11 2027',
      })
    ).status,
    303,
  )
  const person = await aNominal(owner, {
    names: [{ forenames: 'Rupert', surname: 'Pennifeather' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-supervisor',
  })
  await owner.query(
    `insert into assignment (id, nominal_id, recorded_by, agency_id, source_kind, officer_id, kind) select $1, $2, id, agency_id, 'officer', id, 'responsible' from officer where id = $3`,
    [newId(), person, manager],
  )
  const page = await ask('ctnm-supervisor', `/nominals/${person}`)
  assert.match(
    page.text,
    /Responsible officer: DC Away Byform, on leave until 24 November 2027; DC Kept Byform covers\./,
  )
  assert.equal((await owner.query('select from cover where covering_id = $1', [deputy])).rowCount, 1)
})

test('the words of the panel', () => {
  const away = { why: 'leave', at: Temporal.Instant.from('2026-12-03T00:00:00Z') } as const
  assert.equal(
    coverInWords('manages', 'DC X', away, 'DC Y', 'Unit'),
    'Record manager: DC X, on leave until 2 December 2026; DC Y covers.',
  )
  assert.equal(
    coverInWords('manages', 'DC X', away, null, 'Unit'),
    'Record manager: DC X, on leave until 2 December 2026; nobody covers: the supervisors of Unit answer.',
  )
})
