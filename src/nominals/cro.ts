import { checkLetterFor } from './check-letter.ts'
import { compact, type NumberRead } from './identifier-reading.ts'

const full = /^(\d{1,6})(\d{2})([A-Z])$/
const withoutFingerprints = /^SF(\d{2})(\d{1,6})([A-Z])$/

/**
 * A Criminal Records Office number. With fingerprints: serial, stroke, year, letter (`65656/91H`); canonical with the serial
 * padded to six, `065656/91H`, over which the letter is reckoned as year then serial. Without fingerprints: `SF83/50058Z`,
 * year first; canonical without leading noughts, over which the letter is reckoned as year then serial (POLE DS 072; HMPPS
 * reckons so too). `000000/00Z`, which systems write for "none", is no number and must never join two people.
 */
export const readCro = (text: string): NumberRead => {
  const written = compact(text)
  const [, sfYear, sfSerial, sfLetter] = withoutFingerprints.exec(written) ?? []
  if (sfYear && sfSerial && sfLetter) {
    const serial = String(Number(sfSerial))
    return checked({ year: sfYear, serial, letter: sfLetter, form: `SF${sfYear}/${serial}${sfLetter}` })
  }
  const [, bare, year, letter] = full.exec(written) ?? []
  if (!bare || !year || !letter)
    return { why: 'a CRO number is up to six digits, a year and a letter, as in 065656/91H or SF83/50058Z' }
  const serial = bare.padStart(6, '0')
  return checked({ year, serial, letter, form: `${serial}/${year}${letter}` })
}

/** The number as people write it: with and without its leading noughts, with and without the stroke. */
export const croForms = (canonical: string): readonly string[] => {
  const short = canonical.replace(/^0+/, '')
  return [canonical, short, compact(canonical), compact(short)]
}

type Parts = { readonly year: string; readonly serial: string; readonly letter: string; readonly form: string }

const checked = ({ year, serial, letter, form }: Parts): NumberRead => {
  if (Number(serial) === 0) return { why: 'this CRO number is the one that systems write for none', form }
  if (letter !== checkLetterFor(year, serial))
    return { why: `the check letter ${letter} is not the right one for this CRO number`, form }
  return { canonical: form }
}
