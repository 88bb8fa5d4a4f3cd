import { forMacro, type Refusal } from '#platform'
import type { Given } from '#nominals'

/** What was sent as a form or as JSON, as names and values. */
export const givenOf = (body: unknown): Given => (typeof body === 'object' && body !== null ? (body as Given) : {})

/** One of its texts, without space around it; empty where there is none. */
export const textIn = (given: Given, name: string): string => {
  const text = given[name]
  return typeof text === 'string' ? text.replaceAll(/[^\S\n]+/g, ' ').trim() : ''
}

/** What is wrong with a field, for its macro. */
export const errorOf = (refusals: readonly Refusal[], field: string): object => {
  const reasons = refusals.filter(refusal => refusal.field === field).map(({ text }) => text)
  return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
}

/** What stands at the top of a page that was refused. */
export const errorsOf = (refusals: readonly Refusal[]): readonly { readonly text: string; readonly href: string }[] =>
  refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` }))

type Named = { readonly name: string; readonly label: string; readonly hint?: string; readonly value: string }

/** A box for some sentences. */
export const sentencesField = ({ name, label, hint, value }: Named, refusals: readonly Refusal[]): object =>
  forMacro({
    id: name,
    name,
    rows: '3',
    label: { text: label, classes: 'govuk-label--s' },
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    value,
    ...errorOf(refusals, name),
  })

/** A box for a line, or a day. */
export const lineField = ({ name, label, hint, value }: Named, refusals: readonly Refusal[]): object =>
  forMacro({
    id: name,
    name,
    label: { text: label, classes: 'govuk-label--s' },
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    classes: 'govuk-input--width-20',
    value,
    autocomplete: 'off',
    ...errorOf(refusals, name),
  })

/** One of several. */
export const choiceField = (
  { name, label, value }: Named,
  choices: readonly { readonly code: string; readonly words: string }[],
  refusals: readonly Refusal[],
): object =>
  forMacro({
    idPrefix: name,
    name,
    classes: 'govuk-radios--small',
    fieldset: { legend: { text: label, classes: 'govuk-fieldset__legend--s' } },
    items: choices.map(({ code, words }) => ({ value: code, text: words, checked: value === code })),
    ...errorOf(refusals, name),
  })
