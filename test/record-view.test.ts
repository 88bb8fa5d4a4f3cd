// What a record says of itself on the page: pure views of invented facts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { birthOf } from '../src/nominals/birth.ts'
import { unfiltered } from '../src/nominals/chronology-question.ts'
import { chronologyOfThese, chronologySection } from '../src/nominals/chronology.views.ts'
import type { EntryFact } from '../src/nominals/record.facts.ts'
import { summaryView } from '../src/nominals/limited.views.ts'
import { recordView } from '../src/nominals/record.views.ts'
import { safetyView } from '../src/nominals/safety.views.ts'
import { sourceInWords } from '../src/nominals/source.ts'
import { nextDateInWords } from '../src/nominals/status.ts'
import { telephoneOf } from '../src/nominals/telephone.ts'
import { now, record, sparseRecord, summary } from './support/samples/record.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const view = recordView(record, now)
const chronologyView = (entries: readonly EntryFact[], words: readonly string[] = []) =>
  chronologySection({
    at: '/nominals/1',
    chronology: chronologyOfThese(entries),
    question: { ...unfiltered(null), words },
    mayAdd: false,
  })
const textOf = (pieces: readonly { readonly text: string }[] | undefined) => pieces?.map(({ text }) => text).join('')
const factIn = (section: string, label: string) =>
  [...view.sections, view.hands].find(({ id }) => id === section)?.facts.find(fact => fact.label === label)

test('the day that most sources give is the date of birth, and the others are named', () =>
  assert.deepEqual(birthOf(record.births, today), {
    born: '3 July 1982 (age 44)',
    doubt: 'Sources differ: also 7 March 1982',
  }))

test('a date that came with an alias is no doubt of the person’s own', () =>
  assert.deepEqual(birthOf([...record.births.slice(0, 1), { ...record.births[2]!, kind: 'alias' }], today), {
    born: '3 July 1982 (age 44)',
    doubt: null,
  }))

test('what three sources say alike stands once, with all three', () => {
  assert.equal(factIn('identity', 'Sex')?.statements.length, 1)
  assert.equal(factIn('identity', 'Sex')?.statements[0]?.sources.length, 2)
})

test('one number written in two ways is one number, and the source says how it was written', () =>
  assert.deepEqual(
    factIn('identity', 'PNC number')?.statements.map(({ sources, ...statement }) => ({
      ...statement,
      sources: sources.map(({ text }) => text),
    })),
    [
      {
        value: '2001/0047459U',
        details: [],
        caution: null,
        sources: [
          'West Mercia Police, 21 November 2026, visor_nominals.csv line 814',
          'HM Prison Service, 21 November 2026, nomis_offenders.csv line 377, written 01/47459U',
        ],
      },
    ],
  ))

test('a number that is not valid is shown with its reason, and not in the headline', () => {
  assert.equal(factIn('identity', 'CRO number')?.statements[0]?.caution, 'Not valid (the check letter does not fit)')
  assert.ok(view.headline.numbers.every(({ value }) => value !== '125388/20W'))
})

test('every statement of a record has a source', () => {
  const statements = [...view.sections, view.hands].flatMap(({ facts, earlier }) =>
    [...facts, ...(earlier?.facts ?? [])].flatMap(fact => fact.statements),
  )
  assert.ok(statements.length > 15)
  assert.ok(statements.every(({ sources }) => sources.length > 0 && sources.every(source => source.text.length > 10)))
  assert.ok(view.safety.markers.every(({ grounds }) => grounds.every(({ source }) => source.length > 10)))
})

test('an address that was left and an order that has ended are folded away', () => {
  const folded = view.sections.map(({ id, earlier }) => [id, earlier?.summary])
  assert.deepEqual(
    folded.filter(([, words]) => words),
    [
      ['places', '1 earlier place'],
      ['orders', '1 order that has ended'],
    ],
  )
})

test('a former holder of the record is named as such', () => {
  assert.equal(factIn('access', 'Record manager')?.statements.length, 1)
  assert.equal(view.hands.earlier?.summary, '1 earlier holder')
})

test('markers of one word stand together, each with what speaks for it', () => {
  const { title, markers } = safetyView('Corwin', record.markers, today)
  assert.equal(title, 'Corwin: 3 markers')
  assert.deepEqual(
    markers.map(({ word, grounds }) => [word, grounds.map(({ caution }) => caution)]),
    [
      ['Weapons', ['unverified, from the register', 'unverified, from probation’s registrations']],
      ['Violent', ['unverified, from the register']],
      ['Self-harm', ['unverified, from the prison’s alerts']],
    ],
  )
})

