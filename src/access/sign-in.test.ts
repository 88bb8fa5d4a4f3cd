import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownPath, signInAddress } from './sign-in.ts'

for (const path of ['/', '/nominals?q=ashdown', '/nominals/0198c0de-0000-7000-8000-000000000001', '/role'])
  test(`after signing in one comes back to ${path}`, () => assert.equal(ownPath(path), path))

for (const path of [
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  '/..//elsewhere.example',
  '/.//elsewhere.example',
  '/%2e//elsewhere.example',
  'https://elsewhere.example/',
  'javascript:alert(1)',
  'elsewhere',
  '',
  '/sign-out',
  '/sign-in/callback?code=1',
  '/a/../sign-out',
  '/api/v1/me',
  '/caf\u00e9',
  `/${'a'.repeat(2000)}`,
  undefined,
  ['/', '/'],
])
  test(`signing in never leads on to ${JSON.stringify(path)?.slice(0, 40)}`, () => assert.equal(ownPath(path), '/'))

test('the way to sign in says where to come back to and why one is there', () => {
  assert.equal(signInAddress('/'), '/sign-in')
  assert.equal(signInAddress('/nominals?q=a b', 'timed-out'), '/sign-in?return=%2Fnominals%3Fq%3Da+b&reason=timed-out')
})
