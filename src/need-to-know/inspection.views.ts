import type { FactsInWords } from '#nominals'
import { momentInWords, type NominalId, type Refusal } from '#platform'
import { boardView, line, linked, plain, sentences, several, type BoardView } from './board.views.ts'
import {
  handlingCodes,
  inspectionPolicy,
  isWindowOpen,
  windowInWords,
  type Inspected,
  type InspectedHeadline,
  type InspectionId,
  type InspectionWindow,
} from './inspection.ts'

export const inspectionsAddress = '/inspections'
export const inspectionAddress = (id: InspectionId): string => `${inspectionsAddress}/${id}`
export const inspectedAddress = (id: InspectionId, nominal: NominalId): string =>
  `${inspectionAddress(id)}/nominals/${nominal}`

/** The windows that one is named in, or that one supervises. */
export const inspectionsView = (
  windows: readonly InspectionWindow[],
  mayOpen: boolean,
  now: Temporal.Instant,
): BoardView =>
  boardView({
    heading: 'Inspection windows',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    intro: ['Named people of an inspectorate read a named sample, until an end. They search, write and print nothing.'],
    links: mayOpen ? [{ text: 'Open a window', href: `${inspectionsAddress}/new` }] : [],
    lists: [
      {
        id: 'windows',
        title: 'Windows',
        count: 'The latest first',
        head: ['Purpose', 'Force', 'Inspectors', 'Sample', 'State'],
        rows: windows.map(window => [
          linked(window.purpose, inspectionAddress(window.id)),
          plain(`${window.agency}: ${window.unit}`),
          plain(window.inspectors.join(', ')),
          plain(String(window.people)),
          plain(windowInWords(window, now)),
        ]),
        empty: mayOpen ? 'No window of your units.' : 'No force has a window open for you.',
      },
    ],
  })

export type WindowTyped = {
  readonly sample: string
  readonly inspectors: readonly string[]
  readonly ends: string
  readonly handling: readonly string[]
  readonly purpose: string
}
export const nothingTyped: WindowTyped = {
  sample: '',
  inspectors: [],
  ends: '',
  handling: inspectionPolicy.handling,
  purpose: '',
}

export const openWindowView = (
  inspectors: readonly { readonly id: string; readonly name: string; readonly agency: string }[],
  typed: WindowTyped,
  refusals: readonly Refusal[],
): BoardView =>
  boardView({
    heading: 'Open an inspection window',
    back: { text: 'Inspection windows', href: inspectionsAddress },
    aboutPeople: false,
    refusals,
    intro: ['For records that your unit leads. Each look is on the record with the window that it was made through.'],
    forms: [
      {
        id: 'open',
        title: 'The window',
        intro: [],
        action: `${inspectionsAddress}/new`,
        submit: 'Open it',
        hidden: [],
        fields: [
          sentences(
            { name: 'purpose', label: 'What is inspected, and by whose authority', value: typed.purpose },
            refusals,
          ),
          sentences(
            {
              name: 'sample',
              label: 'The sample',
              hint: 'Record numbers like CN-26-000123, one on a line',
              value: typed.sample,
            },
            refusals,
          ),
          several(
            { name: 'inspectors', label: 'Inspectors', values: typed.inspectors },
            inspectors.map(({ id, name, agency }) => ({ code: id, words: `${name}, ${agency}` })),
            refusals,
          ),
          line(
            {
              name: 'ends',
              label: 'Last day',
              hint: `Like 12 1 2027; within ${inspectionPolicy.longestDays} days`,
              value: typed.ends,
            },
            refusals,
          ),
          several(
            {
              name: 'handling',
              label: 'Intelligence that they may read',
              hint: 'What is graded otherwise is as if it were not there',
              values: typed.handling,
            },
            handlingCodes,
            refusals,
          ),
        ],
      },
    ],
  })

export const inspectionView = (
  window: InspectionWindow,
  sample: readonly Inspected[],
  now: Temporal.Instant,
): BoardView =>
  boardView({
    heading: 'Inspection window',
    back: { text: 'Inspection windows', href: inspectionsAddress },
    aboutPeople: sample.length > 0,
    intro: [
      window.purpose,
      `${windowInWords(window, now)}. Opened by ${window.openedBy} of ${window.agency}, ${momentInWords(window.openedAt)}.`,
      `For ${window.inspectors.join(', ')}: to read, and nothing else.`,
      `Intelligence: ${
        handlingCodes
          .filter(({ code }) => window.handling.includes(code))
          .map(({ words }) => words)
          .join('; ') || 'none'
      }.`,
    ],
    lists: [
      {
        id: 'sample',
        title: 'Sample',
        count: sample.length === 1 ? '1 person' : `${sample.length} people`,
        head: ['Person', 'Record', 'Unit'],
        rows: sample.map(({ nominal, name, reference, unit }) => [
          linked(name, window.mayClose ? `/nominals/${nominal}` : inspectedAddress(window.id, nominal)),
          plain(reference),
          plain(unit),
        ]),
        empty: 'Nobody of the sample can be read now.',
      },
    ],
    forms:
      window.mayClose && isWindowOpen(window, now)
        ? [
            {
              id: 'close',
              title: 'Close it now',
              intro: ['It closes by itself. Closed by hand, it is shut at the next click of whoever reads.'],
              action: `${inspectionAddress(window.id)}/closing`,
              submit: 'Close the window',
              hidden: [],
              fields: [line({ name: 'why', label: 'Why, if it is to be kept', value: '' }, [])],
            },
          ]
        : [],
  })

/** A record of the sample: everything that stands in it and may be read, in words, leading nowhere. */
export const inspectedView = (
  window: InspectionWindow,
  { name, aliases, birthYears, reference, agency, unit, status, markers }: InspectedHeadline,
  facts: readonly FactsInWords[],
  now: Temporal.Instant,
): BoardView =>
  boardView({
    heading: name,
    back: { text: 'The sample', href: inspectionAddress(window.id) },
    aboutPeople: true,
    intro: [
      `${reference}. ${agency}, ${unit}. Status: ${status}.`,
      markers.length > 0 ? `Markers: ${markers.join(', ')}.` : 'No source has recorded a marker.',
      ...(aliases.length > 0 ? [`Also known as ${aliases.join(', ')}.`] : []),
      ...(birthYears.length > 0 ? [`Born ${birthYears.join(' or ')}.`] : []),
      `Read in an inspection window. ${windowInWords(window, now)}; each look is on the record.`,
    ],
    lists: facts.map(({ kind, title, lines }) => ({
      id: kind,
      title,
      count: lines.length === 1 ? '1 that stands' : `${lines.length} that stand`,
      head: ['What', 'Says', 'Source'],
      rows: lines.map(({ label, value, source }) => [plain(label), plain(value), plain(source)]),
      empty: '',
    })),
  })
