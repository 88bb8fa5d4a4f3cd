import schemes from '../../../reference/marker-schemes.json' with { type: 'json' }
import { z } from 'zod'
import { dayInWords, dayOf, parseId } from '#platform'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'
import { askedInWords, isAsked, MarkerAsked } from '../marker-asked.ts'
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
  help: 'A marker rests on a specific incident, accurately recorded. Another person, a supervisor, approves it; it is shown at once, as not yet approved. Once it is approved it is changed and taken away by two people, too.',
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
      name: 'about',
      column: 'about',
      label: 'Which address or vehicle',
      as: 'line',
      longest: 36,
      hint: 'For a marker about an address or a vehicle. It must be on this record: add it there first',
      names: true,
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
  complete: ({ code, incidentOn, reviewOn, scope, about }, today) => ({
    columns: {
      scheme: scheme.scheme,
      words: wordsOf.get(String(code)) ?? String(code ?? ''),
      about: scope === 'person' ? null : (parseId(String(about ?? '')) ?? null),
    },
    refusals: [
      ...(scope !== 'person' && scope !== undefined && parseId(String(about ?? '')) === undefined
        ? [{ field: 'about', text: `Choose which ${String(scope)} it is about` }]
        : []),
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
  also: {
    scheme: z.string(),
    words: z.string(),
    verified: z.boolean(),
    approvedBy: z.string().nullable(),
    approvedAt: z.iso.datetime({ offset: true }).nullable(),
    about: z.uuid().nullable().meta({ description: 'The address or vehicle of this record that it is about.' }),
    aboutInWords: z.string(),
    asked: MarkerAsked.nullable().meta({
      description: 'What waits for another person’s decision; until then the marker stands.',
    }),
  },
  shows: fact => {
    const [incident, review] = [dayIn(fact, 'incidentOn'), dayIn(fact, 'reviewOn')]
    return {
      label: textOf(fact, 'words') || inWordsOf(codes, fact['code']),
      value: joined(', ', textOf(fact, 'basis'), incident && dayInWords(incident)) || 'No ground is given',
      details: [
        textOf(fact, 'aboutInWords') && `About ${textOf(fact, 'aboutInWords')}`,
        textOf(fact, 'origin'),
        review && `Review on ${dayInWords(review)}`,
        textOf(fact, 'approvedBy') &&
          `Approved by ${textOf(fact, 'approvedBy')}${approvedOn(textOf(fact, 'approvedAt'))}`,
      ],
      caution: isAsked(fact['asked'])
        ? `${askedInWords(fact['asked'])}.`
        : fact['verified'] === true
          ? null
          : 'Not verified or approved',
    }
  },
}

const approvedOn = (at: string): string => (at === '' ? '' : ` on ${dayInWords(dayOf(Temporal.Instant.from(at)))}`)

/** What those who visit must know before everything else. */
export const safetyKinds = [marker]
