// What was typed in a form survives the end of the session, for the person who typed it and for nobody else.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { beginApiSession, upkeep } from '#access'
import { act, formTokenOf, hashOfToken, openPool } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const nominal = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Perpetua', surname: 'Lockhart' }],
  manager: 'ctnm-officer',
})
const at = `/nominals/${nominal}/facts/language`
const form = `${at}/new`
const typed = {
  language: 'Cornish "and" <Breton>',
  interpreter: 'yes',
  notBy: '',
  words: 'Prefers letters',
  source: 'A visit',
}

const tokenOf = (person: Visitor): string => person.cookie('concord_session')!.value
const signedIn = async (as: string): Promise<Visitor> => {
  const person = visitor(address)
  await person.signIn(as)
  return person
}
/** As time does it: 16 minutes without a question. */
const idleOut = (person: Visitor) =>
  owner.query(`update session set seen_at = now() - interval '16 minutes' where token_hash = $1`, [
    hashOfToken(tokenOf(person)),
  ])
const send = (person: Visitor, more: Record<string, string> = {}): Promise<Response> =>
  person.post(at, { formToken: formTokenOf(tokenOf(person)), formAt: form, ...typed, ...more })
const drafts = async () =>
  (
    await owner.query(
      `select o.subject, d.at, d.action, d.fields from draft d join officer o on o.id = d.officer_id order by d.kept_at`,
    )
  ).rows
const throwAllAway = () => owner.query('delete from draft')
const written = async () =>
  Number((await owner.query(`select count(*) from language where nominal_id = $1`, [nominal])).rows[0].count)

test('a form that comes when the session has just ended is kept, and its writer is led back to it with everything in it', async () => {
  const person = await signedIn('ctnm-officer')
  await idleOut(person)
  const reply = await send(person)
  assert.equal(reply.status, 303)
  const way = new URL(reply.headers.get('location')!, address)
  assert.deepEqual(
    [way.pathname, way.searchParams.get('return'), way.searchParams.get('reason')],
    ['/sign-in', form, 'kept'],
  )
  assert.match(await (await person.get(way.pathname + way.search)).text(), /What you had typed is kept for you alone/)
  assert.equal(await written(), 0)

  const back = await (await person.signIn('ctnm-officer', form)).text()
  assert.match(back, /What you had typed here by .+ and not sent/)
  assert.match(back, /name="language"[^>]* value="Cornish &quot;and&quot; &lt;Breton&gt;"/)
  assert.match(back, /name="words"[^>]* value="Prefers letters"/)
  assert.match(back, /value="yes" checked/)
  assert.match(back, /name="source"[^>]* value="A visit"/)
  // The log has who kept, who came back to it, and nothing of what it says.
  const { rows } = await owner.query(
    `select e.action, e.officer_id is null as nobody, o.subject as for_whom from audit_entry e left join officer o on o.id = e.on_behalf_of where e.action like 'draft.%' order by e.at`,
  )
  assert.deepEqual(rows, [
    { action: 'draft.kept', nobody: true, for_whom: 'ctnm-officer' },
    { action: 'draft.resumed', nobody: false, for_whom: null },
  ])

  // A refusal keeps it; once the form is accepted it is gone.
  assert.equal((await send(person, { language: '' })).status, 422)
  assert.equal((await drafts()).length, 1)
  assert.equal((await send(person)).status, 303)
  assert.deepEqual(await drafts(), [])
  assert.equal(await written(), 1)
  assert.doesNotMatch(await (await person.get(form)).text(), /What you had typed here/)
})

test('so it is after the twelve hours, and of a form that was shown again with its errors', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const refused = await (await send(person, { language: '' })).text()
  assert.match(refused, new RegExp(`name="formAt" value="${form}"`))
  await owner.query(
    `update session set started_at = now() - interval '13 hours', ends_at = now() - interval '1 hour' where token_hash = $1`,
    [hashOfToken(tokenOf(person))],
  )
  assert.match((await send(person)).headers.get('location')!, /reason=kept/)
  assert.equal((await drafts()).length, 1)
})

