// Generated rubbish at every route: ids, dates, cursors, headers, bodies, encodings and sizes that nobody sane would send.
// Whatever comes, the answer is never a fault of ours.
import assert from 'node:assert/strict'
import { request as ask } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, openPool } from '#platform'
import { factKinds } from '../src/nominals/fact-kinds.ts'
import { factExamples } from './support/fact-examples.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const lines: string[] = []
const database = await demonstrationDatabase()
// As behind a proxy, so that what proxies say of a request is believed, and may be rubbish too.
const { address, app } = await startServer(database, { url: 'https://concord.example' }, lines, { loads: true })
const db = openPool(database.appUrl, { max: 2 })
after(() => db.close())

const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const person = await aNominal(owner, {
  unit: 'CTWM-NM',
  names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
  manager: 'ctnm-officer',
})
await owner.end()

const runs = 60 // for each route and each kind of rubbish
const limitMs = 60_000

const routes = [
  ...new Map(
    app.routeList
      .filter(({ method, url }) => method !== 'HEAD' && url !== '/public/*')
      .map(route => [`${route.method} ${route.url}`, route]),
  ).values(),
]

const nearly = fc.constantFrom(
  '0198c0de-0000-7000-8000-00000000dead',
  '0198C0DE-0000-7000-8000-00000000DEAD',
  '{0198c0de-0000-7000-8000-00000000dead}',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '[object Object]',
  '__proto__',
  'constructor',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '-271821-04-20',
  '+275760-09-13T00:00:00Z',
  '2026-11-23T25:61:61Z',
  '31/02/1980',
  '1/1/99',
  '0'.repeat(5000),
  'a'.repeat(199),
  'é'.repeat(3000),
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\uffff',
  '\u202e',
  '👩🏽‍🚒',
  "' or 1=1 --",
  '%',
  '_',
  '\\',
  '*',
  '(',
  '<script>',
  '../../etc/passwd',
  '..%2f..',
  '%00',
  '%ff',
  '%zz',
  '\r\nx: y',
  'CN-26-000123',
  'CN-26-',
  '2024/0012345X',
  'AB12CDE',
  Buffer.from('{"a":1}').toString('base64url'),
  Buffer.from('not json').toString('base64url'),
  Buffer.from('[null]').toString('base64url'),
  'eyJhbGciOiJub25lIn0..',
)
const text = fc.oneof(
  { weight: 3, arbitrary: nearly },
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.date().map(String),
)
const name = fc.oneof(
  fc.constantFrom(
    'q',
    'id',
    'after',
    'cursor',
    'limit',
    'page',
    'on',
    'from',
    'to',
    'section',
    'sections',
    'kind',
    'agency',
    'words',
    'day',
    'readAgain',
    'happenedAt',
    'role',
    'signIn',
    'state',
    'code',
    'return',
    'reason',
    'born',
    'sort',
    'formToken',
    '__proto__',
    'q[]',
    'q[a]',
  ),
  fc.string({ maxLength: 20 }),
)

