import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { twiceIn } from './json-body.ts'

for (const [text, twice] of [
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"names":[{"given":"x"},{"given":"y","given":"z"}]}', 'names.1.given'],
  ['{"a":{"b":[[1,{"c":1,"c":2}]]}}', 'a.b.0.1.c'],
  ['{"a":"\\"a\\":1,{","b":"a"}', undefined],
  ['[{"a":1},{"a":1}]', undefined],
  ['{"a":["a","a"],"b":{"a":1}}', undefined],
  ['{"":1,"":2}', ''],
  ['"a"', undefined],
] as const)
  test(`${text} gives ${twice === undefined ? 'nothing' : `“${twice}”`} twice`, () =>
    assert.equal(twiceIn(text)?.join('.'), twice))

test('what a program makes of an object gives nothing twice', () => {
  fc.assert(fc.property(fc.jsonValue(), value => twiceIn(JSON.stringify(value)) === undefined))
})
