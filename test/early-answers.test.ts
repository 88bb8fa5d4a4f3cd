// Whoever sends too much, the wrong thing or something broken gets one answer, and gets it whole: neither lost with the connection nor taken for
// another request's.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { beginApiSession } from '#access'
import { openPool } from '#platform'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { app } = await startServer(database)
const db = openPool(database.appUrl, { max: 2 })
after(() => db.close())
const { port } = app.server.address() as AddressInfo
const token = await beginApiSession(db, 'ctnm-officer', 'early answers')
const nobody = '0198c0de-0000-7000-8000-00000000dead'

/** Sends as a plain client does that closes afterwards; rejects where the answer is lost, or is followed by anything. */
const send = (
  method: string,
  path: string,
  body: string,
  headers: Record<string, string | number> = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = request(
      { agent: false, port, method, path, headers: { authorization: `Bearer ${token}`, ...headers } },
      reply => {
        reply
          .resume()
          .on('end', () => resolve(reply.statusCode!))
          .on('error', reject)
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })

/** Everything that a connection is told until it is closed. */
const hear = (written: readonly string[], everyMs = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => {
      for (const [at, part] of written.entries()) setTimeout(() => socket.writable && socket.write(part), at * everyMs)
    })
    socket
      .on('data', part => (heard += part.toString('latin1')))
      .on('close', () => resolve(heard))
      .on('error', reject)
  })

test('what comes behind a request without being announced is not answered in its place, nor behind it', async () => {
  // A client of Node sends the body of a DELETE so.
  for (let time = 0; time < 30; time++)
    assert.equal(await send('DELETE', `/api/v1/nominals/${nobody}/arrangement`, '{"nobody":"asked for it"}'), 428)
  const heard = await hear([
    `GET /api/v1/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\nrubbish\r\n\r\n`,
  ])
  assert.deepEqual(heard.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200'])
  assert.match(heard, /connection: close/i)
})

test('a body that nobody wants is read past, and its sender told why, whatever they send and wherever', async () => {
  const large = 'x'.repeat(6_000_000)
  const json = { 'content-type': 'application/json', 'content-length': large.length }
  for (let time = 0; time < 10; time++) {
    assert.equal(await send('POST', `/api/v1/nominals/${nobody}/facts/entry`, large, json), 413)
    assert.equal(
      await send('POST', `/api/v1/nominals/${nobody}/facts/entry`, large, { ...json, authorization: 'Bearer none' }),
      401,
    )
    assert.equal(await send('POST', '/api/v1/nowhere', large, { ...json, 'content-type': 'text/plain' }), 413)
    assert.equal(
      await send('POST', '/api/v1/nominals', large, {
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      }),
      413,
    )
  }
})

test('headers that are too large, and what is no request, are told so while more is coming', async () => {
  const more = Array.from({ length: 20 }, () => 'x'.repeat(20_000))
  assert.match(await hear(['GET / HTTP/1.1\r\nhost: x\r\nx: ', ...more], 5), /^HTTP\/1\.1 431 /)
  assert.match(await hear(['rubbish\r\n\r\n', ...more], 5), /^HTTP\/1\.1 400 /)
  const broken = await hear([
    `POST /api/v1/nominals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
  ])
  assert.deepEqual(broken.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 400'])
})
