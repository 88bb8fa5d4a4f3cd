import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothingTyped, understand, type Typed } from './search.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const asked = (typed: Partial<Typed>) => understand({ ...nothingTyped, ...typed }, today)
const refusalsOf = (q: string): readonly string[] => {
  const decision = asked({ q })
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
    const decision = asked({ q: text })
    assert.ok(decision.agreed)
    assert.deepEqual(
      [decision.outcome.facts.flat().map(({ kind, key }) => [kind, key]), decision.outcome.name],
      [[['reference', 'CN-26-000622']], null],
    )
  })

for (const [typed, told] of [
  [{}, 'q: Enter a name, a number, an address or a date of birth'],
  [
    { status: 'custody' },
    'q: That alone is too many people: add a name, a number, an address, a postcode, or a year of birth',
  ],
  [
    { place: 'Leeds' },
    'q: That alone is too many people: add a name, a number, an address, a postcode, or a year of birth',
  ],
  [
    { born: 'about 40' },
    'born: Too many people are of that age: add a name, a number or an address, or give the year, the month or the day of birth',
  ],
  [
    { q: 'aged 44' },
    'q: Too many people are of that age: add a name, a number or an address, or give the year, the month or the day of birth',
  ],
  [
    { ageFrom: '40', status: 'custody' },
    'ageFrom: Too many people are of that age: add a name, a number or an address, or give the year, the month or the day of birth',
  ],
  [
    { q: 'smith', born: 'yesterday' },
    'born: Enter a date of birth like 3 7 1982, a month like 7 1982, a year like 1982, or an age like 44',
  ],
  [{ q: 'smith', born: '2031' }, 'born: The date of birth must be in the past'],
  [{ q: 'smith', born: '1982', ageFrom: '60' }, 'ageFrom: Nobody born then is of that age'],
  [
    { q: 'smith', ageFrom: 'x', ageTo: '130' },
    'ageFrom: Enter an age in whole years, from 10 to 120; ageTo: Enter an age in whole years, from 10 to 120',
  ],
  [{ q: 'smith', ageFrom: '50', ageTo: '40' }, 'ageTo: The second age must not be below the first'],
  [{ q: 'smith', status: 'asleep' }, 'status: There is no status “asleep”'],
  [
    { identifier: 'blue' },
    'identifier: This is not a number of any kind that Concord knows: check it, or leave it out',
  ],
  [{ postcode: 'Telford' }, 'postcode: Enter a postcode, like TF3 4NA, or its beginning, like TF3, or leave it empty'],
  [{ address: 'x' }, 'address: Enter a number and street, with the postcode if you have it'],
  [
    { q: '31/2/1980 j', born: 'x' },
    'q: 31/2/1980 is not a date. Correct it, or leave it out; born: Enter a date of birth like 3 7 1982, a month like 7 1982, a year like 1982, or an age like 44',
  ],
] as const)
  test(`${JSON.stringify(typed)} is told: ${told.slice(0, 60)}`, () => {
    const decision = asked(typed)
    assert.ok(!decision.agreed)
    assert.equal(decision.refusals.map(({ field, text }) => `${field}: ${text}`).join('; '), told)
  })

for (const [typed, days] of [
  [{ born: 'July 1982' }, '1982-07-01 1982-07-31'],
  [{ q: '3 7 1982' }, '1982-07-03 1982-07-03'],
  [{ ageFrom: '40', ageTo: '40' }, '1985-11-24 1986-11-23'],
  [{ q: 'smith', born: '3 7 1982' }, '1982-07-03 1982-07-03'],
  [{ q: 'smith 1982' }, '1982-01-01 1982-12-31'],
  [{ q: 'smith', born: '7/1982' }, '1982-07-01 1982-07-31'],
  [{ q: 'smith', born: 'feb 1984' }, '1984-02-01 1984-02-29'],
  [{ q: 'smith', born: '44' }, '1978-11-24 1985-11-23'],
  [{ q: 'smith', ageFrom: '40', ageTo: '40' }, '1985-11-24 1986-11-23'],
  [{ q: 'smith', born: '1986', ageTo: '40' }, '1986-01-01 1986-12-31'],
  [{ q: 'smith 1970', born: '1980' }, '1980-01-01 1980-12-31'],
] as const)
  test(`${JSON.stringify(typed)} asks for those born ${days}`, () => {
    const decision = asked(typed)
    assert.ok(decision.agreed)
    const { born } = decision.outcome
    assert.equal(`${born?.from.toString()} ${born?.to.toString()}`, days)
  })
