import { dayInWords, dayOf, momentInWords, timeInWords, type NominalId, type PageView } from '#platform'
import { capitalised, type FactKind } from './fact-kind.ts'
import { factKindIn } from './fact-kinds.ts'
import type { HistoryRow } from './fact.facts.ts'
import { caveatInWords, caveatsIn } from './marking.ts'
import { sourceInWords } from './source.ts'

/** One thing that was said, by whom and when, and what became of it. */
export type HistoryLine = {
  readonly time: string
  readonly what: string // "Address added", "Marker corrected"
  readonly said: string
  readonly particulars: readonly string[]
  readonly why: string | null
  readonly became: string | null
  readonly source: string
  readonly href: string | null
}

/** Everything that was ever said of a record, newest first, by the day on which it was said. */
export type HistoryView = PageView & {
  readonly name: string
  readonly back: string
  readonly count: string
  readonly days: readonly { readonly heading: string; readonly lines: readonly HistoryLine[] }[]
  readonly older: string | null
  readonly knownOn: {
    readonly action: string
    readonly today: string
    readonly error: string | null
    readonly typed: string
  }
}

declare module 'fastify' {
  interface PageViews {
    'nominals/history': HistoryView
  }
}

export const historyView = (
  nominal: NominalId,
  name: string,
  rows: readonly HistoryRow[],
  {
    older,
    today,
    error = null,
    typed = '',
  }: {
    readonly older: string | null
    readonly today: Temporal.PlainDate
    readonly error?: string | null
    readonly typed?: string
  },
): HistoryView => ({
  title: `History of ${name}`,
  aboutPeople: true,
  name,
  back: `/nominals/${nominal}`,
  count:
    rows.length === 0
      ? 'Nothing more has been recorded.'
      : 'What was said of this record, by whom and when, newest first.',
  days: [...Map.groupBy(rows, row => dayInWords(dayOf(row.recorded_at)))].map(([heading, lines]) => ({
    heading,
    lines: lines.map(row => historyLine(nominal, row)),
  })),
  older,
  knownOn: { action: `/nominals/${nominal}`, today: dayInWords(today), error, typed },
})

/** A line of the history. */
export const historyLine = (nominal: NominalId, row: HistoryRow): HistoryLine => {
  const ofEntry = attachmentLine(nominal, row)
  if (ofEntry) return ofEntry
  const ofMarker = markerLine(nominal, row)
  if (ofMarker) return ofMarker
  const kind = factKindIn(row.kind)
  const { value, particulars } = saidInWords(row, kind)
  return {
    time: timeInWords(row.recorded_at),
    what: `${capitalised(kind?.one ?? row.kind.replaceAll('_', ' '))} ${verbOf(row)}`,
    said: value,
    particulars,
    why: row.why === '' ? null : `Why: ${row.why}`,
    became: becameOf(row),
    source: sourceInWords(
      { recordedAt: row.recorded_at.toString(), agency: row.agency, source: row.source },
      row.source_kind === 'extract' ? '' : row.by,
    ),
    href: kind
      ? `/nominals/${nominal}/facts/${kind.kind}/${row.id}`
      : row.kind === 'file'
        ? `/nominals/${nominal}/files`
        : null,
  }
}

/** That an entry was given a file, or that one was taken off it. Null: another kind of line. */
const attachmentLine = (nominal: NominalId, row: HistoryRow): HistoryLine | null => {
  const what = attachmentVerbs[row.kind]
  if (what === undefined) return null
  const text = (key: string): string => (typeof row.said[key] === 'string' ? row.said[key] : '')
  return {
    time: timeInWords(row.recorded_at),
    what,
    said: text('description'),
    particulars: [text('name'), text('entry') && `Entry: ${text('entry')}`].filter(part => part !== ''),
    why: row.why === '' ? null : `Why: ${row.why}`,
    became: null,
    source: sourceInWords({ recordedAt: row.recorded_at.toString(), agency: row.agency, source: row.source }, row.by),
    href: `/nominals/${nominal}/facts/entry/${text('entry_id')}`,
  }
}
const attachmentVerbs: Readonly<Record<string, string>> = {
  attachment: 'File attached to an entry',
  attachment_taken_off: 'File taken off an entry',
}

/** What two people did about a marker: approving it, asking for a change of it, deciding on that. Null: another kind of line. */
const markerLine = (nominal: NominalId, row: HistoryRow): HistoryLine | null => {
  const text = (key: string): string => (typeof row.said[key] === 'string' ? row.said[key] : '')
  const verb = markerVerbs[row.kind]
  if (verb === undefined) return null
  const last = text('last_on')
  return {
    time: timeInWords(row.recorded_at),
    what: verb(text('what'), text('outcome')),
    said: text('words'),
    particulars: last === '' ? [] : [`Last day: ${dayOrText(last)}`],
    why: row.why === '' ? null : `Why: ${row.why}`,
    became: null,
    source: sourceInWords({ recordedAt: row.recorded_at.toString(), agency: row.agency, source: row.source }, row.by),
    href: `/nominals/${nominal}/facts/marker/${text('marker_id')}`,
  }
}

