import { foldedLetters } from './letters.ts'
import { readPostcode } from './postcode.ts'

/** An address as an agency gave it. Some write the flat into the line: "Flat 4, 117 Queen Road". */
export type WrittenAddress = { readonly flat: string; readonly line: string; readonly postcode: string }

const dwelling = /\b(?:FLAT|APARTMENT|APT|UNIT|ROOM) ([A-Z0-9]+)\b/
const longestAddress = 200

/** As people shorten the last word of a street. */
const lastWords: Readonly<Record<string, string>> = {
  AV: 'AVENUE',
  AVE: 'AVENUE',
  CL: 'CLOSE',
  CLO: 'CLOSE',
  CRES: 'CRESCENT',
  CT: 'COURT',
  DR: 'DRIVE',
  GDNS: 'GARDENS',
  GR: 'GROVE',
  LN: 'LANE',
  PL: 'PLACE',
  RD: 'ROAD',
  SQ: 'SQUARE',
  ST: 'STREET',
  TER: 'TERRACE',
  TERR: 'TERRACE',
}

/**
 * One key for one dwelling however it is written: the flat in its own field or in the line, before or behind, in capitals or not,
 * with commas, "Rd" for Road, the postcode without its space. Equal keys are the same address to the letter; a misspelt
 * street is another. Null without a house number or name and a postcode of the right shape, since a town or a street is no
 * exact address.
 */
export const addressKey = ({ flat, line, postcode }: WrittenAddress): string | null => {
  const code = readPostcode(postcode)
  const given = wordsOfAddress(flat)
  const written = wordsOfAddress(line)
  const inLine = dwelling.exec(written)
  const street = fullLastWord(written.replace(dwelling, '').trim().replaceAll(/ {2,}/g, ' '))
  if (code === null || street === '' || !/[A-Z0-9] /.test(`${street} `)) return null
  const number = (dwelling.exec(given)?.[1] ?? given) || (inLine?.[1] ?? '')
  return `${code}|${number}|${street}`
}

const wordsOfAddress = (text: string): string =>
  foldedLetters(text.slice(0, longestAddress))
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const fullLastWord = (street: string): string =>
  street.replace(/ (\S+)$/, (_, last: string) => ` ${lastWords[last] ?? last}`).replace(/\bSAINT (?=\S)/, 'ST ')
