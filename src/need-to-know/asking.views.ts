import { dayInWords, dayOf, momentInWords, type PageView, type Refusal } from '#platform'
import type { Given } from '#nominals'
import { answers, defaultUntil, type AccessRequest } from './asking.ts'
import { choiceField, errorsOf, lineField, sentencesField, textIn } from './form.ts'

export type AskView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly back: string
  readonly action: string
  readonly purpose: object | null // null: one waits already
  readonly earlier: readonly { readonly words: string; readonly more: string; readonly withdraw: string | null }[]
}

export type RequestView = PageView & {
  readonly errors: AskView['errors']
  readonly back: string
  readonly name: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly answer: {
    readonly action: string
    readonly answer: object
    readonly words: object
    readonly until: object
  } | null
}

declare module 'fastify' {
  interface PageViews {
    'need-to-know/ask': AskView
    'need-to-know/request': RequestView
  }
}

export const requestAddress = ({ nominal, id }: Pick<AccessRequest, 'nominal' | 'id'>): string =>
  `/nominals/${nominal}/access-requests/${id}`
export const askAddress = (nominal: string): string => `/nominals/${nominal}/access-requests`

/** "Granted until 2 December 2026", "Waits for an answer until …". */
export const requestInWords = ({ answer, lapsesAt }: Pick<AccessRequest, 'answer' | 'lapsesAt'>): string => {
  if (!answer) return `It waits for an answer, until ${momentInWords(lapsesAt)}`
  if (answer.kind === 'granted')
    return `Granted, to the end of ${dayInWords(dayOf(answer.until!.subtract({ seconds: 1 })))}`
  if (answer.kind === 'refused') return `Refused on ${momentInWords(answer.at)}`
  if (answer.kind === 'withdrawn') return `Withdrawn on ${momentInWords(answer.at)}`
  return `Nobody answered in time: it lapsed on ${momentInWords(answer.at)}, and the supervisors were told. Ring the desk`
}

/** Asking for more, and what became of it before. It tells nothing of the record that the asker does not have. */
export const askView = (
  nominal: string,
  earlier: readonly AccessRequest[],
  { given, refusals }: { readonly given: Given; readonly refusals: readonly Refusal[] },
): AskView => ({
  title: `${refusals.length > 0 ? 'Error: ' : ''}Ask for more`,
  aboutPeople: true,
  errors: errorsOf(refusals),
  back: `/nominals/${nominal}`,
  action: askAddress(nominal),
  purpose: earlier.some(({ answer }) => answer === null)
    ? null
    : sentencesField(
        {
          name: 'purpose',
          label: 'What you need it for',
          hint: 'The unit that answers for the record reads it, and decides by it',
          value: textIn(given, 'purpose'),
        },
        refusals,
      ),
  earlier: earlier.map(request => ({
    words: requestInWords(request),
    more: [request.purpose, request.answer?.words ?? ''].filter(part => part !== '').join(' — '),
    withdraw: request.answer === null ? `${requestAddress(request)}/withdraw` : null,
  })),
})

/** A request, before whoever may grant it. */
export const requestView = (
  request: AccessRequest,
  name: string,
  mayAnswer: boolean,
  {
    given,
    refusals,
    now,
  }: { readonly given: Given; readonly refusals: readonly Refusal[]; readonly now: Temporal.Instant },
): RequestView => ({
  title: `${refusals.length > 0 ? 'Error: ' : ''}A request for access: ${name}`,
  aboutPeople: true,
  errors: errorsOf(refusals),
  back: `/nominals/${request.nominal}`,
  name,
  facts: [
    { label: 'Asked by', value: `${request.by}, ${request.unit}, ${request.agency}` },
    { label: 'Asked', value: momentInWords(request.askedAt) },
    { label: 'What for', value: request.purpose },
    {
      label: 'Now',
      value: [requestInWords(request), request.answer?.by ?? '', request.answer?.words ?? '']
        .filter(part => part !== '')
        .join('. '),
    },
  ],
  answer:
    mayAnswer && request.answer === null
      ? {
          action: requestAddress(request),
          answer: choiceField(
            { name: 'answer', label: 'Your answer', value: textIn(given, 'answer') },
            answers,
            refusals,
          ),
          words: sentencesField(
            { name: 'words', label: 'Why', hint: 'Whoever asked reads it', value: textIn(given, 'words') },
            refusals,
          ),
          until: lineField(
            {
              name: 'until',
              label: 'Until the end of',
              hint: 'Where you grant it, for example 23 11 2026',
              value: 'until' in given ? textIn(given, 'until') : dayInWords(defaultUntil(dayOf(now))),
            },
            refusals,
          ),
        }
      : null,
})