/** A text as it may stand in an address: encoded properly, or thrown in as it comes. */
const wellFormed = (given: string): string => encodeURIComponent(given.toWellFormed())
const asTheyCome = (given: string): string =>
  given
    .toWellFormed()
    .replaceAll(/[^!-~]/gu, character => encodeURIComponent(character))
    .replaceAll(/[#\s]/g, '')
const inAddress = fc
  .tuple(text, fc.boolean())
  .map(([given, properly]) => (properly ? wellFormed(given) : asTheyCome(given)))

const query = fc
  .array(fc.tuple(name.map(wellFormed), inAddress), { maxLength: 6 })
  .map(pairs => pairs.map(pair => pair.join('=')).join('&'))
const addressOf = (url: string) =>
  fc.tuple(fc.array(inAddress, { minLength: 3, maxLength: 3 }), query).map(([values, search]) => {
    let place = 0
    const path = url.replaceAll(/:\w+|\*/g, () => values[place++ % values.length]!.replaceAll('?', ''))
    return search === '' ? path : `${path}?${search}`
  })

/** Header values may hold nothing but visible ASCII, tabs and Latin-1; the rest does not get as far as us. */
const inHeader = text.map(given =>
  given
    .replaceAll(/[^\t\x20-\x7e\xa0-\xff]/g, '')
    .trim()
    .slice(0, 2000),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'accept',
    'accept-language',
    'user-agent',
    'if-match',
    'if-none-match',
    'if-modified-since',
    'idempotency-key',
    'range',
    'cookie',
    'referer',
    'origin',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-form-token',
    'x-request-id',
    'sec-fetch-site',
    'content-language',
    'prefer',
    'purpose',
  ),
  inHeader,
  { maxKeys: 4 },
)
const contentType = fc.oneof(
  fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/json',
    'application/json; charset=utf-16',
    'application/problem+json',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'multipart/form-data; boundary=',
    'text/plain',
    'text/csv',
    'application/xml',
    'application/octet-stream',
    'image/png',
    '*/*',
    'json',
    ';',
    '',
  ),
  inHeader,
)
const json = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.constantFrom(
    '',
    '{',
    '[',
    'nul',
    '"',
    '{"__proto__":{}}',
    '{"constructor":{"prototype":{}}}',
    '\ufeff{}',
    '[]',
    'null',
    '1e999',
    `[${'['.repeat(5000)}`,
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
  ),
  fc
    .dictionary(name, fc.oneof(text, fc.integer(), fc.double(), fc.constant(null), fc.array(text, { maxLength: 3 })))
    .map(value => JSON.stringify(value)),
)
const form = fc
  .array(fc.tuple(name.map(wellFormed), inAddress), { maxLength: 8 })
  .map(pairs => pairs.map(pair => pair.join('=')).join('&'))
const body = fc.oneof(
  json,
  form,
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constant('--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n"a\r\n--x'),
)

type Rubbish = { readonly path: string; readonly headers: Record<string, string>; readonly payload?: string }

const { port } = app.server.address() as AddressInfo

