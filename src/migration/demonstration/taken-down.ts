import { encode } from 'iconv-lite'
import type { Case } from './case.ts'
import { isCounterTerrorism } from './case.ts'
import type { Chance } from './chance.ts'
import { mistyped, pncAsWritten } from './number.ts'

/** How sources differ about one person: what they left out, exchanged or mistyped, and how they write letters and days. */

/** A day as the register writes it, 23/11/2026. */
export const registerDay = (day: Temporal.PlainDate): string => `${two(day.day)}/${two(day.month)}/${day.year}`

/** A moment as the register writes it, by the clock in London: 23/11/2026 14:05. */
export const registerMoment = (day: Temporal.PlainDate, chance: Chance): string =>
  `${registerDay(day)} ${two(chance.between(7, 20))}:${two(chance.whole(60))}`

const shortMonths = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')

/** A day as prisons write it, 23-NOV-2026. */
export const prisonDay = (day: Temporal.PlainDate): string =>
  `${two(day.day)}-${shortMonths[day.month - 1]}-${day.year}`

/** A date of birth as a source has it: in three of a hundred with day and month exchanged, in one a year too late. */
export const birthTakenDown = (born: Temporal.PlainDate, chance: Chance): Temporal.PlainDate => {
  const slip = chance.whole(100)
  if (slip < 3 && born.day <= 12) return born.with({ day: born.month, month: born.day })
  return slip === 3 ? born.add({ years: 1 }) : born
}

/** How likely each agency is to hold a number. Counter-terrorism records are the fuller ones. */
const heldShare = { pnc: 0.74, cro: 0.42 } as const

/** A PNC number as a source has it: missing, in one of its forms, in two of a hundred mistyped. */
export const pncTakenDown = (pnc: string, of: Case, chance: Chance): string => {
  if (!chance.often(isCounterTerrorism(of) ? 0.95 : heldShare.pnc)) return ''
  return pncAsWritten(chance.often(0.025) ? mistyped(pnc, chance) : pnc, chance)
}

/** A CRO number as a source has it: more often missing than held. */
export const croTakenDown = (cro: string, chance: Chance): string => {
  if (!chance.often(heldShare.cro)) return ''
  return chance.often(0.02) ? mistyped(cro, chance) : cro
}

const withoutMarks: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', ı: 'i', đ: 'd', Đ: 'D', ø: 'o', Ø: 'O' }

/**
 * Text in the letters of windows-1252, which the register writes: a letter outside it loses its mark, or, where an older
 * version of the register took it in, became a question mark.
 */
const inRegisterLetters = (text: string, chance: Chance): string => {
  const older = chance.often(0.25)
  return Array.from(text.normalize('NFC'))
    .map(letter => {
      if (isRegisterLetter(letter)) return letter
      if (older) return '?'
      return withoutMarks[letter] ?? letter.normalize('NFD').replaceAll(/\p{Mark}/gu, '')
    })
    .join('')
}

/** A name as the register has it: in its letters, and every second time in capitals. */
export const inRegisterHand = (text: string, chance: Chance): string => {
  const letters = inRegisterLetters(text, chance)
  return chance.often(0.5) ? letters.toUpperCase() : letters
}

const isRegisterLetter = (letter: string): boolean => letter < '\x80' || encode(letter, 'win1252')[0] !== 0x3f

const two = (number: number): string => String(number).padStart(2, '0')
