// Signing in through the embedded provider over HTTP, as a browser without script does it, and what a session then is.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession, demonstrationSignIns, prepare } from '#access'
import { hashOfToken, openPool } from '#platform'
import { freshDatabase } from './support/database.ts'
import { demonstrationDatabase, startServer, throughProxy } from './support/server.ts'
import { formIn, visitor, type Reach, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const asked = async <Row extends pg.QueryResultRow>(statement: string, ...values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(statement, values)).rows

const hashOf = (someone: Visitor): string => hashOfToken(someone.cookie('concord_session')!.value)

/** What the log has of one session, oldest first. */
const onRecord = async (tokenHash: string): Promise<string[]> =>
  (
    await asked<{ action: string }>(
      'select e.action from audit_entry e join session s on s.id = e.session_id where s.token_hash = $1 order by e.at',
      tokenHash,
    )
  ).map(({ action }) => action)

const heading = async (reply: Response): Promise<string> => /<h1[^>]*>([^<]*)/.exec(await reply.text())![1]!.trim()

const backToSignIn = (reply: Response): string => {
  assert.equal(reply.status, 303)
  return reply.headers.get('location')!
}

test('an officer signs in by choosing who to be, without a password, and sees the first page in that role', async () => {
  const someone = visitor(address)
  const home = await someone.signIn('ctnm-officer')
  assert.equal(home.status, 200)
  const page = await home.text()
  assert.match(page, /Officer or practitioner/)
  assert.match(page, /DC Ruth Ashdown/)
  assert.deepEqual((await onRecord(hashOf(someone))).slice(0, 2), ['session.begun', 'home.viewed'])
})

test('signing in leads back to the page that was asked for, and never to another site', async () => {
  const someone = visitor(address)
  const sent = backToSignIn(await someone.get('/sessions'))
  assert.equal(sent, '/sign-in?return=%2Fsessions')
  const start = /href="([^"]*sign-in\/start[^"]*)"/.exec(await (await someone.get(sent)).text())![1]!
  assert.match(start, /return=%2Fsessions/)
  assert.equal(await heading(await visitor(address).signIn('ctnm-officer', '/sessions')), 'Your sessions')

  for (const elsewhere of ['//elsewhere.example/', '/\\elsewhere.example', 'https://elsewhere.example'])
    assert.equal(await heading(await visitor(address).signIn('ctnm-officer', elsewhere)), 'Your work', elsewhere)
})

test('the session cookie is for this server, for no script, and for no other site’s requests', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  const { line } = someone.cookie('concord_session')!
  assert.match(line, /; Path=\/; HttpOnly; SameSite=Lax$/)
  const [kept] = await asked<{ kept: string }>(`select string_agg(s::text, ' ') as kept from session s`)
  assert.ok(!kept!.kept.includes(someone.cookie('concord_session')!.value), 'the database keeps no token')
})

test('where people come by https the cookie is Secure and bound to the host, and browsers are told to stay with https', async () => {
  const { app } = await startServer(database, { url: 'https://concord.example' })
  const reply = await app.inject({ url: '/sign-in/start', headers: { host: 'concord.example' } })
  assert.match(
    String(reply.headers['set-cookie']),
    /__Host-concord_sign_in=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax/,
  )
  assert.match(String(reply.headers['strict-transport-security']), /max-age=\d{8}/)
  assert.match(String(reply.headers.location), /^https:\/\/concord\.example\/demonstration-provider\/auth\?/)
})

test('pages allow no inline script or style and nothing from elsewhere, and are kept by nobody', async () => {
  for (const path of ['/sign-in', '/sign-in/start', '/nothing-here', '/health']) {
    const { headers } = await visitor(address).get(path)
    const policy = headers.get('content-security-policy')!
    assert.match(policy, /default-src 'none'/)
    assert.doesNotMatch(policy, /unsafe|\*|http/)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('x-frame-options'), 'DENY')
  }
})

test('two servers on one database can both be signed in to, and a session of one holds at the other', async () => {
  const other = await startServer(database)
  const [here, there] = [visitor(address), visitor(other.address)]
  assert.equal((await here.signIn('auditor')).status, 200)
  assert.equal((await there.signIn('inspector')).status, 200)
  there.setCookie('concord_session', here.cookie('concord_session')!.value)
  assert.match(await (await there.get('/')).text(), /Rosalind Fenwright/)
})

test('a sign-in that began at one server can end at another, as behind one address', async () => {
  const other = throughProxy(await startServer(database, { url: address }))
  let asked = 0
  const someone = visitor(address, (url, options) => (asked++ % 2 === 0 ? fetch(url, options) : other(url, options)))
  assert.match(await (await someone.signIn('auditor')).text(), /Rosalind Fenwright/)
})

