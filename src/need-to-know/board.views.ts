import { forMacro, type PageView, type Refusal } from '#platform'
import { choiceField, errorOf, errorsOf, lineField, sentencesField } from './form.ts'

export type Cell = { readonly text: string; readonly href: string | null }

/** A table with its heading; the first cell of a row names it. `empty`: what stands there instead. */
export type BoardList = {
  readonly id: string
  readonly title: string
  readonly count: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly empty: string
}

/** A field, as the component that shows it. */
export type BoardField = {
  readonly as: 'input' | 'textarea' | 'radios' | 'checkboxes' | 'select'
  readonly options: object
}

export type BoardForm = {
  readonly id: string
  readonly title: string
  readonly intro: readonly string[]
  readonly action: string
  readonly submit: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly fields: readonly BoardField[]
}

/** A page of plain parts (`src/pages/board.njk`), here and in later areas: some sentences, tables, and forms beneath them. */
export type BoardView = PageView & {
  readonly heading: string
  readonly back: { readonly text: string; readonly href: string }
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly intro: readonly string[]
  readonly links: readonly { readonly text: string; readonly href: string }[]
  readonly lists: readonly BoardList[]
  readonly forms: readonly BoardForm[]
  /** A box that asks for some of the page anew; at most one. */
  readonly searches: readonly BoardSearch[]
}

export type BoardSearch = {
  readonly action: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly submit: string
}

declare module 'fastify' {
  interface PageViews {
    'need-to-know/board': BoardView
  }
}

/** A page of this area; what is left out is empty. `refusals`: of the form that was sent. */
export const boardView = ({
  heading,
  refusals = [],
  ...view
}: Pick<BoardView, 'heading' | 'back' | 'aboutPeople'> &
  Partial<Pick<BoardView, 'intro' | 'links' | 'lists' | 'forms' | 'searches'>> & {
    readonly refusals?: readonly Refusal[]
  }): BoardView => ({
  title: `${refusals.length > 0 ? 'Error: ' : ''}${heading}`,
  heading,
  errors: errorsOf(refusals),
  intro: [],
  links: [],
  lists: [],
  forms: [],
  searches: [],
  ...view,
})

export const plain = (text: string): Cell => ({ text, href: null })
export const linked = (text: string, href: string): Cell => ({ text, href })

type Named = { readonly name: string; readonly label: string; readonly hint?: string; readonly value: string }
type Choice = { readonly code: string; readonly words: string; readonly hint?: string }

export const line = (named: Named, refusals: readonly Refusal[]): BoardField => ({
  as: 'input',
  options: lineField(named, refusals),
})
export const sentences = (named: Named, refusals: readonly Refusal[]): BoardField => ({
  as: 'textarea',
  options: sentencesField(named, refusals),
})
export const oneOfFew = (named: Named, choices: readonly Choice[], refusals: readonly Refusal[]): BoardField => ({
  as: 'radios',
  options: choiceField(named, choices, refusals),
})

/** One of many, with a first line that chooses nothing. */
export const oneOfMany = (
  { name, label, hint, value }: Named,
  choices: readonly Choice[],
  refusals: readonly Refusal[],
  nothing: string,
): BoardField => ({
  as: 'select',
  options: forMacro({
    id: name,
    name,
    label: { text: label, classes: 'govuk-label--s' },
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    items: [
      { value: '', text: nothing },
      ...choices.map(({ code, words }) => ({ value: code, text: words, selected: code === value })),
    ],
    ...errorOf(refusals, name),
  }),
})

/** Several of a list. */
export const several = (
  { name, label, hint, values }: Omit<Named, 'value'> & { readonly values: readonly string[] },
  choices: readonly Choice[],
  refusals: readonly Refusal[],
): BoardField => ({
  as: 'checkboxes',
  options: forMacro({
    idPrefix: name,
    name,
    classes: 'govuk-checkboxes--small',
    fieldset: { legend: { text: label, classes: 'govuk-fieldset__legend--s' } },
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    items: choices.map(({ code, words, hint: more }) => ({
      value: code,
      text: words,
      checked: values.includes(code),
      ...(more === undefined ? {} : { hint: { text: more } }),
    })),
    ...errorOf(refusals, name),
  }),
})

/** What a form (one or several of the same name) or a program (a list) chose. */
export const chosenIn = (given: unknown): readonly string[] => [
  ...new Set([given].flat().filter((each): each is string => typeof each === 'string' && each !== '')),
]
