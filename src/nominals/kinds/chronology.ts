import { z } from 'zod'
import entryKindsList from '../../../reference/entry-kinds.json' with { type: 'json' }
import { choicesOf, textOf, type FactKind } from '../fact-kind.ts'
import { natures } from './person.ts'

const entryKinds = entryKindsList.rows.map(({ code, words }) => ({ code, words }))
const wordsOf = new Map(entryKinds.map(({ code, words }) => [code, words]))
const markings = choicesOf(['OFFICIAL', 'OFFICIAL'], ['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE'])

/** Longer than any note on record; what is longer is a document and goes into a file. */
const longestEntry = 20_000

const entry: FactKind = {
  kind: 'entry',
  table: 'entry',
  section: 'entries',
  place: 'chronology',
  one: 'entry',
  many: 'entries',
  help: 'What happened, in plain words. Never who a source is: there is no place for that here.',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of entry',
      as: 'choice',
      required: 'Choose the kind of entry',
      choices: entryKinds,
    },
    {
      name: 'happenedAt',
      column: 'happened_at',
      label: 'When it happened',
      as: 'moment',
      required: 'Enter when it happened',
      past: true,
      hint: 'For example 23 11 2026 at 18:40; a day alone is midday',
    },
    {
      name: 'type',
      column: 'type',
      label: 'What the words are',
      as: 'choice',
      required: 'Choose fact, reported, opinion or assessment',
      choices: natures,
    },
    {
      name: 'words',
      column: 'words',
      label: 'In words',
      as: 'text',
      longest: longestEntry,
      required: 'Say what happened',
    },
    {
      name: 'marking',
      column: 'marking',
      label: 'Marking',
      as: 'choice',
      required: 'Choose the marking',
      choices: markings,
    },
  ],
  complete: ({ kind }) => ({ columns: { kind_words: wordsOf.get(String(kind)) ?? '' } }),
  also: { kindWords: z.string(), author: z.string() },
  shows: fact => ({ label: textOf(fact, 'kindWords'), value: textOf(fact, 'words') }),
}

/** What happened. */
export const chronologyKinds = [entry]
