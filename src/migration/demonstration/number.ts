import { checkLetterFor } from '#nominals'
import type { Chance } from './chance.ts'

/**
 * The identifiers of invented people. Each has the form and the check letter of a true one, and lies where none is issued:
 * PNC serials from 9,000,000 and CRO serials from 900,000 (far above a year's arrests), National Insurance numbers
 * with the prefix QQ, prison numbers that begin with Z and probation numbers that begin with Q.
 */

/**
 * Numbers without repeats in an order that looks like none: `nth` runs from 0 and no two below `size` meet.
 * `step` must share no factor with `size`.
 */
const scattered = (nth: number, size: number, step: number): number => ((nth + 4_171) * step) % size

/** A Police National Computer number as the PNC prints it in full: "2003/9004417K". */
export const pncNumber = (year: number, nth: number): string => {
  const serial = String(9_000_000 + scattered(nth, 1_000_000, 700_001))
  return `${year}/${serial}${checkLetterFor(twoDigits(year), serial)}`
}

/** The ways in which sources write the same PNC number: in full, without the stroke, with the short year, in small letters. */
export const pncAsWritten = (pnc: string, chance: Chance): string => {
  const form = chance.whole(20)
  if (form < 11) return pnc
  if (form < 15) return pnc.slice(2)
  if (form < 18) return pnc.replace('/', '')
  if (form < 19) return pnc.slice(2).replace('/', '')
  return pnc.toLowerCase()
}

/** A Criminal Records Office number: "904417/03K"; for people with no fingerprints held, of 1995 or before: "SF83/904417K". */
export const croNumber = (year: number, nth: number): string => {
  const serial = String(900_000 + scattered(nth, 100_000, 70_001))
  const letter = checkLetterFor(twoDigits(year), serial)
  return year <= 1995 && nth % 3 === 0
    ? `SF${twoDigits(year)}/${serial}${letter}`
    : `${serial}/${twoDigits(year)}${letter}`
}

/** One digit of an identifier mistyped, so that its check letter no longer fits (23 is prime and no digit is that far out). */
export const mistyped = (identifier: string, chance: Chance): string => {
  const at = chance.pick([...identifier.matchAll(/\d/g)].slice(-5)).index
  const digit = (Number(identifier[at]) + chance.between(1, 9)) % 10
  return identifier.slice(0, at) + digit + identifier.slice(at + 1)
}

/** A National Insurance number with the prefix QQ, which is never issued. */
export const insuranceNumber = (nth: number): string =>
  `QQ${String(scattered(nth, 1_000_000, 300_007)).padStart(6, '0')}${'ABCD'[nth % 4]}`

/** A prison number (NOMS): "Z0417KT". */
export const prisonNumber = (nth: number): string => {
  const place = scattered(nth, 4_000_000, 1_300_003)
  const letters = 'ACDEFGHJKLNPQRTUVWXY'
  return `Z${String(place % 10_000).padStart(4, '0')}${letters[Math.floor(place / 200_000)]}${letters[Math.floor(place / 10_000) % 20]}`
}

/** A probation number (CRN): "Q041733". */
export const probationNumber = (nth: number): string =>
  `Q${String(scattered(nth, 1_000_000, 500_009)).padStart(6, '0')}`

/** A register reference: "V19/0417336"; `series` 99 is held by nobody and serves for orphan rows. */
export const registerReference = (series: number, nth: number): string =>
  `V${String(series).padStart(2, '0')}/${String(scattered(nth, 10_000_000, 6_700_417)).padStart(7, '0')}`

const twoDigits = (year: number): string => String(year % 100).padStart(2, '0')
