// A referral to Prevent is refused wherever it would become the ground of a record, by the form and by the database alike; sentences in
// which "prevent" is a verb are not.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { entryKindCalled } from '../src/nominals/entry-kinds.ts'
import { endOfDay } from '../src/nominals/chronology-question.ts'
import { factKindCalled } from '../src/nominals/fact-kinds.ts'
import { readFact } from '../src/nominals/fact-reading.ts'
import { namesPreventReferral } from '#reference'
import { factExamples } from './support/fact-examples.ts'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())
const today = Temporal.PlainDate.from('2026-11-23')

const referrals = [
  'Prevent referral',
  'Prevent referral made by his school on 3 May 2024.',
  'PREVENT REFERRAL 2021',
  'Referred to Prevent',
  'Referred to Prevent by his school.',
  'He was referred to Prevent in 2022 and left it after a year.',
  'referred to prevent',
  'referred him to prevent, closed in June',
  'A referral of the boy to Prevent was accepted.',
  'Referral to the Prevent team',
  'REFERRED TO PREVENT.',
  'referred under prevent in 2020',
  'There was a prevent referral in 2020.',
  'an earlier Prevent case',
  'prevent referral, 2019',
  'On the Prevent programme since March',
  'Discussed at the Channel panel',
  'Taken on by the channel programme',
  'Referred to Channel',
  'Channel referral of 2 June',
]
const innocent = [
  '',
  'Conditions to prevent contact with the victim',
  'To prevent referral back to court he paid the fine.',
  'An order to prevent harm',
  'He was referred to prevent further harm to his mother.',
  'Referred to a programme to prevent relapse',
  'REFERRED TO PREVENT RELAPSE',
  'A referral to prevent escalation was made to housing.',
  'The order is meant to prevent cases of this kind.',
  'Terrorism Prevention and Investigation Measures',
  'Sexual harm prevention order',
  'Prevented from leaving; the case goes on',
  'Crossed the Channel by ferry and was referred to the border force',
  'Use the usual channel: referrals go by email',
  'Refers to himself as a boxer. Prevent him from entering the club.',
]

for (const words of referrals)
  test(`names a referral to Prevent: ${words}`, () => assert.equal(namesPreventReferral(words), true))
for (const words of innocent) test(`does not: ${words}`, () => assert.equal(namesPreventReferral(words), false))

test('the database tells them apart in the same way', async () => {
  for (const words of [...referrals, ...innocent]) {
    const { rows } = await owner.query<{ named: boolean }>('select names_prevent_referral($1) as named', [words])
    assert.equal(rows[0]!.named, namesPreventReferral(words), words)
  }
})

const refusalsOf = (kind: string, more: Readonly<Record<string, unknown>>) => {
  const read = readFact(factKindCalled(kind)!, { ...factExamples[kind], ...more }, endOfDay(today))
  return read.agreed ? [] : read.refusals
}

for (const [kind, field] of [
  ['basis', 'offence'],
  ['offence', 'words'],
] as const)
  test(`${kind}: the form says what to do instead, and lets the verb pass`, () => {
    const [refusal, ...others] = refusalsOf(kind, { [field]: 'Prevent referral of 2 May' })
    assert.equal(refusal?.field, field)
    assert.match(refusal.text, /is not kept here: leave it out\. The Prevent team holds it; ask them/)
    assert.deepEqual(others, [])
    assert.deepEqual(refusalsOf(kind, { [field]: 'Threats, to prevent a witness from speaking' }), [])
  })

test('entry: a referral is a kind of its own, and one to Prevent is refused by the form with what to do instead', () => {
  assert.equal(entryKindCalled('REFERRAL')?.words, 'Referral')
  const [refusal, ...others] = refusalsOf('entry', { kind: 'REFERRAL', words: 'Referred to Prevent by his school' })
  assert.equal(refusal?.field, 'words')
  assert.match(refusal.text, /is not kept here: leave it out/)
  assert.deepEqual(others, [])
  assert.deepEqual(refusalsOf('entry', { kind: 'REFERRAL', words: 'Referred to housing, to prevent a crisis' }), [])
})

test('entry: of any other kind the same is told once, and whoever has read it again may keep the plain fact', () => {
  const note = { kind: 'NOTE', words: 'Referred to Prevent by his school in 2019' }
  const [refusal, ...others] = refusalsOf('entry', note)
  assert.equal(refusal?.field, 'readAgain')
  assert.match(
    refusal.text,
    /is not kept here: leave it out\. The Prevent team holds it; ask them\. If it is a plain fact/,
  )
  assert.deepEqual(others, [])
  assert.deepEqual(refusalsOf('entry', { ...note, readAgain: true }), [])
  assert.equal(refusalsOf('entry', { ...note, kind: 'REFERRAL', readAgain: true })[0]?.field, 'words')
})

test('the database refuses them too, whoever writes, and an entry of the kind referral besides', async () => {
  const nominal = await aNominal(owner, {
    names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
  })
  const words = 'Referred to Prevent by his school'
  const entry = { happened_at: '2026-11-20T12:00:00Z', kind_words: 'Any', type: 'reported', words }
  for (const [table, values] of [
    [
      'basis',
      { kind: 'discretionary', words: 'Discretionary', offence: words, counter_terrorism: false, confirmed: true },
    ],
    ['offence', { words, terrorism: 'no' }],
    ['registration', { scheme: 'any', code: 'PREV', words }],
    ['entry', { ...entry, kind: 'REFERRAL' }],
  ] as const)
    await assert.rejects(
      addFact(owner, nominal, table, values),
      (error: unknown) => error instanceof Error && /no_referral_to_prevent/.test(error.message),
      table,
    )
  // What is said in conversation is no ground for the record.
  await addFact(owner, nominal, 'entry', {
    ...entry,
    kind: 'VISIT',
    words: 'He said that he was once referred to Prevent.',
  })
})
