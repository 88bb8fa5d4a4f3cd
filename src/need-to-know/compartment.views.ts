import { dayInWords, dayOf, momentInWords, type NominalId, type Refusal } from '#platform'
import type { Given } from '#nominals'
import {
  boardView,
  line,
  linked,
  oneOfFew,
  oneOfMany,
  plain,
  sentences,
  type BoardForm,
  type BoardList,
  type BoardView,
} from './board.views.ts'
import {
  compartmentKindInWords,
  compartmentKinds,
  compartmentPolicy,
  lastDayOf,
  vettingLevels,
  type Compartment,
  type CompartmentId,
  type Enclosure,
} from './compartment.ts'
import type { EnclosuresOpened } from './compartmenting.ts'
import { textIn } from './form.ts'

export const compartmentsAddress = '/compartments'
export const compartmentAddress = (id: CompartmentId): string => `${compartmentsAddress}/${id}`
export const enclosuresAddress = (nominal: NominalId): string => `/nominals/${nominal}/compartments`

const untilInWords = (until: Temporal.Instant | null): string =>
  until === null ? 'with no end' : `until ${dayInWords(lastDayOf(until))}`
const placeInWords = { sponsor: 'sponsor', second: 'second responsible person' } as const

const yours = ({ answers, responsible }: Compartment): string =>
  answers ? 'You answer for it' : `Sponsor: ${responsible.find(({ place }) => place === 'sponsor')?.name ?? 'nobody'}`

const makeForm = (given: Given, refusals: readonly Refusal[], today: Temporal.PlainDate): BoardForm => ({
  id: 'make',
  title: 'Make a compartment',
  intro: [
    'You are its sponsor: you say who is inside, and look at that again by the day you set. Nobody outside learns that it exists.',
    'Choose a name that tells nothing of anybody: it is shown to its members alone, and may be read over a shoulder.',
  ],
  action: compartmentsAddress,
  submit: 'Make it',
  hidden: [],
  fields: [
    line({ name: 'name', label: 'Name', value: textIn(given, 'name') }, refusals),
    oneOfFew({ name: 'kind', label: 'What it is for', value: textIn(given, 'kind') }, compartmentKinds, refusals),
    oneOfFew(
      { name: 'level', label: 'Vetting that it asks for', value: textIn(given, 'level') },
      vettingLevels,
      refusals,
    ),
    sentences(
      {
        name: 'purpose',
        label: 'Why it is needed',
        hint: 'Its members read this',
        value: textIn(given, 'purpose'),
      },
      refusals,
    ),
    line(
      {
        name: 'second',
        label: 'Second responsible person',
        hint: 'Rank and name; with the unit after a comma, where several are called so. Another person, who is inside too',
        value: textIn(given, 'second'),
      },
      refusals,
    ),
    line(
      {
        name: 'review',
        label: 'Who is inside is reviewed on',
        hint: `Within ${compartmentPolicy.reviewDays} days`,
        value: textIn(given, 'review') || dayInWords(today.add({ days: compartmentPolicy.reviewDays })),
      },
      refusals,
    ),
  ],
})

/** Those that one is inside; `makes`: whether the reader may make one. */
export const compartmentsView = (
  compartments: readonly Compartment[],
  {
    makes,
    given = {},
    refusals = [],
    today,
  }: {
    readonly makes: boolean
    readonly given?: Given
    readonly refusals?: readonly Refusal[]
    readonly today: Temporal.PlainDate
  },
): BoardView =>
  boardView({
    heading: 'Compartments',
    back: { text: 'Home', href: '/' },
    aboutPeople: compartments.length > 0,
    refusals,
    intro: [
      'A compartment is a wall round some records: only its members know of them, whatever others’ roles give. You see here those that you are inside, and no others.',
    ],
    lists: [
      {
        id: 'compartments',
        title: 'You are inside',
        count: compartments.length === 1 ? '1 compartment' : `${compartments.length} compartments`,
        head: ['Name', 'For', 'Members', 'Records', 'Answers for it'],
        rows: compartments.map(compartment => [
          linked(compartment.name, compartmentAddress(compartment.id)),
          plain(compartmentKindInWords(compartment.kind)),
          plain(String(compartment.members.length)),
          plain(String(compartment.inside.length)),
          plain(yours(compartment)),
        ]),
        empty: 'None.',
      },
    ],
    forms: makes ? [makeForm(given, refusals, today)] : [],
  })

