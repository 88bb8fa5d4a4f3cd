// Who may see one record: only those on a list, everybody but those who are excluded, and not whoever declares a connection. Each rule once as
// people meet it, and once going round the program, where the database says the same.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession } from '#access'
import { act, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { findDeclared } from '../src/need-to-know/declaration.store.ts'
import { keepListsInHands } from '../src/need-to-know/wall.store.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 4 })
after(() => Promise.all([owner.end(), db.close()]))

const tokens = new Map<string, string>()
const tokenOf = async (signIn: string): Promise<string> => {
  if (!tokens.has(signIn)) tokens.set(signIn, await beginApiSession(db, signIn, 'walls'))
  return tokens.get(signIn)!
}
const asking = async (signIn: string, path: string, body?: object) => {
  const reply = await fetch(`${address}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await tokenOf(signIn)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  return { status: reply.status, text, body: JSON.parse(text) as Record<string, any> } // oxlint-disable-line no-explicit-any
}
/** Goes round the program: a statement of one's own, as the server's login with this officer's session. */
const around = async (signIn: string, statement: ReturnType<typeof sql>, open?: NominalId) =>
  act(db, { tokenHash: hashOfToken(await tokenOf(signIn)), client: 'test' }, async tx => {
    if (open !== undefined) await sql`select * from open_records(array[${open}::uuid])`.execute(tx)
    return { result: (await statement.execute(tx)).rows, audit: { action: 'test.gone-round' } }
  })
const browsers = new Map<string, Visitor>()
const browser = async (signIn: string): Promise<Visitor> => {
  const known = browsers.get(signIn)
  if (known) return known
  const made = visitor(address)
  await made.signIn(signIn)
  browsers.set(signIn, made)
  return made
}
const rows = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows
const officerId = async (signIn: string): Promise<string> =>
  (await rows('select id from officer where subject = $1', signIn))[0].id as string

const supervisor = 'ctnm-supervisor'
const [ashdown, penhallow, sorrell] = ['DC Ruth Ashdown', 'DS Gareth Penhallow', 'DC Nadia Sorrell']
const aRecord = (more: Partial<Parameters<typeof aNominal>[1]> = {}): Promise<NominalId> =>
  aNominal(owner, {
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    names: [{ forenames: 'Leopold', surname: 'Marchbanks' }],
    ...more,
  })
const accessOf = async (signIn: string, nominal: string): Promise<string> => {
  const { status, body } = await asking(signIn, `/nominals/${nominal}`)
  return status === 404 ? 'none' : (body['access'] as string)
}
const list = {
  officers: ashdown,
  shows: 'none',
  reason: 'A source would be known by it',
  until: '2027-03-31',
}
const restricted = async (nominal: NominalId, more: Partial<typeof list> = {}) => {
  const answer = await asking(supervisor, `/nominals/${nominal}/need-to-know/restriction`, { ...list, ...more })
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}
const excluded = async (nominal: NominalId, officer: string, why = 'Was at school with the person') => {
  const answer = await asking(supervisor, `/nominals/${nominal}/need-to-know/exclusions`, { officer, why, last: '' })
  assert.equal(answer.status, 200, answer.text)
  return answer.body['exclusions'].find((each: { officer: string }) => each.officer === officer).id as string
}
const tasksAbout = (nominal: NominalId) =>
  rows(
    'select kind, to_words, words from task where nominal_id = $1 and closed_at is null order by kind, to_words',
    nominal,
  )

test('a list lets in only those on it: to everybody else the record does not exist, and those on it read who set it, why and until when', async () => {
  const nominal = await aRecord()
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full')
  assert.equal(await accessOf('force-officer', nominal), 'contact')
  const { restriction } = await restricted(nominal)
  assert.deepEqual(
    restriction.members.map(({ name }: { name: string }) => name),
    [ashdown, penhallow],
    'whoever sets it is on it',
  )
  for (const signIn of ['ctnm-duty-officer', 'ctnm-region-lead', 'force-officer'])
    assert.equal(await accessOf(signIn, nominal), 'none', signIn)
  for (const signIn of ['ctnm-officer', supervisor]) assert.equal(await accessOf(signIn, nominal), 'full', signIn)
  const page = await (await (await browser('ctnm-officer')).get(`/nominals/${nominal}`)).text()
  assert.match(page, /Only DC Ruth Ashdown and DS Gareth Penhallow may see this record/)
  assert.match(page, /Set by DS Gareth Penhallow, until 31 March 2027/)
  assert.match(page, /A source would be known by it/)
})

test('what does not exist and what one is kept out of are the same page, and the same answer to a program', async () => {
  const nominal = await aRecord()
  await restricted(nominal)
  const nobody = newId()
  const officer = await browser('ctnm-duty-officer')
  const plain = (text: string) =>
    text
      .replaceAll(nominal, 'ID')
      .replaceAll(nobody, 'ID')
      .replaceAll(/name="formAt" value="[^"]*"/g, '')
  for (const path of ['', '/need-to-know', '/declaration', '/chronology', '/history'])
    assert.equal(
      plain(await (await officer.get(`/nominals/${nominal}${path}`)).text()),
      plain(await (await officer.get(`/nominals/${nobody}${path}`)).text()),
      path,
    )
  const [kept, none] = [
    await asking('ctnm-duty-officer', `/nominals/${nominal}/declaration`, { kind: 'family', words: 'My brother' }),
    await asking('ctnm-duty-officer', `/nominals/${nobody}/declaration`, { kind: 'family', words: 'My brother' }),
  ]
  assert.deepEqual([kept.status, plain(kept.text)], [none.status, plain(none.text)])
})

test('a list may leave everybody else the contact, and nobody more than they had', async () => {
  const nominal = await aRecord()
  await restricted(nominal, { shows: 'contact' })
  assert.equal(await accessOf('force-officer', nominal), 'contact')
  assert.equal(await accessOf('ctnm-region-lead', nominal), 'contact')
  assert.equal(await accessOf('data-steward', nominal), 'none', 'who opens no records has no contact either')
})

test('being on the list gives nobody more than they have otherwise', async () => {
  const nominal = await aRecord()
  await restricted(nominal, { officers: `${ashdown}\nPC Joanne Merrick` })
  assert.equal(await accessOf('force-officer', nominal), 'contact')
})

test('deny wins: whoever is on the list and excluded sees nothing', async () => {
  const nominal = await aRecord()
  await restricted(nominal, { officers: `${ashdown}\n${sorrell}` })
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full')
  await excluded(nominal, sorrell)
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'none')
  assert.equal(await accessOf('ctnm-officer', nominal), 'full')
})

test('a restriction and an exclusion end at their day by themselves', async () => {
  const nominal = await aRecord()
  await restricted(nominal)
  await excluded(nominal, sorrell)
  // (the day comes: what was written a while ago, with an end that has passed)
  await owner.query(
    'alter table restriction disable trigger only_ends; alter table exclusion disable trigger only_ends',
  )
  for (const table of ['restriction', 'exclusion'])
    await owner.query(
      `update ${table} set during = tstzrange(now() - interval '2 days', now() - interval '1 second') where nominal_id = $1`,
      [nominal],
    )
  await owner.query('alter table restriction enable trigger only_ends; alter table exclusion enable trigger only_ends')
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full')
  const { body } = await asking(supervisor, `/nominals/${nominal}/need-to-know`)
  assert.equal(body['restriction'], null)
  assert.deepEqual(
    body['over'].map(({ what, endedBy }: { what: string; endedBy: null }) => [what, endedBy]).toSorted(),
    [
      ['exclusion', null],
      ['restriction', null],
    ],
  )
})

test('a restriction does not leave a record in nobody’s hands: two officers at least, and the record manager', async () => {
  const nominal = await aRecord()
  const alone = await asking(supervisor, `/nominals/${nominal}/need-to-know/restriction`, { ...list, officers: '' })
  assert.equal(alone.status, 422)
  assert.match(alone.text, /Name one more officer at least/)
  assert.match(alone.text, /DC Ruth Ashdown is the record manager/)
  const without = await asking(supervisor, `/nominals/${nominal}/need-to-know/restriction`, {
    ...list,
    officers: sorrell,
  })
  assert.equal(without.status, 422)
  assert.match(without.text, /is the record manager: name them too/)
  const set = async (those: readonly string[]) =>
    around(
      supervisor,
      sql`select set_restriction(${newId()}::uuid, ${nominal}::uuid, ${[...those]}::uuid[], 'none', 'Because I say so', now() + interval '9 days')`,
      nominal,
    )
  await assert.rejects(set([]), /2 to 50 officers/)
  await assert.rejects(set([await officerId('ctnm-duty-officer')]), /record manager is on the list/)
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full', 'nothing was changed')
})

test('every reason at once, and what was typed is kept', async () => {
  const nominal = await aRecord()
  const reply = await (
    await browser(supervisor)
  ).post(`/nominals/${nominal}/need-to-know/restriction`, {
    officers: 'DC Nobody\nDC Ruth Ashdown',
    shows: '',
    reason: 'short',
    until: '31 2 2027',
  })
  assert.equal(reply.status, 422)
  const page = await reply.text()
  for (const reason of [
    /No officer is called “DC Nobody”/,
    /Choose what everybody else is shown/,
    /Say why, in 10 characters/,
    /Enter the last day/,
  ])
    assert.match(page, reason)
  assert.match(page, /DC Nobody\nDC Ruth Ashdown/)
  const late = await asking(supervisor, `/nominals/${nominal}/need-to-know/restriction`, {
    ...list,
    until: '2029-01-01',
  })
  assert.match(late.text, /Enter the last day|365 days at most/)
})

test('who answers for who may see a record: its unit’s supervisors and the region lead, nobody else', async () => {
  const nominal = await aRecord()
  for (const signIn of ['ctnm-officer', 'ctnm-duty-officer']) {
    assert.equal((await asking(signIn, `/nominals/${nominal}/need-to-know/restriction`, list)).status, 403, signIn)
    assert.equal(
      (
        await asking(signIn, `/nominals/${nominal}/need-to-know/exclusions`, {
          officer: sorrell,
          why: 'Because I say so',
          last: '',
        })
      ).status,
      403,
    )
    await assert.rejects(
      around(
        signIn,
        sql`select set_restriction(${newId()}::uuid, ${nominal}::uuid, array[]::uuid[], 'none', 'Because I say so', now() + interval '1 day')`,
        nominal,
      ),
      /does not answer for who sees/,
    )
    await assert.rejects(
      around(
        signIn,
        sql`select set_exclusion(${newId()}::uuid, ${nominal}::uuid, ${await officerId('force-officer')}::uuid, 'Because I say so', null)`,
        nominal,
      ),
      /does not answer for who sees/,
    )
  }
  // …and not of a record that was not opened, nor in a table
  await assert.rejects(
    around(supervisor, sql`select end_restriction(${nominal}::uuid, 'Because I say so')`),
    /does not answer for who sees/,
  )
  for (const table of ['restriction', 'exclusion', 'restriction_member', 'declaration_found'])
    await assert.rejects(around(supervisor, sql`select from ${sql.table(table)}`, nominal), /permission denied/, table)
  assert.equal(
    (await asking('ctnm-region-lead', `/nominals/${nominal}/need-to-know/restriction`, { ...list, officers: ashdown }))
      .status,
    200,
  )
})

test('exclusions are shown to those who keep them, and to nobody else who sees the record', async () => {
  const nominal = await aRecord()
  await excluded(nominal, 'PC Joanne Merrick')
  const { body } = await asking('ctnm-officer', `/nominals/${nominal}/need-to-know`)
  assert.deepEqual([body['keeps'], body['exclusions'], body['over']], [false, [], []])
  assert.doesNotMatch(
    await (await (await browser('ctnm-officer')).get(`/nominals/${nominal}`)).text(),
    /Merrick|Excluded/,
  )
  assert.match(
    await (await (await browser(supervisor)).get(`/nominals/${nominal}/need-to-know`)).text(),
    /Joanne Merrick/,
  )
})

test('what an excluded officer held of the record passes on without a gap', async () => {
  const nominal = await aRecord()
  await excluded(nominal, ashdown)
  assert.equal(await accessOf('ctnm-officer', nominal), 'none')
  const spells = await rows(
    `select o.name, p.unallocated, upper(m.during) is null as open,
            lower(m.during) = lag(upper(m.during)) over (order by lower(m.during)) as without_gap
       from record_manager m left join officer o on o.id = m.officer_id left join post p on p.id = m.post_id where m.nominal_id = $1 order by lower(m.during)`,
    nominal,
  )
  assert.deepEqual(spells, [
    { name: ashdown, unallocated: null, open: false, without_gap: null },
    { name: null, unallocated: true, open: true, without_gap: true },
  ])
  assert.deepEqual(
    await tasksAbout(nominal),
    [
      {
        kind: 'exclusion.passed-on',
        to_words: 'Supervisors of Nominal Management',
        words: `${ashdown}: record manager`,
      },
    ].map(each => ({ ...each, to_words: expectedLead })),
  )
})
const expectedLead = (await rows(`select 'Supervisors of ' || name as words from unit where code = 'CTWM-NM'`))[0]
  .words as string

test('where nobody on a list answers for the record any more, somebody who does is put on it and told', async () => {
  const nominal = await aRecord()
  await restricted(nominal)
  // one supervisor of the unit is excluded; the other, who is on the list, declares a connection
  await excluded(nominal, 'DS Frances Quarmby')
  const declared = await asking(supervisor, `/nominals/${nominal}/declaration`, {
    kind: 'conflict',
    words: 'My neighbour',
  })
  assert.equal(declared.status, 201, declared.text)
  assert.equal(await accessOf(supervisor, nominal), 'none')
  assert.equal(
    await accessOf('ctnm-region-lead', nominal),
    'full',
    'the region lead, because no supervisor of the unit is left',
  )
  assert.ok((await tasksAbout(nominal)).some(({ kind }) => kind === 'restriction.widened'))
  // and by the clock, where somebody left
  const other = await aRecord()
  await restricted(other)
  const members = () =>
    rows(
      `select o.name from restriction_member m join restriction r on r.id = m.restriction_id join officer o on o.id = m.officer_id where r.nominal_id = $1 order by 1`,
      other,
    )
  const held = `select h.id from role_held h join officer o on o.id = h.officer_id where o.subject = '${supervisor}' and h.role = 'supervisor' and now() <@ h.during`
  const [{ id }] = await rows(held)
  await owner.query('begin')
  await owner.query(`update role_held set during = tstzrange(lower(during), now()) where id = $1`, [id])
  await owner.query('select keep_lists_in_hands(null)')
  const those = await members()
  await owner.query('rollback')
  assert.deepEqual(
    those.map(({ name }) => name),
    [ashdown, 'DS Frances Quarmby', penhallow],
  )
  await keepListsInHands(db)
  const { body } = await asking(supervisor, `/nominals/${other}/need-to-know`)
  assert.equal(body['restriction'].members.length, 2, 'nobody is added where it is right')
})

test('a new record manager is on the list from the moment they take over', async () => {
  const nominal = await aRecord()
  await restricted(nominal)
  await owner.query('begin')
  await owner.query(
    `select change_hands($1, u.id, o.id, s.id, s.agency_id, 'test') from unit u, officer o, officer s where u.code = 'CTWM-NM' and o.subject = 'ctnm-duty-officer' and s.subject = $2`,
    [nominal, supervisor],
  )
  await owner.query('commit')
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full')
})

test('a declaration on a record shuts it to whoever makes it, at once and at whatever access, and those who answer for it are told', async () => {
  const nominal = await aRecord()
  const officer = await browser('force-officer')
  assert.match(await (await officer.get(`/nominals/${nominal}`)).text(), /Declare a connection of your own/)
  const reply = await officer.post(`/nominals/${nominal}/declaration`, { kind: 'family', words: 'My sister’s son' })
  assert.equal(reply.status, 303)
  assert.equal(reply.headers.get('location'), '/declarations')
  assert.equal(await accessOf('force-officer', nominal), 'none')
  assert.equal((await officer.get(`/nominals/${nominal}`)).status, 404)
  const own = await asking('force-officer', '/declarations')
  assert.doesNotMatch(own.text, new RegExp(nominal), 'of which record is not told')
  assert.match(own.text, /My sister’s son/)
  assert.deepEqual(
    (await tasksAbout(nominal)).map(({ kind, words }) => [kind, words]),
    [['exclusion.declared', 'PC Joanne Merrick']],
  )
  const { body } = await asking(supervisor, `/nominals/${nominal}/need-to-know`)
  assert.deepEqual(
    body['exclusions'].map(({ officer: who, kind, why }: Record<string, string>) => [who, kind, why]),
    [['PC Joanne Merrick', 'family', 'My sister’s son']],
  )
})

test('whoever declared it cannot end it: not as supervisor, not from another account, not in SQL', async () => {
  const nominal = await aRecord()
  assert.equal(
    (await asking(supervisor, `/nominals/${nominal}/declaration`, { kind: 'self', words: 'It is me' })).status,
    201,
  )
  const [{ id: exclusion }] = await rows('select id from exclusion where nominal_id = $1', nominal)
  const ending = { ending: 'It was somebody else of that name' }
  assert.equal(
    (await asking(supervisor, `/nominals/${nominal}/need-to-know/exclusions/${exclusion}/end`, ending)).status,
    404,
  )
  await assert.rejects(
    around(supervisor, sql`select end_exclusion(${exclusion}::uuid, ${nominal}::uuid, 'Because I say so')`, nominal),
    /does not answer for who sees/,
  )
  // the owner of the tables, in their name; and in the name of another account of theirs
  const end = (by: string) =>
    owner.query(
      `update exclusion set during = tstzrange(lower(during), now()), ended_at = now(), ended_by = $2, ended_why = 'Because I say so' where id = $1`,
      [exclusion, by],
    )
  await assert.rejects(end(await officerId(supervisor)), /whoever it keeps out|never_by_whom_it_keeps_out/)
  await owner.query('begin')
  const { rows: second } = await owner.query(
    `insert into officer (id, agency_id, subject, name, source_name) select gen_random_uuid(), agency_id, 'ctnm-second', name, source_name from officer where subject = $1 returning id`,
    [supervisor],
  )
  await assert.rejects(end(second[0].id), /whoever it keeps out/)
  await owner.query('rollback')
  // another supervisor, here the region's lead, may, with a reason
  const short = await asking('ctnm-region-lead', `/nominals/${nominal}/need-to-know/exclusions/${exclusion}/end`, {
    ending: 'No',
  })
  assert.equal(short.status, 422)
  assert.equal(
    (await asking('ctnm-region-lead', `/nominals/${nominal}/need-to-know/exclusions/${exclusion}/end`, ending)).status,
    200,
  )
  assert.equal(await accessOf(supervisor, nominal), 'full')
})

test('a connection of one’s own is declared, and not set as an exclusion that one could end', async () => {
  const nominal = await aRecord()
  const refused = await asking(supervisor, `/nominals/${nominal}/need-to-know/exclusions`, {
    officer: penhallow,
    why: 'Because I say so',
    last: '',
  })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /A connection of your own is declared/)
  await assert.rejects(
    around(
      supervisor,
      sql`select set_exclusion(${newId()}::uuid, ${nominal}::uuid, ${await officerId(supervisor)}::uuid, 'Because I say so', null)`,
      nominal,
    ),
    /declared/,
  )
})

test('beforehand: the answer is the same whether or not there is a record, and nothing is looked for', async () => {
  const nominal = await aRecord({ names: [{ forenames: 'Octavia', surname: 'Wrenfield' }], bornOn: '1985-06-07' })
  const someone = { kind: 'family', words: 'My mother', born: '1985-06-07' }
  const ahead = async (called: string) => {
    const { status, body } = await asking('ctnm-officer-elsewhere', '/declarations', { ...someone, called })
    return [status, Object.keys(body)]
  }
  const before = (await rows(`select from task`)).length
  assert.deepEqual(await ahead('Octavia Wrenfield'), await ahead('Nobody Hereabouts'))
  assert.equal((await rows(`select from task`)).length, before)
  assert.equal(
    (await rows('select from exclusion where nominal_id = $1', nominal)).length,
    0,
    'not in the answer’s own time',
  )
  assert.equal((await rows('select from question_asked')).length, (await rows('select from question_asked')).length)

  await findDeclared(db)
  assert.equal(await accessOf('ctnm-officer-elsewhere', nominal), 'none')
  assert.deepEqual(
    (await tasksAbout(nominal)).map(({ kind }) => kind),
    ['exclusion.declared'],
  )
  const { text } = await asking('ctnm-officer-elsewhere', '/declarations')
  assert.doesNotMatch(text, new RegExp(`${nominal}|found`))
  const page = await (await (await browser('ctnm-officer-elsewhere')).get('/declarations')).text()
  assert.equal((page.match(/Wrenfield|Hereabouts/g) ?? []).length, 2, 'both stand there alike')
})

test('beforehand holds for a record that is made later, and a supervisor who ends it is not asked again', async () => {
  const asked = { kind: 'conflict', words: 'My landlord', called: 'Fitzroy Underhay', born: '1971-02-03' }
  assert.equal((await asking('force-officer', '/declarations', asked)).status, 201)
  await findDeclared(db)
  const nominal = await aRecord({ names: [{ forenames: 'Fitzroy', surname: 'Underhay' }], bornOn: '1971-02-03' })
  assert.equal(await accessOf('force-officer', nominal), 'contact')
  await findDeclared(db)
  assert.equal(await accessOf('force-officer', nominal), 'none')
  const [{ id }] = await rows('select id from exclusion where nominal_id = $1', nominal)
  const ended = await asking(supervisor, `/nominals/${nominal}/need-to-know/exclusions/${id}/end`, {
    ending: 'Another of that name',
  })
  assert.equal(ended.status, 200, ended.text)
  await findDeclared(db)
  assert.equal(await accessOf('force-officer', nominal), 'contact')
})

test('beforehand asks for the whole name and the full date of birth', async () => {
  const refused = await asking('force-officer', '/declarations', {
    kind: '',
    words: '',
    called: 'Octavia',
    born: '1985',
  })
  assert.equal(refused.status, 422)
  assert.deepEqual(
    refused.body['errors'].map(({ field }: { field: string }) => field),
    ['called', 'born', 'kind', 'words'],
  )
})

test('nobody reads what another declared', async () => {
  const [{ id: officer } = { id: '' }] = (await around(
    'force-officer',
    sql<{ id: string }>`select officer_id as id from declaration limit 1`,
  )) as { id: string }[]
  assert.equal(officer, await officerId('force-officer'))
  assert.deepEqual(await around('force-officer', sql`select from declaration where officer_id <> ${officer}::uuid`), [])
  await assert.rejects(around('force-officer', sql`select nominal_id from declaration`), /permission denied/)
})

test('kept, never edited: a wall ends once, and says by whom and why', async () => {
  const nominal = await aRecord()
  await restricted(nominal)
  await restricted(nominal, { officers: `${ashdown}\n${sorrell}`, reason: 'Another list for the operation' })
  const ended = await asking(supervisor, `/nominals/${nominal}/need-to-know/restriction/end`, {
    over: 'The operation is over',
  })
  assert.equal(ended.status, 200, ended.text)
  assert.equal(ended.body['restriction'], null)
  assert.deepEqual(
    ended.body['over'].map(({ why, endedWhy, endedBy }: Record<string, string>) => [why, endedWhy, endedBy]),
    [
      ['Another list for the operation', 'The operation is over', penhallow],
      ['A source would be known by it', 'Set anew with another list', penhallow],
    ],
  )
  for (const change of [
    `why = 'Something else'`,
    `shows = 'contact'`,
    `during = tstzrange(lower(during), null)`,
    `ended_why = 'Another reason then'`,
  ])
    await assert.rejects(
      owner.query(`update restriction set ${change} where nominal_id = $1`, [nominal]),
      /kept/,
      change,
    )
  await assert.rejects(owner.query('delete from restriction where nominal_id = $1', [nominal]), /kept|foreign key/)
  assert.equal(await accessOf('ctnm-duty-officer', nominal), 'full')
})
