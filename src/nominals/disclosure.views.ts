import { dayInWords, dayOf, forMacro, momentInWords, timeInWords, type PageView, type Refusal } from '#platform'
import {
  defaultDestroyBy,
  disclosureParts,
  leftOutInWords,
  partsIn,
  purposeInWords,
  purposes,
  type DisclosurePart,
} from './disclosure.ts'
import type { Given } from './fact-reading.ts'
import type { SectionView } from './facts.views.ts'
import { handsSection } from './hands.views.ts'
import { caveatInWords, markingInWords, type Marking } from './marking.ts'
import type { RecordFacts } from './record.facts.ts'
import { safetyView, type SafetyView } from './safety.views.ts'
import { custodyLines, placeSection, registrationsSection } from './sections.views.ts'

type Row = {
  readonly id: string
  readonly number: string
  readonly at: Temporal.Instant
  readonly by: string
  readonly agency: string
  readonly purpose: string
  readonly why: string
  readonly recipient: string
  readonly destroyBy: Temporal.PlainDate
  readonly parts: readonly DisclosurePart[]
  readonly marking: string
  readonly caveats: readonly string[]
  readonly leftOut: number
}
type Entry = {
  readonly happenedAt: string
  readonly kindWords: string
  readonly type: 'fact' | 'reported' | 'opinion' | 'assessment'
  readonly author: string
  readonly words: string
  readonly marking: string
  readonly caveats: readonly string[]
  readonly agency: string
  readonly isCorrected: boolean
  readonly files: readonly (Marking & { readonly name: string; readonly description: string })[]
  readonly grading: {
    readonly scheme: string
    readonly source: string
    readonly information: string
    readonly handling: string
  } | null
}

/** The form on which somebody says what of a record is to be printed, why and for whom, above what was disclosed before. */
export type DisclosureFormView = PageView & {
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly name: string
  readonly back: string
  readonly action: string
  readonly fields: {
    readonly purpose: unknown
    readonly why: unknown
    readonly recipient: unknown
    readonly destroyBy: unknown
    readonly parts: unknown
  }
  readonly earlier: readonly {
    readonly number: string
    readonly href: string
    readonly when: string
    readonly by: string
    readonly recipient: string
    readonly purpose: string
    readonly destroy: string
  }[]
}

/** What is printed: its marking, number and conditions on every page, and the chosen parts. */
export type DisclosurePageView = PageView & {
  readonly number: string
  readonly marking: string
  readonly caveats: readonly string[] // of all its parts, in words
  readonly name: string
  readonly person: string // reference and year of birth
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly foot: string
  readonly safety: SafetyView | null
  readonly sections: readonly SectionView[]
  readonly chronology: {
    readonly count: string
    readonly leftOut: string | null
    readonly entries: readonly {
      readonly when: string
      readonly kind: string
      readonly words: string
      readonly source: string
      readonly files: readonly string[]
    }[]
  } | null
  readonly back: string
}

declare module 'fastify' {
  interface PageViews {
    'nominals/disclosure-form': DisclosureFormView
    'nominals/disclosure': DisclosurePageView
  }
}

const textOf = (given: Given, name: string): string => (typeof given[name] === 'string' ? given[name] : '')

/** `given`: what was typed. `today`: for the day on which a copy is destroyed unless somebody says otherwise. */
export const disclosureFormView = (
  nominal: string,
  name: string,
  {
    given,
    refusals,
    earlier,
    today,
  }: {
    readonly given: Given
    readonly refusals: readonly Refusal[]
    readonly earlier: readonly Row[]
    readonly today: Temporal.PlainDate
  },
): DisclosureFormView => {
  const errorOf = (field: string) => {
    const reasons = refusals.filter(refusal => refusal.field === field).map(({ text }) => text)
    return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
  }
  const legend = (text: string) => ({ legend: { text, classes: 'govuk-fieldset__legend--s' } })
  const chosen = partsIn(given)
  return {
    title: `${refusals.length > 0 ? 'Error: ' : ''}Print or pass on: ${name}`,
    aboutPeople: true,
    errors: refusals.map(({ field, text }) => ({ text, href: `#${field}` })),
    name,
    back: `/nominals/${nominal}`,
    action: `/nominals/${nominal}/print`,
    fields: {
      purpose: forMacro({
        idPrefix: 'purpose',
        name: 'purpose',
        classes: 'govuk-radios--small',
        fieldset: legend('What is it for?'),
        items: purposes.map(({ code, words }) => ({
          value: code,
          text: words,
          checked: textOf(given, 'purpose') === code,
        })),
        ...errorOf('purpose'),
      }),
      why: forMacro({
        id: 'why',
        name: 'why',
        rows: '3',
        label: { text: 'Why it is needed', classes: 'govuk-label--s' },
        hint: { text: 'It stands on every page that is printed, and in the log' },
        value: textOf(given, 'why'),
        ...errorOf('why'),
      }),
      recipient: forMacro({
        id: 'recipient',
        name: 'recipient',
        label: { text: 'Who it is for', classes: 'govuk-label--s' },
        hint: { text: 'A name and where they work: whoever answers for the copy' },
        value: textOf(given, 'recipient'),
        autocomplete: 'off',
        ...errorOf('recipient'),
      }),
      destroyBy: forMacro({
        id: 'destroyBy',
        name: 'destroyBy',
        label: { text: 'Destroy it by', classes: 'govuk-label--s' },
        hint: { text: 'For example 23 11 2026' },
        classes: 'govuk-input--width-20',
        value: 'destroyBy' in given ? textOf(given, 'destroyBy') : dayInWords(defaultDestroyBy(today)),
        autocomplete: 'off',
        ...errorOf('destroyBy'),
      }),
      parts: forMacro({
        idPrefix: 'parts',
        name: 'parts',
        classes: 'govuk-checkboxes--small',
        fieldset: legend('Which parts of the record?'),
        hint: { text: 'What is needed for this, and no more' },
        items: disclosureParts.map(({ code, words }) => ({ value: code, text: words, checked: chosen.includes(code) })),
        ...errorOf('parts'),
      }),
    },
    earlier: earlier.map(row => ({
      number: row.number,
      href: disclosureAddress(nominal, row.id),
      when: momentInWords(row.at),
      by: `${row.by}, ${row.agency}`,
      recipient: row.recipient,
      purpose: purposeInWords(row.purpose),
      destroy: dayInWords(row.destroyBy),
    })),
  }
}

