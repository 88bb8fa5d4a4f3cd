import { z } from 'zod'
import type { Refusal } from '#platform'
import {
  joined,
  textOf,
  type Completed,
  type FactKind,
  type FactValues,
  type ShownFact,
  type Whole,
} from '../fact-kind.ts'
import { fileLimits, fileTypes, photographTypesInWords } from '../file-kind.ts'
import { markedTooHigh, tooHighInWords } from '../marked-too-high.ts'
import { caveatInWords, caveats, caveatsIn, markings, mostCaveats } from '../marking.ts'

const kinds = [
  { code: 'photograph', words: 'A photograph of the person' },
  { code: 'document', words: 'A document, or a picture of something else' },
]

const isPicture = (file: ShownFact | null): boolean =>
  fileTypes.some(({ mediaType, as }) => as === 'picture' && file?.['givenType'] === mediaType)

/** What is wrong with what is said of a file as a whole. Why it is corrected is always said: it may loosen how the file is handled. */
const refusalsOf = (values: FactValues, { given, before }: Whole): readonly Refusal[] => {
  const why = typeof given['why'] === 'string' ? given['why'].trim() : ''
  const marked = markedTooHigh(why)
  return [
    ...(values['kind'] === 'photograph' && !isPicture(before)
      ? [{ field: 'kind', text: `A photograph must be a picture (${photographTypesInWords}): this file is none` }]
      : []),
    ...(why === '' ? [{ field: 'why', text: 'Say why it is corrected' }] : []),
    ...(marked === null ? [] : [{ field: 'why', text: tooHighInWords('The reason', marked) }]),
  ]
}

const complete = (values: FactValues, _today: Temporal.PlainDate, whole: Whole): Completed => ({
  // Of a document no day is kept.
  columns: values['kind'] === 'photograph' ? {} : { taken_on: null },
  refusals: refusalsOf(values, whole),
})

/**
 * What is said of a file, which is corrected like a fact and added otherwise: with its bytes, which no correction changes (schema/0126). It is not among
 * the kinds of fact that a record's pages list.
 */
export const fileSaid: FactKind = {
  kind: 'file',
  table: 'file',
  section: 'files',
  place: 'identity',
  one: 'file',
  many: 'files',
  help: 'What is said of it; the file itself stays as it is. If it should not be here at all, withdraw it instead.',
  dated: false,
  fields: [
    { name: 'kind', column: 'kind', label: 'What it is', as: 'choice', required: 'Choose what it is', choices: kinds },
    {
      name: 'description',
      column: 'description',
      label: 'What it shows, or what it is',
      as: 'text',
      longest: fileLimits.descriptionLength,
      required: 'Say what it shows, or what it is',
    },
    {
      name: 'takenOn',
      column: 'taken_on',
      label: 'When the photograph was taken',
      hint: 'For example 23 11 2026. Leave it empty only if nobody knows; it is not asked of a document',
      as: 'day',
      past: true,
    },
    {
      name: 'marking',
      column: 'marking',
      label: 'Handling marking',
      as: 'choice',
      required: 'Choose a handling marking',
      choices: markings,
    },
    {
      name: 'caveats',
      column: 'caveats',
      label: 'Handling caveats',
      as: 'codes',
      most: mostCaveats,
      choices: caveats,
    },
  ],
  asks: () => ({
    one: 'file',
    help: fileSaid.help,
    fields: fileSaid.fields,
    source: null,
    others: [],
  }),
  complete,
  also: { givenType: z.string() },
  shows: fact => ({
    label: kinds.find(({ code }) => code === fact['kind'])?.words ?? '',
    value: textOf(fact, 'description'),
    details: [joined(' · ', textOf(fact, 'marking'), ...caveatsIn(fact).map(caveatInWords))],
  }),
}
