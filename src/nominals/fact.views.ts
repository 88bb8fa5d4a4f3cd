import type { NominalId } from '#platform'
import { capitalised, type FactKind, type ShownFact } from './fact-kind.ts'
import type { FactWithHistory } from './fact-look.ts'
import { historyLine, type FactView } from './history.views.ts'
import { periodInWords, sourceInWords } from './source.ts'

/** `may`: whether whoever reads may change it, and approve it. */
export const factView = (
  nominal: NominalId,
  name: string,
  kind: FactKind,
  { asked, standing, history }: FactWithHistory,
  may: { readonly change: boolean; readonly approve: boolean },
  today: Temporal.PlainDate,
): FactView => {
  const { fact } = standing ?? asked
  const at = `/nominals/${nominal}/facts/${kind.kind}/${fact.id}`
  const shown = kind.shows(fact, today)
  const text = (key: string): string => (typeof fact[key] === 'string' ? fact[key] : '')
  return {
    title: `${capitalised(kind.one)}: ${name}`,
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
            { text: 'Withdraw it', href: `${at}/withdrawal` },
          ]
        : [],
    approve: standing && may.approve ? { action: `${at}/approval`, button: 'Approve this marker' } : null,
    versions: history.map(row => historyLine(nominal, row)),
  }
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
