import { dayInWords, momentInWords, type Refusal } from '#platform'
import { boardView, line, linked, oneOfFew, oneOfMany, plain, sentences, type BoardView } from './board.views.ts'
import {
  arrivalInWords,
  contactPlaces,
  gapsOf,
  kindInWords,
  placeInWords,
  type Arrival,
  type ForceContacts,
  type Telling,
} from './local-contact.ts'

export const contactsAddress = '/local-contacts'
export const arrivalsAddress = '/local-arrivals'
export const arrivalAddress = ({ id }: Pick<Arrival, 'id'>): string => `${arrivalsAddress}/${id}`

export const tellingInWords = ({ toldAt, who, instruction, by }: Telling): string =>
  `${momentInWords(toldAt)}: ${who} told by ${by}: ${instruction}`

type Candidates = readonly { readonly id: string; readonly name: string }[]

/** Who the local contacts of each force are, with the gaps. `keeping`: the force whose contacts whoever looks may name, and from whom. */
export const contactsView = (
  forces: readonly ForceContacts[],
  keeping: { readonly force: ForceContacts; readonly candidates: Candidates } | null,
  given: { readonly place: string; readonly officer: string },
  refusals: readonly Refusal[],
): BoardView => {
  const gaps = forces.filter(force => gapsOf(force).length > 0)
  return boardView({
    heading: 'Local points of contact',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    refusals,
    intro: [
      'Each force has somebody, and a deputy, who know in summary of everyone who lives or stays in its area or is about to be released there.',
      gaps.length === 0
        ? 'Every force in this list has both.'
        : `${gaps.length} of ${forces.length} ${forces.length === 1 ? 'force lacks' : 'forces lack'} one or both.`,
    ],
    lists: [
      {
        id: 'forces',
        title: 'Forces',
        count: 'Those with a gap first',
        head: ['Force', 'Contact', 'Deputy'],
        rows: [...gaps, ...forces.filter(force => !gaps.includes(force))].map(force => [
          force.mayName && forces.length > 1
            ? linked(force.name, `${contactsAddress}?force=${force.force}`)
            : plain(force.name),
          plain(force.contact?.name ?? 'Nobody is named'),
          plain(force.deputy?.name ?? 'Nobody is named'),
        ]),
        empty: '',
      },
    ],
    forms:
      keeping === null
        ? []
        : [
            {
              id: 'name',
              title: `Name somebody for ${keeping.force.name}`,
              intro:
                keeping.candidates.length === 0
                  ? ['Nobody holds the role of local point of contact in this force yet.']
                  : [],
              action: contactsAddress,
              submit: 'Name them',
              hidden: [{ name: 'force', value: keeping.force.force }],
              fields: [
                oneOfFew(
                  { name: 'place', label: 'As', value: given.place },
                  contactPlaces.map(code => ({ code, words: placeInWords[code] })),
                  refusals,
                ),
                oneOfMany(
                  { name: 'officer', label: 'Officer', hint: 'Those who hold the role here', value: given.officer },
                  keeping.candidates.map(({ id, name }) => ({ code: id, words: name })),
                  refusals,
                  'Choose an officer',
                ),
              ],
            },
          ],
  })
}

/** Those of whom a force is to know: what waits first. `more`: others follow; `total`: all of them. */
export const arrivalsView = (
  { arrivals, more, total }: { readonly arrivals: readonly Arrival[]; readonly more: boolean; readonly total: number },
  now: Temporal.Instant,
): BoardView =>
  boardView({
    heading: 'People in your force area',
    back: { text: 'Home', href: '/' },
    aboutPeople: arrivals.length > 0,
    intro: ['Who lives or stays here, or is about to be released here. What waits for an acknowledgement comes first.'],
    links: more ? [{ text: 'Those who follow', href: `${arrivalsAddress}?after=${arrivals.at(-1)!.id}` }] : [],
    lists: [
      {
        id: 'arrivals',
        title: 'People',
        count:
          total === 1
            ? '1 line'
            : total === arrivals.length
              ? `${total} lines`
              : `${arrivals.length} of ${total} lines`,
        head: ['Person', 'Why', 'Markers', 'Acknowledgement'],
        rows: arrivals.map(arrival => [
          linked(arrival.name, arrivalAddress(arrival)),
          plain(kindInWords(arrival)),
          plain(arrival.markers.join(', ') || 'None recorded'),
          plain(arrivalInWords(arrival, now)),
        ]),
        empty: 'Nobody at present. When somebody comes to live here, they stand here within a minute.',
      },
    ],
  })

/** One of them: acknowledging, and who of the shift was told. */
export const arrivalView = (
  arrival: Arrival,
  given: { readonly words: string; readonly when: string; readonly who: string; readonly instruction: string },
  refusals: readonly Refusal[],
  now: Temporal.Instant,
): BoardView =>
  boardView({
    heading: arrival.name,
    back: { text: 'People in your force area', href: arrivalsAddress },
    aboutPeople: true,
    refusals,
    intro: [
      `${kindInWords(arrival)}${arrival.kind === 'release' && arrival.releaseOn ? `, on ${dayInWords(Temporal.PlainDate.from(arrival.releaseOn))}` : ''}.`,
      `${arrivalInWords(arrival, now)}.`,
      ...(arrival.acknowledged?.words ? [arrival.acknowledged.words] : []),
      arrival.markers.length > 0 ? `Markers: ${arrival.markers.join(', ')}.` : 'No source has recorded a marker.',
    ],
    links: [{ text: 'Open the summary', href: `/nominals/${arrival.nominal}` }],
    lists: [
      {
        id: 'told',
        title: 'Who was told',
        count: 'The latest first',
        head: ['When', 'Who', 'Instruction', 'Told by'],
        rows: arrival.tellings.map(({ toldAt, who, instruction, by }) => [
          plain(momentInWords(toldAt)),
          plain(who),
          plain(instruction),
          plain(by),
        ]),
        empty: 'Nobody of the shift yet, as far as Concord knows.',
      },
    ],
    forms: [
      ...(arrival.acknowledged
        ? []
        : [
            {
              id: 'acknowledge',
              title: 'Acknowledge',
              intro: [],
              action: `${arrivalAddress(arrival)}/acknowledgement`,
              submit: 'I have read this and answer for it here',
              hidden: [],
              fields: [
                sentences({ name: 'words', label: 'Anything the owner should know', value: given.words }, refusals),
              ],
            },
          ]),
      {
        id: 'tell',
        title: 'Say who of the shift was told',
        intro: [],
        action: `${arrivalAddress(arrival)}/tellings`,
        submit: 'Keep it',
        hidden: [],
        fields: [
          line({ name: 'who', label: 'Who', hint: 'By name or by role', value: given.who }, refusals),
          sentences({ name: 'instruction', label: 'What they were told to do', value: given.instruction }, refusals),
          line(
            { name: 'when', label: 'When', hint: 'Like 25 11 2026 14:30. Left empty: now', value: given.when },
            refusals,
          ),
        ],
      },
    ],
  })
