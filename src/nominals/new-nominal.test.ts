import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '#platform'
import { readNewNominal, readSomebody, type Described } from './new-nominal.ts'
import { areUnanswered, whyNotSomebodyElse } from './none-of-these.ts'
import { isPartOfBirth } from './partial-birth.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const nobody: Described = { names: [], birth: {}, sex: '', identifiers: [], basis: {}, manager: 'me', source: '' }
const named = { ...nobody, names: [{ given: 'Orrin', family: 'Vesperlane' }] }
const basis = { kind: 'soa-2003-part-2', counterTerrorism: 'no' }

for (const [what, described, refused] of [
  ['nothing at all', nobody, ['names.0.given: Enter forenames, a surname, or both']],
  ['a name', named, []],
  ['one name alone', { ...nobody, names: [{ given: 'Zarqa' }] }, []],
  ['a second row without the first', { ...nobody, names: [{}, { family: 'Vesperlane' }] }, []],
  [
    'a name without letters',
    { ...nobody, names: [{ given: '---' }] },
    ['names.0.given: Forenames must be written in letters'],
  ],
  ['a name in another script', { ...nobody, names: [{ given: 'Юрий', family: 'Гагарин', script: 'Cyrillic' }] }, []],
  [
    'a kind of name that is none',
    { ...named, names: [...named.names, { family: 'X', kind: 'STAGE' }] },
    ['names.1.kind: Kind of name must be one of the list'],
  ],
  [
    'something that is no text',
    { ...nobody, names: [{ given: ['a'], family: 'X' }] },
    ['names.0.given: Forenames is not something that can be read'],
  ],
  [
    'too many names',
    { ...nobody, names: Array.from({ length: 6 }, () => ({ family: 'X' })) },
    ['names.5.given: Enter 5 names at most: others are added to the record when it is there'],
  ],
  ['a whole date of birth', { ...named, birth: { asGiven: '3/7/82' } }, []],
  ['a part of a date of birth', { ...named, birth: { asGiven: 'July 1982' } }, []],
  [
    'a date of birth that is none',
    { ...named, birth: { asGiven: '31 2 1982' } },
    [
      'birth.asGiven: There is no such day as 31 2 1982: put it right, or give the part that is known, like July 1982 or 1982',
    ],
  ],
  [
    'a date of birth to come',
    { ...named, birth: { asGiven: '1 1 2030' } },
    ['birth.asGiven: The date of birth must be in the past'],
  ],
  ['a place of birth alone', { ...named, birth: { place: 'Ludlow' } }, []],
  ['a sex that is none', { ...named, sex: 'Q' }, ['sex: Sex must be one of the list']],
  ['a number whose kind shows', { ...named, identifiers: [{ asGiven: 'PNC 02/73319Z' }] }, []],
  [
    'a number whose kind does not show',
    { ...named, identifiers: [{ asGiven: '12' }] },
    ['identifiers.0.kind: Choose the kind of number'],
  ],
  ['a number that is not valid', { ...named, identifiers: [{ kind: 'pnc', asGiven: '02/73319A' }] }, []],
] as const satisfies readonly (readonly [string, Described, readonly string[]])[])
  test(`who it is: ${what}`, () => {
    const read = readSomebody(described, today)
    assert.deepEqual(read.agreed ? [] : read.refusals.map(({ field, text }) => `${field}: ${text}`), refused)
  })

test('numbers are kept in the form in which they are compared, and what stood before them is not', () => {
  const read = readSomebody(
    { ...named, identifiers: [{ asGiven: 'PNC 02/73319Z' }, { kind: 'pnc', asGiven: '2002/0073319z' }] },
    today,
  )
  assert.ok(read.agreed)
  assert.deepEqual(
    read.outcome.identifiers.map(({ columns: { kind, canonical, as_given } }) => [kind, canonical, as_given]),
    [
      ['pnc', '2002/0073319Z', '2002/0073319Z'],
      ['pnc', '2002/0073319Z', '2002/0073319z'],
    ],
  )
})

