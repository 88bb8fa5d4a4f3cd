/** A day as it was read, or why it could not be, worded with what it was called: "date of birth is not a date". */
export type DayRead = { readonly day: Temporal.PlainDate } | { readonly why: string }

const dayMonthYear = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/
const yearMonthDay = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/
const monthInLetters = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-/]?([a-z]{3,9})\.?,?[ \-/]?(\d{4}|\d{2})$/
/** An extract may give a day with a time of nought behind it. */
const timeOfNought = /[t ]00:00(:00(\.0+)?)?z?$/

/** No person on record was born before it, and no order or review runs beyond: a year outside is a slip of the pen. */
const [firstYear, lastYear] = [1850, 2199]

/**
 * Reads a day as the agencies' extracts and people write it, the day before the month: `03/07/1982`, `3.7.82`,
 * `1982-07-03`, `03-JUL-1982`, `3 July 1982`. A year of two digits is the latest that is not after the year of `asOf`.
 * `called`: what it is, for the reason: "date of birth".
 */
export const readDay = (text: string, asOf: Temporal.PlainDate, called = 'date'): DayRead => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (written === '') return { why: `${called} missing` }
  const day = written.length <= 40 ? dayIn(written.replace(timeOfNought, ''), asOf) : undefined
  return day ? { day } : { why: `${called} is not a date` }
}

/** Whether a text has the form of a day that no calendar has: `31 02 1990`, `32/1/1990`, `30 Feb 1990`. */
export const isNoDayOfCalendar = (text: string, asOf: Temporal.PlainDate): boolean => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const hasForm = [dayMonthYear, yearMonthDay, monthInLetters].some(form => form.test(written))
  return written.length <= 40 && hasForm && dayIn(written, asOf) === undefined
}

/** A date of birth: a day, and not after `asOf`. */
export const readDateOfBirth = (text: string, asOf: Temporal.PlainDate): DayRead => {
  const read = readDay(text, asOf, 'date of birth')
  return 'day' in read && Temporal.PlainDate.compare(read.day, asOf) > 0 ? { why: 'date of birth in the future' } : read
}

const dayIn = (written: string, asOf: Temporal.PlainDate): Temporal.PlainDate | undefined => {
  const [, day, month, year] = dayMonthYear.exec(written) ?? []
  if (day && month && year) return dayOf(wholeYear(year, asOf), Number(month), Number(day))
  const [, isoYear, isoMonth, isoDay] = yearMonthDay.exec(written) ?? []
  if (isoYear && isoMonth && isoDay) return dayOf(Number(isoYear), Number(isoMonth), Number(isoDay))
  const [, dayNumber, letters, yearAfter] = monthInLetters.exec(written) ?? []
  if (dayNumber && letters && yearAfter)
    return dayOf(wholeYear(yearAfter, asOf), monthNamed(letters), Number(dayNumber))
  return undefined
}

const fullNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** 1 to 12; 0 when no month is called so. "Sept" is written too. */
export const monthNamed = (letters: string): number =>
  fullNames.findIndex(name => letters === name || letters === name.slice(0, 3) || letters === name.slice(0, 4)) + 1

const wholeYear = (year: string, asOf: Temporal.PlainDate): number => {
  if (year.length === 4) return Number(year)
  const century = asOf.year - (asOf.year % 100)
  return century + Number(year) > asOf.year ? century - 100 + Number(year) : century + Number(year)
}

/** Checked before it is made, because a thrown RangeError costs eight times a day, and extracts hold thousands that are none. */
const dayOf = (year: number, month: number, day: number): Temporal.PlainDate | undefined => {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return undefined
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= length ? new Temporal.PlainDate(year, month, day) : undefined
}
