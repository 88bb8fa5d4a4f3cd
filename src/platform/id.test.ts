import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId, parseId } from './id.ts'

test('ids made one after another are in that order, however quickly, and are UUIDs of version 7', () => {
  const ids = Array.from({ length: 20_000 }, () => newId() as string)
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) {
    assert.equal(parseId(id), id)
    assert.match(id, /^.{8}-.{4}-7.{3}-[89ab].{3}-.{12}$/)
  }
})
