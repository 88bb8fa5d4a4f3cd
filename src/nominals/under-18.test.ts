import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eighteenthBirthday, under18, under18Doubt, under18InWords } from './under-18.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const birth = (bornOn: string | null, kind: 'main' | 'alias' = 'main') => ({ bornOn, kind })
const contact = (role: string, from: string | null = null, to: string | null = null) => ({ role, from, to })
const wordsOf = (...births: readonly ReturnType<typeof birth>[]) => {
  const found = under18({ births, contactPersons: [] }, today)
  return found && [under18InWords(found, today), under18Doubt(found, today)]
}

test('somebody of 16 is under 18, and it is told until when', () =>
  assert.deepEqual(wordsOf(birth('2010-03-04')), ['Under 18: 16 years old, 18 on 4 March 2028, in 15 months', '']))

test('where sources differ the later date counts, and the doubt is told', () =>
  assert.deepEqual(wordsOf(birth('1998-03-04'), birth('2010-03-04')), [
    'Under 18: 16 years old, 18 on 4 March 2028, in 15 months',
    'Sources differ: also 4 March 1998 (age 28). Until that is settled the person is treated as under 18',
  ]))

for (const [sentence, births] of [
  ['an adult is not', [birth('2000-01-01')]],
  ['nor whoever is 18 today', [birth('2008-11-23')]],
  ['nor somebody of unknown birth', [birth(null)]],
  ['a date that came with an alias makes nobody a child', [birth('1990-01-01'), birth('2012-01-01', 'alias')]],
  ['nor does a date that has not come yet', [birth('1990-01-01'), birth('2027-01-01')]],
] as const)
  test(sentence, () => assert.equal(wordsOf(...births), null))

test('whoever is 18 tomorrow is still under 18 today', () =>
  assert.deepEqual(wordsOf(birth('2008-11-24'))?.[0], 'Under 18: 17 years old, 18 on 24 November 2026, tomorrow'))

test('born on 29 February one is 18 on 1 March', () => {
  assert.equal(eighteenthBirthday(Temporal.PlainDate.from('2008-02-29')).toString(), '2026-03-01')
  assert.equal(eighteenthBirthday(Temporal.PlainDate.from('2006-03-01')).toString(), '2024-03-01')
})

test('the record needs four contacts, those that hold today', () => {
  const missing = (...contactPersons: readonly ReturnType<typeof contact>[]) =>
    under18({ births: [birth('2010-03-04')], contactPersons }, today)?.missing
  assert.deepEqual(missing(), [
    'youth justice worker',
    'parent or carer',
    'appropriate adult',
    'children’s social care',
  ])
  assert.deepEqual(
    missing(
      contact('youth justice worker'),
      contact('parent or carer', null, '2026-11-22'),
      contact('appropriate adult', '2026-11-24'),
      contact('children’s social care', null, '2026-11-23'),
      contact('solicitor'),
    ),
    ['parent or carer', 'appropriate adult'],
  )
})
