/**
 * How Concord writes days and times for people: "23 November 2026", "6:40pm", always by the clock in London,
 * whatever zone the server runs in. Instants stay in UTC everywhere else.
 */
const london = 'Europe/London'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** A day as people read it: "23 November 2026". */
export const dayInWords = (day: Temporal.PlainDate): string => `${day.day} ${months[day.month - 1]} ${day.year}`

/** The time of day in London: "6:40pm", "9am", "midday", "midnight" (the GOV.UK style guide's forms). */
export const timeInWords = (instant: Temporal.Instant): string => {
  const { hour, minute } = instant.toZonedDateTimeISO(london)
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'midday'
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`
}

/** The day in London on which an instant falls. */
export const dayOf = (instant: Temporal.Instant): Temporal.PlainDate => instant.toZonedDateTimeISO(london).toPlainDate()

/** Day and time in London: "23 November 2026 at 6:40pm". */
export const momentInWords = (instant: Temporal.Instant): string =>
  `${dayInWords(dayOf(instant))} at ${timeInWords(instant)}`

/** Whole years lived on a day. Somebody born on 29 February has the birthday on 1 March in other years. */
export const ageOn = (born: Temporal.PlainDate, today: Temporal.PlainDate): number => {
  const hadBirthday = today.month > born.month || (today.month === born.month && today.day >= born.day)
  return today.year - born.year - (hadBirthday ? 0 : 1)
}

/** How far a day lies from today, in words: "today", "tomorrow", "in 12 days", "3 days ago"; beyond two months in months, beyond two years in years. */
export const distanceInWords = (day: Temporal.PlainDate, today: Temporal.PlainDate): string => {
  const days = today.until(day, { largestUnit: 'days' }).days
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  const length = lengthInWords(day, today, Math.abs(days))
  return days > 0 ? `in ${length}` : `${length} ago`
}

const lengthInWords = (day: Temporal.PlainDate, today: Temporal.PlainDate, days: number): string => {
  const [from, to] = Temporal.PlainDate.compare(day, today) < 0 ? [day, today] : [today, day]
  const { years } = from.until(to, { largestUnit: 'years' })
  if (years >= 2) return `${years} years`
  const { months: whole } = from.until(to, { largestUnit: 'months' })
  return whole >= 2 ? `${whole} months` : `${days} days`
}
