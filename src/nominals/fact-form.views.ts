import { dayInWords, forMacro, momentInWords, type PageView, type Refusal } from '#platform'
import type { Among, Asks, Choice, FactKind, Field, ShownFact } from './fact-kind.ts'
import { firstDay, lastDay, type Given } from './fact-reading.ts'

/** One thing to fill in: which macro draws it, and what the macro is told. */
export type FieldView = {
  readonly as: 'input' | 'textarea' | 'select' | 'radios' | 'checkboxes' | 'hidden'
  readonly data: unknown
}

/** The form on which a fact is added, corrected or ended. */
export type FactFormView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly name: string
  readonly heading: string
  readonly help: string
  readonly back: string
  readonly action: string
  readonly version: string
  readonly fields: readonly FieldView[]
  readonly button: string
  readonly others: readonly { readonly text: string; readonly href: string }[] // forms of the same kind of fact
}

declare module 'fastify' {
  interface PageViews {
    'nominals/fact-form': FactFormView
  }
}

/** Lists of a few are shown at once; longer ones are chosen from. */
const mostRadios = 7

type FormOf = {
  readonly kind: FactKind
  readonly name: string
  readonly back: string
  readonly action: string
  /** What stands in the fields: what was typed, or the fact as it stands. */
  readonly given: Given
  readonly refusals: readonly Refusal[]
  /** What there is to choose from on this record, for a field that names another fact of it. */
  readonly among?: Among
  /** Whether another person must confirm the change before it is made. */
  readonly byTwo?: boolean
}

const asksOf = ({ kind, given }: FormOf, adding: boolean) => kind.asks?.(given, adding)

