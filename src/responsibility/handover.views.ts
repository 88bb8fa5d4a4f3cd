import { dayInWords, dayOf, momentInWords, type Refusal } from '#platform'
import { boardView, line, oneOfMany, plain, sentences, type BoardForm, type BoardView } from './board.views.ts'
import { dayOfHandover, handoverPolicy, mayMeet, sideInWords, statutoryEnd, type Handover } from './handover.ts'
import type { HandoverFacts } from './handing-over.ts'

type Reading = {
  readonly now: Temporal.Instant
  readonly given: Readonly<Record<string, string>>
  readonly refusals: readonly Refusal[]
}

const unitsOf = ({ units }: HandoverFacts) =>
  units.map(({ id, name, agency }) => ({ code: id, words: `${agency}: ${name}` }))

const receiverForm = (
  facts: HandoverFacts,
  { given, refusals }: Reading,
  path: string,
  title: string,
  submit: string,
): BoardForm => ({
  id: 'receiver-form',
  title,
  intro: [
    'The unit that receives joins as a partner at once: its supervisors and its duty officer read the record and prepare with you.',
  ],
  action: `/nominals/${facts.nominal}/handover${path}`,
  submit,
  hidden: [],
  fields: [
    oneOfMany(
      {
        name: 'to',
        label: 'The unit that is to receive',
        value: given['to'] ?? facts.handover?.toUnit ?? facts.usual ?? '',
      },
      unitsOf(facts),
      refusals,
      'Not known yet',
    ),
  ],
})

const closedInWords = ({ closed, to }: Handover): readonly string[] => {
  if (!closed) return []
  if (closed.how === 'called off')
    return [`Called off${closed.by ? ` by ${closed.by}` : ''} on ${momentInWords(closed.at)}: ${closed.words}.`]
  const how = closed.by ? `accepted by ${closed.by}` : 'by law'
  return [
    `Responsibility passed to ${to ?? 'the receiving unit'} on ${momentInWords(closed.at)}, ${how}${closed.how === 'passed' ? ', with every gate met' : `, incomplete: ${closed.unmet.length === 1 ? '1 gate was' : `${closed.unmet.length} gates were`} not met. The receiving unit owns what is missing`}.`,
  ]
}

/** The handover of one record: its day and why, the gates, and what whoever reads may do. */
export const handoverView = (facts: HandoverFacts, reading: Reading): BoardView => {
  const { now, given, refusals } = reading
  const { handover, nominal, name } = facts
  const today = dayOf(now)
  const at = `/nominals/${nominal}/handover`
  const open = handover && handover.closed === null
  const end = statutoryEnd(facts.dates, facts.from, today)
  const forms: BoardForm[] = []
  if (!open && facts.answers)
    forms.push(
      receiverForm(
        facts,
        reading,
        '',
        end
          ? `Prepare the handover: ${end.words.toLowerCase()} on ${dayInWords(end.onDay)}`
          : 'Prepare a voluntary handover',
        'Open the handover',
      ),
    )
  const mine = handover
    ? handover.unmet.filter(({ code }) =>
        mayMeet(handover.gates.find(gate => gate.code === code)?.by ?? 'either', handover.sides),
      )
    : []
  if (handover && mine.length > 0 && (open || handover.closed?.how === 'passed incomplete'))
    forms.push({
      id: 'gate-form',
      title: 'Say that a gate is met',
      intro: [],
      action: `${at}/gates`,
      submit: 'It is met',
      hidden: [],
      fields: [
        oneOfMany(
          { name: 'gate', label: 'Which', value: given['gate'] ?? '' },
          mine.map(({ code, words, fact }) => ({ code: fact ? `${code} ${fact}` : code, words })),
          refusals,
          'Choose a gate',
        ),
        sentences(
          {
            name: 'said',
            label: 'What shows it',
            hint: 'For example the date of the meeting and who was there',
            value: given['said'] ?? '',
          },
          refusals,
        ),
      ],
    })
  if (open && handover.mayName)
    forms.push(
      receiverForm(facts, reading, '/receiver', 'Who receives', handover.toUnit ? 'Name another' : 'Name them'),
    )
  if (open && handover.sides.receivingSupervisor)
    forms.push({
      id: 'pass-form',
      title: 'Take over now',
      intro: [
        handover.day
          ? 'By agreement, before the day that the law sets: every gate must be met.'
          : 'A voluntary handover waits for every gate.',
      ],
      action: `${at}/passing`,
      submit: 'Take over',
      hidden: [],
      fields: [
        oneOfMany(
          { name: 'manager', label: 'Record manager', value: given['manager'] ?? '' },
          facts.officers.map(({ id, name: words }) => ({ code: id, words })),
          refusals,
          'Nobody yet: the unit’s unallocated cases',
        ),
      ],
    })
  if (open && handover.mayCallOff && !handover.day)
    forms.push({
      id: 'call-off-form',
      title: 'Call it off',
      intro: [],
      action: `${at}/calling-off`,
      submit: 'Call it off',
      hidden: [],
      fields: [line({ name: 'words', label: 'Why', value: given['words'] ?? '' }, refusals)],
    })
  return boardView({
    heading: `Handover: ${name}`,
    back: { text: name === '' ? 'The record' : name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: handover
      ? [
          ...closedInWords(handover),
          ...(open ? [`${dayOfHandover(handover, today)}.`] : []),
          `From ${handover.from} to ${handover.to ?? 'a unit that nobody has named yet'}. Opened ${handover.openedBy ? `by ${handover.openedBy}` : 'by Concord, because the day has come near,'} on ${momentInWords(handover.openedAt)}; gates as set on ${dayInWords(Temporal.PlainDate.from(handover.gatesVersion))}.`,
        ]
      : [
          end
            ? `${end.words} on ${dayInWords(end.onDay)} (${end.source}). Preparation opens by itself ${handoverPolicy.opensMonthsBefore} months before.`
            : 'No source gives a day on which responsibility ends by law.',
        ],
    links: [
      { text: 'Release dates and their history', href: `/nominals/${nominal}#custody` },
      ...(handover?.closed && handover.closed.how !== 'called off'
        ? [
            {
              text: 'The record as it was handed over',
              href: `/nominals/${nominal}?on=${dayOf(handover.closed.at).toString()}`,
            },
          ]
        : []),
    ],
    lists: handover
      ? [
          {
            id: 'unmet',
            title: 'Not met',
            count: handover.unmet.length === 1 ? '1 gate' : `${handover.unmet.length} gates`,
            head: ['Gate', 'Who says so'],
            rows: handover.unmet.map(({ code, words }) => [
              plain(words),
              plain(sideInWords[handover.gates.find(gate => gate.code === code)?.by ?? 'either']),
            ]),
            empty: 'Every gate is met.',
          },
          {
            id: 'met',
            title: 'Met',
            count: handover.met.length === 1 ? '1 gate' : `${handover.met.length} gates`,
            head: ['Gate', 'By', 'When', 'What shows it'],
            rows: handover.met.map(({ words, by, at: when, said }) => [
              plain(words),
              plain(by),
              plain(momentInWords(when)),
              plain(said === '' ? 'Nothing said' : said),
            ]),
            empty: 'None yet.',
          },
        ]
      : [],
    forms,
  })
}
