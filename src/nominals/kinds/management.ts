import bases from '../../../reference/bases.json' with { type: 'json' }
import { z } from 'zod'
import { dayInWords } from '#platform'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'
import { latestReview, monthsInWords } from '../policy.ts'

type BasisRow = {
  readonly code: string
  readonly words: string
  readonly counterTerrorism?: boolean
  readonly confirmed: boolean
}
const basisRows: readonly BasisRow[] = bases.rows

/** A superintendent or above authorises that somebody is managed as a potentially dangerous person (College of Policing APP). */
export const ranks = choicesOf(
  'superintendent',
  'chief superintendent',
  'commander',
  'assistant chief constable',
  'deputy chief constable',
  'chief constable',
)

const basis: FactKind = {
  kind: 'basis',
  table: 'basis',
  section: 'bases',
  place: 'management',
  one: 'basis',
  many: 'bases',
  help: 'Why the law allows this record: notification, a sentence, licence or order, a discretionary case with its offence, or a potentially dangerous person whom a superintendent authorised. A referral to Prevent is no basis and is refused.',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Basis',
      as: 'choice',
      required: 'Choose the basis',
      choices: basisRows.filter(({ confirmed }) => confirmed).map(({ code, words }) => ({ code, words })),
    },
    {
      name: 'counterTerrorism',
      column: 'counter_terrorism',
      label: 'This is a counter-terrorism case',
      as: 'yes-no',
      required: 'Choose whether this is a counter-terrorism case',
    },
    {
      name: 'offence',
      column: 'offence',
      label: 'Offence',
      as: 'line',
      longest: 300,
      sometimes: true,
      hint: 'Needed for a discretionary case: what the person did that shows they may cause serious harm',
    },
    {
      name: 'decider',
      column: 'decider',
      label: 'Who decided',
      as: 'line',
      longest: 100,
      sometimes: true,
      hint: 'Needed for a discretionary case, and for a potentially dangerous person',
    },
    {
      name: 'deciderRank',
      column: 'decider_rank',
      label: 'Their rank',
      as: 'choice',
      choices: ranks,
      sometimes: true,
      hint: 'Needed for a potentially dangerous person: superintendent or above',
    },
    {
      name: 'reviewOn',
      column: 'review_on',
      label: 'Review on',
      as: 'day',
      sometimes: true,
      hint: 'Needed for a discretionary case, and for a potentially dangerous person; of a child within three months',
    },
  ],
  complete: ({ kind, offence, decider, deciderRank, reviewOn, counterTerrorism }, today) => {
    const row = basisRows.find(({ code }) => code === kind)
    const [what, who] = [String(offence ?? ''), String(decider ?? '')]
    return {
      refusals: [
        ...(kind === 'discretionary' && what === ''
          ? [{ field: 'offence', text: 'Enter the offence that shows the person may cause serious harm' }]
          : []),
        ...((kind === 'discretionary' || kind === 'pdp-authorised') && who === ''
          ? [{ field: 'decider', text: 'Enter who decided' }]
          : []),
        ...(kind === 'pdp-authorised' && !deciderRank
          ? [{ field: 'deciderRank', text: 'Choose the rank: a superintendent or above authorises' }]
          : []),
        ...((kind === 'discretionary' || kind === 'pdp-authorised') && !reviewOn
          ? [{ field: 'reviewOn', text: 'Enter the day on which it is reviewed' }]
          : []),
        ...(kind === 'pdp-authorised' && reviewOn && String(reviewOn) > latestReview('pdp-review', today)
          ? [{ field: 'reviewOn', text: `The review must be within ${monthsInWords('pdp-review')}` }]
          : []),
      ],
      columns: {
        words: row?.words ?? '',
        confirmed: row?.confirmed ?? false,
        counter_terrorism: counterTerrorism === true || row?.counterTerrorism === true,
        decider_rank: String(deciderRank ?? ''),
      },
    }
  },
  also: { words: z.string(), confirmed: z.boolean() },
  shows: fact => {
    const review = dayIn(fact, 'reviewOn')
    return {
      label: 'Basis',
      value: textOf(fact, 'words'),
      details: [
        fact['counterTerrorism'] === true && 'Counter-terrorism',
        textOf(fact, 'offence'),
        textOf(fact, 'decider') && `Decided by ${joined(', ', textOf(fact, 'decider'), textOf(fact, 'deciderRank'))}`,
        review && `Review on ${dayInWords(review)}`,
      ],
      caution: fact['confirmed'] === true ? null : 'Not confirmed',
    }
  },
}

