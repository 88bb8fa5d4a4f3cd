/** A time alone, as a pattern: what people write behind a day. */
export const timePattern = String.raw`noon|midday|midnight|\d{1,2}(?:[:.]?\d\d)?\s*[ap]\.?m\.?|\d{1,2}[:.]\d\d\s*(?:hrs?\.?|hours|h)?|\d{3,4}\s*(?:hrs?\.?|hours|h)|\d{4}`

const half = /^(\d{1,2})(?:[:.]?(\d\d))?\s*([ap])\.?m\.?$/
const clock = /^(\d{1,2})[:.](\d\d)\s*(?:hrs?\.?|hours|h)?$/
const inOneWord = /^(\d{1,2})(\d\d)\s*(?:hrs?\.?|hours|h)$|^(\d\d)(\d\d)$/
const named: Readonly<Record<string, number>> = { noon: 720, midday: 720, midnight: 0 }

/**
 * Reads a time of day as people type it, in minutes after midnight: `1840`, `18:40`, `18.40`, `0640hrs`, `6.40pm`, `6pm`, `noon`,
 * `midnight` (with which a day begins). `undefined`: it is none; 24:00 is none, because nobody knows of which day it is.
 */
export const readTimeOfDay = (text: string): number | undefined => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (Object.hasOwn(named, written)) return named[written]
  const [, hour, minute = '0', letter] = half.exec(written) ?? []
  if (hour !== undefined)
    return Number(hour) < 1 || Number(hour) > 12
      ? undefined
      : minutesOf((Number(hour) % 12) + (letter === 'p' ? 12 : 0), Number(minute))
  const [, colonHour, colonMinute] = clock.exec(written) ?? []
  if (colonHour !== undefined) return minutesOf(Number(colonHour), Number(colonMinute))
  const [, hour3, minute3, hour4, minute4] = inOneWord.exec(written) ?? []
  return hour3 === undefined && hour4 === undefined
    ? undefined
    : minutesOf(Number(hour3 ?? hour4), Number(minute3 ?? minute4))
}

const minutesOf = (hour: number, minute: number): number | undefined =>
  hour > 23 || minute > 59 ? undefined : hour * 60 + minute