/** Where what was disclosed can be printed, once more too. */
export const disclosureAddress = (nominal: string, disclosure: string): string =>
  `/nominals/${nominal}/disclosures/${disclosure}`

/** The page that is printed. What no longer holds is not on it. */
export const disclosurePageView = (
  nominal: string,
  row: Row,
  {
    record,
    entries,
    total,
  }: {
    readonly record: Partial<RecordFacts> & Pick<RecordFacts, 'name' | 'birthYears' | 'reference'>
    readonly entries: readonly Entry[]
    readonly total: number
  },
): DisclosurePageView => {
  const has = (part: DisclosurePart): boolean => row.parts.includes(part)
  const day = dayOf(row.at)
  const born = record.birthYears.length > 0 ? `born ${record.birthYears.join(' or ')}` : ''
  return {
    title: `${row.number}: ${record.name}`,
    aboutPeople: true,
    number: row.number,
    marking: row.marking,
    caveats: row.caveats.map(caveatInWords),
    name: record.name,
    person: [record.reference, born].filter(part => part !== '').join(', '),
    facts: [
      { label: 'For', value: row.recipient },
      { label: 'Purpose', value: purposeInWords(row.purpose) },
      { label: 'Why', value: row.why },
      { label: 'Disclosed by', value: `${row.by}, ${row.agency}, on ${momentInWords(row.at)}` },
      { label: 'Destroy by', value: dayInWords(row.destroyBy) },
      { label: 'What it holds', value: partsInWords(row.parts) },
    ],
    foot: `${row.number}. For ${row.recipient}. Disclosed by ${row.by}, ${row.agency}, on ${momentInWords(row.at)}: ${purposeInWords(row.purpose)}; ${row.why.replace(/[.!?]$/, '')}. Destroy by ${dayInWords(row.destroyBy)}.`,
    safety: has('markers') ? safetyView(record.name, record.markers ?? [], day) : null,
    sections: sectionsFor(row, record as RecordFacts, nominal, day),
    chronology: has('chronology')
      ? {
          count:
            entries.length < total ? `The latest ${entries.length} of ${total} entries, newest first` : countOf(total),
          leftOut: leftOutInWords(row.leftOut),
          entries: entries.map(entryView),
        }
      : null,
    back: `/nominals/${nominal}`,
  }
}

const countOf = (total: number): string => (total === 1 ? '1 entry' : `${total} entries, newest first`)

const partsInWords = (parts: readonly DisclosurePart[]): string =>
  disclosureParts
    .filter(({ code }) => parts.includes(code))
    .map(({ words }) => words)
    .join('; ')

const sectionsFor = (
  { parts, at }: Row,
  record: RecordFacts,
  nominal: string,
  day: Temporal.PlainDate,
): readonly SectionView[] => {
  const reading = { nominal, mayAdd: false, today: day }
  return disclosureParts
    .map(({ code }) => code)
    .filter(code => parts.includes(code))
    .flatMap((code): SectionView[] => {
      if (code === 'markers' || code === 'chronology') return []
      if (code === 'registrations') return [registrationsSection(record, day)]
      if (code === 'hands') return [handsSection(record.hands, record.statements, at)]
      return [placeSection(code, record, reading, code === 'custody' ? custodyLines(record, day) : [])]
    })
}

const natures = { fact: '', reported: 'Reported. ', opinion: 'Opinion. ', assessment: 'Assessment. ' } as const

const attachedInWords = (file: Entry['files'][number]): string =>
  `Attached, and not printed here: ${file.description} (${[file.name, ...markingInWords(file)].join(', ')})`

const entryView = (entry: Entry) => {
  const at = Temporal.Instant.from(entry.happenedAt)
  const { grading } = entry
  return {
    when: `${dayInWords(dayOf(at))}, ${timeInWords(at)}`,
    kind: entry.kindWords,
    words: natures[entry.type] + entry.words,
    files: entry.files.map(attachedInWords),
    source: [
      [entry.author, entry.agency].filter(part => part !== '').join(', '),
      ...markingInWords(entry),
      grading &&
        `${grading.scheme}: source ${grading.source}, information ${grading.information}, handling ${grading.handling}`,
      entry.isCorrected && 'corrected since it was first written',
    ]
      .filter(part => typeof part === 'string' && part !== '')
      .join(' · '),
  }
}
