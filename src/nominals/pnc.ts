import { checkLetterFor } from './check-letter.ts'
import { tidied, type NumberRead } from './identifier-reading.ts'

type Parts = { readonly year: string; readonly serial: string; readonly letter: string }

const withSeparator = /^(\d{4}|\d{2})[/ ](\d{1,7})([A-Z])$/
const longTogether = /^(\d{4})(\d{6,7})([A-Z])$/
const shortTogether = /^(\d{2})(\d{1,7})([A-Z])$/

/**
 * A Police National Computer number in any written form: `2002/0073319Z`, `20020073319Z`, `02/73319Z`, `0273319Z`, with
 * spaces, in small letters. Canonical: `YYYY/NNNNNNND`.
 * Written together, up to nine digits are the short form (two for the year), ten or eleven the long.
 * A year of two digits up to this year's is of this century, else of the last. The check letter is over two digits of the
 * year and seven of the serial (POLE DS 071). `asOf`: the day on which it is read, for the century.
 */
export const readPnc = (text: string, asOf: Temporal.PlainDate): NumberRead => {
  const parts = partsOf(text)
  if (!parts) return { why: 'a PNC number is a year, up to seven digits and a letter, as in 2002/0073319Z' }
  const year = fullYear(parts.year, asOf)
  const form = `${year}/${parts.serial}${parts.letter}`
  if (year < 1900 || year > asOf.year) return { why: `${parts.year} is not a year of a PNC number`, form }
  if (Number(parts.serial) === 0) return { why: 'a PNC number has a serial number other than nought', form }
  if (parts.letter !== checkLetterFor(parts.year.slice(-2), parts.serial))
    return { why: `the check letter ${parts.letter} is not the right one for this PNC number`, form }
  return { canonical: form }
}

/** The number as people write it: `02/73319Z`, where that still means the same year on the day `asOf`. */
export const pncForms = (canonical: string, asOf: Temporal.PlainDate): readonly string[] => {
  const [, year, serial, letter] = /^(\d{4})\/(\d{7})([A-Z])$/.exec(canonical)!
  const short = year!.slice(2)
  const bare = String(Number(serial))
  const long = [canonical, `${year}${serial}${letter}`, `${year}/${bare}${letter}`]
  if (fullYear(short, asOf) !== Number(year)) return long
  return [...long, `${short}/${bare}${letter}`, `${short}/${serial}${letter}`, `${short}${bare}${letter}`]
}

const partsOf = (text: string): Parts | undefined => {
  const tidy = tidied(text)
  const together = tidy.replaceAll(' ', '')
  const found =
    withSeparator.exec(tidy.includes('/') ? together : tidy.replace(/ (?=[A-Z]$)/, '')) ??
    longTogether.exec(together) ??
    shortTogether.exec(together)
  if (!found) return undefined
  const [, year, serial, letter] = found
  return { year: year!, serial: serial!.padStart(7, '0'), letter: letter! }
}

const fullYear = (year: string, asOf: Temporal.PlainDate): number => {
  if (year.length === 4) return Number(year)
  const century = asOf.year - (asOf.year % 100)
  return Number(year) <= asOf.year % 100 ? century + Number(year) : century - 100 + Number(year)
}