/** Sends it as it is, below everything that would tidy it up, and answers with the status. */
const send = async (method: string, { path, headers, payload }: Rubbish): Promise<number> => {
  const [status, answer] = await new Promise<[number, string]>((resolve, reject) => {
    const asking = ask(
      {
        agent: false,
        port,
        method,
        path,
        // Node's client sends the body of a DELETE without its length, so that it would be the beginning of another request.
        headers: {
          host: new URL(address).host,
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      reply => {
        let heard = ''
        reply.setEncoding('utf8').on('data', (part: string) => (heard += part))
        reply.on('end', () => resolve([reply.statusCode!, heard])).on('error', reject)
      },
    )
    asking.on('error', reject).setTimeout(20_000, () => asking.destroy(new Error('no answer')))
    asking.end(payload)
  })
  const fault = status >= 500 ? lines.findLast(line => line.includes('"level":50')) : undefined
  assert.ok(status < 500, `${status} ${method} ${path}\n${answer.slice(0, 300)}\n${fault}`)
  return status
}

/**
 * Signed in by bearer or by cookie, with a form token that is right, so that the rubbish gets as far as it can. New for each
 * test, because some routes end the session.
 */
const credentials = async () => {
  const tokens = await Promise.all(
    ['ctnm-officer', 'data-steward'].map(signIn => beginApiSession(db, signIn, 'rubbish')),
  )
  return fc.constantFrom(
    ...tokens.flatMap(token => [
      { authorization: `Bearer ${token}` },
      { cookie: `__Host-concord_session=${token}`, 'x-form-token': formTokenOf(token) },
    ]),
  )
}

const property = { numRuns: runs, interruptAfterTimeLimit: limitMs / 2 }

for (const { method, url } of routes) {
  const ends = url === '/sign-out' || url.endsWith('/end')

  test(
    `${method} ${url}: rubbish in the address and the headers is no fault of ours`,
    { timeout: limitMs },
    async () => {
      const answers = new Set<number>()
      await fc.assert(
        fc.asyncProperty(addressOf(url), headers, await credentials(), async (path, given, who) => {
          answers.add(await send(method, { path, headers: { ...given, ...who } }))
        }),
        property,
      )
      assert.ok(ends || !answers.has(401), 'all of it came past the door')
    },
  )

  if (method !== 'GET')
    test(`${method} ${url}: rubbish for a body is no fault of ours`, { timeout: limitMs }, async () => {
      await fc.assert(
        fc.asyncProperty(addressOf(url), contentType, body, await credentials(), async (path, type, payload, who) => {
          await send(method, { path, headers: { ...who, 'content-type': type }, payload })
        }),
        property,
      )
    })
}

// How files begin that are taken, and some that are not; what follows is rubbish.
const nearlyFiles = fc
  .tuple(
    fc.constantFrom(
      '\xff\xd8\xff\xe0',
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
      'RIFF\0\0\0\0WEBPVP8 ',
      'II*\0',
      '%PDF-1.7\n',
      'PK\x03\x04',
      'PK\x05\x06',
      '\xff\xfe',
      '\xd0\xcf\x11\xe0',
      'GIF89a',
    ),
    fc.uint8Array({ maxLength: 300 }),
  )
  .map(([start, rest]) => start + Buffer.from(rest).toString('latin1'))

// A form in parts, its parts rubbish, and sometimes broken off.
const headings = 'VISOR_REF,SURNAME,FORENAMES,DOB,TYPE'
const part = fc
  .tuple(
    fc.constantFrom(
      'name',
      'files',
      'files',
      'file',
      'file',
      'kind',
      'takenOn',
      'description',
      'marking',
      'caveats',
      'formToken',
      '__proto__',
      '',
      'x',
    ),
    fc.option(text, { nil: undefined }),
    fc.oneof(
      text,
      csvOfRubbish(),
      nearlyFiles,
      fc.uint8Array({ maxLength: 400 }).map(bytes => Buffer.from(bytes).toString('latin1')),
    ),
  )
  .map(([field, file, content]) => {
    const called = file === undefined ? '' : `; filename="${file.replaceAll(/["\r\n]/g, '')}"`
    return `--x\r\ncontent-disposition: form-data; name="${field}"${called}\r\n\r\n${content}\r\n`
  })
const parts = fc
  .tuple(fc.array(part, { maxLength: 8 }), fc.nat(30), fc.boolean())
  .map(([all, less, whole]) => (whole ? `${all.join('')}--x--\r\n` : all.join('').slice(0, -less)))

function csvOfRubbish() {
  return fc
    .array(fc.array(text, { minLength: 3, maxLength: 6 }), { maxLength: 6 })
    .map(lines => [headings, ...lines.map(cells => cells.join(','))].join('\n'))
}

test('rubbish for an extract is no fault of ours', { timeout: limitMs }, async () => {
  await fc.assert(
    fc.asyncProperty(parts, await credentials(), async (payload, who) => {
      const headers = { ...who, 'content-type': 'multipart/form-data; boundary=x' }
      await send('POST', { path: '/extracts', headers, payload })
    }),
    { ...property, numRuns: runs * 3 },
  )
})

test('rubbish for a file is no fault of ours', { timeout: limitMs }, async () => {
  const officer = await beginApiSession(db, 'ctnm-officer', 'rubbish')
  await fc.assert(
    fc.asyncProperty(parts, fc.boolean(), async (payload, byProgram) => {
      const headers = {
        ...(byProgram
          ? { authorization: `Bearer ${officer}` }
          : { cookie: `__Host-concord_session=${officer}`, 'x-form-token': formTokenOf(officer) }),
        'content-type': 'multipart/form-data; boundary=x',
      }
      const path = `${byProgram ? '/api/v1' : ''}/nominals/${person}/files`
      assert.notEqual(await send('POST', { path, headers, payload }), 404)
    }),
    { ...property, numRuns: runs * 2 },
  )
})

// What a route knows how to read, wrong in one or several places: the fields of a kind of fact, some of them as they should be, so that
// the rest gets as far as the database. On a record that is there, and on facts that are.
/** Text that is too long, half a character, or not text to a database. */
const badText = fc.oneof(
  nearly,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('\ud83d', 'a\udc00b', '\u0000', '\u202e\u200b', ' ', '\n\n', 'x'.repeat(70_000), '🦊'.repeat(2_000)),
)
const badJson = fc.oneof(
  badText,
  fc.constantFrom(null, true, -0, 1e308, -1e308, 2 ** 53 + 2, 0.1 + 0.2, 2 ** 31, -(2 ** 63), 1e21),
  fc.integer(),
  fc.double(),
)
const nested = fc.oneof(
  badJson,
  fc.array(badJson, { maxLength: 3 }),
  fc.dictionary(name, badJson, { maxKeys: 3 }),
  fc.json(),
)

/** A kind's form with one field or several wrong. `wrong`: what stands in their place. */
const spoilt = <Wrong>(kind: string, wrong: fc.Arbitrary<Wrong>): fc.Arbitrary<Record<string, unknown>> => {
  const right = factExamples[kind] ?? {}
  const fields = [...Object.keys(right), 'from', 'to', 'source', 'why', 'version', 'x']
  return fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 4 }),
      fc.array(wrong, { minLength: 4, maxLength: 4 }),
    )
    .map(([spoiltFields, values]) => ({
      ...right,
      ...Object.fromEntries(spoiltFields.map((field, at) => [field, values[at]])),
    }))
}
const kindAnd = <Wrong>(wrong: fc.Arbitrary<Wrong>) =>
  fc.constantFrom(...factKinds.map(({ kind }) => kind)).chain(kind => fc.tuple(fc.constant(kind), spoilt(kind, wrong)))

