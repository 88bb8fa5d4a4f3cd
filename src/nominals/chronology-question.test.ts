import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patternOf, readChronologyQuestion, type ChronologyAsked } from './chronology-question.ts'
import { piecesOf } from './marked-words.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const read = (asked: ChronologyAsked) => readChronologyQuestion(asked, today)

for (const [asked, wanted] of [
  [{}, { kinds: [], agency: null, from: null, to: null, words: [], on: null }],
  [{ kind: 'VISIT,CONTACT, VISIT' }, { kinds: ['VISIT', 'CONTACT'] }],
  [{ kind: ['VISIT', 'ARREST,CHARGE'] }, { kinds: ['VISIT', 'ARREST', 'CHARGE'] }],
  [{ agency: ' 22 ' }, { agency: '22' }],
  [{ words: 'mother  "new   job" mother' }, { words: ['mother', 'new job'] }],
  [{ words: '“new job” &' }, { words: ['new job'] }],
  [
    { words: { $ne: '' }, agency: ['22'], from: [] },
    { words: [], agency: null, from: null },
  ],
] as readonly (readonly [ChronologyAsked, object])[])
  test(`${JSON.stringify(asked)} asks for ${JSON.stringify(wanted)}`, () => {
    const decision = read(asked)
    assert.ok(decision.agreed)
    const outcome: Record<string, unknown> = decision.outcome
    for (const [name, value] of Object.entries(wanted)) assert.deepEqual(outcome[name], value, name)
  })

test('days are read as people type them, and today is not the past', () => {
  const decision = read({ from: '1 March 2026', to: 'yesterday', on: 'today' })
  assert.ok(decision.agreed)
  const { from, to, on } = decision.outcome
  assert.deepEqual([from?.toString(), to?.toString(), on], ['2026-03-01', '2026-11-22', null])
})

for (const [asked, fields] of [
  [{ from: 'soon', to: '31 2 2026', on: '24 11 2026' }, ['from', 'to', 'on']],
  [{ from: '2 3 2026', to: '1 3 2026' }, ['to']],
  [{ words: 'x'.repeat(201) }, ['words']],
  [{ words: 'a b c d e f g h i j k' }, ['words']],
  [{ kind: 'x'.repeat(61) }, ['kind']],
  [{ agency: 'x'.repeat(61) }, ['agency']],
] as const)
  test(`${JSON.stringify(asked).slice(0, 60)} is refused at ${fields.join(', ')}`, () => {
    const decision = read(asked)
    assert.deepEqual(decision.agreed ? [] : decision.refusals.map(({ field }) => field), fields)
  })

for (const [words, text, found] of [
  [['visit'], 'He was visited; a Visitor came. No revisit.', ['visit', 'Visit']],
  [['new job'], 'A new\n  job, and a newjob', ['new\n  job']],
  [["o'neil"], "Mr O’Neil and Mr O'Neill", ['O’Neil', "O'Neil"]],
  [['(£5)'], 'Owes (£5).', ['(£5)']],
  [['a.c'], 'abc a.c', ['a.c']],
  [[], 'Anything', []],
] as const)
  test(`${words.join(', ') || 'no word'} in “${text.replaceAll('\n', ' ')}”`, () => {
    const pieces = piecesOf(text, words)
    assert.deepEqual(
      pieces.filter(piece => piece.found).map(piece => piece.text),
      found,
    )
    assert.equal(pieces.map(piece => piece.text).join(''), text)
  })

test('nothing in a word is taken for an expression', () =>
  assert.equal(patternOf('a.*[b]|(c)\\'), String.raw`\ma\.\*\[b\]\|\(c\)\\`))
