import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forMacro, strict } from './strict.ts'

const view = {
  title: 'Search',
  hit: { name: 'Ottoline' },
  rows: [{ key: 'a' }],
  nothing: null,
  field: forMacro({ id: 'q' }),
}
const wrapped = strict('nominals/search', view) as typeof view & Record<string, never>

test('a view gives what it has', () => {
  assert.equal(wrapped.title, 'Search')
  assert.equal(wrapped.hit.name, 'Ottoline')
  assert.equal(wrapped.nothing, null)
})

test('a name that a view does not have is an error that says where', () => {
  assert.throws(() => wrapped['titel'], { message: 'nominals/search reads view.titel, which its view does not have' })
  assert.throws(() => (wrapped.hit as Record<string, unknown>)['nmae'], /reads view\.hit\.nmae/)
  assert.throws(() => (wrapped.rows[0] as Record<string, unknown>)['kye'], /reads view\.rows\[0\]\.kye/)
})

test('what is meant for an official macro may be asked for options it does not have', () =>
  assert.equal((wrapped.field as Record<string, unknown>)['prefix'], undefined))