/** The categories of MAPPA, and who is outside it. */
export const mappaCategories = choicesOf(
  ['1', 'Category 1: subject to notification requirements (Sexual Offences Act 2003)'],
  ['2', 'Category 2: violent and other sexual offenders'],
  ['3', 'Category 3: other dangerous offenders'],
  ['4', 'Category 4: terrorist or terrorist risk offenders'],
  ['pdp', 'Potentially dangerous person, outside MAPPA'],
)

const category: FactKind = {
  kind: 'category',
  table: 'category',
  section: 'categories',
  place: 'management',
  one: 'MAPPA category',
  many: 'MAPPA categories',
  help: 'As the responsible authority stated it (Criminal Justice Act 2003, sections 325 to 327B).',
  dated: true,
  fields: [
    {
      name: 'category',
      column: 'category',
      label: 'Category',
      as: 'choice',
      required: 'Choose the category',
      choices: mappaCategories,
    },
    {
      name: 'decidedBy',
      column: 'decided_by',
      label: 'Who stated it',
      as: 'line',
      longest: 100,
      required: 'Enter who stated it',
    },
    { name: 'words', column: 'words', label: 'Anything else', as: 'text', longest: 500 },
  ],
  shows: fact => ({
    label: 'MAPPA category',
    value: inWordsOf(mappaCategories, fact['category']),
    details: [textOf(fact, 'decidedBy') && `Stated by ${textOf(fact, 'decidedBy')}`, textOf(fact, 'words')],
  }),
}

const levels = choicesOf('low', 'medium', 'high', ['very high', 'Very high'])

const riskOfHarm: FactKind = {
  kind: 'risk-of-harm',
  table: 'risk_of_harm',
  section: 'risksOfHarm',
  place: 'management',
  one: 'statement of risk of serious harm',
  many: 'statements of risk of serious harm',
  help: 'An agency’s own statement, kept as that agency’s words. It is never added up, compared or turned into anything else.',
  dated: true,
  fields: [
    {
      name: 'level',
      column: 'level',
      label: 'Level, as they stated it',
      as: 'choice',
      required: 'Choose the level they stated',
      choices: levels,
    },
    {
      name: 'toWhom',
      column: 'to_whom',
      label: 'To whom',
      as: 'line',
      longest: 120,
      required: 'Enter to whom',
      hint: 'For example the public, children, a known adult, staff',
    },
    {
      name: 'byWhom',
      column: 'by_whom',
      label: 'Stated by',
      as: 'line',
      longest: 120,
      required: 'Enter who stated it',
    },
    {
      name: 'assessedOn',
      column: 'assessed_on',
      label: 'Assessed on',
      as: 'day',
      required: 'Enter the day of the assessment',
      past: true,
    },
    { name: 'tool', column: 'tool', label: 'With which tool', as: 'line', longest: 80 },
    { name: 'words', column: 'words', label: 'Anything else', as: 'text', longest: 1000 },
  ],
  shows: fact => {
    const on = dayIn(fact, 'assessedOn')
    return {
      label: 'Risk of serious harm',
      value: `${inWordsOf(levels, fact['level'])}, to ${textOf(fact, 'toWhom')}`,
      details: [
        joined(', ', `Stated by ${textOf(fact, 'byWhom')}`, on && dayInWords(on), textOf(fact, 'tool')),
        textOf(fact, 'words'),
      ],
    }
  },
}

const archiving: FactKind = {
  kind: 'archiving',
  table: 'archiving',
  section: 'archivings',
  place: 'management',
  one: 'archiving',
  many: 'archivings',
  help: 'The record is kept and no longer managed: it can be found and says so, and nothing falls due. Ending the archiving brings it back.',
  dated: true,
  fields: [
    {
      name: 'reason',
      column: 'reason',
      label: 'Why it is archived',
      as: 'line',
      longest: 300,
      required: 'Say why it is archived',
    },
  ],
  shows: fact => ({ label: 'Archived', value: textOf(fact, 'reason') }),
}

/** Why the record is here, and how the case is managed. */
export const managementKinds = [basis, category, riskOfHarm, archiving]
