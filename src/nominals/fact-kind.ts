import type { z } from 'zod'
import type { Refusal } from '#platform'
import type { RecordSection } from './record.sections.ts'

/**
 * A kind of fact that a record holds: how it is asked for, read, kept and shown. A form, its JSON, its checks, its line on the
 * record's page and its history all come from here; the table and the key in the record's JSON stand in schema/0012 and 0014.
 */
export type FactKind = {
  /** In addresses and in the API: "address". */
  readonly kind: string
  readonly table: string
  /** Where its facts stand in the record's JSON. */
  readonly section: RecordSection | 'files'
  /** Under which heading of the page it stands. */
  readonly place: FactPlace
  readonly one: string
  readonly many: string
  /** What to know before adding one, in a sentence or two; empty: nothing. */
  readonly help: string
  /** Whether it holds from a day to a day, or is said once and for all. */
  readonly dated: boolean
  readonly fields: readonly Field[]
  /** What stands in an empty form already, being nearly always so. */
  readonly starts?: (given: Given) => Given
  /** What the form asks for where that depends on what was given, the kind of an entry for instance. Absent: every field. */
  readonly asks?: (given: Given, adding: boolean) => Asks
  /** Columns that follow from what was given, and what is wrong with it as a whole. `today`: in London. */
  readonly complete?: (values: FactValues, today: Temporal.PlainDate, whole: Whole) => Completed
  /** What whoever has written this is asked to look at next: words of an address's query, or null. */
  readonly next?: (given: Given, today: Temporal.PlainDate) => Readonly<Record<string, string>> | null
  /** Keys of its JSON beyond its fields. */
  readonly also?: z.ZodRawShape
  readonly shows: (fact: ShownFact, today: Temporal.PlainDate) => FactInWords
}

/** What a form or a program sent, by the names of fields. */
export type Given = Readonly<Record<string, unknown>>

/** Everything that was sent, fields or not, and the version that it corrects; null: it is being added. */
export type Whole = { readonly given: Given; readonly before: ShownFact | null }

/** A form of a kind. `source`: how it asks where one has it from; null: it does not. `others`: the kind's other forms, by what an address says of them. */
export type Asks = {
  readonly one: string
  readonly help: string
  readonly fields: readonly Field[]
  readonly source: { readonly label: string; readonly hint: string } | null
  readonly others: readonly { readonly text: string; readonly query: string }[]
}

export type FactPlace =
  | 'identity'
  | 'person'
  | 'places'
  | 'life'
  | 'links'
  | 'orders'
  | 'custody'
  | 'management'
  | 'safety'
  | 'chronology'

/** One thing that is asked for. `name`: in the form and in JSON; `column`: in the table. */
export type Field = {
  readonly name: string
  readonly column: string
  readonly label: string
  /** Help at the field: what to write, or why it is asked. */
  readonly hint?: string
  /** `codes`: as many of the choices as fit; in JSON a list. */
  readonly as: 'line' | 'text' | 'day' | 'moment' | 'number' | 'choice' | 'codes' | 'yes-no'
  /** What to do when it is missing: "Enter the town". Absent: it may be left out. */
  readonly required?: string
  /** Whether something else that was said may ask for it, which its hint says: then it is not called optional. */
  readonly sometimes?: boolean
  readonly longest?: number // characters
  readonly least?: number
  readonly most?: number
  readonly choices?: readonly Choice[]
  /** Whether it must hold a letter: what is called so is somebody. */
  readonly letters?: boolean
  /** Whether the day may not lie in the future. */
  readonly past?: boolean
  /** Whether it is said even where two versions agree in it: without it the words beside it would be taken for something else. */
  readonly always?: boolean
  /** Whether it names another fact of the record by its id: it is chosen from those, and never shown as it stands. */
  readonly names?: boolean
}
/** `choosing`: what choosing it fills in elsewhere, where there is script. */
export type Choice = { readonly code: string; readonly words: string; readonly choosing?: string }

/** Facts of a record to choose from, by the names of the fields that name one. */
export type Among = Readonly<Record<string, readonly Choice[]>>

export type FactValue = string | number | boolean | null | readonly string[]
export type FactValues = Readonly<Record<string, FactValue>>
export type Completed = { readonly columns?: FactValues; readonly refusals?: readonly Refusal[] }

/** A fact as the record's JSON has it. */
export type ShownFact = Readonly<Record<string, unknown>> & { readonly id: string }
export type FactInWords = {
  readonly label: string
  readonly value: string
  readonly details?: readonly (string | null | false)[]
  readonly caution?: string | null
}

/** A code in words; one that is not in the list is shown as it stands. */
export const inWordsOf = (choices: readonly Choice[], code: unknown): string =>
  choices.find(choice => choice.code === code)?.words ?? (typeof code === 'string' ? code : '')

/** The parts of a value that are there, joined. */
export const joined = (separator: string, ...parts: readonly unknown[]): string =>
  parts.filter(part => typeof part === 'string' && part !== '').join(separator)

export const textOf = (fact: ShownFact, name: string): string => {
  const value = fact[name]
  return typeof value === 'string' ? value : ''
}

/** The day in a fact's JSON, or null. */
export const dayIn = (fact: ShownFact, name: string): Temporal.PlainDate | null => {
  const text = textOf(fact, name)
  return text === '' ? null : Temporal.PlainDate.from(text)
}

export const choicesOf = (...codes: readonly (string | readonly [code: string, words: string])[]): readonly Choice[] =>
  codes.map(code => (typeof code === 'string' ? { code, words: capitalised(code) } : { code: code[0], words: code[1] }))

export const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)