test('a verified marker whose review is overdue is unverified since then', () => {
  const marker = { ...record.markers[0]!, verified: true, reviewOn: '2026-05-03' }
  const cautionOn = (reviewOn: string) =>
    safetyView('', [{ ...marker, reviewOn }], today).markers[0]?.grounds[0]?.caution
  assert.equal(cautionOn('2026-05-03'), 'unverified since 3 May 2026, when its review was due')
  assert.equal(cautionOn('2027-05-03'), null)
})

test('no markers is not said to be safe', () =>
  assert.match(safetyView('Ottoline', [], today).title, /does not make a visit safe/))

for (const [releaseOn, words] of [
  ['2026-12-05', 'Release on 5 December 2026, in 12 days'],
  ['2026-11-23', 'Release on 23 November 2026, today'],
  ['2026-11-01', 'Release was due on 1 November 2026, 22 days ago; the source does not say that it happened'],
  [null, ''],
] as const)
  test(`in custody, release date ${releaseOn ?? 'unknown'}`, () =>
    assert.equal(nextDateInWords({ status: 'custody', statusPlace: 'HMP Hewell', releaseOn }, today), words))

test('an opinion is called one', () => {
  const entries = view.chronology.days.flatMap(day => day.entries)
  assert.deepEqual(
    entries.filter(({ nature }) => nature === 'Opinion').map(({ words }) => textOf(words)),
    ['The plan remains proportionate; he is more settled than a year ago.'],
  )
})

test('a long note folds between words, and nothing of it is lost', () => {
  const [folded] = view.chronology.days[0]!.entries
  assert.match(textOf(folded!.words)!, /\w …$/)
  const whole = (text: string) => text.replaceAll(/\s+/g, ' ')
  assert.equal(
    whole(`${textOf(folded!.words)!.replace(/ …$/, '')} ${textOf(folded!.rest?.words)}`),
    whole(record.entries[0]!.words),
  )
})

test('a note without a blank in it folds too', () => {
  const [day] = chronologyView([{ ...record.entries[0]!, words: 'x'.repeat(1000) }]).days
  assert.equal(textOf(day!.entries[0]!.rest?.words)?.length, 720)
})

test('entries of one evening in London stand under one day, whatever day it is in Greenwich', () => {
  const at = (happenedAt: string) => ({ ...record.entries[0]!, happenedAt, words: 'Seen.' })
  const { days } = chronologyView([at('2026-07-01T23:30:00Z'), at('2026-07-01T22:30:00Z')])
  assert.deepEqual(
    days.map(({ heading, entries }) => [heading, entries[0]!.time]),
    [
      ['2 July 2026', '12:30am'],
      ['1 July 2026', '11:30pm'],
    ],
  )
})

test('a record of one row says what is not known, and leaves no section blank', () => {
  const sparse = recordView(sparseRecord, now)
  assert.deepEqual(
    [sparse.headline.born, sparse.headline.bornDoubt],
    ['Given as “1982”', 'Known in part; kept as given'],
  )
  assert.equal(sparse.headline.recordManager, 'Nobody is named')
  assert.ok(sparse.sections.every(({ facts, empty }) => facts.length > 0 || empty.length > 0))
})

test('a summary holds the year of birth and the desk, and no officer, number or day of birth', () => {
  const { desk, bornIn, ...rest } = summaryView(summary, now)
  assert.equal(bornIn, '1982')
  assert.equal(desk.telephone.href, 'tel:01632960114')
  assert.doesNotMatch(JSON.stringify(rest), /Merrick|CN-26|July/)
})

test('a source that is no row of an extract is named as it is', () =>
  assert.equal(
    sourceInWords({ recordedAt: '2026-11-21T09:15:00Z', agency: 'West Mercia Police', source: '' }, 'PC Tolley'),
    'PC Tolley, West Mercia Police, 21 November 2026',
  ))

test('what is no telephone number rings nobody', () => {
  assert.equal(telephoneOf('ask the front desk').href, null)
  assert.equal(telephoneOf('+44 (0)1632 960114').href, 'tel:+4401632960114')
})