/** As a browser sends it, and as one would that sends bytes which are no text. */
const asForm = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .flatMap(([field, value]) => [value].flat().map(each => `${wellFormed(field)}=${formText(String(each))}`))
    .join('&')
const formText = (given: string): string =>
  given.isWellFormed() ? encodeURIComponent(given) : `${encodeURIComponent(given.toWellFormed())}%ed%a0%80%ff`

const withExamples = { ...property, numRuns: runs * 5, interruptAfterTimeLimit: limitMs }
const programsAt = `/api/v1/nominals/${person}/facts`
const pagesAt = `/nominals/${person}/facts`

/** A fact of each kind that stands, to be changed by rubbish. */
const standing = async (token: string): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  for (const [kind, example] of Object.entries(factExamples)) {
    const reply = await app.inject({
      method: 'POST',
      url: `${programsAt}/${kind}`,
      headers: { authorization: `Bearer ${token}` },
      payload: example,
    })
    assert.equal(reply.statusCode, 201, `${kind}: ${reply.body}`)
    found.set(kind, reply.json<{ id: string }>().id)
  }
  return found
}

test('a fact with anything wrong in it, from a program, is no fault of ours', { timeout: limitMs * 2 }, async () => {
  const token = await beginApiSession(db, 'ctnm-officer', 'rubbish')
  const facts = await standing(token)
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(kindAnd(nested), fc.constantFrom('', 'put', 'end', 'withdrawal'), async ([kind, given], what) => {
      const fact = facts.get(kind)
      const path =
        what === '' ? `${programsAt}/${kind}` : `${programsAt}/${kind}/${fact}${what === 'put' ? '' : `/${what}`}`
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': `"${fact}"` }
      statuses.add(await send(what === 'put' ? 'PUT' : 'POST', { path, headers, payload: JSON.stringify(given) }))
    }),
    withExamples,
  )
  // Some of it was wrong in ways that do not matter, some was refused by the schema, some by the rules.
  for (const status of [201, 400, 422]) assert.ok(statuses.has(status), [...statuses].join(', '))
})

