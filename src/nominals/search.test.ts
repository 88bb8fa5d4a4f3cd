import assert from 'node:assert/strict'
import { test } from 'node:test'
import { understand } from './search.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const refusalsOf = (text: string): readonly string[] => {
  const decision = understand(text, null, today)
  return decision.agreed ? [] : decision.refusals.map(refusal => refusal.text)
}

for (const [text, refused] of [
  ['smith 31/02/1980', '31/02/1980'],
  ['smith 1980-13-45', '1980-13-45'],
  ['30-FEB-1988 smith', '30-FEB-1988'],
  ['smith 31.04.80', '31.04.80'],
] as const)
  test(`${text}: a date that is none is refused, not left out in silence`, () =>
    assert.deepEqual(refusalsOf(text), [`${refused} is not a date. Correct it, or leave it out`]))

for (const text of [
  'smith 03/07/1982',
  '03-JUL-1982 smith',
  'smith-jones',
  '2002/0073319Z',
  '65656/91H',
  'V14/8404520',
])
  test(`${text} is sought`, () => assert.deepEqual(refusalsOf(text), []))

for (const text of ['CN-26-000622', 'cn26000622', 'CN 26 622'])
  test(`${text} is a record's number and seeks no name`, () => {
    const decision = understand(text, null, today)
    assert.ok(decision.agreed)
    assert.deepEqual([decision.outcome.reference, decision.outcome.name], ['CN-26-000622', null])
  })
