import { dayOf, decide, type Decision, type Refusal } from '#platform'
import { readDayTyped, readMomentTyped, whyAhead } from './as-typed.ts'
import type { FactKind, FactValue, FactValues, Field, Given, ShownFact } from './fact-kind.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'
import { whyPrevent } from './prevent.ts'

export type { Given } from './fact-kind.ts'

/** A fact that may be written: its columns, and the days on which it holds ("[2026-11-23,)"; null for kinds that are not dated). */
export type FactToWrite = { readonly columns: FactValues; readonly during: string | null }

/** The names of the days of a dated fact, in the form and in JSON: its first and its last day. */
export const [firstDay, lastDay] = ['from', 'to'] as const

/**
 * For a day that may lie ahead, a year of two digits is the latest within twenty years: an order of `1 3 28` runs to 2028, and one
 * of `1 3 85` began in 1985. Nothing that people date so runs further ahead; what does is written with four digits.
 */
const aheadOf = (today: Temporal.PlainDate): Temporal.PlainDate => today.add({ years: 20 })

/**
 * Reads what was sent as a fact of a kind: days as people write them ("23 November 2026", "23/11/26"), the day before the month;
 * moments by the clock in London. Pure. Refuses with every reason, each with its field. `before`: the version that is corrected, or null.
 */
export const readFact = (
  kind: FactKind,
  given: Given,
  now: Temporal.Instant,
  before: ShownFact | null = null,
): Decision<FactToWrite> => {
  const today = dayOf(now)
  const refusals: Refusal[] = []
  const values: Record<string, FactValue> = {}
  const fields = kind.asks?.(given, before === null).fields ?? kind.fields
  for (const field of fields) {
    const read = readField(field, given[field.name], now)
    if ('why' in read) refusals.push({ field: field.name, text: read.why })
    else values[field.name] = read.value
  }
  const period = kind.dated ? readPeriod(given, today) : { during: null, refusals: [] }
  const completed = kind.complete?.(values, today, { given, before }) ?? {}
  return decide(
    [
      ...refusals,
      // What is wrong with the whole is not told of a field that is wrong by itself.
      ...(completed.refusals ?? []).filter(({ field }) => !refusals.some(refusal => refusal.field === field)),
      ...period.refusals,
      ...whyPrevent(kind, values),
    ],
    () => ({
      columns: {
        ...Object.fromEntries(fields.map(({ name, column, as }) => [column, values[name] ?? emptyOf(as)])),
        ...completed.columns,
      },
      during: period.during,
    }),
  )
}

/** What stands in a column of text that was left empty. Days, numbers and moments are null there. */
const emptyOf = (as: Field['as']): FactValue =>
  as === 'codes' ? [] : as === 'line' || as === 'text' || as === 'choice' ? '' : null

type FieldRead = { readonly value: FactValue } | { readonly why: string }

const readField = (field: Field, given: unknown, now: Temporal.Instant): FieldRead => {
  if (field.as === 'codes') return readCodes(field, given)
  const text = textGiven(given)
  if (text === undefined) return { why: `${field.label} is not something that can be read` }
  if (text === '') return field.required === undefined ? { value: null } : { why: field.required }
  return readers[field.as](field, text, now)
}