test('whoever has signed in again meanwhile and sends the old page finds it filled in, with a word on why; nothing is done, and one press sends it', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const old = formTokenOf(tokenOf(person))
  await person.signIn('ctnm-officer')
  const before = await written()
  const reply = await send(person, { formToken: old })
  assert.deepEqual([reply.status, reply.headers.get('location')], [303, form])
  assert.equal(await written(), before)
  const back = await (await person.follow(reply)).text()
  assert.match(back, /Nothing has been done yet.*You have signed in again since this page was opened/)
  assert.match(back, /name="language"[^>]* value="Cornish &quot;and&quot; &lt;Breton&gt;"/)
  assert.match(back, new RegExp(`name="formToken" value="${formTokenOf(tokenOf(person))}"`))
  assert.doesNotMatch(back, new RegExp(old))
  assert.equal((await send(person)).status, 303)
  assert.equal(await written(), before + 1)
  assert.deepEqual(await drafts(), [])
})

test('so it is while both sessions go on, but a page of somebody else’s session keeps nothing for anybody', async () => {
  await throwAllAway()
  const [one, same, other] = [
    await signedIn('ctnm-officer'),
    await signedIn('ctnm-officer'),
    await signedIn('ctnm-supervisor'),
  ]
  assert.equal((await send(one, { formToken: formTokenOf(tokenOf(same)) })).status, 303)
  assert.equal((await drafts()).length, 1)
  await throwAllAway()
  for (const formToken of [formTokenOf(tokenOf(other)), 'x'.repeat(43), ''])
    assert.equal((await send(one, { formToken })).status, 403)
  // A program's token has no pages, and a session of the day before yesterday keeps none.
  const api = formTokenOf(await beginApiSession(db, 'ctnm-officer', 'drafts'))
  assert.equal((await send(one, { formToken: api })).status, 403)
  await owner.query(
    `update session set started_at = now() - interval '25 hours', ends_at = now() - interval '13 hours' where token_hash = $1`,
    [hashOfToken(tokenOf(same))],
  )
  assert.equal((await send(one, { formToken: formTokenOf(tokenOf(same)) })).status, 403)
  assert.deepEqual(await drafts(), [])
})

test('the later pages of creating a record come back too, with what was typed on them and before', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const page = '/nominals/new'
  const typedThere = {
    'names.0.given': 'Wilhelmina',
    'names.0.family': 'Oxenbridge',
    once: crypto.randomUUID(),
    checked: '',
    step: 'make',
    offence: 'Convicted at the Crown Court',
  }
  await idleOut(person)
  const sent = await person.post(page, { formToken: formTokenOf(tokenOf(person)), formAt: page, ...typedThere })
  assert.match(sent.headers.get('location')!, /reason=kept/)
  const back = await (await person.signIn('ctnm-officer', page)).text()
  assert.match(back, /Why there is a record/)
  assert.match(back, /What you had typed here by/)
  assert.match(back, /Wilhelmina Oxenbridge/)
  assert.match(back, /name="names\.0\.family" value="Oxenbridge"/)
  assert.match(back, /Convicted at the Crown Court/)
  // It is one press from where it was left.
  assert.equal((await person.post(page, { formAt: page, ...typedThere })).status, 422)
})

test('another officer who signs in there gets the plain form, and the draft stays for its owner', async () => {
  await throwAllAway()
  const browser = await signedIn('ctnm-officer')
  await idleOut(browser)
  await send(browser)
  const theirs = await (await browser.signIn('ctnm-supervisor', form)).text()
  assert.match(theirs, /name="language"/)
  assert.doesNotMatch(theirs, /Cornish|What you had typed here/)
  // Nor does what they send there take it away.
  assert.equal((await send(browser, { language: 'Scots' })).status, 303)
  assert.match(await (await browser.signIn('ctnm-officer', form)).text(), /Cornish/)
})

test('nothing is kept without the form token of the session that has ended', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const other = await signedIn('ctnm-officer')
  await idleOut(person)
  assert.equal((await send(person, { formToken: formTokenOf(tokenOf(other)) })).status, 403)
  assert.equal((await send(person, { formToken: '' })).status, 403)
  const stranger = visitor(address)
  stranger.setCookie('concord_session', 'x'.repeat(43))
  assert.doesNotMatch((await send(stranger)).headers.get('location')!, /kept/)
  assert.deepEqual(await drafts(), [])
})

