import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAmong, tagOfBytes, versionIn } from './entity-tag.ts'

for (const [header, known] of [
  [undefined, false],
  ['', false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['"b",W/"a"', true],
  ['*', true],
  ['a', false],
  ['"b"', false],
  ['"ab"', false],
] as const)
  test(`If-None-Match: ${header} ${known ? 'names' : 'does not name'} "a"`, () =>
    assert.equal(isAmong(header, '"a"'), known))

for (const [header, version] of [
  [undefined, null],
  ['*', null],
  ['0198', null],
  ['""', null],
  ['"0198C0DE"', '0198c0de'],
  [' "0198" ', '0198'],
  ['W/"0198"', 'W/0198'],
  ['"1", "2"', null],
] as const)
  test(`If-Match: ${header} names ${version ?? 'no single version'}`, () => assert.equal(versionIn(header), version))

test('the tag of bytes is theirs alone', () => {
  assert.match(tagOfBytes('{}'), /^"[\w-]{43}"$/)
  assert.notEqual(tagOfBytes('{}'), tagOfBytes('{} '))
})
