import { forMacro, type NominalId, type PageView, type Refusal } from '#platform'
import { addFactView, type FieldView } from './fact-form.views.ts'
import type { FactKind, Given } from './fact-kind.ts'
import type { FileTyped } from './file.ts'
import { fileFormView, type FileFormView } from './file.views.ts'

/** The form that adds an entry with a photograph or a document in one: both are added, or neither. */
export type EntryWithFileView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly name: string
  readonly back: string
  readonly action: string
  readonly help: string
  readonly fields: readonly FieldView[]
  readonly file: FileFormView
  readonly kinds: unknown // of file, as radios
  readonly takenOn: unknown
  readonly description: unknown
}

declare module 'fastify' {
  interface PageViews {
    'nominals/entry-with-file': EntryWithFileView
  }
}

/** The address of the form below an entry's own. */
export const entryWithFileAt = '/nominals/:nominal/facts/entry/with-file'

/** `refusals`: of the entry by its fields, and of the file, whose kind is `fileKind` here. `given`: what was typed of both. */
export const entryWithFileView = (facts: {
  readonly nominal: NominalId
  readonly name: string
  readonly entry: FactKind
  readonly given: Given
  readonly file: FileTyped
  readonly refusals: readonly Refusal[]
}): EntryWithFileView => {
  const { nominal, name, entry, given, refusals } = facts
  const action = entryWithFileAt.replace(':nominal', nominal)
  const back = `/nominals/${nominal}#chronology`
  const form = addFactView({ kind: entry, name, back, action, given, refusals })
  const file = fileFormView(action, facts.file, refusals)
  const reasonsOf = (field: string) => {
    const reasons = refusals.filter(refusal => refusal.field === field).map(({ text }) => text)
    return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
  }
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}Add an entry with a file: ${name}`,
    aboutPeople: true,
    errors: form.errors,
    name,
    back,
    action,
    help: `${form.help} The file goes with the entry, under its marking and its caveats.`,
    fields: form.fields,
    file,
    kinds: forMacro({
      idPrefix: 'fileKind',
      name: 'fileKind',
      classes: 'govuk-radios--small',
      fieldset: { legend: { text: 'What the file is', classes: 'govuk-fieldset__legend--s' } },
      items: file.kinds.map(({ code, words, chosen }) => ({ value: code, text: words, checked: chosen })),
      ...reasonsOf('fileKind'),
    }),
    takenOn: forMacro({
      id: 'takenOn',
      name: 'takenOn',
      label: { text: 'When the photograph was taken', classes: 'govuk-label--s' },
      hint: { text: 'For example 23 11 2026, or yesterday. Not asked of a document' },
      classes: 'govuk-input--width-10',
      value: file.takenOn,
      autocomplete: 'off',
      ...reasonsOf('takenOn'),
    }),
    description: forMacro({
      id: 'description',
      name: 'description',
      label: { text: 'What the file shows, or what it is', classes: 'govuk-label--s' },
      hint: { text: 'One or two sentences: what somebody needs to know before opening it' },
      rows: '3',
      value: file.description,
      ...reasonsOf('description'),
    }),
  }
}