const listsOf = (compartment: Compartment): readonly BoardList[] => [
  {
    id: 'members',
    title: 'Members',
    count: compartment.members.length === 1 ? '1 member' : `${compartment.members.length} members`,
    head: ['Who', 'Unit', 'Time', 'Why', 'Passes'],
    rows: compartment.members.map(({ name, unit, until, why, passes }) => [
      plain(name),
      plain(unit ?? ''),
      plain(untilInWords(until)),
      plain(why),
      plain(passes ? 'Yes' : 'No: without the vetting that it asks for they see nothing of it'),
    ]),
    empty: 'Nobody.',
  },
  {
    id: 'inside',
    title: 'Records inside',
    count: compartment.inside.length === 1 ? '1 record' : `${compartment.inside.length} records`,
    head: ['Record', 'Since', 'Why', 'In whose hands'],
    rows: compartment.inside.map(({ nominal, name, reference, since, why, gaps }) => [
      linked(`${name}, ${reference}`, `/nominals/${nominal}`),
      plain(momentInWords(since)),
      plain(why),
      plain(gaps.length === 0 ? 'All who answer for it are inside' : `Not inside: ${gaps.join('; ')}`),
    ]),
    empty: 'None that you have in full.',
  },
  {
    id: 'reviews',
    title: 'Reviews of who is inside',
    count: 'The latest first',
    head: ['When', 'By', 'What was looked at', 'Next'],
    rows: compartment.reviews.map(({ at, by, words, reviewOn }) => [
      plain(momentInWords(at)),
      plain(by),
      plain(words),
      plain(dayInWords(reviewOn)),
    ]),
    empty: 'None yet.',
  },
  {
    id: 'former',
    title: 'No longer members',
    count: 'The latest first',
    head: ['Who', 'Until', 'Ended by', 'Why'],
    rows: compartment.former.map(({ name, until, by, why }) => [
      plain(name),
      plain(momentInWords(until)),
      plain(by ?? 'Its time was over'),
      plain(why),
    ]),
    empty: 'Nobody.',
  },
]

/** One compartment as its members see it, with what whoever answers for it does. */
export const compartmentView = (
  compartment: Compartment,
  {
    given = {},
    refusals = [],
    today,
  }: { readonly given?: Given; readonly refusals?: readonly Refusal[]; readonly today: Temporal.PlainDate },
): BoardView => {
  const { id, name, kind, levelWords, purpose, madeBy, madeAt, reviewOn, responsible, answers, namesResponsible } =
    compartment
  return boardView({
    heading: name,
    back: { text: 'Compartments', href: compartmentsAddress },
    aboutPeople: true,
    refusals,
    intro: [
      `${compartmentKindInWords(kind)}. It asks for ${levelWords}. Everybody else learns nothing of what is inside, nor that it exists.`,
      ...(purpose === '' ? [] : [purpose]),
      ...responsible.map(
        each =>
          `${each.name} is its ${placeInWords[each.place]}${each.passes ? '' : ', and does not pass it any more'}.`,
      ),
      `${madeBy === null ? '' : `Made by ${madeBy}, ${dayInWords(dayOf(madeAt))}. `}${reviewOn === null ? '' : `Who is inside is reviewed by ${dayInWords(reviewOn)}.`}`,
    ].filter(text => text !== ''),
    lists: listsOf(compartment),
    forms: [
      ...(answers ? memberForms(compartment, given, refusals, today) : []),
      ...(namesResponsible ? [responsibleForm(compartment, given, refusals)] : []),
      ...(answers
        ? [
            {
              id: 'end',
              title: 'End the compartment',
              intro: ['When nothing is inside any more. It is kept, with why.'],
              action: `${compartmentAddress(id)}/end`,
              submit: 'End it',
              hidden: [],
              fields: [sentences({ name: 'over', label: 'Why', value: textIn(given, 'over') }, refusals)],
            },
          ]
        : []),
    ],
  })
}

const membersToChoose = ({ members }: Compartment) =>
  members.map(({ officer, name, unit }) => ({
    code: officer as string,
    words: unit === null ? name : `${name}, ${unit}`,
  }))

const memberForms = (
  compartment: Compartment,
  given: Given,
  refusals: readonly Refusal[],
  today: Temporal.PlainDate,
): readonly BoardForm[] => {
  const at = compartmentAddress(compartment.id)
  return [
    {
      id: 'add',
      title: 'Add a member, or give one a new time',
      intro: [],
      action: `${at}/members`,
      submit: 'Add them',
      hidden: [],
      fields: [
        line(
          {
            name: 'officer',
            label: 'Rank and name',
            hint: 'With the unit after a comma, where several are called so',
            value: textIn(given, 'officer'),
          },
          refusals,
        ),
        line({ name: 'until', label: 'Last day', hint: 'Within a year', value: textIn(given, 'until') }, refusals),
        sentences({ name: 'why', label: 'Why they need it', value: textIn(given, 'why') }, refusals),
      ],
    },
    {
      id: 'remove',
      title: 'End a membership',
      intro: [],
      action: `${at}/members/end`,
      submit: 'End it now',
      hidden: [],
      fields: [
        oneOfMany(
          { name: 'member', label: 'Whose', value: textIn(given, 'member') },
          membersToChoose(compartment),
          refusals,
          'Choose',
        ),
        line({ name: 'endWhy', label: 'Why', value: textIn(given, 'endWhy') }, refusals),
      ],
    },
    {
      id: 'review-members',
      title: 'Review who is inside',
      intro: ['Each of them: do they still need to know? End the memberships of those who do not, then say so here.'],
      action: `${at}/review`,
      submit: 'Reviewed',
      hidden: [],
      fields: [
        sentences({ name: 'reviewed', label: 'What you looked at', value: textIn(given, 'reviewed') }, refusals),
        line(
          {
            name: 'review',
            label: 'Next review',
            value: textIn(given, 'review') || dayInWords(today.add({ days: compartmentPolicy.reviewDays })),
          },
          refusals,
        ),
      ],
    },
  ]
}

