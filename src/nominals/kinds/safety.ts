import schemes from '../../../reference/marker-schemes.json' with { type: 'json' }
import { z } from 'zod'
import { dayInWords } from '#platform'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'
import { latestReview, monthsInWords } from '../policy.ts'

/** The scheme from which officers choose. The lists are data (`reference/marker-schemes.json`), marked where nobody has confirmed them. */
const scheme = schemes.schemes.find(({ rows }) => rows)!
const codes = (scheme.rows ?? []).map(({ code, words }) => ({ code, words: `${words} (${code})` }))
const wordsOf = new Map((scheme.rows ?? []).map(({ code, words }) => [code, words]))
const scopes = choicesOf(['person', 'The person'], ['address', 'An address'], ['vehicle', 'A vehicle'])

const marker: FactKind = {
  kind: 'marker',
  table: 'marker',
  section: 'markers',
  place: 'safety',
  one: 'marker',
  many: 'markers',
  help: 'A marker rests on a specific incident, accurately recorded. Another person, a supervisor, approves it; it is shown at once, as not yet approved.',
  dated: true,
  fields: [
    {
      name: 'code',
      column: 'code',
      label: 'Marker',
      as: 'choice',
      required: 'Choose the marker',
      choices: codes,
      hint: 'Demonstration list: replace it by your force’s own',
    },
    {
      name: 'scope',
      column: 'scope',
      label: 'It is about',
      as: 'choice',
      required: 'Choose what it is about',
      choices: scopes,
    },
    {
      name: 'basis',
      column: 'basis',
      label: 'What happened',
      as: 'text',
      longest: 1000,
      required: 'Say what happened: a marker without a ground is refused',
    },
    {
      name: 'incidentOn',
      column: 'incident_on',
      label: 'Day of the incident',
      as: 'day',
      required: 'Enter the day of the incident',
      past: true,
    },
    {
      name: 'origin',
      column: 'source',
      label: 'Where that is known from',
      as: 'line',
      longest: 200,
      required: 'Enter where that is known from',
      hint: 'A report or crime number, a colleague, a document',
    },
    {
      name: 'reviewOn',
      column: 'review_on',
      label: 'Review on',
      as: 'day',
      required: 'Enter the day on which it is reviewed',
    },
  ],
  complete: ({ code, incidentOn, reviewOn }, today) => ({
    columns: { scheme: scheme.scheme, words: wordsOf.get(String(code)) ?? String(code ?? '') },
    refusals: [
      ...(reviewOn && String(reviewOn) <= today.toString()
        ? [{ field: 'reviewOn', text: 'The review must be after today' }]
        : []),
      ...(reviewOn && String(reviewOn) > latestReview('marker-review', today)
        ? [{ field: 'reviewOn', text: `The review must be within ${monthsInWords('marker-review')}` }]
        : []),
      ...(incidentOn && String(incidentOn) < today.subtract({ years: 30 }).toString()
        ? [{ field: 'incidentOn', text: 'An incident of more than 30 years ago is no ground for a marker now' }]
        : []),
    ],
  }),
  also: { scheme: z.string(), words: z.string(), verified: z.boolean(), approvedBy: z.string().nullable() },
  shows: fact => {
    const [incident, review] = [dayIn(fact, 'incidentOn'), dayIn(fact, 'reviewOn')]
    return {
      label: textOf(fact, 'words') || inWordsOf(codes, fact['code']),
      value: joined(', ', textOf(fact, 'basis'), incident && dayInWords(incident)) || 'No ground is given',
      details: [
        textOf(fact, 'origin'),
        review && `Review on ${dayInWords(review)}`,
        textOf(fact, 'approvedBy') && `Approved by ${textOf(fact, 'approvedBy')}`,
      ],
      caution: fact['verified'] === true ? null : 'Not verified or approved',
    }
  },
}

/** What those who visit must know before everything else. */
export const safetyKinds = [marker]