test('in production the agencies’ provider says who somebody is, and the first administrator is whom the operator named', async () => {
  // Another Concord's embedded provider stands for theirs; it is reached over the network.
  const [keys] = await asked<{ value: { client: string } }>('select value from provider_key')
  const own = await freshDatabase()
  await prepare(own, { demonstration: false, administrator: 'data-steward' })
  const theirs = await startServer(own, {
    demonstration: false,
    url: address,
    signIn: { issuer: `${address}/demonstration-provider`, clientId: 'concord', clientSecret: keys!.value.client },
  })
  const throughOurs = throughProxy(theirs)
  const reach: Reach = (url, options) =>
    url.pathname.startsWith('/demonstration-provider') ? fetch(url, options) : throughOurs(url, options)

  const administrator = await (await visitor(address, reach).signIn('data-steward')).text()
  assert.match(administrator, /First administrator/)
  assert.doesNotMatch(administrator, /Demonstration/)
  assert.match(await (await visitor(address, reach).signIn('auditor')).text(), /nobody has made an account for you/)
})

test('a database of real records never becomes a demonstration, nor a demonstration anything else', async () => {
  await assert.rejects(prepare(database, { demonstration: false, administrator: undefined }), /holds a demonstration/)
  const own = await freshDatabase()
  await prepare(own, { demonstration: false, administrator: undefined })
  await assert.rejects(prepare(own, { demonstration: true, administrator: undefined }), /set CONCORD_DEMO=0/)
  await assert.rejects(
    prepare({ ownerUrl: undefined, appUrl: own.appUrl }, { demonstration: true, administrator: undefined }),
    /set CONCORD_DEMO=0/,
  )
})

test('after 15 minutes without a request a session is over, and its owner is told why', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  const token = someone.cookie('concord_session')!.value
  await asked(`update session set seen_at = now() - interval '14 minutes' where token_hash = $1`, hashOf(someone))
  assert.equal((await someone.get('/')).status, 200, 'a minute before')
  const [seen] = await asked<{ fresh: boolean }>(
    `select seen_at > now() - interval '1 minute' as fresh from session where token_hash = $1`,
    hashOf(someone),
  )
  assert.ok(seen!.fresh, 'the request counts as being there')

  await asked(`update session set seen_at = now() - interval '15 minutes' where token_hash = $1`, hashOf(someone))
  assert.equal(backToSignIn(await someone.get('/sessions')), '/sign-in?return=%2Fsessions&reason=timed-out')
  assert.equal(someone.cookie('concord_session'), undefined)
  assert.match(await (await someone.get('/sign-in?reason=timed-out')).text(), /nothing happened for 15 minutes/)
  someone.setCookie('concord_session', token)
  assert.equal((await someone.get('/')).status, 303, 'it does not come back')
})

test('a page that only watches long work keeps no session alive', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  await asked(`update session set seen_at = now() - interval '14 minutes' where token_hash = $1`, hashOf(someone))
  assert.equal((await someone.get('/', { 'concord-watching': '1' })).status, 200)
  const [seen] = await asked<{ fresh: boolean }>(
    `select seen_at > now() - interval '1 minute' as fresh from session where token_hash = $1`,
    hashOf(someone),
  )
  assert.ok(!seen!.fresh, 'nobody was there')
})

test('a session is lengthened by its button, with script or without, but never beyond 12 hours', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  await asked(`update session set seen_at = now() - interval '13 minutes' where token_hash = $1`, hashOf(someone))
  const page = await (await someone.get('/sessions')).text()
  assert.match(page, /You will be signed out at/)
  const { action, fields } = formIn(page, /extension/)
  const byForm = await someone.post(action, fields)
  assert.equal(byForm.headers.get('location'), '/')
  const byScript = await someone.post(action, fields, { accept: 'application/json' })
  const { secondsLeft } = (await byScript.json()) as { secondsLeft: number }
  assert.ok(secondsLeft > 800 && secondsLeft <= 900, `${secondsLeft}`)

  await asked(
    `update session set started_at = started_at - interval '11 hours 58 minutes', ends_at = ends_at - interval '11 hours 58 minutes' where token_hash = $1`,
    hashOf(someone),
  )
  const last = await someone.post(action, fields, { accept: 'application/json' })
  assert.ok(((await last.json()) as { secondsLeft: number }).secondsLeft <= 120)
  assert.match(await (await someone.get('/')).text(), /because a session lasts 12 hours at most/)
  await asked(
    `update session set started_at = started_at - interval '3 minutes', ends_at = ends_at - interval '3 minutes' where token_hash = $1`,
    hashOf(someone),
  )
  assert.match(backToSignIn(await someone.get('/')), /reason=timed-out/)
})

