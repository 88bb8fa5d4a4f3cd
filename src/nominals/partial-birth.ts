import { isNoDayOfCalendar } from './day.ts'

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

/** What a reader is told of a date of birth that was kept as it was given, because it is no date. */
export const birthDoubt = (text: string, today: Temporal.PlainDate): string => {
  if (isPartOfBirth(text)) return 'Known in part; kept as given'
  return isNoDayOfCalendar(text, today) ? 'Not a date in the calendar; kept as given' : 'Not a date; kept as given'
}
