import { forMacro, type PageView, type Refusal } from '#platform'
import type { Given } from './fact-reading.ts'
import { identifierKindInWords, identifierKinds } from './identifier.ts'
import { capitalised } from './fact-kind.ts'
import { factKindCalled } from './fact-kinds.ts'
import type { FieldView } from './fact-form.views.ts'
import { laterFields, mostNames, mostNumbers } from './new-nominal.ts'

/** Fields that belong together: in one row where there is room. */
export type FieldRow = { readonly legend: string; readonly quiet: boolean; readonly fields: readonly FieldView[] }
export type FieldGroup = {
  readonly legend: string
  readonly hint: string
  readonly rows: readonly FieldRow[]
  /** Further rows, out of the way until they are wanted. */
  readonly more: { readonly summary: string; readonly isOpen: boolean; readonly rows: readonly FieldRow[] } | null
}

/** Who is it? The first page of making a record. */
export type NewNominalView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly action: string
  readonly once: string
  /** What was typed on later pages, to be there when they come again. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly groups: readonly FieldGroup[]
}

declare module 'fastify' {
  interface PageViews {
    'nominals/new-nominal': NewNominalView
  }
}

/** Where all three pages of making a record stand, and where their forms are sent: so what was typed on any of them comes back on the first. */
export const creatingAddress = '/nominals/new'

/** How many rows stand open: what most people have. The others are folded. */
const [openNames, openNumbers] = [1, 2]

type Form = { readonly given: Given; readonly refusals: readonly Refusal[] }

/** `given`: what was typed, by the names of fields. `once`: what makes one record of the form, however often it is sent. */
export const newNominalView = (once: string, form: Form): NewNominalView => ({
  title: `${form.refusals.length > 0 ? 'Error: ' : ''}Create a record`,
  aboutPeople: form.refusals.length > 0 || Object.keys(form.given).length > 0,
  errors: form.refusals.map(({ field, text }) => ({ text, href: `#${field}` })),
  action: creatingAddress,
  once,
  hidden: laterFields.map(name => ({ name, value: valueIn(form, name) })),
  groups: [names(form), birth(form), sex(form), numbers(form)],
})

const valueIn = ({ given }: Form, name: string): string => (typeof given[name] === 'string' ? given[name] : '')

const errorOf = ({ refusals }: Form, name: string) => {
  const reasons = refusals.flatMap(({ field, text }) => (field === name ? [text] : []))
  return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
}

type Line = { readonly label: string; readonly hint?: string; readonly width?: string }

const line = (form: Form, name: string, { label, hint, width = '' }: Line): FieldView => ({
  as: 'input',
  data: forMacro({
    id: name,
    name,
    label: { text: label },
    classes: width,
    value: valueIn(form, name),
    autocomplete: 'off',
    spellcheck: false,
    ...(hint ? { hint: { text: hint } } : {}),
    ...errorOf(form, name),
  }),
})

type Choices = readonly { readonly code: string; readonly words: string }[]

const choice = (form: Form, name: string, label: string, none: string, choices: Choices): FieldView => ({
  as: 'select',
  data: forMacro({
    id: name,
    name,
    label: { text: label },
    items: [{ code: '', words: none }, ...choices].map(({ code, words }) => ({
      value: code,
      text: words,
      selected: code === valueIn(form, name),
    })),
    ...errorOf(form, name),
  }),
})

const choicesIn = (kind: string, field: string): Choices =>
  factKindCalled(kind)?.fields.find(({ name }) => name === field)?.choices ?? []
const otherNames = choicesIn('name', 'kind').filter(({ code }) => code !== 'name')
const sexes = choicesIn('sex', 'code')
const numberKinds = identifierKinds.map(code => ({ code, words: capitalised(identifierKindInWords(code)) }))

const hasAny = (form: Form, rows: readonly FieldRow[], names: readonly string[]): boolean =>
  rows.length > 0 && names.some(name => valueIn(form, name) !== '' || 'errorMessage' in errorOf(form, name))

const names = (form: Form): FieldGroup => {
  const row = (at: number): FieldRow => ({
    legend: at === 0 ? 'Name' : `Other name ${at}`,
    quiet: at === 0,
    fields: [
      line(form, `names.${at}.given`, { label: 'Forenames' }),
      line(form, `names.${at}.family`, { label: 'Surname' }),
      ...(at === 0
        ? []
        : [
            choice(
              form,
              `names.${at}.kind`,
              'Kind of name',
              'Alias',
              otherNames.filter(({ code }) => code !== 'ALIAS'),
            ),
          ]),
      line(form, `names.${at}.script`, { label: 'Script, if not Latin' }),
    ],
  })
  const others = Array.from({ length: mostNames - openNames }, (_, at) => row(at + openNames))
  const fields = others.flatMap((_, at) => ['given', 'family'].map(field => `names.${at + openNames}.${field}`))
  return {
    legend: 'Name',
    hint: 'As they or a document write it. Leave the surname empty for somebody with one name.',
    rows: [row(0)],
    more: { summary: 'Other names they use or have used', isOpen: hasAny(form, others, fields), rows: others },
  }
}

const birth = (form: Form): FieldGroup => ({
  legend: 'Birth',
  hint: '',
  rows: [
    {
      legend: 'Birth',
      quiet: true,
      fields: [
        line(form, 'birth.asGiven', {
          label: 'Date of birth',
          hint: 'For example 3 7 1982. If only a part is known: July 1982, or about 1980',
        }),
        line(form, 'birth.place', { label: 'Place of birth', hint: 'Town and country, if you know it' }),
      ],
    },
  ],
  more: null,
})

const sex = (form: Form): FieldGroup => ({
  legend: 'Sex',
  hint: '',
  rows: [{ legend: 'Sex', quiet: true, fields: [choice(form, 'sex', 'As your source says', 'Not stated', sexes)] }],
  more: null,
})

const numbers = (form: Form): FieldGroup => {
  const row = (at: number): FieldRow => ({
    legend: `Number ${at + 1}`,
    quiet: true,
    fields: [
      line(form, `identifiers.${at}.asGiven`, { label: `Number ${at + 1}` }),
      choice(form, `identifiers.${at}.kind`, 'Kind of number', 'As it is written', numberKinds),
    ],
  })
  const all = Array.from({ length: mostNumbers }, (_, at) => row(at))
  const others = all.slice(openNumbers)
  return {
    legend: 'Numbers',
    hint: 'PNC, CRO, prison, probation, National Insurance or any other, written in any way. A number finds somebody more surely than a name.',
    rows: all.slice(0, openNumbers),
    more: {
      summary: 'More numbers',
      isOpen: hasAny(
        form,
        others,
        others.map((_, at) => `identifiers.${at + openNumbers}.asGiven`),
      ),
      rows: others,
    },
  }
}
