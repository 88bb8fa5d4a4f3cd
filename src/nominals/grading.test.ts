import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asksForConditions, easedBy, gradingInWords, offeredScheme } from './grading.ts'

const graded = (letters: string, conditions = '', scheme = '3x5x2') => {
  const [source, information, handling] = letters.split(' ') as [string, string, string]
  return { scheme, source, information, handling, conditions }
}

for (const [before, after, eased] of [
  [graded('2 B P'), graded('2 B P'), []],
  [graded('2 B P'), graded('3 D P'), []],
  [graded('2 B P'), graded('1 B P'), ['its source is graded higher']],
  [
    graded('2 E C', 'Not abroad'),
    graded('1 A P'),
    ['its source is graded higher', 'its information is graded higher', 'its conditions are dropped'],
  ],
  [graded('2 B P'), graded('2 B C', 'Ask first'), []],
  [graded('2 B C', 'Ask first'), graded('2 B C', 'Not abroad'), []],
  [graded('B 2 4', '', '5x5x5'), graded('2 B P'), ['it is graded anew, by 3x5x2 where it was 5x5x5']],
  [graded('2 B P'), null, ['its grade is dropped']],
  [null, graded('1 A P'), []],
  [null, null, []],
] as const)
  test(`${before ? Object.values(before).join(' ') : 'ungraded'} corrected to ${after ? Object.values(after).join(' ') : 'ungraded'}: ${eased.join(', ') || 'nothing to explain'}`, () =>
    assert.deepEqual(easedBy(before, after), eased))

test('a grade is read with the words of its own scheme, and one of a scheme that nobody knows by its letters', () => {
  assert.equal(
    gradingInWords(graded('2 B C', 'not outside probation')),
    'Graded 3x5x2: source 2 (untested), information B (known indirectly to the source, but corroborated), handling C (lawful sharing permitted with conditions): not outside probation',
  )
  assert.match(gradingInWords(graded('B 2 1', '', '5x5x5')), /^Graded 5x5x5: source B \(mostly reliable\)/)
  assert.equal(gradingInWords(graded('x y z', '', '4x4')), 'Graded 4x4: source x, information y, handling z')
})

test('new intelligence is graded 3x5x2, of which only C asks for conditions', () => {
  assert.equal(offeredScheme.code, '3x5x2')
  assert.deepEqual(['P', 'C', '', null].map(asksForConditions), [false, true, false, false])
})