const start = ({ kind, name, back, action, refusals }: FormOf, heading: string) => ({
  title: `${refusals.length > 0 ? 'Error: ' : ''}${heading}: ${name}`,
  aboutPeople: true,
  errors: refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` })),
  name,
  heading,
  help: kind.help,
  back,
  action,
  others: [],
})

/** A form of something that is stated of a record and is no fact of a table of its own: the same fields, under a heading of its own. */
export const statementFormView = (form: FormOf, heading: string, button: string): FactFormView => ({
  ...start(form, heading),
  version: '',
  fields: [...fieldsOf(form), ...sourceField(form)],
  button,
})

/** The form that adds a fact. */
export const addFactView = (form: FormOf): FactFormView => {
  const asks = asksOf(form, true)
  return {
    ...start(form, `Add ${article(asks?.one ?? form.kind.one)}`),
    help: asks?.help ?? form.kind.help,
    version: '',
    fields: [...fieldsOf(form, asks?.fields), ...sourceField(form, asks), ...readAgainField(form)],
    button: 'Add it',
    others: [
      ...(asks?.others ?? []).map(({ text, query }) => ({
        text,
        href: `${form.action}/new${query === '' ? '' : `?${query}`}`,
      })),
      ...(form.kind.table === 'entry'
        ? [{ text: 'Add an entry with a photograph or a document', href: `${form.action}/with-file` }]
        : []),
    ],
  }
}

/** The form that corrects a fact. `version`: the one that stands in it. */
export const correctFactView = (form: FormOf, version: string): FactFormView => {
  const asks = asksOf(form, false)
  return {
    ...start(form, `Correct ${article(asks?.one ?? form.kind.one)}`),
    help: form.byTwo ? confirmed : (asks?.help ?? form.kind.help),
    version,
    fields: [
      ...fieldsOf(form, asks?.fields),
      ...sourceField(form, asks),
      whyField(
        form,
        form.byTwo || form.kind.table === 'entry' ? 'Why it is corrected' : 'Why it is corrected (optional)',
        form.kind.table === 'entry'
          ? 'Needed where a grade becomes better or a caveat goes. What stood before stays in the history'
          : 'What stood before stays in the history',
      ),
      ...readAgainField(form),
    ],
    button: 'Correct it',
  }
}

/** The form that ends a fact: its last day is asked for, and nothing else. */
export const endFactView = (form: FormOf, version: string): FactFormView => ({
  ...start(form, `End ${article(form.kind.one)}`),
  version,
  help: form.byTwo ? confirmed : 'It stays on the record as something that held until then.',
  fields: [
    dayField(lastDay, 'The last day on which it held', form),
    whyField(form, form.byTwo ? 'Why it ended' : 'Why it ended (optional)', ''),
  ],
  button: 'End it',
})

/** An approved marker keeps colleagues safe, and is changed and taken away by two people. */
const confirmed =
  'This marker is approved. What you ask for here is done when another person, a supervisor, confirms it; until then the marker stands, and shows what you ask.'

/** The form that withdraws a fact, which asks why. */
export const withdrawFactView = (form: FormOf, version: string): FactFormView => ({
  ...start(form, `Withdraw ${article(form.kind.one)}`),
  version,
  help: `${form.byTwo ? `${confirmed} ` : ''}For what should never have been said of this person. It stands no more, and the history keeps that it was said and why it was withdrawn. If it was true once, end it instead.`,
  fields: [whyField(form, 'Why it should not be there', '')],
  button: 'Withdraw it',
})

/** "a marker", "an address". */
export const article = (words: string): string => `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`

const fieldsOf = (form: FormOf, fields: readonly Field[] = form.kind.fields): readonly FieldView[] => [
  ...fields.map(field => fieldView(field, form)),
  ...(form.kind.dated
    ? [
        dayField(firstDay, 'From', form, 'The first day on which it holds. Leave it empty if it is not known'),
        dayField(lastDay, 'To', form, 'The last day on which it holds. Leave it empty while it holds'),
      ]
    : []),
]

const errorOf = (name: string, refusals: readonly Refusal[]) => {
  const reasons = refusals.filter(({ field }) => field === name).map(({ text }) => text)
  return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
}

const hintOf = (hint: string | undefined) => (hint ? { hint: { text: hint } } : {})

// What names another fact is asked for where something else that was said wants it.
const optional = ({ label, required, names = false, sometimes = false }: Field): string =>
  required === undefined && !names && !sometimes ? `${label} (optional)` : label

const fieldView = (field: Field, { given, refusals, among = {} }: FormOf): FieldView => {
  const value = valueIn(given, field.name)
  const common = { ...hintOf(field.hint), ...errorOf(field.name, refusals) }
  if (field.names) return select(field, among[field.name] ?? [], value, common)
  if (field.as === 'choice' || field.as === 'yes-no') {
    const choices = field.as === 'yes-no' ? yesNo : (field.choices ?? [])
    if (choices.length === 1) return hidden(field, choices[0]!.code)
    return choices.length <= mostRadios ? radios(field, choices, value, common) : select(field, choices, value, common)
  }
  if (field.as === 'codes') return checkboxes(field, [given[field.name] ?? []].flat(), common)
  const data = {
    id: field.name,
    name: field.name,
    label: { text: optional(field), classes: 'govuk-label--s' },
    value,
    autocomplete: 'off',
    ...common,
  }
  if (field.as === 'text')
    return {
      as: 'textarea',
      data: forMacro({ ...data, rows: (field.longest ?? 0) > 1000 ? '8' : '3', spellcheck: true }),
    }
  const width = field.as === 'number' ? 'govuk-input--width-5' : field.as === 'line' ? '' : 'govuk-input--width-20'
  return {
    as: 'input',
    data: forMacro({
      ...data,
      classes: width,
      ...(field.as === 'number' ? { inputmode: 'numeric' } : {}),
      spellcheck: false,
    }),
  }
}

const yesNo = [
  { code: 'yes', words: 'Yes' },
  { code: 'no', words: 'No' },
] as const

type Choices = readonly Choice[]

/** What has one answer is not asked. */
const hidden = (field: Field, value: string): FieldView => ({ as: 'hidden', data: { name: field.name, value } })

const radios = (field: Field, choices: Choices, value: string, common: object): FieldView => ({
  as: 'radios',
  data: forMacro({
    idPrefix: field.name,
    name: field.name,
    fieldset: { legend: { text: optional(field), classes: 'govuk-fieldset__legend--s' } },
    classes: choices.length <= 3 ? 'govuk-radios--inline govuk-radios--small' : 'govuk-radios--small',
    items: choices.map(({ code, words }) => ({ value: code, text: words, checked: code === value })),
    ...common,
  }),
})

const checkboxes = (field: Field, chosen: readonly unknown[], common: object): FieldView => ({
  as: 'checkboxes',
  data: forMacro({
    idPrefix: field.name,
    name: field.name,
    fieldset: { legend: { text: optional(field), classes: 'govuk-fieldset__legend--s' } },
    classes: 'govuk-checkboxes--small',
    items: (field.choices ?? []).map(({ code, words }) => ({
      value: code,
      text: words,
      checked: chosen.includes(code),
    })),
    ...common,
  }),
})

const select = (field: Field, choices: Choices, value: string, common: object): FieldView => ({
  as: 'select',
  data: forMacro({
    id: field.name,
    name: field.name,
    label: { text: optional(field), classes: 'govuk-label--s' },
    items: [
      { value: '', text: 'Choose', selected: value === '' },
      ...choices.map(({ code, words, choosing }) => ({
        value: code,
        text: words,
        selected: code === value,
        ...(choosing === undefined ? {} : { attributes: { 'data-choosing': choosing } }),
      })),
    ],
    ...common,
  }),
})

const dayField = (
  name: string,
  label: string,
  { given, refusals }: FormOf,
  hint = 'For example 23 11 2026',
): FieldView => ({
  as: 'input',
  data: forMacro({
    id: name,
    name,
    label: { text: label, classes: 'govuk-label--s' },
    classes: 'govuk-input--width-20',
    value: valueIn(given, name),
    autocomplete: 'off',
    ...hintOf(hint),
    ...errorOf(name, refusals),
  }),
})

const wherefrom = {
  label: 'Where you have it from',
  hint: 'A document, a visit, a person you asked. Your name, agency and the time are recorded by themselves',
}

const sourceField = ({ given, refusals }: FormOf, asks?: Asks): readonly FieldView[] => {
  const source = asks === undefined ? wherefrom : asks.source
  return source === null
    ? []
    : [
        {
          as: 'input',
          data: forMacro({
            id: 'source',
            name: 'source',
            label: { text: `${source.label} (optional)`, classes: 'govuk-label--s' },
            value: valueIn(given, 'source'),
            autocomplete: 'off',
            hint: { text: source.hint },
            ...errorOf('source', refusals),
          }),
        },
      ]
}

/** Somebody was asked to read again what they wrote, and says here that they have. */
const readAgainField = ({ given, refusals }: FormOf): readonly FieldView[] =>
  refusals.some(({ field }) => field === 'readAgain') || given['readAgain'] === 'yes'
    ? [
        {
          as: 'checkboxes',
          data: forMacro({
            idPrefix: 'readAgain',
            name: 'readAgain',
            classes: 'govuk-checkboxes--small',
            items: [
              {
                value: 'yes',
                text: 'I have read it again: it tells nobody who a source is, and is a plain fact of this case',
                checked: given['readAgain'] === 'yes',
              },
            ],
            ...errorOf('readAgain', refusals),
          }),
        },
      ]
    : []

const whyField = ({ given, refusals }: FormOf, label: string, hint: string): FieldView => ({
  as: 'input',
  data: forMacro({
    id: 'why',
    name: 'why',
    label: { text: label, classes: 'govuk-label--s' },
    value: valueIn(given, 'why'),
    autocomplete: 'off',
    ...hintOf(hint),
    ...errorOf('why', refusals),
  }),
})

/** What was typed, or what stands in the record's JSON in the form in which people write it. */
const valueIn = (given: Given, name: string): string => {
  const value = given[name]
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayInWords(Temporal.PlainDate.from(value))
    return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value) ? clock(Temporal.Instant.from(value)) : value
  } catch {
    return value // somebody typed 2026-02-30: it stands as it was typed, beside the reason
  }
}

/** As a moment is read again: "23 11 2026 at 18:40", by the clock in London. */
const clock = (instant: Temporal.Instant): string => {
  const there = instant.toZonedDateTimeISO('Europe/London')
  return `${there.day} ${there.month} ${there.year} at ${String(there.hour).padStart(2, '0')}:${String(there.minute).padStart(2, '0')}`
}

/** Somebody else was quicker: what they wrote beside what was sent, where the two differ. */
export type FactConflictView = PageView & {
  readonly name: string
  readonly what: string
  readonly values: readonly { readonly name: string; readonly theirs: string; readonly yours: string }[]
  readonly now: string
  readonly form: FactFormView | null
}

declare module 'fastify' {
  interface PageViews {
    'nominals/fact-conflict': FactConflictView
  }
}

/** `theirs`: the version that stands, null when it was withdrawn. `form`: what was sent, ready to be sent on top of theirs; null: nothing to send. */
export const factConflictView = (
  kind: FactKind,
  {
    name,
    theirs,
    yours,
    now,
    form,
  }: {
    readonly name: string
    readonly theirs: ShownFact | null
    readonly yours: Given
    readonly now: string
    readonly form: FactFormView | null
  },
): FactConflictView => {
  const asked = kind.asks?.(yours, false).fields ?? kind.fields
  const fields = [
    ...asked.flatMap(({ name: field, label, always = false, names, as, choices = [] }) =>
      names ? [] : [[field, label, always, as === 'codes' ? choices : null] as const],
    ),
    ...(kind.dated ? [[firstDay, 'From', false, null] as const, [lastDay, 'To', false, null] as const] : []),
  ]
  const who = theirs
    ? `${textIn(theirs, 'by') || textIn(theirs, 'agency')} changed it on ${momentInWords(Temporal.Instant.from(textIn(theirs, 'recordedAt')))}.`
    : 'It has been withdrawn.'
  return {
    title: 'Somebody else has changed this',
    aboutPeople: true,
    name,
    what: `${who} What you sent was not recorded, because you had not seen that change. Nothing of it is lost: it stands below.`,
    values: theirs
      ? fields.flatMap(([field, label, always, choices]) => {
          // A browser sends nothing of a list of which nothing is chosen.
          if (choices) {
            const [a, b] = [chosenIn(theirs, field, choices), chosenIn(yours, field, choices)]
            return a === b ? [] : [{ name: label, theirs: a, yours: b }]
          }
          const [a, b] = [valueIn(theirs, field), valueIn(yours, field)]
          return (a === b && !always) || !(field in yours) ? [] : [{ name: label, theirs: a, yours: b }]
        })
      : fields.flatMap(([field, label, , choices]) => {
          const value = choices ? chosenIn(yours, field, choices) : valueIn(yours, field)
          return value === '' ? [] : [{ name: label, theirs: '', yours: value }]
        }),
    now,
    form,
  }
}

const chosenIn = (given: Given, name: string, choices: readonly Choice[]): string => {
  const chosen = [given[name] ?? []].flat()
  return choices.flatMap(({ code, words }) => (chosen.includes(code) ? [words] : [])).join('; ')
}

const textIn = (fact: ShownFact, name: string): string => (typeof fact[name] === 'string' ? fact[name] : '')