test('a session that somebody ended by hand, in another tab or from elsewhere, keeps what its form brings, for its officer alone', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const formToken = formTokenOf(tokenOf(person))
  // Signed out in another tab of this browser: no cookie comes with the form that stands open.
  await person.post('/sign-out')
  assert.equal(person.cookie('concord_session'), undefined)
  const before = await written()
  const reply = await person.post(at, { formToken, formAt: form, ...typed })
  const way = new URL(reply.headers.get('location')!, address)
  assert.deepEqual([reply.status, way.searchParams.get('return'), way.searchParams.get('reason')], [303, form, 'kept'])
  assert.doesNotMatch(await (await person.signIn('ctnm-supervisor', form)).text(), /Cornish/)
  assert.match(await (await person.signIn('ctnm-officer', form)).text(), /Cornish &quot;and&quot;/)
  assert.equal(await written(), before)
  await throwAllAway()
  // Ended from another browser: the cookie is still there.
  const left = await signedIn('ctnm-officer')
  await owner.query('update session set ended_at = now() where token_hash = $1', [hashOfToken(tokenOf(left))])
  assert.match((await send(left)).headers.get('location')!, /reason=kept/)
  assert.deepEqual(
    (await drafts()).map(({ subject }) => subject),
    ['ctnm-officer'],
  )
  // Of no session, and of one that goes on, nothing is kept for anybody.
  await throwAllAway()
  const stranger = visitor(address)
  const going = await signedIn('ctnm-officer')
  for (const token of ['x'.repeat(43), '', formTokenOf(tokenOf(going))])
    assert.doesNotMatch(
      (await stranger.post(at, { formToken: token, formAt: form, ...typed })).headers.get('location')!,
      /kept/,
    )
  assert.deepEqual(await drafts(), [])
})

test('a form with characters that nobody sees does nothing, and comes back without them', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  const before = await written()
  const reply = await send(person, { language: 'Cor\u200bnish\u202e' })
  assert.deepEqual([reply.status, reply.headers.get('location')], [303, form])
  assert.equal(await written(), before)
  const back = await (await person.follow(reply)).text()
  assert.match(back, /Nothing has been done yet\..*characters that cannot be seen/)
  assert.match(back, /name="language"[^>]* value="Cornish"/)
  assert.equal((await send(person, { language: 'Cornish' })).status, 303)
  assert.deepEqual([await written(), await drafts()], [before + 1, []])
  // A form that says nowhere where it stands is told the reason.
  const told = await send(person, { language: 'Cor\u200bnish', formAt: '' })
  assert.equal(told.status, 422)
  assert.match(await told.text(), /U\+200B/)
  assert.equal(await written(), before + 1)
})

test('a page keeps what is typed while the session goes on, without keeping it alive, and when it has just ended', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  await owner.query(`update session set seen_at = now() - interval '5 minutes' where token_hash = $1`, [
    hashOfToken(tokenOf(person)),
  ])
  const quietly = (language: string) =>
    person.post(
      '/drafts',
      { formToken: formTokenOf(tokenOf(person)), formAt: form, formAction: at, ...typed, language },
      { accept: 'application/json', 'concord-watching': '1' },
    )
  assert.equal((await quietly('Manx')).status, 204)
  assert.equal((await quietly('Manx and Irish')).status, 204)
  const { rows } = await owner.query(
    `select seen_at < now() - interval '4 minutes' as idle from session where token_hash = $1`,
    [hashOfToken(tokenOf(person))],
  )
  assert.deepEqual(rows, [{ idle: true }])
  assert.deepEqual(await drafts(), [
    { subject: 'ctnm-officer', at: form, action: at, fields: { ...typed, language: 'Manx and Irish' } },
  ])
  await idleOut(person)
  assert.equal((await quietly('Manx, at the end')).status, 204)
  assert.equal((await drafts())[0].fields.language, 'Manx, at the end')
  const atOnce = await Promise.all(['1', '2', '3', '4', '5'].map(quietly))
  assert.deepEqual(
    atOnce.map(({ status }) => status),
    [204, 204, 204, 204, 204],
  )
  assert.equal((await drafts()).length, 1)
  await owner.query('update session set ended_at = now() where token_hash = $1', [hashOfToken(tokenOf(person))])
  assert.equal((await quietly('too late')).status, 401)
})

