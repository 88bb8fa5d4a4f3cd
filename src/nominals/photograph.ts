import { distanceInWords } from '#platform'

/** How recent a photograph is, beside it: "Taken 3 years ago". `takenOn`: "2023-11-23", or null when nobody knows. */
export const howRecent = (takenOn: string | null, today: Temporal.PlainDate): string =>
  takenOn === null
    ? 'Nobody knows when it was taken'
    : `Taken ${distanceInWords(Temporal.PlainDate.from(takenOn), today)}`
