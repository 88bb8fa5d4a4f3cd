import { forMacro, type Refusal } from '#platform'
import type { FactFormView } from './fact-form.views.ts'

/** The form that withdraws a file, which asks why. `why`: as typed. */
export const withdrawFileView = (facts: {
  readonly nominal: string
  readonly file: string
  readonly name: string
  readonly description: string
  readonly why: string
  readonly refusals: readonly Refusal[]
}): FactFormView => {
  const heading = 'Withdraw a file'
  const reasons = facts.refusals.filter(({ field }) => field === 'why').map(({ text }) => text)
  return {
    title: `${facts.refusals.length > 0 ? 'Error: ' : ''}${heading}: ${facts.name}`,
    aboutPeople: true,
    errors: facts.refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` })),
    name: facts.name,
    heading,
    help: `“${facts.description}”. For what should never have been on this record, such as a photograph of somebody else. It leaves the record at once, and who withdrew it and why is kept.`,
    back: `/nominals/${facts.nominal}/files`,
    action: `/nominals/${facts.nominal}/files/${facts.file}/withdrawal`,
    version: facts.file,
    others: [],
    fields: [
      {
        as: 'input',
        data: forMacro({
          id: 'why',
          name: 'why',
          label: { text: 'Why it should not be there', classes: 'govuk-label--s' },
          value: facts.why,
          autocomplete: 'off',
          ...(reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}),
        }),
      },
    ],
    button: 'Withdraw it',
  }
}
