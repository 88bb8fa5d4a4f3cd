import orderKinds from '../../../reference/order-kinds.json' with { type: 'json' }
import { z } from 'zod'
import { dayInWords, distanceInWords } from '#platform'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'

const orderCodes = orderKinds.rows.map(({ code, words }) => ({ code, words }))

const order: FactKind = {
  kind: 'order',
  table: 'court_order',
  section: 'orders',
  place: 'orders',
  one: 'order',
  many: 'orders',
  help: '',
  dated: true,
  fields: [
    { name: 'kind', column: 'kind', label: 'Order', as: 'choice', required: 'Choose the order', choices: orderCodes },
    { name: 'court', column: 'court', label: 'Court', as: 'line', longest: 120 },
    {
      name: 'condition',
      column: 'condition',
      label: 'What it requires or forbids',
      as: 'text',
      longest: 2000,
      hint: 'One order for each condition that can be broken by itself',
    },
    { name: 'reviewOn', column: 'review_on', label: 'Review on', as: 'day' },
  ],
  complete: ({ kind }) => (typeof kind === 'string' ? { columns: { words: inWordsOf(orderCodes, kind) } } : {}),
  also: { words: z.string() },
  shows: fact => ({
    label: textOf(fact, 'words'),
    value: textOf(fact, 'condition') || 'No condition given',
    details: [textOf(fact, 'court')],
  }),
}

const conditionKinds = choicesOf(
  ['standard', 'Standard licence condition'],
  ['additional', 'Additional licence condition'],
  ['bespoke', 'Bespoke licence condition'],
  ['bail', 'Bail condition'],
)

const licenceCondition: FactKind = {
  kind: 'licence-condition',
  table: 'licence_condition',
  section: 'licenceConditions',
  place: 'orders',
  one: 'licence condition',
  many: 'licence conditions',
  help: '',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of condition',
      as: 'choice',
      required: 'Choose the kind of condition',
      choices: conditionKinds,
    },
    {
      name: 'words',
      column: 'words',
      label: 'The condition, as written',
      as: 'text',
      longest: 2000,
      required: 'Enter the condition',
    },
    { name: 'setBy', column: 'set_by', label: 'Set by', as: 'line', longest: 120 },
  ],
  shows: fact => ({
    label: inWordsOf(conditionKinds, fact['kind']),
    value: textOf(fact, 'words'),
    details: [textOf(fact, 'setBy') && `Set by ${textOf(fact, 'setBy')}`],
  }),
}

const terrorism = choicesOf(
  ['terrorism offence', 'Yes: a terrorism offence'],
  ['terrorist connection', 'Yes: the court found a terrorist connection'],
  ['no', 'No'],
)

const offence: FactKind = {
  kind: 'offence',
  table: 'offence',
  section: 'offences',
  place: 'orders',
  one: 'offence',
  many: 'offences',
  help: 'Convictions and cautions. An allegation belongs in the chronology.',
  dated: false,
  fields: [
    { name: 'words', column: 'words', label: 'Offence', as: 'line', longest: 300, required: 'Enter the offence' },
    {
      name: 'code',
      column: 'code',
      label: 'Offence code',
      as: 'line',
      longest: 12,
      hint: 'The CJS code, if you have it',
    },
    { name: 'committedOn', column: 'committed_on', label: 'Committed on', as: 'day', past: true },
    { name: 'convictedOn', column: 'convicted_on', label: 'Convicted or cautioned on', as: 'day', past: true },
    { name: 'court', column: 'court', label: 'Court', as: 'line', longest: 120 },
    {
      name: 'terrorism',
      column: 'terrorism',
      label: 'Terrorism',
      as: 'choice',
      required: 'Choose whether it is a terrorism offence or has a terrorist connection',
      choices: terrorism,
    },
  ],
  complete: ({ committedOn, convictedOn }) =>
    committedOn && convictedOn && String(committedOn) > String(convictedOn)
      ? { refusals: [{ field: 'convictedOn', text: 'The day of conviction must not be before the offence' }] }
      : {},
  shows: fact => {
    const [committed, convicted] = [dayIn(fact, 'committedOn'), dayIn(fact, 'convictedOn')]
    return {
      label: 'Offence',
      value: joined(', ', textOf(fact, 'words'), textOf(fact, 'code')),
      details: [
        joined(
          ', ',
          committed && `Committed ${dayInWords(committed)}`,
          convicted && `convicted ${dayInWords(convicted)}`,
          textOf(fact, 'court'),
        ),
        fact['terrorism'] === 'no'
          ? null
          : inWordsOf(terrorism, fact['terrorism'])
              .replace(/^Yes: /, '')
              .replace(/^./, letter => letter.toUpperCase()),
      ],
    }
  },
}

const sentenceKinds = choicesOf(
  ['determinate', 'Determinate sentence'],
  ['extended', 'Extended sentence'],
  ['special custodial', 'Special custodial sentence'],
  ['life', 'Life sentence'],
  ['ipp', 'Imprisonment for public protection'],
  ['suspended', 'Suspended sentence'],
  ['community', 'Community order'],
  ['hospital order', 'Hospital order'],
  ['detention', 'Detention of a young person'],
  ['other', 'Other'],
)

const sentence: FactKind = {
  kind: 'sentence',
  table: 'sentence',
  section: 'sentences',
  place: 'orders',
  one: 'sentence',
  many: 'sentences',
  help: '',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of sentence',
      as: 'choice',
      required: 'Choose the kind of sentence',
      choices: sentenceKinds,
    },
    {
      name: 'words',
      column: 'words',
      label: 'The sentence',
      as: 'line',
      longest: 300,
      required: 'Enter the sentence',
      hint: 'For example 8 years with an extended licence of 3',
    },
    { name: 'court', column: 'court', label: 'Court', as: 'line', longest: 120 },
    { name: 'sentencedOn', column: 'sentenced_on', label: 'Sentenced on', as: 'day', past: true },
    { name: 'endsOn', column: 'ends_on', label: 'Ends on', as: 'day' },
  ],
  complete: ({ sentencedOn, endsOn }) =>
    sentencedOn && endsOn && String(endsOn) < String(sentencedOn)
      ? { refusals: [{ field: 'endsOn', text: 'The end must not be before the day of sentence' }] }
      : {},
  shows: (fact, today) => {
    const [on, ends] = [dayIn(fact, 'sentencedOn'), dayIn(fact, 'endsOn')]
    return {
      label: inWordsOf(sentenceKinds, fact['kind']),
      value: textOf(fact, 'words'),
      details: [
        joined(', ', on && `Sentenced ${dayInWords(on)}`, textOf(fact, 'court')),
        ends && `Ends ${dayInWords(ends)}, ${distanceInWords(ends, today)}`,
      ],
    }
  },
}

/** What courts and boards decided, and what holds because of it. */
export const orderFactKinds = [order, licenceCondition, offence, sentence]