test('a draft can be thrown away by its owner, and by nobody else', async () => {
  await throwAllAway()
  const [person, colleague] = [await signedIn('ctnm-officer'), await signedIn('ctnm-supervisor')]
  await idleOut(person)
  await send(person)
  const back = await (await person.signIn('ctnm-officer', form)).text()
  const removal = /action="(\/drafts\/[\w-]+\/removal)"/.exec(back)![1]!
  assert.equal((await colleague.post(removal)).status, 404)
  const reply = await person.post(removal)
  assert.deepEqual([reply.status, reply.headers.get('location')], [303, form])
  assert.doesNotMatch(await (await person.get(form)).text(), /Cornish/)
})

test('a correction comes back with the version that was read, so that a change meanwhile is a conflict and not lost', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  await send(person)
  const { rows } = await owner.query(
    `select id from language where nominal_id = $1 and superseded_at is null order by recorded_at desc limit 1`,
    [nominal],
  )
  const fact = rows[0].id
  const correction = `${at}/${fact}/correction`
  const sent = (version: string, language: string) =>
    person.post(correction, {
      formToken: formTokenOf(tokenOf(person)),
      formAt: correction,
      ...typed,
      version,
      language,
      why: 'Misheard',
    })
  await idleOut(person)
  await sent(fact, 'Breton')
  const colleague = await signedIn('ctnm-supervisor')
  await colleague.post(correction, { ...typed, version: fact, language: 'Welsh', why: 'Misheard' })
  const back = await (await person.signIn('ctnm-officer', correction)).text()
  assert.match(back, new RegExp(`name="version" value="${fact}"`))
  assert.match(back, /value="Breton"/)
  assert.equal((await sent(fact, 'Breton')).status, 409)
})

test('at most 20 of one officer are kept, and none for longer than 24 hours', async () => {
  await throwAllAway()
  const person = await signedIn('ctnm-officer')
  for (let n = 0; n < 22; n++)
    assert.equal(
      (
        await person.post('/drafts', {
          formToken: formTokenOf(tokenOf(person)),
          formAt: `${form}?n=${n}`,
          formAction: at,
          ...typed,
        })
      ).status,
      204,
    )
  const kept = await drafts()
  assert.deepEqual([kept.length, kept[0].at], [20, `${form}?n=2`])
  await owner.query(`update draft set kept_at = now() - interval '25 hours' where at <> $1`, [`${form}?n=21`])
  assert.doesNotMatch(await (await person.get(`${form}?n=20`)).text(), /What you had typed here/)
  assert.match(await (await person.get(`${form}?n=21`)).text(), /What you had typed here/)
  await upkeep(db)
  assert.equal((await drafts()).length, 1)
})

test('round the program: nobody reads, changes or takes another officer’s draft', async () => {
  const caller = { tokenHash: hashOfToken(await beginApiSession(db, 'ctnm-supervisor', 'drafts')), client: 'test' }
  const counts = await act(db, caller, async tx => {
    const seen = await sql`select from draft`.execute(tx)
    const changed = await sql`update draft set fields = '{}'`.execute(tx)
    const gone = await sql`delete from draft`.execute(tx)
    return {
      result: [seen.rows.length, changed.numAffectedRows, gone.numAffectedRows].map(Number),
      audit: { action: 'test.looked' },
    }
  })
  assert.deepEqual(counts, [0, 0, 0])
  await assert.rejects(
    act(db, caller, async tx => {
      await sql`select keep_draft(o.id, gen_random_uuid(), '/a', '/a', '{}') from officer o where o.subject = 'ctnm-officer'`.execute(
        tx,
      )
      return { result: null, audit: { action: 'test.looked' } }
    }),
    /row-level security/,
  )
})

test('every form that keeps what is typed says where it stands', async () => {
  let forms = 0
  for await (const path of glob('src/**/*.njk'))
    for (const [html] of readFileSync(path, 'utf8').matchAll(/<form\b[^>]*\sdata-keep\b[\s\S]*?<\/form>/g)) {
      forms += 1
      assert.ok(html.includes('name="formAt" value="{{ frame.formAt }}"'), path)
    }
  assert.ok(forms > 0)
})