const changes: Readonly<Record<string, string>> = { withdraw: 'withdrawal', end: 'end', correct: 'correction' }
const markerVerbs: Readonly<Record<string, (what: string, outcome: string) => string>> = {
  marker_approval: () => 'Marker approved',
  marker_request: what => `Marker: ${changes[what] ?? 'change'} asked for`,
  marker_decision: (what, outcome) => `Marker: ${changes[what] ?? 'change'} ${outcome}`,
}

const verbOf = ({ supersedes, source_kind }: HistoryRow): string => {
  if (supersedes !== null) return 'changed'
  return source_kind === 'extract' ? 'from an extract' : 'added'
}

const becameOf = ({ superseded_at, withdrawn_reason, withdrawn_by }: HistoryRow): string | null => {
  if (withdrawn_reason !== null) return `Withdrawn by ${withdrawn_by ?? 'an officer'}: ${withdrawn_reason}`
  return superseded_at === null ? null : `Stood until ${momentInWords(superseded_at)}, when it was changed`
}

/** The row's columns by the labels of its kind: codes as their words, days as days; what is empty is left out. */
const saidInWords = (
  { said }: HistoryRow,
  kind: FactKind | undefined,
): { readonly value: string; readonly particulars: readonly string[] } => {
  if (!kind) return saidByExtract(said)
  const json = Object.fromEntries(Object.entries(said).map(([column, value]) => [nameOf(kind, column), value]))
  const shown = kind.shows({ id: '', ...json }, Temporal.PlainDate.from('2000-01-01'))
  const period = kind.dated ? periodOf(said['during']) : ''
  const inWords = kind.fields.flatMap(({ name, label, choices, names }) => {
    const value = names ? null : json[name]
    if (value === null || value === undefined || value === '' || value === false) return []
    if (Array.isArray(value)) {
      const each = value.map(code => choices?.find(choice => choice.code === code)?.words ?? String(code))
      return each.length === 0 ? [] : [`${label}: ${each.join('; ')}`]
    }
    const words =
      value === true
        ? 'yes'
        : (choices?.find(({ code }) => code === value)?.words ??
          dayOrText(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''))
    return shown.value.includes(words) || shown.label === words ? [] : [`${label}: ${words}`]
  })
  return { value: valueWithoutAge(kind, shown.value, json), particulars: [...inWords, ...(period ? [period] : [])] }
}

/** Of the kinds that only extracts bring: what was said in words, and the code that it came with. */
const saidByExtract = (
  said: HistoryRow['said'],
): { readonly value: string; readonly particulars: readonly string[] } => {
  const text = (column: string): string => (typeof said[column] === 'string' ? said[column] : '')
  const release = text('release_on')
  return {
    value: [text('kind'), text('words'), text('place'), text('description')].filter(part => part !== '').join(': '),
    particulars: [
      text('code') && `Code ${text('code')}`,
      text('name'), // of a file
      text('taken_on') && `Taken on ${dayOrText(text('taken_on'))}`,
      text('marking'),
      ...caveatsIn(said).map(caveatInWords),
      release && `Release date ${dayOrText(release)}`,
      periodOf(said['during']),
    ].filter(part => part !== ''),
  }
}

// An age belongs to the day on which it is read, and a history has many days.
const valueWithoutAge = (kind: FactKind, value: string, json: Readonly<Record<string, unknown>>): string =>
  kind.table === 'birth' && typeof json['bornOn'] === 'string'
    ? dayInWords(Temporal.PlainDate.from(json['bornOn']))
    : value

const camel = (column: string): string => column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const nameOf = (kind: FactKind, column: string): string =>
  kind.fields.find(field => field.column === column)?.name ?? camel(column)

const dayOrText = (text: string): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dayInWords(Temporal.PlainDate.from(text))
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? momentInWords(Temporal.Instant.from(text)) : text
}

const periodOf = (during: unknown): string => {
  const [, first = '', last = ''] = /^[[(]([\d-]*),([\d-]*)\)$/.exec(typeof during === 'string' ? during : '') ?? []
  const from = first && `from ${dayInWords(Temporal.PlainDate.from(first))}`
  const to = last && `to ${dayInWords(Temporal.PlainDate.from(last).subtract({ days: 1 }))}`
  return [from, to].filter(Boolean).join(' ')
}

/** One fact as it stands, what may be done to it, and everything that was said in its place. */
export type FactView = PageView & {
  readonly name: string
  readonly back: string
  readonly heading: string
  readonly value: string
  readonly details: readonly string[]
  readonly caution: string | null
  readonly source: string
  readonly actions: readonly { readonly text: string; readonly href: string }[]
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  /** What whoever reads may decide about a marker: a form each. `reason`: asked for in words. */
  readonly decisions: readonly {
    readonly action: string
    readonly hidden: readonly { readonly name: string; readonly value: string }[]
    readonly reason: unknown
    readonly button: string
    readonly quiet: boolean
  }[]
  readonly versions: readonly HistoryLine[]
}

declare module 'fastify' {
  interface PageViews {
    'nominals/fact': FactView
  }
}
