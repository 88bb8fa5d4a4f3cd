import { dayInWords } from '#platform'
import { monthNamed, readDateOfBirth } from './day.ts'

/** Days of birth that are asked for, both within; one day where a whole date was typed. `words`: as it stands in a sentence. */
export type BirthAsked = {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly words: string
}

export type BirthRead = { readonly born: BirthAsked } | { readonly why: string }

/** "About" an age is so many years either way: people are guessed younger and older than they are. */
export const yearsAbout = 3
const [oldest, firstYear] = [120, 1850]

const aboutAge =
  /^(?:(?:aged?|about|approx\.?|approximately|circa|c\.?|age about|aged about)\s*|~\s*)(\d{1,3})(?:\s*years?(?: old)?)?$/
const yearsOld = /^(?:about )?(\d{1,3})\s*years? old$/
const bareAge = /^\d{1,3}$/
const ages = /^(?:aged? )?(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})$/

/**
 * Reads a date of birth as far as somebody knows it: a whole date (day.ts), a month (`7/1982`, `July 1982`, `1982-07`), a year (`1982`),
 * or an age (`44`, `aged 44`, `about 44`: three years either way; `40 to 50`). Why not, in a sentence, else. `today`: for ages,
 * years of two digits, and what is in the future.
 */
export const readBirth = (text: string, today: Temporal.PlainDate): BirthRead => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const whole = readDateOfBirth(text, today)
  if ('day' in whole) return { born: onDay(whole.day) }
  if (whole.why.includes('future')) return { why: 'The date of birth must be in the past' }
  const born = monthOf(written) ?? yearOf(written) ?? ageOf(written, today)
  if (!born)
    return { why: 'Enter a date of birth like 3 7 1982, a month like 7 1982, a year like 1982, or an age like 44' }
  return Temporal.PlainDate.compare(born.from, today) > 0 ? { why: 'The date of birth must be in the past' } : { born }
}

/**
 * The same within a line that holds other things too: a month and a year, a year by itself, an age that says so ("aged 44"). A number
 * alone is no age there, nor are two numbers a month.
 */
export const birthWithin = (text: string, today: Temporal.PlainDate): BirthAsked | undefined => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (/^\d{1,2} \d{4}$|^\d{1,3}$/.test(written)) return undefined
  const born = monthOf(written) ?? yearOf(written) ?? (/[a-z~]/.test(written) ? ageOf(written, today) : undefined)
  return born && Temporal.PlainDate.compare(born.from, today) <= 0 ? born : undefined
}

export const onDay = (day: Temporal.PlainDate): BirthAsked => ({ from: day, to: day, words: `on ${dayInWords(day)}` })

/** Those who are `from` to `to` years old today, both within; null where neither is asked. */
export const ofAge = (from: number | null, to: number | null, today: Temporal.PlainDate): BirthAsked => ({
  from: today.subtract({ years: (to ?? oldest) + 1 }).add({ days: 1 }),
  to: today.subtract({ years: from ?? 0 }),
  words: `aged ${from ?? 0} to ${to ?? oldest}`,
})

const monthOf = (written: string): BirthAsked | undefined => {
  const [, month, year] = /^(\d{1,2})[/.\- ](\d{4})$/.exec(written) ?? []
  if (month && year) return inMonth(Number(year), Number(month))
  const [, isoYear, isoMonth] = /^(\d{4})-(\d{2})$/.exec(written) ?? []
  if (isoYear && isoMonth) return inMonth(Number(isoYear), Number(isoMonth))
  const [, letters, after] = /^([a-z]{3,9})\.?,? ?(\d{4})$/.exec(written) ?? []
  return letters && after ? inMonth(Number(after), monthNamed(letters)) : undefined
}

const inMonth = (year: number, month: number): BirthAsked | undefined => {
  if (year < firstYear || month < 1 || month > 12) return undefined
  const from = new Temporal.PlainDate(year, month, 1)
  return {
    from,
    to: from.add({ months: 1 }).subtract({ days: 1 }),
    words: `in ${dayInWords(from).replace(/^1 /, '')}`,
  }
}

const yearOf = (written: string): BirthAsked | undefined => {
  const [, year] = /^(?:born )?((?:18|19|20)\d{2})$/.exec(written) ?? []
  if (!year || Number(year) < firstYear) return undefined
  return {
    from: new Temporal.PlainDate(Number(year), 1, 1),
    to: new Temporal.PlainDate(Number(year), 12, 31),
    words: `in ${year}`,
  }
}

const ageOf = (written: string, today: Temporal.PlainDate): BirthAsked | undefined => {
  const [, least, most] = ages.exec(written) ?? []
  if (least && most)
    return Number(least) <= Number(most) && Number(most) <= oldest
      ? ofAge(Number(least), Number(most), today)
      : undefined
  const age = Number(
    aboutAge.exec(written)?.[1] ?? yearsOld.exec(written)?.[1] ?? bareAge.exec(written)?.[0] ?? Number.NaN,
  )
  if (Number.isNaN(age) || age > oldest) return undefined
  return { ...ofAge(Math.max(0, age - yearsAbout), age + yearsAbout, today), words: `about ${age} years ago` }
}