for (const [text, is] of [
  ['1982', true],
  ['about 1982', true],
  ['July 1982', true],
  ['jul. 1982', true],
  ['7/1982', true],
  ['the 1980s', true],
  ['banana', false],
  ['31 2 1982', false],
  ['13/1982', false],
  ['0082', false],
  ['x'.repeat(500), false],
] as const)
  test(`${text.slice(0, 20)} is ${is ? '' : 'not '}a part of a date of birth`, () =>
    assert.equal(isPartOfBirth(text), is))

for (const [what, more, role, refused] of [
  ['nothing but a basis and a manager is lacking', {}, 'officer', ['basis.kind', 'basis.counterTerrorism']],
  ['a basis in law', { basis }, 'officer', []],
  [
    'a referral to Prevent',
    { basis: { ...basis, kind: 'discretionary', offence: 'Referred to Prevent', decider: 'A', reviewOn: '1 1 2027' } },
    'officer',
    ['basis.offence'],
  ],
  [
    'a potentially dangerous person whom nobody authorised',
    { basis: { ...basis, kind: 'pdp-authorised' } },
    'officer',
    ['basis.decider', 'basis.deciderRank', 'basis.reviewOn'],
  ],
  ['a basis to be confirmed', { basis: { ...basis, kind: 'to-be-confirmed' } }, 'officer', ['basis.kind']],
  ['a basis that has ended', { basis: { ...basis, to: '1 1 2026' } }, 'officer', ['basis.from']],
  ['a basis that is to come', { basis: { ...basis, from: '24 11 2026' } }, 'officer', ['basis.from']],
  ['a basis that begins today', { basis: { ...basis, from: '23 11 2026' } }, 'officer', []],
  ['nobody named, by an officer', { basis, manager: 'unallocated' }, 'officer', ['manager']],
  ['nobody named, by a supervisor', { basis, manager: 'unallocated' }, 'supervisor', []],
  ['somebody else named', { basis, manager: 'x' }, 'supervisor', ['manager']],
  ['a long source', { basis, source: 'x'.repeat(201) }, 'officer', ['source']],
  [
    'everything wrong at once',
    { names: [], birth: { asGiven: 'x' }, manager: 'x' },
    'officer',
    ['names.0.given', 'birth.asGiven', 'basis.kind', 'basis.counterTerrorism', 'manager'],
  ],
] as const satisfies readonly (readonly [string, Partial<Described>, Role, readonly string[]])[])
  test(`a new record: ${what}`, () => {
    const read = readNewNominal({ ...named, ...more }, role, today)
    assert.deepEqual(read.agreed ? [] : read.refusals.map(({ field }) => field), refused)
  })

const none = { hits: [], contacts: [], subjects: [] }
const hit = { id: 'a' } as never
const contact = { quote: 'Q' } as never
const [one, desk, both] = [
  { ...none, hits: [hit] },
  { ...none, contacts: [contact] },
  { ...none, hits: [hit], contacts: [contact] },
]
for (const [what, candidates, sharing, checked, somebodyElse, expected] of [
  ['nobody is there', none, none, null, '', 'go on'],
  ['somebody is, and nothing was said', one, none, null, '', 'ask'],
  ['somebody is, and somebody else was checked', one, none, ['b'], '', 'ask'],
  ['somebody is, who was checked', one, none, ['a'], '', 'go on'],
  ['a reason for everybody', one, one, null, 'Taller', 'go on'],
  ['one more than was checked, with a reason', both, none, ['a'], 'Taller', 'ask'],
  ['a number is shared, without a reason', one, one, ['a'], '', 'say why'],
  ['a number is shared, with one', one, one, ['a'], 'Taller', 'go on'],
  ['a desk is to be rung', desk, none, ['Q'], '', 'say why'],
  ['a desk was rung', desk, none, ['Q'], 'They say he is in prison', 'go on'],
  ['a reason that never ends', one, one, ['a'], 'x'.repeat(501), 'say why'],
] as const)
  test(`none of these: ${what}`, () => {
    const answered = { checked, somebodyElse }
    const answer = areUnanswered(candidates, answered)
      ? 'ask'
      : whyNotSomebodyElse(candidates, sharing, answered).length > 0
        ? 'say why'
        : 'go on'
    assert.equal(answer, expected)
  })
