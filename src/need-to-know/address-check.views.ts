import type { PageView, Refusal } from '#platform'
import { instructionInWords, type AddressAnswer, type AddressTyped } from './address-check.ts'
import { errorsOf, lineField } from './form.ts'

/** The form, and above it the answer to what was asked before. */
export type AddressCheckView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly action: string
  readonly fields: readonly object[]
  readonly answer: {
    readonly known: boolean
    readonly title: string
    readonly of: string
    readonly desks: readonly {
      readonly instructions: readonly string[]
      readonly telephone: string
      readonly ring: string
    }[]
    readonly next: string
  } | null
}

declare module 'fastify' {
  interface PageViews {
    'need-to-know/address-check': AddressCheckView
  }
}

export const addressCheckAddress = '/address-check'

const nothingTyped: AddressTyped = { flat: '', line: '', postcode: '', incident: '', purpose: '' }

const asWritten = ({ flat, line, postcode }: AddressTyped): string =>
  [flat, line, postcode].filter(text => text !== '').join(', ')

/** `typed`: what was refused, to be put right; after an answer the form is empty but for the incident. */
export const addressCheckView = ({
  typed = nothingTyped,
  refusals = [],
  answer = null,
}: {
  readonly typed?: AddressTyped
  readonly refusals?: readonly Refusal[]
  readonly answer?: AddressAnswer | null
} = {}): AddressCheckView => {
  const shown = answer ? { ...nothingTyped, incident: typed.incident, purpose: typed.purpose } : typed
  const title = answer ? (answer.known ? 'Yes: ring before you attend' : 'No') : 'Check an address'
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}${title}`,
    aboutPeople: answer?.known ?? false,
    errors: errorsOf(refusals),
    action: addressCheckAddress,
    answer: answer && {
      known: answer.known,
      title,
      of: `${asWritten(typed)}, incident ${typed.incident}`,
      desks: answer.desks.map(({ desk, telephone, quote, instructions }) => ({
        instructions: instructions.map(instructionInWords),
        telephone,
        ring: `${desk}. Quote ${quote}.`,
      })),
      next: answer.known
        ? 'Concord tells a control room nothing more. What the desk tells you is for this incident.'
        : 'Concord has nothing to tell about this address. That does not make it safe.',
    },
    fields: [
      lineField({ name: 'flat', label: 'Flat or room, if there is one', value: shown.flat }, refusals),
      lineField(
        {
          name: 'line',
          label: 'Number or name, and street',
          hint: 'Like 12 Thimble Lane, or the whole address with its postcode',
          value: shown.line,
        },
        refusals,
      ),
      lineField({ name: 'postcode', label: 'Postcode', value: shown.postcode }, refusals),
      lineField({ name: 'incident', label: 'Incident number', value: shown.incident }, refusals),
      lineField(
        {
          name: 'purpose',
          label: 'Why somebody attends',
          hint: 'In a few words. It is kept with the check.',
          value: shown.purpose,
        },
        refusals,
      ),
    ],
  }
}