test('an officer whose account is closed is out at the next request, and cannot sign in again', async () => {
  const someone = visitor(address)
  await someone.signIn('national-coordinator')
  await asked(`update officer set disabled_at = now() where subject = 'national-coordinator'`)
  assert.match(backToSignIn(await someone.get('/')), /reason=disabled/)
  assert.match(await (await visitor(address).signIn('national-coordinator')).text(), /Your account has been closed/)
  const [refused] = await asked<{ outcome: string; records: string }>(
    `select outcome, records::text from audit_entry where action = 'sign-in.refused.disabled'`,
  )
  assert.equal(refused!.outcome, 'refused')
  await asked(`update officer set disabled_at = null where subject = 'national-coordinator'`)
})

test('somebody whom only the provider knows is told so, and nothing is made of it', async () => {
  await asked(`update officer set subject = 'somebody-else' where subject = 'interventions-lead'`)
  const before = await asked('select count(*) from officer')
  const reply = await visitor(address).signIn('interventions-lead')
  assert.match(await reply.text(), /nobody has made an account for you/)
  assert.deepEqual(await asked('select count(*) from officer'), before)
  assert.equal((await asked(`select from audit_entry where action = 'sign-in.refused.no-account'`)).length, 1)
  await asked(`update officer set subject = 'interventions-lead' where subject = 'somebody-else'`)
})

test('an officer whose only role has ended is told so', async () => {
  await asked(
    `update role_held set during = tstzrange(lower(during), now()) where officer_id = (select id from officer where subject = 'inspector')`,
  )
  assert.match(await (await visitor(address).signIn('inspector')).text(), /You hold no role at present/)
  await asked(
    `update role_held set during = tstzrange(lower(during), null) where officer_id = (select id from officer where subject = 'inspector')`,
  )
})

test('people see their own sessions and end any of them', async () => {
  const [desk, telephone, stranger] = [visitor(address), visitor(address), visitor(address)]
  await desk.signIn('data-protection-officer')
  await telephone.signIn('data-protection-officer')
  await stranger.signIn('auditor')
  const page = await (await desk.get('/sessions')).text()
  assert.match(page, /You are signed in 2 times/)
  assert.match(page, /This session/)
  const [telephoneSession] = await asked<{ id: string }>(
    'select id from session where token_hash = $1',
    hashOf(telephone),
  )
  const end = `/sessions/${telephoneSession!.id}/end`
  assert.ok(page.includes(end))

  assert.equal((await stranger.post(end)).status, 404, 'somebody else’s session does not exist')
  assert.equal((await telephone.get('/')).status, 200)
  assert.equal((await desk.post(end)).headers.get('location'), '/sessions')
  assert.match(backToSignIn(await telephone.get('/')), /reason=ended/)
  assert.match(await (await desk.get('/sessions')).text(), /You are signed in once/)
  assert.ok((await onRecord(hashOf(desk))).includes('session.ended'))
})

test('signing out ends the session on the server', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  const token = someone.cookie('concord_session')!.value
  const left = await someone.post('/sign-out')
  assert.equal(backToSignIn(left), '/sign-in?reason=signed-out')
  assert.equal(someone.cookie('concord_session'), undefined)
  someone.setCookie('concord_session', token)
  assert.equal((await someone.get('/')).status, 303)
  assert.equal((await onRecord(hashOfToken(token))).at(-1), 'session.ended')
})

test('signing in as somebody else ends the session before', async () => {
  const someone = visitor(address)
  await someone.signIn('ctnm-officer')
  const before = someone.cookie('concord_session')!.value
  assert.match(await (await someone.signIn('auditor')).text(), /Rosalind Fenwright/)
  assert.equal((await onRecord(hashOfToken(before))).at(-1), 'session.ended')
})

