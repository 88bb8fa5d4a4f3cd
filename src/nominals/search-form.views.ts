import type { Refusal } from '#platform'
import type { AgencyChoice } from './search.facts.ts'
import { categoryChoices, statusChoices } from './search-filters.ts'
import type { Typed } from './search.ts'

/** A field of the search form, ready to print. `options`: a choice among these; none: text. */
export type SearchField = {
  readonly name: keyof Typed
  readonly label: string
  readonly hint: string | null
  readonly value: string
  readonly error: string | null
  readonly described: string | null // ids of the hint and the error, for aria-describedby
  readonly options: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[] | null
}

type Described = { readonly name: keyof Typed; readonly label: string; readonly hint?: string }

const more: readonly Described[] = [
  {
    name: 'born',
    label: 'Date of birth, or age',
    hint: 'As much as you know: 3 7 1982, 7 1982, 1982, or 44 for an age of about 44',
  },
  {
    name: 'identifier',
    label: 'Number',
    hint: 'PNC, CRO, prison, probation, register, passport …, written in any way',
  },
  { name: 'address', label: 'Address', hint: 'Number and street' },
  { name: 'postcode', label: 'Postcode' },
  { name: 'telephone', label: 'Telephone number' },
  { name: 'vehicle', label: 'Vehicle registration' },
  { name: 'email', label: 'Email address' },
  { name: 'onlineName', label: 'Online name', hint: 'On whatever service' },
]

const besides: readonly Described[] = [
  { name: 'agency', label: 'Lead agency' },
  { name: 'status', label: 'Status' },
  { name: 'category', label: 'MAPPA category', hint: 'Of records you have in full' },
  { name: 'place', label: 'Place', hint: 'Town, prison or postcode district' },
  { name: 'ageFrom', label: 'Age from' },
  { name: 'ageTo', label: 'Age to' },
]

/** The fields beside the one box, and those that narrow what was found. */
export const searchFields = (
  typed: Typed,
  refusals: readonly Refusal[],
  agencies: readonly AgencyChoice[],
): { readonly more: readonly SearchField[]; readonly filters: readonly SearchField[] } => {
  const options: Partial<Record<keyof Typed, readonly (readonly [string, string])[]>> = {
    agency: [['', 'Any'], ...agencies.map(({ code, name }) => [code, name] as const)],
    status: [['', 'Any'], ...statusChoices],
    category: [['', 'Any'], ...categoryChoices],
  }
  const shown = ({ name, label, hint = '' }: Described): SearchField => {
    const error = refusals.find(({ field }) => field === name)?.text ?? null
    const described = [...(hint === '' ? [] : [`${name}-hint`]), ...(error === null ? [] : [`${name}-error`])].join(' ')
    return {
      name,
      label,
      hint: hint === '' ? null : hint,
      value: typed[name],
      error,
      described: described === '' ? null : described,
      options: options[name]?.map(([value, text]) => ({ value, text, selected: value === typed[name] })) ?? null,
    }
  }
  return { more: more.map(shown), filters: besides.map(shown) }
}
