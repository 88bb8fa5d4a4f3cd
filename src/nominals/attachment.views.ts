import { forMacro, type PageView, type Refusal } from '#platform'
import { carriedView, type CarriedView } from './entry.views.ts'
import type { Attachment } from './attachment.ts'
import type { FactFormView } from './fact-form.views.ts'
import type { FileFact } from './file.facts.ts'
import type { FileTyped } from './file.ts'
import { fieldIds, fileFormView, nothingTyped, type FileFormView } from './file.views.ts'
import { markingInWords } from './marking.ts'

/** The files of one entry: what it carries, one that is on the record already, and one that is sent now. */
export type AttachmentsView = PageView & {
  readonly name: string
  readonly back: string
  readonly heading: string
  readonly entry: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly files: readonly (CarriedView & { readonly source: string; readonly takeOff: string | null })[]
  readonly choose: { readonly action: string; readonly select: unknown } | null // null: there is none to choose, or nobody may
  readonly form: FileFormView | null
  readonly why: string | null // why nothing can be attached
}

declare module 'fastify' {
  interface PageViews {
    'nominals/attachments': AttachmentsView
  }
}

type Facts = {
  readonly nominal: string
  readonly entry: string
  readonly name: string
  readonly said: string
  readonly marking: string
  readonly carried: readonly Attachment[]
  readonly others: readonly FileFact[]
  /** Why whoever reads attaches and takes off nothing; empty: they may. */
  readonly whyNot: readonly Refusal[]
  readonly typed?: FileTyped
  readonly refusals?: readonly Refusal[]
}

/** Errors of choosing a file that is there are under `chosen`; those of sending one under its fields. */
export const attachmentsView = (facts: Facts): AttachmentsView => {
  const { nominal, entry, name, refusals = [], whyNot } = facts
  const at = `/nominals/${nominal}/facts/entry/${entry}/files`
  const heading = 'Files of an entry'
  const may = whyNot.length === 0
  const reasons = refusals.filter(({ field }) => field === 'chosen').map(({ text }) => text)
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}${heading}: ${name}`,
    aboutPeople: true,
    name,
    back: `/nominals/${nominal}/facts/entry/${entry}`,
    heading,
    entry: facts.said,
    errors: refusals.map(({ field, text }) => ({
      text,
      href: `#${field === '' ? 'main-content' : (fieldIds[field] ?? field)}`,
    })),
    files: facts.carried.map(file => ({
      ...carriedView(file, facts),
      source: `Attached by ${file.by}, ${file.agency}`,
      takeOff: may ? `${at}/${file.id}/removal` : null,
    })),
    choose:
      may && facts.others.length > 0
        ? {
            action: at,
            select: forMacro({
              id: 'chosen',
              name: 'chosen',
              label: { text: 'A file that is on this record', classes: 'govuk-label--s' },
              items: [
                { value: '', text: 'Choose', selected: true },
                ...facts.others.map(file => ({
                  value: file.id,
                  text: `${file.description.slice(0, 80)} · ${file.name} · ${markingInWords(file)[0]!}`,
                })),
              ],
              ...(reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}),
            }),
          }
        : null,
    form: may ? fileFormView(`${at}/new`, facts.typed ?? nothingTyped, refusals, 'Add this file and attach it') : null,
    why: may ? null : whyNot.map(({ text }) => text).join(' '),
  }
}

/** The form that takes a file off an entry, which asks why. `why`: as typed. */
export const takeOffView = (facts: {
  readonly nominal: string
  readonly entry: string
  readonly attachment: string
  readonly name: string
  readonly description: string
  readonly why: string
  readonly refusals: readonly Refusal[]
}): FactFormView => {
  const heading = 'Take a file off an entry'
  const at = `/nominals/${facts.nominal}/facts/entry/${facts.entry}/files`
  const reasons = facts.refusals.filter(({ field }) => field === 'why').map(({ text }) => text)
  return {
    title: `${facts.refusals.length > 0 ? 'Error: ' : ''}${heading}: ${facts.name}`,
    aboutPeople: true,
    errors: facts.refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` })),
    name: facts.name,
    heading,
    help: `“${facts.description}”. It stays among the files of this record; who took it off the entry and why is kept. If it should not be on the record at all, withdraw it there.`,
    back: at,
    action: `${at}/${facts.attachment}/removal`,
    version: facts.attachment,
    others: [],
    fields: [
      {
        as: 'input',
        data: forMacro({
          id: 'why',
          name: 'why',
          label: { text: 'Why it does not belong to this entry', classes: 'govuk-label--s' },
          value: facts.why,
          autocomplete: 'off',
          ...(reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}),
        }),
      },
    ],
    button: 'Take it off',
  }
}