test('a form with anything wrong in it is no fault of ours', { timeout: limitMs * 2 }, async () => {
  const token = await beginApiSession(db, 'ctnm-officer', 'rubbish')
  const facts = await standing(token)
  const statuses = new Set<number>()
  const wrong = fc.oneof(badText, fc.array(badText, { maxLength: 3 }))
  await fc.assert(
    fc.asyncProperty(
      kindAnd(wrong),
      fc.constantFrom('', 'correction', 'end', 'withdrawal'),
      async ([kind, given], what) => {
        const fact = facts.get(kind)
        const path = what === '' ? `${pagesAt}/${kind}` : `${pagesAt}/${kind}/${fact}/${what}`
        const payload = asForm({ version: fact, ...given, formToken: formTokenOf(token) })
        const headers = {
          cookie: `__Host-concord_session=${token}`,
          'content-type': 'application/x-www-form-urlencoded',
        }
        statuses.add(await send('POST', { path, headers, payload }))
      },
    ),
    withExamples,
  )
  for (const status of [303, 422]) assert.ok(statuses.has(status), [...statuses].join(', '))
})

test(
  'a key under which something is to be done once, of rubbish, is no fault of ours',
  { timeout: limitMs },
  async () => {
    const token = await beginApiSession(db, 'ctnm-officer', 'rubbish')
    await fc.assert(
      fc.asyncProperty(inHeader, kindAnd(nested), async (key, [kind, given]) => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }
        for (let time = 0; time < 2; time++)
          await send('POST', { path: `${programsAt}/${kind}`, headers, payload: JSON.stringify(given) })
      }),
      { ...property, numRuns: runs * 2 },
    )
  },
)

test('rubbish for credentials signs nobody in', { timeout: limitMs }, () =>
  fc.assert(
    fc.asyncProperty(inHeader, inHeader, async (authorization, cookie) => {
      for (const given of [
        { authorization },
        { authorization: `Bearer ${authorization}` },
        { cookie: `__Host-concord_session=${cookie}` },
      ]) {
        const reply = await app.inject({ url: '/api/v1/me', headers: given })
        assert.equal(reply.statusCode, 401)
      }
    }),
    { numRuns: runs },
  ),
)

test('rubbish at addresses that are none', { timeout: limitMs }, () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
      inAddress,
      async (method, path) => {
        await send(method, { path: `/${path}`, headers: {} })
      },
    ),
    { numRuns: runs * 3 },
  ),
)

test('bodies that are too large are refused as that, and kinds that nobody reads as that', async () => {
  const token = await beginApiSession(db, 'auditor', 'rubbish')
  const cookie = `__Host-concord_session=${token}`
  const post = (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/role', headers: { cookie, 'content-type': type }, payload })
  assert.equal((await post(`formToken=${'a'.repeat(2_000_000)}`, 'application/x-www-form-urlencoded')).statusCode, 413)
  assert.equal((await post(JSON.stringify({ a: 'a'.repeat(2_000_000) }), 'application/json')).statusCode, 413)
  assert.equal((await post('<a/>', 'application/xml')).statusCode, 415)
  assert.equal((await post('{"a":', 'application/json')).statusCode, 400)
  assert.equal((await app.inject({ url: '/sessions/%ff/end' })).statusCode, 400)
  assert.equal(
    (await app.inject({ url: '/api/v1/%ff' })).headers['content-type'],
    'application/problem+json; charset=utf-8',
  )
})

test('what is no HTTP at all is answered without a fault, and the server goes on', async () => {
  for (const given of [
    'rubbish\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/9.9\r\nhost: x\r\n\r\n',
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`,
    'POST /role HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /role HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    'GET /sign-in HTTP/1.1\r\nhost: a b\r\n\r\n',
    'GET http://elsewhere.example/sign-in HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000',
  ]) {
    const answer = await new Promise<string>((resolve, reject) => {
      let heard = ''
      const socket = connect(port, '127.0.0.1', () => socket.end(given))
      socket.setTimeout(5000, () => socket.destroy())
      socket.on('data', part => (heard += part.toString('latin1')))
      socket
        .on('close', () => resolve(heard))
        .on('error', error => ('code' in error && error.code === 'ECONNRESET' ? resolve(heard) : reject(error)))
    })
    assert.doesNotMatch(answer, /^HTTP\/1\.1 5(?!05)/, given.slice(0, 60))
  }
  assert.equal((await fetch(`http://127.0.0.1:${port}/health`)).status, 200)
})
