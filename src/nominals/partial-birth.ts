import { isNoDayOfCalendar, readDateOfBirth } from './day.ts'

const about = '(?:about |around |circa |c\\.? ?)?'
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?'
const year = '(?:18[5-9]\\d|19\\d\\d|20\\d\\d)'

/** "1982", "about 1982", "July 1982", "7/1982", "the 1980s". */
const part = new RegExp(
  `^(?:${about}${year}|${about}${month} ${year}|(?:0?[1-9]|1[0-2])[/. -]${year}|(?:the )?${year}s)$`,
)

/**
 * Whether a text says a part of a date of birth, as people write it when they do not know the day. What is neither that nor a date was
 * mistyped: taking it in silence would let an officer believe that it had been compared.
 */
export const isPartOfBirth = (text: string): boolean =>
  text.length <= 40 && part.test(text.trim().toLowerCase().replaceAll(/\s+/g, ' '))

/** Why what somebody typed is no date of birth, nor a part of one; null: it is. Nothing mistyped is kept in silence. */
export const whyNoBirth = (text: string, today: Temporal.PlainDate): string | null => {
  const read = readDateOfBirth(text, today)
  if ('day' in read || isPartOfBirth(text)) return null
  if (read.why === 'date of birth in the future') return 'The date of birth must be in the past'
  return isNoDayOfCalendar(text, today)
    ? `There is no such day as ${text}: put it right, or give the part that is known, like July 1982 or 1982`
    : 'Enter the date of birth, like 3 7 1982, or the part that is known, like July 1982 or about 1980'
}

/** What a reader is told of a date of birth that was kept as it was given, because it is no date. */
export const birthDoubt = (text: string, today: Temporal.PlainDate): string => {
  if (isPartOfBirth(text)) return 'Known in part; kept as given'
  return isNoDayOfCalendar(text, today) ? 'Not a date in the calendar; kept as given' : 'Not a date; kept as given'
}
