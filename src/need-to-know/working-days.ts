import bankHolidays from '../../reference/bank-holidays.json' with { type: 'json' }

const holidays = new Set(bankHolidays.rows)
const london = 'Europe/London'

/** Whether people work on a day in England and Wales: Monday to Friday, and no bank holiday. */
export const isWorkingDay = (day: Temporal.PlainDate): boolean => day.dayOfWeek <= 5 && !holidays.has(day.toString())

/** The same time of day, by the clock in London, this many working days later: from a Friday evening one is the Monday evening. */
export const workingDaysAfter = (from: Temporal.Instant, days: number): Temporal.Instant => {
  const start = from.toZonedDateTimeISO(london)
  let day = start.toPlainDate()
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day)) left -= 1
  }
  return day.toZonedDateTime({ timeZone: london, plainTime: start.toPlainTime() }).toInstant()
}
