import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { namesAgree, type NameAgreement } from './name-agreement.ts'
import type { PersonName } from './name.ts'
import { soundOf } from './sound.ts'

/** "Forenames / Surname" */
const name = (text: string): PersonName => {
  const [forenames = '', surname = ''] = text.split('/').map(part => part.trim())
  return { forenames, surname }
}

const cases: readonly (readonly [string, string, NameAgreement])[] = [
  ['Walter Billy / Ratcliffe', 'WALTER / RATCLIFFE', 'agree'],
  ['WSLTER / RATCLIFFE', 'Walter / Ratcliffe', 'agree'],
  ['HSASAN / ABDI', 'Hassan / Abdi', 'agree'],
  ['John / BARRACLOUGH', 'John / Baracloguh', 'agree'],
  ['Abdi / Hassan', 'Hassan / Abdi', 'agree'],
  ['Hassan Jama / Abdi', 'Abdi / Hassan', 'agree'],
  ['Theodore William / Gemell-Hutchison', 'GEMELL-HUTCHISON / THEODORE', 'agree'],
  ['Patel / Dan', 'DANIEL / PATEL', 'agree'],
  ['Bill / Hammond', 'William / Hammond', 'agree'],
  ['Muhammad / Hicks', 'MOHAMED / HICKS', 'agree'],
  ['Usman / Malik', 'Othman / Malik', 'agree'],
  ['Yousuf / Abdi', 'Yusuf / Abdy', 'agree'],
  ['Jan / SZYMA?SKI', 'Jan / Szymański', 'agree'],
  ['Kami?ski / Franciszek', 'FRANCISZEK / KAMINSKI', 'agree'],
  ['Ali / Y?ld?r?m', 'Ali / Yıldırım', 'agree'],
  ['Ali / Ayd??n', 'Ali / Aydın', 'agree'],
  ["Noah / O'Brien", 'NOAH / OBRIEN', 'agree'],
  ['Uchter / SackvilleWest', 'UCHTER / SACKVILLE-WEST', 'agree'],
  ['Uchter / Sackville West', 'UCHTER / SACKVILLE', 'agree'],
  ['محمد / علي', 'محمد / علي', 'agree'],
  ['J / Smith', 'John / Smith', 'weak'],
  [' / Smith', 'John / Smith', 'weak'],
  ['Arthur John / Smith', 'John / Smith', 'weak'],
  ['J / Smith', 'Peter / Smith', 'forenames differ'],
  ['John / Smith', 'Joan / Smith', 'forenames differ'],
  ['Harry / Barrow', 'Barry / Barrow', 'forenames differ'],
  ['Jayden / Okafor', 'Kayden / Okafor', 'forenames differ'],
  ['Hassan / Ali', 'Hussein / Ali', 'forenames differ'],
  ['Mahmoud / Ali', 'Mohamed / Ali', 'forenames differ'],
  ['Ahmed / Ali', 'Hamed / Ali', 'forenames differ'],
  ['Alexander / Reed', 'Alexandra / Reed', 'forenames differ'],
  ['Arthur John / Smith', 'Peter John / Smith', 'forenames differ'],
  ['Greta / Glubb', 'Greta / Bridgeman', 'surnames differ'],
  ['William / Terry', 'William / Terence', 'surnames differ'],
  ['Walter / Ratcliffe', 'Jan / Nowak', 'names differ'],
  ['محمد / علي', 'Mohamed / Ali', 'names differ'],
  ['A?? / B??', 'Ann / Bell', 'names differ'],
]
for (const [one, other, agreement] of cases)
  test(`${one} and ${other}: ${agreement}`, () => {
    assert.equal(namesAgree([name(one)], [name(other)]), agreement)
    assert.equal(namesAgree([name(other)], [name(one)]), agreement)
  })

test('a former surname or an alias of either side is enough', () =>
  assert.equal(namesAgree([name('Greta / Bridgeman'), name('Greta / Glubb')], [name('GRETA / GLUBB')]), 'agree'))

test('where one side has no name at all nothing is at odds', () => {
  assert.equal(namesAgree([], [name('John / Smith')]), 'weak')
  assert.equal(namesAgree([name(' / ')], [name('John / Smith')]), 'weak')
})

test('spellings that transliterations exchange sound alike, names that share only consonants do not', () => {
  assert.equal(soundOf('MOHAMMED'), soundOf('MUHAMAD'))
  assert.notEqual(soundOf('HASSAN'), soundOf('HUSSEIN'))
  assert.equal(soundOf('محمد'), 'محمد')
})

test('any two texts agree or not the same either way round, and every name with a forename agrees with itself', () => {
  const names = fc.record({ forenames: fc.string({ unit: 'grapheme' }), surname: fc.string({ unit: 'grapheme' }) })
  fc.assert(
    fc.property(names, names, (one, other) => {
      assert.equal(namesAgree([one], [other]), namesAgree([other], [one]))
    }),
  )
  const word = fc.stringMatching(/^[A-Z][a-z]{1,9}$/)
  fc.assert(
    fc.property(word, word, (forenames, surname) => {
      assert.equal(namesAgree([{ forenames, surname }], [{ forenames: forenames.toUpperCase(), surname }]), 'agree')
    }),
  )
})

test('a name of many lost letters is compared at once, whatever stands against it', () => {
  const lostLetters = (count: number) => ({ surname: `Smi${'?'.repeat(count)}q`, forenames: 'Al' })
  const written = (count: number) => ({ surname: `Smi${'a'.repeat(count)}z`, forenames: 'Al' })
  for (const count of [30, 90, 5000]) assert.notEqual(namesAgree([lostLetters(count)], [written(count)]), 'agree')
  assert.equal(
    namesAgree([{ surname: 'Y?lmaz', forenames: 'Ali' }], [{ surname: 'Yılmaz', forenames: 'Ali' }]),
    'agree',
  )
})
