import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { searchTerms } from './search-terms.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
/** "number; born; words; not used", or why nothing can be sought. */
const read = (text: string): string => {
  const { facts, born, words, notUsed, why } = searchTerms(text, asOf)
  const bornOn = born && [...new Set([born.from.toString(), born.to.toString()])].join(' to ')
  const valid = facts
    .flat()
    .filter(
      ({ kind, valid }) =>
        valid ||
        ['telephone', 'vehicle', 'email', 'online-name', 'street', 'district', 'postcode', 'reference'].includes(kind),
    )
    .map(({ kind, key }) => `${kind} ${key}`)
  return why ?? [valid.join(' '), bornOn ?? '', words.join(' '), notUsed.join(' ')].join('; ')
}

for (const [typed, terms] of [
  ['Walter Ratcliffe', '; ; WALTER RATCLIFFE; '],
  ['RATCLIFFE, Walter', '; ; RATCLIFFE WALTER; '],
  ["Mr O'Neil-Smith", '; ; ONEIL SMITH; '],
  ['Ratcliffe 3/7/1982', '; 1982-07-03; RATCLIFFE; '],
  ['Ratcliffe 3 July 1982', '; 1982-07-03; RATCLIFFE; '],
  ['03-JUL-82 walter ratcliffe', '; 1982-07-03; WALTER RATCLIFFE; '],
  ['3 July 1982, Ratcliffe, 4 July 1982', '; 1982-07-03; RATCLIFFE; 1982-07-04'],
  ['2002/0073319Z', 'pnc 2002/0073319Z; ; ; '],
  ['PNC 02/73319Z', 'pnc 2002/0073319Z; ; ; '],
  ['Ratcliffe PNC: 02/73319Z', 'pnc 2002/0073319Z; ; RATCLIFFE; '],
  ['V14/8404520', 'register-reference V14/8404520; ; ; '],
  ['NI number PE 36 05 66 A', 'nino PE360566 nino PE360566A; ; ; '],
  ['x320741', 'crn X320741 passport X320741; ; ; '],
  ['Abdi Abdi', '; ; ABDI ABDI; '],
  ['one two three four five six seven', '; ; ONE TWO THREE FOUR FIVE SIX; SEVEN'],
  ['Ratcliffe 1982', '; 1982-01-01 to 1982-12-31; RATCLIFFE; '],
  ['Ratcliffe born 1982', '; 1982-01-01 to 1982-12-31; RATCLIFFE; '],
  ['Walter Ratcliffe July 1982', '; 1982-07-01 to 1982-07-31; WALTER RATCLIFFE; '],
  ['7/1982 Ratcliffe', '; 1982-07-01 to 1982-07-31; RATCLIFFE; '],
  ['April Smith 1982', '; 1982-01-01 to 1982-12-31; APRIL SMITH; '],
  ['Ratcliffe aged 44', '; 1978-11-24 to 1985-11-23; RATCLIFFE; '],
  ['ratcliffe, about 44 years old', '; 1978-11-24 to 1985-11-23; RATCLIFFE; '],
  ['Ratcliffe 40 to 42', '; 1983-11-24 to 1986-11-23; RATCLIFFE; '],
  ['12 High Street, tf34na', 'address TF3 4NA||12 HIGH STREET; ; ; '],
  ['Flat 2, 12 High St TF3 4NA', 'address TF3 4NA|2|12 HIGH STREET; ; ; '],
  ['07700 900123 Ratcliffe', 'telephone 07700900123; ; RATCLIFFE; '],
  ['+44 7700 900123', 'telephone 07700900123; ; ; '],
  ['ratcliffe AB12 CDE', 'vehicle AB12CDE; ; RATCLIFFE; '],
  ['w.ratcliffe@example.org', 'email w.ratcliffe@example.org; ; ; '],
  ['@WallyR', 'online-name wallyr; ; ; '],
  ['67 Swallowfield Avenue', 'street 67 SWALLOWFIELD AVENUE; ; ; '],
  ['swallowfield ave', 'street SWALLOWFIELD AVE; ; ; '],
  ['flat 2, 67 swallowfield avenue leeds', 'street 67 SWALLOWFIELD AVENUE|LEEDS; ; ; '],
  ['67 Swallowfield Avenue, Leeds LS1 4AP', 'address LS1 4AP||67 SWALLOWFIELD AVENUE; ; ; '],
  ['John Smith, 67 Swallowfield Avenue, Leeds', 'street 67 SWALLOWFIELD AVENUE|LEEDS; ; JOHN SMITH; '],
  ['67 Swallowfield Avenue 3/7/1982', 'street 67 SWALLOWFIELD AVENUE; 1982-07-03; ; '],
  ['Stephen Lane', '; ; STEPHEN LANE; '],
  ['Ratcliffe 1982 mary', '; 1982-01-01 to 1982-12-31; RATCLIFFE MARY; '],
  ['TF3 4NA', 'postcode TF3 4NA; ; ; '],
  ['tf3', 'district TF3 ; ; ; '],
  ['Ratcliffe TF3 4', 'district TF3 4; ; RATCLIFFE; '],
  ['Ratcliffe CN-26-622', 'reference CN-26-000622; ; RATCLIFFE; '],
  ['Ratcliffe 42', '; ; RATCLIFFE; 42'],
  ['J Smith', '; ; J SMITH; '],
  ['王', '; ; 王; '],
  ['محمد علي', '; ; محمد علي; '],
  ['', 'Enter a name, a number, an address or a date of birth'],
  [' ., ', 'Enter a name, a number, an address or a date of birth'],
  ['j', 'Enter a name of more than one letter'],
  ['3/7/1982', '; 1982-07-03; ; '],
  ['NI PE 12 05 66 A', 'nino PE120566 nino PE120566A; ; ; '],
  ['Ratcliffe 3 7 1982', '; 1982-07-03; RATCLIFFE; '],
  ['j 3/7/1982', '; 1982-07-03; J; '],
  ['4711', 'This is not a number of any kind that Concord knows: check it, or search by name'],
  ['x'.repeat(201), 'Search for no more than 200 characters'],
] as const)
  test(`"${typed.slice(0, 60)}" asks for: ${terms}`, () => assert.equal(read(typed), terms))

test('a number with a wrong check letter is sought as it is kept', () => {
  const { facts, why } = searchTerms('2001/0171310S', asOf)
  assert.equal(why, null)
  assert.deepEqual(facts, [[{ kind: 'pnc', key: '2001/0171310S', valid: false, shown: '2001/0171310S' }]])
})

test('a compound is sought as one word too', () =>
  assert.deepEqual(searchTerms('Sackville-West', asOf).joinedWords, ['SACKVILLEWEST']))

test('whatever is typed gives terms or a reason, and never more than six words', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('Smith', '3/7/1982', '02/73319Z', 'PNC', '3', 'July', '1982', 'O', '-'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const { words, facts, born, why } = searchTerms(pieces.join(' '), asOf)
      assert.ok(words.length <= 6)
      assert.equal(why !== null || words.length > 0 || facts.length > 0 || born !== null, true)
    }),
  )
})