const responsibleForm = (compartment: Compartment, given: Given, refusals: readonly Refusal[]): BoardForm => ({
  id: 'responsible',
  title: 'Name who answers for it',
  intro: ['Whoever held the place is a member still.'],
  action: `${compartmentAddress(compartment.id)}/responsible`,
  submit: 'Name them',
  hidden: [],
  fields: [
    oneOfFew(
      { name: 'place', label: 'As', value: textIn(given, 'place') },
      [
        { code: 'sponsor', words: 'Sponsor' },
        { code: 'second', words: 'Second responsible person' },
      ],
      refusals,
    ),
    oneOfMany(
      { name: 'holder', label: 'Who', value: textIn(given, 'holder') },
      membersToChoose(compartment),
      refusals,
      'Choose',
    ),
  ],
})

const enclosureRow = ({ compartment, name, kind, since, until, why, by, endedBy, endedWhy, isIn }: Enclosure) => [
  linked(name, compartmentAddress(compartment)),
  plain(compartmentKindInWords(kind)),
  plain(
    isIn ? `Since ${momentInWords(since)}` : `${momentInWords(since)} to ${until === null ? '' : momentInWords(until)}`,
  ),
  plain(`${by}: ${why}`),
  plain(endedBy === null ? '' : `${endedBy}: ${endedWhy ?? ''}`),
]

/** In which compartments a record lies and lay, and for whoever keeps its walls to put it in and take it out. */
export const enclosuresView = (
  nominal: NominalId,
  name: string,
  { keeps, enclosures, mine, refusals }: EnclosuresOpened,
  given: Given = {},
): BoardView => {
  const within = enclosures.filter(({ isIn }) => isIn)
  const free = mine.filter(({ id }) => !within.some(({ compartment }) => compartment === id))
  return boardView({
    heading: `Compartments of ${name}`,
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: [
      'Inside a compartment the record is known to its members alone, as far as their roles give; to everybody else it does not exist.',
      ...(keeps && mine.length === 0 ? ['You are inside no compartment. Make one, or ask to be made a member.'] : []),
    ],
    links: keeps ? [{ text: 'Your compartments', href: compartmentsAddress }] : [],
    lists: [
      {
        id: 'enclosures',
        title: 'It lies in, and lay in',
        count: 'The latest first, of those that you are inside',
        head: ['Compartment', 'For', 'When', 'Put in by', 'Taken out by'],
        rows: enclosures.map(enclosureRow),
        empty: 'None that you are inside.',
      },
    ],
    forms: [
      ...(keeps && free.length > 0
        ? [
            {
              id: 'enclose',
              title: 'Put it in a compartment',
              intro: ['Whoever answers for the record must be inside: its manager, responsible officers and partners.'],
              action: enclosuresAddress(nominal),
              submit: 'Put it in now',
              hidden: [],
              fields: [
                oneOfMany(
                  { name: 'compartment', label: 'Compartment', value: textIn(given, 'compartment') },
                  free.map(({ id, name: called }) => ({ code: id as string, words: called })),
                  refusals,
                  'Choose',
                ),
                sentences({ name: 'why', label: 'Why', value: textIn(given, 'why') }, refusals),
              ],
            },
          ]
        : []),
      ...(keeps && within.length > 0
        ? [
            {
              id: 'release',
              title: 'Take it out',
              intro: ['From that moment everybody sees the record whose role gives it, unless another wall stands.'],
              action: `${enclosuresAddress(nominal)}/removal`,
              submit: 'Take it out now',
              hidden: [],
              fields: [
                oneOfMany(
                  { name: 'out', label: 'Out of', value: textIn(given, 'out') },
                  within.map(({ compartment, name: called }) => ({ code: compartment as string, words: called })),
                  refusals,
                  'Choose',
                ),
                sentences({ name: 'outWhy', label: 'Why', value: textIn(given, 'outWhy') }, refusals),
              ],
            },
          ]
        : []),
    ],
  })
}
