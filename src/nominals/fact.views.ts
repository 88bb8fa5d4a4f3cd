import { forMacro, type NominalId, type Refusal } from '#platform'
import { isAsked } from './marker-asked.ts'
import { capitalised, type FactKind, type ShownFact } from './fact-kind.ts'
import type { FactWithHistory } from './fact-look.ts'
import { historyLine, type FactView } from './history.views.ts'
import { periodInWords, sourceInWords } from './source.ts'

type May = {
  readonly change: boolean
  readonly approve: boolean
  /** On what is asked of a marker. */
  readonly decide: boolean
  readonly takeBack: boolean
}

/** `may`: what whoever reads may do with it. `refusals`: why what they decided was not done. `more`: what later areas do with a fact. */
export const factView = (
  nominal: NominalId,
  name: string,
  kind: FactKind,
  { asked, standing, history }: FactWithHistory,
  may: May,
  today: Temporal.PlainDate,
  refusals: readonly Refusal[] = [],
  more: FactView['actions'] = [],
): FactView => {
  const { fact } = standing ?? asked
  const at = `/nominals/${nominal}/facts/${kind.kind}/${fact.id}`
  const shown = kind.shows(fact, today)
  const text = (key: string): string => (typeof fact[key] === 'string' ? fact[key] : '')
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}${capitalised(kind.one)}: ${name}`,
    errors: refusals.map(({ field, text }) => ({ text, href: `#${field === '' ? 'main-content' : field}` })),
    aboutPeople: true,
    name,
    back: `/nominals/${nominal}#${kind.place}`,
    heading: shown.label,
    value: shown.value,
    details: [...(shown.details ?? []), periodInWords(text('from') || null, text('to') || null)].filter(
      (detail): detail is string => typeof detail === 'string' && detail !== '',
    ),
    caution: standing ? (shown.caution ?? null) : 'This was withdrawn and stands no more.',
    source: sourceOf(fact),
    actions:
      standing && may.change
        ? [
            { text: 'Correct it', href: `${at}/correction` },
            ...(kind.dated ? [{ text: 'End it', href: `${at}/end` }] : []),
            ...(kind.table === 'entry' && text('heldElsewhere') === ''
              ? [{ text: 'Its files', href: `${at}/files` }]
              : []),
            { text: 'Withdraw it', href: `${at}/withdrawal` },
            ...more,
          ]
        : more,
    decisions: standing ? decisionsOf(at, fact, may, refusals) : [],
    versions: history.map(row => historyLine(nominal, row)),
  }
}

const decisionsOf = (at: string, fact: ShownFact, may: May, refusals: readonly Refusal[]): FactView['decisions'] => {
  const decide = (
    outcome: string,
    button: string,
    why: string | null,
    request = '',
  ): FactView['decisions'][number] => ({
    action: `${at}/decision`,
    hidden: [
      { name: 'outcome', value: outcome },
      { name: 'request', value: request },
    ],
    reason: why === null ? null : reasonField(why, refusals),
    button,
    quiet: why !== null,
  })
  const asked = fact['asked']
  return [
    ...(may.approve
      ? [
          { action: `${at}/approval`, hidden: [], reason: null, button: 'Approve this marker', quiet: false },
          decide('not approved', 'Do not approve it', 'Why it is not approved'),
        ]
      : []),
    ...(isAsked(asked) && may.decide
      ? [
          decide('confirmed', `Confirm the ${changes[asked.what]}`, null, asked.id),
          decide('refused', 'Refuse it: the marker stands', 'Why it is refused', asked.id),
        ]
      : []),
    ...(isAsked(asked) && may.takeBack ? [decide('taken back', `Take back what you asked for`, null, asked.id)] : []),
  ]
}
const changes = { correct: 'correction', end: 'end', withdraw: 'withdrawal' } as const

const reasonField = (label: string, refusals: readonly Refusal[]) => {
  const errors = refusals.filter(({ field }) => field === 'why').map(({ text }) => text)
  return forMacro({
    id: 'why',
    name: 'why',
    label: { text: label, classes: 'govuk-label--s' },
    autocomplete: 'off',
    ...(errors.length > 0 ? { errorMessage: { text: errors.join('. ') } } : {}),
  })
}

const sourceOf = (fact: ShownFact): string =>
  sourceInWords(
    {
      recordedAt: String(fact['recordedAt']),
      agency: String(fact['agency']),
      source: typeof fact['source'] === 'string' ? fact['source'] : '',
    },
    typeof fact['by'] === 'string' ? fact['by'] : '',
  )
