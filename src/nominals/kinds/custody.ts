import { dayInWords, distanceInWords } from '#platform'
import { readDayTyped } from '../as-typed.ts'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'

/** In the order of schema/0013: of one day the kind further up is the status. */
export const whereaboutsKinds = choicesOf(
  'custody',
  'community',
  'hospital',
  'immigration detention',
  'approved premises',
  'abroad',
  ['whereabouts unknown', 'Whereabouts unknown'],
  'wanted',
  ['bail', 'On bail'],
  'deported',
  'dead',
)

/** Where a name belongs to it. */
const named = new Set(['custody', 'hospital', 'immigration detention', 'approved premises', 'abroad', 'deported'])
/** What nobody knows beforehand; the database repeats it (schema/0162). */
const neverPlanned = new Set(['dead', 'wanted', 'whereabouts unknown'])
const firstDay = 'from'

const whereabouts: FactKind = {
  kind: 'whereabouts',
  table: 'whereabouts',
  section: 'whereabouts',
  place: 'custody',
  one: 'whereabouts',
  many: 'whereabouts',
  help: 'Where the person is, from a day on. The status at the top of the record follows from the latest word.',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Where',
      as: 'choice',
      required: 'Choose where the person is',
      choices: whereaboutsKinds,
    },
    {
      name: 'place',
      column: 'place',
      label: 'Name of the place',
      as: 'line',
      longest: 120,
      sometimes: true,
      hint: 'The prison, hospital, centre, premises or country: needed for each of these',
    },
    {
      name: 'words',
      column: 'words',
      label: 'Anything else',
      as: 'text',
      longest: 500,
      hint: 'For example the section of the Mental Health Act, the bail address, how it is known',
    },
  ],
  complete: ({ kind, place }, today, { given: { from } }) => {
    const [where, read] = [String(kind), typeof from === 'string' && readDayTyped(from, today)]
    return {
      refusals: [
        ...(named.has(where) && String(place ?? '') === ''
          ? [{ field: 'place', text: 'Enter the name of the place' }]
          : []),
        ...(neverPlanned.has(where) && read && 'day' in read && Temporal.PlainDate.compare(read.day, today) > 0
          ? [
              {
                field: firstDay,
                text: 'The first day must be today or in the past: it is recorded when it has happened',
              },
            ]
          : []),
      ],
    }
  },
  shows: fact => ({
    label: 'Whereabouts',
    value: joined(', ', inWordsOf(whereaboutsKinds, fact['kind']), textOf(fact, 'place')),
    details: [textOf(fact, 'words')],
  }),
}

const releaseKinds = choicesOf(
  ['release', 'Release'],
  ['parole eligibility', 'Parole eligibility date'],
  ['conditional release', 'Conditional release date'],
  ['home detention curfew', 'Home detention curfew eligibility date'],
  ['tariff expiry', 'Tariff expiry'],
  ['sentence end', 'Sentence expiry date'],
  ['licence end', 'Licence expiry date'],
  ['post-sentence supervision end', 'End of post-sentence supervision'],
  ['parole release', 'Release on parole'],
  ['court release', 'Release by order of a court'],
  ['court end', 'Supervision ended by a court'],
  ['hospital discharge', 'Discharge from hospital'],
)

const releaseDate: FactKind = {
  kind: 'release-date',
  table: 'release_date',
  section: 'releaseDates',
  place: 'custody',
  one: 'release date',
  many: 'release dates',
  help: 'When a date moves, correct it and say why: every earlier date stays in its history.',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of date',
      as: 'choice',
      required: 'Choose the kind of date',
      choices: releaseKinds,
    },
    { name: 'onDay', column: 'on_day', label: 'Date', as: 'day', required: 'Enter the date' },
    { name: 'words', column: 'words', label: 'Who gave it, and how', as: 'line', longest: 200 },
  ],
  shows: (fact, today) => {
    const day = dayIn(fact, 'onDay')
    return {
      label: inWordsOf(releaseKinds, fact['kind']),
      value: day ? `${dayInWords(day)}, ${distanceInWords(day, today)}` : '',
      details: [textOf(fact, 'words')],
    }
  },
}

/** Where the person is, and when that changes. */
export const custodyKinds = [whereabouts, releaseDate]
