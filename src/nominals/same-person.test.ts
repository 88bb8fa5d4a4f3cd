import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { checkLetterFor } from './check-letter.ts'
import { readIdentifier, type Identifier, type IdentifierKind } from './identifier.ts'
import { contradictions, joinDecision, type Candidate, type PersonFacts } from './same-person.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const day = (text: string) => Temporal.PlainDate.from(text)
const number = (kind: IdentifierKind, text: string): Identifier => readIdentifier(kind, text, asOf)
const pnc = number('pnc', '2002/0073319Z')
const otherPnc = number('pnc', '1981/0000034U')
const cro = number('cro', '065656/91H')

/** Walter Ratcliffe as the register has him, unless told otherwise. */
const person = (facts: Partial<PersonFacts> = {}): PersonFacts => ({
  names: [{ forenames: 'WALTER BILLY', surname: 'RATCLIFFE' }],
  bornOn: [day('1982-07-03')],
  identifiers: [pnc],
  keptBy: ['register'],
  ...facts,
})
const candidate = (facts: Partial<PersonFacts> = {}, nominal = 'CN-26-000001'): Candidate<string> => ({
  nominal,
  ...person(facts),
})
const row = (facts: Partial<PersonFacts> = {}) => person({ keptBy: ['probation'], ...facts })

const why = (candidates: readonly Candidate<string>[], facts: PersonFacts): readonly string[] => {
  const decision = joinDecision(candidates, facts)
  return decision.outcome === 'apart' ? decision.reasons.map(({ text }) => text) : [decision.outcome]
}

test('an exact, valid, shared number without contradiction joins, and says by what', () =>
  assert.deepEqual(joinDecision([candidate()], row({ identifiers: [number('pnc', '02/73319Z')] })), {
    outcome: 'joined',
    nominal: 'CN-26-000001',
    sharing: [number('pnc', '02/73319Z')],
  }))

for (const [story, facts] of [
  ['the surname was misspelt', { names: [{ forenames: 'Walter', surname: 'Ratclife' }] }],
  ['the names were exchanged', { names: [{ forenames: 'Ratcliffe', surname: 'Walter' }] }],
  ['the forename is a pet name', { names: [{ forenames: 'Wally', surname: 'Ratcliffe' }] }],
  ['only an initial is known, and the birth agrees', { names: [{ forenames: 'W', surname: 'Ratcliffe' }] }],
  ['no date of birth is known', { bornOn: [] }],
  ['one of several dates of birth agrees', { bornOn: [day('1979-01-01'), day('1982-07-03')] }],
  ['a number without fingerprints stands beside one with', { identifiers: [pnc, number('cro', 'SF83/50058Z')] }],
  ['another passport is known', { identifiers: [pnc, number('passport', '123456789')] }],
  ['a number of another kind is not valid', { identifiers: [pnc, number('cro', '85227/65G')] }],
] as const)
  test(`rows are joined though ${story}`, () =>
    assert.deepEqual(why([candidate({ identifiers: [pnc, cro, number('passport', 'C123456')] })], row(facts)), [
      'joined',
    ]))

for (const [story, facts, reasons] of [
  [
    'the birth is at odds',
    { bornOn: [day('1982-07-04')] },
    ['shares PNC number 2002/0073319Z, but the dates of birth differ'],
  ],
  [
    'day and month are exchanged',
    { bornOn: [day('1982-03-07')] },
    ['shares PNC number 2002/0073319Z, but the dates of birth differ: day and month may have been exchanged'],
  ],
  [
    'one birth is on 1 January',
    { bornOn: [day('1982-01-01')] },
    [
      'shares PNC number 2002/0073319Z, but the dates of birth differ: 1 January of the same year may stand for a day that was not known',
    ],
  ],
  [
    'it is a brother',
    { names: [{ forenames: 'Stanley', surname: 'Ratcliffe' }] },
    ['shares PNC number 2002/0073319Z, but the forenames differ'],
  ],
  [
    'a father bears the name, an initial and no birth',
    { names: [{ forenames: 'W', surname: 'Ratcliffe' }], bornOn: [] },
    [
      'shares PNC number 2002/0073319Z, but the first forename does not show on both, and there is no date of birth to go by',
    ],
  ],
  [
    'name and birth are at odds',
    { names: [{ forenames: 'Jan', surname: 'Nowak' }], bornOn: [day('1990-02-02')] },
    [
      'shares PNC number 2002/0073319Z, but the dates of birth differ',
      'shares PNC number 2002/0073319Z, but the names differ',
    ],
  ],
  [
    'it has another valid number of a kind',
    { identifiers: [pnc, number('cro', '65657/91J')] },
    ['shares PNC number 2002/0073319Z, but the CRO numbers differ'],
  ],
  [
    'it is of the same agency',
    { keptBy: ['register'], bornOn: [day('1990-02-02')] },
    ['shares PNC number 2002/0073319Z, but both are records of one agency'],
  ],
] as const)
  test(`rows stay apart, with the reason, when ${story}`, () =>
    assert.deepEqual(why([candidate({ identifiers: [pnc, cro] })], row(facts)), reasons))

