// What an entry of a chronology may be: each kind asks for its own, every reason is told at once, intelligence is graded and handled under
// conditions, nothing says who a source is or what is held elsewhere. Pure, without a server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryKinds } from '../src/nominals/entry-kinds.ts'
import { endOfDay } from '../src/nominals/chronology-question.ts'
import { factKindCalled } from '../src/nominals/fact-kinds.ts'
import type { Given, ShownFact } from '../src/nominals/fact-kind.ts'
import { readFact } from '../src/nominals/fact-reading.ts'
import { whereaboutsKinds } from '../src/nominals/kinds/custody.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const entry = factKindCalled('entry')!

const plain = {
  kind: 'CONTACT',
  happenedAt: '20 11 2026 at 18:40',
  type: 'reported',
  words: 'Rang.',
  marking: 'OFFICIAL',
}
const graded = { ...plain, kind: 'INTEL', sourceGrade: '2', informationGrade: 'C', handlingCode: 'P' }
const conditional = { ...graded, handlingCode: 'C', handlingConditions: 'Not abroad.' }
const elsewhere = { kind: 'HELD-ELSEWHERE', happenedAt: 'yesterday', heldElsewhere: 'The desk at Hindlip' }
const was = (given: Given): ShownFact => ({ id: 'x', gradingScheme: '3x5x2', ...given })

const refused = (given: Given, before: ShownFact | null = null) => {
  const decision = readFact(entry, given, endOfDay(today), before)
  return decision.agreed ? [] : decision.refusals.map(({ field }) => field).toSorted()
}

for (const [what, given, fields, before = null] of [
  ['a contact', plain, []],
  ['nothing', {}, ['happenedAt', 'kind', 'marking', 'type', 'words']],
  ['a kind that there is not', { ...plain, kind: 'RUMOUR' }, ['kind']],
  ['a contact with a grade', { ...plain, sourceGrade: '1' }, ['kind']],
  ['a contact about what is held elsewhere', { ...plain, heldElsewhere: 'A desk' }, ['kind']],
  ['tomorrow', { ...plain, happenedAt: '25 11 2026' }, ['happenedAt']],
  ['yesterday at half past six', { ...plain, happenedAt: 'yesterday at 6.30pm' }, []],
  ['intelligence', graded, []],
  ['intelligence without any grade', { ...plain, kind: 'INTEL' }, ['handlingCode', 'informationGrade', 'sourceGrade']],
  [
    'a grade of the old scheme',
    { ...graded, sourceGrade: 'B', informationGrade: '2' },
    ['informationGrade', 'sourceGrade'],
  ],
  ['handling C without conditions', { ...graded, handlingCode: 'C' }, ['handlingConditions']],
  [
    'handling C with blanks for conditions',
    { ...graded, handlingCode: 'C', handlingConditions: '  ' },
    ['handlingConditions'],
  ],
  ['handling C with conditions', conditional, []],
  ['held elsewhere', elsewhere, []],
  ['held elsewhere without whom to ask', { ...elsewhere, heldElsewhere: '' }, ['heldElsewhere']],
  ['held elsewhere with what is held', { ...elsewhere, words: 'He was seen in Leeds.' }, ['kind']],
  ['words marked SECRET', { ...plain, words: 'SECRET\nHe was seen.' }, ['words']],
  [
    'conditions marked SECRET',
    { ...conditional, handlingConditions: 'Classification: secret' },
    ['handlingConditions'],
  ],
  ['a desk marked SECRET', { ...elsewhere, heldElsewhere: 'the SECRET registry' }, ['heldElsewhere']],
  ['a source marked SECRET', { ...plain, source: 'Report, marked TOP SECRET' }, ['source']],
  ['words that name a source', { ...graded, words: 'Source: his brother.' }, ['readAgain']],
  ['a number of the report that names one', { ...graded, source: 'CHIS 14' }, ['readAgain']],
  ['words that name a source, read again', { ...graded, words: 'Source: his brother.', readAgain: 'yes' }, []],
  [
    'everything at once',
    { ...graded, words: 'An informant rang.', handlingCode: 'C', happenedAt: 'soon', marking: 'SECRET' },
    ['handlingConditions', 'happenedAt', 'marking', 'readAgain'],
  ],
  ['a higher grade without a reason', { ...graded, sourceGrade: '1' }, ['why'], was(graded)],
  ['better information without a reason', { ...graded, informationGrade: 'A' }, ['why'], was(graded)],
  ['a higher grade with a reason', { ...graded, sourceGrade: '1', why: 'Borne out' }, [], was(graded)],
  ['a lower grade without a reason', { ...graded, sourceGrade: '3', informationGrade: 'E' }, [], was(graded)],
  ['conditions dropped without a reason', graded, ['why'], was(conditional)],
  ['intelligence that becomes a contact without a reason', plain, ['why'], was(graded)],
  [
    'a grade of the old scheme graded anew without a reason',
    graded,
    ['why'],
    was({ ...graded, gradingScheme: '5x5x5', sourceGrade: 'B', informationGrade: '2' }),
  ],
  ['a contact that becomes intelligence', graded, [], { ...was(plain), gradingScheme: null }],
] as readonly (readonly [string, Given, readonly string[], (ShownFact | null)?])[])
  test(`${what}: ${fields.length === 0 ? 'accepted' : `refused at ${fields.join(', ')}`}`, () =>
    assert.deepEqual(refused(given, before), fields))

test('what a kind says of itself goes into the row: words, scheme, and nothing of what is held elsewhere', () => {
  const columns = (given: Given) => {
    const decision = readFact(entry, given, endOfDay(today))
    assert.ok(decision.agreed)
    return decision.outcome.columns
  }
  assert.equal(columns({ ...plain, kind: 'THREAT-TO-STAFF' })['kind_words'], 'Threat to staff')
  assert.equal(columns(graded)['grading_scheme'], '3x5x2')
  assert.deepEqual(
    [columns(elsewhere)['words'], columns(elsewhere)['type']],
    ['More is held elsewhere, at a higher classification.', 'fact'],
  )
})

test('an entry has no field for who a source is', () => {
  const names = entry.fields.map(({ name }) => name)
  assert.deepEqual(
    names.filter(name => /source|informant/i.test(name)),
    ['sourceGrade'],
  )
})

test('where a person is after a release or a death is one of the whereabouts there are, and only offered', () => {
  const codes = whereaboutsKinds.map(({ code }) => code)
  const following = entryKinds.filter(({ whereabouts }) => whereabouts !== null)
  assert.deepEqual(following.map(({ code }) => code).toSorted(), [
    'DEATH',
    'LOSS-OF-CONTACT',
    'RECALL-EXECUTED',
    'RELEASE',
  ])
  assert.ok(following.every(({ whereabouts }) => codes.includes(whereabouts!)))
  assert.deepEqual(entry.next!({ ...plain, kind: 'DEATH', happenedAt: 'yesterday at 6pm' }, today), {
    after: 'DEATH',
    day: '2026-11-22',
  })
  assert.equal(entry.next!(plain, today), null)
})

test('an opinion is never shown without that word, on whatever page its words are', () => {
  const shown = (type: string) => entry.shows({ id: 'x', type, words: 'He is calmer.', kindWords: 'Review' }, today)
  assert.equal(shown('opinion').value, 'Opinion: He is calmer.')
  assert.equal(shown('assessment').value, 'Assessment: He is calmer.')
  assert.equal(shown('reported').value, 'He is calmer.')
})