test('one role is worn at a time, and changing it is on record', async () => {
  const someone = visitor(address)
  const home = await (await someone.signIn('data-steward')).text()
  assert.match(home, /Change role/)
  assert.match(home, /Police register desk/)
  const roles = await (await someone.get('/role')).text()
  const probation = /value="([0-9a-f-]{36})">\s*<span[^>]*>[^<]*<\/span>\s*<span[^>]*>National Security Division/.exec(
    roles,
  )![1]!
  assert.equal((await someone.post('/role', { role: probation })).headers.get('location'), '/')
  assert.match(await (await someone.get('/')).text(), /National Security Division, Probation Service/)
  assert.ok((await onRecord(hashOf(someone))).includes('role.worn'))

  const [theirs] = await asked<{ id: string }>(`select id from role_held where role = 'administrator'`)
  assert.equal((await someone.post('/role', { role: theirs!.id })).status, 404, 'a role that somebody else holds')
  const [last] = await asked<{ outcome: string }>(`select outcome from audit_entry where action = 'role.refused'`)
  assert.equal(last!.outcome, 'refused')
})

test('who holds one role is not offered another', async () => {
  assert.doesNotMatch(await (await visitor(address).signIn('auditor')).text(), /Change role/)
})

test('a form that did not come from a page of this session changes nothing', async () => {
  const [someone, another] = [visitor(address), visitor(address)]
  await someone.signIn('ctnm-officer')
  await another.signIn('auditor')
  const { fields } = formIn(await (await another.get('/sessions')).text(), /sign-out/)
  for (const form of [{ formToken: '' }, { formToken: 'x'.repeat(43) }, fields as { formToken: string }]) {
    const reply = await someone.post('/sign-out', form)
    assert.equal(reply.status, 403)
    assert.equal(await heading(reply), 'This form is out of date')
  }
  const fromElsewhere = await someone.post('/sign-out', {}, { 'sec-fetch-site': 'cross-site' })
  assert.equal(fromElsewhere.status, 403)
  assert.equal((await someone.get('/')).status, 200, 'still signed in')
  assert.equal((await someone.post('/sign-out', {}, { 'sec-fetch-site': 'same-origin' })).status, 303)
})

test('an answer of the provider is good for the browser that asked, once, and for ten minutes', async () => {
  const someone = visitor(address)
  const begin = async () => new URL((await someone.get('/sign-in/start')).headers.get('location')!).searchParams
  const callback = (state: string | null) => `/sign-in/callback?code=anything&state=${state}`
  const failed = '/sign-in?reason=provider'

  const stolen = await begin()
  assert.equal(backToSignIn(await visitor(address).get(callback(stolen.get('state')))), failed, 'another browser')
  assert.equal(stolen.get('code_challenge_method'), 'S256')
  assert.ok(stolen.get('nonce'))
  assert.equal((await asked('select from sign_in_attempt')).length > 0, true)
  assert.equal(backToSignIn(await someone.get(callback(stolen.get('state')))), failed, 'a code of nobody’s')
  assert.equal(backToSignIn(await someone.get(callback(stolen.get('state')))), failed, 'a second time')

  await begin()
  await asked(`update sign_in_attempt set began_at = now() - interval '10 minutes'`)
  await begin()
  assert.equal(
    (await asked(`select from sign_in_attempt where began_at < now() - interval '9 minutes'`)).length,
    0,
    'forgotten',
  )
})

test('the whole way is gone under the name that people type, because cookies belong to it', async () => {
  const { port } = new URL(address)
  const reply = await visitor(`http://127.0.0.1:${port}`).get('/sign-in?return=%2Fsessions')
  assert.equal(reply.headers.get('location'), `${address}/sign-in?return=%2Fsessions`)
})

test('outside a demonstration there is no embedded provider, and without one of the agencies’ own the server does not start', async () => {
  await assert.rejects(startServer(database, { demonstration: false }), /OIDC_ISSUER/)
  const { address } = await startServer(database, {
    demonstration: false,
    signIn: { issuer: 'http://localhost:9', clientId: 'concord', clientSecret: 'secret' },
  })
  assert.equal((await visitor(address).get('/demonstration-provider/.well-known/openid-configuration')).status, 404)
  assert.equal(
    backToSignIn(await visitor(address).get('/sign-in/start?return=%2Frole')),
    '/sign-in?return=%2Frole&reason=provider',
    'a provider that does not answer is no fault of ours',
  )
})

test('everybody whom the page lists can sign in, and begins in the role named first', async () => {
  const someone = visitor(address)
  const list = await (await someone.follow(await someone.get('/sign-in/start'))).text()
  assert.equal(demonstrationSignIns.length, 21)
  for (const { signIn, name, role } of demonstrationSignIns) {
    assert.ok(list.includes(`value="${signIn}"`), signIn)
    const token = await beginApiSession(db, signIn, 'test')
    const me = await fetch(`${address}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    const { officer, role: worn } = (await me.json()) as { officer: { name: string }; role: { code: string } }
    assert.equal(worn.code, role)
    assert.ok(officer.name.endsWith(name))
  }
})