/** As it was sent, without blanks around it; control characters but for new lines have no place in a record. */
const textGiven = (given: unknown): string | undefined => {
  if (given === undefined || given === null) return ''
  if (typeof given === 'number' || typeof given === 'boolean') return String(given)
  if (typeof given !== 'string') return undefined
  return given
    .replaceAll('\r\n', '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .trim()
}

/** One or several, of a form (of the same name) or of a program (a list), each once, in the order of the choices. */
const readCodes = ({ label, choices = [], most = 6 }: Field, given: unknown): FieldRead => {
  const asked: readonly unknown[] = [given ?? []].flat().filter(code => code !== '')
  const value = choices.filter(({ code }) => asked.includes(code)).map(({ code }) => code)
  if (asked.some(code => !choices.some(choice => choice.code === code))) return { why: `${label} must be of the list` }
  return value.length > most ? { why: `${label}: choose at most ${most}` } : { value }
}

const readers: {
  readonly [As in Exclude<Field['as'], 'codes'>]: (field: Field, text: string, now: Temporal.Instant) => FieldRead
} = {
  line: (field, text) => {
    const line = text.replaceAll(/\s+/g, ' ')
    return tooLong(field, line) ?? noLetter(field, line) ?? { value: line }
  },
  text: (field, text) => tooLong(field, text) ?? tooHigh(field, text) ?? { value: text },
  day: (field, text, now) => {
    const today = dayOf(now)
    const read = readDayTyped(text, today, field.past ? today : aheadOf(today))
    if (!('day' in read)) return { why: `${field.label} must be a date, like 23 11 2026` }
    if (field.past && Temporal.PlainDate.compare(read.day, today) > 0)
      return { why: `${field.label} must be today or in the past` }
    return { value: read.day.toString() }
  },
  moment: (field, text, now) => {
    const read = readMomentTyped(text, now)
    if (!('at' in read))
      return { why: `${field.label} must be a date, and a time if you know it, like 23 11 2026 at 18:40` }
    const ahead = field.past ? whyAhead(read.at, now, field.label) : null
    return ahead === null ? { value: read.at.toString() } : { why: ahead }
  },
  number: (field, text) => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : undefined
    const [least, most] = [field.least ?? 0, field.most ?? 999_999]
    return number === undefined || number < least || number > most
      ? { why: `${field.label} must be a whole number from ${least} to ${most}` }
      : { value: number }
  },
  choice: (field, text) =>
    field.choices?.some(({ code }) => code === text)
      ? { value: text }
      : { why: `${field.label} must be one of the list` },
  'yes-no': (field, text) => {
    if (/^(yes|true)$/i.test(text)) return { value: true }
    return /^(no|false)$/i.test(text) ? { value: false } : { why: `${field.label}: choose yes or no` }
  },
}

const tooLong = ({ label, longest = 200 }: Field, text: string): FieldRead | undefined =>
  text.length > longest ? { why: `${label} must be ${longest.toLocaleString('en-GB')} characters or fewer` } : undefined

const noLetter = ({ label, letters = false }: Field, text: string): FieldRead | undefined =>
  letters && !/\p{L}/u.test(text) ? { why: `${label} must be written in letters` } : undefined

const tooHigh = ({ label }: Field, text: string): FieldRead | undefined => {
  const found = markedTooHigh(text)
  return found ? { why: tooHighInWords(`“${label}”`, found) } : undefined
}

/** The first and last day, as a range of PostgreSQL; either may be unknown. */
const readPeriod = (
  given: Given,
  today: Temporal.PlainDate,
): { readonly during: string; readonly refusals: readonly Refusal[] } => {
  const [first, last] = [dayGiven(given[firstDay], today), dayGiven(given[lastDay], today)]
  const refusals = [
    ...(first === undefined
      ? [{ field: firstDay, text: 'The first day must be a date, like 23 11 2026, or be left empty' }]
      : []),
    ...(last === undefined
      ? [{ field: lastDay, text: 'The last day must be a date, like 23 11 2026, or be left empty' }]
      : []),
    ...(first && last && Temporal.PlainDate.compare(last, first) < 0
      ? [{ field: lastDay, text: 'The last day must not be before the first' }]
      : []),
  ]
  return { during: `[${first?.toString() ?? ''},${last?.add({ days: 1 }).toString() ?? ''})`, refusals }
}

/** Kinds that may not be ended ahead of time: what stands in their place must be looked at first. */
const endedByToday = new Set(['marker', 'basis'])

/**
 * Reads the last day of a fact that is being ended. `from`: its first day, where it is known. Pure; refuses with the reason.
 */
export const readEnd = (
  kind: FactKind,
  given: Given,
  from: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Decision<Temporal.PlainDate> => {
  const day = dayGiven(given[lastDay], today)
  const refuse = (text: string) => decide<Temporal.PlainDate>([{ field: lastDay, text }], () => today)
  if (day === null) return refuse('Enter the last day on which it held')
  if (day === undefined) return refuse('The last day must be a date, like 23 11 2026')
  if (from && Temporal.PlainDate.compare(day, from) < 0) return refuse('The last day must not be before the first')
  if (endedByToday.has(kind.table) && Temporal.PlainDate.compare(day, today) > 0)
    return refuse('The last day must be today or in the past')
  return decide([], () => day)
}

/** null: left empty; undefined: not a day. */
const dayGiven = (given: unknown, today: Temporal.PlainDate): Temporal.PlainDate | null | undefined => {
  const text = textGiven(given)
  if (text === '' || text === undefined) return text === '' ? null : undefined
  const read = readDayTyped(text, today, aheadOf(today))
  return 'day' in read ? read.day : undefined
}
