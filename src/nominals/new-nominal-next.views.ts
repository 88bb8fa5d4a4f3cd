import { dayOf, forMacro, type PageView, type Refusal } from '#platform'
import { bornInWords } from './birth.ts'
import type { Candidates } from './candidates.facts.ts'
import { addFactView, type FieldView } from './fact-form.views.ts'
import type { Given } from './fact-reading.ts'
import { basisKind, numberInWords, type Somebody } from './new-nominal.ts'
import { creatingAddress } from './new-nominal.views.ts'
import { candidateNames } from './none-of-these.ts'
import type { ShownNotice } from './shown-notice.ts'
import { noticeView, type NoticeView } from './shown-notice.views.ts'
import { contactRow, hitRow, type ContactRow, type HitRow } from './search.views.ts'
import { nameKindInWords, sexInWords } from './words.ts'

/** What has been said of somebody so far, a line each. */
export type KnownLine = { readonly label: string; readonly value: string; readonly doubt: string | null }
type Hidden = readonly { readonly name: string; readonly value: string }[]

type NextView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly known: readonly KnownLine[]
  /** What was typed before, to go with the form. */
  readonly hidden: Hidden
  readonly begin: string
  readonly safetyNotices: readonly NoticeView[]
}

/** Those who it may be. The second page, where there is somebody. */
export type FoundView = NextView & {
  readonly heading: string
  readonly count: string | null
  readonly hits: readonly HitRow[]
  readonly contacts: readonly ContactRow[]
  readonly since: string | null
  readonly why: unknown
}

/** Why the law allows the record, and who manages it. The last page. */
export type BasisView = NextView & {
  readonly lead: string
  readonly nobody: string
  readonly help: string
  readonly fields: readonly FieldView[]
  readonly manager: FieldView | null
  readonly managerInWords: string
}

declare module 'fastify' {
  interface PageViews {
    'nominals/new-nominal-found': FoundView
    'nominals/new-nominal-basis': BasisView
  }
}

const errorsOf = (refusals: readonly Refusal[]) =>
  refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` }))

/** `hidden`: what was typed. `since`: whether they were found only when the record was about to be made. */
export const foundView = ({
  somebody,
  candidates,
  notices = [],
  mustSayWhy,
  refusals,
  hidden,
  somebodyElse,
  since,
  now,
}: {
  readonly somebody: Somebody
  readonly candidates: Candidates
  readonly notices?: readonly ShownNotice[]
  readonly mustSayWhy: boolean
  readonly refusals: readonly Refusal[]
  readonly hidden: Hidden
  readonly somebodyElse: string
  readonly since: boolean
  readonly now: Temporal.Instant
}): FoundView => {
  const { hits, contacts } = candidates
  const errors = refusals.filter(({ field }) => field === 'somebodyElse')
  return {
    title: `${errors.length > 0 ? 'Error: ' : ''}Is it one of these?`,
    aboutPeople: true,
    errors: errorsOf(errors),
    heading: 'Is it one of these?',
    known: knownLines(somebody, now),
    hidden: [...hidden, { name: 'checked', value: candidateNames(candidates).join(' ') }],
    begin: creatingAddress,
    safetyNotices: notices.map(noticeView),
    count:
      hits.length === 0
        ? null
        : hits.length === 1
          ? '1 record that it may be'
          : `${hits.length} records that it may be, the likeliest first`,
    hits: hits.map(hit => hitRow(hit, now)),
    contacts: contacts.map(contactRow),
    since: since
      ? 'The record has not been made. Somebody has been found whom you were not shown before: perhaps a colleague recorded them a moment ago.'
      : null,
    why: forMacro({
      id: 'somebodyElse',
      name: 'somebodyElse',
      label: {
        text: mustSayWhy ? 'Why it is somebody else' : 'Why it is somebody else (optional)',
        classes: 'govuk-label--s',
      },
      hint: {
        text: mustSayWhy
          ? 'What tells them apart, although they share so much. It is kept with the record'
          : 'What tells them apart, if you know. It is kept with the record',
      },
      value: somebodyElse,
      rows: '3',
      ...(errors.length > 0 ? { errorMessage: { text: errors.map(({ text }) => text).join('. ') } } : {}),
    }),
  }
}

/** `hidden`: what was typed on the pages before. `given`: what was typed on this one. `choosesManager`: whether nobody may be named. */
export const basisView = ({
  somebody,
  refusals,
  hidden,
  given,
  checked,
  notices = [],
  actor,
  choosesManager,
  now,
}: {
  readonly somebody: Somebody
  readonly refusals: readonly Refusal[]
  readonly hidden: Hidden
  readonly given: Given
  readonly checked: readonly string[]
  readonly notices?: readonly ShownNotice[]
  readonly actor: { readonly name: string; readonly unitName: string; readonly agencyName: string }
  readonly choosesManager: boolean
  readonly now: Temporal.Instant
}): BasisView => {
  const here = refusals.map(({ field, text }) => ({ field: field.replace(/^basis\./, ''), text }))
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}Why there is a record`,
    aboutPeople: true,
    errors: errorsOf(here),
    known: knownLines(somebody, now),
    hidden: [...hidden, { name: 'checked', value: checked.join(' ') }],
    begin: creatingAddress,
    safetyNotices: notices.map(noticeView),
    lead: [...new Set([actor.unitName, actor.agencyName])].join(', '),
    nobody: checked.length === 0 ? 'Nobody that you may see is on record with these names or numbers.' : '',
    help: basisKind.help,
    fields: addFactView({ kind: basisKind, name: '', back: '', action: '', given, refusals: here }).fields,
    managerInWords: `${actor.name} (you)`,
    manager: choosesManager
      ? {
          as: 'radios',
          data: forMacro({
            idPrefix: 'manager',
            name: 'manager',
            classes: 'govuk-radios--small',
            fieldset: { legend: { text: 'Record manager', classes: 'govuk-fieldset__legend--s' } },
            items: [
              { value: 'me', text: `${actor.name} (you)`, checked: given['manager'] !== 'unallocated' },
              {
                value: 'unallocated',
                text: 'Nobody yet: with the cases of your unit that nobody is named for',
                checked: given['manager'] === 'unallocated',
              },
            ],
          }),
        }
      : null,
  }
}

const knownLines = ({ names, births, sexes, identifiers }: Somebody, now: Temporal.Instant): readonly KnownLine[] => [
  ...names.map(({ columns: { kind, full_name, script } }) => ({
    label: kind === 'name' ? 'Name' : nameKindInWords(String(kind)),
    value: `${String(full_name)}${script === '' ? '' : ` (${String(script)})`}`,
    doubt: null,
  })),
  ...births.flatMap(({ columns: { born_on, as_given, place } }) => [
    ...(as_given === ''
      ? []
      : [
          {
            label: 'Date of birth',
            value:
              typeof born_on === 'string'
                ? bornInWords(Temporal.PlainDate.from(born_on), dayOf(now))
                : String(as_given),
            doubt: born_on === null ? 'Known in part: records were compared without it' : null,
          },
        ]),
    ...(place === null ? [] : [{ label: 'Place of birth', value: String(place), doubt: null }]),
  ]),
  ...sexes.map(({ columns: { code } }) => ({ label: 'Sex', value: sexInWords(String(code)), doubt: null })),
  ...identifiers.map(number => {
    const { kind, value, doubt } = numberInWords(number)
    return { label: kind, value, doubt }
  }),
]
