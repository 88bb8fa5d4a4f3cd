import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { readConfiguration } from './configuration.ts'
import { Stop } from './errors.ts'

const faultsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfiguration(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof Stop)
    return error.message.split('\n')
  }
}

test('with nothing set, Concord is a demonstration on loopback with its data beside the program', () => {
  const { port, host, demonstration, dataFolder, signIn, database } = readConfiguration({})
  assert.deepEqual([port, host, demonstration, signIn, database.owner], [3000, '127.0.0.1', true, undefined, undefined])
  assert.equal(dataFolder, resolve(import.meta.dirname, '../../data'))
})

test('a variable set to nothing counts as not set', () =>
  assert.equal(readConfiguration({ PORT: '', DATABASE_URL: '' }).port, 3000))

test('the public address is kept as an origin, without a trailing slash', () =>
  assert.equal(readConfiguration({ CONCORD_URL: 'https://concord.example/' }).url, 'https://concord.example'))

for (const [name, value] of [
  ['PORT', 'three'],
  ['PORT', '65536'],
  ['CONCORD_DEMO', 'no'],
  ['CONCORD_URL', 'concord.example'],
  ['CONCORD_URL', 'https://concord.example/app'],
  ['DATABASE_URL', 'mysql://secret@host/concord'],
  ['DATABASE_APP_URL', 'postgres://host'],
  ['OIDC_ISSUER', 'http://provider.example'],
  ['SMTP_URL', 'mail.example'],
  ['LOG_LEVEL', 'loud'],
] as const)
  test(`${name}=${value} is refused in one sentence that names it`, () => {
    const faults = faultsOf({ [name]: value }).filter(fault => !fault.includes('belong together'))
    assert.equal(faults.length, 1)
    assert.match(faults[0]!, new RegExp(`^${name} .*\\.$`))
    assert.doesNotMatch(faults[0]!, /secret/)
  })

test('every fault is told at once', () => assert.equal(faultsOf({ PORT: 'x', LOG_LEVEL: 'y' }).length, 2))

test('sign-in settings belong together', () => {
  assert.match(faultsOf({ OIDC_ISSUER: 'https://provider.example' })[0]!, /all three or none/)
  const all = { OIDC_ISSUER: 'https://provider.example', OIDC_CLIENT_ID: 'concord', OIDC_CLIENT_SECRET: 'secret' }
  assert.equal(readConfiguration(all).signIn?.clientId, 'concord')
})

test('an importer login alone is refused, because nothing else would reach that database', () =>
  assert.match(faultsOf({ DATABASE_IMPORTER_URL: 'postgres://a@b/c' })[0]!, /need DATABASE_URL/))
