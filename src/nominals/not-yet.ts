import { dayInWords, dayOf } from '#platform'

/** What is told of a day before a record began, so that nobody takes it for a record that is empty. `began`: when the first thing was said in it. */
export const notYetInWords = (on: Temporal.PlainDate, began: Temporal.Instant): string =>
  `The record began on ${dayInWords(dayOf(began))}. On ${dayInWords(on)} nothing was known here of this person.`
