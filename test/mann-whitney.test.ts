// The figure by which the bench says that two times cannot be told apart is held to known answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mannWhitney, median } from '../bench/mann-whitney.ts'

const from = (first: number, count: number, step = 1): number[] =>
  Array.from({ length: count }, (_, n) => first + n * step)

test('two lists that lie wholly apart: U is 0, z is 12 / √(275 / 12)', () =>
  assert.ok(Math.abs(mannWhitney(from(1, 5), from(6, 5)) - 0.01219) < 1e-4))
test('one and the same list twice is as alike as can be', () =>
  assert.equal(mannWhitney(from(1, 50), from(1, 50)).toFixed(3), '1.000'))
test('lists of nothing but ties cannot be told apart', () =>
  assert.equal(mannWhitney([2, 2, 2], [2, 2, 2]).toFixed(3), '1.000'))
test('it does not matter which comes first', () =>
  assert.ok(Math.abs(mannWhitney(from(1, 40), from(4, 40)) - mannWhitney(from(4, 40), from(1, 40))) < 1e-9))
test('a shift of a twentieth is found among 5,000', () => assert.ok(mannWhitney(from(0, 5000), from(250, 5000)) < 0.01))
test('a shift of a thousandth is not', () => assert.ok(mannWhitney(from(0, 5000), from(5, 5000)) > 0.01))
test('the middle of an even list is between its two middles', () => assert.equal(median([4, 1, 3, 2]), 2.5))
