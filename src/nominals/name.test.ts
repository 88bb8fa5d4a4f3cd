import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { foldedLetters } from './letters.ts'
import { nameInWords } from './name-in-words.ts'
import { nameWords, wordsOf, wordsOfName } from './name.ts'

for (const [name, words] of [
  ['Walter Billy Ratcliffe', 'WALTER BILLY RATCLIFFE'],
  ["O'Neil", 'ONEIL'],
  ['O’Neil', 'ONEIL'],
  ['O´Neil', 'ONEIL'],
  ['O Neil', 'O NEIL ONEIL'],
  ["O'NEIL-SMITH", 'ONEIL SMITH ONEILSMITH'],
  ['Massy–Westropp', 'MASSY WESTROPP MASSYWESTROPP'],
  ['MassyWestropp', 'MASSY WESTROPP MASSYWESTROPP'],
  ['McDonald', 'MCDONALD'],
  ['FitzGerald', 'FITZ GERALD FITZGERALD'],
  ['Mc Donald', 'MC DONALD MCDONALD'],
  ['al-Hassan', 'AL HASSAN ALHASSAN'],
  ['Al Hassan', 'AL HASSAN ALHASSAN'],
  ['Łukasz Dąbrowski', 'LUKASZ DABROWSKI'],
  ['Yıldırım', 'YILDIRIM'],
  ['İsmail Şimşek', 'ISMAIL SIMSEK'],
  ['Groß', 'GROSS'],
  ['GROẞ', 'GROSS'],
  ['Søren Æbelø Ångström', 'SOREN AEBELO ANGSTROM'],
  ['Þórður Guðmundsson', 'THORDUR GUDMUNDSSON'],
  ['Œuvre', 'OEUVRE'],
  ['Oisín Ní Dhomhnaill', 'OISIN NI DHOMHNAILL'],
  ['D?BROWSKI', 'DBROWSKI'],
  ['Ayd??n', 'AYDN'],
  ['Mr John Smith', 'JOHN SMITH'],
  ['SMITH, Dr. John', 'SMITH JOHN'],
  ['Sir Charles Lord', 'SIR CHARLES LORD'],
  ['Mr', 'MR'],
  ['محمّد علي', 'محمد علي'],
  ['Александр Йозеф', 'АЛЕКСАНДР ИОЗЕФ'],
  ['김민준', '김민준'],
  ['王小明', '王小明'],
  ['हिन्दी', 'हिन्दी'],
  ['Abdi Abdi', 'ABDI'],
  ['  ', ''],
  ['-', ''],
  ['--Smith--', 'SMITH'],
  ['...', ''],
] as const)
  test(`"${name}" has the words: ${words || 'none'}`, () => assert.equal(wordsOf(name).join(' '), words))

test('the soft hyphen and other marks that nobody sees part nothing', () =>
  assert.deepEqual(wordsOf('Rat\u00adcli\u200bffe'), ['RATCLIFFE']))

test('a word has at most 40 letters, a name twelve words, and the rest is not read', () => {
  assert.equal(wordsOf('x'.repeat(5000))[0]!.length, 40)
  assert.equal(nameWords('a b c d e f g h i j k l m n o p q r'.toUpperCase()).parts.length, 12)
})

test('a stored surname of two words is also found as one', () =>
  assert.deepEqual(wordsOfName({ forenames: 'UCHTER', surname: 'SACKVILLE WEST' }), [
    'UCHTER',
    'SACKVILLE',
    'WEST',
    'SACKVILLEWEST',
  ]))

test('folding what is folded changes nothing, and any text is folded', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(text, text => {
      const words = wordsOf(text)
      for (const word of words) {
        assert.ok(word !== '' && Array.from(word).length <= 40)
        assert.equal(foldedLetters(foldedLetters(word)), foldedLetters(word))
      }
    }),
    { numRuns: 500 },
  )
})

for (const [forenames, surname, shown] of [
  ['WALTER BILLY', 'RATCLIFFE', 'Walter Billy Ratcliffe'],
  ['John', "O'NEIL-SMITH", "John O'Neil-Smith"],
  ['JOHN', 'MCDONALD', 'John McDonald'],
  ['JOHN', 'MACKIE', 'John Mackie'],
  ['JOHN', 'McDonald', 'John McDonald'],
  ['LIAM Oisín', 'KHAN', 'Liam Oisín Khan'],
  ['JJ Marc', 'Roy', 'JJ Marc Roy'],
  ['Jean', 'van der Berg', 'Jean van der Berg'],
  ['ŞEYMA', 'İBRAHİMOĞLU', 'Şeyma İbrahimoğlu'],
  ['JAMA’A', "D'SOUZA", "Jama’a D'Souza"],
  ['', 'RATCLIFFE', 'Ratcliffe'],
  ['J', 'RATCLIFFE', 'J Ratcliffe'],
  ['ÖMER  ASAF', 'DO?AN', 'Ömer Asaf Do?an'],
  ['محمد', 'علي', 'محمد علي'],
] as const)
  test(`"${forenames}" "${surname}" is shown as ${shown}`, () =>
    assert.equal(nameInWords({ forenames, surname }), shown))

test('how a name is shown does not change the words by which it is found, for names in Latin letters', () => {
  const letters = fc.stringMatching(/^[A-Z' -]{1,20}$/)
  fc.assert(
    fc.property(letters, letters, (forenames, surname) => {
      assert.deepEqual(nameWords(nameInWords({ forenames, surname })).parts, nameWords(`${forenames} ${surname}`).parts)
    }),
  )
})