for (const [story, facts] of [
  ['no number is shared, whatever else agrees', { identifiers: [otherPnc] }],
  ['the shared number has a wrong check letter', { identifiers: [number('pnc', '2001/0171310S')] }],
  ['the shared number is the one written for none', { identifiers: [number('cro', '000000/00Z')] }],
  ['only an arrest summons number is shared', { identifiers: [number('asn', '24/44AB/01/123456X')] }],
  ['it has no number', { identifiers: [] }],
] as const)
  test(`a row begins a nominal of its own when ${story}`, () => {
    const known = candidate({
      identifiers: [
        pnc,
        number('pnc', '2001/0171310S'),
        number('cro', '000000/00Z'),
        number('asn', '24/44AB/01/123456X'),
      ],
    })
    assert.deepEqual(why([known], row(facts)), ['new'])
    assert.deepEqual(why([], row(facts)), ['new'])
  })

test('a number that more than one nominal bears joins to none of them', () =>
  assert.deepEqual(why([candidate(), candidate({}, 'CN-26-000002')], row()), [
    'more than one nominal bears its numbers, among them PNC number 2002/0073319Z',
    'more than one nominal bears its numbers, among them PNC number 2002/0073319Z',
  ]))

test('numbers that lead to different nominals join to none of them', () => {
  const decision = joinDecision(
    [candidate(), candidate({ identifiers: [cro], keptBy: ['prisons'] }, 'CN-26-000002')],
    row({ identifiers: [pnc, cro] }),
  )
  assert.equal(decision.outcome, 'apart')
})

test('a nominal that shares no number does not stand in the way', () =>
  assert.deepEqual(why([candidate(), candidate({ identifiers: [otherPnc] }, 'CN-26-000002')], row()), ['joined']))

const people = fc.record({
  names: fc.array(
    fc.record({
      forenames: fc.constantFrom('John', 'Joan', 'J', 'Mohamed', 'Abdi', ''),
      surname: fc.constantFrom('Smith', 'Abdi', 'Smyth', 'Mohamed'),
    }),
    { maxLength: 2 },
  ),
  bornOn: fc.array(fc.constantFrom(day('1982-07-03'), day('1982-03-07'), day('1982-01-01')), { maxLength: 2 }),
  identifiers: fc.array(
    fc
      .record({ kind: fc.constantFrom('pnc' as const, 'cro' as const), serial: fc.integer({ min: 1, max: 3 }) })
      .map(({ kind, serial }) => {
        const digits = String(serial).padStart(kind === 'pnc' ? 7 : 6, '0')
        const letter = checkLetterFor('02', digits)
        return number(kind, kind === 'pnc' ? `02/${digits}${letter}` : `${digits}/02${letter}`)
      }),
    { maxLength: 3 },
  ),
  keptBy: fc.array(fc.constantFrom('register', 'probation', 'prisons'), { minLength: 1, maxLength: 2 }),
})

test('what contradicts is the same either way round', () => {
  fc.assert(
    fc.property(people, people, (one, other) =>
      assert.deepEqual(contradictions(one, other).toSorted(), contradictions(other, one).toSorted()),
    ),
  )
})

test('nobody is ever joined without a valid number that one nominal alone bears, one birth to the day where both are known, and another agency', () => {
  let joins = 0
  fc.assert(
    fc.property(fc.array(people, { maxLength: 4 }), people, (known, row) => {
      const candidates = known.map((facts, nominal) => ({ ...facts, nominal }))
      const decision = joinDecision(candidates, row)
      const bearers = candidates.filter(({ identifiers }) =>
        identifiers.some(({ canonical }) => row.identifiers.some(also => also.canonical === canonical)),
      )
      if (decision.outcome !== 'joined') return assert.equal(decision.outcome === 'new', bearers.length === 0)
      joins += 1
      const [only] = bearers
      assert.equal(bearers.length, 1)
      assert.equal(only?.nominal, decision.nominal)
      assert.ok(only.keptBy.every(keeper => !row.keptBy.includes(keeper)))
      if (only.bornOn.length > 0 && row.bornOn.length > 0)
        assert.ok(only.bornOn.some(one => row.bornOn.some(other => one.equals(other))))
    }),
    { numRuns: 3000 },
  )
  assert.ok(joins > 20, `only ${joins} joins were tried`)
})
