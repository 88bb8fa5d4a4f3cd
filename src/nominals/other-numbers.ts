import { compact, tidied, type NumberRead } from './identifier-reading.ts'

/**
 * Numbers without a published check letter: they are valid by their form alone, so a slip of the pen may pass.
 * The forms: prison-api (NOMS), hmpps-person-record (CRN), POLE DS 060 (National Insurance), DS 061 (driving licence),
 * DS 056 (passport), DS 073 (arrest summons). No form of the register's reference is published; this is the one its
 * extracts bear.
 */
const byForm =
  (form: RegExp, canonical: (found: readonly string[]) => string, why: string) =>
  (text: string): NumberRead => {
    const found = form.exec(compact(text))
    return found ? { canonical: canonical(found.map(part => part ?? '')) } : { why }
  }

/** A prison number, `A1234BC`. */
export const readNoms = byForm(
  /^[A-Z]\d{4}[A-Z]{2}$/,
  ([all]) => all!,
  'a prison number is a letter, four digits and two letters, as in A1234BC',
)

/** A probation case reference, `X320741`. */
export const readCrn = byForm(/^[A-Z]\d{6}$/, ([all]) => all!, 'a CRN is a letter and six digits, as in X320741')

/**
 * A National Insurance number: two letters, six digits, and a suffix A to D that may be missing (it tells when, not who).
 * QQ and other prefixes that are never issued are refused.
 */
export const readNino = byForm(
  /^(?!BG|GB|NK|KN|TN|NT|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[A-D]?$/,
  ([all]) => all!,
  'a National Insurance number is two letters, six digits and a letter from A to D, with a prefix that is issued',
)

/** The register's reference, `V14/8404520`; leading noughts of the second part may be missing where a stroke shows it. */
export const readRegisterReference = (text: string): NumberRead => {
  const found =
    /^V(\d{2})\s*[/\\-]\s*(\d{1,7})$/.exec(text.trim().toUpperCase()) ?? /^V(\d{2})(\d{7})$/.exec(compact(text))
  return found
    ? { canonical: `V${found[1]}/${found[2]!.padStart(7, '0')}` }
    : { why: 'a register reference is V, two digits, a stroke and seven digits, as in V14/8404520' }
}

/** A Great Britain driving licence number of sixteen characters; the two digits of its issue, printed after it, are left off. */
export const readDrivingLicence = byForm(
  /^([A-Z0-9]{5}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z0-9]{3}[A-Z]{2})(?:\d{2})?$/,
  ([, number]) => number!,
  'a driving licence number is sixteen letters and digits, with a date of birth in the middle',
)

/** A United Kingdom passport: nine digits, or in older ones a letter before or after six digits. */
export const readPassport = byForm(
  /^(?:\d{9}|[A-Z]\d{6}|\d{6}[A-Z])$/,
  ([all]) => all!,
  'a passport number is nine digits, or six digits and a letter',
)

/**
 * An arrest summons number: year, force and station, system, serial, letter; canonical with the serial padded to eleven, as
 * one word of 20 characters (21 where the station has three). Noughts may be missing where strokes show the parts. Its
 * letter's rule is not published, so it is not reckoned.
 */
export const readAsn = (text: string): NumberRead => {
  const parts = /^(\d{2})\/(\d{2}[A-Z0-9]{2,3})\/([A-Z0-9]{2})\/(\d{1,11})([A-HJ-NP-RT-Z])$/.exec(tidied(text))
  if (parts) return { canonical: `${parts[1]}${parts[2]}${parts[3]}${parts[4]!.padStart(11, '0')}${parts[5]}` }
  const together = compact(text)
  return /^\d{4}[A-Z0-9]{4,5}\d{11}[A-HJ-NP-RT-Z]$/.test(together)
    ? { canonical: together }
    : { why: 'an arrest summons number is a year, a force and station, a system, up to eleven digits and a letter' }
}
