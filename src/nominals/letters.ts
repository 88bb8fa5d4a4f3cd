/**
 * Letters made alike, so that a name is found however its writer was taught to write it: capitals, without accents, in the
 * plain Latin letter where one stands for another (`ł` L, `ı` and `İ` I, `ø` O, `æ` AE, `ß` SS, `þ` TH). Other scripts keep their
 * own letters. Apostrophes of every shape go without a gap, O'Neil being ONEIL, and so does `?`, which a register writes
 * where its character set had no such letter (`D?BROWSKI`): what is left is one deletion away. Anything else is kept.
 */
export const foldedLetters = (text: string): string => {
  const plain = text.replaceAll(silent, '')
  if (onlyAscii.test(plain)) return plain.toUpperCase()
  return plain
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(accents, '')
    .replaceAll(silent, '')
    .replaceAll(ownLetters, letter => plainLetters[letter]!)
    .normalize('NFC')
}

// oxlint-disable-next-line no-control-regex -- the ASCII range, control characters included
const onlyAscii = /^[\x00-\x7f]*$/

/** Apostrophes and marks used for them, quotes, the Arabic stretching stroke, invisible marks, and the signs of a lost letter. */
const silent = /['"`´‘’‚‛“”„′‵ʹʻʼʽʾʿˈ՚׳＇?？\ufffd\u0640\p{Cf}]/gu

/** Accents of Latin, Greek and Cyrillic letters; vowel points of Arabic and Hebrew. Marks of other scripts are letters of their own. */
const accents = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]/gu

/** Letters that Unicode does not take apart, after capitals are made (which turns `ı` to I and `ß` to SS). */
const plainLetters: Readonly<Record<string, string>> = {
  Ł: 'L',
  Ø: 'O',
  Æ: 'AE',
  Œ: 'OE',
  Đ: 'D',
  Ð: 'D',
  Ɖ: 'D',
  Þ: 'TH',
  ẞ: 'SS',
  Ħ: 'H',
  Ŋ: 'NG',
  Ŧ: 'T',
  Ə: 'A',
  Ɓ: 'B',
  Ɗ: 'D',
  Ƙ: 'K',
  Ƴ: 'Y',
}
const ownLetters = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')
